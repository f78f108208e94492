"""`relance check` on embedded servers: one line for what is wrong, where, and what to do about it."""

from __future__ import annotations

import argparse
import contextlib
import re
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest
import trustme

from bot.app import assemble
from bot.commands import check
from bot.config import load
from bot.embedded.servers import MailServers
from bot.words import Words
from tests.commands.shop import account

EMAIL = "compta@martin.example"


@dataclass
class Checked:
    code: int
    ok: list[str]
    failed: list[str]


@pytest.fixture
async def servers() -> AsyncIterator[MailServers]:
    async with MailServers(users={EMAIL: "secret"}) as running:
        yield running


async def checked(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    *,
    texts: bool = False,
    channels: str = "[channel.terminal]",
) -> Checked:
    """``texts``: render them all as well; it takes a second or two, and has tests of its own."""
    (folder / "config.toml").touch(0o600)
    (folder / "config.toml").write_text(f"{text}\n{channels}\n", "utf-8")
    with contextlib.nullcontext() if texts else patch.object(Words, "check", lambda words: []):
        async with assemble(load(folder / "config.toml")) as app:
            code = await check.run(argparse.Namespace(), app)
    out, err = (one.replace("\u00a0", " ").replace("\u202f", " ").splitlines() for one in capsys.readouterr())
    return Checked(code=code, ok=out, failed=err)


def where(folder: Path, section: str) -> str:
    """The line that a message names, as an editor counts it."""
    lines = (folder / "config.toml").read_text("utf-8").splitlines()
    return f"config.toml:{lines.index(f'[account.{section}]') + 1}: account[1].{section}"


async def test_all_is_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str], servers: MailServers) -> None:
    text = account(smtp=servers.smtp_port, imap=servers.imap_port)
    found = await checked(tmp_path, capsys, text, texts=True)
    assert (found.code, found.failed) == (0, [])
    assert found.ok == [
        "ok     plomberie, smtp : 127.0.0.1 répond",
        "ok     plomberie, imap : 127.0.0.1 répond",
        "ok     plomberie, textes : tous se composent",
        "note   plomberie : legal est vide : les mentions légales manquent au bas des messages",
        "note   plomberie, responsable : personne ne peut encore répondre à Relance ; relance pair donne un code",
        "ok     terminal : terminal répond",
    ]
    assert servers.received == []


async def test_in_english(tmp_path: Path, capsys: pytest.CaptureFixture[str], servers: MailServers) -> None:
    found = await checked(tmp_path, capsys, account(smtp=servers.smtp_port, imap=servers.imap_port, language="en"))
    assert found.ok[0] == "ok     plomberie, smtp: 127.0.0.1 answers"


async def test_wrong_password(tmp_path: Path, capsys: pytest.CaptureFixture[str], servers: MailServers) -> None:
    text = account(smtp=servers.smtp_port, imap=servers.imap_port, password="very-wrong")
    found = await checked(tmp_path, capsys, text)
    assert found.code == 1
    for line, section in zip(found.failed, ("smtp", "imap"), strict=True):
        assert line.startswith(f"ÉCHEC  plomberie, {section} : 127.0.0.1 : the ")
        assert line.endswith(f" ; vérifiez user et password ({where(tmp_path, section)})")
        assert "login" in line
        assert "very-wrong" not in line


async def test_wrong_port(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = await checked(tmp_path, capsys, account(smtp=1, imap=1))
    assert found.code == 1
    assert found.failed == [
        f"ÉCHEC  plomberie, {section} : 127.0.0.1 : personne ne répond à cette adresse ; "
        f"vérifiez host, port et security ({where(tmp_path, section)})"
        for section in ("smtp", "imap")
    ]


async def test_the_other_servers_port(tmp_path: Path, capsys: pytest.CaptureFixture[str], servers: MailServers) -> None:
    text = account(smtp=servers.imap_port, imap=1, more="").replace("timeout = 5", "timeout = 1")
    found = await checked(tmp_path, capsys, text)
    assert (found.code, len(found.failed)) == (1, 2)
    assert found.failed[0].endswith(f"vérifiez host, port et security ({where(tmp_path, 'smtp')})")


async def test_a_certificate_that_is_not_trusted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    async with MailServers(users={EMAIL: "secret"}, tls=context) as servers:
        text = account(smtp=servers.smtp_port, imap=servers.imap_port, security="tls")
        text = text.replace('security = "tls"', 'security = "starttls"', 1)
        found = await checked(tmp_path, capsys, text)
    assert found.code == 1
    for line, section in zip(found.failed, ("smtp", "imap"), strict=True):
        assert f"{section} : 127.0.0.1 : the certificate of 127.0.0.1 is not trusted" in line
        assert f"nommez le certificat du serveur dans ca_file ({where(tmp_path, section)})" in line


async def test_a_broken_text_of_ones_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], servers: MailServers
) -> None:
    own = tmp_path / "mes-textes" / "fr" / "mail" / "kind.txt"
    own.parent.mkdir(parents=True)
    own.write_text("Objet : Facture {{ numbers }}\n\n{{ hello }}\n{{ nombres }}\n", "utf-8")
    text = account(smtp=servers.smtp_port, imap=servers.imap_port, more='templates = "mes-textes"')
    found = await checked(tmp_path, capsys, text, texts=True)
    assert (found.code, len(found.failed)) == (1, 1)
    assert found.failed[0].startswith(f"ÉCHEC  plomberie, textes : {own}:4: 'nombres' is undefined")


