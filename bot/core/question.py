"""A question: one thing that we ask the owner, and the choices that he has. No words here; they live in templates/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.core.chart import Chart


class QuestionKind(StrEnum):
    APPROVE = "approve"  # a text that wants to leave
    CALL = "call"  # a call card
    DECIDE = "decide"  # a step of the ladder that the owner decides
    AMICABLE_END = "amicable_end"  # day 28
    DISPUTE = "dispute"
    HARDSHIP = "hardship"
    INSOLVENCY = "insolvency"
    STOP = "stop"
    REFUSAL = "refusal"
    PLAN_REQUEST = "plan_request"
    WRONG_CONTACT = "wrong_contact"
    AWAY_CONTACT = "away_contact"  # an absent person names another address
    INFO_REQUEST = "info_request"
    SAYS_PAID = "says_paid"
    PROMISE = "promise"  # a promise without a day that can be waited for
    PROMISE_MADE = "promise_made"  # a promise with a day: it is waited for, whatever he taps
    PROMISE_KEPT = "promise_kept"  # good news
    PROMISE_BROKEN = "promise_broken"
    UNSURE = "unsure"  # the reader does not know
    UNKNOWN_SENDER = "unknown_sender"
    SHUNTED = "shunted"  # a mail that broke the parser
    BOUNCED = "bounced"  # nobody left who can be reached
    REFUSED = "refused"  # the server refused our mail for good
    DOUBTFUL = "doubtful"  # sent or not? nobody knows
    TEXT_BROKEN = "text_broken"  # a template fails
    BANK_STALE = "bank_stale"
    ORDER = "order"  # what the owner wrote in his own words, to be confirmed
    DIGEST = "digest"  # what happened and what comes, after quiet hours
    TROUBLE = "trouble"  # a server has been away for a while


Trace = Mapping[str, Mapping[str, Mapping[str, object]]]
"""How the rows that a tap may change stand: table, row, column. Only the store looks into it."""


class QuestionState(StrEnum):
    OPEN = "open"
    ASKED = "asked"
    ANSWERED = "answered"
    EXPIRED = "expired"


class Choice(StrEnum):
    """What a tap can mean. Stored and carried in buttons; keep the values short (64 bytes of callback data)."""

    APPROVE = "approve"
    EDIT = "edit"
    SKIP = "skip"
    DONE = "done"
    GO_ON = "go_on"
    KEEP = "keep"
    HOLD_7 = "hold_7"
    HOLD_14 = "hold_14"
    HOLD_30 = "hold_30"
    RECEIVED = "received"
    NOT_RECEIVED = "not_received"
    ASK_DETAILS = "ask_details"
    OFFER_PLAN = "offer_plan"
    SEND_INVOICE = "send_invoice"
    CONFIRM = "confirm"  # the debtor reads when his payment is expected
    NEXT_CONTACT = "next_contact"
    NEW_CONTACT = "new_contact"  # the address that the mail names
    WRITE_OFF = "write_off"
    HAND_OVER = "hand_over"  # of cards of an earlier version
    MEDIATOR = "mediator"
    AGENCY = "agency"
    SET_PLAN = "set_plan"  # says how: he writes the instalments
    CREDIT = "credit"  # says how: he writes the amount
    RESEND = "resend"
    WAS_SENT = "was_sent"
    FRESH = "fresh"
    IS_DISPUTE = "is_dispute"
    IS_HARDSHIP = "is_hardship"
    IS_PAID = "is_paid"
    NOTHING = "nothing"
    VOICEMAIL = "voicemail"
    ACCEPT = "accept"  # the days that the debtor names
    PROMISED = "promised"  # opens a choice of days; then carries one: "promised:20261204"
    NOT_GOT = "not_got"  # the invoice never came
    IN_APPROVAL = "in_approval"
    WRONG_NUMBER = "wrong_number"
    MISREAD = "misread"  # opens the labels
    MEANS_PROMISE = "means_promise"
    MEANS_PAID = "means_paid"
    MEANS_DISPUTE = "means_dispute"
    MEANS_HARDSHIP = "means_hardship"
    MEANS_INSOLVENCY = "means_insolvency"
    MEANS_PLAN_REQUEST = "means_plan_request"
    MEANS_INFO_REQUEST = "means_info_request"
    MEANS_WRONG_CONTACT = "means_wrong_contact"
    MEANS_REFUSAL = "means_refusal"
    MEANS_STOP_CONTACT = "means_stop_contact"
    MEANS_AUTO_REPLY = "means_auto_reply"
    MEANS_OTHER = "means_other"
    YES = "yes"
    NO = "no"
    APPROVE_ALL = "approve_all"
    ONE_BY_ONE = "one_by_one"  # shows the cards again
    UNDO = "undo"  # for some minutes after any answer
    NOW = "now"  # nothing is to be undone: what waits for that may leave
    RESTORE = "restore"  # the prepared text, after the owner has written another
    READ = "read"  # shows all that the debtor wrote
    BACK = "back"  # from a choice of days or labels to the card as it was
    THIS_CASE = "case"  # carries the case: "case:12"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One button. ``argument`` only with THIS_CASE (the case's id) and PROMISED (the day, as 20261204)."""

    choice: Choice
    argument: int | None = None

    @property
    def code(self) -> str:
        return self.choice.value if self.argument is None else f"{self.choice.value}:{self.argument}"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A row. ``facts`` are plain JSON values for the card; ``bound_to`` is the fingerprint that an approval needs.

    ``undo_until``: the answer can be taken back before; ``held_back``: it approved a message, which waits until then.
    """

    id: int
    account: str
    kind: QuestionKind
    state: QuestionState
    options: tuple[Option, ...]
    created_at: datetime
    case_id: int | None = None
    notice_id: int | None = None
    mail_id: int | None = None
    bound_to: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    answered_by: str = ""
    answered_at: datetime | None = None
    chosen: str = ""
    undo_until: datetime | None = None
    held_back: bool = False


@dataclass(frozen=True, kw_only=True)
class Card:
    """A question as a channel shows it: plain strings, already in the owner's language. A channel escapes them.

    ``quote`` are the debtor's own words; ``preview`` is the exact text that would leave; ``buttons`` are
    pairs (code, label), best first. ``over``: it is answered; a button that it still has only takes that back.
    ``charts`` are shown with it, once.
    """

    question_id: int
    account: str
    title: str
    lines: tuple[str, ...] = ()
    quote: str = ""
    preview: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    editable: bool = False
    over: bool = False
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the owner is told. ``text`` may be "" (stay silent).

    ``card`` is the tapped card as it now stands (no buttons once it is answered), or the one of a command that was
    done: then it stands for ``text``. ``cards`` are further ones to show.
    ``pages`` are buttons under the text, pairs (command and number: "who:2", label): they only show, and never act.
    ``toast``: a word in passing, which takes no list's place. ``charts`` show what the text says.
    ``quote`` are somebody else's words, all of them: nothing in them may be tapped.
    """

    text: str
    card: Card | None = None
    cards: tuple[Card, ...] = ()
    pages: tuple[tuple[str, str], ...] = ()
    charts: tuple[Chart, ...] = ()
    toast: bool = False
    quote: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One debtor that a search has found: a line to choose it by, and the text that is written when it is chosen."""

    case_id: int
    title: str
    line: str
    text: str


LONGEST_QUOTE = 800
"""Characters of the debtor's words that a card shows; a button brings the others."""

