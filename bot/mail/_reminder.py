"""Our own reminder inside a mail that answers it: which lines are copies of it."""

from __future__ import annotations

import re

MAX_CHARACTERS = 64 * 1024
_RUN = 5  # So many words in a row that are ours are not a coincidence.
_WORD = re.compile(r"\w+")
_LINK = re.compile(r"<[^<>]{0,300}>|https?://\S{1,600}|mailto:\S{1,600}")
_RULE = re.compile(r"[\s\-_=|+]+")


class Ours:
    """The reminder that we sent, as runs of words: line breaks and quote marks do not matter."""

    def __init__(self, reminder: str) -> None:
        text = reminder[:MAX_CHARACTERS]
        self.known = bool(text.strip())
        flow = [w.casefold() for w in _WORD.findall(text)]
        # In HTML the links of our answers hide behind their words, and these stand side by side.
        linkless = [w.casefold() for w in _WORD.findall(_LINK.sub(" ", text))]
        self._runs = {tuple(f[i : i + _RUN]) for f in (flow, linkless) for i in range(len(f) - _RUN + 1)}
        self._flow = f" {' '.join(flow)} \n {' '.join(linkless)} "
        self._lines = {tuple(w.casefold() for w in _WORD.findall(line)) for line in text.splitlines()} - {()}

    def wrote(self, line: str) -> bool:
        """Is all of ``line`` ours?"""
        run = tuple(w.casefold() for w in _WORD.findall(_LINK.sub(" ", line)) or _WORD.findall(line))
        if len(run) < _RUN:
            return run in self._lines or (len(run) > 2 and f" {' '.join(run)} " in self._flow)
        return all(run[i : i + _RUN] in self._runs for i in range(len(run) - _RUN + 1))

    def wrote_each(self, lines: list[str]) -> list[bool]:
        """Which lines are ours? A run goes on over line breaks: a mail program may have wrapped our sentences anew."""
        words = [(at, w.casefold()) for at, line in enumerate(lines) for w in _WORD.findall(_LINK.sub(" ", line))]
        strange = [0] * len(lines)
        for at, _ in words:
            strange[at] += 1
        seen = 0  # Words before this one are counted already.
        for i in range(len(words) - _RUN + 1):
            if tuple(w for _, w in words[i : i + _RUN]) in self._runs:
                for at, _ in words[max(i, seen) : i + _RUN]:
                    strange[at] -= 1
                seen = i + _RUN
        return [
            bool(line.strip()) and ((not count and bool(_WORD.search(line))) or self.wrote(line))
            for line, count in zip(lines, strange, strict=True)
        ]

    def added(self, line: str) -> str:
        """What somebody wrote behind our own words on the same line."""
        found = list(_WORD.finditer(line[: MAX_CHARACTERS // 16]))
        run = [match[0].casefold() for match in found]
        if not self.known or tuple(run[:_RUN]) not in self._runs:
            return ""
        end = _RUN
        while end < len(run) and tuple(run[end - _RUN + 1 : end + 1]) in self._runs:
            end += 1
        rest = _LINK.sub("", line[found[end - 1].end() :]).strip(" .,;:?!\u00a0")
        return rest if len(re.findall(r"[^\W\d_]{2,}", rest)) > 1 else ""


def without_copies(lines: list[str], ours: Ours) -> tuple[list[str], list[str]]:
    """Take out copied lines. A short one (a greeting, a name) only beside a longer one: anybody may write "Merci"."""
    if not ours.known:
        return lines, []
    copied = ours.wrote_each(lines)
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
                touching = touching and (copied[i] or _RULE.fullmatch(lines[i]) is not None)
                drop[i] = touching
    return drop
