"""A reading that the owner corrects in two taps: what it did ends, what is right follows by the usual path."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.core.because import Because
from bot.core.question import QuestionKind
from tests.stories.town import Town, town

BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
DISPUTE = "Nous contestons cette facture : les travaux ne sont pas terminés."
PAID = "Nous avons payé cette facture le 2 mars par virement."


async def disputed(t: Town, said: str = DISPUTE) -> None:
    await t.invoices(INVOICE)
    await t.jump("2026-03-03")
    await t.reply(BOIS, said)


async def correct(t: Town, kind: QuestionKind, label: str) -> None:
    """Two taps."""
    question = await t.question(kind)
    opened = await t.phone.tap(question.id, "misread")
    assert opened is not None
    assert opened.card is not None
    codes = [code for code, _ in opened.card.buttons]
    assert f"means_{label}" in codes
    assert codes[-1] == "back"
    assert (await t.question(kind)).id == question.id, "nothing is done yet"
    done = await t.phone.tap(question.id, f"means_{label}")
    assert done is not None
    assert done.card is not None
    assert done.card.buttons == ()
    await t.settle()


@pytest.mark.parametrize(
    ("label", "holds", "asks"),
    [
        ("other", set(), []),
        ("paid", {Because.SAYS_PAID}, [QuestionKind.SAYS_PAID]),
        ("hardship", {Because.HARDSHIP}, [QuestionKind.HARDSHIP]),
        ("stop_contact", {Because.TOLD_TO_STOP}, [QuestionKind.STOP]),
        ("promise", set(), [QuestionKind.PROMISE]),
        ("auto_reply", set(), []),
        ("wrong_contact", {Because.WRONG_CONTACT}, [QuestionKind.WRONG_CONTACT]),
    ],
)
async def test_the_case_follows_the_correction(
    tmp_path: Path, label: str, holds: set[Because], asks: list[QuestionKind]
) -> None:
    async with town(tmp_path) as t:
        await disputed(t)
        assert await t.holds("F2026-001") == {Because.DISPUTED}
        await correct(t, QuestionKind.DISPUTE, label)
        assert await t.holds("F2026-001") == holds
        assert await t.kinds() == asks
        (event,) = [e for e in await t.events("F2026-001") if e.what == "misread"]
        assert event.by == "terminal:owner"
        assert event.facts["was"] == ["dispute"]
        assert event.facts["labels"] == [label]
        (kept,) = await t.app.store.corrections("plomberie")
        assert (kept.was, kept.labels, kept.by) == (("dispute",), (label,), "terminal:owner")
        assert b"contestons" in (await t.app.store.mail(kept.mail_id)).raw
        assert await t.app.store.corrections("fournil") == []


async def test_what_was_nothing_goes_on_with_the_ladder(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await disputed(t)
        await correct(t, QuestionKind.DISPUTE, "other")
        await t.until("2026-03-10")
        assert await t.diary(BOIS) == [("2026-03-03", "kind"), ("2026-03-10", "firm_friendly")]


async def test_the_day_of_the_mail_is_kept_for_the_right_label(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await disputed(t, "Nous contestons cette facture. Je vous paierai 500 euros le 20 mars.")
        question = await t.question(QuestionKind.DISPUTE)
        assert question.facts["promises"], "the reader saw the day as well"
        await correct(t, QuestionKind.DISPUTE, "promise")
        (promise,) = [p for p in (await t.case("F2026-001")).promises if p.state == "running"]
        assert promise.day == date(2026, 3, 20)
        assert str(promise.amount) == "500.00 EUR"
        assert await t.kinds() == []


async def test_what_held_the_case_before_goes_on_holding_it(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await disputed(t)
        await t.tap(QuestionKind.DISPUTE, "keep")
        await t.reply(BOIS, "Comme dit, nous contestons cette facture.", anew=True)
        await correct(t, QuestionKind.DISPUTE, "other")
        assert await t.holds("F2026-001") == {Because.DISPUTED}, "the first mail said so, and was read well"


async def test_a_hold_that_another_card_asks_about_stays(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await disputed(t)
        await t.reply(BOIS, PAID, anew=True)
        await correct(t, QuestionKind.SAYS_PAID, "other")
        assert await t.holds("F2026-001") == {Because.DISPUTED}
        assert await t.kinds() == [QuestionKind.DISPUTE]


async def test_two_owners_and_forged_taps(tmp_path: Path) -> None:
    async with town(tmp_path, owners=[("plomberie", "claire"), ("plomberie", "ann"), ("plomberie", "owner")]) as t:
        await disputed(t)
        question = await t.question(QuestionKind.DISPUTE)
        assert await t.phone.tap(question.id, "means_paid", address="stranger") is None
        for forged in ("means_", "means_nothing", "means_paid:1", "misread:1", "label_paid"):
            await t.phone.tap(question.id, forged, address="claire")
        assert await t.holds("F2026-001") == {Because.DISPUTED}
        await t.phone.tap(question.id, "misread", address="ann")
        await t.phone.tap(question.id, "means_paid", address="claire")
        late = await t.phone.tap(question.id, "means_other", address="ann")
        assert late is not None
        assert "déjà" in late.text
        await t.phone.tap(question.id, "misread", address="ann")
        assert await t.holds("F2026-001") == {Because.SAYS_PAID}
        assert len(await t.app.store.corrections("plomberie")) == 1


async def test_a_card_that_shows_no_mail_cannot_be_misread(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        for day in ("2026-03-03", "2026-03-10", "2026-03-16"):
            await t.jump(day)
        question = await t.question(QuestionKind.CALL)
        for code in ("misread", "means_dispute"):
            await t.phone.tap(question.id, code)
        assert await t.kinds() == [QuestionKind.CALL]
        assert await t.holds("F2026-001") == set()
