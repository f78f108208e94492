"""Who owes what by age: sums of today, the largest debtors, and how it stood in the weeks before. Only figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.case import Case
from bot.core.ledger import Payment
from bot.core.money import Money, totals

AGES = (91, 61, 31, 1, 0)
"""The first day of each age, oldest first; 0 is not due yet."""

WEEKS = 8
"""Weeks of a history, the present one with them."""


@dataclass(frozen=True, kw_only=True)
class Owing:
    """A debtor in one currency: what is owed, in minor units, by age as in ``AGES``."""

    case_id: int
    name: str
    parts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.parts)


@dataclass(frozen=True, kw_only=True)
class Balance:
    """All that is owed in one currency; ``debtors``: the largest first."""

    currency: str
    parts: tuple[int, ...]
    debtors: tuple[Owing, ...]

    @property
    def total(self) -> int:
        return sum(self.parts)

    @property
    def late(self) -> int:
        return sum(part for age, part in zip(AGES, self.parts, strict=True) if age)


@dataclass(frozen=True, kw_only=True)
class Week:
    """How it stood at the end of a day, in one currency; ``parts`` as in ``AGES``."""

    day: date
    parts: tuple[int, ...]


def age_of(days: int) -> int:
    """The first day of the age that so many days late belong to."""
    return next(age for age in AGES if max(days, 0) >= age)


def by_age(cases: Sequence[Case], today: date) -> dict[int, tuple[Money, ...]]:
    """Sums by age of the single invoice, not of the debtor."""
    open_ones = [i for c in cases for i in c.open_invoices]
    return {age: totals(i.outstanding for i in open_ones if age_of((today - i.due).days) == age) for age in AGES}


def balances(cases: Iterable[Case], today: date) -> tuple[Balance, ...]:
    """A currency each; the one with the most debtors first."""
    found: dict[str, list[Owing]] = defaultdict(list)
    for case in cases:
        for money in case.outstanding:
            mine = [i for i in case.open_invoices if i.total.currency == money.currency]
            aged = [(age_of((today - i.due).days), i.outstanding.minor) for i in mine]
            found[money.currency].append(Owing(case_id=case.id, name=case.debtor.name, parts=_parts(aged)))
    whole = [
        Balance(
            currency=currency,
            parts=tuple(sum(column) for column in zip(*(o.parts for o in owing), strict=True)),
            debtors=tuple(sorted(owing, key=lambda o: (-o.total, o.name, o.case_id))),
        )
        for currency, owing in found.items()
    ]
    return tuple(sorted(whole, key=lambda b: (-len(b.debtors), b.currency)))


def history(cases: Iterable[Case], payments: Iterable[Payment], today: date) -> Mapping[str, tuple[Week, ...]]:
    """Today and the same weekday of the weeks before, by currency, from the books as they stand now.

    What was received without a payment in the books (an invoice imported half paid) counts as received from the start.
    """
    paid: dict[int, list[Payment]] = defaultdict(list)
    for payment in payments:
        paid[payment.invoice_id].append(payment)
    days = [today - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    aged: dict[str, dict[date, list[tuple[int, int]]]] = defaultdict(lambda: {day: [] for day in days})
    for invoice in (i for case in cases for i in case.invoices):
        known = paid[invoice.id]
        before = invoice.received.minor - sum(p.amount.minor for p in known)
        for day in (day for day in days if invoice.issued <= day):
            # What is dated after today is in the books all the same: today is what every other list says.
            came = sum(p.amount.minor for p in known if p.on <= day or day == today)
            left = invoice.total.minor - before - came
            if left > 0:
                aged[invoice.total.currency][day].append((age_of((day - invoice.due).days), left))
    return {
        currency: tuple(Week(day=day, parts=_parts(found)) for day, found in rows.items())
        for currency, rows in aged.items()
    }


def _parts(aged: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    sums = dict.fromkeys(AGES, 0)
    for age, minor in aged:
        sums[age] += minor
    return tuple(sums.values())
