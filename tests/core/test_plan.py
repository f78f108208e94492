"""A payment plan: equal monthly parts, to the cent, on business days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.days import is_business_day, never
from bot.core.money import Money
from bot.core.plan import instalments
from bot.core.when import add_months
from tests.core.given import closed_on, euros, march, steady


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
        (date(2026, 11, 30), 13, date(2027, 12, 30)),
    ],
)
def test_a_add_months_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_the_odd_cents_are_in_the_first_part() -> None:
    plan = instalments(euros(100), 3, march(2), never)
    assert plan == (
        (date(2026, 3, 10), euros(33.34)),
        (date(2026, 4, 10), euros(33.33)),
        (date(2026, 5, 11), euros(33.33)),  # the 10th is a Sunday
    )


def test_a_part_falls_due_on_a_business_day() -> None:
    assert instalments(euros(100), 2, march(2), closed_on(10, 11))[0][0] == march(12)


@pytest.mark.parametrize(("minor", "count"), [(100, 1), (100, 0), (100, -1), (2, 3), (0, 2), (-100, 2)])
def test_what_cannot_be_divided_is_refused(minor: int, count: int) -> None:
    with pytest.raises(ValueError, match="cannot be paid in"):
        instalments(Money(minor, "EUR"), count, march(2), never)


@steady
@given(
    minor=st.integers(24, 10**12),
    count=st.integers(2, 24),
    today=st.dates(date(2020, 1, 1), date(2050, 1, 1)),
    currency=st.sampled_from(["EUR", "JPY", "TND"]),
)
def test_the_parts_are_the_whole_to_the_cent_and_come_month_by_month(
    minor: int, count: int, today: date, currency: str
) -> None:
    plan = instalments(Money(minor, currency), count, today, never)
    amounts = [amount.minor for _, amount in plan]
    assert sum(amounts) == minor
    assert len(plan) == count
    assert len(set(amounts[1:])) == 1
    assert 0 <= amounts[0] - amounts[-1] < count
    days = [day for day, _ in plan]
    assert days[0] > today + timedelta(days=7)
    assert all(is_business_day(day, never) for day in days)
    assert all(timedelta(days=25) < later - earlier < timedelta(days=35) for earlier, later in pairwise(days))
