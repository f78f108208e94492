"""`relance who`: who owes what, by age. Never changes anything."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.app import App

HELP = "who owes what, by age"
EXAMPLE = "relance who --json"
NEEDS = "app"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document")


async def run(args: argparse.Namespace, app: App) -> int:
    """Amounts in JSON are strings in major units; days are ISO."""
    now, rows = datetime.now(UTC), []
    for office in app.offices.values():
        today = office.today(now)
        cases = sorted(await app.store.cases(office.account.id), key=lambda c: -c.days_late(today))
        cases = [c for c in cases if c.open_invoices]
        if not args.json:
            late = [c for c in cases if c.overdue(today)]
            print(
                office.words.say(
                    "who", language=office.account.language, account=office.account, cases=late, more=0, today=today
                )
            )
        rows += [
            {
                "account": case.account,
                "case": case.id,
                "debtor": case.debtor.name,
                "days_late": case.days_late(today),
                "owed": [{"amount": f"{m.decimal:f}", "currency": m.currency} for m in case.outstanding],
                "holds": [str(h.because) for h in case.holds],
                "invoices": [
                    {
                        "number": i.number,
                        "due": i.due.isoformat(),
                        "outstanding": f"{i.outstanding.decimal:f}",
                        "currency": i.total.currency,
                        "step": i.places[-1].step if i.places else None,
                    }
                    for i in case.open_invoices
                ],
            }
            for case in cases
        ]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    return 0
