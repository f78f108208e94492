"""What the encoder sees of a reply: the subject without its prefixes, then the debtor's words. Pure."""

from __future__ import annotations

import re

LONGEST_SUBJECT, LONGEST_TEXT = 120, 6000
"""Characters that are looked at."""

_PREFIX = re.compile(r"(?i)^\s*(?:re|rép|rep|aw|antw|sv|rv|rif|r|fw|fwd|tr|wg|i|enc|doorst)\s*(?:\[\d+\])?\s*:\s*")
_BETWEEN = " | "


def shown(subject: str, said: str) -> str:
    """The text for the encoder; the said part begins at ``offset(subject)``."""
    return _head(subject) + said[:LONGEST_TEXT]


def offset(subject: str) -> int:
    return len(_head(subject))


def _head(subject: str) -> str:
    subject = subject[:LONGEST_SUBJECT]
    for _ in range(4):
        subject = _PREFIX.sub("", subject)
    return "query: " + " ".join(subject.split()) + _BETWEEN
