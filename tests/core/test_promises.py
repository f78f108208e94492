"""Promises: how long one is waited for, and whether it was kept. Money received decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.case import Case, Promise, PromiseState
from bot.core.days import never
from bot.core.money import Money
from bot.core.promises import deadline, kept, received
from tests.core.given import case, closed_on, euros, invoice, march, promise, promised


@pytest.mark.parametrize(
    ("words", "day", "bank_days", "closed", "last"),
    [
        ("a Tuesday, and two days of the bank", 3, 2, (), 5),
        ("a Friday: the week-end is no time for a bank", 6, 2, (), 10),
        ("a Saturday counts as Monday", 7, 2, (), 11),
        ("a holiday does not count", 3, 2, (4,), 6),
        ("without a bank it is the day itself", 3, 0, (), 3),
    ],
)
def test_how_long_a_promise_is_waited_for(
    words: str, day: int, bank_days: int, closed: tuple[int, ...], last: int
) -> None:
    assert deadline(promise(day), bank_days, closed_on(*closed)) == march(last), words


OPEN = invoice("F9", due=20)  # keeps the case open
WITHDRAWN = PromiseState.WITHDRAWN
BROKEN = PromiseState.BROKEN


@pytest.mark.parametrize(
    ("words", "known", "made", "is_kept"),
    [
        ("nothing is open any more", case(invoice(paid=100)), promise(10, 500), True),
        ("nothing came in", case(invoice()), promise(10), False),
        ("all that was due came in", case(invoice(paid=100), OPEN), promise(10), True),
        ("a cent is missing", case(invoice(paid=99.99), OPEN), promise(10), False),
        ("one of two is paid", case(invoice(paid=100), invoice("F2")), promise(10), False),
        ("an invoice due later was not meant", case(invoice(paid=100), invoice("F2", due=11)), promise(10), True),
        ("an invoice issued later was not meant", case(invoice(paid=100), invoice("F2", issued=4)), promise(10), True),
        ("one issued the same day was", case(invoice(paid=100), invoice("F2", issued=3)), promise(10), False),
        ("before any is due the first is meant", case(invoice(due=12, paid=100), OPEN), promise(10), True),
        ("and it is not paid in part", case(invoice(due=12, paid=50), OPEN), promise(10), False),
        ("nothing was there to be meant", case(invoice(issued=5)), promise(10), False),
        ("what was paid before keeps no promise", case(invoice(due=-30, paid=100), invoice("F2", due=12)),
         promise(10, received=[euros(100)]), False),
        ("what came in since does", case(invoice(due=-30, paid=100), invoice("F2", due=12, paid=100), OPEN),
         promise(10, received=[euros(100)]), True),
        ("the amount came in", case(invoice(paid=50)), promise(10, 50), True),
        ("a part of it", case(invoice(paid=49.99)), promise(10, 50), False),
        ("more than it", case(invoice(paid=60)), promise(10, 50), True),
        ("on several invoices", case(invoice(paid=30), invoice("F2", paid=20)), promise(10, 50), True),
        ("a credit counts as money", case(replace(invoice(), received=euros(50))), promise(10, 50), True),
        ("but not what was there before", case(invoice(paid=50)), promise(10, 50, received=[euros(50)]), False),
        ("nor another currency", case(replace(invoice(), total=Money(9000, "CHF"), received=Money(5000, "CHF"))),
         promise(10, 50), False),
    ],
)  # fmt: skip
def test_a_promise_is_kept_by_money(words: str, known: Case, made: Promise, is_kept: bool) -> None:
    assert kept(promised(known, made), made) is is_kept, words


FIRST, SECOND = promise(10, 50, id=1), promise(20, 50, id=2)


@pytest.mark.parametrize(
    ("words", "paid", "beside", "first", "second"),
    [
        ("nothing", 0, (), False, False),
        ("the first", 50, (), True, False),
        ("both", 100, (), True, True),
        ("between them", 75, (), True, False),
        ("an earlier word of another day does not count", 100, (promise(5, 50, made_on=1, id=3),), True, True),
        ("nor one that was taken back", 100, (promise(5, 50, state=WITHDRAWN, id=3),), True, True),
        ("one that was broken is still owed", 100, (promise(5, 50, state=BROKEN, id=3),), True, False),
        ("nor one without an amount", 100, (promise(5, id=3),), True, True),
        ("nor one in another currency", 100, (replace(promise(5, id=3), amount=Money(5000, "CHF")),), True, True),
    ],
)
def test_instalments_promised_the_same_day_add_up(
    words: str, paid: float, beside: tuple[Promise, ...], first: bool, second: bool
) -> None:
    known = promised(case(invoice(total=200, paid=paid)), FIRST, SECOND, *beside)
    assert (kept(known, FIRST), kept(known, SECOND)) == (first, second), words


def test_what_came_in_is_told_by_currency() -> None:
    francs = replace(invoice("F2"), total=Money(9000, "CHF"), received=Money(5000, "CHF"))
    assert received(case(invoice(paid=10), francs, invoice("F3", paid=5))) == (euros(15), Money(5000, "CHF"))


def test_a_holiday_after_the_week_end_is_waited_out() -> None:
    assert deadline(promise(6), 1, closed_on(9)) == march(10)
    assert deadline(promise(6), 1, never) == march(9)
