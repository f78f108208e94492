"""How rows become core values and back: texts, JSON, money, moments. Never a query, never a decision."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from bot.core.because import Because
from bot.core.case import NoticeState
from bot.core.days import aware
from bot.core.event import Event
from bot.core.ladder import Channel
from bot.core.mail import Mail, MailState
from bot.core.money import Money
from bot.core.notice import Draft, FrozenLine, Notice
from bot.core.question import Choice, Option, Question, QuestionKind, QuestionState
from storage.models import EventRow, MailRow, NoticeRow, QuestionRow


def text(value: str) -> str:
    """What both databases can hold: no NUL (PostgreSQL refuses it), no half of a surrogate pair (UTF-8 has none)."""
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def moment(value: datetime | None) -> datetime | None:
    """In UTC: SQLite compares moments as text, and two zones would compare wrongly."""
    return None if value is None else aware(value)


def to_json(value: object) -> str:
    return text(json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":")))


def from_json(value: str) -> Any:
    return json.loads(value)


def moneys_to_json(amounts: Iterable[Money]) -> str:
    return to_json([[amount.minor, amount.currency] for amount in amounts])


def moneys_from_json(value: str) -> tuple[Money, ...]:
    return tuple(Money(minor, currency) for minor, currency in from_json(value))


_DRAFT_TEXTS = ("account", "step", "text", "language", "to_email", "to_name", "subject", "plain", "html")


def draft_to_json(draft: Draft) -> str:
    plain: dict[str, object] = {name: getattr(draft, name) for name in _DRAFT_TEXTS}
    plain |= {
        "case_id": draft.case_id,
        "channel": draft.channel.value,
        "pay_by": draft.pay_by and draft.pay_by.isoformat(),
        "proposed_on": draft.proposed_on.isoformat(),
        "attach": list(draft.attach),
        "ask": draft.ask,
        "lines": [_line_to_plain(line) for line in draft.lines],
    }
    return to_json(plain)


def draft_from_json(value: str) -> Draft:
    plain = from_json(value)
    return Draft(
        **{name: plain[name] for name in _DRAFT_TEXTS},
        case_id=plain["case_id"],
        channel=Channel(plain["channel"]),
        pay_by=_day(plain["pay_by"]),
        proposed_on=date.fromisoformat(plain["proposed_on"]),
        attach=tuple(plain["attach"]),
        ask=plain["ask"],
        lines=tuple(_line_from_plain(line) for line in plain["lines"]),
    )


def _line_to_plain(line: FrozenLine) -> dict[str, object]:
    return {
        "invoice_id": line.invoice_id,
        "number": line.number,
        "issued": line.issued.isoformat(),
        "due": line.due.isoformat(),
        "total": [line.total.minor, line.total.currency],
        "received": [line.received.minor, line.received.currency],
        "step": line.step,
        "order_reference": line.order_reference,
        "pdf": line.pdf,
    }


def _line_from_plain(plain: Mapping[str, Any]) -> FrozenLine:
    return FrozenLine(
        invoice_id=plain["invoice_id"],
        number=plain["number"],
        issued=date.fromisoformat(plain["issued"]),
        due=date.fromisoformat(plain["due"]),
        total=Money(*plain["total"]),
        received=Money(*plain["received"]),
        step=plain["step"],
        order_reference=plain["order_reference"],
        pdf=plain["pdf"],
    )


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def notice_of(row: NoticeRow) -> Notice:
    return Notice(
        id=row.id,
        draft=draft_from_json(row.draft),
        state=NoticeState(row.state),
        created_at=row.created_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        not_before=row.not_before,
        attempts=row.attempts,
        message_id=row.message_id or "",
        raw=bytes(row.content),
        claimed_at=row.claimed_at,
        settled_at=row.settled_at,
        answer=row.answer,
        edited=row.edited,
    )


def mail_of(row: MailRow) -> Mail:
    return Mail(
        id=row.id,
        account=row.account,
        raw=bytes(row.content),
        received_at=row.received_at,
        state=MailState(row.state),
        message_id=row.message_id,
        case_id=row.case_id,
        trouble=row.trouble,
        uidvalidity=row.uidvalidity,
        uid=row.uid,
    )


def options_to_json(options: Iterable[Option]) -> str:
    return to_json([[option.choice.value, option.argument] for option in options])


def question_of(row: QuestionRow) -> Question:
    return Question(
        id=row.id,
        account=row.account,
        kind=QuestionKind(row.kind),
        state=QuestionState(row.state),
        options=tuple(Option(choice=Choice(choice), argument=argument) for choice, argument in from_json(row.options)),
        created_at=row.created_at,
        case_id=row.case_id,
        notice_id=row.notice_id,
        mail_id=row.mail_id,
        bound_to=row.bound_to,
        facts=from_json(row.facts),
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        chosen=row.chosen,
        undo_until=row.undo_until,
        held_back=_held_back(row.undo),
    )


def _held_back(undo: str | None) -> bool:
    """Whether the answer approved a message, which waits as long as the answer can be taken back."""
    notices = from_json(undo or "{}").get("notice", {}).values()
    return any(after["state"] == NoticeState.APPROVED.value for _, after in notices)


def event_of(row: EventRow) -> Event:
    return Event(
        id=row.id,
        account=row.account,
        case_id=row.case_id,
        at=row.at,
        what=row.what,
        because=None if row.because is None else Because(row.because),
        by=row.by,
        facts=from_json(row.facts),
    )


def folded(value: str) -> str:
    """For searching: no accents, no capitals."""
    apart = unicodedata.normalize("NFKD", value)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
