"""A mail: one thing that we received. What the parser found in it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.reading import Label


class MailState(StrEnum):
    KEPT = "kept"
    UNDERSTOOD = "understood"
    SHUNTED = "shunted"


class Auto(StrEnum):
    """Was it written by a machine? CERTAIN by headers (RFC 3834), LIKELY by subject and wording."""

    NO = "no"
    LIKELY = "likely"
    CERTAIN = "certain"


@dataclass(frozen=True, kw_only=True)
class Attachment:
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """A delivery report (RFC 3464). ``permanent`` False: only delayed. ``message_id``: of the mail that came back."""

    recipient: str
    permanent: bool
    status: str = ""
    diagnostic: str = ""
    message_id: str = ""

    @property
    def about_address(self) -> bool:
        """Is it the address that does not exist (RFC 3463: x.1.x, a mailbox disabled, a domain without a server)?

        A full mailbox, a blocklist or a policy says nothing about the address.
        """
        return self.status in ("", "5.0.0", "5.2.1", "5.4.4") or self.status.startswith("5.1.")


@dataclass(frozen=True, kw_only=True)
class Tap:
    """An answer link that the debtor used: the label it stands for, and the case token that it carries."""

    label: Label
    token: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A received mail, taken apart. ``body``: all text; ``said``: only what the writer wrote now."""

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    sent_at: datetime | None
    body: str
    said: str
    auto: Auto = Auto.NO
    bounce: Bounce | None = None
    tap: Tap | None = None
    tokens: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    list_mail: bool = False


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A row of the incoming queue. ``raw`` is what the server gave, byte for byte."""

    id: int
    account: str
    raw: bytes
    received_at: datetime
    state: MailState
    message_id: str = ""
    case_id: int | None = None
    trouble: str = ""
    uidvalidity: int = 0
    uid: int = 0


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A reading that the owner has corrected: which labels it had, and which are right."""

    mail_id: int
    was: tuple[str, ...]
    labels: tuple[str, ...]
    by: str
    at: datetime
