"""How one cell is read: dates, amounts, countries, contacts. Never which column it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from bot.core.case import Contact, Kind
from bot.core.money import Money, Unclear, exponent, parse, parse_strictly
from bot.formats._row import UNSAID, Why
from bot.formats._table import plain


class Wrong(Exception):
    """A cell that cannot be read, and why."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(why)
        self.why, self.detail = why, detail


_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_YEAR_FIRST = re.compile(
    r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_EARLIEST, _LATEST = 1990, 2100


def day(cell: str) -> date:
    """``31/12/2026``, ``31.12.2026``, ``31-12-2026``, ``31/12/26`` or ``2026-12-31``; a time of day is dropped."""
    if found := _YEAR_FIRST.fullmatch(cell):
        return _date(int(found[1]), int(found[3]), int(found[4]))
    found = _DAY_FIRST.fullmatch(cell)
    if not found:
        raise Wrong(Why.DATE)
    if month_first(cell):
        raise Wrong(Why.MONTH_FIRST)
    year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
    return _date(year, int(found[3]), int(found[1]))


def _date(year: int, month: int, number: int) -> date:
    try:
        found = date(year, month, number)
    except ValueError:
        raise Wrong(Why.DATE) from None
    if not _EARLIEST <= year <= _LATEST:
        raise Wrong(Why.DATE_FAR, f"{_EARLIEST}-{_LATEST}")
    return found


def month_first(cell: str) -> bool:
    """Can it only be read with the month before the day (12/31/2026)?"""
    found = _DAY_FIRST.fullmatch(cell)
    return found is not None and int(found[1]) <= 12 < int(found[3]) <= 31


def either_first(cell: str) -> bool:
    """Does it give two different days, read one way and the other (03/04/2026)?"""
    found = _DAY_FIRST.fullmatch(cell)
    return found is not None and int(found[1]) <= 12 and int(found[3]) <= 12 and int(found[1]) != int(found[3])


_SIGNS = {"€": "EUR", "£": "GBP"}
_CODE = re.compile(r"(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])")
_LARGE = re.compile(r"[+-]? ?\d(?:[\s.,']?\d){15,}")
_MOST = 10**15  # minor units; what a database keeps, and more than any invoice


def decimal_mark(cells: Iterable[str]) -> str:
    """The decimal mark that the amounts of one column show: "," or "."; "" where none does, or some show the other."""
    shown = {mark for cell in cells if (mark := _mark_shown(_bare(cell)))}
    return shown.pop() if len(shown) == 1 else ""


def _mark_shown(number: str) -> str:
    """By two marks, or by one that no group of three digits follows; "" for 12,345, 1240 and what is no amount."""
    try:
        parse(number, UNSAID)
    except ValueError:
        return ""
    marks = re.findall(r"[.,]", number)
    if len(marks) > 1:
        return marks[-1] if marks[-1] != marks[0] else {",": ".", ".": ","}[marks[0]]
    return marks[0] if marks and len(number.partition(marks[0])[2]) != 3 else ""


def amount(cell: str, said: str, mark: str = "") -> Money:
    """A sum in the currency that its column says (perhaps ""), or that the cell itself names, or UNSAID.

    ``mark``: the decimal mark of its column (`decimal_mark`).
    """
    named = _named(cell)
    if said and named and said != named:
        raise Wrong(Why.CURRENCY_CONFLICT, said)
    if "$" in cell and not (said or named):
        raise Wrong(Why.CURRENCY_NEEDED)
    code = said or named or UNSAID
    try:
        money = parse_strictly(_bare(cell), code, decimal=mark)
    except Unclear as error:
        raise Wrong(Why.AMOUNT_UNCLEAR, f"{error.decimal:f}") from None
    except ValueError:
        raise Wrong(Why.AMOUNT_LARGE if _LARGE.fullmatch(_bare(cell)) else Why.AMOUNT) from None
    if abs(money.minor) >= _MOST:
        raise Wrong(Why.AMOUNT_LARGE)
    return money


def currency(cell: str) -> str:
    """A code (ISO 4217) from a code, a sign or "euros"; "" for an empty cell."""
    code = _SIGNS.get(cell, "EUR" if plain(cell) in ("euro", "euros") else cell.upper())
    if code and not _is_currency(code):
        raise Wrong(Why.CURRENCY)
    return code


@lru_cache(maxsize=256)
def _is_currency(code: str) -> bool:
    if code in ("EUR", "CHF", "GBP", "USD"):
        return True
    from babel.numbers import list_currencies  # late: most files are in euros

    return code in list_currencies() and code != UNSAID


def _named(cell: str) -> str:
    sign = next((code for sign, code in _SIGNS.items() if sign in cell), "")
    code = _CODE.search(cell)
    if code and not sign and not _is_currency(code[0].upper()):
        raise Wrong(Why.AMOUNT)
    return sign or (code[0].upper() if code else "")


def _bare(cell: str) -> str:
    """Digits and separators alone; accountants' (12,00) and 12,00- become -12,00."""
    bare = _CODE.sub("", cell.replace("’", "'")).strip("€£$ \u00a0\u202f")
    if bare.startswith("(") and bare.endswith(")"):
        return f"-{bare[1:-1].strip()}"
    return f"-{bare[:-1].strip()}" if bare.endswith("-") else bare


def in_currency(money: Money, currency: str) -> Money:
    """An UNSAID amount, in the currency that it turns out to have. Raises ValueError where the decimals do not fit."""
    if exponent(currency) == 3:
        raise ValueError(f"an amount in {currency} needs a currency column")
    return parse(f"{money.decimal:f}", currency)


_TERMS = re.compile(r"(\d{1,3})\s*(?:jours?|days?|jrs?|j|d)?(?:\s*(?:net|nets))?", re.IGNORECASE)


def terms(cell: str) -> int:
    """Days from issue to due date: ``30``, ``30 jours``, ``30 days net``. End-of-month terms are not guessed."""
    found = _TERMS.fullmatch(cell)
    if not found or int(found[1]) > 365:
        raise Wrong(Why.TERMS)
    return int(found[1])


_BUSINESS = frozenset(
    ["business", "entreprise", "societe", "pro", "professionnel", "professional", "company", "b2b", "firme"]
)


def kind(cell: str) -> Kind:
    """Anything but a clear business is a consumer: the stricter rules apply."""
    return Kind.BUSINESS if plain(cell) in _BUSINESS else Kind.CONSUMER


_LANGUAGES = {
    **dict.fromkeys(("fr", "francais", "french", "fra", "fre"), "fr"),
    **dict.fromkeys(("en", "anglais", "english", "eng"), "en"),
    **dict.fromkeys(("de", "allemand", "german", "deutsch"), "de"),
    **dict.fromkeys(("nl", "neerlandais", "dutch", "nederlands"), "nl"),
    **dict.fromkeys(("es", "espagnol", "spanish", "espanol"), "es"),
    **dict.fromkeys(("it", "italien", "italian", "italiano"), "it"),
    **dict.fromkeys(("pt", "portugais", "portuguese", "portugues"), "pt"),
}


def language(cell: str) -> str:
    """A code of two letters; "" for an empty cell. ``fr-FR`` is ``fr``."""
    word = plain(cell)
    if not word or word in _LANGUAGES:
        return _LANGUAGES.get(word, "")
    if re.fullmatch(r"[a-z]{2}(?: [a-z]{2})?", word):
        return word[:2]
    raise Wrong(Why.LANGUAGE)


def country(cell: str) -> str:
    """An ISO 3166 code from a code or a French or English name; "" for an empty cell."""
    word = plain(cell)
    if not word:
        return ""
    code = _countries().get(word)
    if code is None:
        raise Wrong(Why.COUNTRY)
    return code


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    from babel import Locale  # late: only a file with a country column needs it

    names = {
        plain(name): code
        for language in ("en", "fr")
        for code, name in Locale(language).territories.items()
        if re.fullmatch(r"[A-Z]{2}", code) and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB")
    }
    codes = {code.casefold(): code for code in names.values()}
    more = {
        "uk": "GB",
        "angleterre": "GB",
        "england": "GB",
        "grande bretagne": "GB",
        "great britain": "GB",
        "usa": "US",
    }
    return {**codes, **names, **more}


_GROUPS = {
    **dict.fromkeys(("new", "nouveau", "nouvelle", "nouveau client", "new client", "new customer"), "new"),
    **dict.fromkeys(("regular", "regulier", "reguliere", "habituel", "habituelle", "normal", "standard"), "regular"),
    **dict.fromkeys(("strategic", "strategique", "grand compte", "client cle", "key account", "vip"), "strategic"),
    **dict.fromkeys(("late", "retard", "en retard", "retardataire", "mauvais payeur", "slow payer"), "late"),
}


def group(cell: str) -> str:
    """One of the four groups, in French or English; "" for an empty cell. Other words are kept in small letters."""
    return _GROUPS.get(plain(cell), " ".join(cell.casefold().split()))


_WORD = r"[^\s<>@,;:\"()\[\]\x00-\x1f\x7f]+"
_EMAIL = re.compile(rf"{_WORD}@{_WORD}\.{_WORD}")
_NAMED = re.compile(r"\s*(?:\"([^\"]*)\"|([^<>@,;\"]*))\s*<([^<>]*)>\s*")


def contacts(cells: Iterable[str], names: Iterable[str]) -> tuple[Contact, ...]:
    """Addresses in order, without repeats. A cell may hold several, also as ``Name <address>``."""
    found: dict[str, str] = {}
    waiting = list(names)
    for cell in cells:
        name = waiting.pop(0) if waiting else ""
        for number, (own, address) in enumerate(_addresses(cell)):
            if not _EMAIL.fullmatch(address) or len(address) > 254:
                raise Wrong(Why.EMAIL, cell)
            found.setdefault(address, own or (name if number == 0 else ""))
    return tuple(Contact(id=0, email=email, name=name, rank=rank) for rank, (email, name) in enumerate(found.items()))


def _addresses(cell: str) -> Iterable[tuple[str, str]]:
    for part in re.split(r"[,;\n|]", cell):
        if named := _NAMED.fullmatch(part):
            yield (named[1] or named[2] or "").strip(), named[3].strip()
        else:
            yield from (("", word) for word in part.split())


def items(cell: str) -> tuple[str, ...]:
    return tuple(part for part in (" ".join(piece.split()) for piece in re.split(r"[|\n]", cell)) if part)


def one_line(cell: str, most: int = 200) -> str:
    """A name or a reference: spaces collapsed, length checked."""
    line = " ".join(cell.split())
    if len(line) > most:
        raise Wrong(Why.TOO_LONG, str(most))
    return line
