"""Days that people write, row by row of the label guide. Written on Wednesday 21 October 2026."""

from datetime import date

import pytest

from bot.core import when
from bot.core.days import never
from bot.core.when import Written
from bot.readers._clauses import days_en, days_fr
from bot.readers._clauses.text import fold

WEDNESDAY = date(2026, 10, 21)

FRENCH = [
    ("vendredi", "2026-10-23"),
    ("mercredi", "2026-10-28"),  # strictly after
    ("lundi prochain", "2026-10-26"),
    ("aujourd'hui", "2026-10-21"),
    ("ce soir", "2026-10-21"),
    ("demain matin", "2026-10-22"),
    ("après-demain", "2026-10-23"),
    ("sous 48 h", "2026-10-23"),
    ("sous 72 heures", "2026-10-24"),
    ("sous 8 jours", "2026-10-29"),
    ("d'ici 15 jours", "2026-11-05"),
    ("dans deux semaines", "2026-11-04"),
    ("dans un mois", "2026-11-21"),
    ("sous huitaine", "2026-10-29"),
    ("sous quinzaine", "2026-11-05"),
    ("dans une quinzaine de jours", "2026-11-05"),
    ("sous 5 jours ouvrés", "2026-10-28"),
    ("le 15", "2026-11-15"),
    ("le 21", "2026-11-21"),  # strictly after
    ("le 25.", "2026-10-25"),
    ("avant le 20", "2026-11-20"),
    ("d'ici le 30", "2026-10-30"),
    ("le 15 du mois prochain", "2026-11-15"),
    ("le 31 de ce mois", "2026-10-31"),
    ("le 3 novembre", "2026-11-03"),
    ("le 1er décembre 2026", "2026-12-01"),
    ("lundi 26 octobre", "2026-10-26"),
    ("lundi 26", "2026-10-26"),
    ("10 janvier", "2027-01-10"),
    ("05/11/2026", "2026-11-05"),
    ("le 05/11", "2026-11-05"),
    ("05.11.26", "2026-11-05"),
    ("2026-11-05", "2026-11-05"),
    ("fin de mois", "2026-10-31"),
    ("à la fin du mois", "2026-10-31"),
    ("fin du mois prochain", "2026-11-30"),
    ("fin février", "2027-02-28"),
    ("fin de semaine", "2026-10-23"),
    ("d'ici la fin de la semaine", "2026-10-23"),
    ("fin de semaine prochaine", "2026-10-30"),
    ("lundi en huit", "2026-11-02"),
    ("mercredi en huit", "2026-11-04"),
    ("lundi en quinze", "2026-11-09"),
    ("vendredi de la semaine prochaine", "2026-10-30"),
    ("la semaine prochaine, mardi", "2026-10-27"),
    ("30 jours fin de mois", "2026-11-30"),
    ("45 jours fin de mois le 10", "2027-01-10"),
    ("semaine prochaine", None),
    ("le mois prochain", None),
    ("début novembre", None),
    ("mi-avril", None),
    ("ce week-end", None),
    ("prochainement", None),
    ("dans les prochains jours", None),
    ("à mon retour", None),
    ("le vendredi", None),  # on Fridays
]
ENGLISH = [
    ("Friday", "2026-10-23"),
    ("on Wednesday", "2026-10-28"),
    ("today", "2026-10-21"),
    ("tonight", "2026-10-21"),
    ("tomorrow", "2026-10-22"),
    ("the day after tomorrow", "2026-10-23"),
    ("in 48 hours", "2026-10-23"),
    ("within 7 days", "2026-10-28"),
    ("in a fortnight", "2026-11-04"),
    ("in two weeks' time", "2026-11-04"),
    ("within 5 working days", "2026-10-28"),
    ("the 15th", "2026-11-15"),
    ("by the 25th", "2026-10-25"),
    ("the payment run of the 21st", "2026-11-21"),
    ("before the 20th", "2026-11-20"),
    ("15 March", "2027-03-15"),
    ("3rd of November", "2026-11-03"),
    ("November 3rd, 2026", "2026-11-03"),
    ("end of the month", "2026-10-31"),
    ("month end", "2026-10-31"),
    ("end of next month", "2026-11-30"),
    ("end of January", "2027-01-31"),
    ("end of the week", "2026-10-23"),
    ("end of next week", "2026-10-30"),
    ("Friday week", "2026-10-30"),
    ("a week on Monday", "2026-11-02"),
    ("Friday next week", "2026-10-30"),
    ("next week on Tuesday", "2026-10-27"),
    ("30 days end of month", "2026-11-30"),
    ("05/11/2026", "2026-11-05"),
    ("11/25/2026", "2026-11-25"),
    ("next week", None),
    ("next month", None),
    ("early June", None),
    ("this weekend", None),
    ("soon", None),
    ("in the coming days", None),
    ("when I'm back", None),
]
NO_DAYS = [
    "le 15 cartons",
    "ils sont ouverts 24/7",
    "facture 2026-118",
    "le 15 %",
    "la moitié",
    "mon mari",
    "le samu",
    "F-2026/10/4412",
    "it may be so",
    "the second invoice",
    "the sun shines",
    "32/13",
    "le 45",
    "30/02/2027",
]


def day(text: str, table: when.Table, written: Written) -> str | None:
    found = when.find(fold(text), table, written)
    assert len(found) == 1, found
    return found[0].day.isoformat() if found[0].day else None


@pytest.mark.parametrize(("words", "expected"), FRENCH)
def test_french(words: str, expected: str | None) -> None:
    assert day(f"Je paie {words}", days_fr.TABLE, Written(on=WEDNESDAY, holiday=never)) == expected


@pytest.mark.parametrize(("words", "expected"), ENGLISH)
def test_english(words: str, expected: str | None) -> None:
    assert day(f"We pay {words}", days_en.TABLE, Written(on=WEDNESDAY, holiday=never)) == expected


@pytest.mark.parametrize("words", NO_DAYS)
def test_not_a_day(words: str) -> None:
    written = Written(on=WEDNESDAY, holiday=never)
    assert when.find(fold(words), days_fr.TABLE, written) == ()
    assert when.find(fold(words), days_en.TABLE, written) == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lundi", "2026-10-19"),
        ("hier", "2026-10-20"),
        ("le 3", "2026-10-03"),
        ("le 3 novembre", "2025-11-03"),
        ("jeudi dernier", "2026-10-15"),
        ("il y a 3 jours", "2026-10-18"),
    ],
)
def test_what_is_told_as_past(words: str, expected: str) -> None:
    assert day(f"payé {words}", days_fr.TABLE, Written(on=WEDNESDAY, holiday=never, past=True)) == expected


def test_month_first_for_americans() -> None:
    assert day("05/11/2026", days_en.TABLE, Written(on=WEDNESDAY, holiday=never, month_first=True)) == "2026-05-11"


def test_working_days_leave_holidays_out() -> None:
    written = Written(on=date(2026, 10, 29), holiday=lambda d: d == date(2026, 11, 2))
    assert day("sous 2 jours ouvrés", days_fr.TABLE, written) == "2026-11-03"


def test_the_thirty_first_waits_for_a_month_that_has_one() -> None:
    assert day("le 31", days_fr.TABLE, Written(on=date(2026, 10, 31), holiday=never)) == "2026-12-31"
