"""Labelled replies as the encoder sees them. Knows the files in tests/replies, no model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.reading import Label
from bot.mail import quotes
from bot.readers._trained.text import shown

TRAIN = Path(__file__).parent.parent / "replies" / "train"
PLAIN = Path(__file__).parent.parent / "replies" / "plain"
BLIND = Path(__file__).parent.parent / "replies" / "blind"
LABELS = tuple(Label)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One reply. ``author``: its file. ``said``: what the debtor wrote, without quotes."""

    author: str
    raw: Mapping[str, Any]
    said: str

    @property
    def text(self) -> str:
        return shown(self.raw["subject"], self.said)

    @property
    def labels(self) -> list[float]:
        return [float(label in self.raw["labels"]) for label in LABELS]


def read(files: Iterable[Path]) -> list[Row]:
    """All replies of the files, in order."""
    found = []
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                raw = json.loads(line)
                found.append(Row(author=file.stem, raw=raw, said=quotes.said(raw["body"])))
    return found


def digest(files: Iterable[Path]) -> str:
    """Changes with every byte of what was trained on."""
    return hashlib.sha256(b"\0".join(f.read_bytes() for f in sorted(files))).hexdigest()
