"""SQLite: one connection, transactions that survive a cancellation, the lock of an exclusive run. Never a table."""

from __future__ import annotations

import asyncio
import fcntl
import os
import sqlite3
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiosqlite
from tortoise.backends.base.client import TransactionalDBClient
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionWrapper
from tortoise.exceptions import OperationalError

from bot.errors import StoreError
from storage.finish import finish

BUSY_SECONDS = 15.0
"""How long a writer waits for another process before "database is locked"."""
MEMORY = ":memory:"
PRAGMAS = {"journal_mode": "WAL", "synchronous": "FULL", "foreign_keys": "ON"}


class Sqlite(SqliteClient):
    """tortoise's client with BEGIN IMMEDIATE and a transaction that always gives its lock back.

    The stock one takes the lock in ``__aenter__``: a cancellation there makes every later call hang for ever.
    Its deferred BEGIN turns read-then-write into "database is locked" at once, whatever the busy timeout.
    """

    async def create_connection(self, with_db: bool) -> None:
        if self._connection:
            return
        connection = aiosqlite.connect(self.filename, isolation_level=None, timeout=BUSY_SECONDS)
        connection._thread.daemon = True  # a program that dies without close() must not hang at exit
        await connection
        self._connection = connection
        connection._conn.row_factory = sqlite3.Row
        for pragma, value in PRAGMAS.items():
            await _set(connection, pragma, value)
        await self._post_connect()

    async def begin(self, *, write: bool) -> TransactionalDBClient:
        """A transaction that holds the connection until ``end``. A write transaction takes the file's lock at once."""
        await self._lock.acquire()
        try:
            async with AsyncExitStack() as undo:
                undo.push_async_callback(self._roll_back_and_free)
                assert self._connection is not None
                await finish(self._connection.execute_fetchall("BEGIN IMMEDIATE" if write else "BEGIN"))
                undo.pop_all()
        except sqlite3.Error as trouble:
            raise OperationalError(trouble) from trouble
        return SqliteTransactionWrapper(self)

    async def end(self, transaction: TransactionalDBClient, *, commit: bool) -> None:
        """Commit or roll back, and give the connection back. A commit that fails is rolled back."""
        try:
            if commit:
                assert self._connection is not None
                await finish(self._connection.commit())
        except sqlite3.Error as trouble:
            raise OperationalError(trouble) from trouble
        finally:
            await self._roll_back_and_free()

    async def _roll_back_and_free(self) -> None:
        """Rolling back where no transaction is open does nothing."""
        try:
            if self._connection is not None:
                await finish(self._connection.rollback())
        finally:
            self._lock.release()


async def _set(connection: aiosqlite.Connection, pragma: str, value: str) -> None:
    """The busy timeout does not cover the change to WAL: two programs that open a new file at once must take turns."""
    loop = asyncio.get_running_loop()
    patience = loop.time() + BUSY_SECONDS
    while True:
        try:
            await connection.execute_fetchall(f"PRAGMA {pragma}={value}")
            return
        except sqlite3.OperationalError as trouble:
            if "locked" not in str(trouble) or loop.time() > patience:
                raise
        await asyncio.sleep(0.05)


client_class = Sqlite
"""The name under which tortoise looks for the engine of this module."""


def credentials(url: str) -> dict[str, Any]:
    """``sqlite:///abs/path.db`` or ``sqlite://relative.db``. Creates the file, readable by its owner alone."""
    name = url.removeprefix("sqlite://")
    if not name or "?" in name:
        raise StoreError(f"not a database address: {url!r} (write sqlite:///folder/relance.db)")
    if name == MEMORY:
        return {"file_path": name}
    path = Path(name)
    if not path.parent.is_dir():
        raise StoreError(f"the folder {str(path.parent)!r} of the database does not exist: create it first")
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as trouble:
        raise StoreError(f"the database {name!r} cannot be written: {trouble.strerror}") from trouble
    return {"file_path": str(path)}


class FileLock:
    """One exclusive run per file, by flock on ``<db>.lock``; the system releases it when the process dies."""

    def __init__(self, name: str) -> None:
        self._descriptor: int | None = None
        if name == MEMORY:
            return
        descriptor = os.open(f"{Path(name).resolve()}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as trouble:
            os.close(descriptor)
            raise StoreError(
                f"another relance run is using the database {name!r}: stop it first, or give this one its own database"
            ) from trouble
        self._descriptor = descriptor

    @classmethod
    async def take(cls, access: dict[str, Any]) -> FileLock:
        return cls(access["file_path"])

    async def hold(self) -> None:
        """Nothing to do: a file lock is lost only with the process."""

    async def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
