"""The cards of the ladder, and the owner's own words: what each button and each command does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.core.because import Because
from bot.core.notice import Notice
from bot.core.question import QuestionKind
from tests.stories.post import text_of
from tests.stories.town import Town, town

BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
STRATEGIC = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business;strategic"
GROUPED = "number;date;due;total;debtor;email;kind;group"


async def at_the_card(t: Town, kind: QuestionKind) -> None:
    """The days go by until that card is there; the call before it is made."""
    await t.invoices(INVOICE)
    for day in ("2026-03-03", "2026-03-10", "2026-03-16"):
        await t.jump(day)
    if kind is QuestionKind.CALL:
        return
    await t.tap(QuestionKind.CALL, "done")
    for day in ("2026-03-18", "2026-03-25"):
        await t.jump(day)
    assert kind is QuestionKind.DECIDE


@pytest.mark.parametrize(
    ("choice", "holds", "then", "next_text"),
    [
        ("done", set(), [], "firm"),
        ("hold_7", {Because.PAUSED}, [QuestionKind.CALL], ""),
        ("is_dispute", {Because.DISPUTED}, [QuestionKind.DISPUTE], ""),
        ("is_paid", {Because.SAYS_PAID}, [QuestionKind.SAYS_PAID], ""),
    ],
)
async def test_the_call_card(
    tmp_path: Path, choice: str, holds: set[Because], then: list[QuestionKind], next_text: str
) -> None:
    async with town(tmp_path) as t:
        await at_the_card(t, QuestionKind.CALL)
        assert any("02" in line or "appel" in line.lower() for line in (await t.card(QuestionKind.CALL)).lines)
        await t.tap(QuestionKind.CALL, choice)
        assert await t.holds("F2026-001") == holds
        for day in ("2026-03-18", "2026-03-23"):
            await t.jump(day)
        assert await t.kinds() == then
        assert (await t.texts_to(BOIS))[2:] == ([next_text] if next_text else [])


@pytest.mark.parametrize(
    ("choice", "holds", "then", "weeks_later"),
    [
        ("go_on", set(), [], [QuestionKind.APPROVE]),
        ("offer_plan", {Because.PAUSED}, [QuestionKind.APPROVE], [QuestionKind.APPROVE]),
        ("hold_14", {Because.PAUSED}, [], [QuestionKind.DECIDE]),
        ("keep", {Because.PAUSED}, [], []),
    ],
)
async def test_the_decision_card(
    tmp_path: Path, choice: str, holds: set[Because], then: list[QuestionKind], weeks_later: list[QuestionKind]
) -> None:
    async with town(tmp_path) as t:
        await at_the_card(t, QuestionKind.DECIDE)
        await t.tap(QuestionKind.DECIDE, choice)
        assert await t.holds("F2026-001") == holds
        assert await t.kinds() == then
        for day in ("2026-03-30", "2026-04-09"):
            await t.jump(day)
        assert await t.kinds() == weeks_later
        assert await t.texts_to(BOIS) == ["kind", "firm_friendly", "firm"], "nothing leaves meanwhile"


async def test_an_offered_plan_names_instalments_that_add_up(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await at_the_card(t, QuestionKind.DECIDE)
        await t.tap(QuestionKind.DECIDE, "offer_plan")
        await t.tap(QuestionKind.APPROVE, "approve")
        said = text_of(t.to(BOIS)[-1])
        assert (await t.texts_to(BOIS))[-1] == "reply_plan"
        assert said.count("400,00 €") == 3


async def test_the_invoice_that_was_asked_for_is_sent_with_its_copy(tmp_path: Path) -> None:
    pdf = tmp_path / "F2026-001.pdf"
    pdf.write_bytes(b"%PDF-1.4 nothing")
    async with town(tmp_path) as t:
        await t.invoices(f"{INVOICE};{pdf}", header="number;date;due;total;debtor;email;kind;pdf", folder=tmp_path)
        await t.jump("2026-03-03")
        await t.reply(BOIS, "Pouvez-vous me renvoyer la facture ?")
        card = await t.card(QuestionKind.INFO_REQUEST)
        assert "la facture demandée" in card.preview, "what one tap sends is shown as it leaves"
        await t.tap(QuestionKind.INFO_REQUEST, "send_invoice")
        assert await t.kinds() == []
        answer = t.to(BOIS)[-1]
        assert [part.get_filename() for part in answer.iter_attachments()] == ["F2026-001.pdf"]
        assert await t.texts_to(BOIS) == ["kind", "reply_invoice"]
        await t.until("2026-03-10")
        assert (await t.diary(BOIS))[-1] == ("2026-03-10", "firm_friendly")


async def test_an_answer_from_the_next_contact(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS},paul@bois.example;business")
        await t.jump("2026-03-03")
        await t.reply(BOIS, "Je ne travaille plus dans cette société, merci de voir avec la comptabilité.")
        await t.tap(QuestionKind.WRONG_CONTACT, "next_contact")
        await t.jump("2026-03-10")
        assert await t.texts_to(BOIS) == ["kind"]
        assert await t.texts_to("paul@bois.example") == ["firm_friendly"]


# --- the owner's own words ------------------------------------------------------------------------------------------


async def asked_first(t: Town) -> Notice:
    """A strategic client: each message asks the owner, who sees it on Thursday 5 March."""
    await t.invoices(STRATEGIC, header=GROUPED)
    await t.jump("2026-03-05")
    question = await t.question(QuestionKind.APPROVE)
    assert question.notice_id is not None
    assert t.to(BOIS) == []
    return await t.app.store.notice(question.notice_id)


async def test_the_owner_edits_and_the_debtor_reads_his_words(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        notice = await asked_first(t)
        first = await t.question(QuestionKind.APPROVE)
        words = notice.draft.plain.replace("Bien cordialement,", "À bientôt sur le chantier,")
        assert words != notice.draft.plain
        assert await t.phone.write(words, to=first.id) is not None
        await t.settle()
        second = await t.question(QuestionKind.APPROVE)
        assert second.id != first.id
        assert t.to(BOIS) == [], "edited is not approved"
        await t.phone.tap(first.id, "approve")
        await t.settle()
        assert t.to(BOIS) == [], "the old card is over"
        await t.tap(QuestionKind.APPROVE, "approve")
        assert "À bientôt sur le chantier," in text_of(t.to(BOIS)[0])
        assert "edited" in await t.happened("F2026-001")


@pytest.mark.parametrize("wrong", ["1 300,00 €", "FR76 1111 2222 3333 4444 5555 666", "le 31 mars 2027"])
async def test_a_wrong_figure_is_refused_and_named(tmp_path: Path, wrong: str) -> None:
    async with town(tmp_path) as t:
        notice = await asked_first(t)
        question = await t.question(QuestionKind.APPROVE)
        said = await t.phone.write(f"{notice.draft.plain}\n\nPS : {wrong}.", to=question.id)
        assert said is not None
        plain = re.sub("[\u00a0\u202f]", " ", said.text)
        assert wrong.removeprefix("le ") in plain
        await t.settle()
        assert (await t.question(QuestionKind.APPROVE)).id == question.id
        assert (await t.app.store.notice(notice.id)).draft == notice.draft


async def test_an_edited_text_whose_figures_change_is_not_sent(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        notice = await asked_first(t)
        question = await t.question(QuestionKind.APPROVE)
        await t.phone.write(notice.draft.plain.replace("Bien cordialement,", "À bientôt,"), to=question.id)
        await t.settle()
        await t.payments("F2026-001;2026-03-05;200,00")
        edited = await t.question(QuestionKind.APPROVE)
        await t.phone.tap(edited.id, "approve")
        await t.settle()
        assert t.to(BOIS) == []
        await t.tap(QuestionKind.APPROVE, "approve")
        assert "1 000,00 €" in text_of(t.to(BOIS)[0])


@pytest.mark.parametrize(("choice", "on_the_10th"), [("approve", ["kind"]), ("skip", []), ("hold_7", [])])
async def test_the_choices_about_a_text(tmp_path: Path, choice: str, on_the_10th: list[str]) -> None:
    async with town(tmp_path) as t:
        await asked_first(t)
        await t.tap(QuestionKind.APPROVE, choice)
        await t.jump("2026-03-10")
        assert await t.texts_to(BOIS) == on_the_10th
        await t.jump("2026-03-12")
        waiting = {"approve": [QuestionKind.CALL], "skip": [QuestionKind.CALL], "hold_7": [QuestionKind.APPROVE]}
        assert await t.kinds() == waiting[choice], "a skipped rung is passed, a held one comes again"


async def test_a_double_tap_a_forged_id_and_a_stranger(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await asked_first(t)
        question = await t.question(QuestionKind.APPROVE)
        for forged in (0, -1, question.id + 1, 2**70):
            reply = await t.phone.tap(forged, "approve")
            assert reply is not None
            assert "ne mène plus à rien" in reply.text
        assert await t.phone.tap(question.id, "approve", address="stranger") is None
        assert await t.phone.command("who", address="stranger") is None
        assert await t.phone.write("Bonjour", to=question.id, address="stranger") is None
        await t.phone.tap(question.id, "was_sent")
        await t.phone.tap(question.id, "case:1")
        assert (await t.question(QuestionKind.APPROVE)).id == question.id, "a choice that was not offered is none"
        await t.phone.tap(question.id, "approve")
        await t.phone.tap(question.id, "approve")
        await t.phone.tap(question.id, "skip")
        await t.settle()
        assert await t.texts_to(BOIS) == ["kind"]
        answered = [e for e in await t.events("F2026-001") if e.what == "answered"]
        assert [e.facts["choice"] for e in answered] == ["approve"]


async def test_paid_by_the_owners_word(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-03")
        await t.phone.command("paid", "F2026-001 500,00")
        assert [str(m) for m in (await t.case("F2026-001")).outstanding] == ["700.00 EUR"]
        too_much = await t.phone.command("paid", "F2026-001 900,00")
        assert too_much is not None
        assert [str(m) for m in (await t.case("F2026-001")).outstanding] == ["700.00 EUR"]
        await t.jump("2026-03-10")
        assert "700,00 €" in text_of(t.to(BOIS)[-1])
        await t.phone.command("paid", "F2026-001")
        await t.phone.command("paid", "F2026-001")
        assert (await t.case("F2026-001")).outstanding == ()
        await t.jump("2026-04-10")
        assert len(t.to(BOIS)) == 2
        assert await t.waiting() == []


async def test_paused_until_a_day_and_resumed(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-03")
        await t.phone.command("pause", "Bois 20/03/2026")
        await t.until("2026-03-18")
        assert await t.texts_to(BOIS) == ["kind"]
        await t.until("2026-03-20")
        assert (await t.diary(BOIS))[-1] == ("2026-03-20", "firm_friendly")
        await t.phone.command("pause", "F2026-001")
        await t.jump("2026-05-20")
        assert len(t.to(BOIS)) == 2
        assert await t.waiting() == []
        await t.phone.command("resume", "F2026-001")
        await t.settle()
        assert await t.kinds() == [QuestionKind.CALL], "the next rung, no jump"


async def test_the_chat_is_away_for_two_days(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE, "F2026-002;2026-02-01;2026-03-04;90,00;Chez Nadia;nadia@resto.example;business")
        await t.jump("2026-03-03")
        t.phone.away = True
        await t.reply(BOIS, "Nous contestons cette facture : les travaux ne sont pas terminés.")
        await t.until("2026-03-05")
        assert t.phone.cards == {}
        assert await t.kinds() == [QuestionKind.DISPUTE]
        assert await t.texts_to("nadia@resto.example") == ["kind"], "the others are served"
        t.phone.away = False
        await t.minutes(5)
        assert [c.question_id for c in t.phone.cards.values()] == [(await t.question(QuestionKind.DISPUTE)).id]
        await t.tap(QuestionKind.DISPUTE, "keep")


async def test_one_invoice_rests_and_the_other_goes_on(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE, INVOICE.replace("F2026-001", "F2026-002"))
        await t.phone.command("pause", "F2026-002")
        await t.until("2026-03-13")
        assert await t.texts_to(BOIS) == ["kind", "firm_friendly"]
        assert all("F2026-002" not in text_of(mail) for mail in t.to(BOIS))
        await t.phone.command("resume", "F2026-002")
        await t.until("2026-03-23")
        assert "F2026-002" in text_of(t.to(BOIS)[-1])


async def test_a_claim_that_seems_time_barred_says_why_its_text_is_asked_about(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(f"F2020-001;2020-02-01;2020-03-02;1200,00;Bois SARL;{BOIS};business")
        await t.jump("2026-03-03")
        assert "prescrite" in " ".join((await t.card(QuestionKind.APPROVE)).lines)
        await t.tap(QuestionKind.APPROVE, "approve")
        assert len(t.to(BOIS)) == 1, "he decides"
