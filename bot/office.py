"""The office of one account: who it is, its ladders and texts, its post out and in. Wiring only, no decision."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.core.aging import Balance
from bot.core.case import Account, Case, Debtor
from bot.core.chart import Chart
from bot.core.days import Holiday
from bot.core.facts import MailFacts, Said
from bot.core.ladder import Ladder
from bot.core.law import Law
from bot.core.mail import Auto, Tap
from bot.core.question import Card, Question
from bot.core.reading import Reading, Subject
from bot.errors import TextError
from bot.mail.verdict import Outcome


class Words(Protocol):
    """The texts of an account, in its languages."""

    def mail(self, text: str, *, account: Account, debtor: Debtor, law: Law, facts: MailFacts) -> Said: ...

    def card(self, question: Question, *, account: Account, case: Case | None, language: str, today: date) -> Card: ...

    def charts(
        self, balances: Sequence[Balance], *, account: Account, language: str, today: date
    ) -> tuple[Chart, ...]: ...

    def say(self, key: str, /, *, language: str, **facts: object) -> str: ...

    def menu(self, language: str) -> Sequence[tuple[str, str]]: ...

    def names(self, language: str) -> Sequence[str]: ...

    def check(self) -> Sequence[TextError]: ...

    def prepared(self, language: str) -> tuple[str, ...]: ...

    def edited(
        self, plain: str, *, text: str, account: Account, debtor: Debtor, law: Law, facts: MailFacts
    ) -> Said: ...


class Outbox(Protocol):
    """Post out: one message at a time."""

    async def send(self, raw: bytes, *, sender: str, recipient: str, copy_to: str | None) -> Outcome: ...

    async def ping(self) -> None: ...

    async def close(self) -> None: ...


class Fetched(Protocol):
    """One message as the mailbox gave it."""

    @property
    def folder(self) -> str: ...
    @property
    def uidvalidity(self) -> int: ...
    @property
    def uid(self) -> int: ...
    @property
    def raw(self) -> bytes: ...


class Inbox(Protocol):
    """Post in: what is new since a mark."""

    def fetch_new(self, *, uidvalidity: int | None, after_uid: int) -> AsyncIterator[Fetched]: ...

    async def position(self) -> tuple[int, int]: ...

    async def mark_seen(self, uid: int) -> None: ...

    async def find(self, message_id: str) -> bool: ...

    async def wait(self, timeout: float) -> bool: ...

    async def ping(self) -> None: ...

    async def close(self) -> None: ...


class Advisor(Protocol):
    """A language model that may be asked for a second opinion."""

    async def ask(self, instructions: str, text: str) -> str: ...

    async def ping(self) -> None: ...


class Read(Protocol):
    """A way of understanding replies."""

    def __call__(
        self,
        said: str,
        *,
        subject: str,
        sent_at: datetime,
        about: Subject,
        languages: Sequence[str],
        holiday: Holiday,
        auto: Auto,
        tap: Tap | None,
    ) -> Reading: ...


@dataclass(kw_only=True)
class Office:
    """Everything that belongs to one account and to no other."""

    account: Account
    ladders: Mapping[str, Ladder]
    words: Words
    outbox: Outbox
    inbox: Inbox
    read: Read
    law: Callable[[str], Law]
    holiday: Callable[[str], Holiday]
    folder: str = "INBOX"
    advisor: Advisor | None = None
    attachment: Callable[[str], tuple[str, str, bytes] | None] = field(default=lambda path: None)
    keep: Callable[[str, bytes], str] = field(default=lambda name, data: "")

    def today(self, now: datetime) -> date:
        """The account's local day."""
        return self.account.window.today(now)

    def ladder(self, group: str) -> Ladder:
        """The ladder of a group; an unknown group climbs the regular one."""
        return self.ladders.get(group) or self.ladders["regular"]

    def open_now(self, now: datetime) -> bool:
        return self.account.window.is_open(now, self.holiday(self.account.country))


def by_account(offices: Collection[Office]) -> dict[str, Office]:
    return {office.account.id: office for office in offices}
