"""Every command's answer, the report of an import and what is said of mistakes: by the real desk over a real store."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import App, assemble
from bot.config import parse
from bot.core.because import Because
from bot.core.case import Owner, PromiseState
from bot.core.chart import Chart
from bot.core.money import Money
from bot.core.question import QuestionKind, Reply
from bot.core.triage import options
from bot.ledger import take_in
from tests.commands.shop import account, invoices, payments
from tests.snapshots import phone

TODAY = date(2026, 11, 23)
NOW = datetime.combine(TODAY, time(10), ZoneInfo("Europe/Paris")).astimezone(UTC)

COMMANDS = {
    "today": ("/today",),
    "who": ("/who",),
    "case": ("/case F2026-012", "/case Dupont", "/case", "/case Durand"),
    "debtor": ("/debtor F2026-012", "/debtor Éric Dupont"),
    "invoice": ("/invoice F2026-013", "/invoice F2026-020", "/invoice"),
    "promises": ("/promises",),
    "calls": ("/calls",),
    "plan": ("/plan",),
    "stats": ("/stats",),
    "settings": ("/settings",),
    "help": ("/help",),
    "silence": ("/silence", "/silence 15/12", "/silence hier", "/silence off"),
    "pause": ("/pause F2026-015 15/12", "/pause Harbour", "/pause", "/resume F2026-015", "/resume Harbour",
              "/resume Big"),
    "paid": ("/paid", "/paid F2026-015 abc", "/paid F2026-015 900", "/paid F2026-015 200", "/paid F2026-015 200",
             "/paid F2026-015", "/paid F2026-015"),
    "credit": ("/credit", "/credit F2026-014 120", "/credit F2026-014 99999"),
    "unknown": ("/nonsense",),
}  # fmt: skip
WORDS = {
    "fr": ("Éric Dupont paie 500 vendredi", "F2026-014 payée", "pause Boulangerie jusqu'au 15", "il fait beau",
           "Dupont paie", "avoir de 120 sur F2026-014", "Éric Dupont chez un médiateur"),
    "en": ("Éric Dupont pays 500 on Friday", "F2026-014 paid", "pause Boulangerie until 15 December", "nice weather",
           "Dupont pays", "credit note of 120 on F2026-014", "Éric Dupont with a mediator"),
}  # fmt: skip
FILES = (
    ("paiements.csv", b"invoice;date;amount\nF2026-014;2026-11-20;100,00\nF2026-999;2026-11-20;5,00\nF2026-014;x;1\n"),
    ("factures.csv", b"number;date;due;total;debtor;email;kind\nF-9;2026-11-20;2026-12-20;80;Ada;a@ada.example;pro\n"),
    ("notes.txt", b"bonjour"),
    ("vide.csv", b""),
    ("contrat.pdf", b"%PDF-1.4 x"),
    ("secret.pdf", b"%PDF-1.4 /Encrypt"),
)  # fmt: skip


async def files(language: str, folder: Path) -> dict[str, str]:
    """One file a command."""
    found: dict[str, str] = {}
    for name, lines in COMMANDS.items():
        async with _assembled(language, folder / f"{language}-{name}") as app:
            found[f"{language}/commands/{name}.txt"] = phone.titled([(line, await _run(app, line)) for line in lines])
    async with _assembled(language, folder / f"{language}-words") as app:
        said = [(line, phone.reply(await _said(app, line))) for line in WORDS[language]]
        found[f"{language}/commands/words.txt"] = phone.titled(said)
    async with _assembled(language, folder / f"{language}-files") as app:
        dropped = [(name, phone.reply(await _dropped(app, name, data))) for name, data in FILES]
        found[f"{language}/commands/files.txt"] = phone.titled(dropped)
    return found


async def charts(language: str, folder: Path) -> tuple[Chart, ...]:
    """What /who shows beside its text."""
    async with _assembled(language, folder / f"{language}-charts") as app:
        reply = await app.desk.command(channel="terminal", address="claire", name="who", argument="")
        assert reply is not None
        return reply.charts


async def _run(app: App, line: str) -> str:
    name, _, argument = line.removeprefix("/").partition(" ")
    reply = await app.desk.command(channel="terminal", address="claire", name=name, argument=argument)
    assert reply is not None
    return phone.reply(reply)


async def _said(app: App, line: str) -> Reply:
    reply = await app.desk.text(channel="terminal", address="claire", text=line, answers=None)
    assert reply is not None
    return reply


async def _dropped(app: App, name: str, data: bytes) -> Reply:
    async def fetch() -> bytes:
        return data

    reply = await app.desk.file(
        channel="terminal", address="claire", name=name, size=len(data), note="", answers=None, fetch=fetch
    )
    assert reply is not None
    return reply


def _assembled(language: str, folder: Path) -> _Town:
    folder.mkdir(parents=True)
    return _Town(language, folder)


class _Town:
    """A plumber in the middle of it: debts of every age, a payment, a dispute, promises, a call to make."""

    def __init__(self, language: str, folder: Path) -> None:
        more = '[account.quiet]\nstart = "20:00"\nend = "07:30"\n'
        text = account(language=language, more=more)
        self.whole = assemble(parse(text.encode(), folder / "config.toml"), clock=lambda: NOW, channels=[])

    async def __aenter__(self) -> App:
        app = await self.whole.__aenter__()
        owner = Owner(account="plomberie", channel="terminal", address="claire", name="Claire")
        await app.store.add_owner(owner, now=NOW)
        mine = app.offices["plomberie"].account
        paid = "F2026-020;01/08/2026;31/08/2026;720,00;Éric Dupont;;eric@dupont.example;Éric Dupont;fr;FR;\n"
        for name, data in (
            ("f.csv", invoices(TODAY) + paid),
            ("p.csv", payments(TODAY) + "F2026-020;14/09/2026;720\n"),
        ):
            report = await take_in(app.store, mine, name, data.encode(), NOW)
            assert not report.bad, report.bad
        await _happened(app)
        return app

    async def __aexit__(self, *what: object) -> None:
        await self.whole.__aexit__(None, None, None)


async def _happened(app: App) -> None:
    store, before = app.store, NOW - timedelta(days=4)
    port, eric, fils = [await _case_id(app, number) for number in ("F2026-012", "F2026-014", "F2026-015")]
    await store.set_hold(port, Because.DISPUTED, since=before)
    await store.record("plomberie", case_id=port, at=before, what="received", facts={"labels": ["dispute"], "mail": 1})
    await store.record("plomberie", case_id=port, at=before, what="held", because=Because.DISPUTED)
    await store.ask(
        account="plomberie", kind=QuestionKind.DISPUTE, options=options(QuestionKind.DISPUTE, reply=True), now=before,
        case_id=port, facts={
            "from": "compta@port.example", "said": "Nous contestons cette facture.", "decision": "act",
            "intents": [{"label": "dispute", "confidence": 0.97, "evidence": "Nous contestons"}],
        },
    )  # fmt: skip
    await store.ask(
        account="plomberie", kind=QuestionKind.CALL, options=options(QuestionKind.CALL), now=before, case_id=fils
    )
    kept = await store.add_promise(
        eric, day=date(2026, 11, 10), amount=Money(20_000, "EUR"), made_on=date(2026, 11, 2), received_then=()
    )
    await store.settle_promise(kept, PromiseState.BROKEN)
    await store.add_promise(
        eric,
        day=date(2026, 11, 27),
        amount=Money(50_000, "EUR"),
        made_on=date(2026, 11, 19),
        received_then=(Money(72_000, "EUR"),),
    )


async def _case_id(app: App, number: str) -> int:
    found = await app.store.case_id_of_number("plomberie", number)
    assert found is not None
    return found
