"""Who comes and who goes: a one-time code makes an owner, a confirmed word ends it. Never a decision about a case."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.books import Books
from bot.core.question import Reply
from bot.office import Office
from bot.orders import Seat

log = structlog.get_logger("pairing")

PAIRING_LASTS = timedelta(minutes=30)
TRIES, TRIES_OF_ALL = 5, 1000
"""Codes that one sender, and all of them together, may try within that time."""

LEAVING_LASTS = timedelta(minutes=10)
"""Who wants to leave has so long to confirm it."""

_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, kw_only=True)
class _Leaving:
    code: str
    accounts: tuple[str, ...]
    until: datetime


class Pairing:
    """Seats owners and lets them go. What is not confirmed is forgotten at a restart."""

    def __init__(self, books: Books, offices: Mapping[str, Office]) -> None:
        self.books = books
        self.offices = offices
        self._tries: list[tuple[str, datetime]] = []
        self._leaving: dict[tuple[str, str], _Leaving] = {}

    async def pair(self, *, channel: str, address: str, name: str, code: str, now: datetime) -> Reply | None:
        """The one-time code that `relance pair` showed makes this address an owner. None: it does not."""
        if not self._may_try(f"{channel}:{address}", now):
            return None
        account = await self.books.pair(code_hash(code), channel=channel, address=address, name=name, now=now)
        if account is None or account not in self.offices:
            return None
        await self.books.record(account, at=now, what="paired", by=name, facts={"channel": channel})
        decides = next(o.decides for o in await self.books.owners_at(channel, address) if o.account == account)
        log.info("owner paired", account=account, channel=channel, decides=decides)
        return Reply(text=self._say(account, "start", account=self.offices[account].account, decides=decides))

    async def leave(self, seat: Seat, argument: str, now: datetime) -> Reply:
        """``/leave`` asks for a word to confirm, ``/leave 4821`` is that word; of several accounts he may name one."""
        place, word = (seat.channel, seat.address), argument.strip()
        asked = self._leaving.pop(place, None)
        if asked is not None and now < asked.until and secrets.compare_digest(word.encode(), asked.code.encode()):
            return await self._left(seat, [a for a in asked.accounts if a in seat.accounts], now)
        named = [a for a in seat.accounts if word.casefold() in (a.casefold(), self._name(a).casefold())]
        if word and not named:
            return Reply(text=self._say(seat.accounts[0], "nothing.leave"))
        accounts = tuple(named or seat.accounts)
        code = f"{secrets.randbelow(10_000):04}"
        self._leaving[place] = _Leaving(code=code, accounts=accounts, until=now + LEAVING_LASTS)
        alone = [a for a in accounts if await self._is_last(seat, a)]
        facts = {"code": code, "names": self._names(accounts), "alone": self._names(alone)}
        return Reply(text=self._say(accounts[0], "leave", minutes=int(LEAVING_LASTS.total_seconds() // 60), **facts))

    async def _left(self, seat: Seat, accounts: Sequence[str], now: datetime) -> Reply:
        async def write() -> None:
            for account in accounts:
                if await self.books.remove_owner(account, seat.channel, seat.address):
                    await self.books.record(account, at=now, what="unpaired", by=seat.name, facts={})

        await self.books.atomic(write)
        log.info("owner left", accounts=list(accounts), channel=seat.channel)
        home = (accounts or seat.accounts)[0]
        return Reply(text=self._say(home, "left", names=self._names(accounts)))

    async def _is_last(self, seat: Seat, account: str) -> bool:
        """Nobody would decide there any more."""
        places = {(o.channel, o.address) for o in await self.books.owners(account) if o.decides}
        return places == {(seat.channel, seat.address)}

    def _may_try(self, who: str, now: datetime) -> bool:
        """Guessing a code is hopeless anyway; here it is slow as well. Only tries that are let in count."""
        self._tries = [(name, at) for name, at in self._tries if now - at < PAIRING_LASTS]
        if len(self._tries) >= TRIES_OF_ALL or sum(name == who for name, _ in self._tries) >= TRIES:
            return False
        self._tries.append((who, now))
        return True

    def _name(self, account: str) -> str:
        return self.offices[account].account.name

    def _names(self, accounts: Sequence[str]) -> list[str]:
        return [self._name(account) for account in accounts]

    def _say(self, account: str, key: str, /, **facts: object) -> str:
        office = self.offices[account]
        return office.words.say(key, language=office.account.language, **facts)


def new_code() -> str:
    """A one-time pairing code, eight characters that nobody misreads."""
    return "".join(secrets.choice(_CODE_ALPHABET) for _ in range(8))


def code_hash(code: str) -> str:
    return hashlib.sha256("".join(code.upper().replace("-", "").split()).encode()).hexdigest()
