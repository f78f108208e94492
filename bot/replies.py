"""Replies as lines of JSON, with or without the labels that a person gave them. Opens no file, knows no reader."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from bot.almanac import holiday
from bot.core.mail import Auto, Tap
from bot.core.reading import Label, Reading, Subject
from bot.core.score import Meant, Payment
from bot.mail import bounce, quotes
from bot.office import Read

Row = Mapping[str, object]

_OF_MONEY = {"GBP": "GB", "USD": "US", "CHF": "CH", "CAD": "CA"}
_OF_LANGUAGE = {"de": "DE", "en": "IE", "es": "ES", "fr": "FR", "it": "IT", "nl": "NL"}
"""Whose public holidays count where no account says it: by the money, else by the language."""

LARGEST = Decimal(10**12)
"""No invoice is of more."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a reader is given of one mail. ``said``: the debtor's own words, without quotes and signature."""

    id: object
    said: str
    subject: str
    sent_at: datetime
    about: Subject = field(default_factory=Subject)
    auto: Auto = Auto.NO
    tap: Tap | None = None
    country: str = "FR"


def read(reader: Read, reply: Reply) -> Reading:
    """What the reply means to ``reader``, outside of any account."""
    return reader(
        reply.said,
        subject=reply.subject,
        sent_at=reply.sent_at,
        about=reply.about,
        languages=(),
        holiday=holiday(reply.country),
        auto=reply.auto,
        tap=reply.tap,
    )


def row_of(line: bytes) -> Row:
    """One object of a file. Bytes, so that a line that is not UTF-8 spoils only itself. Raises ValueError: why not."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except (UnicodeDecodeError, RecursionError):
        raise ValueError("not JSON in UTF-8") from None
    if not isinstance(row, dict):
        raise ValueError('not an object: write {"id": ..., "sent_at": ..., "subject": ..., "body": ...}')
    return row


def reply_of(row: Row) -> Reply:
    """``id, sent_at, subject, body, invoice{number, amount, currency, due}``, and ``lang`` where it is known.

    Raises ValueError: what is wrong.
    """
    body, subject = _text(row, "body"), _text(row, "subject", missing="")
    said = quotes.said(body)
    return Reply(
        id=row.get("id"),
        said=said,
        subject=subject,
        sent_at=_moment(row),
        about=(about := _about(row.get("invoice"))),
        country=_OF_MONEY.get(about.currency) or _OF_LANGUAGE.get(str(row.get("lang")), "FR"),
        auto=bounce.auto_by_words(subject, said),
    )


def meant_of(row: Row) -> Meant:
    """``labels, promises[{date, amount}], claimed_paid_on``. Raises ValueError: what is missing or wrong."""
    labels = row.get("labels")
    if labels is None:
        raise ValueError('not labelled: "labels" is missing; write a list, as in ["promise"] (docs/reading.md)')
    if not isinstance(labels, list) or not labels or not all(isinstance(label, str) for label in labels):
        raise ValueError('"labels" must be a list of at least one label, as in ["promise"]')
    unknown = [label for label in labels if label not in set(Label)]
    if unknown:
        raise ValueError(f'"labels": there is no {unknown[0]!r}; there are: {", ".join(Label)}')
    found = frozenset(map(Label, labels))
    if "promises" not in row:
        raise ValueError('not labelled: "promises" is missing; write [], or [{"date": "2026-03-06", "amount": null}]')
    return Meant(
        labels=found,
        promises=tuple(_promised(row["promises"], promised=Label.PROMISE in found)),
        claimed_paid_on=_day(row.get("claimed_paid_on"), '"claimed_paid_on"'),
    )


def _promised(promises: object, *, promised: bool) -> Iterator[Payment]:
    if not isinstance(promises, list) or not all(isinstance(one, dict) for one in promises):
        raise ValueError('"promises" must be a list of {"date": "2026-03-06" or null, "amount": "620.00" or null}')
    if promises and not promised:
        raise ValueError('"promises" are named, but "labels" has no "promise"')
    for one in promises:
        amount = one.get("amount")
        try:
            yield _day(one.get("date"), 'a "date" of "promises"'), None if amount is None else _amount(amount)
        except InvalidOperation:
            raise ValueError('an "amount" of "promises" must be written as in "620.00", or null') from None


def _day(value: object, what: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{what} must be a day as in 2026-03-06, or null") from None


def _amount(value: object) -> Decimal:
    """Raises InvalidOperation for what is no number of a size that invoices have."""
    try:
        amount = Decimal(str(value))
    except ValueError:  # an integer of too many digits for Python to write
        raise InvalidOperation from None
    if not amount.is_finite() or not -LARGEST < amount < LARGEST:
        raise InvalidOperation
    return amount


def _text(row: Row, key: str, *, missing: str | None = None) -> str:
    value = row.get(key, missing)
    if not isinstance(value, str):
        raise ValueError(f'"{key}" must be a text')
    return value


def _moment(row: Row) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(row, "sent_at"))
    except ValueError:
        raise ValueError('"sent_at" must be a moment with its time zone, as in 2026-03-02T09:00:00+01:00') from None
    if moment.tzinfo is None:
        raise ValueError('"sent_at" must say its time zone, as in 2026-03-02T09:00:00+01:00')
    return moment


def _about(invoice: object) -> Subject:
    if invoice is None:
        return Subject()
    if not isinstance(invoice, dict):
        raise ValueError('"invoice" must be an object')
    amount, due = invoice.get("amount"), invoice.get("due")
    try:
        return Subject(
            number=str(invoice.get("number") or ""),
            amount=_amount(amount) if amount is not None else None,
            currency=str(invoice.get("currency") or "EUR"),
            due=datetime.fromisoformat(str(due)).date() if due else None,
        )
    except (InvalidOperation, ValueError):
        raise ValueError('"invoice" needs an amount as in "620.00" and a due day as in "2026-02-28"') from None
