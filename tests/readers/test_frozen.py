"""The frozen replies, and the proof that they keep out lessons that do harm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from bot import replies
from bot.core.reading import Intent, Label, Lesson, Reading, ReadingDecision
from bot.lessons import FROZEN, Accepted, accept

ROWS = [replies.row_of(line) for line in FROZEN.read_bytes().splitlines()]
SAID = {replies.reply_of(row).said: replies.meant_of(row) for row in ROWS}
Learnt = Mapping[str, frozenset[Label]]


def by_heart(harmful_pair: frozenset[str] = frozenset()) -> ModuleType:
    """A reader that knows the frozen replies by heart, and believes whatever it is taught, even of them.

    ``harmful_pair``: two lessons that only harm together.
    """

    def read(said: str, *, learnt: Learnt | None = None, **about: object) -> Reading:
        labels = SAID[said].labels
        if learnt is not None:
            labels = learnt.get(said, labels)
            if harmful_pair and harmful_pair <= set(learnt):
                labels = frozenset({Label.OTHER})
        intents = tuple(Intent(label=label, confidence=1.0) for label in labels)
        return Reading(language="fr", intents=intents, decision=ReadingDecision.ACT)

    def learn(lessons: Sequence[Lesson], ordinary: Sequence[Lesson]) -> Learnt:
        assert len(ordinary) == len(SAID)
        return {lesson.said: lesson.labels for lesson in lessons}

    member = ModuleType("by_heart")
    member.read, member.learn = read, learn  # type: ignore[attr-defined]
    return member


def lesson(said: str, label: Label = Label.OTHER) -> Lesson:
    return Lesson(said=said, subject="Re: facture", labels=frozenset({label}))


HARMLESS = [lesson(f"Lesson {n}") for n in range(5)]
HARMFUL = lesson(next(said for said, meant in SAID.items() if Label.DISPUTE in meant.labels))


def test_sixty_replies_ten_in_each_language_with_every_label() -> None:
    assert Counter(str(row["lang"]) for row in ROWS) == dict.fromkeys(("fr", "en", "de", "es", "it", "nl"), 10)
    assert {label for meant in SAID.values() for label in meant.labels} == set(Label)
    assert len(SAID) == 60, "no two say the same"
    assert len({row["id"] for row in ROWS}) == 60


def test_no_reader_was_trained_on_them() -> None:
    train = Path(__file__).parent.parent / "replies" / "train"
    bodies = {replies.row_of(line)["body"] for file in train.glob("*.jsonl") for line in file.read_bytes().splitlines()}
    assert len(bodies) > 1000
    long = {row["body"] for row in ROWS if len(str(row["body"])) > 40}  # "Thanks, got it." is anybody's
    assert not bodies & long


def test_lessons_that_do_no_harm_are_all_learnt() -> None:
    accepted = accept(by_heart(), HARMLESS)
    assert (accepted.used, accepted.left_out) == (5, ())
    assert accepted.learnt == {one.said: one.labels for one in HARMLESS}


@pytest.mark.parametrize("place", range(6))
def test_one_lesson_that_does_harm_is_left_out_wherever_it_stands(place: int) -> None:
    lessons = [*HARMLESS[:place], HARMFUL, *HARMLESS[place:]]
    accepted = accept(by_heart(), lessons)
    assert (accepted.used, accepted.left_out) == (5, (place,))
    assert accepted.learnt == {one.said: one.labels for one in HARMLESS}


def test_only_harmful_lessons_leave_the_reader_as_it_came() -> None:
    accepted = accept(by_heart(), [HARMFUL, HARMFUL])
    assert (accepted.used, accepted.left_out, accepted.learnt) == (0, (0, 1), None)


def test_of_two_that_harm_together_the_older_is_kept() -> None:
    accepted = accept(by_heart(frozenset({"Lesson 0", "Lesson 4"})), HARMLESS)
    assert 0 < accepted.used < 5
    assert 0 not in accepted.left_out
    assert 4 in accepted.left_out


def test_no_lesson_at_all() -> None:
    assert accept(by_heart(), []) == Accepted(learnt=None, used=0, left_out=())
