"""Days in French (France, Belgium, Switzerland, Quebec, West Africa), folded. Never what a day is for."""

from __future__ import annotations

from bot.readers._spans import grammar as g
from bot.readers._spans import resolve as r
from bot.readers._spans.days_all import CLOCK, NUMBERED

_WEEKDAYS = {name: i for i, name in enumerate("lundi mardi mercredi jeudi vendredi samedi dimanche".split())}  # noqa: SIM905
_MONTHS = {
    **dict.fromkeys(("janvier", "janv", "jan"), 1),
    **dict.fromkeys(("fevrier", "fevr", "fev"), 2),
    "mars": 3,
    **dict.fromkeys(("avril", "avr"), 4),
    "mai": 5,
    "juin": 6,
    **dict.fromkeys(("juillet", "juil"), 7),
    "aout": 8,
    **dict.fromkeys(("septembre", "sept"), 9),
    **dict.fromkeys(("octobre", "oct"), 10),
    **dict.fromkeys(("novembre", "nov"), 11),
    **dict.fromkeys(("decembre", "dec"), 12),
}
_UNITS_TO_19 = (
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf"
)
_NUMBERS = {
    **{name.replace("-", " "): i for i, name in enumerate(_UNITS_TO_19.split(), 1)},
    "une": 1,
    "vingt": 20,
    "vingt et un": 21,
    **{f"vingt {n}": 20 + i for i, n in enumerate("deux trois quatre cinq six sept huit neuf".split(), 2)},  # noqa: SIM905
    "trente": 30,
    "trente et un": 31,
    "quarante": 40,
    "quarante cinq": 45,
    "quarante huit": 48,
    "soixante": 60,
    "soixante douze": 72,
    "septante deux": 72,
    "nonante": 90,
    "quatre vingt dix": 90,
}
WORDS = g.Words(
    weekdays=_WEEKDAYS,
    months=_MONTHS,
    numbers=_NUMBERS,
    ordinals={"premier": 1},
    units={
        **dict.fromkeys(("jour", "jours", "j", "jrs"), "d"),
        **dict.fromkeys(("semaine", "semaines", "sem"), "w"),
        "mois": "m",
        **dict.fromkeys(("heure", "heures", "h", "hrs"), "h"),
        **dict.fromkeys(("quinzaine", "quinzaines"), "f"),
        **dict.fromkeys(("an", "ans", "annee", "annees"), "y"),
        **dict.fromkeys(("minute", "minutes", "min"), "i"),
    },
    feasts={
        "noel": "12-25",
        "reveillon": "12-24",
        "saint sylvestre": "12-31",
        "st sylvestre": "12-31",
        "jour de l'an": "1-1",
        "nouvel an": "1-1",
        "epiphanie": "1-6",
        "chandeleur": "2-2",
        "saint valentin": "2-14",
        "st valentin": "2-14",
        "paques": "e0",
        "lundi de paques": "e1",
        "vendredi saint": "e-2",
        "jeudi saint": "e-3",
        "rameaux": "e-7",
        "fete des morts": "11-2",
        "ascension": "e39",
        "pentecote": "e49",
        "lundi de pentecote": "e50",
        "fete du travail": "5-1",
        "saint jean": "6-24",
        "st jean": "6-24",
        "fete nationale": "7-14",
        "assomption": "8-15",
        "toussaint": "11-1",
        "armistice": "11-11",
        "saint nicolas": "12-6",
        "st nicolas": "12-6",
    },
    nth={
        "premier": 1,
        "1er": 1,
        "deuxieme": 2,
        "second": 2,
        "2e": 2,
        "2eme": 2,
        "troisieme": 3,
        "3e": 3,
        "quatrieme": 4,
        "dernier": -1,
    },
    brief={"lun": 0, "mar": 1, "mer": 2, "jeu": 3, "ven": 4, "vend": 4, "sam": 5, "dim": 6},
    suffix="(?: ?er| ?eme| ?e)?",
)

