"""What an idle daemon costs: python -m tests.bench.memory

Starts `relance run` with one account, waits until it is ready, and looks at the process for some seconds.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path

from bot.embedded.servers import MailServers
from tests.channels.bot_api import BotApi
from tests.flows.house import CHAT, MAILBOX, PASSWORD, House, until
from tests.flows.program import started, systemd

IDLE = 5.0


async def measure(folder: Path) -> None:
    """Start time until READY=1; memory and processor time while nothing happens; time to the end after SIGTERM."""
    async with MailServers(users={MAILBOX: PASSWORD}) as servers, BotApi() as api:
        api.know(CHAT)
        house = House(folder=folder, servers=servers, api=api)
        house.configure()
        for start in ("first start (makes the database)", "second start"):
            with systemd() as manager:
                begun = time.perf_counter()
                async with started("bot", "run", cwd=folder, NOTIFY_SOCKET=manager.address) as daemon:
                    await until(lambda: "READY=1" in manager.heard)
                    ready = time.perf_counter() - begun
                    before = cpu(daemon.process.pid)
                    await asyncio.sleep(IDLE)
                    used = cpu(daemon.process.pid) - before
                    rss, most = memory(daemon.process.pid, "VmRSS"), memory(daemon.process.pid, "VmHWM")
                    _, seconds = await daemon.end()
            print(
                f"{start}: ready in {ready:.2f} s ({before:.2f} s of processor), RSS {rss:.1f} MB, most {most:.1f}, "
                f"{used * 1000:.0f} ms of processor in the first {IDLE:.0f} s, ended in {seconds:.2f} s"
            )


def memory(pid: int, field: str) -> float:
    """MB (10^6 bytes) of a field of /proc/PID/status."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith(f"{field}:"))) * 1024 / 1e6


def cpu(pid: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="relance-bench-") as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
