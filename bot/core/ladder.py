"""The ladder: its steps, and what a message made of them carries. Never a decision, never a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.case import Contact, Invoice
from bot.core.money import Money, totals


class Channel(StrEnum):
    MAIL = "mail"
    LETTER = "letter"
    CALL = "call"
    QUESTION = "question"


TO_DEBTOR = frozenset({Channel.MAIL, Channel.LETTER})


class Approve(StrEnum):
    AUTO = "auto"
    ASK = "ask"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One rung: ``day`` counts from the due date (negative: before it). ``text`` names the template."""

    name: str
    day: int
    channel: Channel = Channel.MAIL
    text: str = ""
    approve: Approve = Approve.AUTO
    formal: bool = False

    def __post_init__(self) -> None:
        if self.formal and self.approve is not Approve.ASK:
            raise ValueError(f'step {self.name!r}: a formal notice always asks the owner (approve = "ask")')


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """The graduated scenario of a group of debtors. Days and names strictly ordered and unique."""

    group: str
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        days = [s.day for s in self.steps]
        if days != sorted(set(days)):
            raise ValueError(f"ladder {self.group!r}: the days must rise from step to step")
        if len({s.name for s in self.steps}) != len(self.steps):
            raise ValueError(f"ladder {self.group!r}: two steps have the same name")

    def index(self, name: str) -> int | None:
        return next((i for i, s in enumerate(self.steps) if s.name == name), None)

    def step(self, name: str) -> Step | None:
        return next((s for s in self.steps if s.name == name), None)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One invoice in a message and the step that it takes with it."""

    invoice: Invoice
    step: Step

    @property
    def outstanding(self) -> Money:
        return self.invoice.outstanding


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is to be said, to whom, about which invoices; ``pay_by`` is the one date that the text names."""

    step: Step
    lines: tuple[Line, ...]
    contact: Contact | None
    pay_by: date | None

    @property
    def totals(self) -> tuple[Money, ...]:
        return totals(line.outstanding for line in self.lines)
