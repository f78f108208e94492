"""Which tokens of a long text are looked at, and which tokens a stretch of it touches. No model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

LONGEST = 256
"""Tokens that are looked at; of a longer text the beginning and the end."""

_HEAD, _TAIL = 176, 80


def cut(ids: Sequence[int], offsets: Sequence[tuple[int, int]]) -> tuple[Any, Any]:
    """Ids (length) and offsets (length, 2), at most LONGEST of them."""
    some, places = np.array(ids, np.int64), np.array(offsets, np.int64).reshape(-1, 2)
    if len(some) > LONGEST:
        chosen = np.r_[0:_HEAD, len(some) - _TAIL : len(some)]
        some, places = some[chosen], places[chosen]
    return some, places


def tokens_of(offsets: Any, start: int, end: int) -> Any:
    """Places of the tokens that touch the stretch."""
    return np.flatnonzero((offsets[:, 0] < end) & (offsets[:, 1] > start) & (offsets[:, 1] > offsets[:, 0]))
