"""From labelled rows to what the loop learns from: ids, labels, and for each candidate day and amount its role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.almanac import holiday
from bot.core.when import Written
from bot.readers._spans import amounts, days
from bot.readers._trained.cut import cut, tokens_of
from bot.readers._trained.pieces import Pieces
from bot.readers._trained.promises import OTHER, PAID, PROMISED
from bot.readers._trained.text import offset
from tests.training.rows import Row
from tests.training.tune import Example

COUNTRIES = {"fr": "FR", "en": "GB", "de": "DE", "es": "ES", "it": "IT", "nl": "NL"}


def example(row: Row, pieces: Pieces) -> Example:
    """One row for training."""
    ids, offsets = cut(*pieces.encode(row.text))
    start = offset(row.raw["subject"])
    head = [i for i, (a, b) in enumerate(offsets) if len("query: ") <= a < b <= start]
    return Example(
        ids=[int(i) for i in ids],
        labels=row.labels,
        days=_placed([(f.start, f.end, _day_role(f, row)) for f in found_days(row)], offsets, start),
        amounts=_placed([(f.start, f.end, _amount_role(f, row)) for f in found_amounts(row)], offsets, start),
        head=(min(head, default=0), max(head, default=-1) + 1),
    )


def found_days(row: Row) -> Sequence[days.Found]:
    return days.find(row.said, row.raw["lang"], written(row))


def found_amounts(row: Row) -> Sequence[amounts.Found]:
    invoice = row.raw["invoice"]
    return amounts.find(row.said, row.raw["lang"], Decimal(invoice["amount"]), invoice["currency"])


def written(row: Row) -> Written:
    at = datetime.fromisoformat(row.raw["sent_at"])
    month_first = row.raw["invoice"]["currency"] == "USD"
    return Written(on=at.date(), holiday=holiday(COUNTRIES[row.raw["lang"]]), month_first=month_first)


def _day_role(found: days.Found, row: Row) -> int:
    promised = {p["date"] for p in row.raw["promises"]}
    if (found.day.isoformat() if found.day else None) in promised and not found.past:
        return PROMISED
    if found.past_day and found.past_day.isoformat() == row.raw["claimed_paid_on"]:
        return PAID
    return OTHER


def _amount_role(found: amounts.Found, row: Row) -> int:
    """The whole amount may be said where the label says null. "The rest" belongs to any promise of several parts."""
    promised = [p["amount"] for p in row.raw["promises"]]
    if found.amount is None:
        return PROMISED if len(promised) > 1 or any(promised) else OTHER
    whole = Decimal(row.raw["invoice"]["amount"])
    known = {Decimal(a) if a else whole for a in promised}
    if found.amount in known:
        return PROMISED
    # What is neither promised nor open any more is the part that is said to be paid.
    return PAID if "paid" in row.raw["labels"] and known and found.amount == whole - sum(known) else OTHER


def _placed(spans: Sequence[tuple[int, int, int]], offsets: Any, start: int) -> tuple[tuple[int, int, int], ...]:
    """Stretches of what was said as stretches of tokens; those that the encoder does not see are left out."""
    placed = []
    for first, last, role in spans:
        within = tokens_of(offsets, first + start, last + start)
        if len(within):
            placed.append((int(within[0]), int(within[-1]) + 1, role))
    return tuple(placed)
