"""Days in English, folded (lower case, no accents). A table for bot.core.when; never what the day is for."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.core import when
from bot.core.when import NOT_A_DAY, Resolve, Table, Written

_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "fourteen": 14,
    "fifteen": 15,
    "thirty": 30,
}
_WD = r"\b(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
_WD_FULL = r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b"
_M = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_D = r"([0-3]?\d)(?:st|nd|rd|th)?"
_N = r"(\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_YEAR = r"(?:,?\s+(20\d\d))?"


def _wd(text: str) -> int:
    return _DAYS[text[:3]]


def _year(text: str | None) -> int | None:
    return int(text) if text else None


def _day_month(match: re.Match[str], written: Written) -> date:
    return when.calendar_day(int(match[1]), _MONTHS[match[2][:3]], _year(match[3]), written)


def _month_day(match: re.Match[str], written: Written) -> date:
    return when.calendar_day(int(match[2]), _MONTHS[match[1][:3]], _year(match[3]), written)


def _end_of_named_month(match: re.Match[str], written: Written) -> date:
    month = _MONTHS[match[1][:3]]
    year = _year(match[2]) or written.on.year + (1 if month < written.on.month and not written.past else 0)
    return when.end_of_month(year, month)


def _thirty_days_end_of_month(match: re.Match[str], written: Written) -> date:
    later = written.on + timedelta(days=int(match[1]))
    return when.end_of_month(later.year, later.month)


def _weekday(match: re.Match[str], written: Written) -> date:
    return when.weekday(_wd(match[1]), written)


def _last_weekday(match: re.Match[str], written: Written) -> date:
    return written.on - timedelta(days=(written.on.weekday() - _wd(match[1]) - 1) % 7 + 1)


def _weekday_week(match: re.Match[str], written: Written) -> date:
    return when.weekday(_wd(match[1]), written, weeks=1)


def _weekday_next_week(match: re.Match[str], written: Written) -> date:
    return when.in_week(_wd(match[1]), written)


def _span(match: re.Match[str], written: Written) -> date:
    if written.past:
        return NOT_A_DAY
    return when.span(when.number(match[1], _NUMBERS), match[3], written, business=bool(match[2]))


def _ago(match: re.Match[str], written: Written) -> date:
    count = when.number(match[1], _NUMBERS)
    return written.on - timedelta(days=count * (7 if match[2].startswith("w") else 1))


def _day(match: re.Match[str], written: Written) -> date:
    return when.day_of_month(int(match[1]), written)


def _day_next_month(match: re.Match[str], written: Written) -> date:
    return when.day_of_month(int(match[1]), written, months=1)


def _day_this_month(match: re.Match[str], written: Written) -> date:
    return when.day_of_month(int(match[1]), written, months=0)


def _month_end(months: int) -> Resolve:
    return lambda _, written: when.end_of_month(*when.month_after(written.on, months))


def _week_end(weeks: int) -> Resolve:
    return lambda _, written: when.end_of_week(written, weeks)


def _year_end(match: re.Match[str], written: Written) -> date:
    return date(written.on.year, 12, 31)


_RULES: tuple[tuple[str, Resolve], ...] = (
    (rf"\b{_D}\s+(?:of\s+)?{_M}{_YEAR}", _day_month),
    (rf"\b{_M}\s+(?:the\s+)?{_D}\b(?!:\d|\s?(?:pounds|eur|€|£|%)){_YEAR}", _month_day),
    (r"\b(30|45|60)\s*days\s+(?:from )?(?:end of (?:the )?month|eom)\b", _thirty_days_end_of_month),
    (rf"\bend of {_M}{_YEAR}", _end_of_named_month),
    (rf"\b(?:early|mid|late|beginning of|middle of|start of|mid-)[\s-]*{_M}", when.unclear),
    (rf"{_WD_FULL} week\b(?!\s*(?:of|end))", _weekday_week),
    (rf"\ba week (?:on )?{_WD}|\ba week from {_WD_FULL}", lambda m, w: when.weekday(_wd(m[1] or m[2]), w, weeks=1)),
    (rf"{_WD},? (?:of )?next week\b", _weekday_next_week),
    (rf"\bnext week(?:'s)?,? (?:on )?{_WD}", _weekday_next_week),
    (rf"\b(?:last|past) {_WD}", _last_weekday),
    (rf"{_WD_FULL},? (?:the )?([0-3]?\d)(?:st|nd|rd|th)\b", lambda m, w: when.day_of_month(int(m[2]), w)),
    (r"\b(?:a )?week today\b", when.plus(7)),
    (r"\b(?:a )?week tomorrow\b|\btomorrow week\b", when.plus(8)),
    (r"\b(?:a )?fortnight(?:'s time| today)?\b", when.plus(14)),
    (r"\bend of next week\b", _week_end(1)),
    (r"\bend of (?:the |this )?(?:working )?week\b|\bweek[- ]end(?=ing)\b|\beow\b", _week_end(0)),
    (r"\bend of next month\b|\bnext month[- ]end\b", _month_end(1)),
    (r"\bend of (?:the |this )?month\b|\bmonth[- ]end\b|\beom\b", _month_end(0)),
    (r"\bend of (?:the |this )?year\b|\byear[- ]end\b", _year_end),
    (rf"\b{_D} of next month\b", _day_next_month),
    (
        rf"\b{_D} of (?:the|this) month\b|\b{_D} (?:inst)\b",
        lambda m, w: when.day_of_month(int(m[1] or m[2]), w, months=0),
    ),
    (
        rf"\b(?:within|in|in the next|over the next|inside|no later than) (?:the next )?{_N} (working |business )?"
        rf"(days?|weeks?|months?|hours?|hrs?)\b(?:'? time)?",
        _span,
    ),
    (rf"\b{_N} (working |business )?(days?|weeks?|months?|hours?) (?:from (?:now|today)|time)\b", _span),
    (rf"\b{_N} (days?|weeks?) ago\b", _ago),
    (r"\bday before yesterday\b", when.plus(-2)),
    (r"\byesterday\b|\blast night\b", when.plus(-1)),
    (r"\bday after tomorrow\b", when.plus(2)),
    (r"\btomorrow\b|\btmrw\b|\b2moro\b", when.plus(1)),
    (
        r"\btoday\b|\btonight\b|\bthis (?:morning|afternoon|evening)\b|\bend of (?:the )?day\b|\beod\b|\bcob\b",
        when.plus(0),
    ),
    (r"\bclose of (?:business|play)\b|\bright now\b|\bstraight ?away\b|\bimmediately\b", when.plus(0)),
    (r"\b(?:this |the )?week-?\s?end\b|\bnext week\b|\bnext month\b|\bthis week\b|\bthis month\b", when.unclear),
    (r"\b(?:soon|shortly|asap|as soon as possible|in due course|before long)\b", when.unclear),
    (r"\b(?:coming|next few|few|couple of) (?:days|weeks)\b|\bwhen i(?:'m| am) back\b", when.unclear),
    (rf"\b(?:w/c|week commencing|week of|week beginning) (?:the )?{_D}\b", when.unclear),
    (
        rf"{_WD_FULL}|\b(?:on|by|this|next|until|till|before|come) {_WD}",
        lambda m, w: when.weekday(_wd(m[1] or m[2]), w),
    ),
    (r"\b(?:the|by|on|before|until|till) ([0-3]?\d)(?:st|nd|rd|th)\b", _day),
    (
        r"\b([0-3]?\d)(?:st|nd|rd|th)\b(?! (?:reminder|time|invoice|email|party|class|floor|notice|letter))",
        _day,
    ),
)
TABLE: Table = (
    when.ISO,
    when.NUMERIC,
    when.DOTTED,
    *((re.compile(pattern), resolve) for pattern, resolve in _RULES),
)
