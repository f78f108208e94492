"""What an owner corrects is learnt by his own account's reader: at once, after a start, and no more after an undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from bot import lessons, shelf
from bot.core.because import Because
from bot.core.question import QuestionKind
from bot.core.reading import Intent, Label, Lesson, Reading, ReadingDecision
from tests.stories.post import SECRET, Post
from tests.stories.town import BAKER, PLUMBER, town

BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
SAID = "Bien reçu, transmis au service."
Learnt = Mapping[str, frozenset[Label]]


def gloomy() -> ModuleType:
    """A reader that takes everything for a dispute, but believes what it is taught, word for word."""

    def read(said: str, *, learnt: Learnt | None = None, **about: object) -> Reading:
        labels = (learnt or {}).get(said, frozenset({Label.DISPUTE}))
        intents = tuple(Intent(label=label, confidence=1.0) for label in labels)
        return Reading(language="fr", intents=intents, decision=ReadingDecision.ACT)

    def learn(given: Sequence[Lesson], ordinary: Sequence[Lesson]) -> Learnt:
        return {lesson.said: lesson.labels for lesson in given}

    member = ModuleType("gloomy")
    member.read, member.learn = read, learn  # type: ignore[attr-defined]
    return member


@pytest.fixture(autouse=True)
def readers(monkeypatch: pytest.MonkeyPatch) -> None:
    member, take = gloomy(), shelf.take
    monkeypatch.setattr(shelf, "take", lambda on, name: member if on == "readers" else take(on, name))


async def test_a_correction_is_learnt_kept_over_a_start_and_belongs_to_its_account(tmp_path: Path) -> None:
    accounts = (PLUMBER, BAKER)
    async with Post(users={email: SECRET for _, _, email in accounts}) as post:
        async with town(tmp_path, accounts=accounts, servers=post) as t:
            await t.invoices(INVOICE)
            await t.invoices(INVOICE, account="fournil")
            await t.jump("2026-03-03")
            await t.reply(BOIS, SAID)
            question = await t.question(QuestionKind.DISPUTE)
            await t.phone.tap(question.id, "misread")
            await t.phone.tap(question.id, "means_other")
            await t.settle()
            assert await t.holds("F2026-001") == set()
            await t.reply(BOIS, SAID, anew=True)
            assert await t.holds("F2026-001") == set(), "learnt"
            await t.reply(BOIS, "Nous contestons.", anew=True)
            assert await t.holds("F2026-001") == {Because.DISPUTED}, "and nothing beside it"
            other = t.app.offices["fournil"].read
            assert isinstance(other, lessons.Pupil)
            assert other.learnt is None
            now = t.now
        async with town(tmp_path, accounts=accounts, servers=post, now=now) as t:
            await t.settle()
            own = t.app.offices["plomberie"].read
            assert isinstance(own, lessons.Pupil)
            assert own.learnt == {SAID: frozenset({Label.OTHER})}


async def test_a_correction_that_is_taken_back_is_unlearnt(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-03")
        await t.reply(BOIS, SAID)
        question = await t.question(QuestionKind.DISPUTE)
        await t.phone.tap(question.id, "means_other")
        await t.settle()
        pupil = t.app.offices["plomberie"].read
        assert isinstance(pupil, lessons.Pupil)
        assert pupil.learnt
        await t.phone.tap(question.id, "undo")
        await t.settle()
        assert not pupil.learnt


async def test_a_lesson_that_does_harm_is_told_in_the_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lessons, "worse", lambda before, after: ["grave_caught"] if before != after else [])
    monkeypatch.setattr(lessons, "_figures", lambda member, learnt: {"grave_caught": 0.0 if learnt else 1.0})
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-03")
        await t.reply(BOIS, SAID)
        question = await t.question(QuestionKind.DISPUTE)
        await t.phone.tap(question.id, "means_other")
        await t.settle()
        pupil = t.app.offices["plomberie"].read
        assert isinstance(pupil, lessons.Pupil)
        assert not pupil.learnt
        assert "not_learnt" in await t.happened("F2026-001")


async def test_quoted_words_are_not_learnt(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-03")
        await t.reply(BOIS, SAID)
        await t.phone.tap((await t.question(QuestionKind.DISPUTE)).id, "means_paid")
        await t.settle()
        (kept,) = await t.app.store.corrections("plomberie")
        letter = await t.app.listen.letter(t.app.offices["plomberie"], await t.app.store.mail(kept.mail_id))
        assert letter.said == SAID
