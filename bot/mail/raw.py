"""A header taken from raw bytes without a parser: for the ledger of mails and for mails that break the parser."""

from __future__ import annotations

import hashlib
import re

_HEAD = 64 * 1024


def header(raw: bytes, name: str) -> str:
    """The first header of that name, unfolded, undecoded, printable characters only, at most 500; "" if absent."""
    head = re.split(rb"\r?\n\r?\n", raw[:_HEAD], maxsplit=1)[0]
    found = re.search(rb"(?im)^" + re.escape(name.encode()) + rb"[ \t]*:((?:[^\r\n]|\r?\n[ \t])*)", head)
    if not found:
        return ""
    text = " ".join(found[1].decode("utf-8", errors="replace").split())
    return "".join(c for c in text if c.isprintable())[:500]


def message_id(raw: bytes) -> str:
    """``<left@right>`` or "" where the mail has none that can be used."""
    found = re.search(r"<[^<>\s]{1,250}>", header(raw, "Message-ID"))
    return found[0] if found else ""


def digest(raw: bytes) -> str:
    """Of Message-ID and body: the same mail in two folders, or twice under two numbers, is one mail.

    A mail without a Message-ID counts with its head, so that two short answers ("ok") stay two.
    """
    plain = raw.replace(b"\r\n", b"\n")
    ident = message_id(raw)
    _, _, body = plain.partition(b"\n\n")
    return hashlib.sha256(ident.encode() + b"\n" + body if ident else plain).hexdigest()
