"""The case and what belongs to it: debtor, invoices, what was said, what holds it. Only values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from bot.core.because import Because
from bot.core.days import Quiet, Window
from bot.core.money import Money, totals


class Kind(StrEnum):
    """Who owes. An unknown kind counts as a consumer: the stricter rules apply."""

    BUSINESS = "business"
    CONSUMER = "consumer"


@dataclass(frozen=True, kw_only=True)
class Owner:
    """A person at an account, known by an address on a channel (a Telegram chat id); who does not decide only sees."""

    account: str
    channel: str
    address: str
    name: str
    decides: bool = True


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """What the owner allows Relance to offer: at most so many monthly instalments. 0: none."""

    instalments: int = 3


@dataclass(frozen=True, kw_only=True)
class Account:
    """The creditor's business as texts and rules need it. Secrets and servers are not here."""

    id: str
    name: str
    email: str
    language: str
    country: str
    window: Window
    legal: str = ""
    address: str = ""
    phone: str = ""
    signed_by: str = ""
    iban: str = ""
    bic: str = ""
    pay_link: str = ""
    plus: bool = False
    min_gap_days: int = 7
    per_hour: int = 30
    catch_up_per_day: int = 20
    bank_data_days: int = 0
    bank_days: int = 2
    court: bool = False
    undo_minutes: int = 10
    quiet: Quiet | None = None
    envelope: Envelope = field(default_factory=Envelope)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A person or department at the debtor's that we may write to; ``rank`` 0 first."""

    id: int
    email: str
    name: str = ""
    rank: int = 0
    reachable: bool = True


@dataclass(frozen=True, kw_only=True)
class Debtor:
    """Who owes. ``key`` is the creditor's own reference, or the name where there is none."""

    key: str
    name: str
    kind: Kind = Kind.CONSUMER
    language: str = "fr"
    country: str = "FR"
    group: str = "regular"
    contacts: tuple[Contact, ...] = ()

    @property
    def contact(self) -> Contact | None:
        """The first contact that can be reached."""
        return next((c for c in sorted(self.contacts, key=lambda c: c.rank) if c.reachable), None)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A step that an invoice has passed, and the local day on which it did. ``said`` False: the owner skipped it."""

    step: str
    on: date
    pay_by: date | None = None
    said: bool = True


FOR_EVER = date(9999, 12, 31)
"""The end of a pause that has none: until the owner says so."""


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """What is owed for one invoice. ``received`` is payments plus credits."""

    id: int
    number: str
    issued: date
    due: date
    total: Money
    received: Money
    order_reference: str = ""
    items: tuple[str, ...] = ()
    pdf: str = ""
    paused_until: date | None = None
    places: tuple[Place, ...] = ()

    @property
    def outstanding(self) -> Money:
        return self.total - self.received

    @property
    def settled(self) -> bool:
        return self.outstanding.minor <= 0


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Something that keeps the case (or one invoice of it) from going on, until a day or until it is released."""

    id: int
    because: Because
    since: datetime
    until: date | None = None
    mail_id: int | None = None


class PromiseState(StrEnum):
    RUNNING = "running"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A payment the debtor committed to. ``amount`` None: everything that was open that day (``open_then``)."""

    id: int
    day: date
    amount: Money | None
    made_on: date
    received_then: tuple[Money, ...] = ()
    state: PromiseState = PromiseState.RUNNING


class NoticeState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    DOUBTFUL = "doubtful"
    DECLINED = "declined"
    STALE = "stale"


PENDING = frozenset({NoticeState.PROPOSED, NoticeState.APPROVED, NoticeState.SENDING, NoticeState.DOUBTFUL})
"""States of a notice that is still on its way: no second one of the same case beside it."""


SILENCE = "silence"
"""The note of an account that holds the day until which nothing leaves at all."""


def silent_until(note: object) -> date | None:
    """The day in that note; None: nobody asked for silence."""
    return date.fromisoformat(note) if isinstance(note, str) and note else None


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything about one debtor of one account that a decision needs, as it stands now."""

    id: int
    account: str
    token: str
    debtor: Debtor
    invoices: tuple[Invoice, ...] = ()
    holds: tuple[Hold, ...] = ()
    promises: tuple[Promise, ...] = ()
    pending: NoticeState | None = None
    blocking_question: bool = False
    last_contact: date | None = None
    payments_as_of: date | None = None
    silent_until: date | None = None

    @cached_property
    def open_invoices(self) -> tuple[Invoice, ...]:
        """Not settled, oldest due date first."""
        return tuple(sorted((i for i in self.invoices if not i.settled), key=lambda i: (i.due, i.number)))

    @cached_property
    def running_promises(self) -> tuple[Promise, ...]:
        """Those that are waited for, earliest first."""
        return tuple(sorted((p for p in self.promises if p.state is PromiseState.RUNNING), key=lambda p: p.day))

    @property
    def outstanding(self) -> tuple[Money, ...]:
        """What is owed in all, by currency."""
        return totals(i.outstanding for i in self.open_invoices)

    def overdue(self, today: date) -> tuple[Invoice, ...]:
        return tuple(i for i in self.open_invoices if i.due < today)

    def due_now(self, today: date) -> tuple[Invoice, ...]:
        """What is overdue; where nothing is, all that is open."""
        return self.overdue(today) or self.open_invoices

    def meant(self, numbers: object, today: date) -> tuple[Invoice, ...]:
        """What is still open of the invoices that a card named; of a card that named none, what is due now."""
        if not isinstance(numbers, list):
            return self.due_now(today)
        return tuple(i for i in self.open_invoices if i.number in numbers)

    def days_late(self, today: date) -> int:
        """Days since the oldest open due date; 0 when nothing is late."""
        return max((today - i.due for i in self.overdue(today)), default=timedelta()).days
