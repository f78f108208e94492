"""Candidates for days and amounts in six languages: the guide's table, traps, odd input, and what is made of them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.days import never
from bot.core.reading import Subject
from bot.core.when import Written
from bot.readers._spans import amounts, days, language, payments
from bot.readers._spans.folded import fold
from tests.readers import spans_table

WEDNESDAY = date(2026, 10, 21)
WRITTEN = Written(on=WEDNESDAY, holiday=never)
INVOICE = Subject(amount=Decimal("1240.00"))
LANGUAGES = tuple(days.LANGUAGES)


def day(text: str, code: str, written: Written = WRITTEN) -> days.Found:
    found = days.find(text, code, written)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("code", "phrase", "expected"), spans_table.rows())
@pytest.mark.parametrize("shape", ["{} {}", "{} {}.\nMerci", "{}\n{}, ok", "{} ({})"])
def test_the_table_of_the_guide(code: str, phrase: str, expected: str | None, shape: str) -> None:
    text = shape.format(spans_table.BEFORE[code], phrase)
    found = days.find(text, code, WRITTEN)
    assert [f.day.isoformat() if f.day else None for f in found] == [expected], found
    assert text[found[0].start : found[0].end].strip(".") in phrase + "."


@pytest.mark.parametrize(("code", "phrase", "expected"), spans_table.rows())
def test_as_a_telephone_writes(code: str, phrase: str, expected: str | None) -> None:
    """All small, no accents, no full stop."""
    plain = fold(phrase).text
    found = days.find(f"{spans_table.BEFORE[code]} {plain}", code, WRITTEN)
    assert [f.day.isoformat() if f.day else None for f in found] == [expected], found


WEEKDAYS = {
    "fr": ("lundi", "lundi en huit", "lundi de la semaine prochaine", "lundi dernier"),
    "en": ("Monday", "Monday week", "Monday next week", "last Monday"),
    "de": ("Montag", "Montag in einer Woche", "Montag nächster Woche", "letzten Montag"),
    "es": ("el lunes", "el lunes en ocho", "el lunes de la semana que viene", "el lunes pasado"),
    "it": ("lunedì", "lunedì a otto", "lunedì della prossima settimana", "lunedì scorso"),
    "nl": ("maandag", "maandag over een week", "maandag volgende week", "afgelopen maandag"),
}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("ahead", range(7))
def test_a_weekday_on_each_day_of_writing(code: str, ahead: int) -> None:
    on = WEDNESDAY + timedelta(days=ahead)
    written = Written(on=on, holiday=never)
    alone, in_eight, next_week, last = (day(f"ok {words}.", code, written) for words in WEEKDAYS[code])
    coming = next(on + timedelta(days=k) for k in range(1, 8) if (on + timedelta(days=k)).weekday() == 0)
    assert alone.day == coming
    assert alone.past_day is not None
    assert on - timedelta(days=7) <= alone.past_day < on
    assert in_eight.day == coming + timedelta(days=7)
    assert next_week.day == on - timedelta(days=on.weekday()) + timedelta(days=7)
    assert last.past
    assert last.past_day == alone.past_day
    assert last.day is None


@pytest.mark.parametrize(
    ("code", "words", "ahead", "back"),
    [
        ("fr", "le 3", "2026-11-03", "2026-10-03"),
        ("fr", "le 21", "2026-11-21", "2026-10-21"),
        ("fr", "le 3 novembre", "2026-11-03", "2025-11-03"),
        ("fr", "le 30/09", "2027-09-30", "2026-09-30"),
        ("fr", "hier soir", None, "2026-10-20"),
        ("fr", "avant-hier", None, "2026-10-19"),
        ("fr", "il y a 3 jours", None, "2026-10-18"),
        ("fr", "il y a une semaine", None, "2026-10-14"),
        ("en", "the 3rd", "2026-11-03", "2026-10-03"),
        ("en", "yesterday", None, "2026-10-20"),
        ("en", "last night", None, "2026-10-20"),
        ("en", "three days ago", None, "2026-10-18"),
        ("en", "Tuesday last", None, "2026-10-20"),
        ("de", "am 3.", "2026-11-03", "2026-10-03"),
        ("de", "vorgestern", None, "2026-10-19"),
        ("de", "vor drei Tagen", None, "2026-10-18"),
        ("de", "seit gestern", None, "2026-10-20"),
        ("de", "vor einer Woche", None, "2026-10-14"),
        ("es", "el día 3", "2026-11-03", "2026-10-03"),
        ("es", "anteayer", None, "2026-10-19"),
        ("es", "hace tres días", None, "2026-10-18"),
        ("es", "anoche", None, "2026-10-20"),
        ("it", "il 3", "2026-11-03", "2026-10-03"),
        ("it", "il 3 scorso", None, "2026-10-03"),
        ("it", "l'altro ieri", None, "2026-10-19"),
        ("it", "tre giorni fa", None, "2026-10-18"),
        ("nl", "op de 3e", "2026-11-03", "2026-10-03"),
        ("nl", "eergisteren", None, "2026-10-19"),
        ("nl", "drie dagen geleden", None, "2026-10-18"),
        ("nl", "vorige week vrijdag", None, "2026-10-16"),
    ],
)
def test_read_ahead_and_back(code: str, words: str, ahead: str | None, back: str) -> None:
    found = day(f"ok {words}", code)
    assert (found.day and found.day.isoformat(), found.past_day and found.past_day.isoformat()) == (ahead, back)
    assert found.past == (ahead is None)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "les 15 cartons"),
        ("fr", "le 15 cartons"),
        ("fr", "remise de 15 %"),
        ("fr", "le 20% restant"),
        ("fr", "ils sont ouverts 24/7"),
        ("fr", "facture 2026-118"),
        ("fr", "F-2026/10/4412"),
        ("fr", "mon mari le samu la moitié"),
        ("fr", "le 32"),
        ("fr", "le 30/02/2027"),
        ("fr", "sept personnes"),
        ("fr", "les marsouins de mai 68"),
        ("en", "it may be so"),
        ("en", "the second invoice"),
        ("en", "the sun shines"),
        ("en", "the third reminder"),
        ("en", "we march on"),
        ("en", "the 15 boxes"),
        ("en", "invoice 05-1182"),
        ("en", "sat there"),
        ("de", "Guten Morgen Frau Kern"),
        ("de", "die 3. Mahnung"),
        ("de", "so ist das"),
        ("de", "wir nehmen 15 %"),
        ("de", "mit freundlichen Grüßen"),
        ("de", "32.13."),
        ("es", "por la mañana"),
        ("es", "de la mañana"),
        ("es", "el 20 %"),
        ("es", "mi mujer y yo"),
        ("es", "los 20 bancos"),
        ("it", "sei gentile"),
        ("it", "il dato errato"),
        ("it", "il 20%"),
        ("it", "le 15 casse"),
        ("nl", "goedemorgen mevrouw"),
        ("nl", "goede morgen"),
        ("nl", "de 3e herinnering"),
        ("nl", "zo gaat dat"),
    ],
)
def test_no_day(code: str, text: str) -> None:
    assert [f for f in days.find(text, code, WRITTEN) if f.day is not None] == []


def test_month_first_for_americans() -> None:
    american = Written(on=WEDNESDAY, holiday=never, month_first=True)
    assert day("pay 11/5", "en", american).day == date(2026, 11, 5)
    assert day("pay 11/5", "en").day == date(2027, 5, 11)
    assert day("sent 25/9", "en", american).past_day == date(2026, 9, 25)


@pytest.mark.parametrize("code", LANGUAGES)
def test_business_days_leave_holidays_out(code: str) -> None:
    words = {
        "fr": "sous 2 jours ouvrés",
        "en": "within 2 working days",
        "de": "innerhalb von 2 Werktagen",
        "es": "en 2 días hábiles",
        "it": "entro 2 giorni lavorativi",
        "nl": "binnen 2 werkdagen",
    }
    written = Written(on=date(2026, 10, 29), holiday=lambda d: d == date(2026, 11, 2))
    assert day(words[code], code, written).day == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "le 5 et le 20 novembre", ["2026-11-05", "2026-11-20"]),
        ("fr", "le 5 et le 20", ["2026-11-05", "2026-11-20"]),
        ("en", "on the 5th and 20th of November", ["2026-11-05", "2026-11-20"]),
        ("de", "am 5. und am 20. November", ["2026-11-05", "2026-11-20"]),
        ("de", "am 5. und 20.11.", ["2026-11-05", "2026-11-20"]),
        ("es", "el 5 y el 20 de noviembre", ["2026-11-05", "2026-11-20"]),
        ("it", "il 5 e il 20 novembre", ["2026-11-05", "2026-11-20"]),
        ("nl", "op 5 en 20 november", ["2026-11-05", "2026-11-20"]),
        ("nl", "de 22ste, de 29ste en 5 november", ["2026-10-22", "2026-10-29", "2026-11-05"]),
        ("en", "not this Friday but the Friday after", ["2026-10-23", "2026-10-30"]),
        ("de", "nicht diesen Freitag, sondern den Freitag darauf", ["2026-10-23", "2026-10-30"]),
        ("es", "este viernes no, el siguiente", ["2026-10-23", "2026-10-30"]),
        ("fr", "la paie tombe le 28, je paie le lendemain", ["2026-10-28", "2026-10-29"]),
    ],
)
def test_several_days(code: str, text: str, expected: list[str]) -> None:
    assert [str(f.day) for f in days.find(text, code, WRITTEN)] == expected


# --- amounts --------------------------------------------------------------------------------------------------------


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


# --- language -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected", "code"),
    [
        ("Bonjour, le virement partira vendredi sans faute, merci de votre patience", (), "fr"),
        ("Morning, that one is in the payment run on Friday", (), "en"),
        ("Guten Tag, die Überweisung geht am Freitag raus", (), "de"),
        ("Buenos días, la transferencia sale el viernes sin falta", (), "es"),
        ("Buongiorno, il bonifico parte venerdì mattina", (), "it"),
        ("Goedemorgen, de betaling gaat vrijdag de deur uit", (), "nl"),
        ("ok", ("fr", "en"), "fr"),
        ("ok", ("en", "fr"), "en"),
        ("👍", ("de",), "de"),
        ("👍", (), "und"),
        ("", (), "und"),
        ("no", ("it",), "it"),
        ("Payé hier", ("fr",), "fr"),
        ("Dzień dobry, faktura zostanie opłacona w piątek, przepraszamy za opóźnienie", ("fr",), "und"),
        ("Καλημέρα, θα πληρώσουμε την Παρασκευή", ("fr",), "und"),
        ("Merhaba, faturayı cuma günü ödeyeceğiz, gecikme için özür dileriz", ("de",), "und"),
    ],
)
def test_language(text: str, expected: Sequence[str], code: str) -> None:
    assert language.guess(text, expected) == code


# --- anything at all ------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        "le 15",
        "am",
        "15.",
        "31/02",
        "€",
        "1.240,50",
        "fin de mois",
        "sous",
        "jours",
        "a month",
        "three times",
        "until",
        "mai",
        "e\u0301",
        "ß",
        "ŉ",
        "İ",
        "\u200b",
        "\u00a0",
        "99999",
        "20.10.",
        "les",
        "la moitié",
        "lo mismo",
        "the rest",
        "'",
        "-",
        "/",
        ".",
        ",",
        "\n",
        "12:30",
        "monday",
        "week",
        "en huit",
        "und",
        "quatre",
        "vingt",
        "mille",
        "(",
        ")",
        "il 3 scorso",
        "the day after",
        "29 février",
        "el siguiente",
        "per mese",
        "30 jours fin de mois le 31",
        "kw 99",
        "feb 29",
        "400 days",
    ]
)
_ANYTHING = st.one_of(
    st.text(max_size=300), st.lists(_PIECES, max_size=40).map(" ".join), st.lists(_PIECES).map("".join)
)


@settings(max_examples=150, deadline=None)
@given(text=_ANYTHING, code=st.sampled_from([*LANGUAGES, "und"]), on=st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_never_raises_and_stays_inside(text: str, code: str, on: date) -> None:
    found = days.find(text, code, Written(on=on, holiday=never))
    money = amounts.find(text, code, Decimal("99.99"), "EUR")
    for spans in ([(f.start, f.end) for f in found], [(m.start, m.end) for m in money]):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(f.past_day is None or f.past_day <= on for f in found)
    assert all(f.day is None or f.day >= on or f.past_day == f.day or f.past_day is not None for f in found)
    assert all(m.amount is None or m.amount >= 0 for m in money)
    for one in payments.compose(found, money, text, Subject(amount=Decimal("99.99"))):
        assert one.evidence in text or one.evidence == ""
        assert one.amount is None or one.amount > 0
    assert language.guess(text, ("fr",)) in (*language.LANGUAGES, "und")


@pytest.mark.parametrize("code", [*LANGUAGES, "und"])
@pytest.mark.parametrize(
    "piece",
    ["1/1 ", "1 ", "1.", "le 5 et ", " ", "\n", "un ", "and ", "a", "1,111", "in 3 ", "vingt-", "€1", "5. und "],
)
def test_hostile_input_is_read_in_linear_time(code: str, piece: str) -> None:
    text = piece * (16 * 1024 // len(piece))
    started = time.process_time()
    days.find(text, code, WRITTEN)
    amounts.find(text, code, Decimal("99.99"), "EUR")
    language.guess(text)
    assert time.process_time() - started < (6 if code == "und" else 2)


def test_places_are_those_of_the_original() -> None:
    apart = "payé le 3 fe\u0301vrier, merci"  # an accent written apart, as a Mac does
    found = day(apart, "fr")
    assert apart[found.start : found.end] == "le 3 fe\u0301vrier"
    wide = "Fußweg\u200b heißt  \t  am   15.\u00a0März 2027!"
    found = day(wide, "de")
    assert wide[found.start : found.end] == "15.\u00a0März 2027"
