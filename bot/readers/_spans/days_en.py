"""Days in English (Britain, Ireland, America, India, Africa, second-language writers), folded. Never what for."""

from __future__ import annotations

from bot.readers._spans import grammar as g
from bot.readers._spans.days_all import CLOCK, NUMBERED

_FULL = {f"{d}day{s}": i for i, d in enumerate("mon tues wednes thurs fri satur sun".split()) for s in ("", "s")}  # noqa: SIM905
_SHORT = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
_MONTHS = {
    name: i
    for i, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_TO_19 = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_ORDINALS_TO_19 = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_ORDINALS = {name: i for i, name in enumerate(_ORDINALS_TO_19.split(), 1)}
_ORDINALS |= {"twentieth": 20, "thirtieth": 30, "thirty first": 31}
_ORDINALS |= {f"twenty {name}": 20 + i for name, i in _ORDINALS.items() if i < 10}
_NUMBERS = {name: i for i, name in enumerate(_TO_19.split(), 1)}
_NUMBERS |= {f"twenty {name}": 20 + i for name, i in _NUMBERS.items() if i < 10}
_NUMBERS |= {"a": 1, "an": 1, "a couple of": 2, "couple of": 2, "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60}
_NUMBERS |= {"forty five": 45, "forty eight": 48, "seventy two": 72, "ninety": 90}
WORDS = g.Words(
    weekdays=_FULL | _SHORT,
    months=_MONTHS,
    numbers=_NUMBERS,
    ordinals=_ORDINALS,
    units={
        **dict.fromkeys(("day", "days", "days'", "day's"), "d"),
        **dict.fromkeys(("week", "weeks", "weeks'", "week's", "wk", "wks"), "w"),
        **dict.fromkeys(("month", "months", "months'", "month's"), "m"),
        **dict.fromkeys(("hour", "hours", "hours'", "hrs", "hr", "h"), "h"),
        **dict.fromkeys(("fortnight", "fortnights", "fortnight's"), "f"),
        **dict.fromkeys(("year", "years"), "y"),
        **dict.fromkeys(("minute", "minutes", "mins", "min"), "i"),
    },
    feasts={
        "christmas eve": "12-24",
        "christmas day": "12-25",
        "christmas": "12-25",
        "xmas": "12-25",
        "boxing day": "12-26",
        "new year's eve": "12-31",
        "new years eve": "12-31",
        "hogmanay": "12-31",
        "new year's day": "1-1",
        "new year": "1-1",
        "epiphany": "1-6",
        "burns night": "1-25",
        "valentine's day": "2-14",
        "valentine's": "2-14",
        "valentines day": "2-14",
        "st david's day": "3-1",
        "st patrick's day": "3-17",
        "paddy's day": "3-17",
        "good friday": "e-2",
        "maundy thursday": "e-3",
        "palm sunday": "e-7",
        "shrove tuesday": "e-47",
        "ash wednesday": "e-46",
        "ascension day": "e39",
        "pentecost": "e49",
        "all saints": "11-1",
        "michaelmas": "9-29",
        "st stephen's day": "12-26",
        "twelfth night": "1-5",
        "easter sunday": "e0",
        "easter monday": "e1",
        "easter": "e0",
        "april fools": "4-1",
        "st george's day": "4-23",
        "anzac day": "4-25",
        "may day": "5-1",
        "whit monday": "e50",
        "canada day": "7-1",
        "independence day": "7-4",
        "fourth of july": "7-4",
        "halloween": "10-31",
        "bonfire night": "11-5",
        "guy fawkes": "11-5",
        "veterans day": "11-11",
        "st andrew's day": "11-30",
    },
    suffix="(?:st|nd|rd|th)?",
)
_ORD = rf"(?P<d>(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)|{g.any_of(_ORDINALS)})\b"
_NTH = r"(?P<d>(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th))\b"
_DAY = rf"\b(?P<w>{g.any_of(_FULL)})\b"
_NO_NOUN = (
    r"(?! (?:reminder|time|invoice|e-?mail|party|class|floor|notice|letter|instal?ment|one\b|century|request|attempt|visit"
    r"|birthday|anniversary|of all|place|person|parties))"
)
_NO = (
    r"(?! ?(?:%|€|£|\$|eur|gbp|usd|k\b|grand|quid|pounds?|dollars?|am\b|pm\b|per ?cent|hours?|hrs?|mins?|minutes?|o'clock"
    r"|days?|weeks?|months?|times|people|bags|boxes|items|invoices|[-x/:] ?\d|[.,]\d))"
)
_ON = r"(?:on|by|before|until|till|til|the|this|from|since|after|around|about|latest|for|due|dated?|of|cycle|run|be)"
_SAME = r"(?:,| and|, and| &| or|/| then|, then)(?: the| on the| on)?"
_END = r"(?:end|back end|back-end|close) (?:of )?"
_RULES: tuple[g.Rule, ...] = (
    ("net_end_of_month", r"<N> days? (?:from )?(?:the )?(?:end of (?:the )?month|eom|month end)\b", g.net_end_of_month),
    ("day_month", r"(?:<w>,? )?(?:the )?<D>,? (?:day )?(?:of )?<M><Y>", g.day_month),
    ("month_day", rf"(?:<w>,? )?\b<M>,? (?:the )?<DD>{_NO}<Y>", g.day_month),
    ("month_day", rf"(?:<w>,? )?\b<M>,? (?:the )?(?P<d>{g.any_of(_ORDINALS)})\b<Y>", g.day_month),
    ("day_list", rf"(?:<w>,? )?<DD>(?=(?:{_SAME} <d>){{1,3}} (?:of )?<M><Y>)", g.day_month),
    ("end_named_month", rf"\b{_END}(?:the month of )?<M><Y>", g.end_of_named_month),
    ("end_named_month", r"\blast (?:working |business )?day (?:of|in) <M><Y>", g.end_of_named_month),
    ("end_named_month", r"\b<M>[ -]end\b", g.end_of_named_month),
    (
        "part_of_month",
        r"\b(?:early|mid|middle of|late|beginning of|start of|first week of|sometime in|later in)[ -]?(?:in )?<M>",
        g.unclear,
    ),
    ("feast", r"<F>", g.feast),
    ("weekday_fortnight", r"<W> fortnight\b", g.weekday_plus(2)),
    ("weekday_fortnight", rf"\b(?:a )?fortnight (?:on |from )?{_DAY}", g.weekday_plus(2)),
    ("weekday_in_weeks", rf"\b<N> weeks? (?:on|from|this|next)? ?{_DAY}", g.weekday_in_weeks),
    ("weekday_in_weeks", rf"{_DAY} in <N> (?P<u>weeks?)(?:' time|'s time)?", g.weekday_in_weeks),
    ("weekday_week", rf"{_DAY} week\b(?! of| end)", g.weekday_plus(1)),
    ("weekday_week", rf"\bweek (?:on|from) {_DAY}", g.weekday_plus(1)),
    (
        "weekday_after",
        rf"{_DAY} (?:after next|after that|after|following|afterwards)\b(?! (?:the|my|our|work|lunch|i|we|\d))",
        g.weekday_plus(1),
    ),
    ("weekday_next_week", r"<W>,? (?:of |the )?(?:next|following|coming) (?:week|wk)\b", g.weekday_week(1)),
    ("weekday_next_week", r"\b(?:next|following) (?:week|wk)(?:'s)?,? (?:on )?(?:the )?<W>", g.weekday_week(1)),
    ("weekday_this_week", r"<W> (?:of )?this week\b", g.weekday),
    ("weekday_this_week", r"\b(?:this|later this) week,? (?:on )?<W>", g.weekday),
    ("weekday_last_week", r"<W>,? (?:of )?last (?:week|wk)\b", g.weekday_week(-1)),
    ("weekday_last_week", r"\blast (?:week|wk),? (?:on )?<W>", g.weekday_week(-1)),
    ("day_after", r"\b(?:the )?(?:day after(?: that)?|following day|next day)\b(?! (?:tomorrow|tmrw|thanks|we|i|you|the|my|our|a|your))", g.unclear),
    ("weekday_was", r"\b(?:last|past|this past) <W>", g.weekday_was),
    ("weekday_was", r"<W> (?:gone|past|just gone|last)\b", g.weekday_was),
    ("weekday_day", rf"<w>,? (?:the )?{_ORD}{_NO_NOUN}", g.day_only),
    ("weekday_day", rf"<w>,? (?:the )?<DD>{_NO}", g.day_only),
    ("weekday_day", rf"<w>(?:'s)? (?:payment )?run \((?:the )?{_NTH}\)", g.day_only),
    ("end_next_week", rf"\b{_END}(?:the )?(?:next|following|coming) (?:week|wk)\b", g.end_of_week(1)),
    ("end_last_week", rf"\b{_END}last (?:week|wk)\b", g.end_of_week(-1)),
    (
        "end_week",
        rf"\b{_END}(?:the |this |my )?(?:working |business |current )?(?:week|wk)\b(?! after)|\beow\b"
        r"|\bbefore the week(?:'s| is)? (?:out|over|up)\b|\bbefore the weekend\b|\bweek's end\b|\bthis week latest\b",
        g.end_of_week(0),
    ),
    ("end_next_month", rf"\b{_END}(?:the )?(?:next|following|coming) month\b|\bnext month[- ]end\b", g.end_of_month(1)),
    ("end_last_month", rf"\b{_END}last month\b|\blast month[- ]end\b", g.end_of_month(-1)),
    (
        "end_month",
        rf"\b{_END}(?:the |this |current |the current )?month\b(?! after)|\bmonth'?s?[- ]end\b|\beom\b"
        r"|\bbefore the month(?:'s| is)? (?:out|over|up)\b|\blast (?:working )?day of (?:the|this) month\b",
        g.end_of_month(0),
    ),
    ("end_year", rf"\b{_END}(?:the |this )?year\b|\byear[- ]end\b|\bbefore the year(?:'s| is) out\b", g.end_of_year),
    ("end_quarter", rf"\b{_END}(?:the |this )?quarter\b|\bquarter[- ]end\b", g.end_of_quarter),
    ("day_next_month", r"(?:the )?<D> (?:of )?(?:the )?(?:next|following|coming) month\b", g.day_in(1)),
    ("day_next_month", r"\bnext month(?:,| on)?(?: the)? <DD>(?=st|nd|rd|th|[ ,.;]|$)", g.day_in(1)),
    ("day_last_month", r"(?:the )?<D> (?:of )?last month\b", g.day_in(-1)),
    ("day_this_month", r"(?:the )?<D> (?:of )?(?:the|this|the current|the same) month\b", g.day_in(0)),
    (
        "business",
        r"\b(?:within|in|over|inside|after|no later than|allow|next|max|of)(?: the| a)?(?: next| coming)?"
        r" (?:<n> ?(?:-|to|or) ?)?<N> (?:clear )?(?P<b>working|business|banking|bank|work)[ -]?days?\b",
        g.in_time,
    ),
    ("business", r"<N> (?P<b>working|business|banking) days? (?:from (?:now|today)|time|max|tops|or so)\b", g.in_time),
    (
        "ago",
        r"(?<!in )(?<!within )<N> <U>(?: or so| or more)? (?:ago|back|since|previously)\b",
        g.ago,
    ),
    ("ago", r"\bsince (?:already )?<N> <U>", g.ago),
    (
        "span",
        r"\b(?:within|in|over|inside|inside of|no later than|by|for|next|max|maximum|after|of)(?: about| around| roughly| max)?"
        r"(?: the| a)?(?: next| coming| period of)? (?:<n> ?(?:-|to|or) ?)?<N> <U>(?:'? time)?(?! ago| back| late| overdue)",
        g.in_time,
    ),
    ("span", r"(?:<n> ?(?:-|to|or) ?)?<N> <U>(?: from (?:now|today|this|tod)| time| tops| max)\b", g.in_time),
    ("span", r"\b(?P<n>a|one) (?P<u>week) (?:today|from today)\b", g.in_time),
    ("span", r"\bweek tomorrow\b|\btomorrow week\b", g.days_on(8)),
    ("span", r"\b(?:a |the next |in |within )?fortnight(?:'s time| today)?\b", g.days_on(14)),
    ("span", r"\bnext 24 ?(?:hours|hrs)\b", g.offset(1)),
    ("before_yesterday", r"\b(?:the )?day before yesterday\b", g.offset(-2)),
    (
        "yesterday",
        r"\byesterday\b(?: (?:morning|afternoon|evening|night))?|\blast (?:night|evening)\b|\byday\b|\byest\b",
        g.offset(-1),
    ),
    ("after_tomorrow", r"\b(?:the )?day after (?:tomorrow|tmrw)\b|\bovermorrow\b", g.offset(2)),
    (
        "tomorrow",
        r"\b(?:tomorrow|tommorow|tomorow|tommorrow|tmrw|tmr|tmrow|2moro|2morrow|tomoz|tomos|the morrow)\b",
        g.offset(1),
    ),
    ("tomorrow", r"\bfirst thing in the morning\b|\bin the morning\b(?=[.!,\n]|$)", g.offset(1)),
    (
        "today",
        r"\b(?:today|tonight|tonite|2nite|2day|this (?:morning|afternoon|evening|arvo|aft|minute|instant)|later on)\b"
        r"|\bend of (?:the )?(?:day|play|business)\b|\beod\b|\bcob\b|\bcop\b|\bclose of (?:business|play)\b"
        r"|\bwithin the hour\b|\bbefore (?:midnight|bed|noon|lunch|close)\b|\bat lunch(?:time)?\b|\blater\b(?! (?:than|on|in|this))",
        g.offset(0),
    ),
    (
        "now",
        r"\b(?:right now|just now|straight ?away|immediately|right away|at once|this very|just this|as we speak|now)\b"
        r"|\bjust (?:done|did|paid|sent)\b",
        g.offset(0),
    ),
    ("weekend", r"\b(?:this |the |next |at the |over the )?week-?\s?end\b", g.unclear),
    (
        "last_week",
        r"\b(?:last|past|previous) (?:week|wk|month|year)\b|\bthe other day\b|\bages ago\b|\brecently\b",
        g.was,
    ),
    (
        "next_week",
        r"\bnext (?:week|wk|month|year|quarter)\b|\b(?:the )?(?:following|coming) (?:week|month)\b",
        g.unclear,
    ),
    (
        "this_week",
        r"\b(?:this|later this|during the|midweek|mid-week|within the) (?:week|month|quarter)\b|\bmid-?week\b",
        g.unclear,
    ),
    (
        "soon",
        r"\b(?:soon|shortly|asap|as soon as possible|in due course|before long|presently|soonest|eventually|promptly)\b",
        g.unclear,
    ),
    ("some_days", r"\b(?:coming|next few|few|next couple of|some) (?:days|weeks|months)\b", g.unclear),
    ("on_return", r"\bwhen i(?:'m| am|m)? (?:get )?(?:back|home|return)\b|\bon my return\b", g.unclear),
    (
        "week_number",
        r"\b(?:w/c|week commencing|week of|week beginning|week starting|wk|week) (?:the )?\d<d>?",
        g.unclear,
    ),
    ("weekdays", r"\b(?:every|each) <w>", g.unclear),
    ("weekday", rf"(?:\b(?:next|this|coming|this coming) )?{_DAY}(?: next\b)?", g.weekday),
    (
        "weekday",
        r"(?:\b(?:on|by|this|next|until|till|before|come|for|since|of|or|and|last|paid|sent|done|it) )"
        r"(?P<w>mon|tues?|weds?|thu(?:rs?)?|fri|sat(?! (?:in|on|there|down|with|at))|sun(?! (?:is|shines|sets)))\b\.?",
        g.weekday,
    ),
    ("weekday", r"\b(?P<w>mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)\b\.?(?= (?:am|pm|arvo|aft|morning|afternoon|evening|night|eve|lunch\w*)\b)", g.weekday),
    ("weekday", r"^(?P<w>mon|tues?|weds?|thurs?|fri)\b(?=[ .,!]|$)", g.weekday),
    ("day", rf"\b{_ON} {_NTH}{_NO_NOUN}", g.day_only),
    ("day", rf"{_NTH}{_NO_NOUN}", g.day_only),
    (
        "day",
        rf"\b(?:on|by|before|until|till|from|since|of|on or before)(?: the| day| days)* <DD>{_NO}(?= ?(?:[.,;:!?)\n-]|$)| (?:and|or|of each|of every|via|by|with|from|at|for|as|but|so|if|then|we|i|it|latest|inst|through|to)\b)",
        g.day_only,
    ),
    ("day", rf"\b(?:the|days?) <DD>{_NO}(?= ?(?:[.,;!?)\n]|$)| (?:and|or|of each|of every|inst)\b)", g.day_only),
    (
        "day_word",
        rf"\b(?:on|by|before|until|till) the (?P<d>{g.any_of(_ORDINALS)})\b(?= ?(?:[.,;!?)\n]|$)| (?:and|or|of each|of every|latest|at|i|we|it|with|by)\b)",
        g.day_only,
    ),
)
LANGUAGE = g.Language(words=WORDS, rules=(*NUMBERED, *_RULES, *CLOCK))
