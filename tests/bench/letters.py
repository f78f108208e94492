"""Count the letter triples that tell the six languages apart, anew from the training replies.

`python -m tests.bench.letters > bot/readers/_spans/language_table.py`
"""

from __future__ import annotations

import json
import math
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bot.mail.quotes import said
from bot.readers._spans.language import LANGUAGES, triples

TRAIN = Path(__file__).parent.parent / "replies" / "train"
_SIZE = 900  # Triples kept.
_SEEN = 6  # Times that a triple must occur.

HEAD = '''"""Letter triples that tell the six languages apart. Written by tests/bench/letters.py, never by hand.

Each entry is a triple (_ stands for the edge of a word) and six digits, for fr en de es it nl: 0 where the triple is
commonest, 2 more for each e-fold by which it is rarer there (9 at most).
"""

TRIPLES = """
'''


def table(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    counts: dict[str, Counter[str]] = {code: Counter() for code in LANGUAGES}
    for code, text in texts:
        counts[code].update(triples(text))
    totals = {code: sum(c.values()) for code, c in counts.items()}
    worth: dict[str, tuple[float, str]] = {}
    for triple in set().union(*counts.values()):
        times = sum(c[triple] for c in counts.values())
        logs = [math.log((counts[code][triple] + 0.5) / (totals[code] + 3000)) for code in LANGUAGES]
        digits = [min(9, round(2 * (max(logs) - log))) for log in logs]
        if times >= _SEEN:
            worth[triple] = times * sum(digits), "".join(map(str, digits))
    best = sorted(worth, key=lambda t: (-worth[t][0], t))[:_SIZE]
    return {triple: worth[triple][1] for triple in sorted(best)}


def main(paths: list[str]) -> int:
    texts = [
        (row["lang"], said(row["body"]))
        for path in [Path(p) for p in paths] or sorted(TRAIN.glob("*.jsonl"))
        for row in map(json.loads, filter(str.strip, path.read_text(encoding="utf-8").splitlines()))
    ]
    entries = " ".join(f"{triple}{digits}" for triple, digits in table(texts).items())
    sys.stdout.write(HEAD + "\n".join(textwrap.wrap(entries, 119, break_on_hyphens=False)) + '\n"""\n')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
