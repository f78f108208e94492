"""The owner's commands: which word does what. The work is in `looking` (nothing changes) and `doing`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.answer import Answer
from bot.books import Books
from bot.chase import Chase
from bot.core import until
from bot.core.case import Case
from bot.core.question import Question, Reply
from bot.office import Office
from bot.orders.doing import Doing
from bot.orders.figures import Figures
from bot.orders.looking import Looking
from bot.orders.seat import Finder, Seat, invoice_named
from bot.orders.told import Told

__all__ = ["Orders", "Seat"]

PAGED = frozenset({"today", "who", "promises", "calls", "plan"})
"""Commands whose list may be longer than a message."""

OF_A_CASE = frozenset({"case", "debtor", "asks"})
"""What a button may show of one case."""


class Orders:
    """Runs one command for one seat."""

    def __init__(self, books: Books, offices: Mapping[str, Office], answer: Answer, chase: Chase) -> None:
        self.books = books
        self.offices = offices
        self.answer = answer
        self.chase = chase
        self.finder = Finder(books, offices)
        self.looking = Looking(books, offices, answer, self.finder)
        self.figures = Figures(books, offices, self.finder)
        self.told = Told(books, offices, answer, self.finder)
        self.doing = Doing(books, offices, answer, self.finder)

    async def run(self, seat: Seat, name: str, argument: str, now: datetime) -> Reply:
        """Do the command; an unknown one gets one line."""
        match name:
            case _ if name in PAGED:
                return await self.page(seat, name, int(argument) if argument.isdecimal() else 1, now)
            case "case" | "debtor" | "invoice" | "pause" | "resume":
                return await self._of_words(seat, name, argument, now)
            case "paid":
                return await self.doing.paid(seat, argument, now)
            case "credit":
                return await self.doing.credit(seat, argument, now)
            case "silence":
                return await self.doing.silence(seat, argument, now)
            case "stats":
                return await self.figures.stats(seat, now)
            case "settings":
                return await self.figures.settings(seat)
            case "help":
                return Reply(text=self.finder.say(seat.accounts[0], "help"))
            case _:
                return Reply(text=self.finder.say(seat.accounts[0], "nothing.command", name=name[:32]))

    async def page(self, seat: Seat, name: str, number: int, now: datetime) -> Reply:
        """A button under a list: its next part, or one of its cases. What was never offered gets one line."""
        if name in OF_A_CASE:
            found = await self.finder.of_id(seat, number)
            if len(found) != 1:
                return Reply(text=self.finder.say(seat.accounts[0], "nothing.gone"), toast=True)
            look = {"case": self.looking.case, "debtor": self.looking.debtor, "asks": self.looking.asks}
            return await look[name](found[0], now)
        if name not in PAGED:
            return Reply(text=self.finder.say(seat.accounts[0], "nothing.button"), toast=True)
        number = max(1, min(number, 1000))
        match name:
            case "today":
                return await self.looking.today(seat, now, number)
            case "who":
                return await self.looking.who(seat, now, number)
            case "promises":
                return await self.looking.promises(seat, now, number)
            case "calls":
                return await self.looking.calls(seat, now, number)
            case _:
                return await self.looking.plan(seat, now, number)

    async def _of_words(self, seat: Seat, name: str, argument: str, now: datetime) -> Reply:
        """Find the one case that the words name, then do ``name`` with it."""
        words, day = " ".join(argument.split()), None
        if name == "pause" and not any(fit <= 1 for fit, _ in await self.finder.ranked(seat, words)):
            try:  # a day, unless it is a part of the name: Pharmacie du 8 mai
                words, day = until.split(argument, self.offices[seat.accounts[0]].today(now))
            except ValueError as error:
                return Reply(text=self.finder.say(seat.accounts[0], "bad_day", written=str(error)))
        if not words:
            return Reply(text=self.finder.say(seat.accounts[0], "usage", command=name))
        seat, words, found = await self._found(seat, words)
        if name == "invoice":
            return await self.looking.invoice(seat, words, now)
        if len(found) != 1:
            page = name if name in OF_A_CASE else ""
            return await self.finder.which(seat, words, found, page=page, again="" if page else f"{name} #§")
        case = found[0]
        match name:
            case "pause":
                return await self.doing.pause(seat, case, invoice_named(case, words), day, now)
            case "resume":
                return await self.doing.resume(seat, case, now)
            case "debtor":
                return await self.looking.debtor(case, now)
            case _:
                return await self.looking.case(case, now)

    async def _found(self, seat: Seat, words: str) -> tuple[Seat, str, list[Case]]:
        """The cases, by the words as they are; else by what follows the name of an account."""
        found = await self.finder.find(seat, words)
        narrow = self.finder.of_account(seat, words) if not found else None
        return (seat, words, found) if narrow is None else (*narrow, await self.finder.find(*narrow))

    async def whose(self, seat: Seat, question: Question, words: str, now: datetime) -> Reply:
        """A reply to the card of an unknown sender names the client: its card offers him."""
        return await self.doing.whose(seat, question, words, now)
