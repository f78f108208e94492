"""Promised payments out of the days and amounts that were chosen. Never a choice of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from bot.core import money, when
from bot.core.reading import PromisedPayment, Subject
from bot.readers._spans import amounts as money_found
from bot.readers._spans import days as days_found
from bot.readers._spans import plans, repeats, resolve

_MOST = 24  # Payments and candidates that are believed.
_FAR = 10_000
_TURN = re.compile(r"(?<!\w)(?:et|and|und|y|e|en|but|mais|aber|pero|ma|maar)(?!\w)", re.IGNORECASE)
_NO = re.compile(
    r"(?<!\w)(?:no|non|nein|nee|wait|halt|moment|pardon|sorry|scusi|scusa|anzi|perdon|perdón|espera|rather|actually"
    r"|plutôt|vielmehr|i mean|oder besser|mejor|ou plutôt)(?!\w)",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"(?<!\w)(?:except|minus|less|bar|apart from|all but|sauf|moins|hormis|excepté|außer|ausser|abzüglich|bis auf"
    r"|menos|salvo|excepto|tranne|eccetto|meno|behalve|min|uitgezonderd)"
    r"(?: (?:for )?(?:the|your|that|les?|la|vos|die|den|der|das|los|las|el|i|gli|il|de|het))?\s*$",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"(?<!\w)(?:not|won't|can't|cannot|pas|nicht|no|non|niet)(?: (?!(?:before|until|till|avant|vor|bis|antes|hasta"
    r"|prima|voor|more|all|everything|the|whole|plus|mehr|alles|más|todo|più|tutto|meer|later|als|than|oltre|später"
    r"|probl\w+|souci|worries|worry|fear|forget|fail|oublie\w*|vergess\w*|dimentic\w*|olvid\w*|vergeet)\b)"
    r"[^\W\d_]{1,12}){0,5}(?: the)? ?$",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r";|(?<!\w)(?:but|instead|rather|mais|plutôt|sondern|sino|ma|bensì|maar|wel)(?!\w)", re.IGNORECASE
)
_MONEY = re.compile(r"\d|(?<!\w)(?:rest|half|balance|solde|hälfte|moitié|mitad|resto|saldo|metà|helft)", re.IGNORECASE)
_TIMES_X = re.compile(r"(?<![\w.,])([2-9]|1\d) ?[x×] ?[€£$]? ?$")
_BARE = frozenset({"day", "day_word", "first"})


@dataclass(frozen=True, kw_only=True)
class _Pair:
    day: days_found.Found | None
    amount: money_found.Found | None


def compose(
    days: Sequence[days_found.Found],
    amounts: Sequence[money_found.Found],
    text: str,
    about: Subject,
    paid: Sequence[money_found.Found] = (),
    held: bool = False,
) -> tuple[PromisedPayment, ...]:
    """One entry for each payment committed to, in the order of the text.

    ``days`` and ``amounts``: those promised. ``paid``: those said to be paid already, which the rest lacks.
    ``held``: the reply speaks of money that is paid, contested, asked for or lacking as well.
    """
    days = _rising(sorted(days, key=lambda d: d.start)[:_MOST])
    amounts = _parts(sorted(amounts, key=lambda a: a.start)[:_MOST], about)
    days = _one_a_date(days, amounts, text)
    if not days and not amounts:
        return ()
    plan = plans.find(days, amounts, text, about, paid)
    repeated, days, amounts = plan.made, plan.days, plan.amounts
    if repeated and not days and not amounts:
        return repeated[:_MOST]
    amounts = _multiplied(days, amounts, text, about)
    if all(a.rest for a in amounts) and len(days) > 1 and repeats.equal_parts(text, len(days)):
        left = _rest([a.amount for a in paid if a.amount is not None], about) or about.amount
        share = _share(left, about.currency, len(days))
        return tuple(PromisedPayment(day=d.day, amount=share, evidence=text[d.start : d.end]) for d in days)
    known = [p.amount for p in repeated] + [a.amount for a in (*amounts, *paid)]
    rest = _rest([a for a in known if a is not None], about)
    if rest is None and about.amount is not None and any(not a.rest for a in amounts):
        amounts = [a for a in amounts if not a.rest]  # "The 665 left follow with the rest of my bills."
    made = [
        PromisedPayment(
            day=p.day.day if p.day else None,
            amount=_amount(p.amount, rest, about),
            evidence=_evidence(p, text),
        )
        for p in _meant(_pairs(days, amounts, text, about), repeated, held=held)
    ]
    return tuple(_distinct([*repeated, *made])[:_MOST])


def _parts(amounts: Sequence[money_found.Found], about: Subject) -> Sequence[money_found.Found]:
    """ "1,250 of the 2,000", "PO 45002219": beside a part the whole is no payment, and nobody promises more than it."""
    whole = about.amount
    if whole is None:
        return amounts
    small = [a for a in amounts if a.amount is None or a.amount <= whole or not a.bare]
    parts = [a for a in small if a.amount != whole]
    return parts if any(a.amount is not None and a.amount < whole for a in parts) else small


def _multiplied(
    days: Sequence[days_found.Found], amounts: Sequence[money_found.Found], text: str, about: Subject
) -> Sequence[money_found.Found]:
    """ "On the 30th, that is 2 x 310": all of it on the one day, where it is less than the invoice."""
    if len(days) != 1 or len(amounts) != 1 or about.amount is None or amounts[0].amount is None:
        return amounts
    times = _TIMES_X.search(text[max(0, amounts[0].start - 8) : amounts[0].start])
    more = amounts[0].amount * int(times[1]) if times else about.amount
    return [replace(amounts[0], amount=more)] if more < about.amount else amounts


def _meant(pairs: list[_Pair], repeated: Sequence[PromisedPayment], *, held: bool) -> list[_Pair]:
    """Without amounts that have no day beside one that has: the half that is paid, the rest that is contested."""
    dated = [p.amount.amount for p in pairs if p.amount is not None and p.day is not None and p.day.day is not None]
    if not held or not (repeated or any(p.amount is not None and p.day is not None for p in pairs)):
        return [p for p in pairs if p.day is not None or p.amount is None or p.amount.amount not in dated]
    return [p for p in pairs if p.day is not None]


def without(
    made: Sequence[PromisedPayment], amounts: Sequence[money_found.Found], text: str, about: Subject
) -> tuple[PromisedPayment, ...]:
    """ "Everything except the 120 €": the one payment promised is the invoice without what is excepted."""
    less = [a.amount for a in amounts if a.amount and _EXCEPT.search(text[max(0, a.start - 24) : a.start])]
    if len(made) != 1 or made[0].amount is not None or not less or about.amount is None:
        return tuple(made)
    return (replace(made[0], amount=_rest([sum(less, Decimal(0))], about)),)


def corrected(
    chosen: Sequence[days_found.Found], named: Sequence[days_found.Found], text: str
) -> list[days_found.Found]:
    """ "Monday the 17th ... no, the 17th is a holiday: Tuesday the 18th": the day that was put in its place.

    A day is taken back where it is told again and not meant, or where a word takes it back.
    """
    made = [d for d in chosen if not _denied(d, chosen, text)] or list(chosen)
    for first in chosen:
        if first.day is None or first not in made:
            continue
        again = [d for d in named if d.start > first.end and d.day == first.day and d not in chosen]
        since = again[0].end if again else first.end
        for other in (d for d in named if d.start >= since and d.start - since < 90):
            day = _beside(other, first.day)
            if day is None or (not again and (other not in chosen or not _NO.search(text, first.end, other.start))):
                continue
            made = [replace(d, day=day) if d is first else d for d in made if d is not other]
            break
    return made


def _denied(day: days_found.Found, chosen: Sequence[days_found.Found], text: str) -> bool:
    """ "Not on the 23rd as I told you; on the 27th": another one follows soon."""
    return any(0 < o.start - day.end < 90 for o in chosen) and bool(
        _NOT.search(text[max(0, day.start - 60) : day.start])
    )


def _beside(other: days_found.Found, day: date) -> date | None:
    """The other day where it lies in the week around a day, and is not the same."""
    near = other.day
    if near is not None and other.rule in _BARE:
        near = resolve.of_month(near.day, day - timedelta(days=7)).day
    return near if near is not None and near != day and abs((near - day).days) <= 7 else None


def _rising(days: Sequence[days_found.Found]) -> list[days_found.Found]:
    """ "On 5 June and the rest on the 19th": a day without its month follows the one before it."""
    risen: list[days_found.Found] = []
    for day in days:
        before = max((d.day for d in risen if d.day is not None), default=None)
        if before and day.day and day.day < before:
            if day.rule in _BARE:
                day = replace(day, day=resolve.of_month(day.day.day, before).day)
            elif day.rule == "end_month":
                day = replace(day, day=when.end_of_month(before.year, before.month))
        risen.append(day)
    return risen


def _one_a_date(
    days: Sequence[days_found.Found], amounts: Sequence[money_found.Found], text: str
) -> list[days_found.Found]:
    """ "Wednesday, that is the 5th": a day told twice, no amount between, is one. A vague one says less."""
    dated = {d.day.day for d in days if d.day is not None and d.rule not in _BARE}
    kept: list[days_found.Found] = []
    for day in days:
        again = day.rule in _BARE and day.day and day.day.day in dated
        if again and (len(amounts) < 2 or kept) and repeats.monthly(text[max(0, day.start - 6) : day.end + 30]):
            continue  # The first of several has its own amount: "250 on the 25th of each month, 180 on 25 January".
        twin = next((k for k in kept if k.day == day.day), None)
        if twin is not None and not (
            _between(amounts, twin.end, day.start) and len([a for a in amounts if a.start > twin.end]) > 1
        ):
            continue
        kept.append(day)
    if any(k.day is not None for k in kept) and len(amounts) < len(kept):
        kept = [k for k in kept if k.day is not None]
    return kept


def _between(amounts: Sequence[money_found.Found], start: int, end: int) -> bool:
    return any(start <= a.start < end for a in amounts)


def _pairs(
    days: Sequence[days_found.Found], amounts: Sequence[money_found.Found], text: str, about: Subject
) -> list[_Pair]:
    """Each day with its amount, before or after it, in order and as near as can be."""
    if len(amounts) < len(days) and _shared(days, amounts, text, about):
        return [_Pair(day=d, amount=amounts[0]) for d in days]
    # best[i][j]: the least distance when i days and j amounts are placed, and how it came about.
    skip = _FAR
    best: list[list[tuple[int, tuple[_Pair, ...]]]] = [[(0, ())]]
    for j, amount in enumerate(amounts):
        cost, made = best[0][j]
        best[0].append((cost + skip, (*made, _Pair(day=None, amount=amount))))
    for i, day in enumerate(days):
        cost, made = best[i][0]
        row = [(cost + skip, (*made, _Pair(day=day, amount=None)))]
        for j, amount in enumerate(amounts):
            options = []
            for (before, made), pair, added in (
                (best[i][j], _Pair(day=day, amount=amount), _distance(day, amount, text)),
                (best[i][j + 1], _Pair(day=day, amount=None), skip),
                (row[j], _Pair(day=None, amount=amount), skip),
            ):
                options.append((before + added, (*made, pair)))
            row.append(min(options, key=lambda o: o[0]))
        best.append(row)
    return list(best[len(days)][len(amounts)][1])


def _shared(days: Sequence[days_found.Found], amounts: Sequence[money_found.Found], text: str, about: Subject) -> bool:
    """Is one amount meant for each of several days? Where they make up the invoice, or the words say so."""
    worth = {a.amount for a in amounts}
    if len(worth) != 1 or None in worth:
        return False
    said = any(a.rule == "same" for a in amounts) or (len(amounts) == 1 and repeats.each(text))
    # "Three transfers of 600: 27 February, 27 March and 27 April."
    said = said or any(repeats.so_often(text, a) == len(days) for a in amounts)
    return said or sum(a for a in worth if a) * len(days) == about.amount


def _distance(day: days_found.Found, amount: money_found.Found, text: str) -> int:
    """How far apart, where a full stop or a line counts as a long way, and "and" as some."""
    start, end = min(day.end, amount.end), max(day.start, amount.start)
    gap = text[start:end]
    stops = sum(gap.count(mark) for mark in (". ", "\n", "; ", "! ", "? "))
    turns = len(_TURN.findall(gap)) + (amount.rest and start == day.end)
    return len(gap) + 40 * stops + 20 * turns


def _rest(known: Sequence[Decimal], about: Subject) -> Decimal | None:
    """What is left of the invoice beside the amounts that are known; None where that is not known."""
    if about.amount is None or not known:
        return None
    left = about.amount - sum(known)
    return left if left > 0 else None


def _amount(found: money_found.Found | None, rest: Decimal | None, about: Subject) -> Decimal | None:
    """The whole invoice's amount is said as None."""
    if found is None:
        return None
    amount = rest if found.rest else found.amount
    return None if amount is None or amount <= 0 or amount == about.amount else amount


def _share(whole: Decimal | None, currency: str, count: int) -> Decimal | None:
    return None if whole is None else money.from_decimal(whole / count, currency).decimal


def _evidence(pair: _Pair, text: str) -> str:
    """From the first to the last word of a day and its amount; the day alone where they stand far apart."""
    parts = [p for p in (pair.day, pair.amount) if p is not None]
    start, end = min(p.start for p in parts), max(p.end for p in parts)
    if end - start > 200:
        start, end = parts[0].start, parts[0].end
    return text[start:end]


def _distinct(made: Sequence[PromisedPayment]) -> list[PromisedPayment]:
    """Each once; a day told again without an amount is the same payment."""
    told = {p.day for p in made if p.amount is not None}
    seen: dict[tuple[date | None, Decimal | None], PromisedPayment] = {}
    for one in made:
        if one.amount is not None or one.day is None or one.day not in told:
            seen.setdefault((one.day, one.amount), one)
    return list(seen.values())
