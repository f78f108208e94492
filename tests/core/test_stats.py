"""Figures of the ledger: what is still to come in, after which step money came, what was promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.case import Case, Invoice, Promise, PromiseState
from bot.core.ledger import Payment
from bot.core.question import Choice, Option
from bot.core.stats import stats
from bot.core.triage import days_to_promise, promised_day
from tests.core.given import DUPONT, euros, march, passed

TODAY = march(31)


def invoice(number: int, *, issued: int, due: int, total: float = 100, received: float = 0) -> Invoice:
    return Invoice(
        id=number, number=f"F{number}", issued=march(issued), due=march(due), total=euros(total),
        received=euros(received), places=(passed("kind", 10), passed("firm", 20)),
    )  # fmt: skip


def case(*invoices: Invoice, promises: tuple[Promise, ...] = ()) -> Case:
    return Case(id=1, account="martin", token="t", debtor=DUPONT, invoices=invoices, promises=promises)


def paid(number: int, on: int) -> Payment:
    return Payment(invoice_id=number, on=march(on), amount=euros(100))


def test_days_of_sales_that_are_still_to_come_in() -> None:
    one, other = invoice(1, issued=-9, due=1, received=100), invoice(2, issued=1, due=20)
    assert stats([case(one, other)], [paid(1, 5)], TODAY).sales_days == {"EUR": 20}  # half of the sales of 40 days
    assert stats([case(other)], [], march(20)).sales_days == {}, "less than a month says nothing"
    assert stats([], [], TODAY).sales_days == {}


def test_after_which_step_the_money_came() -> None:
    rows = [invoice(n, issued=-9, due=5, received=100) for n in (1, 2, 3, 4)]
    found = stats([case(*rows)], [paid(1, 5), paid(2, 12), paid(3, 12), paid(4, 1), paid(4, 25)], TODAY)
    assert found.paid_after == (("kind", 2), ("", 1), ("firm", 1))
    assert (found.paid, found.late) == (4, 8)  # 0, 7, 7 and 20 days after the due date


def test_a_step_that_the_owner_skipped_made_nobody_pay() -> None:
    one = replace(invoice(1, issued=-9, due=5, received=100), places=(passed("kind", 10, said=False),))
    assert stats([case(one)], [paid(1, 12)], TODAY).paid_after == (("", 1),)


def test_promises_of_a_year() -> None:
    made = [
        Promise(id=n, day=march(5), amount=None, made_on=TODAY - timedelta(days=age), state=state)
        for n, (age, state) in enumerate(
            [(1, PromiseState.KEPT), (2, PromiseState.BROKEN), (3, PromiseState.RUNNING), (400, PromiseState.KEPT)]
        )
    ]
    found = stats([case(promises=tuple(made))], [], TODAY)
    assert (found.kept, found.broken, found.running) == (1, 1, 1)


@pytest.mark.parametrize("offset", range(60))
def test_the_days_that_are_offered_for_a_promise(offset: int) -> None:
    today = date(2026, 11, 1) + timedelta(days=offset)
    offered = days_to_promise(today)
    days = [promised_day(option, today) for option in offered]
    assert None not in days
    assert 3 <= len(set(days)) == len(days) <= 4
    assert all(day and today < day <= today + timedelta(days=62) for day in days)


@pytest.mark.parametrize("argument", [None, 0, 1, 20260230, 20261131, 99999999, 202612041, 20261101])
def test_a_forged_day_is_none(argument: int | None) -> None:
    assert promised_day(Option(choice=Choice.PROMISED, argument=argument), date(2026, 11, 1)) is None
