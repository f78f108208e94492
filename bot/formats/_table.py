"""A table of text (CSV): encoding, separator, titles, records with their lines. Never what a column means."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.errors import RelanceError

_SEPARATORS = ";,\t"
_TITLE_LINES = 10  # some programs write the name of the company above the titles
_RECORD_LINES = 100  # a quoted text longer than this is a quote that was never closed
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff]")

Columns = Mapping[str, frozenset[str]]
"""What a format looks for: each field and the plain titles that name it."""


@dataclass(frozen=True, kw_only=True)
class Titles:
    """The line of titles: where it is, how it separates, and which column holds which field (several for an e-mail)."""

    line: int
    separator: str
    titles: tuple[str, ...]
    fields: Mapping[str, tuple[int, ...]]

    def column(self, field: str) -> str:
        """The title as the file writes it; the field's own name where the file has none."""
        places = self.fields.get(field)
        return self.titles[places[0]] if places else field


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record. ``cells`` None: its quotes are broken. ``crowded``: it has more cells than there are titles."""

    line: int
    cells: tuple[str, ...] | None
    crowded: bool = False


def text(data: bytes, name: str) -> str:
    """Decode UTF-8, UTF-16 with its mark, or Windows-1252. Raises RelanceError when it is none of them."""
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("cp1252")
    except UnicodeDecodeError:
        raise RelanceError(f"{name}: the encoding is not known; save the file as UTF-8") from None


def head_text(head: bytes) -> str:
    """The beginning of a file, cut anywhere: whole lines where there are any, and no error."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        found = head.decode("utf-16", "ignore")
    else:
        try:
            found = head[: head.rfind(b"\n") + 1 or None].decode("utf-8-sig")
        except UnicodeDecodeError:
            found = head.decode("cp1252", "ignore")
    return found


def plain(title: str) -> str:
    """``N° de Facture_(TTC)`` and ``n de facture ttc`` are the same title."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", title) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare.casefold()).split())


def find_titles(whole: str, columns: Columns) -> Titles | None:
    """The line among the first few, and the separator, that name the most fields; None when none names two."""
    known = {title: field for field, titles in columns.items() for title in titles}
    best: Titles | None = None
    lines = list(_first_lines(whole))
    for at, separator in ((at, s) for at in range(len(lines)) for s in _SEPARATORS):
        cells, _ = _record(lines, at, separator)
        titles = _titles(cells or [], at + 1, separator, known)
        if len(titles.fields) > max(1, len(best.fields) if best else 0):
            best = titles
    return best


def _first_lines(whole: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(whole, newline="")):
        if number >= _TITLE_LINES:
            return
        yield line


def _titles(cells: list[str], line: int, separator: str, known: Mapping[str, str]) -> Titles:
    fields: dict[str, tuple[int, ...]] = {}
    for place, cell in enumerate(cells):
        title = plain(cell)
        # "email 2" is one more e-mail; "total 2" is nothing that we know.
        field = known.get(title) or {"email": "email", "contact": "contact"}.get(
            known.get(title.rstrip(" 0123456789"), "")
        )
        if field:
            fields[field] = (*fields.get(field, ()), place)
    return Titles(line=line, separator=separator, titles=tuple(clean(c) for c in cells), fields=fields)


def records(whole: str, titles: Titles) -> Iterator[Record]:
    """Every record below the titles that is not blank, whole or broken."""
    lines = list(io.StringIO(whole, newline=""))
    at, width = titles.line, len(titles.titles)
    while at < len(lines):
        cells, used = _record(lines, at, titles.separator)
        if cells is None:
            yield Record(line=at + 1, cells=None)
        else:
            cleaned = tuple(clean(cell) for cell in cells)
            if any(cleaned):
                padded = cleaned + ("",) * (width - len(cleaned))
                yield Record(line=at + 1, cells=padded, crowded=any(cleaned[width:]))
        at += used


def _record(lines: list[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """The cells that start on a line and how many lines they take. A broken quote spoils one line, not the rest."""
    if '"' not in lines[at]:
        return lines[at].rstrip("\r\n").split(separator), 1
    reader = csv.reader(lines[at : at + _RECORD_LINES], delimiter=separator, strict=True)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        return None, 1


def clean(cell: str) -> str:
    """Without control and invisible characters; line ends are kept as ``\\n``, and odd spaces stay inside."""
    if not cell.isprintable():
        cell = _CONTROL.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return cell.strip()
