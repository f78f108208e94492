"""What the answers of an SMTP server mean for a message. Pure: never opens a connection."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from enum import StrEnum

from bot.mail.section import tls_trouble

# Permanent-looking answers that are about us (login, licence, daily quota), not about this message or its recipient.
# Gmail's 5.4.5 is its daily limit; Exchange's 5.7.57, 5.7.60 and 5.2.252 are about who may send as whom.
_ABOUT_US_CODES = frozenset({503, 530, 534, 535, 538})
_ABOUT_US = re.compile(r"(?<![\d.])5\.(4\.5|7\.8|7\.9|7\.14|7\.57|7\.60|2\.252)(?![\d.])")
_POLICY = re.compile(r"(?<![\d.])5\.7\.\d")
_BLOCKED = re.compile(r"block(?:ed|list)|black ?list|spamhaus|sender address rejected|limit exceeded|rate limit", re.I)
_ADDRESS = re.compile(r"(?<![\d.])5\.(1\.\d+|2\.1|0\.0)(?![\d.])")
_ANY_STATUS = re.compile(r"(?<![\d.])5\.\d\.\d")
# At MAIL only the size is about the message; the rest is about our own address.
_TOO_BIG = 552


class Verdict(StrEnum):
    """What became of a message. DOUBTFUL: the server may have taken it; look before sending again."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "later"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A verdict and why: the server's code and words (or ours), and the phase: connect, login, mail, rcpt or data."""

    verdict: Verdict
    code: int | None
    answer: str
    phase: str


def judge(phase: str, code: int, answer: str) -> Outcome:
    """The verdict of an answer that came before the message was taken."""
    # Policy at RCPT is about us (a blocklist, a limit, our sender address): Postfix delays such answers to RCPT.
    policy = phase == "rcpt" and (_POLICY.search(answer) or _BLOCKED.search(answer))
    about_us = policy or code in _ABOUT_US_CODES or _ABOUT_US.search(answer) or (phase == "mail" and code != _TOO_BIG)
    verdict = Verdict.REFUSED if 500 <= code < 600 and not about_us else Verdict.LATER
    return Outcome(verdict=verdict, code=code if code > 0 else None, answer=answer, phase=phase)


def names_address(outcome: Outcome) -> bool:
    """Was it refused because the address does not exist, and for no other reason (RFC 3463: x.1.x)?"""
    if outcome.phase != "rcpt":
        return False
    if _ANY_STATUS.search(outcome.answer):
        return _ADDRESS.search(outcome.answer) is not None
    return outcome.code in (550, 551, 553, None)


def unreached(phase: str, error: Exception, host: str) -> Outcome:
    """The verdict of a connection that failed before the message left."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__
    trouble = tls_trouble(host, cause) if isinstance(cause, ssl.SSLError) else str(error) or type(error).__name__
    return Outcome(verdict=Verdict.LATER, code=None, answer=trouble, phase=phase)
