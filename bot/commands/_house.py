"""What most commands need: the configuration, the open store, the offices. No loop, no chat, no owner is seated."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.config import Config
from bot.errors import ConfigError
from bot.office import Office
from bot.offices import Mistake, chats_of, offices_of
from storage.store import Store


@dataclass(frozen=True, kw_only=True)
class OpenHouse:
    """See `bot.commands.House`."""

    config: Config
    store: Store
    offices: Mapping[str, Office]


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[OpenHouse]:
    """As strict as the daemon: raises ConfigError with the mistakes of all leaves, StoreError."""
    mistakes: list[Mistake] = []
    offices = offices_of(config, mistakes)
    list(chats_of(config, mistakes))
    if mistakes:
        raise ConfigError(mistakes)
    store = await Store.open(config.database)
    try:
        yield OpenHouse(config=config, store=store, offices=offices)
    finally:
        await store.close()
