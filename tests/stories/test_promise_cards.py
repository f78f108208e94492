"""What the owner hears of a promise with a day: a card when it is made, one tap to confirm it, one when it is kept."""

from __future__ import annotations

from pathlib import Path

from bot.core.because import Because
from bot.core.question import QuestionKind
from tests.stories.post import text_of
from tests.stories.town import Town, town

BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
MADE, KEPT, BROKEN = QuestionKind.PROMISE_MADE, QuestionKind.PROMISE_KEPT, QuestionKind.PROMISE_BROKEN


async def promised(t: Town, said: str) -> None:
    await t.invoices(INVOICE)
    await t.jump("2026-03-03")
    await t.reply(BOIS, said)


async def news(t: Town) -> list[QuestionKind]:
    return [question.kind for question in await t.waiting(news=True)]


async def test_one_tap_confirms_the_day_in_the_words_that_the_card_shows(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi 13 mars.")
        card = await t.card(MADE)
        assert "13 mars" in card.title
        assert "17 mars" in " ".join(card.lines), "the last day on which the bank may bring it"
        await t.tap(MADE, "confirm")
        assert await t.texts_to(BOIS) == ["kind", "promise_confirm"]
        said = text_of(t.to(BOIS)[-1])
        assert said.split() == card.preview.split()
        assert "1 200,00 € le vendredi 13 mars 2026" in said
        assert await news(t) == []
        assert await t.holds("F2026-001") == set(), "the promise itself is waited for"


async def test_instalments_are_confirmed_each_with_its_day(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je verse 500 € le 10 mars et 700 € le 31 mars.")
        await t.tap(MADE, "confirm")
        said = text_of(t.to(BOIS)[-1])
        for part in ("500,00 €", "10 mars 2026", "700,00 €", "31 mars 2026", "1 200,00 €"):
            assert part in said


async def test_nobody_needs_to_tap(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi.")
        assert await t.waiting() == []
        await t.jump("2026-03-06")
        await t.payments("F2026-001;2026-03-06;1200,00")
        await t.jump("2026-03-09")
        assert await news(t) == [KEPT], "the card of the promise has ended with it"
        assert (await t.texts_to(BOIS))[-1] == "thanks"
        await t.jump("2026-03-17")
        assert await news(t) == [], "after a week it is no news"


async def test_a_missed_day_replaces_the_card(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi.")
        await t.jump("2026-03-11")
        await t.jump("2026-03-11")
        assert await news(t) == [BROKEN]


async def test_a_kept_instalment_names_the_next_one_and_thanks_nobody_yet(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je verse 500 € le 10 mars et 700 € le 31 mars.")
        await t.jump("2026-03-10")
        await t.payments("F2026-001;2026-03-10;500,00")
        await t.jump("2026-03-11")
        assert "31 mars" in " ".join((await t.card(KEPT)).lines)
        assert await t.texts_to(BOIS) == ["kind"]


async def test_a_confirmation_does_not_leave_when_the_day_was_put_off_meanwhile(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        await promised(t, "Je vous règle vendredi 13 mars.")
        await t.tap(MADE, "confirm")
        assert await t.texts_to(BOIS) == ["kind"], "it can be taken back"
        await t.reply(BOIS, "Finalement je vous règle le 12 mars.")
        await t.minutes(11)
        assert "promise_confirm" not in await t.texts_to(BOIS)
        approve = await t.card(QuestionKind.APPROVE)
        assert "12 mars" in approve.preview, "it is asked about anew, with the new day"


async def test_another_day_in_two_taps(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi.")
        question = await t.question(MADE)
        await t.phone.tap(question.id, "promised")
        await t.phone.tap(question.id, "promised:20260331")
        (promise,) = (await t.case("F2026-001")).running_promises
        assert promise.day.isoformat() == "2026-03-31"
        assert await news(t) == []


async def test_misread_it_is_no_promise_any_more(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi.")
        question = await t.question(MADE)
        await t.phone.tap(question.id, "misread")
        await t.phone.tap(question.id, "means_dispute")
        await t.settle()
        assert await t.holds("F2026-001") == {Because.DISPUTED}
        assert (await t.case("F2026-001")).running_promises == ()
        assert await news(t) == [QuestionKind.DISPUTE]


async def test_news_counts_on_no_list_of_what_waits(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi.")
        reply = await t.phone.command("today")
        assert reply is not None
        assert reply.cards == ()
