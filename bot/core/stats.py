"""Figures of an account's ledger: days sales outstanding, paid after which step, promises kept. Never a forecast."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.core.case import Case, Invoice, PromiseState
from bot.core.ledger import Payment
from bot.core.money import Money

YEAR = 365
SHORTEST = 30
"""Days of sales that a figure must rest on: less than a month says nothing."""


@dataclass(frozen=True, kw_only=True)
class Stats:
    """``sales_days``: by currency. ``late``: mean days between due date and the last payment, of what is paid.

    ``paid_after``: how many paid invoices by the last step that was said before (""; nothing had to be said).
    """

    sales_days: Mapping[str, int] = field(default_factory=dict)
    late: int | None = None
    paid: int = 0
    paid_after: tuple[tuple[str, int], ...] = ()
    kept: int = 0
    broken: int = 0
    running: int = 0


def stats(cases: Sequence[Case], payments: Iterable[Payment], today: date) -> Stats:
    """Of the last 365 days. ``payments``: all of the account's."""
    settled = last_payments(payments)
    since = today - timedelta(days=YEAR)
    invoices = [i for case in cases for i in case.invoices]
    paid = [(i, settled[i.id]) for i in invoices if i.settled and settled.get(i.id, date.min) > since]
    after = Counter(_after(invoice, day) for invoice, day in paid)
    days = [(day - i.due).days for i, day in paid]
    promises = Counter(p.state for case in cases for p in case.promises if p.made_on > since)
    return Stats(
        sales_days=_sales_days(invoices, today),
        late=round(sum(days) / len(days)) if days else None,
        paid=len(paid),
        paid_after=tuple(sorted(after.items(), key=lambda pair: -pair[1])),
        kept=promises[PromiseState.KEPT],
        broken=promises[PromiseState.BROKEN],
        running=promises[PromiseState.RUNNING],
    )


def last_payments(payments: Iterable[Payment]) -> dict[int, date]:
    """By invoice, the day on which the last money came."""
    last: dict[int, date] = {}
    for payment in payments:
        last[payment.invoice_id] = max(payment.on, last.get(payment.invoice_id, payment.on))
    return last


def _after(invoice: Invoice, day: date) -> str:
    """The last step that was said before the money came."""
    said = [place for place in invoice.places if place.said and place.on <= day]
    return max(said, key=lambda place: place.on).step if said else ""


def _sales_days(invoices: Sequence[Invoice], today: date) -> dict[str, int]:
    """Owed now, by what was invoiced in a year (or since the first invoice), in days of sales. A currency each."""
    owed: dict[str, int] = defaultdict(int)
    sold: dict[str, int] = defaultdict(int)
    first: dict[str, date] = {}
    for invoice in invoices:
        money: Money = invoice.total
        age = (today - invoice.issued).days
        if not invoice.settled:
            owed[money.currency] += invoice.outstanding.minor
        if 0 <= age < YEAR:
            sold[money.currency] += money.minor
            first[money.currency] = min(invoice.issued, first.get(money.currency, invoice.issued))
    periods = {currency: (today - day).days for currency, day in first.items()}
    return {
        currency: round(owed[currency] * periods[currency] / minor)
        for currency, minor in sold.items()
        if minor > 0 and periods[currency] >= SHORTEST
    }
