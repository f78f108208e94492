"""Who speaks, and how what he names is found: a case, an invoice. Never does anything to it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.books import Books
from bot.core.case import Case, Invoice
from bot.core.question import Reply
from bot.office import Office

_NUMBER = re.compile(r"(?:#|dossier |case )?([0-9]{1,9})", re.IGNORECASE)

LONGEST = 200
"""Characters that a name or a number may have: what is longer is a letter."""

MANY = 8
"""Cases that are offered when several are meant."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Who speaks: an address on a channel, the accounts that it sees, and those that it decides for."""

    channel: str
    address: str
    accounts: tuple[str, ...]
    decides: tuple[str, ...]

    @property
    def name(self) -> str:
        """As it stands in the history: an id, never a person's name."""
        return f"{self.channel}:{self.address}"


class Finder:
    """Looks up cases of the accounts of a seat, and no others; says what it did not find."""

    def __init__(self, books: Books, offices: Mapping[str, Office]) -> None:
        self.books = books
        self.offices = offices

    async def find(self, seat: Seat, words: str) -> list[Case]:
        """Cases by invoice number, debtor's key or part of the name (a whole name wins), or the number of the case."""
        found: dict[int, Case] = {}
        if len(words) > LONGEST:
            return []
        for account in seat.accounts:
            case_id = await self.books.case_id_of_number(account, words)
            ids = [case_id] if case_id is not None else await self._named(account, words)
            found |= {one: await self.books.case(one) for one in ids}
        if not found and (number := _NUMBER.fullmatch(words)):
            found |= {case.id: case for case in await self.of_id(seat, int(number[1]))}
        wanted = _folded(words)
        exact = [c for c in found.values() if wanted in (_folded(c.debtor.name), _folded(c.debtor.key))]
        return exact if len(exact) == 1 else list(found.values())

    async def of_id(self, seat: Seat, case_id: int) -> list[Case]:
        """The case of that number, if it is one of this seat's: anybody can forge a button."""
        every = [case for account in seat.accounts for case in await self.books.cases(account, open_only=False)]
        return [case for case in every if case.id == case_id]

    async def numbered(self, seat: Seat, words: Sequence[str]) -> tuple[str, list[str], list[Case]]:
        """The invoice that the first words name (its number may hold spaces), what follows it, and its cases."""
        for end in range(min(len(words), 6), 0, -1):
            number = " ".join(words[:end])
            if len(number) > LONGEST:
                continue
            ids = [await self.books.case_id_of_number(account, number) for account in seat.accounts]
            found = [await self.books.case(case_id) for case_id in ids if case_id is not None]
            if found:
                return number, list(words[end:]), found
        return words[0], [], []

    async def _named(self, account: str, words: str) -> list[int]:
        """A phone writes another apostrophe than a billing program."""
        ways = dict.fromkeys((words, words.replace("'", "’"), words.replace("’", "'")))
        return sorted({one for way in ways for one in await self.books.case_ids_named(account, way)})

    def which(self, seat: Seat, words: str, found: Sequence[Case], *, page: str = "") -> Reply:
        """Nobody, or several: he says it once more. ``page``: the command that a button of each would run."""
        key = "many_found" if found else "not_found"
        words = words if len(words) <= LONGEST else f"{words[:60]}…"
        facts = {"cases": found[:MANY], "more": max(len(found) - MANY, 0), "several": len(seat.accounts) > 1}
        pages = tuple((f"{page}:{case.id}", case.debtor.name) for case in found[:MANY]) if page else ()
        return Reply(text=self.say(seat.accounts[0], key, words=words, **facts), pages=pages)

    def say(self, account_id: str, key: str, /, **facts: object) -> str:
        """A small text in the account's language."""
        office = self.offices[account_id]
        return office.words.say(key, language=office.account.language, **facts)


def invoice_named(case: Case, words: str) -> Invoice | None:
    """The invoice whose number these words are (as written, or whatever its capitals); None: they name the debtor."""
    near = [i for i in case.invoices if i.number.casefold() == words.casefold()]
    return next((i for i in near if i.number == words), near[0] if near else None)


def _folded(text: str) -> str:
    """No accents, no capitals, one kind of apostrophe."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
