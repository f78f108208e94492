"""Rows of the ledger as they come from outside: an invoice, a payment or credit. Never a file, never a column name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.case import Debtor
from bot.core.money import Money

BY_OWNER = "owner:"
"""How the key of a payment begins that only the owner has told of, until the bank shows it too."""


class PaymentKind(StrEnum):
    """What reduced an invoice. The value is stored."""

    PAYMENT = "payment"
    CREDIT = "credit"


@dataclass(frozen=True, kw_only=True)
class InvoiceRow:
    """One invoice as imported. ``total`` with taxes; the debtor's contacts count by address, their ids are ignored."""

    number: str
    issued: date
    due: date
    total: Money
    debtor: Debtor
    order_reference: str = ""
    items: tuple[str, ...] = ()
    pdf: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentRow:
    """One payment or credit on an invoice. ``key`` names it once and for all: the same key is never counted twice."""

    key: str
    number: str
    paid_on: date
    amount: Money
    kind: PaymentKind = PaymentKind.PAYMENT
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Payment:
    """Money that is in the books: for which invoice, on which day. ``credit``: a credit note."""

    invoice_id: int
    on: date
    amount: Money
    credit: bool = False
