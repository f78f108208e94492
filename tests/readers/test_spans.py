"""Days in six languages: the guide's table, ahead and back, traps, languages, odd input."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.days import never
from bot.core.reading import Subject
from bot.core.when import Written
from bot.readers._spans import amounts, days, language, payments
from bot.readers._spans.folded import fold

WEDNESDAY = date(2026, 10, 21)
WRITTEN = Written(on=WEDNESDAY, holiday=never)
LANGUAGES = tuple(days.LANGUAGES)


def day(text: str, code: str, written: Written = WRITTEN) -> days.Found:
    found = days.find(text, code, written)
    assert len(found) == 1, found
    return found[0]


def table() -> list[tuple[str, str, str | None]]:
    """Language, sentence, day: the lines of days.txt."""
    rows: list[tuple[str, str, str | None]] = []
    code = before = ""
    for line in (Path(__file__).parent / "days.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            code, before = line[1:3], line[5:]
        elif line and not line.startswith("#"):
            phrase, named = line.split(" = ")
            rows.append((code, f"{before}|{phrase}", None if named == "-" else named))
    return rows


@pytest.mark.parametrize(("code", "phrase", "expected"), table())
@pytest.mark.parametrize("shape", ["{} {}", "{} {}.\nMerci", "{}\n{}, ok", "{} ({})"])
def test_the_table_of_the_guide(code: str, phrase: str, expected: str | None, shape: str) -> None:
    before, phrase = phrase.split("|")
    text = shape.format(before, phrase)
    found = days.find(text, code, WRITTEN)
    assert [f.day.isoformat() if f.day else None for f in found] == [expected], found
    assert text[found[0].start : found[0].end].strip(".") in phrase + "."


@pytest.mark.parametrize(("code", "phrase", "expected"), table())
def test_as_a_telephone_writes(code: str, phrase: str, expected: str | None) -> None:
    """All small, no accents, no full stop."""
    before, phrase = phrase.split("|")
    found = days.find(f"{before} {fold(phrase).text}", code, WRITTEN)
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
        ("it", "lunedì 21", ["2026-12-21"]),
        ("nl", "de 22ste, de 29ste en 5 november", ["2026-10-22", "2026-10-29", "2026-11-05"]),
        ("en", "not this Friday but the Friday after", ["2026-10-23", "2026-10-30"]),
        ("de", "nicht diesen Freitag, sondern den Freitag darauf", ["2026-10-23", "2026-10-30"]),
        ("es", "este jueves no, el otro jueves", ["2026-10-22", "2026-10-29"]),
        ("es", "este viernes no, el siguiente", ["2026-10-23", "2026-10-30"]),
        ("fr", "la paie tombe le 28, je paie le lendemain", ["2026-10-28", "2026-10-29"]),
    ],
)
def test_several_days(code: str, text: str, expected: list[str]) -> None:
    assert [str(f.day) for f in days.find(text, code, WRITTEN)] == expected


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


@pytest.mark.parametrize(
    "piece",
    ["1/1 ", "1 ", "1.", "le 5 et ", " ", "\n", "un ", "and ", "a", "1,111", "in 3 ", "vingt-", "€1", "5. und "],
)
def test_hostile_input_is_read_in_linear_time(piece: str) -> None:
    """In a language that nobody knows, all six grammars are tried."""
    text = piece * (16 * 1024 // len(piece))
    started = time.process_time()
    days.find(text, "und", WRITTEN)
    amounts.find(text, "und", Decimal("99.99"), "EUR")
    language.guess(text)
    assert time.process_time() - started < 6


def test_places_are_those_of_the_original() -> None:
    apart = "payé le 3 fe\u0301vrier, merci"  # an accent written apart, as a Mac does
    found = day(apart, "fr")
    assert apart[found.start : found.end] == "le 3 fe\u0301vrier"
    wide = "Fußweg\u200b heißt  \t  am   15.\u00a0März 2027!"
    found = day(wide, "de")
    assert wide[found.start : found.end] == "15.\u00a0März 2027"
