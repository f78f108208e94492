"""After a reading: what follows for the case, and which next steps the owner is offered. Pure tables, no words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.because import Because
from bot.core.money import Money, from_decimal
from bot.core.question import Choice, Option, QuestionKind
from bot.core.reading import Label, Reading, ReadingDecision
from bot.core.when import end_of_month, month_after

# The gravest first: a mail that says several things asks the owner about the first, and holds for all.
_GRAVE: tuple[tuple[Label, Because, QuestionKind], ...] = (
    (Label.INSOLVENCY, Because.INSOLVENT, QuestionKind.INSOLVENCY),
    (Label.STOP_CONTACT, Because.TOLD_TO_STOP, QuestionKind.STOP),
    (Label.DISPUTE, Because.DISPUTED, QuestionKind.DISPUTE),
    (Label.HARDSHIP, Because.HARDSHIP, QuestionKind.HARDSHIP),
    (Label.REFUSAL, Because.REFUSED_TO_PAY, QuestionKind.REFUSAL),
    (Label.WRONG_CONTACT, Because.WRONG_CONTACT, QuestionKind.WRONG_CONTACT),
    (Label.PLAN_REQUEST, Because.PLAN_REQUESTED, QuestionKind.PLAN_REQUEST),
    (Label.PAID, Because.SAYS_PAID, QuestionKind.SAYS_PAID),
    (Label.INFO_REQUEST, Because.INFO_REQUESTED, QuestionKind.INFO_REQUEST),
)

LONGEST_PROMISE = timedelta(days=62)
"""A promise further away than two months is a request for time: the owner decides."""


@dataclass(frozen=True, kw_only=True)
class PromiseMade:
    day: date
    amount: Money | None


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """What a reading does to a case: holds (reason, until), promises to wait for, a question to the owner.

    ``offered``: promises of sure days that only the owner may accept.
    """

    holds: tuple[tuple[Because, date | None], ...] = ()
    promises: tuple[PromiseMade, ...] = ()
    offered: tuple[PromiseMade, ...] = ()
    ask: QuestionKind | None = None


LONGEST_ABSENCE = timedelta(days=30)
"""An automatic answer alone does not keep a case waiting longer."""


def triage(
    reading: Reading,
    *,
    today: date,
    currency: str,
    owed: Money | None = None,
    trusted: bool = True,
    promised: date | None = None,
    parts: int = 0,
) -> Consequences:
    """What follows from ``reading``. ``trusted`` False: the writer is not a known contact, so the owner is asked.

    ``owed``: who promises more than that means something else.
    ``promised``: the last day of the promises that run, and their number; a word that puts it off, or speaks of fewer,
    is the owner's to accept.

    Whatever the certainty, a grave label stops the case: a needless pause costs less than pressing somebody who
    disputes or cannot pay.
    """
    labels = reading.labels
    holds: list[tuple[Because, date | None]] = []
    ask: QuestionKind | None = None
    for label, because, kind in _GRAVE:
        if label in labels:
            holds.append((because, None))
            ask = ask or kind
    promises = _promises(reading, today, currency) if Label.PROMISE in labels else ()
    if owed is not None and sum(p.amount.minor for p in promises if p.amount is not None) > owed.minor:
        promises = ()
    offered: tuple[PromiseMade, ...] = ()
    if Label.PROMISE in labels and ask in (None, QuestionKind.INFO_REQUEST):
        later = promised is not None and bool(promises) and (promises[-1].day > promised or len(promises) < parts)
        if promises and reading.decision is ReadingDecision.ACT and trusted and not later:
            # It will pay once it has what it asks for: the promise is waited for, the request still goes to the owner.
            holds = [h for h in holds if h[0] is not Because.INFO_REQUESTED]
            ask = ask or QuestionKind.PROMISE_MADE
        elif later:
            # What he asks for beside it stands on the same card.
            holds = [h for h in holds if h[0] is not Because.INFO_REQUESTED]
            offered, promises, ask = promises, (), QuestionKind.PROMISE
        else:
            offered, promises, ask = promises if ask is None else (), (), ask or QuestionKind.PROMISE
    elif ask not in (None, QuestionKind.INFO_REQUEST):
        promises = _beside(promises, labels, sure=trusted and reading.decision is ReadingDecision.ACT)
    if Label.AUTO_REPLY in labels and reading.away_until is not None and today < reading.away_until:
        holds.append((Because.AWAY, min(reading.away_until, today + LONGEST_ABSENCE)))
    unsure = reading.decision is ReadingDecision.ASK or not labels or not trusted
    if unsure and ask is None:
        holds.append((Because.UNSURE, None))
        ask = QuestionKind.UNSURE
    return Consequences(holds=tuple(holds), promises=promises, offered=offered, ask=ask)


def _beside(promises: tuple[PromiseMade, ...], labels: frozenset[Label], *, sure: bool) -> tuple[PromiseMade, ...]:
    """A promise beside a grave label: kept on record when the reading is sure and it is a part of the debt."""
    return promises if sure and labels & {Label.DISPUTE, Label.PAID} else ()


def _promises(reading: Reading, today: date, currency: str) -> tuple[PromiseMade, ...]:
    """The promised payments, or () when one of them has no day that can be waited for, or is of nothing."""
    made: list[PromiseMade] = []
    for p in sorted(reading.promises, key=lambda p: p.day or date.min):
        amount = from_decimal(p.amount, currency) if p.amount is not None else None
        if p.day is None or p.day < today or (amount is not None and amount.minor <= 0):
            return ()
        # Instalments may reach further than one promise, but each must come soon after the one before.
        if p.day - (made[-1].day if made else today) > LONGEST_PROMISE:
            return ()
        made.append(PromiseMade(day=p.day, amount=amount))
    return tuple(made)


_OPTIONS: dict[QuestionKind, tuple[Choice, ...]] = {
    QuestionKind.APPROVE: (Choice.APPROVE, Choice.EDIT, Choice.SKIP, Choice.HOLD_7),
    # Every outcome of a call, and its postponement.
    QuestionKind.CALL: (
        Choice.DONE,
        Choice.VOICEMAIL,
        Choice.PROMISED,
        Choice.IS_DISPUTE,
        Choice.NOT_GOT,
        Choice.IN_APPROVAL,
        Choice.IS_PAID,
        Choice.WRONG_NUMBER,
        Choice.HOLD_7,
    ),
    QuestionKind.DECIDE: (Choice.GO_ON, Choice.OFFER_PLAN, Choice.HOLD_14, Choice.KEEP),
    # The formal notice still runs for some days: waiting comes first.
    QuestionKind.AMICABLE_END: (Choice.HOLD_14, Choice.AGENCY, Choice.MEDIATOR, Choice.WRITE_OFF),
    QuestionKind.DISPUTE: (Choice.ASK_DETAILS, Choice.CREDIT, Choice.KEEP, Choice.GO_ON),
    QuestionKind.HARDSHIP: (Choice.OFFER_PLAN, Choice.SET_PLAN, Choice.HOLD_30, Choice.KEEP),
    QuestionKind.INSOLVENCY: (Choice.KEEP, Choice.WRITE_OFF, Choice.GO_ON),
    QuestionKind.STOP: (Choice.KEEP, Choice.GO_ON),
    QuestionKind.REFUSAL: (Choice.KEEP, Choice.AGENCY, Choice.MEDIATOR, Choice.GO_ON),
    QuestionKind.PLAN_REQUEST: (Choice.OFFER_PLAN, Choice.SET_PLAN, Choice.HOLD_14, Choice.GO_ON),
    QuestionKind.AWAY_CONTACT: (Choice.NEW_CONTACT, Choice.NOTHING),
    QuestionKind.WRONG_CONTACT: (Choice.NEW_CONTACT, Choice.NEXT_CONTACT, Choice.KEEP, Choice.GO_ON),
    QuestionKind.INFO_REQUEST: (Choice.SEND_INVOICE, Choice.DONE, Choice.HOLD_7),
    QuestionKind.SAYS_PAID: (Choice.RECEIVED, Choice.HOLD_7, Choice.NOT_RECEIVED),
    QuestionKind.PROMISE: (Choice.ACCEPT, Choice.HOLD_7, Choice.HOLD_14, Choice.PROMISED, Choice.GO_ON),
    QuestionKind.PROMISE_MADE: (Choice.CONFIRM, Choice.DONE, Choice.PROMISED),
    QuestionKind.PROMISE_KEPT: (Choice.DONE,),
    QuestionKind.PROMISE_BROKEN: (Choice.GO_ON, Choice.PROMISED, Choice.HOLD_7, Choice.KEEP),
    QuestionKind.UNSURE: (Choice.NOTHING, Choice.IS_DISPUTE, Choice.IS_HARDSHIP, Choice.IS_PAID, Choice.HOLD_7),
    QuestionKind.UNKNOWN_SENDER: (Choice.NOTHING,),
    QuestionKind.SHUNTED: (Choice.DONE,),
    QuestionKind.BOUNCED: (Choice.GO_ON, Choice.KEEP),
    QuestionKind.REFUSED: (Choice.NEXT_CONTACT, Choice.GO_ON, Choice.KEEP),
    QuestionKind.DOUBTFUL: (Choice.WAS_SENT, Choice.RESEND),
    QuestionKind.TEXT_BROKEN: (Choice.GO_ON,),
    QuestionKind.BANK_STALE: (Choice.FRESH, Choice.HOLD_7),
    QuestionKind.TROUBLE: (Choice.DONE,),
    QuestionKind.ORDER: (Choice.YES, Choice.NO),
    QuestionKind.DIGEST: (Choice.APPROVE_ALL, Choice.ONE_BY_ONE),
}


def options(
    kind: QuestionKind,
    *,
    other_contact: bool = False,
    new_contact: bool = False,
    invoice_copy: bool = False,
    plan: bool = False,
    accept: bool = False,
    reply: bool = False,
    candidates: tuple[int, ...] = (),
) -> tuple[Option, ...]:
    """The buttons for a question, best first; what cannot be done here is not offered.

    ``reply``: it shows how a mail was read, and that may be wrong.
    """
    missing = {
        choice
        for choice, possible in (
            (Choice.NEXT_CONTACT, other_contact),
            (Choice.NEW_CONTACT, new_contact),
            (Choice.SEND_INVOICE, invoice_copy),
            (Choice.OFFER_PLAN, plan),
            (Choice.ACCEPT, accept),
            (Choice.HOLD_14, not accept),
        )
        if not possible
    }
    cases = tuple(Option(choice=Choice.THIS_CASE, argument=case_id) for case_id in candidates[:4])
    misread = (Option(choice=Choice.MISREAD),) if reply else ()
    return cases + tuple(Option(choice=c) for c in _OPTIONS[kind] if c not in missing) + misread


MEANS: dict[Choice, Label] = {Choice(f"means_{label}"): label for label in Label}
"""What the owner may say that a mail means."""


def other_labels(labels: Iterable[Label]) -> tuple[Option, ...]:
    """The labels that a reading may be corrected to: all but the only one that it had."""
    read = set(labels)
    return tuple(Option(choice=c) for c, label in MEANS.items() if read != {label})


RELEASES: dict[QuestionKind, frozenset[Because]] = {kind: frozenset({because}) for _, because, kind in _GRAVE} | {
    QuestionKind.UNSURE: frozenset({Because.UNSURE}),
    # The owner takes the reminders up again: what the promise was made for is over too.
    QuestionKind.PROMISE_BROKEN: frozenset({Because.HARDSHIP, Because.PLAN_REQUESTED, Because.SAYS_PAID}),
}
"""Which holds an answer of each kind of question lifts."""

HELD_FOR: dict[Choice, tuple[Because, int | None]] = {
    Choice.HOLD_7: (Because.PAUSED, 7),
    Choice.HOLD_14: (Because.PAUSED, 14),
    Choice.HOLD_30: (Because.PAUSED, 30),
    Choice.VOICEMAIL: (Because.PAUSED, 2),
    Choice.IN_APPROVAL: (Because.PAUSED, 7),
    Choice.IS_DISPUTE: (Because.DISPUTED, None),
    Choice.IS_HARDSHIP: (Because.HARDSHIP, None),
    Choice.IS_PAID: (Because.SAYS_PAID, None),
    Choice.HAND_OVER: (Because.HANDED_OVER, None),
    Choice.MEDIATOR: (Because.MEDIATION, None),
    Choice.AGENCY: (Because.AGENCY, None),
    Choice.WRITE_OFF: (Because.WRITTEN_OFF, None),
}
"""Choices that hold the case: the reason and the days (None: until released)."""


def days_to_promise(today: date) -> tuple[Option, ...]:
    """The days that are offered for a promise: this Friday, in one and in two weeks, the end of the month."""
    friday = today + timedelta(days=(4 - today.weekday()) % 7 or 7)
    month = end_of_month(today.year, today.month)
    if month - today < timedelta(days=3):
        month = end_of_month(*month_after(today, 1))
    days = sorted({friday, today + timedelta(days=7), today + timedelta(days=14), month})
    return tuple(Option(choice=Choice.PROMISED, argument=int(f"{day:%Y%m%d}")) for day in days)


def promised_day(option: Option, today: date) -> date | None:
    """The day that such a button carries; None for one that nobody was offered: anybody can forge a button."""
    text = str(option.argument or "")
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None
    return day if len(text) == 8 and today < day <= today + LONGEST_PROMISE else None
