"""What the loops survive, how they end, and what systemd hears when one of them hangs."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

import pytest

from bot.core.case import NoticeState
from bot.loop import LONGEST_PAUSE, Pulse, back_off, every
from tests.flows.house import ACCOUNT, CHAT, DEBTOR, NEIGHBOUR, House, Journal, until
from tests.flows.program import systemd
from tests.mail.scripted_imap import HANG as IMAP_HANG
from tests.mail.scripted_imap import ScriptedImap
from tests.mail.scripted_smtp import HANG, ScriptedSmtp


def pulse() -> Pulse:
    return Pulse(lambda: datetime.now(UTC))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once where a loop would wait longer and longer."""
    monkeypatch.setattr("bot.loop.back_off", lambda first, failures: 0.01)


# The loop itself.


def test_waits_grow_and_then_stay() -> None:
    assert [back_off(1, n) for n in (1, 2, 3)] == [2, 4, 8]
    assert back_off(1, 100_000) == back_off(0.02, 100_000) == LONGEST_PAUSE
    assert back_off(0.02, 100_000, 120) == 120


@pytest.mark.parametrize("error", [ValueError("Jean Dupont"), asyncio.CancelledError(), KeyError("Jean")])
async def test_a_tick_that_fails_is_tried_again(quick: None, journal: Journal, error: BaseException) -> None:
    """Also when a library lets a cancellation of its own out, which would end a task without a word."""
    beat, calls = pulse(), []

    async def tick(now: datetime) -> bool:
        calls.append(now)
        if len(calls) < 4:
            raise error
        beat.stop.set()
        return True

    async with asyncio.timeout(10):
        await every("test", tick, beat, idle=1)
    assert len(calls) == 4
    assert [line["failures"] for line in journal.lines] == [1, 2, 3]


async def test_a_rest_that_fails_is_tried_again(quick: None, journal: Journal) -> None:
    beat = pulse()

    async def tick(now: datetime) -> bool:
        return False

    async def rest() -> None:
        if journal.count("tick failed") == 3:
            beat.stop.set()
        else:
            raise AssertionError("one command at a time")

    async with asyncio.timeout(10):
        await every("test", tick, beat, idle=1, rest=rest)


async def test_a_cancelled_loop_ends() -> None:
    async def tick(now: datetime) -> bool:
        await asyncio.sleep(60)
        return True

    task = asyncio.create_task(every("test", tick, pulse(), idle=1))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait((task,), timeout=5)
    assert task.cancelled()


async def test_a_bell_wakes_but_does_not_hurry_what_fails() -> None:
    """A loop that fails may itself be the cause of the ringing: it would spin."""
    beat, calls = pulse(), 0

    async def tick(now: datetime) -> bool:
        nonlocal calls
        calls += 1
        beat.ring()
        if calls > 5:
            raise RuntimeError("and again")
        return False

    task = asyncio.create_task(every("test", tick, beat, idle=30))
    await until(lambda: calls == 6)
    for _ in range(20):
        beat.ring()
        await asyncio.sleep(0.01)
    assert calls == 6
    beat.stop.set()
    await asyncio.wait_for(task, 5)


# The loops of the daemon.


