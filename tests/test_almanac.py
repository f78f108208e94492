"""Public holidays by country; an unknown country has none, and says so."""

from datetime import date

import pytest

from bot import almanac

TWELFTH_OF_JULY = date(2027, 7, 12)


@pytest.mark.parametrize(
    ("country", "day", "closed"),
    [
        ("FR", date(2026, 5, 1), True),
        ("FR", date(2026, 5, 4), False),
        ("FR", date(2026, 4, 6), True),  # Easter Monday
        ("FR", date(2026, 12, 26), False),  # only in Alsace-Moselle
        ("fr", date(2026, 7, 14), True),
        ("BE", date(2026, 7, 21), True),
        ("BE", date(2026, 7, 14), False),
        ("CH", date(2026, 8, 1), True),
        ("GB", date(2026, 12, 25), True),
        ("GB", TWELFTH_OF_JULY, False),  # only in Northern Ireland
    ],
)
def test_holidays(country: str, day: date, closed: bool) -> None:
    assert almanac.holiday(country)(day) is closed


@pytest.mark.parametrize("country", ["ZZ", "", "France", "../FR"])
def test_an_unknown_country_has_only_week_ends_and_says_so(country: str) -> None:
    assert not almanac.known(country)
    assert not any(almanac.holiday(country)(date(2026, 5, day)) for day in range(1, 32))


def test_known_countries() -> None:
    assert all(almanac.known(country) for country in ("FR", "BE", "LU", "CH", "DE", "GB", "fr"))


def test_a_typing_error_of_a_year_costs_nothing() -> None:
    assert not almanac.holiday("FR")(date(9999, 12, 25))


def test_a_year_is_computed_once() -> None:
    almanac._year.cache_clear()
    for day in range(1, 29):
        almanac.holiday("FR")(date(2031, 2, day))
    assert almanac._year.cache_info().misses == 1
