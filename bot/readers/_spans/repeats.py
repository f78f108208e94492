"""Payments that come again: 500 a month from 5 April, three times. In all six languages at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from bot.core import when
from bot.core.reading import PromisedPayment, Subject
from bot.readers._spans import amount_words, days_placed
from bot.readers._spans import amounts as money_found
from bot.readers._spans import days as days_found
from bot.readers._spans.folded import fold

_MOST = 24  # Instalments that are believed.
_MONTHLY = re.compile(
    r"(?:\d|€|euros?) par mois\b|/ ?(?:mois|month|monat|mes|mese|maand|mnd|mth)\b|\b(?:chaque"
    r"|tous les|de chaque) mois\b|\bmensu\w+|\b(?:per|each|every) month\b|(?:\d|€|£|\$"
    r"|quid|pounds?|euros?|dollars?|hundred|fifty|thousand|each) a month\b"
    r"|\bmonthly\b|\bpcm\b|\b(?:pro|jeden|jedes|eines jeden) monats?\b|\bmonatlich\w*|\bmonatsrat\w*"
    r"|\b(?:al|por|cada) mes\b|\bmensual\w*"
    r"|\b(?:al|ogni|per) mese\b|\bmensil\w*|\b(?:per|elke|iedere) maand\b|\bmaandelijks\w*"
    r"|\b(?:jeweils|je|immer) (?:am|zum)\b|\bchaque \d{1,2}\b|\b(?:toujours|chaque fois) le \d"
    r"|\btous les (?:premiers|\d{1,2})\b(?! jours)"
    r"|\bcada (?:dia )?\d{1,2}\b|\bcada primero\b|\bogni (?:primo|\d{1,2})\b|\b(?:elke"
    r"|iedere) (?:eerste|\d{1,2})|\btelkens (?:op )?de\b|\b(?:every|each) (?:first|\d{1,2}(?:st"
    r"|nd|rd|th))\b|\b(?:successive|consecutive|following|suivants?|folgenden|siguientes"
    r"|successivi|volgende) (?:months?|mois|monate|meses|mesi|maanden)\b"
)
_WEEKLY = re.compile(
    r"\bpar semaine\b|\b(?:chaque|toutes les) semaines?\b|\b(?:per|each|every) week\b|(?:\d"
    r"|€|£|\$|quid|pounds?|euros?|dollars?|hundred|fifty) a week\b|\bweekly\b|\b(?:pro"
    r"|jede) woche\b|\bwochentlich\b|\bwoechentlich\b"
    r"|\b(?:a la|por|cada) semana\b|\bsemanal\w*|\b(?:a|alla|ogni) settimana\b|\bsettimanal\w*"
    r"|\b(?:per|elke|iedere) week\b|\bwekelijks\w*"
    r"|\b(?:every|each|chaque|tous les|jeden|cada|todos los|ogni|elke|iedere) (?:mon|tues"
    r"|wednes|thurs|fri|satur|sun|lundi|mardi|mercredi|jeudi|vendredi"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|lunes|martes|miercoles|jueves|viernes"
    r"|lunedi|martedi|mercoledi|giovedi|venerdi|maandag|dinsdag"
    r"|woensdag|donderdag|vrijdag|samedi|samstag|sonnabend|sabado|sabato|zaterdag)(?:day|s|urday)?\b"
)
_EACH = re.compile(
    r"\b(?:each|apiece|every time|a go|chacun\w*|chaque fois|a chaque fois|jeweils|je(?= ?(?:\d|€|eur|chf|zur|die|ein))"
    r"|jedes mal|cada un[oa]|cada vez|ciascun[oa]|ognun[oa]|ogni volta|l'un[oa]|telkens|elk|per keer"
    r"|respectively)\b|\b\d+ ?x ?(?=\d|€|£|\$)"
)
_NUMBERS = {word: n for words in amount_words.NUMBERS.values() for word, n in words.items() if 2 <= n <= 24}
_NUMBERS |= {"a couple of": 2}
_N = rf"(?P<n>\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_TIMES = re.compile(
    rf"\b{_N} ?(?:fois|mois|mensualites?|versements|echeances|virements|paiements|times"
    rf"|months|instal?ments|payments|parts|mal\b|monate?n?\b|raten|teilen|teilzahlungen"
    rf"|veces|meses|cuotas|plazos|pagos|mensualidades|volte|mesi|rate\b|tranche|bonifici"
    rf"|keer|maanden|termijnen|delen|betalingen"
    rf"|(?:weeks|semaines|wochen|semanas|settimane|weken|(?:equal|egales?|gleichen?|iguales"
    rf"|uguali|gelijke) \w{{3,15}}|(?:monthly|weekly|successive|consecutive) \w{{3,15}}))"
    rf"|\b(?P<x>\d{{1,2}}) ?x ?(?=[\d€£$]|eur|chf)|\b(?P<twice>twice|zweimal|deux fois|dos veces"
    rf"|due volte|tweemaal)\b|\b(?P<thrice>dreimal|thrice|driemaal)\b|\b(?P<four>viermal|viermaal)\b"
)
_FORTNIGHTLY = re.compile(
    r"\bfortnightly\b|\b(?:every|each) (?:fortnight|two weeks|2 weeks|other week)\b|\bbi-?weekly\b"
    r"|\btoutes les (?:deux|2) semaines\b|\btous les (?:quinze|15) jours\b"
    r"|\balle (?:zwei|2) wochen\b|\balle (?:vierzehn|14) tage\b|\bzweiwoe?chentlich\b"
    r"|\bcada (?:dos|2) semanas\b|\bcada (?:quince|15) dias\b|\bquincenal\w*"
    r"|\bogni (?:due|2) settimane\b|\bogni (?:quindici|15) giorni\b"
    r"|\b(?:om de|elke|iedere) (?:twee|2) weken\b|\btweewekelijks\w*"
)
_PARTS = (
    r"(?:(?:equal|egales?|gleiche[nr]?|iguales|uguali|gelijke|monthly|mensuel\w*|mensual\w*|mensil\w*) )?"
    r"(?:fois|mensualites?|versements|echeances|virements|paiements|times|instal?ments|payments|mal|raten|teilzahlungen"
    r"|zahlungen|uberweisungen|teilbetrage|transfers|cheques|chunks|lots|veces|cuotas|plazos|pagos|mensualidades"
    r"|transferencias|partes|volte|rate|bonifici|versamenti|pagamenti|keer|termijnen|betalingen|overschrijvingen"
    r"|delen|parts|teilen)"
)
_SO_OFTEN_BEFORE = re.compile(
    rf"(?:\b{_N} {_PARTS}|\b(?P<x>\d{{1,2}}) ?x|\b(?P<twice>twice|zweimal)\b|\b(?P<thrice>dreimal|thrice|driemaal)\b"
    rf"|\b(?P<four>viermal|viermaal)\b)"
    rf" ?(?:(?:of|de|da|zu|zu je|a|van|je|von|per|by|at) ?)?[€£$(]?$"
)
_SO_OFTEN_AFTER = re.compile(
    rf",? ?(?:each,? )?(?:in )?(?:{_N} {_PARTS}\b|(?P<x>\d{{1,2}}) ?x\b|(?P<twice>twice|zweimal)\b"
    rf"|(?P<thrice>dreimal|thrice|driemaal)\b|(?P<four>viermal|viermaal)\b)"
)
_FROM = re.compile(
    r"\b(?:from|starting|beginning|commencing|as of|a?partir d(?:u|e|el)|a compter du|des le|dal|dall'|partire dal|ab"
    r"|beginnend|vanaf|met ingang van|desde|empezando|comenzando|first (?:one )?(?:on|is)"
    r"|premiere? (?:fois )?(?:le|au)|erste (?:rate )?(?:am|zum)|primera? (?:cuota )?(?:el|para el)|prima (?:rata )?il"
    r"|eerste (?:termijn )?(?:op|komt))\b"
)
_NEXT = re.compile(rf"{days_placed.NEXT_FEW} [a-z]+$")
_SO_MANY_MONTHS = re.compile(rf"\b{_N} (?:mois|months|monate?n?|meses|mesi|maanden)\b")
_UNTIL = re.compile(
    r"\b(?:jusqu'(?:au|en|a)(?: fin| mi)?|until|till|through(?: to)?|up to|bis(?: zum| einschliesslich"
    r"| inkl\.?| ende)?|hasta(?: el| fin de| finales de)?|fino (?:al?|ad)(?: fine)?|tot(?: en met"
    r"| eind)?|t/m|incl\.?)"
    r" (?:(?:the |end of |le )?\d{1,2}\.?(?:st|nd|rd|th|er|e)? (?:of |de |di )?)?(?P<m>[a-z]{3,10})\b"
    r"(?: (?P<y>20\d\d))?"
)
_MONTHS = {
    name: month
    for language in days_found.LANGUAGES.values()
    for name, month in language.LANGUAGE.words.months.items()
    if len(name) >= 3
}


_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH_END = re.compile(rf"(?:{_NAMES})\.?$")
_EQUAL = re.compile(
    r"\b(?:equal|parts? egales?|egaux|egales|gleichen?|gleich grossen?|iguales|uguali|gelijke"
    r"|fifty-?fifty|50/50|half and half|split evenly"
    r"|halb [^\n]{1,30} halb|mezzo [^\n]{1,30} mezzo|cinquante-cinquante|fifty fifty"
    r"|je zur halfte|moitie-moitie|mitad y mitad|meta e meta)\b"
)
_EACH_MONTH = re.compile(
    r" ?(?:de |of |di |des |van |in )?(?:chaque|tous les|each|every|eines jeden|jeden|jedes|cada|ogni|elke|iedere)"
    r" (?:mois|month|monats?|mes|mese|maand)"
)
# "And so on": as often as makes up the invoice.
_SO_ON = re.compile(
    r"\b(?:ainsi de suite|jusqu'a ce que|jusqu'a (?:epuisement|extinction|solde)|and so on|until (?:it|all"
    r"|everything|the|we|i)|till (?:it|all|we)|und so (?:weiter|fort)|usw|bis (?:alles|es)"
    r"|y asi|hasta (?:que|completar|saldar"
    r"|terminar|liquidar)|e cosi via|fino a (?:saldo|estinzione|che)|finche|enzovoorts?|en zo (?:verder|voort)"
    r"|tot (?:het|alles|de|en met het))\b"
)
_AND = r"(?: ?(?:,|&|/) ?(?:and |et |und |y |e |en )?| and | et | und | y | e | en )"
_LIST = re.compile(
    rf"(?:[ ,:(]{{1,3}}(?:also|that is|soit|c'est-a-dire|es decir|cioe|ossia|dus|namely"
    rf"|i\.e\.|in|of|von|de|di|van)? ?|{_AND})"
    rf"(?P<months>(?:{_NAMES})\b(?:{_AND}(?:{_NAMES})\b){{0,11}})"
)


def each(text: str) -> bool:
    """Do the words give one amount to several days?"""
    return bool(_EACH.search(fold(text).text))


def equal_parts(text: str, count: int) -> bool:
    """Is the whole told to come in so many equal parts?"""
    folded = fold(text).text
    return bool(_EQUAL.search(folded)) and (_times(folded) or count) == count


def monthly(near: str) -> bool:
    """Do the words speak of each month?"""
    folded = fold(near).text
    return bool(_EACH_MONTH.search(folded) or _MONTHLY.search(folded))


def expand(
    days: Sequence[days_found.Found], amounts: Sequence[money_found.Found], text: str, about: Subject
) -> tuple[PromisedPayment, ...]:
    """The payments of a plan that names its first day, its amount and how often; () where it is no such plan."""
    clear = [d for d in days if d.day is not None]
    if len(clear) > 2:  # "Every Friday, from 9 to 30 May"
        clear = [d for d in clear if d.rule != "each_weekday"]
    sums = [a for a in amounts if a.amount is not None]
    if not clear or len(clear) > 2 or len({a.amount for a in sums}) > 1 or len(sums) < len(amounts):
        return ()
    near = _around(text, [*clear, *sums])
    listed = _listed(text, clear[0])
    first, last = (f(d.day for d in clear if d.day is not None) for f in (min, max))
    if not listed and len(sums) > 1 and not _MONTHLY.search(fold(near).text):
        return ()
    plan = _plan(fold(near).text, first, last, sums[0] if sums else None, about)
    if plan.count == 1 and sums and len(clear) == 1:
        plan = replace(plan, count=_so_often(text, clear[0], sums[0], about))
    steps = listed or [later(first, k, plan.weeks) for k in range(plan.count)]
    if len(steps) <= len({d.day for d in clear}):
        return ()
    amount = sums[0].amount if sums else _part(about, len(steps))
    return tuple(PromisedPayment(day=day, amount=amount, evidence=near[:200]) for day in steps[:_MOST])


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """``weeks``: from one to the next; 0: a month."""

    count: int
    weeks: int = 0


def _plan(folded: str, first: date, last: date, amount: money_found.Found | None, about: Subject) -> _Plan:
    """How often, and is it by the week?"""
    weeks = 2 if _FORTNIGHTLY.search(folded) else 1 if _WEEKLY.search(folded) else 0
    weekly, monthly = bool(weeks), bool(_MONTHLY.search(folded))
    monthly = monthly or (each(folded) and bool(_SO_MANY_MONTHS.search(folded)))
    times = _times(folded)
    each_one = amount.amount if amount is not None and not amount.rule.startswith("1/") else None
    whole = about.amount if each_one else None
    if not (monthly or weekly):
        # "In three instalments of 400 from 1 March" goes by the month; three times of anything else does not.
        return _Plan(count=times if whole and each_one and times and times * each_one == whole else 1)
    count = times or _until(folded, first, weekly=weekly)
    so_on = _SO_ON.search(folded) if whole and each_one and not whole % each_one else None
    if count is None and monthly and last.day == first.day and last > first and not so_on:
        count = _months(first, last) + 1
    if count is None and whole and each_one and not whole % each_one:
        count = int(whole / each_one)
    return _Plan(count=count if count and 2 <= count <= _MOST else 1, weeks=0 if monthly else weeks)


def so_often(text: str, amount: money_found.Found) -> int | None:
    """ "3 x 400": how often, where it is told beside the amount."""
    before = _SO_OFTEN_BEFORE.search(fold(text[max(0, amount.start - 48) : amount.start]).text)
    told = before or _SO_OFTEN_AFTER.match(fold(text[amount.end : amount.end + 48]).text)
    return _number(told) if told else None


def _so_often(text: str, day: days_found.Found, amount: money_found.Found, about: Subject) -> int:
    """ "3 x 400 from 1 December": how often; 1 where it is not said, or is too much."""
    since = _FROM.search(fold(text[max(0, day.start - 24) : day.end]).text)
    count = so_often(text, amount) if since else None
    if count is None or amount.amount is None or not 2 <= count <= _MOST:
        return 1
    # A cent or two more than the invoice comes of rounding.
    return count if about.amount is None or amount.amount * count <= about.amount * Decimal("1.01") else 1


def _listed(text: str, first: days_found.Found) -> list[date]:
    """ "On the first, that is May, June and July": the same day of each month. "The next two Thursdays." """
    if first.day is None:
        return []
    so_many = _NEXT.search(fold(text[first.start : first.end]).text) if first.rule == "weekday" else None
    if so_many:
        count = next(days_placed.FEW[word] for word in so_many[0].split() if word in days_placed.FEW)
        return [first.day + timedelta(weeks=k) for k in range(count)]
    match = _LIST.match(fold(text[first.end : first.end + 120]).text)
    months = [_MONTHS[word] for word in re.findall(_NAMES, match["months"])] if match else []
    if _MONTH_END.search(fold(text[first.start : first.end]).text):
        months = [first.day.month, *months]
    days: list[date] = []
    for month in dict.fromkeys(months):
        since = days[-1] if days else first.day - timedelta(days=1)
        year = since.year + (1 if month < since.month else 0)
        days.append(date(year, month, min(first.day.day, when.end_of_month(year, month).day)))
    return days if len(days) > 1 else []


def _part(about: Subject, count: int) -> Decimal | None:
    """An equal part of the invoice; None where it does not come out even."""
    if about.amount is None:
        return None
    part = (about.amount / count).quantize(Decimal("0.01"))
    return part if part * count == about.amount else None


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _around(text: str, parts: Sequence[days_found.Found | money_found.Found]) -> str:
    """The sentences that hold the days and amounts."""
    start, end = min(p.start for p in parts), max(p.end for p in parts)
    left = max(text.rfind(mark, max(0, start - 200), start) for mark in (". ", "\n\n", "! ", "? "))
    ends = [place for mark in (". ", "\n\n", "! ", "? ") if (place := text.find(mark, end, end + 200)) >= 0]
    return text[left + 1 if left >= 0 else max(0, start - 200) : min(ends, default=end + 200)].strip()


def step(near: str) -> int | None:
    """The weeks from one payment to the next, 0 for a month; None where the words speak of neither."""
    folded = fold(near).text
    if _MONTHLY.search(folded):
        return 0
    return 2 if _FORTNIGHTLY.search(folded) else 1 if _WEEKLY.search(folded) else None


def _times(folded: str) -> int | None:
    times = _TIMES.search(folded)
    return None if times is None else _number(times)


def _number(times: re.Match[str]) -> int | None:
    if times["twice"]:
        return 2
    if times["thrice"]:
        return 3
    if times["four"]:
        return 4
    word = times["n"] or times["x"] or ""
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def _until(folded: str, first: date, *, weekly: bool) -> int | None:
    """ "Until May": that month is the last one."""
    until = _UNTIL.search(folded)
    if until is None or until["m"] not in _MONTHS or weekly:
        return None
    month = _MONTHS[until["m"]]
    year = int(until["y"]) if until["y"] else first.year + (1 if month < first.month else 0)
    return _months(first, date(year, month, 1)) + 1


def later(first: date, count: int, weeks: int) -> date:
    if weeks:
        return first + timedelta(weeks=weeks * count)
    if first == when.end_of_month(first.year, first.month) and first.day < 31:
        return when.end_of_month(*when.month_after(first, count))
    return when.add_months(first, count)
