"""Days in Spanish (Spain, Mexico, South America), folded. Never what a day is for."""

from __future__ import annotations

from bot.readers._spans import grammar as g
from bot.readers._spans import resolve as r
from bot.readers._spans.days_all import CLOCK, NUMBERED

_WEEKDAYS = {
    "lunes": 0,
    "martes": 1,
    "miercoles": 2,
    "jueves": 3,
    "viernes": 4,
    "sabado": 5,
    "sabados": 5,
    "domingo": 6,
    "domingos": 6,
}
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
    weekdays=_WEEKDAYS,
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
    nth={"primer": 1, "segundo": 2, "tercer": 3, "cuarto": 4, "ultimo": -1},
    brief={"lun": 0, "mar": 1, "mie": 2, "mier": 2, "jue": 3, "vie": 4, "vier": 4, "sab": 5, "dom": 6},
    suffix="(?: ?º| ?°|o|ero|er|\\.o)?",
)
_NEXT_WEEK = (
    r"(?:(?:la )?semana (?:que viene|proxima|entrante|siguiente|q viene|que entra|prox)|(?:la )?(?:proxima"
    r"|prox\.?|siguiente) (?:semana|sem))"
)
_LAST_WEEK = r"(?:(?:la )?semana (?:pasada|anterior)|(?:la )?(?:pasada|anterior) semana)"
_COMES = r"(?:que viene|q viene|proximo|entrante|que entra|prox\.?)"
_NO = (
    r"(?! ?(?:%|€|\$|eur|euros?|pesos|mxn|usd|cop|clp|lucas|mil\b|millones|h\b|hs\b|h\d"
    r"|hrs|horas?|por ?cien|veces|[-x/:] ?\d|[.,]\d)"
    r"| (?!(?:les|las|los|mas|nos|os|pues|sus|tus|mis|mes|tras|antes|vais|vas|estas|es"
    r"|desde|veras|tendras|tienes|sales|[a-z]+[aei]mos)\b)[a-z]{4,}s\b)"
)
_PRE = (
    r"(?:el|los|al|del|dia|dias|el dia|el pasado dia|el proximo dia|los dias|para el|antes del"
    r"|hasta el|sobre el|desde el|hacia el|a partir del|fecha|con fecha)"
)
_IN = (
    r"(?:en|a|dentro de|antes de|en un plazo de|en el plazo de|plazo de|en el plazo maximo de"
    r"|en un plazo maximo de|en plazo de|en unos"
    r"|en no mas de|en menos de|en maximo|a lo sumo en|a mas tardar en|en unas|de aqui a"
    r"|de aca a|en los proximos|en las proximas|dentro de los proximos|dentro de las proximas)"
)
_RULES: tuple[g.Rule, ...] = (
    ("week_of", r"\bsemana del (?:lunes )?<DD>(?: de <M>)?", r.unclear),
    ("span", r"\b(?:de )?hoy en (?:ocho|8)\b(?! dias)", r.days_on(7)),
    ("span", r"\b(?:de |a partir de )hoy en <N> ?<U>", r.in_time),
    ("numeric", r"(?<![\w/.,:-])(?P<d>[0-3]\d)-(?P<m>0[1-9]|1[0-2])(?![\w/:-]|[.,]\d)", r.numeric),
    ("span", r"\b(?:de )?manana en (?:ocho|8)\b", r.days_on(8)),
    ("span", r"\b(?:de )?hoy en (?:quince|15)\b", r.days_on(14)),
    ("end_month", r"\bdia ultimo\b", r.end_of_month(0)),
    ("feast", r"\b(?:antes de )?semana santa\b", r.unclear),
    ("end_year", r"\bultimo dia del ano\b", r.end_of_year),
    ("day", r"\b(?:el )?proximo (?:dia )?<DD>(?! ?de\b)(?! ?(?:%|€|\$|eur|pesos|mil))", r.day_only),
    ("nth_weekday", r"<X> <W> del (?:mes que viene|proximo mes)\b", r.nth_weekday(1)),
    ("nth_weekday", r"<X> <W> (?:del|de este|de cada) mes\b", r.nth_weekday()),
    ("nth_weekday", r"<X> <W> (?:de|del mes de) ?<M>", r.nth_weekday()),
    (
        "net_end_of_month",
        r"<N> dias (?:a |y |desde |fecha[a-z ]{0,24}, )?(?:fin|final) de mes(?:,? (?:el )?(?:dia )?<D>)?",
        r.net_end_of_month,
    ),
    ("day_month", r"\bpasado(?: dia)? <D> de <M><Y>(?P<was>)", r.day_month),
    ("day_was", r"\b(?:el )?pasado (?:dia )?<DD>(?! de)", r.day_was),
    ("day_was", r"\bdia <DD> pasado", r.day_was),
    (
        "day_month",
        r"<V>(?:(?:el )?(?:dia )?)?<D> (?:del? (?:mes de )?(?:proximo |pasado )?)?<M><Y>(?P<was>,? "
        r"(?:pasado|ultimo(?! (?:pago|plazo))|ppdo\.?)(?!\w))?",
        r.day_month,
    ),
    ("month_day", r"<V>\b<M> <DD>(?![ ]?(?:%|€|\$|eur|pesos|mil))<Y>", r.day_month),
    (
        "day_list",
        r"<V><DD>(?=(?:(?:,| y|, y| o| e|/)(?: el| al| del)?(?: dia)? <d>){1,3} (?:de )?<M><Y>)",
        r.listed,
    ),
    (
        "end_named_month",
        r"\b(?:fin|fines|final|finales|ultimo dia|ultimos dias|ultimos|cierre) (?:del mes )?(?:de |d')?<M><Y>",
        r.end_of_named_month,
    ),
    (
        "part_of_month",
        r"\b(?:principios?|primeros|mediados|comienzos?|inicios?|a lo largo|durante|mitad"
        r"|en|quincena|por) (?:del mes )?(?:de |d')?<M>",
        r.unclear,
    ),
    ("feast", r"<F>", r.feast),
    ("weekday_week", r"<W> en (?:ocho|8)(?: dias)?\b", r.weekday_plus(1)),
    ("weekday_fortnight", r"<W> en (?:quince|15)(?: dias)?\b", r.weekday_plus(2)),
    ("weekday_in_weeks", r"<W> (?:dentro de|en) <N> (?P<u>semanas?)", r.weekday_in_weeks),
    ("weekday_after", r"\b(?:el|al) otro <W>", r.weekday_plus(1)),
    ("weekday_after", r"\b<W> (?:siguiente|de despues|despues(?! de)|posterior|subsiguiente)\b", r.weekday_plus(1)),
    ("weekday_next_week", rf"<W>,? (?:de |en )?{_NEXT_WEEK}", r.weekday_week(1)),
    ("weekday_next_week", rf"\b{_NEXT_WEEK},? (?:el )?<W>", r.weekday_week(1)),
    ("weekday_this_week", r"<W> (?:de )?(?:esta|la presente) semana", r.weekday),
    ("weekday_this_week", r"\besta semana,? (?:el )?<W>", r.weekday),
    ("weekday_last_week", rf"<W>,? (?:de )?{_LAST_WEEK}", r.weekday_week(-1)),
    ("weekday_last_week", rf"\b{_LAST_WEEK},? (?:el )?<W>", r.weekday_week(-1)),
    ("weekday_day_was", r"<w>,? pasado,? (?:dia )?<DD>(?! ?(?:de|%|€|\$|eur))", r.day_only),
    ("day_after", r"\b(?:al dia siguiente|el dia siguiente|al otro dia|un dia despues|el dia despues)\b", r.unclear),
    ("same_day", r"\b(?:el|ese) mismo dia\b(?! (?:que|\d))", r.unclear),
    ("span_after", r"\b<N> <U> (?:despues|mas tarde)\b(?! de)", r.in_time),
    ("end_after", r"\b(?:fin|fines|final|finales) del? (?:proximo|siguiente)(?= ?(?:[.,;:!?)\n]|$))", r.unclear),
    ("weekday_was", r"<W> (?:pasado|anterior|ultimo)\b", r.weekday_was),
    ("weekday_was", r"\b(?:pasado|ultimo|desde el) <W>", r.weekday_was),
    ("weekday_day", rf"<v><DD>{_NO}(?! \d\d\d(?!\d))", r.weekday_day),
    ("end_next_week", rf"\b(?:fin|fines|final|finales|cierre|ultimo dia) (?:de )?{_NEXT_WEEK}", r.end_of_week(1)),
    ("end_last_week", rf"\b(?:fin|final|finales) (?:de )?{_LAST_WEEK}", r.end_of_week(-1)),
    (
        "end_week",
        r"\b(?:final|finales|fines|cierre|acabar|terminar|ultimo dia) (?:de )?(?:la |esta )?(?:presente )?semana\b"
        r"|\bfin de (?:la|esta) semana\b"
        r"|\bantes (?:de )?(?:que (?:se )?(?:acabe|termine|finalice|cierre) (?:la|esta) semana"
        r"|del fin de semana|del finde)\b"
        r"|\b(?:acabe|termine|finalice) (?:la|esta) semana\b|\bultimo dia habil de (?:la|esta) semana\b",
        r.end_of_week(0),
    ),
    (
        "end_next_month",
        r"\b(?:fin|fines|final|finales|ultimo dia) (?:de |del )?(?:el )?(?:mes (?:que viene"
        r"|proximo|siguiente|entrante)|proximo mes|siguiente mes)\b",
        r.end_of_month(1),
    ),
    (
        "end_last_month",
        r"\b(?:fin|fines|final|finales) (?:de |del )?(?:mes (?:pasado|anterior)|pasado mes)\b",
        r.end_of_month(-1),
    ),
    (
        "end_month",
        r"\b(?:fin|fines|final|finales|cierre|ultimo dia|ultimos) (?:habil )?(?:de |del "
        r"|de este |este )(?:presente )?mes\b(?! (?:que|prox|pas|sig|ant))|\bfinal de mes\b"
        r"|\b(?:acabe|termine|finalice|cierre) (?:el|este) mes\b|\bfin de mes\b",
        r.end_of_month(0),
    ),
    ("end_year", r"\b(?:fin|fines|final|finales) (?:de |del )?(?:este )?ano\b", r.end_of_year),
    ("end_quarter", r"\b(?:fin|final|finales) (?:de |del )?(?:este )?trimestre\b", r.end_of_quarter),
    (
        "day_next_month",
        r"<D> (?:del?|de) (?:el )?(?:mes (?:que viene|q viene|proximo|siguiente|entrante"
        r"|que entra)|proximo(?: mes)?|siguiente mes|entrante)\b",
        r.day_in(1),
    ),
    ("day_last_month", r"<D> (?:del|de) (?:mes (?:pasado|anterior)|pasado(?: mes)?)\b", r.day_in(-1)),
    ("day", r"<D> (?:del mes|de mes|de cada mes)\b(?! (?:que|prox|pas|sig|ent|en))", r.day_only),
    (
        "day_this_month",
        r"<D> (?:del? )?(?:de este mes|este mes|del presente(?: mes)?|(?:del|de) mes(?: en curso)?"
        r"|mes en curso|corriente|del corriente|presente|cte\.?|actual)\b",
        r.day_in(0),
    ),
    (
        "business",
        rf"\b{_IN} (?:los proximos )?(?:<n> ?(?:-|a|o) ?)?<N> (?:dias? )?(?P<b>(?:dias? )?(?:habiles"
        rf"|laborables|laborales|habil|laborable))\b",
        r.in_time,
    ),
    ("business", r"<N> dias (?P<b>habiles|laborables)\b", r.in_time),
    (
        "ago",
        r"\b(?:hace|hara|hacia|desde hace) (?:ya |unos |unas |como |apenas |casi |justo |exactamente "
        r"|mas de ){0,2}<N> ?<U>",
        r.ago,
    ),
    ("ago", r"<N> ?<U> atras\b", r.ago),
    (
        "some_days",
        r"\b(?:en |dentro de )?(?:un )?par de (?:dias|diitas)\b(?! (?:atras|despues))",
        r.unclear,
    ),
    ("span", r"\b(?:dame|deme|denme|denos|danos) (?:otras |otros )?<N> ?<U>", r.in_time),
    ("span", rf"\b{_IN} (?:<n> ?(?:-|a|o|u) ?)?<N> ?<U>(?! (?:atras|habiles|laborables))", r.in_time),
    ("span", r"\b(?:en|dentro de) una semana\b", r.days_on(7)),
    (
        "span",
        r"\b(?:en|dentro de) (?:un rato|un ratito|un momento|nada|breves momentos|unas horas"
        r"|un rato)\b|\b(?:esta|la) misma tarde\b",
        r.offset(0),
    ),
    ("before_yesterday", r"\b(?:anteayer|antier|antes de ayer|antiayer|anteanoche|antenoche)\b", r.offset(-2)),
    (
        "yesterday",
        r"\bayer\b(?: (?:mismo|por la (?:tarde|manana|noche)|en la (?:tarde|manana|noche)|noche|tarde))?|\banoche\b",
        r.offset(-1),
    ),
    ("after_tomorrow", r"\bpasado (?:el |ma)?nana\b|\bpasado manana\b", r.offset(2)),
    (
        "tomorrow",
        r"(?<!por la )(?<!de la )(?<!a la )(?<!en la )(?<!esta )(?<!la )(?<!una )(?<!toda )\b(?:manana"
        r"|mannana|manyana|mna)\b(?: (?:mismo|a primera hora|por la (?:manana|tarde|noche)|a la (?:manana"
        r"|tarde|noche)|en la (?:manana|tarde|noche)|temprano|viernes|sin falta))?",
        r.offset(1),
    ),
    (
        "today",
        r"\b(?:hoy|esta (?:misma )?(?:tarde|noche|manana)|este mediodia|hoy dia|dia de hoy)\b"
        r"(?: (?:mismo|en la (?:tarde|noche)|por la (?:tarde|noche)|sin falta))?",
        r.offset(0),
    ),
    (
        "clock",
        r"\b(?:al rato|al ratito|luego|mas tarde|en el dia|a ultima hora|a la tarde|a la noche|de un rato)\b"
        r"(?: (?:mismo|sin falta))?",
        r.offset(0),
    ),
    ("clock", r"\b(?:antes de las|hasta las|para las) (?:1\d|2[0-3]|[1-9])(?= ?(?:[.,;!?)\n]|$)| del? )", r.offset(0)),
    ("now_unclear", r"\bahorita(?: que)?\b|\bahorit\w*", r.unclear),
    (
        "now",
        r"\b(?:ahora mismo|ahora|en este momento|inmediatamente|de inmediato|altiro|al tiro"
        r"|ya mismo|enseguida|en seguida|recien|acabo de|acabamos de)\b",
        r.offset(0),
    ),
    ("weekend", r"\b(?:el |este )?(?:fin de semana|finde|fin de sem)\b(?: que viene)?", r.unclear),
    ("next_week", rf"\b{_NEXT_WEEK}\b", r.unclear),
    ("last_week", rf"\b{_LAST_WEEK}\b|\b(?:mes|ano) (?:pasado|anterior)\b|\bel otro dia\b", r.was),
    (
        "this_week",
        r"\b(?:esta|entre|durante la|a lo largo de la|mitad de|mediados de|principios de) semana\b"
        r"|\besta semana\b|\bestos dias\b",
        r.unclear,
    ),
    (
        "next_month",
        rf"\b(?:el )?(?:mes {_COMES}|proximo mes|siguiente mes)\b|\b(?:principios?|primeros"
        rf"|mediados|mitad|inicios?) (?:de|del) mes\b|\beste mes\b",
        r.unclear,
    ),
    ("fortnight", r"\b(?:la |esta |de |en |por )?(?:quincena|segunda quincena|primera quincena)\b", r.unclear),
    (
        "soon",
        r"\b(?:pronto|en breve|cuanto antes|lo antes posible|a la brevedad|proximamente"
        r"|a la mayor brevedad|asap|en cuanto pueda|lo mas pronto posible|rapidamente|prontito"
        r"|en cuanto vuelva)\b",
        r.unclear,
    ),
    (
        "some_days",
        r"\b(?:en |dentro de )?(?:estos|los proximos|transcurso|unos|pocos|algunos|proximos|unas|las proximas) "
        r"(?:dias|semanas|horas)\b",
        r.unclear,
    ),
    ("on_return", r"\b(?:a mi vuelta|a mi regreso|cuando (?:vuelva|regrese|llegue))\b", r.unclear),
    ("week_number", r"\bsemana (?:del? )?\d<d>?|\bsemana del <d>", r.unclear),
    ("each_weekday", r"\b(?:todos los|cada) <W>", r.weekday),
    ("weekdays", r"\b(?:todos los|cada|los) <w>s?\b", r.unclear),
    ("weekday", rf"(?:\b(?:proximo|este|siguiente) )?\b(?P<w>{g.any_of(_WEEKDAYS)})\b(?: {_COMES}\b)?", r.weekday),
    ("day", rf"\b{_PRE} <DD>{_NO}(?! \d\d\d(?!\d))", r.day_only),
    ("day", rf"(?:(?<=\d y )|(?<=\d, )|(?<=\d o ))(?:el |dia )?<DD>{_NO}", r.day_only),
    (
        "day_word",
        rf"\b{_PRE} (?P<d>primero|uno|{g.any_of(k for k in _NUMBERS if _NUMBERS[k] > 1)})\b(?= ?"
        rf"(?:[.,;:!?)\n]|$)| (?:y|sin|te|le|les|os|de cada|cuando|por|pago|que|lo|la|a"
        rf"|en|mando|como)\b)",
        r.day_only,
    ),
    (
        "one_after",
        r"\b(?:el siguiente|el otro|al siguiente|el de despues)\b(?! (?:dia|mes|paso|lunes"
        r"|martes|miercoles|jueves|viernes|sabado))",
        r.unclear,
    ),
    (
        "just_now",
        r"\b(?:acab[oa]|acabamos|acaban) de\b|\brecien(?:cito)?\b|\bhace (?:un rato|un ratito"
        r"|nada|poco|un momento|unos minutos)\b",
        r.offset(0),
    ),
)
LANGUAGE = g.Language(words=WORDS, rules=(*NUMBERED, *CLOCK, *_RULES))
