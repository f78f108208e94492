"""`relance events`: the history of a case, line by line, with the reasons. Never changes anything."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from bot.errors import RelanceError

if TYPE_CHECKING:
    from bot.app import App

HELP = "what happened in a case, when, because of what"
EXAMPLE = "relance events F2026-012"
NEEDS = "app"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", metavar="CASE", help="a case's number, an invoice, or a part of the debtor's name")
    parser.add_argument("--json", action="store_true", help="one object a line")


async def run(args: argparse.Namespace, app: App) -> int:
    """Raises RelanceError when no case, or more than one, is meant."""
    case_id = await _one(app, args.case)
    case = await app.store.case(case_id)
    office = app.offices[case.account]
    events = await app.store.events(case_id)
    if args.json:
        for event in events:
            print(
                json.dumps(
                    {
                        "at": event.at.isoformat(),
                        "case": event.case_id,
                        "what": event.what,
                        "because": str(event.because) if event.because else None,
                        "by": event.by or "relance",
                        "facts": dict(event.facts),
                    },
                    ensure_ascii=False,
                )
            )
        return 0
    zone = office.account.window.timezone
    language = office.account.language
    print(f"{case.debtor.name} ({case.id})")
    for event in events:
        because = office.words.say(f"because.{event.because}", language=language) if event.because else ""
        line = office.words.say(f"event.{event.what}", language=language, event=event, because=because)
        print(f"{event.at.astimezone(zone):%Y-%m-%d %H:%M}  {line}")
    return 0


async def _one(app: App, text: str) -> int:
    found: dict[int, str] = {}
    for account in app.offices:
        number = await app.store.case_id_of_number(account, text)
        for case_id in [number] if number is not None else await app.store.case_ids_named(account, text):
            found[case_id] = (await app.store.case(case_id)).debtor.name
    if not found and text.isdigit() and int(text) in await app.store.case_ids(open_only=False):
        return int(text)
    if len(found) == 1:
        return next(iter(found))
    if not found:
        raise RelanceError(f"no case for {text!r}: give an invoice number or a part of the debtor's name")
    raise RelanceError(f"{text!r} is ambiguous: " + ", ".join(f"{name} ({n})" for n, name in sorted(found.items())))
