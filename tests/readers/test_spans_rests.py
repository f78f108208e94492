"""Rests after deductions and part payments, equal parts of them, plans beside another payment: in six languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from bot.core.days import never
from bot.core.reading import Label, Subject
from bot.core.when import Written
from bot.readers._spans import amounts, days
from bot.readers._trained import promises
from tests.readers.test_spans_assembled import OTHER, PAID, PART_PAID, PROMISE, Told, made

WRITTEN = Written(on=date(2026, 10, 21), holiday=never)  # A Wednesday.
DISPUTED = frozenset({Label.PROMISE, Label.DISPUTE})


def read(
    said: str,
    code: str,
    whole: int,
    labels: frozenset[Label] = PROMISE,
    roles: Mapping[str, tuple[float, float, float]] | None = None,
) -> list[tuple[str, str]]:
    about = Subject(amount=Decimal(whole).quantize(Decimal("0.01")))
    return made(promises.read(said, code, WRITTEN, about, dict.fromkeys(labels, 1.0), Told(said, roles or {})))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "Déduis 200 et le reste est viré le 6 novembre."),
        ("en", "Take the 200 off and you'll have the difference on 6 November."),
        ("de", "Abzüglich 200 kommt der Rest am 6. November."),
        ("es", "Descuento 200 y el resto va el 6 de noviembre."),
        ("it", "Detraggo 200, il resto arriva il 6 novembre."),
        ("nl", "Ik trek 200 af, het verschil komt op 6 november."),
    ],
)
def test_the_rest_lacks_what_comes_off(code: str, said: str) -> None:
    assert read(said, code, 1000, roles={"200": OTHER}) == [("2026-11-06", "800.00")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "Les 200 € de nacelle, personne ne les a commandés. Le reste part le 6 novembre."),
        ("en", "Nobody ordered the lift for 200 €. The remainder is coming on 6 November."),
        ("de", "Die Bühne für 200 € hat niemand bestellt. Der Rest kommt am 6. November."),
        ("es", "La grúa de 200 € no la pidió nadie. El resto sale el 6 de noviembre."),
        ("it", "La gru da 200 € non l'ha chiesta nessuno. Il resto parte il 6 novembre."),
        ("nl", "De hoogwerker van 200 € heeft niemand besteld. De rest komt op 6 november."),
    ],
)
def test_the_rest_lacks_the_one_amount_that_is_contested(code: str, said: str) -> None:
    assert read(said, code, 1000, DISPUTED, {"200 €": OTHER}) == [("2026-11-06", "800.00")]


def test_of_two_contested_amounts_nobody_knows_which() -> None:
    said = "The lift was £200 and the skip £50, or so you say. The remainder is coming on 6 November."
    assert read(said, "en", 1000, DISPUTED, {"£200": OTHER, "£50": OTHER}) == [("2026-11-06", "None")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "Moins 50 €, il reste 950 €. 500 € le 30 octobre et le solde le 6 novembre."),
        ("en", "You agreed to 50 € off, that leaves 950 €: 500 € on 30 October and the remainder on 6 November."),
        ("de", "50 € gehen ab, bleiben 950 €: 500 € am 30. Oktober und der Rest am 6. November."),
        ("es", "Son 50 € menos, quedan 950 €: 500 € el 30 de octubre y el resto el 6 de noviembre."),
        ("it", "Tolti 50 € restano 950 €: 500 € il 30 ottobre e il resto il 6 novembre."),
        ("nl", "Er gaat 50 € af, blijft 950 €: 500 € op 30 oktober en de rest op 6 november."),
    ],
)
def test_what_is_left_is_told(code: str, said: str) -> None:
    got = read(said, code, 1000, roles={"50 €": OTHER, "950 €": OTHER})
    assert got == [("2026-10-30", "500.00"), ("2026-11-06", "450.00")]


def test_a_share_of_what_is_left() -> None:
    said = "We contest the £100. That leaves £900. One half went yesterday, the other half is set for 6 November."
    found = amounts.find(said, "en", Decimal(1000), "GBP")
    assert [str(f.amount) for f in found] == ["100.00", "900.00", "450.00", "450.00"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "200 sont partis hier, ce qui reste suit le 6 novembre."),
        ("en", "200 went yesterday, what is then left follows on 6 November."),
        ("de", "200 gingen gestern raus, was dann übrig ist, kommt am 6. November."),
        ("es", "200 salieron ayer, lo que quede va el 6 de noviembre."),
        ("it", "200 sono partiti ieri, quel che rimane arriva il 6 novembre."),
        ("nl", "200 zijn gisteren vertrokken, en wat dan nog rest, komt op 6 november."),
    ],
)
def test_what_is_then_left(code: str, said: str) -> None:
    assert read(said, code, 1000, PART_PAID, {"200": PAID}) == [("2026-11-06", "800.00")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "400 € le 30 octobre\nsolde : 6 novembre"),
        ("en", "400 € on 30 October\nbalance: 6 November"),
        ("de", "400 € am 30. Oktober\nRest: 6. November"),
        ("es", "400 € el 30 de octubre\nresto: 6 de noviembre"),
        ("it", "400 € il 30 ottobre\nsaldo: 6 novembre"),
        ("nl", "400 € op 30 oktober\nsaldo: 6 november"),
    ],
)
def test_the_rest_in_a_list(code: str, said: str) -> None:
    assert read(said, code, 1000) == [("2026-10-30", "400.00"), ("2026-11-06", "600.00")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "200 sont partis hier. Le reste en deux paiements égaux : le 6 novembre et le 4 décembre."),
        ("en", "200 went yesterday. The rest in two equal payments: 6 November and 4 December."),
        ("de", "200 gingen gestern raus. Der Rest in zwei gleichen Teilen: 6. November und 4. Dezember."),
        ("es", "200 salieron ayer. Del resto dos pagos iguales: el 6 de noviembre y el 4 de diciembre."),
        ("it", "200 sono partiti ieri. Il resto in due rate uguali: il 6 novembre e il 4 dicembre."),
        ("nl", "200 zijn gisteren vertrokken. De rest in twee gelijke delen: 6 november en 4 december."),
    ],
)
def test_equal_parts_of_what_is_left(code: str, said: str) -> None:
    got = read(said, code, 1000, PART_PAID, {"200": PAID})
    assert got == [("2026-11-06", "400.00"), ("2026-12-04", "400.00")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "trois virements de 200 : le 6 novembre, le 4 décembre et le 8 janvier"),
        ("en", "three transfers of 200: 6 November, 4 December and 8 January"),
        ("de", "drei Überweisungen zu 200: 6. November, 4. Dezember und 8. Januar"),
        ("es", "tres transferencias de 200: el 6 de noviembre, el 4 de diciembre y el 8 de enero"),
        ("it", "tre bonifici da 200: il 6 novembre, il 4 dicembre e l'8 gennaio"),
        ("nl", "drie keer 200: 6 november, 4 december en 8 januari"),
    ],
)
def test_so_many_times_on_so_many_days(code: str, said: str) -> None:
    assert read(said, code, 1000) == [("2026-11-06", "200.00"), ("2026-12-04", "200.00"), ("2027-01-08", "200.00")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "le 6 novembre, ça fait 2 x 310"),
        ("en", "on 6 November, that is 2 x 310"),
        ("de", "am 6. November, das sind 2 x 310"),
        ("es", "el 6 de noviembre, que son 2 x 310"),
        ("it", "il 6 novembre, cioè 2 x 310"),
        ("nl", "op 6 november, dat is 2 x 310"),
    ],
)
def test_two_of_them_on_one_day(code: str, said: str) -> None:
    assert read(said, code, 930) == [("2026-11-06", "620.00")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "200 sur chacun des deux prochains jeudis"),
        ("en", "200 on each of the next two Thursdays"),
        ("de", "je 200 an den nächsten zwei Donnerstagen"),
        ("es", "200 los próximos dos jueves"),
        ("it", "200 i prossimi due giovedì"),
        ("nl", "200 op de komende twee donderdagen"),
    ],
)
def test_the_next_two_thursdays(code: str, said: str) -> None:
    assert read(said, code, 1000) == [("2026-10-22", "200.00"), ("2026-10-29", "200.00")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "400 le 6 novembre, puis 300 par mois jusqu'à ce que ce soit fini"),
        ("en", "400 on 6 November, then 300 monthly until it's done"),
        ("de", "400 am 6. November, dann 300 monatlich, bis alles bezahlt ist"),
        ("es", "400 el 6 de noviembre y luego 300 al mes hasta terminar"),
        ("it", "400 il 6 novembre, poi 300 al mese fino a saldo"),
        ("nl", "400 op 6 november, daarna 300 per maand tot het op is"),
    ],
)
def test_one_and_then_every_month(code: str, said: str) -> None:
    assert read(said, code, 1000) == [("2026-11-06", "400.00"), ("2026-12-06", "300.00"), ("2027-01-06", "300.00")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "400 par mois à partir du 6 novembre, la dernière de 200"),
        ("en", "400 a month from 6 November, the last one 200"),
        ("de", "400 monatlich ab 6. November, zuletzt 200"),
        ("es", "400 al mes desde el 6 de noviembre, la última de 200"),
        ("it", "400 al mese dal 6 novembre, l'ultima da 200"),
        ("nl", "400 per maand vanaf 6 november, de laatste 200"),
    ],
)
def test_every_month_and_the_last_one(code: str, said: str) -> None:
    assert read(said, code, 1000) == [("2026-11-06", "400.00"), ("2026-12-06", "400.00"), ("2027-01-06", "200.00")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "250 le 6 novembre, 250 le 6 décembre et ainsi de suite, tous les 6"),
        ("en", "250 on 6 November, 250 on 6 December and so on, every month"),
        ("de", "250 am 6. November, 250 am 6. Dezember und so weiter, jeden Monat"),
        ("es", "250 el 6 de noviembre, 250 el 6 de diciembre y así cada mes"),
        ("it", "250 il 6 novembre, 250 il 6 dicembre e così via ogni 6 del mese"),
        ("nl", "250 op 6 november, 250 op 6 december en zo verder, elke maand"),
    ],
)
def test_and_so_on(code: str, said: str) -> None:
    assert [d for d, _ in read(said, code, 1000)] == ["2026-11-06", "2026-12-06", "2027-01-06", "2027-02-06"]


def test_a_list_of_months_beside_a_rest_without_a_day() -> None:
    said = "I can let you have £100 on the first of November, December and January. The rest, I don't see it."
    got = read(said, "en", 1000, PROMISE | {Label.HARDSHIP})
    assert got == [("2026-11-01", "100.00"), ("2026-12-01", "100.00"), ("2027-01-01", "100.00")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "je vous ai fait 700 samedi, les autres 700 le 6 novembre"),
        ("en", "I sent 700 on Saturday, the other 700 on 6 November"),
        ("es", "le consigné 700 el sábado y los otros 700 el 6 de noviembre"),
    ],
)
def test_thousands_that_are_left_out(code: str, said: str) -> None:
    found = amounts.find(said, code, Decimal(1_400_000), "COP")
    assert [int(f.amount or 0) for f in found] == [700_000, 700_000]
    assert [int(f.amount or 0) for f in amounts.find(said, code, Decimal(1400), "EUR")] == [700, 700]


@pytest.mark.parametrize(
    ("code", "said", "expected"),
    [
        ("fr", "les deux autres tiers le 6 novembre", "600"),
        ("en", "the other two thirds on 6 November", "600"),
        ("de", "die anderen zwei Drittel am 6. November", "600"),
        ("es", "las otras dos terceras partes el 6 de noviembre", "600"),
        ("it", "gli altri due terzi il 6 novembre", "600"),
        ("nl", "de andere twee derde op 6 november", "600"),
        ("fr", "1/3 le 6 novembre", "300"),
        ("en", "1/3 on 6 November", "300"),
        ("de", "1/3 am 6. November", "300"),
        ("es", "1/3 el 6 de noviembre", "300"),
        ("it", "1/3 il 6 novembre", "300"),
        ("nl", "1/3 op 6 november", "300"),
        ("it", "un terzo in settimana", "300"),
    ],
)
def test_thirds(code: str, said: str, expected: str) -> None:
    assert [int(f.amount or 0) for f in amounts.find(said, code, Decimal(900), "EUR")] == [int(expected)]


def test_a_lakh_in_words() -> None:
    found = amounts.find("One lakh day after tomorrow.", "en", Decimal(240_000), "INR")
    assert [str(f.amount) for f in found] == ["100000.00"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "on the 14th with the rest of the subbies"),
        ("en", "what's the difference between the two quotes?"),
        ("nl", "het verschil tussen de offertes"),
    ],
)
def test_no_rest(code: str, said: str) -> None:
    assert not [f for f in amounts.find(said, code, Decimal(900), "EUR") if f.rest]


def test_the_balance_after_a_figure_says_nothing_more() -> None:
    assert read("360 al 6 novembre e 640 a saldo il 4 dicembre", "it", 1000) == [
        ("2026-11-06", "360.00"),
        ("2026-12-04", "640.00"),
    ]


@pytest.mark.parametrize(
    ("code", "said", "expected"),
    [
        ("fr", "le 23 vendredi", "2026-10-23"),
        ("en", "6 November, a Friday", "2026-11-06"),
        ("de", "am 6. November (Freitag)", "2026-11-06"),
        ("es", "el 6 de noviembre, viernes", "2026-11-06"),
        ("it", "il 6 novembre, venerdì", "2026-11-06"),
        ("nl", "op 6 november, vrijdag", "2026-11-06"),
        ("fr", "T+7", "2026-10-28"),
        ("en", "T+7", "2026-10-28"),
        ("nl", "met Sint-Nicolaas", "2026-12-06"),
    ],
)
def test_days_told_in_other_ways(code: str, said: str, expected: str) -> None:
    assert {str(f.day) for f in days.find(said, code, WRITTEN)} == {expected}


@pytest.mark.parametrize(
    ("code", "said", "expected"),
    [("de", "mit der gestrigen Überweisung", "2026-10-20"), ("it", "il bonifico è appena uscito", "2026-10-21")],
)
def test_days_behind_told_in_other_ways(code: str, said: str, expected: str) -> None:
    assert [str(f.past_day) for f in days.find(said, code, WRITTEN)] == [expected]
