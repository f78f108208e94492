"""Exit codes, one clear line for each trouble, JSON that is only JSON, tables that stand straight, any terminal."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.commands._table import aligned, table, width
from tests.commands.conftest import Run
from tests.commands.shop import HEADER, HOUSE, account, lay_out, relance

ONE_LINE = re.compile(r"[^\n]+\n")


def today() -> datetime:
    return datetime.now(ZoneInfo("Europe/Paris"))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


# --- 2: usage and configuration ---------------------------------------------------------------------------------------

USAGE = [
    (),
    ("whoo",),
    ("who", "--jsn"),
    ("plan", "--on", "2026-02-31"),
    ("plan", "--on", "31/12/2026"),
    ("plan", "--days", "0"),
    ("plan", "--days", "-1"),
    ("plan", "--days", "367"),
    ("plan", "--days", "²"),
    ("plan", "--days", "9" * 5000),
    ("preview",),
    ("events",),
    ("import",),
    ("who", "--account", "plombrie"),
    ("import", "--account", "nobody", "factures.csv"),
    ("events", "F2026-012", "--account", "nobody"),
]


@pytest.mark.parametrize("words", USAGE, ids=lambda words: " ".join(words)[:40] or "nothing")
def test_wrong_usage(words: tuple[str, ...], shop: Path, run: Run) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert ran.err


HOUSED = ["check", "import", "plan", "preview", "pair", "run", "who", "events"]
ARGUMENTS = {"import": ("factures.csv",), "preview": ("F2026-012",), "events": ("Dupont",)}


@pytest.mark.parametrize("name", HOUSED)
def test_a_configuration_that_is_not_there(name: str, tmp_path: Path, run: Run) -> None:
    ran = run(name, *ARGUMENTS.get(name, ()))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "config.toml: no such file; `relance init` writes one, --config names another\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", HOUSED)
def test_every_mistake_of_a_configuration_at_once(name: str, tmp_path: Path, run: Run) -> None:
    text = account(more="colour = 3").replace('port = 1\nsecurity = "none"', 'prot = 1\nsecurity = "some"', 1)
    (tmp_path / "config.toml").write_text(text, "utf-8")
    ran = run(name, *ARGUMENTS.get(name, ()))
    assert (ran.code, ran.out) == (2, "")
    assert "account[1].colour" in ran.err
    assert "account[1].smtp.prot" in ran.err
    assert "account[1].smtp.security" in ran.err
    assert not (tmp_path / "relance.db").exists()


def test_a_configuration_without_account(tmp_path: Path, run: Run) -> None:
    (tmp_path / "config.toml").write_text('[relance]\nlanguage = "fr"\n')
    ran = run("who")
    assert ran.code == 2
    assert "account: is missing" in ran.err


def test_which_of_several_accounts(tmp_path: Path, run: Run) -> None:
    lay_out(tmp_path, account(), account(id="garden", email="a@garden.example", name="Garden"))
    for words in (("import", "factures.csv"), ("pair",)):
        ran = run(*words)
        assert (ran.code, ran.err) == (
            2, "config.toml: there are several accounts; say which with --account: plomberie, garden\n"
        )  # fmt: skip
    for id in ("plomberie", "garden"):
        assert run("import", "factures.csv", "--account", id).code == 0
    ran = run("preview", "F2026-012")
    assert (ran.code, ran.out) == (1, "")
    assert "say which with --account: plomberie, garden" in ran.err
    assert run("preview", "F2026-012", "--account", "garden").code == 0
    assert run("who").out.count("Boulangerie du Port SARL") == 2
    assert run("who", "--account", "garden").out.startswith("Garden, ")


# --- 1: could not -----------------------------------------------------------------------------------------------------

COULD_NOT = [
    (("preview", "F9"), "there is no invoice 'F9'"),
    (("preview", "F2026-012", "--step", "frim"), "no message 'frim' on this ladder; there are: kind, "),
    (("preview", "F2026-017"), "Big Corp has no address"),
    (("events", "zzz"), "no case for 'zzz'"),
    (("events", "999"), "no case for '999'"),
    (("events", "dupont"), "'dupont' could be Éric Dupont"),
    (("import", "nowhere.csv"), "nowhere.csv: cannot be read: No such file or directory"),
    (("import", "."), "cannot be read: Is a directory"),
    (("import", "config.toml"), "config.toml"),
]


@pytest.mark.parametrize(("words", "said"), COULD_NOT, ids=lambda value: " ".join(value)[:40])
def test_what_cannot_be_done_is_one_line(words: tuple[str, ...], said: str, shop: Path, run: Run) -> None:
    ran = run(*words)
    assert (ran.code, ran.out) == (1, "")
    assert ONE_LINE.fullmatch(ran.err)
    assert ran.err.startswith(f"relance {words[0]}: ")
    assert said in ran.err


def test_nothing_is_taken_in_when_one_file_cannot_be_read(tmp_path: Path, run: Run) -> None:
    lay_out(tmp_path)
    assert run("import", "factures.csv", "nowhere.csv").code == 1
    assert json.loads(run("who", "--json").out) == []


def test_a_database_of_a_newer_program(shop: Path, run: Run) -> None:
    with sqlite3.connect(shop / "relance.db") as database:
        database.execute("INSERT INTO schema_version (number, name) VALUES (999, 'later')")
    database.close()
    ran = run("who")
    assert (ran.code, ran.out) == (1, "")
    assert ONE_LINE.fullmatch(ran.err)
    assert "newer Relance" in ran.err


def _no_folder(folder: Path) -> str:
    return "sqlite:///nowhere/at/all/relance.db"


def _a_folder(folder: Path) -> str:
    (folder / "relance.db").mkdir()
    return "sqlite://relance.db"


def _garbage(folder: Path) -> str:
    (folder / "relance.db").write_bytes(b"no database at all" * 100)
    return "sqlite://relance.db"


@pytest.mark.parametrize("make", [_no_folder, _a_folder, _garbage])
def test_a_database_that_cannot_be_opened(make: Callable[[Path], str], tmp_path: Path, run: Run) -> None:
    lay_out(tmp_path)
    text = (tmp_path / "config.toml").read_text("utf-8")
    (tmp_path / "config.toml").write_text(f'[relance]\ndatabase = "{make(tmp_path)}"\n{text}', "utf-8")
    ran = run("who")
    assert (ran.code, ran.out) == (1, "")
    assert ONE_LINE.fullmatch(ran.err)
    assert "database" in ran.err


# --- any terminal -----------------------------------------------------------------------------------------------------


def test_read_says_who_reads(run: Run) -> None:
    assert "trained, whatever config.toml says; there are clauses, trained" in " ".join(
        run("read", "--help").out.split()
    )


def test_a_reader_that_goes_away(shop: Path) -> None:
    rows = "\n".join(
        f"N-{n};01/01/2026;31/01/2026;100;Client {n};pro;c{n}@c.example;;fr;FR;" for n in range(900)
    )  # more than a pipe holds
    (shop / "many.csv").write_text(f"{HEADER}\n{rows}\n", "utf-8")
    assert relance(shop, "import", "many.csv").code == 0
    line = f"{sys.executable} -m bot who | head -n 1"
    ran = subprocess.run(  # what a shell does, with the real pipe
        ["bash", "-o", "pipefail", "-c", line], cwd=shop, capture_output=True, timeout=180, check=False,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
    )  # fmt: skip
    assert ran.stderr == b""
    assert ran.stdout.decode().startswith("Plomberie Martin, ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_full_disk_is_one_line(shop: Path) -> None:
    with open("/dev/full", "wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "bot", "who"],
            cwd=shop, stdout=full, stderr=subprocess.PIPE, timeout=180, check=False,
            env={**os.environ, "PYTHONPATH": str(HOUSE)},
        )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (1, b"relance who: the output: No space left on device\n")


def test_ascii_says_it_plainly(shop: Path) -> None:
    ascii = {"PYTHONIOENCODING": "ascii"}
    ran = relance(shop, "who", env=ascii)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.isascii()
    rows = [line for line in ran.out.splitlines() if " EUR" in line or " $US" in line]
    assert any(line.startswith("  Eric Dupont  ") for line in rows)
    assert len({line.index("$US" if "$US" in line else "EUR") + 3 for line in rows[:4]}) == 1
    ran = relance(shop, "who", "--json", env=ascii)
    assert ran.out.isascii()
    assert "Éric Dupont" in {row["debtor"] for row in json.loads(ran.out)}
    ran = relance(shop, "events", "Zoé…", env=ascii)
    assert (ran.code, ran.err.startswith("relance events: no case for 'Zoe...'")) == (1, True)


def test_a_name_that_is_no_utf8(shop: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "events", b"\xff\xfe"], cwd=shop, capture_output=True, timeout=180, check=False,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
    )  # fmt: skip
    assert ran.returncode == 1
    assert b"Traceback" not in ran.stderr


def test_ctrl_c_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        patient = account(smtp=silent.getsockname()[1], imap=silent.getsockname()[1]).replace(
            "timeout = 5", "timeout = 120"
        )
        lay_out(tmp_path, patient)
        running = subprocess.Popen(
            [sys.executable, "-m", "bot", "check"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(HOUSE)},
        )  # fmt: skip
        silent.settimeout(120)
        # Both connections are there: now it waits for greetings that never come. (A cancellation in the very moment
        # of connecting may get lost in asyncio.wait_for of Python 3.11, and a second Ctrl-C would be needed.)
        both = [silent.accept()[0] for _ in range(2)]
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=120)
        for connection in both:
            connection.close()
    assert (running.returncode, out, err) == (1, b"", b"relance check: stopped\n")


# --- JSON -------------------------------------------------------------------------------------------------------------


def rows_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_who_as_json(shop: Path, run: Run) -> None:
    rows = json.loads(run("who", "--json").out)
    assert [row["debtor"] for row in rows] == [
        "Big Corp", "Boulangerie du Port SARL", "Dupont & Fils", "Éric Dupont", "Harbour Café Ltd",
    ]  # fmt: skip
    bakery = rows[1]
    assert set(bakery) == {"account", "case", "debtor", "days_late", "owed", "holds", "next", "invoices"}
    assert bakery["owed"] == [{"amount": "1440.00", "currency": "EUR"}]
    assert [(i["number"], i["outstanding"], i["days_late"], i["step"]) for i in bakery["invoices"]] == [
        ("F2026-012", "1240.00", 95, None),
        ("F2026-013", "200.00", 20, None),
    ]
    assert rows[0]["owed"] == [{"amount": "1500.00", "currency": "USD"}]
    assert rows[0]["next"]["action"] == "ask"
    assert rows[4]["days_late"] == 0


def test_plan_as_json(shop: Path, run: Run) -> None:
    rows = rows_of(run("plan", "--days", "30", "--json").out)
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)
    sends = [row for row in rows if row["action"] == "send" and row["debtor"] == "Boulangerie du Port SARL"]
    assert [row["step"] for row in sends][:2] == ["kind", "firm_friendly"]
    assert (sends[0]["to"], sends[0]["because"], sends[0]["channel"]) == ("compta@port.example", "step_due", "mail")
    assert [i["outstanding"] for i in sends[0]["invoices"]] == ["1240.00", "200.00"]
    assert next(row for row in rows if row.get("step") == "call_card")["to"] is None
    assert {row["action"] for row in rows} <= {"send", "ask", "settle", "wait", "close"}


def test_events_as_json_and_a_young_history(shop: Path, run: Run) -> None:
    told = [json.loads(line) for line in run("events", "F2026-012", "--json").out.splitlines()]
    assert {row["what"] for row in told} == {"imported", "paid"}
    assert "facture importée : F2026-012" in plain(run("events", "F2026-012").out)


# --- what a person reads ----------------------------------------------------------------------------------------------


def test_who_is_an_aged_table(shop: Path, run: Run) -> None:
    lines = plain(run("who").out).splitlines()
    assert lines[0].startswith("Plomberie Martin, ")
    assert lines[2].split() == ["Client", "Dû", "Retard", "Ensuite"]
    ages = [
        line
        for line in lines
        if line in ("Plus de 90 jours", "De 61 à 90 jours", "De 31 à 60 jours", "Pas encore échu")
    ]
    assert ages == ["Plus de 90 jours", "De 61 à 90 jours", "De 31 à 60 jours", "Pas encore échu"]
    assert re.fullmatch(r"  Big Corp +1 500,00 \$US +310 j  à vous de dire : plus d'adresse valable", lines[5])
    assert re.fullmatch(r"  Boulangerie du Port SARL +1 440,00 € +95 j  .* : premier rappel", lines[6])
    sums = lines[lines.index("Par âge des factures") + 2 :]
    assert [re.split(r"  +", line.strip()) for line in sums] == [
        ["plus de 90 jours", "1 240,00 €", "1 500,00 $US"],
        ["de 61 à 90 jours", "500,00 €"],
        ["de 31 à 60 jours", "9 999,99 €"],
        ["de 1 à 30 jours", "200,00 €"],
        ["pas encore échues", "500,00 €"],
        ["total", "12 439,99 €", "1 500,00 $US"],
    ]


def test_nobody_owes_anything(tmp_path: Path, run: Run) -> None:
    lay_out(tmp_path, account(language="en"))
    ran = run("who")
    assert ran.out.splitlines()[1:] == ["", "Nobody owes you anything."]
    assert "Nothing would leave." in run("plan").out


def test_plan_begins_only_so_many_old_debts_a_day(tmp_path: Path, run: Run) -> None:
    lay_out(tmp_path, account(more="catch_up_per_day = 2"))
    due = today() - timedelta(days=100)
    rows = "\n".join(f"N-{n};01/01/2026;{due:%d/%m/%Y};100;Client {n};pro;c{n}@c.example;;fr;FR;" for n in range(5))
    (tmp_path / "factures.csv").write_text(f"{HEADER}\n{rows}\n", "utf-8")
    assert run("import", "factures.csv").code == 0
    monday = today().date() + timedelta(days=(7 - today().weekday()) % 7 + 364)  # no holiday of ours on two in a row
    sends = [
        r
        for r in rows_of(run("plan", "--on", monday.isoformat(), "--days", "6", "--json").out)
        if r["action"] == "send"
    ]
    days = [row["day"] for row in sends if row["step"] == "kind"]
    assert [days.count(day) for day in sorted(set(days))] == [2, 2, 1]
    turns = Counter(row["next"]["day"] for row in json.loads(run("who", "--json").out))
    assert sorted(turns.values()) == [1, 2, 2]


def test_plan_of_one_day_and_of_several(shop: Path, run: Run) -> None:
    one = plain(run("plan", "--on", "2098-12-01").out)
    assert one.startswith("Plomberie Martin : ce qui partirait le lundi 1er décembre 2098, si personne ne paie")
    assert re.search(r"^  Harbour Café Ltd +prochaine étape le ", plain(run("plan").out), re.MULTILINE)
    many = plain(run("plan", "--days", "40").out)
    assert many.count("  Boulangerie du Port SARL ") > 3
    assert "mise en demeure" in many
    assert "après votre accord" in many


def test_preview_without_a_step_shows_the_joint_message_that_plan_announces(shop: Path, run: Run) -> None:
    shown = run("preview", "F2026-013").out
    assert "F2026-012" in shown
    assert "F2026-013" in shown
    alone = run("preview", "F2026-013", "--step", "kind").out
    assert "F2026-012" not in alone


def test_preview_shows_the_exact_words_and_the_whole_mail(shop: Path, run: Run) -> None:
    shown = run("preview", "f2026-012", "--step", "firm").out
    assert shown.startswith("À\u00a0: compta@port.example\nObjet\u00a0: ")
    assert "1\u202f240,00\u00a0€" in shown
    raw = run("preview", "F2026-012", "--eml").out
    assert "Auto-Submitted: auto-generated" in raw
    assert "multipart/alternative" in raw


def test_a_code_is_kept_only_as_a_hash(shop: Path, run: Run) -> None:
    found = re.search(r"start ([A-Z2-9]{4})-([A-Z2-9]{4})", run("pair").out)
    assert found is not None
    assert (found[1] + found[2]).encode() not in (shop / "relance.db").read_bytes()


def test_a_code_is_for_the_chats_that_are_configured(shop: Path, run: Run) -> None:
    config = shop / "config.toml"
    text = re.sub(r"(?m)^\[channel\..*\n(?:(?!\[).*\n?)*", "", config.read_text("utf-8"))
    for section, telegram in (("[channel.terminal]\n", False), ('[channel.telegram]\ntoken = "1:x"\n', True)):
        config.write_text(f"{text}\n{section}", "utf-8")
        said = run("pair").out
        assert ("Telegram" in said) is telegram
        assert "start " in said


def test_owners_are_listed_and_removed_by_number(shop: Path, run: Run) -> None:
    assert "Personne" in run("pair", "--list").out
    assert "Pour suivre sans décider" in run("pair", "--sees").out
    with sqlite3.connect(shop / "relance.db") as there:
        for name, role in (("Claire", None), ("Bob", "sees")):
            there.execute(
                "INSERT INTO owner (account, channel, address, name, paired_at, role) "
                "VALUES ('plomberie', 'telegram', ?, ?, '2026-01-01 00:00:00+00:00', ?)",
                (name, name, role),
            )
    listed = run("pair", "--list").out.splitlines()
    assert [" ".join(line.split()) for line in listed[1:3]] == [
        "1 plomberie Claire décide telegram Claire",
        "2 plomberie Bob suit telegram Bob",
    ]
    assert "numéro 9" in run("pair", "--remove", "9").out
    assert "Plus personne ne décide" in run("pair", "--remove", "1").out
    assert "Claire" not in run("pair", "--list").out


def test_columns() -> None:
    assert table([("a", "1"), ("bbb", "22")], "<>") == ["  a     1", "  bbb  22"]
    assert table([("日本", "x"), ("e\u0301", "y")], "<<") == ["  日本  x", "  e\u0301     y"]
    assert width("日本e\u0301") == 5
    assert table([("x" * 50, "1")], "<>") == [f"  {'x' * 39}…  1"]
    assert table([("evil\x1b[2J\u202e", "1")], "<>") == ["  evil [2J   1"]
    assert aligned("Title\n  a\t>1\tlong\n\n  bb\t>22\n") == "Title\n  a    1  long\n\n  bb  22\n"
    assert aligned("no cells") == "no cells"
