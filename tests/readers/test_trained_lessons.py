"""What corrections change in the trained reader's choice, on vectors made by hand: near replies, and no others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.core.reading import Label
from bot.readers._trained.labels import LABELS, Bars, choose
from bot.readers._trained.lessons import Learnt, Looked, learn

WIDTH = 16
BARS = Bars(scale=(1.0,) * 12, shift=(0.0,) * 12, act=0.5, grave=0.2)
PROMISE, OTHER, DISPUTE, PAID = Label.PROMISE, Label.OTHER, Label.DISPUTE, Label.PAID


def looked(meaning: int, words: int | None = None, *, near: float = 0.0, **logits: float) -> Looked:
    """Vectors along one axis each, a little (``near``) towards the next; logits that are not named are low."""
    axes = np.eye(WIDTH, dtype=np.float32)
    row: Any = np.array([logits.get(label, -4.0) for label in LABELS], np.float32)
    own = meaning if words is None else words
    return Looked(meaning=axes[meaning] + near * axes[meaning + 1], words=axes[own] + near * axes[own + 1], labels=row)


ORDINARY = [looked(n, promise=3.0) for n in range(8, 14)]
MISREAD = looked(0, promise=5.0)


def taught(*lessons: tuple[Looked, Label]) -> Learnt:
    return learn([(one, frozenset({label})) for one, label in lessons], ORDINARY)


def test_a_corrected_reply_is_read_as_corrected_when_it_comes_again() -> None:
    learnt = taught((MISREAD, OTHER), (MISREAD, OTHER))
    assert set(choose(MISREAD.labels, BARS).sure) == {PROMISE}
    chosen = learnt.choose(MISREAD, BARS)
    assert set(chosen.sure) == {OTHER}
    assert chosen.whole > BARS.act
    assert set(learnt.choose(looked(0, near=0.3, promise=5.0), BARS).sure) == {OTHER}, "and one that resembles it"


@pytest.mark.parametrize(
    "stranger",
    [
        looked(3, promise=3.0),
        looked(5, dispute=2.0),
        looked(0, 4, promise=5.0),  # the same label for another reason
        looked(4, 0, promise=5.0),  # the same words with another meaning
        *ORDINARY,
    ],
)
def test_replies_that_do_not_resemble_it_are_read_as_ever(stranger: Looked) -> None:
    learnt = taught(*[(MISREAD, OTHER)] * 50)
    before, after = choose(stranger.labels, BARS), learnt.choose(stranger, BARS)
    assert set(before.sure) == set(after.sure)
    assert after.whole == pytest.approx(before.whole, abs=0.02)


def test_the_second_correction_that_agrees_is_believed_more_than_the_first() -> None:
    once, twice = taught((MISREAD, OTHER)), taught((MISREAD, OTHER), (MISREAD, OTHER))
    assert twice.choose(MISREAD, BARS).whole > once.choose(MISREAD, BARS).whole


def test_contradictory_corrections_leave_doubt() -> None:
    chosen = taught((MISREAD, OTHER), (MISREAD, PAID)).choose(MISREAD, BARS)
    assert chosen.whole < BARS.act


def test_an_ordinary_reply_holds_against_a_correction_that_resembles_it() -> None:
    bold = learn([(MISREAD, frozenset({OTHER}))], ORDINARY).choose(MISREAD, BARS)
    held = learn([(MISREAD, frozenset({OTHER}))], [*ORDINARY, MISREAD]).choose(MISREAD, BARS)
    assert set(bold.sure) == {OTHER}
    assert set(held.sure) == {PROMISE}


def test_a_grave_label_that_was_seen_is_never_acted_against() -> None:
    disputed = looked(0, dispute=5.0)
    chosen = taught(*[(disputed, OTHER)] * 5).choose(disputed, BARS)
    assert set(chosen.sure) == {OTHER}, "the card says what the owner taught"
    assert chosen.feared >= BARS.grave, "but he is asked"


def test_a_grave_label_can_be_taught() -> None:
    chosen = taught(*[(MISREAD, DISPUTE)] * 3).choose(MISREAD, BARS)
    assert set(chosen.sure) == {DISPUTE}
    assert chosen.feared < BARS.grave


def test_a_reading_that_is_already_sure_is_not_moved() -> None:
    assert not taught((MISREAD, PROMISE)).pull(MISREAD, BARS).any()
    assert taught((MISREAD, OTHER)).pull(MISREAD, BARS).any(), "so that this test can fail"


def test_no_pull_goes_beyond_what_was_taught() -> None:
    rng = np.random.default_rng(1)
    wild = [
        (looked(int(rng.integers(8)), near=float(rng.normal()), promise=float(rng.normal(0, 50))), LABELS[n % 12])
        for n in range(100)
    ]
    learnt = taught(*wild)
    for one, _ in wild:
        moved = one.labels + learnt.pull(one, BARS)
        assert (np.abs(moved) <= np.maximum(np.abs(one.labels), 3.01)).all()


def test_calibrated_logits_are_pulled_in_their_own_units() -> None:
    bars = Bars(scale=(0.5,) * 12, shift=(-1.0,) * 12, act=0.5, grave=0.2)
    learnt = taught(*[(MISREAD, OTHER)] * 30)
    assert set(learnt.choose(looked(0, promise=9.0), bars).sure) == {OTHER}
