"""What comes next for each case if nobody answers or pays, for whoever only looks. Never a rule of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.core.because import Because
from bot.core.case import Case
from bot.core.decide import Decision, Send, Wait, decide
from bot.core.forecast import Forecast, forecast
from bot.core.ladder import TO_DEBTOR
from bot.office import Office

PASSES = frozenset({Because.STEP_LATER, Because.TOO_SOON, Because.CLOSED_DAY})
"""Reasons to wait that time alone takes away, so that what comes after them is what a person wants to know."""
_AT_MOST = 4  # such reasons in a row: a gap, a week-end, a holiday


def decision(office: Office, case: Case, day: date) -> Decision:
    """What the rules of its account, group and country say on that day."""
    return decide(
        case,
        day,
        account=office.account,
        ladder=office.ladder(case.debtor.group),
        law=office.law(case.debtor.country),
        holiday=office.holiday(case.debtor.country),
    )


def coming(office: Office, case: Case, day: date) -> Forecast:
    """The first thing that is done for the case from ``day`` on; or the reason, if it is no mere matter of time."""
    found = decision(office, case, day)
    for _ in range(_AT_MOST):
        if not isinstance(found, Wait) or found.because not in PASSES or found.until is None or found.until <= day:
            break
        day = found.until
        found = decision(office, case, day)
    return Forecast(day=day, case=case, decision=found)


def days_ahead(office: Office, case: Case, start: date, days: int) -> Iterator[Forecast]:
    """See `bot.core.forecast`."""
    return forecast(
        case,
        start,
        days,
        account=office.account,
        ladder=office.ladder(case.debtor.group),
        law=office.law(case.debtor.country),
        holiday=office.holiday(case.debtor.country),
    )


def turns(office: Office, cases: Iterable[Case], today: date, *, room: int) -> Mapping[int, Forecast]:
    """What comes next for each case, by its id, when only so many old debts are begun a day (``catch_up_per_day``).

    ``cases`` in the order in which they are looked at; ``room``: how many more may be begun today.
    """
    left, free, found = {today: room}, today, {}
    for case in cases:
        one = coming(office, case, today)
        if starts_late(one.decision) and one.day < free:
            one = coming(office, case, free)
        while starts_late(one.decision) and left.setdefault(one.day, office.account.catch_up_per_day) <= 0:
            free = one.day + timedelta(days=1)
            one = coming(office, case, free)
        if starts_late(one.decision):
            left[one.day] -= 1
        found[case.id] = one
    return found


def today_only(office: Office, cases: Iterable[Case], today: date, *, room: int) -> list[Forecast]:
    """Those of `turns` whose day is today, without a look at any other day: for who asks it of all cases often."""
    found = []
    for case in cases:
        one = decision(office, case, today)
        if isinstance(one, Wait) and one.because in PASSES and one.until is not None and one.until > today:
            continue
        if starts_late(one):
            if room <= 0:
                continue
            room -= 1
        found.append(Forecast(day=today, case=case, decision=one))
    return found


def planned(office: Office, cases: Sequence[Case], start: date, days: int, *, room: int) -> Iterator[Forecast]:
    """All decisions of the days. An old debt begins when its turn comes (``catch_up_per_day``)."""
    end = start + timedelta(days=days)
    ahead = turns(office, cases, start, room=room)
    for case in cases:
        first = ahead[case.id]
        if not starts_late(first.decision):
            yield from days_ahead(office, case, start, days)
        elif first.day < end:
            yield from days_ahead(office, case, first.day, (end - first.day).days)
        else:
            now = decision(office, case, start)
            queued = now if isinstance(now, Wait) else Wait(because=Because.STEP_LATER, until=first.day)
            yield Forecast(day=start, case=case, decision=queued)


def starts_late(decision: Decision) -> bool:
    """The first message about invoices that were overdue long before they were known here: rationed."""
    if not isinstance(decision, Send):
        return False
    message = decision.message
    return message.step.channel in TO_DEBTOR and all(
        not line.invoice.places
        and message.pay_by is not None
        and (message.pay_by - line.invoice.due).days > line.step.day + 21
        for line in message.lines
    )


def room_today(office: Office, today: date, note: object) -> int:
    """How many old debts may still be begun today. ``note``: what the books hold under ``late_starts``."""
    if isinstance(note, list) and note and note[0] == today.isoformat():
        return int(note[1])
    return office.account.catch_up_per_day
