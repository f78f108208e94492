"""`relance who`: who owes what, by age, and what comes next. Never changes anything."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.commands import House, the_offices

if TYPE_CHECKING:
    from bot.core.case import Case
    from bot.core.forecast import Forecast
    from bot.core.money import Money
    from bot.office import Office

HELP = "who owes what, by age"
EXAMPLE = "relance who --json"
NEEDS = "house"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--account", metavar="ID", help="only this account")
    parser.add_argument("--json", action="store_true", help="one JSON document")


async def run(args: argparse.Namespace, house: House) -> int:
    """Oldest debt first."""
    from bot.coming import room_today, turns

    now, rows = datetime.now(UTC), []
    for office in the_offices(house, args.account):
        today = office.today(now)
        cases = await house.store.cases(office.account.id)
        room = room_today(office, today, await house.store.note(office.account.id, "late_starts"))
        coming = turns(office, cases, today, room=room)
        owing = [c for c in cases if c.open_invoices]
        owing.sort(key=lambda c: (-c.days_late(today), c.open_invoices[0].due, c.debtor.name))
        if args.json:
            rows += [as_json(case, coming[case.id], today) for case in owing]
        else:
            print(told(office, owing, coming, today), end="\n\n" if office.account.id != _last(house) else "\n")
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    return 0


def _last(house: House) -> str:
    return list(house.offices)[-1]


def told(office: Office, cases: Sequence[Case], coming: Mapping[int, Forecast], today: date) -> str:
    """The table, then the sums by age and currency."""
    from bot.commands._rows import Sayings, row
    from bot.commands._table import aligned
    from bot.core.aging import AGES, age_of, by_age

    say = Sayings(office)
    groups = [(age, [(c, row(coming[c.id], say)) for c in cases if age_of(c.days_late(today)) == age]) for age in AGES]
    sums = by_age(cases, today)
    currencies = sorted({money.currency for found in sums.values() for money in found})
    about = {"account": office.account, "today": today, "groups": [g for g in groups if g[1]]}
    text = aligned(office.words.say("who_table", language=office.account.language, **about))
    if not cases:
        return text
    cells = [(age, [next((m for m in sums[age] if m.currency == c), None) for c in currencies]) for age in AGES]
    whole = [m for c in currencies for m in _totals(sums) if m.currency == c]
    facts = {"ages": [(age, row) for age, row in cells if any(row)], "totals": whole, "currencies": currencies}
    return f"{text}\n\n{aligned(office.words.say('who_sums', language=office.account.language, **facts))}"


def _totals(sums: Mapping[int, Sequence[Money]]) -> tuple[Money, ...]:
    from bot.core.money import totals

    return totals(money for found in sums.values() for money in found)


def as_json(case: Case, coming: Forecast, today: date) -> dict[str, object]:
    """One debtor: docs/json.md."""
    from bot.commands._rows import amount, decision_json

    return {
        "account": case.account,
        "case": case.id,
        "debtor": case.debtor.name,
        "days_late": case.days_late(today),
        "owed": [{"amount": amount(m), "currency": m.currency} for m in case.outstanding],
        "holds": [str(h.because) for h in case.holds],
        "next": decision_json(coming),
        "invoices": [
            {
                "number": i.number,
                "due": i.due.isoformat(),
                "days_late": max((today - i.due).days, 0),
                "outstanding": amount(i.outstanding),
                "currency": i.total.currency,
                "step": i.places[-1].step if i.places else None,
            }
            for i in case.open_invoices
        ],
    }
