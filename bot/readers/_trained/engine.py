"""Runs the stored encoder (ONNX, 8 bits, one thread) and its heads. Knows no label and no language.

The weights lie beside this file; `make reader` builds them from tests/replies (docs/reading.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from bot.readers._trained import pieces
from bot.readers._trained.cut import cut, tokens_of

WEIGHTS = Path(__file__).parent / "weights"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One text after the encoder. ``tokens`` (length, width); ``offsets`` (length, 2) into the text; ``labels`` logits.

    ``shares`` (length, labels): how much each token moved each logit.
    """

    tokens: Any
    offsets: Any
    labels: Any
    shares: Any


class Engine:
    """The model in memory: about 60 MB with its runtime."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.pieces = pieces.load(folder / "pieces.tsv")
        self.words = np.load(folder / "words.npy", mmap_mode="r")
        with np.load(folder / "heads.npz") as heads:
            self.heads: Mapping[str, Any] = {name: heads[name].astype(np.float32) for name in heads.files}
        self.card: Mapping[str, Any] = json.loads((folder / "card.json").read_text(encoding="utf-8"))

    def look(self, text: str) -> Seen:
        """What the encoder makes of ``text``."""
        ids, offsets = cut(*self.pieces.encode(text))
        (tokens,) = self.session.run(None, {"words": _unpacked(self.words[ids])})
        looked = _softmax(tokens @ self.heads["look"].T)
        shares = looked * (tokens @ self.heads["weigh"].T)
        return Seen(tokens=tokens, offsets=offsets, labels=shares.sum(0) + self.heads["bias"], shares=shares)

    def plain(self, text: str) -> Any:
        """The mean of the words as they go into the encoder: what is spoken of, whatever is meant by it."""
        ids, _ = cut(*self.pieces.encode(text))
        return _unpacked(self.words[ids]).mean(0)

    def role(self, head: str, seen: Seen, spans: Sequence[tuple[int, int]]) -> Any:
        """Probabilities of the roles of stretches of the text (rows as ``spans``); one not looked at gets zeros."""
        weight, bias = self.heads[f"{head}.weight"], self.heads[f"{head}.bias"]
        roles = np.zeros((len(spans), len(bias)), np.float32)
        for row, (start, end) in enumerate(spans):
            within = tokens_of(seen.offsets, start, end)
            if len(within):
                roles[row] = _softmax((seen.tokens[within].mean(0) @ weight.T + bias)[:, None])[:, 0]
        return roles


@cache
def engine() -> Engine:
    """The one engine of this process, loaded when the first reply comes."""
    return Engine()


def _softmax(logits: Any) -> Any:
    """Over the first axis."""
    raised = np.exp(logits - logits.max(0, keepdims=True))
    return raised / raised.sum(0, keepdims=True)


def _unpacked(blocks: Any) -> Any:
    """Rows of 4-bit blocks (scale as float16, 32 nibbles) as float32."""
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    low, high = blocks[..., 2:] & 15, blocks[..., 2:] >> 4
    return ((np.concatenate([low, high], axis=-1).astype(np.float32) - 8) * scale).reshape(len(blocks), -1)
