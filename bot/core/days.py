"""Days: business days, sending windows, local dates. Never a clock; today and now are arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Holiday = Callable[[date], bool]
"""Is this day a public holiday there? Given by the almanac at the edge."""


def never(day: date) -> bool:
    """A calendar without public holidays."""
    return False


def aware(moment: datetime) -> datetime:
    """The moment in UTC. A naive datetime is refused: it would be a guess about somebody's clock."""
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime {moment!r}: give it a time zone")
    return moment.astimezone(UTC)


def is_business_day(day: date, holiday: Holiday) -> bool:
    return day.weekday() < 5 and not holiday(day)


def business_day_from(day: date, holiday: Holiday) -> date:
    """The first business day on or after ``day``."""
    while not is_business_day(day, holiday):
        day += timedelta(days=1)
    return day


def add_business_days(day: date, count: int, holiday: Holiday) -> date:
    """``count`` business days after ``day`` (0 gives the day itself, moved to a business day)."""
    day = business_day_from(day, holiday)
    for _ in range(count):
        day = business_day_from(day + timedelta(days=1), holiday)
    return day


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """The hours in which the owner is left alone, local time; ``start`` in the evening, ``end`` in the morning."""

    start: time
    end: time

    def covers(self, moment: time) -> bool:
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, kw_only=True)
class Window:
    """When mail may leave: from ``start`` to ``end`` (local time of ``zone``) on business days."""

    start: time
    end: time
    zone: str

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(f"the sending window ends ({self.end}) before it starts ({self.start})")
        ZoneInfo(self.zone)

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def today(self, now: datetime) -> date:
        return aware(now).astimezone(ZoneInfo(self.zone)).date()

    def is_open(self, now: datetime, holiday: Holiday) -> bool:
        local = aware(now).astimezone(ZoneInfo(self.zone))
        return is_business_day(local.date(), holiday) and self.start <= local.time() < self.end

    def opens_next(self, now: datetime, holiday: Holiday) -> datetime:
        """The next moment (UTC) at which the window is open; ``now`` itself when it is open."""
        if self.is_open(now, holiday):
            return aware(now)
        local = aware(now).astimezone(ZoneInfo(self.zone))
        day = local.date() if local.time() < self.start else local.date() + timedelta(days=1)
        day = business_day_from(day, holiday)
        return datetime.combine(day, self.start, ZoneInfo(self.zone)).astimezone(UTC)