# What stands behind "le 15" shows that no day is meant: 15 %, 15 h, 15 euros, 15 cartons.
_NO = (
    r"(?! ?(?:%|€|\$|eur|chf|fcfa|cfa|francs?|balles|k\b|h\b|h\d|heures?|minutes?|fois"
    r"|pour ?cent|m2|kg|km|[-x/:] ?\d|[.,]\d)"
    r"| (?!(?:mais|puis|sans|dans|sous|vers|nous|vous|apres|alors|des|les|mes|vos|nos|suis|vais|fais|dois|peux|pas|plus"
    r"|jamais|toujours|tres|fonds|prix|jours|depuis|sauf|cours|voyez|faites|merci|mois|paies|verrez|aurez|recevrez)\b)"
    r"[a-z]{3,}[sxz]\b)"
)
_PRE = r"(?:le|les|du|au|aux|des le|pour le|avant le|d'ici le|d'ici au|vers le|jusqu'au|a partir du|date du|en date du)"
_NEXT_WEEK = (
    r"(?:(?:de |dans |en |a )?(?:la )?semaine (?:prochaine|pro|suivante|qui vient|qui arrive|d'apres)|sem\.? pro\w*)"
)
_IN = (
    r"(?:sous|dans|d'ici|d'ici a|en|avant|endeans|passe|dans un delai de|sous un delai de|delai de|dans le delai de"
    r"|au bout de|a|dans un delai maximum de|d'ici environ|dans environ|d'ici maximum|dans maximum)"
)
_RULES: tuple[g.Rule, ...] = (
    ("week_of", r"\bsemaine du (?:lundi )?<DD>(?: <M>)?", r.unclear),
    ("end_year", r"\bdernier jour de l'annee\b", r.end_of_year),
    ("nth_weekday", r"<X> <W> du mois prochain\b", r.nth_weekday(1)),
    ("nth_weekday", r"<X> <W> (?:du|de ce) mois\b", r.nth_weekday()),
    ("nth_weekday", r"<X> <W> (?:de|d'|du mois de) ?<M>", r.nth_weekday()),
    ("net_end_of_month", r"<N> ?j(?:ours?|rs)?\.? (?:nets? )?fin (?:de|du) mois(?:,? le <D>)?", r.net_end_of_month),
    (
        "day_month",
        r"<V>(?:le )?<D> (?:du mois )?(?:de |d')?<M><Y>"
        r"(?P<was>,? (?:dernier(?! (?:versement|paiement|acompte))|passe|ecoule)(?!\w))?",
        r.day_month,
    ),
    (
        "day_list",
        r"<V><DD>(?=(?:(?:,| et| ou| puis|, puis|/| &|,? et) (?:le |au |du )?<d>){1,3} <M><Y>)",
        r.listed,
    ),
    ("end_named_month", r"\b(?:fin|(?:tout )?dernier jour)(?: du mois)? (?:de |d')?<M><Y>", r.end_of_named_month),
    ("part_of_month", r"\b(?:mi|debut|courant|milieu|mi-)[ -]?(?:du mois )?(?:de |d')?<M>", r.unclear),
    ("feast", r"<F>", r.feast),
    ("weekday_fortnight", r"<W> en (?:quinze|15)\b|\b(?:le )?<w> dans (?:deux|2) semaines", r.weekday_plus(2)),
    ("span", r"\baujourd'? ?hui en (?:huit|8)\b", r.days_on(7)),
    ("span", r"\bdemain en (?:huit|8)\b", r.days_on(8)),
    ("weekday_week", r"<W> (?:en (?:huit|8)\b|dans (?:une semaine|huit jours|8 jours))", r.weekday_plus(1)),
    ("weekday_after", r"<W> (?:d'apres|suivant|d'ensuite)\b", r.weekday_plus(1)),
    ("weekday_next_week", rf"<W>,? {_NEXT_WEEK}", r.weekday_week(1)),
    ("weekday_next_week", rf"\b{_NEXT_WEEK}[,:]? ?(?:le |des |soit |c'est-a-dire )?<W>", r.weekday_week(1)),
    ("weekday_last_week", r"<W> (?:de |dans )?(?:la )?semaine (?:derniere|passee)", r.weekday_week(-1)),
    ("weekday_last_week", r"\bla semaine (?:derniere|passee),? (?:le )?<W>", r.weekday_week(-1)),
    ("day_after", r"\b(?:le |des le )(?:surlende|lende)main\b|\ble jour (?:suivant|d'apres)\b", r.unclear),
    ("same_day", r"\ble (?:jour meme|meme jour)\b(?! que)", r.unclear),
    (
        "span_after",
        r"\b<N> <U> (?:plus tard|apres)\b(?! (?:le|la|les|l'|mon|ma|votre|notre|vous|que|avoir|\d))",
        r.in_time,
    ),
    ("end_after", r"\bfin (?:du |de |de ce )?(?:suivant|prochain)(?= ?(?:[.,;:!?)\n]|$))", r.unclear),
    ("weekday_was", r"<W> (?:dernier|passe|precedent)\b", r.weekday_was),
    ("weekday_day", rf"<v><DD>{_NO}(?! \d\d\d(?!\d))", r.weekday_day),
    ("end_next_week", r"\b(?:la )?fin (?:de )?(?:la )?semaine (?:prochaine|pro|suivante|qui vient)", r.end_of_week(1)),
    ("end_last_week", r"\bfin (?:de )?(?:la )?semaine (?:derniere|passee)", r.end_of_week(-1)),
    ("end_week", r"\b(?:la )?fin (?:de |d')?(?:la |cette )?semaine\b|\bavant le week-?end\b", r.end_of_week(0)),
    (
        "end_next_month",
        r"\bfin (?:du |de |de ce |le |ce )?(?:mois (?:prochain|suivant|pro)|prochain mois)\b",
        r.end_of_month(1),
    ),
    ("end_last_month", r"\bfin (?:du |de |le )?mois (?:dernier|passe|precedent)\b", r.end_of_month(-1)),
    (
        "end_month",
        r"\bfin (?:du |de |de ce |le |ce )?(?:(?:present|courant) )?mois\b(?! (?:de|d'))"
        r"|\bfin courant\b|\bfdm\b|\bdernier jour du mois\b|\bavant que le mois (?:ne )?(?:se termine|finisse)\b",
        r.end_of_month(0),
    ),
    ("end_year", r"\bfin (?:d'|de l'|de )?(?:cette )?annee\b", r.end_of_year),
    ("end_quarter", r"\bfin (?:du |de )?(?:ce )?trimestre\b", r.end_of_quarter),
    ("day_next_month", rf"(?:{_PRE} )?<D> (?:du |le )?mois (?:prochain|suivant|pro|qui vient|d'apres)", r.day_in(1)),
    ("day_last_month", rf"(?:{_PRE} )?<D> (?:du )?mois (?:dernier|passe|precedent|ecoule)", r.day_in(-1)),
    ("day", rf"(?:{_PRE} )?<D> (?:du|de chaque) mois\b(?! (?:pro|der|pass|sui|en|cour))", r.day_only),
    (
        "day_this_month",
        rf"(?:{_PRE} )?<D> (?:de ce mois|(?:de |du )?(?:courant|present mois)"
        r"|du mois (?:en cours|courant))\b(?! prochain)",
        r.day_in(0),
    ),
    (
        "ago",
        r"\b(?:il y a|y a|ca fait) (?:environ )?une (?P<n>quinzaine|dizaine|huitaine)(?: de (?P<u>jours))?",
        r.ago_period,
    ),
    ("period", r"\b(?:sous|dans|d'ici|avant|a) (?:une |la |cette )?huitaine\b(?: de jours)?", r.days_on(8)),
    ("period", r"\b(?:sous|dans|d'ici|avant|a) (?:une |la |cette )?dizaine\b(?: de jours)?", r.days_on(10)),
    ("period", r"\b(?:sous|dans|d'ici|avant|a) (?:une |la |cette )?quinzaine\b(?: de jours)?", r.days_on(15)),
    (
        "business",
        rf"\b{_IN} (?:les )?(?:<n> ?(?:a|ou|-) ?)?<N> ?(?:jours?|j|jrs) (?P<b>ouvres?|ouvrables?"
        rf"|de banque|bancaires?)\b",
        r.in_time,
    ),
    (
        "ago",
        r"\b(?:il y a|ca fait|voila|y a|depuis) (?:deja |environ |bien |exactement |tout juste "
        r"|juste |a peine |plus de )?<N> ?<U>",
        r.ago,
    ),
    ("span", r"\b(?:donnez?|laissez?|accordez?)[ -](?:moi|nous) (?:encore )?<N> ?<U>", r.in_time),
    ("span", rf"\b{_IN} (?:les |environ )?(?:<n> ?(?:a|ou|-) ?)?<N> ?(?:prochaines? |petits? )?<U>", r.in_time),
    ("before_yesterday", r"\bavant[- ]?hier\b(?: soir| matin)?", r.offset(-2)),
    ("yesterday", r"\bhier\b(?: soir| matin)?|\bla veille\b", r.offset(-1)),
    ("after_tomorrow", r"\b(?:apres|apre|apr|ap)[- ]?(?:demain|dem|2main|dmain)\b", r.offset(2)),
    (
        "tomorrow",
        r"\b(?:demain|dmain|2main|dem1|deumain)\b(?: matin| soir| midi)?|\bdans les 24 ?h(?:eures)?\b",
        r.offset(1),
    ),
    (
        "today",
        r"\b(?:aujourd'? ?hui|ajd|auj|ojd|ojourdui)\b|\bce (?:jour|soir|matin|midi|tantot|apres-midi)\b(?! la|-la)"
        r"|\bcet(?:te)? (?:apres[- ]?midi|aprem|nuit)\b"
        r"|\ba (?:matin|soir)\b",
        r.offset(0),
    ),
    ("clock", r"\b(?:dans|en fin de|de) (?:la )?journee\b|\btantot\b", r.offset(0)),
    (
        "now",
        r"\b(?:tout de suite|immediatement|sur-le-champ|a l'instant|maintenant|dans l'heure|illico"
        r"|sans attendre|mtn|mnt|mtnt)\b",
        r.offset(0),
    ),
    ("weekend", r"\b(?:ce |le |au )?week-?\s?end\b(?: prochain)?", r.unclear),
    ("next_week", r"\b(?:la )?semaine (?:prochaine|pro|suivante|qui vient)\b|\bsem\.? pro\w*", r.unclear),
    ("this_week", r"\bcette semaine\b|\bdans la semaine\b|\ben (?:cours|debut|milieu) de semaine\b", r.unclear),
    (
        "next_month",
        r"\b(?:le )?mois (?:prochain|suivant|pro|qui vient)\b|\b(?:debut|mi|milieu)[ -](?:du |de )?mois\b",
        r.unclear,
    ),
    ("last_week", r"\b(?:la )?semaine (?:derniere|passee)\b|\b(?:le )?mois (?:dernier|passe)\b", r.was),
    (
        "soon",
        r"\b(?:prochainement|bientot|sous peu|rapidement|au plus vite|des que possible|incessamment|asap"
        r"|d'ici peu|tantot|dans les meilleurs delais|dans les plus brefs delais|au plus tot)\b",
        r.unclear,
    ),
    (
        "some_days",
        r"\b(?:dans|sous|d'ici) (?:les |ces |quelques )?(?:tout )?(?:prochains? |quelques )?(?:jours|semaines)\b",
        r.unclear,
    ),
    ("on_return", r"\b(?:a|des) mon retour\b|\bquand je rentre\b|\ben rentrant\b", r.unclear),
    ("week_number", r"\bsemaine (?:du |\d)<d>?", r.unclear),
    ("each_weekday", rf"\b(?:tous les|chaque) (?P<w>{g.any_of(_WEEKDAYS)})s?\b", r.weekday),
    ("weekdays", r"\b(?:tous les|chaque|les) <w>s?\b|\ble <w>s\b", r.unclear),
    ("weekday", r"<W>(?: prochain| pro\b| qui vient| soir| matin| midi| apres-midi)?", r.weekday),
    (
        "first",
        rf"\b{_PRE} (?P<d>premier)(?= ?(?:[.,;:!?)\n]|$)| (?:et|puis|pour|sans|au|de chaque|du mois)\b)",
        r.day_only,
    ),
    ("day", rf"\b{_PRE} <DD>{_NO}(?! \d\d\d(?!\d))", r.day_only),
    ("day", rf"(?:(?<=\d et )|(?<=\d, le )|(?<=\d ou ))<DD>{_NO}", r.day_only),
    (
        "day_word",
        rf"\b{_PRE} (?P<d>{g.any_of(k for k in _NUMBERS if _NUMBERS[k] > 1)})\b(?= ?(?:[.,;:!?)\n]|$)"
        r"| (?:et|puis|pour|sans|au|je|on|nous|vous|c'est|promis|maximum|max|inclus|prochain)\b)",
        r.day_only,
    ),
    ("one_after", r"\b(?:celui d'apres|le suivant|celui qui suit|celle d'apres)\b(?! (?:l|d))", r.unclear),
    (
        "just_now",
        r"\b(?:je viens|on vient|nous venons|vient|viens|venons) (?:juste )?(?:d'|de\b)|\btout a l'heure\b"
        r"|\ba la minute\b|\ba l'instant\b",
        r.offset(0),
    ),
)
LANGUAGE = g.Language(words=WORDS, rules=(*NUMBERED, *CLOCK, *_RULES))
