"""Days and amounts of what was promised or paid, and when an absent person is back. Never whether it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.core import when
from bot.core.reading import Label, PromisedPayment, Subject
from bot.core.when import When, Written
from bot.readers._clauses import amounts
from bot.readers._clauses.amounts import Sum
from bot.readers._clauses.hits import Hit
from bot.readers._clauses.rules import Lexicon
from bot.readers._clauses.text import Clause, quoted

_MOST = 24  # Instalments that are believed.
_MONTHLY = re.compile(
    r"\bpar mois|/ ?mois|\bchaque mois|\btous les mois|\bmensuel|\ba month\b|\bper month"
    r"|/month|\bmonthly|\b(?:each|every) month"
)
_TIMES = re.compile(
    r"\b(\d{1,2}|deux|trois|quatre|cinq|six|dix|douze|two|three|four|five|ten|twelve) (?:fois|mois|mensualites"
    r"|times|months|instal?ments|payments)"
    r"|\b(twice)\b"
)
_COUNTS = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "dix": 10, "douze": 12,
    "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "twelve": 12, "twice": 2,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Told:
    """The text with what is needed to read days and amounts in it."""

    text: str
    clauses: Sequence[Clause]
    lexicon: Lexicon
    written: Written
    about: Subject


def promised(hits: Sequence[Hit], told: Told) -> tuple[PromisedPayment, ...]:
    """One entry for each payment committed to, in the order of the text."""
    found: list[PromisedPayment] = []
    for sentence in sorted({h.clause.sentence for h in hits if h.label is Label.PROMISE}):
        own = [h for h in hits if h.label is Label.PROMISE and h.clause.sentence == sentence]
        found += _in_sentence(own, hits, told)
    dated = [p for p in found if p.day is not None]
    return tuple(dict.fromkeys(dated)) or tuple(found[:1])


def _in_sentence(own: Sequence[Hit], hits: Sequence[Hit], told: Told) -> list[PromisedPayment]:
    clauses = _reach(own, hits, told)
    start, end = clauses[0].start, clauses[-1].end
    evidence = quoted(told.text, start, end)
    named = [w for c in clauses for w in days(c, told)]
    sums = [
        Sum(start=s.start + c.start, end=s.end + c.start, amount=s.amount)
        for c in clauses
        for s in amounts.find(c.text, whole=told.about.amount, currency=told.about.currency)
    ]
    sums = [s for s in sums if not any(w.start < s.end and s.start < w.end for w in named)]
    folded = " ".join(c.text for c in clauses)
    times = _TIMES.search(folded)
    clear = _rising([w for w in named if w.day is not None])
    if _MONTHLY.search(folded) and times and clear and sums:
        return _monthly(clear[0].day, sums[0].amount, _COUNTS.get(times[1] or times[2]) or int(times[1]), evidence)
    if len(clear) > 1 and len(sums) > 1:
        return [
            _payment(w.day, s.amount, told, evidence, sums) for w, s in zip(clear, _beside(clear, sums), strict=False)
        ]
    day = _nearest(named, own[0].clause.start + own[0].at)
    amount = sums[0].amount if len(sums) == 1 else None
    return [_payment(day, amount, told, evidence, sums)]


def _reach(own: Sequence[Hit], hits: Sequence[Hit], told: Told) -> list[Clause]:
    """The promise's clauses; where they name no day, also those around that say nothing else."""
    mine = [h.clause for h in own]
    if any(days(c, told) for c in mine):
        last = max(c.start for c in mine)
        others = {id(h.clause) for h in hits if h.label is not Label.PROMISE}
        same = mine[-1].sentence
        return sorted({c.start: c for c in told.clauses if c in mine or (
            c.sentence == same and c.start > last and id(c) not in others and _is_continuation(c, told))}.values(),
            key=lambda c: c.start)  # fmt: skip
    taken = {id(h.clause) for h in hits if h.label is not Label.OTHER}
    sentence = mine[0].sentence
    near = [c for c in told.clauses if c.sentence == sentence and id(c) not in taken and days(c, told)]
    near = near or [
        c
        for c in told.clauses
        if c.sentence == sentence + 1 and id(c) not in taken and c.end - c.start < 60 and days(c, told)
    ]
    return sorted([*mine, *near[:1]], key=lambda c: c.start)


def _is_continuation(clause: Clause, told: Told) -> bool:
    """ "..., the rest on the 30th": a further amount with its day."""
    return bool(days(clause, told)) and bool(
        amounts.find(clause.text, whole=told.about.amount, currency=told.about.currency)
    )


def days(clause: Clause, told: Told) -> list[When]:
    """The days of a clause that do not lie behind the day of writing, placed in the whole text."""
    found = when.find(clause.text, told.lexicon.days, told.written)
    # What lies behind the day of writing is not when somebody will pay.
    ahead = [w for w in found if w.day is None or w.day >= told.written.on]
    return [When(start=w.start + clause.start, end=w.end + clause.start, day=w.day) for w in ahead]


def _rising(days: Sequence[When]) -> list[When]:
    """ "On 5 April and the rest on the 30th": the second day lies after the first."""
    risen: list[When] = []
    for w in days:
        day = w.day
        while risen and day and risen[-1].day and day < risen[-1].day:
            day = when.add_months(day, 1)
        risen.append(When(start=w.start, end=w.end, day=day))
    return risen


def _nearest(days: Sequence[When], place: int) -> date | None:
    """The day closest to the words of the promise; a clear one before an unclear one."""
    clear = [w for w in days if w.day is not None]
    return min(clear, key=lambda w: min(abs(w.start - place), abs(w.end - place))).day if clear else None


def _beside(days: Sequence[When], sums: Sequence[Sum]) -> list[Sum]:
    """For each day the amount that stands closest before it, else the next one after it."""
    chosen = []
    floor = 0
    for w in days:
        before = [s for s in sums if floor <= s.start < w.start]
        after = [s for s in sums if s.start >= w.end]
        chosen.append(before[-1] if before else after[0] if after else sums[-1])
        floor = w.end
    return chosen


def _payment(
    day: date | None, amount: Decimal | None, told: Told, evidence: str, sums: Sequence[Sum]
) -> PromisedPayment:
    """The whole invoice's amount is said as None. The rest is counted, where all the others are known."""
    known = [s.amount for s in sums if s.amount is not None]
    if amount is None and len(sums) == len(known) + 1 and known and told.about.amount is not None:
        amount = told.about.amount - sum(known)
    if amount is not None and (amount <= 0 or amount == told.about.amount):
        amount = None
    return PromisedPayment(day=day, amount=amount, evidence=evidence)


def _monthly(first: date | None, amount: Decimal | None, count: int, evidence: str) -> list[PromisedPayment]:
    if first is None:
        return []
    return [
        PromisedPayment(day=when.add_months(first, month), amount=amount, evidence=evidence)
        for month in range(min(count, _MOST))
    ]


def paid_on(hits: Sequence[Hit], told: Told) -> date | None:
    """The day on which the debtor says that it paid, never after the day of writing."""
    past = Written(on=told.written.on, holiday=told.written.holiday, past=True, month_first=told.written.month_first)
    for hit in hits:
        if hit.label is not Label.PAID:
            continue
        near = [c for c in told.clauses if c.sentence == hit.clause.sentence and c.start >= hit.clause.start]
        for clause in [hit.clause, *near]:
            days = [w for w in when.find(clause.text, told.lexicon.days, past) if w.day and w.day <= told.written.on]
            if days:
                return min(days, key=lambda w: abs(w.start - hit.at)).day
    return None


def away_until(told: Told) -> date | None:
    """The first day on which an absent person is back. "Until the 18th" means back on the 18th."""
    for clause in told.clauses:
        days = [w for w in when.find(clause.text, told.lexicon.days, told.written) if w.day is not None]
        if not days:
            continue
        last = days[-1].day
        assert last is not None
        if told.lexicon.back.search(clause.text) or not told.lexicon.inclusive.search(clause.text):
            return last
        return last + timedelta(days=1)
    return None
