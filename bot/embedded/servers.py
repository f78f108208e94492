"""SMTP and IMAP servers in this process and loop, wired to each other. Never reached from outside, never on disk."""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from bot.embedded.imap import ImapServer
    from bot.embedded.smtp import SmtpServer

OnMessage = Callable[[str, list[str], bytes], Awaitable[None]]


class MailServers:
    """A small mail provider on 127.0.0.1: submission with login, and one INBOX for each user.

    ``users`` maps an address to its password. A recipient who is a user (also as ``user+token@``) finds the mail in
    the INBOX; any other recipient exists only in ``received`` and for ``on_message``. ``refuse`` maps a recipient to
    the answer of the server, such as "550 5.1.1 no such user". With ``tls`` (a server context) SMTP demands STARTTLS
    and IMAP speaks TLS from the first byte. Enter it as an async context manager; the ports are free ones.

    ``on_message(sender, recipients, raw)`` is awaited before the server says 250; what it raises refuses the message.
    """

    def __init__(self, *, users: Mapping[str, str], tls: ssl.SSLContext | None = None) -> None:
        self.users = {address.lower(): password for address, password in users.items()}
        self.received: list[tuple[str, str, bytes]] = []
        self.refuse: dict[str, str] = {}
        self.on_message: OnMessage | None = None
        self._tls = tls
        self._imap: ImapServer | None = None
        self._smtp: SmtpServer | None = None

    @property
    def imap_port(self) -> int:
        """The port of the IMAP server on 127.0.0.1."""
        return self._started_imap().port

    @property
    def smtp_port(self) -> int:
        """The port of the SMTP server on 127.0.0.1."""
        assert self._smtp is not None, "enter the servers first"
        return self._smtp.port

    async def __aenter__(self) -> Self:
        # Late: neither server is needed outside the demo and the tests, nor need be installed.
        from bot.embedded.imap import ImapServer
        from bot.embedded.smtp import SmtpServer

        self._imap = ImapServer(self.users, tls=self._tls)
        self._smtp = SmtpServer(self.users, tls=self._tls, accept=self._accept, refuse=self._refusal)
        await self._imap.start()
        await self._smtp.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp is not None:
            await self._smtp.stop()
        if self._imap is not None:
            await self._imap.stop()

    async def deliver(self, mailbox: str, raw: bytes, *, when: datetime | None = None) -> None:
        """Put a message straight into a user's INBOX; ``when`` (aware) is its date of arrival, now if left out.

        Raises KeyError for an address that has no mailbox here.
        """
        local = self._mailbox(mailbox)
        if local is None:
            raise KeyError(mailbox)
        await self._started_imap().append(local, raw, when)

    async def drop_imap(self) -> None:
        """Cut every IMAP connection; the server stays up."""
        await self._started_imap().drop_sessions()

    async def stop_imap(self) -> None:
        """Kill the IMAP server; the mail stays."""
        await self._started_imap().stop()

    async def start_imap(self) -> None:
        """Start the IMAP server again, on the same port."""
        await self._started_imap().start()

    async def _accept(self, sender: str, recipients: list[str], raw: bytes) -> None:
        for recipient in recipients:
            self.received.append((sender, recipient, raw))
            local = self._mailbox(recipient)
            if local is not None:
                await self._started_imap().append(local, raw, None)
        if self.on_message is not None:
            await self.on_message(sender, recipients, raw)

    def _refusal(self, recipient: str) -> str | None:
        return self.refuse.get(recipient)

    def _mailbox(self, address: str) -> str | None:
        local, _, domain = address.lower().rpartition("@")
        plain = f"{local.partition('+')[0]}@{domain}"
        return next((name for name in (address.lower(), plain) if name in self.users), None)

    def _started_imap(self) -> ImapServer:
        assert self._imap is not None, "enter the servers first"
        return self._imap
