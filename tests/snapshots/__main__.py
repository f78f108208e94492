"""`python -m tests.snapshots`: which screens are not as they were approved; with `--approve` they are from now on."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.snapshots.compare import differences
from tests.snapshots.screens import approve, texts


def main(arguments: list[str]) -> int:
    if arguments == ["--approve"]:
        print("\n".join(approve()) or "Nothing has changed.")
        return 0
    if arguments:
        print("usage: python -m tests.snapshots [--approve]", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        found = differences(texts(Path(folder)))
    print("\n\n".join(found.values()) or "Every screen is as it was approved.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
