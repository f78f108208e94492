"""Where to act: fitted on replies by authors whom the judged model has not read, with the stored 8-bit weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.readers._trained.engine import Engine
from bot.readers._trained.labels import GRAVE, LABELS, Bars, choose
from tests.training.rows import Row

EXACT, CAUGHT = 0.955, 0.993
"""What is asked where it acts, and of grave labels; a little more than the bar, because strangers write otherwise."""


def fitted(folder: Path, unseen: Sequence[Row]) -> dict[str, Any]:
    """The card's ``bars`` for the model in ``folder``."""
    from sklearn.linear_model import LogisticRegression

    engine = Engine(folder)
    logits = np.stack([engine.look(row.text).labels for row in unseen])
    wanted = np.array([row.labels for row in unseen]) > 0.5
    fits = [LogisticRegression(C=1.0).fit(logits[:, [n]], wanted[:, n]) for n in range(len(LABELS))]
    scale = [round(float(f.coef_[0, 0]), 4) for f in fits]
    shift = [round(float(f.intercept_[0]), 4) for f in fits]
    plain = Bars(scale=tuple(scale), shift=tuple(shift), act=0.0, grave=1.0)
    chosen = [choose(row, plain) for row in logits]
    grave = _grave(chosen, wanted)
    sure = sorted(
        ((c.whole, set(c.sure) == _labels(w)) for c, w in zip(chosen, wanted, strict=True) if c.feared < grave),
        reverse=True,
    )
    right, act = 0, 1.0
    for number, (whole, exact) in enumerate(sure, 1):
        right += exact
        if number >= 50 and right / number >= EXACT:
            act = whole
    share = sum(whole >= act for whole, _ in sure) / len(chosen)
    return {"scale": scale, "shift": shift, "act": round(act, 4), "grave": round(grave, 4), "acted": round(share, 3)}


def _grave(chosen: Sequence[Any], wanted: Any) -> float:
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
