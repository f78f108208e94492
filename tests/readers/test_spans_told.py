"""Days told from the one before, or twice; amounts that are told again, and those that only look like some."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.core.days import never
from bot.core.when import Written
from bot.readers._spans import amounts, days

WRITTEN = Written(on=date(2025, 11, 27), holiday=never)  # A Thursday.
WHOLE = Decimal(1000)


def named(text: str, code: str) -> list[str]:
    return [str(f.day or f.past_day) for f in days.find(text, code, WRITTEN)]


def sums(text: str, code: str) -> list[str]:
    return ["rest" if f.rest else str(f.amount) for f in amounts.find(text, code, WHOLE, "EUR")]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "200 le 5 janvier, le reste deux semaines plus tard"),
        ("en", "200 on 5 January and the rest two weeks after that Monday"),
        ("de", "200 am 5. Januar, den Rest zwei Wochen später"),
        ("es", "200 el 5 de enero y el resto dos semanas después"),
        ("it", "200 il 5 gennaio e il resto due settimane dopo"),
        ("nl", "200 op 5 januari, de rest twee weken later"),
    ],
)
def test_so_long_after_the_day_before(code: str, text: str) -> None:
    assert named(text, code) == ["2026-01-05", "2026-01-19"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "half on 31 January, the rest a month later"),
        ("fr", "la moitié le 31 janvier, le reste un mois plus tard"),
        ("nl", "de helft op 31 januari, de rest een maand later"),
    ],
)
def test_a_month_after_the_day_before(code: str, text: str) -> None:
    assert named(text, code) == ["2026-01-31", "2026-02-28"]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "fin de ce mois et fin du suivant.", ["2025-11-30", "2025-12-31"]),
        ("en", "at the end of this month and the same at the end of next.", ["2025-11-30", "2025-12-31"]),
        ("en", "half at the end of this week, half at the end of next", ["2025-11-28", "2025-12-05"]),
        ("de", "Ende dieses Monats und Ende des nächsten.", ["2025-11-30", "2025-12-31"]),
        ("es", "a fin de mes y a fin del siguiente.", ["2025-11-30", "2025-12-31"]),
        ("it", "a fine mese e a fine del prossimo.", ["2025-11-30", "2025-12-31"]),
        ("nl", "eind van deze maand en eind van de volgende.", ["2025-11-30", "2025-12-31"]),
        ("en", "we were at the end of next.", []),
        ("en", "it broke again two weeks later", []),
    ],
)
def test_the_end_of_the_next_one(code: str, text: str, expected: list[str]) -> None:
    assert named(text, code) == expected


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "le 4 mars et le reste à la fin du même mois", ["2026-03-04", "2026-03-31"]),
        ("en", "on 4 March and the rest at the end of that same month", ["2026-03-04", "2026-03-31"]),
        ("de", "am 4. März und der Rest Ende desselben Monats", ["2026-03-04", "2026-03-31"]),
        ("es", "el 4 de marzo y el resto a final de ese mismo mes", ["2026-03-04", "2026-03-31"]),
        ("it", "il 4 marzo e il resto a fine dello stesso mese", ["2026-03-04", "2026-03-31"]),
        ("nl", "op 4 maart en de rest eind van diezelfde maand", ["2026-03-04", "2026-03-31"]),
        ("fr", "la moitié le 5 mars, l'autre le 19", ["2026-03-05", "2026-03-19"]),
        ("en", "half on 5 March and the rest on the 19th", ["2026-03-05", "2026-03-19"]),
        ("de", "die Hälfte am 5. März, der Rest am 19.", ["2026-03-05", "2026-03-19"]),
        ("es", "la mitad el 5 de marzo y el resto el 19", ["2026-03-05", "2026-03-19"]),
        ("it", "metà il 5 marzo e il resto il 19", ["2026-03-05", "2026-03-19"]),
        ("nl", "de helft op 5 maart, de rest op de 19e", ["2026-03-05", "2026-03-19"]),
        ("en", "It went on 10 November, the rest comes on the 1st", ["2026-11-10", "2025-12-01"]),
        ("fr", "20 € demain, 20 vendredi, 20 mardi", ["2025-11-28", "2025-11-28", "2025-12-02"]),
        ("en", "20 on Friday, 20 on Tuesday", ["2025-11-28", "2025-12-02"]),
        ("de", "20 am Freitag, 20 am Dienstag", ["2025-11-28", "2025-12-02"]),
        ("es", "20 el viernes, 20 el martes", ["2025-11-28", "2025-12-02"]),
        ("it", "20 il venerdì, 20 il martedì", ["2025-11-28", "2025-12-02"]),
        ("nl", "20 op vrijdag, 20 op dinsdag", ["2025-11-28", "2025-12-02"]),
        ("fr", "1/3 vendredi, 1/3 le vendredi suivant, 1/3 plus tard", ["2025-11-28", "2025-12-05"]),
        ("en", "it was Monday.\n3. We wait", ["2025-12-01"]),
        ("fr", "dans dix jours et dans vingt.", ["2025-12-07", "2025-12-17"]),
        ("en", "in ten days and in twenty.", ["2025-12-07", "2025-12-17"]),
        ("de", "in zehn Tagen und in zwanzig.", ["2025-12-07", "2025-12-17"]),
        ("es", "en diez días y en veinte.", ["2025-12-07", "2025-12-17"]),
        ("it", "tra dieci giorni e tra venti.", ["2025-12-07", "2025-12-17"]),
        ("nl", "over tien dagen en over twintig.", ["2025-12-07", "2025-12-17"]),
        ("en", "back on Thursday 11 and on Friday I pay", ["2025-12-11", "2025-12-12"]),
        ("it", "torno giovedì 11 e venerdì pago", ["2025-12-11", "2025-12-12"]),
    ],
)
def test_days_that_go_on(code: str, text: str, expected: list[str]) -> None:
    assert named(text, code) == expected


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "vendredi, soit le 5,"),
        ("en", "next Friday, that's the fifth."),
        ("de", "Freitag, also den 5., kommt es"),
        ("es", "el viernes, es decir, el 5."),
        ("it", "venerdì, cioè il 5,"),
        ("nl", "op vrijdag, dus de 5e, komt het"),
        ("nl", "op vrijdag de vijfde komt het"),
    ],
)
def test_a_weekday_told_again_by_its_date(code: str, text: str) -> None:
    assert named(text, code) == ["2025-12-05"]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "on December 15, January 15 and February 15", ["2025-12-15", "2026-01-15", "2026-02-15"]),
        ("en", "on 15 December, 15 January and 15 February", ["2025-12-15", "2026-01-15", "2026-02-15"]),
        ("en", "January's run is the 23rd", ["2026-01-23"]),
        ("en", "an end-of-month check", ["2025-11-30"]),
        ("en", "half on tax day", ["2026-04-15"]),
        ("en", "he'll put it through the morn.", ["2025-11-28"]),
        ("en", "in the mornings I cannot", []),
        ("en", "I'll do it on my lunch break", ["2025-11-27"]),
        ("en", "this lunchtime it went", ["2025-11-27"]),
        ("en", "at noon tomorrow", ["2025-11-28"]),
        ("en", "gone at 15.28.", ["2025-11-27"]),
        ("fr", "jle fais là mtn", ["2025-11-27"]),
        ("nl", "den 12den", ["2025-12-12"]),
        ("de", "Am 5. gehen Fr. 3'000.– raus", ["2025-12-05"]),
        ("en", "First, may I say it is paid on Friday", ["2025-11-28"]),
        ("de", "und 5.000 am 15. Dezember", ["2025-12-15"]),
        ("fr", "et les 2 300 € restants le 5 décembre", ["2025-12-05"]),
        ("es", "y el 2 300 restante el 5 de diciembre", ["2025-12-05"]),
    ],
)
def test_other_days(code: str, text: str, expected: list[str]) -> None:
    assert named(text, code) == expected


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "la moitié (500 €) vendredi, l'autre moitié lundi", ["500.00", "500.00"]),
        ("en", "half of what we owe you, £500, goes on the 10th", ["500.00"]),
        ("en", "half now, 500 each on the 10th", ["500.00", "500.00"]),  # not told again: "now" stands between
        ("en", "half now, £300 on the 10th", ["500.00", "300.00"]),
        ("es", "la mitad (500 €)", ["500.00"]),
        ("it", "il 50% il 25 maggio e il restante 50% il 25 giugno", ["500.00", "500.00"]),
        ("en", "I'll send you fifty on Monday", ["50.00"]),
        ("en", "the ninety left over", ["90.00"]),
        ("en", "twenty of them were wet, and my mother is sixty", []),
        ("en", "written with a pen. Email's grand.", []),
        ("en", "two grand", ["2000.00"]),
        ("en", "your eighteen seventy-five on the 20th", ["1875.00"]),
        ("nl", "die krijg je de 20e.", []),
        ("de", "der Rest kommt am 20. – dazwischen", ["rest"]),
        ("de", "je 16,2 T€ am 12.02.", ["16200.00"]),
        ("de", "TEUR kenne ich nicht, 16 Tage", []),
        ("en", "gone at 15.28.", []),
        ("en", "at 15.28 € each", ["15.28"]),
        ("fr", "la balance va suivre le 26", ["rest"]),
        ("es", "el saldito el día 30", ["rest"]),
    ],
)
def test_amounts_told_again(code: str, text: str, expected: list[str]) -> None:
    assert sums(text, code) == expected
