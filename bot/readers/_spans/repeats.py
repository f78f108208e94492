"""Payments that come again: 500 a month from 5 April, three times. In all six languages at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from bot.core import when
from bot.core.reading import PromisedPayment, Subject
from bot.readers._spans import amount_words
from bot.readers._spans import amounts as money_found
from bot.readers._spans import days as days_found
from bot.readers._spans.folded import fold

_MOST = 24  # Instalments that are believed.
_MONTHLY = re.compile(
    r"(?:\d|€|euros?) par mois\b|/ ?(?:mois|month|monat|mes|mese|maand|mnd|mth)\b|\b(?:chaque|tous les|de chaque) mois\b|\bmensu\w+|\b(?:per|each|every) month\b|(?:\d|€|£|\$|quid|pounds?|euros?|dollars?|hundred|fifty|thousand|each) a month\b"
    r"|\bmonthly\b|\bpcm\b|\b(?:pro|jeden|jedes|eines jeden) monats?\b|\bmonatlich\w*|\bmonatsrat\w*|\b(?:al|por|cada) mes\b|\bmensual\w*"
    r"|\b(?:al|ogni|per) mese\b|\bmensil\w*|\b(?:per|elke|iedere) maand\b|\bmaandelijks\w*|\b(?:successive|consecutive|following|suivants?|folgenden|siguientes|successivi|volgende) (?:months?|mois|monate|meses|mesi|maanden)\b"
)
_WEEKLY = re.compile(
    r"\bpar semaine\b|\b(?:chaque|toutes les) semaines?\b|\b(?:per|each|every) week\b|(?:\d|€|£|\$|quid|pounds?|euros?|dollars?|hundred|fifty) a week\b|\bweekly\b|\b(?:pro|jede) woche\b|\bwochentlich\b|\bwoechentlich\b"
    r"|\b(?:a la|por|cada) semana\b|\bsemanal\w*|\b(?:a|alla|ogni) settimana\b|\bsettimanal\w*|\b(?:per|elke|iedere) week\b|\bwekelijks\w*"
    r"|\b(?:every|each|chaque|tous les|jeden|cada|todos los|ogni|elke|iedere) (?:mon|tues|wednes|thurs|fri|satur|sun|lundi|mardi|mercredi|jeudi|vendredi"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|lunes|martes|miercoles|jueves|viernes|lunedi|martedi|mercoledi|giovedi|venerdi|maandag|dinsdag"
    r"|woensdag|donderdag|vrijdag)(?:day|s)?\b"
)
_EACH = re.compile(
    r"\b(?:each|apiece|every time|a go|chacun\w*|chaque fois|a chaque fois|jeweils|je|jedes mal|cada un[oa]|cada vez|ciascun[oa]|ognun[oa]|ogni volta|l'un[oa]|telkens|elk|per keer|respectively)\b|\b\d+ ?x ?(?=\d|€|£|\$)"
)
_NUMBERS = {word: n for words in amount_words.NUMBERS.values() for word, n in words.items() if 2 <= n <= 24}
_NUMBERS |= {"a couple of": 2}
_N = rf"(?P<n>\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_TIMES = re.compile(
    rf"\b{_N} ?(?:fois|mois|mensualites?|versements|echeances|virements|paiements|times|months|instal?ments|payments|parts|mal\b|monate?n?\b|raten|teilen|teilzahlungen"
    rf"|veces|meses|cuotas|plazos|pagos|mensualidades|volte|mesi|rate\b|tranche|bonifici|keer|maanden|termijnen|delen|betalingen"
    rf"|(?:weeks|semaines|wochen|semanas|settimane|weken|(?:equal|egales?|gleichen?|iguales|uguali|gelijke) \w{{3,15}}|(?:monthly|weekly|successive|consecutive) \w{{3,15}}))"
    rf"|\b(?P<x>\d{{1,2}}) ?x ?(?=[\d€£$]|eur|chf)|\b(?P<twice>twice|zweimal|deux fois|dos veces|due volte|tweemaal)\b|\b(?P<thrice>dreimal|thrice|driemaal)\b|\bviermal\b"
)
_UNTIL = re.compile(
    r"\b(?:jusqu'(?:au|en|a)(?: fin| mi)?|until|till|through(?: to)?|up to|bis(?: zum| einschliesslich| inkl\.?| ende)?|hasta(?: el| fin de| finales de)?|fino (?:al?|ad)(?: fine)?|tot(?: en met| eind)?|t/m|incl\.?)"
    r" (?:(?:the |end of |le )?\d{1,2}\.?(?:st|nd|rd|th|er|e)? (?:of |de |di )?)?(?P<m>[a-z]{3,10})\b(?: (?P<y>20\d\d))?"
)
_MONTHS = {
    name: month
    for language in days_found.LANGUAGES.values()
    for name, month in language.LANGUAGE.words.months.items()
    if len(name) >= 3
}


def each(text: str) -> bool:
    """Do the words give one amount to several days?"""
    return bool(_EACH.search(fold(text).text))


def expand(
    days: Sequence[days_found.Found], amounts: Sequence[money_found.Found], text: str, about: Subject
) -> tuple[PromisedPayment, ...]:
    """The payments of a plan that names its first day, its amount and how often; () where it is no such plan."""
    clear = [d for d in days if d.day is not None]
    sums = [a for a in amounts if a.amount is not None]
    if not clear or len({a.amount for a in sums}) > 1 or len(clear) > 2:
        return ()
    near = _around(text, [*clear, *sums])
    folded = fold(near).text
    weekly, monthly = bool(_WEEKLY.search(folded)), bool(_MONTHLY.search(folded))
    first = min(d.day for d in clear if d.day is not None)
    amount = sums[0].amount if sums else None
    count = _count(folded, first, weekly=weekly)
    if count is None and (monthly or weekly) and amount and about.amount and not about.amount % amount:
        count = int(about.amount / amount)
    if count is None or not 2 <= count <= _MOST or not (monthly or weekly or _TIMES.search(folded)):
        return ()
    if len(clear) == count or not (monthly or weekly):
        return ()
    if amount is None and about.amount is not None:
        amount = (about.amount / count).quantize(Decimal("0.01")) if about.amount % count == 0 else None
    return tuple(
        PromisedPayment(day=_later(first, k, weekly=weekly and not monthly), amount=amount, evidence=near[:200])
        for k in range(count)
    )


def _around(text: str, parts: Sequence[days_found.Found | money_found.Found]) -> str:
    """The sentences that hold the days and amounts."""
    start, end = min(p.start for p in parts), max(p.end for p in parts)
    left = max(text.rfind(mark, max(0, start - 200), start) for mark in (". ", "\n\n", "! ", "? "))
    ends = [place for mark in (". ", "\n\n", "! ", "? ") if 0 <= (place := text.find(mark, end, end + 200))]
    return text[left + 1 if left >= 0 else max(0, start - 200) : min(ends, default=end + 200)].strip()


def _count(folded: str, first: date, *, weekly: bool) -> int | None:
    times = _TIMES.search(folded)
    if times:
        if times["twice"]:
            return 2
        if times["thrice"]:
            return 3
        word = times["n"] or times["x"]
        return None if word is None else int(word) if word.isdigit() else _NUMBERS[word]
    until = _UNTIL.search(folded)
    if until is None or until["m"] not in _MONTHS or weekly:
        return None
    month = _MONTHS[until["m"]]
    year = int(until["y"]) if until["y"] else first.year + (1 if month < first.month else 0)
    return (year - first.year) * 12 + month - first.month + 1


def _later(first: date, count: int, *, weekly: bool) -> date:
    if weekly:
        return first + timedelta(weeks=count)
    if first == when.end_of_month(first.year, first.month) and first.day < 31:
        return when.end_of_month(*when.month_after(first, count))
    return when.add_months(first, count)
