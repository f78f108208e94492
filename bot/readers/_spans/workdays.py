"""The first, the third, the last working day of a month. Never the words of a language."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core import when
from bot.core.days import Holiday, add_business_days, is_business_day
from bot.readers._spans.grammar import Both, Resolve, Seen
from bot.readers._spans.resolve import calendar


def nth_workday(months: int = 0) -> Resolve:
    """The first, the last working day of June, of the month, of next month."""

    def resolve(seen: Seen) -> Both:
        if seen.has("m"):
            years = (seen.year,) if seen.year else (seen.on.year - 1, seen.on.year, seen.on.year + 1)
            days = [_nth_workday(year, seen.month, seen.nth, seen.written.holiday) for year in years]
        else:
            around = [when.month_after(seen.on, k) for k in (months - 1, months, months + 1)]
            days = [_nth_workday(*month, seen.nth, seen.written.holiday) for month in around]
        if months:
            return Both(day=days[1])
        return Both(
            day=next((d for d in days if d >= seen.on), None),
            past_day=next((d for d in days[::-1] if d <= seen.on), None),
        )

    return resolve


def _nth_workday(year: int, month: int, nth: int, holiday: Holiday) -> date:
    if nth > 0:
        return add_business_days(date(year, month, 1), nth - 1, holiday)
    day = when.end_of_month(year, month)
    while not is_business_day(day, holiday):
        day -= timedelta(days=1)
    return day


def first_of_named_month(seen: Seen) -> Both:
    return calendar(1, seen.month, seen.year, seen.on)
