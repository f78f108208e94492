"""From one rendered text to both parts of a mail, and back from an edited plain text. Knows no law and no figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bot.words.parts import Part
from bot.words.texts import MARK


@dataclass(frozen=True)
class Block:
    """A paragraph (its lines), a heading (one line) or a part from the ledger."""

    kind: str
    lines: tuple[str, ...] = ()
    part: Part | None = None
    data: object = field(default=None)

    @property
    def plain(self) -> str:
        return self.part.plain if self.part else "\n".join(self.lines)


def blocks(rendered: str, make: Callable[[str], Part | None]) -> list[Block]:
    """Paragraphs stand between empty lines; a line that is a mark becomes its part, or nothing when that is empty."""
    found: list[Block] = []
    waiting: list[str] = []

    def close() -> None:
        if waiting:
            found.append(_paragraph(waiting))
            waiting.clear()

    for line in rendered.strip().split("\n"):
        mark = MARK.fullmatch(line.strip())
        if mark is None and line.strip():
            waiting.append(" ".join(line.split(" ")).strip(" "))
            continue
        close()
        part = make(mark[1]) if mark else None
        if part is not None:
            found.append(Block(part.name, part=part, data=part.data))
    close()
    return found


def _paragraph(lines: Sequence[str]) -> Block:
    if len(lines) == 1 and lines[0].startswith("# "):
        return Block("heading", (lines[0][2:],))
    return Block("paragraph", tuple(lines))


def plain(body: Iterable[Block]) -> str:
    return "\n\n".join(block.plain for block in body) + "\n"


def recovered(edited: str, originals: Sequence[Block]) -> list[Block]:
    """The blocks of an edited text: a part that still stands there word for word is drawn as a part again."""
    lines = edited.strip().replace("\r\n", "\n").split("\n")
    found: list[Block] = []
    waiting: list[str] = []
    parts = [block for block in originals if block.part is not None or block.kind == "heading"]
    at = 0
    while at < len(lines):
        hit = next((b for b in parts if _stands(b, lines, at)), None)
        if hit is None and lines[at].strip():
            waiting.append(lines[at].rstrip())
        elif waiting:
            found.append(_paragraph(waiting))
            waiting = []
        if hit is not None:
            found.append(hit)
            parts.remove(hit)
        at += len(hit.plain.split("\n")) if hit else 1
    return [*found, _paragraph(waiting)] if waiting else found


def _stands(block: Block, lines: Sequence[str], at: int) -> bool:
    wanted = block.plain.split("\n")
    there = lines[at : at + len(wanted)]
    return len(there) == len(wanted) and all(_same(a, b) for a, b in zip(wanted, there, strict=True))


def _same(one: str, other: str) -> bool:
    """Alike but for spaces and quotes: a chat may turn narrow spaces into plain ones and drop those at the ends."""
    return "".join(one.split()).replace("’", "'") == "".join(other.split()).replace("’", "'")
