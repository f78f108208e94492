"""Columns for a terminal: each as wide as its widest cell, right where figures stand. Knows no words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.commands._streams import shown

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")
LONGEST = 40
"""A cell that is not the last of its row is cut there."""


def table(rows: Sequence[Sequence[str]], sides: str, *, indent: str = "  ", gap: str = "  ") -> list[str]:
    """Lines. ``sides``: one letter a column, "<" left or ">" right. The last column is as long as it is."""
    cells = [[_cell(text, last=n == len(row) - 1) for n, text in enumerate(row)] for row in rows]
    widths = [
        max((width(row[n]) for row in cells if n < len(row) - (sides[n] == "<")), default=0) for n in range(len(sides))
    ]
    lines = []
    for row in cells:
        padded = [_padded(text, widths[n], sides[n]) for n, text in enumerate(row)]
        lines.append((indent + gap.join(padded)).rstrip())
    return lines


def width(text: str) -> int:
    """Columns of a terminal: 2 for a wide letter (Chinese, emoji), 0 for an accent that stands on the one before."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def one_line(text: str) -> str:
    """Whoever wrote it, it moves no cursor and starts no line."""
    return _UNSEEN.sub(" ", text)


def _cell(text: str, *, last: bool) -> str:
    text = one_line(text)
    if last or width(text) <= LONGEST:
        return text
    while width(text) > LONGEST - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _padded(text: str, wanted: int, side: str) -> str:
    space = " " * (wanted - width(text))
    return space + text if side == ">" else text + space


def aligned(text: str) -> str:
    """A rendered text whose cells stand between tabs, in columns; ">" before a cell puts it to the right.

    A line without a tab stands as it is. Values never hold a tab: see `bot.words.texts.fold`.
    """
    lines = shown(text).split("\n")
    rows = [line.split("\t") for line in lines if "\t" in line]
    if not rows:
        return text
    columns = max(map(len, rows))
    sides = "".join(
        ">" if any(len(row) > n and row[n].startswith(">") for row in rows) else "<" for n in range(columns)
    )
    bare = [[cell[1:] if cell.startswith(">") and sides[n] == ">" else cell for n, cell in enumerate(r)] for r in rows]
    placed = iter(table(bare, sides, indent=""))
    return "\n".join(next(placed) if "\t" in line else line for line in lines)
