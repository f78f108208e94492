"""From the encoder's logits to labels that may stand together, and whether they are sure enough to act on. Pure."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.reading import GRAVE, Label

LABELS = tuple(Label)
_EVEN = 0.5


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Where to act. ``scale``, ``shift``: make each logit a probability that means something.

    ``act``: how likely the whole set of labels must be right. ``grave``: from where a grave label that is not among
    them stops the case all the same.
    """

    scale: tuple[float, ...]
    shift: tuple[float, ...]
    act: float
    grave: float

    @classmethod
    def of(cls, card: Mapping[str, Any]) -> Bars:
        bars = card["bars"]
        return cls(
            scale=tuple(bars["scale"]), shift=tuple(bars["shift"]), act=bars["act"], grave=bars["grave"]
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """``sure``: the labels with their probabilities, likeliest first. ``whole``: how likely it is that just they apply.

    ``feared``: the likeliest grave label that is not among them.
    """

    sure: Mapping[Label, float]
    whole: float
    feared: float


def probabilities(logits: Sequence[float], bars: Bars) -> Mapping[Label, float]:
    """What each logit means."""
    return {
        label: 1 / (1 + math.exp(-max(-30.0, min(30.0, float(x) * a + b))))
        for label, x, a, b in zip(LABELS, logits, bars.scale, bars.shift, strict=True)
    }


def feared(each: Iterable[Sequence[float]], chosen: Collection[Label], bars: Bars) -> float:
    """The likeliest grave label that was not chosen, as the one of the encoders has it that fears it most."""
    return max((probabilities(one, bars)[label] for one in each for label in GRAVE - set(chosen)), default=0.0)


def choose(logits: Sequence[float], bars: Bars) -> Chosen:
    """The likeliest set that the guide allows: `other` alone, insolvency with hardship, never refusal and dispute."""
    p = probabilities(logits, bars)
    labels = {label for label in LABELS if p[label] > _EVEN}
    if Label.OTHER in labels and len(labels) > 1:
        rest = max(p[label] for label in labels if label is not Label.OTHER)
        labels = {Label.OTHER} if p[Label.OTHER] > rest else labels - {Label.OTHER}
    if Label.INSOLVENCY in labels:
        labels.add(Label.HARDSHIP)
    if {Label.REFUSAL, Label.DISPUTE} <= labels:
        labels.discard(min((Label.REFUSAL, Label.DISPUTE), key=lambda label: p[label]))
    labels = labels or {max(LABELS, key=lambda label: p[label])}
    if Label.INSOLVENCY in labels:
        labels.add(Label.HARDSHIP)
    whole = math.prod(p[label] if label in labels else 1 - p[label] for label in LABELS)
    ranked = sorted(labels, key=lambda label: -p[label])
    return Chosen(
        sure={label: round(p[label], 4) for label in ranked},
        whole=whole,
        feared=max((p[label] for label in GRAVE - labels), default=0.0),
    )
