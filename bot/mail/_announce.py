"""Where older mail begins: "On ... wrote:", a divider, a block of header lines. Every look-ahead is bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.mail import _quote_words as words

LONG = 400
"""A longer line is prose: no header, no attribution."""
_AHEAD = 12  # Lines that a header block may take, blank ones included.
_NAME = 12  # Words that a sender's name may have.


@dataclass(frozen=True, kw_only=True)
class Announced:
    """Lines that announce older mail. ``certain``: also where no quote marks follow. ``bare``: only a long rule."""

    lines: int
    certain: bool
    forwarded: bool = False
    bare: bool = False


def is_quoted(line: str) -> bool:
    return line.lstrip()[:1] == ">" or line.startswith("| ") or line == "|" or words.INITIALS.match(line) is not None


def next_is_quoted(lines: list[str], at: int) -> bool:
    return any(is_quoted(line) for line in [line for line in lines[at : at + 3] if line.strip()][:1])


def announced(lines: list[str], at: int) -> Announced | None:
    """What announces older mail at ``at``, marked or not."""
    line = lines[at]
    if not line or len(line) > 4 * LONG:
        return None
    return (_attribution(lines, at) or _copy(lines, at)) if len(line) <= LONG else _glued(lines, at)


# --- "On ... wrote:" ------------------------------------------------------------------------------------------------


def _attribution(lines: list[str], at: int) -> Announced | None:
    """ "On ... wrote:" on up to four lines; it must hold a date or an address."""
    first = lines[at]
    goes_on = words.OPENER.match(first) is not None or words.ADDRESS.search(first) is not None
    joined = ""
    for length, line in enumerate(lines[at : at + 4], 1):
        if not line.strip() or len(line) > LONG or (is_quoted(line) and not _closes(joined, line)):
            break
        joined = f"{joined} {line}".strip()
        if _is_attribution(joined) and (length == 1 or goes_on):
            certain = _is_certain(joined) or (_is_alone(lines, at, length) and _is_short(joined))
            if certain or not words.YOU_WROTE.search(joined) or words.DATED.match(joined):
                return Announced(lines=length, certain=certain)
        if length == 1 and not goes_on and not words.WROTE.search(first) and not words.ISO.match(first):
            break
    if words.BETWEEN_DASHES.fullmatch(first) and words.WROTE.search(first) and words.WHEN.search(first):
        return Announced(lines=1, certain=True)
    if words.QUOTING.fullmatch(first) and (words.ADDRESS.search(first) or next_is_quoted(lines, at + 1)):
        return Announced(lines=1, certain=words.ADDRESS.search(first) is not None)
    return _named(lines, at) or _glued(lines, at)


def _closes(joined: str, line: str) -> bool:
    """Is it no quote mark but the end of an address, broken before its bracket?"""
    return line.strip() in (">:", ">") and joined.rfind("<") > joined.rfind(">")


def _is_attribution(joined: str) -> bool:
    if not joined.rstrip(" *\u00a0").endswith(":"):
        return False
    if words.ISO.match(joined):
        return words.ADDRESS.search(joined) is not None
    if not words.WROTE.search(joined):
        return False
    return any(sign.search(joined) for sign in (words.ADDRESS, words.WHEN)) or words.DATED.match(joined) is not None


def _is_alone(lines: list[str], at: int, length: int) -> bool:
    """A paragraph of its own? Nobody who tells a story puts blank lines around "On Monday Martin wrote:"."""
    before = lines[at - 1].strip() if at else ""
    after = lines[at + length].strip() if at + length < len(lines) else ""
    return not before and not after


def _is_short(joined: str) -> bool:
    shape = next((m for form in words.SHORT if (m := form.fullmatch(joined))), None)
    return shape is not None and words.TELLS.search(shape["name"]) is None


def _is_certain(joined: str) -> bool:
    """Where no quote marks follow: is it a mail program, which knows days and names, and nobody who tells a story?"""
    if words.ISO.match(joined) or words.SENDER_WROTE.search(joined):
        return True
    told = words.WROTE_SENDER.search(joined)
    if told is not None:
        return words.TELLS.search(told[0]) is None
    shape = next((m for form in words.PROGRAMS if (m := form.fullmatch(joined))), None)
    return shape is not None and words.TELLS.search(shape["name"]) is None and _has_time(joined)


def _has_time(joined: str) -> bool:
    return words.CLOCK.search(joined) is not None or _is_dated(joined)


def _is_dated(joined: str) -> bool:
    return words.DATED.match(joined) is not None and words.YEAR.search(joined) is not None


def _named(lines: list[str], at: int) -> Announced | None:
    """ "Martin wrote:" without a date, right above a marked quote."""
    line = lines[at]
    if not next_is_quoted(lines, at + 1) or len(line.split()) > _NAME:
        return None
    if _header(line)[0] == "from" and words.ADDRESS.search(line):
        return Announced(lines=1, certain=False)
    if not line.rstrip(" *\u00a0").endswith(":"):
        return None
    if words.WROTE.search(line) and not words.YOU_WROTE.search(line) and not words.TELLS.search(line):
        return Announced(lines=1, certain=False)
    return None


def _glued(lines: list[str], at: int) -> Announced | None:
    """ "On ... wrote: Hello, the invoice ..." on one line, as some telephones and old programs do."""
    line = lines[at][:LONG]
    before = lines[at - 1].strip() if at else ""
    if before or not words.OPENER.match(line):
        return None
    for verb in words.WROTE.finditer(line):
        head, colon, _ = line[verb.start() :].partition(":")
        if not colon or len(head.split()) > _NAME:
            continue
        letter = words.GREETING.match(line[verb.start() + len(head) + 1 :]) is not None
        if (letter and _is_short(f"{line[: verb.start()]}{head}:")) or _is_glue(
            line[: verb.start()] + head, line[: verb.start()]
        ):
            return Announced(lines=1, certain=True)
    return None


def _is_glue(announcement: str, subject: str) -> bool:
    if words.ADDRESS.search(announcement):
        return words.WHEN.search(announcement) is not None and _is_certain(f"{announcement.strip()}:")
    # A comma between the day and a name: "Le 08.03.2027, Fromagerie Moléson a écrit : ..."
    comma = re.search(r"\d(?:,? .{0,20})?, [A-ZÀ-Ý]", subject) is not None
    return comma and _is_dated(announcement) and _is_certain(f"{announcement.strip()}:")


# --- dividers and blocks of header lines ----------------------------------------------------------------------------


def _copy(lines: list[str], at: int) -> Announced | None:
    line = lines[at]
    divider = words.DIVIDER.fullmatch(line)
    if divider or words.BARE_DIVIDER.fullmatch(line) or words.ORANGE.fullmatch(line):
        forwarded = divider is None or divider["forwarded"] is not None
        return Announced(lines=1 + _block(lines, at + 1), certain=True, forwarded=forwarded)
    if words.RULE.fullmatch(line) or words.BARE_ORIGINAL.fullmatch(line):
        block = _block(lines, at + 1)
        bare = not block and words.LONG_RULE.fullmatch(line) is not None
        return Announced(lines=1 + block, certain=True, bare=bare) if block or bare else None
    if words.GROUPWISE.fullmatch(line):
        return Announced(lines=1, certain=True)
    block = _block(lines, at) if words.HEADER.match(line) else 0
    return Announced(lines=block, certain=True) if block else None


def _block(lines: list[str], at: int) -> int:
    """Number of lines of the header block that begins at ``at``, blank ones before it included; 0: there is none."""
    kinds: set[str] = set()
    misses = end = 0
    for i, line in enumerate(lines[at : at + _AHEAD], 1):
        if not line.strip():
            if kinds and _is_enough(kinds):
                break
            continue
        kind, value = _header(line)
        if not kind:
            misses += 1
            if not kinds or misses > 2 or _is_enough(kinds):
                break
            continue
        if kind == "from" and _is_sentence(value):
            break
        kinds.add(kind)
        end = i
    if _is_enough(kinds):
        return end
    return _short_block(lines, at)


def _is_enough(kinds: set[str]) -> bool:
    return len(kinds - {"other"}) >= 3 and "from" in kinds


def _short_block(lines: list[str], at: int) -> int:
    """Two lines are enough at the head of a paragraph, when one names a sender and one a day or a subject."""
    start = next((i for i in range(at, min(at + 2, len(lines))) if lines[i].strip()), len(lines))
    before = lines[start - 1].strip() if start else ""
    if before and not words.RULE.fullmatch(before) and not words.BARE_ORIGINAL.fullmatch(before):
        return 0
    kinds: set[str] = set()
    end = start
    for line in lines[start : start + 5]:
        kind, value = _header(line)
        if not kind or (kind == "from" and _is_sentence(value)):
            break
        if kind != "date" or re.search(r"\d", value):
            kinds.add(kind)
        end += 1
    return end - at if "from" in kinds and kinds & {"date", "subject"} else 0


def _header(line: str) -> tuple[str, str]:
    match = words.HEADER.match(line) if line.strip() and len(line) <= 4 * LONG else None
    if match is None:
        return "", ""
    return next(name for name in ("from", "date", "to", "subject", "other") if match[name] is not None), match["rest"]


def _is_sentence(value: str) -> bool:
    value = value.strip()
    return "@" not in value and (len(value.split()) > _NAME or value[-1:] in ("?", "!", ","))


def frames(line: str) -> bool:
    """Is it a line that only frames older mail: a header, a divider, a rule?"""
    line = line[:LONG]
    return (
        words.HEADER.match(line) is not None
        or words.DIVIDER.fullmatch(line) is not None
        or words.BARE_DIVIDER.fullmatch(line) is not None
        or words.BARE_ORIGINAL.fullmatch(line) is not None
        or set(line.strip()) <= set("_->| \u00a0")
    )
