"""What a message of decide() carries: several invoices, the rhythm after an outage, the date to pay by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.because import Because
from bot.core.case import Case, Kind
from bot.core.days import Holiday, never
from bot.core.decide import APPROVAL_DAYS, Send
from bot.core.forecast import after
from bot.core.ladder import Approve, Channel, Ladder, Step
from bot.core.law import Fact, Law
from bot.core.money import Money
from tests.core.given import (
    ACCOUNT,
    CALL,
    DECIDED,
    DUE,
    DUPONT,
    FIRM,
    FRIENDLY,
    KIND,
    LADDER,
    LAW,
    TODAY,
    case,
    closed_on,
    decided,
    euros,
    invoice,
    march,
    passed,
    rows,
    told,
)

# --- several invoices -------------------------------------------------------------------------------------------


@rows(
    ("invoices of one step travel together, the oldest first",
     case(invoice("F2"), invoice("F1", due=1)), TODAY, "send kind: F1 kind, F2 kind"),
    ("the message takes the tone of the highest step",
     case(invoice("F1", KIND, due=2), invoice("F2", due=9)), 10, "send friendly: F1 friendly, F2 kind"),
    ("be it of a younger invoice: the older one was paused",
     case(invoice("F1", due=1), invoice("F2", KIND)), 10, "send friendly: F1 kind, F2 friendly"),
    ("an invoice whose step is not due stays out",
     case(invoice("F1", KIND), invoice("F2", due=12)), 10, "send friendly: F1 friendly"),
    ("a formal notice covers only what reached it",
     case(invoice("F1", FIRM, DECIDED), invoice("F2", due=20)), 30, "send formal: F1 formal"),
    ("all of what reached it",
     case(invoice("F1", FIRM, DECIDED), invoice("F2", FIRM, DECIDED)), 30, "send formal: F1 formal, F2 formal"),
    ("a card travels alone", case(invoice("F1", FRIENDLY), invoice("F2", due=12)), 17, "send call: F1 call"),
    ("a lower card does not join a mail",
     case(invoice("F1", FRIENDLY, CALL), invoice("F2", passed("friendly", 11))), 18, "send firm: F1 firm"),
    ("what was settled is in no message", case(invoice("F1", paid=100), invoice("F2")), TODAY, "send kind: F2 kind"),
    ("paying the highest does not restart the other",
     case(invoice("F1", FIRM, paid=100), invoice("F2", KIND)), 25, "send friendly: F2 friendly"),
    ("nor does it jump", case(invoice("F1", FIRM, paid=100), invoice("F2", due=20)), 25, "send kind: F2 kind"),
    ("a courtesy says that nothing is late, so something late keeps it back",
     case(invoice("F1", KIND), invoice("F2", due=13)), 9, "wait: step_later until 10 Mar"),
    ("nor does it join what is late",
     case(invoice("F1", KIND), invoice("F2", due=15)), 10, "send friendly: F1 friendly"),
    ("two courtesies travel together",
     case(invoice("F1", due=9), invoice("F2", due=10)), 5, "send courtesy: F1 courtesy, F2 courtesy"),
)  # fmt: skip
def test_several_invoices(known: Case, today: int, expected: str) -> None:
    assert told(decided(known, today)) == expected


def test_a_formal_notice_that_is_not_the_highest_step_does_not_join_it() -> None:
    ladder = Ladder(group="x", steps=(*LADDER.steps[:-1], Step(name="last", day=40)))
    known = case(invoice("F1", passed("formal", 3, 11), due=-20), invoice("F2", FIRM, passed("decide", 20)))
    assert told(decided(known, 30, ladder=ladder)) == "send last: F1 last"


def test_a_letter_does_not_carry_what_is_to_be_mailed() -> None:
    ladder = Ladder(group="x", steps=(Step(name="mail", day=1), Step(name="letter", day=8, channel=Channel.LETTER)))
    known = case(invoice("F1", passed("mail", 3)), invoice("F2", due=8))
    assert told(decided(known, 10, ladder=ladder)) == "send letter: F1 letter"


def test_each_currency_has_its_own_total() -> None:
    francs = replace(invoice("F2"), total=Money(5000, "CHF"), received=Money(0, "CHF"))
    decision = decided(case(invoice(), francs), TODAY)
    assert isinstance(decision, Send)
    assert decision.message.totals == (euros(100), Money(5000, "CHF"))


def test_what_was_paid_in_part_is_asked_for_in_part() -> None:
    decision = decided(case(invoice(paid=30.01)), TODAY)
    assert isinstance(decision, Send)
    assert decision.message.totals == (euros(69.99),)


# --- old invoices and catching up -------------------------------------------------------------------------------


def walk(known: Case, first: int, last: int, ladder: Ladder = LADDER) -> dict[str, int]:
    """Play the days, everything delivered: the day of each step."""
    taken: dict[str, int] = {}
    for day in range(first, last + 1):
        while isinstance(decision := decided(known, day, ladder=ladder), Send):
            taken[decision.message.step.name] = day
            known = after(known, decision.message, march(day))
    return taken


def test_an_old_invoice_starts_at_the_first_message_after_the_due_date_and_keeps_the_rhythm() -> None:
    assert walk(case(invoice(due=-300)), 2, 60) == {
        "kind": 2, "friendly": 9, "call": 16, "firm": 18, "decide": 25, "formal": 30, "end": 33
    }  # fmt: skip


def test_after_an_outage_the_next_step_leaves_once_and_the_rhythm_starts_from_there() -> None:
    taken = walk(case(invoice("F1", KIND)), 30, 40)
    assert taken == {"friendly": 30, "call": 37, "firm": 39}  # five days after the 30th is a Saturday


def test_an_outage_over_the_due_date_costs_the_courtesy_only() -> None:
    assert walk(DUE, 4, 12) == {"kind": 4, "friendly": 11}


def test_a_courtesy_that_left_late_pushes_the_kind_word_back() -> None:
    assert walk(case(invoice(due=6)), 4, 15) == {"courtesy": 4, "kind": 11}


# --- the date to pay by -----------------------------------------------------------------------------------------


def pay_by(known: Case, today: int, *, law: Law = LAW, holiday: Holiday = never, ladder: Ladder = LADDER) -> int:
    """The date that the message of that day names, as a day of March."""
    decision = decided(known, today, law=law, holiday=holiday, ladder=ladder)
    assert isinstance(decision, Send)
    assert decision.message.pay_by is not None
    return (decision.message.pay_by - march(0)).days


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (2, 5),  # Monday: Thursday's money is there on Monday, when we write again
        (3, 6),
        (4, 9),
        (5, 10),
        (6, 11),
    ],
)
def test_a_payment_on_the_date_we_name_arrives_before_we_write_again(today: int, day: int) -> None:
    assert pay_by(case(invoice(due=-10)), today) == day


@pytest.mark.parametrize(
    ("words", "known", "today", "closed", "day"),
    [
        ("before the due date it is the due date", DUE, -2, (), 2),
        ("of several, the first", case(invoice(due=9), invoice("F2", due=8)), 5, (), 8),
        ("a holiday is stepped over", DUE, 4, (9,), 10),
        ("it is never less than three days away", DUE, 3, (6, 9), 10),
        ("a formal notice gives the delay of the law", case(invoice("F1", FIRM, DECIDED)), 30, (), 41),
        ("moved to a business day", case(invoice("F1", FIRM, DECIDED)), 30, (41,), 44),
    ],
)  # fmt: skip
def test_the_date_to_pay_by(words: str, known: Case, today: int, closed: tuple[int, ...], day: int) -> None:
    assert pay_by(known, today, holiday=closed_on(*closed)) == day, words


def test_a_consumer_has_longer_after_a_formal_notice() -> None:
    consumer = replace(DUPONT, kind=Kind.CONSUMER)
    assert pay_by(case(invoice("F1", FIRM, DECIDED), debtor=consumer), 30) == 30 + 15 + APPROVAL_DAYS


def test_the_law_of_the_country_sets_the_delay() -> None:
    law = Law(country="XX", notice_days_business=30)
    assert pay_by(case(invoice("F1", FIRM, DECIDED)), 30, law=law) == 65, "33 days, and then a business day"


def test_the_last_message_of_a_ladder_gives_the_usual_delay() -> None:
    assert pay_by(DUE, 3, ladder=Ladder(group="x", steps=(Step(name="only", day=1),))) == 9


def test_a_card_for_the_owner_names_no_date() -> None:
    decision = decided(case(invoice("F1", FRIENDLY)), 16)
    assert isinstance(decision, Send)
    assert decision.message.pay_by is None


def test_steps_close_to_each_other_wait_for_the_money() -> None:
    """Three days at least to pay, and the bank's two: the second message is later than its day."""
    quick = Ladder(group="x", steps=(Step(name="one", day=1), Step(name="two", day=2, approve=Approve.ASK)))
    account = replace(ACCOUNT, min_gap_days=0)
    first = decided(DUE, TODAY, ladder=quick, account=account)
    assert isinstance(first, Send)
    assert first.message.pay_by == march(6)
    known = after(DUE, first.message, march(TODAY))
    assert told(decided(known, 9, ladder=quick, account=account)) == "wait: step_later until 10 Mar"
    assert told(decided(known, 10, ladder=quick, account=account)) == "send two: F1 two"


