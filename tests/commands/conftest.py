"""`run`: the command line in this process; `shop`: a folder whose books are filled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.commands.owned import desk as desk
from tests.commands.shop import Ran, lay_out

Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """``run("who", "--json")`` in tmp_path: exit code and both outputs, with all bytes that were written."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def go(*words: str) -> Ran:
        capfd.readouterr()
        try:
            code = main(words)
        except SystemExit as end:  # argparse: usage, --help
            code = int(end.code or 0)
        out, err = capfd.readouterr()
        return Ran(code=code, out=out, err=err)

    return go


@pytest.fixture
def shop(tmp_path: Path, run: Run) -> Path:
    """Invoices and a payment are in the books."""
    lay_out(tmp_path)
    ran = run("import", "factures.csv", "paiements.csv")
    assert (ran.code, ran.err) == (0, "")
    return tmp_path
