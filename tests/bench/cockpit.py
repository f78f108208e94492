"""What the cockpit's commands cost where much waits: python -m tests.bench.cockpit [ROUNDS]

100 questions that wait and 1,000 open cases in one account, in SQLite; the desk is asked as a chat asks it. Own time is
the processor time of this process, which is the daemon's; the wall clock stands beside it.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import logs
from bot.app import App, assemble
from bot.config import parse
from bot.core.because import Because
from bot.core.case import Owner
from bot.core.question import QuestionKind
from bot.core.triage import options
from bot.ledger import take_in
from tests.commands.shop import account

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
CASES, QUESTIONS = 1000, 100
BAR = 0.3
COMMANDS = (("today", ""), ("who", ""), ("who", "2"), ("plan", ""), ("promises", ""), ("case", "Client 0500"))


async def filled(app: App) -> None:
    """The ledger, a promise here and there, and the questions."""
    today = NOW.date()
    rows = ["number;date;due;total;debtor;email;kind"]
    for n in range(CASES):
        due = today - timedelta(days=n % 120)
        rows.append(
            f"F{n:04};{due - timedelta(days=30)};{due};{100 + n},50;Client {n:04};c{n}@client{n}.example;business"
        )
    await take_in(app.store, app.offices["plomberie"].account, "f.csv", "\n".join(rows).encode(), NOW)
    ids = await app.store.case_ids("plomberie")
    for n, case_id in enumerate(ids[:QUESTIONS]):
        await app.store.ask(
            account="plomberie", kind=QuestionKind.DISPUTE, options=options(QuestionKind.DISPUTE), now=NOW,
            case_id=case_id, facts={"said": f"Nous contestons cette facture, pour la raison {n}."},
        )  # fmt: skip
        await app.store.set_hold(case_id, Because.DISPUTED, since=NOW)
    for case_id in ids[QUESTIONS : 2 * QUESTIONS]:
        await app.store.add_promise(case_id, day=today + timedelta(days=5), amount=None, made_on=today)
    owner = Owner(account="plomberie", channel="terminal", address="claire", name="Claire")
    await app.store.add_owner(owner, now=NOW)


async def measure(rounds: int, folder: Path) -> dict[str, list[tuple[float, float]]]:
    """(own seconds, wall seconds) of each command, once warm."""
    found: dict[str, list[tuple[float, float]]] = {}
    config = parse(account().encode(), folder / "config.toml")
    async with assemble(config, clock=lambda: NOW, channels=[]) as app:
        await filled(app)
        for name, argument in COMMANDS:
            for number in range(rounds + 1):
                own, wall = time.process_time(), time.perf_counter()
                reply = await app.desk.command(channel="terminal", address="claire", name=name, argument=argument)
                assert reply is not None
                if number:
                    spent = (time.process_time() - own, time.perf_counter() - wall)
                    found.setdefault(f"/{name} {argument}".strip(), []).append(spent)
    return found


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    logs.set_up("quiet")
    with tempfile.TemporaryDirectory(prefix="relance-bench-") as folder:
        found = asyncio.run(measure(rounds, Path(folder)))
    print(
        f"{QUESTIONS} questions wait, {CASES} cases, {rounds} rounds; "
        f"bar for /today and /who: {BAR * 1000:.0f} ms of own time"
    )
    late = []
    for command, spent in found.items():
        own, wall = statistics.median(o for o, _ in spent), statistics.median(w for _, w in spent)
        print(f"{command:20} own {own * 1000:5.0f} ms, wall {wall * 1000:5.0f} ms (medians)")
        if command in ("/today", "/who") and own > BAR:
            late.append(command)
    return bool(late)


if __name__ == "__main__":
    sys.exit(main())
