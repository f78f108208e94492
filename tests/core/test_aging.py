"""Who owes what by age, and how it stood in the weeks before."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.aging import WEEKS, age_of, balances, by_age, history
from bot.core.case import Case, Debtor, Invoice
from bot.core.ledger import Payment
from bot.core.money import Money

TODAY = date(2026, 11, 23)


def invoice(number: int, late: int, total: int, received: int = 0, currency: str = "EUR") -> Invoice:
    due = TODAY - timedelta(days=late)
    return Invoice(
        id=number, number=f"F-{number}", issued=due - timedelta(days=30), due=due, total=Money(total, currency),
        received=Money(received, currency),
    )  # fmt: skip


def case(number: int, *invoices: Invoice) -> Case:
    name = f"Client {number}"
    return Case(id=number, account="a", token="t", debtor=Debtor(key=name, name=name), invoices=invoices)


def test_each_day_has_its_age() -> None:
    ages = {-5: 0, 0: 0, 1: 1, 30: 1, 31: 31, 60: 31, 61: 61, 90: 61, 91: 91, 4000: 91}
    assert {days: age_of(days) for days in ages} == ages


def test_sums_are_by_invoice_and_by_currency_the_largest_debtor_first() -> None:
    cases = [
        case(1, invoice(1, 95, 10_000), invoice(2, 5, 500, 100)),
        case(2, invoice(3, -3, 70_000), invoice(4, 40, 900, currency="USD")),
        case(3, invoice(5, 10, 800, 800)),
    ]
    euro, dollar = balances(cases, TODAY)
    assert (euro.currency, euro.parts, euro.total, euro.late) == ("EUR", (10_000, 0, 0, 400, 70_000), 80_400, 10_400)
    assert [(d.case_id, d.total) for d in euro.debtors] == [(2, 70_000), (1, 10_400)]
    assert (dollar.currency, dollar.parts) == ("USD", (0, 0, 900, 0, 0))
    assert by_age(cases, TODAY)[31] == (Money(900, "USD"),)
    assert balances([], TODAY) == ()


def test_the_weeks_before_are_told_from_the_books() -> None:
    week = timedelta(weeks=1)
    half = invoice(1, 14, 1000, received=600)
    paid = invoice(2, 60, 300, received=300)
    payments = [Payment(invoice_id=1, on=TODAY - week, amount=Money(400, "EUR")),
                Payment(invoice_id=2, on=TODAY - 2 * week, amount=Money(300, "EUR"))]  # fmt: skip
    weeks = history([case(1, half), case(2, paid)], payments, TODAY)["EUR"]
    assert [w.day for w in weeks] == [TODAY - (WEEKS - 1 - n) * week for n in range(WEEKS)]
    # 200 came before the books began; the second invoice is over since its payment.
    assert [sum(w.parts) for w in weeks] == [300, 1100, 1100, 1100, 1100, 800, 400, 400]
    assert weeks[-1].parts == (0, 0, 0, 400, 0)
    assert weeks[5].parts == (0, 0, 0, 0, 800), "due on that very day: not late yet"


def test_today_is_what_every_other_list_says() -> None:
    ahead = invoice(1, 3, 1000, received=1000)
    later = Payment(invoice_id=1, on=TODAY + timedelta(days=2), amount=Money(1000, "EUR"))
    weeks = history([case(1, ahead)], [later], TODAY)["EUR"]
    assert sum(weeks[-1].parts) == 0
    assert sum(weeks[-2].parts) == 1000
