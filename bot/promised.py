"""What a card tells of promised payments, and how much is meant by one that names invoices. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.core.because import FOR_GOOD
from bot.core.case import Case
from bot.core.money import totals
from bot.core.promises import deadline
from bot.core.triage import Consequences, PromiseMade
from bot.mail.match import numbers_in
from bot.office import Office


def of_named(follows: Consequences, case: Case, said: str, today: date) -> Consequences:
    """Who names some of his invoices promises these; without an amount a promise is of all that is due."""
    named = set(numbers_in(said, [i.number for i in case.open_invoices]))
    sums = totals(i.outstanding for i in case.open_invoices if i.number in named)
    if len(sums) != 1 or named == {i.number for i in case.due_now(today)}:
        return follows

    def told(made: tuple[PromiseMade, ...]) -> tuple[PromiseMade, ...]:
        alone = len(made) == 1 and made[0].amount is None
        return (replace(made[0], amount=sums[0]),) if alone else made

    return replace(follows, promises=told(follows.promises), offered=told(follows.offered))


def facts(office: Office, case: Case, follows: Consequences) -> Mapping[str, object]:
    """``made``: what is promised, or offered to the owner; ``until``: the last day to wait for the first of it.

    ``before``: the day that is put off. ``held``: why the case stays where it is, whatever was promised.
    """
    running, holds = case.running_promises, [h.because for h in case.holds if h.because in FOR_GOOD]
    if follows.offered:
        before = running[0].day.isoformat() if running else ""
        return {"made": _listed(follows.offered), "before": before}
    if not follows.promises:
        return {}
    until = [deadline(p, office.account.bank_days, office.holiday(case.debtor.country)) for p in running[:1]]
    return {
        "made": _listed(follows.promises),
        "until": until[0].isoformat() if until else "",
        "held": str(holds[0]) if holds else "",
    }


def _listed(made: Sequence[PromiseMade]) -> list[list[str]]:
    return [[p.day.isoformat(), str(p.amount or "")] for p in made]
