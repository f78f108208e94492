"""`relance events`: the history of a case, line by line, with the reasons. Never changes anything."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from bot.commands import House, the_offices
from bot.core.because import Because
from bot.errors import RelanceError

if TYPE_CHECKING:
    from bot.commands._rows import Sayings
    from bot.core.case import Case
    from bot.core.event import Event
    from bot.office import Office

HELP = "what happened in a case, when, because of what"
EXAMPLE = "relance events F2026-012"
NEEDS = "house"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One event, told. ``by``: who decided it; "" is Relance itself."""

    at: datetime
    text: str
    reason: str
    by: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", metavar="CASE", help="an invoice, a part of the debtor's name, or a case's number")
    parser.add_argument("--account", metavar="ID", help="look only there")
    parser.add_argument("--json", action="store_true", help="one object a line")


async def run(args: argparse.Namespace, house: House) -> int:
    """Raises RelanceError when no case, or more than one, is meant."""
    case = await find(house, args.case, args.account)
    events = await house.store.events(case.id)
    if args.json:
        for event in events:
            print(json.dumps(as_json(event), ensure_ascii=False))
    else:
        print(told(house.offices[case.account], case, events))
    return 0


async def find(house: House, text: str, account: str | None = None) -> Case:
    """The one case that is meant: an invoice's number, else the name (the whole name wins), else the case's number."""
    named: list[Case] = []
    for office in the_offices(house, account):
        number = await house.store.case_id_of_number(office.account.id, text)
        ids = [number] if number is not None else await house.store.case_ids_named(office.account.id, text)
        named += [await house.store.case(case_id) for case_id in ids]
        if not named and text.isascii() and text.isdigit() and len(text) < 10:
            named += [c for c in await house.store.cases(office.account.id, open_only=False) if c.id == int(text)]
    exact = [c for c in named if text.casefold() in (c.debtor.name.casefold(), c.debtor.key.casefold())]
    found = exact if len(exact) == 1 else named
    if len(found) == 1:
        return found[0]
    if not found:
        raise RelanceError(f"no case for {text!r}: give an invoice number or a part of the debtor's name")
    names = ", ".join(f"{c.debtor.name} ({c.id})" for c in found[:8]) + (", …" if len(found) > 8 else "")
    raise RelanceError(f"{text!r} could be {names}: give the whole name, or an invoice number")


def told(office: Office, case: Case, events: Sequence[Event]) -> str:
    """By day, in the account's time; then what comes next, and because of what."""
    from bot.coming import coming
    from bot.commands._rows import Sayings, row
    from bot.commands._table import aligned

    say, zone = Sayings(office), office.account.window.timezone
    today = office.today(datetime.now(UTC))
    lines = [_line(office, event, say) for event in events]
    text = office.words.say(
        "events_list",
        language=office.account.language,
        case=case,
        days=[(d, list(same)) for d, same in groupby(lines, key=lambda line: line.at.astimezone(zone).date())],
        next=row(coming(office, case, today), say),
        today=today,
    )
    return aligned(text)


def _line(office: Office, event: Event, say: Sayings) -> Line:
    """A reason that the line says already is not said twice."""
    because = say("because", event.because) if event.because else ""
    text = office.words.say(f"event.{event.what}", language=office.account.language, event=event, because=because)
    at = event.at.astimezone(office.account.window.timezone)
    known = event.because in (None, Because.OWNER_CHOSE) or because in text
    return Line(at=at, text=text, reason="" if known else because, by=event.by)


def as_json(event: Event) -> dict[str, object]:
    """One event: docs/json.md."""
    return {
        "at": event.at.isoformat(),
        "case": event.case_id,
        "what": event.what,
        "because": str(event.because) if event.because else None,
        "by": event.by or "relance",
        "facts": dict(event.facts),
    }
