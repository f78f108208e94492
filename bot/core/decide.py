"""decide(): given a case and a day, what now, and because of what? One visible table of guards; never I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.core.because import Because
from bot.core.case import FOR_EVER, Account, Case, Invoice, Kind, NoticeState, Promise, PromiseState
from bot.core.days import Holiday, add_business_days, business_day_from, is_business_day
from bot.core.ladder import TO_DEBTOR, Approve, Ladder, Line, Message, Step
from bot.core.law import Law
from bot.core.promises import deadline, kept
from bot.core.question import QuestionKind


@dataclass(frozen=True, kw_only=True)
class Send:
    """Say this now."""

    message: Message
    because: Because = Because.STEP_DUE


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Do nothing until a day (None: until something happens)."""

    because: Because
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Ask:
    """The owner has to say something first."""

    kind: QuestionKind
    because: Because


@dataclass(frozen=True, kw_only=True)
class Settle:
    """A promise has come to its end: kept (then thank) or broken (then ask)."""

    promise: Promise
    state: PromiseState
    because: Because


@dataclass(frozen=True, kw_only=True)
class Close:
    """Nothing is owed any more."""

    because: Because = Because.SETTLED


Decision = Send | Wait | Ask | Settle | Close


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything decide() looks at."""

    case: Case
    today: date
    account: Account
    ladder: Ladder
    law: Law
    holiday: Holiday


Guard = Callable[[Facts], Decision | None]

SHORTEST_DELAY = 3
"""Days that a debtor has at least to pay, however close the steps of a ladder are."""


def _settled(q: Facts) -> Decision | None:
    return None if q.case.open_invoices or q.case.running_promises else Close()


def _silence(q: Facts) -> Decision | None:
    """The owner wants nothing to leave for the whole account until that day."""
    until = q.case.silent_until
    return Wait(because=Because.SILENCE, until=until) if until is not None and q.today < until else None


def _pending(q: Facts) -> Decision | None:
    match q.case.pending:
        case None:
            return None
        case NoticeState.PROPOSED:
            return Wait(because=Because.WAITING_FOR_OWNER)
        case NoticeState.DOUBTFUL:
            return Wait(because=Because.DOUBTFUL)
        case _:
            return Wait(because=Because.IN_FLIGHT)


def _held(*reasons: Because) -> Guard:
    def guard(q: Facts) -> Decision | None:
        running = [h for h in q.case.holds if h.because in reasons and (h.until is None or q.today < h.until)]
        longest = max(running, key=lambda h: h.until or date.max, default=None)
        return Wait(because=longest.because, until=longest.until) if longest else None

    return guard


def _promise_over(q: Facts) -> Decision | None:
    """A promise that was kept is thanked for, a broken one asked about, also while something softer holds the case."""
    if q.case.pending is not None:
        return None
    for promise in q.case.running_promises:
        if kept(q.case, promise):
            return Settle(promise=promise, state=PromiseState.KEPT, because=Because.PROMISE_KEPT)
    for promise in q.case.running_promises:
        if q.today > deadline(promise, q.account.bank_days, q.holiday):
            return Settle(promise=promise, state=PromiseState.BROKEN, because=Because.PROMISE_BROKEN)
    return None


def _promise_runs(q: Facts) -> Decision | None:
    running = q.case.running_promises
    if not running:
        return None
    until = deadline(running[0], q.account.bank_days, q.holiday) + timedelta(days=1)
    return Wait(because=Because.PROMISE_RUNNING, until=until)


def _owner_is_asked(q: Facts) -> Decision | None:
    return Wait(because=Because.WAITING_FOR_OWNER) if q.case.blocking_question else None


def _unreachable(q: Facts) -> Decision | None:
    if q.case.debtor.contact is not None or not _due(q):
        return None
    return Ask(kind=QuestionKind.BOUNCED, because=Because.UNREACHABLE)


def _bank_stale(q: Facts) -> Decision | None:
    if q.account.bank_data_days <= 0 or not any(line.step.channel in TO_DEBTOR for line in _due(q)):
        return None
    known = q.case.payments_as_of
    if known is not None and q.today - known <= timedelta(days=q.account.bank_data_days):
        return None
    return Ask(kind=QuestionKind.BANK_STALE, because=Because.BANK_DATA_STALE)


def _next_step(q: Facts) -> Decision:
    due = _due(q)
    if not due:
        return _nothing_due(q)
    top = max(due, key=lambda line: line.step.day).step
    if top.channel in TO_DEBTOR:
        free_on = q.case.last_contact + timedelta(days=q.account.min_gap_days) if q.case.last_contact else q.today
        if free_on > q.today:
            return Wait(because=Because.TOO_SOON, until=business_day_from(free_on, q.holiday))
    if not is_business_day(q.today, q.holiday):
        return Wait(because=Because.CLOSED_DAY, until=business_day_from(q.today, q.holiday))
    lines = tuple(line for line in due if _travels_with(line.step, top))
    pay = pay_by(q, top, lines)
    barred = any(_barred(q, line.invoice) for line in lines)
    if barred:
        top = replace(top, approve=Approve.ASK)
    message = Message(step=top, lines=lines, contact=q.case.debtor.contact, pay_by=pay)
    return Send(message=message, because=Because.TIME_BARRED if barred else Because.STEP_DUE)


def _barred(q: Facts, invoice: Invoice) -> bool:
    """Time-barred, as it seems: the owner is asked, until he has said once that it is claimed all the same."""
    end = q.law.barred_on(q.case.debtor.kind, invoice.due)
    return end is not None and end < q.today and not any(place.said and place.on > end for place in invoice.places)


def _travels_with(step: Step, top: Step) -> bool:
    """A formal notice and a card for the owner travel alone; mails of lower steps join the highest."""
    if top.formal or top.channel not in TO_DEBTOR:
        return step.name == top.name
    return step.channel is top.channel and not step.formal


def _nothing_due(q: Facts) -> Decision:
    coming = [(day, invoice) for invoice in q.case.open_invoices if (day := step_day(q, invoice)) is not None]
    if coming:
        day, invoice = min(coming, key=lambda pair: pair[0])
        if invoice.paused_until == FOR_EVER:
            return Wait(because=Because.PAUSED)
        because = Because.PAUSED if day == invoice.paused_until else Because.STEP_LATER
        return Wait(because=because, until=business_day_from(day, q.holiday))
    ended = any(i.due < q.today for i in q.case.open_invoices)
    return Wait(because=Because.LADDER_ENDED if ended else Because.NOTHING_DUE)


GUARDS: tuple[Guard, ...] = (
    # Nothing is owed: nothing else matters.
    _settled,
    # What the debtor said, the gravest first: pressing somebody who said one of these is the worst error.
    _held(Because.TOLD_TO_STOP),
    _held(Because.INSOLVENT),
    _held(Because.DISPUTED),
    # Somebody else goes on with it, or nobody: what was promised to us is no longer asked about.
    _held(Because.HANDED_OVER, Because.MEDIATION, Because.AGENCY, Because.WRITTEN_OFF),
    # A promise comes to its end whatever softer things were said: an instalment plan runs beside a hardship.
    _promise_over,
    _held(Because.HARDSHIP),
    _held(Because.REFUSED_TO_PAY, Because.PLAN_REQUESTED, Because.WRONG_CONTACT, Because.SAYS_PAID),
    _held(Because.INFO_REQUESTED, Because.UNSURE),
    # What the owner decided.
    _held(Because.PAUSED, Because.AWAY),
    _silence,
    # One message at a time; a doubtful one may have left.
    _pending,
    _owner_is_asked,
    # A commitment runs: wait for it.
    _promise_runs,
    # May we write at all?
    _unreachable,
    _bank_stale,
)


def decide(case: Case, today: date, *, account: Account, ladder: Ladder, law: Law, holiday: Holiday) -> Decision:
    """What now for this case? ``today`` is the account's local day; ``holiday`` that of the debtor's country."""
    q = Facts(case=case, today=today, account=account, ladder=ladder, law=law, holiday=holiday)
    for guard in GUARDS:
        decision = guard(q)
        if decision is not None:
            return decision
    return _next_step(q)


def _due(q: Facts) -> tuple[Line, ...]:
    """Invoices whose next step is due today, oldest due date first."""
    lines = []
    for invoice in q.case.open_invoices:
        step, day = next_step(q, invoice), step_day(q, invoice)
        if step is not None and day is not None and day <= q.today:
            lines.append(Line(invoice=invoice, step=step))
    return tuple(lines)


def next_step(q: Facts, invoice: Invoice) -> Step | None:
    """The rung after the last one passed. One at a time; a rung before the due date is not climbed after it.

    Nor is it climbed while another invoice of the debtor's is due: its text says that nothing is late.
    """
    passed = [index for place in invoice.places if (index := q.ladder.index(place.step)) is not None]
    rest = q.ladder.steps[max(passed) + 1 :] if passed else q.ladder.steps
    late = any(i.due <= q.today for i in q.case.open_invoices)
    return next((step for step in rest if step.day >= 0 or not late), None)


def step_day(q: Facts, invoice: Invoice) -> date | None:
    """The first day on which the invoice's next step may be taken; None when there is none.

    The ladder's own rhythm holds from the step before, so that catching up after a pause, an outage or a late
    import neither skips nor hurries; and no message leaves before a payment made on the last date that we named has
    arrived.
    """
    step = next_step(q, invoice)
    if step is None:
        return None
    day = max(invoice.due + timedelta(days=step.day), invoice.paused_until or date.min)
    last = max(
        ((place, before) for place in invoice.places if (before := q.ladder.step(place.step)) is not None),
        key=lambda pair: pair[1].day,
        default=None,
    )
    if last is not None:
        place, before = last
        day = max(day, place.on + timedelta(days=step.day - before.day))
    # Any place may hold that date, not only the last: a card for the owner names none.
    named = [place.pay_by for place in invoice.places if place.pay_by is not None and place.said]
    if step.channel in TO_DEBTOR and named:
        day = max(day, max(named) + timedelta(days=1), _arrives(q, max(named)))
    return day


def _arrives(q: Facts, paid_on: date) -> date:
    """The day by which a payment made on that day is in the books."""
    return add_business_days(paid_on, q.account.bank_days, q.holiday)


APPROVAL_DAYS = 3
"""Days for which a text that the owner is asked about stays good; later it is prepared afresh, for it names dates."""


def pay_by(q: Facts, step: Step, lines: tuple[Line, ...]) -> date | None:
    """The one date that the text names.

    Before the due date: the due date. A formal notice: the delay of the law, which must still be whole when the owner
    has taken some days to approve. Else the last business day from which a
    payment has arrived when the next message is due, though never less than SHORTEST_DELAY days away.
    """
    if step.channel not in TO_DEBTOR:
        return None
    if step.day < 0:
        return min(line.invoice.due for line in lines)
    if step.formal:
        consumer = q.case.debtor.kind is Kind.CONSUMER
        days = q.law.notice_days_consumer if consumer else q.law.notice_days_business
        return business_day_from(q.today + timedelta(days=days + APPROVAL_DAYS), q.holiday)
    later = [s.day for s in q.ladder.steps if s.day > step.day and s.channel in TO_DEBTOR]
    gap = min(later) - step.day if later else q.law.notice_days_business
    next_message = business_day_from(q.today + timedelta(days=gap), q.holiday)
    soonest = business_day_from(q.today + timedelta(days=SHORTEST_DELAY), q.holiday)
    day = next_message - timedelta(days=1)
    while day > soonest and not (is_business_day(day, q.holiday) and _arrives(q, day) <= next_message):
        day -= timedelta(days=1)
    return max(day, soonest)
