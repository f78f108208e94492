"""Days told by their place in a month (its first working day, its last), and times counted from today."""

from __future__ import annotations

from collections.abc import Mapping

from bot.readers._spans import grammar as g
from bot.readers._spans import resolve as r
from bot.readers._spans import workdays

# "The next two Thursdays": the first of them is the day.
SOON = (
    r"(?:prochains|next|coming|following|nae?chsten|kommenden|folgenden|proximos|siguientes|prossim[ie]|komende|volgende"
    r"|eerstvolgende)"
)
# Few of them, and no end of an amount: "1,540 next Friday".
FEW = {
    **{str(n): n for n in range(2, 7)},
    **dict.fromkeys(("two", "deux", "zwei", "dos", "due", "twee"), 2),
    **dict.fromkeys(("three", "trois", "drei", "tres", "tre", "drie"), 3),
    **dict.fromkeys(("four", "quatre", "vier", "cuatro", "quattro"), 4),
}
_FEW = rf"(?<![\w.,:/])(?:{'|'.join(FEW)})"
NEXT_FEW = rf"(?:\b{SOON} {_FEW}|{_FEW} {SOON})"


def _rules(
    *,
    work: str,
    day: str,
    last: str,
    first: str,
    of: str,
    this: str,
    coming: str,
    that_end: str,
    ahead: str,
    within: str,
    next_week: str,
    writing: str,
) -> tuple[g.Rule, ...]:
    """``work``, ``day``: a working day, a day; ``first``, ``last``: the 1st, the last, with or without "day".

    ``of``: before a month's name; ``this``, ``coming``: of this or any month, of the next;
    ``that_end``: the end of the month just named; ``ahead``: so many days from today;
    ``within``: before a number whose unit was told just before; ``writing``: as I write.
    """
    return (
        ("weekday", rf"{NEXT_FEW} <WW>", r.weekday),
        ("nth_workday", rf"<X> {work} {of} ?<M><Y>", workdays.nth_workday()),
        ("nth_workday", rf"<X> {work} {coming}\b", workdays.nth_workday(1)),
        ("nth_workday", rf"<X> {work} {this}\b", workdays.nth_workday()),
        ("end_named_month", rf"\b{last} {of} ?<M><Y>", r.end_of_named_month),
        ("end_next_month", rf"\b{last} {coming}\b", r.end_of_month(1)),
        ("end_month", rf"\b{last} {this}\b", r.end_of_month(0)),
        ("first_day", rf"\b{first} {day} {of} ?<M><Y>", workdays.first_of_named_month),
        ("day", rf"\b{first}(?: {day})? {coming}\b", r.next_first),
        ("day", rf"\b{first}(?: {day})? {this}\b", r.next_first),
        ("end_of_that", rf"\b{that_end}\b", r.end_of_month(0)),
        ("span", ahead, r.in_time),
        ("span", rf"\b{within} <N>(?= ?(?:[.,;:!?)\n]|$))", r.in_time_too),
        ("weekday_next_week", rf"\b{next_week} \((?:on |le |am |el |il |op )?<W>\)?", r.weekday_week(1)),
        ("now", rf"\b(?:{writing})\b", r.offset(0)),
    )


