"""Plain text on its way to a screen: made harmless, measured, cut. Knows no chat."""

from __future__ import annotations

import re
import unicodedata

# What a debtor wrote could move the cursor of a terminal, or turn "12" into "21" on the owner's screen.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TURNED = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_JOINER = "\u200d"


def plain(text: str) -> str:
    """Without control characters and half characters; everything else, also the direction marks, as it stands."""
    # Half a surrogate pair, as broken mails bring it, cannot be written in UTF-8: the request would fail for ever.
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROLS.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))


def steady(text: str) -> str:
    """``plain``, and nothing in it can turn the order of what stands beside it."""
    return _TURNED.sub("", plain(text))


def units(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def cut(text: str, limit: int) -> str:
    """At most ``limit`` UTF-16 units, with "…" where something is missing; never in the middle of a character."""
    if units(text) <= limit:
        return text
    end, left = 0, limit - 1
    while end < len(text) and (left := left - units(text[end])) >= 0:
        end += 1
    while 0 < end < len(text) and _joined(text, end):
        end -= 1
    return text[:end].rstrip() + "…" if limit > 0 else ""


def pieces(text: str, limit: int) -> list[str]:
    """The whole text in pieces of at most ``limit`` units, parted at line ends where there are any."""
    parts: list[str] = []
    while units(text) > limit:
        end, left = 0, limit
        while (left := left - units(text[end])) >= 0:
            end += 1
        line_end = text.rfind("\n", 1, end + 1)
        at = line_end if line_end > 0 else end
        parts.append(text[:at])
        text = text[at:].removeprefix("\n")
    return [*parts, text] if text.strip() else parts


def _joined(text: str, at: int) -> bool:
    """Whether the characters around ``at`` are seen as one."""
    after = text[at]
    return text[at - 1] == _JOINER or after == _JOINER or unicodedata.category(after).startswith("M")
