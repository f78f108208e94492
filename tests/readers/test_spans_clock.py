"""Clock times beside a day, days that do not exist, today as a promise, instalments from a day on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from bot.core.days import never
from bot.core.reading import Label, Subject
from bot.core.when import Written
from bot.readers._spans import amounts, days, payments
from bot.readers._trained import evidence, promises

WRITTEN = Written(on=date(2026, 11, 18), holiday=never)  # A Wednesday.
INVOICE = Subject(amount=Decimal("1240.00"))
FRIDAY, TODAY = "2026-11-20", "2026-11-18"


def named(text: str, code: str) -> list[str]:
    return [str(f.day) for f in days.find(text, code, WRITTEN)]


def sums(text: str, code: str, whole: Decimal | None = INVOICE.amount) -> list[str]:
    return ["rest" if f.rest else str(f.amount) for f in amounts.find(text, code, whole, "EUR")]


def made(text: str, code: str) -> list[tuple[str, str]]:
    """All candidates taken for promised."""
    found = days.find(text, code, WRITTEN), amounts.find(text, code, INVOICE.amount, INVOICE.currency)
    return [(str(p.day), str(p.amount)) for p in payments.compose(*found, text, INVOICE)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "I'll pay by 5pm Friday."),
        ("en", "I will pay by 5 p.m. on Friday."),
        ("en", "You'll have it by 12 noon on Friday."),
        ("en", "Friday, no later than 17:00"),
        ("en", "I'll pay Friday in the morning."),
        ("en", "Friday, close of business."),
        ("en", "On Friday I go to the bank and at 5pm I transfer it."),
        ("fr", "je vous vire la somme vendredi avant 17h"),
        ("fr", "Je vous vire ça avant 17h vendredi."),
        ("fr", "vendredi en fin de journée"),
        ("de", "Bis 12 Uhr am Freitag ist das Geld da."),
        ("de", "bis Freitag, spätestens 12 Uhr"),
        ("de", "Freitag morgen um 9 Uhr"),
        ("es", "antes de las 14h del viernes"),
        ("es", "el viernes antes de las 14"),
        ("it", "pago venerdì entro le 12"),
        ("it", "Entro le 12 di venerdì faccio il bonifico."),
        ("it", "venerdì in giornata"),
        ("nl", "Ik betaal vrijdag voor 12 uur."),
        ("nl", "Voor 12 uur vrijdag staat het erop."),
        ("nl", "vrijdag morgen betaal ik"),
    ],
)
def test_a_clock_time_beside_a_day_is_no_day_of_its_own(code: str, text: str) -> None:
    assert named(text, code) == [FRIDAY]
    assert sums(text, code) == []


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "I'll do it at 5pm. On Friday you'll see it.", [TODAY, FRIDAY]),
        ("en", "200 at 5pm and 300 on Friday", [TODAY, FRIDAY]),
        ("en", "I paid half on Monday, the rest goes at 5pm.", ["2026-11-23", TODAY]),
        ("en", "by close of business", [TODAY]),
        ("fr", "le virement part à 17h", [TODAY]),
        ("de", "geht um 17 Uhr raus", [TODAY]),
        ("es", "luego te lo paso", [TODAY]),
        ("it", "lo faccio in giornata", [TODAY]),
        ("nl", "om 17 uur gaat het weg", [TODAY]),
    ],
)
def test_a_clock_time_alone_is_today(code: str, text: str, expected: list[str]) -> None:
    assert named(text, code) == expected


NONE = [
    ("fr", "Je vous règle le 31 novembre, sans faute."),
    ("fr", "le 30 février 2027"),
    ("fr", "je paie le 31 de ce mois"),
    ("en", "I'll pay on 31 November."),
    ("en", "I'll pay on the 31st of February."),
    ("en", "on November 31st"),
    ("en", "on 31/11"),
    ("en", "on 29 February"),  # neither this year nor next
    ("de", "Ich zahle am 31. November."),
    ("de", "am 31.11."),
    ("es", "Le pago el 31 de noviembre."),
    ("it", "Pagherò il 31 novembre."),
    ("nl", "Ik betaal op 31 november."),
    ("nl", "op 31-11"),
]


@pytest.mark.parametrize(("code", "text"), NONE)
def test_a_day_that_does_not_exist_is_none_and_no_amount(code: str, text: str) -> None:
    found = days.find(text, code, WRITTEN)
    assert [(f.day, f.past_day, f.rule) for f in found] == [(None, None, days.NO_SUCH_DAY)]
    assert sums(text, code) == []


def read(text: str, code: str, labels: set[Label], role: tuple[float, float, float]) -> promises.Payments:
    def roles(head: str, spans: Sequence[tuple[int, int]], /) -> list[tuple[float, float, float]]:
        return [role for _ in spans]

    return promises.read(text, code, WRITTEN, INVOICE, dict.fromkeys(labels, 1.0), roles)


@pytest.mark.parametrize(("code", "text"), NONE)
def test_a_day_that_does_not_exist_is_asked_about(code: str, text: str) -> None:
    got = read(text, code, {Label.PROMISE}, (0.0, 1.0, 0.0))
    assert [(p.day, p.amount) for p in got.promises] == [(None, None)]
    assert not got.sure


def test_a_leap_day_that_is_near() -> None:
    written = Written(on=date(2027, 11, 18), holiday=never)
    assert [str(f.day) for f in days.find("on 29 February", "en", written)] == ["2028-02-29"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("nl", "Vandaag nog, beloofd."),
        ("de", "heute noch, versprochen"),
        ("fr", "Aujourd'hui encore, promis."),
        ("en", "Today, promised."),
        ("es", "hoy mismo, prometido"),
        ("it", "oggi stesso, promesso"),
    ],
)
def test_today_is_vowed(code: str, text: str) -> None:
    got = read(text, code, {Label.PROMISE, Label.PAID}, (0.0, 0.1, 0.9))
    assert [str(p.day) for p in got.promises] == [TODAY]
    assert got.claimed_paid_on is None
    assert not got.sure
    alone = read(text, code, {Label.PAID}, (0.0, 0.1, 0.9))
    assert (alone.claimed_paid_on, alone.sure) == (None, False)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("nl", "Vandaag overgemaakt, beloofd."),
        ("de", "heute überwiesen, ehrenwort"),
        ("fr", "je l'ai payé aujourd'hui, promis"),
        ("en", "Paid today, I promise."),
        ("es", "he pagado hoy mismo"),
        ("it", "ho pagato oggi stesso"),
        ("en", "today"),
    ],
)
def test_today_is_told(code: str, text: str) -> None:
    assert read(text, code, {Label.PAID}, (0.0, 0.1, 0.9)).claimed_paid_on == WRITTEN.on


def test_a_day_ahead_is_no_day_of_a_payment_made() -> None:
    got = read("Das Geld ist übermorgen da.", "de", {Label.PAID, Label.PROMISE}, (0.05, 0.1, 0.85))
    assert [str(p.day) for p in got.promises] == [FRIDAY]
    assert got.claimed_paid_on is None
    # Nor is the 1st of December of last year.
    assert read("am 1. Dezember", "de", {Label.PAID}, (0.0, 0.0, 1.0)).claimed_paid_on is None


THREE = [("2026-12-01", "400.00"), ("2027-01-01", "400.00"), ("2027-02-01", "400.00")]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "Je paie 3 x 400 € à partir du 1er décembre", THREE),
        ("fr", "trois mensualités de 400 €, la première le 1er décembre", THREE),
        ("fr", "3 fois 400 € à partir du 1er décembre et le solde le 1er mars", [*THREE, ("2027-03-01", "40.00")]),
        ("en", "I'll pay in three instalments of 400 from 1 December", THREE),
        ("en", "I'll pay 400, three times, starting on 1 December", THREE),
        ("de", "drei Raten zu 400 Euro ab 1. Dezember", THREE),
        ("es", "tres plazos de 400 desde el 1 de diciembre", THREE),
        ("it", "3 rate da 400 euro dal 1 dicembre", THREE),
        ("nl", "drie keer 400 euro vanaf 1 december", THREE),
        (
            "en",
            "3 payments of €400 every two weeks from 1 December",
            [("2026-12-01", "400.00"), ("2026-12-15", "400.00"), ("2026-12-29", "400.00")],
        ),
        # More than the invoice, not beside the amount, no first day.
        ("en", "three payments of 600 from 1 December", [("2026-12-01", "600.00")]),
        ("en", "I called three times. 400 from 1 December's takings", [("2026-12-01", "400.00")]),
        ("en", "three instalments of 400 on 1 December", [("2026-12-01", "400.00")]),
        ("it", "un terzo venerdì e il resto il 15 dicembre", [(FRIDAY, "413.33"), ("2026-12-15", "826.67")]),
        (
            "en",
            "a third on Friday, the second on 5 December and the last on 20 December",
            [(FRIDAY, "413.33"), ("2026-12-05", "413.33"), ("2026-12-20", "413.33")],
        ),
    ],
)
def test_instalments_from_a_day_on(code: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert made(text, code) == expected


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "in a couple of days", ["None"]),
        ("es", "en un par de días", ["None"]),
        ("it", "tra un paio di giorni", ["None"]),
        ("en", "will pay fri", [FRIDAY]),
        ("en", "£300 Wed, £300 the Wed after.", ["2026-11-25", "2026-12-02"]),
        ("en", "fri no cap", [FRIDAY]),
        ("es", "El 23 cobramos y te aparto algo", ["2026-11-23"]),
        ("es", "los 23 cartones", []),
        ("es", "el sábado después del pasacalle", ["2026-11-21"]),
        ("en", "the cat sat. The sun shines.", []),
        ("en", "I'll pay you this day week", ["2026-11-25"]),
        ("en", "£100 a week.", []),
        ("de", "I zahl mogge", ["2026-11-19"]),
        ("de", "Samsdach überweis ich", ["2026-11-21"]),
        ("de", "Ändi März zahl i", ["2027-03-31"]),
        ("de", "gib mir 48h", [FRIDAY]),
        ("nl", "geef me 48 uur", [FRIDAY]),
        ("fr", "laissez-moi 48h", [FRIDAY]),
        ("en", "at the end of December, 2 900 at the end of January", ["2026-12-31", "2027-01-31"]),
        ("en", "5th March, last payment", ["2027-03-05"]),
        ("en", "5th March last", ["None"]),
        ("en", "wages come on the 25th and you get it the same day", ["2026-11-25", "2026-11-25"]),
        ("nl", "de 25e wel salaris, en dezelfde dag nog", ["2026-11-25", "2026-11-25"]),
        ("en", "it is the same day as ever", []),
        ("en", "on All Souls' Day", ["2027-11-02"]),
    ],
)
def test_days_in_few_words(code: str, text: str, expected: list[str]) -> None:
    assert named(text, code) == expected


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "seven thousand two weeks from today", ["7000.00"]),
        ("en", "four ninety on Friday", ["490.00"]),
        ("en", "five sixty-six on Friday", ["566.00"]),
        ("en", "a fifty on Friday", ["50.00"]),
        ("en", "at four thirty on Friday", []),
        ("fr", "quatre-vingts euros, quatre cent vingt euros", ["80.00", "420.00"]),
        ("es", "medio palo el viernes", ["500000.00"]),
        ("nl", "een derde vrijdag en de rest op 15 december", ["413.33", "rest"]),
    ],
)
def test_amounts_in_few_words(code: str, text: str, expected: list[str]) -> None:
    assert sums(text, code) == expected


def test_thousands_that_are_left_out() -> None:
    text = "100k on Friday and the remaining 85 on 5 December"
    assert sums(text, "en", Decimal(185_000)) == ["100000.00", "85000.00"]
    assert sums(text, "en", Decimal(200_000)) == ["100000.00", "85.00"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Payment will not now be made on the 23rd as I told you; it'll be made on the 27th.", ["2026-11-27"]),
        ("not before the 23rd, and the rest on the 27th", ["2026-11-23", "2026-11-27"]),
        ("Not on the 23rd but on the 27th.", ["2026-11-27"]),
        ("no later than the 23rd, but latest on the 27th", ["2026-11-23", "2026-11-27"]),
        ("no problem on the 23rd; on the 27th", ["2026-11-23", "2026-11-27"]),
        ("I can't pay it all on the 23rd, the rest on the 27th", ["2026-11-23", "2026-11-27"]),
    ],
)
def test_a_day_denied(text: str, expected: list[str]) -> None:
    found = days.find(text, "en", WRITTEN)
    assert [str(d.day) for d in payments.corrected(found, found, text)] == expected


@pytest.mark.parametrize("run", ["." * 9000 + "x", "?!…" * 3000 + "x", "...x" * 3000])
def test_sentence_ends_in_linear_time(run: str) -> None:
    started = time.process_time()
    assert evidence.stretches(run) == [(0, len(run))]
    assert time.process_time() - started < 0.2
    assert evidence.stretches("Well... yes! No") == [(0, 7), (7, 12), (12, 15)]
