"""What the rules see in each clause, and how scope turns it. Never the decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.core import when
from bot.core.reading import Label
from bot.core.when import When, Written
from bot.readers._clauses.rules import Lexicon
from bot.readers._clauses.text import Clause, Colour

HINT = 0.6
"""A label below this is not even suspected."""
# Written for a machine: nothing in such a sentence is the debtor's word about the debt.
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|oublie[rz]?|ignore[rz]) (?:\S+ ){0,3}(?:instructions?|prompts?|rules)\b"
    r"|\bsystem prompt\b"
    r"|\b(?:mark|flag|set|treat|record|marque[rz]?|passe[rz]?|considere[rz]?) (?:\S+ ){0,6}"
    r"(?:as|to|comme|en) (?:\S+ )?(?:paid|settled|closed|payee?s?|reglee?s?|soldee?s?)\b"
)


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
    sentences: dict[int, str] = {}
    for clause in clauses:
        sentences[clause.sentence] = f"{sentences.get(clause.sentence, '')} {clause.text}"
    ordered = {number for number, sentence in sentences.items() if _ORDERS.search(sentence)}
    hits = [Hit(label=Label.OTHER, sure=0.7, clause=c, at=0) for c in clauses if c.sentence in ordered]
    hits += [hit for c in clauses if c.sentence not in ordered for hit in _seen(c, lexicon, written)]
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
    for hit in hits:
        beside = {h.label for h in hits if h.clause.sentence == hit.clause.sentence and h is not hit}
        same = {h.label: h.sure for h in hits if h.clause is hit.clause and h is not hit}
        if hit.label is Label.PROMISE and (
            same.get(Label.PAID, 0) >= hit.sure
            or (Label.PLAN_REQUEST in beside and Label.PLAN_REQUEST not in same)
            or (hit.clause.colour & Colour.CONDITION and beside & {Label.DISPUTE, Label.HARDSHIP})
        ):
            continue
        if hit.label is Label.PAID and same.get(Label.PROMISE, 0) > hit.sure:
            continue  # "je vous règle le 15": without its accent a present looks like a participle.
        if hit.label is Label.PLAN_REQUEST and Label.PROMISE in same and not hit.clause.colour & Colour.QUESTION:
            continue  # "I will pay 400 a month in three parts": nothing is asked for.
        if hit.label is Label.REFUSAL and labels & {Label.DISPUTE, Label.HARDSHIP}:
            continue
        if hit.label is Label.OTHER and labels - {Label.OTHER}:
            continue
        yield hit
