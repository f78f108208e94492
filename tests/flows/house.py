"""One creditor whose daemon the tests run: its configuration, its clock, its journal, and `serve` in this process."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any, TypeVar

from bot.app import App, assemble, serve
from bot.config import load
from bot.core.case import Case, NoticeState
from bot.core.question import Question, QuestionState
from bot.embedded.servers import MailServers
from bot.ledger import take_in
from tests.channels.bot_api import BotApi, Message
from tests.flows.clock import Clock

T = TypeVar("T")

ACCOUNT, MAILBOX, PASSWORD = "plomberie", "compta@martin.example", "Sesam-0815"
DEBTOR, COMPANY = "jeanne.dupont@boulangerie.example", "Boulangerie Dupont"
OWNER, CHAT = "Claire", 7
PRIVATE = (MAILBOX, PASSWORD, DEBTOR, "jeanne", "Dupont", OWNER, "Plomberie Martin", "4711:loopback", "votre facture")
"""What must never be in a log."""

INVOICES = f"""number;date;due;total;debtor;email;kind
F-1;2026-01-20;2026-02-20;1240,00;{COMPANY};{DEBTOR};business
"""
CONFIG = """
[relance]
database = "sqlite://relance.db"
log = "json"

[[account]]
id = "plomberie"
name = "Plomberie Martin"
email = "compta@martin.example"
address = "12 rue des Lilas, 35000 Rennes"
phone = "02 99 00 00 00"
signed_by = "Claire Martin"
iban = "FR76 3000 6000 0112 3456 7890 189"
undo_minutes = 0

