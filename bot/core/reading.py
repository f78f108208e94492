"""What a reply means: labels, the words that show them, promised payments. Guide: docs/reading.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Label(StrEnum):
    PROMISE = "promise"
    PAID = "paid"
    DISPUTE = "dispute"
    HARDSHIP = "hardship"
    INSOLVENCY = "insolvency"
    PLAN_REQUEST = "plan_request"
    INFO_REQUEST = "info_request"
    WRONG_CONTACT = "wrong_contact"
    REFUSAL = "refusal"
    STOP_CONTACT = "stop_contact"
    AUTO_REPLY = "auto_reply"
    OTHER = "other"


GRAVE = frozenset({Label.DISPUTE, Label.HARDSHIP, Label.INSOLVENCY, Label.STOP_CONTACT})
"""To press whoever says one of these is the worst error."""


class ReadingDecision(StrEnum):
    ACT = "act"
    ASK = "ask"


@dataclass(frozen=True, kw_only=True)
class Intent:
    """One label, how sure (0 to 1), and the debtor's own words that show it (verbatim)."""

    label: Label
    confidence: float
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class PromisedPayment:
    """``day`` None: no day that can be waited for. ``amount`` in major units; None: the whole invoice, or not said."""

    day: date | None
    amount: Decimal | None = None
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The invoice that the reply is about, as far as a reader needs it. ``amount`` in major units."""

    number: str = ""
    amount: Decimal | None = None
    currency: str = "EUR"
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one reply means. ``away_until``: the first day on which an absent person is back."""

    language: str
    intents: tuple[Intent, ...] = ()
    promises: tuple[PromisedPayment, ...] = ()
    claimed_paid_on: date | None = None
    away_until: date | None = None
    decision: ReadingDecision = ReadingDecision.ASK

    @property
    def labels(self) -> frozenset[Label]:
        return frozenset(i.label for i in self.intents)

    def evidence(self, label: Label) -> str:
        return next((i.evidence for i in self.intents if i.label is label), "")


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A reply with all that it means, as a person says. ``said``: without quotes and signature."""

    said: str
    subject: str
    labels: frozenset[Label]
