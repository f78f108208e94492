"""A plumber's folder as a user has it (config.toml, invoices, payments, a mail), and the command line to run there."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

HOUSE = Path(__file__).parent.parent.parent
IBAN = "FR76 3000 6000 0112 3456 7890 189"
ACCOUNT = """
[[account]]
id = "{id}"
name = "{name}"
email = "{email}"
address = "12 rue des Lilas, 35000 Rennes"
phone = "02 99 00 00 00"
signed_by = "Claire Martin"
iban = "{iban}"
language = "{language}"
{more}
[account.smtp]
host = "127.0.0.1"
port = {smtp}
security = "{security}"
user = "{email}"
password = "{password}"
timeout = 5
[account.imap]
host = "127.0.0.1"
port = {imap}
security = "{security}"
user = "{email}"
password = "{password}"
timeout = 5
"""
HEADER = "numéro;date;échéance;total;client;type;email;contact;langue;pays;groupe"


def invoices(today: date) -> str:
    """Debts of every age, counted back from ``today``."""

    def row(number: str, late: int, total: str, rest: str) -> str:
        due = today - timedelta(days=late)
        return f"{number};{due - timedelta(days=30):%d/%m/%Y};{due:%d/%m/%Y};{total};{rest}"

    rows = (
        row(
            "F2026-012", 95, "1 240,00", "Boulangerie du Port SARL;entreprise;compta@port.example;Sophie Bernard;fr;FR;"
        ),
        row("F2026-013", 20, "360,50", "Boulangerie du Port SARL;entreprise;compta@port.example;Sophie Bernard;fr;FR;"),
        row("F2026-014", 40, "9 999,99", "Éric Dupont;;eric@dupont.example;Éric Dupont;fr;FR;"),
        row("F2026-015", 70, "500", "Dupont & Fils;pro;a@dupontfils.example;;fr;FR;late"),
        row("F2026-016", -400, "500", "Harbour Café Ltd;pro;a@harbour.example;;en;GB;new"),
        row("F2026-017", 310, "1500 USD", "Big Corp;pro;;;en;US;"),
    )
    return "\n".join((HEADER, *rows, ""))


def payments(today: date) -> str:
    return f"facture;date;montant\nF2026-013;{today - timedelta(days=3):%d/%m/%Y};160,50\n"


REPLY = b"""From: Sophie Bernard <compta@port.example>
To: compta@martin.example
Subject: Re: Facture F2026-012
Date: Mon, 02 Mar 2026 09:00:00 +0100
Message-ID: <1@port.example>
Content-Type: text/plain; charset=utf-8

Bonjour, nous paierons 620 euros vendredi.
"""


LABELLED = """{"id": 1, "sent_at": "2026-03-04T09:00:00+01:00", "body": "Virement vendredi.", "lang": "fr", \
"labels": ["promise"], "promises": [{"date": "2026-03-06", "amount": null}], "claimed_paid_on": null}
"""


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a command said."""

    code: int
    out: str
    err: str


def account(
    *,
    id: str = "plomberie",
    name: str = "Plomberie Martin",
    email: str = "compta@martin.example",
    language: str = "fr",
    smtp: int = 1,
    imap: int = 1,
    security: str = "none",
    password: str = "secret",
    more: str = "",
) -> str:
    return ACCOUNT.format(
        id=id, name=name, email=email, language=language, smtp=smtp, imap=imap, security=security, password=password,
        more=more, iban=IBAN,
    )  # fmt: skip


def lay_out(folder: Path, *accounts: str) -> Path:
    """Write the folder's files; none of them is in the books yet."""
    today = datetime.now(ZoneInfo("Europe/Paris")).date()
    (folder / "config.toml").write_text("".join(accounts or (account(),)) + "\n[channel.terminal]\n", "utf-8")
    (folder / "factures.csv").write_text(invoices(today), "utf-8")
    (folder / "paiements.csv").write_text(payments(today), "utf-8")
    (folder / "reply.eml").write_bytes(REPLY)
    (folder / "replies.jsonl").write_text(LABELLED, "utf-8")
    return folder


def relance(folder: Path, *words: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> Ran:
    """The command in a process of its own, as a shell starts it."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", *words],
        cwd=folder, input=stdin, capture_output=True, timeout=180, check=False,
        env={**os.environ, "PYTHONPATH": str(HOUSE), "COLUMNS": "200", **(env or {})},
    )  # fmt: skip
    return Ran(code=ran.returncode, out=ran.stdout.decode(), err=ran.stderr.decode())
