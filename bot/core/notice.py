"""A notice: one thing that we say to the debtor, frozen as it was proposed, and what became of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from bot.core.case import NoticeState
from bot.core.ladder import Channel
from bot.core.money import Money, totals


@dataclass(frozen=True, kw_only=True)
class FrozenLine:
    """One invoice as the debtor was told of it. ``step`` empty: shown, but it moves on no ladder."""

    invoice_id: int
    number: str
    issued: date
    due: date
    total: Money
    received: Money
    step: str = ""
    order_reference: str = ""
    pdf: str = ""

    @property
    def outstanding(self) -> Money:
        return self.total - self.received


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A notice before it has a row: the facts, the exact words, and whom it goes to.

    ``text`` is the template's name (kind, firm, formal, thanks, ...), ``step`` the rung ("" off the ladder).
    """

    account: str
    case_id: int
    step: str
    text: str
    channel: Channel
    language: str
    to_email: str
    to_name: str
    lines: tuple[FrozenLine, ...]
    pay_by: date | None
    proposed_on: date
    subject: str
    plain: str
    html: str
    attach: tuple[str, ...] = ()
    ask: bool = False

    @property
    def totals(self) -> tuple[Money, ...]:
        return totals(line.outstanding for line in self.lines)

    @property
    def fingerprint(self) -> str:
        """What an approval is bound to: words, recipient, amounts, step. Any change gives another one."""
        parts = [
            self.account,
            self.case_id,
            self.step,
            self.text,
            self.channel,
            self.to_email,
            self.subject,
            self.plain,
        ]
        parts += [self.html, str(self.pay_by), list(self.attach)]
        parts += [[line.number, line.step, str(line.outstanding)] for line in self.lines]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=str).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A row of the outgoing queue. Moments are aware, in UTC. ``raw``: the exact bytes, once claimed for sending."""

    id: int
    draft: Draft
    state: NoticeState
    created_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None
    not_before: datetime | None = None
    attempts: int = 0
    message_id: str = ""
    raw: bytes = b""
    claimed_at: datetime | None = None
    settled_at: datetime | None = None
    answer: str = ""
    edited: bool = False


class Changes(TypedDict, total=False):
    """What may change when a notice moves. Moments in UTC; ``sent_on`` is the account's local day."""

    approved_by: str
    approved_at: datetime | None
    not_before: datetime | None
    attempts: int
    message_id: str
    raw: bytes
    claimed_at: datetime | None
    settled_at: datetime | None
    answer: str
    sent_on: date | None
