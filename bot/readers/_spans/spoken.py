"""Numbers in words: runs of them in a text, and what they say. Never an amount's meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bot.readers._spans import amount_words

# "Seven thousand two weeks from today": the two are weeks.
_NO_TIME = (
    r"(?! (?:days?(?! after)|weeks?|months?|hours?|jours?|semaines?|mois|heures?|tage?n?|wochen?|monate?n?|stunden?"
    r"|dias?|semanas?|mes(?:es)?|horas?|giorn[oi]|settiman[ae]|mes[ei]|or[ae]|dag(?:en)?|weken|week|maand(?:en)?|uur)\b)"
)
HOUR = re.compile(
    r"\b(?:at|by|around|till|until|before|from|past) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"[ -](?:(?:twenty|thirty|forty|fifty)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|ten|fifteen)$"
)
NO_NUMBER = frozenset({"a", "an", "grand"})  # "a pen" is none of Peru's, "that's grand" no thousand.
SPENT = re.compile(
    r" (?:on|by|now|today|tomorrow|next|this|each|every|left|over|a (?:week|month)|maintenant|demain|aujourd'hui"
    r"|par mois|par semaine|lundi|mardi|mercredi|jeudi|vendredi|am|heute|morgen|jetzt|zum|monatlich|im monat"
    r"|ahora|hoy|manana|al mes|subito|adesso|oggi|domani|al mese|nu|vandaag|op|per maand)\b"
)
AND_A_HALF = re.compile(
    r"\b(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)"
    r" and a half (?:grand|thousand|k)\b"
)


@cache
def words(code: str, currency: str) -> re.Pattern[str]:
    """A run of number words, written together or apart. ``currency``: a pattern of what may follow."""
    pieces = "|".join(sorted(amount_words.NUMBERS[code], key=len, reverse=True))
    return re.compile(
        rf"\b(?P<x>(?:{pieces})(?:[ -]?(?:{pieces})){{0,8}})(?!\w){amount_words.THANKS}{_NO_TIME}(?P<cur>{currency})?"
    )


def number(text: str, numbers: Mapping[str, int], *, hundreds: bool = False) -> int | None:
    """The number that a run of words says; None if it says none ("and", "a"). ``hundreds``: "four ninety" is 490."""
    pieces = [piece for word in re.split(r"[ -]", text) for piece in _pieces(word, numbers)]
    total = current = before = 0
    one = False
    for piece in pieces:
        value = numbers[piece]
        short = hundreds and piece != "a" and before == current
        if one and 10 <= value <= 99:  # a fifty
            current -= 1
        one = piece == "a"
        if value == 100:
            current = max(current, 1) * 100
        elif value >= 1000:
            total += max(current, 1) * value
            current = 0
        elif (short and 1 <= current <= 19 and value >= 10) or (11 <= current <= 19 and value >= 20):
            current = 100 * current + value  # eighteen seventy-five
        elif value == 20 and current == 4:  # quatre-vingts
            current = 80
        elif value == 20 and current % 100 == 4 and current > 100:
            current += 76
        else:
            current += value
        before = 0 if piece == "a" else value
    return total + current or None


def _pieces(word: str, numbers: Mapping[str, int]) -> list[str]:
    """The number words that make up one word (milleduecento), the fewest that fit."""
    best: list[list[str] | None] = [[]]
    for end in range(1, min(len(word), 80) + 1):
        fits = [
            [*before, word[start:end]]
            for start in range(max(0, end - 14), end)
            if (before := best[start]) is not None and word[start:end] in numbers
        ]
        best.append(min(fits, key=len) if fits else None)
    return best[-1] or []
