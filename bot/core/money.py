"""Money as integer minor units and a currency. Never a float, never a rounding that nobody asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# ISO 4217, the currencies that do not have two decimals.
_EXPONENTS = {
    **dict.fromkeys(
        ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV"), 0
    ),
    **dict.fromkeys(("XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
_SPACES = re.compile(r"\s+")  # no-break and thin ones too
_FIRST_GROUP = re.compile(r"[1-9][0-9]{0,2}")
_AMOUNT = re.compile(
    r"(?P<sign>[+-]?) ?"
    r"(?P<whole>[0-9]{1,15}|[1-9][0-9]{0,2}(?P<group>[ '.,])[0-9]{3}(?:(?P=group)[0-9]{3}){0,3})"
    r"(?:(?!(?P=group))(?P<mark>[.,])(?P<decimals>[0-9]+))?"
)


def exponent(currency: str) -> int:
    """Number of decimals of ``currency`` (ISO 4217); 2 where the standard has no exception."""
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True)
class Money:
    """``minor`` units (cents, yen, fils) of ``currency`` (three capital letters)."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise ValueError(f"not a currency code: {self.currency!r} (three capital letters, as in EUR)")

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __str__(self) -> str:
        return f"{self.decimal:f} {self.currency}"


def from_decimal(amount: Decimal, currency: str) -> Money:
    """Round half up to the minor unit, as accountants do."""
    step = Decimal(1).scaleb(-exponent(currency))
    return Money(int((amount.quantize(step, ROUND_HALF_UP) / step).to_integral_value()), currency)


class Unclear(ValueError):
    """``12,345``: thousands or decimals. ``decimal`` is what it is when its mark is the decimal one.

    ``ways``: how each of the two is written without a doubt.
    """

    def __init__(self, text: str, decimal: Decimal) -> None:
        whole, cents = f"{decimal * 1000:.0f}", f"{decimal.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
        self.decimal, self.ways = decimal, (f"{whole},00", cents.replace(".", ","))
        super().__init__(f"{text!r} can be {whole} or {decimal:f}: write {' or '.join(self.ways)}")


def parse(text: str, currency: str) -> Money:
    """Read ``1 240,00``, ``1,240.00``, ``1.240,00``, ``1'240.00`` or ``1240``, as somebody most likely means it.

    A lone separator followed by exactly three digits is a thousands mark where it can be one, unless the currency has
    three decimals (then it is refused as ambiguous). Raises ValueError on anything else, groups that are not three
    digits long included (1,24,0 is a typing error), and on more decimals than the currency has.
    """
    return _parse(text, currency, decimal="", guess=True)


def parse_strictly(text: str, currency: str, *, decimal: str = "") -> Money:
    """Like `parse`, for what goes into the books: nothing is guessed.

    ``decimal``: the decimal mark ("," or "."), where other amounts beside this one show it. A lone separator before
    three digits is then what they say; else Unclear is raised, and also for more decimals than the currency has.
    """
    return _parse(text, currency, decimal=decimal, guess=False)


def _parse(text: str, currency: str, *, decimal: str, guess: bool) -> Money:
    plain = _SPACES.sub(" ", text.replace("\u2212", "-").replace("\u2019", "'")).strip()
    found = _AMOUNT.fullmatch(plain.removesuffix(currency).removeprefix(currency).strip("€$£ "))
    if found is None:
        raise ValueError(f"not an amount: {text!r} (write 1240,00 or 1,240.00)")
    whole, decimals = re.sub(r"\D", "", found["whole"]), found["decimals"] or ""
    if len(decimals) == 3 and _FIRST_GROUP.fullmatch(found["whole"]):
        match _is_decimal(found["mark"], decimal, currency, guess=guess):
            case None:
                raise Unclear(text, Decimal(f"{found['sign']}{whole}.{decimals}"))
            case False:
                whole, decimals = whole + decimals, ""
    value = Decimal(f"{found['sign']}{whole}.{decimals or 0}")
    money = from_decimal(value, currency)
    if money.decimal != value:
        raise ValueError(f"{text!r} has more decimals than {currency} ({exponent(currency)})")
    return money


def _is_decimal(mark: str, decimal: str, currency: str, *, guess: bool) -> bool | None:
    """Is a lone mark before three digits the decimal one? None: nobody can tell, or it would be a wrong amount."""
    if exponent(currency) == 0:
        return False
    if decimal:
        return False if mark != decimal else (True if exponent(currency) == 3 else None)
    return False if guess and exponent(currency) != 3 else None


def totals(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Sum by currency, in order of first appearance."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums[amount.currency] + amount if amount.currency in sums else amount
    return tuple(sums.values())
