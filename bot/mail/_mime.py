"""Headers and bodies decoded whatever a mail program did to them. Never what a mail means, never an exception."""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime
from itertools import islice

MAX_TEXT = 256 * 1024
"""Characters of text that are read from one mail."""
MAX_PARTS = 200
MAX_RAW = 1_500_000
"""Bytes of one mail that are looked at; what lies behind them is counted, not read."""
_MAX_HEADERS = 64 * 1024
_MAX_LINES = 25_000  # 1.5 MB of base64 have 20 000; the library's cost is per line.
_MAX_REPORT_LINES = 10_000  # In a delivery report every blank line begins a message of its own.
_MAX_BOUNDARIES = 500
_MAX_MULTIPARTS = 50
_MAX_HEADER = 20_000
# RFC 2047 forbids blanks inside an encoded word; enough programs write them all the same.
_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bq])\?([^?]{0,2000})\?=", re.IGNORECASE)
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_REFUSED = frozenset({"utf-7", "punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"})
_WESTERN = frozenset({"ascii", "iso8859-1", "iso8859-15", "cp1252", "latin-1"})
_LINE_END = re.compile(rb"\r\n|\r|\n")
_HEADERS_END = re.compile(rb"\r\n\r?\n|\n\r?\n|\r\r")
_BOUNDARY = re.compile(rb"[\r\n]--")
_ID = re.compile(r"<[^<>\s]{1,500}>")
_MAILBOX = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,255}")


class _Raw(Compat32):
    """Headers as they came, capped: the library's decoding raises on broken ones and is quadratic on long ones."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value[:_MAX_HEADER]


def bounded(raw: bytes) -> tuple[bytes, int]:
    """The beginning of ``raw`` that is cheap to take apart, and how many bytes of it were left out."""
    kept = raw[:MAX_RAW]
    if len(kept) > _MAX_HEADERS and _HEADERS_END.search(kept, 0, _MAX_HEADERS) is None:
        headers = _HEADERS_END.search(kept)
        whole = max(kept.rfind(b"\n", 0, _MAX_HEADERS), 0)
        kept = kept[:whole] + b"\n\n" + (kept[headers.end() :] if headers is not None else b"")
    lines = _MAX_REPORT_LINES if b"delivery-status" in kept.lower() else _MAX_LINES
    for pattern, most in ((_LINE_END, lines), (_BOUNDARY, _MAX_BOUNDARIES)):
        last = next(islice(pattern.finditer(kept), most, None), None)
        kept = kept[: last.start()] if last is not None else kept
    return kept, max(len(raw) - len(kept), 0)


def parse(raw: bytes) -> Message:
    """Take a mail apart. One with absurdly many multiparts is not descended into: the library's cost is quadratic."""
    policy = _Raw()
    if raw.lower().count(b"multipart/") > _MAX_MULTIPARTS:
        message = BytesHeaderParser(policy=policy).parsebytes(raw)
        message.set_type("text/plain")
        return message
    try:
        return BytesParser(policy=policy).parsebytes(raw)
    except RecursionError:
        return BytesHeaderParser(policy=policy).parsebytes(raw)


def header(message: Message, name: str) -> str:
    """One header as text on one line; "" where there is none."""
    return decode_words(_raw_header(message, name))


def _raw_header(message: Message, name: str) -> str:
    value = str(message.get(name) or "")
    value = re.sub(r"[\r\n]+[ \t]*", " ", value).replace("\0", "")
    if any("\udc80" <= c <= "\udcff" for c in value):
        value = decode_bytes(value.encode("utf-8", "surrogateescape"), "")
    return value.strip()


def decode_words(value: str) -> str:
    """RFC 2047. A broken encoded word stays as it is written."""
    if "=?" not in value:
        return value
    joined: list[tuple[str, bytes]] = []
    out: list[str] = []
    at = 0
    value = _BETWEEN.sub(r"\1", value)
    for match in _ENCODED.finditer(value):
        data = _word_bytes(match[2].lower(), match[3])
        if value[at : match.start()] or data is None:
            out += [_words_text(joined), value[at : match.start()]]
            joined = []
        if data is None:
            out.append(match[0])
        else:
            # A character may be cut in two between words: join bytes first, then decode.
            joined.append((match[1].partition("*")[0].lower(), data))
        at = match.end()
    return "".join([*out, _words_text(joined), value[at:]]).strip()


def _words_text(words: list[tuple[str, bytes]]) -> str:
    charset = words[0][0] if words else ""
    if any(other != charset for other, _ in words):
        return "".join(decode_bytes(data, c) for c, data in words)
    return decode_bytes(b"".join(data for _, data in words), charset)


def _word_bytes(encoding: str, text: str) -> bytes | None:
    data = text.encode("ascii", "ignore")
    if encoding == "q":
        return quopri.decodestring(data.replace(b"_", b" "), header=False)
    return _base64(data)


def _base64(data: bytes) -> bytes | None:
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    try:
        return base64.b64decode(clean + b"=" * (-len(clean) % 4))
    except binascii.Error:
        return None


