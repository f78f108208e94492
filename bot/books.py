"""The books as the flows use them: what must be remembered. Declared here by the consumer; storage keeps them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, Protocol, TypeVar, Unpack

from bot.core.because import Because
from bot.core.case import Case, NoticeState, Owner, PromiseState
from bot.core.event import Event
from bot.core.ledger import InvoiceRow, Payment, PaymentRow
from bot.core.mail import Mail, MailState
from bot.core.money import Money
from bot.core.notice import Changes, Draft, Notice
from bot.core.question import Option, Question, QuestionKind, QuestionState

T = TypeVar("T")


class Books(Protocol):
    """The only door to what is kept. Moments are aware; a method either does all of it or nothing."""

    async def atomic(self, work: Callable[[], Awaitable[T]]) -> T: ...

    # the ledger
    async def upsert_invoice(
        self, account: str, row: InvoiceRow, now: datetime
    ) -> Literal["new", "changed", "same"]: ...
    async def add_payment(
        self, account: str, row: PaymentRow, now: datetime, *, by: str = ""
    ) -> Literal["new", "same", "unknown"]: ...
    async def set_payments_as_of(self, account: str, day: date) -> None: ...
    async def pause_invoice(self, invoice_id: int, until: date | None) -> None: ...
    async def invoice_numbers(self, account: str) -> Sequence[str]: ...
    async def payments(self, account: str, *, case_id: int | None = None) -> Sequence[Payment]: ...

    # cases
    async def case(self, case_id: int) -> Case: ...
    async def cases(self, account: str, *, open_only: bool = True) -> list[Case]: ...
    async def case_id_of_token(self, account: str, token: str) -> int | None: ...
    async def case_id_of_number(self, account: str, number: str) -> int | None: ...
    async def case_ids_of_email(self, account: str, email: str) -> Sequence[int]: ...
    async def case_ids_of_domain(self, account: str, domain: str) -> Sequence[int]: ...
    async def case_ids_named(self, account: str, text: str) -> Sequence[int]: ...
    async def set_hold(
        self,
        case_id: int,
        because: Because,
        *,
        since: datetime,
        until: date | None = None,
        mail_id: int | None = None,
    ) -> int: ...
    async def release_holds(
        self, case_id: int, because: Iterable[Because] | None, *, now: datetime, by: str
    ) -> int: ...
    async def add_promise(
        self,
        case_id: int,
        *,
        day: date,
        amount: Money | None,
        made_on: date,
        received_then: tuple[Money, ...],
        mail_id: int | None = None,
        replace: bool = False,
    ) -> int: ...
    async def settle_promise(self, promise_id: int, state: PromiseState) -> bool: ...
    async def contacts_back(self, case_id: int, email: str | None = None) -> int: ...
    async def contact_lost(self, case_id: int, email: str, now: datetime) -> bool: ...
    async def record(
        self,
        account: str,
        *,
        case_id: int | None = None,
        at: datetime,
        what: str,
        because: Because | None = None,
        by: str = "",
        facts: Mapping[str, object] | None = None,
    ) -> int: ...
    async def events(self, case_id: int) -> list[Event]: ...

    # notices
    async def propose(self, draft: Draft, *, now: datetime, state: NoticeState) -> int | None: ...
    async def notice(self, notice_id: int) -> Notice: ...
    async def notices(
        self,
        state: NoticeState | Iterable[NoticeState],
        *,
        account: str | None = None,
        case_id: int | None = None,
        ready_by: datetime | None = None,
        limit: int = 100,
    ) -> list[Notice]: ...
    async def notice_of_message(self, account: str, message_id: str) -> Notice | None: ...
    async def move(
        self,
        notice_id: int,
        *,
        of: NoticeState | Iterable[NoticeState],
        to: NoticeState,
        **changes: Unpack[Changes],
    ) -> bool: ...
    async def redraft(self, notice_id: int, draft: Draft, *, edited: bool = True) -> bool: ...
    async def sent_since(self, account: str, since: datetime) -> int: ...
    async def thread(self, case_id: int) -> list[str]: ...
    async def last_said(self, case_id: int) -> str: ...

    # mails
    async def watermark(self, account: str, folder: str) -> tuple[int, int] | None: ...
    async def keep_mail(
        self,
        account: str,
        *,
        folder: str,
        uidvalidity: int,
        uid: int,
        raw: bytes,
        message_id: str,
        digest: str,
        received_at: datetime,
    ) -> int | None: ...
    async def mails(self, state: MailState, *, account: str | None = None, limit: int = 100) -> list[Mail]: ...
    async def mail(self, mail_id: int) -> Mail: ...
    async def settle_mail(
        self,
        mail_id: int,
        *,
        state: MailState,
        case_id: int | None = None,
        reading: Mapping[str, object] | None = None,
        trouble: str = "",
    ) -> bool: ...
    async def reopen_mail(self, mail_id: int) -> bool: ...

    # questions
    async def ask(
        self,
        *,
        account: str,
        kind: QuestionKind,
        options: Sequence[Option],
        now: datetime,
        case_id: int | None = None,
        notice_id: int | None = None,
        mail_id: int | None = None,
        bound_to: str = "",
        facts: Mapping[str, object] | None = None,
    ) -> int: ...
    async def question(self, question_id: int) -> Question: ...
    async def questions_found(self, ids: Iterable[int]) -> list[Question]: ...
    async def questions(
        self,
        states: Iterable[QuestionState],
        *,
        account: str | None = None,
        case_id: int | None = None,
        limit: int = 100,
    ) -> list[Question]: ...
    async def answer(self, question_id: int, *, choice: str, by: str, now: datetime) -> bool: ...
    async def expire_questions(
        self,
        *,
        case_id: int | None = None,
        notice_id: int | None = None,
        kinds: Iterable[QuestionKind] | None = None,
        now: datetime,
    ) -> list[int]: ...
    async def mark_asked(self, question_id: int) -> bool: ...
    async def set_shown(self, question_id: int, channel: str, address: str, reference: str) -> None: ...
    async def shown(self, question_id: int) -> list[tuple[str, str, str]]: ...
    async def question_of_reference(self, channel: str, address: str, reference: str) -> int | None: ...
    async def ended_questions(self) -> list[Question]: ...
    async def closed_card(self, question_id: int) -> None: ...

    # owners and notes
    async def add_pairing(self, account: str, code_hash: str, expires_at: datetime) -> None: ...
    async def pair(self, code_hash: str, *, channel: str, address: str, name: str, now: datetime) -> str | None: ...
    async def owners(self, account: str) -> list[Owner]: ...
    async def accounts_of(self, channel: str, address: str) -> list[str]: ...
    async def note(self, account: str, key: str) -> object: ...
    async def set_note(self, account: str, key: str, value: object) -> None: ...
