"""Telegram on a bad day: refused, cut, slow, away, twice, out of order. Nothing is lost, nothing tells the token."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.channels import telegram
from bot.channels._telegram_chat import TelegramChat
from bot.errors import DeliveryError, StoreError, TextError
from tests.channels.bot_api import BotApi
from tests.channels.conftest import running, short
from tests.channels.desk import ALICE, NotingDesk, card, owner


@pytest.fixture(autouse=True)
def _the_token_stays_secret(api: BotApi, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    assert api.token not in caplog.text
    assert api.token.split(":")[1] not in caplog.text


async def works(api: BotApi, desk: NotingDesk) -> None:
    """A command is answered."""
    before = len(api.messages(ALICE))
    api.type(ALICE, "/who")
    await api.wait_for(lambda: len(api.messages(ALICE)) > before)


async def well(api: BotApi, chat: TelegramChat) -> None:
    await api.wait_for(lambda: not chat.trouble)


async def test_a_send_waits_as_long_as_it_is_told(api: BotApi, chat: TelegramChat) -> None:
    api.fail("sendMessage", 429, retry_after=1)
    reference = await chat.show(owner(), card())
    assert [m.id for m in api.messages(ALICE)] == [int(reference)]


async def test_a_wait_beyond_patience_is_a_temporary_failure(api: BotApi, desk: NotingDesk) -> None:
    api.fail("sendMessage", 429, retry_after=3600)
    hasty = telegram.build(replace(short(api), patience=0.3), desk)
    with pytest.raises(DeliveryError, match=r"no answer within 0\.3 s") as caught:
        await hasty.show(owner(), card())
    assert not caught.value.permanent


async def test_a_poll_waits_as_long_as_it_is_told(api: BotApi, desk: NotingDesk, idle: TelegramChat) -> None:
    api.fail("getUpdates", 429, retry_after=1)
    async with running(idle):
        await api.wait_for(lambda: idle.trouble)
        assert "wait 1 s" in idle.trouble
        await works(api, desk)
        await well(api, idle)


async def test_a_refused_token_is_told_and_tried_again(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    await works(api, desk)
    api.revoked = True
    await api.wait_for(lambda: "refuses the bot token" in chat.trouble)
    with pytest.raises(DeliveryError, match="refuses the bot token") as caught:
        await chat.show(owner(), card())
    assert not caught.value.permanent
    api.revoked = False
    await works(api, desk)
    await well(api, chat)


async def test_a_token_that_is_refused_at_the_start(api: BotApi, desk: NotingDesk, idle: TelegramChat) -> None:
    api.revoked = True
    with pytest.raises(DeliveryError):
        await idle.ping()
    async with running(idle):
        await api.wait_for(lambda: idle.trouble)
        api.revoked = False
        await works(api, desk)


async def test_a_menu_that_is_refused_does_not_keep_it_from_working(
    api: BotApi, desk: NotingDesk, idle: TelegramChat
) -> None:
    api.fail("setMyCommands", 400, description="Bad Request: BOT_COMMAND_INVALID")
    async with running(idle):
        await works(api, desk)
        assert idle.trouble == ""


async def test_another_program_that_polls_is_told(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    other = telegram.build(short(api), NotingDesk())
    async with running(other):
        await api.wait_for(lambda: "another program" in chat.trouble or "another program" in other.trouble)
    await well(api, chat)
    await works(api, desk)


async def test_a_conflict_counts_as_over_only_after_some_quiet(api: BotApi, chat: TelegramChat) -> None:
    api.fail("getUpdates", 409)
    await api.wait_for(lambda: chat.trouble)
    polls = api.count("getUpdates")
    await well(api, chat)
    assert api.count("getUpdates") - polls >= 3


@pytest.mark.parametrize("status", [500, 502, 404, 400, 403, 418])
async def test_whatever_a_poll_answers_the_next_ones_go_on(
    api: BotApi, desk: NotingDesk, chat: TelegramChat, status: int
) -> None:
    api.fail("getUpdates", status, times=3)
    await api.wait_for(lambda: chat.trouble)
    await works(api, desk)
    await well(api, chat)


async def test_a_send_whose_answer_is_lost_is_a_temporary_failure(api: BotApi, chat: TelegramChat) -> None:
    api.drop("sendMessage", "after")
    with pytest.raises(DeliveryError) as caught:
        await chat.show(owner(), card())
    assert not caught.value.permanent
    assert len(api.messages(ALICE)) == 1


@pytest.mark.parametrize("when", ["before", "after"])
async def test_cut_connections_lose_no_tap(api: BotApi, desk: NotingDesk, chat: TelegramChat, when: str) -> None:
    there = api.message(ALICE, int(await chat.show(owner(), card())))
    api.drop("getUpdates", when, times=3)
    api.press(ALICE, there.id, "approve")
    await api.wait_for(lambda: there.edits)
    assert len(desk.calls) == 1


async def test_an_answer_that_comes_too_late_is_not_waited_for(api: BotApi, idle: TelegramChat) -> None:
    api.slow("sendMessage", 1.0)
    with pytest.raises(DeliveryError, match="cannot be reached") as caught:
        await idle.show(owner(), card())
    assert not caught.value.permanent


async def test_a_poll_that_never_answers_is_given_up(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    api.slow("getUpdates", 30.0, times=2)
    await api.wait_for(lambda: chat.trouble)
    await works(api, desk)
    await well(api, chat)


async def test_a_client_that_is_stuck_is_noticed(
    api: BotApi, desk: NotingDesk, idle: TelegramChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library's own time-outs fail, as they did for others in 2026."""
    stuck, fetch = 2, idle._line._bot.get_updates

    async def get_updates(*args: object, **more: object) -> object:
        nonlocal stuck
        stuck -= 1
        if stuck >= 0:
            await asyncio.Event().wait()
        return await fetch(*args, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        idle._line._bot._unfreeze()
        patch.setattr(idle._line._bot, "get_updates", get_updates)
        async with running(idle):
            await api.wait_for(lambda: "no answer within" in idle.trouble)
            await works(api, desk)


async def test_a_server_that_is_away_for_a_while(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    there = api.message(ALICE, int(await chat.show(owner(), card())))
    await api.down()
    await api.wait_for(lambda: chat.trouble)
    with pytest.raises(DeliveryError) as caught:
        await chat.say(owner(), "x")
    assert not caught.value.permanent
    api.press(ALICE, there.id, "approve")
    await asyncio.sleep(0.2)
    await api.up()
    await api.wait_for(lambda: there.edits)
    await well(api, chat)


async def test_no_server_at_the_start(api: BotApi, desk: NotingDesk, idle: TelegramChat) -> None:
    await api.down()
    async with running(idle) as run:
        await api.wait_for(lambda: idle.trouble)
        assert not run.done()
        await api.up()
        await works(api, desk)


async def test_an_update_that_comes_twice_counts_once(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    api.type(ALICE, "/who")
    await api.wait_for(lambda: api.messages(ALICE))
    body = {"message": {"message_id": 1, "date": 1, "text": "/who", "chat": {"id": ALICE, "type": "private"}}}
    body["message"]["from"] = {"id": ALICE, "is_bot": False, "first_name": "A"}
    for number in (9_000, 9_000, 8_000, 9_000):
        api.push(body, update_id=number)
    await api.wait_for(lambda: not api.pending)
    api.push(body, update_id=8_000)
    await works(api, desk)
    assert len(desk.calls) == 4


async def test_numbers_that_begin_lower_after_a_quiet_week_are_not_missed(
    api: BotApi, desk: NotingDesk, chat: TelegramChat
) -> None:
    await works(api, desk)
    await api.wait_for(lambda: not api.pending)
    polls = api.count("getUpdates")
    await api.wait_for(lambda: api.count("getUpdates") > polls + 1)
    body = {"message": {"message_id": 1, "date": 1, "text": "/today", "chat": {"id": ALICE, "type": "private"}}}
    body["message"]["from"] = {"id": ALICE, "is_bot": False, "first_name": "A"}
    api.push(body, update_id=3)
    await api.wait_for(lambda: len(api.messages(ALICE)) == 2)


async def test_an_answer_that_fails_does_not_repeat_the_decision(
    api: BotApi, desk: NotingDesk, chat: TelegramChat
) -> None:
    there = api.message(ALICE, int(await chat.show(owner(), card())))
    api.fail("answerCallbackQuery", 500)
    api.drop("editMessageText")
    api.press(ALICE, there.id, "approve")
    await api.wait_for(lambda: not api.pending)
    assert desk.calls == [("tap", "7", 12, "approve")]
    api.press(ALICE, there.id, "approve")
    await api.wait_for(lambda: there.edits)


async def test_a_database_that_is_away_loses_no_tap(api: BotApi, desk: NotingDesk, chat: TelegramChat) -> None:
    there = api.message(ALICE, int(await chat.show(owner(), card())))
    desk.errors += [StoreError("the database is locked")] * 5
    api.press(ALICE, there.id, "approve")
    await api.wait_for(lambda: chat.trouble == "the database is locked")
    await api.wait_for(lambda: there.edits)
    assert len(desk.calls) == 6
    await well(api, chat)


async def test_an_update_that_the_desk_cannot_do_is_left_out_in_the_end(
    api: BotApi, desk: NotingDesk, chat: TelegramChat
) -> None:
    desk.errors += [TextError("broken", template="fr/chat/today")] * 3
    api.type(ALICE, "/today")
    await works(api, desk)
    assert [c[2] for c in desk.calls] == ["today", "today", "today", "who"]
    await well(api, chat)


async def test_a_bug_of_the_desk_goes_through_and_costs_one_update(
    api: BotApi, desk: NotingDesk, idle: TelegramChat
) -> None:
    desk.errors.append(ZeroDivisionError())
    api.type(ALICE, "/today")
    api.type(ALICE, "/help")
    with pytest.raises(ZeroDivisionError):
        await idle.run(asyncio.Event())
    async with running(idle):
        await api.wait_for(lambda: api.messages(ALICE))
        await works(api, desk)
    assert [c[2] for c in desk.calls] == ["today", "help", "who"]


async def test_a_crash_while_the_desk_works_brings_the_update_again(
    api: BotApi, desk: NotingDesk, idle: TelegramChat
) -> None:
    api.slow("sendMessage", 5.0)
    api.type(ALICE, "/who")
    run = asyncio.create_task(idle.run(asyncio.Event()))
    await api.wait_for(lambda: api.count("sendMessage"))
    run.cancel()
    await asyncio.wait((run,))
    assert api.pending == 1
    again = telegram.build(short(api), desk)
    async with running(again):
        await api.wait_for(lambda: api.messages(ALICE))


async def test_what_was_handled_is_confirmed_before_it_stops(api: BotApi, desk: NotingDesk, idle: TelegramChat) -> None:
    async with running(idle):
        api.type(ALICE, "/who")
        await api.wait_for(lambda: api.messages(ALICE))
    assert api.pending == 0


@pytest.mark.parametrize("state", ["polling", "away", "refused", "hanging"])
async def test_it_stops_promptly_whatever_it_waits_for(api: BotApi, desk: NotingDesk, state: str) -> None:
    settings = telegram.Settings(token=api.token, base_url=api.url, refused_wait=60.0, back_off=(60.0, 60.0))
    chat = telegram.build(settings, desk)
    if state == "away":
        await api.down()
    api.revoked = state == "refused"
    if state == "hanging":
        api.slow("deleteWebhook", 60.0)
    stop = asyncio.Event()
    run = asyncio.create_task(chat.run(stop))
    await asyncio.sleep(0.1)
    stop.set()
    async with asyncio.timeout(0.5):
        await run
