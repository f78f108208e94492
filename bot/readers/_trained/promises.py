"""Which candidate days and amounts are promised, and on which day somebody says it paid. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from bot.core.reading import Label, PromisedPayment, Subject
from bot.core.when import Written
from bot.readers._spans import amounts, days, payments

OTHER, PROMISED, PAID = 0, 1, 2
_EVEN = 0.5
_GREY = (0.4, 0.6)


class Roles(Protocol):
    """What the engine says of stretches of the text."""

    def __call__(self, head: str, spans: Sequence[tuple[int, int]], /) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class Payments:
    """``sure``: no candidate's role was in the balance."""

    promises: tuple[PromisedPayment, ...] = ()
    claimed_paid_on: date | None = None
    sure: bool = True


def read(
    said: str, language: str, written: Written, about: Subject, labels: Mapping[Label, float], roles: Roles
) -> Payments:
    """Promised payments and the claimed day of one reply."""
    if not {Label.PROMISE, Label.PAID} & set(labels):
        return Payments()
    named = days.find(said, language, written)
    sums = amounts.find(said, language, about.amount, about.currency)
    day_roles = roles("day", [(f.start, f.end) for f in named])
    sum_roles = roles("amount", [(f.start, f.end) for f in sums])
    promises: tuple[PromisedPayment, ...] = ()
    if Label.PROMISE in labels:
        promises = _promised(said, about, named, day_roles, sums, sum_roles)
    paid_on = _paid_on(named, day_roles) if Label.PAID in labels else None
    grey = any(_GREY[0] < float(row[PROMISED]) < _GREY[1] for row in (*day_roles, *sum_roles))
    return Payments(promises=promises, claimed_paid_on=paid_on, sure=not grey)


def _promised(
    said: str,
    about: Subject,
    named: Sequence[days.Found],
    day_roles: Any,
    sums: Sequence[amounts.Found],
    sum_roles: Any,
) -> tuple[PromisedPayment, ...]:
    chosen = [f for f, role in zip(named, day_roles, strict=True) if role[PROMISED] > _EVEN and not f.past]
    money = [f for f, role in zip(sums, sum_roles, strict=True) if role[PROMISED] > _EVEN]
    paid = [f for f, role in zip(sums, sum_roles, strict=True) if len(role) > PAID and role[PAID] > _EVEN]
    made = payments.compose(chosen, money, said, about, paid)
    return made or (PromisedPayment(day=None),)


def _paid_on(named: Sequence[days.Found], day_roles: Any) -> date | None:
    behind = [
        (float(role[PAID]), f.past_day)
        for f, role in zip(named, day_roles, strict=True)
        if f.past_day is not None and role[PAID] > _EVEN
    ]
    return max(behind)[1] if behind else None
