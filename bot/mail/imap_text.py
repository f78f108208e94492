"""How IMAP writes: tokens and literals, folder names, dates, sets of numbers. Pure; never opens a connection."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone

# One response as it came: text, literal, text, literal, … text.
Parts = list[bytes]
# A token: an atom or a string, NIL, or a list in parentheses.
Value = bytes | None | list["Value"]

LITERAL = re.compile(rb"\{(\d+)\+?\}\Z")
_TOKEN = re.compile(rb'"((?:[^"\\]|\\.)*)"|([()])|([^\s()"\[\]]+(?:\[[^\]]*\])?(?:<\d+>)?)', re.DOTALL)
_DATE = re.compile(rb" ?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTHS = (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec")


def parse_fetch(parts: Parts) -> dict[str, Value] | None:
    """The items of one untagged FETCH response by name in capitals, or None if it is another response."""
    head = re.match(rb"\* \d+ FETCH ", parts[0], re.IGNORECASE)
    if head is None:
        return None
    values = parse_values([parts[0][head.end() :], *parts[1:]])
    items = values[0] if values else None
    if not isinstance(items, list):
        return None
    return {name.decode("ascii", "replace").upper(): value for name, value in _pairs(items) if isinstance(name, bytes)}


def parse_values(parts: Parts) -> list[Value]:
    """Tokens of a response: atoms and strings as bytes, NIL as None, parentheses as lists; literals anywhere."""
    top: list[Value] = []
    open_lists = [top]
    for index, part in enumerate(parts):
        if index % 2:
            open_lists[-1].append(part)
            continue
        text = LITERAL.sub(b"", part) if index + 1 < len(parts) else part
        for string, bracket, atom in _tokens(text):
            if bracket == b"(":
                inner: list[Value] = []
                open_lists[-1].append(inner)
                open_lists.append(inner)
            elif bracket == b")":
                if len(open_lists) > 1:
                    open_lists.pop()
            elif atom is not None:
                open_lists[-1].append(None if atom.upper() == b"NIL" else atom)
            elif string is not None:
                open_lists[-1].append(re.sub(rb"\\(.)", rb"\1", string, flags=re.DOTALL))
    return top


def folder_name(name: str) -> str:
    """A folder's name for the wire, not yet quoted, in IMAP's own UTF-7 (RFC 3501 5.1.3)."""
    return re.sub(r"&|[^\x20-\x7e]+", _modified_utf7, name)


def folder_title(name: bytes) -> str:
    """The Unicode name of a folder as the server wrote it."""
    return re.sub(r"&([^-]*)-", _from_modified_utf7, name.decode("utf-8", "replace"))


def _modified_utf7(found: re.Match[str]) -> str:
    if found[0] == "&":
        return "&-"
    coded = base64.b64encode(found[0].encode("utf-16-be")).decode("ascii")
    return f"&{coded.rstrip('=').replace('/', ',')}-"


def _from_modified_utf7(found: re.Match[str]) -> str:
    if not found[1]:
        return "&"
    coded = found[1].replace(",", "/")
    return base64.b64decode(coded + "=" * (-len(coded) % 4)).decode("utf-16-be", "replace")


def _tokens(text: bytes) -> Iterator[tuple[bytes | None, bytes | None, bytes | None]]:
    for found in _TOKEN.finditer(text):
        yield found[1], found[2], found[3]


def _pairs(items: list[Value]) -> Iterator[tuple[Value, Value]]:
    return zip(items[::2], items[1::2], strict=False)


def parse_search(responses: Iterable[Parts]) -> set[int]:
    """The numbers of all SEARCH responses."""
    found: set[int] = set()
    for parts in responses:
        words = parts[0].split()
        if len(words) > 1 and words[1].upper() == b"SEARCH":
            # What follows in parentheses, such as (MODSEQ 12), is no message.
            found |= {int(word) for word in words[2:] if word.isdigit()}
    return found


def parse_date(value: Value) -> datetime | None:
    """INTERNALDATE as an aware datetime; None when the server wrote something else."""
    found = _DATE.fullmatch(value) if isinstance(value, bytes) else None
    if found is None or found[2].title() not in _MONTHS:
        return None
    away = timedelta(hours=int(found[8]), minutes=int(found[9])) * (-1 if found[7] == b"-" else 1)
    day, month = int(found[1]), _MONTHS.index(found[2].title()) + 1
    try:
        clock = (int(found[4]), int(found[5]), min(int(found[6]), 59))
        return datetime(int(found[3]), month, day, *clock, tzinfo=timezone(away))
    except ValueError:
        return None


def sent_name(parts: Parts) -> str | None:
    """The name of a listed folder that is marked as the one of sent mail; None for any other response."""
    if not parts[0].upper().startswith(b"* LIST "):
        return None
    match parse_values([parts[0][7:], *parts[1:]]):
        case [list() as attributes, _, bytes() as name, *_]:
            if any(isinstance(word, bytes) and word.lower() == rb"\sent" for word in attributes):
                return folder_title(name)
    return None


def first_number(pattern: re.Pattern[bytes], lines: Iterable[bytes]) -> int | None:
    """The number that the pattern finds first."""
    return next((int(found[1]) for line in lines if (found := pattern.search(line))), None)
