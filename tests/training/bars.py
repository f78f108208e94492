"""Where to act: three numbers, fitted with the stored 8-bit weights on the blind replies, which teach nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.readers._trained.engine import Engine
from bot.readers._trained.labels import GRAVE, LABELS, Bars, Chosen, choose
from tests.training.rows import Row

EXACT, CAUGHT = 0.9, 0.99
"""What is asked of the labels where it acts, and of grave labels (caught, or asked about), on these hard replies."""


def fitted(folder: Path, unseen: Sequence[Row]) -> dict[str, Any]:
    """The card's ``bars`` for the model in ``folder``: a temperature for all labels, and both bars."""
    engine = Engine(folder)
    logits = np.stack([engine.look(row.text).labels for row in unseen])
    wanted = np.array([row.labels for row in unseen]) > 0.5
    scale = round(_temperature(logits, wanted), 3)
    plain = Bars(scale=(scale,) * len(LABELS), shift=(0.0,) * len(LABELS), act=0.0, grave=1.0)
    chosen = [choose(row, plain) for row in logits]
    grave = _grave(chosen, wanted)
    sure = sorted(
        ((c.whole, set(c.sure) == _labels(w)) for c, w in zip(chosen, wanted, strict=True) if c.feared < grave),
        reverse=True,
    )
    right, act = 0, 1.0
    for number, (whole, exact) in enumerate(sure, 1):
        right += exact
        if number >= len(chosen) // 5 and right / number >= EXACT:
            act = whole
    return {
        "scale": [scale] * len(LABELS),
        "shift": [0.0] * len(LABELS),
        "act": round(act, 4),
        "grave": round(grave, 4),
    }


def _temperature(logits: Any, wanted: Any) -> float:
    """The scale under which the probabilities fit best (the least log loss)."""

    def loss(scale: float) -> float:
        z = np.clip(logits * scale, -30, 30)
        return float(np.mean(np.logaddexp(0, z) - z * wanted))

    return float(min(np.linspace(0.2, 1.5, 131), key=loss))


def _grave(chosen: Sequence[Chosen], wanted: Any) -> float:
    """The highest fear that may be passed over, so that hardly a grave label is missed and acted on."""
    rows = [(c.feared, bool((_labels(w) & GRAVE) - set(c.sure))) for c, w in zip(chosen, wanted, strict=True)]
    some = sum(bool(_labels(w) & GRAVE) for w in wanted)
    allowed = int((1 - CAUGHT) * some)
    for bar in np.linspace(0.5, 0.02, 49):
        if sum(missed and feared < bar for feared, missed in rows) <= allowed:
            return float(bar)
    return 0.02


def _labels(row: Any) -> set[Any]:
    return {label for label, there in zip(LABELS, row, strict=True) if there}
