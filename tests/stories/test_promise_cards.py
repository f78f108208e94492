"""What the owner hears of a promise with a day: a card when it is made, one tap to confirm it, one when it is kept."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from bot.core.because import Because
from bot.core.question import Card, QuestionKind
from tests.stories.post import text_of
from tests.stories.town import Town, town

BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
MADE, KEPT, BROKEN = QuestionKind.PROMISE_MADE, QuestionKind.PROMISE_KEPT, QuestionKind.PROMISE_BROKEN


async def promised(t: Town, said: str) -> None:
    await t.invoices(INVOICE)
    await t.jump("2026-03-03")
    await t.reply(BOIS, said)


def lines_of(card: Card) -> str:
    """Its lines, with plain spaces."""
    return " ".join(" ".join(card.lines).split())


async def news(t: Town) -> list[QuestionKind]:
    return [question.kind for question in await t.waiting(news=True)]


async def test_one_tap_confirms_the_day_in_the_words_that_the_card_shows(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi 13 mars.")
        card = await t.card(MADE)
        assert "13 mars" in card.title
        assert "17 mars" in lines_of(card), "the last day on which the bank may bring it"
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
        assert "31 mars" in lines_of(await t.card(KEPT))
        assert await t.texts_to(BOIS) == ["kind"]


async def test_a_confirmation_does_not_leave_when_the_day_was_put_off_meanwhile(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        await promised(t, "Je vous règle vendredi 13 mars.")
        await t.tap(MADE, "confirm")
        assert await t.texts_to(BOIS) == ["kind"], "it can be taken back"
        await t.reply(BOIS, "Finalement je vous règle le 12 mars.")
        await t.minutes(11)
        assert "promise_confirm" not in await t.texts_to(BOIS)
        assert await news(t) == [MADE], "the card of the new day has a letter of its own"
        assert "12 mars" in (await t.card(MADE)).preview


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


# --- what a reviewer found ---------------------------------------------------------------------------------------

LATER = "Finalement je vous règle le 20 mars."
TWO = f"F2026-002;2026-02-03;2026-03-02;500,00;Bois SARL;{BOIS};business"


async def test_a_confirmation_of_a_day_that_was_put_off_never_leaves(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        await promised(t, "Je vous règle vendredi 13 mars.")
        await t.tap(MADE, "confirm")
        await t.minutes(1)
        await t.reply(BOIS, LATER)
        await t.minutes(30)
        assert await t.texts_to(BOIS) == ["kind"]


async def test_a_later_day_is_accepted_in_one_tap(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi 13 mars.")
        await t.reply(BOIS, LATER)
        assert await news(t) == [QuestionKind.PROMISE], "the card of the 13th is over"
        card = await t.card(QuestionKind.PROMISE)
        assert "20 mars" in card.title
        assert "13 mars" in lines_of(card)
        await t.tap(QuestionKind.PROMISE, card.buttons[0][0])
        (promise,) = (await t.case("F2026-001")).running_promises
        assert promise.day.isoformat() == "2026-03-20"
        await t.jump("2026-03-19")
        assert await news(t) == []


async def test_a_promise_of_one_invoice_is_of_that_one(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE, TWO)
        await t.jump("2026-03-03")
        await t.reply(BOIS, "Je règle la facture F2026-001 vendredi 13 mars.")
        assert "1 200,00 €" in lines_of(await t.card(MADE))
        await t.tap(MADE, "confirm")
        assert "réglerez 1 200,00 € le vendredi 13 mars" in text_of(t.to(BOIS)[-1])
        await t.jump("2026-03-13")
        await t.payments("F2026-001;2026-03-13;1200,00")
        await t.jump("2026-03-18")
        assert KEPT in await news(t)
        assert BROKEN not in await news(t)


async def test_what_came_in_is_not_denied(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi 13 mars.")
        await t.jump("2026-03-12")
        await t.payments("F2026-001;2026-03-12;300,00")
        await t.jump("2026-03-18")
        assert "n’y suffit pas" in lines_of(await t.card(BROKEN))


async def test_misread_brings_the_earlier_promise_back(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle le 27 mars.")
        await t.reply(BOIS, "Je vous règle le 12 mars.")
        question = await t.question(MADE)
        await t.phone.tap(question.id, "misread")
        await t.phone.tap(question.id, "means_other")
        await t.settle()
        (promise,) = (await t.case("F2026-001")).running_promises
        assert promise.day.isoformat() == "2026-03-27"
        await t.until("2026-03-18")
        assert await t.texts_to(BOIS) == ["kind"], "it is waited for again"


async def test_the_second_instalment_is_told_too(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je verse 500 € le 10 mars et 700 € le 31 mars.")
        await t.jump("2026-03-06")
        await t.payments("F2026-001;2026-03-06;1200,00")
        await t.jump("2026-03-09")
        lines = lines_of(await t.card(KEPT))
        assert "700,00 €" in lines
        assert "Prochain versement" not in lines


async def test_on_the_day_itself_nothing_is_left_to_confirm(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi.")
        question = await t.question(MADE)
        await t.jump("2026-03-06")
        reply = await t.phone.tap(question.id, "confirm")
        assert reply is not None
        await t.settle()
        assert await news(t) == [], "one friendly line, no broken text"
        assert await t.texts_to(BOIS) == ["kind"]


async def test_other_words_and_a_paper_for_the_confirmation(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi 13 mars.")
        question = await t.question(MADE)
        words = "Bonjour,\n\nmerci, nous attendons donc vos 1 200,00 € le vendredi 13 mars 2026.\n\nClaire Martin"
        await t.phone.write(words, to=question.id)
        await t.settle()
        assert "nous attendons donc" in (await t.card(QuestionKind.APPROVE)).preview
        await t.tap(QuestionKind.APPROVE, "approve")
        assert "nous attendons donc" in text_of(t.to(BOIS)[-1])


async def test_who_is_insolvent_is_confirmed_nothing(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "La société est en liquidation judiciaire.")
        await t.tap(QuestionKind.INSOLVENCY, "keep")
        await t.reply(BOIS, "Je vous règle vendredi.")
        card = await t.card(MADE)
        assert "confirm" not in [code for code, _ in card.buttons]
        assert "reste arrêté" in lines_of(card)


async def test_money_that_comes_before_the_confirmation_leaves_makes_it_needless(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        await promised(t, "Je verse 500 € le 13 mars.")
        await t.jump("2026-03-06", time(19))
        await t.tap(MADE, "confirm")
        await t.jump("2026-03-07")
        await t.payments("F2026-001;2026-03-07;500,00")
        await t.jump("2026-03-09")
        assert await news(t) == [KEPT]
        assert "promise_confirm" not in await t.texts_to(BOIS)


async def test_a_confirmation_tapped_on_friday_for_monday_leaves_on_monday(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        await promised(t, "Je vous règle lundi 9 mars.")
        await t.jump("2026-03-06", time(19, 30))
        await t.tap(MADE, "confirm")
        await t.jump("2026-03-09")
        assert await t.texts_to(BOIS) == ["kind", "promise_confirm"]


async def test_a_credit_note_keeps_no_promise(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi 13 mars.")
        await t.phone.command("credit", "F2026-001 1200")
        await t.settle()
        assert await news(t) == []
        assert await t.texts_to(BOIS) == ["kind"], "nobody is thanked for a payment that was none"
        assert (await t.case("F2026-001")).running_promises == ()


async def test_after_a_write_off_no_promise_is_asked_about(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi 13 mars.")
        await t.phone.write("classe Bois SARL sans suite")
        await t.tap(QuestionKind.ORDER, "yes")
        await t.until("2026-03-25")
        assert await t.waiting() == []


async def test_more_than_is_owed_is_asked_about(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous verse 5000 € vendredi 13 mars.")
        assert await news(t) == [QuestionKind.PROMISE]


async def test_a_request_beside_a_promise_tells_of_the_promise(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle vendredi 13 mars. Pouvez-vous me renvoyer la facture ?")
        assert "13 mars" in lines_of(await t.card(QuestionKind.INFO_REQUEST))


# --- what a second reviewer found --------------------------------------------------------------------------------

P13 = "Je vous règle vendredi 13 mars."
THREE = f"F2026-003;2026-02-16;2026-03-16;300,00;Bois SARL;{BOIS};business"


@pytest.mark.parametrize("said", ["Nous contestons cette facture : rien n'est fini.", "Ne me contactez plus."])
async def test_after_a_graver_word_nothing_is_left_to_confirm(tmp_path: Path, said: str) -> None:
    async with town(tmp_path) as t:
        await promised(t, P13)
        made = await t.question(MADE)
        await t.reply(BOIS, said)
        assert MADE not in await news(t)
        await t.phone.tap(made.id, "confirm")
        await t.settle()
        assert await t.texts_to(BOIS) == ["kind"]


async def test_a_write_off_stops_the_confirmation_on_its_way(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        await promised(t, P13)
        await t.tap(MADE, "confirm")
        await t.phone.write("classe Bois SARL sans suite")
        await t.tap(QuestionKind.ORDER, "yes")
        await t.minutes(30)
        assert await t.texts_to(BOIS) == ["kind"]


async def test_put_off_beside_a_request_is_one_card_with_the_new_day(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, P13)
        await t.reply(BOIS, "Finalement je vous règle le 20 mars. Pouvez-vous me renvoyer la facture ?")
        assert await news(t) == [QuestionKind.PROMISE]
        await t.tap(QuestionKind.PROMISE, "accept")
        assert [p.day.isoformat() for p in (await t.case("F2026-001")).running_promises] == ["2026-03-20"]
        assert await t.holds("F2026-001") == set()


async def test_a_credit_note_of_the_promised_sum_is_no_payment(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous verse 500 € vendredi 13 mars.")
        await t.phone.command("credit", "F2026-001 500")
        await t.settle()
        assert KEPT not in await news(t)
        assert "thanks" not in await t.texts_to(BOIS)


async def test_what_came_before_the_owner_accepts_counts(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, P13)
        await t.reply(BOIS, "Finalement je vous verse 1200 € le 20 mars.")
        await t.jump("2026-03-05")
        await t.payments("F2026-001;2026-03-05;300,00")
        await t.tap(QuestionKind.PROMISE, "accept")
        await t.jump("2026-03-20")
        await t.payments("F2026-001;2026-03-20;900,00")
        await t.jump("2026-03-23")
        assert await news(t) == [KEPT]


async def test_of_what_is_due_one_is_named_and_the_other_is_not_due_yet(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE, THREE)
        await t.jump("2026-03-03")
        await t.reply(BOIS, "Je règle la facture F2026-001 le 27 mars.")
        await t.jump("2026-03-27")
        await t.payments("F2026-001;2026-03-27;1200,00")
        await t.jump("2026-03-30")
        assert KEPT in await news(t)


@pytest.mark.parametrize(
    "said",
    [
        "Je règle la F2026-001 vendredi 13 mars et la F2026-002 le 20 mars.",
        "Je règle tout sauf F2026-002 vendredi 13 mars.",
    ],
)
async def test_of_several_numbers_only_a_person_can_tell(tmp_path: Path, said: str) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE, TWO, THREE)
        await t.jump("2026-03-03")
        await t.reply(BOIS, said)
        assert MADE not in await news(t), "nothing is confirmed that he has not said"
        assert QuestionKind.PROMISE in await news(t)


async def test_a_paid_invoice_is_no_promise_of_the_others(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE, TWO)
        await t.jump("2026-03-03")
        await t.payments("F2026-001;2026-03-03;1200,00")
        await t.reply(BOIS, "Je règle la facture F2026-001 vendredi 13 mars.")
        assert await news(t) == [QuestionKind.PROMISE]


async def test_another_day_is_of_the_same_sum(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous verse 500 € vendredi 13 mars.")
        question = await t.question(MADE)
        await t.phone.tap(question.id, "promised")
        await t.phone.tap(question.id, "promised:20260317")
        await t.jump("2026-03-16")
        await t.payments("F2026-001;2026-03-16;500,00")
        await t.jump("2026-03-17")
        assert KEPT in await news(t)


async def test_a_newer_promise_ends_the_card_of_the_broken_one(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, P13)
        await t.jump("2026-03-18")
        assert await news(t) == [BROKEN]
        await t.reply(BOIS, "Pardon, je vous règle le 24 mars.")
        assert await news(t) == [MADE]
        await t.tap(MADE, "confirm")
        assert (await t.texts_to(BOIS))[-1] == "promise_confirm"


async def test_one_part_that_moves_asks_about_the_plan(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je verse 500 € le 10 mars et 700 € le 31 mars.")
        await t.reply(BOIS, "Je vous verse les 500 € le 12 mars.")
        assert await news(t) == [QuestionKind.PROMISE]
        assert len((await t.case("F2026-001")).running_promises) == 2


@pytest.mark.parametrize(
    "said",
    ["Le client vient de payer les 1200 euros par virement", "Non, on n'accepte pas ce délai, relance-le dès demain"],
)
async def test_a_remark_in_reply_to_a_promise_is_no_letter(tmp_path: Path, said: str) -> None:
    async with town(tmp_path) as t:
        await promised(t, P13)
        question = await t.question(MADE)
        await t.phone.write(said, to=question.id)
        assert QuestionKind.APPROVE not in await news(t)


async def test_words_that_are_refused_change_nothing(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, P13)
        question = await t.question(MADE)
        words = "Bonjour,\n\nmerci, nous attendons donc vos 1 500,00 € le vendredi 20 mars 2026.\n\nClaire Martin"
        await t.phone.write(words, to=question.id)
        assert await news(t) == [MADE]


async def test_words_to_the_card_of_an_insolvent_debtor(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "La société est en liquidation judiciaire.")
        await t.tap(QuestionKind.INSOLVENCY, "keep")
        await t.reply(BOIS, P13)
        question = await t.question(MADE)
        assert (await t.card(MADE)).preview == ""
        assert await t.phone.write("Bonjour,\n\nmerci beaucoup de votre message, à bientôt.", to=question.id)
        assert await t.texts_to(BOIS) == ["kind"]


async def test_a_put_off_that_the_owner_does_not_take_ends_the_promise(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, P13)
        await t.reply(BOIS, LATER)
        await t.tap(QuestionKind.PROMISE, "go_on")
        assert (await t.case("F2026-001")).running_promises == ()
        await t.until("2026-03-11")
        assert await t.texts_to(BOIS) == ["kind", "firm_friendly"]


async def test_what_was_misread_once_never_comes_back(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await promised(t, "Je vous règle le 27 mars. Pouvez-vous me renvoyer la facture ?")
        first = await t.question(QuestionKind.INFO_REQUEST)
        await t.reply(BOIS, "Je vous règle le 12 mars.")
        second = await t.question(MADE)
        for question in (first, second):
            await t.phone.tap(question.id, "misread")
            await t.phone.tap(question.id, "means_other")
            await t.settle()
        assert (await t.case("F2026-001")).running_promises == ()
