"""A jurisdiction's facts, dated and sourced. A fact that does not cover the day is not used (truth 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.case import Kind


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact of law. ``value`` is text for a letter; ``since`` and ``until`` are days, both included."""

    name: str
    value: str
    source: str
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True)
class Law:
    """What a country says about a late payment. ``notice_days``: usual delay of a formal notice, in days."""

    country: str
    notice_days_business: int = 8
    notice_days_consumer: int = 15
    facts: tuple[Fact, ...] = ()

    def fact(self, name: str, day: date) -> Fact | None:
        """The fact of that name that covers the day, or None: then nothing is claimed on it."""
        return next((f for f in self.facts if f.name == name and f.covers(day)), None)

    def barred_on(self, kind: Kind, due: date) -> date | None:
        """The last day of the limitation of a debt due that day, if nothing has interrupted it; None: not known."""
        fact = self.fact(f"limitation_{kind}", due)
        if fact is None:
            return None
        year = due.year + int(fact.value)
        leap_day = (due.month, due.day) == (2, 29)
        return date(year, 2, 28) if leap_day else due.replace(year=year)
