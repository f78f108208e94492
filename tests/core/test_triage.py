"""After a reading: what follows for the case, and what the owner may choose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.core.because import FOR_GOOD, Because
from bot.core.money import Money
from bot.core.question import Choice, Option, QuestionKind
from bot.core.reading import Intent, Label, PromisedPayment, Reading, ReadingDecision
from bot.core.triage import HELD_FOR, LONGEST_PROMISE, RELEASES, Consequences, PromiseMade, options, triage
from tests.core.given import march

ACT, ASK = ReadingDecision.ACT, ReadingDecision.ASK
TODAY = march(3)
NEXT_WEEK = PromisedPayment(day=march(10))
PROMISED = PromiseMade(day=march(10), amount=None)


def follows(
    *labels: Label,
    decision: ReadingDecision = ACT,
    promises: tuple[PromisedPayment, ...] = (),
    away_until: date | None = None,
    trusted: bool = True,
    promised: date | None = None,
    owed: Money | None = None,
) -> Consequences:
    reading = Reading(
        language="fr",
        intents=tuple(Intent(label=label, confidence=0.9) for label in labels),
        promises=promises,
        away_until=away_until,
        decision=decision,
    )
    return triage(reading, today=TODAY, currency="EUR", owed=owed, trusted=trusted, promised=promised)


GRAVE = {
    Label.INSOLVENCY: (Because.INSOLVENT, QuestionKind.INSOLVENCY),
    Label.STOP_CONTACT: (Because.TOLD_TO_STOP, QuestionKind.STOP),
    Label.DISPUTE: (Because.DISPUTED, QuestionKind.DISPUTE),
    Label.HARDSHIP: (Because.HARDSHIP, QuestionKind.HARDSHIP),
    Label.REFUSAL: (Because.REFUSED_TO_PAY, QuestionKind.REFUSAL),
    Label.WRONG_CONTACT: (Because.WRONG_CONTACT, QuestionKind.WRONG_CONTACT),
    Label.PLAN_REQUEST: (Because.PLAN_REQUESTED, QuestionKind.PLAN_REQUEST),
    Label.PAID: (Because.SAYS_PAID, QuestionKind.SAYS_PAID),
    Label.INFO_REQUEST: (Because.INFO_REQUESTED, QuestionKind.INFO_REQUEST),
}
SOFT = {Label.PROMISE, Label.AUTO_REPLY, Label.OTHER}


def test_every_label_is_either_grave_or_soft() -> None:
    assert set(Label) == set(GRAVE) | SOFT


@pytest.mark.parametrize("label", GRAVE)
@pytest.mark.parametrize("decision", ReadingDecision)
@pytest.mark.parametrize("trusted", [True, False])
def test_a_grave_word_stops_the_case_however_sure_and_whoever_wrote_it(
    label: Label, decision: ReadingDecision, trusted: bool
) -> None:
    because, kind = GRAVE[label]
    assert follows(label, decision=decision, trusted=trusted) == Consequences(holds=((because, None),), ask=kind)


@pytest.mark.parametrize("label", GRAVE)
@pytest.mark.parametrize("other", GRAVE)
def test_of_two_grave_words_both_hold_and_the_graver_is_asked_about(label: Label, other: Label) -> None:
    graver = min(label, other, key=list(GRAVE).index)
    result = follows(label, other)
    assert {because for because, _ in result.holds} == {GRAVE[label][0], GRAVE[other][0]}
    assert result.ask is GRAVE[graver][1]


UNSURE = Consequences(holds=((Because.UNSURE, None),), ask=QuestionKind.UNSURE)
PROMISE_ASKED = Consequences(ask=QuestionKind.PROMISE)


@pytest.mark.parametrize(
    ("words", "result", "expected"),
    [
        ("thanks: nothing follows", follows(Label.OTHER), Consequences()),
        ("not sure what it is: the owner is asked", follows(Label.OTHER, decision=ASK), UNSURE),
        ("nothing was understood", follows(), UNSURE),
        ("a stranger says something harmless", follows(Label.OTHER, trusted=False), UNSURE),
        ("away until a day", follows(Label.AUTO_REPLY, away_until=march(9)),
         Consequences(holds=((Because.AWAY, march(9)),))),
        ("back already", follows(Label.AUTO_REPLY, away_until=march(3)), Consequences()),
        ("away, nobody knows until when", follows(Label.AUTO_REPLY), Consequences()),
        ("away and unsure: both hold", follows(Label.AUTO_REPLY, away_until=march(9), decision=ASK),
         Consequences(holds=((Because.AWAY, march(9)), (Because.UNSURE, None)), ask=QuestionKind.UNSURE)),
        ("away is believed only of an automatic reply", follows(Label.OTHER, away_until=march(9)), Consequences()),
    ],
)  # fmt: skip
def test_soft_words(words: str, result: Consequences, expected: Consequences) -> None:
    assert result == expected, words


def promising(*days: int | None, amount: str | None = None, **more: object) -> Consequences:
    told = tuple(
        PromisedPayment(day=None if day is None else march(day), amount=None if amount is None else Decimal(amount))
        for day in days
    )
    labels = more.pop("beside", ())
    return follows(Label.PROMISE, *labels, promises=told, **more)  # type: ignore[misc,arg-type]


def waited_for(*promises: PromiseMade) -> Consequences:
    """The owner is told, and need not answer."""
    return Consequences(promises=promises, ask=QuestionKind.PROMISE_MADE)


def offered(*promises: PromiseMade) -> Consequences:
    """The owner is asked whether he accepts."""
    return replace(PROMISE_ASKED, offered=promises)


FAR = (LONGEST_PROMISE.days, LONGEST_PROMISE.days + 1)


@pytest.mark.parametrize(
    ("words", "result", "expected"),
    [
        ("a sure promise is waited for", promising(10), waited_for(PROMISED)),
        ("today is a day to wait for", promising(3), waited_for(PromiseMade(day=TODAY, amount=None))),
        ("its amount is kept", promising(10, amount="500.00"),
         waited_for(PromiseMade(day=march(10), amount=Money(50000, "EUR")))),
        ("instalments stay together", promising(10, 20),
         waited_for(PROMISED, PromiseMade(day=march(20), amount=None))),
        ("two months are the longest", promising(3 + FAR[0]),
         waited_for(PromiseMade(day=march(3 + FAR[0]), amount=None))),
        ("further away the owner is asked", promising(3 + FAR[1]), PROMISE_ASKED),
        ("a day in the past", promising(2), PROMISE_ASKED),
        ("no day", promising(None), PROMISE_ASKED),
        ("no payment at all", promising(), PROMISE_ASKED),
        ("one of two has no day", promising(10, None), PROMISE_ASKED),
        ("a promise of nothing", promising(10, amount="0"), PROMISE_ASKED),
        ("or of less", promising(10, amount="-5"), PROMISE_ASKED),
        ("an unsure reading", promising(10, decision=ASK), offered(PROMISED)),
        ("a stranger", promising(10, trusted=False), offered(PROMISED)),
        ("put off: the owner may accept", promising(10, promised=march(9)), offered(PROMISED)),
        ("sooner: it is waited for", promising(10, promised=march(20)), waited_for(PROMISED)),
        ("all that is owed", promising(10, amount="500.00", owed=Money(50000, "EUR")),
         waited_for(PromiseMade(day=march(10), amount=Money(50000, "EUR")))),
        ("more than is owed", promising(10, amount="500.01", owed=Money(50000, "EUR")), PROMISE_ASKED),
        ("paid, and the rest on a day: kept on record", promising(10, beside=(Label.PAID,)),
         Consequences(holds=((Because.SAYS_PAID, None),), promises=(PROMISED,), ask=QuestionKind.SAYS_PAID)),
        ("a part is disputed, the rest promised", promising(10, beside=(Label.DISPUTE,)),
         Consequences(holds=((Because.DISPUTED, None),), promises=(PROMISED,), ask=QuestionKind.DISPUTE)),
        ("unsure: not on record", promising(10, beside=(Label.DISPUTE,), decision=ASK),
         Consequences(holds=((Because.DISPUTED, None),), ask=QuestionKind.DISPUTE)),
        ("a stranger's: not on record", promising(10, beside=(Label.DISPUTE,), trusted=False),
         Consequences(holds=((Because.DISPUTED, None),), ask=QuestionKind.DISPUTE)),
        ("beside a hardship the owner decides", promising(10, beside=(Label.HARDSHIP,)),
         Consequences(holds=((Because.HARDSHIP, None),), ask=QuestionKind.HARDSHIP)),
        ("it pays once it has the invoice: both", promising(10, beside=(Label.INFO_REQUEST,)),
         Consequences(promises=(PROMISED,), ask=QuestionKind.INFO_REQUEST)),
        ("unsure about that: it waits", promising(10, beside=(Label.INFO_REQUEST,), decision=ASK),
         Consequences(holds=((Because.INFO_REQUESTED, None),), ask=QuestionKind.INFO_REQUEST)),
    ],
)  # fmt: skip
def test_promises(words: str, result: Consequences, expected: Consequences) -> None:
    assert result == expected, words


def test_a_promise_that_is_not_a_promise_is_no_promise() -> None:
    assert follows(Label.OTHER, promises=(NEXT_WEEK,)) == Consequences()


# --- the owner's choices ----------------------------------------------------------------------------------------


def choices(kind: QuestionKind, **possible: bool) -> list[Choice]:
    return [option.choice for option in options(kind, **possible)]  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", QuestionKind)
def test_every_question_can_be_answered_and_offers_nothing_impossible(kind: QuestionKind) -> None:
    bare = choices(kind)
    assert bare
    impossible = {Choice.NEXT_CONTACT, Choice.NEW_CONTACT, Choice.SEND_INVOICE, Choice.OFFER_PLAN}
    assert not impossible & set(bare)
    full = choices(kind, other_contact=True, new_contact=True, invoice_copy=True, plan=True)
    assert [choice for choice in full if choice in bare] == bare
    assert len(set(full)) == len(full)


@pytest.mark.parametrize(
    ("kind", "possible", "choice"),
    [
        (QuestionKind.WRONG_CONTACT, "other_contact", Choice.NEXT_CONTACT),
        (QuestionKind.REFUSED, "other_contact", Choice.NEXT_CONTACT),
        (QuestionKind.INFO_REQUEST, "invoice_copy", Choice.SEND_INVOICE),
        (QuestionKind.HARDSHIP, "plan", Choice.OFFER_PLAN),
        (QuestionKind.PLAN_REQUEST, "plan", Choice.OFFER_PLAN),
        (QuestionKind.DECIDE, "plan", Choice.OFFER_PLAN),
    ],
)
def test_what_is_possible_is_offered(kind: QuestionKind, possible: str, choice: Choice) -> None:
    assert choice in choices(kind, **{possible: True})


def test_the_cases_that_a_stranger_may_belong_to_come_first_four_at_most() -> None:
    offered = options(QuestionKind.UNKNOWN_SENDER, candidates=(7, 8, 9, 10, 11))
    assert [o.code for o in offered] == ["case:7", "case:8", "case:9", "case:10", "nothing"]
    assert offered[-1] == Option(choice=Choice.NOTHING)


def test_every_hold_that_a_mail_sets_is_lifted_by_its_own_question() -> None:
    for because, kind in GRAVE.values():
        assert because in RELEASES[kind]
    assert Because.UNSURE in RELEASES[QuestionKind.UNSURE]


def test_every_hold_that_a_choice_sets_stops_a_case() -> None:
    for because, days in HELD_FOR.values():
        assert because in FOR_GOOD | {Because.PAUSED}
        assert (days is None) == (because in FOR_GOOD)
