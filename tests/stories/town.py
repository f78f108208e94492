"""A town for stories: one or several creditors on embedded mail servers, their debtors, an owner, a virtual clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import App, assemble
from bot.channels._desk import Desk, Reply
from bot.config import parse
from bot.core.because import Because
from bot.core.case import Case, Owner
from bot.core.event import Event
from bot.core.question import TOLD, Card, Question, QuestionKind, QuestionState
from bot.errors import DeliveryError
from bot.ledger import Report, take_in
from tests.stories.post import SECRET, Post, answer, links, opened, report

PARIS = ZoneInfo("Europe/Paris")
OPENING = time(8, 30)
HOURS = (time(9, 30), time(15))
WAITING = (QuestionState.OPEN, QuestionState.ASKED)

PLUMBER = ("plomberie", "Plomberie Martin", "compta@martin.example")
BAKER = ("fournil", "Le Fournil", "bonjour@fournil.example")

CONFIG = """
[relance]
database = "{database}"

{accounts}
"""
ACCOUNT = """
[[account]]
id = "{id}"
name = "{name}"
email = "{email}"
address = "12 rue des Lilas, 35000 Rennes"
phone = "02 99 00 00 00"
signed_by = "Claire Martin"
language = "fr"
country = "FR"
iban = "FR76 3000 6000 0112 3456 7890 189"
undo_minutes = {undo}
{more}
[account.smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
user = "{email}"
password = "{secret}"
timeout = 5
data_timeout = 5
[account.imap]
host = "127.0.0.1"
port = {imap}
security = "none"
user = "{email}"
password = "{secret}"
timeout = 5
"""


class Phone:
    """The owner's chat: remembers every card, taps through the desk. ``away``: the chat cannot be reached."""

    name = "terminal"
    trouble = ""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.cards: dict[int, Card] = {}
        self.seen_by: dict[str, list[Card]] = {}
        self.said: list[str] = []
        self.away = False

    async def run(self, stop: asyncio.Event) -> None:
        await stop.wait()

    async def show(self, owner: Owner, card: Card) -> str:
        if self.away:
            raise DeliveryError("the chat is away", permanent=False)
        self.cards[card.question_id] = card
        self.seen_by.setdefault(owner.address, []).append(card)
        return str(card.question_id)

    async def amend(self, owner: Owner, reference: str, card: Card) -> None:
        if self.away:
            raise DeliveryError("the chat is away", permanent=False)
        self.cards[int(reference)] = card

    async def say(self, owner: Owner, text: str) -> None:
        self.said.append(text)

    async def ping(self) -> str:
        return self.name

    async def tap(self, question_id: int, code: str, *, address: str = "owner") -> Reply | None:
        return await self.desk.tap(channel=self.name, address=address, question_id=question_id, code=code)

    async def command(self, name: str, argument: str = "", *, address: str = "owner") -> Reply | None:
        return await self.desk.command(channel=self.name, address=address, name=name, argument=argument)

    async def write(self, text: str, *, to: int | None = None, address: str = "owner") -> Reply | None:
        answers = None if to is None else str(to)
        return await self.desk.text(channel=self.name, address=address, text=text, answers=answers)


class Town:
    """Drive it day by day: ``await town.until("2026-03-09")``; then look at mails, cards and cases."""

    def __init__(self, app: App, servers: Post, phone: Phone, now: datetime) -> None:
        self.app = app
        self.servers = servers
        self.phone = phone
        self.now = now

    # --- time ---------------------------------------------------------------------------------------------------

    async def until(self, day: str, hour: time = HOURS[-1]) -> None:
        """Let the hours of business go by up to that day and hour (Paris)."""
        end = datetime.combine(date.fromisoformat(day), hour, PARIS)
        while self.now < end:
            local = self.now.astimezone(PARIS)
            later = [h for h in HOURS if h > local.time()]
            moment = (
                datetime.combine(local.date(), later[0], PARIS)
                if later
                else datetime.combine(local.date() + timedelta(days=1), HOURS[0], PARIS)
            )
            self.now = min(moment, end).astimezone(UTC)
            await self.settle()

    async def jump(self, day: str, hour: time = HOURS[0]) -> None:
        """Nobody is at work until then; what happens at that moment happens at once."""
        self.now = datetime.combine(date.fromisoformat(day), hour, PARIS).astimezone(UTC)
        await self.settle()

    async def minutes(self, count: int) -> None:
        self.now += timedelta(minutes=count)
        await self.settle()

    async def settle(self) -> None:
        """Everything that there is to do at this moment."""
        for _ in range(300):
            if not await self.app.tick(self.now):
                return
        raise AssertionError("the town does not come to rest")

    @property
    def today(self) -> str:
        return self.now.astimezone(PARIS).date().isoformat()

    # --- the ledger ---------------------------------------------------------------------------------------------

    async def invoices(
        self, *rows: str, account: str = "plomberie", header: str = "", folder: Path | None = None
    ) -> Report:
        """Rows ``number;issued;due;total;debtor;email;kind`` (more columns with ``header``); ``folder``: their PDFs."""
        name = str((folder or Path()) / "invoices.csv")
        head = header or "number;date;due;total;debtor;email;kind"
        data = "\n".join([head, *rows]).encode()
        return await take_in(self.app.store, self.app.offices[account].account, name, data, self.now)

    async def payments(self, *rows: str, account: str = "plomberie", header: str = "") -> Report:
        """Rows ``number;date;amount``."""
        data = "\n".join([header or "invoice;date;amount", *rows]).encode()
        return await take_in(self.app.store, self.app.offices[account].account, "payments.csv", data, self.now)

    async def case(self, number: str, account: str = "plomberie") -> Case:
        case_id = await self.app.store.case_id_of_number(account, number)
        assert case_id is not None, f"no invoice {number}"
        return await self.app.store.case(case_id)

    async def holds(self, number: str) -> set[Because]:
        """The reasons that hold a case today."""
        case = await self.case(number)
        today = date.fromisoformat(self.today)
        return {h.because for h in case.holds if h.until is None or today < h.until}

    async def events(self, number: str, account: str = "plomberie") -> list[Event]:
        return await self.app.store.events((await self.case(number, account)).id)

    async def happened(self, number: str) -> list[str]:
        return [e.what for e in await self.events(number)]

    # --- the post -----------------------------------------------------------------------------------------------

    def to(self, address: str) -> list[EmailMessage]:
        """The mails that reached a debtor's address, in order."""
        return [opened(raw) for _, rcpt, raw in self.servers.posted if rcpt == address.lower()]

    async def texts_to(self, address: str, account: str = "plomberie") -> list[str]:
        """Which texts reached an address: ["kind", "firm_friendly"]."""
        return [text for _, text in await self.diary(address, account)]

    async def diary(self, address: str, account: str = "plomberie") -> list[tuple[str, str]]:
        """On which day which text reached an address: [("2026-03-03", "kind")]."""
        found = []
        for at, rcpt, raw in self.servers.posted:
            if rcpt == address.lower():
                notice = await self.app.store.notice_of_message(account, str(opened(raw)["Message-ID"]))
                assert notice is not None, "a mail that no row knows"
                found.append((at.astimezone(PARIS).date().isoformat(), notice.draft.text))
        return found

    async def reply(
        self,
        sender: str,
        said: str,
        *,
        mailbox: str = PLUMBER[2],
        to: EmailMessage | None = None,
        anew: bool = False,
        subject: str | None = None,
        headers: Sequence[tuple[str, str]] = (),
        attach: str = "",
        understand: bool = True,
    ) -> EmailMessage:
        """A debtor answers the last mail that he got (or writes ``anew``), and it is understood."""
        mine = self.to(sender)
        ours = to if to is not None else (mine[-1] if mine and not anew else None)
        mail = answer(ours, sender=sender, to=mailbox, said=said, subject=subject, at=self.now)
        for name, value in headers:
            mail[name] = value
        if attach:
            mail.add_attachment(b"%PDF-1.4 nothing", "application", "pdf", filename=attach)
        await self.deliver(mail.as_bytes(), mailbox=mailbox, understand=understand)
        return mail

    async def deliver(self, raw: bytes, *, mailbox: str = PLUMBER[2], understand: bool = True) -> None:
        await self.servers.deliver(mailbox, raw)
        if understand:
            await self.settle()

    async def use_link(self, sender: str, kind: str, *, more: str = "", fill: str = "") -> None:
        """The debtor uses an answer link of the last mail, as his mail program does. ``fill``: after the last colon."""
        address, subject, body = links(self.to(sender)[-1])[kind]
        if fill:
            assert ":" in body, body
            head, _, tail = body.partition(":")
            body = f"{head}: {fill}{tail}"
        mail = answer(None, sender=sender, to=address, said=f"{body}\n{more}", subject=subject, at=self.now)
        await self.deliver(mail.as_bytes())

    async def bounce(
        self,
        address: str,
        *,
        status: str = "5.1.1",
        action: str = "failed",
        named: bool = True,
        recipient: str | None = None,
    ) -> None:
        """The last mail to an address comes back. ``named``: the report says which one; ``recipient``: who failed."""
        about = recipient or address
        await self.deliver(report(self.to(address)[-1], about, status=status, action=action, named=named))

    # --- the owner ----------------------------------------------------------------------------------------------

    async def waiting(self, account: str = "plomberie", *, news: bool = False) -> list[Question]:
        """What waits for the owner. ``news``: also what only tells him something."""
        every = await self.app.store.questions(WAITING, account=account)
        return [question for question in every if news or question.kind not in TOLD]

    async def kinds(self, account: str = "plomberie") -> list[QuestionKind]:
        return [q.kind for q in await self.waiting(account)]

    async def question(self, kind: QuestionKind, account: str = "plomberie") -> Question:
        found = [q for q in await self.waiting(account, news=True) if q.kind is kind]
        assert len(found) == 1, f"{kind}: {await self.kinds(account)}"
        return found[0]

    async def card(self, kind: QuestionKind, account: str = "plomberie") -> Card:
        return self.phone.cards[(await self.question(kind, account)).id]

    async def tap(self, kind: QuestionKind, code: str, account: str = "plomberie") -> Reply | None:
        """The owner taps a button of the only waiting card of that kind."""
        question = await self.question(kind, account)
        assert code in [o.code for o in question.options], f"{code} is not offered: {question.options}"
        reply = await self.phone.tap(question.id, code)
        await self.settle()
        return reply


def written(accounts: Sequence[tuple[str, str, str]], servers: Post, database: str, more: str, undo: int = 0) -> bytes:
    """The config.toml of a town. Stories are about what follows from a reading: their debtors write what rules read."""
    if "reader = " not in more:
        more = f'reader = "clauses"\n{more}'
    sections = [
        ACCOUNT.format(
            id=i, name=n, email=e, more=more, undo=undo, secret=SECRET, smtp=servers.smtp_port, imap=servers.imap_port
        )
        for i, n, e in accounts
    ]
    return CONFIG.format(database=database, accounts="".join(sections)).encode()


@asynccontextmanager
async def town(
    folder: Path,
    *,
    start: str = "2026-03-02",
    accounts: Sequence[tuple[str, str, str]] = (PLUMBER,),
    owners: Sequence[tuple[str, str]] = (),
    more: str = "",
    undo: int = 0,
    servers: Post | None = None,
    now: datetime | None = None,
    wrap: Callable[[App], None] = lambda app: None,
) -> AsyncIterator[Town]:
    """A running town. ``more``: further keys of every account. ``servers``: those of an earlier life of the town.

    ``undo``: minutes in which an answer can be taken back; most stories are about something else.
    ``owners``: (account, address); without any, one owner for all accounts. ``now``: a later life begins then.
    """
    if servers is None:
        async with (
            Post(users={email: SECRET for _, _, email in accounts}) as fresh,
            town(
                folder, start=start, accounts=accounts, owners=owners, more=more, undo=undo, servers=fresh, wrap=wrap
            ) as one,
        ):
            yield one
        return
    config = parse(written(accounts, servers, f"sqlite://{folder}/town.db", more, undo), folder / "config.toml")
    phones: list[Phone] = []
    towns: list[Town] = []
    beginning = now or datetime.combine(date.fromisoformat(start), OPENING, PARIS).astimezone(UTC)

    def ring(desk: Desk) -> Phone:
        phones.append(Phone(desk))
        return phones[0]

    def clock() -> datetime:
        return towns[0].now if towns else beginning

    servers.clock = clock
    async with assemble(config, clock=clock, channels=[ring]) as app:
        for account, address in owners or [(account, "owner") for account, _, _ in accounts]:
            await app.store.add_owner(
                Owner(account=account, channel="terminal", address=address, name="Claire"), now=beginning
            )
        wrap(app)
        towns.append(Town(app, servers, phones[0], beginning))
        yield towns[0]
