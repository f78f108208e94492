"""Cases for the splitter: bodies as mail programs write them, and what their writers said; see tests/mail/quotes/.

A file holds ``@@ reminder`` (ours, for the cases below it), ``@@ LANGUAGE CLIENT text|html | what is special`` (a
body; ``| known`` at the end: only who knows the reminder can tell) and ``@@ said``. In it ``~ `` begins a line of a
signature: it may go or stay. ``{reminder}`` stands for the reminder, ``{> reminder}`` for the marked one,
``{html reminder}`` and ``{p reminder}`` for its lines in HTML; ``␠`` and ``␉`` for a blank and a tab that an editor
would swallow.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "mail" / "quotes"
LEAK = 4
"""Words of others that may stay: a line more would be one that a reader believes."""
_BLOCK = re.compile(r"^@@ (.*)\n((?:(?!@@ ).*\n)*)", re.MULTILINE)
_PLACE = re.compile(r"\{(>* ?|html |p )reminder\}")


@dataclass(frozen=True, kw_only=True)
class Case:
    language: str
    client: str
    kind: str
    about: str
    known: bool
    body: str
    reminder: str
    said: tuple[tuple[bool, tuple[str, ...]], ...]
    """Lines as words; False: a signature's."""

    @property
    def name(self) -> str:
        return f"{self.language} {self.client} {self.kind}: {self.about}"

    def words(self, *, signature: bool) -> list[str]:
        return [word for must, line in self.said for word in line if must or signature]


Reader = Callable[[Case], str]


def read(path: Path) -> list[Case]:
    return list(_cases(path.read_text(encoding="utf-8")))


def first_part() -> list[Case]:
    return [case for path in sorted(FOLDER.glob("??.txt")) for case in read(path)]


def blind() -> list[Case]:
    return read(FOLDER / "blind.txt")


def _cases(text: str) -> Iterator[Case]:
    reminder = head = body = ""
    for title, block in _BLOCK.findall(text):
        if title == "reminder":
            reminder = block.strip()
        elif title != "said":
            head, body = title, _fill(block, reminder)
        else:
            where, *about = (part.strip() for part in head.split("|"))
            language, client, kind = where.split()
            yield Case(
                language=language,
                client=client,
                kind=kind,
                about=about[0],
                known="known" in about[1:],
                body=body,
                reminder=reminder,
                said=tuple((line[:2] != "~ ", tuple(line.removeprefix("~ ").split())) for line in block.splitlines()),
            )


def _fill(body: str, reminder: str) -> str:
    lines = reminder.splitlines()

    def place(match: re.Match[str]) -> str:
        manner = match[1].strip()
        if manner == "html":
            return "<br>".join(html.escape(line) for line in lines)
        if manner == "p":
            return "".join(f'<p class="MsoNormal">{html.escape(line) or "&nbsp;"}</p>' for line in lines)
        return "\n".join(f"{manner} {line}".rstrip() if manner else line for line in lines)

    return _PLACE.sub(place, body).replace("␠", " ").replace("␉", "\t")


@dataclass(frozen=True, kw_only=True)
class Score:
    exact: bool
    lost: int
    leaked: int

    @property
    def usable(self) -> bool:
        return not self.lost and self.leaked <= LEAK


def score(case: Case, said: str) -> Score:
    """Words of the writer that are missing, words of others that are there; order counts."""
    got = said.replace("\ufeff", "").split()
    must, may = case.words(signature=False), case.words(signature=True)
    return Score(
        exact=_is_exact(case, got),
        lost=len(must) - _common(must, got),
        leaked=len(got) - _common(may, got),
    )


def _is_exact(case: Case, got: list[str]) -> bool:
    at = 0
    for must, line in case.said:
        if got[at : at + len(line)] == list(line):
            at += len(line)
        elif must:
            return False
    return at == len(got)


def _common(one: list[str], other: list[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for i, candidate in enumerate(other, 1):
            before, row[i] = row[i], before + 1 if word == candidate else max(row[i], row[i - 1])
    return row[-1]
