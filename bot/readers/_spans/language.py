"""Which of six languages a reply is written in, from its commonest words and letters. Never what it says."""

from __future__ import annotations

from collections.abc import Sequence

from bot.readers._clauses import language as old
from bot.readers._spans.folded import fold

UNKNOWN = "und"


def guess(text: str, expected: Sequence[str] = ()) -> str:
    """``fr``, ``en``, ``de``, ``es``, ``it``, ``nl``, or ``und``. ``expected``: likeliest first; decides on few words."""
    return old.guess(fold(text).text, expected)
