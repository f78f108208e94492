"""A house with its provider and its phone, and a journal that must stay discreet."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from bot import logs
from bot.embedded.servers import MailServers
from tests.channels.bot_api import BotApi
from tests.flows.house import CHAT, MAILBOX, PASSWORD, House, Journal


@pytest.fixture(autouse=True)
def journal() -> Iterator[Journal]:
    """The log of whatever a test here does: JSON, line by line, and without personal data."""
    book, root = Journal(), logging.getLogger()
    handlers, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    logs.set_up("json", book.stream)
    yield book
    structlog.reset_defaults()
    logging.captureWarnings(False)
    root.handlers[:], logging.raiseExceptions = handlers, raising
    root.setLevel(level)
    book.check()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with MailServers(users={MAILBOX: PASSWORD}) as servers, BotApi() as api:
        api.know(CHAT)
        one = House(folder=tmp_path, servers=servers, api=api)
        one.configure()
        yield one