async def test_a_step_without_a_text(tmp_path: Path, capsys: pytest.CaptureFixture[str], servers: MailServers) -> None:
    ladder = '[account.ladder.regular]\nsteps = [{ name = "kind", day = 1 }, { name = "rappel_ferme", day = 9 }]\n'
    text = account(smtp=servers.smtp_port, imap=servers.imap_port)
    found = await checked(tmp_path, capsys, text + ladder)
    assert found.code == 1
    (line,) = found.failed
    assert line.startswith(
        "ÉCHEC  plomberie, textes : l’étape rappel_ferme de l’échelle regular veut le texte « rappel_ferme », "
    )
    assert "config.toml:" in line


async def test_a_country_without_holidays_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], servers: MailServers
) -> None:
    more = 'country = "AQ"\n[account.window]\nzone = "Europe/Paris"\n'
    text = account(smtp=servers.smtp_port, imap=servers.imap_port, more=more)
    with patch("bot.almanac.known", lambda country: False):
        found = await checked(tmp_path, capsys, text)
    assert found.code == 0
    assert any("jours fériés" in line and "AQ" in line for line in found.ok)


async def test_what_the_messages_will_lack_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], servers: MailServers
) -> None:
    text = account(smtp=servers.smtp_port, imap=servers.imap_port)
    bare = re.sub(r"^(iban|address) = .*$", "", text, flags=re.MULTILINE)
    notes = [line for line in (await checked(tmp_path, capsys, bare)).ok if line.startswith("note   plomberie : ")]
    assert notes == [
        "note   plomberie : ni iban ni pay_link : les messages ne disent pas comment payer",
        "note   plomberie : aucune mise en demeure ne peut être composée sans address, ni sans iban ou pay_link",
        "note   plomberie : legal est vide : les mentions légales manquent au bas des messages",
    ]
    whole = await checked(tmp_path, capsys, text.replace("iban =", 'legal = "EI"\npay_link = "https://p.example/"\n#'))
    assert not [line for line in whole.ok if line.startswith("note   plomberie : ")]


async def test_texts_that_nothing_uses_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], servers: MailServers
) -> None:
    own = tmp_path / "mes-textes"
    used = ("fr/mail/kind.txt", "fr-FR/mail/_reserve.txt", "fr/mail/mine.txt", "fr/mail/_own.txt", "fr/.keep")
    lost = ("fr/mail/kynd.txt", "kind.txt", "mail/kind.txt")
    for name in (*used, *lost):
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text('{% include "mail/_own.txt" %}' if name.endswith("mine.txt") else "Merci")
    ladder = '[account.ladder.regular]\nsteps = [{ name = "mine", day = 1 }]\n'
    text = account(smtp=servers.smtp_port, imap=servers.imap_port, more='templates = "mes-textes"') + ladder
    found = await checked(tmp_path, capsys, text)
    assert [line for line in found.ok if "aucune échelle" in line] == [
        f"note   plomberie, textes : {own / name} ne remplace aucun texte et aucune échelle ne le nomme"
        for name in sorted(lost)
    ]


async def test_a_secret_that_everybody_can_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], servers: MailServers
) -> None:
    text = account(smtp=servers.smtp_port, imap=servers.imap_port)
    (tmp_path / "config.toml").touch()
    for mode, told in ((0o644, True), (0o640, False)):
        (tmp_path / "config.toml").chmod(mode)
        found = await checked(tmp_path, capsys, text)
        assert any(line.endswith(f"chmod 600 {tmp_path}/config.toml") for line in found.ok) is told
    (tmp_path / "config.toml").chmod(0o644)
    (tmp_path / "password").write_text("secret\n")
    hidden = text.replace('password = "secret"', f'password_file = "{tmp_path}/password"')
    assert not [line for line in (await checked(tmp_path, capsys, hidden)).ok if "chmod" in line]


async def test_without_a_chat_nobody_can_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], servers: MailServers
) -> None:
    found = await checked(tmp_path, capsys, account(smtp=servers.smtp_port, imap=servers.imap_port), channels="")
    assert found.code == 1
    assert found.failed == [
        "ÉCHEC  messagerie : Relance ne peut vous interroger nulle part ; "
        "écrivez [channel.telegram] ou [channel.terminal]"
    ]
