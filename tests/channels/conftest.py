"""The emulated server, a desk, and Telegram running between them with short times."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.channels import telegram
from bot.channels._telegram_chat import TelegramChat
from tests.channels.bot_api import BotApi
from tests.channels.desk import ALICE, NotingDesk

MENU = (("today", "Ce qui attend"), ("who", "Qui doit quoi"))


def short(api: BotApi) -> telegram.Settings:
    return telegram.Settings(
        token=api.token, base_url=api.url, poll_timeout=0.1, read_timeout=0.3, patience=3.0,
        back_off=(0.02, 0.1), refused_wait=0.05,
    )  # fmt: skip


@asynccontextmanager
async def running(chat: TelegramChat) -> AsyncIterator[asyncio.Task[None]]:
    """The channel receives meanwhile; ends promptly and leaves no task behind."""
    before = asyncio.all_tasks()
    stop = asyncio.Event()
    task = asyncio.create_task(chat.run(stop))
    try:
        yield task
    finally:
        stop.set()
        async with asyncio.timeout(2):
            await task
    assert not stray(before)


def stray(before: set[asyncio.Task[Any]]) -> set[asyncio.Task[Any]]:
    """New tasks that are neither the emulated server's nor pytest's."""
    return {t for t in asyncio.all_tasks() - before if "tests/" not in repr(t) and "pytest" not in repr(t)}


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        server.know(ALICE)
        yield server


@pytest.fixture
def desk() -> NotingDesk:
    return NotingDesk()


@pytest.fixture
def idle(api: BotApi, desk: NotingDesk) -> TelegramChat:
    """Built, not receiving."""
    return telegram.build(short(api), desk, MENU)


@pytest.fixture
async def chat(idle: TelegramChat) -> AsyncIterator[TelegramChat]:
    async with running(idle):
        yield idle
