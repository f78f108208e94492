"""Instalments in an owner's words: read whole or not at all; days in order; amounts that come to what is owed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.instalments import EQUAL, MOST, Terms, spread
from bot.core.money import Money
from bot.core.order import OrderKind, understand
from bot.core.when import add_months

TODAY = date(2026, 11, 23)  # a Monday
OWED = Money(120001, "EUR")
THIRDS = ["12-15 400.00", "01-15 400.00", "02-15 400.01"]
TWO = ["12-15 500.00", "12-30 700.01"]
FIVES = ["12-05 500.00", "01-05 500.00", "02-05 200.01"]


def made(text: str, owed: Money = OWED) -> tuple[str, list[str]]:
    order = understand(text, TODAY)
    assert order is not None, text
    assert order.kind is OrderKind.PLAN
    assert order.terms is not None
    return order.who, [f"{day:%m-%d} {money.decimal}" for day, money in spread(order.terms, owed, TODAY)]


@pytest.mark.parametrize(
    ("text", "who", "parts"),
    [
        ("ACME 3 fois dès le 15", "ACME", THIRDS),
        ("ACME paie en trois fois à partir du 15 décembre", "ACME", THIRDS),
        ("ACME : 3 x dès le 15", "ACME", THIRDS),
        ("échéancier pour ACME : 3 mensualités dès le 15/12", "ACME", THIRDS),
        ("Smith & Sons will pay in three instalments from the 15th", "Smith & Sons", THIRDS),
        ("ACME three monthly payments from 15 December", "ACME", THIRDS),
        ("ACME 500 le 15, le reste le 30", "ACME", TWO),
        ("Boulangerie du Port paie 500 le 15 et le reste le 30", "Boulangerie du Port", TWO),
        ("ACME pays €500 on the 15th, the rest on the 30th", "ACME", TWO),
        ("Garage 2000 : 500 le 15/12 puis 700,01 le 30/12", "Garage 2000", TWO),
        ("ACME 500 le 15, 700 le 30", "ACME", TWO),
        ("ACME 500 par mois dès le 5", "ACME", FIVES),
        ("ACME 500 a month from the 5th, three times", "ACME", FIVES),
        ("ACME la moitié le 15, le solde le 30", "ACME", ["12-15 600.00", "12-30 600.01"]),
        ("ACME 600 par semaine dès vendredi", "ACME", ["11-27 600.00", "12-04 600.01"]),
    ],
)
def test_what_is_a_plan(text: str, who: str, parts: list[str]) -> None:
    assert made(text) == (who, parts)


@pytest.mark.parametrize(
    "text",
    ["ACME 3 fois", "ACME 500 le 15", "3 fois dès le 15", "ACME 0 fois dès le 15", "ACME 99 fois dès le 15",
     "ACME le reste le 15, 500 le 30", "ACME 3 fois dès que possible",
     "ACME ne paie pas 3 fois dès le 15", "ACME 3 fois dès le 15 ?"],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    order = understand(text, TODAY)
    assert order is None or order.terms is None or order.doubt, "only for somebody who is called so"


def test_some_day_is_no_day() -> None:
    with pytest.raises(ValueError, match="un jour"):
        understand("ACME 500 le 15, le reste un jour", TODAY)


@pytest.mark.parametrize(
    "text",
    ["ACME 500 le 15, 500 le 30", "ACME 500 le 15, 800 le 30", "ACME 500 le 15, le reste le 15/06",
     "ACME 500 par mois dès le 15/06", "ACME 10 par mois dès le 15", "ACME 2000 par mois dès le 15",
     "ACME 100 a month from the 5th, three times", "ACME 1200,01 le 15, le reste le 30"],
)  # fmt: skip
def test_what_does_not_come_to_what_is_owed(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        made(text)


@given(st.integers(1, 10**9), st.integers(2, MOST))
def test_whatever_is_owed_the_parts_come_to_it(minor: int, count: int) -> None:
    terms = Terms(parts=tuple((add_months(date(2026, 12, 15), n), EQUAL) for n in range(count)))
    owed = Money(minor, "EUR")
    if minor < count:
        with pytest.raises(ValueError, match=r".+"):
            spread(terms, owed, TODAY)
        return
    amounts = [money.minor for _, money in spread(terms, owed, TODAY)]
    assert sum(amounts) == minor
    assert set(amounts[:-1]) == {minor // count}
    assert 0 <= amounts[-1] - amounts[0] < count


@pytest.mark.parametrize(
    ("text", "kind", "who", "amount"),
    [
        ("avoir 120 F2026-12", OrderKind.CREDIT, "F2026-12", "120"),
        ("avoir de 120,50 € sur la facture F2026-12", OrderKind.CREDIT, "F2026-12", "120,50 €"),
        ("F2026-12 avoir 120", OrderKind.CREDIT, "F2026-12", "120"),
        ("credit note of 120 for G-1", OrderKind.CREDIT, "G-1", "120"),
        ("ACME est chez le médiateur", OrderKind.MEDIATOR, "ACME", ""),
        ("ACME confié à une agence de recouvrement", OrderKind.AGENCY, "ACME", ""),
        ("ACME handed over to a collection agency", OrderKind.AGENCY, "ACME", ""),
    ],
)
def test_credit_notes_and_other_hands(text: str, kind: OrderKind, who: str, amount: str) -> None:
    order = understand(text, TODAY)
    assert order is not None
    assert (order.kind, order.who, order.amount) == (kind, who, amount)
