"""Tokens and answer codes: what we write is found again, however the mail program bent it."""

import pytest

from bot.core import token
from bot.core.reading import Label

T = "7k2m4qx9tb"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"[ref {T}]", [(T, "")]),
        (f"RE: TR: facture 12 [REF {T.upper()}/PAID]", [(T, "paid")]),
        (f"Réf. {T}/plan", [(T, "plan")]),
        (f"Re\u0301f. {T}/plan", [(T, "plan")]),
        (f"Facture [ref\r\n {T}/\r\n dispute]", [(T, "dispute")]),
        (f"%5Bref%20{T}%2Fwrong%5D", [(T, "wrong")]),
        (f"[ref+{T}/invoice]", [(T, "invoice")]),
        (f"compta+{T}@martin.fr", [(T, "")]),
        (f'"Plomberie Martin [ref {T}]" <compta@martin.fr>', [(T, "")]),
        (f"[ref {T}/unknown]", [(T, "")]),
        ("[ref 7k2m4qx9tbb] réf. courte", []),
        (f"[ref {T}] and [ref {T}]", [(T, "")]),
    ],
)
def test_found_again(text: str, found: list[tuple[str, str]]) -> None:
    assert token.find(text) == found


def test_typed_by_hand() -> None:
    assert token.find("ref o1l2345678") == [("0112345678", "")]


def test_written_and_read_back() -> None:
    for answer, label in token.ANSWERS.items():
        assert token.code(T, answer) == token.answer_code(T, label)
        tap = token.find_tap(f"Oui [ref {token.code(T, answer)}]", "")
        assert tap is not None
        assert (tap.label, tap.token) == (label, T)


def test_an_answer_without_a_link_is_refused() -> None:
    with pytest.raises(KeyError):
        token.code(T, "maybe")


def test_the_body_answers_when_the_subject_does_not() -> None:
    tap = token.find_tap("Re: facture", f"C'est payé.\nRéf. {T}/paid")
    assert tap is not None
    assert tap.label is Label.PAID


def test_our_own_links_are_no_answer() -> None:
    links = "\n".join(f"mailto:a@b.fr?subject=x%20%5Bref%20{T}%2F{a}%5D" for a in token.ANSWERS)
    assert token.find_tap(f"Re: facture [ref {T}]", links) is None


def test_two_answers_are_none() -> None:
    assert token.find_tap("", f"Réf. {T}/paid Réf. {T}/dispute") is None


def test_no_more_tokens_than_a_mail_can_hold() -> None:
    many = [f"00000000{a}{b}" for a in token.ALPHABET for b in token.ALPHABET]
    text = " ".join(f"[ref {t}]" for t in many) + " " + " ".join(f"x+{t}@y.fr" for t in many)
    assert [found for found, _ in token.find(text)] == many[: token.MOST]
    assert token.find_tokens(f"[ref {T}]", text, text) == (T, *many[: token.MOST - 1])
    assert token.find_tokens(f"[ref {T}] " * 100, f"[ref {many[0]}]") == (T, many[0])
