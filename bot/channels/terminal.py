"""The terminal as a channel: cards as plain text, choices as numbers. For the demo, and for whoever has no Telegram."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TextIO

from bot.channels._chart_text import lines as drawn
from bot.channels._desk import Desk, Reply
from bot.channels._terminal_lines import Lines
from bot.channels._text import steady
from bot.core.case import Owner
from bot.core.question import Card, Choice
from bot.errors import ConfigError, RelanceError

ADDRESS = "terminal"
_LOOKS = ("today", "who", "case", "debtor", "invoice", "promises", "calls", "plan", "stats", "settings", "help")
_COMMANDS = frozenset((*_LOOKS, "paid", "pause", "resume", "silence", "leave", "credit"))
_END_OF_TEXT = "."


@dataclass(frozen=True, kw_only=True)
class Settings:
    """``name``: what the owner is called."""

    name: str = ""


def settings(section: Mapping[str, object]) -> Settings:
    """Read the section; only ``name``. Raises ConfigError with every mistake."""
    mistakes = [(key, "unknown key; known: name") for key in section if key != "name"]
    name = section.get("name", "")
    if not isinstance(name, str):
        mistakes.append(("name", "must be a text"))
    if mistakes:
        raise ConfigError(mistakes)
    return Settings(name=str(name))


def build(
    settings: Settings,
    desk: Desk,
    menu: Sequence[tuple[str, str]] = (),
    *,
    source: TextIO | None = None,
    out: TextIO | None = None,
    auto: Callable[[Card], str | None] | None = None,
) -> Terminal:
    """The channel on two streams (standard input and output). ``auto`` may choose: a card's code, or None to ask.

    ``menu`` is for chats that show one.
    """
    return Terminal(settings, desk, Lines(source or sys.stdin), out or sys.stdout, auto)


class Terminal:
    """See `bot.channels._desk.Channel`. One owner, one card at a time: a number can only mean the card in sight."""

    name = "terminal"

    def __init__(
        self, settings: Settings, desk: Desk, lines: Lines, out: TextIO, auto: Callable[[Card], str | None] | None
    ) -> None:
        self.trouble = ""
        self._settings = settings
        self._desk = desk
        self._lines = lines
        self._out = out
        self._auto = auto
        self._waiting: dict[int, Card] = {}  # by question, oldest first
        self._front: int | None = None  # the question in sight
        self._chosen: asyncio.Queue[tuple[int, str]] = asyncio.Queue()
        self._closed: dict[int, Card] = {}  # told once, however often it is amended
        self._editing: int | None = None
        self._last: int | None = None  # the question that was tapped: "u" takes its answer back
        self._undone: int | None = None
        self._written: list[str] = []

    async def ping(self) -> str:
        return ADDRESS

    async def say(self, owner: Owner, text: str) -> None:
        self._print(text)

    async def show(self, owner: Owner, card: Card) -> str:
        self._lay_out(card)
        return str(card.question_id)

    async def amend(self, owner: Owner, reference: str, card: Card) -> None:
        self._change(card)
        self._next()

    async def settled(self) -> None:
        """Wait until every choice that was made by itself has been told to the desk."""
        await self._chosen.join()

    async def run(self, stop: asyncio.Event) -> None:
        """Read and choose until ``stop``; "q" sets it. The end of the input ends only the reading."""
        line, choice = asyncio.create_task(self._lines.next()), asyncio.create_task(self._chosen.get())
        halt = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                await asyncio.wait((line, choice, halt), return_when=asyncio.FIRST_COMPLETED)
                if choice.done():
                    question_id, code = choice.result()
                    choice = asyncio.create_task(self._chosen.get())
                    with self._told():
                        await self._tap(question_id, code)
                    self._chosen.task_done()
                if line.done() and (typed := line.result()) is None:
                    self.trouble = "the input has ended"
                    line = asyncio.create_task(_never())
                elif line.done() and typed is not None:
                    line = asyncio.create_task(self._lines.next())
                    with self._told():
                        await self._take(typed, stop)
        finally:
            for task in (line, choice, halt):
                task.cancel()
            await asyncio.wait((line, choice, halt))

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What the desk could not do is said to whoever typed, who may try again."""
        try:
            yield
        except RelanceError as error:
            self._print(str(error))

    # What was typed.

    async def _take(self, line: str, stop: asyncio.Event) -> None:
        word, _, argument = line.strip().partition(" ")
        word, argument = word.lower().removeprefix("/"), argument.strip()
        if self._editing is not None:
            await self._edit(line)
        elif not word:
            self._repeat()
        elif word.isdecimal() and not argument:
            await self._choose(int(word))
        elif word == "q":
            stop.set()
        elif word == "u" and self._last is not None:
            await self._tap(self._last, Choice.UNDO)
        elif word == "n":
            self._later()
        elif word == "start" and argument:
            name = self._settings.name or ADDRESS
            self._answer(await self._desk.pair(channel=self.name, address=ADDRESS, name=name, code=argument))
        elif word in _COMMANDS:
            reply = await self._desk.command(channel=self.name, address=ADDRESS, name=word, argument=argument)
            if reply is not None and reply.card is not None:
                # Its card says what the text says: what is left of it here is that "u" takes it back.
                self._last, self._undone, reply = reply.card.question_id, None, replace(reply, card=None)
            self._answer(reply)
        else:
            self._answer(await self._desk.text(channel=self.name, address=ADDRESS, text=line, answers=None))

    async def _choose(self, number: int) -> None:
        card = self._waiting.get(self._front) if self._front is not None else None
        if card is None or not 1 <= number <= len(card.buttons):
            self._print("?")
            return
        await self._tap(card.question_id, card.buttons[number - 1][0])

    async def _tap(self, question_id: int, code: str) -> None:
        self._last, self._undone = question_id, question_id if code == Choice.UNDO else None
        reply = await self._desk.tap(channel=self.name, address=ADDRESS, question_id=question_id, code=code)
        if code == Choice.EDIT and reply is not None and question_id in self._waiting:
            self._editing, self._written = question_id, []
        self._answer(reply)

    async def _edit(self, line: str) -> None:
        if line.strip() != _END_OF_TEXT:
            self._written.append(line)
            return
        answers, text = str(self._editing), "\n".join(self._written)
        self._editing = None
        self._answer(await self._desk.text(channel=self.name, address=ADDRESS, text=text, answers=answers))

    # What is shown.

    def _answer(self, reply: Reply | None) -> None:
        if reply is None:
            return
        if reply.text:
            self._print(reply.text)
        if reply.quote:
            self._print("\n".join(f"« {line}" for line in reply.quote.splitlines()))
        for chart in reply.charts:
            self._print("\n".join(drawn(chart)))
        if reply.card is not None:
            self._change(reply.card)
        for card in reply.cards:
            self._lay_out(card)
        self._next()

    def _lay_out(self, card: Card) -> None:
        card = _standing(card)
        code = self._auto(card) if self._auto is not None and card.buttons else None
        if not card.buttons or code is not None:
            self._print(_written(card, chosen=code))
        if code is not None:
            self._chosen.put_nowait((card.question_id, code))
        elif card.buttons:
            seen = self._front == card.question_id and self._waiting.get(card.question_id) == card
            self._waiting[card.question_id] = card
            if self._front == card.question_id and not seen:
                self._print(_written(card))
            self._next()

    def _change(self, card: Card) -> None:
        """A card as it stands now: still waiting, or done with.

        Whoever is writing a new text goes on writing: his lines must not turn into choices. The desk refuses it.
        """
        card = _standing(card)
        if card.question_id not in self._waiting and card.buttons and self._undone != card.question_id:
            return
        if card.buttons:
            self._waiting[card.question_id] = card
        else:
            self._waiting.pop(card.question_id, None)
        if card.buttons and self._front == card.question_id:
            self._print(_written(card))
        elif not card.buttons and self._closed.get(card.question_id) != card:
            self._closed[card.question_id] = card
            self._print(_closed(card))
        if self._front == card.question_id and not card.buttons:
            self._front = None

    def _next(self) -> None:
        """Bring the oldest waiting card in sight, when none is."""
        if self._front is None and self._editing is None and self._waiting:
            self._front = next(iter(self._waiting))
            self._repeat()

    def _later(self) -> None:
        """Put the card in sight behind the others."""
        if self._front is not None:
            self._waiting[self._front] = self._waiting.pop(self._front)
            self._front = None
        self._next()

    def _repeat(self) -> None:
        if self._front is not None:
            self._print(_written(self._waiting[self._front]))

    def _print(self, text: str) -> None:
        if text:
            print(steady(text), end="\n\n", file=self._out, flush=True)


def _standing(card: Card) -> Card:
    """An answered card is over: its number 1 must not take the answer back by mistake ("u" does)."""
    return replace(card, buttons=()) if card.over else card


def _written(card: Card, *, chosen: str | None = None) -> str:
    """A card as text; ``chosen`` marks the button that was taken."""
    lines = [
        f"[{card.question_id}] {' '.join(card.title.split())}",
        *(f"  {line}" for part in card.lines for line in part.splitlines()),
    ]
    lines += [f"  « {line}" for line in card.quote.splitlines()]
    lines += [f"  | {line}" for line in card.preview.splitlines()]
    for chart in card.charts:
        lines += ["", *(f"  {line}".rstrip() for line in drawn(chart)), ""]
    for number, (code, label) in enumerate(card.buttons, 1):
        lines.append(f"  {'->' if code == chosen else '  '} {number}) {label}")
    return "\n".join(lines)


def _closed(card: Card) -> str:
    """An ended card stands above already: only which one it is, and how it ended (its last line)."""
    return f"[{card.question_id}] {' '.join(card.title.split())} – {card.lines[-1] if card.lines else ''}".rstrip(" –")


async def _never() -> str | None:
    await asyncio.Event().wait()
    return None
