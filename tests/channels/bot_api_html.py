"""Telegram's HTML parse mode and rules for photos, as strict as the server: what is shown, or why it is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAGS = frozenset({"b", "strong", "i", "em", "u", "ins", "s", "del", "code", "pre", "a", "blockquote", "tg-spoiler"})
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOKEN = re.compile(r"<(?P<end>/)?(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<rest>[^<>]*)>|&(?P<entity>#?[a-zA-Z0-9]+);")

MAX_UNITS = 4096
MAX_BYTES = 1 << 15


class Refused(Exception):
    """The description of a 400 answer."""


@dataclass(frozen=True, kw_only=True)
class Entity:
    """A formatted stretch of the text; offset and length are UTF-16 units."""

    kind: str
    offset: int
    length: int


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def check_photo(data: bytes) -> None:
    """Raises Refused for a picture that the server does not take as a photo."""
    if len(data) > 10_000_000:
        raise Refused("Bad Request: file is too big")
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise Refused("Bad Request: IMAGE_PROCESS_FAILED")
    wide, high = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if wide + high > 10_000 or max(wide, high) > 20 * min(wide, high):
        raise Refused("Bad Request: PHOTO_INVALID_DIMENSIONS")


def shown(source: str, parse_mode: str) -> tuple[str, tuple[Entity, ...]]:
    """The text as a phone shows it. Raises Refused for what the server refuses."""
    if len(source.encode()) > MAX_BYTES:
        raise Refused("Bad Request: text is too long")
    text, entities = _parsed(source) if parse_mode == "HTML" else (source, ())
    if not text.strip():
        raise Refused("Bad Request: message text is empty")
    if units(text) > MAX_UNITS:
        raise Refused("Bad Request: message is too long")
    return text, entities


def _parsed(source: str) -> tuple[str, tuple[Entity, ...]]:
    out = ""
    open_tags: list[tuple[str, str, int]] = []
    entities: list[Entity] = []
    at = 0
    while at < len(source):
        if source[at] not in "<&":
            out += source[at]
            at += 1
            continue
        token = _TOKEN.match(source, at)
        if token is None:
            if source[at] == "<":
                raise Refused(f"Bad Request: can't parse entities: unsupported start tag at byte offset {at}")
            out += "&"
            at += 1
            continue
        if token["entity"]:
            out += _character(token["entity"])
        else:
            _tag(token, units(out), open_tags, entities)
        at = token.end()
    if open_tags:
        raise Refused(f"Bad Request: can't parse entities: can't find end tag corresponding to {open_tags[-1][0]}")
    return out, tuple(entities)


def _character(name: str) -> str:
    if name.startswith("#x"):
        return chr(int(name[2:], 16))
    if name.startswith("#"):
        return chr(int(name[1:]))
    return _NAMED.get(name, f"&{name};")


def _tag(token: re.Match[str], here: int, open_tags: list[tuple[str, str, int]], entities: list[Entity]) -> None:
    name = token["tag"].lower()
    if name not in _TAGS:
        raise Refused(f'Bad Request: can\'t parse entities: unsupported start tag "{name}"')
    if not token["end"]:
        kind = "expandable_blockquote" if name == "blockquote" and "expandable" in token["rest"] else name
        open_tags.append((name, kind, here))
        return
    if not open_tags or open_tags[-1][0] != name:
        raise Refused(f"Bad Request: can't parse entities: unexpected end tag {name}")
    _, kind, start = open_tags.pop()
    if here > start:
        entities.append(Entity(kind=kind, offset=start, length=here - start))


_AUTO = re.compile(
    r"[a-z][a-z0-9+.-]*://\S+"  # addresses
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # e-mail
    r"|(?<![\w-])(?:[\w-]+\.)+[^\W\d_]{2,24}(?![\w-])"  # bare domains
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"
    r"|(?<!\w)@[A-Za-z0-9_]{2,32}"  # mentions
    r"|(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"  # commands
    r"|(?<!\w)#\w*[^\W\d_]\w*|(?<!\w)\$[A-Z]{1,8}(?!\w)"  # tags
    r"|\+\d[\d ().-]{6,}\d",
    re.IGNORECASE,
)


def tappable(text: str, entities: tuple[Entity, ...]) -> list[str]:
    """What a phone would make a link of, by the server's rules: whatever looks like one, but not in code."""
    wide = text.encode("utf-16-le")
    plain = bytearray(wide)
    for entity in entities:
        if entity.kind in ("code", "pre"):
            start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
            plain[start:end] = "\n".encode("utf-16-le") * entity.length
    return _AUTO.findall(plain.decode("utf-16-le"))
