"""The values of the core: a case's sums, a ladder's and a law's rules about themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.case import Contact
from bot.core.ladder import Approve, Channel, Ladder, Step
from bot.core.law import Fact, Law
from bot.core.money import Money
from bot.core.question import Choice, Option
from tests.core.given import ANNE, DUPONT, LADDER, case, euros, invoice, march


def test_what_is_open_is_told_oldest_due_date_first() -> None:
    known = case(invoice("F3"), invoice("F2"), invoice("F1", due=9), invoice("F4", paid=100))
    assert [i.number for i in known.open_invoices] == ["F2", "F3", "F1"]


def test_what_is_owed_is_total_less_received_and_nothing_is_lent_between_invoices() -> None:
    francs = replace(invoice("F3"), total=Money(9000, "CHF"), received=Money(0, "CHF"))
    known = case(invoice(paid=30), invoice("F2", paid=150), francs)
    assert known.outstanding == (euros(70), Money(9000, "CHF"))


def test_late_is_the_day_after_the_due_date() -> None:
    known = case(invoice(), invoice("F2", due=4), invoice("F3", due=-20, paid=100))
    assert known.overdue(march(2)) == ()
    assert known.days_late(march(2)) == 0
    assert known.overdue(march(3)) == (known.invoices[0],)
    assert known.days_late(march(12)) == 10


def test_the_contact_is_the_first_who_can_be_reached() -> None:
    second = Contact(id=2, email="compta@dupont.fr", rank=1)
    assert replace(DUPONT, contacts=(second, ANNE)).contact == ANNE
    assert replace(DUPONT, contacts=(second, replace(ANNE, reachable=False))).contact == second
    assert replace(DUPONT, contacts=()).contact is None


def test_a_formal_notice_always_asks_the_owner() -> None:
    with pytest.raises(ValueError, match="always asks"):
        Step(name="formal", day=25, formal=True)
    assert Step(name="formal", day=25, formal=True, approve=Approve.ASK).channel is Channel.MAIL


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((("a", 1), ("b", 1)), "must rise"),
        ((("a", 2), ("b", 1)), "must rise"),
        ((("a", 1), ("a", 2)), "same name"),
    ],
)
def test_a_ladder_rises_and_names_each_step_once(steps: tuple[tuple[str, int], ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Ladder(group="x", steps=tuple(Step(name=name, day=day) for name, day in steps))


def test_a_step_is_found_by_its_name() -> None:
    assert LADDER.index("firm") == 4
    assert LADDER.step("firm") == LADDER.steps[4]
    assert LADDER.index("gone") is None
    assert LADDER.step("gone") is None


def test_a_fact_of_law_counts_from_its_first_to_its_last_day() -> None:
    old = Fact(name="rate", value="1", source="a", since=march(1), until=march(9))
    new = Fact(name="rate", value="2", source="b", since=march(12))
    law = Law(country="FR", facts=(old, new))
    found = {day: law.fact("rate", march(day)) for day in (0, 1, 9, 10, 12, 999)}
    assert found == {0: None, 1: old, 9: old, 10: None, 12: new, 999: new}
    assert law.fact("fee", march(5)) is None


def test_a_button_carries_its_choice_and_the_case_it_speaks_of() -> None:
    assert Option(choice=Choice.KEEP).code == "keep"
    assert Option(choice=Choice.THIS_CASE, argument=12).code == "case:12"
