"""Public holidays by country, from the `holidays` library. Never decides what a holiday means for a message."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from bot.core.days import Holiday

_EARLIEST, _LATEST = 1990, 2099  # `holidays` computes a whole year at once; a typing error must not compute year 9999


def holiday(country: str) -> Holiday:
    """Is a day a national public holiday there (ISO 3166 code)? Always no where the country is not known.

    Regional holidays (Alsace-Moselle, a German Land) are not counted. Raises nothing.
    """
    code = country.upper()
    return lambda day: day in _year(code, day.year)


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    from holidays import list_supported_countries  # late: it costs 80 ms and 7 MB

    return frozenset(list_supported_countries(include_aliases=False))


def known(country: str) -> bool:
    """Do we have the holidays of that country? Without them only week-ends are closed days."""
    return country.upper() in _countries()


@lru_cache(maxsize=512)
def _year(country: str, year: int) -> frozenset[date]:
    if not known(country) or not _EARLIEST <= year <= _LATEST:
        return frozenset()
    from holidays import country_holidays

    return frozenset(country_holidays(country, years=year))
