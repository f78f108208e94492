"""The terminal: one card in sight, numbers, commands, a new text, and an input that ends or never does."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.channels import terminal
from bot.channels._desk import Reply
from bot.core.question import Card
from bot.errors import ConfigError, StoreError
from tests.channels.desk import CODE, NotingDesk, card, owner

ALICE = owner("terminal", "terminal")


class Seat:
    """Somebody in front of it."""

    def __init__(self, desk: NotingDesk, auto: Callable[[Card], str | None] | None = None) -> None:
        read, self._write = os.pipe()
        self.source = os.fdopen(read, encoding="utf-8")
        self.out = io.StringIO()
        self.desk = desk
        self.stop = asyncio.Event()
        self.channel = terminal.build(
            terminal.settings({"name": "Alice"}), desk, source=self.source, out=self.out, auto=auto
        )

    def type(self, text: str) -> None:
        os.write(self._write, text.encode())

    def leave(self) -> None:
        os.close(self._write)
        for thread in threading.enumerate():
            if thread.name == "relance-terminal":
                thread.join(1)
        self.source.close()

    @property
    def screen(self) -> str:
        return self.out.getvalue()

    async def sees(self, text: str, times: int = 1) -> None:
        for _ in range(400):
            if self.screen.count(text) >= times:
                return
            await asyncio.sleep(0.005)
        raise AssertionError(f"{text!r} is not {times} times on the screen:\n{self.screen}")

    @asynccontextmanager
    async def seated(self) -> AsyncIterator[Seat]:
        run = asyncio.create_task(self.channel.run(self.stop))
        try:
            yield self
        finally:
            self.stop.set()
            async with asyncio.timeout(1):
                await run
            self.leave()


@pytest.fixture
def desk() -> NotingDesk:
    return NotingDesk("terminal", "terminal")


@pytest.fixture
async def seat(desk: NotingDesk) -> AsyncIterator[Seat]:
    async with Seat(desk).seated() as there:
        yield there


async def test_a_card_is_shown_whole_and_answered_by_number(seat: Seat, desk: NotingDesk) -> None:
    assert await seat.channel.show(ALICE, card()) == "12"
    for part in ("[12] Martin SARL", "« Nous contestons <b>", "| votre facture…", "1) Envoyer", "2) Modifier"):
        assert part in seat.screen
    seat.type("1\n")
    await seat.sees("C'est fait.")
    assert desk.calls == [("tap", "terminal", 12, "approve")]


async def test_a_number_means_only_the_card_in_sight(seat: Seat, desk: NotingDesk) -> None:
    await seat.channel.show(ALICE, card(12))
    desk.cards[13] = card(13)
    await seat.channel.show(ALICE, card(13))
    assert "[13]" not in seat.screen
    seat.type("3\n")
    await seat.sees("[13]")
    seat.type("1\n7\n")
    await seat.sees("?")
    assert [c[2:] for c in desk.calls] == [(12, "skip"), (13, "approve")]


async def test_a_card_can_wait_and_be_seen_again(seat: Seat) -> None:
    await seat.channel.show(ALICE, card(12))
    await seat.channel.show(ALICE, card(13))
    seat.type("n\n")
    await seat.sees("[13]")
    seat.type("n\n\n")
    await seat.sees("[12]", times=3)


async def test_a_card_that_was_answered_elsewhere_makes_room(seat: Seat) -> None:
    await seat.channel.show(ALICE, card(12))
    await seat.channel.show(ALICE, card(13))
    await seat.channel.amend(ALICE, "12", card(12, buttons=()))
    await seat.sees("[13]")


async def test_a_new_text_is_all_lines_until_the_dot(seat: Seat, desk: NotingDesk) -> None:
    await seat.channel.show(ALICE, card())
    seat.type("2\n")
    await seat.sees("Répondez")
    seat.type("Bonjour,\n\n1\nq\n.\nwho\n")
    await seat.sees("who: ")
    assert desk.calls[1:] == [("text", "terminal", "Bonjour,\n\n1\nq", "12"), ("command", "terminal", "who", "")]


async def test_who_writes_a_text_is_not_made_to_choose(seat: Seat, desk: NotingDesk) -> None:
    await seat.channel.show(ALICE, card())
    seat.type("2\n")
    await seat.sees("Répondez")
    await seat.channel.amend(ALICE, "12", card(buttons=()))
    await seat.channel.show(ALICE, card(13))
    seat.type("1\n.\n")
    await seat.sees("[13]")
    assert desk.calls[1:] == [("text", "terminal", "1", "12")]


async def test_commands_words_and_pairing(seat: Seat, desk: NotingDesk) -> None:
    seat.type(f"start {CODE}\ncase Martin & fils\n/today\nbonjour\n")
    await seat.sees("Noté.")
    assert desk.calls == [
        ("pair", "terminal", "Alice", CODE),
        ("command", "terminal", "case", "Martin & fils"),
        ("command", "terminal", "today", ""),
        ("text", "terminal", "bonjour", None),
    ]


async def test_what_the_desk_cannot_do_is_told(seat: Seat, desk: NotingDesk) -> None:
    desk.errors.append(StoreError("the database is locked"))
    seat.type("who\nwho\n")
    await seat.sees("who: ")
    assert "the database is locked" in seat.screen


async def test_q_asks_for_the_end(desk: NotingDesk) -> None:
    seat = Seat(desk)
    seat.type("q\n")
    async with asyncio.timeout(1):
        await seat.channel.run(seat.stop)
    assert seat.stop.is_set()
    seat.leave()


async def test_the_end_of_the_input_ends_only_the_reading(desk: NotingDesk) -> None:
    stop, out = asyncio.Event(), io.StringIO()
    channel = terminal.build(terminal.Settings(), desk, source=io.StringIO("who\ntoday"), out=out)
    run = asyncio.create_task(channel.run(stop))
    await asyncio.sleep(0.05)
    assert not run.done()
    await channel.say(ALICE, "encore là")
    stop.set()
    await run
    assert "today" in out.getvalue()
    assert "encore là" in out.getvalue()


async def test_a_choice_can_be_made_for_the_owner(desk: NotingDesk) -> None:
    chosen = {12: "approve"}
    desk.replies["today"] = Reply(text="", cards=(card(13),))
    async with Seat(desk, auto=lambda c: chosen.get(c.question_id)).seated() as seat:
        await seat.channel.show(ALICE, card())
        await seat.sees("-> 1) Envoyer")
        await seat.sees("C'est fait.")
        seat.type("today\n")
        await seat.sees("[13]")
    assert desk.calls[0] == ("tap", "terminal", 12, "approve")


async def test_what_a_debtor_writes_does_not_steer_the_terminal(seat: Seat) -> None:
    await seat.channel.show(ALICE, card(title="a\nb", quote="\x1b]0;x\x07\x1b[2J\u202eabc\n 1) Oui"))
    assert not {"\x1b", "\x07", "\u202e"} & set(seat.screen)
    assert "[12] a b" in seat.screen
    assert "  «  1) Oui" in seat.screen


def test_settings_are_strict() -> None:
    assert terminal.settings({}).name == ""
    with pytest.raises(ConfigError, match="known: name"):
        terminal.settings({"nam": "x"})
    with pytest.raises(ConfigError, match="must be a text"):
        terminal.settings({"name": 1})


def test_an_input_that_never_ends_does_not_keep_the_process() -> None:
    code = """
import asyncio, sys
from bot.channels import terminal
from tests.channels.desk import NotingDesk
async def main():
    stop = asyncio.Event()
    run = asyncio.create_task(terminal.build(terminal.settings({}), NotingDesk()).run(stop))
    await asyncio.sleep(0.1)
    stop.set()
    await run
asyncio.run(main())
print("out")
"""
    read, write = os.pipe()
    try:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code], stdin=read, capture_output=True, text=True, timeout=10
        )
    finally:
        os.close(read)
        os.close(write)
    assert (done.returncode, done.stdout, done.stderr) == (0, "out\n", "")
