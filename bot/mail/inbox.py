"""The way in: new mail of one IMAP folder, each message once, and a watch for more. Never decides what a mail means."""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aioimaplib import quoted

from bot.errors import MailboxError
from bot.mail.imap import Refused, Wire, connect
from bot.mail.imap_text import Value, first_number, parse_date, parse_fetch, parse_search, sent_name
from bot.mail.section import Section, tls_trouble, trust

__all__ = ["Fetched", "ImapSettings", "Inbox", "settings"]

_KEYS = (
    *("host", "port", "security", "user", "password", "password_file", "password_env", "verify", "ca_file"),
    *("folder", "poll", "idle", "renew", "timeout", "max_size"),
)
_BLOCK_MESSAGES = 50
_BLOCK_BYTES = 8 * 2**20
_LOGOUT_SECONDS = 2.0
_RESPONSE_ROOM = 2**16

_UIDVALIDITY = re.compile(rb"\[UIDVALIDITY (\d+)\]", re.IGNORECASE)
_UIDNEXT = re.compile(rb"\[UIDNEXT (\d+)\]", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ImapSettings:
    """How to reach the mailbox. Times in seconds, ``max_size`` in bytes; ``security`` "tls", "starttls" or "none".

    ``poll`` is how often to look without IDLE, ``renew`` how long one IDLE lasts (well under the server's 30 minutes).
    """

    host: str
    user: str
    password: str = field(repr=False)
    port: int = 993
    security: str = "tls"
    verify: bool = True
    ca_file: str | None = None
    folder: str = "INBOX"
    poll: float = 120.0
    idle: bool = True
    renew: float = 540.0
    timeout: float = 60.0
    max_size: int = 30_000_000


def settings(section: Mapping[str, object]) -> ImapSettings:
    """Read the raw section of config.toml. Raises ConfigError with every mistake in it."""
    read = Section(section, keys=_KEYS)
    host = read.text("host")
    security = read.choice("security", ("tls", "starttls", "none"))
    verify = read.flag("verify", default=True)
    if security == "none":
        read.only_loopback("security", host, '"none" (no encryption)')
    if not verify:
        read.only_loopback("verify", host, "false (no check of the certificate)")
    user, password = read.credentials(required=True)
    made = ImapSettings(
        host=host,
        user=user or "",
        password=password or "",
        port=read.count("port", 993 if security == "tls" else 143, least=1, most=65535),
        security=security,
        verify=verify,
        ca_file=read.ca_file(),
        folder=read.text("folder", "INBOX"),
        poll=read.number("poll", 120, least=1, most=86400),
        idle=read.flag("idle", default=True),
        renew=read.number("renew", 540, least=1, most=1740),
        timeout=read.number("timeout", 60, least=1, most=3600),
        max_size=read.count("max_size", 30_000_000, least=10_000, most=500_000_000),
    )
    read.finish()
    return made


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """One message as the server has it. ``truncated``: it is longer, only its first ``max_size`` bytes are here."""

    folder: str
    uidvalidity: int
    uid: int
    internal_date: datetime | None
    raw: bytes
    truncated: bool


@dataclass(frozen=True, kw_only=True)
class _Listed:
    uid: int
    size: int
    date: datetime | None


class Inbox:
    """One IMAP connection, opened when needed. Calls from several tasks go one by one; they interrupt a `wait`.

    Every method raises MailboxError when the mailbox cannot be reached or answers nonsense; the next call connects
    anew. When to try again is the caller's affair.
    """

    def __init__(self, settings: ImapSettings) -> None:
        self._settings = settings
        self._turn = asyncio.Lock()
        self._in_line = 0
        self._wire: Wire | None = None
        self._trust: ssl.SSLContext | None = None
        self._is_open = False
        self._fresh = False
        self._uidvalidity = 0
        self._uidnext: int | None = None
        self._given = 0
        self._idles = settings.idle

    async def fetch_new(self, *, uidvalidity: int | None, after_uid: int) -> AsyncIterator[Fetched]:
        """Every message after ``after_uid``, in order, without marking it; all of them if ``uidvalidity`` differs.

        The caller may use the inbox between two messages. A message that vanishes meanwhile is left out; if the
        folder is renumbered meanwhile, the rest comes with the next call.
        """
        async with self._session() as wire:
            current = self._uidvalidity
            start = after_uid if uidvalidity in (None, current) else 0
            named = await self._search(wire, "UID", f"{start + 1}:*")
        # The server names its last message for "n:*" even when it comes before n.
        uids = sorted(uid for uid in named if uid > start)
        for first in range(0, len(uids), _BLOCK_MESSAGES):
            async with self._session() as wire:
                if self._uidvalidity != current:
                    return
                listed = await self._list(wire, uids[first : first + _BLOCK_MESSAGES])
            for block in _blocks(listed, min(_BLOCK_BYTES, self._settings.max_size)):
                async with self._session() as wire:
                    if self._uidvalidity != current:
                        return
                    self._given = current
                    messages = await self._fetch(wire, block)
                for message in messages:
                    yield message

    async def position(self) -> tuple[int, int]:
        """The folder's uidvalidity and its last uid: from where on mail is new, for one who need not read the past."""
        async with self._session() as wire:
            self._is_open = False
            await self._open_folder(wire)
            if self._uidnext is not None:
                return self._uidvalidity, self._uidnext - 1
            return self._uidvalidity, max(await self._search(wire, "UID", "*"), default=0)

    async def mark_seen(self, uid: int) -> None:
        """Mark a message as read, if the server lets us; only a lost connection is an error."""
        async with self._session() as wire:
            if self._given in (0, self._uidvalidity):
                with contextlib.suppress(Refused):
                    await wire.order("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)", uid=True)

    async def find(self, message_id: str) -> bool:
        """Whether a message with this Message-ID is in the folder, or in the folder of sent mail if the server has one.

        Raises ValueError for what can be no Message-ID.
        """
        bare = message_id.strip().removeprefix("<").removesuffix(">")
        if not bare or not bare.isascii() or not bare.isprintable() or " " in bare:
            raise ValueError(f"not a Message-ID: {message_id!r}")
        wanted = ("HEADER", "Message-ID", quoted(f"<{bare}>"))
        async with self._session() as wire:
            await self._refresh(wire)
            if await self._search(wire, *wanted, look=False):
                return True
            sent = await self._sent_folder(wire)
            if sent is None or sent == self._settings.folder:
                return False
            self._is_open = False
            try:
                await wire.open(sent, read_only=True)
                return bool(await self._search(wire, *wanted, look=False))
            finally:
                # What came into our own folder meanwhile is not told here.
                wire.news = True

    async def wait(self, timeout: float) -> bool:
        """Wait for something to happen, at most ``timeout`` seconds; True: look now.

        With IDLE a push ends it at once, and so does a lost connection (MailboxError) or another task's call. Without
        IDLE it sleeps until it is time to look again. Always look afterwards: what came before the wait is not told.
        """
        clock = asyncio.get_running_loop()
        end = clock.time() + timeout
        while (left := end - clock.time()) > 0:
            async with self._turn:
                with self._plainly():
                    wire = await self._connected()
                    if wire.news or self._in_line:
                        return True
                    if self._idles and "IDLE" in wire.capabilities:
                        await self._idle(wire, min(left, self._settings.renew))
                        if wire.news or self._in_line:
                            return True
                        continue
                    wire.stirred.clear()
            return await self._sleep(wire, left)
        return False

    async def ping(self) -> None:
        """Connect, log in, open the folder; changes nothing. MailboxError.permanent: the login was refused."""
        async with self._session() as wire:
            await wire.order("NOOP")

    async def close(self) -> None:
        """Log out and forget the connection; a `wait` under way ends. The inbox can be used again afterwards."""
        self._in_line += 1
        try:
            self._stir()
            async with self._turn:
                wire, self._wire = self._wire, None
                if wire is not None:
                    await wire.leave(_LOGOUT_SECONDS)
        finally:
            self._in_line -= 1

    # The connection.

    @contextlib.asynccontextmanager
    async def _session(self) -> AsyncIterator[Wire]:
        """The connection with the folder open, for one caller alone; an IDLE under way makes room."""
        self._in_line += 1
        try:
            self._stir()
            await self._turn.acquire()
        finally:
            self._in_line -= 1
        try:
            with self._plainly():
                yield await self._connected()
        finally:
            self._turn.release()

    def _stir(self) -> None:
        if self._wire is not None:
            self._wire.stirred.set()

    @contextlib.contextmanager
    def _plainly(self) -> Iterator[None]:
        """Let nothing of the library, of TLS or of the operating system out but as a MailboxError."""
        where = f"{self._settings.host}:{self._settings.port}"
        try:
            yield
        except ssl.SSLError as error:
            raise MailboxError(tls_trouble(self._settings.host, error)) from error
        except TimeoutError as error:
            raise MailboxError(f"the mail server {where} does not answer") from error
        except (OSError, UnicodeError) as error:
            raise MailboxError(f"the mail server {where} cannot be reached: {error}") from error

    async def _connected(self) -> Wire:
        wire = self._wire
        if wire is None or not wire.alive:
            self._wire, self._is_open = None, False
            wire = await self._connect()
            self._wire = wire
        if not self._is_open:
            await self._open_folder(wire)
        return wire

    async def _connect(self) -> Wire:
        known = self._settings
        if self._trust is None and known.security != "none":
            self._trust = trust(verify=known.verify, ca_file=known.ca_file)
        limit = known.max_size + _RESPONSE_ROOM
        wire = await connect(
            known.host,
            known.port,
            security=known.security,
            context=self._trust,
            timeout=known.timeout,
            literal_limit=limit,
        )
        try:
            await wire.enter(known.user, known.password)
        except MailboxError:
            await wire.leave(_LOGOUT_SECONDS)
            raise
        return wire

    async def _open_folder(self, wire: Wire) -> None:
        folder = self._settings.folder
        try:
            reply = await wire.open(folder)
        except Refused as refusal:
            raise MailboxError(f"the folder {folder!r} cannot be opened: {refusal}") from refusal
        lines = [parts[0] for parts in reply.responses]
        validity = first_number(_UIDVALIDITY, lines)
        if validity is None:
            raise MailboxError(f"the mail server does not number the messages of {folder!r} for good (no UIDVALIDITY)")
        self._uidvalidity, self._uidnext = validity, first_number(_UIDNEXT, lines)
        self._is_open = self._fresh = True

    async def _idle(self, wire: Wire, seconds: float) -> None:
        try:
            await wire.idle_until(seconds)
        except Refused:
            self._idles = False

    async def _sleep(self, wire: Wire, left: float) -> bool:
        """Wait without IDLE, and without keeping others from the connection."""
        pause = min(self._settings.poll, left)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await wire.stirred.wait()
        if not wire.alive and wire is self._wire:
            raise MailboxError("the connection to the mail server was lost")
        return True

    # Questions to the server.

    async def _refresh(self, wire: Wire) -> None:
        """Have the server tell what is new in a folder that has been open for a while."""
        if not self._fresh:
            await wire.order("NOOP")
        self._fresh = False

    async def _search(self, wire: Wire, *criteria: str, look: bool = True) -> set[int]:
        """Numbers of messages. ``look``: this is the look at the new mail, so what was pushed before it is settled."""
        if look:
            await self._refresh(wire)
            wire.news = False
        return parse_search((await wire.order("SEARCH", *criteria, uid=True)).responses)

    async def _list(self, wire: Wire, uids: Sequence[int]) -> list[_Listed]:
        found: dict[int, _Listed] = {}
        for uid, items in await self._items(wire, uids, "(UID RFC822.SIZE INTERNALDATE)"):
            size = items.get("RFC822.SIZE")
            known = int(size) if isinstance(size, bytes) and size.isdigit() else None
            if known is not None or uid not in found:
                date = parse_date(items.get("INTERNALDATE"))
                found[uid] = _Listed(uid=uid, size=self._settings.max_size if known is None else known, date=date)
        return [found[uid] for uid in uids if uid in found]

    async def _fetch(self, wire: Wire, block: Sequence[_Listed]) -> list[Fetched]:
        limit = self._settings.max_size
        bodies: dict[int, bytes] = {}
        for uid, items in await self._items(wire, [one.uid for one in block], f"(UID BODY.PEEK[]<0.{limit}>)"):
            for name, value in items.items():
                if name.startswith("BODY[]") and not isinstance(value, list):
                    bodies[uid] = value or b""
        return [
            Fetched(
                folder=self._settings.folder,
                uidvalidity=self._uidvalidity,
                uid=one.uid,
                internal_date=one.date,
                raw=bodies[one.uid],
                truncated=len(bodies[one.uid]) >= limit and one.size != limit,
            )
            for one in block
            if one.uid in bodies
        ]

    async def _items(self, wire: Wire, uids: Sequence[int], what: str) -> list[tuple[int, dict[str, Value]]]:
        reply = await wire.order("FETCH", ",".join(map(str, uids)), what, uid=True)
        wanted, answers = set(uids), []
        for items in filter(None, map(parse_fetch, reply.responses)):
            uid = items.get("UID")
            # Others are the server's own news of changed flags.
            if isinstance(uid, bytes) and uid.isdigit() and int(uid) in wanted:
                answers.append((int(uid), items))
        return answers

    async def _sent_folder(self, wire: Wire) -> str | None:
        extended = {"SPECIAL-USE", "LIST-EXTENDED"} <= wire.capabilities
        try:
            reply = await wire.order("LIST", '""', '"*"', *(("RETURN", "(SPECIAL-USE)") if extended else ()))
        except Refused:
            return None
        return next(filter(None, map(sent_name, reply.responses)), None)


def _blocks(listed: Sequence[_Listed], limit: int) -> Iterator[list[_Listed]]:
    """Groups of messages that together are no bigger than ``limit`` bytes, or one that is bigger alone."""
    block: list[_Listed] = []
    total = 0
    for one in listed:
        if block and total + one.size > limit:
            yield block
            block, total = [], 0
        block.append(one)
        total += one.size
    if block:
        yield block
