"""A plan beside another payment: 250 a month and the last 180, 300 first and then 288 a month. All six languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.core.reading import PromisedPayment, Subject
from bot.readers._spans import repeats
from bot.readers._spans.amounts import Found as Sum
from bot.readers._spans.days import Found as Day

_MOST = 24


@dataclass(frozen=True, kw_only=True)
class Plan:
    """``made``: its payments. ``days`` and ``amounts``: those that are not of the plan."""

    made: tuple[PromisedPayment, ...]
    days: Sequence[Day]
    amounts: Sequence[Sum]


def find(days: Sequence[Day], amounts: Sequence[Sum], text: str, about: Subject, paid: Sequence[Sum]) -> Plan:
    """The payments that come again, and what is left to pair; no payments where there is no plan."""
    gone = sum((a.amount for a in paid if a.amount), Decimal(0))
    made = repeats.expand(days, amounts, text, _less(about, gone)) if gone else ()
    made = made or repeats.expand(days, amounts, text, about)
    if made:
        return Plan(made=made, days=(), amounts=())
    sums, rests = [a for a in amounts if not a.rest], [a for a in amounts if a.rest]
    if len(days) == 1 and sums and rests:  # "1,000 on the first of June, July and August; the rest, I don't see it."
        made = repeats.expand(days, sums, text, about)
        if made and sum(p.amount or 0 for p in made) < (about.amount or 0):
            return Plan(made=made, days=(), amounts=rests)
    made = _with_another(days, amounts, text, about, gone)
    if made:
        return Plan(made=made, days=(), amounts=())
    if len(days) > 1 and len(amounts) > 1:
        # "100 a month from March, three times, the rest on 1 June"
        last = amounts[-1].amount
        sooner = text[: min(days[-1].start, amounts[-1].start)]
        made = repeats.expand(days[:-1], amounts[:-1], sooner, _less(about, gone + (last or 0)))
        together = sum(p.amount for p in made if p.amount) + (last or 0)
        if made and (about.amount is None or together <= about.amount):
            return Plan(made=made, days=days[-1:], amounts=amounts[-1:])
    return Plan(made=(), days=days, amounts=amounts)


def _less(about: Subject, gone: Decimal) -> Subject:
    return about if about.amount is None or gone >= about.amount else replace(about, amount=about.amount - gone)


def _with_another(
    days: Sequence[Day], amounts: Sequence[Sum], text: str, about: Subject, gone: Decimal
) -> tuple[PromisedPayment, ...]:
    """ "300 on the 10th, then 288 every month", "200 every month, the last is 26": where it makes up the invoice."""
    if len(amounts) != 2 or not 1 <= len(days) <= 2 or about.amount is None:
        return ()
    first, second = (a.amount for a in amounts)
    start = days[0].day
    step = repeats.step(text[max(0, min(days[0].start, amounts[0].start) - 8) : amounts[1].end + 60])
    if not first or not second or first == second or start is None or step is None:
        return ()
    left = about.amount - gone
    one, evidence = PromisedPayment, text[days[0].start : days[0].end]
    # "400 a month, the last one 200": what stands beside the first amount is said of that one.
    beside = text[amounts[0].start : min(amounts[0].end + 20, amounts[1].start)].split(",")[0]
    then = repeats.step(beside) is None and repeats.step(text[amounts[0].end : amounts[1].end + 60]) is not None
    if then and left > first and not (left - first) % second and (left - first) / second > 1:
        count = int((left - first) / second)
        since = days[1].day if len(days) == 2 and days[1].day and days[1].day > start else repeats.later(start, 1, step)
        sums = [first, *[second] * count]
        dates = [start, *(repeats.later(since, k, step) for k in range(count))]
    elif len(days) == 1 and left > second and not (left - second) % first and (left - second) / first > 1:
        count = int((left - second) / first)
        sums = [*[first] * count, second]
        dates = [repeats.later(start, k, step) for k in range(count + 1)]
    else:
        return ()
    return tuple(one(day=d, amount=a, evidence=evidence) for d, a in zip(dates, sums, strict=True))[:_MOST]
