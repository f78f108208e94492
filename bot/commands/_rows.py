"""How a decision to come is shown: as plain values for a text, and for JSON. Never a word that a person reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from bot.core.because import Because
from bot.core.case import Case
from bot.core.decide import Ask, Close, Send, Settle, Wait
from bot.core.forecast import Forecast
from bot.core.ladder import TO_DEBTOR, Approve, Message
from bot.core.money import Money
from bot.errors import TextError
from bot.office import Office


@dataclass(frozen=True, kw_only=True)
class Row:
    """One decision. ``kind``: send (to the debtor), show (a step for the owner), ask, settle, wait or close.

    ``reason`` and ``step`` are in the account's words.
    """

    day: date
    case: Case
    kind: str
    because: Because
    reason: str
    until: date | None = None
    message: Message | None = None
    step: str = ""

    @property
    def asks(self) -> bool:
        """Only after the owner's word."""
        return self.message is not None and self.message.step.approve is Approve.ASK

    @property
    def numbers(self) -> str:
        """Of the invoices that it speaks of."""
        lines = self.message.lines if self.message else ()
        return ", ".join(line.invoice.number for line in lines[:3]) + ("…" if len(lines) > 3 else "")


class Sayings:
    """The account's words for steps and reasons, each looked up once: a table of a thousand rows has a dozen."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._said: dict[tuple[str, str], str] = {}

    def __call__(self, file: str, key: str) -> str:
        if (file, key) not in self._said:
            try:
                said = self._office.words.say(f"{file}.{key}", language=self._office.account.language)
            except TextError:
                said = key.replace("_", " ")  # a step of the owner's own ladder
            self._said[file, key] = said
        return self._said[file, key]


def row(one: Forecast, say: Sayings) -> Row:
    kind, until, message = "wait", None, None
    match one.decision:
        case Send(message=said):
            kind, message = "send" if said.step.channel in TO_DEBTOR else "show", said
        case Ask():
            kind = "ask"
        case Settle():
            kind = "settle"
        case Wait(until=end):
            until = end
        case Close():
            kind = "close"
        case _:
            assert_never(one.decision)
    because = one.decision.because
    return Row(
        day=one.day,
        case=one.case,
        kind=kind,
        because=because,
        reason=say("because", because),
        until=until,
        message=message,
        step=say("steps", message.step.name) if message else "",
    )


def decision_json(one: Forecast) -> dict[str, object]:
    """The decision as plain values: docs/json.md."""
    decision = one.decision
    found: dict[str, object] = {"day": one.day.isoformat(), "action": type(decision).__name__.lower()}
    found["because"] = str(decision.because)
    if isinstance(decision, Send):
        found |= message_json(decision.message)
    if isinstance(decision, Wait) and decision.until is not None:
        found["until"] = decision.until.isoformat()
    if isinstance(decision, Ask):
        found["question"] = str(decision.kind)
    return found


def message_json(message: Message) -> dict[str, object]:
    to_debtor = message.step.channel in TO_DEBTOR
    return {
        "step": message.step.name,
        "channel": str(message.step.channel),
        "approve": str(message.step.approve),
        "to": message.contact.email if to_debtor and message.contact else None,
        "pay_by": message.pay_by.isoformat() if message.pay_by else None,
        "invoices": [
            {"number": line.invoice.number, "step": line.step.name, "outstanding": amount(line.outstanding)}
            | {"currency": line.outstanding.currency}
            for line in message.lines
        ],
    }


def amount(money: Money) -> str:
    """Major units, exact: "1240.00"."""
    return f"{money.decimal:f}"
