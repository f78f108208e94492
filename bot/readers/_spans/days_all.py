"""Rules of days that all languages share: figures, and the clock. Never a word of one language."""

from __future__ import annotations

from bot.readers._spans import grammar as g
from bot.readers._spans import resolve as r

_BEFORE = r"(?<![\w/.,:-])"
_YEAR = r"(?P<y>20\d\d|\d\d)"
_ON = (
    r"(?:on|by|le|au|du|am|zum|bis|per|vom|den|ab|el|al|del|il|entro il|op|voor|tot|van|valuta"
    r"|valeur|value|wertstellung|d\.?d\.?|date|dated?|dal|run)"
)
_WEEK = r"(?:week|wk|semaine|sem\.?|kw|kalenderwoche|settimana|semana)"
_END = (
    r"(?:(?:back )?end of|by end|ende(?: der)?|fin(?: de)?(?: la)?|fine|final de(?: la)?|fine della"
    r"|eind(?:e)?(?: van)?)"
)
NUMBERED: tuple[g.Rule, ...] = (
    (
        "range",
        r"(?<![\w/.,:-])(?:3[01]|[12]?\d)(?:st|nd|rd|th|\.|er|e)? ?(?:-|/|a|au|to|bis|al|tot) ?"
        r"(?P<d>(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:st|nd|rd|th|\.|er|e)?) (?:of |de |di |van )?<M><Y>",
        r.day_month,
    ),
    ("end_numbered_week", rf"\b{_END} {_WEEK} (?P<n>[0-5]?\d)(?!\d|[.,/]\d)", r.numbered_week),
    (
        "weekday_numbered_week",
        rf"<W>,? (?:in |in der |van |de la |della )?{_WEEK} (?P<n>[0-5]?\d)(?!\d|[.,/]\d)",
        r.numbered_week,
    ),
    ("span", r"(?<![\w+])[jtdg] ?\+ ?<N>(?!\w)", r.days_of),
    # "Already in April, on the 12th": the month is told first.
    (
        "day_month",
        r"\b(?:in|im|en|au mois de|nel mese di|in de maand) <M>(?: [a-z]{2,14}){0,2},? "
        r"(?:on the|on|am|le|el|il|op de|op) "
        r"<DD>(?!,? (?:of |de |di |van )?<m>|[.,:/]\d| ?[€%£$])",
        r.day_month,
    ),
    ("end_quarter", rf"\b{_END} [qt](?P<n>[1-4])\b", r.numbered_quarter),
    ("iso", r"(?<![\w-])(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\w)", r.iso),
    ("numeric", rf"<V>{_BEFORE}(?P<d>\d\d?)/(?P<m>\d\d?)/{_YEAR}(?![\w/])", r.numeric),
    ("numeric", rf"<V>{_BEFORE}(?P<d>\d\d?)-(?P<m>\d\d?)-{_YEAR}(?![\w-])", r.numeric),
    ("numeric", rf"<V>{_BEFORE}(?P<d>\d\d?)\. ?(?P<m>\d\d?)\. ?{_YEAR}(?!\w|\.\d)", r.numeric),
    ("numeric", rf"<V>{_BEFORE}(?P<d>\d\d?)\. ?(?P<m>\d\d?)\.(?!\d| ?\d\d? ?€)", r.numeric),
    (
        "numeric",
        rf"<V>{_BEFORE}(?!(?:24/7|50/50)\b)(?P<d>\d\d?)/(?P<m>\d\d?)(?!\w|[/%]|[.,]\d| ?€| eur)",
        r.numeric,
    ),
    (
        "numeric",
        r"\b<W>,? (?:le |the |den |el |il |de )?(?P<d>\d\d?)[.-](?P<m>\d\d)(?!\w|[.,/:-]\d"
        r"| ?(?:€|eur|h\b|uhr|uur|pm\b|am\b))",
        r.numeric,
    ),
    ("numeric", rf"\b{_ON} (?P<d>\d\d?)[.-](?P<m>\d\d)(?!\w|[.,/:-]\d| ?(?:€|eur|h\b|uhr|uur|pm\b|am\b))", r.numeric),
)
CLOCK: tuple[g.Rule, ...] = (
    (
        "clock",
        r"(?<![\w/.,:-])(?:[01]?\d|2[0-3]) ?(?:h ?[0-5]\d|h\b|:[0-5]\d|uhr\b|uur\b|[ap]m\b(?! \d)"
        r"|[ap]\.m\.|o'clock)(?![\w:])",
        r.offset(0),
    ),
    (
        "clock",
        r"\b(?:at|um|gegen|a las|alle|om) (?:[01]?\d|2[0-3])\.[0-5]\d"
        r"(?!\d|[.,]\d| ?(?:[€£$k]|eur|gbp|usd|chf|each|per|a\b))",
        r.offset(0),
    ),
    (
        "clock",
        r"\b(?:a las|alle|verso le|sobre las|klokke|um) (?:[01]?\d|2[0-3])(?!\w|[.,/:-]\d"
        r"|%| (?:de|del|di|van|e|y|en)\b| ?(?:€|eur))",
        r.offset(0),
    ),
)
