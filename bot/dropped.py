"""A file that an owner drops into the chat: taken into the books with a report, or one line that says why not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

import structlog

from bot import formats
from bot.books import Books
from bot.errors import DeliveryError, RelanceError
from bot.ledger import Report, take_in
from bot.office import Office

log = structlog.get_logger("dropped")

LARGEST = 20_000_000
"""Bytes: Telegram gives a bot no larger file."""

LONGEST_NAME = 60
"""Of a file, when it is told."""

LINES = 10
"""Rows that were refused and are named; the others are counted."""

Fetch = Callable[[], Awaitable[bytes]]


async def fetched(size: int, fetch: Fetch) -> bytes | str:
    """The file, or what he is told instead. Raises DeliveryError when the chat is away: then it is tried again."""
    if size > LARGEST:
        return "file_too_large"
    try:
        data = await fetch()
    except DeliveryError as error:
        if error.permanent:
            return "file_too_large" if "too big" in str(error) else "file_gone"
        raise
    return data if len(data) <= LARGEST else "file_too_large"


def called(name: str) -> str:
    """A file's name, as it can be shown: short, and nothing in it turns what stands beside it."""
    name = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable()).strip()
    stem, dot, ending = name.rpartition(".")
    if len(name) > LONGEST_NAME:
        ending = ending if dot and len(ending) <= 5 else ""
        stem = (stem if ending else name)[: LONGEST_NAME - len(ending) - 2].rstrip()
        return f"{stem}….{ending}" if ending else f"{stem}…"
    return name or "?"


def is_table(data: bytes) -> bool:
    """It may be one that we import: text, or a spreadsheet. A picture is not."""
    head = data[:4096]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if is_pdf(data):
        return False
    return b"\x00" not in head or wide or head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-")


def is_encrypted(data: bytes) -> bool:
    """With a password: a PDF says so in its trailer, an archive (also a spreadsheet) in its first entry."""
    if is_pdf(data):
        return b"/Encrypt" in data
    if data.startswith(b"PK\x03\x04"):
        return bool(int.from_bytes(data[6:8], "little") & 1)
    return data.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in data


async def take(
    books: Books, offices: Mapping[str, Office], accounts: Sequence[str], *,
    name: str, data: bytes, note: str, by: str, now: datetime,
) -> str:  # fmt: skip
    """Import it for the only account, or for the one that his note names. The answer is what he is told."""
    home = offices[accounts[0]]
    named = [a for a in accounts if note.strip().casefold() in (a.casefold(), offices[a].account.name.casefold())]
    if len(accounts) > 1 and len(named) != 1:
        return _say(home, "file_whose", accounts=[offices[a].account for a in accounts])
    office = offices[(named or accounts)[0]]
    name = called(name)
    if is_encrypted(data):
        return _say(office, "file_encrypted", name=name)
    if is_pdf(data):
        return _say(office, "file_pdf", name=name)
    try:
        report = await take_in(books, office.account, name, data, now, law=office.law)
    except RelanceError as error:
        log.info("a dropped file was not taken", account=office.account.id, why=str(error))
        return _say(office, "file_empty" if not data.strip() else "file_unknown", name=name)
    await books.record(
        office.account.id, at=now, what="file_taken", by=by,
        facts={"file": report.file, "new": report.new, "changed": report.changed, "bad": report.bad_rows},
    )  # fmt: skip
    return told(report, office)


def told(report: Report, office: Office) -> str:
    """What became of its rows, those that were refused by name, and what to know of the others."""
    language = office.account.language
    facts = {"new": report.new, "changed": report.changed, "same": report.same, "bad": report.bad_rows}
    lines = [formats.say(f"summary_{report.gives}", language, file=report.file, **facts)]
    lines += [f"– {formats.sentence(bad, language)}" for bad in (report.bad + report.notes)[:LINES]]
    if (more := len(report.bad + report.notes) - LINES) > 0:
        lines.append(_say(office, "file_more", more=more))
    return "\n".join(lines)


def _say(office: Office, key: str, /, **facts: object) -> str:
    return office.words.say(key, language=office.account.language, **facts)
