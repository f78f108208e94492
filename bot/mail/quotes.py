"""What the writer wrote now: quotes, copies of our reminder and signatures told apart. Never what it means.

Linear in the length of the text: one pass over capped lines, every look-ahead is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.core import token
from bot.mail import _quote_words as words

MAX_CHARACTERS = 64 * 1024
MAX_LINES = 2000
_LONG = 400  # A longer line is prose: no header, no attribution.
_AHEAD = 12  # Lines that a header block may take, blank ones included.
_RUN = 5  # So many words in a row that are ours are not a coincidence.
_WORD = re.compile(r"\w+")
_CODE_LINE = re.compile(r"[\s*>]*\[?r\S{1,3}f\.?[\s:]{0,3}[0-9a-z]{10}(?:\s?/\s?[a-z]{1,10})?\]?[\s*]*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Split:
    """A text in three parts. Nothing is deleted: together they hold every line that was looked at."""

    said: str
    quoted: str = ""
    signature: str = ""


def said(text: str, reminder: str = "") -> str:
    """Only what the writer wrote now. ``reminder``: the text that we had sent, if it is known."""
    return split(text, reminder).said


def split(text: str, reminder: str = "") -> Split:
    """Tell apart what was said, what was quoted, and what only signs."""
    lines = collapse(text)
    ours = _Ours(reminder)
    kept, dropped = _unquoted(lines, ours)
    kept, copies = _without_copies(kept, ours)
    kept, signature = _without_signature(kept)
    return Split(said=_join(kept), quoted=_join(dropped + copies), signature=_join(signature))


def collapse(text: str) -> list[str]:
    """The lines within the caps, runs of blank lines folded into one."""
    lines: list[str] = []
    for line in text[: 4 * MAX_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = line.rstrip(" \t\u00a0") if line != "-- " else line
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines[:MAX_LINES])[:MAX_CHARACTERS].split("\n")


def without_prepared(text: str, prepared: Collection[str]) -> str:
    """Drop the lines that our answer links had prepared, and the code; a line that was completed stays."""
    ours = {_fold(line) for block in prepared for line in block.splitlines()} - {""}
    lines = (line for line in text.split("\n") if _fold(line) not in ours and not _is_code(line))
    return _join(lines)


def _is_code(line: str) -> bool:
    return len(line) < 60 and _CODE_LINE.fullmatch(line) is not None and bool(token.find(line))


def _fold(line: str) -> str:
    return " ".join(line.replace("’", "'").split()).casefold()


def _join(lines: Iterable[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


# --- quotes ---------------------------------------------------------------------------------------------------------


def _unquoted(lines: list[str], ours: _Ours) -> tuple[list[str], list[str]]:
    kept: list[str] = []
    dropped: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if _is_quoted(line):
            dropped.append(line)
            at += 1
        elif length := _attribution(lines, at):
            if _next_is_quoted(lines, at + length):
                dropped += lines[at : at + length]
                at += length
            elif _is_precise(lines[at : at + length]):
                return _tail(kept, dropped, lines[at:], ours)
            else:
                kept += lines[at : at + length]
                at += length
        elif _starts_copy(lines, at):
            return _tail(kept, dropped, lines[at:], ours)
        else:
            kept.append(line)
            at += 1
    return kept, dropped


def _is_quoted(line: str) -> bool:
    return line.lstrip()[:1] == ">" or line.startswith("| ")


def _next_is_quoted(lines: list[str], at: int) -> bool:
    return any(_is_quoted(line) for line in [line for line in lines[at : at + 3] if line][:1])


def _attribution(lines: list[str], at: int) -> int:
    """Number of lines of "On ... wrote:" that begin at ``at``; it must hold a date or an address, else 0."""
    first = lines[at]
    if not first or len(first) > _LONG:
        return 0
    joined = ""
    for length, line in enumerate(lines[at : at + 4], 1):
        if not line or len(line) > _LONG or _is_quoted(line):
            return 0
        joined = f"{joined} {line}".strip()
        if line.rstrip(" *\u00a0").endswith(":") and words.WROTE.search(joined):
            return length if _is_attribution(joined) and (length == 1 or words.OPENER.match(first)) else 0
        if length == 1 and not words.OPENER.match(first) and not words.WROTE.search(first):
            return 0
    return 0


def _is_attribution(joined: str) -> bool:
    if words.YOU_WROTE.search(joined) and not words.ADDRESS.search(joined):
        return False
    return bool(words.ADDRESS.search(joined) or words.WHEN.search(joined))


def _is_precise(lines: list[str]) -> bool:
    """Where no quote marks follow, only a clock or an address tells a mail program from a writer telling a story."""
    joined = " ".join(lines)
    return bool(words.ADDRESS.search(joined) or words.CLOCK.search(joined))


def _starts_copy(lines: list[str], at: int) -> bool:
    """Does an unmarked copy of older mail begin here: a divider, or a block of three header lines?"""
    line = lines[at]
    if not line or len(line) > _LONG:
        return False
    if words.DIVIDER.fullmatch(line) or words.BARE_DIVIDER.fullmatch(line) or words.ORANGE.fullmatch(line):
        return True
    if set(line.strip()) <= {"_"} and len(line) >= 20:
        return _header_block(lines, at + 1)
    return _header_block(lines, at)


def _header_block(lines: list[str], at: int) -> bool:
    kinds: set[str] = set()
    misses = 0
    for line in lines[at : at + _AHEAD]:
        if not line:
            continue
        match = words.HEADER.match(line) if len(line) <= 4 * _LONG else None
        if match is None:
            misses += 1
            if not kinds or misses > 2:
                return False
            continue
        kinds.add(_kind(match))
        if len(kinds) >= 3 and kinds & {"from", "date"}:
            return True
    return False


def _kind(match: re.Match[str]) -> str:
    return next(name for name in ("from", "date", "to", "subject") if match[name] is not None)


def _tail(kept: list[str], dropped: list[str], rest: list[str], ours: _Ours) -> tuple[list[str], list[str]]:
    """The rest is a copy without marks. What stands in our own reminder's text and is not ours was written into it."""
    if not ours.known:
        return kept, dropped + rest
    section = _section(rest)
    copied = sum(1 for line in section if ours.wrote(line))
    spoken = sum(1 for line in section if line.strip())
    if not copied or copied * 2 < spoken:
        return kept, dropped + rest
    written = [line for line in section if line and not ours.wrote(line) and not _frames(line)]
    return [*kept, "", *written], dropped + [line for line in rest if line not in set(written)]


