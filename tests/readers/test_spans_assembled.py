"""Payments out of days and amounts: what is left out beside what is told better, days put right, lone candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest

from bot.core.days import never
from bot.core.reading import Label, Subject
from bot.core.when import Written
from bot.readers._trained import promises

WRITTEN = Written(on=date(2026, 10, 21), holiday=never)
INVOICE = Subject(amount=Decimal("1240.00"))
PROMISE = frozenset({Label.PROMISE})
PART_PAID = frozenset({Label.PROMISE, Label.PAID})


class Told:
    """Roles by the words: other, promised, paid."""

    def __init__(self, said: str, roles: Mapping[str, tuple[float, float, float]]) -> None:
        self.said, self.roles = said, roles

    def __call__(self, head: str, spans: Sequence[tuple[int, int]], /) -> list[tuple[float, float, float]]:
        return [self.roles.get(self.said[a:b], (0.0, 1.0, 0.0)) for a, b in spans]


def read(
    said: str,
    code: str = "en",
    labels: frozenset[Label] = PROMISE,
    roles: Mapping[str, tuple[float, float, float]] | None = None,
    written: Written = WRITTEN,
) -> promises.Payments:
    return promises.read(said, code, written, INVOICE, dict.fromkeys(labels, 1.0), Told(said, roles or {}))


def made(payments: promises.Payments) -> list[tuple[str, str]]:
    return [(str(p.day), str(p.amount)) for p in payments.promises]


OTHER, PAID = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("code", "said", "paid"),
    [
        ("fr", "La moitié est partie hier, l'autre moitié vendredi.", "hier"),
        ("en", "Half went yesterday and the other half's set for Friday.", "yesterday"),
        ("de", "Die Hälfte ging gestern raus, die andere Hälfte kommt Freitag.", "gestern"),
        ("es", "La mitad salió ayer; la otra mitad, el viernes.", "ayer"),
        ("it", "Metà è partita ieri, l'altra metà venerdì.", "ieri"),
        ("nl", "De helft is gisteren vertrokken, de andere helft vrijdag.", "gisteren"),
    ],
)
def test_the_half_that_is_paid_is_not_promised(code: str, said: str, paid: str) -> None:
    got = read(said, code, PART_PAID, {paid: PAID})
    assert made(got) == [("2026-10-23", "620.00")]
    assert got.claimed_paid_on == date(2026, 10, 20)


@pytest.mark.parametrize(
    ("said", "labels", "expected"),
    [
        ("300 on Friday, the rest stays here till it is mended.", {Label.DISPUTE}, [("2026-10-23", "300.00")]),
        ("300 on Friday. For the rest could you wait a bit?", {Label.PLAN_REQUEST}, [("2026-10-23", "300.00")]),
        ("50 next week, and I cannot see the rest.", {Label.HARDSHIP}, [("None", "50.00")]),
        ("300 on Friday and the rest to follow.", set(), [("2026-10-23", "300.00"), ("None", "940.00")]),
        (
            "300 on Friday, the rest on the 30th.",
            {Label.HARDSHIP},
            [("2026-10-23", "300.00"), ("2026-10-30", "940.00")],
        ),
    ],
)
def test_a_rest_without_a_day(said: str, labels: set[Label], expected: list[tuple[str, str]]) -> None:
    assert made(read(said, labels=PROMISE | labels)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("€1,000 of the €1,240 on the 30th", [("2026-10-30", "1000.00")]),
        ("PO is 45002219, it's down for the 30th", [("2026-10-30", "None")]),
        ("the 1240 on the 30th", [("2026-10-30", "None")]),
        (
            "620 on the 30th with the other 620 to come on 20 November",
            [("2026-10-30", "620.00"), ("2026-11-20", "620.00")],
        ),
        ("Half on Friday, half on the 30th. The rest is gossip.", [("2026-10-23", "620.00"), ("2026-10-30", "620.00")]),
    ],
)
def test_the_whole_beside_its_parts(said: str, expected: list[tuple[str, str]]) -> None:
    assert made(read(said)) == expected


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "Lundi 26... ah non, le 26 c'est férié : mardi 27."),
        ("en", "Monday the 26th ... no wait, the 26th is a holiday: Tuesday the 27th."),
        ("de", "Montag, den 26. ... nein, am 26. ist frei: Dienstag, der 27."),
        ("es", "El lunes 26... espera, no, el 26 es fiesta: el martes 27."),
        ("it", "Lunedì 26... anzi no, il 26 è festa: martedì 27."),
        ("nl", "Maandag 26 oktober, nee, dan is het feest: dinsdag 27 oktober."),
    ],
)
def test_a_day_that_is_put_right(code: str, said: str) -> None:
    again = dict.fromkeys(("le 26", "the 26th", "26.", "am 26.", "el 26", "il 26"), OTHER)
    assert made(read(said, code, roles=again)) == [("2026-10-27", "None")]


def test_a_day_told_again_is_not_put_right() -> None:
    got = read("300 on the 26th. The 26th is when I am paid. 200 on the 30th.")
    assert made(got) == [("2026-10-26", "300.00"), ("2026-10-30", "200.00")]


def test_of_several_days_without_amounts_the_likeliest_stays() -> None:
    got = read("Wages come on the 23rd, you have it on the 25th.", roles={"the 23rd": (0.3, 0.7, 0.0)})
    assert made(got) == [("2026-10-25", "None")]


def test_a_day_beside_the_one_with_the_amount_is_another_matter() -> None:
    got = read("The 610 comes Monday, the box office opens Sunday.")
    assert made(got) == [("2026-10-26", "610.00")]


def test_a_lone_day_is_taken_and_asked_about() -> None:
    got = read("doing it tomorrow then", roles={"tomorrow": (0.6, 0.4, 0.0)})
    assert made(got) == [("2026-10-22", "None")]
    assert not got.sure
    assert made(read("see you tomorrow", roles={"tomorrow": (0.8, 0.2, 0.0)})) == [("None", "None")]


def test_roles_follow_the_labels() -> None:
    """ "Today, on my mother's grave": nothing is said to be paid, so it is promised."""
    assert made(read("today", roles={"today": (0.04, 0.2, 0.76)})) == [("2026-10-21", "None")]
    paid = read("today", labels=frozenset({Label.PAID}), roles={"today": (0.04, 0.76, 0.2)})
    assert (paid.claimed_paid_on, paid.promises) == (date(2026, 10, 21), ())


def test_nobody_promises_last_week_for_next_year() -> None:
    got = read("The half went on 14 October, the other half on the 30th.", labels=PART_PAID)
    assert made(got) == [("2026-10-30", "620.00")]
    assert made(read("You have it on 14 July.")) == [("2027-07-14", "None")]


@pytest.mark.parametrize(
    ("code", "said", "expected"),
    [
        ("de", "ab 1. November je 300, drei Monate lang, und am 1. Februar die letzten 340",
         [("2026-11-01", "300.00"), ("2026-12-01", "300.00"), ("2027-01-01", "300.00"), ("2027-02-01", "340.00")]),
        ("fr", "je les paye le 30, ça fait 480, et le 15 c'est mon anniversaire", [("2026-10-30", "480.00")]),
        ("fr", "en 2 fois, 620 maintenant et 620 le 5 novembre", [("2026-10-21", "620.00"), ("2026-11-05", "620.00")]),
        ("en", "in four bites of £310, every Friday starting 6 November and ending 27 November",
         [("2026-11-06", "310.00"), ("2026-11-13", "310.00"), ("2026-11-20", "310.00"), ("2026-11-27", "310.00")]),
    ],
)  # fmt: skip
def test_instalments(code: str, said: str, expected: list[tuple[str, str]]) -> None:
    assert made(read(said, code)) == expected


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "Vendredi je vire tout, sauf les 120 € de déplacement."),
        ("en", "You get everything on Friday except the 120 for the trip."),
        ("de", "Am Freitag kommt alles außer den 120 Euro Anfahrt."),
        ("es", "El viernes te pago todo menos los 120 € del viaje."),
        ("it", "Venerdì arriva tutto tranne i 120 euro di chiamata."),
        ("nl", "Vrijdag komt alles behalve de 120 euro voorrijkosten."),
    ],
)
def test_everything_except(code: str, said: str) -> None:
    roles = dict.fromkeys(("120 €", "120", "120 Euro", "120 euro"), OTHER)
    assert made(read(said, code, PROMISE | {Label.DISPUTE}, roles)) == [("2026-10-23", "1120.00")]


def test_not_everything_except() -> None:
    roles = {"120": OTHER}
    assert made(read("All of it on Friday, it took less than 120 minutes", roles=roles)) == [("2026-10-23", "None")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("de", "Halb am 2. November, halb am 1. Dezember."),
        ("it", "mezzo il 2 novembre e mezzo il 1 dicembre."),
        ("fr", "Cinquante-cinquante : le 2 novembre puis le 1er décembre."),
    ],
)
def test_equal_parts_in_other_words(code: str, said: str) -> None:
    got = read(said, code, roles={"Cinquante-cinquante": OTHER})
    assert made(got) == [("2026-11-02", "620.00"), ("2026-12-01", "620.00")]
