"""A payment plan: equal monthly parts, to the cent, on business days. Never an offer by itself."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.days import Holiday, business_day_from
from bot.core.money import Money
from bot.core.when import add_months


def instalments(total: Money, count: int, today: date, holiday: Holiday) -> tuple[tuple[date, Money], ...]:
    """``count`` monthly parts that add up to ``total``; the first in about a week, the odd cents in the first.

    Raises ValueError for fewer than two parts or a total smaller than the parts.
    """
    if count < 2 or total.minor < count:
        raise ValueError(f"{total} cannot be paid in {count} parts")
    part, odd = divmod(total.minor, count)
    first = today + timedelta(days=8)
    return tuple(
        (business_day_from(add_months(first, n), holiday), Money(part + (odd if n == 0 else 0), total.currency))
        for n in range(count)
    )