def _section(rest: list[str]) -> list[str]:
    """The newest mail of an unmarked copy: up to where the next older one begins."""
    body = 0
    while body < len(rest) and (not rest[body] or _frames(rest[body]) or _attribution(rest, body)):
        body += max(1, _attribution(rest, body))
    for at in range(body, len(rest)):
        if _attribution(rest, at) or _starts_copy(rest, at):
            return rest[body:at]
    return rest[body:]


def _frames(line: str) -> bool:
    match = words.HEADER.match(line) if len(line) <= _LONG else None
    return match is not None or words.DIVIDER.fullmatch(line[:_LONG]) is not None or set(line.strip()) <= {"_"}


# --- our own reminder -----------------------------------------------------------------------------------------------


class _Ours:
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


def _without_copies(lines: list[str], ours: _Ours) -> tuple[list[str], list[str]]:
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


# --- signatures -----------------------------------------------------------------------------------------------------


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    kept: list[str] = []
    signature: list[str] = []
    signing = False
    for paragraph in _paragraphs(lines):
        notice = _is_notice(paragraph)
        for line in paragraph:
            if line.rstrip("\u00a0") in ("-- ", "--"):
                signing = True
                signature.append(line)
            elif notice or _is_footer(line) or (signing and not _speaks(line)):
                signature.append(line)
            else:
                kept.append(line)
                signing = signing and words.POSTSCRIPT.match(line) is None
        kept.append("")
    return kept, signature


def _paragraphs(lines: list[str]) -> list[list[str]]:
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return paragraphs


def _is_footer(line: str) -> bool:
    return len(line) < 160 and words.FOOTER.match(line) is not None


def _is_notice(paragraph: list[str]) -> bool:
    """A legal footer: it speaks of secrecy and of a wrong addressee."""
    text = " ".join(paragraph)
    return len(text) > 60 and words.SECRET.search(text) is not None and words.ADDRESSEE.search(text) is not None


def _speaks(line: str) -> bool:
    """Below a signature mark: is it a sentence rather than a name, a telephone number, an address?"""
    if words.POSTSCRIPT.match(line):
        return True
    return len(_WORD.findall(line)) >= 5 and words.SPEAKS.search(line) is not None
