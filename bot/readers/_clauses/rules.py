"""What a rule of a lexicon is. Never a rule itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.reading import Label
from bot.core.when import Table
from bot.readers._clauses.text import Clause, Colour, Scope

_KILLS = {"n": Colour.NEGATED, "c": Colour.CONDITION, "r": Colour.REPORTED, "q": Colour.QUESTION}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """``pattern`` shows ``label`` (``sure``, 0 to 1) in a folded clause, unless ``unless`` stands there too.

    ``dated``: only beside a day. ``example`` must be read as the label by this rule, ``counter`` must not.
    """

    label: Label
    sure: float
    pattern: re.Pattern[str]
    killed_by: Colour
    example: str
    counter: str
    unless: re.Pattern[str] | None
    dated: bool

    def find(self, clause: Clause, *, dated: bool) -> re.Match[str] | None:
        """Where the rule sees its label in ``clause``, or None."""
        if clause.colour & self.killed_by or (self.dated and not dated):
            return None
        match = self.pattern.search(clause.text)
        if match is None or (self.unless is not None and self.unless.search(clause.text)):
            return None
        return match


def rule(
    label: Label,
    sure: float,
    pattern: str,
    *,
    example: str,
    counter: str = "",
    kills: str = "",
    unless: str = "",
    dated: bool = False,
) -> Rule:
    """Write a rule. ``kills``: the colours that silence it: n(egated), c(ondition), r(eported), q(uestion)."""
    killed_by = Colour.PLAIN
    for letter in kills:
        killed_by |= _KILLS[letter]
    return Rule(
        label=label,
        sure=sure,
        pattern=re.compile(pattern),
        killed_by=killed_by,
        example=example,
        counter=counter,
        unless=re.compile(unless) if unless else None,
        dated=dated,
    )


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """One language: its rules, its scope words, its days, and what a condition is about."""

    rules: tuple[Rule, ...]
    scope: Scope
    days: Table
    back: re.Pattern[str]
    inclusive: re.Pattern[str]
    conditions: Mapping[Label, re.Pattern[str]]
    """A promise under a condition about the debt is a dispute, about money a hardship, about a document a question."""
    proposal: re.Pattern[str]
    settled: re.Pattern[str]
    """A dispute that is over."""
