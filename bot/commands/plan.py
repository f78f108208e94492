"""`relance plan`: what would be sent, to whom, when, because of what. Sends nothing, writes nothing."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.core.decide import Ask, Close, Send, Settle, Wait
from bot.core.forecast import Forecast, forecast

if TYPE_CHECKING:
    from bot.app import App
    from bot.office import Office

HELP = "what would be sent, to whom, when, because of what; sends nothing"
EXAMPLE = "relance plan --days 14"
NEEDS = "app"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a day: {text!r} (write 2026-12-31)") from None


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 366:
        raise argparse.ArgumentTypeError(f"not a number of days: {text!r} (1 to 366)")
    return int(text)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", metavar="DATE", type=_day, help="as if today were that day (2026-12-31)")
    parser.add_argument("--days", metavar="N", type=_count, default=1, help="how many days ahead (default 1)")
    parser.add_argument("--json", action="store_true", help="one object a line")


async def run(args: argparse.Namespace, app: App) -> int:
    """One line a decision; without --json in the account's language."""
    now = datetime.now(UTC)
    for office in app.offices.values():
        start = args.on or office.today(now)
        found: list[Forecast] = []
        for case in await app.store.cases(office.account.id):
            found += forecast(
                case,
                start,
                args.days,
                account=office.account,
                ladder=office.ladder(case.debtor.group),
                law=office.law(case.debtor.country),
                holiday=office.holiday(case.debtor.country),
            )
        found.sort(key=lambda f: (f.day, f.case.debtor.name))
        if args.json:
            for one in found:
                print(json.dumps(as_json(one), ensure_ascii=False))
        else:
            print(_told(office, found, start, args.days))
    return 0


def _told(office: Office, found: list[Forecast], start: date, days: int) -> str:
    acts = [f for f in found if not isinstance(f.decision, Wait | Close)]
    waits = [f for f in found if isinstance(f.decision, Wait)]
    return office.words.say(
        "plan",
        language=office.account.language,
        account=office.account,
        acts=[(f, _kind(f)) for f in acts],
        waits=waits,
        start=start,
        days=days,
    )


def _kind(one: Forecast) -> str:
    match one.decision:
        case Send():
            return "send"
        case Ask():
            return "ask"
        case Settle():
            return "settle"
        case Wait():
            return "wait"
        case Close():
            return "close"


def as_json(one: Forecast) -> dict[str, object]:
    """The decision as plain values; ``action`` is send, ask, settle, wait or close."""
    decision = one.decision
    row: dict[str, object] = {
        "day": one.day.isoformat(),
        "account": one.case.account,
        "case": one.case.id,
        "debtor": one.case.debtor.name,
        "action": _kind(one),
        "because": str(decision.because),
    }
    if isinstance(decision, Send):
        message = decision.message
        row |= {
            "step": message.step.name,
            "channel": str(message.step.channel),
            "approve": str(message.step.approve),
            "to": message.contact.email if message.contact else None,
            "pay_by": message.pay_by.isoformat() if message.pay_by else None,
            "invoices": [
                {"number": i.invoice.number, "step": i.step.name, "outstanding": f"{i.outstanding.decimal:f}",
                 "currency": i.outstanding.currency}
                for i in message.lines
            ],
        }  # fmt: skip
    if isinstance(decision, Wait) and decision.until is not None:
        row["until"] = decision.until.isoformat()
    if isinstance(decision, Ask):
        row["question"] = str(decision.kind)
    return row
