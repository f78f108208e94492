"""The ladders that an account starts with, walked from ten days before the due date to forty after it, unpaid."""

from __future__ import annotations

import pytest

from bot.core.decide import Send
from bot.core.forecast import after
from bot.core.ladder import Ladder
from bot.core.scenario import ladders
from tests.core.given import case, decided, invoice, march

REGULAR = ("kind", "firm_friendly", "call_card", "firm", "decide", "formal", "amicable_end")
WITH_COURTESY = ("courtesy", *REGULAR)
STRATEGIC = ("kind", "call_card", "firm_friendly", "firm", "decide", "formal", "amicable_end")
LATE = ("kind", "firm", "call_card", "decide", "formal", "amicable_end")

# The days of these steps, counted from a due date on a Monday, a Tuesday, and so on to a Sunday.
DAYS: dict[tuple[str, bool], tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]] = {
    ("regular", False): (
        REGULAR,
        (
            (1, 8, 14, 16, 23, 28, 31),
            (1, 8, 13, 15, 22, 27, 30),
            (1, 8, 13, 15, 22, 26, 29),
            (1, 8, 13, 15, 22, 25, 28),
            (3, 10, 17, 19, 26, 31, 34),
            (2, 9, 16, 18, 25, 30, 33),
            (1, 8, 15, 17, 24, 29, 32),
        ),
    ),
    ("new", False): (
        WITH_COURTESY,
        (
            (-5, 2, 9, 14, 16, 23, 28, 31),
            (-5, 2, 9, 14, 16, 23, 27, 30),
            (-5, 2, 9, 14, 16, 23, 26, 29),
            (-3, 4, 11, 18, 20, 27, 32, 35),
            (-4, 4, 11, 17, 19, 26, 31, 34),
            (-5, 4, 11, 16, 18, 25, 30, 33),
            (-5, 3, 10, 15, 17, 24, 29, 32),
        ),
    ),
    ("strategic", False): (
        STRATEGIC,
        (
            (3, 9, 11, 21, 28, 30, 31),
            (3, 9, 13, 21, 27, 29, 30),
            (5, 12, 14, 22, 28, 30, 33),
            (4, 11, 13, 21, 27, 29, 32),
            (3, 10, 12, 20, 26, 28, 31),
            (3, 9, 11, 19, 25, 27, 30),
            (3, 9, 11, 19, 25, 29, 30),
        ),
    ),
    ("strategic", True): (
        ("courtesy", *STRATEGIC),
        (
            (-5, 3, 9, 11, 21, 28, 30, 31),
            (-5, 3, 9, 13, 21, 27, 29, 30),
            (-5, 5, 12, 14, 22, 28, 30, 33),
            (-3, 5, 11, 13, 21, 27, 29, 32),
            (-4, 4, 10, 12, 20, 26, 28, 31),
            (-5, 4, 10, 12, 20, 26, 30, 31),
            (-5, 3, 9, 11, 19, 25, 29, 30),
        ),
    ),
    ("late", False): (
        LATE,
        (
            (1, 8, 14, 21, 24, 30),
            (1, 8, 13, 20, 23, 29),
            (1, 8, 12, 19, 22, 28),
            (1, 8, 12, 19, 22, 28),
            (3, 10, 14, 21, 24, 31),
            (2, 9, 13, 20, 23, 30),
            (1, 8, 12, 19, 22, 29),
        ),
    ),
}


def walked(ladder: Ladder, due: int) -> dict[str, int]:
    known = case(invoice(due=due))
    taken: dict[str, int] = {}
    for day in range(-10, 41):
        while isinstance(decision := decided(known, due + day, ladder=ladder), Send):
            taken[decision.message.step.name] = day
            known = after(known, decision.message, march(due + day))
    return taken


@pytest.mark.parametrize(("group", "courtesy"), DAYS)
@pytest.mark.parametrize("weekday", range(7))
def test_every_step_on_its_day(group: str, courtesy: bool, weekday: int) -> None:
    steps, days = DAYS[group, courtesy]
    taken = walked(ladders(courtesy=courtesy)[group], due=2 + weekday)
    assert taken == dict(zip(steps, days[weekday], strict=True))
    assert list(taken) == list(steps)


def test_with_a_courtesy_a_regular_debtor_is_written_to_like_a_new_one_and_a_latecomer_as_ever() -> None:
    assert ladders(courtesy=True)["regular"].steps == ladders()["new"].steps == ladders(courtesy=True)["new"].steps
    assert ladders(courtesy=True)["late"] == ladders()["late"]
