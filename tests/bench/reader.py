"""What the trained reader costs: start, replies a second, memory, disk. `python -m tests.bench.reader`.

Seconds are this machine's; compare the rows of one run.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.readers._trained.engine import WEIGHTS
from tests.training.rows import TRAIN

BEYOND = ("onnxruntime", "numpy", "google", "flatbuffers", "packaging")
"""Packages that only the reader needs."""
MEASURED = """
import io, json, resource, sys, time
began = time.perf_counter()
from contextlib import redirect_stdout
from bot.__main__ import main
with redirect_stdout(io.StringIO()):
    main(["read", "--jsonl", sys.argv[2], "--reader", sys.argv[1]])
took = time.perf_counter() - began
print(json.dumps({"seconds": took, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def measured(reader: str, replies: list[str]) -> dict[str, float]:
    """Seconds and megabytes of one process that reads these replies."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("\n".join(replies) + "\n")
        file.flush()
        run = subprocess.run(
            [sys.executable, "-c", MEASURED, reader, file.name], capture_output=True, text=True, check=True
        )
    found: dict[str, float] = json.loads(run.stdout)
    return found


def disk(folder: Path) -> float:
    """Megabytes of all files below ``folder``."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6


def packages() -> float:
    total = 0.0
    for name in BEYOND:
        spec = importlib.util.find_spec(name)
        for place in (spec.submodule_search_locations or []) if spec else []:
            total += disk(Path(place)) + (disk(Path(f"{place}.libs")) if Path(f"{place}.libs").is_dir() else 0.0)
    return total


def main() -> None:
    lines = [line for file in sorted(TRAIN.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    some = lines[:: max(1, len(lines) // 300)]
    print(f"{'reader':<10}{'start, s':>10}{'replies/s':>11}{'memory, MB':>12}")
    for reader in ("clauses", "trained"):
        first, all_of_them = measured(reader, some[:1]), measured(reader, some)
        speed = (len(some) - 1) / (all_of_them["seconds"] - first["seconds"])
        print(f"{reader:<10}{first['seconds']:>10.2f}{speed:>11.0f}{all_of_them['mb']:>12.0f}")
    print(f"disk: weights {disk(WEIGHTS):.0f} MB, packages beside {packages():.0f} MB")


main()
