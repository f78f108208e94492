"""config.toml, read strictly into frozen values, all mistakes at once. Never opens a server or knows a leaf's keys."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot import shelf
from bot.config import _account
from bot.config import _read as r
from bot.config._account import Setup, folder, setup
from bot.config._lines import lines
from bot.errors import ConfigError

__all__ = ["SCHEMA", "Config", "Setup", "load", "parse"]

_TOP = {
    "relance": r.Key(r.mapping, {}),
    "account": r.Key(r.tables, ()),
    "channel": r.Key(r.mapping, {}),
}
_RELANCE = {
    "database": r.Key(r.database, "sqlite://relance.db"),
    "language": r.Key(r.language, "fr"),
    "log": r.Key(r.choice("plain", "json"), "plain"),
    "templates": r.Key(r.optional_line, ""),
}
SCHEMA: Mapping[str, Mapping[str, r.Key]] = {"": _TOP, "relance": _RELANCE, **_account.SCHEMA}
"""Every table and its keys, as config.example.toml documents them. A leaf's tables (smtp, imap, channel) are opaque."""

Mistake = tuple[str, str]
TEMPLATES = Path(__file__).parent.parent.parent / "templates"

Leaves = Callable[[str, Mapping[str, object]], Sequence[Mistake]]
"""Reads one section of a server or chat, named by its place ("account[1].smtp"); returns what is wrong with it."""


def _no_leaf(section: str, values: Mapping[str, object]) -> Sequence[Mistake]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Config:
    """What config.toml says. ``templates`` None: only the texts that came with Relance. Secrets are not in ``repr``.

    ``warnings`` look like mistakes: allowed, but seldom wise. ``channels`` are the raw sections by name.
    """

    path: Path
    database: str = field(repr=False)
    language: str
    log: str
    templates: Path | None
    accounts: tuple[Setup, ...]
    channels: Mapping[str, Mapping[str, object]] = field(repr=False)
    warnings: tuple[Mistake, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)

    def account(self, id: str) -> Setup:
        """The account of that id. Raises ConfigError, which names the near one, or all of them."""
        for one in self.accounts:
            if one.account.id == id:
                return one
        ids = [one.account.id for one in self.accounts]
        near = difflib.get_close_matches(id, ids, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(ids)}"
        raise ConfigError([(self.path.name, f"no account {id!r}, {hint}")])

    def locate(self, error: ConfigError, section: str) -> ConfigError:
        """A leaf's mistakes with file, line and full key. ``section``: ``channel.telegram``, ``f"{setup.at}.smtp"``."""
        mistakes = [(f"{section}.{key}", what) for key, what in error.mistakes]
        return ConfigError(_located(mistakes, self.path, self.lines))


def load(path: Path, leaves: Leaves = _no_leaf) -> Config:
    """Read the file. Raises ConfigError with every mistake: (``config.toml:12: account[1].iban``, what is allowed).

    ``leaves``: asked only where the file has mistakes of its own already, so that he hears of all in one round.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError([(str(path), "no such file; `relance init` writes one, --config names another")]) from None
    except OSError as error:
        raise ConfigError([(str(path), f"cannot be read: {error.strerror}")]) from None
    return parse(raw, path, leaves)


def parse(raw: bytes, path: Path, leaves: Leaves = _no_leaf) -> Config:
    """Read the bytes of the file that is, or will be, at ``path``: relative names start there. Raises like ``load``."""
    text, tree = _toml(raw, path)
    where, notes = lines(text), r.Notes()
    top = r.table(tree, _TOP, "", notes)
    relance = r.table(top.get("relance", {}), _RELANCE, "relance", notes)
    here, language = path.absolute().parent, relance.get("language", "fr")
    templates = folder(relance.get("templates", ""), here, "relance.templates", notes)
    members = enumerate(top.get("account", ()), 1)
    accounts = [setup(one, f"account[{n}]", notes, here=here, language=language) for n, one in members]
    _accounts_differ(accounts, top, notes)
    _channels_exist(top.get("channel", {}), notes)
    _owners_have_channels(top, notes)
    _texts_exist(top, relance, here, notes)
    if notes.mistakes:
        for section, values in _sections(top):
            notes.mistakes += [(f"{section}.{key}", what) for key, what in leaves(section, values)]
        raise ConfigError(_located(notes.mistakes, path, where))
    return Config(
        path=path,
        database=_database(relance["database"], here),
        language=language,
        log=relance["log"],
        templates=templates,
        accounts=tuple(one for one in accounts if one is not None),
        channels=top["channel"],
        warnings=tuple(_located(notes.warnings, path, where)),
        lines=where,
    )


def _sections(top: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The sections that only a leaf can read, by their place in the file."""
    for number, one in enumerate(r.listed(top.get("account")), 1):
        for name in ("smtp", "imap", "opinion"):
            values = one.get(name, {})
            if isinstance(values, dict):
                yield f"account[{number}].{name}", values
    channels = top.get("channel", {})
    for name, values in channels.items() if isinstance(channels, dict) else ():
        if isinstance(values, dict) and name in shelf.names("channels"):
            yield f"channel.{name}", values


