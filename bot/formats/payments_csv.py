"""Payments and credits as a table of text, each with the number of its invoice (docs/import.md). Never matches."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Literal

from bot.core.ledger import PaymentKind, PaymentRow
from bot.core.money import Money
from bot.formats import _cells as c
from bot.formats._columns import PAYMENTS, table_of
from bot.formats._record import Cells, read_table
from bot.formats._row import UNSAID, Numbered, Why
from bot.formats._table import plain

GIVES: Literal["invoices", "payments"] = "payments"
_NEEDED = ("number", "paid_on", "amount")
_NO_MONEY = Money(0, UNSAID)
_KINDS = {
    **dict.fromkeys(
        ("", "payment", "paiement", "reglement", "versement", "virement", "cheque", "carte", "cb"), "payment"
    ),
    **dict.fromkeys(
        ("prelevement", "especes", "acompte", "transfer", "card", "cash", "refund", "remboursement"), "payment"
    ),
    **dict.fromkeys(("credit", "credit note", "avoir", "note de credit", "remise"), "credit"),
}


def recognise(name: str, head: bytes) -> bool:
    """Do its titles announce payments?"""
    return table_of(head) == GIVES


def rows(name: str, data: bytes) -> Iterable[Numbered]:
    """Every payment, or why not. A negative payment is one that went back: it makes the debt rise again."""
    twins: Counter[tuple[str, ...]] = Counter()
    seen: dict[str, tuple[int, tuple[str, ...]]] = {}

    def row(cells: Cells) -> PaymentRow:
        made = _payment(cells)
        facts = (made.number, made.paid_on.isoformat(), str(made.amount), made.kind.value)
        if made.key:
            line, before = seen.setdefault(made.key, (cells.line, facts))
            if before != facts:
                cells.wrong("key", Why.KEY_CONFLICT, str(line))
            return made
        twin = (*facts, made.note)
        twins[twin] += 1
        return _keyed(made, twin, twins[twin])

    return read_table(name, data, PAYMENTS, _NEEDED, ("paid_on",), row)


def _payment(cells: Cells) -> PaymentRow:
    number = cells.must("number", lambda cell: c.one_line(cell, 100), "")
    reference = cells.read("key", lambda cell: c.one_line(cell, 150), "")
    kind = cells.read("kind", _kind, PaymentKind.PAYMENT)
    return PaymentRow(
        # One transfer may pay several invoices: its reference names a payment only together with the invoice.
        key=f"{reference} / {number}" if reference else "",
        number=number,
        paid_on=cells.day("paid_on", c.day, date.min),
        amount=_amount(cells, kind),
        kind=kind,
        note=cells.read("note", lambda cell: c.one_line(cell, 500), ""),
    )


def _kind(cell: str) -> PaymentKind:
    found = _KINDS.get(plain(cell))
    if found is None:
        raise c.Wrong(Why.PAYMENT_KIND)
    return PaymentKind(found)


def _amount(cells: Cells, kind: PaymentKind) -> Money:
    amount = cells.amount("amount")
    if amount is not None and amount.minor < 0 and kind is PaymentKind.CREDIT:
        cells.wrong("amount", Why.NEGATIVE_CREDIT)
    return amount or _NO_MONEY


def _keyed(made: PaymentRow, twin: tuple[str, ...], nth: int) -> PaymentRow:
    """Name a payment that has no reference by what it says, so that the same file twice changes nothing.

    ``nth``: two payments that say the same in one file are two payments.
    """
    digest = hashlib.sha256("\x1f".join((*twin, str(nth))).encode()).hexdigest()
    return PaymentRow(
        key=f"row:{digest[:40]}",
        number=made.number,
        paid_on=made.paid_on,
        amount=made.amount,
        kind=made.kind,
        note=made.note,
    )
