"""Days: business days, and the window in which mail may leave, also when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.days import Quiet, Window, add_business_days, aware, business_day_from, is_business_day, never
from tests.core.given import WINDOW, closed_on, march, steady

PARIS = ZoneInfo("Europe/Paris")


def paris(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), PARIS)


@pytest.mark.parametrize(
    ("words", "day", "closed", "first"),
    [
        ("a Monday is one", 2, (), 2),
        ("a Saturday is moved to Monday", 7, (), 9),
        ("so is a Sunday", 8, (), 9),
        ("a holiday to the day after", 3, (3,), 4),
        ("a long week-end to its end", 6, (6, 9), 10),
    ],
)
def test_the_first_business_day_from_a_day(words: str, day: int, closed: tuple[int, ...], first: int) -> None:
    assert business_day_from(march(day), closed_on(*closed)) == march(first), words
    assert is_business_day(march(day), closed_on(*closed)) == (day == first)


@pytest.mark.parametrize(
    ("words", "day", "count", "closed", "last"),
    [
        ("two after Monday", 2, 2, (), 4),
        ("two after Friday lie behind the week-end", 6, 2, (), 10),
        ("two after Sunday count from Monday", 8, 2, (), 11),
        ("none is the day itself", 2, 0, (), 2),
        ("or the next business day", 7, 0, (), 9),
        ("holidays do not count", 2, 2, (3, 4), 6),
        ("five are a week", 2, 5, (), 9),
    ],
)
def test_business_days_are_added(words: str, day: int, count: int, closed: tuple[int, ...], last: int) -> None:
    assert add_business_days(march(day), count, closed_on(*closed)) == march(last), words


def test_the_window_is_open_from_its_start_until_just_before_its_end() -> None:
    monday = march(2)
    assert not WINDOW.is_open(paris(monday, 8, 29), never)
    assert WINDOW.is_open(paris(monday, 8, 30), never)
    assert WINDOW.is_open(paris(monday, 17, 59), never)
    assert not WINDOW.is_open(paris(monday, 18), never)


def test_it_is_closed_on_week_ends_and_holidays() -> None:
    assert not WINDOW.is_open(paris(march(7), 12), never)
    assert not WINDOW.is_open(paris(march(3), 12), closed_on(3))


@pytest.mark.parametrize(
    ("words", "now", "opens"),
    [
        ("open: now", paris(march(2), 12), paris(march(2), 12)),
        ("before it opens: today", paris(march(2), 6), paris(march(2), 8, 30)),
        ("after it closed: tomorrow", paris(march(2), 18), paris(march(3), 8, 30)),
        ("Friday night: Monday", paris(march(6), 20), paris(march(9), 8, 30)),
        ("Sunday: Monday", paris(march(8), 10), paris(march(9), 8, 30)),
        ("over the night to summer time", paris(march(27), 19), datetime(2026, 3, 30, 6, 30, tzinfo=UTC)),
        ("on the day before it", paris(march(27), 6), datetime(2026, 3, 27, 7, 30, tzinfo=UTC)),
        ("over the night to winter time", paris(date(2026, 10, 23), 19), datetime(2026, 10, 26, 7, 30, tzinfo=UTC)),
        ("on the day before that", paris(date(2026, 10, 23), 6), datetime(2026, 10, 23, 6, 30, tzinfo=UTC)),
    ],
)
def test_when_the_window_opens_next(words: str, now: datetime, opens: datetime) -> None:
    assert WINDOW.opens_next(now, never) == opens, words
    assert WINDOW.opens_next(now, never).tzinfo is UTC


def test_a_holiday_is_waited_out() -> None:
    assert WINDOW.opens_next(paris(march(2), 20), closed_on(3, 4)) == paris(march(5), 8, 30)


@steady
@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))
def test_the_window_is_open_when_it_opens_next_and_never_before(now: datetime) -> None:
    opens = WINDOW.opens_next(now, never)
    assert opens >= now
    assert WINDOW.is_open(opens, never)
    if opens > now:
        assert not WINDOW.is_open(opens - timedelta(microseconds=1), never)


def test_today_is_the_accounts_own_day() -> None:
    night = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert WINDOW.today(night) == march(3)
    assert Window(start=time(8), end=time(18), zone="America/Montreal").today(night) == march(2)
    assert WINDOW.timezone == PARIS


def test_a_naive_moment_is_refused() -> None:
    for ask in (WINDOW.today, aware, lambda now: WINDOW.is_open(now, never), lambda now: WINDOW.opens_next(now, never)):
        with pytest.raises(ValueError, match="naive datetime"):
            ask(datetime(2026, 3, 2, 12))


def test_an_aware_moment_is_given_in_utc() -> None:
    assert aware(paris(march(2), 12)) == datetime(2026, 3, 2, 11, tzinfo=UTC)


@pytest.mark.parametrize("end", [time(8), time(7)])
def test_a_window_ends_after_it_starts(end: time) -> None:
    with pytest.raises(ValueError, match="ends"):
        Window(start=time(8), end=end, zone="Europe/Paris")


def test_a_window_needs_a_time_zone_that_exists() -> None:
    with pytest.raises(KeyError):
        Window(start=time(8), end=time(18), zone="Europe/Lutetia")


@pytest.mark.parametrize(
    ("start", "end", "moment", "quiet"),
    [
        (20, 7, time(20), True), (20, 7, time(23, 59), True), (20, 7, time(0), True), (20, 7, time(6, 59), True),
        (20, 7, time(7), False), (20, 7, time(19, 59), False),
        (12, 14, time(13), True), (12, 14, time(14), False), (12, 14, time(11), False),
    ],
)  # fmt: skip
def test_quiet_hours_may_pass_midnight(start: int, end: int, moment: time, quiet: bool) -> None:
    assert Quiet(start=time(start), end=time(end)).covers(moment) is quiet
