"""The ladders that a new account starts with, one per group of debtors, and why. Never a text, never a decision."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.ladder import Approve, Channel, Ladder, Step

LAST_DAY = 28
"""Days after the due date by which friendly means are used up and the owner decides what comes next."""

# Before the due date: useful, yet a client who always pays may take it as distrust. So it is off unless asked for.
_COURTESY = Step(name="courtesy", day=-5, text="courtesy")
# Day 28: everything friendly has been said. What follows (court, collector, write-off) is the owner's alone.
_END = Step(name="amicable_end", day=LAST_DAY, channel=Channel.QUESTION)


def _mail(name: str, day: int, approve: Approve = Approve.AUTO) -> Step:
    return Step(name=name, day=day, text=name, approve=approve)


def _formal(day: int) -> Step:
    # It starts interest and may be shown to a judge: the owner reads the exact words first.
    return Step(name="formal", day=day, text="formal", approve=Approve.ASK, formal=True)


def _call(day: int) -> Step:
    return Step(name="call_card", day=day, channel=Channel.CALL, text="call_card")


def _decide(day: int) -> Step:
    return Step(name="decide", day=day, channel=Channel.QUESTION)


# Most late payments are forgotten, not refused: the first message supposes so. Seven days between two messages is the
# usual contact limit. The call comes before the firm letter, because a call finds disputes that nobody writes down.
_REGULAR = (
    _mail("kind", 1),
    _mail("firm_friendly", 8),
    _call(13),
    _mail("firm", 15),
    _decide(22),
    _formal(25),
    _END,
)

# Losing this client costs more than waiting: nothing leaves unread, and somebody calls before the second message.
_STRATEGIC = (
    _mail("kind", 3, Approve.ASK),
    _call(9),
    _mail("firm_friendly", 11, Approve.ASK),
    _mail("firm", 19, Approve.ASK),
    _decide(25),
    _formal(27),
    _END,
)

# Late again: a second friendly message is what this client waits for, so the ladder goes from kind to firm.
_LATE = (
    _mail("kind", 1),
    _mail("firm", 8),
    _call(12),
    _decide(19),
    _formal(22),
    _END,
)

REGULAR = "regular"
"""The group of a debtor about whom nothing special is known, and the ladder of a group that has none of its own."""


def ladders(*, courtesy: bool = False) -> Mapping[str, Ladder]:
    """The default ladder of each group. ``courtesy``: also five days before the due date, but not to latecomers."""
    before = (_COURTESY,) if courtesy else ()
    return {
        REGULAR: Ladder(group=REGULAR, steps=before + _REGULAR),
        # A first invoice often goes astray (no supplier number, wrong department): asking early finds it in time.
        "new": Ladder(group="new", steps=(_COURTESY, *_REGULAR)),
        "strategic": Ladder(group="strategic", steps=before + _STRATEGIC),
        "late": Ladder(group="late", steps=_LATE),
    }
