"""Our own reminder inside a mail that answers it: which lines are copies of it."""

from __future__ import annotations

import re

MAX_CHARACTERS = 64 * 1024
_RUN = 5  # So many words in a row that are ours are not a coincidence.
_WORD = re.compile(r"\w+")


class Ours:
    """The reminder that we sent, as runs of words: line breaks and quote marks do not matter."""

    def __init__(self, reminder: str) -> None:
        text = reminder[:MAX_CHARACTERS]
        self.known = bool(text.strip())
        flow = [w.casefold() for w in _WORD.findall(text)]
        self._runs = {tuple(flow[i : i + _RUN]) for i in range(len(flow) - _RUN + 1)}
        self._flow = f" {' '.join(flow)} "
        self._lines = {tuple(w.casefold() for w in _WORD.findall(line)) for line in text.splitlines()} - {()}

    def wrote(self, line: str) -> bool:
        """Is all of ``line`` ours?"""
        run = tuple(w.casefold() for w in _WORD.findall(line))
        if len(run) < _RUN:
            return run in self._lines or (len(run) > 2 and f" {' '.join(run)} " in self._flow)
        return all(run[i : i + _RUN] in self._runs for i in range(len(run) - _RUN + 1))


def without_copies(lines: list[str], ours: Ours) -> tuple[list[str], list[str]]:
    """Take out copied lines. A short one (a greeting, a name) only beside a longer one: anybody may write "Merci"."""
    if not ours.known:
        return lines, []
    copied = [bool(line) and ours.wrote(line) for line in lines]
    long = [mine and len(_WORD.findall(line)) >= _RUN for mine, line in zip(copied, lines, strict=True)]
    beside = _spread(long, copied, lines)
    kept = [line for line, drop in zip(lines, beside, strict=True) if not drop]
    return kept, [line for line, drop in zip(lines, beside, strict=True) if drop]


def _spread(long: list[bool], copied: list[bool], lines: list[str]) -> list[bool]:
    """From each long copied line on, the copied lines that touch it, in both directions."""
    drop = list(long)
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        touching = False
        for i in order:
            if drop[i]:
                touching = True
            elif lines[i]:
                touching = touching and copied[i]
                drop[i] = touching
    return drop
