"""Opening and closing: one exclusive run, killed processes, wrong addresses, servers that restart."""

import asyncio
import gc
import os
import re
import sqlite3
import subprocess
import sys
import threading
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import asyncpg
import pytest

from bot.errors import StoreError
from storage import Store
from storage.postgres import POOL, WRITERS
from tests.storage.conftest import whats

ROOT = Path(__file__).parents[2]


async def python(script: str, *words: str) -> Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-c", script, *words, cwd=ROOT, stdout=PIPE)


async def line_of(process: Process) -> str:
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), 30)).decode().strip()


async def kill(process: Process) -> None:
    process.kill()
    await process.communicate()


async def test_exclusive(url: str) -> None:
    first = await Store.open(url, exclusive=True)
    with pytest.raises(StoreError, match="another relance run is using"):
        await Store.open(url, exclusive=True)
    beside = await Store.open(url)
    await beside.set_note("dupont", "a", 1)
    await beside.close()
    await first.close()
    again = await Store.open(url, exclusive=True)
    assert await again.note("dupont", "a") == 1
    await again.close()


HOLDER = """
import asyncio, sys
from storage import Store

async def main():
    store = await Store.open(sys.argv[1], exclusive=True)
    print("open", flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_a_killed_run_frees_the_database(url: str) -> None:
    holder = await python(HOLDER, url)
    assert await line_of(holder) == "open"
    with pytest.raises(StoreError, match="another relance run is using"):
        await Store.open(url, exclusive=True)
    await kill(holder)
    for attempt in range(50):
        try:
            store = await Store.open(url, exclusive=True)
            break
        except StoreError:  # PostgreSQL needs a moment to see that a client is gone
            assert attempt < 49
            await asyncio.sleep(0.1)
    await store.close()


WRITER = """
import asyncio, sys, os
from datetime import UTC, datetime
from storage import Store

async def main():
    store = await Store.open(sys.argv[1])
    for n in range(100000):
        async def work():
            await store.record("dupont", at=datetime.now(UTC), what=f"{n}:first")
            await store.record("dupont", at=datetime.now(UTC), what=f"{n}:second")
        await store.atomic(work)
        print(n, flush=True)

asyncio.run(main())
"""


async def test_a_killed_writer_leaves_whole_transactions(url: str, store: Store) -> None:
    writer = await python(WRITER, url)
    for _ in range(30):
        last = int(await line_of(writer))
    await kill(writer)
    told = [what for what in await whats(store) if ":" in what]
    assert told[::2] == [f"{n}:first" for n in range(len(told) // 2)]
    assert told[1::2] == [f"{n}:second" for n in range(len(told) // 2)]
    assert len(told) // 2 > last  # what was reported done is there


FORGETFUL = """
import asyncio, sys
from storage import Store

async def main():
    store = await Store.open(sys.argv[1])
    await store.set_note("dupont", "a", 1)
    raise SystemExit(3)

