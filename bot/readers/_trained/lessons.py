"""What an owner's corrections change: the logits of replies that resemble a corrected one, and of no others. Pure.

The labels of the nearest corrected replies pull at the shipped logits, the more of them the further. Two replies are
near when both what they mean (the encoder's mean) and what they speak of (the mean of the plain words) are alike: to
the encoder alone, all replies of one label are. Ordinary replies, of which nothing is to change, hold against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.core.reading import GRAVE, Label
from bot.readers._trained.labels import LABELS, Bars, Chosen, choose, probabilities

_SURE = 3.0
"""How sure a reply is to be read as it was corrected: a calibrated logit (0.95)."""

_MEANING, _WORDS = (0.50, 0.80), (0.25, 0.65)
"""Cosines up to which a reply is a stranger, and from which it is the same again. Of two replies with one label the
words are below 0.25 nine times in ten; the same thing said otherwise lies at 0.7 to 0.8, and at 0.4 to 0.7."""

_FEW = 3
"""Corrected replies that are listened to, the nearest: many that are hardly alike must not outweigh one that is."""

_DOUBT = 0.3
"""One correction may be a slip of the thumb, and is not wholly believed; a second one that agrees is."""


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One reply: the mean vector of the encoder, that of the plain words, and the shipped logits."""

    meaning: Any
    words: Any
    labels: Any


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """``centres`` of both vectors. ``wanted`` (corrected, labels): 1 or -1."""

    centres: tuple[Any, Any]
    corrected: tuple[Any, Any]
    ordinary: tuple[Any, Any]
    wanted: Any

    def choose(self, looked: Looked, bars: Bars) -> Chosen:
        """As the shipped heads choose, after the pull. A grave label that they saw is never acted against."""
        chosen = choose(looked.labels + self.pull(looked, bars), bars)
        shipped = probabilities(looked.labels, bars)
        feared = max((shipped[label] for label in GRAVE - set(chosen.sure)), default=0.0)
        return Chosen(sure=chosen.sure, whole=chosen.whole, feared=max(chosen.feared, feared))

    def pull(self, looked: Looked, bars: Bars) -> Any:
        """What is added to the raw logits of one reply: never beyond where a corrected reply would have them."""
        here = _placed([looked], self.centres)
        near, wanted = _nearness(self.corrected, here), self.wanted
        few = np.argsort(-near, kind="stable")[:_FEW]
        near, wanted = near[few], wanted[few]
        weight = float(near.sum())
        if not weight:
            return np.zeros(len(LABELS), np.float32)
        believed = weight / (weight + _DOUBT + float(_nearness(self.ordinary, here).sum()))
        scale, now = np.maximum(np.array(bars.scale), 1e-3), _scaled(looked.labels, bars)
        said = near @ wanted / weight  # -1 to 1; near 0 where the owner contradicts himself
        missing = np.where(said > 0, np.maximum(_SURE * said - now, 0), np.minimum(_SURE * said - now, 0))
        return believed * missing / scale


def learn(lessons: Sequence[tuple[Looked, frozenset[Label]]], ordinary: Sequence[Looked]) -> Learnt:
    """What these corrected replies teach. ``ordinary``: at least one; their middle is where likeness counts from."""
    centres = (_middle([one.meaning for one in ordinary]), _middle([one.words for one in ordinary]))
    return Learnt(
        centres=centres,
        corrected=_placed([one for one, _ in lessons], centres),
        ordinary=_placed(ordinary, centres),
        wanted=np.array([[1.0 if label in labels else -1.0 for label in LABELS] for _, labels in lessons]),
    )


def _scaled(logits: Any, bars: Bars) -> Any:
    return np.asarray(logits) * np.array(bars.scale) + np.array(bars.shift)


def _placed(replies: Sequence[Looked], centres: tuple[Any, Any]) -> tuple[Any, Any]:
    """Both vectors of each reply (rows), of length 1 and counted from the centres."""
    meanings = _unit(np.stack([one.meaning for one in replies]) - centres[0])
    return meanings, _unit(np.stack([one.words for one in replies]) - centres[1])


def _nearness(replies: tuple[Any, Any], here: tuple[Any, Any]) -> Any:
    """From 0 (a stranger in meaning or in words) to 1 (the same again)."""
    likeness = [rows @ one[0] for rows, one in zip(replies, here, strict=True)]
    near = [np.clip((x - a) / (b - a), 0, 1) for x, (a, b) in zip(likeness, (_MEANING, _WORDS), strict=True)]
    return near[0] * near[1]


def _middle(vectors: Sequence[Any]) -> Any:
    return np.stack(vectors).mean(0)


def _unit(vectors: Any) -> Any:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
