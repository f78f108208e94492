"""`relance init`: what it writes loads, is readable by its owner alone, and replaces nothing."""

import argparse
import builtins
import getpass
import os
import stat
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest

from bot.commands import init
from bot.commands._providers import of_address
from bot.config import load
from bot.core.days import Quiet
from bot.errors import RelanceError
from bot.mail import inbox, outbox

GIVEN = ("name=Atelier Martin", "email=atelier@orange.fr", "password=pa\"ss\\ é'")


def args(path: Path, *answers: str, force: bool = False) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    init.add_arguments(parser)
    line = ["--config", str(path), *(["--force"] if force else []), *(["--answers", *answers] if answers else [])]
    return parser.parse_args(line)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str | type[BaseException]]]:
    """What the person types, in order; an exception is what the terminal does instead."""
    typed: list[str | type[BaseException]] = []

    def answer(prompt: str = "") -> str:
        said = typed.pop(0)
        if isinstance(said, str):
            return said
        raise said

    monkeypatch.setattr(builtins, "input", answer)
    monkeypatch.setattr(getpass, "getpass", answer)
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    yield typed
    assert not typed


async def test_answers_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert await init.run(args(path, *GIVEN)) == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    setup = load(path).account("atelier-martin")
    smtp, imap = outbox.settings(setup.smtp), inbox.settings(setup.imap)
    assert (smtp.host, smtp.port, smtp.security) == ("smtp.orange.fr", 465, "tls")
    assert (imap.host, imap.port, imap.security) == ("imap.orange.fr", 993, "tls")
    assert (smtp.user, smtp.password) == ("atelier@orange.fr", "pa\"ss\\ é'")
    assert os.listdir(tmp_path) == ["config.toml"]


async def test_questions(tmp_path: Path, answering: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    iban = "BE68 5390 0754 7034"
    answering += ["en", "Été & Fils", "nobody", "me@ete.example", "1 rue X, 1000 Bruxelles", "02 99", iban]
    answering += ["ovh", "imap.ete.example", "", "secret", "123:abc", "20:00-20:00", "20:00 - 07:30"]
    path = tmp_path / "config.toml"
    assert await init.run(args(path)) == 0
    out, err = capsys.readouterr()
    assert err.splitlines() == [
        "  email must be one e-mail address, as in compta@example.com",
        "  quiet must be two different times, as in 20:00-07:30",
    ]
    assert "secret" not in out
    config = load(path)
    setup = config.account("ete-fils")
    assert (setup.account.name, setup.account.language) == ("Été & Fils", "en")
    assert (setup.account.country, setup.account.window.zone) == ("BE", "Europe/Brussels")
    assert setup.account.iban == "BE68539007547034"
    assert (setup.account.address, setup.account.phone) == ("1 rue X, 1000 Bruxelles", "02 99")
    assert setup.account.quiet == Quiet(start=time(20), end=time(7, 30))
    assert (setup.smtp["host"], setup.smtp["user"]) == ("ssl0.ovh.net", "me@ete.example")
    assert setup.imap["host"] == "imap.ete.example"
    assert config.channels["telegram"] == {"token": "123:abc"}


async def test_without_telegram_the_terminal_is_the_channel(tmp_path: Path, answering: list[str]) -> None:
    answering += ["", "A", "a@gmail.com", "", "", "", "", "", "", "pw", "", ""]
    await init.run(args(tmp_path / "config.toml"))
    config = load(tmp_path / "config.toml")
    account = config.accounts[0].account
    assert (account.address, account.phone, account.quiet) == ("", "", None)
    assert list(config.channels) == ["terminal"]
    assert config.accounts[0].smtp["host"] == "smtp.gmail.com"


async def test_a_wrong_answer_is_explained_in_the_language_chosen(
    tmp_path: Path, answering: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answering += ["fr", "", "A", "x", "a@gmail.com", "", "", "FR00", "", "", "", "", "pw", "", "nuit", ""]
    await init.run(args(tmp_path / "config.toml"))
    told = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in told] == ["name", "email", "iban", "quiet"]
    assert not any("must" in line for line in told)


async def test_answers_in_french_are_corrected_in_french(tmp_path: Path) -> None:
    with pytest.raises(RelanceError, match=r"email: doit être une seule adresse.* password: donnez") as told:
        await init.run(args(tmp_path / "config.toml", "language=fr", "email=x", "pasword=y"))
    assert "name: manque" in str(told.value)
    assert "pasword: n’est pas" in str(told.value)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError])
async def test_ctrl_c_leaves_nothing(
    tmp_path: Path, answering: list[str | type[BaseException]], stop: type[BaseException]
) -> None:
    answering += ["fr", "Atelier", stop]
    with pytest.raises(RelanceError, match="n’est pas écrit"):
        await init.run(args(tmp_path / "config.toml"))
    assert os.listdir(tmp_path) == []


async def test_a_file_that_is_there_stays_unless_forced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.toml"
    path.write_text("mine")
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    with pytest.raises(RelanceError, match="existe déjà"):
        await init.run(args(path, *GIVEN))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with pytest.raises(RelanceError, match="already there"):
        await init.run(args(path, *GIVEN))
    with pytest.raises(RelanceError, match="File exists"):  # it came while the questions were asked
        init.write(path, b"ours", force=False)
    assert path.read_text() == "mine"
    assert await init.run(args(path, *GIVEN, force=True)) == 0
    assert load(path).accounts
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["config.toml"]


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RelanceError, match="cannot be written: No such file or directory"):
        await init.run(args(tmp_path / "no" / "config.toml", *GIVEN))


async def test_all_wrong_answers_are_named_and_no_secret_is(tmp_path: Path) -> None:
    wrong = ("name=", "email=x", "iban=FR00", "smtp_port=many", "pasword=very-secret", "verysecret")
    with pytest.raises(RelanceError) as caught:
        await init.run(args(tmp_path / "config.toml", *wrong))
    said = str(caught.value)
    for key in ("name: must not be empty", "email: must be", "iban: is not", "smtp_port: must be", "pasword: not"):
        assert key in said
    assert "very-secret" not in said


async def test_servers_must_be_told_for_a_domain_of_ones_own(tmp_path: Path) -> None:
    with pytest.raises(RelanceError, match="smtp_host: is missing; imap_host: is missing"):
        await init.run(args(tmp_path / "config.toml", "name=A", "email=a@own.example", "password=x"))


@pytest.mark.parametrize("port", ["587", "465"])
async def test_the_port_says_how_the_connection_is_secret(tmp_path: Path, port: str) -> None:
    own = ("smtp_host=mx.own.example", f"smtp_port={port}", "imap_host=mx.own.example", "password_file=/etc/pw")
    await init.run(args(tmp_path / "config.toml", "name=A", "email=a@own.example", *own))
    setup = load(tmp_path / "config.toml").accounts[0]
    assert setup.smtp["security"] == {"587": "starttls", "465": "tls"}[port]
    assert setup.imap["password_file"] == "/etc/pw"


@pytest.mark.parametrize(
    ("address", "host"),
    [("a@gmail.com", "smtp.gmail.com"), ("a@WANADOO.fr", "smtp.orange.fr"), ("a@gmail.com.example", None)],
)
def test_providers(address: str, host: str | None) -> None:
    servers = of_address(address)
    assert (servers.smtp_host if servers else None) == host
