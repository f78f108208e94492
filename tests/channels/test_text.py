"""Text on its way to a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels._text import cut, pieces, plain, steady, units

ANY = st.text(st.characters(codec=None, categories=("L", "M", "N", "P", "S", "Z", "C")))


def test_half_a_surrogate_pair_becomes_something_that_can_be_sent() -> None:
    assert plain("a\ud83db") == "a\ufffdb"
    assert plain("\ud83d\ude00") == "😀"


def test_a_terminal_is_not_steered_and_the_order_not_turned() -> None:
    assert plain("a\x1b[2Jb\x07\x00\r\nc\td") == "a[2Jb\nc\td"
    assert steady("total \u202e0001\u202c €") == "total 0001 €"
    assert steady("\u200fשלום\u200e") == "\u200fשלום\u200e"


@pytest.mark.parametrize(
    ("text", "limit", "there"),
    [("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("😀😀😀", 5, "😀😀…"), ("😀😀😀", 4, "😀…")],
)
def test_a_cut_counts_as_telegram_does(text: str, limit: int, there: str) -> None:
    assert cut(text, limit) == there


def test_a_cut_keeps_a_character_with_its_accents_whole() -> None:
    assert cut("abe\u0301fgh", 4) == "ab…"
    assert cut("ab👩\u200d👧 cdefgh", 6) == "ab…"


@given(ANY, st.integers(1, 50))
def test_a_cut_is_never_too_long(text: str, limit: int) -> None:
    clean = plain(text)
    clean.encode()
    assert units(clean) == len(clean.encode("utf-16-le")) // 2
    assert units(cut(clean, limit)) <= limit


@given(ANY, st.integers(2, 40))
def test_pieces_lose_nothing_but_line_ends(text: str, limit: int) -> None:
    clean = plain(text)
    parts = pieces(clean, limit)
    assert all(units(p) <= limit for p in parts)
    if clean.strip():
        assert "".join(parts).replace("\n", "").strip() == clean.replace("\n", "").strip()


def test_pieces_part_at_line_ends() -> None:
    assert pieces("aaa\nbbb\nccc", 8) == ["aaa\nbbb", "ccc"]
    assert pieces("", 8) == []
