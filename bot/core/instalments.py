"""Instalments as an owner writes them ("3 fois dès le 15", "500 le 15, le reste le 30"). Never a guess."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.core.money import Money
from bot.core.sums import SUM, written_sum
from bot.core.when import add_months

MOST = 24
"""Instalments of one plan."""

FURTHEST = timedelta(days=62)
"""From today to the first one, and from one to the next: what lies further away is no plan."""

REST, HALF, EQUAL = "rest", "half", "equal"

_NUMBERS = {
    word: n
    for n, words in enumerate(
        (
            "deux two", "trois three", "quatre four", "cinq five", "six", "sept seven", "huit eight", "neuf nine",
            "dix ten", "onze eleven", "douze twelve",
        ),
        2,
    )
    for word in words.split()
}  # fmt: skip
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_TIMES = r"(?:fois|x|versements?|mensualit[ée]s?|[ée]ch[ée]ances?|times|instal?lments?|payments?|parts?)"
_MONTHLY = (
    r"(?P<every>par mois|/ ?mois|mensuels?|mensuelles?|a month|per month|monthly|par semaine|a week|per week|weekly)"
)
_AFTER = _MONTHLY.replace("every", "after")
_FROM = r"(?:d[èe]s|[àa] partir d[ue]|[àa] compter d[ue]|from|starting|beginning|d[ée]but)"
_DAY = r"(?P<day>[^,;]+?)"
_SAME = (
    # "(en) 3 fois dès le 15", "three monthly payments from the 5th"
    re.compile(rf"(?:en |in )?{_COUNT} ?(?:{_MONTHLY} )?{_TIMES}(?: {_AFTER})?,? {_FROM} {_DAY}"),
)  # fmt: skip
_EACH = (
    # "500 par mois dès le 5(, trois fois)"
    re.compile(rf"(?P<sum>{SUM}) {_MONTHLY},? {_FROM} {_DAY}(?:[,;]? (?:en |in )?{_COUNT} ?{_TIMES})?"),
    re.compile(rf"(?:en |in )?{_COUNT} ?{_TIMES} (?:de |of )?(?P<sum>{SUM})(?: {_MONTHLY})?,? {_FROM} {_DAY}"),
)
_PART = re.compile(
    rf"(?:(?P<sum>{SUM})|(?P<rest>(?:et )?(?:le |the )?(?:reste|solde|rest|balance|remainder))"
    r"|(?P<half>(?:la )?moiti[ée]|half))"
    rf"(?: {_DAY})"
)
_BETWEEN = re.compile(r"\s*[,;]\s+(?:puis |et |then |and )?|\s+(?:puis|et|then|and)\s+")
_BEFORE_A_DAY = re.compile(r"^(?:le |the |on the |on |du |of the |by the |by |pour le |avant le )")

Day = Callable[[str, date], date | None]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """``parts``: (day, amount as written, or REST, HALF, EQUAL). No parts: ``each`` a period until all is paid."""

    parts: tuple[tuple[date, str], ...] = ()
    each: str = ""
    first: date | None = None
    weekly: bool = False


def understand(text: str, today: date, day_of: Day) -> Terms | None:
    """The plan that the whole of ``text`` describes; None: it describes none. ``day_of`` reads one day.

    Raises ValueError for a day that is none or is over.
    """
    lower = " ".join(text.lower().split()).strip(" .!")
    for pattern in _SAME:
        if found := pattern.fullmatch(lower):
            weekly = _is_weekly(found["every"] or found["after"])
            return _times(_count(found["count"]), EQUAL, EQUAL, _day(found["day"], today, day_of), weekly=weekly)
    for pattern in _EACH:
        if found := pattern.fullmatch(lower):
            first, weekly = _day(found["day"], today, day_of), _is_weekly(found["every"])
            if found["count"]:
                return _times(_count(found["count"]), found["sum"], REST, first, weekly=weekly)
            return Terms(each=found["sum"], first=first, weekly=weekly) if first is not None else None
    return _listed(lower, today, day_of)


def spread(terms: Terms, owed: Money, today: date) -> tuple[tuple[date, Money], ...]:
    """Days and amounts that add up to ``owed``; odd cents go into the last. Raises ValueError when they cannot."""
    parts = terms.parts or _until_paid(terms, owed)
    if not 2 <= len(parts) <= MOST:
        raise ValueError(f"{len(parts)} instalments")
    days = [today, *(day for day, _ in parts)]
    if any(not timedelta(0) < later - earlier <= FURTHEST for earlier, later in pairwise(days)):
        raise ValueError("too far away, or not in order")
    equal, left, made = owed.minor // len(parts), owed, []
    for number, (day, written) in enumerate(parts, 1):
        match written:
            case "rest":
                amount = left
            case "half":
                amount = Money(owed.minor // 2, owed.currency)
            case "equal":
                amount = left if number == len(parts) else Money(equal, owed.currency)
            case _:
                amount = written_sum(written, owed.currency)
        if amount.minor <= 0 or not amount <= left:
            raise ValueError(f"{amount} of {left}")
        left -= amount
        made.append((day, amount))
    if left.minor > len(parts):
        raise ValueError(f"{left} is left over")
    made[-1] = (made[-1][0], made[-1][1] + left)
    # "500 a month, three times" of 5 000: he cannot mean that the last one is 4 000.
    counted = terms.first is not None and parts[-1][1] == REST
    if counted and made[-1][1].minor > 2 * made[0][1].minor:
        raise ValueError("the last one is not like the others")
    return tuple(made)


def _times(count: int, each: str, last: str, first: date | None, *, weekly: bool) -> Terms | None:
    if first is None or not 2 <= count <= MOST:
        return None
    days = [_later(first, n, weekly=weekly) for n in range(count)]
    return Terms(parts=tuple((day, last if day == days[-1] else each) for day in days), first=first, weekly=weekly)


def _until_paid(terms: Terms, owed: Money) -> tuple[tuple[date, str], ...]:
    each = written_sum(terms.each, owed.currency)
    assert terms.first is not None
    # A rest of almost nothing is no instalment: the one before takes it.
    count = -(-(owed.minor - each.minor // 20) // each.minor)
    if not 2 <= count <= MOST:
        raise ValueError(f"{count} instalments")
    days = [_later(terms.first, n, weekly=terms.weekly) for n in range(count)]
    return tuple((day, REST if day == days[-1] else terms.each) for day in days)


def _listed(lower: str, today: date, day_of: Day) -> Terms | None:
    parts: list[tuple[date, str]] = []
    for piece in _BETWEEN.split(lower):
        found = _PART.fullmatch(piece)
        if found is None:
            return None
        day = _day(found["day"], parts[-1][0] if parts else today, day_of)
        if day is None:
            return None
        parts.append((day, found["sum"] or (REST if found["rest"] else HALF)))
    rests = [written for _, written in parts[:-1] if written == REST]
    return Terms(parts=tuple(parts)) if len(parts) > 1 and not rests else None


def _day(text: str, after: date, day_of: Day) -> date | None:
    bare = text.strip()
    while (shorter := _BEFORE_A_DAY.sub("", bare)) != bare:
        bare = shorter
    return day_of(bare, after)


def _later(first: date, n: int, *, weekly: bool) -> date:
    return first + timedelta(days=7 * n) if weekly else add_months(first, n)


def _is_weekly(every: str | None) -> bool:
    return bool(every) and ("semaine" in str(every) or "week" in str(every))


def _count(written: str) -> int:
    return int(written) if written.isdecimal() else _NUMBERS[written]
