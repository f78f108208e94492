"""Programs of their own process: started, listened to, ended by their id. And the socket on which systemd listens."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.flows.house import until

ROOT = Path(__file__).parents[2]


@dataclass(kw_only=True)
class Program:
    """A running program; ``log`` is what it has said on stderr so far."""

    process: asyncio.subprocess.Process
    log: list[str] = field(default_factory=list)

    def events(self) -> list[dict[str, Any]]:
        """The lines of its log: every one of them must be JSON."""
        return [json.loads(line) for line in self.log]

    async def said(self, event: str) -> None:
        """Wait for a line of its log."""
        await until(
            lambda: any(line["event"] == event for line in self.events()) or self.process.returncode is not None
        )
        assert any(line["event"] == event for line in self.events()), self.log

    async def end(self, sign: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Send the signal; its exit code, and the seconds that it took."""
        begun = time.monotonic()
        self.process.send_signal(sign)
        async with asyncio.timeout(30):
            return await self.process.wait(), time.monotonic() - begun


@asynccontextmanager
async def started(*arguments: str, cwd: Path, **environment: str) -> AsyncIterator[Program]:
    """A Python program in a process group of its own; killed, if it still runs, when the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, cwd=cwd, env=_environment(environment), start_new_session=True,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    program = Program(process=process)
    listening = asyncio.create_task(_listen(program))
    try:
        yield program
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await listening


async def relance(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    """One command of the command line, to its end: exit code, stdout, stderr."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=cwd, env=_environment({}),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


class Systemd:
    """The other end of NOTIFY_SOCKET."""

    def __init__(self, address: str, listening: socket.socket) -> None:
        self.address = address
        self._listening = listening
        self._heard: list[str] = []

    @property
    def heard(self) -> list[str]:
        while True:
            try:
                self._heard.append(self._listening.recv(4096).decode())
            except BlockingIOError:
                return self._heard


@contextmanager
def systemd() -> Iterator[Systemd]:
    """An abstract socket (Linux): no path that could be too long or be left behind."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.setblocking(False)
        listening.bind("")  # the kernel gives a free name
        yield Systemd("@" + listening.getsockname()[1:].decode(), listening)


async def _listen(program: Program) -> None:
    assert program.process.stderr is not None
    async for line in program.process.stderr:
        program.log.append(line.decode().rstrip("\n"))


def _environment(more: dict[str, str]) -> dict[str, str]:
    """Where bytecode is not written beside the sources, a start compiles a thousand files: here only the first does."""
    ours = {
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
        "PYTHONPYCACHEPREFIX": str(ROOT / ".pytest_cache/bytecode"),
    }
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | ours | more
