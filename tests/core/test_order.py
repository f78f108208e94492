"""An owner's own words: what they order, and everything that orders nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.order import Order, OrderKind, understand
from tests.core.given import steady

TODAY = date(2026, 11, 23)  # a Monday
FRIDAY, FIFTEENTH = date(2026, 11, 27), date(2026, 12, 15)
PAID, PROMISE, PAUSE, RESUME, PLAN, CREDIT, MEDIATOR, AGENCY, WRITE_OFF = OrderKind

ORDERS = [
    ("ACME paie 500 vendredi", PROMISE, "ACME", "500", FRIDAY),
    ("ACME paiera 1 500,50 € le 15", PROMISE, "ACME", "1 500,50 €", FIFTEENTH),
    ("Chez Nadia va payer vendredi", PROMISE, "Chez Nadia", "", FRIDAY),
    ("ACME nous paie le 15/12 500 €", PROMISE, "ACME", "500 €", FIFTEENTH),
    ("ACME paye demain", PROMISE, "ACME", "", date(2026, 11, 24)),
    ("ACME promet de payer fin du mois", PROMISE, "ACME", "", date(2026, 11, 30)),
    ("L’Étoile règle 200 vendredi prochain", PROMISE, "L'Étoile", "200", FRIDAY),
    ("ACME paie 15 décembre", PROMISE, "ACME", "", FIFTEENTH),
    ("ACME paie 500", PROMISE, "ACME", "500", None),
    ("ACME paie", PROMISE, "ACME", "", None),
    ("ACME will pay 500 on Friday", PROMISE, "ACME", "500", FRIDAY),
    ("Smith & Sons pays €250.50 next Friday", PROMISE, "Smith & Sons", "€250.50", FRIDAY),
    ("ACME pays tomorrow, please", PROMISE, "ACME", "", date(2026, 11, 24)),
    ("F2026-12 payée", PAID, "F2026-12", "", None),
    ("la facture F2026-12 est payée.", PAID, "F2026-12", "", None),
    ("F2026-12 payee 500", PAID, "F2026-12", "500", None),
    ("ACME a payé 1.500,00", PAID, "ACME", "1.500,00", None),
    ("ACME a tout réglé", PAID, "ACME", "", None),
    ("ACME a paye", PAID, "ACME", "", None),
    ("reçu 500 € de ACME", PAID, "ACME", "500 €", None),
    ("j'ai reçu 500 d’ACME", PAID, "ACME", "500", None),
    ("invoice G-1 is paid", PAID, "G-1", "", None),
    ("Smith paid 250.50", PAID, "Smith", "250.50", None),
    ("received 250 from Smith & Sons", PAID, "Smith & Sons", "250", None),
    ("pause Boulangerie du Port jusqu'au 15", PAUSE, "Boulangerie du Port", "", FIFTEENTH),
    ("Mets ACME en pause jusqu'à vendredi", PAUSE, "ACME", "", FRIDAY),
    ("ACME en pause jusqu'au 15 décembre", PAUSE, "ACME", "", FIFTEENTH),
    ("ne relance plus ACME", PAUSE, "ACME", "", None),
    ("suspends F2026-12 2 semaines", PAUSE, "F2026-12", "", date(2026, 12, 7)),
    ("put Smith on hold until Friday", PAUSE, "Smith", "", FRIDAY),
    ("pause Smith until 15 December", PAUSE, "Smith", "", FIFTEENTH),
    ("reprends ACME", RESUME, "ACME", "", None),
    ("resume Smith & Sons", RESUME, "Smith & Sons", "", None),
    ("mets en pause ACME", PAUSE, "ACME", "", None),
    ("put on hold Smith until Friday", PAUSE, "Smith", "", FRIDAY),
    ("pause ACME jusqu'à la fin du mois", PAUSE, "ACME", "", date(2026, 11, 30)),
    ("pause Smith until the end of the month", PAUSE, "Smith", "", date(2026, 11, 30)),
    ("pause ACME jusqu'à la semaine prochaine", PAUSE, "ACME", "", date(2026, 11, 30)),
    ("mets ACME en pause une semaine", PAUSE, "ACME", "", date(2026, 11, 30)),
    ("pause ACME 2 mois", PAUSE, "ACME", "", date(2027, 1, 23)),
    ("ACME paie 500 dans 8 jours", PROMISE, "ACME", "500", date(2026, 12, 1)),
    ("ACME paie sous quinze jours", PROMISE, "ACME", "", date(2026, 12, 8)),
    ("ACME pays 500 in two weeks", PROMISE, "ACME", "500", date(2026, 12, 7)),
    ("ils paient vendredi", PROMISE, "ils", "", FRIDAY),
    ("ACME et Bois paieront vendredi", PROMISE, "ACME et Bois", "", FRIDAY),
    ("ACME promet 500 vendredi", PROMISE, "ACME", "500", FRIDAY),
    ("ACME a payé 500 hier", PAID, "ACME", "500", None),
    ("F2026-12 réglée ce matin", PAID, "F2026-12", "", None),
    ("F2026-12 réglée par chèque", PAID, "F2026-12", "", None),
    ("Smith paid 250 yesterday", PAID, "Smith", "250", None),
    ("ils ont payé", PAID, "ils", "", None),
    ("classe ACME sans suite", WRITE_OFF, "ACME", "", None),
    ("ACME est classée sans suite", WRITE_OFF, "ACME", "", None),
    ("classer sans suite Chez Nadia", WRITE_OFF, "Chez Nadia", "", None),
    ("Smith has been written off", WRITE_OFF, "Smith", "", None),
    ("please write off Smith", WRITE_OFF, "Smith", "", None),
    ("ACME paid EUR 500", PAID, "ACME", "EUR 500", None),
    ("ACME paid US$500", PAID, "ACME", "US$500", None),
    ("Chez Nadia sans suite", WRITE_OFF, "Chez Nadia", "", None),
    ("passe ACME en perte", WRITE_OFF, "ACME", "", None),
    ("write off Smith & Sons", WRITE_OFF, "Smith & Sons", "", None),
    ("write Smith off", WRITE_OFF, "Smith", "", None),
    ("Smith is written off", WRITE_OFF, "Smith", "", None),
    ("F1 et F2 payées", PAID, "F1 et F2", "", None),
]


@pytest.mark.parametrize(("text", "kind", "who", "amount", "day"), ORDERS, ids=[o[0] for o in ORDERS])
def test_orders(text: str, kind: OrderKind, who: str, amount: str, day: date | None) -> None:
    assert understand(text, TODAY) == Order(kind=kind, who=who, amount=amount, day=day)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "Bonjour", "ACME", "F2026-12", "500", "vendredi", "merci", "ok", "oui",
        "est-ce que ACME a payé ?", "ACME a payé ?", "a-t-il payé", "qui paie vendredi ?", "payée", "pause", "reprends",
        "ACME a payé mais pas tout", "ACME n'a pas payé", "ACME has not paid", "did ACME pay 500 on Friday?",
        "ACME paie\n500 vendredi", "x" * 300, "ACME paie cinq cents vendredi", "F2026-12 pas payée", "ACME not paid",
        "ACME refuse de payer", "ACME can't pay", "ACME cannot pay", "ACME doesn't pay", "ACME don't pay on Friday",
        "ACME ne paie plus", "ACME oublie de payer", "ACME won't pay", "unless ACME paid", "ACME va bientôt payer",
        "ACME n'est plus chez le médiateur", "don't resume ACME", "j'ai payé", "ACME plus en pause", "qui a payé",
    ],
)  # fmt: skip
def test_what_orders_nothing(text: str) -> None:
    found = understand(text, TODAY)
    assert found is None or found.doubt, "only a client of exactly that name could be meant"


@pytest.mark.parametrize(
    "text",
    [
        "ACME paie 500 le 31/02", "pause ACME jusqu'au 31/02", "pause ACME 2020-01-01",
        "pause ACME la semaine prochaine", "ACME paie la semaine prochaine", "ACME pays next week",
        "ACME paie 500 le mois prochain",
    ],
)  # fmt: skip
def test_a_day_that_is_none_is_told(text: str) -> None:
    with pytest.raises(ValueError):
        understand(text, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "il a payé", "elle a payé 500", "he has paid", "it is paid", "c'est payé", "facture payée", "they've paid",
        "la facture est réglée", "ils paient vendredi", "the invoice is paid", "mets ça en pause", "tout est payé",
    ],
)  # fmt: skip
def test_a_pronoun_names_nobody(text: str) -> None:
    found = understand(text, TODAY)
    assert found is not None
    assert found.somebody
    assert not found.doubt


def test_several_are_named_in_one_sentence() -> None:
    for text in ("F1 et F2 payées", "F1, F2 payées"):
        found = understand(text, TODAY)
        assert found is not None
        assert found.several == ("F1", "F2")
    part = understand("Dupont et Fils payé 500", TODAY)
    assert part is not None
    assert part.several == (), "an amount is of one"


def test_the_day_may_belong_to_the_name() -> None:
    found = understand("pause Brasserie du 14 juillet", TODAY)
    assert found is not None
    assert found.whole == "Brasserie du 14 juillet"


@given(st.text(max_size=250))
@steady
def test_whatever_is_written_is_an_order_or_not(text: str) -> None:
    try:
        found = understand(text, TODAY)
    except ValueError:
        return
    assert found is None or found.who.strip()
