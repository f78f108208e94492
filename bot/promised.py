"""What a card tells of promised payments, and how much is meant by one that names invoices. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.because import FOR_GOOD
from bot.core.case import Case
from bot.core.money import totals
from bot.core.promises import deadline, received
from bot.core.question import QuestionKind
from bot.core.triage import Consequences, PromiseMade
from bot.mail.match import numbers_in
from bot.office import Office

_BUT = re.compile(
    r"(?i)\b(?:sauf|except[ée]?|hors|hormis|mais|but|not|au[sß]er|ohne|nicht|excepto|salvo|menos|tranne|eccetto|behalve|niet)\b"
)
"""Words beside which a number may be the one that is not promised."""


def of_named(follows: Consequences, case: Case, said: str) -> Consequences:
    """Who names one of his invoices promises this one; without an amount a promise is of all that is due.

    Several numbers, one beside a "but", one that is paid: only a person can tell what is promised.
    """
    made = follows.promises or follows.offered
    if not made or any(p.amount is not None for p in made):
        return _asked(follows, ()) if len(case.outstanding) > 1 and made else follows
    named = set(numbers_in(said, [i.number for i in case.invoices]))
    meant = [i for i in case.open_invoices if i.number in named]
    if not named or (len(case.invoices) == 1):
        return follows
    sums = totals(i.outstanding for i in meant)
    if len(meant) < len(named) or len(sums) != 1 or len(made) > 1 or _BUT.search(said):
        return _asked(follows, ())
    told = (replace(made[0], amount=sums[0]),)
    if len(named) > 1:
        return follows if len(meant) == len(case.open_invoices) else _asked(follows, told)
    return replace(follows, promises=told if follows.promises else (), offered=told if follows.offered else ())


def _asked(follows: Consequences, offered: tuple[PromiseMade, ...]) -> Consequences:
    """The owner looks at it; beside something graver that he is asked about, the promise is not on record."""
    if follows.ask not in (QuestionKind.PROMISE_MADE, QuestionKind.PROMISE):
        return replace(follows, promises=(), offered=())
    return replace(follows, promises=(), offered=offered, ask=QuestionKind.PROMISE)


def facts(office: Office, case: Case, follows: Consequences) -> Mapping[str, object]:
    """``made``: what is promised, or offered to the owner; ``until``: the last day to wait for the first of it.

    ``before``: the day that is put off; ``had``: what had come in until then. ``held``: why the case stays stopped.
    """
    running, holds = case.running_promises, [h.because for h in case.holds if h.because in FOR_GOOD]
    if follows.offered:
        before = running[0].day.isoformat() if running else ""
        had = [str(money) for money in received(case)]
        return {"made": _listed(follows.offered), "before": before, "had": had}
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
