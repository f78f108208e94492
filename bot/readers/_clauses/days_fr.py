"""Days in French, folded (lower case, no accents). A table for bot.core.when; never what the day is for."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.core import when
from bot.core.when import NOT_A_DAY, Resolve, Table, Written

_DAYS = {"lun": 0, "mar": 1, "mer": 2, "jeu": 3, "ven": 4, "sam": 5, "dim": 6}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv",
            "fevrier fevr fev",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        1,
    )
    for name in names.split()
}
_NUMBERS = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "dix": 10,
    "douze": 12,
    "quinze": 15,
    "vingt": 20,
    "trente": 30,
    "huitaine": 8,
    "dizaine": 10,
    "quinzaine": 15,
}
_WD = "(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_M = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?:\.|\b)"
_D = "(1er|premier|[0-3]?[0-9])"
_N = r"(\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_WEEK = r"(?:(?:de |dans |en )?(?:la )?semaine (?:prochaine|suivante|qui vient|d'apres)|sem\.? pro)"
# What may stand behind "le 15" when the 15th is meant: not "le 15 cartons", not "15 %".
_ENDS = (
    r"(?=\s*(?:[.,;:!?)\n\"»]|$|-|—|–|(?:au|et|ou|puis|pour|par|avec|sans|comme|via|a|courant|prochain|de|du"
    r"|inclus|matin|soir"
    r"|maximum|max|dernier|sur|des|dans|mais|je|on|nous|vous|si|car|le|la|les|soit|merci|parole|promis|cdt|cdlt|ok)\b))"
)


def _of(text: str) -> int:
    return 1 if text in ("1er", "premier") else int(text)


def _wd(text: str) -> int:
    return _DAYS[text[:3]]


def _full(match: re.Match[str], written: Written) -> date:
    year = int(match[3]) if match[3] else None
    return when.calendar_day(_of(match[1]), _MONTHS[match[2]], year, written)


def _end_of_named_month(match: re.Match[str], written: Written) -> date:
    month = _MONTHS[match[1]]
    if match[2]:
        return when.end_of_month(int(match[2]), month)
    year = written.on.year + (1 if month < written.on.month and not written.past else 0)
    return when.end_of_month(year, month)


def _thirty_days_end_of_month(match: re.Match[str], written: Written) -> date:
    later = written.on + timedelta(days=int(match[1]))
    end = when.end_of_month(later.year, later.month)
    if not match[2]:
        return end
    year, month = when.month_after(end, 1)
    return date(year, month, int(match[2]))


def _in_eight(match: re.Match[str], written: Written) -> date:
    return when.weekday(_wd(match[1]), written, weeks=2 if match[2] in ("quinze", "15") else 1)


def _weekday_next_week(match: re.Match[str], written: Written) -> date:
    return when.in_week(_wd(match[1]), written)


def _weekday(match: re.Match[str], written: Written) -> date:
    return when.weekday(_wd(match[1]), written)


def _last_weekday(match: re.Match[str], written: Written) -> date:
    return written.on - timedelta(days=(written.on.weekday() - _wd(match[1]) - 1) % 7 + 1)


def _weekday_and_day(match: re.Match[str], written: Written) -> date:
    return when.day_of_month(_of(match[2]), written)


def _span(match: re.Match[str], written: Written) -> date:
    count, unit = when.number(match[1], _NUMBERS), match[2]
    business = bool(match[3])
    if written.past:
        return NOT_A_DAY
    return when.span(count, unit if unit != "mois" else "mois", written, business=business)


def _eight(match: re.Match[str], written: Written) -> date:
    return NOT_A_DAY if written.past else written.on + timedelta(days=_NUMBERS[match[1]])


def _ago(match: re.Match[str], written: Written) -> date:
    count = when.number(match[1], _NUMBERS)
    return written.on - timedelta(days=count * (7 if match[2].startswith("semaine") else 1))


def _day(match: re.Match[str], written: Written) -> date:
    return when.day_of_month(_of(match[1]), written)


def _day_next_month(match: re.Match[str], written: Written) -> date:
    return when.day_of_month(_of(match[1]), written, months=1)


def _day_this_month(match: re.Match[str], written: Written) -> date:
    return when.day_of_month(_of(match[1]), written, months=0)


def _month_end(months: int) -> Resolve:
    return lambda _, written: when.end_of_month(*when.month_after(written.on, months))


def _week_end(weeks: int) -> Resolve:
    return lambda _, written: when.end_of_week(written, weeks)


def _year_end(match: re.Match[str], written: Written) -> date:
    return date(written.on.year, 12, 31)


_RULES: tuple[tuple[str, Resolve], ...] = (
    (rf"\b(?:{_WD[1:-1]})?\s*{_D}\s+{_M}(?:\s+(20\d\d))?", _full),
    (r"\b(30|45|60)\s*j(?:ours)?\.?\s+fin de mois(?:\s+le\s+(\d\d?))?", _thirty_days_end_of_month),
    (rf"\bfin\s+(?:du mois )?(?:de |d')?{_M}(?:\s+(20\d\d))?", _end_of_named_month),
    (rf"\b(?:mi|debut|courant|mi-)[\s-]*(?:du mois )?(?:de |d')?{_M}", when.unclear),
    (rf"\b{_WD} en (huit|8|quinze|15)\b", _in_eight),
    (rf"\b{_WD},? {_WEEK}", _weekday_next_week),
    (rf"\bsemaine prochaine,? (?:le )?{_WD}\b", _weekday_next_week),
    (rf"\b{_WD} (?:dernier|passe)\b", _last_weekday),
    (rf"\b{_WD} (?:le )?{_D}\b(?!\s*(?:h|heures|€|eur|%))", _weekday_and_day),
    (r"\bfin (?:de (?:la )?|la )?semaine prochaine|\bvendredi de la semaine prochaine", _week_end(1)),
    (r"\bfin (?:de (?:la |cette )?|la )?semaine\b", _week_end(0)),
    (r"\bfin (?:du |de |de ce |le |ce )?mois (?:prochain|suivant)", _month_end(1)),
    (r"\bfin (?:du |de |de ce |le |ce )?mois\b", _month_end(0)),
    (r"\bfin (?:d'annee|de l'annee)\b", _year_end),
    (rf"\b{_D} (?:du|le) mois (?:prochain|suivant)", _day_next_month),
    (rf"\b{_D} (?:de ce mois|du mois|courant|du courant)(?! prochain)", _day_this_month),
    (r"\b(?:sous|dans|d'ici|dans les) (?:une |la |cette )?(huitaine|dizaine|quinzaine)\b(?: de jours)?", _eight),
    (
        rf"\b(?:sous|dans|d'ici|d'ici a|en|avant|dans les|dans un delai de|sous un delai de|delai de) (?:les )?{_N}\s*"
        rf"(jours?|j|semaines?|mois|heures?|h)\b(?:\s+(ouvre|ouvrable)e?s?)?",
        _span,
    ),
    (rf"\bil y a {_N} (jours?|semaines?)", _ago),
    (r"\bavant[- ]hier\b", when.plus(-2)),
    (r"\bhier\b", when.plus(-1)),
    (r"\bapres[- ]demain\b", when.plus(2)),
    (r"\bdemain\b", when.plus(1)),
    (r"\baujourd'?hui\b|\bce (?:jour|soir|matin|midi)\b|\bcet apres[- ]midi\b|\bdans la journee\b", when.plus(0)),
    (r"\b(?:tout de suite|immediatement|sur-le-champ)\b", when.plus(0)),
    (r"\bweek-?\s?end\b|\bsemaine prochaine\b|\bmois prochain\b|\bcette semaine\b|\bdans la semaine\b", when.unclear),
    (r"\b(?:prochainement|bientot|sous peu|rapidement|au plus vite|des que possible|incessamment)\b", when.unclear),
    (r"\b(?:dans les|ces) (?:prochains |tous prochains )?jours\b|\bdans quelques (?:jours|semaines)\b", when.unclear),
    (r"\ba mon retour\b|\ben (?:debut|milieu) de (?:mois|semaine)\b", when.unclear),
    (rf"\bsemaine (?:du )?{_D}\b", when.unclear),
    (rf"\ble {_WD}\b(?! (?:suivant|matin|soir|apres))|\btous les {_WD}s\b", when.unclear),  # "on Mondays"
    (rf"\b{_WD}\b", _weekday),
    (rf"\b(?:le|du|au|pour le|avant le|d'ici le|d'ici au) {_D}\b{_ENDS}", _day),
)
TABLE: Table = (
    when.ISO,
    when.NUMERIC,
    when.DOTTED,
    *((re.compile(pattern), resolve) for pattern, resolve in _RULES),
)
