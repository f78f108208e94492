"""A whole town on a bad day of Telegram's: blocked, too old to edit, twice, out of order. Each tap acts once."""

from __future__ import annotations

from pathlib import Path

from bot.core.because import Because
from bot.core.question import QuestionKind
from tests.channels.bot_api import Message
from tests.channels.cockpit import Cockpit, cockpit
from tests.channels.desk import ALICE

BOB = 8
BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
DISPUTE = "Nous contestons cette facture : les travaux ne sont pas terminés."


async def disputed(c: Cockpit, *, chat: int = ALICE) -> Message:
    await c.town.invoices(INVOICE)
    await c.town.jump("2026-03-03")
    await c.town.reply(BOIS, DISPUTE)
    return await c.card(QuestionKind.DISPUTE, chat=chat)


async def test_who_blocked_the_bot_keeps_no_card_from_the_other_and_gets_his_later(tmp_path: Path) -> None:
    async with cockpit(tmp_path, chats=(ALICE, BOB)) as c:
        c.api.blocked.add(BOB)
        await disputed(c)
        assert c.api.messages(BOB) == []
        tries = c.api.count("sendMessage")
        await c.town.minutes(5)
        assert c.api.count("sendMessage") == tries, "he is left alone for a while"
        c.api.blocked.clear()
        await c.town.minutes(61)
        his = await c.card(QuestionKind.DISPUTE, chat=BOB)
        await c.press(his, "keep", chat=BOB)
        assert await c.town.kinds() == []


async def test_a_card_that_is_too_old_to_edit_is_still_answered_once(tmp_path: Path) -> None:
    async with cockpit(tmp_path, chats=(ALICE, BOB)) as c:
        there = await disputed(c)
        his = await c.card(QuestionKind.DISPUTE, chat=BOB)
        c.api.fail("editMessageText", 400, times=50, description="Bad Request: message can't be edited")
        assert await c.press(there, "keep") == "C’est noté."
        assert "déjà reçu une réponse" in await c.press(his, "go_on", chat=BOB)
        assert await c.town.holds("F2026-001") == {Because.DISPUTED}
        tries = c.api.count("editMessageText")
        await c.town.minutes(30)
        assert c.api.count("editMessageText") == tries, "it is not tried for ever"


async def test_updates_that_come_twice_and_out_of_order_act_once(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        there = await disputed(c)
        data = next(data for _, data in there.buttons if data.endswith(":keep"))
        query = c.api.forge(ALICE, data, message_id=there.id)
        (update,) = c.api.updates
        first = dict(update)
        later = {"message": {"message_id": 5, "date": 1, "text": "/who"} | first["callback_query"]["message"]}
        later["message"] |= {"from": first["callback_query"]["from"], "text": "/who"}
        later["message"].pop("reply_markup", None)
        c.api.push(later, update_id=first["update_id"] + 500)
        c.api.push({"callback_query": first["callback_query"]}, update_id=first["update_id"])
        await c.quiet()
        c.api.push({"callback_query": first["callback_query"]}, update_id=first["update_id"] - 7)
        await c.quiet()
        assert c.api.toast(query) is not None
        answered = [e for e in await c.town.events("F2026-001") if e.what == "answered"]
        assert len(answered) == 1
