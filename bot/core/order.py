"""What an owner writes in his own words ("ACME paie 500 vendredi"), as an order to be confirmed. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.core import instalments, until
from bot.core.sums import SUM


class OrderKind(StrEnum):
    PAID = "paid"
    PROMISE = "promise"
    PAUSE = "pause"
    RESUME = "resume"
    PLAN = "plan"
    CREDIT = "credit"
    MEDIATOR = "mediator"
    AGENCY = "agency"
    WRITE_OFF = "write_off"


@dataclass(frozen=True, kw_only=True)
class Order:
    """``who``: an invoice or a client, as he wrote it. ``amount`` as he wrote it; "": all, or not said.

    ``doubt``: a word of ``who`` makes a denial or a question of it (ACME refuse de payer), unless it is his name.
    ``whole``: the name with the day behind it, which may be a part of it (Pharmacie du 8 mai).
    """

    kind: OrderKind
    who: str
    amount: str = ""
    day: date | None = None
    terms: instalments.Terms | None = None
    doubt: bool = False
    whole: str = field(default="", compare=False)

    @property
    def somebody(self) -> bool:
        """``who`` names nobody: it stands for the one who is spoken of ("il", "la facture")."""
        return bool(_STANDS_FOR.fullmatch(self.who.casefold()))

    @property
    def several(self) -> tuple[str, ...]:
        """The names in ``who``, should it be more than one (F1 et F2)."""
        parts = tuple(part for part in re.split(r"\s*[,;]\s*(?:et |and )?|\s+(?:et|and)\s+", self.who) if part)
        return parts if len(parts) > 1 and not self.amount and self.terms is None else ()


_WHO = r"(?P<who>\S.*?)"
_PAST = r"(?:pay(?:é|ée|és|ées|ee|ees)|r[ée]gl(?:é|ée|és|ées|ee|ees)|sold(?:é|ée|és|ées|ee|ees)|paid|settled)"
# Without its accent, "paye" is also the present tense; after "a" or "est" it is not.
_HAS = (
    r"(?:(?:nous )?(?:a|ont) (?:bien |tout )?|est (?:bien )?|sont |(?:a|ont) été |has |have |is |are |was |were "
    r"|(?:has|have) been )"
)
_PAST_AFTER = rf"(?:{_PAST}|paye|regle|règle|solde)"
_WILL = (
    r"(?:(?:nous |me )?(?:(?:va|vont|doit|doivent) (?:nous |me )?|will |promet(?:tent)? de (?:nous |me )?|promises? to "
    r"|promised to |a promis de (?:nous |me )?|s'engagent? à |(?:has|have) promised to |(?:is|are) going to ))?"
)
_PAY = (
    r"(?:(?:nous |me )?(?:pa[iy]e(?:nt|ra|ront|r)?|r[èeé]gle(?:nt|ra|ront|r)?|vire(?:nt|ra|ront|r)?"
    r"|verse(?:nt|ra|ront|r)?|pays?|promet(?:tent)?|promises?)(?: us)?)"
)
_FULL = (
    r"(?: (?:en entier|en totalité|intégralement|in full|tout|all of it|par (?:chèque|virement|carte)"
    r"|by (?:transfer|card|cheque|check)))?"
    r"(?: (?:aujourd'hui|hier(?: matin| soir)?|avant-hier|ce (?:matin|midi|soir)|cet après-midi"
    r"|today|yesterday|this (?:morning|afternoon|evening)))?"
)

_PAID = (
    re.compile(rf"{_WHO} (?:{_HAS}{_PAST_AFTER}|{_PAST})(?: (?P<amount>{SUM}))?{_FULL}"),
    re.compile(rf"(?:j'ai |on a |nous avons |i |we )?(?:bien )?(?:reçu|recu|received|got) (?:(?P<amount>{SUM}) )?"
               rf"(?:de la part de |de |d'|from |pour |for ){_WHO}"),
)  # fmt: skip
_PROMISE = re.compile(rf"{_WHO} {_WILL}{_PAY}(?: (?P<rest>.+))?")
_PAUSE = (
    re.compile(r"(?:met(?:s|tez|tre)?|put) (?:en pause|on hold) (?P<rest>.+)"),
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
    re.compile(rf"{_NOTE} (?:de |d'|of )?(?P<amount>{SUM}) (?:sur |pour |à |a |de |d'|for |on |to )?{_WHO}"),
    re.compile(rf"{_NOTE} (?:sur |pour |à |for |on |to ){_WHO} (?:de |of )?(?P<amount>{SUM})"),
    re.compile(rf"{_WHO} ?:? {_NOTE} (?:de |d'|of )?(?P<amount>{SUM})"),
)
_GIVEN = (
    r"(?:(?:est |a été |is |was |has been )?(?:confiée?|transmise?|remise?|parti|handed(?: over)?|given|sent|passed) "
    r"(?:à |au |chez |to )|(?:est |is )?(?:chez |au |with ))"
)
_A = r"(?:un |une |l'|la |le |notre |mon |a |an |the |our )?"
_ENDS = (
    (re.compile(rf"{_WHO} {_GIVEN}{_A}(?:médiateur|mediateur|médiation|mediator|mediation)"), OrderKind.MEDIATOR),
    (
        re.compile(
            rf"{_WHO} {_GIVEN}{_A}(?:(?:agence|cabinet|société)(?: de recouvrement)?|recouvrement|huissier|"
            r"(?:debt )?collect(?:ion|ing) agency|agency|debt collectors?)"
        ),
        OrderKind.AGENCY,
    ),
    (re.compile(rf"class(?:e|er|ez) {_WHO} sans suite"), OrderKind.WRITE_OFF),
    (re.compile(rf"class(?:e|er|ez) sans suite {_WHO}"), OrderKind.WRITE_OFF),
    (re.compile(rf"{_WHO} (?:est |à )?(?:class(?:é|ée|er) )?sans suite"), OrderKind.WRITE_OFF),
    (re.compile(rf"pass(?:e|er|ez) {_WHO} en pertes?"), OrderKind.WRITE_OFF),
    (re.compile(rf"(?:please )?write off {_WHO}"), OrderKind.WRITE_OFF),
    (re.compile(rf"(?:please )?write {_WHO} off"), OrderKind.WRITE_OFF),
    (re.compile(rf"{_WHO} (?:is |was |to be |has been )?written off"), OrderKind.WRITE_OFF),
)
_KIND_OF_THING = re.compile(r"(?:la |le |l'|the )?(?:facture|invoice|client|customer)(?: n° ?| no\.? | number )? *")
_POLITE = re.compile(r"(?:[ ,]+(?:svp|stp|s'il te pla[iî]t|s'il vous pla[iî]t|please|merci|thanks))?[ .!]*$")
_NEAR = {
    "demain": 1, "tomorrow": 1, "après-demain": 2, "apres-demain": 2, "après demain": 2, "the day after tomorrow": 2,
}  # fmt: skip


_DENIES = re.compile(
    r"almost|aucun|bientôt|cannot|combien|comment|did|do|does|doit|encore|est-ce|except|forgets|forgot|how|i|if|jamais|"
    r"je|ne|never|no|not|nous|oublie|oublié|pas|peut|plus|pourrait|presque|quand|quel|quelle|qui|refuse|refusent|"
    r"refuses|sans|sauf|sera|soon|unless|veut|wants|we|what|when|whether|which|who|"
    r"n'.+|.+n't|[ji]'.+|.+-t?-?(?:il|elle|ils|elles|on)"
)
"""Among the words of a name these make a denial or a question of it, or something else than an order."""
_THING = r"(?:factures?|invoices?|clients?|customers?|débiteurs?|debtors?)"
_STANDS_FOR = re.compile(
    r"il|elle|on|ils|elles|ce|ça|ca|cela|c'est(?: bien)?|celui-ci|celle-ci|lui|eux|tout|it|he|she|they|this|that|"
    r"(?:he|she|it|they)'(?:s|ll|ve)|him|her|them|all|everything|"
    rf"(?:la |le |les |l'|cette |ce |ces |the |this |that )?{_THING}"
)


def understand(text: str, today: date) -> Order | None:
    """The order in one sentence, in French or English; None when any word of it is left over.

    Raises ValueError for what is written as a day and is none, or lies behind us.
    """
    first = next(iter(readings(text, today)), None)
    if isinstance(first, ValueError):
        raise first
    return first


def readings(text: str, today: date) -> list[Order | ValueError]:
    """All that the sentence may order, the likeliest first: "Pause Café paid" is a pause, unless that is his name."""
    words = " ".join(text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ").split())
    if "\n" in text.strip() or len(words) > 200:
        return []
    words = words[: _POLITE.search(words).start()]  # type: ignore[union-attr]  # it matches the empty end
    lower = words.casefold() if len(words.casefold()) == len(words) else words.lower()
    if len(lower) != len(words) or "?" in words:
        return []
    found: list[Order | ValueError] = []
    ways: tuple[Callable[[], Order | None], ...] = (
        lambda: _plan(words, today),
        lambda: _credit(words, lower),
        lambda: _ended(words, lower),
        lambda: _pause(words, lower, today),
        lambda: _resume(words, lower),
        lambda: _paid(words, lower),
        lambda: _promise(words, lower, today),
    )
    for read in ways:
        try:
            if (order := read()) is not None:
                doubt = any(_DENIES.fullmatch(word) for word in order.who.casefold().split())
                found.append(replace(order, doubt=doubt and not order.somebody))
        except ValueError as error:
            found.append(error)
    return found


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


def _ended(words: str, lower: str) -> Order | None:
    for pattern, kind in _ENDS:
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
    first = re.fullmatch(rf"(?P<amount>{SUM})(?: (?P<day>.+))?", rest, re.IGNORECASE)
    last = re.fullmatch(rf"(?P<day>.+?) (?P<amount>{SUM})", rest, re.IGNORECASE)
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
        return Order(kind=OrderKind.PAUSE, who=who, day=day, whole=rest if day else "") if who else None
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
    plain = re.sub(r"^(?:ce |this |next )|(?: prochain)$", "", lower)
    for written in dict.fromkeys((lower, plain, f"le {plain}")):
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
