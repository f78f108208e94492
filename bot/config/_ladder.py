"""A ladder as it is written in the configuration. Never the default ones: they are in bot/core/scenario.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from bot.config import _read as r
from bot.core.ladder import TO_DEBTOR, Approve, Channel, Ladder, Step
from bot.core.scenario import LAST_DAY

LADDER = {"steps": r.Key(r.tables)}
STEP = {
    "name": r.Key(r.slug),
    "day": r.Key(r.count(-30, 120)),
    "channel": r.Key(r.choice(*Channel), Channel.MAIL.value),
    "text": r.Key(r.slug, ""),
    "approve": r.Key(r.choice(*Approve), ""),
    "formal": r.Key(r.yes_no, False),
}


def ladder(group: str, raw: Mapping[str, object], at: str, notes: r.Notes, *, gap: int) -> Ladder | None:
    """Read one ladder; None when it has mistakes (they are in ``notes``). ``gap``: the account's min_gap_days."""
    before = len(notes.mistakes)
    rungs = r.table(raw, LADDER, at, notes).get("steps", [])
    steps = [_step(rung, f"{at}.steps[{number}]", notes) for number, rung in enumerate(rungs, 1)]
    if len(notes.mistakes) > before:
        return None
    good = [step for step in steps if step is not None]
    if not good:
        notes.wrong(f"{at}.steps", "must have at least one step")
    _order(good, at, notes)
    if len(notes.mistakes) > before:
        return None
    _pace(good, at, notes, gap)
    return Ladder(group=group, steps=tuple(good))


def _step(raw: Mapping[str, object], at: str, notes: r.Notes) -> Step | None:
    before = len(notes.mistakes)
    values = r.table(raw, STEP, at, notes)
    if values.get("formal") and values.get("approve") == Approve.AUTO:
        notes.wrong(f"{at}.approve", 'must be "ask": a formal notice leaves only when the owner has read it')
    if len(notes.mistakes) > before:
        return None
    return Step(**_worked_out(values))


def _worked_out(values: dict[str, Any]) -> dict[str, Any]:
    channel = Channel(values["channel"])
    spoken = channel in TO_DEBTOR or channel is Channel.CALL
    approve = values["approve"] or (Approve.ASK if values["formal"] else Approve.AUTO)
    text = values["text"] or (values["name"] if spoken else "")
    return {**values, "channel": channel, "approve": Approve(approve), "text": text}


def _order(steps: Sequence[Step], at: str, notes: r.Notes) -> None:
    seen: set[str] = set()
    for number, step in enumerate(steps, 1):
        if step.name in seen:
            notes.wrong(f"{at}.steps[{number}].name", f"{step.name} is used twice; each step needs its own name")
        seen.add(step.name)
    for number, (earlier, later) in enumerate(pairwise(steps), 2):
        if later.day <= earlier.day:
            what = f"must be later than day {earlier.day} of the step before it ({earlier.name})"
            notes.wrong(f"{at}.steps[{number}].day", what)


def _pace(steps: Sequence[Step], at: str, notes: r.Notes, gap: int) -> None:
    sent = [(number, step) for number, step in enumerate(steps, 1) if step.channel in TO_DEBTOR]
    for (_, earlier), (number, later) in pairwise(sent):
        if later.day - earlier.day < gap:
            what = f"less than min_gap_days ({gap}) after {earlier.name}: it will leave later than written"
            notes.warn(f"{at}.steps[{number}].day", what)
    if steps[-1].day > LAST_DAY:
        notes.warn(f"{at}.steps[{len(steps)}].day", f"friendly means usually end {LAST_DAY} days after the due date")
