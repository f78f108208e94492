"""Where to act: the temperature that makes probabilities honest, and what errors cost. Fitted on the blind replies.

They teach nothing else. The temperature is measured with the stored 8-bit weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.readers._trained.engine import Engine
from bot.readers._trained.labels import LABELS
from tests.training.rows import Row

WRONG, OVERLOOKED = 3.0, 5.0
"""How many needless questions one wrong set of labels costs, and one grave label that is acted against."""


def fitted(folder: Path, unseen: Sequence[Row]) -> dict[str, Any]:
    """The card's ``bars`` for the model in ``folder``: act where a question costs more than what may go wrong."""
    engine = Engine(folder)
    logits = np.stack([engine.look(row.text).labels for row in unseen])
    wanted = np.array([row.labels for row in unseen]) > 0.5
    scale = round(_temperature(logits, wanted), 3)
    return {
        "scale": [scale] * len(LABELS), "shift": [0.0] * len(LABELS),
        "act": round(1 - 1 / WRONG, 3), "grave": round(1 / OVERLOOKED, 3),
    }  # fmt: skip


def _temperature(logits: Any, wanted: Any) -> float:
    """The scale under which the probabilities fit best (the least log loss)."""

    def loss(scale: float) -> float:
        z = np.clip(logits * scale, -30, 30)
        return float(np.mean(np.logaddexp(0, z) - z * wanted))

    return float(min(np.linspace(0.2, 1.5, 131), key=loss))
