"""aioimaplib's protocol, hardened: one command at a time, nothing hangs, nothing is lost. Never reads a mail.

The stock client (2.0.3) reads recursively, drops what comes glued to the end of an IDLE, and wakes nobody when the
connection dies; so reading, waiting and losing are written anew here, on its protocol class and its commands.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from aioimaplib.aioimaplib import (
    AUTH,
    CONNECTED,
    LOGOUT,
    NONAUTH,
    SELECTED,
    Command,
    Commands,
    IMAP4ClientProtocol,
    quoted,
)

from bot.errors import MailboxError
from bot.mail.imap_text import LITERAL, Parts, folder_name

_LINE_LIMIT = 16 * 2**20
_PATIENCE = 10  # a command may take this many timeouts in all, as long as something keeps coming
_STATUS = re.compile(rb"\* (?:OK|NO|BAD|BYE|PREAUTH)\b", re.IGNORECASE)
_TAGGED = re.compile(rb"(\S+) (OK|NO|BAD)\b ?(.*)", re.IGNORECASE | re.DOTALL)
# Only where the server speaks for itself: a debtor may write "[CAPABILITY X]" too.
_CAPABILITIES = re.compile(rb"(?:\* |(?:\* )?\S+ (?:OK|NO|PREAUTH) \[)CAPABILITY ([^\]]*)", re.IGNORECASE)
_NEWS = re.compile(rb"\* \d+ (?:EXISTS|RECENT)\Z", re.IGNORECASE)


class Refused(MailboxError):
    """The server understood and said NO or BAD; the connection is still good."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The untagged responses to a command, and the text of its tagged OK."""

    responses: list[Parts]
    text: bytes


