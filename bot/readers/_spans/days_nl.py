"""Days in Dutch (Netherlands, Flanders), folded. Never what a day is for."""

from __future__ import annotations

from bot.readers._spans import grammar as g
from bot.readers._spans import resolve as r
from bot.readers._spans.days_all import CLOCK, NUMBERED

_FULL = {
    "maandag": 0,
    "dinsdag": 1,
    "woensdag": 2,
    "donderdag": 3,
    "vrijdag": 4,
    "vrydag": 4,
    "zaterdag": 5,
    "zondag": 6,
    "maandags": 0,
}
_MONTHS = {
    name: i
    for i, names in enumerate(
        (
            "januari jan",
            "februari feb febr",
            "maart mrt",
            "april apr",
            "mei",
            "juni jun",
            "juli jul",
            "augustus aug",
            "september sept sep",
            "oktober okt",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_TO_19 = (
    "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien"
    " negentien"
)
_SMALL = {name: i for i, name in enumerate(_TO_19.split(), 1)}
_TWENTIES = {f"{unit}entwintig": 20 + n for unit, n in _SMALL.items() if n < 10}
_NUMBERS = (
    _SMALL
    | _TWENTIES
    | {"twintig": 20, "dertig": 30, "eenendertig": 31, "veertig": 40, "vijfenveertig": 45, "achtenveertig": 48}
    | {"zestig": 60, "tweeenzeventig": 72, "negentig": 90, "'n": 1}
)
_ORDINALS = {"eerste": 1, "derde": 3, "achtste": 8, "twintigste": 20, "dertigste": 30, "eenendertigste": 31}
_ORDINALS |= {f"{w}de": n for w, n in _SMALL.items() if n not in (1, 3, 8)}
_ORDINALS |= {"eersten": 1, "ierste": 1}
_ORDINALS |= {f"{w}ste": n for w, n in _TWENTIES.items()}
WORDS = g.Words(
    weekdays=_FULL,
    months=_MONTHS,
    numbers=_NUMBERS,
    ordinals=_ORDINALS,
    units={
        **dict.fromkeys(("dag", "dagen", "daagjes", "dgn", "daag"), "d"),
        **dict.fromkeys(("week", "weken", "weekje", "weekjes", "wk"), "w"),
        **dict.fromkeys(("maand", "maanden"), "m"),
        **dict.fromkeys(("uur", "uren", "u", "h"), "h"),
        **dict.fromkeys(("jaar", "jaren"), "y"),
        **dict.fromkeys(("minuut", "minuten", "min", "minuutjes"), "i"),
        **dict.fromkeys(("werkdag", "werkdagen", "bankwerkdagen", "bankdagen", "bankdag", "werkdgn"), "b"),
    },
    feasts={
        "kerstavond": "12-24",
        "kerst": "12-25",
        "kerstmis": "12-25",
        "eerste kerstdag": "12-25",
        "tweede kerstdag": "12-26",
        "oudjaar": "12-31",
        "oudejaarsavond": "12-31",
        "oud en nieuw": "12-31",
        "oudejaar": "12-31",
        "jaarwisseling": "12-31",
        "nieuwjaar": "1-1",
        "nieuwjaarsdag": "1-1",
        "driekoningen": "1-6",
        "valentijn": "2-14",
        "valentijnsdag": "2-14",
        "goede vrijdag": "e-2",
        "pasen": "e0",
        "paasmaandag": "e1",
        "tweede paasdag": "e1",
        "koningsdag": "4-27",
        "dag van de arbeid": "5-1",
        "bevrijdingsdag": "5-5",
        "hemelvaart": "e39",
        "hemelvaartsdag": "e39",
        "pinksteren": "e49",
        "pinkstermaandag": "e50",
        "tweede pinksterdag": "e50",
        "allerheiligen": "11-1",
        "allerzielen": "11-2",
        "wapenstilstand": "11-11",
        "sint maarten": "11-11",
        "sinterklaas": "12-5",
        "pakjesavond": "12-5",
        "sint nicolaas": "12-6",
        "sinterniklaas": "12-6",
    },
    nth={"eerste": 1, "1e": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": -1},
    brief={
        "ma": 0,
        "di": 1,
        "wo": 2,
        "woe": 2,
        "do": 3,
        "don": 3,
        "vr": 4,
        "vrij": 4,
        "za": 5,
        "zat": 5,
    },
    suffix="(?: ?ste|de[n]?| ?e|sten)?",
)
_DAY = rf"\b(?P<w>{g.any_of(_FULL)})\b"
_NTH = r"(?<![\w/.,:-])(?P<d>(?:3[01]|[12]\d|0?[1-9])(?: ?ste|den?| ?e))\b"
_NEXT = r"(?:volgende|komende|aanstaande|eerstvolgende|aankomende|a\.?s\.?)"
_LAST = r"(?:vorige|afgelopen|verleden|laatste|voorbije|jongstleden|jl\.?)"
_NO = (
    r"(?! ?(?:%|€|\$|eur|chf|uur|u\b|u\d|procent|keer|x\b|stuks|man\b|personen|dozen|per ?cent"
    r"|dagen|weken|maanden|jaar|mensen"
    r"|kinderen|facturen|[-x/:] ?\d|[.,]\d))"
)
_NO_NOUN = (
    r"(?! (?:herinnering|keer|factuur|aanmaning|termijn|verdieping|klas|paasdag|kerstdag"
    r"|helft|halfjaar|kwartaal|deel|man\b"
    r"|plaats|eeuw|bezoek|betaling|mail|persoon|poging|jaar))"
)
_IN = (
    r"(?:binnen|in|over|na|uiterlijk binnen|uiterlijk over|uiterlijk in|ten laatste binnen"
    r"|met|tot over|binnen een termijn van"
    r"|binnen maximaal|over zo'n|over ongeveer|over een)"
)
_STOP = (
    r"(?= ?(?:[.,;:!?)\n]|$)| (?:en|of|ook|aan|is|heb|wordt|gaat|komt|krijg\w*|maak|betaal\w*"
    r"|maken|a\.?s\.?|jl|via|per|met|op"
    r"|voor|de|het|zal|kan|staat|volgt|dan|van|mee|over|door|na|wel|echt|sowieso|zeker|weer|uw|je|jouw|uiterlijk)\b)"
)
_PRE = r"(?:op|de|den|per|voor|tot|vanaf|rond|uiterlijk|van|dd\.?|d\.d\.|tegen|ten laatste|dag)"
_RULES: tuple[g.Rule, ...] = (
    ("week_of", r"\bweek van (?:maandag )?<DD>(?: <M>)?", r.unclear),
    ("span", r"\bover een dag of <N>\b", r.days_of),
    ("span", r"\b(?:binnen|tussen) nu en <N> ?<U>", r.in_time),
    ("weekday_fortnight", rf"{_DAY} over (?:veertien|14) dagen", r.weekday_plus(2)),
    ("weekday", rf"\bten laatste (?:op )?{_DAY}", r.weekday),
    ("end_year", r"\blaatste dag van (?:het|dit) jaar\b", r.end_of_year),
    ("nth_weekday", r"<X> <W> van volgende maand\b", r.nth_weekday(1)),
    ("nth_weekday", r"<X> <W> (?:van|in|v/d) (?:de|deze|elke) maand\b", r.nth_weekday()),
    ("nth_weekday", r"<X> <W> (?:van|in) ?<M>", r.nth_weekday()),
    ("numeric", r"(?<![\w/.,:-])(?P<d>[0-3]\d)-(?P<m>0[1-9]|1[0-2])(?![\w/:-]|[.,]\d)", r.numeric),
    (
        "net_end_of_month",
        r"<N> dagen (?:netto )?(?:na )?(?:einde?|eind van de) (?:van de )?maand(?:,? de <D>)?",
        r.net_end_of_month,
    ),
    ("net_end_of_month", r"<N> dagen (?:na )?eind(?:e)? maand\b", r.net_end_of_month),
    (
        "day_month",
        r"<V>(?:de |den )?<D> (?:van )?<M><Y>(?P<was>,? (?:jl\.?|jongstleden|l\.l\.|laatstleden)(?!\w))?",
        r.day_month,
    ),
    ("day_list", rf"<V><DD>(?=(?:(?:,| en|, en| of| &|/)(?: {_PRE})? <d>){{1,3}} <M><Y>)", r.listed),
    ("end_named_month", r"\b(?:eind|einde|ultimo|laatste dag)(?: van)?(?: de maand)? <M><Y>", r.end_of_named_month),
    ("part_of_month", r"\b(?:begin|half|midden|medio|mid|in|in de loop van)[ -](?:van )?(?:de maand )?<M>", r.unclear),
    ("feast", r"<F>", r.feast),
    ("weekday_in_weeks", rf"{_DAY} over <N> (?P<u>weken|week|weekjes)\b", r.weekday_in_weeks),
    ("weekday_in_weeks", rf"\bover <N> (?P<u>weken|week),? (?:op |de )?{_DAY}", r.weekday_in_weeks),
    ("weekday_week", rf"{_DAY} over (?:een|1|'n|acht dagen|8 dagen)(?: week\w*)?", r.weekday_plus(1)),
    ("weekday_week", rf"\bover een week,? (?:op )?{_DAY}", r.weekday_plus(1)),
    ("weekday_fortnight", rf"{_DAY} over (?:veertien|14) dagen", r.weekday_plus(2)),
    ("weekday_after", rf"{_DAY} (?:daarop|daarna|erop|erna|nadien)\b", r.weekday_plus(1)),
    ("weekday_after", rf"\b(?:de |op )?(?:daaropvolgende|overvolgende) {_DAY}", r.weekday_plus(1)),
    ("weekday_week_after", rf"{_DAY},? (?:over twee weken|in de week daarna)\b", r.weekday_plus(2)),
    ("weekday_next_week", rf"<W>,? (?:in |van )?(?:de )?{_NEXT} (?:week|wk)\b", r.weekday_week(1)),
    ("weekday_next_week", rf"\b(?:de )?{_NEXT} (?:week|wk),? (?:op |al |de |dus |nog )?{_DAY}", r.weekday_week(1)),
    ("weekday_this_week", rf"{_DAY} (?:van )?deze week\b", r.weekday),
    ("weekday_this_week", rf"\bdeze week,? (?:op |nog |nog op )?{_DAY}", r.weekday),
    ("weekday_last_week", rf"<W>,? (?:in |van )?(?:de )?{_LAST} week\b", r.weekday_week(-1)),
    ("weekday_last_week", rf"\b{_LAST} week,? (?:op )?{_DAY}", r.weekday_week(-1)),
    ("day_after", r"\b(?:de )?(?:dag (?:erna|daarna|erop|nadien|daarop)|volgende dag)\b", r.unclear),
    ("weekday_was", rf"\b{_LAST} {_DAY}", r.weekday_was),
    ("weekday_was", rf"{_DAY} (?:jl\.?|jongstleden|laatstleden|ll\.?)(?!\w)", r.weekday_was),
    ("weekday_was", rf"\bsinds {_DAY}", r.weekday_was),
    ("weekday_day", rf"{_DAY},? (?:dus )?(?:de |den )(?P<d>{g.any_of(_ORDINALS)})\b{_NO_NOUN}", r.weekday_day),
    ("same_day", r"\b(?:de)?zelfde dag\b(?: nog)?(?! als)", r.unclear),
    ("span_after", r"\b<N> <U> (?:later|daarna|erna|nadien|daarop)\b", r.in_time),
    ("end_after", r"\beinde? (?:van )?(?:de )?volgende(?= ?(?:[.,;:!?)\n]|$))", r.unclear),
    ("weekday_day", rf"<v><DD>{_NO}(?! \d\d\d(?!\d))", r.weekday_day),
    ("end_next_week", rf"\b(?:eind(?:e)?|op het einde)(?: van)?(?: de)? {_NEXT} week\b", r.end_of_week(1)),
    ("end_last_week", rf"\beind(?:e)?(?: van)?(?: de)? {_LAST} week\b", r.end_of_week(-1)),
    (
        "end_week",
        r"\b(?:eind(?:e)?|het einde)(?: van)?(?: de| deze| dees)? (?:werk)?week\b|\bvoor het weekend\b"
        r"|\bvoor het week-?einde\b",
        r.end_of_week(0),
    ),
    ("end_next_month", rf"\beind(?:e)?(?: van)?(?: de)? {_NEXT} maand\b", r.end_of_month(1)),
    ("end_last_month", rf"\beind(?:e)?(?: van)?(?: de)? {_LAST} maand\b", r.end_of_month(-1)),
    (
        "end_month",
        r"\b(?:eind(?:e)?|ultimo|het einde|laatste dag)(?: van)?(?: de| deze| dezer| der"
        r"| lopende| dees)? maand\b|\bmaandeinde\b|\beinde maand\b|\bultimo\b",
        r.end_of_month(0),
    ),
    ("end_year", r"\beind(?:e)?(?: van)?(?: het| dit)? jaar\b|\bjaareinde\b|\bhet jaar uit\b", r.end_of_year),
    ("end_quarter", r"\beind(?:e)?(?: van)?(?: het| dit)? kwartaal\b", r.end_of_quarter),
    ("day_next_month", rf"<D> (?:van )?(?:de )?{_NEXT} maand\b", r.day_in(1)),
    ("day_next_month", rf"\b{_NEXT} maand,? (?:op )?(?:de )?<D>", r.day_in(1)),
    ("day_last_month", rf"<D> (?:van )?(?:de )?{_LAST} maand\b", r.day_in(-1)),
    ("day", r"<D> (?:van |v/d )?(?:de|elke|iedere) maand\b", r.day_only),
    ("day_this_month", r"<D> (?:van )?(?:de|deze|dezer) maand\b", r.day_in(0)),
    ("day_this_month", r"<D> dezer\b", r.day_in(0)),
    (
        "business",
        rf"\b{_IN} (?:de )?(?:eerstvolgende |komende )?(?:<n> ?(?:-|a|tot|of) ?)?<N> (?P<b>bankwerkdagen"
        rf"|werkdagen?|bankdagen?|werkdgn)\b",
        r.in_time,
    ),
    ("ago", r"(?<!over )(?<!binnen )<N> ?<U> (?:geleden|terug)\b", r.ago),
    ("ago", r"\bsinds <N> ?<U>", r.ago),
    ("ago", r"\bal <N> ?<U>(?= (?:onderweg|weg|overgemaakt|betaald))", r.ago),
    ("span", r"\b(?:geef|geeft u|gun) (?:me|mij|ons) (?:nog )?<N> ?<U>", r.in_time),
    ("span", rf"\b{_IN} (?:de |den )?(?:{_NEXT} )?(?:<n> ?(?:-|a|tot|of) ?)?<N> ?<U>", r.in_time),
    ("span", r"\bvandaag over <N> ?<U>", r.in_time),
    ("span", r"\b(?:over|binnen) (?:een|'n) (?:weekje|week)\b", r.days_on(7)),
    ("span", r"\b(?:over|binnen) (?:een|'n) veertien dagen\b|\bbinnen (?:de )?veertien dagen\b", r.days_on(14)),
    ("before_yesterday", r"\beergister(?:en)?(?:avond|ochtend|middag|morgen)?\b", r.offset(-2)),
    (
        "yesterday",
        r"\bgister(?:en)?(?:avond|ochtend|middag|morgen|nacht|namiddag|voormiddag)?\b(?: ?(?:avond"
        r"|ochtend|middag))?|\bafgelopen nacht\b",
        r.offset(-1),
    ),
    ("after_tomorrow", r"\bovermorgen\b", r.offset(2)),
    ("weekday", rf"{_DAY} morgen(?: ?vroeg)?\b(?! (?:al|nog|of|pas))", r.weekday),
    (
        "tomorrow",
        r"(?<!goede )(?<!goeie )(?<!van )(?<!deze )\b(?:morgen|merge|mrgn|morge)(?:avond"
        r"|ochtend|middag|vroeg)?\b(?! (?:allemaal|samen|heer|mevrouw))(?: ?(?:avond|ochtend"
        r"|middag|vroeg))?",
        r.offset(1),
    ),
    (
        "today",
        r"\b(?:vandaag|vanavond|vanmiddag|vanochtend|vanmorgen|vannacht|vandeag|vndg|heden"
        r"|hedenmorgen|hedenmiddag|straks|zometeen|zo meteen"
        r"|dadelijk|deze (?:ochtend|avond|middag|namiddag|voormiddag|morgen)|vannamiddag"
        r"|seffens|direct|vanaf nu)\b",
        r.offset(0),
    ),
    ("clock", r"\b(?:tegen de avond|einde dag)\b", r.offset(0)),
    (
        "now",
        r"\b(?:nu meteen|nu|meteen|onmiddellijk|zojuist|net|daarnet|zonet|terstond|gelijk nu|subiet)\b",
        r.offset(0),
    ),
    ("weekend", rf"\b(?:dit |het |in het |(?:{_NEXT}) )?(?:weekend|weekeinde|week-end)\b", r.unclear),
    ("next_week", rf"\b{_NEXT} week\b|\bweek erop\b|\bweek daarna\b", r.unclear),
    ("last_week", rf"\b{_LAST} (?:week|maand|jaar)\b|\blaatst\b|\bonlangs\b|\blang geleden\b", r.was),
    ("today", r"\bbinnen het uur\b", r.offset(0)),
    ("this_week", r"\b(?:deze|binnen de|van de|begin van de|in de loop van de|loop van de|midden) week\b", r.unclear),
    ("next_month", rf"\b{_NEXT} maand\b|\b(?:begin|half|midden)(?: van)?(?: de)? maand\b|\bdeze maand\b", r.unclear),
    (
        "soon",
        r"\b(?:binnenkort|spoedig|zo snel mogelijk|z\.?s\.?m\.?|asap|op korte termijn|eerstdaags"
        r"|weldra|zo spoedig mogelijk|zo gauw mogelijk|per omgaande|gauw|snel|spoed)\b",
        r.unclear,
    ),
    (
        "some_days",
        rf"\b(?:deze|een dezer|een van deze|{_NEXT}|enkele|paar|een paar) (?:dagen|weken|daagjes)\b|\bdezer dagen\b",
        r.unclear,
    ),
    ("on_return", r"\b(?:na|bij) mijn terug(?:keer|komst)\b|\b(?:als|wanneer) ik (?:weer )?terug ben\b", r.unclear),
    ("week_number", r"\b(?:week|wk) \d\d?\b", r.unclear),
    ("each_weekday", r"\b(?:elke|iedere) <W>", r.weekday),
    ("weekdays", r"\b(?:elke|iedere) <w>\b", r.unclear),
    (
        "weekday",
        rf"(?:\b{_NEXT} |\bdeze )?{_DAY}(?:avond|ochtend|middag|morgen|namiddag)?(?: a\.?s\.?(?!\w)| aanstaande\b)?",
        r.weekday,
    ),
    ("weekday", rf"\b(?P<w>{g.any_of(_FULL)})(?:avond|ochtend|middag|morgen|namiddag|nacht)\b", r.weekday),
    (
        "weekday",
        r"\b(?:op|voor|uiterlijk|aanstaande|komende) (?P<w>ma|di|wo|woe|do|vr|vrij|za|zo)\b\.?(?= ?(?:[.,;!?\n]|$))",
        r.weekday,
    ),
    ("day", rf"\b{_PRE} {_NTH}{_NO_NOUN}", r.day_only),
    ("day", rf"{_NTH}{_NO_NOUN}", r.day_only),
    ("day", rf"\b(?:op|den|per|voor|uiterlijk|dag) (?:den )?<DD>{_NO}{_STOP}", r.day_only),
    (
        "day_word",
        rf"\b(?:op|per|voor|vanaf|elke|uiterlijk|tegen|ten laatste|rond) (?:de |den )?(?P<d>{g.any_of(_ORDINALS)})\b"
        rf"(?= ?(?:[.,;:!?)\n]|$)| (?:en|of|van elke|van iedere|van de|staat|is|krijg\w*"
        rf"|heb\w*|komt|wordt|betaal\w*|maak\w*)\b)",
        r.day_only,
    ),
    (
        "one_after",
        r"\b(?:(?:die|de) (?:erna|daarna|erop|daarop|week erop|week erna|week daarop))\b|\been week later\b",
        r.unclear,
    ),
    ("just_now", r"\b(?:net|zojuist|juist|zopas|daarjuist|daarnet|zonet|zo net|juuste)\b", r.offset(0)),
)
LANGUAGE = g.Language(words=WORDS, rules=(*NUMBERED, *CLOCK, *_RULES))
