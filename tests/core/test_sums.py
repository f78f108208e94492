"""Amounts that an owner writes: exact, and never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.instalments import spread, understand
from bot.core.money import Money
from bot.core.sums import written_sum

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("written", "minor"), [("1 240", 124000), ("1240,50 euros", 124050), ("1,240.00", 124000), ("€ 500", 50000)]
)
def test_an_amount_of_an_order(written: str, minor: int) -> None:
    assert written_sum(written, "EUR") == Money(minor, "EUR")


@pytest.mark.parametrize("written", ["12,345", "10.005 €", "1.240 euros"])
def test_three_digits_after_a_lone_mark_are_asked_about(written: str) -> None:
    with pytest.raises(ValueError, match=r"can be .* or .*: write "):
        written_sum(written, "EUR")


def test_nor_are_they_guessed_in_a_plan() -> None:
    terms = understand("1,240 le 15/03, le reste le 30/03", TODAY, lambda text, after: date(2026, 3, int(text[:2])))
    assert terms is not None
    with pytest.raises(ValueError, match="can be 1240 or 1"):
        spread(terms, Money(300000, "EUR"), TODAY)


@pytest.mark.parametrize("written", ["$500", "500 usd", "£5", "0", "-5 €", "500 CHF", "cinq"])
def test_other_money_and_nothing_are_no_amount(written: str) -> None:
    with pytest.raises(ValueError, match=r"not in EUR|nothing|not an amount"):
        written_sum(written, "EUR")


def test_a_dollar_may_be_of_several_countries() -> None:
    assert written_sum("US$500", "USD") == Money(50000, "USD")
    with pytest.raises(ValueError, match="not in CAD"):
        written_sum("US$500", "CAD")
    assert written_sum("EUR 500", "EUR") == Money(50000, "EUR")
    assert written_sum("$500", "CAD") == Money(50000, "CAD")
    assert written_sum("500 CHF", "CHF") == Money(50000, "CHF")
    assert written_sum("500 dollars", "USD") == Money(50000, "USD")
