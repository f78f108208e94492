"""Each figure on cases small enough to count by hand, and each goes down (or up) when a reader does worse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.core.reading import Intent, Label, PromisedPayment, Reading, ReadingDecision
from bot.core.score import FIGURES, Meant, Pair, Payment, by_label, figures, is_right, reliability, worse

PROMISE, PAID, DISPUTE, HARDSHIP = Label.PROMISE, Label.PAID, Label.DISPUTE, Label.HARDSHIP
INFO, OTHER, STOP = Label.INFO_REQUEST, Label.OTHER, Label.STOP_CONTACT
FRIDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 9)
HALF = Decimal("620.00")


def pair(
    meant: set[Label],
    read: set[Label],
    *,
    act: bool = True,
    sure: float = 0.9,
    promised: tuple[Payment, ...] = (),
    understood: tuple[Payment, ...] = (),
    paid_on: date | None = None,
    read_paid_on: date | None = None,
) -> Pair:
    reading = Reading(
        language="en",
        intents=tuple(Intent(label=label, confidence=sure) for label in sorted(read)),
        promises=tuple(PromisedPayment(day=day, amount=amount) for day, amount in understood),
        claimed_paid_on=read_paid_on,
        decision=ReadingDecision.ACT if act else ReadingDecision.ASK,
    )
    return Meant(labels=frozenset(meant), promises=promised, claimed_paid_on=paid_on), reading


PROMISED = pair({PROMISE}, {PROMISE}, promised=((FRIDAY, None),), understood=((FRIDAY, None),))
PARTS = pair(
    {PROMISE}, {PROMISE}, promised=((FRIDAY, HALF), (MONDAY, HALF)), understood=((MONDAY, HALF), (FRIDAY, HALF))
)
SETTLED = pair({PAID}, {PAID}, paid_on=FRIDAY, read_paid_on=FRIDAY)
DISPUTED = pair({DISPUTE, HARDSHIP}, {DISPUTE, HARDSHIP})
ASKED = pair({INFO}, {INFO}, act=False)
GOOD = [PROMISED, PARTS, SETTLED, DISPUTED, ASKED]


def test_a_reader_that_is_always_right_has_the_best_figures() -> None:
    best = dict.fromkeys(FIGURES, 1.0) | {"held_without_cause": 0.0, "days_invented": 0.0, "acts": 0.8}
    assert figures(GOOD) == best


@pytest.mark.parametrize(
    ("name", "spoiled", "value"),
    [
        ("macro_f1", pair({INFO}, {INFO, PAID}, act=False), (1 + 2 / 3 + 1 + 1 + 1) / 5),
        ("macro_f1", pair({INFO}, {INFO, OTHER}, act=False), 5 / 6),  # a label that nobody meant
        ("macro_f1", pair({INFO}, set(), act=False), 4 / 5),
        ("exact", pair({INFO}, {INFO, PAID}, act=False), 4 / 5),
        ("acts", pair({INFO}, {INFO}, act=True), 1.0),
        ("exact_where_it_acts", pair({INFO}, {PAID}), 4 / 5),
        ("grave_caught", pair({STOP}, {OTHER}), 1 / 2),
        ("grave_caught", pair({STOP, DISPUTE}, {DISPUTE}), 1 / 2),  # all of them
        ("held_without_cause", pair({INFO}, {INFO, DISPUTE}), 1 / 4),
        ("days_invented", pair({INFO}, {INFO, PROMISE}, understood=((FRIDAY, None),)), 1 / 3),
        ("paid_on_right", pair({PAID}, {PAID}, read_paid_on=FRIDAY), 1 / 2),  # he did not say when
        ("paid_on_right", pair({PAID}, {PAID}, paid_on=FRIDAY), 1 / 2),
    ],
)
def test_a_figure_tells_of_the_mistake_that_it_is_for(name: str, spoiled: Pair, value: float) -> None:
    assert figures([*GOOD[:-1], spoiled])[name] == pytest.approx(value)


@pytest.mark.parametrize(
    "understood",
    [(), ((MONDAY, None),), ((None, None),), ((FRIDAY, None), (MONDAY, None)), ((FRIDAY, None), (FRIDAY, None))],
)
def test_promised_days_are_right_only_when_all_are_and_no_other(understood: tuple[Payment, ...]) -> None:
    wrong = pair({PROMISE}, {PROMISE}, promised=((FRIDAY, None),), understood=understood)
    assert figures([PARTS, wrong])["days_right"] == 0.5
    assert not is_right(wrong)


@pytest.mark.parametrize(
    "understood", [((FRIDAY, None), (MONDAY, HALF)), ((FRIDAY, HALF),), ((FRIDAY, HALF), (MONDAY, HALF * 2))]
)
def test_amounts_count_with_their_days(understood: tuple[Payment, ...]) -> None:
    wrong = pair({PROMISE}, {PROMISE}, promised=((FRIDAY, HALF), (MONDAY, HALF)), understood=understood)
    assert figures([PARTS, wrong])["payments_right"] == 0.5
    assert figures([PROMISED])["payments_right"] is None, "one payment of the whole invoice is no such reply"


def test_amounts_are_numbers_not_texts() -> None:
    told = pair({PROMISE}, {PROMISE}, promised=((None, Decimal("620")),), understood=((None, HALF),))
    assert figures([told])["payments_right"] == 1
    assert is_right(told)


def test_who_asks_about_a_grave_label_has_not_missed_it() -> None:
    assert figures([pair({STOP}, {OTHER}, act=False)])["grave_caught"] == 1
    assert figures([pair({INFO}, {DISPUTE}, act=False)])["held_without_cause"] == 0


def test_figures_of_nothing_are_none() -> None:
    assert set(figures([]).values()) == {None}


def test_a_label_by_its_mistakes() -> None:
    scores = by_label([pair({PAID}, {PAID}), pair({PAID}, {PROMISE}), pair({PAID}, {PAID}), pair({INFO}, {PAID})])
    paid, promise, stop = scores[PAID], scores[PROMISE], scores[STOP]
    assert (paid.precision, paid.recall, paid.f1, paid.count) == (2 / 3, 2 / 3, 2 / 3, 3)
    assert (promise.precision, promise.recall, promise.f1, promise.count) == (0, None, 0, 0)
    assert (stop.precision, stop.recall, stop.f1, stop.count) == (None, None, None, 0)


def test_confidences_are_held_against_what_was_right() -> None:
    bins = reliability(
        [
            pair({PAID}, {PAID}, sure=0.95),
            pair({PAID}, {PROMISE}, sure=0.92),
            pair({PAID}, {PAID}, sure=0.97),
            pair({PAID}, {PAID}, sure=0.0),
            pair({PAID}, {PAID}, sure=1.0),
        ]
    )
    told = {bin.high: (bin.count, bin.right) for bin in bins if bin.count}
    assert told == {0.5: (1, 1.0), 0.95: (2, 0.5), 1.0: (2, 1.0)}
    assert sum(bin.count for bin in bins) == 5
    assert next(bin.said for bin in bins if bin.high == 0.95) == pytest.approx(0.935)


def test_worse_is_said_in_the_direction_of_each_figure() -> None:
    before = figures(GOOD)
    assert worse(before, before) == []
    assert worse(before, before | {"acts": 0.7, "exact": 1.0, "held_without_cause": 0.1}) == [
        "acts",
        "held_without_cause",
    ]
    assert worse(before, before | {"acts": 0.9}) == []
    assert worse(before, before | {"grave_caught": None}) == ["grave_caught"]
    assert worse(before | {"days_invented": None}, before) == []


def test_all_of_a_reading_is_looked_at() -> None:
    assert all(map(is_right, GOOD))
    assert not is_right(pair({PAID}, {PAID}, paid_on=FRIDAY, read_paid_on=MONDAY))
    assert not is_right(pair({PAID}, {PAID, PROMISE}))
