"""The contract of every jurisdiction on the shelf, and France's facts on the days that matter."""

import importlib
from datetime import date, timedelta
from types import ModuleType

import pytest

from bot import shelf
from bot.core.case import Kind
from bot.core.law import Law

MEMBERS = shelf.names("laws")
FRANCE: Law = shelf.take("laws", "fr").LAW
DEFAULT: Law = importlib.import_module("bot.laws._default").LAW


@pytest.fixture(params=MEMBERS)
def member(request: pytest.FixtureRequest) -> ModuleType:
    return shelf.take("laws", request.param)


def test_there_is_a_member() -> None:
    assert "fr" in MEMBERS


def test_a_member_is_its_countrys_law(member: ModuleType) -> None:
    law = member.LAW
    assert isinstance(law, Law)
    assert member.__name__.rpartition(".")[2] == law.country.lower()
    assert 1 <= law.notice_days_business <= law.notice_days_consumer <= 60


def test_every_fact_says_where_it_comes_from_and_since_when(member: ModuleType) -> None:
    for fact in member.LAW.facts:
        assert fact.value.strip()
        assert len(fact.source) > 10, f"{fact.name}: name the text"
        assert date(1800, 1, 1) < fact.since < date(2030, 1, 1)
        assert fact.until is None or fact.since <= fact.until


def test_no_day_has_two_answers(member: ModuleType) -> None:
    facts = member.LAW.facts
    for fact in facts:
        for other in facts:
            if fact is not other and fact.name == other.name:
                assert not fact.covers(other.since)
                assert not fact.covers(other.until or date(2200, 1, 1))


def test_the_docstring_names_its_sources(member: ModuleType) -> None:
    assert member.__doc__
    assert "Source" in member.__doc__


def test_a_country_that_nobody_read_claims_nothing() -> None:
    assert DEFAULT.facts == ()
    assert DEFAULT.country == ""
    assert DEFAULT.fact("fixed_sum", date(2026, 12, 7)) is None


def test_france_gives_a_consumer_a_fortnight() -> None:
    assert (FRANCE.notice_days_business, FRANCE.notice_days_consumer) == (8, 15)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("late_penalties", date(2021, 2, 27)),
        ("fixed_sum", date(2021, 2, 27)),
        ("formal_notice", date(2016, 10, 1)),
        ("interest_from_notice", date(2016, 10, 1)),
        ("costs_on_creditor", date(2022, 7, 1)),
    ],
)
def test_a_french_fact_covers_its_days_only(name: str, first: date) -> None:
    assert FRANCE.fact(name, first)
    assert FRANCE.fact(name, first - timedelta(days=1)) is None
    assert FRANCE.fact(name, date(2026, 12, 31))
    assert FRANCE.fact(name, date(2027, 1, 1)), "the code changes on 1 January 2027; the facts go on"


@pytest.mark.parametrize(
    ("kind", "due", "last"),
    [
        (Kind.CONSUMER, date(2024, 11, 30), date(2026, 11, 30)),
        (Kind.CONSUMER, date(2024, 2, 29), date(2026, 2, 28)),
        (Kind.BUSINESS, date(2021, 11, 30), date(2026, 11, 30)),
        (Kind.CONSUMER, date(2007, 1, 1), None),
    ],
)
def test_a_french_debt_is_time_barred_after_two_years_or_five(kind: Kind, due: date, last: date | None) -> None:
    assert FRANCE.barred_on(kind, due) == last
    assert DEFAULT.barred_on(kind, due) is None


def test_limitations_are_years(member: ModuleType) -> None:
    for fact in member.LAW.facts:
        assert not fact.name.startswith("limitation_") or 1 <= int(fact.value) <= 30
