"""What the writer wrote now: quotes, copies of our reminder and signatures told apart. Never what it means.

Linear in the length of the text: one pass over capped lines, every look-ahead is bounded. The house of it:
``_announce`` sees where older mail begins, ``_reminder`` what of it is ours, ``_signature`` what nobody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.core import token
from bot.mail import _announce
from bot.mail import _quote_words as words
from bot.mail._announce import Announced, announced, frames, is_quoted, next_is_quoted
from bot.mail._reminder import MAX_CHARACTERS, Ours, without_copies
from bot.mail._signature import CUT, banner_lines, is_footer, without_signature

MAX_LINES = 2000
_GREETING = 5  # Words that a greeting may have.
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
    ours = Ours(reminder)
    kept, dropped = _unquoted(lines, ours)
    kept, copies = without_copies(kept, ours)
    kept, signature = without_signature(kept)
    return Split(said=_join(kept), quoted=_join(dropped + copies), signature=_join(signature))


def collapse(text: str) -> list[str]:
    """The lines within the caps, runs of blank lines folded into one."""
    lines: list[str] = []
    for line in text[: 4 * MAX_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = line.replace("\ufeff", "") if "\ufeff" in line else line
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


def _unquoted(lines: list[str], ours: Ours) -> tuple[list[str], list[str]]:
    kept: list[str] = []
    dropped: list[str] = []
    spoken, looked = False, 0
    at = 0
    while at < len(lines):
        found = announced(lines, at)
        if found and found.bare and not spoken:
            spoken, looked = _has_spoken(kept[looked:]), len(kept)
        if found and found.bare and not spoken:  # The rule below a gateway's banner.
            dropped.append(lines[at])
            at += 1
        elif found and (found.certain or next_is_quoted(lines, at + found.lines)):
            dropped += lines[at : at + found.lines]
            kept.append(CUT)
            at += found.lines
            if not next_is_quoted(lines, at):
                inside, older = _tail(kept, lines[at:], found, ours)
                return kept + inside, dropped + older
        elif is_quoted(lines[at]):
            end = next((i for i in range(at, len(lines)) if not is_quoted(lines[i])), len(lines))
            dropped += lines[at:end]
            kept += [CUT, *_inside_marks(lines[at:end], ours)]
            at = end
        else:
            kept.append(lines[at])
            at += 1
    return kept, dropped


def _tail(said: list[str], rest: list[str], found: Announced, ours: Ours) -> tuple[list[str], list[str]]:
    """The rest is a copy without marks. What stands in it and is the writer's, and what is not."""
    end = _newest(rest)
    section = rest[:end]
    inside = _not_ours(section, ours)
    if inside is None:
        below = not found.forwarded and not _has_spoken(said)
        inside = _below(section) if below else _inserted(section, said)
    taken = set(inside)
    return ["", *inside] if inside else [], [line for line in section if line not in taken] + rest[end:]


def _inside_marks(block: list[str], ours: Ours) -> list[str]:
    """What the writer put into our own reminder, where his program marked it like ours."""
    if not ours.known:
        return []
    inner = [line.lstrip()[1:].removeprefix(" ").rstrip() for line in block]
    at = 0
    while at < len(inner) and (not inner[at] or frames(inner[at]) or announced(inner, at)):
        found = announced(inner, at)
        at += found.lines if found else 1
    section = inner[at : at + _newest(inner[at:])]
    inside = _not_ours(section, ours)
    return inside if inside is not None else [rest for line in section if (rest := ours.added(line))]


def _newest(rest: list[str]) -> int:
    """Where the newest mail of an unmarked copy ends and the next older one begins."""
    for at in range(len(rest)):
        found = announced(rest, at)
        if found and found.certain and not found.bare:
            return at
    return len(rest)


def _not_ours(section: list[str], ours: Ours) -> list[str] | None:
    """What stands in our own reminder's text and is not ours was written into it. None: it is not our reminder."""
    if not ours.known:
        return None
    mine = ours.wrote_each(section)
    spoken = sum(1 for line in section if line.strip())
    if not any(mine) or sum(mine) * 2 < spoken:
        return None
    return [
        ours.added(line) or line
        for at, line in enumerate(section)
        if line and not mine[at] and not frames(line) and not is_quoted(line) and not banner_lines(section, at)
    ]


def _has_spoken(lines: list[str]) -> bool:
    """Did the writer say anything yet: more than frames, banners and footers?"""
    at = 0
    while at < len(lines):
        banner = banner_lines(lines, at) if lines[at].strip() else 0
        if not banner and lines[at].strip() and not frames(lines[at]) and not is_footer(lines[at]):
            return True
        at += banner or 1
    return False


def _inserted(section: list[str], said: list[str]) -> list[str]:
    """Answers written into an unmarked copy, where they are marked or shouted, or said to be there."""
    told = words.ANSWERS_INSIDE.search("\n".join(said)[-2000:]) is not None
    return [line for line in section if line and _is_inserted(line[: _announce.LONG], told=told)]


def _is_inserted(line: str, *, told: bool) -> bool:
    if words.NAMED.match(line):
        return True
    return told and (words.INSERTED.match(line) is not None or (line.isupper() and len(line.split()) > 1))


def _below(section: list[str]) -> list[str]:
    """Nothing was said above an unmarked copy: the answer stands below it, behind a rule, a sign-off or a paragraph."""
    for at, line in enumerate(section):
        if words.RULE.fullmatch(line) and at + 1 < len(section):
            return section[at + 1 :]
    starts = [at for at, line in enumerate(section) if line and (not at or not section[at - 1])]
    if len(starts) < 2:
        return []
    # "Dear Sir," alone belongs to the paragraph below it.
    first = 1 + (len(section[starts[0]].split()) <= _GREETING and starts[1] == starts[0] + 2)
    greeted = [at for at in starts[first:] if words.GREETING.match(section[at])]
    signed = [n for n, at in enumerate(starts) if n >= first and words.SIGN_OFF.match(section[at])]
    if greeted:
        return section[greeted[0] :]
    if signed and signed[0] + 1 < len(starts):
        return section[starts[signed[0] + 1] :]
    return section[starts[first] :] if first < len(starts) else []
