"""From a match to a day, ahead and back: one resolver for each way of telling it. Never the words of a language."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.core import when
from bot.core.days import add_business_days
from bot.readers._spans.grammar import Both, NoSuchDay, NotADay, Resolve, Seen


def unclear(seen: Seen) -> Both:
    """A time that cannot be waited for."""
    return Both()


def was(seen: Seen) -> Both:
    """A time behind that names no day."""
    return Both(past=True)


def offset(days: int) -> Resolve:
    """Today, tomorrow, yesterday."""

    def resolve(seen: Seen) -> Both:
        day = seen.on + timedelta(days=days)
        return Both(
            day=day if days >= 0 else None,
            past_day=day if days <= 0 else None,
            past=days < 0,
        )

    return resolve


def _absolute(day: date, on: date) -> Both:
    return Both(day=day, past_day=day if day <= on else None, past=day < on)


def day_month(seen: Seen) -> Both:
    both = calendar(seen.dom, seen.month, seen.year, seen.on)
    return Both(past_day=both.past_day, past=True) if seen.has("was") else both


def listed(seen: Seen) -> Both:
    """The 5th of "the 5th and 20th of November"; not the 22nd of "the 22nd, the 29th and 5 June"."""
    between = re.findall(r"\d+", seen.match.string[seen.match.end() : seen.match.start("m")])
    if between and int(between[-1]) <= seen.dom:
        raise NotADay
    return day_month(seen)


def calendar(dom: int, month: int, year: int | None, on: date) -> Both:
    """A day with its month: the next one (today counts, nobody says it a year ahead), and the latest one."""
    if not 1 <= month <= 12 or not 1 <= dom <= 31:
        raise NotADay
    if year is not None:
        return _absolute(_existing(year, month, dom), on)
    years = range(on.year - 1, on.year + 2)  # nobody speaks of a leap day years away
    known = [date(y, month, dom) for y in years if dom <= when.end_of_month(y, month).day]
    ahead = [d for d in known if d >= on]
    back = [d for d in known if d <= on]
    if not ahead and not back:
        raise NoSuchDay
    return Both(day=ahead[0] if ahead else None, past_day=back[-1] if back else None)


def _existing(year: int, month: int, dom: int) -> date:
    if 1 <= month <= 12 and 1 <= dom <= 31 and dom > when.end_of_month(year, month).day:
        raise NoSuchDay
    return date(year, month, dom)


def day_only(seen: Seen) -> Both:
    """The next such day of a month strictly after the day of writing; the latest one up to it."""
    return of_month(seen.dom, seen.on)


def of_month(dom: int, on: date) -> Both:
    if not 1 <= dom <= 31:
        raise NotADay
    ahead = [_in_month(dom, on, k) for k in range(13)]
    back = [_in_month(dom, on, -k) for k in range(13)]
    return Both(
        day=next(d for d in ahead if d is not None and d > on),
        past_day=next(d for d in back if d is not None and d <= on),
    )


def weekday_day(seen: Seen) -> Both:
    """ "Monday 21": the next 21st, or one of the three after it that is a Monday. Read back alike.

    Not "20 on Friday, 20 on Tuesday", nor a list's number on the line below.
    """
    following = re.findall(r"[^\W\d_]+", seen.match.string[seen.match.end() : seen.match.end() + 20])[:2]
    next_sum = "," in seen.match[0] and any(word in seen.words.weekdays for word in following)
    if next_sum or ".\n" in seen.match[0]:
        raise NotADay
    both = of_month(seen.dom, seen.on)
    near = [_in_month(seen.dom, seen.on, k) for k in range(-4, 5)]
    right = [d for d in near if d is not None and d.weekday() == seen.weekday]
    ahead = [d for d in right if d > seen.on]
    back = [d for d in right if d <= seen.on]
    return Both(day=ahead[0] if ahead else both.day, past_day=back[-1] if back else both.past_day)


def _in_month(dom: int, on: date, months: int) -> date | None:
    year, month = when.month_after(on, months)
    return date(year, month, dom) if dom <= when.end_of_month(year, month).day else None


def day_was(seen: Seen) -> Both:
    """The 3rd last: it lies behind."""
    return Both(past_day=of_month(seen.dom, seen.on).past_day, past=True)


def next_first(seen: Seen) -> Both:
    """Zum Monatsersten: the first of next month."""
    return of_month(1, seen.on)


def day_in(months: int) -> Resolve:
    """The 15th of this month, of next month, of last month."""

    def resolve(seen: Seen) -> Both:
        day = _in_month(seen.dom, seen.on, months)
        if day is None:
            raise NoSuchDay
        return _absolute(day, seen.on)

    return resolve


def numeric(seen: Seen) -> Both:
    """15/12, 15.12.2026: day first, unless only the other way is a day or the writer is American."""
    first, second = int(seen.match["d"]), int(seen.match["m"])
    if first == 1 and second in (2, 3, 4) and _parts(seen.match.string, second):
        raise NotADay
    if second > 12 >= first or (seen.written.month_first and first <= 12):
        first, second = second, first
    if not (1 <= second <= 12 and 1 <= first <= 31):
        raise NotADay
    return calendar(first, second, seen.year, seen.on)


def _parts(text: str, parts: int) -> bool:
    """ "1/3 today, 1/3 on Monday, 1/3 on Friday": a fraction told so often is no day."""
    return len(re.findall(rf"(?<![\w/.,])1/{parts}(?![\w/])", text)) == parts


def iso(seen: Seen) -> Both:
    return _absolute(_existing(int(seen.match["y"]), int(seen.match["m"]), int(seen.match["d"])), seen.on)


def weekday(seen: Seen) -> Both:
    return Both(day=_next(seen), past_day=_last(seen))


def _next(seen: Seen) -> date:
    return seen.on + timedelta(days=(seen.weekday - seen.on.weekday() - 1) % 7 + 1)


def _last(seen: Seen) -> date:
    return seen.on - timedelta(days=(seen.on.weekday() - seen.weekday - 1) % 7 + 1)


def weekday_was(seen: Seen) -> Both:
    return Both(past_day=_last(seen), past=True)


def weekday_plus(weeks: int) -> Resolve:
    """Friday week: so many weeks after the next one."""
    return lambda seen: Both(day=_next(seen) + timedelta(weeks=weeks))


def nth_weekday(months: int = 0) -> Resolve:
    """The last Friday of the month, of next month, of November; the next such day where no month is told."""

    def resolve(seen: Seen) -> Both:
        if seen.has("m"):
            days = [_nth(seen.on.year + k, seen.month, seen) for k in (-1, 0, 1)]
        else:
            days = [_nth(*when.month_after(seen.on, k), seen) for k in (months - 1, months, months + 1)]
        if months:
            return Both(day=days[1])
        return Both(day=next(d for d in days if d >= seen.on), past_day=next(d for d in days[::-1] if d <= seen.on))

    return resolve


def _nth(year: int, month: int, seen: Seen) -> date:
    if seen.nth < 0:
        end = when.end_of_month(year, month)
        return end - timedelta(days=(end.weekday() - seen.weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(seen.weekday - first.weekday()) % 7 + 7 * (seen.nth - 1))


def numbered_week(seen: Seen) -> Both:
    """That weekday (Friday: its end) of a calendar week told by its number."""
    day = seen.weekday if seen.has("w") else 4
    weeks = [date.fromisocalendar(seen.on.year + k, int(seen.match["n"]), day + 1) for k in (-1, 0, 1)]
    return Both(day=next(d for d in weeks if d >= seen.on), past_day=next(d for d in weeks[::-1] if d <= seen.on))


def numbered_quarter(seen: Seen) -> Both:
    end = when.end_of_month(seen.on.year, 3 * int(seen.match["n"]))
    return Both(day=end if end >= seen.on else when.end_of_month(seen.on.year + 1, 3 * int(seen.match["n"])))


def weekday_in_weeks(seen: Seen) -> Both:
    """Friday in two weeks: two weeks after the next one, as in "Friday week"."""
    count = seen.number if seen.has("n") else 1
    if count > 12:
        raise NotADay
    return Both(day=_next(seen) + timedelta(weeks=count))


def weekday_week(weeks: int) -> Resolve:
    """That weekday of the calendar week so many weeks on."""

    def resolve(seen: Seen) -> Both:
        day = seen.on + timedelta(days=seen.weekday - seen.on.weekday() + 7 * weeks)
        return Both(
            day=day if weeks >= 0 and day >= seen.on else None, past_day=day if day <= seen.on else None, past=weeks < 0
        )

    return resolve


def in_time(seen: Seen) -> Both:
    """Within so many days."""
    count, unit = seen.number, "b" if seen.has("b") else seen.unit
    return Both(day=_after(seen, count, unit))


def in_time_too(seen: Seen) -> Both:
    """ "In ten days and in twenty": the unit is that of the time told before, by the same word."""
    before = seen.match.string[max(0, seen.match.start() - 80) : seen.match.start()]
    word = re.match(r"\w+", seen.match[0])
    told = re.findall(rf"\b{word[0] if word else ''} (?:de )?\w+ (\w+)", before)
    unit = seen.words.units.get(told[-1]) if told else None
    if unit is None:
        raise NotADay
    return Both(day=_after(seen, seen.number, unit))


def _after(seen: Seen, count: int, unit: str) -> date:
    if count > 400:
        raise NotADay
    if unit == "h":
        return seen.on + timedelta(days=-(-count // 24) if count >= 24 else 0)
    if unit == "b":
        return add_business_days(seen.on, count, seen.written.holiday)
    if unit == "m":
        return when.add_months(seen.on, count)
    if unit == "y":
        return when.add_months(seen.on, 12 * count)
    return seen.on + timedelta(days=count * {"d": 1, "w": 7, "f": 14, "i": 0}[unit])


def ago(seen: Seen) -> Both:
    """So many days ago, or for so many days."""
    count, unit = seen.number, seen.unit
    if count > 400:
        raise NotADay
    if unit in "hi":
        day = seen.on - timedelta(days=count // 24 if unit == "h" else 0)
    elif unit in "my":
        day = when.add_months(seen.on, -count * (12 if unit == "y" else 1))
    else:
        day = seen.on - timedelta(days=count * {"d": 1, "b": 1, "w": 7, "f": 14}[unit])
    return Both(past_day=day, past=True)


def days_on(count: int) -> Resolve:
    """Sous huitaine: a word that is a number of days."""
    return lambda seen: Both(day=seen.on + timedelta(days=count))


def days_of(seen: Seen) -> Both:
    """Over een dag of tien: so many days on."""
    return Both(day=seen.on + timedelta(days=seen.number))


_PERIODS = {"huitaine": 8, "dizaine": 10, "quinzaine": 15}


def ago_period(seen: Seen) -> Both:
    """Il y a une quinzaine de jours."""
    return Both(past_day=seen.on - timedelta(days=_PERIODS[seen.match["n"]]), past=True)


def end_of_month(months: int) -> Resolve:
    """The last day of the month so many months on."""

    def resolve(seen: Seen) -> Both:
        day = when.end_of_month(*when.month_after(seen.on, months))
        if months < 0:
            return Both(past_day=day, past=True)
        back = day if day <= seen.on else when.end_of_month(*when.month_after(seen.on, months - 1))
        return Both(day=day, past_day=back if months == 0 else None)

    return resolve


def end_of_named_month(seen: Seen) -> Both:
    """Fin février: of this year while it lasts; the last one, read back."""
    on, month = seen.on, seen.month
    if seen.year is not None:
        return _absolute(when.end_of_month(seen.year, month), on)
    ends = [when.end_of_month(on.year + k, month) for k in (-1, 0, 1)]
    return Both(day=next(d for d in ends if d >= on), past_day=next(d for d in reversed(ends) if d <= on))


def end_of_week(weeks: int) -> Resolve:
    """The Friday of the week so many weeks on."""

    def resolve(seen: Seen) -> Both:
        friday = seen.on + timedelta(days=4 - seen.on.weekday() + 7 * weeks)
        if weeks < 0:
            return Both(past_day=friday, past=True)
        return Both(day=friday if friday >= seen.on else friday + timedelta(days=7))

    return resolve


def end_of_year(seen: Seen) -> Both:
    return Both(day=date(seen.on.year, 12, 31))


def end_of_quarter(seen: Seen) -> Both:
    return Both(day=when.end_of_month(seen.on.year, (seen.on.month + 2) // 3 * 3))


def net_end_of_month(seen: Seen) -> Both:
    """30 days end of month (the 10th): so many days on, then the end of that month (then that day of the next)."""
    if seen.number > 120:
        raise NotADay
    later = seen.on + timedelta(days=seen.number)
    end = when.end_of_month(later.year, later.month)
    if not seen.has("d"):
        return Both(day=end)
    day = _in_month(seen.dom, end, 1)
    if day is None:
        raise NotADay
    return Both(day=day)


def feast(seen: Seen) -> Both:
    """A feast with a fixed date, or counted from Easter."""
    what = seen.words.feasts[seen.match["f"].replace("-", " ").replace("\n", " ")]
    on = seen.on
    if what.startswith("n"):
        month, day, nth = (int(part) for part in what[1:].split("-"))
        days = [_of_feast(on.year + k, month, day, nth) for k in (-1, 0, 1)]
    elif what.startswith("e"):
        days = [_easter(on.year + k) + timedelta(days=int(what[1:])) for k in (-1, 0, 1)]
    else:
        month, dom = (int(part) for part in what.split("-"))
        days = [date(on.year + k, month, dom) for k in (-1, 0, 1)]
    return Both(day=next(d for d in days if d >= on), past_day=next(d for d in reversed(days) if d <= on))


def _of_feast(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _easter(year: int) -> date:
    """Easter Sunday (Gauss, in the form of Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    rest = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return date(year, month, day + 1)
