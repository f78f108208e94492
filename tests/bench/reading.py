"""How well the reader reads: figures on labelled replies. `python -m tests.bench.reading [FILE.jsonl ...]`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.core.reading import Label

REPLIES = Path(__file__).parent.parent / "replies"
GRAVE = frozenset({"dispute", "hardship", "insolvency", "stop_contact"})

Row = Mapping[str, Any]


def read(path: Path) -> list[tuple[Row, Row]]:
    """Pairs (as labelled, as read), through the command that anybody can run."""
    meant = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    answer = subprocess.run(
        [sys.executable, "-m", "bot", "read", "--jsonl", str(path)], capture_output=True, text=True, check=True
    )
    return list(zip(meant, (json.loads(line) for line in answer.stdout.splitlines()), strict=True))


def labels(read_as: Row) -> frozenset[str]:
    return frozenset(intent["label"] for intent in read_as["intents"])


def macro_f1(pairs: Iterable[tuple[Row, Row]]) -> float:
    """Mean F1 over the labels that occur."""
    sets = [(frozenset(m["labels"]), labels(r)) for m, r in pairs]
    scores = []
    for label in map(str, Label):
        hit = sum(label in m and label in r for m, r in sets)
        false, missed = sum(label in r - m for m, r in sets), sum(label in m - r for m, r in sets)
        if hit + missed:
            scores.append(2 * hit / (2 * hit + false + missed))
    return sum(scores) / len(scores)


def figures(pairs: list[tuple[Row, Row]]) -> dict[str, float]:
    """The figures that docs/reading.md shows; shares from 0 to 1."""
    act = [(m, r) for m, r in pairs if r["decision"] == "act"]
    grave = [(m, r) for m, r in pairs if GRAVE & set(m["labels"])]
    safe = [(m, r) for m, r in grave if r["decision"] == "ask" or GRAVE & set(m["labels"]) <= labels(r)]
    held = [(m, r) for m, r in act if (GRAVE & labels(r)) - set(m["labels"])]
    promised = [(m, r) for m, r in pairs if any(p["date"] for p in m["promises"])]
    dated = [(m, r) for m, r in promised if days(m) == days(r)]
    return {
        "replies": len(pairs),
        "macro-F1": macro_f1(pairs),
        "labels exactly right, all": share(exact(pairs), pairs),
        "decides by itself": share(act, pairs),
        "labels exactly right where it decides": share(exact(act), act),
        "grave label caught or asked": share(safe, grave),
        "held back without cause": share(held, pairs),
        "promised days right": share(dated, promised),
    }


def exact(pairs: list[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
    return [(m, r) for m, r in pairs if frozenset(m["labels"]) == labels(r)]


def days(row: Row) -> list[str]:
    return sorted(p["date"] or "" for p in row["promises"])


def share(some: list[tuple[Row, Row]], of: list[tuple[Row, Row]]) -> float:
    return len(some) / len(of) if of else float("nan")


def main(paths: list[str]) -> int:
    for path in [Path(p) for p in paths] or sorted(REPLIES.rglob("*.jsonl")):
        print(f"\n{path.name}")
        for name, value in figures(read(path)).items():
            print(f"  {name:<40} {value:>8.0f}" if name == "replies" else f"  {name:<40} {value:>8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
