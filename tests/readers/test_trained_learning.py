"""The trained reader as it ships, with what an owner corrects: it follows him, and harms nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.days import never
from bot.core.mail import Auto
from bot.core.reading import Label, Lesson, Reading, ReadingDecision, Subject
from bot.core.score import worse
from bot.lessons import _figures, _shipped, accept
from bot.readers import trained
from bot.readers._trained.lessons import Learnt

SAID = {
    "Votre dossier est passé chez notre comptable, merci.": Label.PROMISE,
    "Your reminder sits with our bookkeeper now.": Label.WRONG_CONTACT,
    "Das liegt jetzt bei unserem Steuerbüro.": Label.INFO_REQUEST,
}


def read(said: str, learnt: Learnt | None) -> Reading:
    return trained.read(
        said, subject="Re: 26-0418", sent_at=datetime(2026, 3, 4, 9, tzinfo=UTC), about=Subject(), languages=("fr",),
        holiday=never, auto=Auto.NO, tap=None, learnt=learnt,
    )  # fmt: skip


def lessons(times: int) -> list[Lesson]:
    return [
        Lesson(said=said, subject="Re: 26-0418", labels=frozenset({label}))
        for said, label in SAID.items()
        for _ in range(times)
    ]


def test_what_is_corrected_twice_is_read_so_when_it_comes_again_and_harms_nothing() -> None:
    accepted = accept(trained, lessons(2))
    assert (accepted.used, accepted.left_out) == (6, ())
    assert isinstance(accepted.learnt, Learnt)
    for said, label in SAID.items():
        before, after = read(said, None), read(said, accepted.learnt)
        assert before.labels != {label}, "or there is nothing to learn"
        assert after.labels == {label} or after.decision is ReadingDecision.ASK
    assert not worse(_shipped(trained), _figures(trained, accepted.learnt))


def test_an_owner_who_calls_every_dispute_nothing_never_has_one_acted_against() -> None:
    said = "La chaudière que vous avez posée fuit toujours, nous contestons cette facture."
    learnt = trained.learn([Lesson(said=said, subject="", labels=frozenset({Label.OTHER}))] * 20, lessons(1))
    reading = read(said, learnt)
    assert Label.DISPUTE in reading.labels or reading.decision is ReadingDecision.ASK


@pytest.mark.parametrize("said", ["", "?", "x" * 50_000])
def test_odd_mails_can_be_corrected_too(said: str) -> None:
    learnt = trained.learn([Lesson(said=said, subject="", labels=frozenset({Label.OTHER}))], lessons(1))
    assert read("Je paierai vendredi.", learnt).labels == read("Je paierai vendredi.", None).labels