RULES: Mapping[str, tuple[g.Rule, ...]] = {
    "fr": _rules(
        work=r"jour (?:ouvre|ouvrable|bancaire|de banque)",
        day="jour",
        last=r"dernier(?: jour)?",
        first=r"(?:premiers?|1ers?)",
        of=r"(?:du mois )?(?:de|d')",
        this=r"(?:du (?:present )?mois|de ce mois|de chaque mois)(?! (?:proch|suiv|pro\b|qui|dern|pass|de|d'))",
        coming=r"du (?:mois (?:prochain|suivant|qui vient|d'apres)|prochain mois)",
        that_end=r"fin (?:du |de ce |de ce |de |dudit )?(?:meme mois|mois en question|mois-la)",
        ahead=r"(?:\b(?:a|dans|sous) )?<N> ?<U> (?:(?:a compter|a partir|apres|des) )?"
        r"(?:d'aujourd'hui|aujourd'hui|de ce jour|de la presente|date de la presente)\b",
        within=r"(?:dans|sous)",
        next_week=r"semaine (?:prochaine|pro\b|suivante)",
        writing=r"(?:au moment|a l'heure|a l'instant) ou (?:je|nous) (?:vous |t')?ecri(?:s|vons)"
        r"|pendant que (?:je (?:vous )?|je t'|j')ecris",
    ),
    "en": _rules(
        work=r"(?:working|business|banking|bank|work) ?day",
        day="day",
        last=r"(?:last|final)(?: (?:calendar )?day)?",
        first=r"(?:first|1st)",
        of=r"(?:of|in)(?: the month of)?",
        this=r"(?:of|in) (?:the|this|each|every|a) month",
        coming=r"(?:of|in) (?:the )?(?:next|following|coming) month",
        that_end=r"(?:end|last day|close) of (?:that|the same|that same|the said) month",
        ahead=r"<N> ?<U> (?:after|as of|counting from|starting) (?:today|now)\b",
        within=r"in",
        next_week=r"(?:next|following|coming) (?:week|wk)",
        writing=r"as (?:i|we) (?:type|write)|while i(?:'m)? (?:write|type|writing|typing)(?: this)?",
    ),
    "de": _rules(
        work=r"(?:werktag|arbeitstag|bank(?:arbeits)?tag|geschae?ftstag|bankwerktag)",
        day="tag",
        last=r"letzte[rnm]?(?: (?:kalender)?tag)?",
        first=r"(?:ersten?|erster|1\.)",
        of=r"(?:im|des|von|vom|des monats|im monat)",
        this=r"(?:des|im|dieses|in diesem|jedes|eines jeden|jeden) (?:laufenden )?monate?s?",
        coming=r"(?:des|im) (?:nae?chsten|kommenden|folgenden) monate?s?",
        that_end=r"(?:zum |am |per )?ende (?:des ?selben|des gleichen|dieses selben|jenes) monate?s?",
        ahead=r"<N> ?<U> (?:ab|nach|von) heute\b",
        within=r"in",
        next_week=r"(?:nae?chste|kommende)[rn]? woche",
        writing=r"wae?hrend (?:ich|wir) (?:das |dies |ihnen |dir )?(?:hier )?(?:schreibe|tippe|schreiben|tippen)",
    ),
    "es": _rules(
        work=r"(?:dia )?(?:habil|laborable|laboral|bancario)(?: bancario)?",
        day="dia",
        last=r"ultimo(?: dia)?",
        first=r"(?:primer|primero|primeros|dia primero)",
        of=r"(?:de|del mes de)",
        this=r"(?:del(?: presente)? mes|de este mes|de (?:cada )?mes)(?! (?:que|prox|sig|ent|pas|ant))",
        coming=r"del (?:mes (?:que viene|que entra|proximo|siguiente|entrante)|proximo mes|siguiente mes)",
        that_end=r"(?:fin|fines|final|finales|ultimo dia) (?:de |del )(?:ese |aquel |este )?(?:mismo mes|ese mes"
        r"|aquel mes|(?<=ese )mes|(?<=aquel )mes)",
        ahead=r"(?:\ba )?<N> ?<U> (?:a (?:partir|contar) de|desde|fecha|despues de)"
        r" (?:hoy|de la presente|la fecha)\b(?!, fin)",
        within=r"(?:en|dentro de)",
        next_week=r"(?:semana (?:que viene|proxima|siguiente)|proxima semana)",
        writing=r"mientras (?:te |le |os |les )?escrib(?:o|imos)",
    ),
    "it": _rules(
        work=r"(?:giorno )?(?:lavorativo|bancario|feriale|utile)",
        day="giorno",
        last=r"ultimo(?: giorno)?",
        first="primo",
        of=r"(?:di|del mese di)",
        this=r"(?:del|di questo|di ogni|del corrente) mese(?! (?:pros|suc|scor|pas|che|ent))",
        coming=r"del (?:mese (?:prossimo|successivo|seguente|che viene|entrante)|prossimo mese)",
        that_end=r"fine (?:dello |di quello )?stesso mese|\bfine (?:di )?quel(?:lo stesso)? mese",
        ahead=r"<N> ?<U> (?:(?:dalla|da|a partire da|dalla) )?(?:data odierna|oggi|data della presente)\b",
        within=r"(?:tra|fra)",
        next_week=r"(?:settimana (?:prossima|entrante|che viene)|prossima settimana)",
        writing=r"mentre (?:ti |le |vi )?scriv(?:o|iamo)",
    ),
    "nl": _rules(
        work=r"(?:bank)?werk ?dag",
        day="dag",
        last=r"laatste(?: dag)?",
        first="eerste",
        of=r"(?:van|in)(?: de maand)?",
        this=r"(?:van|in) (?:de|deze|elke|iedere) maand",
        coming=r"(?:van|in) (?:de )?(?:volgende|komende) maand",
        that_end=r"eind(?:e)? (?:van )?(?:diezelfde|dezelfde|die) maand",
        ahead=r"\b(?:op )?<N> ?<U> (?:na|vanaf) (?:vandaag|nu|heden)\b",
        within=r"(?:over|binnen)",
        next_week=r"(?:volgende|komende) (?:week|wk)",
        writing=r"terwijl (?:ik|we|wij) (?:dit |u |je )?(?:schrijf|typ|tik|schrijven|typen)",
    ),
}
