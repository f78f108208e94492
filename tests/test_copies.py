"""Files dropped into a chat: kept beside the database, and removed long after no message needs them any more."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import assemble
from bot.config import parse
from bot.copies import keeper, tidy
from bot.offices import attachments
from tests.commands.shop import account

NOW = datetime.now(UTC)
OLD = (NOW - timedelta(days=31)).timestamp()


def test_what_is_old_and_not_needed_goes(tmp_path: Path) -> None:
    keep = keeper(tmp_path / "attachments")
    old, needed, fresh = keep("a.pdf", b"%PDF-a"), keep("b.pdf", b"%PDF-b"), keep("c.pdf", b"%PDF-c")
    for path in (old, needed):
        os.utime(path, (OLD, OLD))
    assert tidy(tmp_path / "attachments", {needed}, NOW) == 1
    assert not Path(old).parent.exists()
    assert Path(needed).exists()
    assert Path(fresh).exists()


def test_a_file_that_comes_again_is_young_again(tmp_path: Path) -> None:
    keep = keeper(tmp_path)
    os.utime(keep("a.pdf", b"%PDF-a"), (OLD, OLD))
    kept = keep("a.pdf", b"%PDF-a")
    assert tidy(tmp_path, (), NOW) == 0
    assert Path(kept).exists()


def test_a_folder_that_is_not_there_is_tidy(tmp_path: Path) -> None:
    assert tidy(tmp_path / "none", (), NOW) == 0


def test_they_lie_beside_the_database(tmp_path: Path) -> None:
    def home(database: str) -> Path:
        text = f'[relance]\ndatabase = "{database}"\n{account()}'
        return attachments(parse(text.encode(), tmp_path / "config.toml"), "x")

    assert home("sqlite:///var/lib/relance/relance.db") == Path("/var/lib/relance/attachments/x")
    assert home("sqlite://relance.db") == tmp_path / "attachments" / "x"
    assert home("postgres://u:p@h/db") == tmp_path / "attachments" / "x"


async def test_the_daemon_tidies_when_it_starts(tmp_path: Path) -> None:
    config = parse(account().encode(), tmp_path / "config.toml")
    old = keeper(attachments(config, "plomberie"))("a.pdf", b"%PDF-a")
    os.utime(old, (OLD, OLD))
    async with assemble(config, channels=[]):
        assert os.access(old, os.F_OK)
    async with assemble(config, channels=[], exclusive=True):
        assert not os.access(old, os.F_OK)
