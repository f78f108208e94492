"""The owner's commands about an account as a whole: /stats from the ledger, /settings from the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.books import Books
from bot.core import stats
from bot.core.question import Reply
from bot.office import Office
from bot.orders.seat import Finder, Seat


class Figures:
    """Shows; changes nothing."""

    def __init__(self, books: Books, offices: Mapping[str, Office], finder: Finder) -> None:
        self.books = books
        self.offices = offices
        self.finder = finder

    async def stats(self, seat: Seat, now: datetime) -> Reply:
        """Days sales outstanding, after which step is paid, promises kept."""
        texts = []
        for account in seat.accounts:
            office = self.offices[account]
            cases = await self.books.cases(account, open_only=False)
            found = stats.stats(cases, await self.books.payments(account), office.today(now))
            texts.append(self.finder.say(account, "stats", account=office.account, stats=found))
        return Reply(text="\n\n".join(texts))

    async def settings(self, seat: Seat) -> Reply:
        """Who the account is, when it writes, its ladders, its owners. What is changed in the file is said there."""
        texts = []
        for one in seat.accounts:
            office = self.offices[one]
            owners = await self.books.owners(one)
            facts = {"ladders": office.ladders, "owners": owners, "quiet": office.account.quiet}
            texts.append(self.finder.say(one, "settings", account=office.account, **facts))
        return Reply(text="\n\n".join(texts))