async def test_every_loop_survives_what_nobody_foresaw(
    house: House, journal: Journal, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.serving() as served:
        app, inbox = served.app, served.app.offices["plomberie"].inbox
        for part, name in (
            (app.chase, "propose"),
            (app.answer, "ask"),
            (app.listen, "look"),
            (app.chase.delivery, "one"),
            (inbox, "wait"),
            (app.channels[0], "_turn"),
        ):
            _break_once(monkeypatch, part, name)
        app.pulse.ring()
        await house.servers.deliver("compta@martin.example", b"Subject: x\r\n\r\nBonjour\r\n")
        await served.take_in()
        await served.sent()
        await until(lambda: journal.count("tick failed") >= 5)
        await house.answer("Bonjour,\n\nNous contestons cette facture.\n")
        await house.card(2)
    broken = {line["loop"] for line in journal.lines if line["event"] == "tick failed"}
    assert broken >= {"propose", "ask", "listen plomberie", "deliver plomberie"}


def _break_once(patch: pytest.MonkeyPatch, part: object, name: str) -> None:
    whole, calls = getattr(part, name), []

    async def fails_once(*args: object, **kwargs: object) -> object:
        calls.append(name)
        if len(calls) == 1:
            raise RuntimeError(f"{DEBTOR} broke {name}")
        return await whole(*args, **kwargs)

    patch.setattr(part, name, fails_once)


async def test_a_server_that_ends_every_wait_at_once_does_not_make_us_spin(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.serving() as served:
        looks = 0
        inbox, look = served.app.offices["plomberie"].inbox, served.app.listen.look

        async def wait(timeout: float) -> bool:
            return True

        async def counted(*args: object) -> bool:
            nonlocal looks
            looks += 1
            return await look(*args)  # type: ignore[arg-type]

        monkeypatch.setattr(inbox, "wait", wait)
        monkeypatch.setattr(served.app.listen, "look", counted)
        await house.servers.deliver("compta@martin.example", b"Subject: x\r\n\r\nBonjour\r\n")
        await until(lambda: looks)
        await asyncio.sleep(1)
        assert looks <= 8


async def test_the_watchdog_stops_when_a_loop_hangs(
    house: House, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that hangs is enough, while all the others go on."""
    with systemd() as manager:
        monkeypatch.setenv("NOTIFY_SOCKET", manager.address)
        monkeypatch.setenv("WATCHDOG_USEC", "150000")
        monkeypatch.setattr("bot.app.LOOK_EVERY", 0.3)
        async with house.serving(grace=0.5) as served:
            pulse = served.app.pulse
            await until(lambda: manager.heard.count("WATCHDOG=1") > 3)
            assert set(pulse.beats) == {"propose", "ask", "learn", "listen plomberie", "deliver plomberie"}

            async def hangs(*_: object, **__: object) -> bool:
                return await asyncio.Event().wait()

            monkeypatch.setattr(served.app.chase.delivery, "clear_doubts", hangs)
            pulse.hung_after = 3

            def alone() -> bool:
                """On a slow machine the others may be late for a while."""
                pulse.ring()
                return any(line.get("loops") == ["deliver plomberie"] for line in journal.lines)

            await until(alone)
            pings = manager.heard.count("WATCHDOG=1")
            for _ in range(50):
                pulse.ring()
                await asyncio.sleep(0.01)
            assert manager.heard.count("WATCHDOG=1") == pings
        assert manager.heard[-1] == "STOPPING=1"
    assert [line["loop"] for line in journal.lines if line["event"] == "cut short"] == ["deliver plomberie"]


async def test_the_watchdog_is_silent_while_something_blocks(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with systemd() as manager:
        monkeypatch.setenv("NOTIFY_SOCKET", manager.address)
        monkeypatch.setenv("WATCHDOG_USEC", "150000")
        pings: list[int] = []

        def block() -> None:
            pings.append(manager.heard.count("WATCHDOG=1"))
            time.sleep(0.5)
            pings.append(manager.heard.count("WATCHDOG=1"))

        async def blocks(now: datetime) -> bool:
            if not pings:
                block()
            return False

        async with house.serving() as served:
            await until(lambda: manager.heard.count("WATCHDOG=1") > 3)
            monkeypatch.setattr(served.app.chase.delivery, "clear_doubts", lambda *_, **__: blocks(house.clock()))
            served.app.pulse.ring()
            await until(lambda: len(pings) == 2)
            assert pings[0] == pings[1]
            await until(lambda: manager.heard.count("WATCHDOG=1") > pings[1])


@pytest.mark.parametrize("silent", [("smtp",), ("imap",), ("smtp", "imap")])
async def test_servers_that_hang_keep_nobody_else_waiting(house: House, silent: tuple[str, ...]) -> None:
    """Neither the owner's commands nor the end of the daemon wait for a mail server that says nothing."""
    async with ScriptedSmtp({"greeting": HANG}) as smtp, ScriptedImap(greeting=IMAP_HANG) as imap:
        house.configure(
            timeout=20, smtp=smtp.port if "smtp" in silent else 0, imap=imap.port if "imap" in silent else 0
        )
        async with house.serving(grace=0.3) as served:
            await served.take_in()
            await until(lambda: imap.connections if "imap" in silent else smtp.connections)
            house.api.type(CHAT, "/who")
            await until(lambda: house.api.last(CHAT))
            begun = time.monotonic()
        assert time.monotonic() - begun < 30
        assert not house.mails()


async def test_smtp_is_away_and_back(house: House, journal: Journal) -> None:
    port = house.servers.smtp_port
    house.configure(smtp=1)
    async with house.serving() as served:
        await served.take_in()
        await until(lambda: any(line.get("verdict") == "later" for line in journal.lines))
        await served.until_notices(NoticeState.APPROVED)
    house.configure(smtp=port)
    async with house.serving() as served:
        served.forward(minutes=10)
        await served.sent()


async def test_an_account_whose_servers_hang_keeps_no_other_waiting(house: House, journal: Journal) -> None:
    """It comes first in the configuration, and has something to deliver too."""
    async with ScriptedSmtp({"greeting": HANG}) as smtp, ScriptedImap(greeting=IMAP_HANG) as imap:
        first = NEIGHBOUR.format(smtp=smtp.port, imap=imap.port, owner="")
        house.config.write_text(first + house.config.read_text(encoding="utf-8"), encoding="utf-8")
        async with house.serving(grace=0.3) as served:
            assert list(served.app.offices) == ["fleurs", ACCOUNT]
            await served.take_in(account="fleurs")
            await until(lambda: imap.connections)
            await served.take_in()
            await served.sent()
            await house.answer("Bonjour,\n\nNous contestons cette facture.\n")
            await house.card()
            assert not journal.count("mailbox away")  # it still hangs