class Wire(IMAP4ClientProtocol):
    """One connection. ``timeout`` in seconds bounds the silence, ten times that the whole of a command.

    Every method raises MailboxError when the connection is lost, too slow or speaks nonsense; the connection is then
    aborted. `Refused`, a MailboxError, leaves it usable. ``news``: the server spoke of new mail since it was cleared.
    """

    # The library leaves these two untyped.
    transport: Any
    pending_sync_command: Any

    def __init__(self, *, timeout: float, literal_limit: int) -> None:
        loop = asyncio.get_running_loop()
        super().__init__(loop)
        self._loop = loop
        self.news = False
        self.stirred = asyncio.Event()
        self.gone = asyncio.Event()
        self._timeout = timeout
        self._literal_limit = literal_limit
        self._command_limit = 2 * literal_limit
        self._received = 0
        self._lost: str | None = None
        self._goodbye = ""
        self._greeting: asyncio.Future[bytes] = loop.create_future()
        self._reply: asyncio.Future[Reply] | None = None
        self._ready: asyncio.Future[None] | None = None
        self._deadline: asyncio.Timeout | None = None
        self._latest = 0.0
        self._collected: list[Parts] = []
        self._buffer = bytearray()
        self._looked = 0
        self._parts: Parts = []
        self._literal: bytearray | None = None
        self._wanted = 0

    @property
    def alive(self) -> bool:
        """Whether the connection can still be used."""
        return self.transport is not None and self._lost is None

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        _keep_alive(transport.get_extra_info("socket"), self._timeout)

    def data_received(self, d: bytes) -> None:
        if self._lost is not None:
            return
        self._extend_deadline()
        self._buffer += d
        try:
            while self._lost is None and self._read_one():
                pass
        except (ValueError, IndexError) as error:
            self.abort(f"the mail server speaks nonsense: {type(error).__name__}")

    def connection_lost(self, exc: Exception | None) -> None:
        why = "the mail server closed the connection" if exc is None else f"the connection broke: {exc}"
        self._fail(f"{why}{self._goodbye}")
        self.gone.set()

    def abort(self, why: str) -> None:
        """Drop the connection at once; whoever waits for it gets a MailboxError saying why."""
        self._fail(why)
        if self.transport is not None:
            self.transport.abort()

    # Commands.

    async def greeted(self) -> None:
        """Wait for the greeting and learn what the server can do."""
        async with self._bounded():
            hello = await self._greeting
        match hello.split(b" ", 2)[1].upper():
            case b"OK":
                self.state = NONAUTH
            case b"PREAUTH":
                self.state = AUTH
            case _:
                self.abort("refused")
                raise MailboxError(f"the mail server turns us away: {_words(hello)}")
        if not self.capabilities:
            await self.capability()

    async def capability(self) -> None:
        """Ask what the server can do."""
        await self.order("CAPABILITY")

    async def upgrade(self, context: ssl.SSLContext, host: str) -> None:
        """STARTTLS. Raises ssl.SSLError (the caller knows how to say it) or MailboxError."""
        if "STARTTLS" not in self.capabilities:
            raise MailboxError('the mail server offers no STARTTLS; use security = "tls" (port 993)', permanent=False)
        await self.order("STARTTLS")
        if self._buffer or self._collected:
            self.abort("plain text after STARTTLS")
            raise MailboxError("the mail server sent plain text after STARTTLS: somebody may be in between")
        self.capabilities = set()
        self.transport = await self._loop.start_tls(
            self.transport, self, context, server_hostname=host, ssl_handshake_timeout=self._timeout
        )
        await self.capability()

    async def enter(self, user: str, password: str) -> None:
        """Log in. A refusal is a permanent MailboxError, unless the server says that it is only busy."""
        if self.state == AUTH:
            return  # PREAUTH
        self.capabilities = set()
        try:
            await self.order("LOGIN", quoted(user), quoted(password))
        except Refused as refusal:
            busy = any(word in str(refusal) for word in ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]"))
            raise MailboxError(f"the mail server refuses the login: {refusal}", permanent=not busy) from None
        self.state = AUTH
        if not self.capabilities:
            await self.capability()

    async def open(self, folder: str, *, read_only: bool = False) -> Reply:
        """SELECT, or EXAMINE, a folder named in Unicode."""
        reply = await self.order("EXAMINE" if read_only else "SELECT", quoted(folder_name(folder)))
        self.state = SELECTED
        return reply

    async def order(self, name: str, *args: str, uid: bool = False) -> Reply:
        """Send one command and wait for its end. Raises Refused on NO and BAD."""
        async with self._bounded():
            return await self._begin(name, *args, uid=uid)

    async def idle_until(self, seconds: float) -> None:
        """IDLE until there is news, somebody calls `stirred.set()`, or the time is over."""
        self.stirred.clear()
        self._ready = self._loop.create_future()
        async with self._bounded():
            reply = self._begin("IDLE")
            either: set[asyncio.Future[Any]] = {reply, self._ready}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    if not self.news and not reply.done():
                        await self.stirred.wait()
            async with self._bounded():
                if not reply.done():
                    self.send("DONE")
                await reply
        except asyncio.CancelledError:
            self.abort("cancelled")
            raise

    async def leave(self, seconds: float) -> None:
        """LOGOUT if the server answers in time; in any case the connection is closed afterwards."""
        if self.alive:
            with contextlib.suppress(MailboxError, TimeoutError):
                async with asyncio.timeout(seconds):
                    await self.order("LOGOUT")
                self.state = LOGOUT
        self.abort("closed")
        if self.transport is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self.gone.wait()

    # The inside.

    def _begin(self, name: str, *args: str, uid: bool = False) -> asyncio.Future[Reply]:
        if self._lost is not None:
            raise MailboxError(self._lost)
        assert self.pending_sync_command is None, "one command at a time"
        assert self.state in Commands[name].valid_states, f"{name} in state {self.state}"
        # Command refuses CR, LF and NUL in arguments: they would be commands of their own.
        command = Command(name, self.new_tag(), *args, prefix="UID" if uid else "", loop=self._loop)
        self._collected, self._received = [], 0
        self._reply = self._loop.create_future()
        self._reply.add_done_callback(lambda done: done.cancelled() or done.exception())
        self.pending_sync_command = command
        self.send(str(command))
        return self._reply

    def send(self, line: str, scrub: str | None = None) -> None:
        """Write one line. Unlike the library's it logs nothing: lines hold passwords and addresses."""
        self.transport.write(f"{line}\r\n".encode())

    @contextlib.asynccontextmanager
    async def _bounded(self) -> AsyncIterator[None]:
        """Whatever does not end well in here (timeout, cancel) leaves the connection aborted, never half used."""
        now = self._loop.time()
        self._latest = now + _PATIENCE * self._timeout
        try:
            async with asyncio.timeout(self._timeout) as self._deadline:
                yield
        except TimeoutError:
            self.abort("timeout")
            raise MailboxError(f"the mail server did not answer within {self._timeout:g} seconds") from None
        except asyncio.CancelledError:
            self.abort("cancelled")
            raise
        finally:
            self._deadline = None

    def _extend_deadline(self) -> None:
        if self._deadline is not None and not self._deadline.expired():
            self._deadline.reschedule(min(self._loop.time() + self._timeout, self._latest))

    def _fail(self, why: str) -> None:
        if self._lost is None:
            self._lost = why
        for waiting in (self._greeting, self._reply):
            if waiting is not None and not waiting.done():
                waiting.set_exception(MailboxError(self._lost))
                waiting.exception()
        self.stirred.set()

    def _read_one(self) -> bool:
        """Take one line or literal from the buffer; False when it is not yet whole."""
        if self._literal is not None:
            taken = self._buffer[: self._wanted - len(self._literal)]
            del self._buffer[: len(taken)]
            self._literal += taken
            if len(self._literal) < self._wanted:
                return False
            self._parts.append(bytes(self._literal))
            self._literal = None
            return True
        end = self._buffer.find(b"\r\n", self._looked)
        if end < 0:
            self._looked = max(0, len(self._buffer) - 1)
            if len(self._buffer) > _LINE_LIMIT:
                self.abort("the mail server sends a line without end")
            return False
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 2]
        self._looked = 0
        self._take_line(line)
        return True

    def _take_line(self, line: bytes) -> None:
        self._parts.append(line)
        # Only a response with data can go on in a literal; the human text of a status may well end in "{5}".
        carries = len(self._parts) > 1 or (line.startswith(b"* ") and not _STATUS.match(line))
        size = LITERAL.search(line) if carries else None
        if size is None:
            parts, self._parts = self._parts, []
            self._dispatch(parts)
            return
        self._wanted = int(size[1])
        self._received += self._wanted
        if self._wanted > self._literal_limit or self._received > self._command_limit:
            self.abort("the mail server sends more than was asked for")
            return
        self._literal = bytearray()

    def _dispatch(self, parts: Parts) -> None:
        line = parts[0]
        if found := _CAPABILITIES.match(line):
            self.capabilities |= {word.upper() for word in found[1].decode("ascii", "replace").split()}
        if self.state == CONNECTED and not self._greeting.done():
            if not _STATUS.match(line):
                raise ValueError("no greeting")
            self._greeting.set_result(line)
        elif line.startswith(b"* "):
            self._collected.append(parts)
            if line[2:5].upper() == b"BYE":
                self._goodbye = f" ({_words(line[5:])})"
            if _NEWS.match(line):
                self.news = True
                self.stirred.set()
        elif line.startswith(b"+"):
            self._continue()
        elif (tagged := _TAGGED.match(line)) is not None:
            self._finish(tagged[1].decode("ascii", "replace"), tagged[2].upper(), tagged[3])

    def _continue(self) -> None:
        command = self.pending_sync_command
        if command is not None and command.name == "IDLE" and self._ready is not None:
            if not self._ready.done():
                self._ready.set_result(None)
        elif command is not None:
            self.send("")  # a challenge that we do not expect: an empty answer ends it (RFC 4422), silence hangs

    def _finish(self, tag: str, result: bytes, text: bytes) -> None:
        command, reply = self.pending_sync_command, self._reply
        if command is None or reply is None or command.tag != tag:
            return
        self.pending_sync_command = None
        collected, self._collected = self._collected, []
        if reply.done():
            return
        if result == b"OK":
            reply.set_result(Reply(responses=collected, text=text))
        else:
            reply.set_exception(Refused(f"{command.name} refused: {_words(text)}"))
        self.stirred.set()


