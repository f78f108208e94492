"""Runs the stored encoders (ONNX, 8 bits, one thread) and their heads. Knows no label and no language.

They were tuned on the same replies with different luck, and are asked together: where one errs, others often do not.
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
    """One text after the encoders. ``tokens`` (encoders, length, width); ``offsets`` (length, 2) into the text.

    ``each`` (encoders, labels): logits. ``shares`` (length, labels): how much each token moved each logit, on average.
    ``whole``: the text was not too long to be looked at from its beginning to its end.
    """

    tokens: Any
    offsets: Any
    each: Any
    shares: Any
    whole: bool

    @property
    def labels(self) -> Any:
        """Logits, the mean over the encoders."""
        return self.each.mean(0)

    @property
    def meaning(self) -> Any:
        """One vector for the text: the means over its tokens, side by side."""
        return self.tokens.mean(1).ravel()


class Engine:
    """The model in memory (`python -m tests.bench.reader` says how much)."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        encoders = sorted(folder.glob("encoder*.onnx"))
        self.sessions = [
            onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"]) for file in encoders
        ]
        self.pieces = pieces.load(folder / "pieces.tsv")
        self.words = np.load(folder / "words.npy", mmap_mode="r")
        self.heads = [_heads(file.with_name(f"heads{file.stem.removeprefix('encoder')}.npz")) for file in encoders]
        self.card: Mapping[str, Any] = json.loads((folder / "card.json").read_text(encoding="utf-8"))

    def look(self, text: str) -> Seen:
        """What the encoders make of ``text``."""
        every = self.pieces.encode(text)
        ids, offsets = cut(*every)
        words = _unpacked(self.words[ids])
        tokens = np.stack([session.run(None, {"words": words})[0] for session in self.sessions])
        both = list(zip(tokens, self.heads, strict=True))
        shares = np.stack([_softmax(x @ own["look"].T) * (x @ own["weigh"].T) for x, own in both])
        each = shares.sum(1) + np.stack([own["bias"] for own in self.heads])
        return Seen(tokens=tokens, offsets=offsets, each=each, shares=shares.mean(0), whole=len(ids) == len(every[0]))

    def plain(self, text: str) -> Any:
        """The mean of the words as they go into the encoder: what is spoken of, whatever is meant by it."""
        ids, _ = cut(*self.pieces.encode(text))
        return _unpacked(self.words[ids]).mean(0)

    def role(self, head: str, seen: Seen, spans: Sequence[tuple[int, int]]) -> Any:
        """Probabilities of the roles of stretches of the text (rows as ``spans``); one not looked at gets zeros."""
        roles = np.zeros((len(spans), len(self.heads[0][f"{head}.bias"])), np.float32)
        for row, (start, end) in enumerate(spans):
            within = tokens_of(seen.offsets, start, end)
            if len(within):
                logits = np.mean(
                    [
                        x[within].mean(0) @ heads[f"{head}.weight"].T + heads[f"{head}.bias"]
                        for x, heads in zip(seen.tokens, self.heads, strict=True)
                    ],
                    axis=0,
                )
                roles[row] = _softmax(logits[:, None])[:, 0]
        return roles


@cache
def engine() -> Engine:
    """The one engine of this process, loaded when the first reply comes."""
    return Engine()


def _heads(file: Path) -> Mapping[str, Any]:
    with np.load(file) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def _softmax(logits: Any) -> Any:
    """Over the first axis."""
    raised = np.exp(logits - logits.max(0, keepdims=True))
    return raised / raised.sum(0, keepdims=True)


def _unpacked(blocks: Any) -> Any:
    """Rows of 4-bit blocks (scale as float16, 32 nibbles) as float32."""
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    low, high = blocks[..., 2:] & 15, blocks[..., 2:] >> 4
    return ((np.concatenate([low, high], axis=-1).astype(np.float32) - 8) * scale).reshape(len(blocks), -1)
