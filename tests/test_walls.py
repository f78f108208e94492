"""The walls of the house, read from the source: who may import whom, and how long a thing may be.

Each wall is a function from one file to what breaks it, and each is shown a planted break, so that none can sleep.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

import pytest

HOUSE = Path(__file__).parent.parent

PURE = frozenset(
    {
        "__future__",
        "bisect",
        "calendar",
        "collections",
        "dataclasses",
        "datetime",
        "decimal",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "itertools",
        "json",
        "math",
        "operator",
        "re",
        "string",
        "types",
        "typing",
        "unicodedata",
        "urllib.parse",
        "zoneinfo",
    }
)
SHELVES = ("laws", "formats", "readers", "channels")
# Every module that stands directly in bot/ is a flow or serves one, but for these, which touch the outside.
NOT_FLOWS = ("bot.__main__", "bot.advisor", "bot.app", "bot.demo*", "bot.systemd", "bot.words")
IO_LIBRARIES = (
    "aiosmtplib",
    "aioimaplib",
    "aiosqlite",
    "asyncpg",
    "httpx",
    "imaplib",
    "jinja2",
    "smtplib",
    "socket",
    "sqlite3",
    "ssl",
    "telegram",
    "tortoise",
)
# A library that only these modules may know.
DOORS = {
    "tortoise": ("storage",),
    "aiosqlite": ("storage",),
    "asyncpg": ("storage",),
    "aiosmtplib": ("bot.mail.outbox",),
    "aioimaplib": ("bot.mail.imap", "bot.mail.inbox"),
    "telegram": ("bot.channels.telegram", "bot.channels._telegram*"),
    "httpx": ("bot.advisor",),
    "jinja2": ("bot.words",),
    "PIL": ("bot.channels._chart_png",),
    "aiosmtpd": ("bot.embedded", "bot.demo*"),
    "pymap": ("bot.embedded", "bot.demo*"),
}
LEAVES = ("bot.advisor", "bot.channels", "bot.mail.outbox", "bot.mail.inbox", "storage")
COMPOSERS = ("bot.app", "bot.offices", "bot.demo*", "bot.embedded", "bot.commands")
# The tick loop, and the shunt that keeps one bad mail from stopping the others.
BROAD_EXCEPTS = {"bot/loop.py": 2, "bot/listen.py": 1}  # the tick, the item; the shunt keeps its traceback
FILE_LINES, FUNCTION_LINES = 400, 60


@dataclass(frozen=True)
class Source:
    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def module(self) -> str:
        parts = PurePosixPath(self.path).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """(line, dotted name) of every import, wherever it stands; `from a import b` is `a.b`."""
        return [
            (node.lineno, name)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.stmt | ast.expr)
            for name in self._names(node)
        ]

    def _names(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                yield from (f"{self._origin(module, level)}.{alias.name}" for alias in names)
            case ast.Call(
                func=ast.Name(id=called) | ast.Attribute(attr=called), args=[ast.Constant(value=str(name)), *_]
            ):
                if called in ("__import__", "import_module"):
                    yield name

    def _origin(self, module: str | None, level: int) -> str:
        if level == 0:
            return module or ""
        package = PurePosixPath(self.path).parent.parts
        base = ".".join(package[: len(package) - level + 1])
        return f"{base}.{module}" if module else base

    def is_in(self, *packages: str) -> bool:
        return within(self.module, *packages)


def within(name: str, *packages: str) -> bool:
    """Whether the dotted name is one of the packages or in one; `name*` stands for all that begin so."""
    return any(
        name.startswith(package[:-1]) if package.endswith("*") else f"{name}.".startswith(f"{package}.")
        for package in packages
    )


Wall = Callable[[Source], Iterator[tuple[int, str]]]
WALLS: list[Wall] = []


def wall(check: Wall) -> Wall:
    WALLS.append(check)
    return check


@wall
def core_imports_only_the_pure_standard_library(source: Source) -> Iterator[tuple[int, str]]:
    if source.is_in("bot.core"):
        for line, name in source.imports:
            if name.partition(".")[0] not in PURE and not within(name, "bot.core"):
                yield line, f"the core imports {name}"


@wall
def core_never_awaits_opens_prints_or_reads_a_clock(source: Source) -> Iterator[tuple[int, str]]:
    if not source.is_in("bot.core"):
        return
    for node in ast.walk(source.tree):
        match node:
            case ast.AsyncFunctionDef() | ast.Await() | ast.AsyncFor() | ast.AsyncWith():
                yield node.lineno, "the core awaits"
            case ast.Call(func=ast.Name(id="open" | "print" | "input" as called)):
                yield node.lineno, f"the core calls {called}"
            case ast.Attribute(
                value=ast.Name(id="datetime" | "date" | "dt") | ast.Attribute(attr="datetime" | "date"),
                attr="now" | "today" | "utcnow" as called,
            ):
                yield node.lineno, f"the core reads the clock with {called}"


@wall
def a_member_of_a_shelf_stands_alone(source: Source) -> Iterator[tuple[int, str]]:
    _, _, inside = source.module.partition(".")
    shelf, _, member = inside.partition(".")
    if not source.is_in("bot") or shelf not in SHELVES:
        return
    own = f"bot.{shelf}.{member.partition('.')[0]}"
    for line, name in source.imports:
        allowed = within(name, "bot.core", "bot.errors", "bot.shelf", own) or name.startswith(f"bot.{shelf}._")
        if within(name, "bot", "storage") and not allowed:
            yield line, f"a member of {shelf} imports {name}"


@wall
def the_flows_name_no_library_that_talks_to_the_outside(source: Source) -> Iterator[tuple[int, str]]:
    if source.module.count(".") == 1 and source.is_in("bot") and not source.is_in(*NOT_FLOWS):
        for line, name in source.imports:
            if within(name, *IO_LIBRARIES):
                yield line, f"a flow imports {name}"


@wall
def each_library_has_one_door(source: Source) -> Iterator[tuple[int, str]]:
    for line, name in source.imports:
        library = name.partition(".")[0]
        if library in DOORS and not source.is_in(*DOORS[library]):
            yield line, f"{library} is imported outside {' and '.join(DOORS[library])}"


@wall
def storage_knows_only_core_and_errors(source: Source) -> Iterator[tuple[int, str]]:
    if source.is_in("storage"):
        for line, name in source.imports:
            if within(name, "bot") and not within(name, "bot.core", "bot.errors"):
                yield line, f"storage imports {name}"


@wall
def only_the_composition_root_knows_concrete_leaves(source: Source) -> Iterator[tuple[int, str]]:
    if source.is_in(*COMPOSERS) or not source.is_in("bot"):
        return
    for line, name in source.imports:
        for leaf in LEAVES:
            if within(name, leaf) and not source.is_in(leaf):
                yield line, f"{source.module} imports the leaf {name}"


@wall
def a_broad_except_stands_in_two_places(source: Source) -> Iterator[tuple[int, str]]:
    nodes = [node for node in ast.walk(source.tree) if isinstance(node, ast.ExceptHandler | ast.Call)]
    found = sorted(node.lineno for node in nodes if is_broad(node))
    for line in found[BROAD_EXCEPTS.get(source.path, 0) :]:
        yield line, "a broad except"


def is_broad(node: ast.ExceptHandler | ast.Call) -> bool:
    match node:
        case ast.ExceptHandler(type=None):
            return True
        case ast.ExceptHandler(type=ast.Tuple(elts=caught)):
            return any(is_exception_itself(one) for one in caught)
        case ast.ExceptHandler(type=ast.expr() as caught_one):
            return is_exception_itself(caught_one)
        case ast.Call(func=ast.Name(id="suppress") | ast.Attribute(attr="suppress"), args=suppressed):
            return any(is_exception_itself(one) for one in suppressed)
    return False


def is_exception_itself(node: ast.expr) -> bool:
    match node:
        case ast.Name(id="Exception" | "BaseException") | ast.Attribute(attr="Exception" | "BaseException"):
            return True
    return False


@wall
def files_and_functions_stay_short(source: Source) -> Iterator[tuple[int, str]]:
    lines = len(source.text.splitlines())
    if lines > FILE_LINES:
        yield FILE_LINES + 1, f"a file of {lines} lines"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield node.lineno, f"{node.name} has {length} lines"


@wall
def nothing_is_left_open(source: Source) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.text.splitlines(), 1):
        if found := re.search(r"\b(TODO|FIXME|XXX|NotImplementedError)\b", line):
            yield number, f"left open: {found[0]}"


def read_house() -> list[Source]:
    files = [path for folder in ("bot", "storage") for path in sorted((HOUSE / folder).rglob("*.py"))]
    named = [(path.relative_to(HOUSE).as_posix(), path) for path in files]
    return [
        Source(name, path.read_text(encoding="utf-8"))
        for name, path in named
        if not name.startswith("storage/migrations/")
    ]


@pytest.mark.parametrize("check", WALLS, ids=lambda check: check.__name__)
def test_the_house_keeps(check: Wall) -> None:
    broken = [f"{source.path}:{line}: {what}" for source in read_house() for line, what in check(source)]
    assert not broken, "\n".join(["", *broken])


def test_the_whole_house_is_read() -> None:
    read = {source.path for source in read_house()}
    assert "bot/errors.py" in read
    assert any(path.startswith("bot/core/") for path in read)


PLANTED = [
    (core_imports_only_the_pure_standard_library, "bot/core/case.py", "import logging"),
    (core_imports_only_the_pure_standard_library, "bot/core/case.py", "from bot.errors import RelanceError"),
    (core_imports_only_the_pure_standard_library, "bot/core/case.py", "from .. import errors"),
    (core_imports_only_the_pure_standard_library, "bot/core/case.py", "def f():\n    import os.path"),
    (
        core_imports_only_the_pure_standard_library,
        "bot/core/case.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from babel import Locale",
    ),
    (core_imports_only_the_pure_standard_library, "bot/core/case.py", "babel = __import__('babel')"),
    (core_never_awaits_opens_prints_or_reads_a_clock, "bot/core/days.py", "async def f(): ..."),
    (core_never_awaits_opens_prints_or_reads_a_clock, "bot/core/days.py", "x = datetime.now(UTC)"),
    (core_never_awaits_opens_prints_or_reads_a_clock, "bot/core/days.py", "x = datetime.datetime.utcnow()"),
    (core_never_awaits_opens_prints_or_reads_a_clock, "bot/core/days.py", "x = field(default_factory=date.today)"),
    (core_never_awaits_opens_prints_or_reads_a_clock, "bot/core/days.py", "print(1)"),
    (core_never_awaits_opens_prints_or_reads_a_clock, "bot/core/days.py", "open('x')"),
    (a_member_of_a_shelf_stands_alone, "bot/laws/fr.py", "from bot.laws.de import LAW"),
    (a_member_of_a_shelf_stands_alone, "bot/laws/fr.py", "from .de import LAW"),
    (a_member_of_a_shelf_stands_alone, "bot/channels/telegram/__init__.py", "from bot.words import render"),
    (a_member_of_a_shelf_stands_alone, "bot/formats/camt.py", "from storage import store"),
    (the_flows_name_no_library_that_talks_to_the_outside, "bot/listen.py", "import ssl"),
    (the_flows_name_no_library_that_talks_to_the_outside, "bot/answer.py", "def f():\n    from telegram import Bot"),
    (each_library_has_one_door, "bot/app.py", "from tortoise import Tortoise"),
    (each_library_has_one_door, "bot/mail/inbox.py", "import aiosmtplib"),
    (each_library_has_one_door, "bot/mail/outbox.py", "import aioimaplib"),
    (each_library_has_one_door, "bot/channels/terminal.py", "import jinja2.sandbox"),
    (each_library_has_one_door, "bot/opinion.py", "def f():\n    import httpx"),
    (each_library_has_one_door, "bot/channels/telegram.py", "def f():\n    from PIL import Image"),
    (storage_knows_only_core_and_errors, "storage/store.py", "from bot.config import Config"),
    (storage_knows_only_core_and_errors, "storage/store.py", "from bot import words"),
    (only_the_composition_root_knows_concrete_leaves, "bot/chase.py", "from bot.mail.outbox import Outbox"),
    (only_the_composition_root_knows_concrete_leaves, "bot/chase.py", "from bot.mail import outbox"),
    (only_the_composition_root_knows_concrete_leaves, "bot/opinion.py", "from bot.advisor import Advisor"),
    (only_the_composition_root_knows_concrete_leaves, "bot/__main__.py", "from storage.store import Store"),
    (only_the_composition_root_knows_concrete_leaves, "bot/answer.py", "from bot.channels.telegram import Telegram"),
    (a_broad_except_stands_in_two_places, "bot/app.py", "try: f()\nexcept Exception: pass"),
    (a_broad_except_stands_in_two_places, "bot/app.py", "try: f()\nexcept (OSError, BaseException): pass"),
    (a_broad_except_stands_in_two_places, "bot/app.py", "try: f()\nexcept: pass"),
    (a_broad_except_stands_in_two_places, "bot/app.py", "try: f()\nexcept* Exception: pass"),
    (a_broad_except_stands_in_two_places, "bot/app.py", "with contextlib.suppress(Exception): f()"),
    (a_broad_except_stands_in_two_places, "bot/loop.py", "try: f()\nexcept Exception: pass\n" * 3),
    (files_and_functions_stay_short, "bot/app.py", "x = 1\n" * 401),
    (files_and_functions_stay_short, "bot/app.py", "async def f():\n" + "    x = 1\n" * 60),
    (nothing_is_left_open, "bot/app.py", "x = 1  # TODO: two"),
    (nothing_is_left_open, "bot/app.py", "raise NotImplementedError"),
]

LAWFUL = [
    ("bot/core/case.py", "from collections.abc import Mapping\nfrom bot.core import money\nfrom .days import next_day"),
    ("bot/core/days.py", "def f(facts, now):\n    return facts.today, now, facts.date()"),
    (
        "bot/laws/fr.py",
        "import holidays\nfrom bot.core.law import Law\nfrom bot.laws._eu import BASE\nfrom . import _eu",
    ),
    ("bot/laws/fr.py", "from bot.errors import RelanceError\nfrom bot import errors, shelf"),
    ("bot/channels/telegram/__init__.py", "import telegram.ext\nfrom .keyboard import draw"),
    ("bot/channels/_telegram_line.py", "import telegram\nfrom bot.channels._desk import Desk"),
    ("bot/channels/telegram/keyboard.py", "from bot.channels.telegram.words import X"),
    ("bot/mail/outbox.py", "import aiosmtplib, ssl"),
    ("bot/mail/inbox.py", "import aioimaplib\nfrom bot.mail.imap import Imap"),
    ("bot/app.py", "from bot.mail.outbox import Outbox\nfrom storage.store import Store"),
    ("bot/demo_town.py", "import aiosmtpd, pymap\nfrom bot.channels.terminal import Terminal"),
    ("bot/commands/check.py", "from storage.store import Store"),
    (
        "storage/store.py",
        "from tortoise import Tortoise\nfrom bot.core.case import Case\nfrom storage.models import Row",
    ),
    ("bot/listen.py", "try: f()\nexcept Exception: pass"),
    ("bot/app.py", "x = 1\n" * 400),
    ("bot/app.py", "def f():\n" + "    x = 1\n" * 59),
]


@pytest.mark.parametrize(("check", "path", "text"), PLANTED)
def test_a_planted_break_is_seen(check: Wall, path: str, text: str) -> None:
    assert list(check(Source(path, text)))


@pytest.mark.parametrize(("path", "text"), LAWFUL)
def test_what_is_lawful_is_left_in_peace(path: str, text: str) -> None:
    assert [found for check in WALLS for found in check(Source(path, text))] == []


def test_every_wall_has_a_planted_break() -> None:
    assert {check for check, _, _ in PLANTED} == set(WALLS)
