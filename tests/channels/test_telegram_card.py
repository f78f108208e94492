"""A card in Telegram's HTML: escaped, cut, with buttons that can be carried."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels._telegram_card import DATA, shown, tapped
from bot.channels._text import units
from bot.errors import DeliveryError
from tests.channels import bot_api_html
from tests.channels.desk import card

PARTS = [*"<>&\"'/b!-;#_*[`éß€\n\t\x00\u202e\u200d\u0301\ud800", "😀", "&lt;", "</b>", "<pre>"]
NASTY = st.lists(st.sampled_from(PARTS)).map("".join)


def test_every_part_is_there_and_escaped() -> None:
    text, entities = bot_api_html.shown(shown(card()).text, "HTML")
    assert text == (
        "Martin SARL: 1 250,00 €\n\nFacture F-101\n24 jours de retard\n\n"
        "Nous contestons <b>tout</b> & le reste.\n\nBonjour,\nvotre facture…"
    )
    assert [e.kind for e in entities] == ["b", "code", "blockquote", "pre"]
    assert shown(card()).documents == ()


def test_long_stretches_are_folded() -> None:
    _, entities = bot_api_html.shown(shown(card(quote="q" * 300, preview="p" * 300)).text, "HTML")
    assert [e.kind for e in entities] == ["b", *["code", "expandable_blockquote"] * 2]


def test_what_is_too_long_comes_whole_as_a_document() -> None:
    long = card(quote="é&" * 5_000, preview="<à>\n" * 5_000)
    there = shown(long)
    text, _ = bot_api_html.shown(there.text, "HTML")
    assert units(text) <= 4096
    assert text.count("…") == 2
    assert there.documents == (("relance-12-quote.txt", long.quote), ("relance-12.txt", long.preview))


@given(title=NASTY, lines=st.lists(NASTY, max_size=4), quote=NASTY, preview=NASTY, times=st.sampled_from([1, 400]))
def test_whatever_it_says_the_server_takes_it(
    title: str, lines: list[str], quote: str, preview: str, times: int
) -> None:
    there = shown(card(title=title, lines=tuple(lines) * times, quote=quote * times, preview=preview * times))
    text, _ = bot_api_html.shown(there.text, "HTML")
    assert units(text) <= 4096


def test_two_short_buttons_stand_abreast() -> None:
    rows = shown(card()).rows
    assert [[b.label for b in row] for row in rows] == [
        ["Envoyer", "Modifier"],
        ["Laisser passer cette étape pour le moment"],
    ]
    assert rows[0][0].data == "q:12:approve"


@pytest.mark.parametrize("code", ["x" * 60, "Approve", "a b", "", "é"])
def test_a_code_that_cannot_be_carried_is_refused(code: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        shown(card(buttons=((code, "Oui"),)))
    assert caught.value.permanent


@given(st.integers(1, 10**18 - 1), st.from_regex(r"[a-z0-9_]{1,20}(:[0-9]{1,18})?", fullmatch=True))
def test_what_is_carried_comes_back(number: int, code: str) -> None:
    (button,) = shown(card(number, buttons=((code, "Oui"),))).rows[0]
    assert len(button.data.encode()) <= DATA
    assert tapped(button.data) == (number, code)


@pytest.mark.parametrize(
    "data",
    ["", "q", "q:", "q:1", "q:1:", "q:0:approve", "q:-1:approve", "q:01:approve", "q:1e3:approve", "q:١:approve",
     "q:1:approve\n", " q:1:approve", "q:1:APPROVE", "x:1:approve", "q:" + "9" * 40 + ":approve", "q:1:'; drop table"],
)  # fmt: skip
def test_what_we_never_wrote_is_nothing(data: str) -> None:
    assert tapped(data) is None
