"""Reading an edited text back: figures the ledger does not know, words we never use. Never a sentence of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.core.money import Money, parse

_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD"})
_FRANCS = frozenset({"CHF", "XPF", "XOF", "XAF"})
_MEANS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("€", "euro", "euros"), frozenset({"EUR"})),
    **dict.fromkeys(("£", "pound", "pounds"), frozenset({"GBP"})),
    **dict.fromkeys(("$", "dollar", "dollars"), _DOLLARS),
    **dict.fromkeys(("franc", "francs"), _FRANCS),
    "¥": frozenset({"JPY", "CNY"}),
}
_CURRENCY = r"(?:[€$£¥]|[A-Z]{3}\b|euros?\b|dollars?\b|pounds?\b|francs?\b|cent(?:ime)?s?\b|k€|k?euros?\b)"
_NO_CURRENCY = frozenset({"TTC", "TVA", "VAT"})
_NUMBER = r"[0-9]{1,3}(?:[ .,'’][0-9]{3})+(?![0-9])(?:[.,][0-9]{1,3})?|[0-9]+(?:[.,][0-9]{1,3})?"
_FIGURE = re.compile(
    rf"(?P<before>{_CURRENCY} ?)?(?P<sign>(?<![\w])[-−])?"
    rf"(?<![0-9])(?P<number>{_NUMBER})(?![0-9])(?P<after> ?{_CURRENCY}| ?%)?"
)
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{2,4}){3,8}\b")
_PHONE = re.compile(r"(?<![0-9A-Za-z])(?:\+[0-9]{8,15}|0[0-9]{9}|0[0-9](?:[ .-][0-9]{2}){4})(?![0-9 ]*[€$£])")
_ISO = re.compile(r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b")
_NUMERIC = re.compile(
    r"(?<![0-9/])([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}|[0-9]{2}))\b|(?<![0-9/])([0-9]{1,2})/([0-9]{1,2})\b"
)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the ledger knows. ``literals``: texts that hold digits and may stand as they are (numbers, IBAN, address).

    ``months`` and ``weekdays`` (Monday is 0) give the names of a language in lower case.
    """

    amounts: frozenset[Money]
    days: frozenset[date]
    literals: frozenset[str] = frozenset()
    months: Mapping[str, int] = field(default_factory=dict)
    weekdays: Mapping[str, int] = field(default_factory=dict)


def wrong_figures(text: str, known: Known) -> tuple[str, ...]:
    """Amounts, dates, IBANs, rates and long numbers in ``text`` that ``known`` does not hold, as written, in order.

    Numbers of one or two digits without a currency pass: they count days or invoices.
    """
    text = _plain(text)
    found: list[tuple[int, str]] = []
    # What cannot be mistaken for an amount goes first: an address may hold "8 mai 1945".
    text = _without(text, (t for t in known.literals if not re.fullmatch(r"[0-9\s.,']+", t)))
    text = _without(text, (m[0] for m in _PHONE.finditer(text)))
    for read in (_dates, _ibans, _amounts):
        text = read(text, known, found)
    return tuple(dict.fromkeys(what for _, what in sorted(found)))