async def connect(
    host: str, port: int, *, security: str, context: ssl.SSLContext | None, timeout: float, literal_limit: int
) -> Wire:
    """A greeted connection, encrypted as ``security`` ("tls", "starttls", "none") says.

    Raises MailboxError, OSError or ssl.SSLError; nothing stays open then.
    """
    loop = asyncio.get_running_loop()
    wire = Wire(timeout=timeout, literal_limit=literal_limit)
    implicit = context if security == "tls" else None
    with contextlib.ExitStack() as undo:
        undo.callback(wire.abort, "not connected")
        async with asyncio.timeout(timeout):
            await loop.create_connection(lambda: wire, host, port, ssl=implicit)
        await wire.greeted()
        if security == "starttls" and context is not None:
            await wire.upgrade(context, host)
        undo.pop_all()
    return wire


def _words(text: bytes) -> str:
    return text.decode("utf-8", "replace").strip()[:300]


def _keep_alive(sock: socket.socket | None, timeout: float) -> None:
    """Have the kernel notice a dead peer in a minute or two instead of hours."""
    if sock is None:
        return
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_KEEPIDLE", 60),
        ("TCP_KEEPINTVL", 15),
        ("TCP_KEEPCNT", 4),
        ("TCP_USER_TIMEOUT", int(timeout * 1000)),
    ):
        if hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
