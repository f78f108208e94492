"""What a mail to a debtor may speak of, and what came of it. Only values: no words, no formatting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.money import Money
from bot.core.notice import FrozenLine


@dataclass(frozen=True, kw_only=True)
class MailFacts:
    """The facts of one mail. ``history``: earlier messages as (day, text name), oldest first.

    ``pay_by`` is the one date that the text asks for. ``plan`` are the instalments that we offer; ``promise`` is the
    day (and the amount; None: all) that the debtor gave. ``attach`` are the copies that travel with the mail.
    ``to_name`` is who reads it; "": the debtor's first contact.
    """

    today: date
    lines: tuple[FrozenLine, ...]
    totals: tuple[Money, ...]
    pay_by: date | None
    token: str
    history: tuple[tuple[date, str], ...] = ()
    notice_days: int = 8
    plan: tuple[tuple[date, Money], ...] = ()
    promise: tuple[date, Money | None] | None = None
    attach: tuple[str, ...] = ()
    to_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """The words of a mail. The HTML shows the payment code as ``cid:qr``; its image travels beside it.

    The last three speak only of a text that the owner edited: figures that the ledger does not know, words that we
    never use towards a debtor, and parts of the original (invoices, payment, answers) that are gone.
    """

    subject: str
    plain: str
    html: str
    attach: tuple[str, ...] = ()
    wrong_figures: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
