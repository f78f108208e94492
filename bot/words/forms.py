"""How a country writes money, days and lists. Only forms, never a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from bot.core.money import Money, exponent

if TYPE_CHECKING:
    from babel import Locale


@dataclass(frozen=True)
class Forms:
    """The forms of a language, in a country when that country speaks it (English elsewhere is British)."""

    language: str
    country: str = ""

    @cached_property
    def locale(self) -> Locale:
        from babel import Locale, UnknownLocaleError
        from babel.languages import get_official_languages

        spoken = self.country and self.language in get_official_languages(self.country, de_facto=True)
        home = f"{self.language}_{self.country}" if spoken else {"en": "en_GB"}.get(self.language, self.language)
        try:
            return Locale.parse(home)
        except (UnknownLocaleError, ValueError):
            return Locale.parse("en_GB")

    def money(self, amount: Money | str) -> str:
        """``1 240,00 €``. A text as in the law's facts (``40 EUR``) keeps the decimals that it has."""
        from babel.numbers import format_currency

        if isinstance(amount, str):
            number, _, currency = amount.partition(" ")
            value, decimals = Decimal(number), len(number.partition(".")[2])
        else:
            value, currency, decimals = amount.decimal, amount.currency, exponent(amount.currency)
        # Babel's own table rounds some currencies that ISO 4217 gives decimals (RSD, IQD): ours decides.
        pattern = self.locale.currency_formats["standard"].pattern
        pattern = pattern.replace("0.00", "0." + "0" * decimals if decimals else "0")
        return str(format_currency(value, currency, pattern, locale=self.locale, currency_digits=False))

    def monies(self, amounts: Sequence[Money]) -> str:
        return self.listed([self.money(a) for a in amounts])

    def short_money(self, amount: Money) -> str:
        """``1,2 k €``: about how much, where a column is narrow."""
        from babel.numbers import format_compact_currency

        digits = 1 if abs(amount.decimal) >= 1000 else 0
        return str(format_compact_currency(amount.decimal, amount.currency, fraction_digits=digits, locale=self.locale))

    def day_month(self, day: date) -> str:
        """``7 déc.``: below a column."""
        from babel.dates import format_skeleton

        return str(format_skeleton("MMMd", day, locale=self.locale))

    def day(self, day: date | str) -> str:
        """``lundi 7 décembre 2026``."""
        return self._date(day, "full")

    def long_day(self, day: date | str) -> str:
        """``7 décembre 2026``."""
        return self._date(day, "long")

    def short_day(self, day: date | str) -> str:
        """``7 déc. 2026``: for tables, never ambiguous as 07/12 is."""
        return self._date(day, "medium")

    def _date(self, day: date | str, length: Literal["full", "long", "medium"]) -> str:
        from babel.dates import format_date, get_date_format

        if isinstance(day, str):
            day = date.fromisoformat(day[:10])
        pattern = get_date_format(length, locale=self.locale).pattern
        if self.language == "en":
            pattern = pattern.replace("EEEE, d ", "EEEE d ")
        text = str(format_date(day, pattern, locale=self.locale))
        return re.sub(r"(?<!\d)1 (?=[^\W\d])", "1er ", text) if self.language == "fr" else text

    def listed(self, items: Sequence[str]) -> str:
        """``a, b et c``."""
        from babel.lists import format_list

        return str(format_list(list(items), locale=self.locale)) if items else ""

    @cached_property
    def months(self) -> Mapping[str, int]:
        """Every name and short name of a month, in lower case."""
        return _names(str(self.locale), "months")

    @cached_property
    def weekdays(self) -> Mapping[str, int]:
        """Every name and short name of a weekday, in lower case; Monday is 0."""
        return _names(str(self.locale), "days")


@lru_cache
def _names(locale: str, what: str) -> Mapping[str, int]:
    from babel import Locale

    widths = getattr(Locale.parse(locale), what)["format"]
    return {
        name.lower().rstrip("."): number for width in ("wide", "abbreviated") for number, name in widths[width].items()
    }
