"""How well readings agree with labels given by people: each figure, once. Knows no file, no reader and no title."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bot.core.reading import GRAVE, Label, Reading, ReadingDecision

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Edges of the reliability table; an upper edge belongs to its bin."""

Payment = tuple[date | None, Decimal | None]


@dataclass(frozen=True, kw_only=True)
class Meant:
    """What a person says that a reply means. ``promises``: (day, amount) of each payment promised."""

    labels: frozenset[Label]
    promises: tuple[Payment, ...] = ()
    claimed_paid_on: date | None = None


Pair = tuple[Meant, Reading]


@dataclass(frozen=True, kw_only=True)
class Score:
    """One label: of what was read, how much is right; of what is right, how much was read; how often it is right."""

    precision: float | None
    recall: float | None
    f1: float | None
    count: int


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Labels that were read with a confidence above ``low`` up to ``high``. ``said``: the mean of these confidences."""

    low: float
    high: float
    count: int
    said: float | None
    right: float | None


def by_label(pairs: Sequence[Pair]) -> dict[Label, Score]:
    """Every label of the guide."""
    return {label: _score(label, pairs) for label in Label}


def reliability(pairs: Sequence[Pair]) -> list[Bin]:
    """Whether a confidence means something: each label that was read, by how sure the reader said it was."""
    read = [(intent.confidence, intent.label in meant.labels) for meant, got in pairs for intent in got.intents]
    bins = []
    for low, high in pairwise(BINS):
        within = [(sure, right) for sure, right in read if low < sure <= high or sure == low == 0]
        said = [sure for sure, _ in within]
        right = [right for _, right in within]
        bins.append(Bin(low=low, high=high, count=len(within), said=_mean(said), right=_mean(right)))
    return bins


def macro_f1(pairs: Sequence[Pair]) -> float | None:
    """The mean F1 of the labels that occur or were read: a label that nobody meant costs whoever reads it."""
    return _mean([score.f1 for score in by_label(pairs).values() if score.f1 is not None])


def acts(pairs: Sequence[Pair]) -> float | None:
    """How often it decides by itself."""
    return _mean(_acts(got) for _, got in pairs)


def exact(pairs: Sequence[Pair]) -> float | None:
    """All labels right and no other, of all replies."""
    return _mean(meant.labels == got.labels for meant, got in pairs)


def exact_where_it_acts(pairs: Sequence[Pair]) -> float | None:
    return exact([(meant, got) for meant, got in pairs if _acts(got)])


def grave_caught(pairs: Sequence[Pair]) -> float | None:
    """Where a grave label applies: all of them were read, or the owner is asked."""
    return _mean(not _acts(got) or meant.labels & GRAVE <= got.labels for meant, got in pairs if meant.labels & GRAVE)


def held_without_cause(pairs: Sequence[Pair]) -> float | None:
    """Where no grave label applies: it decided by itself that one does."""
    return _mean(_acts(got) and bool(got.labels & GRAVE) for meant, got in pairs if not meant.labels & GRAVE)


def days_right(pairs: Sequence[Pair]) -> float | None:
    """Where a day is promised: just the promised days were read."""
    return _mean(_bag(_days(meant)) == _bag(_read_days(got)) for meant, got in pairs if any(_days(meant)))


def days_invented(pairs: Sequence[Pair]) -> float | None:
    """Where no day is promised: one was read."""
    return _mean(any(_read_days(got)) for meant, got in pairs if not any(_days(meant)))


def payments_right(pairs: Sequence[Pair]) -> float | None:
    """Where an amount or several payments are promised: each was read with its day and amount, and no other."""
    return _mean(_bag(meant.promises) == _bag(_paid(got)) for meant, got in pairs if _is_composed(meant))


def paid_on_right(pairs: Sequence[Pair]) -> float | None:
    """Where a day of payment is claimed, or was read: it is that day."""
    named = [(meant.claimed_paid_on, got.claimed_paid_on) for meant, got in pairs]
    return _mean(meant == got for meant, got in named if meant is not None or got is not None)


FIGURES: Mapping[str, Callable[[Sequence[Pair]], float | None]] = {
    "macro_f1": macro_f1,
    "exact_where_it_acts": exact_where_it_acts,
    "acts": acts,
    "exact": exact,
    "grave_caught": grave_caught,
    "held_without_cause": held_without_cause,
    "days_right": days_right,
    "days_invented": days_invented,
    "payments_right": payments_right,
    "paid_on_right": paid_on_right,
}
"""Shares from 0 to 1; None where no reply is of that kind."""

LESS_IS_BETTER = frozenset({"held_without_cause", "days_invented"})


def figures(pairs: Sequence[Pair]) -> dict[str, float | None]:
    return {name: figure(pairs) for name, figure in FIGURES.items()}


def worse(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> list[str]:
    """The figures that are not as good as before. One that was there and is gone counts as worse."""
    return [name for name, was in before.items() if was is not None and _is_worse(name, was, after.get(name))]


def is_right(pair: Pair) -> bool:
    """Labels, promised payments and the claimed day are all as labelled."""
    meant, got = pair
    same = meant.labels == got.labels and meant.claimed_paid_on == got.claimed_paid_on
    return same and _bag(meant.promises) == _bag(_paid(got))


def _is_worse(name: str, was: float, now: float | None) -> bool:
    if now is None:
        return True
    return now > was if name in LESS_IS_BETTER else now < was


def _score(label: Label, pairs: Sequence[Pair]) -> Score:
    both = sum(label in meant.labels and label in got.labels for meant, got in pairs)
    count, read = sum(label in meant.labels for meant, _ in pairs), sum(label in got.labels for _, got in pairs)
    return Score(
        precision=both / read if read else None,
        recall=both / count if count else None,
        f1=2 * both / (count + read) if count + read else None,
        count=count,
    )


def _acts(got: Reading) -> bool:
    return got.decision is ReadingDecision.ACT


def _days(meant: Meant) -> list[date | None]:
    return [day for day, _ in meant.promises]


def _read_days(got: Reading) -> list[date | None]:
    return [promise.day for promise in got.promises]


def _paid(got: Reading) -> list[Payment]:
    return [(promise.day, promise.amount) for promise in got.promises]


def _is_composed(meant: Meant) -> bool:
    return len(meant.promises) > 1 or any(amount is not None for _, amount in meant.promises)


def _bag(things: Iterable[Hashable]) -> dict[Hashable, int]:
    """How often each stands there, in whatever order."""
    bag: dict[Hashable, int] = {}
    for thing in things:
        bag[thing] = bag.get(thing, 0) + 1
    return bag


def _mean(values: Iterable[float]) -> float | None:
    """A share where the values are true or false; None of nothing."""
    some = list(values)
    return sum(some) / len(some) if some else None
