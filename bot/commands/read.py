"""`relance read`: what replies mean. Reads files or standard input, writes lines, never touches a case."""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot import replies, shelf
from bot.core.reading import Label, Reading
from bot.errors import RelanceError
from bot.mail import parse
from bot.office import Read
from bot.replies import Reply

HELP = "what replies mean: labels, promised payments, the words that show them"
EXAMPLE = "relance read reply.eml --json"
NEEDS = "nothing"

READER = "trained"
"""Who reads where no configuration names a reader."""

_READERS = f"who reads (default: {READER}, whatever config.toml says; there are {', '.join(shelf.names('readers'))})"
_DONE, _COULD_NOT = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("files", nargs="*", default=[], metavar="FILE.eml", help="a mail as it was saved")
    source.add_argument("--jsonl", metavar="FILE", help="one reply a line, as JSON; - for standard input")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--reader", default=READER, metavar="NAME", help=_READERS)


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when one file or line could not be read; the others are answered all the same."""
    read = shelf.take("readers", args.reader).read
    if args.jsonl is not None:
        return _lines(args.jsonl, read)
    return _files(args.files, read, as_json=args.json)


def _files(names: Iterable[str], read: Read, *, as_json: bool) -> int:
    code = _DONE
    for name in names:
        try:
            raw = Path(name).read_bytes()
        except OSError as error:
            print(f"relance read: {name}: {error.strerror or error}", file=sys.stderr)
            code = _COULD_NOT
            continue
        letter = parse.letter(raw)
        if letter.bounce is not None:
            kind = "permanent" if letter.bounce.permanent else "delayed"
            whom = visible(letter.bounce.recipient)
            print(f"relance read: {name}: a bounce ({kind}) for {whom}, no reply", file=sys.stderr)
            code = _COULD_NOT
            continue
        # A mail without a date counts from its arrival; a file has none, so from now.
        sent_at = letter.sent_at or datetime.now(UTC).astimezone()
        reading = replies.read(
            read,
            Reply(
                id=name,
                said=letter.said,
                subject=letter.subject,
                sent_at=sent_at,
                auto=letter.auto,
                tap=letter.tap,
            ),
        )
        print(json.dumps(as_object(name, reading), ensure_ascii=False) if as_json else told(name, reading))
    return code


def _lines(name: str, read: Read) -> int:
    code = _DONE
    for number, line in numbered(name):
        try:
            reply = replies.reply_of(replies.row_of(line))
            answer = as_object(reply.id, replies.read(read, reply))
        except ValueError as error:
            print(f"relance read: {name}, line {number}: {error}", file=sys.stderr)
            code = _COULD_NOT
            continue
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return code


def numbered(name: str) -> Iterator[tuple[int, bytes]]:
    """The lines of a file (- for standard input) that are not empty, from 1, as bytes. Raises RelanceError."""
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise RelanceError(f"{name}: {error.strerror or error}") from error


def as_object(id: object, reading: Reading) -> dict[str, object]:
    """The reading as scripts get it; amounts are texts in major units."""
    return {
        "id": id,
        "language": reading.language,
        "intents": [
            {"label": str(i.label), "confidence": round(i.confidence, 3), "evidence": i.evidence}
            for i in reading.intents
        ],
        "promises": [
            {
                "date": p.day.isoformat() if p.day else None,
                "amount": f"{p.amount:f}" if p.amount is not None else None,
                "evidence": p.evidence,
            }
            for p in reading.promises
        ],
        "claimed_paid_on": reading.claimed_paid_on.isoformat() if reading.claimed_paid_on else None,
        "decision": str(reading.decision),
    }


def visible(text: str) -> str:
    """Without what a terminal obeys (escapes, C1) and what turns the direction of writing around."""
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs") else " " for c in text)


def told(name: str, reading: Reading) -> str:
    """The reading in plain lines."""
    lines = [f"{name}: {reading.language}, {reading.decision}"]
    for intent in reading.intents:
        words = " ".join(visible(intent.evidence).split())
        lines.append(f"  {intent.label} {round(100 * intent.confidence)} %" + (f": {words}" if words else ""))
    for promise in reading.promises:
        day = promise.day.isoformat() if promise.day else "no day"
        lines.append(f"  promised: {day}" + (f", {promise.amount:f}" if promise.amount is not None else ""))
    if Label.PAID in reading.labels and reading.claimed_paid_on:
        lines.append(f"  paid on: {reading.claimed_paid_on.isoformat()}")
    if reading.away_until:
        lines.append(f"  back on: {reading.away_until.isoformat()}")
    if not reading.intents:
        lines.append("  nothing understood")
    return "\n".join(lines)
