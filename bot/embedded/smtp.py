"""The embedded SMTP submission server: aiosmtpd on a loopback port. Knows nothing of IMAP."""

from __future__ import annotations

import asyncio
import ssl
import warnings
from collections.abc import Awaitable, Callable, Mapping

with warnings.catch_warnings():
    # aiosmtpd imports modules that newer Pythons have deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

Accept = Callable[[str, list[str], bytes], Awaitable[None]]
Refuse = Callable[[str], str | None]

_HALT_SECONDS = 2.0


class SmtpServer:
    """Takes mail from users who log in, and hands each accepted message to ``accept``.

    ``refuse`` answers a recipient with an SMTP answer such as "550 5.1.1 no such user", or None to take it.
    """

    def __init__(self, users: Mapping[str, str], *, tls: ssl.SSLContext | None, accept: Accept, refuse: Refuse) -> None:
        self.port = 0
        self._users = users
        self._tls = tls
        self._handler = _Handler(accept, refuse)
        self._server: asyncio.Server | None = None
        self._sessions: set[_Session] = set()

    async def start(self) -> None:
        """Listen on a free port of 127.0.0.1."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening and cut every connection."""
        if self._server is None:
            return
        self._server.close()
        tasks = [task for session in list(self._sessions) if (task := session.cut()) is not None]
        if tasks:
            await asyncio.wait(tasks, timeout=_HALT_SECONDS)
        await self._server.wait_closed()
        self._server = None

    def _session(self) -> _Session:
        return _Session(self._handler, self._sessions, self._authenticate, self._tls)

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, proof: object
    ) -> AuthResult:
        if not isinstance(proof, LoginPassword):
            return AuthResult(success=False, handled=False)
        user, password = proof.login.decode("utf-8", "replace"), proof.password.decode("utf-8", "replace")
        return AuthResult(success=self._users.get(user) == password, handled=False, auth_data=user)


class _Login(Session):
    """aiosmtpd logs a deprecation warning at every login because it sets this one itself."""

    login_data = None


class _Session(SMTP):
    """One connection, which its server can find again to cut it."""

    def __init__(
        self,
        handler: _Handler,
        sessions: set[_Session],
        authenticate: Callable[..., AuthResult],
        tls: ssl.SSLContext | None,
    ) -> None:
        super().__init__(
            handler,
            hostname="relance.invalid",
            ident="Relance demo",
            data_size_limit=64 * 2**20,
            enable_SMTPUTF8=True,
            tls_context=tls,
            require_starttls=tls is not None,
            # The handler asks for the login itself: aiosmtpd's auth_required warns when there is no TLS.
            auth_require_tls=False,
            authenticator=authenticate,
            loop=asyncio.get_running_loop(),
        )
        self._all = sessions

    def _create_session(self) -> Session:
        return _Login(asyncio.get_running_loop())

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._all.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._all.discard(self)
        super().connection_lost(error)

    def cut(self) -> asyncio.Task[None] | None:
        """Abort the connection; gives the task that ends because of it."""
        for transport in (self.transport, self._original_transport):
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()
        # After a failed TLS handshake aiosmtpd is never told of the loss: its task and timer would wait on.
        if self._timeout_handle is not None:
            self._timeout_handle.cancel()
        if self._handler_coroutine is not None:
            self._handler_coroutine.cancel()
        return self._handler_coroutine


class _Handler:
    def __init__(self, accept: Accept, refuse: Refuse) -> None:
        self._accept = accept
        self._refuse = refuse

    async def handle_MAIL(
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        refusal = self._refuse(address)
        if refusal is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        await self._accept(envelope.mail_from or "", list(envelope.rcpt_tos), bytes(envelope.original_content or b""))
        return "250 2.0.0 OK taken"
