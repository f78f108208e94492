"""What the rules see in each clause, and how scope turns it. Never the decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.core import when
from bot.core.reading import Label
from bot.core.when import When, Written
from bot.readers._clauses.rules import Lexicon
from bot.readers._clauses.text import Clause, Colour

HINT = 0.6
"""A label below this is not even suspected."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A label seen in a clause. ``at``: where in the clause its words begin."""

    label: Label
    sure: float
    clause: Clause
    at: int
    days: tuple[When, ...] = ()


def find(clauses: Iterable[Clause], lexicon: Lexicon, written: Written) -> tuple[Hit, ...]:
    """Every label seen, after scope: condition, proposal, a dispute that is over."""
    clauses = tuple(clauses)
    hits = [hit for clause in clauses for hit in _seen(clause, lexicon, written)]
    sentences: dict[int, str] = {}
    for clause in clauses:
        sentences[clause.sentence] = f"{sentences.get(clause.sentence, '')} {clause.text}"
    turned = [out for hit in hits for out in _turned(hit, sentences[hit.clause.sentence], lexicon)]
    return tuple(_consistent(turned))


def _seen(clause: Clause, lexicon: Lexicon, written: Written) -> Iterator[Hit]:
    """The surest hit for each label in one clause."""
    days = when.find(clause.text, lexicon.days, written)
    best: dict[Label, Hit] = {}
    for rule in lexicon.rules:
        match = rule.find(clause, dated=bool(days))
        if match is not None and (rule.label not in best or best[rule.label].sure < rule.sure):
            best[rule.label] = Hit(label=rule.label, sure=rule.sure, clause=clause, at=match.start(), days=days)
    yield from best.values()


def _turned(hit: Hit, sentence: str, lexicon: Lexicon) -> Iterator[Hit]:
    """What a hit means with its sentence around it."""
    if hit.label is Label.DISPUTE and lexicon.settled.search(sentence):
        return
    if hit.label is Label.PROMISE:
        yield from _promise(hit, sentence, lexicon)
    else:
        yield hit


def _promise(hit: Hit, sentence: str, lexicon: Lexicon) -> Iterator[Hit]:
    """A promise under a condition is something else; a proposal that waits for an answer is none."""
    if lexicon.proposal.search(sentence):
        yield replace(hit, label=Label.PLAN_REQUEST, sure=0.7)
        return
    conditional = hit.clause.colour & Colour.CONDITION or lexicon.conditions[Label.DISPUTE].search(sentence)
    if not conditional:
        yield hit
    elif lexicon.conditions[Label.DISPUTE].search(sentence):
        yield replace(hit, label=Label.DISPUTE, sure=0.72)
    elif lexicon.conditions[Label.HARDSHIP].search(sentence):
        yield replace(hit, label=Label.HARDSHIP, sure=0.72)
    elif lexicon.conditions[Label.INFO_REQUEST].search(sentence):
        yield replace(hit, sure=0.72)
        yield replace(hit, label=Label.INFO_REQUEST, sure=0.72)
    else:
        yield replace(hit, sure=min(hit.sure, 0.72))


def _consistent(hits: list[Hit]) -> Iterator[Hit]:
    """One clause does not say both that it was paid and that it will be; a dispute is a reason, not a mere refusal."""
    labels = {hit.label for hit in hits if hit.sure > HINT}
    paid = {id(hit.clause): hit.sure for hit in hits if hit.label is Label.PAID}
    plans = {hit.clause.sentence for hit in hits if hit.label is Label.PLAN_REQUEST}
    for hit in hits:
        if hit.label is Label.PROMISE and (paid.get(id(hit.clause), 0) >= hit.sure or hit.clause.sentence in plans):
            continue
        if hit.label is Label.REFUSAL and labels & {Label.DISPUTE, Label.HARDSHIP}:
            continue
        if hit.label is Label.OTHER and labels - {Label.OTHER}:
            continue
        yield hit
