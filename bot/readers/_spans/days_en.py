"""Days in English (Britain, Ireland, America, India, Africa, second-language writers), folded. Never what for."""

from __future__ import annotations

from bot.readers._spans import grammar as g
from bot.readers._spans import resolve as r
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
        "valentines": "2-14",
        "tax day": "4-15",
        "st patrick's day": "3-17",
        "paddy's day": "3-17",
        "good friday": "e-2",
        "thanksgiving": "n11-3-4",
        "labor day": "n9-0-1",
        "columbus day": "n10-0-2",
        "mlk day": "n1-0-3",
        "maundy thursday": "e-3",
        "palm sunday": "e-7",
        "shrove tuesday": "e-47",
        "ash wednesday": "e-46",
        "ascension day": "e39",
        "pentecost": "e49",
        "all saints": "11-1",
        "all souls": "11-2",
        "all souls' day": "11-2",
        "all souls day": "11-2",
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
    nth={"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1},
    brief={},
    suffix="(?:st|nd|rd|th)?",
)
_ORD = rf"(?<![\w/.,:-])(?P<d>(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)|{g.any_of(_ORDINALS)})\b"
_NTH = r"(?<![\w/.,:-])(?P<d>(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th))\b"
_DAY = rf"\b(?P<w>{g.any_of(_FULL)})\b"
_NO_NOUN = (
    r"(?! (?:reminder|time|invoice|e-?mail|party|class|floor|notice|letter|instal?ment"
    r"|one\b|century|request|attempt|visit"
    r"|birthday|anniversary|of all|place|person|parties))"
)
_NO = (
    r"(?! ?(?:%|€|£|\$|eur|gbp|usd|k\b|grand|quid|pounds?|dollars?|am\b|pm\b|per ?cent"
    r"|hours?|hrs?|mins?|minutes?|o'clock"
    r"|days?|weeks?|months?|times|people|bags|boxes|items|invoices|[-x/:] ?\d|[.,]\d))"
)
_ON = r"(?:on|by|before|until|till|til|the|this|from|since|after|around|about|latest|for|due|dated?|of|cycle|run|be)"
_SAME = r"(?:,| and|, and| &| or|/| then|, then)(?: the| on the| on)?"
# "COB Friday", "before noon tomorrow": the day behind it says more.
_LATER = rf"(?! (?:on )?(?:the )?(?:{g.any_of(_FULL)}|tomorrow|tmrw|\d))"
_END = r"(?:end|back end|back-end|close)[ -](?:of[ -])?"
_RULES: tuple[g.Rule, ...] = (
    (
        "week_of",
        r"\b(?:w/c|week commencing|week of|week beginning|week starting) (?:the )?(?:<w> )?(?:the )?<D>"
        r"(?: (?:of )?<M>)?(?:/\d\d?)?",
        r.unclear,
    ),
    ("week_of", r"\bweek of <M> <DD>", r.unclear),
    ("end_year", r"\blast (?:working )?day of the year\b", r.end_of_year),
    ("nth_weekday", r"<X> <W> (?:of|in) next month\b", r.nth_weekday(1)),
    ("nth_weekday", r"<X> <W> (?:of|in) (?:the|this|each|every) month\b", r.nth_weekday()),
    ("nth_weekday", r"<X> <W> (?:of|in) ?<M>", r.nth_weekday()),
    ("net_end_of_month", r"<N> days? (?:from )?(?:the )?(?:end of (?:the )?month|eom|month end)\b", r.net_end_of_month),
    ("month_day", r"<V>\b<M> <DD>(?=(?:,|,? and|,? then) <m> \d)", r.day_month),  # "May 5, June 5", not "5, June"
    ("month_day", r"\b<M>'?s? (?:payment |cheque |bacs )?run(?: is|,| goes| falls)?(?: on)? (?:the )?<D>", r.day_month),
    (
        "day_month",
        r"<V>(?:the )?<D>,? (?:day )?(?:of )?(?!may (?:i|we)\b)<M><Y>(?P<was>,? (?:last|just gone)(?!\w)"
        r"(?!,? (?:payment|one|instal?ment|part|bit|chunk|of|lot)))?",
        r.day_month,
    ),
    ("month_day", rf"<V>\b<M>(?!, \d{{1,3}} \d{{3}}(?!\d)),? (?:the )?<DD>{_NO}<Y>", r.day_month),
    ("month_day", rf"<V>\b<M>,? (?:the )?(?P<d>{g.any_of(_ORDINALS)})\b<Y>", r.day_month),
    ("day_list", rf"<V><DD>(?=(?:{_SAME} <d>){{1,3}} (?:of )?<M><Y>)", r.listed),
    ("end_named_month", rf"\b{_END}(?:the month of )?<M><Y>", r.end_of_named_month),
    ("end_named_month", r"\blast (?:working |business )?day (?:of|in) <M><Y>", r.end_of_named_month),
    ("end_named_month", r"\b<M>[ -]end\b", r.end_of_named_month),
    (
        "part_of_month",
        r"\b(?:early|mid|middle of|late|beginning of|start of|first week of|sometime in|later in)[ -]?(?:in )?<M>",
        r.unclear,
    ),
    ("feast", r"<F>", r.feast),
    ("weekday_fortnight", r"<W> fortnight\b", r.weekday_plus(2)),
    ("weekday_fortnight", rf"\b(?:a )?fortnight (?:on |from )?{_DAY}", r.weekday_plus(2)),
    ("weekday_in_weeks", rf"\b<N> weeks? (?:on|from|this|next)? ?{_DAY}", r.weekday_in_weeks),
    ("weekday_in_weeks", rf"{_DAY} in <N> (?P<u>weeks?)(?:' time|'s time)?", r.weekday_in_weeks),
    ("weekday_week", rf"{_DAY} week\b(?! of| end)", r.weekday_plus(1)),
    ("weekday_week", rf"(?<!next )(?<!last )(?<!this )\bweek (?:on|from) {_DAY}", r.weekday_plus(1)),
    (
        "weekday_after",
        rf"{_DAY} (?:after next|after that|following|afterwards|after(?= ?(?:[.,;:!?)\n-]|$)"
        rf"| (?:and|then|but|for|with|when|once|so|as|at|via|by|if)\b))(?!\w)(?! (?:the|my|our|work|lunch|i|we|\d))",
        r.weekday_plus(1),
    ),
    ("weekday_next_week", r"<W>,? (?:of |the )?(?:next|following|coming) (?:week|wk)\b", r.weekday_week(1)),
    ("weekday_next_week", r"\b(?:next|following) (?:week|wk)(?:'s)?,? (?:on )?(?:the )?<W>", r.weekday_week(1)),
    ("weekday_this_week", r"<W> (?:of )?this week\b", r.weekday),
    ("weekday_this_week", r"\b(?:this|later this) week,? (?:on )?<W>", r.weekday),
    ("weekday_last_week", r"<W>,? (?:of )?last (?:week|wk)\b", r.weekday_week(-1)),
    ("weekday_last_week", r"\blast (?:week|wk),? (?:on )?<W>", r.weekday_week(-1)),
    (
        "day_after",
        r"\b(?:the )?(?:day after(?: that)?|following day|next day)\b(?! (?:tomorrow|tmrw|thanks"
        r"|we|i|you|the|my|our|a|your))",
        r.unclear,
    ),
    ("same_day", r"\b(?:the )?(?:very )?same day\b(?! as)", r.unclear),
    (
        "span_after",
        r"\b<N> <U> (?:later|afterwards?|after that|after)\b(?: <w>)?(?! (?:the|my|our|your|\d))",
        r.in_time,
    ),
    ("end_after", rf"\b{_END}(?:the )?next(?: one)?(?= ?(?:[.,;:!?)\n]|$)| (?:and|as|with|by|if|when)\b)", r.unclear),
    ("weekday_was", r"\b(?:last|past|this past) <W>", r.weekday_was),
    ("weekday_was", r"<W> (?:gone|past|just gone|last)\b", r.weekday_was),
    ("weekday_day", rf"<v>{_ORD}{_NO_NOUN}(?! (?:on|goes|follows|comes)\b)", r.weekday_day),
    ("weekday_day", rf"<v><DD>{_NO}(?! \d\d\d(?!\d))", r.weekday_day),
    ("weekday_day", rf"<w>(?:'s)? (?:payment )?run \((?:the )?{_NTH}\)", r.day_only),
    ("end_next_week", rf"\b{_END}(?:the )?(?:next|following|coming) (?:week|wk)\b", r.end_of_week(1)),
    ("end_last_week", rf"\b{_END}last (?:week|wk)\b", r.end_of_week(-1)),
    (
        "end_week",
        rf"\b{_END}(?:the |this |my )?(?:working |business |current )?(?:week|wk)\b(?! after)|\beow\b"
        r"|\bbefore the week(?:'s| is)? (?:out|over|up)\b|\bbefore the weekend\b|\bweek's end\b|\bthis week latest\b",
        r.end_of_week(0),
    ),
    ("end_next_month", rf"\b{_END}(?:the )?(?:next|following|coming) month\b|\bnext month[- ]end\b", r.end_of_month(1)),
    ("end_last_month", rf"\b{_END}last month\b|\blast month[- ]end\b", r.end_of_month(-1)),
    (
        "end_month",
        rf"\b{_END}(?:the |this |current |the current )?month\b(?! after)|\bmonth'?s?[- ]end\b|\beom\b"
        r"|\bbefore the month(?:'s| is)? (?:out|over|up)\b|\blast (?:working )?day of (?:the|this) month\b",
        r.end_of_month(0),
    ),
    ("end_year", rf"\b{_END}(?:the |this )?year\b|\byear[- ]end\b|\bbefore the year(?:'s| is) out\b", r.end_of_year),
    ("end_quarter", rf"\b{_END}(?:the |this )?quarter\b|\bquarter[- ]end\b", r.end_of_quarter),
    ("day_next_month", r"(?:the )?<D> (?:of )?(?:the )?(?:next|following|coming) month\b", r.day_in(1)),
    ("day_next_month", r"\bnext month(?:,| on)?(?: the)? <DD>(?=st|nd|rd|th|[ ,.;]|$)", r.day_in(1)),
    ("day_last_month", r"(?:the )?<D> (?:of )?last month\b", r.day_in(-1)),
    ("day", r"(?:the )?<D> (?:of )?(?:the|each|every) month\b", r.day_only),
    ("day_this_month", r"(?:the )?<D> (?:of )?(?:the|this|the current|the same) month\b", r.day_in(0)),
    (
        "some_days",
        r"\b(?:(?:in|within|over) )?(?:(?:a|the next|next) )?couple (?:of )?(?:working |business )?"
        r"days\b(?! (?:ago|back|late|overdue))",
        r.unclear,
    ),
    (
        "business",
        r"\b(?:within|in|over|inside|after|no later than|allow|next|max|of)(?: the| a)?(?: next| coming)?"
        r" (?:<n> ?(?:-|to|or) ?)?<N> (?:clear )?(?P<b>working|business|banking|bank|work)[ -]?days?\b",
        r.in_time,
    ),
    ("business", r"<N> (?P<b>working|business|banking) days? (?:from (?:now|today)|time|max|tops|or so)\b", r.in_time),
    (
        "ago",
        r"(?<!in )(?<!within )<N> ?<U>(?: or so| or more)? (?:ago|back|since|previously)\b",
        r.ago,
    ),
    ("ago", r"\bsince (?:already )?<N> ?<U>", r.ago),
    (
        "span",
        r"\b(?:within|in|over|inside|inside of|no later than|by|next|max|maximum|after"
        r"|of)(?: about| around| roughly| max)?"
        r"(?: the| a)?(?: next| coming| period of)? (?:<n> ?(?:-|to|or) ?)?<N> ?<U>(?:'? time)?"
        r"(?! ago| back| late| overdue)",
        r.in_time,
    ),
    ("span", r"(?:<n> ?(?:-|to|or) ?)?<N> ?<U>(?: from (?:now|today|this|tod)| time| tops| max)\b", r.in_time),
    ("span", r"\b(?P<n>a|one) (?P<u>week) (?:today|from today)\b", r.in_time),
    ("span", r"\b(?:this day|today) week\b(?= ?(?:[.,;:!?)\n]|$)| (?:by|via|with|latest|at)\b)", r.days_on(7)),
    ("span", r"\b(?:give|gimme|allow|grant) (?:me |us )?(?:<n> ?(?:-|to|or) ?)?<N> ?<U>", r.in_time),
    ("span", r"\bweek tomorrow\b|\btomorrow week\b", r.days_on(8)),
    ("span", r"\b(?:a |the next |in |within )?fortnight(?:'s time| today)?\b", r.days_on(14)),
    ("span", r"\bnext 24 ?(?:hours|hrs)\b", r.offset(1)),
    ("before_yesterday", r"\b(?:the )?day before yesterday\b", r.offset(-2)),
    (
        "yesterday",
        r"\byesterday\b(?: (?:morning|afternoon|evening|night))?|\blast (?:night|evening)\b|\byday\b|\byest\b",
        r.offset(-1),
    ),
    ("after_tomorrow", r"\b(?:the )?day after (?:tomorrow|tmrw)\b|\bovermorrow\b", r.offset(2)),
    (
        "tomorrow",
        r"\b(?:tomorrow|tommorow|tomorow|tommorrow|tmrw|tmr|tmrow|tmw|2moro|2morrow|2moz"
        r"|2mo|tomoz|tomo|tomos|tom(?= (?:morning|night|am|pm|eve))"
        r"|the morrow|the morn(?:'s? (?:morn|morning|nicht|night))?)\b(?!ing)",
        r.offset(1),
    ),
    ("clock", r"\bfirst thing in the morning\b|\bin the morning\b(?=[.!,\n]|$)", r.offset(1)),
    (
        "today",
        r"\b(?:today|tonight|tonite|2nite|2day|2nyt|this (?:morning|afternoon|evening|arvo"
        r"|aft|minute|instant)|later on)\b|\bthis [ap]\.?m\b\.?|\bwithin the hour\b|\blater\b(?! (?:than|on|in|this))",
        r.offset(0),
    ),
    (
        "clock",
        rf"\b(?:end of (?:the )?(?:day|play|business)|eod|cob|cop|close of (?:business|play))\b{_LATER}"
        rf"|\bbefore (?:midnight|bed|noon|lunch|close)\b{_LATER}"
        rf"|\b(?:at|this) (?:lunch(?:time)?|dinner ?time|noon|tea ?time)\b{_LATER}"
        r"|\bon my (?:lunch|dinner|tea)(?: ?(?:break|hour))?\b|\b12 (?:noon|midday|midnight)\b"
        r"|\b(?:by|before|at|around|until|till) (?:1[0-2]|[1-9])(?= (?:on )?(?:<w>|tomorrow|tmrw))",
        r.offset(0),
    ),
    (
        "now",
        r"\b(?:right now|just now|straight ?away|immediately|right away|at once|this very|just this|as we speak|now)\b"
        r"|\bjust (?:done|did|paid|sent|clicked|pressed|hit|put|made"
        r"|transferred|wired|released|authori[sz]ed|approved)\b"
        r"|\bi'?m after (?:paying|lodging|sending|transferring|doing)\b",
        r.offset(0),
    ),
    ("weekend", r"\b(?:this |the |next |at the |over the )?week-?\s?end\b", r.unclear),
    (
        "last_week",
        r"\b(?:last|past|previous) (?:week|wk|month|year)\b|\bthe other day\b|\bages ago\b|\brecently\b",
        r.was,
    ),
    (
        "next_week",
        r"\bnext (?:week|wk|month|year|quarter)\b|\b(?:the )?(?:following|coming) (?:week|month)\b",
        r.unclear,
    ),
    (
        "this_week",
        r"\b(?:this|later this|during the|midweek|mid-week|within the) (?:week|month|quarter)\b|\bmid-?week\b",
        r.unclear,
    ),
    (
        "soon",
        r"\b(?:soon|shortly|asap|as soon as possible|in due course|before long|presently"
        r"|soonest|eventually|promptly)\b",
        r.unclear,
    ),
    ("some_days", r"\b(?:coming|next few|few|next couple of|some) (?:days|weeks|months)\b", r.unclear),
    ("on_return", r"\bwhen i(?:'m| am|m)? (?:get )?(?:back|home|return)\b|\bon my return\b", r.unclear),
    (
        "week_number",
        r"\b(?:w/c|week commencing|week of|week beginning|week starting|wk|week) (?:the )?\d<d>?",
        r.unclear,
    ),
    ("each_weekday", r"\b(?:every|each) <W>", r.weekday),
    ("weekdays", r"\b(?:every|each) <w>", r.unclear),
    ("weekday", rf"(?:\b(?:next|this|coming|this coming) )?{_DAY}(?: next\b)?", r.weekday),
    (
        "weekday",
        r"(?:\b(?:on|by|this|next|until|till|before|come|for|since|of|or|and|last|paid|sent|done|it) )"
        r"(?P<w>mon|tues?|weds?|thu(?:rs?)?|fri|sat(?! (?:in|on|there|down|with|at))|sun(?! (?:is|shines|sets)))\b\.?",
        r.weekday,
    ),
    (
        "weekday",
        r"\b(?P<w>mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)\b\.?(?= (?:am|pm|arvo|aft|morning"
        r"|afternoon|evening|night|eve|lunch\w*)\b)",
        r.weekday,
    ),
    ("weekday_after", r"\bthe (?P<w>mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun) (?:after|following)\b", r.weekday_plus(1)),
    ("weekday", r"^(?P<w>mon|tues?|weds?|thurs?|fri)\b(?=[ .,!]|$)", r.weekday),
    ("weekday", r"(?<![\w'-])(?P<w>mon|tues?|weds?|thu(?:rs?)?|fri)\b\.?(?= ?(?:[,;:!?)\n]|$|\.(?:\s|$)))", r.weekday),
    ("weekday", r"(?<![\w'-])(?P<w>tues|weds|thurs?|fri)\b\.?(?!['-])", r.weekday),
    ("weekday", r"\b(?:see|c|meet) (?:you|u|ya) (?P<w>sat|sun)\b", r.weekday),
    ("day", rf"\b{_ON} {_NTH}{_NO_NOUN}", r.day_only),
    ("day", rf"{_NTH}{_NO_NOUN}", r.day_only),
    (
        "day",
        rf"\b(?:on|by|before|until|till|from|since|of|on or before)(?: the| day| days)* <DD>{_NO}"
        rf"(?= ?(?:[.,;:!?)\n-]|$)| (?:and|or|of each|of every|via|by|with|from|at|for|as"
        rf"|but|so|if|then|we|i|it|latest|inst|through|to)\b)",
        r.day_only,
    ),
    ("day", rf"\b(?:the|days?) <DD>{_NO}(?= ?(?:[.,;!?)\n]|$)| (?:and|or|of each|of every|inst)\b)", r.day_only),
    (
        "day_word",
        rf"\b(?:on|by|before|until|till) the (?P<d>{g.any_of(_ORDINALS)})\b(?= ?(?:[.,;!?)\n]"
        rf"|$)| (?:and|or|of each|of every|latest|at|i|we|it|with|by)\b)",
        r.day_only,
    ),
    ("one_after", r"\b(?:the one after(?: that)?|the following one|the next one|one after)\b", r.unclear),
    (
        "just_now",
        r"\b(?:i|i've|we|we've|have|has|it's|was|been) just (?:now )?(?!a\b|the\b|so\b|about\b"
        r"|not\b|wanted\b|want\b|need\b|because\b|don't\b|can't\b)|\bthis second\b|\b(?:a|two"
        r"|ten|five|few) (?:minutes?|mins?|seconds?) ago\b|\ban hour ago\b",
        r.offset(0),
    ),
)
LANGUAGE = g.Language(words=WORDS, rules=(*NUMBERED, *CLOCK, *_RULES))