PRIVATE = frozenset({QuestionKind.ORDER})
"""Questions that only the one who caused them is shown."""

OF_A_PROMISE = frozenset({QuestionKind.PROMISE, QuestionKind.PROMISE_MADE, QuestionKind.PROMISE_BROKEN})
"""Questions that a new promise of a day answers, or makes untrue."""

TOLD = frozenset({QuestionKind.PROMISE_MADE, QuestionKind.PROMISE_KEPT})
"""News: the case goes its way without an answer."""

ASIDE = PRIVATE | TOLD | {QuestionKind.DIGEST}
"""Questions that need no answer: they count on no list of what waits."""


BLOCKING = frozenset(
    {
        QuestionKind.DECIDE,
        QuestionKind.AMICABLE_END,
        QuestionKind.PROMISE,
        QuestionKind.PROMISE_BROKEN,
        QuestionKind.TEXT_BROKEN,
        QuestionKind.REFUSED,
        QuestionKind.BOUNCED,
    }
)
"""While one of these waits for an answer, nothing is proposed for the case."""


def option_of(code: str) -> Option | None:
    """The button that has this code; None for what no button ever has."""
    name, _, argument = code.partition(":")
    if name not in set(Choice) or (argument and not (argument.isascii() and argument.isdigit())):
        return None
    return Option(choice=Choice(name), argument=int(argument) if argument else None)
