"""Promises and small talk: waited for, thanked for, asked about; and the ladder afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.because import Because
from bot.core.case import PromiseState
from bot.core.question import QuestionKind
from tests.stories.post import text_of
from tests.stories.town import Town, town

BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"


async def reminded(t: Town, *rows: str) -> None:
    """Tuesday 3 March: the first reminder is read."""
    await t.invoices(*(rows or (INVOICE,)))
    await t.jump("2026-03-03")
    assert await t.texts_to(BOIS) == ["kind"]


async def test_a_debtor_who_promises_friday_and_pays_is_thanked(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, "Bonjour, je vous règle vendredi. Cordialement")
        assert await t.waiting() == [], "nobody needs the owner for that"
        await t.until("2026-03-09")
        assert await t.texts_to(BOIS) == ["kind"]
        await t.payments("F2026-001;2026-03-09;1200,00")
        await t.jump("2026-03-10")
        assert await t.diary(BOIS) == [("2026-03-03", "kind"), ("2026-03-10", "thanks")]
        assert "FR76" not in text_of(t.to(BOIS)[-1]), "nobody who has paid is shown where to pay"
        await t.jump("2026-04-20")
        assert len(t.to(BOIS)) == 2
        assert await t.waiting() == []


async def test_a_broken_promise_waits_for_the_bank_then_asks(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, "Je vous règle vendredi.")
        await t.jump("2026-03-10")  # Friday the 6th and two business days
        assert await t.waiting() == []
        await t.jump("2026-03-11")
        assert await t.kinds() == [QuestionKind.PROMISE_BROKEN]
        assert await t.texts_to(BOIS) == ["kind"], "the owner speaks first"
        await t.tap(QuestionKind.PROMISE_BROKEN, "go_on")
        assert await t.diary(BOIS) == [("2026-03-03", "kind"), ("2026-03-11", "firm_friendly")]


@pytest.mark.parametrize(("choice", "goes_on"), [("hold_7", "2026-03-18"), ("keep", "")])
async def test_after_a_broken_promise_the_owner_may_wait(tmp_path: Path, choice: str, goes_on: str) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, "Je vous règle vendredi.")
        await t.jump("2026-03-11")
        await t.tap(QuestionKind.PROMISE_BROKEN, choice)
        assert await t.holds("F2026-001") == {Because.PAUSED}
        for day in ("2026-03-17", "2026-03-18", "2026-03-19"):
            await t.jump(day)
        assert [d for d, x in await t.diary(BOIS) if x == "firm_friendly"] == ([goes_on] if goes_on else [])


async def test_half_of_what_was_promised_is_no_promise_kept(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, "Je vous règle vendredi.")
        await t.payments("F2026-001;2026-03-03;600,00")
        await t.jump("2026-03-11")
        assert await t.kinds() == [QuestionKind.PROMISE_BROKEN]
        await t.tap(QuestionKind.PROMISE_BROKEN, "go_on")
        assert "600,00 €" in text_of(t.to(BOIS)[-1])
        assert "1 200,00 €" in text_of(t.to(BOIS)[-1]), "what was owed, what came, what is left"


async def test_a_promise_of_a_part_is_kept_by_that_part_and_the_rest_goes_on(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, "Nous payons 500 € vendredi.")
        await t.payments("F2026-001;2026-03-03;500,00")
        await t.jump("2026-03-09")
        assert (await t.texts_to(BOIS))[-1] == "thanks"
        await t.until("2026-03-16")
        rest = t.to(BOIS)[-1]
        assert (await t.diary(BOIS))[-1] == ("2026-03-16", "firm_friendly"), "not before seven days of peace"
        assert "700,00 €" in text_of(rest)


async def test_two_instalments_are_waited_for_one_after_the_other(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, "Nous payons 500 € vendredi et le solde le 30 mars.")
        assert [(str(p.day), str(p.amount)) for p in (await t.case("F2026-001")).promises] == [
            ("2026-03-06", "500.00 EUR"),
            ("2026-03-30", "700.00 EUR"),
        ]
        await t.payments("F2026-001;2026-03-03;500,00")
        await t.until("2026-03-29")
        assert await t.texts_to(BOIS) == ["kind"], "thanks come with the last one"
        await t.payments("F2026-001;2026-03-29;700,00")
        await t.jump("2026-03-31")
        assert await t.texts_to(BOIS) == ["kind", "thanks"]
        assert {p.state for p in (await t.case("F2026-001")).promises} == {PromiseState.KEPT}


async def test_a_new_word_replaces_the_old_one(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, "Je vais vous payer bientôt.")
        assert await t.kinds() == [QuestionKind.PROMISE]
        await t.reply(BOIS, "Je vous règle vendredi.")
        assert await t.waiting() == [], "he has named the day"
        await t.reply(BOIS, "Finalement je vous règle demain.")
        assert [p.day.isoformat() for p in (await t.case("F2026-001")).promises][-1] == "2026-03-04"
        await t.jump("2026-03-09")
        assert await t.kinds() == [QuestionKind.PROMISE_BROKEN]


async def test_a_word_that_puts_it_off_is_the_owners_to_accept(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, "Je vous règle vendredi.")
        await t.reply(BOIS, "Finalement je vous règle le 13 mars.")
        assert await t.kinds() == [QuestionKind.PROMISE], "otherwise one could put it off for ever"
        assert [p.day.isoformat() for p in (await t.case("F2026-001")).promises] == ["2026-03-06"]


async def test_paid_without_a_word_while_a_promise_card_waits(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, "Je vous règle vendredi.")
        await t.jump("2026-03-11")
        broken = await t.question(QuestionKind.PROMISE_BROKEN)
        await t.payments("F2026-001;2026-03-11;1200,00")
        await t.jump("2026-03-12")
        assert await t.waiting() == [], "nothing is left to decide"
        assert not t.phone.cards[broken.id].buttons


async def test_an_absent_debtor_is_left_alone_until_he_is_back(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(
            BOIS,
            "Bonjour, je suis absent jusqu'au 16 mars inclus, de retour le 17 mars.",
            subject="Réponse automatique : votre message",
            headers=[("Auto-Submitted", "auto-replied")],
        )
        assert await t.holds("F2026-001") == {Because.AWAY}
        assert await t.waiting() == []
        await t.until("2026-03-16")
        assert await t.texts_to(BOIS) == ["kind"]
        await t.until("2026-03-17")
        assert await t.diary(BOIS) == [("2026-03-03", "kind"), ("2026-03-17", "firm_friendly")]


@pytest.mark.parametrize("said", ["Merci beaucoup, bonne journée", "Bonjour,\n\nbien reçu, merci.\n\nPaul"])
async def test_thanks_change_nothing(tmp_path: Path, said: str) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, said)
        assert await t.waiting() == []
        assert await t.holds("F2026-001") == set()
        await t.jump("2026-03-10")
        assert await t.texts_to(BOIS) == ["kind", "firm_friendly"]
        assert "received" in await t.happened("F2026-001")


@pytest.mark.parametrize("attach", ["photo-chantier.pdf", ""])
async def test_an_empty_mail_is_the_owners(tmp_path: Path, attach: str) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, "", attach=attach)
        question = await t.question(QuestionKind.UNSURE)
        assert question.facts["attachments"] == ([attach] if attach else [])
        if attach:
            assert any(attach in line for line in (await t.card(QuestionKind.UNSURE)).lines)
        await t.jump("2026-03-18")
        assert await t.texts_to(BOIS) == ["kind"]


async def test_two_grave_things_in_one_mail_are_one_question_and_one_answer(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, "La société est en liquidation judiciaire. Nous contestons aussi la facture.")
        assert {Because.INSOLVENT, Because.DISPUTED} <= await t.holds("F2026-001")
        assert await t.kinds() == [QuestionKind.INSOLVENCY]
        await t.tap(QuestionKind.INSOLVENCY, "go_on")
        assert await t.holds("F2026-001") == set(), "the owner has read it all"


async def test_a_second_dispute_is_not_answered_by_the_answer_to_the_first(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, "Nous contestons cette facture : les travaux ne sont pas terminés.")
        await t.reply(BOIS, "Et en plus nous contestons le prix de la facture.")
        first, second = sorted(await t.waiting(), key=lambda q: q.id)
        await t.phone.tap(first.id, "go_on")
        await t.jump("2026-03-10")
        assert await t.texts_to(BOIS) == ["kind"], "he has not answered the second"
        await t.phone.tap(second.id, "go_on")
        await t.jump("2026-03-11")
        assert await t.texts_to(BOIS) == ["kind", "firm_friendly"]
