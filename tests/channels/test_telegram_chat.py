"""The owner on Telegram, over HTTP: pairing, cards, taps, commands, edits. And everybody who is not the owner."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels._desk import Reply
from bot.channels._telegram_chat import TelegramChat
from bot.errors import DeliveryError
from tests.channels.bot_api import BotApi
from tests.channels.conftest import MENU
from tests.channels.desk import ALICE, CODE, MALLORY, NotingDesk, card, owner


def person(number: int, *, is_bot: bool = False) -> dict[str, Any]:
    return {"from": {"id": number, "is_bot": is_bot, "first_name": "X"}}


async def quiet(api: BotApi) -> None:
    """Every update that was pushed is handled and confirmed."""
    await api.wait_for(lambda: not api.pending)


async def test_pairing(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    desk.owners.clear()
    api.type(ALICE, f"/start {CODE}")
    await api.wait_for(lambda: api.messages(ALICE))
    assert [m.text for m in api.messages(ALICE)] == ["Bonjour User 7"]
    assert desk.calls == [("pair", "7", "User 7", CODE)]


async def test_a_wrong_code_and_a_stranger_meet_silence(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    for text in ("/start WRONG", "/start", "/who", "hello", "/paid 1"):
        api.type(MALLORY, text)
    api.forge(MALLORY, "q:12:approve")
    await quiet(api)
    assert len(desk.calls) == 6
    assert api.messages(MALLORY) == []
    assert api.count("sendMessage") == 0
    assert [fields.get("text", "") for name, fields in api.calls if name == "answerCallbackQuery"] == [""]


async def test_the_menu_is_registered_and_a_webhook_removed(api: BotApi, idle: TelegramChat) -> None:
    api.webhook = "https://elsewhere.example"
    stop = asyncio.Event()
    run = asyncio.create_task(idle.run(stop))
    await api.wait_for(lambda: api.count("getUpdates"))
    assert api.menu == list(MENU)
    assert api.webhook == ""
    stop.set()
    await run


async def test_who_am_i(chat: TelegramChat, idle: TelegramChat) -> None:
    assert await idle.ping() == "@relance_test_bot (4711)"


async def test_a_card_is_shown_tapped_and_edited(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    reference = await chat.show(owner(), card())
    there = api.message(ALICE, int(reference))
    assert there.silent_preview
    assert there.buttons[0] == ("Envoyer", "q:12:approve")
    query = api.press(ALICE, there.id, "Envoyer")
    await api.wait_for(lambda: there.edits)
    assert desk.calls == [("tap", "7", 12, "approve")]
    assert api.toast(query) == "C'est fait."
    assert there.buttons == ()
    assert "Fait." in there.text


async def test_a_second_tap_is_told_that_it_was_done(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    there = api.message(ALICE, int(await chat.show(owner(), card())))
    first = api.press(ALICE, there.id, "approve")
    second = api.press(ALICE, there.id, "approve")
    await api.wait_for(lambda: api.toast(second) is not None)
    assert (api.toast(first), api.toast(second)) == ("C'est fait.", "Déjà fait.")
    await quiet(api)
    assert there.edits == 1
    assert len(api.messages(ALICE)) == 1


@pytest.mark.parametrize(
    "data", ["", "garbage", "q:-1:approve", "q:0:approve", f"q:{10**30}:approve", "q:12:approve\n", "q:12:" + "x" * 500]
)
async def test_forged_data_is_no_tap(api: BotApi, desk: NotingDesk, chat: TelegramChat, data: str) -> None:
    mine, hers = api.forge(ALICE, data), api.forge(MALLORY, data)
    await quiet(api)
    assert desk.calls == [("meaningless", "7", "button"), ("meaningless", "666", "button")]
    assert (api.toast(mine), api.toast(hers)) == ("Rien à faire ici.", "")
    assert api.messages(ALICE) == api.messages(MALLORY) == []


async def test_a_tap_counts_only_in_the_tappers_own_chat(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    api.forge(ALICE, "q:12:approve", **person(MALLORY))
    api.forge(-100, "q:12:approve")
    api.forge(-100, "q:12:approve", **person(ALICE))
    api.forge(ALICE, "q:12:approve", message=None)
    await quiet(api)
    assert desk.calls == []
    assert [fields.get("text", "") for name, fields in api.calls if name == "answerCallbackQuery"] == [""] * 4


async def test_a_tap_on_a_message_too_old_to_be_seen_still_counts(
    api: BotApi, desk: NotingDesk, chat: TelegramChat
) -> None:
    query = api.forge(ALICE, "q:12:approve", message_id=5)
    await api.wait_for(lambda: api.toast(query))
    assert desk.calls == [("tap", "7", 12, "approve")]


async def test_what_the_desk_does_not_answer_stops_turning(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    query = api.forge(ALICE, "q:999:approve")
    await quiet(api)
    assert desk.calls == [("tap", "7", 999, "approve")]
    assert api.toast(query) == ""


async def test_groups_channels_bots_and_edits_are_ignored(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    api.type(-100, "/who")
    api.type(-100, "/who", **person(ALICE))
    api.type(ALICE, "/who", **person(ALICE, is_bot=True))
    message = {"message_id": 1, "date": 1, "chat": {"id": ALICE, "type": "private"}}
    message["from"] = {"id": ALICE, "is_bot": False, "first_name": "A"}
    api.push({"edited_message": message | {"text": "/who", "edit_date": 2}})
    api.push({"channel_post": message | {"text": "/who"}})
    api.push({"message": message | {"pinned_message": message | {"text": "/paid F-101"}}})
    api.push({"something_new": {"id": 1}})
    await quiet(api)
    assert desk.calls == []


@pytest.mark.parametrize(
    "what",
    [
        {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], "caption": "/paid F-101"},
        {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}},
        {"sticker": {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "is_animated": False,
                     "is_video": False, "type": "regular"}},
        {"location": {"longitude": 1.0, "latitude": 1.0}},
    ],
)  # fmt: skip
async def test_what_we_cannot_read_gets_one_line_and_orders_nothing(
    api: BotApi, desk: NotingDesk, chat: TelegramChat, what: dict[str, Any]
) -> None:
    body = {"message_id": 1, "date": 1, "chat": {"id": ALICE, "type": "private"}}
    body["from"] = {"id": ALICE, "is_bot": False, "first_name": "A"}
    api.push({"message": body | what})
    stranger = {"chat": {"id": MALLORY, "type": "private"}, "from": {"id": MALLORY, "is_bot": False, "first_name": "M"}}
    api.push({"message": body | what | stranger})
    await quiet(api)
    assert desk.calls == [("text", "7", "", None), ("text", "666", "", None)]
    assert [m.text for m in api.messages(ALICE)] == ["Noté."]
    assert api.messages(MALLORY) == []


async def test_a_forwarded_message_is_never_an_order(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "Debtor", "date": 1}
    api.type(ALICE, "/paid F-101", forward_origin=origin)
    api.type(MALLORY, "/paid F-101", forward_origin=origin)
    await quiet(api)
    assert desk.calls == [("meaningless", "7", "forwarded"), ("meaningless", "666", "forwarded")]
    assert [m.text for m in api.messages(ALICE)] == ["Rien à faire ici."]
    assert api.messages(MALLORY) == []


GROUP, SUPERGROUP = -55, -1001


async def test_a_group_that_became_a_supergroup_is_followed(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    api.know(GROUP)
    api.migrate(GROUP, SUPERGROUP)
    for call in (chat.show(owner(address=str(GROUP)), card()), chat.say(owner(address=str(GROUP)), "x")):
        with pytest.raises(DeliveryError) as caught:
            await call
        assert not caught.value.permanent, "it is shown at once where the group is now"
    assert desk.calls == [("moved", str(GROUP), str(SUPERGROUP))] * 2
    await chat.show(owner(address=str(SUPERGROUP)), card())
    assert len(api.messages(SUPERGROUP)) == 1


async def test_telegram_says_that_a_group_has_moved(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    chats = {"chat": {"id": GROUP, "type": "group", "title": "Owners"}, "migrate_to_chat_id": SUPERGROUP}
    api.push({"message": {"message_id": 1, "date": 1} | chats})
    await quiet(api)
    assert desk.calls == [("moved", str(GROUP), str(SUPERGROUP))]


async def test_commands_carry_name_and_argument(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    for text in ("/today", "/WHO@relance_test_bot", "/case  Martin & fils ", "/start", "/nonsense x"):
        api.type(ALICE, text)
    await api.wait_for(lambda: len(api.messages(ALICE)) == 5)
    assert [c[2:] for c in desk.calls] == [
        ("today", ""), ("who", ""), ("case", "Martin & fils"), ("help", ""), ("nonsense", "x"),
    ]  # fmt: skip
    assert api.messages(ALICE)[2].text == "case: Martin & fils"


async def test_a_reply_to_a_card_carries_its_reference(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    reference = await chat.show(owner(), card())
    desk.replies["text"] = Reply(text="", cards=(card(preview="Le nouveau texte"),))
    api.type(ALICE, "Le nouveau texte\n/pas une commande", reply_to=int(reference))
    api.type(ALICE, "Autre chose")
    await api.wait_for(lambda: len(desk.calls) == 2)
    await quiet(api)
    assert desk.calls == [
        ("text", "7", "Le nouveau texte\n/pas une commande", reference),
        ("text", "7", "Autre chose", None),
    ]
    assert any("Le nouveau texte" in message.text for message in api.messages(ALICE)[1:])


async def test_a_reply_brings_further_cards(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    desk.replies["today"] = Reply(text="Deux questions.", cards=(card(12), card(13)))
    api.type(ALICE, "/today")
    await api.wait_for(lambda: len(api.messages(ALICE)) == 3)
    assert [m.buttons[0][1] for m in api.messages(ALICE)[1:]] == ["q:12:approve", "q:13:approve"]


async def test_a_long_answer_comes_in_pieces(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    line = "Martin & <fils>: 1 250,00 €\n"
    desk.replies["who"] = Reply(text=line * 400)
    api.type(ALICE, "/who")
    await api.wait_for(lambda: len(api.messages(ALICE)) == 3)
    assert "\n".join(m.text for m in api.messages(ALICE)).strip() == (line * 400).strip()


async def test_a_toast_that_does_not_fit_becomes_a_message(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    desk.replies["tap"] = Reply(text="é" * 201)
    query = api.press(ALICE, int(await chat.show(owner(), card())), "approve")
    await api.wait_for(lambda: len(api.messages(ALICE)) == 2)
    assert api.toast(query) == ""
    desk.replies["tap"] = Reply(text="court")
    api.fail("answerCallbackQuery", 400, description="Bad Request: query is too old and response timeout expired")
    api.press(ALICE, api.messages(ALICE)[0].id, "approve")
    await api.wait_for(lambda: len(api.messages(ALICE)) == 3)
    assert api.messages(ALICE)[2].text == "court"


async def test_the_exact_text_comes_as_a_document_before_a_long_card(api: BotApi, chat: TelegramChat) -> None:
    exact = "<p>é & \u202e\u200f*_[`]\n" * 1_000
    reference = await chat.show(owner(), card(preview=exact))
    document, there = api.messages(ALICE)
    assert document.document == ("relance-12.txt", exact.encode("utf-8-sig"))
    assert there.id == int(reference)
    assert there.text.endswith("…")
    await chat.amend(owner(), reference, card(preview=exact, buttons=()))
    assert api.count("sendDocument") == 1


async def test_amending_forgives_what_cannot_be_amended(api: BotApi, chat: TelegramChat) -> None:
    reference = await chat.show(owner(), card())
    await chat.amend(owner(), reference, card())
    assert api.message(ALICE, int(reference)).edits == 0
    await chat.amend(owner(), reference, card(buttons=()))
    assert api.message(ALICE, int(reference)).buttons == ()
    api.delete(ALICE, int(reference))
    await chat.amend(owner(), reference, card())
    await chat.amend(owner(), "nonsense", card())
    api.fail("editMessageText", 400, description="Bad Request: message can't be edited")
    await chat.amend(owner(), "5", card())


@pytest.mark.parametrize("address", ["8", "666", "not a number", "٧", ""])
async def test_a_chat_that_cannot_be_written_to_is_permanent(api: BotApi, chat: TelegramChat, address: str) -> None:
    api.know(666)
    api.blocked.add(666)
    for call in (chat.show(owner(address=address), card()), chat.say(owner(address=address), "x")):
        with pytest.raises(DeliveryError) as caught:
            await call
        assert caught.value.permanent


async def test_it_can_be_asked_without_receiving(api: BotApi, idle: TelegramChat) -> None:
    assert await idle.ping()
    reference = await idle.show(owner(), card())
    await idle.amend(owner(), reference, card(buttons=()))
    await idle.say(owner(), "Bonjour")
    assert api.messages(ALICE)[-1].text == "Bonjour"


# --- lists longer than a message --------------------------------------------------------------------------------------


async def test_a_list_has_buttons_and_its_next_part_takes_its_place(
    api: BotApi, desk: NotingDesk, chat: TelegramChat
) -> None:
    desk.replies["who"] = Reply(text="Qui : <b>A & fils</b>", pages=(("who:2", "Suivants"),))
    desk.replies["who:2"] = Reply(text="Qui : Z", pages=(("who:1", "Précédents"),))
    api.type(ALICE, "/who")
    await api.wait_for(lambda: api.messages(ALICE))
    (there,) = api.messages(ALICE)
    assert there.text == "Qui : <b>A & fils</b>"
    assert there.entities == ()
    query = api.press(ALICE, there.id, "Suivants")
    await api.wait_for(lambda: there.edits)
    assert api.toast(query) == ""
    assert (there.text, there.buttons) == ("Qui : Z", (("Précédents", "p:who:1"),))
    assert desk.calls[-1] == ("page", "7", "who", 2)


async def test_a_very_long_part_is_sent_in_pieces_with_the_buttons_last(
    api: BotApi, desk: NotingDesk, chat: TelegramChat
) -> None:
    desk.replies["who"] = Reply(text="ligne\n" * 1500, pages=(("who:2", "Suivants"),))
    desk.replies["who:2"] = Reply(text="ligne\n" * 1500)
    api.type(ALICE, "/who")
    await api.wait_for(lambda: len(api.messages(ALICE)) == 3)
    assert [bool(m.buttons) for m in api.messages(ALICE)] == [False, False, True]
    api.press(ALICE, api.messages(ALICE)[-1].id, "Suivants")
    await api.wait_for(lambda: len(api.messages(ALICE)) == 6)


@pytest.mark.parametrize("data", ["p:", "p:who", "p:who:0", "p:WHO:1", "p:who:1:2", f"p:who:{10**20}", "p:wh o:1"])
async def test_a_forged_page_never_reaches_the_desk(
    api: BotApi, desk: NotingDesk, chat: TelegramChat, data: str
) -> None:
    api.forge(ALICE, data)
    api.forge(MALLORY, "p:who:1")
    await quiet(api)
    assert [c for c in desk.calls if c[1] == str(ALICE)] == [("meaningless", "7", "button")]
    assert api.messages(ALICE) == api.messages(MALLORY) == []
