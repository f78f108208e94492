"""The writer's words that moved a label most. Pure."""

from __future__ import annotations

import re
from typing import Any

from bot.readers._trained.cut import tokens_of

_END = re.compile(r"(?<![.!?…])[.!?…]++(?=\s|$)|\n+|;")  # from the first of a run of dots only: linear time
_COMMA = re.compile(r",\s|\s[-–—]\s|:\s")
_LONG = 110


def stretches(said: str) -> list[tuple[int, int]]:
    """Sentences and lines; long ones also between their commas."""
    found = []
    for start, end in _split(_END, said, 0, len(said)):
        parts = _split(_COMMA, said, start, end) if end - start > _LONG else [(start, end)]
        found += [(a, b) for a, b in parts if said[a:b].strip()]
    return found


def words(said: str, shift: int, offsets: Any, shares: Any) -> str:
    """The stretch that speaks most for a label. ``shares``: what each token adds; ``said`` begins at ``shift``."""
    best, most = "", float("-inf")
    for start, end in stretches(said):
        within = tokens_of(offsets, start + shift, end + shift)
        if len(within) and (weight := float(shares[within].sum())) > most:
            best, most = said[start:end].strip().lstrip(",;:-–— ").rstrip(".,;:-–— "), weight
    return best


def _split(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    found, at = [], start
    for match in pattern.finditer(text, start, end):
        found.append((at, match.end()))
        at = match.end()
    return [*found, (at, end)]
