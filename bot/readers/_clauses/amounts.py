"""Amounts that people write: 1 240,50 €, £1,200, 500 a month, half. Never whose money, never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.core import money

_NUMBER = r"(?<![\w/.,-])(\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{2})?|\d{1,7}(?:[.,]\d{1,2})?)(?![\d/]|[.,]\d)"
_CURRENCY = r"(?:€|eur(?:os?)?\b|£|gbp\b|quid\b|pounds?\b|\$|usd\b|dollars?\b|chf\b|balles\b|fr\b)"
_MARKED = re.compile(
    rf"(?:(?:€|£|\$|\beur|\bgbp|\busd|\bchf)\s?{_NUMBER}(?P<thousand>\s?k\b)?|{_NUMBER}(?P<k>\s?k)?\s?{_CURRENCY})"
)
# A bare number is an amount only beside a word that says so.
_BARE = re.compile(
    rf"\b(?:verse|vire|verserai|paie|paye|paierai|regle|mets|mis|envoie|envoye|donne|pay|paid|send|sent|transfer|put)"
    rf"(?:\s+(?:you|vous|te|deja|already|over))?\s+{_NUMBER}(?=\s|$|[.,;!?)])"
    rf"|{_NUMBER}\s?(?:par mois|/ ?mois|chaque mois|tous les mois|a month|per month|/month|pcm)\b"
    rf"|{_NUMBER} (?:each|every) month\b"
    rf"|{_NUMBER}(?=\s+(?:le \d|on the \d|tout de suite|now\b|maintenant))"
)
_HALF = re.compile(r"\b(?:la moitie|half|50 ?%)")
_REST = re.compile(
    r"\b(?:le (?:reste|solde|restant)|the (?:rest|remainder|balance)|remaining|other half|l'autre moitie)\b"
)


@dataclass(frozen=True, kw_only=True)
class Sum:
    """``amount`` None: the rest, whatever it is."""

    start: int
    end: int
    amount: Decimal | None


def find(text: str, *, whole: Decimal | None, currency: str) -> tuple[Sum, ...]:
    """Amounts in ``text`` (folded), in order. ``whole``: the invoice's amount, of which a half may be meant."""
    found: list[Sum] = []
    for pattern in (_REST, _HALF, _MARKED, _BARE):
        for match in pattern.finditer(text):
            if any(match.start() < s.end and s.start < match.end() for s in found):
                continue
            value = _value(pattern, match, whole, currency)
            if value is not None or pattern is _REST:
                found.append(Sum(start=match.start(), end=match.end(), amount=value))
    return tuple(sorted(found, key=lambda s: s.start))


def _value(pattern: re.Pattern[str], match: re.Match[str], whole: Decimal | None, currency: str) -> Decimal | None:
    if pattern is _REST:
        return None
    if pattern is _HALF:
        return money.from_decimal(whole / 2, currency).decimal if whole is not None else None
    digits = next((g for g in match.groups() if g and g[0].isdigit()), "")
    try:
        amount = money.parse(digits, currency).decimal
    except ValueError:
        return None
    groups = match.groupdict()
    thousands = 1000 if groups.get("k") or groups.get("thousand") else 1
    return (amount * thousands).quantize(Decimal(1).scaleb(-money.exponent(currency)), ROUND_HALF_UP)
