"""The case token and the answer codes in our mails: how written, how found again. Never who owns one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import TypeVar

from bot.core.mail import Tap
from bot.core.reading import Label

_T = TypeVar("_T")

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base32: no i, l, o, u, so that nobody reads one letter for another."""
LENGTH = 10
MOST = 20
"""So many tokens are taken from one mail; more of them are somebody guessing."""

ANSWERS: Mapping[str, Label] = MappingProxyType(
    {
        "paid": Label.PAID,
        "promise": Label.PROMISE,
        "dispute": Label.DISPUTE,
        "plan": Label.PLAN_REQUEST,
        "wrong": Label.WRONG_CONTACT,
        "invoice": Label.INFO_REQUEST,
    }
)
"""What each answer link stands for."""

# Typed by hand, o is 0 and i or l is 1 (Crockford).
_TYPED = str.maketrans("oil", "011")
_CHARACTER = "[0-9a-tv-z]"
_ANSWER = "|".join(ANSWERS)
# "Réf." may arrive as two code points, as mojibake or with a replacement character.
_REFERENCE = re.compile(
    rf"\br\S{{1,3}}f\.?[\s:]{{0,8}}({_CHARACTER}{{{LENGTH}}})(?![0-9a-z])(?:\s{{0,4}}/\s{{0,4}}({_ANSWER})\b)?",
    re.IGNORECASE,
)
_PLUS = re.compile(rf"\+({_CHARACTER}{{{LENGTH}}})@", re.IGNORECASE)
_ESCAPE = re.compile(r"%([2-7][0-9a-f])", re.IGNORECASE)
_LINK = re.compile(r"(?:mailto:|https?://)\S*", re.IGNORECASE)


def is_token(text: str) -> bool:
    return len(text) == LENGTH and all(c in ALPHABET for c in text)


def reference(token: str) -> str:
    """How a token stands in a subject: ``[ref 7k2m4qx9tb]``."""
    return f"[ref {token}]"


def code(token: str, answer: str) -> str:
    """A token with an answer, ``7k2m4qx9tb/paid``. Raises KeyError for an answer that no link has."""
    if answer not in ANSWERS:
        raise KeyError(answer)
    return f"{token}/{answer}"


def answer_code(token: str, label: Label) -> str:
    """The code of the link that stands for ``label``. Raises KeyError when no link does."""
    return code(token, {meaning: answer for answer, meaning in ANSWERS.items()}[label])


def find(text: str) -> list[tuple[str, str]]:
    """Every token in ``text`` with its answer, or "" where it carries none; in order, each pair once, at most MOST."""
    written = ((_plain(m[1]), (m[2] or "").lower()) for m in _REFERENCE.finditer(_decoded(text)))
    addressed = ((_plain(m[1]), "") for m in _PLUS.finditer(text))
    return _first(chain(written, addressed))


def find_tokens(*texts: str) -> tuple[str, ...]:
    """Tokens in subject, recipients and body, in order, each once, at most MOST."""
    return tuple(_first(token for text in texts for token, _ in find(text)))


def _first(found: Iterable[_T]) -> list[_T]:
    kept: dict[_T, None] = {}
    for one in found:
        kept[one] = None
        if len(kept) == MOST:
            break
    return list(kept)


def find_tap(subject: str, body: str) -> Tap | None:
    """The answer that the writer chose: in the subject, else in ``body`` without quotes. Two different ones: none.

    Links in ``body`` do not count: they are our own six, quoted.
    """
    for text in (subject, _LINK.sub(" ", body)):
        taps = {(token, answer) for token, answer in find(text) if answer}
        if len(taps) == 1:
            token, answer = taps.pop()
            return Tap(label=ANSWERS[answer], token=token)
        if taps:
            return None
    return None


def _decoded(text: str) -> str:
    """Undo what a mail program left of a link: ``%5Bref%20…%2Fpaid%5D``, ``ref+…``."""
    text = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    return re.sub(r"(?<=[fF.])\+", " ", text)


def _plain(token: str) -> str:
    return token.lower().translate(_TYPED)
