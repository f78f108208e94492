"""What the tests of the core are given: one creditor, one debtor, one ladder. A day is a day of March 2026.

The 2nd is a Monday; 0 and less lie in February, 32 and more in April. No French holiday before 6 April.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import settings

from bot.core.because import Because
from bot.core.case import Account, Case, Contact, Debtor, Hold, Invoice, Kind, Place, Promise, PromiseState
from bot.core.days import Holiday, Window, never
from bot.core.decide import Ask, Close, Decision, Send, Settle, Wait, decide
from bot.core.ladder import Approve, Channel, Ladder, Step
from bot.core.law import Law
from bot.core.money import Money

steady = settings(derandomize=True, deadline=None)
"""The same examples on every machine, however slow it is."""

LAW = Law(country="FR")
WINDOW = Window(start=time(8, 30), end=time(18), zone="Europe/Paris")
ACCOUNT = Account(
    id="martin", name="Plomberie Martin", email="compta@martin.fr", language="fr", country="FR", window=WINDOW
)
ANNE = Contact(id=1, email="anne@dupont.fr", name="Anne")
DUPONT = Debtor(key="dupont", name="Dupont SARL", kind=Kind.BUSINESS, contacts=(ANNE,))

LADDER = Ladder(
    group="regular",
    steps=(
        Step(name="courtesy", day=-5),
        Step(name="kind", day=1),
        Step(name="friendly", day=8),
        Step(name="call", day=13, channel=Channel.CALL),
        Step(name="firm", day=15),
        Step(name="decide", day=22, channel=Channel.QUESTION),
        Step(name="formal", day=25, approve=Approve.ASK, formal=True),
        Step(name="end", day=28, channel=Channel.QUESTION),
    ),
)


def march(day: int) -> date:
    return date.fromordinal(date(2026, 2, 28).toordinal() + day)


def euros(amount: float) -> Money:
    return Money(round(amount * 100), "EUR")


def passed(step: str, on: int, pay_by: int | None = None, *, said: bool = True) -> Place:
    return Place(step=step, on=march(on), pay_by=_day(pay_by), said=said)


def _day(day: int | None) -> date | None:
    return None if day is None else march(day)


def invoice(
    number: str = "F1",
    *places: Place,
    due: int = 2,
    total: float = 100,
    paid: float = 0,
    paused_until: int | None = None,
    issued: int = -40,
) -> Invoice:
    return Invoice(
        id=int(number.strip("F")),
        number=number,
        issued=march(issued),
        due=march(due),
        total=euros(total),
        received=euros(paid),
        paused_until=_day(paused_until),
        places=places,
    )


def case(*invoices: Invoice, last_contact: int | None = None, debtor: Debtor = DUPONT) -> Case:
    """A case; the last contact is by default the last message to the debtor that its invoices tell of."""
    mailed = [p.on for i in invoices for p in i.places if p.step not in ("call", "decide", "end") and p.said]
    return Case(
        id=1,
        account="martin",
        token="7k2m4qx9tb",
        debtor=debtor,
        invoices=invoices,
        last_contact=_day(last_contact) or max(mailed, default=None),
    )


def held(known: Case, because: Because, until: int | None = None) -> Case:
    hold = Hold(id=len(known.holds) + 1, because=because, since=datetime(2026, 2, 1, tzinfo=UTC), until=_day(until))
    return replace(known, holds=(*known.holds, hold))


def promise(
    day: int,
    amount: float | None = None,
    *,
    made_on: int = 3,
    received: Iterable[Money] = (),
    state: PromiseState = PromiseState.RUNNING,
    id: int = 1,
) -> Promise:
    return Promise(
        id=id,
        day=march(day),
        amount=None if amount is None else euros(amount),
        made_on=march(made_on),
        received_then=tuple(received),
        state=state,
    )


def promised(known: Case, *promises: Promise) -> Case:
    return replace(known, promises=(*known.promises, *promises))


def closed_on(*days: int) -> Holiday:
    return lambda day: day in [march(d) for d in days]


def decided(
    known: Case,
    today: int,
    *,
    account: Account = ACCOUNT,
    ladder: Ladder = LADDER,
    law: Law = LAW,
    holiday: Holiday = never,
) -> Decision:
    return decide(known, march(today), account=account, ladder=ladder, law=law, holiday=holiday)


def told(decision: Decision) -> str:
    """The decision in words that a table of tests can hold."""
    match decision:
        case Send(message=message):
            lines = ", ".join(f"{line.invoice.number} {line.step.name}" for line in message.lines)
            return f"send {message.step.name}: {lines}"
        case Wait(because=because, until=until):
            return f"wait: {because}" + (f" until {until:%d %b}" if until else "")
        case Ask(kind=kind, because=because):
            return f"ask {kind}: {because}"
        case Settle(promise=settled, state=state):
            return f"promise {settled.id} {state}"
        case Close():
            return "close"


TODAY = 3  # a Tuesday, the day after the due date: the kind step is due
DUE = case(invoice())

KIND = passed("kind", 3, 6)
FRIENDLY = passed("friendly", 10, 13)
CALL = passed("call", 16)
FIRM = passed("firm", 18, 25)
DECIDED = passed("decide", 25)
FORMAL = passed("formal", 30, 38)

Row = tuple[str, Case, int, str]


def rows(*table: Row) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("known", "today", "expected"), [row[1:] for row in table], ids=[row[0] for row in table]
    )
