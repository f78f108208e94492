"""What every channel of the shelf owes, whichever it is."""

from __future__ import annotations

import ast
import asyncio
import inspect
import io
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import shelf
from bot.channels import telegram, terminal
from bot.channels._desk import Channel
from bot.core.case import Owner
from bot.errors import ConfigError
from tests.channels.bot_api import BotApi
from tests.channels.conftest import short, stray
from tests.channels.desk import ALICE, NotingDesk, card, owner

NAMES = shelf.names("channels")
FOLDER = Path(shelf.take("channels", "terminal").__file__ or "").parent


@asynccontextmanager
async def built(name: str, desk: NotingDesk) -> AsyncIterator[tuple[Channel, Owner]]:
    """A new member needs a line here only if it cannot be built from an empty section."""
    module = shelf.take("channels", name)
    match name:
        case "telegram":
            async with BotApi() as api:
                api.know(ALICE)
                yield module.build(short(api), desk), owner()
        case "terminal":
            streams = {"source": io.StringIO(), "out": io.StringIO()}
            yield module.build(module.settings({}), desk, **streams), owner("terminal", "terminal")
        case _:
            yield module.build(module.settings({}), desk), owner(name, "1")


def test_it_has_members() -> None:
    assert set(NAMES) >= {"telegram", "terminal"}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_module_with_settings_and_build(name: str) -> None:
    module = shelf.take("channels", name)
    assert module.__doc__
    assert list(inspect.signature(module.build).parameters)[:3] == ["settings", "desk", "menu"]
    with pytest.raises(ConfigError) as caught:
        module.settings({"nonsense": 1, "other nonsense": 2})
    assert {"nonsense", "other nonsense"} <= {key for key, _ in caught.value.mistakes}


@pytest.mark.parametrize("name", NAMES)
async def test_it_shows_amends_and_says(name: str, desk: NotingDesk) -> None:
    async with built(name, desk) as (channel, alice):
        assert channel.name == name
        assert channel.trouble == ""
        assert await channel.ping()
        reference = await channel.show(alice, card())
        assert reference
        await channel.amend(alice, reference, card(buttons=()))
        await channel.amend(alice, reference, card(buttons=()))
        await channel.amend(alice, "424242", card(13, buttons=()))
        await channel.say(alice, "Bonjour")
    assert desk.calls == []


@pytest.mark.parametrize("name", NAMES)
async def test_it_stops_promptly_and_leaves_no_task(name: str, desk: NotingDesk) -> None:
    async with built(name, desk) as (channel, _):
        before, stop = asyncio.all_tasks(), asyncio.Event()
        run = asyncio.create_task(channel.run(stop))
        await asyncio.sleep(0.05)
        stop.set()
        async with asyncio.timeout(1):
            await run
        assert not stray(before)


@pytest.mark.parametrize("name", NAMES)
async def test_it_ends_when_it_is_cancelled(name: str, desk: NotingDesk) -> None:
    async with built(name, desk) as (channel, _):
        run = asyncio.create_task(channel.run(asyncio.Event()))
        await asyncio.sleep(0.05)
        run.cancel()
        async with asyncio.timeout(1):
            await asyncio.wait((run,))
        assert run.cancelled()


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda p: p.name)
def test_it_imports_only_the_core_and_its_own_library(path: Path) -> None:
    own = {"telegram"} if path.name.startswith("_telegram") else {"PIL"} if "png" in path.name else set[str]()
    for module in _imports(path):
        first = module.split(".")[0]
        allowed = ("bot.core", "bot.errors", "bot.shelf", "bot.channels._")
        assert first in sys.stdlib_module_names | own or module.startswith(allowed), module


@pytest.mark.parametrize("name", NAMES)
def test_it_loads_no_library_before_it_is_built(name: str) -> None:
    code = f"import sys; from bot import shelf; shelf.take('channels', {name!r}); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"telegram", "httpx", "structlog", "PIL"} & set(loaded)


def test_the_members_fit_the_protocol(desk: NotingDesk) -> None:
    """mypy is the judge; these lines are what it looks at."""
    channels: list[Channel] = [
        telegram.build(telegram.Settings(token="1:a"), desk),
        terminal.build(terminal.Settings(), desk),
    ]
    assert {c.name for c in channels} <= set(NAMES)
