"""Input formats, one module each, found by looking at the file. Never a database, never a clock.

A member has three names: ``GIVES`` ("invoices" or "payments"), ``recognise(name, head) -> bool`` on the first bytes,
and ``rows(name, data)``, which gives the good rows and the bad ones in the order of the file and opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol, cast

from bot import shelf
from bot.errors import RelanceError
from bot.formats._cells import in_currency
from bot.formats._row import UNSAID, BadRow, Numbered, Row, Why
from bot.formats._table import head_text
from bot.formats._words import say, sentence

__all__ = [
    "UNSAID",
    "BadRow",
    "Format",
    "Numbered",
    "Row",
    "Why",
    "choose",
    "in_currency",
    "members",
    "say",
    "sentence",
]

HEAD = 16_384
"""How many bytes of a file are shown to ``recognise``."""


class Format(Protocol):
    """What every member of this shelf offers."""

    GIVES: Literal["invoices", "payments"]

    def recognise(self, name: str, head: bytes) -> bool:
        """Is it this format? ``name`` may be a path; it is never opened."""

    def rows(self, name: str, data: bytes) -> Iterable[Numbered]:
        """The rows, each with its line. Raises RelanceError when the file cannot be read at all."""


def members() -> dict[str, Format]:
    """Every format by name."""
    return {name: cast(Format, shelf.take("formats", name)) for name in shelf.names("formats")}


def choose(name: str, data: bytes) -> Format:
    """The one format that recognises the file. None, or more than one, is an error that says so."""
    head = data[:HEAD]
    found = {key: member for key, member in members().items() if member.recognise(name, head)}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise RelanceError(f"{name}: could be any of {', '.join(found)}; rename its columns so that only one fits")
    raise RelanceError(f"{name}: {_stranger(head)}")


def _stranger(head: bytes) -> str:
    if not head.strip():
        return "the file is empty"
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "this is a spreadsheet; save it as CSV and import that"
    if head.startswith(b"%PDF"):
        return "this is a PDF; import takes tables (docs/import.md lists their columns)"
    told = "no format recognises it; the first line must name the columns (docs/import.md lists them)"
    if b"\0" in head:
        return f"{told}; it looks like UTF-16 without its mark: save it as UTF-8"
    first = next((line for line in head_text(head).splitlines() if line.strip()), "")
    # The eyes of a person see at once that its accents are of another encoding.
    return told if first.isascii() else f"{told}; read as {first[:80]!r}: if its accents are wrong, save it as UTF-8"
