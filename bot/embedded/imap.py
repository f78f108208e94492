"""The embedded IMAP server: pymap's in-memory mailboxes on a loopback port. Knows nothing of SMTP."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import uuid
import warnings
from argparse import Namespace
from collections.abc import Mapping
from datetime import UTC, datetime

with warnings.catch_warnings():
    # pymap and its passlib import modules that newer Pythons have deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    from proxyprotocol.result import ProxyResultLocal
    from proxyprotocol.sock import SocketInfo
    from pymap.backend.dict import Config, Identity, Login
    from pymap.backend.dict.filter import FilterSet
    from pymap.backend.dict.mailbox import MailboxData, MailboxSet
    from pymap.concurrent import Event, Subsystem
    from pymap.imap import IMAPServer
    from pymap.parsing.message import AppendMessage
    from pymap.selected import SelectedMailbox
    from pymap.user import UserMetadata
    from pysasl.hashing import Cleartext

_HALT_SECONDS = 2.0


class _Config(Config):
    """pymap's settings without its name look-up: the greeting would ask the DNS for our host's name."""

    @property
    def greeting(self) -> bytes:
        return b"Relance demo mailbox"


class _Inbox(MailboxData):
    """pymap's IDLE only tells what comes while it waits, and forgets what came since the last command before it."""

    async def update_selected(self, selected: SelectedMailbox, *, wait_on: Event | None = None) -> SelectedMailbox:
        known = selected.mod_sequence
        behind = known is not None and known < self._mod_sequences.highest
        return await super().update_selected(selected, wait_on=None if behind else wait_on)


class _Mailboxes(MailboxSet):
    def __init__(self) -> None:
        super().__init__()
        self._inbox = _Inbox(self._content_cache, self._thread_cache)


class ImapServer:
    """One mailbox for each user, kept in memory; lives until `stop`."""

    def __init__(self, users: Mapping[str, str], *, tls: ssl.SSLContext | None) -> None:
        self.port = 0
        self._users = users
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._sessions: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        args = Namespace(passlib_cfg=None, proxy_protocol=None)
        self._config = _Config(
            args,
            demo_data=False,
            demo_user="",
            demo_password="",
            host="127.0.0.1",
            port=0,
            ssl_context=tls or ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
            # pymap offers LOGIN only after TLS unless told that there is none to wait for.
            tls_enabled=False,
            hash_context=Cleartext(),
            cpu_subsystem=Subsystem.for_asyncio(),
            invalid_user_sleep=0.0,
            bad_command_limit=None,
        )
        self._login = Login(self._config)
        self._imap = IMAPServer(self._login, self._config)

    async def start(self) -> None:
        """Create the mailboxes and listen on a free port of 127.0.0.1."""
        for name, password in self._users.items():
            self._login.users_dict[name] = UserMetadata(self._config, name, password=password)
            self._config.set_cache.setdefault(name, (_Mailboxes(), FilterSet()))
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self._tls, limit=2**20)
        self.port = self._server.sockets[0].getsockname()[1]

    async def append(self, mailbox: str, raw: bytes, when: datetime | None) -> None:
        """Put a message into the INBOX of ``mailbox`` (an address in ``users``); sessions in IDLE are told at once."""
        async with Identity(mailbox, self._login, None, frozenset()).new_session() as session:
            inbox = await session.mailbox_set.get_mailbox("INBOX")
            await inbox.append(AppendMessage(raw, when or datetime.now(UTC), frozenset()), recent=True)

    async def drop_sessions(self) -> None:
        """Cut every client's connection, as a server that dies does; the mailboxes stay."""
        for writer in self._sessions.values():
            writer.transport.abort()
        if self._sessions:
            await asyncio.wait(list(self._sessions), timeout=_HALT_SECONDS)

    async def stop(self) -> None:
        """Stop listening and cut every connection. `start` afterwards listens on the same port with the same mail."""
        if self._server is not None:
            self._server.close()
            await self.drop_sessions()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._sessions[task] = writer
        try:
            info = SocketInfo.get(writer, ProxyResultLocal(), unique_id=uuid.uuid4().bytes)
            await self._imap(reader, writer, info)
        finally:
            del self._sessions[task]
            with contextlib.suppress(OSError):
                await writer.wait_closed()
