"""Promises: until when to wait for one, and whether it was kept. Never a guess: money received decides."""

from __future__ import annotations

from datetime import date

from bot.core.case import Case, Promise, PromiseState
from bot.core.days import Holiday, add_business_days, business_day_from
from bot.core.money import Money, totals


def deadline(promise: Promise, bank_days: int, holiday: Holiday) -> date:
    """The last day to wait: the promised day, moved to a business day, plus the bank's business days."""
    return add_business_days(business_day_from(promise.day, holiday), bank_days, holiday)


def received(case: Case) -> tuple[Money, ...]:
    """All that has come in for the case, by currency."""
    return totals(i.received for i in case.invoices)


def kept(case: Case, promise: Promise) -> bool:
    """Has the promised money come in?

    With an amount: what was received since the promise covers it, together with the earlier payments of the same
    promise (500 now and 500 later are two promises made the same day). Without: something came in since, and every
    invoice that existed and was due by the promised day (before any is due: the first of them) is settled.
    """
    if not case.open_invoices:
        return True
    if promise.amount is None:
        known = sorted((i for i in case.invoices if i.issued <= promise.made_on), key=lambda i: i.due)
        meant = [i for i in known if i.due <= promise.day] or known[:1]
        came_in = any(m.minor > _sum(promise.received_then, m.currency) for m in received(case))
        return came_in and bool(meant) and all(i.settled for i in meant)
    currency = promise.amount.currency
    needed = sum(
        p.amount.minor
        for p in case.promises
        if p.amount is not None
        and p.amount.currency == currency
        and p.made_on == promise.made_on
        and p.received_then == promise.received_then
        and p.day <= promise.day
        and p.state is not PromiseState.WITHDRAWN
    )
    return _sum(received(case), currency) - _sum(promise.received_then, currency) >= needed


def _sum(amounts: tuple[Money, ...], currency: str) -> int:
    return sum(m.minor for m in amounts if m.currency == currency)
