"""Ten minutes to take an answer back: whatever it did ends, what it approved waits, and what has left stays left."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.because import Because
from bot.core.case import NoticeState
from bot.core.question import Card, QuestionKind
from tests.stories.town import Town, town

BOIS = "compta@bois.example"
GROUPED = "number;date;due;total;debtor;email;kind;group"
STRATEGIC = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business;strategic"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
DISPUTE = "Nous contestons cette facture : les travaux ne sont pas terminés."
PAID = "Nous avons payé cette facture le 2 mars par virement."
INFO = "Pouvez-vous me renvoyer la facture ?"


async def asked(t: Town) -> int:
    """A text waits for approval, on Thursday 5 March at 9:30."""
    await t.invoices(STRATEGIC, header=GROUPED)
    await t.jump("2026-03-05")
    return (await t.question(QuestionKind.APPROVE)).id


async def disputed(t: Town, said: str = DISPUTE) -> None:
    await t.invoices(INVOICE)
    await t.jump("2026-03-03")
    await t.reply(BOIS, said)


def codes(card: Card) -> list[str]:
    return [code for code, _ in card.buttons]


async def tap(t: Town, question: int, code: str, *, by: str = "owner") -> str:
    reply = await t.phone.tap(question, code, address=by)
    assert reply is not None
    if reply.card is not None:
        t.phone.cards[question] = reply.card
    await t.settle()
    return reply.text


async def test_what_is_approved_waits_ten_minutes(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        question = await asked(t)
        await tap(t, question, "approve")
        card = t.phone.cards[question]
        assert codes(card) == ["undo", "now"]
        assert card.lines[-2].startswith("Ne part pas avant 09:40")
        assert card.lines[-1].endswith("(Claire, le 5 mars 2026 à 09:30)")
        await t.minutes(9)
        assert t.to(BOIS) == []
        await t.minutes(2)
        assert await t.texts_to(BOIS) == ["kind"]
        assert codes(t.phone.cards[question]) == []
        assert "le message est parti" in await tap(t, question, "undo")
        assert await t.texts_to(BOIS) == ["kind"]


async def test_send_now(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        question = await asked(t)
        await tap(t, question, "approve")
        await tap(t, question, "now")
        assert await t.texts_to(BOIS) == ["kind"]
        assert "Trop tard" in await tap(t, question, "undo")
        assert "déjà" in await tap(t, question, "now")
        assert len(t.to(BOIS)) == 1


async def test_an_approval_is_undone_and_given_again(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        question = await asked(t)
        await tap(t, question, "approve")
        await t.minutes(5)
        assert "annulé" in await tap(t, question, "undo")
        assert "approve" in codes(t.phone.cards[question])
        await t.minutes(60)
        assert t.to(BOIS) == [], "undone is not approved"
        assert (await t.question(QuestionKind.APPROVE)).id == question
        await tap(t, question, "approve")
        await t.minutes(11)
        assert await t.texts_to(BOIS) == ["kind"]
        whats = [e.what for e in await t.events("F2026-001") if e.what in ("answered", "undone")]
        assert whats == ["answered", "undone", "answered"]


@pytest.mark.parametrize("choice", ["skip", "hold_7"])
async def test_the_other_choices_about_a_text(tmp_path: Path, choice: str) -> None:
    async with town(tmp_path, undo=10) as t:
        question = await asked(t)
        await tap(t, question, choice)
        assert codes(t.phone.cards[question]) == ["undo"]
        await tap(t, question, "undo")
        assert await t.holds("F2026-001") == set()
        assert await t.kinds() == [QuestionKind.APPROVE]
        await tap(t, question, "approve")
        await t.minutes(11)
        assert await t.texts_to(BOIS) == ["kind"]


@pytest.mark.parametrize(
    ("said", "kind", "choice"),
    [
        (DISPUTE, QuestionKind.DISPUTE, "go_on"),
        (DISPUTE, QuestionKind.DISPUTE, "keep"),
        (DISPUTE, QuestionKind.DISPUTE, "ask_details"),
        (DISPUTE, QuestionKind.DISPUTE, "means_paid"),
        (DISPUTE, QuestionKind.DISPUTE, "means_other"),
        (PAID, QuestionKind.SAYS_PAID, "received"),
        (PAID, QuestionKind.SAYS_PAID, "hold_7"),
        (PAID, QuestionKind.SAYS_PAID, "not_received"),
        (INFO, QuestionKind.INFO_REQUEST, "done"),
    ],
)
async def test_everything_is_as_it_was(tmp_path: Path, said: str, kind: QuestionKind, choice: str) -> None:
    async with town(tmp_path, undo=10) as t:
        await disputed(t, said)
        question = (await t.question(kind)).id
        before, holds = await t.case("F2026-001"), await t.holds("F2026-001")
        await tap(t, question, choice)
        assert await t.kinds() != [kind]
        assert "annulé" in await tap(t, question, "undo")
        after = await t.case("F2026-001")
        assert await t.holds("F2026-001") == holds
        assert (after.outstanding, after.pending) == (before.outstanding, before.pending)
        assert await t.kinds() == [kind]
        assert await t.app.store.corrections("plomberie") == []
        await t.minutes(30)
        assert await t.texts_to(BOIS) == ["kind"]
        await tap(t, question, choice)
        assert await t.kinds() != [kind], "the same choice can be taken again"
        if choice == "received":
            assert (await t.case("F2026-001")).outstanding == ()


async def test_a_rung_that_was_put_off_is_passed_again(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        await t.invoices(INVOICE)
        for day in ("2026-03-03", "2026-03-10", "2026-03-16"):
            await t.jump(day)
        question = (await t.question(QuestionKind.CALL)).id
        places = (await t.case("F2026-001")).invoices[0].places
        await tap(t, question, "voicemail")
        assert len((await t.case("F2026-001")).invoices[0].places) == len(places) - 1
        await tap(t, question, "undo")
        assert (await t.case("F2026-001")).invoices[0].places == places
        assert await t.kinds() == [QuestionKind.CALL]
        assert await t.holds("F2026-001") == set()


async def test_after_ten_minutes_it_is_too_late(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        await disputed(t)
        question = (await t.question(QuestionKind.DISPUTE)).id
        await tap(t, question, "go_on")
        await t.minutes(10)
        assert codes(t.phone.cards[question]) == []
        assert "le délai est passé" in await tap(t, question, "undo")
        assert await t.holds("F2026-001") == set()
        assert await t.waiting() == []


async def test_what_has_moved_on_is_not_undone(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        await disputed(t)
        question = (await t.question(QuestionKind.DISPUTE)).id
        await tap(t, question, "ask_details")
        approve = (await t.question(QuestionKind.APPROVE)).id
        await tap(t, approve, "approve")
        assert "Autre chose" in await tap(t, question, "undo")
        assert await t.holds("F2026-001") == {Because.DISPUTED}
        await tap(t, approve, "undo")
        assert "annulé" in await tap(t, question, "undo"), "one after the other"
        assert await t.kinds() == [QuestionKind.DISPUTE]
        await t.minutes(60)
        assert await t.texts_to(BOIS) == ["kind"]


async def test_two_owners_undo_at_the_same_time_and_strangers_never(tmp_path: Path) -> None:
    owners = [("plomberie", "claire"), ("plomberie", "ann")]
    async with town(tmp_path, undo=10, owners=owners) as t:
        await t.invoices(STRATEGIC, header=GROUPED)
        await t.jump("2026-03-05")
        question = (await t.question(QuestionKind.APPROVE)).id
        assert "annul" not in await tap(t, question, "undo", by="ann"), "nothing was answered yet"
        assert "déjà" in await tap(t, question, "now", by="ann")
        await tap(t, question, "approve", by="claire")
        for code in ("undo", "now"):
            assert await t.phone.tap(question, code, address="stranger") is None
        assert (await t.app.store.notices(NoticeState.APPROVED, account="plomberie"))[0].approved_by
        assert "annulé" in await tap(t, question, "undo", by="ann")
        assert "annulé" not in await tap(t, question, "undo", by="claire")
        assert [e.by for e in await t.events("F2026-001") if e.what == "undone"] == ["terminal:ann"]
        await t.minutes(30)
        assert t.to(BOIS) == []


async def test_a_dispute_within_the_ten_minutes_stops_what_was_approved(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        question = await asked(t)
        await tap(t, question, "approve")
        await t.reply(BOIS, DISPUTE, anew=True)
        await t.minutes(30)
        assert t.to(BOIS) == []
        assert "annulé" not in await tap(t, question, "undo")


async def test_without_undo_it_leaves_at_once(tmp_path: Path) -> None:
    async with town(tmp_path, undo=0) as t:
        question = await asked(t)
        await tap(t, question, "approve")
        assert await t.texts_to(BOIS) == ["kind"]
        assert codes(t.phone.cards[question]) == []
        assert "Trop tard" in await tap(t, question, "undo")


async def test_a_crash_between_keeps_what_waits(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        question = await asked(t)
        await tap(t, question, "approve")
        async with town(tmp_path, undo=10, servers=t.servers, now=t.now + timedelta(minutes=3)) as later:
            await later.settle()
            assert later.to(BOIS) == []
            assert "annulé" in await tap(later, question, "undo")
            await later.minutes(30)
            assert later.to(BOIS) == []


async def test_what_the_bank_has_confirmed_meanwhile_stays_paid(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        await disputed(t, PAID)
        question = (await t.question(QuestionKind.SAYS_PAID)).id
        await tap(t, question, "received")
        await t.payments("F2026-001;2026-03-02;1200,00")
        assert "Autre chose" in await tap(t, question, "undo")
        assert (await t.case("F2026-001")).outstanding == ()


async def test_an_ended_card_says_since_when(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        await disputed(t, PAID)
        question = (await t.question(QuestionKind.SAYS_PAID)).id
        await t.payments("F2026-001;2026-03-02;1200,00")
        await t.minutes(5)
        assert "depuis le 3 mars 2026 à 09:35, après" in t.phone.cards[question].lines[-1]
