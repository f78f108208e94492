"""An IMAP server that misbehaves on cue: it says exactly the bytes that a test wants said, when it wants them said."""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Self

DROP = b"<drop>"
HANG = b"<hang>"

Say = Callable[[str, str], bytes]


class ScriptedImap:
    """A mailbox ``messages`` (uid: raw) and a ``script`` that maps a command ("SELECT", "UID FETCH" …) to its answer.

    An answer is made from the tag and the arguments; DROP cuts the connection, HANG never answers. What the script
    does not name is answered politely. ``greeting`` and ``after_tls`` work the same, without a tag.
    """

    def __init__(self, *, greeting: bytes = b"* OK hello\r\n", tls: ssl.SSLContext | None = None) -> None:
        self.greeting = greeting
        self.tls = tls
        self.capabilities = "IMAP4rev1 IDLE"
        self.messages: dict[int, bytes] = {}
        self.uidvalidity = 7
        self.script: dict[str, Say] = {}
        self.commands: list[str] = []
        self.connections = 0
        self.idling = asyncio.Event()
        self.port = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
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

    @property
    def open_connections(self) -> int:
        return len(self._writers)

    def push(self, said: bytes) -> None:
        """Say something to every client, unasked."""
        for writer in self._writers:
            writer.write(said)

    def kill(self) -> None:
        """Cut every connection."""
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        self.connections += 1
        try:
            await self._talk(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass  # a cancelled task would be reported by asyncio's streams
        finally:
            self._tasks.discard(task)
            self._writers.discard(writer)
            writer.transport.abort()
            # A handshake that was broken off never tells the stream that it is closed.
            with contextlib.suppress(OSError):
                async with asyncio.timeout(0.2):
                    await writer.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not await self._say(writer, self.greeting):
            return
        idle_tag = ""
        while line := (await reader.readline()).decode().rstrip("\r\n"):
            self.commands.append(line)
            if line == "DONE":
                said = (
                    self.script["DONE"](idle_tag, "") if "DONE" in self.script else f"{idle_tag} OK done\r\n".encode()
                )
                self.idling.clear()
            else:
                tag, _, rest = line.partition(" ")
                name = re.match(r"(UID )?\S*", rest)
                verb = name[0].upper() if name else ""
                idle_tag = tag
                said = self._answer(verb, tag, rest[len(verb) :].strip())
                if verb == "IDLE":
                    self.idling.set()
            if not await self._say(writer, said):
                return
            if line.endswith(" STARTTLS") and self.tls is not None:
                await writer.start_tls(self.tls)

    def _answer(self, verb: str, tag: str, rest: str) -> bytes:
        if verb in self.script:
            return self.script[verb](tag, rest)
        ok = f"{tag} OK done\r\n".encode()
        match verb:
            case "CAPABILITY":
                return f"* CAPABILITY {self.capabilities}\r\n".encode() + ok
            case "SELECT" | "EXAMINE":
                return (
                    f"* {len(self.messages)} EXISTS\r\n* OK [UIDVALIDITY {self.uidvalidity}] ok\r\n"
                    f"* OK [UIDNEXT {max(self.messages, default=0) + 1}] ok\r\n"
                ).encode() + ok
            case "UID SEARCH":
                return self.search(rest) + ok
            case "UID FETCH":
                return self.fetch(rest) + ok
            case "IDLE":
                return b"+ idling\r\n"
            case "LOGOUT":
                return b"* BYE\r\n" + ok
        return ok

    def search(self, rest: str) -> bytes:
        """All messages from the first one asked for, and the last one in any case, as RFC 3501 has it."""
        found = re.search(r"(\d+):\*", rest)
        least = int(found[1]) if found else 1
        uids = sorted({uid for uid in self.messages if uid >= least} | set(sorted(self.messages)[-1:]))
        return ("* SEARCH" + "".join(f" {uid}" for uid in uids) + "\r\n").encode()

    def fetch(self, rest: str) -> bytes:
        """Size and date, or bodies, of the messages that are there."""
        wanted, _, what = rest.partition(" ")
        limit = re.search(r"<0\.(\d+)>", what)
        said = b""
        for number, (uid, raw) in enumerate(sorted(self.messages.items()), 1):
            if str(uid) not in wanted.split(","):
                continue
            if limit is None:
                date = '"17-Jul-2026 02:44:25 +0200"'
                said += f"* {number} FETCH (UID {uid} RFC822.SIZE {len(raw)} INTERNALDATE {date})\r\n".encode()
            else:
                body = raw[: int(limit[1])]
                said += f"* {number} FETCH (UID {uid} BODY[]<0> {{{len(body)}}}\r\n".encode() + body + b")\r\n"
        return said

    async def _say(self, writer: asyncio.StreamWriter, said: bytes) -> bool:
        if said == HANG:
            await asyncio.sleep(3600)
        cut = said.endswith(DROP)
        writer.write(said.removesuffix(DROP))
        await writer.drain()
        return not cut
