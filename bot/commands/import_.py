"""`relance import`: files into the books, row by row. Never what a row means; that is in bot/ledger.py."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands import Books, the_account
from bot.errors import RelanceError

if TYPE_CHECKING:
    from bot.ledger import Progress, Report

HELP = "take in invoices and payments; say row by row what was wrong"
EXAMPLE = "relance import factures.csv paiements.csv"
NEEDS = "house"
_MANY = 3_000  # rows; fewer are done before a bar is read


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="a table; docs/import.md lists its columns")
    parser.add_argument("--account", metavar="ID", help="whose files they are; not needed where there is one account")


async def run(args: argparse.Namespace, house: Books) -> int:
    """0: every row is in the books; 1: at least one is not, and is named on stderr.

    Raises RelanceError, with nothing taken in, when a file cannot be read or no format recognises it.
    """
    from bot import formats  # late: --help needs neither
    from bot.ledger import take_in
    from bot.offices import law_of

    account = the_account(house.config, args.account).account
    files = [(path, read(path)) for path in args.files]
    # All are recognised before the first is taken in. Invoices go first: a payment needs its invoice.
    files.sort(key=lambda file: formats.choose(file[0].name, file[1]).GIVES)
    reports: list[Report] = []
    try:
        for path, data in files:
            with bar(path.name) as progress:
                now = datetime.now(UTC)
                name = str(path.absolute())
                reports.append(await take_in(house.store, account, name, data, now, progress=progress, law=law_of))
    finally:
        # Told when all is done: a reader that goes away (| head) does not leave half of the files out.
        for report in reports:
            show(report, account.language)
    return 1 if any(report.bad for report in reports) else 0


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RelanceError(f"{path}: cannot be read: {error.strerror}") from None


def show(report: Report, language: str) -> None:
    """Mistakes on stderr, notes and the sum on stdout."""
    from bot import formats

    for bad in report.bad:
        print(formats.sentence(bad, language), file=sys.stderr)
    for note in report.notes:
        print(formats.sentence(note, language))
    facts = {"new": report.new, "changed": report.changed, "same": report.same, "bad": report.bad_rows}
    print(formats.say(f"summary_{report.gives}", language, file=report.file, **facts))


@contextmanager
def bar(title: str) -> Iterator[Progress | None]:
    """A progress bar on stderr for a long file; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # late: only a long import on a terminal shows it
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(title, total=None, visible=False)

        def progress(done: int, total: int) -> None:
            shown.update(task, completed=done, total=total, visible=total >= _MANY)

        yield progress