def forbidden_words(text: str, lexicon: Iterable[str]) -> tuple[str, ...]:
    """Words of ``text`` that the lexicon forbids, as written. ``*`` at the end of an entry: any ending.

    Accents and capitals make no difference.

    >>> forbidden_words("L'Huissier viendra.", ["huissier*"])
    ('huissier',)
    """
    bare = _bare(text)
    found: list[str] = []
    for entry in lexicon:
        stem = _bare(entry.removesuffix("*"))
        ending = r"\w*" if entry.endswith("*") else r"\b"
        found += [m[0] for m in re.finditer(rf"\b{re.escape(stem)}{ending}", bare)]
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    """Every digit an ASCII digit, every space a plain one, so that nothing hides behind a look-alike."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return re.sub(r"\s+", " ", text)


def _bare(text: str) -> str:
    spread = unicodedata.normalize("NFKD", _plain(text).casefold().replace("’", "'"))
    return "".join(c for c in spread if not unicodedata.combining(c))


def _without(text: str, literals: Iterable[str]) -> str:
    for literal in sorted(set(literals), key=len, reverse=True):
        compact = re.sub(r"\s+", "", _plain(literal))
        if compact:
            spaced = " ?".join(map(re.escape, compact))
            # Whole words only, and never the end of a longer number: "40 €" does not stand in "268,40 €".
            whole = rf"(?<![0-9A-Za-z])(?<![0-9][.,]){spaced}(?![0-9A-Za-z])(?![.,][0-9])"
            text = re.sub(whole, lambda m: "\0" * len(m[0]), text)
    return text


def _blank(text: str, span: tuple[int, int]) -> str:
    """The same length: positions tell the order in which the wrong figures stand."""
    return text[: span[0]] + "\0" * (span[1] - span[0]) + text[span[1] :]


def _dates(text: str, known: Known, found: list[tuple[int, str]]) -> str:
    for match, day, month, year, weekday in [*_worded(text, known), *_numeric(text)]:
        if "\0" in text[match.start() : match.end()]:
            continue
        meant = [d for d in known.days if (d.day, d.month) in ((day, month), _swapped(day, month, weekday))]
        meant = [d for d in meant if year is None or year in (d.year, d.year % 100)]
        if weekday:
            meant = [d for d in meant if known.weekdays.get(weekday) == d.weekday()]
        if not meant:
            found.append((match.start(), match[0].strip(" .")))
        text = _blank(text, match.span())
    return text


def _swapped(day: int, month: int, weekday: str | None) -> tuple[int, int]:
    """07/12 may be read both ways in English; a date with words may not (``weekday`` is None for digits only)."""
    return (month, day) if weekday is None else (day, month)


_Found = tuple[re.Match[str], int, int, int | None, str | None]


def _worded(text: str, known: Known) -> list[_Found]:
    if not known.months:
        return []
    months = "|".join(sorted(map(re.escape, known.months), key=len, reverse=True))
    weekdays = "|".join(sorted(map(re.escape, known.weekdays), key=len, reverse=True)) or r"(?!)"
    first = rf"(?<![0-9])(?P<d>[0-9]{{1,2}})(?:er|st|nd|rd|th|\.)? (?:of |de )?(?P<m>{months})\b\.?"
    second = rf"\b(?P<m2>{months})\.? (?P<d2>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9])"
    pattern = re.compile(
        rf"(?:\b(?P<w>{weekdays})\.?,? )?(?:{first}|{second})(?:,? (?:de )?(?P<y>[0-9]{{4}})\b)?", re.IGNORECASE
    )
    return [
        (
            m,
            int(m["d"] or m["d2"]),
            known.months[(m["m"] or m["m2"]).lower()],
            int(m["y"]) if m["y"] else None,
            (m["w"] or "").lower(),
        )
        for m in pattern.finditer(text)
    ]


def _numeric(text: str) -> list[_Found]:
    iso: list[_Found] = [(m, int(m[3]), int(m[2]), int(m[1]), "") for m in _ISO.finditer(text)]
    rest: list[_Found] = [
        (m, int(m[1] or m[4]), int(m[2] or m[5]), int(m[3]) if m[3] else None, None) for m in _NUMERIC.finditer(text)
    ]
    return iso + rest


def _ibans(text: str, known: Known, found: list[tuple[int, str]]) -> str:
    for match in list(_IBAN.finditer(text)):
        found.append((match.start(), match[0]))
        text = _blank(text, match.span())
    return text


def _amounts(text: str, known: Known, found: list[tuple[int, str]]) -> str:
    numbers = {re.sub(r"\s+", "", _plain(t)) for t in known.literals}
    years = {str(day.year) for day in known.days}
    for match in _FIGURE.finditer(text):
        number = match["number"]
        marker = (match["before"] or match["after"] or "").strip()
        token = _token(text, match)
        if not marker and (_small(token, number, numbers) or token in numbers | years):
            continue
        if marker == "%" or match["sign"] or token.strip(".,;:") != number or not _owed(number, marker, known):
            found.append((match.start(), match[0].strip() if marker or match["sign"] else token))
    return text


def _small(token: str, number: str, numbers: set[str]) -> bool:
    """A count (8 jours, 10h, B2B), unless it looks like one of our numbers: F-13 beside F-12."""
    head = token.partition(number)[0].lower()
    return (
        len(number) <= 2
        and number.isdigit()
        and not (head and any(re.split(r"[0-9]", n.lower())[0] == head for n in numbers))
    )


def _token(text: str, match: re.Match[str]) -> str:
    """The number with what is written to it without a space: F-2026-015 is one thing, not three numbers."""
    start, end = match.span("number")
    before = re.search(r"[\w/-]*$", text[:start])
    after = re.match(r"[\w/-]*", text[end:])
    whole = f"{before[0] if before else ''}{match['number']}{after[0] if after else ''}"
    return match["number"] if match["before"] or match["after"] or match["sign"] else whole


def _owed(number: str, marker: str, known: Known) -> bool:
    currencies = {a.currency for a in known.amounts}
    if marker and marker not in _NO_CURRENCY:
        currencies &= _MEANS.get(marker.lower(), frozenset({marker}))
    return any(a.currency in currencies and _value(number, a.currency) == a.decimal for a in known.amounts)


def _value(number: str, currency: str) -> Decimal | None:
    try:
        return parse(number.replace("’", "'"), currency).decimal
    except ValueError:
        return None
