"""Amounts in six languages, and the payments that days and amounts make."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.core.days import never
from bot.core.reading import Subject
from bot.core.when import Written
from bot.readers._spans import amounts, days, payments

WRITTEN = Written(on=date(2026, 10, 21), holiday=never)
INVOICE = Subject(amount=Decimal("1240.00"))


def sums(text: str, code: str, currency: str = "EUR") -> list[str]:
    found = amounts.find(text, code, INVOICE.amount, currency)
    return ["rest" if f.rest else f"{f.amount}{'?' if f.bare else ''}" for f in found]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "1 240,50 €", ["1240.50"]),
        ("fr", "1\u202f240,50 €", ["1240.50"]),
        ("fr", "300€ samedi", ["300.00"]),
        ("fr", "je te fais 300 samedi", ["300.00?"]),
        ("fr", "CHF 2'000.–", ["2000.00"]),
        ("fr", "5'900 francs", ["5900.00"]),
        ("fr", "trois cents euros", ["300.00"]),
        ("fr", "mille deux cent quarante euros", ["1240.00"]),
        ("fr", "quatre-vingt-dix euros", ["90.00"]),
        ("fr", "1,2k €", ["1200.00"]),
        ("fr", "la moitié et le reste après", ["620.00", "rest"]),
        ("fr", "le solde (312,40) le 31", ["312.40?"]),
        ("fr", "50 % tout de suite", ["620.00"]),
        ("en", "£1,200.50 and the rest", ["1200.50", "rest"]),
        ("en", "5 hundred", ["500.00"]),
        ("en", "fifteen hundred", ["1500.00?"]),
        ("en", "85 quid", ["85.00"]),
        ("en", "half now, the other half later", ["620.00", "620.00"]),
        ("en", "Rs. 20,000/-", ["20000.00"]),
        ("en", "the remaining £1,550", ["1550.00"]),
        ("de", "1.240,50 €", ["1240.50"]),
        ("de", "500,- Euro", ["500.00"]),
        ("de", "1'775.–", ["1775.00"]),
        ("de", "zweitausendfünfhundert Euro", ["2500.00"]),
        ("de", "EUR 500", ["500.00"]),
        ("de", "die Hälfte, den Rest später", ["620.00", "rest"]),
        ("es", "1.210,00 €", ["1210.00"]),
        ("es", "quinientos", ["500.00?"]),
        ("es", "8 mil", ["8000.00"]),
        ("es", "la mitad", ["620.00"]),
        ("es", "dos mil pesos", ["2000.00"]),
        ("it", "mille euro", ["1000.00"]),
        ("it", "millecinquecento euro", ["1500.00"]),
        ("it", "la metà", ["620.00"]),
        ("it", "millottocentottanta", ["1880.00?"]),
        ("it", "il saldo a fine mese", ["rest"]),
        ("nl", "€ 4.235,00", ["4235.00"]),
        ("nl", "tweeduizend euro", ["2000.00"]),
        ("nl", "de helft nu, de rest later", ["620.00", "rest"]),
        ("nl", "500,-", ["500.00"]),
    ],
)
def test_amounts(code: str, text: str, expected: list[str]) -> None:
    assert sums(text, code) == expected


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "facture 318 du 15 mars 2026 à 17h40"),
        ("fr", "tél. 06 12 34 56 78"),
        ("fr", "FR76 3000 6000 0112 3456 7890 189"),
        ("fr", "12 rue des Lilas\n75011 Paris"),
        ("fr", "mille mercis, un tiers payant de temps en temps"),
        ("en", "invoice 40117, PO 4471, call 020 7946 0018"),
        ("en", "half an hour on the 15th at 9:04"),
        ("en", "see https://example.com/pay/5000"),
        ("de", "Rechnung Nr. 4711 vom 03.02.2026, Tel. 0171 2345678"),
        ("de", "30 Tage, 15 Uhr, 3 mal"),
        ("de", "DE89 3704 0044 0532 0130 00"),
        ("es", "factura 2026-118 del 3/2/2026, 40 días"),
        ("it", "fattura n. 118 del 2026, entro 30 giorni"),
        ("nl", "factuur 25-0930, binnen 14 dagen om 10:30"),
    ],
)
def test_no_amount(code: str, text: str) -> None:
    assert sums(text, code) == []


# --- payments -------------------------------------------------------------------------------------------------------


def composed(text: str, code: str, about: Subject = INVOICE) -> list[tuple[str | None, str | None]]:
    found = [d for d in days.find(text, code, WRITTEN) if not d.past]
    money = amounts.find(text, code, about.amount, about.currency)
    made = payments.compose(found, money, text, about)
    return [(str(p.day) if p.day else None, str(p.amount) if p.amount else None) for p in made]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "500 € le 5 et le reste le 30", [("2026-11-05", "500.00"), ("2026-11-30", "740.00")]),
        ("en", "half on 5 December and what's left on the 19th", [("2026-12-05", "620.00"), ("2026-12-19", "620.00")]),
        ("fr", "le 5 novembre 600 €, le 5 décembre 640 €", [("2026-11-05", "600.00"), ("2026-12-05", "640.00")]),
        ("fr", "la moitié vendredi, l'autre fin novembre", [("2026-10-23", "620.00"), ("2026-11-30", "620.00")]),
        ("fr", "je vous fais 300 samedi et le reste suivra", [("2026-10-24", "300.00"), (None, "940.00")]),
        ("fr", "1 240 € vendredi", [("2026-10-23", None)]),
        ("fr", "vendredi, donc le 23", [("2026-10-23", None)]),
        ("en", "£500 on the 5th, balance on the 20th", [("2026-11-05", "500.00"), ("2026-11-20", "740.00")]),
        ("en", "Friday, all of it", [("2026-10-23", None)]),
        ("de", "jeweils 620 € am 1. November und am 1. Dezember", [("2026-11-01", "620.00"), ("2026-12-01", "620.00")]),
        ("es", "400 el lunes y lo mismo el martes", [("2026-10-26", "400.00"), ("2026-10-27", "400.00")]),
        ("it", "600 oggi, 640 il 30 novembre", [("2026-10-21", "600.00"), ("2026-11-30", "640.00")]),
        (
            "nl",
            "de helft op 1 november, de andere helft op 1 december",
            [("2026-11-01", "620.00"), ("2026-12-01", "620.00")],
        ),
    ],
)
def test_compose(code: str, text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert composed(text, code) == expected


THREE = [("2027-04-05", "500.00"), ("2027-05-05", "500.00"), ("2027-06-05", "500.00")]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "500 a month from 5 April, three times"),
        ("en", "£500 on the 5th of April, May and June"),
        ("en", "£500 monthly from 5 April until June"),
        ("fr", "500 € par mois à partir du 5 avril, trois fois"),
        ("fr", "3 x 500 € le 5 de chaque mois, premier virement le 5 avril"),
        ("fr", "500 € chaque mois à partir du 5 avril jusqu'en juin"),
        ("de", "500 € monatlich ab 5. April, dreimal"),
        ("de", "drei Raten zu je 500 €, monatlich ab dem 5. April"),
        ("es", "500 € al mes desde el 5 de abril, tres veces"),
        ("es", "500 € cada mes a partir del 5 de abril hasta junio"),
        ("it", "500 € al mese dal 5 aprile, tre volte"),
        ("it", "tre rate mensili da 500 € a partire dal 5 aprile"),
        ("nl", "500 euro per maand vanaf 5 april, drie keer"),
        ("nl", "drie termijnen van 500 euro, elke maand vanaf 5 april"),
    ],
)
def test_month_by_month(code: str, text: str) -> None:
    assert composed(text, code, Subject(amount=Decimal("9000.00"))) == THREE


def test_month_by_month_until_all_is_paid() -> None:
    text = "800 euro op 5 juni, daarna elke maand 800"
    assert len(composed(text, "nl", Subject(amount=Decimal("2400.00")))) == 3


def test_the_31st_of_each_month() -> None:
    text = "100 € par mois à partir du 31 janvier, trois fois"
    made = composed(text, "fr", Subject(amount=Decimal("900.00")))
    assert [d for d, _ in made] == ["2027-01-31", "2027-02-28", "2027-03-31"]


def test_a_plan_and_its_last_payment() -> None:
    text = "300 € al mese dal 31 ottobre, tre volte, e il resto il 31 gennaio"
    assert composed(text, "it", Subject(amount=Decimal("1000.00"))) == [
        ("2026-10-31", "300.00"),
        ("2026-11-30", "300.00"),
        ("2026-12-31", "300.00"),
        ("2027-01-31", "100.00"),
    ]


def test_the_half_is_rounded_up() -> None:
    assert composed("la moitié vendredi", "fr", Subject(amount=Decimal("100.01"))) == [("2026-10-23", "50.01")]


def test_the_rest_lacks_what_was_paid() -> None:
    text = "700 € partis hier, le reste vendredi"
    found = [d for d in days.find(text, "fr", WRITTEN) if not d.past]
    paid, rest = amounts.find(text, "fr", INVOICE.amount, "EUR")
    made = payments.compose(found, [rest], text, INVOICE, paid=[paid])
    assert [(p.day, p.amount) for p in made] == [(date(2026, 10, 23), Decimal("540.00"))]
