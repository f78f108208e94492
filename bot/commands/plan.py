"""`relance plan`: what would be sent, to whom, when, because of what. Sends nothing, writes nothing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from bot.commands import House, a_day, the_offices

if TYPE_CHECKING:
    from bot.core.forecast import Forecast
    from bot.office import Office

HELP = "what would be sent, to whom, when, because of what; sends nothing"
EXAMPLE = "relance plan --days 14"
NEEDS = "house"


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 3 or not 1 <= int(text) <= 366:
        raise argparse.ArgumentTypeError(f"not a number of days: {text!r} (1 to 366)")
    return int(text)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", metavar="DATE", type=a_day, help="as if today were that day (2026-12-31)")
    parser.add_argument("--days", metavar="N", type=_count, default=1, help="how many days, the first included: 1")
    parser.add_argument("--account", metavar="ID", help="only this account")
    parser.add_argument("--json", action="store_true", help="one object a line")


async def run(args: argparse.Namespace, house: House) -> int:
    """What is decided on each of the days, in the account's language; cases that only wait come last."""
    from bot.coming import planned, room_today

    now = datetime.now(UTC)
    for number, office in enumerate(the_offices(house, args.account)):
        today = office.today(now)
        start = args.on or today
        note = await house.store.note(office.account.id, "late_starts")
        cases = await house.store.cases(office.account.id)
        found = list(planned(office, cases, start, args.days, room=room_today(office, start, note)))
        found.sort(key=lambda f: (f.day, f.case.debtor.name, f.case.id))
        if args.json:
            for one in found:
                print(json.dumps(as_json(one), ensure_ascii=False))
        else:
            print(("\n" if number else "") + told(office, found, start, args.days))
    return 0


def told(office: Office, found: Sequence[Forecast], start: date, days: int) -> str:
    """By day; a case that does something in these days is not also told as waiting."""
    from bot.commands._rows import Sayings, row
    from bot.commands._table import aligned

    say = Sayings(office)
    rows = [one for one in (row(f, say) for f in found) if one.kind != "close"]
    acts = [one for one in rows if one.kind != "wait"]
    busy = {one.case.id for one in acts}
    text = office.words.say(
        "plan_table",
        language=office.account.language,
        account=office.account,
        acts=[(day, list(same)) for day, same in groupby(acts, key=lambda one: one.day)],
        waits=[one for one in rows if one.kind == "wait" and one.case.id not in busy],
        start=start,
        end=start + timedelta(days=days - 1),
        days=days,
    )
    return aligned(text)


def as_json(one: Forecast) -> dict[str, object]:
    """One decision: docs/json.md."""
    from bot.commands._rows import decision_json

    return {"account": one.case.account, "case": one.case.id, "debtor": one.case.debtor.name} | decision_json(one)
