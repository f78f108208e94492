"""The desk of two accounts over a real store, for tests that write to it as owners do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import App, assemble
from bot.channels._desk import Reply
from bot.config import parse
from bot.core.case import Case, Hold, Owner
from bot.ledger import take_in
from tests.commands.shop import account, invoices

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 10, tzinfo=PARIS)  # a Monday
TODAY = NOW.date()


def plain(text: str) -> str:
    """With spaces and apostrophes as one types them."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


class Owned:
    """The desk of two accounts; Claire owns the first, Sam (in English) the second, Ann both."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.now = NOW.astimezone(UTC)

    async def say(self, line: str, *, by: str = "claire") -> str:
        """A command as it is typed; what is answered, with plain spaces."""
        return plain((await self.reply(line, by=by)).text)

    async def reply(self, line: str, *, by: str = "claire") -> Reply:
        """A command, and all that is answered."""
        name, _, argument = line.removeprefix("/").partition(" ")
        reply = await self.app.desk.command(channel="terminal", address=by, name=name, argument=argument)
        assert reply is not None
        return reply

    async def page(self, code: str, *, by: str = "claire") -> Reply | None:
        """A button under a list."""
        name, _, number = code.partition(":")
        return await self.app.desk.page(channel="terminal", address=by, name=name, number=int(number))

    async def case(self, number: str, account: str = "plomberie") -> Case:
        case_id = await self.app.store.case_id_of_number(account, number)
        assert case_id is not None
        return await self.app.store.case(case_id)

    async def events(self, number: str) -> list[str]:
        case = await self.case(number)
        return [event.what for event in await self.app.store.events(case.id) if event.what != "imported"]

    async def hold(self, number: str) -> Hold | None:
        return next(iter((await self.case(number)).holds), None)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Owned]:
    text = account() + account(id="garden", name="Garden Ltd", email="a@garden.example", language="en")
    clock: list[Owned] = []

    def now() -> datetime:
        return clock[0].now if clock else NOW.astimezone(UTC)

    async with assemble(parse(text.encode(), tmp_path / "config.toml"), clock=now, channels=[]) as app:
        clock.append(Owned(app))
        for owner, ids in (("claire", ("plomberie",)), ("sam", ("garden",)), ("ann", ("plomberie", "garden"))):
            for one in ids:
                place = Owner(account=one, channel="terminal", address=owner, name=owner)
                await app.store.add_owner(place, now=NOW)
        for one, data in (("plomberie", invoices(TODAY)), ("garden", GARDEN)):
            report = await take_in(app.store, app.offices[one].account, "f.csv", data.encode(), NOW)
            assert not report.bad
        yield clock[0]


GARDEN = """number;date;due;total;debtor;email;kind
G-1;2026-09-01;2026-10-01;250.50;Smith & Sons;pay@smith.example;business
F2026-014;2026-09-01;2026-10-01;99.00;Dupont & Fils;pay@dupont.example;business
"""
