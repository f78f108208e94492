"""Who speaks, and how what he names is found: a case, an invoice. Never does anything to it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.books import Books
from bot.core.case import Case, Invoice
from bot.core.question import Reply
from bot.office import Office

_CASE = re.compile(r"(?:#|n° ?|dossier |case )([0-9]{1,9})", re.IGNORECASE)

_WORD = re.compile(r"\w+")

LONGEST = 200
"""Characters that a name or a number may have: what is longer is a letter."""

MANY = 8
"""Cases that are offered when several are meant."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Who speaks: an address on a channel, the accounts that this is about, and those that it decides for."""

    channel: str
    address: str
    accounts: tuple[str, ...]
    decides: tuple[str, ...]
    sees: tuple[str, ...] = ()
    """While he acts: the accounts that he only sees, which this is therefore not about."""
    mark: str = ""
    """The message that he speaks by, which a chat may bring twice; "" where a channel has none."""

    @property
    def acting(self) -> Seat:
        """The same, for what only those who decide may do."""
        sees = tuple(account for account in self.accounts if account not in self.decides)
        return replace(self, accounts=self.decides, sees=sees)

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
        """Cases by invoice number, name or key (the best fit counts, see `_fit`), or the number of the case."""
        ranked = await self.ranked(seat, words)
        best = min((fit for fit, _ in ranked), default=0)
        return [case for fit, case in ranked if fit == best]

    async def ranked(self, seat: Seat, words: str) -> list[tuple[int, Case]]:
        """Every case that the words may mean, and how well (0: its number or whole name)."""
        if len(words) > LONGEST:
            return []
        if sure := _CASE.fullmatch(words):
            return [(0, case) for case in await self.of_id(seat, int(sure[1]))]
        found: dict[int, tuple[int, Case]] = {}
        for account in seat.accounts:
            case_id = await self.books.case_id_of_number(account, words)
            if case_id is not None:
                found[case_id] = (0, await self.books.case(case_id))
                continue
            for one in await self._named(account, words):
                case = await self.books.case(one)
                fit = min(_fit(case.debtor.name, words), _fit(case.debtor.key, words))
                if fit < _NONE:
                    found[one] = (fit, case)
        if not found and words.isdecimal() and len(words) < 10:
            found |= {case.id: (0, case) for case in await self.of_id(seat, int(words))}
        return list(found.values())

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

    def of_account(self, seat: Seat, words: str) -> tuple[Seat, str] | None:
        """ "garden F1": who has several accounts may name one first. None: he has not."""
        called = {name: a for a in seat.accounts for name in (a, self.offices[a].account.name)}
        for name in sorted(called, key=len, reverse=True) if len(seat.accounts) > 1 else ():
            rest = words[len(name) :]
            if _folded(words[: len(name)]) == _folded(name) and rest.startswith(" "):
                return replace(seat, accounts=(called[name],)), rest.strip()
        return None

    async def which(self, seat: Seat, words: str, found: Sequence[Case], *, page: str = "", again: str = "") -> Reply:
        """Nobody, or several: he says it once more. ``page``: the command that a button of each would run.

        ``again``: what he may write, with § for the number of the case.
        """
        if not found and seat.sees and await self.ranked(replace(seat, accounts=seat.sees, sees=()), words):
            return Reply(text=self.say(seat.sees[0], "nothing.sees"))
        key = "many_found" if found else "not_found"
        words = words if len(words) <= LONGEST else f"{words[:60]}…"
        several = len({case.account for case in found}) > 1
        facts = {"cases": found[:MANY], "more": max(len(found) - MANY, 0), "several": several, "again": again}
        pages = tuple((f"{page}:{case.id}", self.called(case, found)) for case in found[:MANY]) if page else ()
        return Reply(text=self.say(seat.accounts[0], key, words=words, **facts), pages=pages)

    def called(self, case: Case, among: Sequence[Case]) -> str:
        """Its name on a button, beside others that may have the same."""
        same = [one for one in among if one.debtor.name == case.debtor.name]
        if len(same) == 1:
            return case.debtor.name
        if len({one.account for one in same}) == len(same):
            return f"{case.debtor.name} ({self.offices[case.account].account.name})"
        return f"{case.debtor.name} (#{case.id})"

    def say(self, account_id: str, key: str, /, **facts: object) -> str:
        """A small text in the account's language."""
        office = self.offices[account_id]
        return office.words.say(key, language=office.account.language, **facts)


def invoice_named(case: Case, words: str) -> Invoice | None:
    """The invoice whose number these words are (as written, or whatever its capitals); None: they name the debtor."""
    near = [i for i in case.invoices if i.number.casefold() == words.casefold()]
    return next((i for i in near if i.number == words), near[0] if near else None)


_NONE = 3
"""No fit at all."""

SHORTEST = 3
"""Letters and figures that a part of a name needs: "M" is nobody."""


def _fit(name: str, words: str) -> int:
    """0: they are the name; 1: whole words of it; 2: they begin a word of it."""
    if _folded(name) == _folded(words):
        return 0
    has, wanted = _WORD.findall(_folded(name)), _WORD.findall(_folded(words))
    if sum(map(len, wanted)) < SHORTEST:
        return _NONE
    fits = [
        1 if there[-1] == wanted[-1] else 2
        for at in range(len(has) - len(wanted) + 1)
        if (there := has[at : at + len(wanted)])[:-1] == wanted[:-1] and there[-1].startswith(wanted[-1])
    ]
    return min(fits, default=_NONE)


def _folded(text: str) -> str:
    """No accents, no capitals, one kind of apostrophe."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
