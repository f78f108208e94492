"""Days that people write, in French and English, as the label guide reads them. Never a clock, never a promise."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.days import Holiday, add_business_days


@dataclass(frozen=True, kw_only=True)
class When:
    """A stretch of text that names a day. ``day`` None: a time that cannot be waited for ("next week", "soon")."""

    start: int
    end: int
    day: date | None


@dataclass(frozen=True, kw_only=True)
class Written:
    """The day of writing, and which way a day without a year lies."""

    on: date
    holiday: Holiday
    past: bool = False
    month_first: bool = False


Resolve = Callable[[re.Match[str], Written], date | None]
Table = tuple[tuple[re.Pattern[str], Resolve], ...]
NOT_A_DAY = date.min
"""What a resolver answers for a match that is no day after all (the 31st of February, 14/15)."""


def find(text: str, table: Table, written: Written) -> tuple[When, ...]:
    """Days in ``text`` (folded: lower case, no accents), in order. Earlier rules of ``table`` win where two overlap."""
    found: list[When] = []
    for pattern, resolve in table:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other.end and other.start < end for other in found):
                continue
            day = _safely(resolve, match, written)
            if day != NOT_A_DAY:
                found.append(When(start=start, end=end, day=day))
    return tuple(sorted(found, key=lambda w: w.start))


def _safely(resolve: Resolve, match: re.Match[str], written: Written) -> date | None:
    try:
        return resolve(match, written)
    except (ValueError, OverflowError):
        return NOT_A_DAY


# --- days -----------------------------------------------------------------------------------------------------------


def plus(days: int) -> Resolve:
    return lambda _, written: written.on + timedelta(days=days)


def unclear(_: re.Match[str], written: Written) -> date | None:
    return None


def weekday(day: int, written: Written, *, weeks: int = 0) -> date:
    """The next such weekday strictly after the day of writing (the last one before it, where the past is told)."""
    if written.past:
        return written.on - timedelta(days=(written.on.weekday() - day - 1) % 7 + 1)
    return written.on + timedelta(days=(day - written.on.weekday() - 1) % 7 + 1 + 7 * weeks)


def in_week(day: int, written: Written, *, weeks: int = 1) -> date:
    """That weekday of the calendar week so many weeks on."""
    return written.on - timedelta(days=written.on.weekday()) + timedelta(days=day + 7 * weeks)


def end_of_week(written: Written, weeks: int) -> date:
    friday = in_week(4, written, weeks=weeks)
    return friday if friday >= written.on else friday + timedelta(days=7)


def end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def month_after(day: date, months: int) -> tuple[int, int]:
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last."""
    year, month = month_after(day, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def day_of_month(day: int, written: Written, *, months: int | None = None) -> date:
    """The next such day strictly after the day of writing, or that day of the month so many months on."""
    if not 1 <= day <= 31:
        return NOT_A_DAY
    if months is not None:
        year, month = month_after(written.on, months)
        return date(year, month, day)
    step = -1 if written.past else 1
    for ahead in range(13):
        year, month = month_after(written.on, ahead * step)
        if day <= monthrange(year, month)[1]:
            candidate = date(year, month, day)
            if candidate < written.on if written.past else candidate > written.on:
                return candidate
    return NOT_A_DAY


def calendar_day(day: int, month: int, year: int | None, written: Written) -> date:
    """A day with its month. Without a year: the next one (the last one, where the past is told)."""
    if year is not None:
        return date(year + 2000 if year < 100 else year, month, day)
    for candidate_year in (written.on.year, written.on.year + (-1 if written.past else 1)):
        if day > monthrange(candidate_year, month)[1]:
            continue
        candidate = date(candidate_year, month, day)
        if candidate <= written.on if written.past else candidate >= written.on:
            return candidate
    return NOT_A_DAY


def span(count: int, unit: str, written: Written, *, business: bool = False) -> date:
    """So many hours, days, weeks or months on. Hours are rounded up to days."""
    if count > 400:
        return NOT_A_DAY
    if unit.startswith("h"):
        return written.on + timedelta(days=-(-count // 24))
    if unit.startswith(("j", "d")):
        if business:
            return add_business_days(written.on, count, written.holiday)
        return written.on + timedelta(days=count)
    if unit.startswith(("s", "w")):
        return written.on + timedelta(weeks=count)
    return add_months(written.on, count)


# --- shared by the languages ----------------------------------------------------------------------------------------


def iso(match: re.Match[str], written: Written) -> date:
    return date(int(match[1]), int(match[2]), int(match[3]))


def numeric(match: re.Match[str], written: Written) -> date:
    """15/12, 15.12.2026. Day first, unless only the other way is a day or the writer is American."""
    first, second = int(match[1]), int(match[2])
    year = int(match[3]) if match[3] else None
    if second > 12 >= first or (written.month_first and first <= 12):
        first, second = second, first
    if not 1 <= second <= 12:
        return NOT_A_DAY
    return calendar_day(first, second, year, written)


ISO = (re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b"), iso)
NUMERIC = (
    re.compile(r"(?<![\d/.,-])(?!24/7\b)(\d{1,2})[/](\d{1,2})(?:[/](20\d\d|\d\d))?(?![\d/%])(?!\s?(?:€|eur))"),
    numeric,
)
DOTTED = (re.compile(r"(?<![\d/.,-])(\d{1,2})\.(\d{1,2})\.(20\d\d|\d\d)?(?!\d)"), numeric)


def number(text: str, words: Mapping[str, int]) -> int:
    """A number in digits or in a word of ``words``; ValueError for anything else."""
    return int(text) if text.isdigit() else words[text] if text in words else int("x")