[account.smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
{login}
timeout = {timeout}

[account.imap]
host = "127.0.0.1"
port = {imap}
security = "none"
user = "compta@martin.example"
password = "Sesam-0815"
timeout = {timeout}
{owner}
[channel.telegram]
token = "{token}"
base_url = "{api}"
"""
NEIGHBOUR = """
[[account]]
id = "fleurs"
name = "Fleurs Lambert"
email = "bonjour@lambert.example"
iban = "FR76 3000 6000 0112 3456 7890 189"
undo_minutes = 0
{owner}
[account.smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
timeout = 20

[account.imap]
host = "127.0.0.1"
port = {imap}
security = "none"
user = "bonjour@lambert.example"
password = "Sesam-0815"
timeout = 20
"""
"""A second account of the same daemon."""
LOGIN = f'user = "{MAILBOX}"\npassword = "{PASSWORD}"'
SEAT = f'\n[[account.owner]]\nchannel = "telegram"\naddress = "{CHAT}"\nname = "{OWNER}"\n'


class Journal:
    """What the daemon wrote into its log."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def count(self, event: str) -> int:
        return sum(line["event"] == event for line in self.lines)

    def check(self) -> None:
        """Every line is JSON, and none names a person, an address or a secret."""
        assert all(line["event"] for line in self.lines)
        discreet(self.stream.getvalue())


def discreet(log: str) -> None:
    told = [word for word in PRIVATE if word.lower() in log.lower()]
    assert not told, f"the log tells {told}:\n{log}"


async def until(condition: Callable[[], T], timeout: float = 120.0) -> T:
    """Look again and again until the condition gives something, and return it."""

    async def look() -> T:
        return condition()

    return await until_known(look, timeout)


async def until_known(condition: Callable[[], Awaitable[T]], timeout: float = 120.0) -> T:
    """The same for a condition that must be awaited."""
    try:
        async with asyncio.timeout(timeout):
            while not (value := await condition()):  # noqa: ASYNC110 - what it looks at is elsewhere
                await asyncio.sleep(0.01)
            return value
    except TimeoutError:
        raise AssertionError(f"not within {timeout:g} s") from None


def reply(ours: EmailMessage, said: str, *, at: datetime, sender: str = DEBTOR) -> bytes:
    """A debtor answers one of our mails."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"] = sender, str(ours["Reply-To"] or ours["From"])
    mail["Subject"], mail["Date"] = f"Re: {ours['Subject']}", format_datetime(at)
    mail["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    mail["In-Reply-To"] = mail["References"] = str(ours["Message-ID"])
    mail.set_content(said)
    return mail.as_bytes()


@dataclass(kw_only=True)
class House:
    """The creditor with his provider and his phone. ``servers`` and ``api`` live in the loop of the test."""

    folder: Path
    servers: MailServers
    api: BotApi
    clock: Clock = field(default_factory=Clock)

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    def configure(
        self, *, smtp: int = 0, imap: int = 0, login: str = LOGIN, owner: str = SEAT, timeout: float = 5
    ) -> Path:
        """Write config.toml. ``smtp``, ``imap``: other ports than those of ``servers``."""
        text = CONFIG.format(
            smtp=smtp or self.servers.smtp_port,
            imap=imap or self.servers.imap_port,
            login=login,
            owner=owner,
            timeout=timeout,
            token=self.api.token,
            api=self.api.url,
        )
        self.config.write_text(text, encoding="utf-8")
        return self.config

    @asynccontextmanager
    async def serving(self, *, grace: float = 5.0) -> AsyncIterator[Served]:
        """`relance run` in this process; it has ended, and left nothing running, when the block ends."""
        before = asyncio.all_tasks()
        async with assemble(load(self.config), clock=self.clock) as app:
            running = asyncio.create_task(serve(app, grace=grace))
            try:
                yield Served(house=self, app=app, running=running)
            finally:
                app.pulse.stop.set()
                async with asyncio.timeout(grace + 10):
                    await running
        assert not _ours(asyncio.all_tasks() - before)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Served]:
        """Only the books: nothing runs here."""
        async with assemble(load(self.config), clock=self.clock, channels=()) as app:
            yield Served(house=self, app=app)

    def mails(self, to: str = DEBTOR) -> list[EmailMessage]:
        """What reached an address."""
        return [message_from_bytes(raw, policy=policy.default) for _, rcpt, raw in self.servers.received if rcpt == to]

    async def answer(self, said: str) -> None:
        """The debtor answers the last mail that he got."""
        await self.servers.deliver(MAILBOX, reply(self.mails()[-1], said, at=self.clock()))

    async def card(self, count: int = 1) -> Message:
        """Wait until so many cards wait on the phone; the last of them."""
        return (await until(lambda: self.cards() if len(self.cards()) >= count else []))[-1]

    def cards(self, *, buttons: bool = True) -> list[Message]:
        """The cards on the phone, those that still have buttons or those that have lost them."""
        return [m for m in self.api.messages(CHAT) if bool(m.buttons) is buttons]


@dataclass(kw_only=True)
class Served:
    """A daemon in this process, or only its parts."""

    house: House
    app: App
    running: asyncio.Task[None] | None = None

    async def take_in(self, rows: str = INVOICES, *, account: str = ACCOUNT) -> None:
        office = self.app.offices[account]
        report = await take_in(self.app.store, office.account, "invoices.csv", rows.encode(), self.house.clock())
        assert not report.bad
        self.app.pulse.ring()

    async def case(self, number: str = "F-1") -> Case:
        found = await self.app.store.case_id_of_number(ACCOUNT, number)
        assert found is not None
        return await self.app.store.case(found)

    async def notices(self, state: NoticeState) -> int:
        return len(await self.app.store.notices(state, account=ACCOUNT))

    async def until_notices(self, state: NoticeState, count: int = 1) -> None:
        async def there() -> bool:
            return await self.notices(state) == count

        await until_known(there)

    async def questions(self, *states: QuestionState) -> list[Question]:
        return await self.app.store.questions(states or tuple(QuestionState), account=ACCOUNT)

    async def sent(self, count: int = 1) -> EmailMessage:
        """Wait until so many mails have reached the debtor and are recorded; the last of them."""
        await until(lambda: len(self.house.mails()) >= count)
        await self.until_notices(NoticeState.SENT, count)
        assert len(self.house.mails()) == count
        return self.house.mails()[-1]

    def forward(self, **by: float) -> None:
        """Time goes by, and everybody looks at the clock."""
        self.house.clock.forward(**by)
        self.app.pulse.ring()


def _ours(tasks: set[asyncio.Task[Any]]) -> list[str]:
    """Tasks of the daemon: not those of the servers that the test runs, nor of the test itself."""
    theirs = ("bot/embedded", "tests/", "pymap", "aiosmtpd", "pytest")
    return [repr(t) for t in tasks if not t.done() and not any(word in repr(t) for word in theirs)]
