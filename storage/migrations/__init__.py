"""How the tables of an older version become those of this one. Never a decision, never data thrown away.

Why not tortoise's own migrations (1.1.9): they record a migration after its transaction, in another one, so a
crash between the two makes the next start fail on "table already exists"; they take any error while reading what
was applied for "nothing was"; and on SQLite their table rebuilds lose rows, unique keys and indexes without a
word (measured; issues #2068, #2144).

So a migration is one module ``mNNNN_name.py`` here with ``STATEMENTS``: SQL with four words that differ between
the databases (``WORDS``). The statements and the record of them are one transaction. Rules, kept by tests:
only CREATE TABLE, CREATE INDEX, and ADD COLUMN that is nullable or has a DEFAULT (``db_default`` in the model);
never edit a released one; the result equals what the models say.

Should a table ever have to be rebuilt on SQLite: that needs foreign_keys=OFF before BEGIN, every index written
again, PRAGMA foreign_key_check before COMMIT, and a copy of the file first.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.errors import StoreError
from storage.finish import finish

WORDS = {
    "sqlite": {
        "ID": "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
        "MOMENT": "TIMESTAMP",
        "BYTES": "BLOB",
        "FLAG": "INT",
    },
    "postgres": {
        "ID": "BIGSERIAL NOT NULL PRIMARY KEY",
        "MOMENT": "TIMESTAMPTZ",
        "BYTES": "BYTEA",
        "FLAG": "BOOL",
    },
}


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One step. ``number`` counts from 1 without a gap."""

    number: int
    name: str
    statements: tuple[str, ...]


def all_migrations() -> tuple[Migration, ...]:
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name[0] == "m" and m.name[1:5].isdigit())
    found = []
    for name in names:
        module = importlib.import_module(f"{__name__}.{name}")
        found.append(Migration(number=int(name[1:5]), name=name[6:], statements=tuple(module.STATEMENTS)))
    return tuple(found)


async def migrate(client: Any, migrations: Sequence[Migration] | None = None) -> int:
    """Apply what is missing, each in its own transaction, and say the version reached. StoreError: a newer database."""
    known = all_migrations() if migrations is None else tuple(migrations)
    while await finish(_one_step(client, known)):
        pass
    return len(known)


async def _one_step(client: Any, known: Sequence[Migration]) -> bool:
    """False: nothing was left to do. Two programs that start at once take turns, for this transaction writes."""
    words = WORDS[client.capabilities.dialect]
    transaction = await client.begin(write=True)
    done = False
    try:
        await transaction.execute_query(
            "CREATE TABLE IF NOT EXISTS schema_version (number INT NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL)"
        )
        _, rows = await transaction.execute_query("SELECT COALESCE(MAX(number), 0) AS number FROM schema_version")
        version: int = rows[0]["number"]
        if version > len(known):
            raise StoreError(
                f"the database was written by a newer Relance (its tables are version {version}, "
                f"this program knows {len(known)}): update the program"
            )
        if version < len(known):
            step = known[version]
            for statement in step.statements:
                await transaction.execute_query(_in_words(statement, words))
            await transaction.execute_query(
                f"INSERT INTO schema_version (number, name) VALUES ({step.number}, '{step.name}')"  # noqa: S608
            )
        done = True
        return version < len(known)
    finally:
        await finish(client.end(transaction, commit=done))


def _in_words(statement: str, words: dict[str, str]) -> str:
    for word, meaning in words.items():
        statement = statement.replace(f"{{{word}}}", meaning)
    return statement
