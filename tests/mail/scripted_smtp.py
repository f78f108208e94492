"""An SMTP server that misbehaves on cue and knows what it accepted."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Self

DROP = "<drop>"
HANG = "<hang>"

# What the server says at each point unless a script says otherwise. "end" is the answer to the body.
_POLITE = {
    "greeting": "220 scripted",
    "EHLO": "250 scripted",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    "end": "250 taken as 42",
    "RSET": "250 ok",
    "QUIT": "221 bye",
    "NOOP": "250 ok",
    "AUTH": "235 welcome",
    "STARTTLS": "220 ready",
}


class ScriptedSmtp:
    """``script`` maps a point ("MAIL", "RCPT:copy@x", "end" …) to an answer, DROP or HANG.

    A list of answers is used up one by one, then the polite answer follows. ``accepted`` holds the bodies that the
    server has made its own, whether or not the client heard of it.
    """

    def __init__(self, script: dict[str, str | list[str]] | None = None, *, tls: ssl.SSLContext | None = None) -> None:
        self.script = script or {}
        self.tls = tls
        self.accepted: list[bytes] = []
        self.commands: list[str] = []
        self.connections = 0
        self.port = 0
        self.on_body: Callable[[], None] = lambda: None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=2**24)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def _answer(self, point: str, detail: str = "") -> str:
        for key in (f"{point}:{detail}", point):
            said = self.script.get(key)
            if isinstance(said, list):
                if said:
                    return said.pop(0)
            elif said is not None:
                return said
        return _POLITE.get(point, "502 what?")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            await self._talk(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # a cancelled task would be reported by asyncio's streams
        finally:
            self._tasks.discard(task)
            writer.transport.abort()
            # A handshake that was broken off never tells the stream that it is closed.
            with contextlib.suppress(OSError):
                async with asyncio.timeout(0.2):
                    await writer.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not await self._say(writer, self._answer("greeting")):
            return
        while line := (await reader.readline()).decode().strip():
            self.commands.append(line)
            verb = line.split(":")[0].split()[0].upper()
            detail = line.partition("<")[2].partition(">")[0]
            said = self._answer(verb, detail)
            if not await self._say(writer, said):
                return
            if verb == "STARTTLS" and said.startswith("220") and self.tls is not None:
                await writer.start_tls(self.tls)
            if verb == "DATA" and said.startswith("354"):
                body = await reader.readuntil(b"\r\n.\r\n")
                said = self._answer("end")
                if said.startswith("250") or said in (DROP, HANG):
                    self.accepted.append(body)
                self.on_body()
                if not await self._say(writer, said):
                    return
            if verb == "QUIT":
                return

    async def _say(self, writer: asyncio.StreamWriter, said: str) -> bool:
        if said == DROP:
            return False
        if said == HANG:
            await asyncio.sleep(3600)
        writer.write(said.replace("\n", "\r\n").encode() + b"\r\n")
        await writer.drain()
        return not said.startswith("421")
