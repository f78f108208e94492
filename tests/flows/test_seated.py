"""Owners whom the configuration names: seated once, unseated when it names them no more, and removed for good."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.app import assemble
from bot.config import parse
from bot.core.case import Owner
from tests.commands.shop import account

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OWNER = '[[account.owner]]\nchannel = "telegram"\naddress = "{}"\nname = "Claire"\nsees = {}\n'


async def seated(folder: Path, *owners: tuple[str, str], remove: str = "", move: str = "") -> list[Owner]:
    text = account() + "".join(OWNER.format(*owner) for owner in owners) + '[channel.telegram]\ntoken = "1:x"\n'
    async with assemble(parse(text.encode(), folder / "config.toml"), clock=lambda: NOW, channels=[]) as app:
        found = await app.store.owners("plomberie")
        if remove:
            await app.store.remove_owner("plomberie", "telegram", remove)
        if move:
            await app.store.move_owner("telegram", move, "-1005")
        return found


async def test_who_was_removed_or_has_moved_stays_so(tmp_path: Path) -> None:
    both = (("7", "false"), ("-5", "true"))
    first = await seated(tmp_path, *both, remove="7", move="-5")
    assert [(o.address, o.decides) for o in first] == [("7", True), ("-5", False)]
    assert [o.address for o in await seated(tmp_path, *both)] == ["-1005"]
    assert [o.address for o in await seated(tmp_path, ("-5", "true"))] == ["-1005"]
    assert [o.address for o in await seated(tmp_path, *both)] == ["-1005", "7"], "named anew"


async def test_a_role_that_changes_in_the_file_changes(tmp_path: Path) -> None:
    await seated(tmp_path, ("7", "false"))
    (owner,) = await seated(tmp_path, ("7", "true"))
    assert not owner.decides
    assert await seated(tmp_path) == []
