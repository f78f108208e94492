"""Days in German (Germany, Austria, Switzerland), folded: umlauts bare or with an e. Never what a day is for."""

from __future__ import annotations

from bot.readers._spans import grammar as g
from bot.readers._spans import resolve as r
from bot.readers._spans.days_all import CLOCK, NUMBERED
from bot.readers._spans.words_de import ORDINALS, STEMS, WEEKDAYS, WORDS

_DAY = rf"\b(?P<w>{g.any_of(WEEKDAYS)})\b"
_NEXT = r"(?:nae?chste[rnsm]?|kommende[rnsm]?|folgende[rnsm]?)"
_LAST = r"(?:letzte[rnsm]?|vergangene[rnsm]?|vorige[rnsm]?|verwichene[rn]?)"
_NEXT_WEEK = rf"(?:(?:in der |der |die |in )?{_NEXT} woche|(?:in der )?folgewoche|(?:nae?|nechst)[ct]hs?t? ?woche)"
_LAST_WEEK = rf"(?:(?:in der |der |die )?{_LAST} woche|vorwoche)"
_PRE = (
    r"(?:am|zum|bis|bis zum|bis spatestens|bis spaetestens|spatestens|spaetestens|vom|den"
    r"|der|dem|ab|per|um den|auf den|mit|vor dem|nach dem|seit dem"
    r"|und|oder|wertstellung|valuta|im lauf vom|termin|datum)"
)
_NO = r"(?! ?(?:%|€|\$|eur|chf|uhr|prozent|franken|mal\b|[-x/:] ?\d|[.,]\d))"
_NO_NOUN = (
    r"(?! (?:mahnung|rate|rechnung|mal\b|zahlung|vorsitzende|stock|klasse|og\b|auflage"
    r"|teil|erinnerung|halfte|haelfte|quartal"
    r"|versuch|termin\b|fc\b|jahrgang|platz|geburtstag|halbjahr|instanz|besuch|gang\b|tag\b|woche|monat|abschlag))"
)
_IN = (
    r"(?:in|binnen|innert|innerhalb von|innerhalb|innerhalb der|innerhalb dieser|spatestens in"
    r"|spaetestens in|bis in|nach|in den|in rund|in etwa|in ca\.?"
    r"|in spatestens|in langstens|in laengstens|in maximal|in hochstens|in hoechstens|mit einer frist von"
    r"|inner|innerhalb von maximal|innerhalb der nachsten|innerhalb der naechsten|in den nachsten"
    r"|in den naechsten)"
)
_RULES: tuple[g.Rule, ...] = (
    ("week_of", r"\bwoche (?:vom|ab|ab dem) (?:<w>,? )?(?:dem )?<DD>(?: ?<m>|\d\d?\.)?", r.unclear),
    ("span", r"\bheute (?:in|ue?ber) <N> ?<U>", r.in_time),
    ("span", r"\bheute ue?ber (?:eine woche|acht tage)", r.days_on(7)),
    ("span", r"\bmorgen (?:in|ue?ber) (?:einer|eine) woche", r.days_on(8)),
    ("period", r"\b(?:in einer guten woche|in gut einer woche|binnen wochenfrist|innert wochenfrist)\b", r.days_on(7)),
    (
        "next_first",
        r"\b(?:am|zum|bis zum|jeweils zum) (?:nae?chsten )?(?:monatsersten|ersten des (?:nae?chsten"
        r"|kommenden) monats)\b",
        r.next_first,
    ),
    ("next_first", r"\b(?:am|zum) (?:nae?chsten|kommenden) (?:ersten|1\.)(?! (?:<m>|tag))", r.next_first),
    (
        "end_month",
        r"\b(?:am|zum|bis zum|fue?r den|auf den|per) letzten(?= ?(?:[.,;:!?)\n]|$)"
        r"| (?:und|vorgemerkt|eingeplant|gebucht|raus|terminiert|angewiesen|ue?berwiesen|kommt|geht|folgt)\b)",
        r.end_of_month(0),
    ),
    ("end_year", r"\bletzte[rnm]? (?:tag|werktag) (?:des|im) jahre?s?\b", r.end_of_year),
    ("end_named_month", r"\b(?:zum|am|per|und|bis zum) letzten <M><Y>", r.end_of_named_month),
    ("end_named_month", r"(?<=, )letzten <M><Y>", r.end_of_named_month),
    ("nth_weekday", r"<X> <W> (?:des|im) (?:nachsten|kommenden|naechsten) monate?s?\b", r.nth_weekday(1)),
    ("nth_weekday", r"<X> <W> (?:im|des|dieses|in diesem) monate?s?\b", r.nth_weekday()),
    ("nth_weekday", r"<X> <W> (?:im|des) ?<M>", r.nth_weekday()),
    (
        "net_end_of_month",
        r"<N> ?tage?n?,? (?:netto,? )?(?:dann )?(?:zum |bis |ab )?(?:monatsende|ende (?:des monats"
        r"|monat))(?:,? (?:zum |am )<D>)?",
        r.net_end_of_month,
    ),
    ("day_month", r"<V><D> ?<M><Y>(?P<was>,? (?:letzten jahres)(?!\w))?", r.day_month),
    (
        "day_list",
        rf"<V><DD>(?=(?:(?:,| und|, und| oder| bzw\.?| sowie"
        rf"|/)(?: {_PRE})? <d>){{1,3}} ?<M><Y>)",
        r.listed,
    ),
    (
        "numeric_list",
        r"(?<![\w/.,:-])(?P<d>\d\d?)\.(?=(?:(?:,| und|, und| oder| bzw\.?|/)(?: am| zum)? \d\d?\.){1,3}"
        r"(?P<m>\d\d?)\.(?P<y>20\d\d|\d\d)?(?!\d))",
        r.numeric,
    ),
    (
        "end_named_month",
        r"\b(?:mit |per |bis |gegen |zum |bis zum )?(?:ende|a?endi|andi|ultimo|monats(?:letzten|ende))"
        r" (?:des monats )?<M><Y>",
        r.end_of_named_month,
    ),
    ("end_named_month", r"\bletzter?n? (?:tag|werktag) (?:im|des) <M><Y>", r.end_of_named_month),
    ("end_named_month", r"\b<M>[- ]?ende\b", r.end_of_named_month),
    (
        "part_of_month",
        r"\b(?:anfang|mitte|beginn|start|im laufe des|im|im monat|erste halfte|zweite halfte) <M>",
        r.unclear,
    ),
    ("feast", r"<F>", r.feast),
    ("weekday_in_weeks", rf"{_DAY} in <N> (?P<u>wochen?)\b", r.weekday_in_weeks),
    ("weekday_week", rf"{_DAY} (?:u|ue)ber (?:eine )?woche", r.weekday_plus(1)),
    ("weekday_week", rf"{_DAY} in (?:acht|8) tagen", r.weekday_plus(1)),
    ("weekday_fortnight", rf"{_DAY} in (?:vierzehn|14) tagen", r.weekday_plus(2)),
    ("weekday_after", rf"\b(?:den |am |der |dem )?ue?berna?e?chste[rnm]? {_DAY}", r.weekday_plus(1)),
    ("weekday_after", rf"{_DAY} (?:darauf|drauf|danach|nach dem nae?chsten|der woche darauf)\b", r.weekday_plus(1)),
    ("weekday_week_after", rf"{_DAY},? (?:in der |der )?ue?berna?e?chste[rn]? woche", r.weekday_week(2)),
    ("weekday_week_after", rf"\bue?berna?e?chste woche,? (?:am )?{_DAY}", r.weekday_week(2)),
    ("weekday_next_week", rf"{_DAY},? {_NEXT_WEEK}", r.weekday_week(1)),
    ("weekday_next_week", rf"\b{_NEXT_WEEK},? (?:am |den |bis |gleich |schon )?{_DAY}", r.weekday_week(1)),
    ("weekday_this_week", rf"{_DAY} (?:dieser|diese) woche", r.weekday),
    ("weekday_this_week", rf"\bdiese woche,? (?:am |noch |noch am )?{_DAY}", r.weekday),
    ("weekday_last_week", rf"{_DAY},? {_LAST_WEEK}", r.weekday_week(-1)),
    ("weekday_last_week", rf"\b{_LAST_WEEK},? (?:am )?{_DAY}", r.weekday_week(-1)),
    ("span_after", r"\b<N> <U> (?:spae?ter|danach|darauf)\b", r.in_time),
    ("end_after", rf"\bende (?:des )?{_NEXT}(?= ?(?:[.,;:!?)\n]|$))", r.unclear),
    ("weekday_was", rf"\b(?:am |seit )?{_LAST} {_DAY}", r.weekday_was),
    ("weekday_week", rf"{_DAY} ue?ber (?:acht|8) tage?n?\b", r.weekday_plus(1)),
    ("weekday_fortnight", rf"{_DAY} ue?ber (?:vierzehn|14) tage?n?\b|\b<w> in zwei wochen", r.weekday_plus(2)),
    (
        "day_after",
        r"\b(?:am|der) (?:tag darauf|darauffolgenden tag|folgetag|nae?chsten tag|tag danach"
        r"|tag drauf)\b|\btags darauf\b",
        r.unclear,
    ),
    ("weekday_was", rf"\bseit {_DAY}", r.weekday_was),
    (
        "weekday_day",
        rf"<v>(?P<d>(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:\.(?!\d)|ten|te)?){_NO}(?!'\d)",
        r.weekday_day,
    ),
    ("end_next_week", rf"\b(?:bis )?(?:zum )?ende {_NEXT_WEEK}", r.end_of_week(1)),
    ("end_next_week", r"\bende kw\b", r.unclear),
    ("end_last_week", rf"\bende {_LAST_WEEK}", r.end_of_week(-1)),
    (
        "end_week",
        r"\bende (?:der |dieser |der laufenden |diese |laufender )?woche\b|\bwochenschluss\b"
        r"|\bvor dem wochenende\b|\bwochenend-?ausklang\b",
        r.end_of_week(0),
    ),
    ("end_week", r"\bende der (?:arbeits)woche\b", r.end_of_week(0)),
    (
        "end_next_month",
        rf"\bende (?:des |vom )?{_NEXT} monate?s?\b|\bende des folgemonats\b|\b{_NEXT} monatsende\b"
        rf"|\bende nae?chsten monat\b",
        r.end_of_month(1),
    ),
    ("end_last_month", rf"\bende (?:des )?{_LAST} monate?s?\b|\b{_LAST} monatsende\b", r.end_of_month(-1)),
    (
        "end_month",
        r"\bende (?:des |dieses |vom |diesen |des laufenden |laufenden |des aktuellen )?monate?s?\b"
        r"|\bmonats(?:ende|letzte[rn]?|ultimo|schluss|wechsel|endes)\b"
        r"|\bmonatend\b|\bultimo\b|\bletzte[rn]? (?:tag|werktag) des monats\b|\bende d\.? ?m\.",
        r.end_of_month(0),
    ),
    ("end_year", r"\bende (?:des |dieses )?jahre?s\b|\bjahresende\b|\bjahresschluss\b|\bjahresultimo\b", r.end_of_year),
    ("end_quarter", r"\b(?:ende (?:des |dieses )?quartals|quartalsende)\b", r.end_of_quarter),
    ("day_next_month", rf"<D> (?:des |vom )?{_NEXT} monate?s?\b", r.day_in(1)),
    ("day_next_month", rf"\b{_NEXT}[nm]? monat,? (?:am |zum )?<D>", r.day_in(1)),
    ("day_last_month", rf"<D> (?:des )?{_LAST} monate?s?\b", r.day_in(-1)),
    ("day", r"<D> (?:des|jeden|eines jeden) monats\b", r.day_only),
    ("day_this_month", r"<D> (?:des |dieses |diesen |des laufenden |d\.? ?)(?:monate?s?|m\.)", r.day_in(0)),
    (
        "period",
        r"\b(?:in|binnen|innert|innerhalb) (?:der nae?chsten |einer |den nae?chsten )?14 ?tage?n?\b",
        r.days_on(14),
    ),
    (
        "business",
        rf"\b{_IN} (?:der |den )?(?:nae?chsten )?(?:<n> ?(?:-|bis|oder) ?)?<N> (?P<b>bank(?:arbeits"
        rf"|geschae?fts|werk)?tagen?|banktagen?|werktagen?|arbeitstagen?|geschae?ftstagen?"
        rf"|wt\b)",
        r.in_time,
    ),
    (
        "ago",
        r"\b(?:vor|seit)(?: gut| etwa| ca\.?| rund| knapp| uber| genau| exakt| schon| bereits"
        r"| mehr als| ungefahr){0,2} <N> ?<U>",
        r.ago,
    ),
    ("span", r"\b(?:gib|gebt|geben sie|lass|lassen sie) (?:mir|uns) (?:noch )?<N> ?<U>", r.in_time),
    ("span", rf"\b{_IN} (?:den )?(?:nae?chsten )?(?:<n> ?(?:-|bis|oder) ?)?<N> ?<U>", r.in_time),
    ("span", r"(?:<n> ?(?:-|bis) ?)?<N> ?<U>(?= (?:ab heute|noch\b|max|hochstens|hoechstens))", r.in_time),
    ("span", r"\bheute (?:in|ueber|uber) <N> (?P<u>wochen?|tagen?)\b", r.in_time),
    ("span", r"\b(?:in einer|binnen einer|innert einer|innerhalb einer) woche\b", r.days_on(7)),
    ("span", r"\bin (?:anderthalb|eineinhalb) wochen\b", r.days_on(11)),
    ("before_yesterday", r"\bvorgestern\b(?: abend| fruh| nacht)?", r.offset(-2)),
    (
        "yesterday",
        r"\bgestrige[nrms]?\b"
        r"|\b(?:gestern|gester|gestan)\b(?: abend| fruh| nacht| mittag| morgen| vormittag"
        r"| nachmittag)?|\bletzte nacht\b",
        r.offset(-1),
    ),
    ("after_tomorrow", r"\b(?:ue?bermorgen|ubermorn|ue?bermorga)\b", r.offset(2)),
    ("weekday", rf"{_DAY} morgen(?: fruh| frueh| vormittag| mittag)?\b(?! (?:noch|schon|oder|erst))", r.weekday),
    (
        "tomorrow",
        r"(?<!guten )(?<!gute )(?<!schonen )(?<!heute )(?<!heut )(?<!jeden )(?<!am )(?<!gestern )"
        r"(?<!diesen )\b(?:morgen|morgn|morga|morn|moang|moing|morng|muargen|mojen|mogge|moije|morje"
        r"|moje)\b(?! (?:zusammen|herr|frau"
        r"|allerseits|ihr lieben|liebe|lieber))(?: fruh| frueh| vormittag| nachmittag| mittag"
        r"| abend| gleich)?",
        r.offset(1),
    ),
    (
        "today",
        r"\b(?:heute|heut|heit|hait|heid|heind|hoit|hit)\b(?: abend| fruh| frueh| morgen"
        r"| vormittag| nachmittag| mittag| nacht| noch)?"
        r"|\bheutige[nrms]? (?:zahl)?lauf\b"
        r"|\b(?:diesen|heutigen) (?:morgen|vormittag|nachmittag|abend|mittag|tag|tage|tages)\b",
        r.offset(0),
    ),
    ("clock", r"\btagesende\b|\bim laufe des tages\b", r.offset(0)),
    ("same_day", r"\b(?:am (?:sel|gleich|nam)(?:b|lich)?en tag|noch am selben tag)\b", r.unclear),
    (
        "now",
        r"\b(?:sofort|soeben|gerade eben|jetzt gleich|jetzt|gleich|umgehend heute|grad eben|eben gerade|vorhin|eben)\b",
        r.offset(0),
    ),
    ("weekend", r"\b(?:am |dieses |uebers |ubers |das |nae?chste[sn] )?wochenende\b|\b(?:am |ubers )?we\b", r.unclear),
    ("next_week", rf"\b{_NEXT_WEEK}\b|\bue?berna?e?chste woche\b|\bfolgende woche\b", r.unclear),
    ("last_week", rf"\b{_LAST_WEEK}\b|\b{_LAST} (?:monate?s?|jahr)\b|\bneulich\b|\blangst\b|\bkurzlich\b", r.was),
    (
        "this_week",
        r"\b(?:diese|dieser|laufende|im laufe der|anfang der|mitte der|unter der) woche\b|\bdiese tage\b",
        r.unclear,
    ),
    (
        "next_month",
        rf"\b{_NEXT} monate?s?\b|\b(?:anfang|mitte|beginn) (?:des |nae?chsten )*monate?s?\b"
        rf"|\bdiesen monat\b|\bmonatsanfang\b|\bmonatsmitte\b",
        r.unclear,
    ),
    (
        "soon",
        r"\b(?:bald|demnae?chst|baldmoglichst|baldmoeglichst|baldigst|schnellstmoglich"
        r"|schnellstmoeglich|in kurze|in kuerze|umgehend|zeitnah|ehestens|so bald wie moglich"
        r"|asap|unverzuglich|unverzueglich|die tage)\b",
        r.unclear,
    ),
    (
        "some_days",
        r"\b(?:in (?:den|die) )?(?:nae?chsten|kommenden|einigen|paar|wenigen|ein paar) (?:tagen?"
        r"|wochen)\b|\bdieser tage\b",
        r.unclear,
    ),
    ("on_return", r"\b(?:nach|bei) meiner ruckkehr\b|\bwenn ich (?:wieder )?(?:zuruck|daheim) bin\b", r.unclear),
    ("week_number", r"\b(?:kw|kalenderwoche|woche) \d\d?\b|\b\d\d?\. kw\b", r.unclear),
    ("each_weekday", rf"\b(?:jeden|immer) {_DAY}", r.weekday),
    (
        "weekdays",
        r"\b(?:jeden|jede|immer) <w>|\b(?:montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags)\b",
        r.unclear,
    ),
    (
        "weekday",
        rf"(?:\b{_NEXT} |\bdiese[rnsm] )?\b(?P<w>{g.any_of(WEEKDAYS)})\b(?:abend|mittag|fruh"
        rf"|frueh|vormittag|nachmittag)?",
        r.weekday,
    ),
    (
        "weekday",
        rf"\b(?P<w>{g.any_of(STEMS)})(?:abend|mittag|fruh|frueh|vormittag|nachmittag|morgen|nacht)\b",
        r.weekday,
    ),
    (
        "weekday",
        r"\b(?:am|bis|ab|spatestens|noch|kommenden|diesen|nachsten) (?P<w>mo|di|mi|do|fr"
        r"|sa|so)\b\.?(?= ?(?:[.,;:!?)\n]|$)"
        r"| (?:und|oder|raus|uberwiesen|abend|fruh|bezahlt|dann|ist|geht|kommt|\d))",
        r.weekday,
    ),
    (
        "weekday",  # "mi die Hälfte"
        r"(?:^|(?<=[,;:.!?\n] )|(?<=\n))(?P<w>mo|mi|do|fr)\b\.?(?= (?:die halfte|die haelfte|den rest|der rest|\d"
        r"|zahl\w*|uberweis\w*|ueberweis\w*))",
        r.weekday,
    ),
    (
        "day_word",
        rf"\b(?:am|zum|bis zum|jeweils am|jeweils zum|ab dem|den) (?P<d>{g.any_of(ORDINALS)})\b"
        rf"(?! (?:tag|termin|wochenende|werktag|mal\b|platz|montag|dienstag|mittwoch|donnerstag|freitag|samstag"
        rf"|sonntag|besuch|einsatz|geburtstag|advent|blick|rate|zahlung|teil|mahnung|satz|stock))",
        r.day_only,
    ),
    ("day", rf"(?<![\d/.,:-])(?P<d>(?:3[01]|[12]\d|0?[1-9])\.)(?![\d%]| ?\d)(?<=[^\n]){_NO_NOUN}(?=.)", r.day_only),
    (
        "day",
        rf"\b{_PRE} (?P<d>(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:\.|ten|te|sten)?)(?!\.?\d){_NO}{_NO_NOUN}(?![a-z])",
        r.day_only,
    ),
    (
        "one_after",
        r"\b(?:(?:den|der|am|dem) (?:darauf|darauffolgenden|ue?berna?e?chsten|danach)|eine woche spae?ter)\b",
        r.unclear,
    ),
    ("just_now", r"\b(?:grade?|grad eben|gerade|gerade eben|soeben|just|grod|grad no|a minute zruck)\b", r.offset(0)),
)
LANGUAGE = g.Language(words=WORDS, rules=(*NUMBERED, *CLOCK, *_RULES))