def test_where_money_arrives_the_same_day_the_named_date_still_has_to_pass() -> None:
    account = replace(ACCOUNT, bank_days=0)
    first = decided(DUE, 9, account=account)
    assert isinstance(first, Send)
    assert first.message.pay_by == march(13)  # the Friday before the Monday of the next message
    known = case(invoice("F1", passed("kind", 3, 12)))
    assert told(decided(known, 12, account=account)) == "wait: step_later until 13 Mar"
    assert told(decided(known, 13, account=account)) == "send friendly: F1 friendly"


def test_what_seems_time_barred_waits_for_the_owner_once() -> None:
    barred = Law(country="FR", facts=(Fact(name="limitation_business", value="1", source="-", since=march(-999)),))

    def step(known: Case, today: int) -> Step:
        send = decided(known, today, law=barred)
        assert isinstance(send, Send)
        asked = send.message.step.approve is Approve.ASK
        assert (send.because is Because.TIME_BARRED) is asked, "the card says why it asks"
        return send.message.step

    old, young = invoice("F1", due=TODAY - 400), invoice("F2", due=TODAY - 1)
    assert step(case(young), TODAY).approve is Approve.AUTO
    assert step(case(old), TODAY).approve is Approve.ASK
    assert step(case(old, young), TODAY).approve is Approve.ASK
    # He has said that it is claimed all the same; a step that was said before the end says nothing of it.
    assert step(case(invoice("F1", passed("kind", TODAY - 8), due=TODAY - 400)), TODAY).approve is Approve.AUTO
    assert step(case(invoice("F1", passed("kind", TODAY - 40), due=TODAY - 400)), TODAY).approve is Approve.ASK
