"""Screens beside the approved ones: a diff that a person can read, spaces that do not break included."""

from __future__ import annotations

import difflib
import io
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from tests.snapshots.screens import HERE

_SEEN = {"\u00a0": "⍽", "\u202f": "⎵", "\u200b": "<ZWSP>", "\u202e": "<RLO>"}
TOLERANCE = 2.0
"""Mean difference of a colour, of 255: another FreeType smooths the edges of letters otherwise."""


def differences(screens: Mapping[str, str]) -> dict[str, str]:
    """By file, a unified diff of what is not as it was approved."""
    approved = {p.relative_to(HERE).as_posix(): p.read_text("utf-8") for p in HERE.rglob("*.txt")}
    found = {}
    for name in sorted(approved.keys() | screens.keys()):
        old, new = (_visible(side.get(name, "")) for side in (approved, screens))
        if old != new:
            diff = difflib.unified_diff(old, new, f"approved/{name}", "now", lineterm="", n=2)
            found[name] = "\n".join(diff)
    return found


def _visible(text: str) -> list[str]:
    for hidden, shown in _SEEN.items():
        text = text.replace(hidden, shown)
    return text.split("\n")


def unlike(data: bytes, approved: Path) -> str:
    """How a picture differs from the approved one; "" when it does not."""
    there = Image.open(approved).convert("RGB")
    now = Image.open(io.BytesIO(data)).convert("RGB")
    if there.size != now.size:
        return f"{approved.name}: {there.size} was approved, now it is {now.size}"
    mean = max(ImageStat.Stat(ImageChops.difference(there, now)).mean)
    return f"{approved.name}: differs by {mean:.2f} of 255" if mean > TOLERANCE else ""
