"""Every stretch of a reply that may name a day of payment, with both ways to read it. Never which one is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from types import ModuleType

from bot.core import when
from bot.core.when import Written
from bot.readers._spans import days_de, days_en, days_es, days_fr, days_it, days_nl, days_placed, grammar
from bot.readers._spans import resolve as r
from bot.readers._spans.folded import fold
from bot.readers._spans.grammar import Both, Seen

LANGUAGES: Mapping[str, ModuleType] = {
    "fr": days_fr,
    "en": days_en,
    "de": days_de,
    "es": days_es,
    "it": days_it,
    "nl": days_nl,
}
NO_SUCH_DAY = "no_such_day"
"""The rule of a stretch that tells a day which does not exist: nobody knows which is meant."""

CLOCK = "clock"
_NOW = ("now", "just_now")
_NONE = Both()
_DATED = frozenset({"day_month", "month_day", "numeric", "weekday_day", "end_named_month"})
_NEAR = 120  # Days: what lies further ahead may well be told as past.
_BESIDE = 12  # Characters.
_A_WEEKDAY = re.compile(r"(?i),? ?[(]?(?:(?:a|an|un|una|ein|einem|einen|een|le|el|es|it's|c'est|dus|also|soit) )?")
_CLAUSE = 100  # Characters.
_MOST = 200  # Candidates of one text.
_STOP = re.compile(r"[.!?…;](?=\s)|\n")
_PART = re.compile(
    r"(?i)\d|(?<!\w)(?:half|rest|remain|balance|other|moiti|solde|autre|hälfte|haelfte|ander|mitad|resto|saldo|otr[ao]"
    r"|metà|meta|altr[ao]|helft)"
)
_TURN = re.compile(r"(?i),|(?<!\w)(?:et|and|und|y|e|en|but|mais|aber|pero|ma|maar|puis|then|dann|luego|poi|dan)(?!\w)")


@dataclass(frozen=True, kw_only=True)
class Found:
    """``text[start:end]`` may name a day.

    ``day``: read as a day ahead (today counts only where the words allow it); None: it names none that can be waited
    for ("next week", "soon"), or it can only lie behind. ``past_day``: read as a day behind, up to the day of writing.
    ``past``: its own words say that it lies behind ("yesterday", "letzten Freitag").
    """

    start: int
    end: int
    day: date | None
    past_day: date | None
    past: bool
    rule: str


def find(text: str, language: str, written: Written) -> tuple[Found, ...]:
    """Candidates in the order of the text; they do not overlap. An unknown language is read in all six."""
    every = claimed(text, language, written)
    return tuple(one for one in every if one.rule != CLOCK or not _of_another(one, every, text))


def claimed(text: str, language: str, written: Written) -> tuple[Found, ...]:
    """The candidates, and the clock times beside them, which are no amounts either."""
    folded = fold(text)
    taken = bytearray(len(folded.text) + 1)
    found: list[Found] = []
    for code in (language,) if language in LANGUAGES else tuple(LANGUAGES):
        table = _table(code)
        for name, pattern, resolve in table.rules:
            for match in pattern.finditer(folded.text):
                start, end = match.span()
                if end <= start or taken.find(1, start, end) >= 0:
                    continue
                both = _safely(resolve, Seen(match, table.words, written))
                if both is None:
                    continue
                taken[start:end] = b"\x01" * (end - start)
                first, last = folded.span(start, end)
                rule = NO_SUCH_DAY if both is _NONE else name
                found.append(
                    Found(start=first, end=last, day=both.day, past_day=both.past_day, past=both.past, rule=rule)
                )
    return tuple(_related(sorted(found, key=lambda f: f.start)[:_MOST], written.on, text))


def _of_another(clock: Found, found: Sequence[Found], text: str) -> bool:
    """ "By 5 pm on Friday": a clock time is today's only where no other day stands in its clause."""
    place = found.index(clock)
    before = next((f for f in reversed(found[:place]) if f.rule != CLOCK), None)
    after = next((f for f in found[place + 1 :] if f.rule != CLOCK), None)
    if before is not None and _names(before, clock):
        gap = text[before.end : clock.start]
        if len(gap) < _CLAUSE and not (_STOP.search(gap) or _PART.search(gap) or (before.past and _TURN.search(gap))):
            return True
    if after is None or not _names(after, clock):
        return False
    gap = text[clock.end : after.start]
    return len(gap) < _CLAUSE and not (_STOP.search(gap) or _PART.search(gap) or _TURN.search(gap))


