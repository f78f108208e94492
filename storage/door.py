"""How every call reaches the database: opened, migrated, shielded, one transaction each. Never a table."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial, wraps
from types import ModuleType
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.context import TortoiseContext
from tortoise.exceptions import BaseORMException, IntegrityError, ValidationError

from bot.errors import RefusedError, StoreError
from storage import sqlite
from storage.finish import finish
from storage.migrations import migrate

T = TypeVar("T")
P = ParamSpec("P")
D = TypeVar("D", bound="Door")


class Lock(Protocol):
    """Keeps a second exclusive run away."""

    async def hold(self) -> None: ...
    async def release(self) -> None: ...


class Client(Protocol):
    """What storage/sqlite.py and storage/postgres.py add to tortoise's clients."""

    async def create_connection(self, with_db: bool) -> None: ...
    async def begin(self, *, write: bool) -> TransactionalDBClient: ...
    async def end(self, transaction: TransactionalDBClient, *, commit: bool) -> None: ...


@dataclass
class _Inside:
    """The transaction that a task (or one that it started) is in."""

    door: Door
    running: bool = True


_inside: ContextVar[_Inside | None] = ContextVar("relance_inside", default=None)


class Door:
    """An open database. One kind of database at a time in a process: tortoise keeps its dialect in the models."""

    def __init__(self, context: TortoiseContext, alias: str, lock: Lock | None) -> None:
        self._context = context
        self._alias = alias
        self._client = cast(Client, context.db(alias))
        self._lock = lock
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    @classmethod
    async def open(cls: type[D], url: str, *, exclusive: bool = False) -> D:
        """Open, and bring the tables up to date.

        ``url``: ``sqlite:///abs/path.db``, ``sqlite://relative.db`` or ``postgres://user:pw@host:port/db``.
        ``exclusive``: refuse when another exclusive opener has the same database, in this process or another.
        Raises StoreError, one clear line.
        """
        return await finish(cls._open(url, exclusive))

    @classmethod
    async def _open(cls: type[D], url: str, exclusive: bool) -> D:
        engine, take = _engine(url)
        access = engine.credentials(url)
        context = TortoiseContext()
        troubles: tuple[type[BaseException], ...] = (OSError, *_troubles())
        alias = engine.__name__  # tortoise caches SQL by alias and table: one alias a dialect
        try:
            async with AsyncExitStack() as undo:  # a cancelled opening leaves neither a connection nor a lock
                lock = await take(access) if exclusive else None
                if lock is not None:
                    undo.push_async_callback(lock.release)
                undo.push_async_callback(context.close_connections)
                context.__enter__()
                await context.init(
                    config={
                        "connections": {alias: {"engine": engine.__name__, "credentials": access}},
                        "apps": {"storage": {"models": ["storage.models"], "default_connection": alias}},
                    }
                )
                door = cls(context, alias, lock)
                await door._client.create_connection(with_db=True)
                await migrate(door._client)
                undo.pop_all()
        except troubles as trouble:
            raise StoreError(f"the database {_without_password(url)} cannot be opened: {_line(trouble)}") from trouble
        return door

    async def close(self) -> None:
        """Wait for what is running, then close. Later calls get StoreError; closing twice is harmless."""
        if _inside.get() is not None:
            raise RuntimeError("close() inside atomic() would wait for itself")
        await finish(self._close())

    async def _close(self) -> None:
        if self._closed:
            return
        self._closed = True
        if self._tasks:
            await asyncio.wait(set(self._tasks))
        try:
            await self._context.close_connections()
        finally:
            if self._lock is not None:
                await self._lock.release()

    async def atomic(self, work: Callable[[], Awaitable[T]]) -> T:
        """Run ``work`` in one transaction: all of it or nothing. A call inside another joins the outer one.

        A cancellation waits until the transaction is over, so ``work`` must never wait for a network or a person.
        Whoever else needs the database waits meanwhile.
        """
        return await self._run(work, write=True)

    async def _run(self, work: Callable[[], Awaitable[T]], *, write: bool) -> T:
        inside = _inside.get()
        if inside is not None and inside.door is self and inside.running:
            return await work()
        if self._closed:
            raise StoreError("the database is closed")
        return await finish(self._alone(work, write=write))

    async def _alone(self, work: Callable[[], Awaitable[T]], *, write: bool) -> T:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            return await self._in_transaction(work, write=write)
        except _troubles() as trouble:
            # A lock or a lost connection may be over next time. What a field cannot hold never will.
            kind = RefusedError if isinstance(trouble, ValidationError | IntegrityError) else StoreError
            raise kind(f"the database refused: {_line(trouble)}") from trouble
        finally:
            self._tasks.discard(task)

    async def _in_transaction(self, work: Callable[[], Awaitable[T]], *, write: bool) -> T:
        # This task has its own copy of the context variables, so nothing set here outlives it.
        self._context.__enter__()
        try:
            if self._lock is not None:
                await self._lock.hold()
            transaction = await self._client.begin(write=write)
        except OSError as trouble:
            raise StoreError(f"the database cannot be reached: {_line(trouble)}") from trouble
        self._context.connections.set(self._alias, transaction)
        inside = _Inside(self)
        _inside.set(inside)
        done = False
        try:
            result = await work()
            done = True
        finally:
            inside.running = False
            await finish(self._client.end(transaction, commit=done))
        return result


def reading(
    method: Callable[Concatenate[D, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[D, P], Coroutine[Any, Any, T]]:
    """The method sees one unchanging state of the database, however many queries it makes."""

    @wraps(method)
    async def inside(door: D, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await door._run(partial(method, door, *args, **kwargs), write=False)

    return inside


def writing(
    method: Callable[Concatenate[D, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[D, P], Coroutine[Any, Any, T]]:
    """The method is one transaction, alone among writers."""

    @wraps(method)
    async def inside(door: D, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await door._run(partial(method, door, *args, **kwargs), write=True)

    return inside


def _engine(url: str) -> tuple[ModuleType, Callable[[dict[str, Any]], Awaitable[Lock]]]:
    if url.startswith("sqlite://"):
        return sqlite, sqlite.FileLock.take
    if url.startswith(("postgres://", "postgresql://")):
        try:
            from storage import postgres
        except ImportError as trouble:
            raise StoreError(f"PostgreSQL needs asyncpg: {sys.executable} -m pip install asyncpg") from trouble
        return postgres, postgres.ServerLock.take
    raise StoreError(
        f"not a database address: {_without_password(url)!r} "
        "(write sqlite:///folder/relance.db or postgres://user:password@host:port/name)"
    )


def _troubles() -> tuple[type[BaseException], ...]:
    """What a database may raise. asyncpg is an extra: it counts only where it is installed."""
    plain = (BaseORMException, sqlite3.Error, ConnectionError, TimeoutError)
    try:
        import asyncpg
    except ImportError:
        return plain
    return (*plain, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


def _line(trouble: BaseException) -> str:
    if isinstance(trouble, TimeoutError):
        return "it did not answer in time"
    return " ".join(f"{trouble}".split()) or type(trouble).__name__


def _without_password(url: str) -> str:
    head, at, rest = url.rpartition("@")
    return f"{head.partition('://')[0]}://…@{rest}" if at else url
