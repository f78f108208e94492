"""What a terminal cannot show is written more plainly, never as a crash. Knows encodings, no command."""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata

_PLAINLY = {
    **dict.fromkeys("«»“”", '"'),
    **dict.fromkeys("’‘", "'"),
    **dict.fromkeys("–—−─", "-"),
    "€": "EUR",
    "£": "GBP",
    "…": "...",
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "ß": "ss",
    "ø": "o",
    "→": "->",
}


def soften(*, json: bool) -> None:
    """Let both streams write whatever we say. ``json``: standard output stays JSON, by its own escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="relance_json" if json and stream is sys.stdout else "relance_plain")


def shown(text: str) -> str:
    """As standard output will write it: columns are measured on what is seen."""
    stream = sys.stdout
    if not isinstance(stream, io.TextIOWrapper):
        return text
    return text.encode(stream.encoding, stream.errors or "strict").decode(stream.encoding)


def hush() -> None:
    """Nobody reads us any more, or the disk is full: what is still in the buffer must not fail again at the end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write(data: bytes) -> None:
    """Bytes, after the text that was printed before them."""
    if sys.stdout is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """``Éric doit 5 €`` becomes ``Eric doit 5 EUR`` where only ASCII can be shown."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_plain(letter) for letter in lost), error.end


def _plain(letter: str) -> str:
    bare = unicodedata.normalize("NFKD", _PLAINLY.get(letter, letter))
    return bare.encode("ascii", "ignore").decode() or ("" if unicodedata.combining(letter) else "?")


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    pairs = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pairs[i] << 8 | pairs[i + 1]:04x}" for i in range(0, len(pairs), 2)), error.end


codecs.register_error("relance_plain", _plainly)
codecs.register_error("relance_json", _escaped)