def _names(one: Found, clock: Found) -> bool:
    """Is it a day, and not the same as the clock's?"""
    return bool(one.day or one.past_day) and clock.day not in (one.day, one.past_day) and one.rule not in _NOW


def _related(found: list[Found], on: date, text: str) -> Iterator[Found]:
    """Days that are told from the one before: the same day, the day after, the Friday after."""
    before: Found | None = None
    for one in found:
        if before is not None and _told_again(one, before, text[before.end : one.start]):
            continue
        if before is not None:
            one = _onward(one, before, text[before.end : one.start])
        if one.rule == "one_after":
            if before is None or before.day is None or not before.rule.startswith("weekday"):
                continue
            one = replace(one, day=before.day + timedelta(weeks=1))
        if one.rule in ("day_after", "weekday_after") and before is not None:
            behind = _after(one, before.past_day)
            one = replace(one, day=_after(one, before.day), past_day=behind if behind and behind <= on else None)
        if one.rule == "same_day":
            if before is None:
                continue
            one = replace(one, day=before.day, past_day=before.past_day, past=before.past)
        if one.rule == "end_of_that" and before is not None and before.day is not None:
            one = replace(one, day=when.end_of_month(before.day.year, before.day.month), past_day=None)
        if one.rule in ("span_after", "end_after"):
            if before is None or before.day is None:
                continue
            one = replace(one, day=_later(one, before, on))
            if one.day is None:
                continue
        if one.rule == "day_after" and one.day is None and one.past_day is None:
            continue
        yield one
        before = one if one.day or one.past_day else before


def _told_again(one: Found, before: Found, gap: str) -> bool:
    """ "On 6 November, a Friday": the weekday of the date just named."""
    if one.rule != "weekday" or before.rule not in _DATED or before.rule == "weekday_day" or before.day is None:
        return False
    same = one.day is not None and one.day.weekday() == before.day.weekday()
    return same and _A_WEEKDAY.fullmatch(gap) is not None


def _onward(one: Found, before: Found, gap: str) -> Found:
    """ "On 5 May, the other half on the 19th"; "back on Thursday the 22nd, and on Friday I pay": days go on."""
    if one.day is None or before.day is None or one.day >= before.day or len(gap) > _CLAUSE or _STOP.search(gap):
        return one
    if one.rule == "day" and before.rule in _DATED and (before.day - one.day).days < _NEAR:
        return replace(one, day=r.of_month(one.day.day, before.day).day)
    if one.rule == "weekday" and before.rule == "weekday_day" and len(gap) < _BESIDE:
        return replace(one, day=_after(one, before.day))
    return one


def _later(one: Found, before: Found, on: date) -> date | None:
    """Two weeks, a month after the day before; the end of the month or week after that one."""
    since = before.day
    if since is None:
        return None
    if one.day is not None:
        months = (one.day.year - on.year) * 12 + one.day.month - on.month
        months_told = one.day == when.add_months(on, months) and months > 0 and (one.day - on).days % 7
        return when.add_months(since, months) if months_told else since + (one.day - on)
    if before.rule.endswith("week"):
        return since + timedelta(weeks=1)
    return when.end_of_month(*when.month_after(since, 1)) if before.rule.endswith("month") else None


def _after(one: Found, day: date | None) -> date | None:
    if day is None:
        return one.day
    if one.rule == "day_after" or one.day is None:
        return day + timedelta(days=1)
    return day + timedelta(days=(one.day.weekday() - day.weekday() - 1) % 7 + 1)


def _safely(resolve: grammar.Resolve, seen: Seen) -> Both | None:
    try:
        return resolve(seen)
    except grammar.NoSuchDay:
        return _NONE
    except (ValueError, OverflowError):
        return None


@cache
def _table(code: str) -> grammar.Table:
    language: grammar.Language = LANGUAGES[code].LANGUAGE
    return grammar.table(replace(language, rules=(*days_placed.RULES[code], *language.rules)))