def _toml(raw: bytes, path: Path) -> tuple[str, dict[str, object]]:
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")  # Windows editors write a mark that tomllib refuses
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError([(f"{path.name}:{row}", "is not UTF-8; save the file as UTF-8")]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax(str(error), path)]) from None


def _syntax(told: str, path: Path) -> Mistake:
    """With the line in front, as for any other mistake."""
    found = re.search(r" \(at line (\d+), column \d+\)$", told)
    what = told[: found.start()] if found else told.replace("(at end of document)", "at the end of the file")
    twice = re.match(r"Cannot (?:overwrite a value|declare .* twice|mutate immutable)", what)
    at = f"{path.name}:{found[1]}" if found else path.name
    return at, "this key is there twice" if twice else f"is not TOML: {what}"


def _accounts_differ(accounts: Sequence[Setup | None], top: Mapping[str, object], notes: r.Notes) -> None:
    if "account" in top and not accounts:
        notes.wrong("account", "is missing; a business is written under [[account]]")
    seen: set[str] = set()
    for one in accounts:
        if one is None:
            continue
        if one.account.id in seen:
            notes.wrong(f"{one.at}.id", f"{one.account.id} is used twice; each account needs its own id")
        seen.add(one.account.id)


def _channels_exist(channels: Mapping[str, object], notes: r.Notes) -> None:
    known = dict.fromkeys(shelf.names("channels"), r.Key(r.mapping, {}))
    r.table(channels, known, "channel", notes)


def _owners_have_channels(top: Mapping[str, object], notes: r.Notes) -> None:
    """An owner on a chat that is not configured would never be asked."""
    there = top.get("channel", {})
    for number, one in enumerate(r.listed(top.get("account")), 1):
        for seat, owner in enumerate(r.listed(one.get("owner")), 1):
            channel = owner.get("channel")
            if channel in shelf.names("channels") and isinstance(there, dict) and channel not in there:
                what = f"{channel} is not configured; write its section [channel.{channel}]"
                notes.wrong(f"account[{number}].owner[{seat}].channel", what)


def _texts_exist(top: Mapping[str, object], relance: Mapping[str, object], here: Path, notes: r.Notes) -> None:
    """A language is a folder of texts: ours, or one of the owner's own."""
    general = relance.get("templates", "")
    spoken = [("relance.language", relance.get("language", ""), general)]
    for number, one in enumerate(r.listed(top.get("account")), 1):
        spoken.append((f"account[{number}].language", one.get("language", ""), one.get("templates") or general))
    for key, language, own in spoken:
        if not isinstance(language, str) or not re.fullmatch(r"[a-z]{2}", language):
            continue
        roots = [TEMPLATES, *([here / Path(own).expanduser()] if isinstance(own, str) and own else [])]
        there = {f.name for root in roots if root.is_dir() for f in root.iterdir() if f.is_dir()}
        if language not in there:
            known = ", ".join(sorted(name for name in there if re.fullmatch(r"[a-z]{2}", name)))
            notes.wrong(
                key, f"there are no texts in this language; there are {known} (docs/texts.md: another language)"
            )


def _database(url: str, here: Path) -> str:
    """A file of SQLite counts from the configuration's folder, wherever the program is started."""
    name = url.removeprefix("sqlite://")
    if name == url or name == ":memory:":
        return url
    return f"sqlite://{here / Path(name).expanduser()}"


def _located(mistakes: Iterable[Mistake], path: Path, where: Mapping[str, int]) -> list[Mistake]:
    """In the order of the file, each with its line, or with the line of the nearest table around it."""
    found = [(_line(key, where), key, what) for key, what in mistakes]
    return [
        (f"{path.name}:{row}: {key}" if row else f"{path.name}: {key}", what)
        for row, key, what in sorted(found, key=lambda mistake: mistake[0])
    ]


def _line(key: str, where: Mapping[str, int]) -> int:
    while key and key not in where:
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return where.get(key, 0)
