"""The day at the end of what an owner writes: ``Dupont 15/12``, ``Dupont jusqu'au 15``. Never a clock, never a case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from bot.core.when import NOT_A_DAY, Written, add_months, calendar_day, day_of_month, end_of_month, weekday

_MONTHS = {
    **dict.fromkeys(("janvier", "janv", "january", "jan"), 1),
    **dict.fromkeys(("fevrier", "fevr", "fev", "february", "feb"), 2),
    **dict.fromkeys(("mars", "march", "mar"), 3),
    **dict.fromkeys(("avril", "avr", "april", "apr"), 4),
    **dict.fromkeys(("mai", "may"), 5),
    **dict.fromkeys(("juin", "june", "jun"), 6),
    **dict.fromkeys(("juillet", "juil", "july", "jul"), 7),
    **dict.fromkeys(("aout", "august", "aug"), 8),
    **dict.fromkeys(("septembre", "sept", "september", "sep"), 9),
    **dict.fromkeys(("octobre", "october", "oct"), 10),
    **dict.fromkeys(("novembre", "november", "nov"), 11),
    **dict.fromkeys(("decembre", "december", "dec"), 12),
}
_LEAD = r"(?:jusqu'?(?:au|a|en)?|until|till|to|au|le|for|pour|pendant|on)"
_WEEKDAYS = {
    **dict.fromkeys(("lundi", "monday"), 0),
    **dict.fromkeys(("mardi", "tuesday"), 1),
    **dict.fromkeys(("mercredi", "wednesday"), 2),
    **dict.fromkeys(("jeudi", "thursday"), 3),
    **dict.fromkeys(("vendredi", "friday"), 4),
    **dict.fromkeys(("samedi", "saturday"), 5),
    **dict.fromkeys(("dimanche", "sunday"), 6),
}
_COUNTS = {
    **dict.fromkeys(("un", "une", "a", "one"), 1),
    **dict.fromkeys(("deux", "two"), 2),
    **dict.fromkeys(("trois", "three"), 3),
    **dict.fromkeys(("quatre", "four"), 4),
    "huit": 8,
    "quinze": 15,
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = f"(?:(?:{'|'.join(_WEEKDAYS)}) )?"
_Find = Callable[[re.Match[str], Written], date]


def _iso(found: re.Match[str], written: Written) -> date:
    return date(int(found["y"]), int(found["m"]), int(found["d"]))


def _numeric(found: re.Match[str], written: Written) -> date:
    day, month, year = int(found["d"]), int(found["m"]), found["y"]
    if month > 12 >= day:
        day, month = month, day  # 12/31: only one way is a day
    return calendar_day(day, month, int(year) if year else None, written)


def _named(found: re.Match[str], written: Written) -> date:
    year = found["y"]
    return calendar_day(int(found["d"]), _MONTHS[found["m"]], int(year) if year else None, written)


def _of_month(found: re.Match[str], written: Written) -> date:
    return day_of_month(int(found["d"]), written)


def _span(found: re.Match[str], written: Written) -> date:
    """``8 jours``, ``deux semaines``, ``un mois``."""
    count = _COUNTS.get(found["n"]) or int(found["n"])
    match found["unit"][0]:
        case "m":
            return add_months(written.on, count)
        case "s" | "w":
            return written.on + timedelta(days=7 * count)
        case _:
            return written.on + timedelta(days=count)


def _month_end(found: re.Match[str], written: Written) -> date:
    return end_of_month(written.on.year, written.on.month)


def _next_week(found: re.Match[str], written: Written) -> date:
    return written.on + timedelta(days=7 - written.on.weekday())


def _next_month(found: re.Match[str], written: Written) -> date:
    return end_of_month(written.on.year, written.on.month) + timedelta(days=1)


def _which(found: re.Match[str], written: Written) -> date:
    """A week or a month without "until" may mean any of its days: he is asked."""
    return NOT_A_DAY


def _weekday(found: re.Match[str], written: Written) -> date:
    return weekday(_WEEKDAYS[found["w"]], written)


_FORMS: tuple[tuple[str, _Find], ...] = (
    (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", _iso),
    (r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})(?:[/.-](?P<y>\d{4}|\d{2})?)?", _numeric),
    (rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)? (?P<m>{_MONTH})\.?(?: (?P<y>\d{{4}}))?", _named),
    (rf"(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>\d{{4}}))?", _named),
    (r"(?P<n>\d{1,3}) ?(?P<unit>jours?|j|days?|d|semaines?|weeks?|mois|months?)", _span),
    (rf"(?P<n>{'|'.join(_COUNTS)}) (?P<unit>jours?|days?|semaines?|weeks?|mois|months?)", _span),
)
_WITHOUT_A_LEAD: tuple[tuple[str, _Find], ...] = (
    (r"(?:jusqu'?)?(?:a |at |until |till |by )?(?:(?:la )?fin d[ue] mois|(?:the )?end of (?:the )?month)", _month_end),
    (r"(?:jusqu'?a|until|till) (?:la semaine prochaine|next week)", _next_week),
    (r"(?:jusqu'?au|until|till) (?:mois prochain|next month)", _next_month),
    (r"(?:la semaine prochaine|next week|le mois prochain|next month|ce week-?end|this weekend)", _which),
    (r"(?<!dans )(?<!sous )(?<!pour )(?<!pendant )(?<!in )(?<!for )(?:un jour|one day|a day)", _which),
)
# A bare number or weekday may belong to a name (Garage 2000, Agence Vendredi), so it needs a word before it.
_AFTER_A_LEAD: tuple[tuple[str, _Find], ...] = (
    (rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)?", _of_month),
    (rf"(?P<w>{'|'.join(_WEEKDAYS)})", _weekday),
)
_READY = [
    ("", _WITHOUT_A_LEAD),
    (rf"(?:(?:{_LEAD}|dans|sous|in|within|d'ici) )?", _FORMS),
    (f"{_LEAD} ", _AFTER_A_LEAD),
]
_ALL = [(re.compile(f"(?:^| )(?:{lead}(?:{form}))$"), find) for lead, forms in _READY for form, find in forms]


def split(argument: str, today: date) -> tuple[str, date | None]:
    """The words before the day, and the day; None: there is none. A day without a year is the next such day.

    Raises ValueError for what is written as a day and is none (31/02), or is not after today.
    """
    words = " ".join(argument.split())
    plain = _plain(words)
    written = Written(on=today, holiday=lambda day: False)
    for pattern, find in _ALL:
        found = pattern.search(plain)
        if found is None:
            continue
        try:
            day = find(found, written)
        except (ValueError, OverflowError):
            day = NOT_A_DAY
        if day == NOT_A_DAY or day <= today:
            raise ValueError(words[found.start() :].strip())
        return words[: found.start()].strip(), day
    return words, None


def _plain(words: str) -> str:
    """Letter by letter the same length: no capitals, no accents, one kind of apostrophe."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in words).lower().replace("’", "'")
