"""Invoices as a table of text, as billing programs export it. Columns: docs/import.md. Never opens the PDF it names."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import PurePath
from typing import Literal

from bot.core.case import Contact, Debtor
from bot.core.ledger import InvoiceRow
from bot.core.money import Money
from bot.formats import _cells as c
from bot.formats._columns import INVOICES, table_of
from bot.formats._record import Cells, read_table
from bot.formats._row import UNSAID, Numbered, Why

GIVES: Literal["invoices", "payments"] = "invoices"
_NEEDED = ("number", "issued", "due|terms", "total", "debtor")
_NO_DAY = date.min
_NO_MONEY = Money(0, UNSAID)
_NOBODY: tuple[Contact, ...] = ()


def recognise(name: str, head: bytes) -> bool:
    """Do its titles announce invoices?"""
    return table_of(head) == GIVES


def rows(name: str, data: bytes) -> Iterable[Numbered]:
    """Every invoice, or why not. A debtor's language and country are "" where the file does not say them."""
    folder = PurePath(name).parent
    seen: dict[str, int] = {}

    def row(cells: Cells) -> InvoiceRow:
        made = _invoice(cells, folder)
        if made.number:
            first = seen.setdefault(made.number, cells.line)
            if first != cells.line:
                cells.wrong("number", Why.DUPLICATE, str(first))
        return made

    return read_table(name, data, INVOICES, _NEEDED, ("issued", "due"), row)


def _invoice(cells: Cells, folder: PurePath) -> InvoiceRow:
    issued = cells.day("issued", c.day, _NO_DAY)
    return InvoiceRow(
        number=cells.must("number", lambda cell: c.one_line(cell, 100), ""),
        issued=issued,
        due=_due(cells, issued),
        total=_total(cells),
        debtor=_debtor(cells),
        order_reference=cells.read("order_reference", c.one_line, ""),
        items=c.items(cells.get("items")),
        pdf=_pdf(cells, folder),
    )


def _pdf(cells: Cells, folder: PurePath) -> str:
    """Where the PDF really lies: links are followed now, so that a later one leads to no other file."""
    if not (said := cells.get("pdf")):
        return ""
    home, place = os.path.realpath(folder), os.path.realpath(folder / said)
    if not PurePath(place).is_relative_to(home):
        cells.wrong("pdf", Why.PDF_OUTSIDE)
        return ""
    return place


def _due(cells: Cells, issued: date) -> date:
    """The due date, or the issue date and the terms where there is none."""
    if cells.get("due") or not cells.get("terms"):
        due = cells.day("due", c.day, _NO_DAY)
        if _NO_DAY not in (issued, due) and due < issued:
            cells.wrong("due", Why.DUE_BEFORE_ISSUED, cells.get("issued"))
        return due
    return issued + timedelta(days=cells.read("terms", c.terms, 0))


def _total(cells: Cells) -> Money:
    total = cells.amount("total")
    if total is not None and total.minor < 0:
        cells.wrong("total", Why.NEGATIVE_TOTAL)
    return total or _NO_MONEY


def _debtor(cells: Cells) -> Debtor:
    name = cells.must("debtor", c.one_line, "")
    key = cells.read("debtor_key", c.one_line, "")
    return Debtor(
        # Without a reference, capitals must not make two debtors of one: each would get its own reminders.
        key=key or name.casefold(),
        name=name,
        kind=c.kind(cells.get("kind")),
        language=cells.read("language", c.language, ""),
        country=cells.read("country", c.country, ""),
        group=cells.read("group", lambda cell: c.group(c.one_line(cell, 100)), ""),
        contacts=cells.read("email", lambda _: c.contacts(cells.all("email"), cells.all("contact")), _NOBODY),
    )
