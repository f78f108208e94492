"""`relance check`: is everything in order? Pings every server, renders every text; sends nothing, writes nothing."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from bot import almanac
from bot.core.ladder import TO_DEBTOR
from bot.errors import DeliveryError, MailboxError, RelanceError

if TYPE_CHECKING:
    from bot.app import App
    from bot.office import Office

HELP = "ping SMTP, IMAP and the chats, render every text; sends nothing"
EXAMPLE = "relance check --config config.toml"
NEEDS = "app"
_PATIENCE = 90.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only --config."""


async def run(args: argparse.Namespace, app: App) -> int:
    """0 when all is in order, 1 when something is not; each finding is one line."""
    fine = True
    for office in app.offices.values():
        account = office.account.id
        fine &= await _ping(f"{account}: smtp", office.outbox.ping())
        fine &= await _ping(f"{account}: imap", office.inbox.ping())
        fine &= _texts(office)
        if not await app.store.owners(account):
            _say(f"{account}: owner", "nobody is paired yet: relance pair shows a code", ok=None)
        if not almanac.known(office.account.country):
            _say(f"{account}: holidays", f"none known for {office.account.country}: only week-ends are closed", ok=None)
    for channel in app.channels:
        fine &= await _ping(f"channel: {channel.name}", channel.ping())
    return 0 if fine else 1


def _texts(office: Office) -> bool:
    """Every text renders, and every message of every ladder has one."""
    told = [str(error) for error in office.words.check()]
    for group, ladder in office.ladders.items():
        known = office.words.names(office.account.language)
        told += [
            f"ladder {group}: step {step.name} wants the text {step.text or step.name!r}, which does not exist"
            for step in ladder.steps
            if step.channel in TO_DEBTOR and (step.text or step.name) not in known
        ]
    for line in told:
        _say(f"{office.account.id}: texts", line, ok=False)
    if not told:
        _say(f"{office.account.id}: texts", "all render", ok=True)
    return not told


async def _ping(what: str, ping: Awaitable[str | None]) -> bool:
    try:
        answer = await asyncio.wait_for(ping, _PATIENCE)
    except (DeliveryError, MailboxError, RelanceError) as error:
        _say(what, str(error), ok=False)
        return False
    except TimeoutError:
        _say(what, f"no answer within {_PATIENCE:.0f} s", ok=False)
        return False
    _say(what, answer or "answers", ok=True)
    return True


def _say(what: str, line: str, *, ok: bool | None) -> None:
    mark = {True: "ok  ", None: "note", False: "FAIL"}[ok]
    print(f"{mark} {what}: {line}", file=sys.stderr if ok is False else sys.stdout)
