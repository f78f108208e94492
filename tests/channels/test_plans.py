"""Plans, credit notes and other hands from a card, over HTTP: confirmed, followed, undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.because import Because
from bot.core.case import PromiseState
from bot.core.question import QuestionKind
from tests.channels.bot_api import Message
from tests.channels.cockpit import Cockpit, buttons, cockpit
from tests.channels.desk import ALICE

BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,01;Bois SARL;{BOIS};business"
PLAN = "Bonjour, pouvons-nous payer en plusieurs fois ?"
DISPUTE = "Nous contestons cette facture : les travaux ne sont pas terminés."


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


async def written(c: Cockpit, said: str, kind: QuestionKind) -> Message:
    await c.town.invoices(INVOICE)
    await c.town.jump("2026-03-03")
    await c.town.reply(BOIS, said)
    return await c.card(kind)


async def running(c: Cockpit) -> list[tuple[str, str]]:
    case = await c.town.case("F2026-001")
    return [(str(p.day), str(p.amount)) for p in case.promises if p.state is PromiseState.RUNNING]


async def planned(c: Cockpit) -> Message:
    there = await written(c, PLAN, QuestionKind.PLAN_REQUEST)
    (order,) = await c.say("3 fois dès le 16", reply_to=there.id)
    await c.press(order, "yes")
    return order


async def test_a_plan_is_shown_confirmed_and_undone(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        there = await written(c, PLAN, QuestionKind.PLAN_REQUEST)
        assert buttons(there)[:2] == ["offer_plan", "set_plan"]
        query = await c.press(there, "set_plan")
        how = query or c.api.messages(ALICE)[-1].text
        assert "3 fois dès le 15" in how
        assert "set_plan" in buttons(there), "it only says how"
        (order,) = await c.say("3 fois dès le 16", reply_to=there.id)
        shown = plain(order.text)
        assert "fixer cet échéancier ?" in shown
        assert "Versement du lundi 16 mars 2026 : 400,00 €" in shown
        assert "Versement du samedi 16 mai 2026 : 400,01 €" in shown
        assert await running(c) == []
        assert await c.town.kinds() == [QuestionKind.PLAN_REQUEST, QuestionKind.ORDER]
        await c.press(order, "yes")
        assert await running(c) == [
            ("2026-03-16", "400.00 EUR"), ("2026-04-16", "400.00 EUR"), ("2026-05-16", "400.01 EUR"),
        ]  # fmt: skip
        assert await c.town.kinds() == []
        assert await c.town.holds("F2026-001") == set()
        await c.press(order, "undo")
        assert await running(c) == []
        assert QuestionKind.PLAN_REQUEST in await c.town.kinds()
        assert await c.town.holds("F2026-001") == {Because.PLAN_REQUESTED}


async def test_a_plan_is_followed_to_its_end(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await planned(c)
        for day in ("2026-03-16", "2026-04-16"):
            await c.town.until(day)
            await c.town.payments(f"F2026-001;{day};400,00")
        await c.town.until("2026-05-18")
        assert await c.town.texts_to(BOIS) == ["kind"]
        await c.town.payments("F2026-001;2026-05-18;400,01")
        await c.town.until("2026-05-20")
        assert await c.town.texts_to(BOIS) == ["kind", "thanks"]
        assert await c.town.waiting() == []


@pytest.mark.parametrize("choice", ["go_on", "hold_7", "keep"])
async def test_a_missed_instalment_asks_the_owner(tmp_path: Path, choice: str) -> None:
    async with cockpit(tmp_path) as c:
        await planned(c)
        await c.town.jump("2026-03-18")  # Monday the 16th and two business days of the bank
        assert await c.town.kinds() == []
        await c.town.jump("2026-03-19")
        there = await c.card(QuestionKind.PROMISE_BROKEN)
        assert "400,00 €" in plain(there.text)
        await c.press(there, choice)
        await c.town.until("2026-03-20")
        if choice == "go_on":
            assert await running(c) == [], "the plan is over"
            assert (await c.town.texts_to(BOIS))[-1] == "firm_friendly"
        else:
            assert len(await running(c)) == 2
            assert await c.town.texts_to(BOIS) == ["kind"]


async def test_a_plan_that_does_not_come_to_what_is_owed(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        there = await written(c, PLAN, QuestionKind.PLAN_REQUEST)
        for text in ("500 le 15, 500 le 30", "500 le 15, le reste le 15/12"):
            (said,) = await c.say(text, reply_to=there.id)
            assert "ne font pas 1 200,01 €" in plain(said.text)
            assert said.buttons == ()
        (order,) = await c.say("Bois SARL : 500 le 15, le reste le 30")
        await c.town.payments("F2026-001;2026-03-03;100,00")
        await c.press(order, "yes")
        assert await running(c) == [], "what is owed is another sum by now"
        assert await c.town.holds("F2026-001") == {Because.PLAN_REQUESTED}


async def test_a_credit_note_by_card_and_by_command(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        there = await written(c, DISPUTE, QuestionKind.DISPUTE)
        assert "credit" in buttons(there)
        (order,) = await c.say("avoir 120", reply_to=there.id)
        assert "Avoir : 120,00 €, facture F2026-001" in plain(order.text)
        await c.press(order, "yes")
        assert str((await c.town.case("F2026-001")).outstanding[0]) == "1080.01 EUR"
        await c.press(order, "undo")
        assert str((await c.town.case("F2026-001")).outstanding[0]) == "1200.01 EUR"
        for text, told in (
            ("/credit F2026-001 200,01", "Avoir : 200,01 €, facture F2026-001"),
            ("/credit F2026-001 200,01", "est déjà noté aujourd’hui"),
            ("/credit F2026-001 5000", "il ne reste que 1 000,00 €"),
            ("/credit F2026-001 beaucoup", "n’est pas un montant"),
            ("/credit F2026-001 -5", "n’est pas un montant"),
            ("/credit", "Écrivez par exemple /credit"),
            ("/credit NADA 5", "Je ne trouve pas"),
        ):
            (said,) = await c.say(text)
            assert told in plain(said.text), said.text
        assert str((await c.town.case("F2026-001")).outstanding[0]) == "1000.00 EUR"
        assert (await c.town.happened("F2026-001")).count("credited") == 2, "the one that was undone, and the other"


@pytest.mark.parametrize(
    ("words", "because"),
    [("Bois SARL est chez le médiateur", Because.MEDIATION), ("confié à une agence de recouvrement", Because.AGENCY),
     ("classé sans suite", Because.WRITTEN_OFF)],
)  # fmt: skip
async def test_a_case_in_other_hands_stops_with_its_own_reason(tmp_path: Path, words: str, because: Because) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        there = await written(c, DISPUTE, QuestionKind.DISPUTE)
        (order,) = await c.say(words, reply_to=there.id)
        await c.press(order, "yes")
        assert await c.town.holds("F2026-001") == {Because.DISPUTED, because}
        (said,) = await c.say("/case Bois")
        assert ("dossier confié à un" in said.text) is (because is not Because.WRITTEN_OFF)
        assert ("sans suite" in said.text) is (because is Because.WRITTEN_OFF)
        await c.press(order, "undo")
        assert await c.town.holds("F2026-001") == {Because.DISPUTED}


@pytest.mark.parametrize(
    ("name", "words", "kind"),
    [
        ("Pause Café", "Pause Café a payé 500", "paid"),
        ("Hold Steady Ltd", "Hold Steady Ltd paid 500", "paid"),
        ("Stop Motion Ltd", "Stop Motion Ltd pays 500 on Friday", "promise"),
        ("Paie Plus", "Paie Plus paie 500 vendredi", "promise"),
        ("Café Noir", "pause Café Noir", "pause"),
    ],
)
async def test_a_client_may_be_called_like_an_order(tmp_path: Path, name: str, words: str, kind: str) -> None:
    async with cockpit(tmp_path) as c:
        await c.town.invoices(f"F2026-001;2026-02-01;2026-03-02;1500,00;{name};a@b.example;business")
        await c.town.jump("2026-03-03")
        await c.say(words)
        (question,) = await c.town.waiting()
        assert (question.facts["order"], question.case_id) == (kind, (await c.town.case("F2026-001")).id)
