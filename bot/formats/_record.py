"""One record on its way to a row: reads its cells, gathers what is wrong. Never knows which format it serves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from bot.core.money import Money
from bot.formats._cells import Wrong, amount, currency, decimal_mark, either_first, month_first
from bot.formats._row import BadRow, Numbered, Row, Why
from bot.formats._table import Columns, Record, Titles, find_titles, records, text

T = TypeVar("T")


class Cells:
    """The cells of one record by field. Mistakes are gathered in ``bad``, so that a row shows all of them at once."""

    def __init__(self, file: str, record: Record, titles: Titles, doubt: int, mark: str) -> None:
        self.file, self.line, self._titles, self._doubt, self._mark = file, record.line, titles, doubt, mark
        self._cells = record.cells or ()
        self.bad: list[BadRow] = []
        if record.cells is None:
            self.wrong("", Why.QUOTES)
        elif record.crowded:
            self.wrong("", Why.TOO_MANY_FIELDS)

    def all(self, field: str) -> list[str]:
        return [self._cells[place] for place in self._titles.fields.get(field, ())]

    def get(self, field: str) -> str:
        """The cell; "" where the file has no such column."""
        return next(iter(self.all(field)), "")

    def wrong(self, field: str, why: Why, detail: str = "", value: str | None = None) -> None:
        shown = value if value is not None else self.get(field)
        column = self._titles.column(field) if field else ""
        self.bad.append(BadRow(file=self.file, line=self.line, column=column, value=shown, why=why, detail=detail))

    def read(self, field: str, how: Callable[[str], T], fallback: T) -> T:
        """Read the cell; on a mistake note it and go on with ``fallback``."""
        try:
            return how(self.get(field))
        except Wrong as wrong:
            self.wrong(field, wrong.why, wrong.detail)
            return fallback

    def must(self, field: str, how: Callable[[str], T], fallback: T) -> T:
        """Like ``read``, but an empty cell is a mistake."""
        if not self.get(field):
            self.wrong(field, Why.EMPTY)
            return fallback
        return self.read(field, how, fallback)

    def amount(self, field: str) -> Money | None:
        """A sum that is not nil, in the currency of its column, or None with the mistake noted."""
        before = len(self.bad)
        said = self.read("currency", currency, "")
        found = self.must(field, lambda cell: amount(cell, said, self._mark), None) if len(self.bad) == before else None
        if found is not None and found.minor == 0:
            self.wrong(field, Why.ZERO)
        return found

    def day(self, field: str, how: Callable[[str], T], fallback: T) -> T:
        """A date. Where another line has the month first, one that could be read both ways is refused, not guessed."""
        if self._doubt and either_first(self.get(field)):
            self.wrong(field, Why.PERHAPS_MONTH_FIRST, str(self._doubt))
            return fallback
        return self.must(field, how, fallback)


def read_table(
    name: str,
    data: bytes,
    columns: Columns,
    needed: Iterable[str],
    dates: Iterable[str],
    row: Callable[[Cells], Row | None],
) -> Iterator[Numbered]:
    """Every row of a table, or what is wrong with its titles. A row whose ``cells.bad`` fills is dropped."""
    file = name.replace("\\", "/").rpartition("/")[2]
    whole = text(data, file)
    titles = find_titles(whole, columns)
    troubles = list(_titles_troubles(file, titles, needed))
    if titles is None or troubles:
        yield from ((bad.line, bad) for bad in troubles)
        return
    found = list(records(whole, titles))
    doubt = _month_first_line(found, titles, dates)
    sums = [place for field in ("total", "amount") for place in titles.fields.get(field, ())]
    mark = decimal_mark(record.cells[place] for record in found if record.cells for place in sums)
    for record in found:
        cells = Cells(file, record, titles, doubt, mark)
        made = row(cells) if not cells.bad else None
        if cells.bad:
            yield from ((record.line, bad) for bad in cells.bad)
        elif made is not None:
            yield record.line, made


def _titles_troubles(file: str, titles: Titles | None, needed: Iterable[str]) -> Iterator[BadRow]:
    if titles is None:
        yield BadRow(file=file, line=1, column="", value="", why=Why.NO_COLUMN)
        return
    for field in needed:
        if not any(one in titles.fields for one in field.split("|")):
            yield BadRow(file=file, line=titles.line, column=field.partition("|")[0], value="", why=Why.NO_COLUMN)
    for field, places in titles.fields.items():
        if len(places) > 1 and field not in ("email", "contact"):
            both = ", ".join(f"{place + 1} ({titles.titles[place]})" for place in places)
            yield BadRow(
                file=file, line=titles.line, column=titles.column(field), value="", why=Why.TWO_COLUMNS, detail=both
            )


def _month_first_line(found: Iterable[Record], titles: Titles, dates: Iterable[str]) -> int:
    """The first line with a date that can only be month first; 0 when there is none."""
    places = [place for field in dates for place in titles.fields.get(field, ())]
    return next((r.line for r in found if r.cells for place in places if month_first(r.cells[place])), 0)
