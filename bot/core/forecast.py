"""What would be sent in the coming days if nobody answered or paid. Plays decide() forward; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.core.case import Account, Case, Place
from bot.core.days import Holiday
from bot.core.decide import Ask, Decision, Send, Settle, decide
from bot.core.ladder import TO_DEBTOR, Ladder, Message
from bot.core.law import Law


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """On ``day`` this would be decided for the case."""

    day: date
    case: Case
    decision: Decision


def forecast(
    case: Case, start: date, days: int, *, account: Account, ladder: Ladder, law: Law, holiday: Holiday
) -> Iterator[Forecast]:
    """The decisions of ``days`` days from ``start`` that do something; a first day that does nothing says why.

    An owner step is taken as shown and answered, a text that asks as approved the same day. What needs the owner's
    word before it goes on ends the forecast.
    """
    for offset in range(days):
        day = start + timedelta(days=offset)
        quiet = True
        while isinstance(decision := decide(case, day, account=account, ladder=ladder, law=law, holiday=holiday), Send):
            yield Forecast(day=day, case=case, decision=decision)
            case = after(case, decision.message, day)
            quiet = False
        ends = isinstance(decision, Ask | Settle)
        if ends or (offset == 0 and quiet):
            yield Forecast(day=day, case=case, decision=decision)
        if ends:
            return


def after(case: Case, message: Message, day: date) -> Case:
    """The case as it stands once ``message`` was delivered on ``day``."""
    steps = {line.invoice.id: line.step.name for line in message.lines}
    invoices = tuple(
        replace(i, places=(*i.places, Place(step=steps[i.id], on=day, pay_by=message.pay_by))) if i.id in steps else i
        for i in case.invoices
    )
    written = message.step.channel in TO_DEBTOR
    return replace(case, invoices=invoices, pending=None, last_contact=day if written else case.last_contact)
