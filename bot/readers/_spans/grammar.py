"""What the day rules of all languages share: vocabularies, placeholders in patterns, resolvers. Never a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.when import Written


@dataclass(frozen=True, kw_only=True)
class Both:
    """One stretch, read ahead and read back. ``past``: its own words say that it lies behind."""

    day: date | None = None
    past_day: date | None = None
    past: bool = False


class NotADay(ValueError):
    """The words look like a day and are none: 14/15, 500 days."""


class NoSuchDay(NotADay):
    """The words can only mean a day, and there is none: the 31st of November."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one language, folded. ``units``: h, d, b (business days), w, f (fortnight), m."""

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    units: Mapping[str, str]
    feasts: Mapping[str, str]
    nth: Mapping[str, int]
    """First to fourth, and last (-1): "the last Friday of the month"."""
    brief: Mapping[str, int]
    """Weekdays cut short ("ven.", "Fr"), believed beside a date only."""
    suffix: str = ""
    """What may follow the digits of a day: "1er", "5th", "5."."""


@dataclass(frozen=True)
class Seen:
    """A match with what is needed to resolve it."""

    match: re.Match[str]
    words: Words
    written: Written

    def has(self, group: str) -> bool:
        return self.match.re.groupindex.get(group) is not None and self.match[group] is not None

    @property
    def on(self) -> date:
        return self.written.on

    @property
    def weekday(self) -> int:
        name = self.match["w"]
        return self.words.weekdays[name] if name in self.words.weekdays else self.words.brief[name]

    @property
    def nth(self) -> int:
        return _of(self.match["x"], self.words.nth)

    @property
    def month(self) -> int:
        return self.words.months[self.match["m"].rstrip(".")]

    @property
    def dom(self) -> int:
        """The day of the month."""
        text = self.match["d"]
        digits = re.match(r"\d+", text)
        return int(digits[0]) if digits else _of(text, self.words.ordinals, self.words.numbers)

    @property
    def number(self) -> int:
        text = self.match["n"]
        return int(text) if text.isdigit() else _of(text, self.words.numbers)

    @property
    def unit(self) -> str:
        return self.words.units[self.match["u"].rstrip(".")]

    @property
    def year(self) -> int | None:
        if not self.has("y"):
            return None
        year = int(self.match["y"].lstrip("'"))
        return year + 2000 if year < 100 else year


Resolve = Callable[[Seen], Both]
Rule = tuple[str, str, Resolve]


@dataclass(frozen=True, kw_only=True)
class Language:
    words: Words
    rules: tuple[Rule, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A language ready for use: its rules compiled, the first ones win where two overlap."""

    words: Words
    rules: tuple[tuple[str, re.Pattern[str], Resolve], ...] = field(repr=False)


def _of(text: str, *tables: Mapping[str, int]) -> int:
    plain = text.replace("-", " ").replace("\n", " ")
    for table in tables:
        if plain in table:
            return table[plain]
    raise NotADay(text)


# Between a weekday and its date, in whatever language: "jeudi prochain 29 octobre", "Montag, den 26.", "lunes día 26".
_COMING = (
    r"prochain|prochaine|next|coming|last|dernier|passe|nachsten|naechsten|proximo|pasado|que viene"
    r"|prossimo|scorso|a\.s\."
)
_THE = r"le|the|den|dem|der|el|il|de|dia|l'|dia el|on the|giorno|am"
# "Friday, that's the fifth", "Freitag, also den 5.": the day tells which Friday.
_THAT_IS = (
    r"(?:(?:that's|that is|which is|i\.e\.|soit|c'est|c'est[ -]a[ -]dire|also|das ist|d\.h\.|das heisst|es decir|o sea"
    r"|cioe|ossia|ovvero|dus|dat is|d\.w\.z\.),? )?"
)
_HOLDER = re.compile(r"(?<!\?P)<[A-Za-z]+>")


def any_of(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(w).replace(r"\ ", "[ -]") for w in words), key=len, reverse=True))


def table(language: Language) -> Table:
    """Compile the rules of a language. In a pattern a space is any one blank; <W> <M> <D> <N> <U> <Y> are its words."""
    words = language.words
    ordinals = f"|{any_of({**words.ordinals, **words.numbers})}"
    digits = rf"(?:3[01]|[12]\d|0?[1-9])(?!\d){words.suffix}"
    holders = {
        "<W>": rf"\b(?P<w>{any_of(words.weekdays)})\b",
        "<WW>": rf"\b(?P<w>{any_of(words.weekdays)})(?:e?n|e?s|e)?\b",
        "<w>": rf"\b(?:{any_of(words.weekdays)})\b\.?",
        "<V>": rf"(?:\b(?:{any_of({**words.weekdays, **words.brief})})\b\.?(?: (?:{_COMING}))?,? (?:(?:{_THE}) ?)?)?",
        "<v>": rf"\b(?P<w>{any_of({**words.weekdays, **words.brief})})\b\.?(?: (?:{_COMING}))?,? {_THAT_IS}"
        rf"(?:(?:{_THE}) ?)?",
        "<X>": rf"\b(?P<x>{any_of(words.nth)})",
        "<M>": rf"(?P<m>{any_of(words.months)})\b\.?",
        "<m>": rf"(?:{any_of(words.months)})\b\.?",
        "<D>": rf"(?<![\w/.,:-])(?P<d>{digits}{ordinals})(?!\w)",
        "<DD>": rf"(?<![\w/.,:-])(?P<d>{digits})(?!\w)",
        "<d>": rf"(?:{digits}{ordinals})(?!\w)",
        "<N>": rf"(?<![\w/.,:])(?P<n>\d{{1,3}}(?!\d|[.,]\d)|(?:{any_of(words.numbers)})\b)",
        "<n>": rf"(?:\b(?:\d{{1,3}}|{any_of(words.numbers)})\b)",
        "<U>": rf"(?P<u>{any_of(words.units)})\b",
        "<F>": rf"\b(?P<f>{any_of(words.feasts)})\b",
        "<Y>": r"(?:,? (?:de |del |van )?(?P<y>20\d\d|'\d\d)(?!\d|[.,]\d))?",
    }
    compiled = []
    for name, pattern, resolve in language.rules:
        pattern = _HOLDER.sub(lambda m: holders[m[0]], pattern)
        compiled.append((name, re.compile(pattern.replace(" ", r"\s")), resolve))
    return Table(words=words, rules=tuple(compiled))
