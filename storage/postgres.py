"""PostgreSQL: transactions that survive a cancellation and a restart, the lock of an exclusive run. Never a table."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionalDBClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.exceptions import ConfigurationError

from bot.errors import StoreError

CONNECT_SECONDS = 10
ANSWER_SECONDS = 60
POOL = 5
WRITERS = 0x52454C01  # "REL": advisory keys are per database
RUNS = 0x52454C02
_OF_THE_POOL = frozenset({"minsize", "maxsize", "max_queries", "max_inactive_connection_lifetime", "schema"})
_LOST = (asyncpg.InterfaceError, asyncpg.PostgresConnectionError, asyncpg.InternalClientError, ConnectionError)


class Postgres(AsyncpgDBClient):
    """tortoise's client with one writer at a time, as on SQLite, and transactions that give their connection back.

    The stock ones leak the pooled connection when BEGIN fails or is cancelled; after some leaks every call hangs.
    One writer at a time is an advisory lock: what is read in a write transaction cannot change under it.
    """

    async def begin(self, *, write: bool) -> TransactionalDBClient:
        """After a restart of the server the pool is full of dead connections: each is tried once, then a fresh one."""
        for _ in range(POOL):
            try:
                return await self._begin(write=write)
            except _LOST:
                continue
        return await self._begin(write=write)

    async def _begin(self, *, write: bool) -> TransactionalDBClient:
        assert self._pool is not None
        transaction = TransactionWrapper(self)
        connection = await self._pool.acquire(timeout=ANSWER_SECONDS)
        async with AsyncExitStack() as undo:
            # asyncpg rolls back what is open, and drops a broken connection
            undo.push_async_callback(self._pool.release, connection)
            transaction._connection = connection
            isolation = "read_committed" if write else "repeatable_read"
            transaction.transaction = connection.transaction(isolation=isolation, readonly=not write)
            await transaction.transaction.start()
            if write:
                await connection.execute(f"SELECT pg_advisory_xact_lock({WRITERS})")
            undo.pop_all()
        return transaction

    async def end(self, transaction: TransactionalDBClient, *, commit: bool) -> None:
        """Commit or roll back, and give the connection back."""
        assert self._pool is not None
        try:
            await (transaction.commit() if commit else transaction.rollback())
        finally:
            await self._pool.release(transaction._connection)


client_class = Postgres
"""The name under which tortoise looks for the engine of this module."""


def credentials(url: str) -> dict[str, Any]:
    """``postgres://user:password@host:port/database``."""
    try:
        access: dict[str, Any] = expand_db_url(url)["credentials"]
    except (ConfigurationError, ValueError) as trouble:
        raise StoreError(f"not a database address: {trouble} (write postgres://user:password@host:port/name)") from None
    if not access.get("database"):
        raise StoreError(
            "the address of the database names no database (write postgres://user:password@host:port/name)"
        )
    return {**access, "maxsize": POOL, "timeout": CONNECT_SECONDS, "command_timeout": ANSWER_SECONDS}


class ServerLock:
    """One exclusive run per database, by an advisory lock on a connection of its own."""

    def __init__(self, access: dict[str, Any]) -> None:
        self._access = {name: value for name, value in access.items() if name not in _OF_THE_POOL}
        self._connection: asyncpg.Connection | None = None
        self._taking = asyncio.Lock()

    @classmethod
    async def take(cls, access: dict[str, Any]) -> ServerLock:
        lock = cls(access)
        await lock.hold()
        return lock

    async def hold(self) -> None:
        """Take the lock, or take it again when the server has dropped it. StoreError: somebody else has it."""
        async with self._taking:
            if self._connection is None or self._connection.is_closed():
                self._connection = await self._take()

    async def _take(self) -> asyncpg.Connection:
        connection = await asyncpg.connect(**self._access)
        if not await connection.fetchval(f"SELECT pg_try_advisory_lock({RUNS})"):
            await connection.close()
            raise StoreError(
                f"another relance run is using the database {self._access['database']!r} on {self._access['host']}: "
                "stop it first, or give this one its own database"
            )
        return connection

    async def release(self) -> None:
        if self._connection is not None:
            await self._connection.close()
