"""The tables as migrations make them equal the models; an old database upgrades by itself and keeps its rows."""

import asyncio
import importlib
import re
import sqlite3
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tortoise.context import TortoiseContext

import storage.migrations as migrations
from bot.errors import StoreError
from storage import Store
from storage.migrations import Migration, all_migrations
from tests.storage.conftest import NOW, Facts

Schema = dict[str, list[Any]]

MORE = (
    Migration(
        number=len(all_migrations()) + 1,
        name="more",
        statements=(
            'ALTER TABLE "invoice" ADD COLUMN "colour" VARCHAR(20)',
            'ALTER TABLE "invoice" ADD COLUMN "weight" INT NOT NULL DEFAULT 7',
            'CREATE TABLE "pallet" ("id" {ID}, "at" {MOMENT} NOT NULL, "what" {BYTES}, "full" {FLAG} NOT NULL)',
            'CREATE INDEX "invoice_colour" ON "invoice" ("colour")',
        ),
    ),
)


def of_sqlite(path: Path) -> Schema:
    """Columns, uniques, indexes, foreign keys of every table, in a form that two databases can be compared by."""
    found: Schema = {}
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if table.startswith("sqlite_"):
            continue
        columns = [row[1:] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        keys = [row[2:] for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')]
        indexes = []
        for _, name, unique, origin, partial in connection.execute(f'PRAGMA index_list("{table}")'):
            of = tuple(row[2] for row in connection.execute(f'PRAGMA index_info("{name}")'))
            indexes.append((unique, partial, of, "" if origin == "u" else name))
        found[table] = [sorted(columns), sorted(keys), sorted(indexes)]
    connection.close()
    return found


COLUMNS = """
SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,
       regexp_replace(column_default, '[0-9]+', '') AS preset
FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text AS table_name, contype::text AS kind, pg_get_constraintdef(oid) AS says
FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2, 3
"""
INDEXES = "SELECT tablename AS table_name, indexdef AS says FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"


async def of_postgres(url: str) -> Schema:
    connection = await asyncpg.connect(url)
    found: Schema = {}
    for query in (COLUMNS, CONSTRAINTS, INDEXES):
        for row in await connection.fetch(query):
            found.setdefault(row["table_name"].strip('"'), []).append(tuple(row.values())[1:])
    await connection.close()
    return found


async def schema(url: str) -> Schema:
    if url.startswith("sqlite"):
        return await asyncio.to_thread(of_sqlite, Path(url.removeprefix("sqlite://")))
    return await of_postgres(url)


async def run_sql(url: str, *statements: str) -> None:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite://"))
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
    else:
        server = await asyncpg.connect(url)
        for statement in statements:
            await server.execute(statement)
        await server.close()


async def empty(url: str) -> None:
    if url.startswith("sqlite"):
        for path in Path(url.removeprefix("sqlite://")).parent.glob("relance.db*"):
            path.unlink()
    else:
        await run_sql(url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")


async def generate_from_models(url: str) -> None:
    """What tortoise itself would make of the models."""
    dialect = url.partition("://")[0]
    engine = importlib.import_module(f"storage.{dialect}")
    connections = {"models": {"engine": f"storage.{dialect}", "credentials": engine.credentials(url)}}
    async with TortoiseContext() as context:
        apps = {"storage": {"models": ["storage.models"], "default_connection": "models"}}
        await context.init(config={"connections": connections, "apps": apps})
        await context.db("models").create_connection(with_db=True)
        await context.generate_schemas(safe=False)


def only(monkeypatch: pytest.MonkeyPatch, known: tuple[Migration, ...]) -> None:
    """Let the program be one that knows these migrations."""
    monkeypatch.setattr(migrations, "all_migrations", lambda: known)


async def test_migrated_equals_generated(url: str) -> None:
    store = await Store.open(url)
    await store.close()
    migrated = await schema(url)
    assert migrated.pop("schema_version")
    await empty(url)
    await generate_from_models(url)
    generated = await schema(url)
    assert set(migrated) == set(generated)
    for table, columns in generated.items():
        assert migrated[table] == columns, table


async def test_every_older_version_becomes_this_one(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = all_migrations()
    await (await Store.open(url)).close()
    fresh = await schema(url)
    for version in range(1, len(known)):
        await empty(url)
        only(monkeypatch, known[:version])
        await (await Store.open(url)).close()
        only(monkeypatch, known)
        await (await Store.open(url)).close()
        assert await schema(url) == fresh, f"from version {version}"


async def test_an_older_database_upgrades_and_keeps_its_rows(
    url: str, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await Store.open(url)
    for number in range(3):
        await facts.proposed(store, f"F-{number}")
    await store.add_payment("dupont", facts.payment("F-0"), NOW)
    before = (await store.cases("dupont"), await store.counts())
    await store.close()
    old = await schema(url)
    only(monkeypatch, (*all_migrations(), *MORE))
    store = await Store.open(url)
    assert (await store.cases("dupont"), await store.counts()) == before
    with pytest.raises(StoreError):
        await store.atomic(lambda: _same_key_again(facts, store))
    await store.close()
    new = await schema(url)
    assert "pallet" in new
    assert len(str(new["invoice"])) > len(str(old["invoice"]))
    assert {name: told for name, told in new.items() if name not in ("invoice", "pallet", "schema_version")} == {
        name: told for name, told in old.items() if name not in ("invoice", "schema_version")
    }
    await (await Store.open(url)).close()


async def _same_key_again(facts: Facts, store: Store) -> None:
    """The unique key of the lines is still there."""
    from storage.models import NoticeLineRow

    line = await NoticeLineRow.all().first()
    assert line is not None
    await NoticeLineRow.create(notice_id=line.notice_id, invoice_id=line.invoice_id, step=line.step, cycle=line.cycle)


async def test_a_migration_that_fails_leaves_nothing(url: str, facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await Store.open(url)
    await facts.case(store)
    await store.close()
    before = await schema(url)
    known = all_migrations()
    broken = Migration(number=MORE[0].number, name="broken", statements=(*MORE[0].statements, "CREATE TABLE oops"))
    only(monkeypatch, (*known, broken))
    with pytest.raises(StoreError, match="cannot be opened"):
        await Store.open(url, exclusive=True)
    assert await schema(url) == before
    only(monkeypatch, (*known, *MORE))
    store = await Store.open(url, exclusive=True)
    assert len(await store.cases("dupont")) == 1
    await store.close()


KILLED = """
import asyncio, os, sys
import storage.migrations as migrations
from storage import Store

real = migrations._in_words
def dying(statement, words):
    if '"question"' in statement:
        os._exit(9)
    return real(statement, words)
migrations._in_words = dying
asyncio.run(Store.open(sys.argv[1]))
"""


async def test_a_migration_that_is_killed_leaves_nothing(url: str, facts: Facts) -> None:
    from tests.storage.test_open_close import python

    process = await python(KILLED, url)
    await process.communicate()
    assert process.returncode == 9
    assert await schema(url) == {}
    store = await Store.open(url)
    await facts.case(store)
    await store.close()


async def test_many_programs_start_at_once(url: str) -> None:
    stores = await asyncio.gather(*(Store.open(url) for _ in range(4)))
    assert [await store.case_ids() for store in stores] == [[]] * 4
    await asyncio.gather(*(store.close() for store in stores))


async def test_a_newer_database_is_refused(url: str, facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    known = all_migrations()
    only(monkeypatch, (*known, *MORE))
    store = await Store.open(url)
    await facts.case(store)
    await store.close()
    before = await schema(url)
    only(monkeypatch, known)
    with pytest.raises(StoreError, match=r"written by a newer Relance \(its tables are version \d+, this program"):
        await Store.open(url, exclusive=True)
    assert await schema(url) == before


async def test_the_tables_of_another_program_are_left_alone(url: str) -> None:
    await run_sql(url, "CREATE TABLE invoice (number INT)", "INSERT INTO invoice VALUES (7)")
    before = await schema(url)
    with pytest.raises(StoreError, match="cannot be opened"):
        await Store.open(url)
    assert await schema(url) == before


def test_released_migrations_only_add() -> None:
    """What destroys or rebuilds has no place in a migration that runs by itself."""
    for number, migration in enumerate(all_migrations(), start=1):
        assert migration.number == number
        for statement in migration.statements:
            assert re.match(r'(CREATE TABLE|CREATE INDEX|CREATE UNIQUE INDEX|ALTER TABLE "\w+" ADD COLUMN)', statement)
            if "ADD COLUMN" in statement:
                assert "NOT NULL" not in statement or "DEFAULT" in statement
            assert "CASCADE" not in statement
