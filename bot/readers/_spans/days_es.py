"""Days in Spanish (Spain, Mexico, South America), folded. Never what a day is for."""

from __future__ import annotations

from bot.readers._spans import grammar as g
from bot.readers._spans.days_all import CLOCK, NUMBERED

_WEEKDAYS = {
    "lunes": 0, "martes": 1, "miercoles": 2, "jueves": 3, "viernes": 4, "sabado": 5, "sabados": 5, "domingo": 6,
    "domingos": 6,
}  # fmt: skip
_SHORT = {"lun": 0, "mie": 2, "mier": 2, "jue": 3, "vie": 4, "vier": 4, "sab": 5, "dom": 6}
_MONTHS = {
    name: i
    for i, names in enumerate(
        (
            "enero ene",
            "febrero feb",
            "marzo mar",
            "abril abr",
            "mayo may",
            "junio jun",
            "julio jul",
            "agosto ago",
            "septiembre setiembre sept sep set",
            "octubre oct",
            "noviembre nov",
            "diciembre dic",
        ),
        1,
    )
    for name in names.split()
}
_TO_30 = (
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho"
    " diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho"
    " veintinueve treinta"
)
_NUMBERS = {name: i for i, name in enumerate(_TO_30.split(), 1)}
_NUMBERS |= {"un": 1, "una": 1, "treinta y uno": 31, "cuarenta": 40, "cuarenta y cinco": 45, "cuarenta y ocho": 48}
_NUMBERS |= {"sesenta": 60, "setenta y dos": 72, "noventa": 90, "un par de": 2, "veintiun": 21, "par de": 2}
WORDS = g.Words(
    weekdays=_WEEKDAYS | _SHORT,
    months=_MONTHS,
    numbers=_NUMBERS,
    ordinals={"primero": 1, "1ero": 1},
    units={
        **dict.fromkeys(("dia", "dias", "diitas", "d"), "d"),
        **dict.fromkeys(("semana", "semanas", "semanita", "semanitas", "sem"), "w"),
        **dict.fromkeys(("mes", "meses"), "m"),
        **dict.fromkeys(("hora", "horas", "horitas", "h", "hs", "hrs"), "h"),
        **dict.fromkeys(("quincena", "quincenas"), "f"),
        **dict.fromkeys(("ano", "anos"), "y"),
        **dict.fromkeys(("minuto", "minutos", "min", "minutitos", "rato", "ratito"), "i"),
    },
    feasts={
        "nochebuena": "12-24",
        "navidad": "12-25",
        "navidades": "12-25",
        "nochevieja": "12-31",
        "fin de ano": "12-31",
        "ano nuevo": "1-1",
        "reyes": "1-6",
        "dia de reyes": "1-6",
        "los reyes": "1-6",
        "candelaria": "2-2",
        "san valentin": "2-14",
        "san jose": "3-19",
        "dia del padre": "3-19",
        "jueves santo": "e-3",
        "miercoles de ceniza": "e-46",
        "asuncion": "8-15",
        "pilar": "10-12",
        "inmaculada": "12-8",
        "constitucion": "12-6",
        "diada": "9-11",
        "lunes santo": "e-6",
        "martes santo": "e-5",
        "miercoles santo": "e-4",
        "sabado santo": "e-1",
        "viernes santo": "e-2",
        "domingo de ramos": "e-7",
        "domingo de resurreccion": "e0",
        "lunes de pascua": "e1",
        "pascua": "e0",
        "sant jordi": "4-23",
        "dia del trabajo": "5-1",
        "dia del trabajador": "5-1",
        "san isidro": "5-15",
        "san juan": "6-24",
        "san fermin": "7-7",
        "la asuncion": "8-15",
        "virgen de agosto": "8-15",
        "la diada": "9-11",
        "fiestas patrias": "9-18",
        "el pilar": "10-12",
        "la hispanidad": "10-12",
        "todos los santos": "11-1",
        "dia de muertos": "11-2",
        "la constitucion": "12-6",
        "la inmaculada": "12-8",
        "la purisima": "12-8",
        "los inocentes": "12-28",
    },
    suffix="(?: ?º| ?°|o|ero|er|\\.o)?",
)
_NEXT_WEEK = r"(?:(?:la )?semana (?:que viene|proxima|entrante|siguiente|q viene|que entra|prox)|(?:la )?(?:proxima|prox\.?|siguiente) (?:semana|sem))"
_LAST_WEEK = r"(?:(?:la )?semana (?:pasada|anterior)|(?:la )?(?:pasada|anterior) semana)"
_COMES = r"(?:que viene|q viene|proximo|entrante|siguiente|que entra|prox\.?)"
_NO = (
    r"(?! ?(?:%|€|\$|eur|euros?|pesos|mxn|usd|cop|clp|lucas|mil\b|millones|h\b|hs\b|h\d|hrs|horas?|por ?cien|veces|[-x/:] ?\d|[.,]\d)"
    r"| (?!(?:les|las|los|mas|nos|os|pues|sus|tus|mis|mes|tras|antes|vais|vas|estas|es|desde|veras|tendras|tienes|sales)\b)[a-z]{4,}s\b)"
)
_PRE = r"(?:el|los|al|del|dia|dias|el dia|el pasado dia|el proximo dia|los dias|para el|antes del|hasta el|sobre el|desde el|hacia el|a partir del|fecha|con fecha)"
_IN = (
    r"(?:en|a|dentro de|antes de|en un plazo de|en el plazo de|plazo de|en el plazo maximo de|en un plazo maximo de|en plazo de|en unos"
    r"|en no mas de|en menos de|en maximo|a lo sumo en|a mas tardar en|en unas|de aqui a|de aca a|en los proximos|en las proximas|dentro de los proximos|dentro de las proximas)"
)
_RULES: tuple[g.Rule, ...] = (
    (
        "net_end_of_month",
        r"<N> dias (?:a |y |desde )?(?:fin|final) de mes(?:,? (?:el )?(?:dia )?<D>)?",
        g.net_end_of_month,
    ),
    (
        "day_month",
        r"(?:<w>,? )?(?:(?:el )?(?:dia )?)?<D> (?:del? (?:mes de )?(?:proximo |pasado )?)?<M><Y>",
        g.day_month,
    ),
    ("month_day", r"(?:<w>,? )?\b<M> <DD>(?![ ]?(?:%|€|\$|eur|pesos|mil))<Y>", g.day_month),
    (
        "day_list",
        r"(?:<w>,? )?<DD>(?=(?:(?:,| y|, y| o| e|/)(?: el| al| del)?(?: dia)? <d>){1,3} (?:de )?<M><Y>)",
        g.day_month,
    ),
    (
        "end_named_month",
        r"\b(?:fin|fines|final|finales|ultimo dia|ultimos dias|ultimos|cierre) (?:del mes )?(?:de |d')?<M><Y>",
        g.end_of_named_month,
    ),
    (
        "part_of_month",
        r"\b(?:principios?|primeros|mediados|comienzos?|inicios?|a lo largo|durante|mitad|en|quincena|por) (?:del mes )?(?:de |d')?<M>",
        g.unclear,
    ),
    ("feast", r"<F>", g.feast),
    ("weekday_week", r"<W> en (?:ocho|8)(?: dias)?\b", g.weekday_plus(1)),
    ("weekday_fortnight", r"<W> en (?:quince|15)(?: dias)?\b", g.weekday_plus(2)),
    ("weekday_in_weeks", r"<W> (?:dentro de|en) <N> (?P<u>semanas?)", g.weekday_in_weeks),
    ("weekday_after", r"\b<W> (?:de despues|despues|posterior|subsiguiente)\b", g.weekday_plus(1)),
    ("weekday_next_week", rf"<W>,? (?:de |en )?{_NEXT_WEEK}", g.weekday_week(1)),
    ("weekday_next_week", rf"\b{_NEXT_WEEK},? (?:el )?<W>", g.weekday_week(1)),
    ("weekday_this_week", r"<W> (?:de )?(?:esta|la presente) semana", g.weekday),
    ("weekday_this_week", r"\besta semana,? (?:el )?<W>", g.weekday),
    ("weekday_last_week", rf"<W>,? (?:de )?{_LAST_WEEK}", g.weekday_week(-1)),
    ("weekday_last_week", rf"\b{_LAST_WEEK},? (?:el )?<W>", g.weekday_week(-1)),
    ("weekday_day_was", r"<w>,? pasado,? (?:dia )?<DD>(?! ?(?:de|%|€|\$|eur))", g.day_only),
    ("day_after", r"\b(?:al dia siguiente|el dia siguiente|al otro dia|un dia despues|el dia despues)\b", g.unclear),
    ("weekday_was", r"<W> (?:pasado|anterior|ultimo)\b", g.weekday_was),
    ("weekday_was", r"\b(?:pasado|ultimo|desde el) <W>", g.weekday_was),
    ("weekday_day", rf"<w>,? (?:dia )?<DD>{_NO}", g.day_only),
    ("end_next_week", rf"\b(?:fin|fines|final|finales) (?:de )?{_NEXT_WEEK}", g.end_of_week(1)),
    ("end_last_week", rf"\b(?:fin|final|finales) (?:de )?{_LAST_WEEK}", g.end_of_week(-1)),
    (
        "end_week",
        r"\b(?:final|finales|fines|cierre|acabar|terminar|ultimo dia) (?:de )?(?:la |esta )?(?:presente )?semana\b|\bfin de (?:la|esta) semana\b"
        r"|\bantes (?:de )?(?:que (?:se )?(?:acabe|termine|finalice|cierre) (?:la|esta) semana|del fin de semana|del finde)\b"
        r"|\b(?:acabe|termine|finalice) (?:la|esta) semana\b|\bultimo dia habil de (?:la|esta) semana\b",
        g.end_of_week(0),
    ),
    (
        "end_next_month",
        r"\b(?:fin|fines|final|finales|ultimo dia) (?:de |del )?(?:el )?(?:mes (?:que viene|proximo|siguiente|entrante)|proximo mes|siguiente mes)\b",
        g.end_of_month(1),
    ),
    (
        "end_last_month",
        r"\b(?:fin|fines|final|finales) (?:de |del )?(?:mes (?:pasado|anterior)|pasado mes)\b",
        g.end_of_month(-1),
    ),
    (
        "end_month",
        r"\b(?:fin|fines|final|finales|cierre|ultimo dia|ultimos) (?:habil )?(?:de |del |de este |este )(?:presente )?mes\b(?! (?:que|prox|pas|sig|ant))|\bfinal de mes\b"
        r"|\b(?:acabe|termine|finalice|cierre) (?:el|este) mes\b|\bfin de mes\b",
        g.end_of_month(0),
    ),
    ("end_year", r"\b(?:fin|fines|final|finales) (?:de |del )?(?:este )?ano\b", g.end_of_year),
    ("end_quarter", r"\b(?:fin|final|finales) (?:de |del )?(?:este )?trimestre\b", g.end_of_quarter),
    (
        "day_next_month",
        r"<D> (?:del?|de) (?:el )?(?:mes (?:que viene|q viene|proximo|siguiente|entrante|que entra)|proximo(?: mes)?|siguiente mes|entrante)\b",
        g.day_in(1),
    ),
    ("day_last_month", r"<D> (?:del|de) (?:mes (?:pasado|anterior)|pasado(?: mes)?)\b", g.day_in(-1)),
    (
        "day_this_month",
        r"<D> (?:del? )?(?:de este mes|este mes|del presente(?: mes)?|del mes(?: en curso)?|mes(?: en curso)?|corriente|del corriente|presente|cte\.?|actual)\b",
        g.day_in(0),
    ),
    (
        "business",
        rf"\b{_IN} (?:los proximos )?(?:<n> ?(?:-|a|o) ?)?<N> (?:dias? )?(?P<b>(?:dias? )?(?:habiles|laborables|laborales|habil|laborable))\b",
        g.in_time,
    ),
    ("business", r"<N> dias (?P<b>habiles|laborables)\b", g.in_time),
    ("ago", r"\b(?:hace|hara|hacia|desde hace) (?:ya |unos |unas |como |apenas |casi |justo |exactamente |mas de ){0,2}<N> <U>", g.ago),
    ("ago", r"<N> <U> atras\b", g.ago),
    ("span", rf"\b{_IN} (?:<n> ?(?:-|a|o|u) ?)?<N> <U>(?! (?:atras|habiles|laborables))", g.in_time),
    ("span", r"\b(?:en|dentro de) una semana\b", g.days_on(7)),
    (
        "span",
        r"\b(?:en|dentro de) (?:un rato|un ratito|un momento|nada|breves momentos|unas horas|un rato)\b|\b(?:esta|la) misma tarde\b",
        g.offset(0),
    ),
    ("before_yesterday", r"\b(?:anteayer|antier|antes de ayer|antiayer|anteanoche|antenoche)\b", g.offset(-2)),
    (
        "yesterday",
        r"\bayer\b(?: (?:mismo|por la (?:tarde|manana|noche)|en la (?:tarde|manana|noche)|noche|tarde))?|\banoche\b",
        g.offset(-1),
    ),
    ("after_tomorrow", r"\bpasado (?:el |ma)?nana\b|\bpasado manana\b", g.offset(2)),
    (
        "tomorrow",
        r"(?<!por la )(?<!de la )(?<!a la )(?<!en la )(?<!esta )(?<!la )(?<!una )(?<!toda )\b(?:manana|mannana|mna)\b(?: (?:mismo|a primera hora|por la (?:manana|tarde|noche)|a la (?:manana|tarde|noche)|en la (?:manana|tarde|noche)|temprano|viernes|sin falta))?",
        g.offset(1),
    ),
    (
        "today",
        r"\b(?:hoy|esta (?:misma )?(?:tarde|noche|manana)|este mediodia|hoy dia|al rato|al ratito|luego|mas tarde|en el dia|a ultima hora|dia de hoy|a la tarde|a la noche|de un rato)\b(?: (?:mismo|en la (?:tarde|noche)|por la (?:tarde|noche)|sin falta))?",
        g.offset(0),
    ),
    ("now_unclear", r"\bahorita(?: que)?\b|\bahorit\w*", g.unclear),
    (
        "now",
        r"\b(?:ahora mismo|ahora|en este momento|inmediatamente|de inmediato|altiro|al tiro|ya mismo|enseguida|en seguida|recien|acabo de|acabamos de)\b",
        g.offset(0),
    ),
    ("weekend", r"\b(?:el |este )?(?:fin de semana|finde|fin de sem)\b(?: que viene)?", g.unclear),
    ("next_week", rf"\b{_NEXT_WEEK}\b", g.unclear),
    ("last_week", rf"\b{_LAST_WEEK}\b|\b(?:mes|ano) (?:pasado|anterior)\b|\bel otro dia\b", g.was),
    (
        "this_week",
        r"\b(?:esta|entre|durante la|a lo largo de la|mitad de|mediados de|principios de) semana\b|\besta semana\b|\bestos dias\b",
        g.unclear,
    ),
    (
        "next_month",
        rf"\b(?:el )?(?:mes {_COMES}|proximo mes|siguiente mes)\b|\b(?:principios?|primeros|mediados|mitad|inicios?) (?:de|del) mes\b|\beste mes\b",
        g.unclear,
    ),
    ("fortnight", r"\b(?:la |esta |de |en |por )?(?:quincena|segunda quincena|primera quincena)\b", g.unclear),
    (
        "soon",
        r"\b(?:pronto|en breve|cuanto antes|lo antes posible|a la brevedad|proximamente|a la mayor brevedad|asap|en cuanto pueda|lo mas pronto posible|rapidamente|prontito|en cuanto vuelva)\b",
        g.unclear,
    ),
    (
        "some_days",
        r"\b(?:en |dentro de )?(?:estos|los proximos|unos|pocos|algunos|proximos|unas|las proximas) (?:dias|semanas|horas)\b",
        g.unclear,
    ),
    ("on_return", r"\b(?:a mi vuelta|a mi regreso|cuando (?:vuelva|regrese|llegue))\b", g.unclear),
    ("week_number", r"\bsemana (?:del? )?\d<d>?|\bsemana del <d>", g.unclear),
    ("weekdays", r"\b(?:todos los|cada|los) <w>s?\b", g.unclear),
    ("weekday", rf"(?:\b(?:proximo|este|siguiente) )?\b(?P<w>{g.any_of(_WEEKDAYS)})\b(?: {_COMES}\b)?", g.weekday),
    ("day", rf"\b{_PRE} <DD>{_NO}", g.day_only),
    ("day", rf"(?:(?<=\d y )|(?<=\d, )|(?<=\d o ))(?:el |dia )?<DD>{_NO}", g.day_only),
    (
        "day_word",
        rf"\b{_PRE} (?P<d>primero|uno|{g.any_of(k for k in _NUMBERS if _NUMBERS[k] > 1)})\b(?= ?(?:[.,;:!?)\n]|$)| (?:y|sin|te|le|les|os|de cada|cuando|por|pago|que|lo|la|a|en|mando|como)\b)",
        g.day_only,
    ),
)
LANGUAGE = g.Language(words=WORDS, rules=(*NUMBERED, *_RULES, *CLOCK))
