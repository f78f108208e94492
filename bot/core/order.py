"""What an owner writes in his own words ("ACME paie 500 vendredi"), as an order to be confirmed. Never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core import instalments, until
from bot.core.when import end_of_month


class OrderKind(StrEnum):
    PAID = "paid"
    PROMISE = "promise"
    PAUSE = "pause"
    RESUME = "resume"
    PLAN = "plan"
    CREDIT = "credit"
    MEDIATOR = "mediator"
    AGENCY = "agency"


@dataclass(frozen=True, kw_only=True)
class Order:
    """``who``: an invoice or a client, as he wrote it. ``amount`` as he wrote it; "": all, or not said."""

    kind: OrderKind
    who: str
    amount: str = ""
    day: date | None = None
    terms: instalments.Terms | None = None


_CURRENCY = r"€|\$|£|eur|euros?|usd|gbp|chf|dollars?|pounds?"
_SUM = rf"(?:[€$£] ?)?(?:\d{{1,3}}(?:[ .,']\d{{3}})+|\d+)(?:[.,]\d{{1,2}})?(?: ?(?:{_CURRENCY}))?"
_WHO = r"(?P<who>\S.*?)"
_PAST = r"(?:pay(?:é|ée|és|ées|ee|ees)|r[ée]gl(?:é|ée|és|ées|ee|ees)|sold(?:é|ée|és|ées|ee|ees)|paid|settled)"
# Without its accent, "paye" is also the present tense; after "a" or "est" it is not.
_HAS = r"(?:(?:nous )?a (?:bien |tout )?|est (?:bien )?|sont |a été |has |have |is |was |has been )"
_PAST_AFTER = rf"(?:{_PAST}|paye|regle|règle|solde)"
_WILL = (
    r"(?:(?:nous |me )?(?:va (?:nous |me )?|doit (?:nous |me )?|will |promet de (?:nous |me )?|promises to |promised to"
    r" |a promis de (?:nous |me )?|s'engage à |has promised to |is going to ))?"
)
_PAY = (
    r"(?:(?:nous |me )?(?:paie|paye|paiera|payera|payer|règle|regle|réglera|reglera|régler|regler|vire|virera|virer"
    r"|verse|versera|verser|pays?)(?: us)?)"
)
_FULL = r"(?: (?:en entier|en totalité|intégralement|in full|aujourd'hui|today|tout|all of it))?"

_PAID = (
    re.compile(rf"{_WHO} (?:{_HAS}{_PAST_AFTER}|{_PAST})(?: (?P<amount>{_SUM}))?{_FULL}"),
    re.compile(rf"(?:j'ai |on a |nous avons |i |we )?(?:bien )?(?:reçu|recu|received|got) (?:(?P<amount>{_SUM}) )?"
               rf"(?:de la part de |de |d'|from |pour |for ){_WHO}"),
)  # fmt: skip
_PROMISE = re.compile(rf"{_WHO} {_WILL}{_PAY}(?: (?P<rest>.+))?")
_PAUSE = (
    re.compile(r"(?:met(?:s|tez|tre)?|put) (?P<rest>.+?) (?:en pause|on hold)(?P<until> .+)?"),
    re.compile(r"(?:ne relance(?:z|r)? plus|plus de relances? pour|suspend(?:s|re|ez)?|pause|hold|stop) (?P<rest>.+)"),
    re.compile(r"(?P<rest>.+?) (?:en pause|on hold)(?P<until> .+)?"),
)
_RESUME = (
    re.compile(
        rf"(?:repren(?:ds|dre|ez)|resume|restart|go on with|continue avec) (?:avec |les relances (?:de|pour) )?{_WHO}"
    ),
    re.compile(r"(?:relance(?:z|r)?) (?:à nouveau |de nouveau )(?P<who>.+)"),
)
_PAYS_FIRST = re.compile(rf"^(?:: ?)?(?:{_WILL}{_PAY} )?", re.IGNORECASE)
_PLAN_FOR = re.compile(r"^(?:[ée]ch[ée]ancier|plan) (?:(?:pour|de|for|of) )?", re.IGNORECASE)
_NOTE = r"(?:avoir|note de cr[ée]dit|credit(?: note)?)"
_CREDIT = (
    re.compile(rf"{_NOTE} (?:de |d'|of )?(?P<amount>{_SUM}) (?:sur |pour |à |a |de |d'|for |on |to )?{_WHO}"),
    re.compile(rf"{_NOTE} (?:sur |pour |à |for |on |to ){_WHO} (?:de |of )?(?P<amount>{_SUM})"),
    re.compile(rf"{_WHO} ?:? {_NOTE} (?:de |d'|of )?(?P<amount>{_SUM})"),
)
_GIVEN = (
    r"(?:(?:est |a été |is |was |has been )?(?:confiée?|transmise?|remise?|parti|handed(?: over)?|given|sent|passed) "
    r"(?:à |au |chez |to )|(?:est |is )?(?:chez |au |with ))"
)
_A = r"(?:un |une |l'|la |le |notre |mon |a |an |the |our )?"
_HANDED = (
    (re.compile(rf"{_WHO} {_GIVEN}{_A}(?:médiateur|mediateur|médiation|mediator|mediation)"), OrderKind.MEDIATOR),
    (
        re.compile(
            rf"{_WHO} {_GIVEN}{_A}(?:(?:agence|cabinet|société)(?: de recouvrement)?|recouvrement|huissier|"
            r"(?:debt )?collect(?:ion|ing) agency|agency|debt collectors?)"
        ),
        OrderKind.AGENCY,
    ),
)
_KIND_OF_THING = re.compile(r"(?:la |le |l'|the )?(?:facture|invoice|client|customer)(?: n° ?| no\.? | number )? *")
_POLITE = re.compile(r"(?:[ ,]+(?:svp|stp|s'il te pla[iî]t|s'il vous pla[iî]t|please|merci|thanks))?[ .!]*$")
_NEAR = {
    "demain": 1, "tomorrow": 1, "après-demain": 2, "apres-demain": 2, "après demain": 2, "the day after tomorrow": 2,
}  # fmt: skip
_MONTH_END = frozenset(
    {"fin du mois", "fin de mois", "à la fin du mois", "end of the month", "at the end of the month"}
)


_NOT_SAID = frozenset(
    (
        "ne",
        "pas",
        "jamais",
        "n'a",
        "n'est",
        "n'ont",
        "est-ce",
        "a-t-il",
        "a-t-elle",
        "ont-ils",
        "not",
        "never",
        "did",
        "didn't",
        "hasn't",
        "isn't",
        "won't",
        "if",
        "whether",
    )
)
"""Among the words of a name these make a denial or a question of it: that orders nothing."""


def understand(text: str, today: date) -> Order | None:
    """The order in one sentence, in French or English; None when any word of it is left over.

    Raises ValueError for what is written as a day and is none, or lies behind us.
    """
    words = " ".join(text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ").split())
    if "\n" in text.strip() or len(words) > 200:
        return None
    words = words[: _POLITE.search(words).start()]  # type: ignore[union-attr]  # it matches the empty end
    lower = words.casefold() if len(words.casefold()) == len(words) else words.lower()
    if len(lower) != len(words):
        return None
    if "?" in words:
        return None
    order = (
        _plan(words, today)
        or _credit(words, lower)
        or _handed(words, lower)
        or _pause(words, lower, today)
        or _resume(words, lower)
        or _paid(words, lower)
        or _promise(words, lower, today)
    )
    return order if order is not None and not _NOT_SAID & set(order.who.casefold().split()) else None


def _plan(words: str, today: date) -> Order | None:
    """Who, then the instalments: the shortest name that leaves a whole plan."""
    pieces = words.split()
    for end in range(1, min(len(pieces) - 2, 9)):
        who, rest = " ".join(pieces[:end]), " ".join(pieces[end:])
        terms = instalments.understand(_PAYS_FIRST.sub("", rest), today, _day)
        if terms is not None:
            return Order(kind=OrderKind.PLAN, who=_PLAN_FOR.sub("", who).rstrip(" :,"), terms=terms)
    return None


def _credit(words: str, lower: str) -> Order | None:
    for pattern in _CREDIT:
        if found := pattern.fullmatch(lower):
            return Order(kind=OrderKind.CREDIT, who=_named(words, found, "who"), amount=_slice(words, found, "amount"))
    return None


def _handed(words: str, lower: str) -> Order | None:
    for pattern, kind in _HANDED:
        if found := pattern.fullmatch(lower):
            return Order(kind=kind, who=_named(words, found, "who"))
    return None


def _paid(words: str, lower: str) -> Order | None:
    for pattern in _PAID:
        if found := pattern.fullmatch(lower):
            return Order(kind=OrderKind.PAID, who=_named(words, found, "who"), amount=_slice(words, found, "amount"))
    return None


def _promise(words: str, lower: str, today: date) -> Order | None:
    found = _PROMISE.fullmatch(lower)
    if found is None:
        return None
    who, rest = _named(words, found, "who"), _slice(words, found, "rest")
    if not rest or (day := _day(rest, today)) is not None:
        return Order(kind=OrderKind.PROMISE, who=who, day=day if rest else None)
    first = re.fullmatch(rf"(?P<amount>{_SUM})(?: (?P<day>.+))?", rest, re.IGNORECASE)
    last = re.fullmatch(rf"(?P<day>.+?) (?P<amount>{_SUM})", rest, re.IGNORECASE)
    for parts in (first, last):
        if parts is None:
            continue
        named = parts["day"]
        if not named:
            return Order(kind=OrderKind.PROMISE, who=who, amount=parts["amount"])
        if (day := _day(named, today)) is not None:
            return Order(kind=OrderKind.PROMISE, who=who, amount=parts["amount"], day=day)
    return None


def _pause(words: str, lower: str, today: date) -> Order | None:
    for pattern in _PAUSE:
        found = pattern.fullmatch(lower)
        if found is None:
            continue
        rest = _named(words, found, "rest")
        tail = _slice(words, found, "until").strip() if "until" in found.groupdict() else ""
        if tail:
            day = _day(tail, today)
            return Order(kind=OrderKind.PAUSE, who=rest, day=day) if day is not None else None
        who, day = until.split(rest, today)
        return Order(kind=OrderKind.PAUSE, who=who, day=day) if who else None
    return None


def _resume(words: str, lower: str) -> Order | None:
    for pattern in _RESUME:
        if found := pattern.fullmatch(lower):
            return Order(kind=OrderKind.RESUME, who=_named(words, found, "who"))
    return None


def _day(text: str, today: date) -> date | None:
    """The whole of ``text`` is this day; None when it is something else."""
    lower = text.casefold().removeprefix("pour ").removeprefix("by ").removeprefix("avant ")
    if lower in _NEAR:
        return today + timedelta(days=_NEAR[lower])
    if lower in _MONTH_END:
        return end_of_month(today.year, today.month)
    plain = re.sub(r"^(?:ce |this |next )|(?: prochain)$", "", lower)
    for written in (plain, f"le {plain}"):
        left, day = until.split(written, today)
        if day is not None and not left:
            return day
    return None


def _named(words: str, found: re.Match[str], group: str) -> str:
    who = _slice(words, found, group)
    kind = _KIND_OF_THING.match(who.casefold())
    return who[kind.end() :] if kind and kind.end() < len(who) else who


def _slice(words: str, found: re.Match[str], group: str) -> str:
    """As he wrote it."""
    start, end = found.span(group)
    return words[start:end] if start >= 0 else ""
