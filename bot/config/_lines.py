"""The line of each key of a TOML text that tomllib has accepted. Never checks, never reads a value."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SCALAR = re.compile(r"[^,\]}\n#]+")
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)
_PART = re.compile(r'[ \t]*("(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+)[ \t]*')


def lines(text: str) -> dict[str, int]:
    """Line numbers (from 1) by dotted key. Members of an array count from 1: ``account[1].owner[2].name``."""
    walk = _Walk(text)
    walk.document()
    return walk.found


class _Walk:
    """One pass over the text. ``at`` is the position; every method moves it past what its name says."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.found: dict[str, int] = {}
        self._starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self._members: dict[str, int] = {}  # how many [[tables]] of that name so far

    def document(self) -> None:
        table = ""
        for start in self._items(len(self.text)):
            if self.text.startswith("[", start):
                table = self._header()
            else:
                self._pair(table)

    def _items(self, end: int) -> Iterator[int]:
        while True:
            self._skip(_BLANK)
            if self.at >= end:
                return
            yield self.at

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group()

    def _note(self, path: str, start: int) -> str:
        self.found.setdefault(path, bisect_right(self._starts, start))
        return path

    def _key(self) -> list[str]:
        parts = []
        while True:
            part = self._skip(_PART).strip()
            parts.append(part[1:-1] if part[:1] in "\"'" else part)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _header(self) -> str:
        start, many = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        parts = self._key()
        self.at += 2 if many else 1
        path = ""
        for number, part in enumerate(parts, 1):
            path = f"{path}.{part}" if path else part
            if many and number == len(parts):
                self._members[path] = self._members.get(path, 0) + 1
                self._note(path, start)
            if path in self._members:  # [account.smtp] belongs to the latest [[account]]
                path = f"{path}[{self._members[path]}]"
            self._note(path, start)
        return path

    def _pair(self, table: str) -> None:
        start, path = self.at, table
        for part in self._key():
            path = self._note(f"{path}.{part}" if path else part, start)
        self.at += 1  # =
        self._value(path)

    def _value(self, path: str) -> None:
        self._skip(_BLANK)
        match self.text[self.at]:
            case "[":
                self._array(path)
            case "{":
                self._inline(path)
            case '"' | "'":
                # Three quotes before one: an empty string would swallow the first two of them.
                any(self._skip(pattern) for pattern in _STRINGS)
            case _:
                self._skip(_SCALAR)

    def _array(self, path: str) -> None:
        self.at += 1
        number = 0
        for start in self._items(len(self.text)):
            if self.text[start] == "]":
                self.at += 1
                return
            if self.text[start] == ",":
                self.at += 1
                continue
            number += 1
            self._value(self._note(f"{path}[{number}]", start))

    def _inline(self, path: str) -> None:
        self.at += 1
        for start in self._items(len(self.text)):
            if self.text[start] == "}":
                self.at += 1
                return
            if self.text[start] == ",":
                self.at += 1
                continue
            self._pair(path)
