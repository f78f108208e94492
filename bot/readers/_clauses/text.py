"""Folded text, clauses and what colours them: negation, condition, report, question. Never a label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Flag, auto

MAX_CHARACTERS = 16 * 1024
_PLAIN = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})
_SENTENCE = re.compile(
    r"(?m:^(?:[Bb]on(?:jour|soir)|[Hh]ello|Hi|Dear|Ch(?:er|ère)s?|Madame|Monsieur|Good (?:morning|afternoon))"
    r"(?: (?:[A-ZÀ-Ý][\w.'-]{0,30}|madame|monsieur|à tous|all)){0,3} ?[,!]$)"
    r"|[.!?…]+(?=\s|$)|;|\n[ ]*\n|\n(?=[A-ZÀ-Ý0-9*•-])"
)
# "M. Martin", "n° 12", "Mr. Smith": the full stop ends nothing.
_ABBREVIATION = re.compile(
    r"\b(?:m|mr|mrs|ms|mme|dr|st|n|no|ref|art|fact|fac|inv|tel|env|cf|ex|etc|jan|janv|fev|avr|juil|sept|oct|nov|dec|feb"
    r"|mar|apr|aug|lun|mer|jeu|ven|sam|dim|p\.?m|a\.?m)$"
)


class Colour(Flag):
    """What turns the meaning of a clause."""

    PLAIN = 0
    NEGATED = auto()
    CONDITION = auto()
    REPORTED = auto()
    QUESTION = auto()


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A stretch of the text. ``text`` is folded, as long as the original; ``sentence`` numbers the sentence."""

    start: int
    end: int
    text: str
    colour: Colour
    sentence: int


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The scope words of one language."""

    negation: re.Pattern[str]
    no_negation: re.Pattern[str]
    condition: re.Pattern[str]
    no_condition: re.Pattern[str]
    report: re.Pattern[str]
    question: re.Pattern[str]
    contrast: re.Pattern[str]


def quoted(text: str, start: int, end: int) -> str:
    """The writer's words from ``start`` to ``end``, without the punctuation that tied them to others."""
    return text[start:end].strip().lstrip(",;:-–— \t\n").rstrip(",;:-–— \t\n")


def fold(text: str) -> str:
    """Lower case without accents, character for character, so that a place in it is a place in the original."""
    return "".join(_folded(c) for c in text.translate(_PLAIN))


def _folded(character: str) -> str:
    if character < "\u0080":
        return character.lower()
    return (unicodedata.normalize("NFD", character.lower()) or character)[0]


def clauses(text: str, scope: Scope) -> tuple[Clause, ...]:
    """The clauses of ``text``, in order."""
    text = unicodedata.normalize("NFC", text[:MAX_CHARACTERS])
    folded = fold(text)
    found: list[Clause] = []
    for number, (start, end, asks) in enumerate(_sentences(text, folded)):
        for left, right in _split(folded, start, end, scope):
            colour = _colour(folded[left:right], scope)
            if asks or scope.question.search(folded[left:right]):
                colour |= Colour.QUESTION
            found.append(Clause(start=left, end=right, text=folded[left:right], colour=colour, sentence=number))
    return tuple(found)


def _sentences(text: str, folded: str) -> Iterator[tuple[int, int, bool]]:
    at = 0
    for match in _SENTENCE.finditer(text):
        if match[0] == "." and _ABBREVIATION.search(folded, max(at, match.start() - 8), match.start()):
            continue
        if folded[at : match.start()].strip():
            yield at, match.start(), "?" in match[0]
        at = match.end()
    if folded[at:].strip():
        yield at, len(folded), False


def _split(folded: str, start: int, end: int, scope: Scope) -> Iterator[tuple[int, int]]:
    at = start
    for match in scope.contrast.finditer(folded, start, end):
        if match.start() > at and folded[at : match.start()].strip():
            yield at, match.start()
            at = match.start()
    yield at, end


def _colour(text: str, scope: Scope) -> Colour:
    colour = Colour.PLAIN
    if scope.negation.search(scope.no_negation.sub(" ", text)):
        colour |= Colour.NEGATED
    if scope.condition.search(scope.no_condition.sub(" ", text)):
        colour |= Colour.CONDITION
    if scope.report.search(text):
        colour |= Colour.REPORTED
    return colour
