"""Which candidate days and amounts are promised, and on which day somebody says it paid. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from bot.core.reading import Label, PromisedPayment, Subject
from bot.core.when import Written
from bot.readers._spans import amounts, days, deductions, payments, today

OTHER, PROMISED, PAID = 0, 1, 2
_EVEN = 0.5
_HELD = frozenset({Label.PAID, Label.DISPUTE, Label.PLAN_REQUEST, Label.HARDSHIP})
_LONE = 0.3  # Enough for the likeliest day where there is no other.
_FAR, _LATELY = 200, 60
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
    rows = roles("day", [(f.start, f.end) for f in named])
    day_roles = [
        _given(labels, row, ahead=not _behind(f, written.on), back=_paid_then(f, said, written.on))
        for f, row in zip(named, rows, strict=True)
    ]
    sum_roles = [_given(labels, row) for row in roles("amount", [(f.start, f.end) for f in sums])]
    ahead = [(row[PROMISED], f) for f, row in zip(named, day_roles, strict=True) if not _behind(f, written.on)]
    past = [(row[PAID], f) for f, row in zip(named, day_roles, strict=True) if _paid_then(f, said, written.on)]
    chosen = _likely(ahead) if Label.PROMISE in labels else []
    gone = _likely(past) if Label.PAID in labels else []
    promises: tuple[PromisedPayment, ...] = ()
    if Label.PROMISE in labels:
        promises = _promised(said, about, named, chosen, sums, sum_roles, frozenset(labels))
    # Nobody knows which day is meant by the 31st of November.
    odd = any(f.rule == days.NO_SUCH_DAY for f in named)
    # The label says paid, and the one day that could be meant is vowed: "today, promised".
    odd = odd or (Label.PAID in labels and not past and any(_vowed(f, said, written.on) for f in named))
    grey = odd or any(_GREY[0] < row[PROMISED] < _GREY[1] for row in (*day_roles, *sum_roles))
    return Payments(
        promises=promises,
        claimed_paid_on=max(gone, key=lambda one: one[0])[1].past_day if gone else None,
        sure=not grey and all(sure > _EVEN for sure, _ in (*chosen, *gone)),
    )


def _given(
    labels: Mapping[Label, float], role: Sequence[float], *, ahead: bool = True, back: bool = True
) -> list[float]:
    """How likely each role is once it is known whether anything is promised, or paid, and which way the day may lie."""
    able = [True, ahead and Label.PROMISE in labels, back and Label.PAID in labels]
    left = [float(p) if can else 0.0 for p, can in zip(role, able, strict=False)]
    return [p / sum(left) for p in left] if sum(left) > 0 else left


def _behind(found: days.Found, on: date) -> bool:
    """Does it lie behind by its own words, or so lately that nobody means the next one, most of a year ahead?"""
    if found.past or found.day is None or found.past_day is None:
        return found.past
    return (found.day - on).days > _FAR and (on - found.past_day).days < _LATELY


def _paid_then(found: days.Found, said: str, on: date) -> bool:
    """May it be the day of a payment made? Not most of a year back, nor "today" where the sentence only promises."""
    if found.past_day is None:
        return False
    if found.day is not None and (on - found.past_day).days > _FAR and (found.day - on).days < _LATELY:
        return False
    return not _vowed(found, said, on)


def _vowed(found: days.Found, said: str, on: date) -> bool:
    return found.past_day == on and today.promised(said, found.start, found.end)


def _likely(candidates: Sequence[tuple[float, days.Found]]) -> list[tuple[float, days.Found]]:
    """Those that are likelier than not; where they name no day, the likeliest one that does."""
    chosen = [one for one in candidates if one[0] > _EVEN]
    named = [one for one in candidates if one[0] > _LONE and (one[1].day or one[1].past_day)]
    if named and not any(found.day or found.past_day for _, found in chosen):
        chosen.append(max(named, key=lambda one: one[0]))
    return chosen


def _promised(
    said: str,
    about: Subject,
    named: Sequence[days.Found],
    chosen: Sequence[tuple[float, days.Found]],
    sums: Sequence[amounts.Found],
    sum_roles: Sequence[Sequence[float]],
    labels: frozenset[Label],
) -> tuple[PromisedPayment, ...]:
    money = [f for f, role in zip(sums, sum_roles, strict=True) if role[PROMISED] > _EVEN]
    if not money and sums:
        sure, best = max(((row[PROMISED], f) for f, row in zip(sums, sum_roles, strict=True)), key=lambda one: one[0])
        money = [best] if sure > _LONE else []
    paid = [f for f, role in zip(sums, sum_roles, strict=True) if len(role) > PAID and role[PAID] > _EVEN]
    meant = payments.corrected([found for _, found in chosen], named, said)
    gone = [*paid, *deductions.off(sums, money, paid, said, about, disputed=Label.DISPUTE in labels)]
    made = payments.compose(meant, money, said, about, gone, bool(_HELD & labels))
    likely = {found.day: sure for sure, found in sorted(chosen, key=lambda one: one[0])}
    made = payments.without(_with_amounts(made, likely), sums, said, about)
    return made or (PromisedPayment(day=None),)


def _with_amounts(made: Sequence[PromisedPayment], likely: Mapping[date | None, float]) -> tuple[PromisedPayment, ...]:
    """Several payments are told by their amounts: a day more is the day of something else, the likeliest one stays."""
    if len(made) > 1 and any(p.amount is not None for p in made):
        return tuple(p for p in made if p.amount is not None)
    return tuple(sorted(made, key=lambda p: -likely.get(p.day, 0.0))[:1])
