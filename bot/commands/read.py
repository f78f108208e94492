"""`relance read`: what replies mean. Reads files or standard input, writes lines, never touches a case."""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bot import shelf
from bot.almanac import holiday
from bot.core.mail import Auto, Tap
from bot.core.reading import Label, Reading, Subject
from bot.errors import RelanceError
from bot.mail import bounce, parse, quotes

HELP = "what replies mean: labels, promised payments, the words that show them"
EXAMPLE = "relance read reply.eml --json"
NEEDS = "nothing"

_DONE, _COULD_NOT = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("files", nargs="*", default=[], metavar="FILE.eml", help="a mail as it was saved")
    source.add_argument("--jsonl", metavar="FILE", help="one reply a line, as JSON; - for standard input")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--reader", default="clauses", metavar="NAME", help="way of understanding (default: clauses)")


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when one file or line could not be read; the others are answered all the same."""
    read = shelf.take("readers", args.reader).read
    if args.jsonl is not None:
        return _lines(args.jsonl, read)
    return _files(args.files, read, as_json=args.json)


def _files(names: Iterable[str], read: Callable[..., Reading], *, as_json: bool) -> int:
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
            whom = _visible(letter.bounce.recipient)
            print(f"relance read: {name}: a bounce ({kind}) for {whom}, no reply", file=sys.stderr)
            code = _COULD_NOT
            continue
        # A mail without a date counts from its arrival; a file has none, so from now.
        sent_at = letter.sent_at or datetime.now(UTC).astimezone()
        reading = _read(read, letter.said, letter.subject, sent_at, Subject(), letter.auto, letter.tap)
        print(json.dumps(as_object(name, reading), ensure_ascii=False) if as_json else told(name, reading))
    return code


def _lines(name: str, read: Callable[..., Reading]) -> int:
    code = _DONE
    for number, line in _numbered(name):
        try:
            answer = _answer(line, read)
        except ValueError as error:
            print(f"relance read: {name}, line {number}: {error}", file=sys.stderr)
            code = _COULD_NOT
            continue
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return code


def _numbered(name: str) -> Iterator[tuple[int, bytes]]:
    """Lines as bytes, so that one that is not UTF-8 spoils only itself."""
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise RelanceError(f"{name}: {error.strerror or error}") from error


def _answer(line: bytes, read: Callable[..., Reading]) -> dict[str, object]:
    """Raises ValueError that says what is wrong with the line."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except (UnicodeDecodeError, RecursionError):
        raise ValueError("not JSON in UTF-8") from None
    if not isinstance(row, dict):
        raise ValueError('not an object: write {"id": ..., "sent_at": ..., "subject": ..., "body": ...}')
    body, subject = _text(row, "body"), _text(row, "subject", missing="")
    said = quotes.said(body)
    auto = bounce.auto_by_words(subject, said)
    reading = _read(read, said, subject, _moment(row), _about(row.get("invoice")), auto, None)
    return as_object(row.get("id"), reading)


def _read(
    read: Callable[..., Reading],
    said: str,
    subject: str,
    sent_at: datetime,
    about: Subject,
    auto: Auto,
    tap: Tap | None,
) -> Reading:
    return read(
        said,
        subject=subject,
        sent_at=sent_at,
        about=about,
        languages=(),
        holiday=holiday("GB" if about.currency == "GBP" else "FR"),
        auto=auto,
        tap=tap,
    )


def _text(row: Mapping[str, object], key: str, *, missing: str | None = None) -> str:
    value = row.get(key, missing)
    if not isinstance(value, str):
        raise ValueError(f'"{key}" must be a text')
    return value


def _moment(row: Mapping[str, object]) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(row, "sent_at"))
    except ValueError:
        raise ValueError('"sent_at" must be a moment with its time zone, as in 2026-03-02T09:00:00+01:00') from None
    if moment.tzinfo is None:
        raise ValueError('"sent_at" must say its time zone, as in 2026-03-02T09:00:00+01:00')
    return moment


def _about(invoice: object) -> Subject:
    if invoice is None:
        return Subject()
    if not isinstance(invoice, dict):
        raise ValueError('"invoice" must be an object')
    amount, due = invoice.get("amount"), invoice.get("due")
    try:
        return Subject(
            number=str(invoice.get("number") or ""),
            amount=Decimal(str(amount)) if amount is not None else None,
            currency=str(invoice.get("currency") or "EUR"),
            due=datetime.fromisoformat(str(due)).date() if due else None,
        )
    except (InvalidOperation, ValueError):
        raise ValueError('"invoice" needs an amount as in "620.00" and a due day as in "2026-02-28"') from None


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


def _visible(text: str) -> str:
    """Without what a terminal obeys (escapes, C1) and what turns the direction of writing around."""
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs") else " " for c in text)


def told(name: str, reading: Reading) -> str:
    """The reading in plain lines."""
    lines = [f"{name}: {reading.language}, {reading.decision}"]
    for intent in reading.intents:
        words = " ".join(_visible(intent.evidence).split())
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
