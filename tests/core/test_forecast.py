"""The forecast: decide() played forward, as if nobody answered or paid."""

from __future__ import annotations

from dataclasses import replace

from bot.core.because import Because
from bot.core.case import Account, Case, NoticeState
from bot.core.days import never
from bot.core.decide import Send
from bot.core.forecast import after, forecast
from tests.core.given import (
    ACCOUNT,
    DUE,
    DUPONT,
    FRIENDLY,
    KIND,
    LADDER,
    LAW,
    case,
    decided,
    held,
    invoice,
    march,
    passed,
    promise,
    promised,
    told,
)


def foretold(known: Case, start: int, days: int, account: Account = ACCOUNT) -> list[tuple[int, str]]:
    found = forecast(known, march(start), days, account=account, ladder=LADDER, law=LAW, holiday=never)
    return [((one.day - march(0)).days, told(one.decision)) for one in found]


def test_a_whole_ladder() -> None:
    assert foretold(DUE, 3, 60) == [
        (3, "send kind: F1 kind"),
        (10, "send friendly: F1 friendly"),
        (16, "send call: F1 call"),
        (18, "send firm: F1 firm"),
        (25, "send decide: F1 decide"),
        (30, "send formal: F1 formal"),
        (33, "send end: F1 end"),
    ]


def test_a_first_day_that_does_nothing_says_why() -> None:
    assert foretold(DUE, 2, 2) == [(2, "wait: step_later until 03 Mar"), (3, "send kind: F1 kind")]
    assert foretold(case(invoice(paid=100)), 2, 30) == [(2, "close")]
    assert foretold(held(DUE, Because.DISPUTED), 3, 30) == [(3, "wait: disputed")]


def test_a_pause_ends_by_itself() -> None:
    assert foretold(held(DUE, Because.PAUSED, 5), 3, 4) == [
        (3, "wait: paused until 05 Mar"),
        (5, "send kind: F1 kind"),
    ]


def test_a_card_and_a_mail_may_share_a_day() -> None:
    known = case(invoice("F1", FRIENDLY), invoice("F2", due=16))
    assert foretold(known, 17, 1) == [(17, "send call: F1 call"), (17, "send kind: F2 kind")]


def test_two_invoices_never_meet_in_one_week() -> None:
    known = case(invoice("F1", KIND), invoice("F2", due=11))
    assert foretold(known, 10, 15) == [
        (10, "send friendly: F1 friendly"),
        (16, "send call: F1 call"),
        (17, "send kind: F2 kind"),
        (24, "send firm: F1 firm, F2 friendly"),
    ]


def test_what_needs_the_owners_word_ends_the_forecast() -> None:
    broken = [(3, "wait: promise_running until 06 Mar"), (6, "promise 1 broken")]
    assert foretold(promised(DUE, promise(3, made_on=1)), 3, 60) == broken
    assert foretold(replace(DUE, debtor=replace(DUPONT, contacts=())), 2, 60) == [
        (2, "wait: step_later until 03 Mar"),
        (3, "ask bounced: unreachable"),
    ]
    careful = replace(ACCOUNT, bank_data_days=3)
    assert foretold(replace(DUE, payments_as_of=march(3)), 3, 60, careful) == [
        (3, "send kind: F1 kind"),
        (10, "ask bank_stale: bank_data_stale"),
    ]


def test_the_case_after_a_message() -> None:
    known = replace(case(invoice("F1", KIND), invoice("F2", due=9)), pending=NoticeState.APPROVED)
    decision = decided(replace(known, pending=None), 10)
    assert isinstance(decision, Send)
    then = after(known, decision.message, march(10))
    assert [i.places for i in then.invoices] == [
        (KIND, passed("friendly", 10, 13)),
        (passed("kind", 10, 13),),
    ]
    assert then.pending is None
    assert then.last_contact == march(10)


def test_a_card_for_the_owner_is_no_contact() -> None:
    known = case(invoice("F1", FRIENDLY), invoice("F2", due=20))
    decision = decided(known, 16)
    assert isinstance(decision, Send)
    then = after(known, decision.message, march(16))
    assert then.last_contact == march(10)
    assert then.invoices[1].places == ()
