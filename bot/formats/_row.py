"""What a member of this shelf gives: a good row, or a bad one with its reason. Never a sentence (see _words)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.ledger import InvoiceRow, PaymentRow

UNSAID = "X" * 3
"""The currency of an amount whose file names none (ISO 4217: no currency). The ledger puts the account's own there."""


class Why(StrEnum):
    """What is wrong with a row. The sentences are in ``_words``; ``BadRow.detail`` is the word that they need."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_COLUMN = "no_column"
    TWO_COLUMNS = "two_columns"
    TOO_MANY_FIELDS = "too_many_fields"
    QUOTES = "quotes"
    DATE = "date"
    DATE_FAR = "date_far"
    MONTH_FIRST = "month_first"
    PERHAPS_MONTH_FIRST = "perhaps_month_first"
    AMOUNT = "amount"
    AMOUNT_UNCLEAR = "amount_unclear"
    AMOUNT_LARGE = "amount_large"
    CURRENCY = "currency"
    CURRENCY_CONFLICT = "currency_conflict"
    CURRENCY_COLUMN = "currency_column"
    CURRENCY_NEEDED = "currency_needed"
    ZERO = "zero"
    NEGATIVE_TOTAL = "negative_total"
    NEGATIVE_CREDIT = "negative_credit"
    DUE_BEFORE_ISSUED = "due_before_issued"
    TERMS = "terms"
    EMAIL = "email"
    COUNTRY = "country"
    LANGUAGE = "language"
    PAYMENT_KIND = "payment_kind"
    PDF_OUTSIDE = "pdf_outside"
    DUPLICATE = "duplicate"
    PAYMENT_FUTURE = "payment_future"
    OVERPAID = "overpaid"
    TIME_BARRED = "time_barred"
    KEY_CONFLICT = "key_conflict"
    UNKNOWN_INVOICE = "unknown_invoice"
    STORE = "store"


@dataclass(frozen=True, kw_only=True)
class BadRow:
    """A row that was not taken in, or (a note of the report) one that was, with something to know.

    ``line``: where it starts in the file, from 1; ``column`` as the file writes it.
    """

    file: str
    line: int
    column: str
    value: str
    why: Why
    detail: str = ""


Row = InvoiceRow | PaymentRow | BadRow
Numbered = tuple[int, Row]
"""A row and the line of the file on which it starts."""
