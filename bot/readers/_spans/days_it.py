"""Days in Italian (Italy, Ticino), folded. Never what a day is for."""

from __future__ import annotations

from bot.readers._spans import grammar as g
from bot.readers._spans import resolve as r
from bot.readers._spans.days_all import CLOCK, NUMBERED

_WEEKDAYS = {
    "lunedi": 0,
    "martedi": 1,
    "mercoledi": 2,
    "giovedi": 3,
    "venerdi": 4,
    "sabato": 5,
    "domenica": 6,
}
_MONTHS = {
    name: i
    for i, names in enumerate(
        (
            "gennaio genn gen",
            "febbraio febb feb",
            "marzo mar",
            "aprile apr",
            "maggio magg mag",
            "giugno giu",
            "luglio lug",
            "agosto ago",
            "settembre sett set",
            "ottobre ott",
            "novembre nov",
            "dicembre dic",
        ),
        1,
    )
    for name in names.split()
}
_TO_31 = (
    "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette"
    " diciotto diciannove venti ventuno ventidue ventitre ventiquattro venticinque ventisei ventisette ventotto"
    " ventinove trenta trentuno"
)
_NUMBERS = {name: i for i, name in enumerate(_TO_31.split(), 1)}
_NUMBERS |= {"un": 1, "una": 1, "quaranta": 40, "quarantacinque": 45, "quarantotto": 48, "sessanta": 60}
_NUMBERS |= {"settantadue": 72, "novanta": 90, "un paio di": 2, "paio di": 2, "una decina di": 10, "decina di": 10}
_NUMBERS |= {"una quindicina di": 15}
WORDS = g.Words(
    weekdays=_WEEKDAYS,
    months=_MONTHS,
    numbers=_NUMBERS,
    ordinals={"primo": 1},
    units={
        **dict.fromkeys(("giorno", "giorni", "gg", "g", "giornata"), "d"),
        **dict.fromkeys(("settimana", "settimane", "sett"), "w"),
        **dict.fromkeys(("mese", "mesi"), "m"),
        **dict.fromkeys(("ora", "ore", "h"), "h"),
        **dict.fromkeys(("anno", "anni"), "y"),
        **dict.fromkeys(("minuto", "minuti", "min"), "i"),
    },
    feasts={
        "vigilia di natale": "12-24",
        "vigilia": "12-24",
        "natale": "12-25",
        "santo stefano": "12-26",
        "san silvestro": "12-31",
        "capodanno": "1-1",
        "epifania": "1-6",
        "befana": "1-6",
        "san valentino": "2-14",
        "san giuseppe": "3-19",
        "festa del papa": "3-19",
        "venerdi santo": "e-2",
        "giovedi santo": "e-3",
        "lunedi santo": "e-6",
        "martedi santo": "e-5",
        "mercoledi santo": "e-4",
        "sabato santo": "e-1",
        "le palme": "e-7",
        "martedi grasso": "e-47",
        "giovedi grasso": "e-52",
        "le ceneri": "e-46",
        "ascensione": "e39",
        "san nicola": "12-6",
        "tutti i santi": "11-1",
        "i defunti": "11-2",
        "assunta": "8-15",
        "pasquetta": "e1",
        "lunedi dell'angelo": "e1",
        "pasqua": "e0",
        "pentecoste": "e49",
        "festa della liberazione": "4-25",
        "primo maggio": "5-1",
        "festa dei lavoratori": "5-1",
        "festa della repubblica": "6-2",
        "san giovanni": "6-24",
        "san pietro": "6-29",
        "ferragosto": "8-15",
        "san martino": "11-11",
        "ognissanti": "11-1",
        "i santi": "11-1",
        "i morti": "11-2",
        "sant'ambrogio": "12-7",
        "immacolata": "12-8",
        "santa lucia": "12-13",
    },
    nth={"primo": 1, "secondo": 2, "terzo": 3, "quarto": 4, "ultimo": -1},
    brief={"lun": 0, "mart": 1, "mar": 1, "merc": 2, "mer": 2, "giov": 3, "gio": 3, "ven": 4, "sab": 5, "dom": 6},
    suffix="(?: ?°| ?º|o(?= )| ?\\^)?",
)
_NEXT_WEEK = (
    r"(?:(?:la |della |nella |in )?(?:settimana (?:prossima|entrante|che viene|prox\.?|ventura"
    r"|successiva|seguente|dopo)|(?:prossima|prox\.?) (?:settimana|sett)))"
)
_LAST_WEEK = r"(?:(?:la |della )?(?:settimana (?:scorsa|passata|precedente)|(?:scorsa|passata) settimana))"
_COMES = r"(?:prossimo|prossima|prox\.?|che viene|venturo|entrante|p\.v\.|pv)"
_WAS = r"(?:scorso|scorsa|passato|passata|u\.s\.|us|precedente|ultimo)"
_NO = (
    r"(?! ?(?:%|€|\$|eur|euro|chf|franchi|per ?cento|h\b|h\d|ore?\b|volte|minuti|mila|[-x/:] ?\d|[.,]\d)"
    r"| (?:pezzi|cartoni|scatole|persone|colli|bancali|fatture|giorni|settimane|mesi|anni"
    r"|gg|metri|kg|km|ragazzi|bambini|operai|piani|rate|cassette|giornate|sacchi)\b)"
)
_PRE = (
    r"(?:il |il giorno |i giorni |giorno |entro il |entro e non oltre il |per il |al |dal "
    r"|del |prima del |fino al |verso il |dopo il |intorno al |col |con il |in data |data "
    r"|valuta |con valuta |valuta beneficiario |i "
    r"|l'|dell'|all'|entro l'|per l'|dall'|sull')"
)
_IN = (
    r"(?:entro|tra|fra|in|nel giro di|nell'arco di|massimo|max|al massimo|al massimo entro"
    r"|nei|entro i|entro le|nelle|nei prossimi|nelle prossime|entro i prossimi|entro le prossime"
    r"|a"
    r"|tra circa|fra circa|entro massimo|entro max|da qui a)"
)
_END = r"(?:fine|la fine|alla fine|ultimo giorno|gli ultimi)(?: di| del| della| dell'| de)?"
_RULES: tuple[g.Rule, ...] = (
    ("week_of", r"\bsettimana del (?:lunedi )?<DD>(?: <M>)?", r.unclear),
    ("span", r"\boggi a (?:otto|8)\b", r.days_on(7)),
    ("span", r"\bdomani a (?:otto|8)\b", r.days_on(8)),
    ("after_tomorrow", r"\bdoman l'altro\b", r.offset(2)),
    (
        "this_week",
        r"\b(?:in|entro la|entro questa|in questa) settimana\b(?! (?:pros|scor|prox|ent|che|pass))",
        r.unclear,
    ),
    ("end_month", r"\bentro (?:il|questo) mese\b(?! (?:pros|che|ent))", r.end_of_month(0)),
    ("end_year", r"\bentro (?:l'|quest')anno\b", r.end_of_year),
    ("span", r"\b(?:tra|fra|entro|in) <n>/<N> ?<U>", r.in_time),
    ("end_year", r"\bultimo giorno dell'anno\b", r.end_of_year),
    ("nth_weekday", r"<X> <W> del (?:mese prossimo|prossimo mese)\b", r.nth_weekday(1)),
    ("nth_weekday", r"<X> <W> (?:del|di questo|di ogni) mese\b", r.nth_weekday()),
    ("nth_weekday", r"<X> <W> (?:di|del mese di) ?<M>", r.nth_weekday()),
    (
        "net_end_of_month",
        r"<N> ?(?:giorni|gg\.?|g) ?(?:d\.?f\.? )?(?:a |da |data fattura )?(?:fine|f\.?) ?(?:mese"
        r"|m\.)(?:,? (?:il |al )<D>)?",
        r.net_end_of_month,
    ),
    (
        "day_month",
        r"<V>(?:il )?<D>(?: di| del mese di|°)? ?<M><Y>(?P<was>,? (?:scorso|u\.s\.|us|ultimo scorso|passato)(?!\w))?",
        r.day_month,
    ),
    ("day_list", r"<V><DD>(?=(?:(?:,| e|, e| o|/)(?: il| al| l')? ?<d>){1,3} <M><Y>)", r.listed),
    ("end_named_month", rf"\b{_END} ?(?:mese di )?<M><Y>", r.end_of_named_month),
    (
        "part_of_month",
        r"\b(?:inizio|meta|i primi di|ai primi di|primi|inizi|meta di|in|a|nel mese di"
        r"|nel corso di|seconda meta di|prima meta di)(?: di| del mese di)? <M>",
        r.unclear,
    ),
    ("feast", r"<F>", r.feast),
    ("weekday_fortnight", r"<W> (?:a|in|fra|tra) (?:quindici|15|quindici giorni|15 giorni)\b", r.weekday_plus(2)),
    ("weekday_week", r"<W> (?:a|in|fra|tra) (?:otto|8)(?: giorni)?\b", r.weekday_plus(1)),
    ("weekday_in_weeks", r"<W> (?:fra|tra|a) <N> (?P<u>settiman[ae])", r.weekday_in_weeks),
    ("weekday_in_weeks", r"\b(?:fra|tra) <N> (?P<u>settiman[ae]),? (?:il |di )?<W>", r.weekday_in_weeks),
    (
        "weekday_after",
        r"<W> (?:dopo|successivo|seguente|quello dopo|della settimana dopo)\b(?! (?:il"
        r"|la|le|i|lo|pranzo|di|che|cena|aver|le)\b)",
        r.weekday_plus(1),
    ),
    ("weekday_next_week", rf"<W>,? (?:di )?{_NEXT_WEEK}", r.weekday_week(1)),
    ("weekday_next_week", rf"\b{_NEXT_WEEK},? (?:il |di |gia )?<W>", r.weekday_week(1)),
    ("weekday_this_week", r"<W> (?:di )?(?:questa settimana|in corso)", r.weekday),
    ("weekday_this_week", r"\bquesta settimana,? (?:il )?<W>", r.weekday),
    ("weekday_last_week", rf"<W>,? (?:di )?{_LAST_WEEK}", r.weekday_week(-1)),
    ("weekday_last_week", rf"\b{_LAST_WEEK},? (?:il |di )?<W>", r.weekday_week(-1)),
    ("day_after", r"\b(?:il giorno (?:dopo|seguente|successivo)|l'indomani|all'indomani)\b", r.unclear),
    ("same_day", r"\b(?:lo|nello) stesso giorno\b(?! (?:che|in|di|\d))", r.unclear),
    ("span_after", r"\b<N> <U> dopo\b(?! (?:il|la|lo|le|l'|i|che|aver\w*|\d))", r.in_time),
    ("end_after", rf"\b{_END} ?(?:del |il )?(?:prossimo|successivo)(?= ?(?:[.,;:!?)\n]|$))", r.unclear),
    ("weekday_was", rf"<W> {_WAS}(?!\w)", r.weekday_was),
    ("weekday_was", r"\b(?:lo scorso|la scorsa|scorso|scorsa|da) <W>", r.weekday_was),
    ("weekday_day", rf"<v><DD>{_NO}(?! \d\d\d(?!\d))", r.weekday_day),
    ("end_next_week", rf"\b{_END} {_NEXT_WEEK}", r.end_of_week(1)),
    ("end_last_week", rf"\b{_END} {_LAST_WEEK}", r.end_of_week(-1)),
    (
        "weekend",
        r"\b(?:questo|nel|il|prossimo|lo scorso|durante il|un|del|nei|ogni) (?:prossimo |scorso )?fine[ -]settimana\b",
        r.unclear,
    ),
    (
        "end_week",
        rf"\b{_END} (?:questa |la |corrente )?settimana\b(?! (?:pros|scor|pas|che|ent|prox))"
        rf"|\bprima del (?:week-?end|fine settimana)\b|\bfinisca la settimana\b",
        r.end_of_week(0),
    ),
    ("end_next_month", rf"\b{_END} (?:mese {_COMES}|prossimo mese|mese successivo)", r.end_of_month(1)),
    ("end_last_month", rf"\b{_END} (?:mese {_WAS}|scorso mese)", r.end_of_month(-1)),
    (
        "end_month",
        rf"\b{_END} ?(?:questo |corrente |il |presente )?mese\b(?! (?:pros|scor|pas|che"
        rf"|ent|prox))|\bfinemese\b|\bf\.m\.|\bultimo del mese\b|\bfine (?:corrente|c\.m\.)",
        r.end_of_month(0),
    ),
    ("end_year", rf"\b{_END} ?(?:quest'|l')?anno\b", r.end_of_year),
    ("end_quarter", rf"\b{_END} (?:questo )?trimestre\b", r.end_of_quarter),
    ("day_next_month", rf"<D> (?:del )?(?:mese {_COMES}|prossimo mese|mese successivo)", r.day_in(1)),
    ("day", rf"\b(?:il |al |per il |entro il )?<DD> {_COMES}(?!\w)", r.day_only),
    ("day_last_month", rf"<D> (?:del )?(?:mese {_WAS}|scorso mese)(?!\w)", r.day_in(-1)),
    (
        "day_was",
        r"<D> (?:u\.s\.|us\b|scorso\b|ultimo scorso\b)",
        lambda seen: g.Both(past_day=r.day_only(seen).past_day, past=True),
    ),
    ("day", r"<D> (?:del mese|di ogni mese)\b(?! (?:pros|scor|pas|che|ent|cor|in))", r.day_only),
    (
        "day_this_month",
        r"<D> (?:di questo mese|del (?:corrente|presente) mese|del mese(?: corrente| in corso)?"
        r"|(?:del )?corrente(?: mese)?|c\.?m\.?(?!\w)|p\.v\.|pv\b)",
        r.day_in(0),
    ),
    (
        "business",
        rf"\b{_IN} (?:<n> ?(?:-|o|a|/) ?)?<N> ?(?:giorni|gg\.?|giorno) (?P<b>lavorativ[io]"
        rf"|bancabili|bancari|feriali|utili)\b",
        r.in_time,
    ),
    ("business", r"<N> ?(?:giorni|gg\.?) (?P<b>lavorativi)\b", r.in_time),
    ("ago", r"(?<!tra )(?<!fra )(?<!entro )<N> ?<U> (?:fa|addietro|or sono)\b", r.ago),
    ("ago", r"\bda <N> ?<U>(?! (?:a|in poi))", r.ago),
    (
        "some_days",
        r"\b(?:(?:tra|fra|in|entro|nel giro di) )?un paio di giorni\b(?! fa)",
        r.unclear,
    ),
    ("span", r"\b(?:dammi|datemi|mi dia|ci dia|dateci) (?:altre |altri )?<N> ?<U>", r.in_time),
    ("span", rf"\b{_IN} (?:<n> ?(?:-|o|a|/) ?)?<N> ?<U>(?! fa\b)", r.in_time),
    ("span", r"\b(?:entro|tra|fra|in) (?:una )?settimana\b(?! (?:pros|scor|prox|ent))", r.days_on(7)),
    ("before_yesterday", r"\b(?:l'altro ieri|altroieri|ieri l'altro|avantieri|l'altroieri|altro ieri)\b", r.offset(-2)),
    ("yesterday", r"\bieri\b(?: (?:sera|mattina|pomeriggio|notte))?|\bstanotte scorsa\b", r.offset(-1)),
    ("after_tomorrow", r"\b(?:dopodomani|dopo domani|posdomani)\b", r.offset(2)),
    (
        "tomorrow",
        r"\b(?:domani|domattina|doman|dmn|dom mattina)\b(?: (?:mattina|sera|pomeriggio|stesso|mattino))?",
        r.offset(1),
    ),
    (
        "today",
        r"\b(?:oggi|stasera|stamattina|stamane|stamani|stanotte|questa (?:sera|mattina"
        r"|notte)|questo pomeriggio|giornata odierna|(?:in )?data odierna|quest'oggi)\b(?: (?:stesso|pomeriggio"
        r"|sera|mattina))?",
        r.offset(0),
    ),
    (
        "clock",
        r"\b(?:in giornata|in serata|in mattinata|nel pomeriggio|piu tardi|entro le \d\d?)\b|\bprima delle"
        r" (?:1\d|2[0-3]|[1-9])(?= ?(?:[.,;!?)\n]|$)| di )",
        r.offset(0),
    ),
    (
        "now",
        r"\b(?:subito|adesso|ora|immediatamente|in questo momento"
        r"|appena (?:fatt[oa]|pagat[oa]"
        r"|inviat[oa]|bonificat[oa]|eseguit[oa]|partit[oa]|uscit[oa]"
        r"|dispost[oa]|mandat[oa]|effettuat[oa]|versat[oa])|poco fa|proprio ora|or ora|seduta stante"
        r"|all'istante)\b",
        r.offset(0),
    ),
    ("weekend", r"\b(?:nel |questo |il |in )?(?:fine settimana|week-?end|fine-settimana)\b", r.unclear),
    ("next_week", rf"\b{_NEXT_WEEK}", r.unclear),
    ("last_week", rf"\b{_LAST_WEEK}|\b(?:mese|anno) (?:scorso|passato)\b|\bl'altro giorno\b|\bgiorni fa\b", r.was),
    (
        "this_week",
        r"\b(?:questa|in|durante la|nel corso della|meta|inizio|a meta) settimana\b|\bin questi giorni\b|\ba giorni\b",
        r.unclear,
    ),
    (
        "next_month",
        r"\b(?:il )?(?:mese (?:prossimo|prox|che viene|entrante)|prossimo mese)\b|\b(?:inizio"
        r"|meta|primi del|ai primi del) mese\b|\bquesto mese\b",
        r.unclear,
    ),
    (
        "soon",
        r"\b(?:presto|al piu presto|prossimamente|quanto prima|a breve|il prima possibile"
        r"|appena possibile|asap|a stretto giro|tempestivamente|a breve termine|prima possibile)\b",
        r.unclear,
    ),
    (
        "some_days",
        r"\b(?:nei |tra |fra |in |entro )?(?:prossimi|pochi|qualche|alcuni|questi|prossime) (?:giorni"
        r"|giorno|settimane|settimana|ore)\b",
        r.unclear,
    ),
    ("on_return", r"\b(?:al mio (?:ritorno|rientro)|quando (?:torno|rientro))\b", r.unclear),
    ("week_number", r"\bsettimana (?:del |dal )?\d<d>?|\bsettimana d(?:el|al) <d>", r.unclear),
    ("each_weekday", r"\bogni <W>", r.weekday),
    ("weekdays", r"\b(?:ogni|tutti i|tutte le) <w>", r.unclear),
    (
        "weekday",
        rf"(?:\b(?:prossimo|questo|prossima|questa) )?\b(?P<w>{g.any_of(_WEEKDAYS)})\b(?: {_COMES}"
        rf"(?!\w))?(?: (?:sera|mattina|pomeriggio))?",
        r.weekday,
    ),
    ("clock", r"(?<!buona )(?<!buon )\b(?:sera|pomeriggio)\b", r.offset(0)),
    (
        "first",
        r"\b(?:il|entro il|dal|al|del|per il) (?P<d>primo)(?= ?(?:[.,;:!?)\n]|$)| (?:e|del mese|di ogni|ti|le|vi)\b)",
        r.day_only,
    ),
    ("day", rf"\b{_PRE}<DD>{_NO}(?! \d\d\d(?!\d))", r.day_only),
    ("day", rf"(?<=\d e )(?:il |l')?<DD>{_NO}", r.day_only),
    (
        "day_word",
        rf"\b{_PRE}(?P<d>{g.any_of(k for k in _NUMBERS if _NUMBERS[k] > 1)})\b(?= ?(?:[.,;:!?)\n]"
        rf"|$)| (?:e|ti|le|vi|di ogni|del|come|pago|faccio|mando|senza|al)\b)",
        r.day_only,
    ),
    ("one_after", r"\b(?:quello (?:dopo|successivo|seguente)|il successivo|quell'altro)\b", r.unclear),
    (
        "just_now",
        r"\b(?:ho|abbiamo|ha|e) appena\b|\bpoco fa\b|\b(?:un attimo|mezz'ora|un'ora) fa\b|\bpochi minuti fa\b",
        r.offset(0),
    ),
)
LANGUAGE = g.Language(words=WORDS, rules=(*NUMBERED, *CLOCK, *_RULES))