asyncio.run(main())
"""


def test_a_program_that_forgets_to_close_ends(url: str) -> None:
    done = subprocess.run([sys.executable, "-c", FORGETFUL, url], cwd=ROOT, capture_output=True, timeout=30)
    assert done.returncode == 3


async def test_closed(url: str) -> None:
    threads = threading.active_count()
    store = await Store.open(url)
    running = [asyncio.create_task(store.set_note("dupont", f"k{n}", n)) for n in range(20)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*running)
    await store.close()
    for _ in range(100):  # the thread says that it is done a moment before it is
        if threading.active_count() == threads:
            break
        await asyncio.sleep(0.01)
    assert threading.active_count() == threads
    with pytest.raises(StoreError, match="closed"):
        await store.note("dupont", "k1")
    again = await Store.open(url)
    assert await again.note("dupont", "k19") == 19

    with pytest.raises(RuntimeError, match="inside atomic"):
        await again.atomic(again.close)
    await again.close()


async def test_closing_is_not_cut_by_a_cancellation(url: str) -> None:
    store = await Store.open(url, exclusive=True)
    task = asyncio.create_task(store.close())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    again = await Store.open(url, exclusive=True)
    await again.close()
    gc.collect()


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("mysql://x/y", "not a database address: 'mysql://x/y'"),
        ("relance.db", "not a database address"),
        ("sqlite://", "not a database address"),
        ("sqlite:///tmp/x.db?mode=ro", "not a database address"),
        ("postgres://u:secret@127.0.0.1:x/db", "not a database address"),
        ("postgres://u:secret@127.0.0.1:1", "names no database"),
        ("postgres://u:secret@127.0.0.1:1/db", "cannot be opened"),
        ("sqlite:///nowhere/at/all.db", "the folder '/nowhere/at' of the database does not exist"),
        ("sqlite:///dev/null/relance.db", "does not exist"),
        ("sqlite:///proc/relance.db", "cannot be written"),
        ("sqlite:///", "cannot be written"),
    ],
)
async def test_an_address_that_does_not_work_is_one_clear_line(wrong: str, line: str) -> None:
    with pytest.raises(StoreError) as told:
        await Store.open(wrong, exclusive="nowhere" not in wrong)
    assert line in str(told.value)
    assert "\n" not in str(told.value)
    assert "secret" not in str(told.value)


async def test_without_its_driver_the_pip_of_this_very_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "storage.postgres", None)
    monkeypatch.delattr("storage.postgres", raising=False)
    with pytest.raises(StoreError, match=f"{re.escape(sys.executable)} -m pip install asyncpg$"):
        await Store.open("postgres://u:secret@127.0.0.1:1/db")


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "relance.db"
    path.write_bytes(b"Numero;Client\n" * 1000)
    with pytest.raises(StoreError, match="not a database"):
        await Store.open(f"sqlite://{path}", exclusive=True)
    assert path.read_bytes() == b"Numero;Client\n" * 1000


async def test_the_pragmas_that_keep_data(tmp_path: Path) -> None:
    path = tmp_path / "relance.db"
    store = await Store.open(f"sqlite://{path}")
    client = store._client
    for pragma, value in {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000}.items():
        (row,) = await client._connection.execute_fetchall(f"PRAGMA {pragma}")  # type: ignore[attr-defined]
        assert row[0] == value
    assert os.stat(path).st_mode & 0o777 == 0o600
    await store.close()


async def test_waiting_for_another_process(tmp_path: Path) -> None:
    """Read, then write, while somebody else holds the file: BEGIN IMMEDIATE waits instead of failing."""
    path = tmp_path / "relance.db"
    store = await Store.open(f"sqlite://{path}")
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(store.set_note("dupont", "a", 1))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    other.execute("COMMIT")
    other.close()
    await waiting
    assert await store.note("dupont", "a") == 1
    await store.close()


async def test_a_database_that_stays_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error at BEGIN gives the connection back, and the next call finds it free."""
    path = tmp_path / "relance.db"
    monkeypatch.setattr("storage.sqlite.BUSY_SECONDS", 0.1)
    store = await Store.open(f"sqlite://{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for _ in range(3):
        with pytest.raises(StoreError, match="locked"):
            await asyncio.wait_for(store.set_note("dupont", "a", 1), 10)
        assert await asyncio.wait_for(store.note("dupont", "a"), 10) is None
    other.close()
    await store.set_note("dupont", "a", 1)
    await store.close()


async def test_postgres_restarts_are_healed(postgres_url: str) -> None:
    """Every connection of the pool is cut, as a restart of the server does."""
    store = await Store.open(postgres_url, exclusive=True)
    await asyncio.gather(*(store.note("dupont", f"k{n}") for n in range(20)))
    admin = await asyncpg.connect(postgres_url)
    for pause in (0.05, 0, 0, 0, 0, 0, 0, 0, 0.05):
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await asyncio.sleep(pause)
        if not pause:  # what was cut in the middle of its transaction may fail, once for each connection
            cut = await asyncio.gather(*(store.set_note("dupont", "a", 1) for _ in range(10)), return_exceptions=True)
            assert all(end is None or isinstance(end, StoreError) for end in cut)
        await asyncio.wait_for(store.set_note("dupont", "a", 1), 10)
        await asyncio.gather(*(store.note("dupont", "a") for _ in range(20)))
        with pytest.raises(StoreError, match="another relance run is using"):
            await Store.open(postgres_url, exclusive=True)
    await admin.close()
    await store.close()


async def test_postgres_that_stays_locked(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction that cannot begin gives its connection back: more failures than the pool has connections."""
    monkeypatch.setattr("storage.postgres.ANSWER_SECONDS", 0.2)
    store = await Store.open(postgres_url)
    admin = await asyncpg.connect(postgres_url)
    await admin.execute(f"SELECT pg_advisory_lock({WRITERS})")
    for _ in range(POOL + 2):
        with pytest.raises(StoreError, match="did not answer in time"):
            await store.set_note("dupont", "a", 1)
    await admin.close()
    await store.set_note("dupont", "a", 1)
    await store.close()


async def test_postgres_an_exclusive_run_that_lost_its_lock_to_another_stops(postgres_url: str) -> None:
    store = await Store.open(postgres_url, exclusive=True)
    admin = await asyncpg.connect(postgres_url)
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await asyncio.sleep(0.05)
    usurper = await Store.open(postgres_url, exclusive=True)
    with pytest.raises(StoreError, match="another relance run is using"):
        await store.set_note("dupont", "a", 1)
    await usurper.close()
    await store.set_note("dupont", "a", 2)
    await store.close()
    await admin.close()
