"""The loops of the daemon, in this process, on embedded servers, with a clock that the test holds."""

from __future__ import annotations

import asyncio
import statistics
import time

import pytest

from bot.core.because import Because
from bot.core.case import NoticeState, Owner
from bot.core.question import QuestionState
from tests.flows.house import ACCOUNT, CHAT, OWNER, House, Journal, until


async def test_an_answer_becomes_a_card_and_a_tap_is_applied(house: House, journal: Journal) -> None:
    async with house.serving() as served:
        await served.take_in()
        await served.sent()
        await house.answer("Bonjour,\n\nNous contestons cette facture : la livraison était incomplète.\n")
        card = await house.card()
        assert "incomplète" in card.text
        house.api.press(CHAT, card.id, "keep")
        await until(lambda: house.cards(buttons=False))
        assert house.api.message(CHAT, card.id).edits == 1
        assert [q.state for q in await served.questions()] == [QuestionState.ANSWERED]
        assert Because.DISPUTED in {hold.because for hold in (await served.case()).holds}
    assert journal.count("running") == journal.count("stopped") == 1
    assert len(house.mails()) == 1


async def test_how_long_a_reply_takes_to_the_phone(house: House) -> None:
    """IDLE makes it a matter of milliseconds; the limit is wide because the machine may be busy."""
    async with house.serving() as served:
        await served.take_in()
        await served.sent()
        seconds = []
        for number in range(1, 8):
            begun = time.perf_counter()
            await house.answer(f"Bonjour,\n\nNous contestons cette facture, pour la raison {number}.\n")
            await house.card(number)
            seconds.append(time.perf_counter() - begun)
    median = statistics.median(seconds)
    print(f"reply to card: median {median * 1000:.0f} ms, worst {max(seconds) * 1000:.0f} ms")
    assert median < 3


async def test_telegram_is_away_and_back(house: House, journal: Journal) -> None:
    async with house.serving() as served:
        await served.take_in()
        await served.sent()
        await house.api.down()
        await house.answer("Bonjour,\n\nNous contestons cette facture.\n")
        await until(lambda: journal.count("cannot ask"))
        assert [q.state for q in await served.questions()] == [QuestionState.OPEN]
        await house.api.up()
        served.forward(minutes=1)
        await house.card()
        served.forward(minutes=1)
        house.api.type(CHAT, "/who")
        await until(lambda: len(house.api.messages(CHAT)) >= 2)
        assert len(house.cards()) == 1
        assert [q.state for q in await served.questions()] == [QuestionState.ASKED]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once where the daemon would wait longer and longer."""
    monkeypatch.setattr("bot.app.back_off", lambda first, failures, longest=0.0: 0.1)


async def test_the_mailbox_is_away_and_back(house: House, journal: Journal, quick: None) -> None:
    async with house.serving() as served:
        await served.take_in()
        await served.sent()
        await house.servers.stop_imap()
        await until(lambda: journal.count("mailbox away"))
        assert not house.cards()
        served.forward(hours=2)
        await house.card()
        seen = journal.count("mailbox away")
        await until(lambda: journal.count("mailbox away") >= seen + 3)
        assert len(house.cards()) == 1
        await house.servers.start_imap()
        await house.answer("Bonjour,\n\nNous contestons cette facture.\n")
        # The card about the mailbox ends by itself; the dispute is shown.
        await until(lambda: any("contest" in card.text for card in house.cards()))


async def test_nothing_overtakes_an_unread_answer(house: House, journal: Journal, quick: None) -> None:
    """While the mailbox cannot be read nothing leaves; then the answer that waited there is heard first."""
    async with house.serving() as served:
        await served.take_in()
        await served.sent()
        await house.servers.stop_imap()
        await house.answer("Bonjour,\n\nNous contestons cette facture.\n")
        served.forward(days=7, hours=1)
        await until(lambda: journal.count("mailbox away"))
        await served.until_notices(NoticeState.APPROVED)
        served.forward(hours=1)
        await house.servers.start_imap()
        await until(lambda: any("contest" in card.text for card in house.cards()))
        served.forward(minutes=10)
        await served.until_notices(NoticeState.STALE)
    assert len(house.mails()) == 1


async def test_a_delivery_under_way_is_finished_and_recorded(house: House) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(sender: str, recipients: list[str], raw: bytes) -> None:
        begun.set()
        await go_on.wait()

    house.servers.on_message = slow
    async with house.serving() as served:
        await served.take_in()
        await asyncio.wait_for(begun.wait(), 30)
        served.app.pulse.stop.set()
        asyncio.get_running_loop().call_later(0.3, go_on.set)
        assert served.running is not None
        await asyncio.wait((served.running,), timeout=10)
        assert await served.notices(NoticeState.SENT) == 1
    assert len(house.mails()) == 1


async def test_an_owner_who_is_struck_out_of_the_configuration_decides_no_more(house: House) -> None:
    """A paired owner stays."""
    async with house.opened() as books:
        await books.app.store.add_owner(
            Owner(account=ACCOUNT, channel="telegram", address="99", name="Paul"), now=house.clock()
        )
        assert [o.name for o in await books.app.store.owners(ACCOUNT)] == [OWNER, "Paul"]
    house.configure(owner="")
    async with house.serving() as served:
        assert [o.name for o in await served.app.store.owners(ACCOUNT)] == ["Paul"]
        for chat in (CHAT, 99):
            house.api.know(chat)
            house.api.type(chat, "/who")
        await until(lambda: house.api.last(99))
        await until(lambda: house.api.pending == 0)
        assert not house.api.messages(CHAT)
