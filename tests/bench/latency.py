"""How long a debtor's reply takes to the owner's phone: python -m tests.bench.latency [REPLIES]

The daemon's own loops, on an embedded mailbox with IDLE and an emulated Bot API server, all in one process on one core.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot import logs
from bot.embedded.servers import MailServers
from tests.channels.bot_api import BotApi
from tests.flows.house import CHAT, MAILBOX, PASSWORD, House


async def measure(count: int, folder: Path) -> list[float]:
    """Seconds from the mail's arrival in the mailbox to the card on the phone, one reply after the other."""
    async with MailServers(users={MAILBOX: PASSWORD}) as servers, BotApi() as api:
        api.know(CHAT)
        house = House(folder=folder, servers=servers, api=api)
        house.configure()
        async with house.serving() as served:
            await served.take_in()
            await served.sent()
            seconds = []
            for number in range(1, count + 1):
                begun = time.perf_counter()
                await house.answer(f"Bonjour,\n\nNous contestons cette facture, pour la raison {number}.\n")
                await house.card(number)
                seconds.append(time.perf_counter() - begun)
            return seconds


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    logs.set_up("quiet")
    with tempfile.TemporaryDirectory(prefix="relance-bench-") as folder:
        seconds = asyncio.run(measure(count, Path(folder)))
    median, p95 = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    print(f"reply -> card, {count} replies: median {median * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")


if __name__ == "__main__":
    main()
