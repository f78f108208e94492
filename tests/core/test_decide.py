"""decide() as tables: a rule in words, a case, a day, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import pytest

from bot.core.because import FOR_GOOD, Because
from bot.core.case import Case, Contact, NoticeState, PromiseState
from bot.core.days import Holiday, never
from bot.core.decide import GUARDS, Send, Settle, Wait
from bot.core.ladder import Ladder
from tests.core.given import (
    ACCOUNT,
    ANNE,
    CALL,
    DECIDED,
    DUE,
    DUPONT,
    FIRM,
    FORMAL,
    FRIENDLY,
    KIND,
    LADDER,
    TODAY,
    case,
    closed_on,
    decided,
    held,
    invoice,
    march,
    passed,
    promise,
    promised,
    rows,
    told,
)

# --- one rule after the other -----------------------------------------------------------------------------------


@rows(
    ("nothing is due ten days before the due date", DUE, -8, "wait: step_later until 25 Feb"),
    ("five days before the due date a courtesy leaves", DUE, -3, "send courtesy: F1 courtesy"),
    ("on the due date nobody is reminded", DUE, 2, "wait: step_later until 03 Mar"),
    ("the day after the due date a kind word leaves", DUE, 3, "send kind: F1 kind"),
    ("one step at a time, however late it is", DUE, 90, "send kind: F1 kind"),
    ("the next step waits for the ladder's own rhythm", case(invoice("F1", KIND)), 9, "wait: step_later until 10 Mar"),
    ("and then it leaves", case(invoice("F1", KIND)), 10, "send friendly: F1 friendly"),
    ("a call card counts from the step before",
     case(invoice("F1", KIND, FRIENDLY)), 14, "wait: step_later until 16 Mar"),
    ("a call card is the owner's", case(invoice("F1", KIND, FRIENDLY)), 16, "send call: F1 call"),
    ("a firm word follows the call", case(invoice("F1", KIND, FRIENDLY, CALL)), 18, "send firm: F1 firm"),
    ("then the owner decides", case(invoice("F1", KIND, FRIENDLY, CALL, FIRM)), 25, "send decide: F1 decide"),
    ("then comes the formal notice", case(invoice("F1", FIRM, DECIDED)), 30, "send formal: F1 formal"),
    ("it waits three days", case(invoice("F1", FIRM, FORMAL)), 32, "wait: step_later until 02 Apr"),
    ("then comes the amicable end", case(invoice("F1", FIRM, FORMAL)), 33, "send end: F1 end"),
    ("after the last step nothing leaves", case(invoice("F1", passed("end", 34))), 60, "wait: ladder_ended"),
    ("a step that the owner skipped is passed",
     case(invoice("F1", KIND, passed("friendly", 10, said=False))), 16, "send call: F1 call"),
    ("a step of an older ladder does not count", case(invoice("F1", passed("gone", 3))), 12, "send kind: F1 kind"),
)  # fmt: skip
def test_the_ladder(known: Case, today: int, expected: str) -> None:
    assert told(decided(known, today)) == expected


@rows(
    ("a date to pay by has to pass", case(invoice("F1", passed("kind", 3, 12))), 12, "wait: step_later until 16 Mar"),
    ("and a payment made on it to arrive",
     case(invoice("F1", passed("kind", 3, 12))), 13, "wait: step_later until 16 Mar"),
    ("then the next message leaves", case(invoice("F1", passed("kind", 3, 12))), 16, "send friendly: F1 friendly"),
    ("a card for the owner waits for no payment",
     case(invoice("F1", passed("friendly", 10, 19))), 16, "send call: F1 call"),
    ("a card between does not hide the date",
     case(invoice("F1", passed("friendly", 10, 19), CALL)), 20, "wait: step_later until 23 Mar"),
    ("a date that was never said binds nobody",
     case(invoice("F1", passed("kind", 3, 12, said=False))), 10, "send friendly: F1 friendly"),
    ("a date named under another ladder still binds",
     case(invoice("F1", KIND, passed("gone", 4, 12))), 11, "wait: step_later until 16 Mar"),
)  # fmt: skip
def test_the_date_that_was_named(known: Case, today: int, expected: str) -> None:
    assert told(decided(known, today)) == expected


@rows(
    ("a week lies between two messages", case(invoice(), last_contact=1), 3, "wait: too_soon until 09 Mar"),
    ("on the seventh day the next may leave", case(invoice(), last_contact=-4), 3, "send kind: F1 kind"),
    ("the free day is moved to a business day", case(invoice(), last_contact=0), 3, "wait: too_soon until 09 Mar"),
    ("a card for the owner is no message", case(invoice("F1", FRIENDLY), last_contact=15), 16, "send call: F1 call"),
    ("nothing leaves on a Saturday", DUE, 7, "wait: closed_day until 09 Mar"),
    ("nor on a Sunday", DUE, 8, "wait: closed_day until 09 Mar"),
    ("nor does the owner get his card", case(invoice("F1", FRIENDLY)), 21, "wait: closed_day until 23 Mar"),
)  # fmt: skip
def test_the_day(known: Case, today: int, expected: str) -> None:
    assert told(decided(known, today)) == expected


def test_a_holiday_in_the_debtors_country_is_a_closed_day() -> None:
    assert told(decided(DUE, TODAY, holiday=closed_on(3, 4))) == "wait: closed_day until 05 Mar"


def test_a_wait_never_ends_on_a_closed_day() -> None:
    assert told(decided(case(invoice("F1", KIND)), 9, holiday=closed_on(10))) == ("wait: step_later until 11 Mar")


def test_the_gap_between_two_messages_is_the_accounts() -> None:
    account = replace(ACCOUNT, min_gap_days=14)
    assert told(decided(case(invoice("F1", KIND)), 10, account=account)) == "wait: too_soon until 17 Mar"


# --- what stops a case ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("because", sorted(FOR_GOOD | {Because.PAUSED, Because.AWAY}))
def test_a_hold_of_every_kind_stops_the_case_until_it_is_released(because: Because) -> None:
    assert told(decided(held(DUE, because), 60)) == f"wait: {because}"


@pytest.mark.parametrize("because", sorted(FOR_GOOD | {Because.PAUSED, Because.AWAY}))
def test_a_hold_with_an_end_runs_while_today_is_before_it(because: Because) -> None:
    known = held(DUE, because, until=10)
    assert told(decided(known, 9)) == f"wait: {because} until 10 Mar"
    assert told(decided(known, 10)) == "send kind: F1 kind"


@rows(
    ("of two pauses the longer one counts",
     held(held(DUE, Because.PAUSED, 5), Because.PAUSED, 20), TODAY, "wait: paused until 20 Mar"),
    ("in whatever order they came",
     held(held(DUE, Because.PAUSED, 20), Because.PAUSED, 5), TODAY, "wait: paused until 20 Mar"),
    ("a pause without an end outlasts an absence",
     held(held(DUE, Because.AWAY, 20), Because.PAUSED), TODAY, "wait: paused"),
    ("a pause that is over does not count",
     held(held(DUE, Because.PAUSED, 3), Because.AWAY, 5), TODAY, "wait: away until 05 Mar"),
    ("an invoice that is paused does not move", case(invoice(paused_until=12)), 11, "wait: paused until 12 Mar"),
    ("it goes on when its pause ends", case(invoice(paused_until=12)), 12, "send kind: F1 kind"),
    ("the others go on without it", case(invoice(paused_until=12), invoice("F2")), TODAY, "send kind: F2 kind"),
    ("the pause that ends first is named",
     case(invoice(paused_until=20), invoice("F2", paused_until=12)), TODAY, "wait: paused until 12 Mar"),
    ("a pause that ends on a Sunday lasts until Monday", case(invoice(paused_until=8)), 5, "wait: paused until 09 Mar"),
    ("a pause that ends before the step is no reason",
     case(invoice("F1", KIND, paused_until=9)), 5, "wait: step_later until 10 Mar"),
    ("nor is one after the last step",
     case(invoice("F1", passed("end", 34), paused_until=60)), 40, "wait: ladder_ended"),
    ("a pause may end before the step of another",
     case(invoice(paused_until=5), invoice("F2", due=9)), TODAY, "wait: paused until 05 Mar"),
    ("a step to come is told before a pause",
     case(invoice(paused_until=12), invoice("F2", due=9)), TODAY, "wait: step_later until 10 Mar"),
)  # fmt: skip
def test_pauses(known: Case, today: int, expected: str) -> None:
    assert told(decided(known, today)) == expected


@pytest.mark.parametrize(
    ("state", "because"),
    [
        (NoticeState.PROPOSED, Because.WAITING_FOR_OWNER),
        (NoticeState.APPROVED, Because.IN_FLIGHT),
        (NoticeState.SENDING, Because.IN_FLIGHT),
        (NoticeState.DOUBTFUL, Because.DOUBTFUL),
    ],
)
def test_one_message_at_a_time(state: NoticeState, because: Because) -> None:
    assert decided(replace(DUE, pending=state), TODAY) == Wait(because=because)


@rows(
    ("what is paid is closed", case(invoice(paid=100)), TODAY, "close"),
    ("so is what is paid twice", case(invoice(paid=200)), TODAY, "close"),
    ("and a case without an invoice", case(), TODAY, "close"),
    ("a cent that is missing is owed", case(invoice(paid=99.99)), TODAY, "send kind: F1 kind"),
)
def test_what_is_owed(known: Case, today: int, expected: str) -> None:
    assert told(decided(known, today)) == expected


def test_a_ladder_that_ends_before_the_due_date_has_nothing_to_say_on_it() -> None:
    ladder = Ladder(group="kind only", steps=(LADDER.steps[0],))
    assert told(decided(DUE, 2, ladder=ladder)) == "wait: nothing_due"
    assert told(decided(DUE, 3, ladder=ladder)) == "wait: ladder_ended"


# --- promises ---------------------------------------------------------------------------------------------------

UNTIL_THE_10TH = promise(10)
KEPT = replace(UNTIL_THE_10TH, state=PromiseState.KEPT)


@rows(
    ("a promise is waited for", promised(DUE, UNTIL_THE_10TH), 4, "wait: promise_running until 13 Mar"),
    ("on its day too", promised(DUE, UNTIL_THE_10TH), 10, "wait: promise_running until 13 Mar"),
    ("and while the bank takes its two days", promised(DUE, UNTIL_THE_10TH), 12, "wait: promise_running until 13 Mar"),
    ("then it is broken", promised(DUE, UNTIL_THE_10TH), 13, "promise 1 broken"),
    ("a promise for a Saturday is one for Monday", promised(DUE, promise(7)), 11, "wait: promise_running until 12 Mar"),
    ("the one that ends first is told",
     promised(DUE, promise(16, id=2), UNTIL_THE_10TH), 4, "wait: promise_running until 13 Mar"),
    ("paid in full, it is kept", promised(case(invoice(paid=100)), UNTIL_THE_10TH), 4, "promise 1 kept"),
    ("kept late is kept", promised(case(invoice(paid=100)), UNTIL_THE_10TH), 20, "promise 1 kept"),
    ("a kept instalment is told before a broken one",
     promised(case(invoice(paid=40)), promise(3, 90), promise(9, 40, made_on=4, id=2)), 20, "promise 2 kept"),
    ("a promise that is over no longer counts", promised(DUE, KEPT), TODAY, "send kind: F1 kind"),
    ("an instalment comes to its end beside a hardship",
     held(promised(DUE, UNTIL_THE_10TH), Because.HARDSHIP), 13, "promise 1 broken"),
    ("while it runs, the hardship is the reason",
     held(promised(DUE, UNTIL_THE_10TH), Because.HARDSHIP), 4, "wait: hardship"),
    ("a broken promise is not thrown at who disputes",
     held(promised(DUE, UNTIL_THE_10TH), Because.DISPUTED), 13, "wait: disputed"),
    ("nothing is settled while a message is in flight",
     replace(promised(DUE, UNTIL_THE_10TH), pending=NoticeState.SENDING), 13, "wait: in_flight"),
)  # fmt: skip
def test_promises(known: Case, today: int, expected: str) -> None:
    assert told(decided(known, today)) == expected


def test_a_settled_promise_tells_why() -> None:
    broken = decided(promised(DUE, UNTIL_THE_10TH), 13)
    kept = decided(promised(case(invoice(paid=100)), UNTIL_THE_10TH), 4)
    assert isinstance(broken, Settle)
    assert isinstance(kept, Settle)
    assert (broken.because, kept.because) == (Because.PROMISE_BROKEN, Because.PROMISE_KEPT)


# --- may we write at all? ---------------------------------------------------------------------------------------

NOBODY = replace(DUPONT, contacts=(replace(ANNE, reachable=False),))
SECOND = replace(DUPONT, contacts=(Contact(id=2, email="compta@dupont.fr", rank=1), replace(ANNE, reachable=False)))
CAREFUL = replace(ACCOUNT, bank_data_days=3)


@rows(
    ("nobody left to write to: the owner is asked", case(invoice(), debtor=NOBODY), TODAY, "ask bounced: unreachable"),
    ("but not before something is to be said", case(invoice(), debtor=NOBODY), 2, "wait: step_later until 03 Mar"),
    ("a debtor without any contact is not reachable",
     case(invoice(), debtor=replace(DUPONT, contacts=())), TODAY, "ask bounced: unreachable"),
    ("a second contact will do", case(invoice(), debtor=SECOND), TODAY, "send kind: F1 kind"),
)  # fmt: skip
def test_whom_we_reach(known: Case, today: int, expected: str) -> None:
    assert told(decided(known, today)) == expected


def test_a_message_goes_to_the_first_contact_that_is_reached() -> None:
    decision = decided(case(invoice(), debtor=SECOND), TODAY)
    assert isinstance(decision, Send)
    assert decision.message.contact is not None
    assert decision.message.contact.email == "compta@dupont.fr"


@pytest.mark.parametrize(
    ("known_on", "expected"),
    [
        (None, "ask bank_stale: bank_data_stale"),
        (-1, "ask bank_stale: bank_data_stale"),
        (0, "send kind: F1 kind"),
        (3, "send kind: F1 kind"),
    ],
)
def test_payments_have_to_be_known_up_to_three_days_ago(known_on: int | None, expected: str) -> None:
    assert (
        told(
            decided(replace(DUE, payments_as_of=None if known_on is None else march(known_on)), TODAY, account=CAREFUL)
        )
        == expected
    )


def test_stale_payments_do_not_keep_a_card_from_the_owner() -> None:
    assert told(decided(case(invoice("F1", FRIENDLY)), 16, account=CAREFUL)) == "send call: F1 call"


# --- the order of the guards ------------------------------------------------------------------------------------


FRESH = replace(DUE, payments_as_of=march(TODAY))


@dataclass(frozen=True)
class Scene:
    """A case on TODAY, whose kind step is due, of an account that wants fresh bank data."""

    case: Case = FRESH
    holiday: Holiday = never


def _hold(because: Because) -> Callable[[Scene], Scene]:
    return lambda scene: replace(scene, case=held(scene.case, because))


def _case(**changes: object) -> Callable[[Scene], Scene]:
    return lambda scene: replace(scene, case=replace(scene.case, **changes))  # type: ignore[arg-type]


def _promise(day: int, id: int) -> Callable[[Scene], Scene]:
    return lambda scene: replace(scene, case=promised(scene.case, promise(day, made_on=-20, id=id)))


# One situation a guard, in the order of the guards; the last three stand for what follows them.
SITUATIONS: Mapping[str, tuple[Callable[[Scene], Scene], str]] = {
    "settled": (lambda s: replace(s, case=replace(s.case, invoices=(invoice(paid=100),))), "close"),
    "told to stop": (_hold(Because.TOLD_TO_STOP), "wait: told_to_stop"),
    "insolvent": (_hold(Because.INSOLVENT), "wait: insolvent"),
    "disputed": (_hold(Because.DISPUTED), "wait: disputed"),
    "the owner took it away": (_hold(Because.HANDED_OVER), "wait: handed_over"),
    "a promise is over": (_promise(-9, 1), "promise 1 broken"),
    "hardship": (_hold(Because.HARDSHIP), "wait: hardship"),
    "said something that stops": (_hold(Because.SAYS_PAID), "wait: says_paid"),
    "said something unclear": (_hold(Because.UNSURE), "wait: unsure"),
    "paused": (_hold(Because.PAUSED), "wait: paused"),
    "silence": (_case(silent_until=march(20)), "wait: silence until 20 Mar"),
    "in flight": (_case(pending=NoticeState.SENDING), "wait: in_flight"),
    "the owner is asked": (_case(blocking_question=True), "wait: waiting_for_owner"),
    "a promise runs": (_promise(20, 2), "wait: promise_running until 25 Mar"),
    "unreachable": (_case(debtor=NOBODY), "ask bounced: unreachable"),
    "bank data stale": (_case(payments_as_of=None), "ask bank_stale: bank_data_stale"),
    "too soon": (_case(last_contact=march(2)), "wait: too_soon until 09 Mar"),
    "a closed day": (lambda s: replace(s, holiday=closed_on(TODAY)), "wait: closed_day until 04 Mar"),
    "a step is due": (lambda s: s, "send kind: F1 kind"),
}
# Two situations that change each other's meaning.
TOGETHER = {
    ("settled", "a promise is over"): "promise 1 kept",
    ("settled", "a promise runs"): "promise 2 kept",
    ("a promise is over", "in flight"): "wait: in_flight",
}


def test_every_guard_has_its_situation() -> None:
    assert len(SITUATIONS) - 3 == len(GUARDS)


@pytest.mark.parametrize(("first", "second"), list(combinations(SITUATIONS, 2)))
def test_the_graver_reason_wins(first: str, second: str) -> None:
    scene = SITUATIONS[first][0](SITUATIONS[second][0](Scene()))
    decision = decided(scene.case, TODAY, account=CAREFUL, holiday=scene.holiday)
    assert told(decision) == TOGETHER.get((first, second), SITUATIONS[first][1])
