"""A town for stories: one or several creditors on embedded mail servers, their debtors, an owner, a virtual clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import App, assemble
from bot.channels._desk import Desk, Reply
from bot.config import parse
from bot.core.case import Case, Owner
from bot.core.question import Card, Question, QuestionKind, QuestionState
from bot.embedded.servers import MailServers
from bot.errors import DeliveryError
from bot.ledger import Report, take_in

PARIS = ZoneInfo("Europe/Paris")
HOURS = (time(8, 30), time(10), time(15))
WAITING = (QuestionState.OPEN, QuestionState.ASKED)

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
{more}
[account.smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
user = "{email}"
password = "secret"
timeout = 5
[account.imap]
host = "127.0.0.1"
port = {imap}
security = "none"
user = "{email}"
password = "secret"
timeout = 5
"""


class Phone:
    """The owner's chat: remembers every card, taps through the desk. ``away``: the chat cannot be reached."""

    name = "terminal"
    trouble = ""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.cards: dict[int, Card] = {}
        self.said: list[str] = []
        self.away = False

    async def run(self, stop: asyncio.Event) -> None:
        await stop.wait()

    async def show(self, owner: Owner, card: Card) -> str:
        if self.away:
            raise DeliveryError("the chat is away", permanent=False)
        self.cards[card.question_id] = card
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

    def __init__(self, app: App, servers: MailServers, phone: Phone, start: date) -> None:
        self.app = app
        self.servers = servers
        self.phone = phone
        self.now = datetime.combine(start, HOURS[0], PARIS).astimezone(UTC)

    # --- time -------------------------------------------------------------------------------------------------

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

    async def settle(self) -> None:
        """Everything that there is to do at this moment."""
        for _ in range(100):
            if not await self.app.tick(self.now):
                return
        raise AssertionError("the town does not come to rest")

    # --- the ledger -------------------------------------------------------------------------------------------

    async def invoices(self, *rows: str, account: str = "plomberie", header: str = "") -> Report:
        """Rows ``number;issued;due;total;debtor;email`` (more columns with ``header``)."""
        head = header or "number;date;due;total;debtor;email;kind"
        data = "\n".join([head, *rows]).encode()
        return await take_in(
            self.app.store, self.app.offices[account].account, "invoices.csv", data, self.now
        )

    async def payments(self, *rows: str, account: str = "plomberie") -> Report:
        """Rows ``number;date;amount``."""
        data = "\n".join(["invoice;date;amount", *rows]).encode()
        return await take_in(
            self.app.store, self.app.offices[account].account, "payments.csv", data, self.now
        )

    async def case(self, number: str, account: str = "plomberie") -> Case:
        case_id = await self.app.store.case_id_of_number(account, number)
        assert case_id is not None, f"no invoice {number}"
        return await self.app.store.case(case_id)

    # --- the post ---------------------------------------------------------------------------------------------

    def to(self, address: str) -> list[EmailMessage]:
        """The mails that reached a debtor's address, in order."""
        return [
            message_from_bytes(raw, policy=policy.default)
            for _, rcpt, raw in self.servers.received
            if rcpt.lower() == address.lower()
        ]

    async def texts_to(self, address: str, account: str = "plomberie") -> list[str]:
        """Which texts reached an address: ["kind", "firm_friendly"]."""
        names = []
        for mail in self.to(address):
            notice = await self.app.store.notice_of_message(account, str(mail["Message-ID"]))
            assert notice is not None
            names.append(notice.draft.text)
        return names

    async def reply(
        self,
        sender: str,
        said: str,
        *,
        mailbox: str = "compta@martin.example",
        to: EmailMessage | None = None,
        subject: str | None = None,
        headers: Sequence[tuple[str, str]] = (),
        understand: bool = True,
    ) -> None:
        """A debtor answers the last mail that he got (or writes anew), and it is understood."""
        mine = self.to(sender)
        ours = to if to is not None else (mine[-1] if mine else None)
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"] = sender
        mail["To"] = str(ours["Reply-To"]) if ours is not None else mailbox
        mail["Subject"] = subject if subject is not None else (f"Re: {ours['Subject']}" if ours else "Bonjour")
        mail["Date"] = format_datetime(self.now)
        mail["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
        if ours is not None:
            mail["In-Reply-To"] = str(ours["Message-ID"])
            mail["References"] = str(ours["Message-ID"])
        for name, value in headers:
            mail[name] = value
        mail.set_content(said)
        await self.servers.deliver(mailbox, mail.as_bytes())
        if understand:
            await self.settle()

    # --- the owner --------------------------------------------------------------------------------------------

    async def waiting(self, account: str = "plomberie") -> list[Question]:
        return await self.app.store.questions(WAITING, account=account)

    async def question(self, kind: QuestionKind, account: str = "plomberie") -> Question:
        found = [q for q in await self.waiting(account) if q.kind is kind]
        assert len(found) == 1, f"{kind}: {[q.kind for q in await self.waiting(account)]}"
        return found[0]

    async def tap(self, kind: QuestionKind, code: str, account: str = "plomberie") -> Reply | None:
        """The owner taps a button of the only waiting card of that kind."""
        question = await self.question(kind, account)
        reply = await self.phone.tap(question.id, code)
        await self.settle()
        return reply


@asynccontextmanager
async def town(
    folder: Path,
    *,
    start: str = "2026-03-02",
    database: str = "",
    accounts: Sequence[tuple[str, str, str]] = (("plomberie", "Plomberie Martin", "compta@martin.example"),),
    more: str = "",
    servers: MailServers | None = None,
) -> AsyncIterator[Town]:
    """A running town. ``more``: further keys of every account. ``servers``: those of an earlier life of the town."""
    users = {email: "secret" for _, _, email in accounts}
    clock: dict[str, Town] = {}
    if servers is None:
        async with MailServers(users=users) as fresh, town(
            folder, start=start, database=database, accounts=accounts, more=more, servers=fresh
        ) as one:
            yield one
        return
    text = CONFIG.format(
        database=database or f"sqlite://{folder}/town.db",
        accounts="".join(
            ACCOUNT.format(id=i, name=n, email=e, more=more, smtp=servers.smtp_port, imap=servers.imap_port)
            for i, n, e in accounts
        ),
    )
    config = parse(text.encode(), folder / "config.toml")
    phones: list[Phone] = []

    def ring(desk: Desk) -> Phone:
        phones.append(Phone(desk))
        return phones[0]

    beginning = datetime.combine(date.fromisoformat(start), HOURS[0], PARIS).astimezone(UTC)
    async with assemble(
        config, clock=lambda: clock["town"].now if clock else beginning, channels=[ring]
    ) as app:
        for account, _, _ in accounts:
            await app.store.add_owner(
                Owner(account=account, channel="terminal", address="owner", name="Claire"), now=beginning
            )
        clock["town"] = Town(app, servers, phones[0], date.fromisoformat(start))
        yield clock["town"]