def decode_bytes(data: bytes, charset: str) -> str:
    """Text of ``data``. The declared charset is believed only where it works; UTF-7 and escapes never."""
    name = _codec(charset)
    # Bytes beyond ASCII that are valid UTF-8 are UTF-8, also where a mail says Latin-1 or nothing.
    candidates = ["utf-8", "cp1252"] if not name or name in _WESTERN else [name, "utf-8", "cp1252"]
    if name == "iso8859-15":
        candidates.insert(1, name)
    for candidate in candidates:
        try:
            return _clean(data.decode(candidate))
        except (UnicodeError, LookupError):
            continue
    return _clean(data.decode("cp1252", "replace"))


def _codec(charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip("'\" ") or "utf-8").name
    except (LookupError, ValueError):
        return ""
    return "" if name in _REFUSED else name


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace("\ufeff", "")


def part_text(part: Message) -> str:
    """The decoded text of one part, at most MAX_TEXT characters of it."""
    # Not get_payload() without decode: that one replaces every byte that the declared charset does not know.
    try:
        data = part.get_payload(decode=True)
    except ValueError:
        return ""
    if not isinstance(data, bytes):
        return ""
    data = data[: 4 * MAX_TEXT]
    text = decode_bytes(data, parameter(part, "charset"))[:MAX_TEXT]
    flowed = media_type(part) == "text/plain" and parameter(part, "format").lower() == "flowed"
    return unflow(text, delsp=parameter(part, "delsp").lower() == "yes") if flowed else text


def unflow(text: str, *, delsp: bool = False) -> str:
    """RFC 3676: a line that ends with a blank goes on; a quote mark and the signature mark end it."""
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        if depth == open_depth and content != "-- ":
            lines[-1] += content
        else:
            lines.append(">" * depth + (" " if depth else "") + content)
        open_depth = depth if content.endswith(" ") and content != "-- " else -1
        if delsp and open_depth >= 0:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def media_type(part: Message) -> str:
    return part.get_content_type().lower()


def parameter(part: Message, name: str) -> str:
    """A parameter of Content-Type (RFC 2231 too), "" where it is missing or broken."""
    return _text_of(part, "content-type", name)


def file_name(part: Message) -> str:
    """The name that an attachment gives itself, without its folders."""
    name = _text_of(part, "content-disposition", "filename") or _text_of(part, "content-type", "name")
    return re.split(r"[/\\]", name)[-1].strip()[:200]


def _text_of(part: Message, field: str, name: str) -> str:
    try:
        value = part.get_param(name, header=field)
    except (ValueError, TypeError, IndexError):
        return ""
    if isinstance(value, tuple):
        charset, _, text = value
        return decode_bytes(str(text).encode("latin-1", "replace"), charset or "")
    return decode_words(re.sub(r"[\r\n]+[ \t]*", " ", value)) if isinstance(value, str) else ""


def inside(part: Message) -> list[Message]:
    """What a multipart, or an attached mail, holds."""
    payload = part.get_payload() if part.is_multipart() else None
    return [p for p in payload if isinstance(p, Message)] if isinstance(payload, list) else []


def size(part: Message) -> int:
    """Bytes of an attachment."""
    try:
        data = part.get_payload(decode=True)
    except ValueError:
        return 0
    return len(data) if isinstance(data, bytes) else 0


def walk(message: Message) -> Iterator[Message]:
    """Leaf parts in order, at most MAX_PARTS. An attached mail is a leaf."""
    waiting, seen = [message], 0
    while waiting and seen < MAX_PARTS:
        part = waiting.pop()
        seen += 1
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting += reversed(inside(part))
        else:
            yield part


def addresses(message: Message, *names: str) -> list[tuple[str, str]]:
    """Pairs (name, lower-cased address) of the given headers."""
    raw = [value for name in names if (value := _raw_header(message, name))]
    try:
        parsed = getaddresses(raw)
    except RecursionError:  # Comments may nest (RFC 5322 section 3.2.2), and the library follows them.
        parsed = []
    pairs = [(decode_words(name), address.strip().lower()) for name, address in parsed]
    good = [(name, address) for name, address in pairs if _MAILBOX.fullmatch(address)]
    if good or not raw:
        return good
    # Some programs encode the address with the name; some names break the strict grammar.
    text = " ".join(decode_words(value) for value in raw)
    return [(text.partition("<")[0].strip(' "'), match[0].lower()) for match in list(_MAILBOX.finditer(text))[-1:]]


def message_ids(message: Message, name: str) -> tuple[str, ...]:
    """Message-IDs with their angle brackets; of a long list the first and the last hundred."""
    found = _ID.findall(_raw_header(message, name))
    if len(found) > 200:
        found = found[:100] + found[-100:]
    return tuple(dict.fromkeys(found))


def sent_at(message: Message) -> datetime | None:
    """The Date header with its time zone (UTC where it says "-0000"), or None."""
    try:
        moment = parsedate_to_datetime(_raw_header(message, "Date"))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment
