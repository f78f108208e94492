"""The way out: one message to one debtor over SMTP, and an exact verdict. Never composes, never reads."""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
)

from bot.errors import DeliveryError
from bot.mail.section import Section, trust
from bot.mail.verdict import Outcome, Verdict, judge, unreached

__all__ = ["Outbox", "Outcome", "SmtpSettings", "Verdict", "settings"]

_KEYS = (
    *("host", "port", "security", "user", "password", "password_file", "password_env"),
    *("timeout", "data_timeout", "verify", "ca_file", "helo"),
)
_KEEP_SECONDS = 30.0
_KEEP_MESSAGES = 50
_QUIT_SECONDS = 5.0

# An address that can be written between < and > without becoming another command or option.
_ADDRESS = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"(?m)^\.")

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, kw_only=True)
class SmtpSettings:
    """How to reach the submission server. Times in seconds; ``security`` is "starttls", "tls" or "none"."""

    host: str
    port: int = 587
    security: str = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 60.0
    data_timeout: float = 600.0
    verify: bool = True
    ca_file: str | None = None
    helo: str = "[127.0.0.1]"


def settings(section: Mapping[str, object]) -> SmtpSettings:
    """Read the raw section of config.toml. Raises ConfigError with every mistake in it."""
    read = Section(section, keys=_KEYS)
    host = read.text("host")
    security = read.choice("security", ("starttls", "tls", "none"))
    verify = read.flag("verify", default=True)
    if security == "none":
        read.only_loopback("security", host, '"none" (no encryption)')
    if not verify:
        read.only_loopback("verify", host, "false (no check of the certificate)")
    user, password = read.credentials(required=False)
    helo = read.text("helo", SmtpSettings.helo)
    if any(char.isspace() or ord(char) > 126 for char in helo):
        read.wrong("helo", "must be a host name without spaces or accents")
    made = SmtpSettings(
        host=host,
        port=read.count("port", 465 if security == "tls" else 587, least=1, most=65535),
        security=security,
        user=user,
        password=password,
        timeout=read.number("timeout", 60.0, least=1, most=3600),
        data_timeout=read.number("data_timeout", 600.0, least=1, most=3600),
        verify=verify,
        ca_file=read.ca_file(),
        helo=helo,
    )
    read.finish()
    return made


class _Stop(Exception):
    """The attempt ends with this outcome; ``dead``: the connection is of no more use."""

    def __init__(self, outcome: Outcome, *, dead: bool) -> None:
        super().__init__(outcome.verdict)
        self.outcome = outcome
        self.dead = dead


@dataclass(frozen=True, kw_only=True)
class _Letter:
    body: bytes
    sender: str
    recipient: str
    copy_to: str | None


class Outbox:
    """One SMTP connection, opened when needed and kept for some seconds. Calls from several tasks go one by one."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._turn = asyncio.Lock()
        self._client: SMTP | None = None
        self._trust: ssl.SSLContext | None = None
        self._sent = 0
        self._used = 0.0
        self._idle: asyncio.TimerHandle | None = None

    async def send(self, raw: bytes, *, sender: str, recipient: str, copy_to: str | None) -> Outcome:
        """Hand one message to the server, for the debtor and for the account's own copy.

        The debtor refused: nothing is sent, not even the copy. The copy refused: the debtor's is sent all the same.
        Never raises for what the network or the server do. A cancelled call cuts the connection: the message may
        have been taken.
        """
        unfit = _unfit(sender, recipient, copy_to)
        if unfit is not None:
            return unfit
        letter = _Letter(
            body=_on_the_wire(raw),
            sender=_ascii_domain(sender),
            recipient=_ascii_domain(recipient),
            copy_to=None if copy_to is None else _ascii_domain(copy_to),
        )
        async with self._turn:
            try:
                return await self._deliver(letter)
            except asyncio.CancelledError:
                self._cut()
                raise

    async def ping(self) -> None:
        """Connect, TLS, EHLO, login, quit: sends nothing. Raises DeliveryError; permanent when the login is refused."""
        async with self._turn:
            client = self._new_client()
            try:
                await self._open(client)
            except _Stop as stop:
                outcome = stop.outcome
                refused = outcome.phase == "login" and outcome.code is not None and outcome.code >= 500
                raise DeliveryError(outcome.answer, permanent=refused) from None
            finally:
                await _part(client)

    async def close(self) -> None:
        """Say goodbye, after the message under way; the outbox can be used again afterwards."""
        async with self._turn:
            client, self._client = self._client, None
            self._stop_clock()
            if client is not None:
                await _part(client)

    async def _deliver(self, letter: _Letter) -> Outcome:
        kept = self._is_kept()
        try:
            return await self._attempt(letter)
        except _Stop as stop:
            # A kept connection may have died of old age: that says nothing about the server of today.
            if not (kept and stop.dead and stop.outcome.verdict is Verdict.LATER):
                return stop.outcome
        try:
            return await self._attempt(letter)
        except _Stop as stop:
            return stop.outcome

    async def _attempt(self, letter: _Letter) -> Outcome:
        try:
            client = await self._connected()
            note = await self._envelope(client, letter)
            outcome = await self._data(client, letter.body)
        except _Stop as stop:
            if stop.dead:
                self._cut()
            else:
                await self._reset()
            raise
        self._sent += 1
        self._keep()
        return replace(outcome, answer=f"{outcome.answer}{note}")

    async def _envelope(self, client: SMTP, letter: _Letter) -> str:
        """MAIL and RCPT; gives a remark about the copy, if it was refused."""
        options, encoding = _options(client, letter)
        await self._step("mail", client.mail(letter.sender, options=options, encoding=encoding))
        await self._step("rcpt", client.rcpt(letter.recipient, encoding=encoding))
        if letter.copy_to is None or letter.copy_to == letter.recipient:
            return ""
        try:
            await client.rcpt(letter.copy_to, encoding=encoding)
        except SMTPRecipientRefused as error:
            if client.is_connected:
                return f" (the copy was refused: {error.code} {error.message})"
            raise _Stop(judge("rcpt", error.code, error.message), dead=True) from error
        except (SMTPException, OSError) as error:
            raise _Stop(unreached("rcpt", error, self._settings.host), dead=True) from error
        return ""

    async def _data(self, client: SMTP, body: bytes) -> Outcome:
        """DATA and the body. What fails before the body's first byte is safe; after it only an answer is a verdict."""
        ready = await self._step("data", client.execute_command(b"DATA", timeout=self._settings.timeout))
        protocol = client.protocol
        if ready.code != 354 or protocol is None or not protocol.is_connected:
            raise _Stop(judge("data", ready.code, ready.message), dead=not client.is_connected or ready.code < 400)
        try:
            protocol.write(body)
            answer = await protocol.read_response(timeout=self._settings.data_timeout)
        except (SMTPException, OSError) as error:
            doubt = f"no answer to the message, which the server may have taken: {error}"
            raise _Stop(Outcome(verdict=Verdict.DOUBTFUL, code=None, answer=doubt, phase="data"), dead=True) from error
        if 200 <= answer.code < 300:
            return Outcome(verdict=Verdict.ACCEPTED, code=answer.code, answer=answer.message, phase="data")
        if not 400 <= answer.code < 600:
            odd = Outcome(verdict=Verdict.DOUBTFUL, code=answer.code, answer=answer.message, phase="data")
            raise _Stop(odd, dead=True)
        # Answered early, the rest of the body is still under way and would be read as commands: not kept.
        raise _Stop(judge("data", answer.code, answer.message), dead=True)

    async def _step(self, phase: str, doing: Awaitable[_Answer]) -> _Answer:
        try:
            return await doing
        except SMTPResponseException as error:
            dead = self._client is None or not self._client.is_connected or error.code < 400
            raise _Stop(judge(phase, error.code, error.message), dead=dead) from error
        except (SMTPException, OSError) as error:
            raise _Stop(unreached(phase, error, self._settings.host), dead=True) from error

    async def _connected(self) -> SMTP:
        if self._client is not None and self._is_kept():
            self._stop_clock()
            return self._client
        self._cut()
        self._client = self._new_client()
        self._sent = 0
        await self._open(self._client)
        return self._client

    def _new_client(self) -> SMTP:
        known = self._settings
        if self._trust is None and known.security != "none":
            self._trust = trust(verify=known.verify, ca_file=known.ca_file)
        return SMTP(
            hostname=known.host,
            port=known.port,
            timeout=known.timeout,
            use_tls=known.security == "tls",
            start_tls=known.security == "starttls",
            tls_context=self._trust,
            local_hostname=known.helo,
        )

    async def _open(self, client: SMTP) -> None:
        try:
            await client.connect()
            await client.ehlo()
        except SMTPResponseException as error:
            code = error.code if error.code > 0 else None
            refused = Outcome(verdict=Verdict.LATER, code=code, answer=error.message, phase="connect")
            raise _Stop(refused, dead=True) from error
        except (SMTPException, OSError, UnicodeError) as error:
            raise _Stop(unreached("connect", error, self._settings.host), dead=True) from error
        if self._settings.user is None:
            return
        try:
            await client.login(self._settings.user, self._settings.password or "")
        except SMTPAuthenticationError as error:
            said = f"the server refuses the login of this account: {error.code} {error.message}"
            refused = Outcome(verdict=Verdict.LATER, code=error.code, answer=said, phase="login")
            raise _Stop(refused, dead=True) from error
        except (SMTPException, OSError) as error:
            raise _Stop(unreached("login", error, self._settings.host), dead=True) from error

    def _is_kept(self) -> bool:
        return (
            self._client is not None
            and self._client.is_connected
            and self._sent < _KEEP_MESSAGES
            and time.monotonic() - self._used < _KEEP_SECONDS
        )

    def _keep(self) -> None:
        self._stop_clock()
        self._used = time.monotonic()
        self._idle = asyncio.get_running_loop().call_later(_KEEP_SECONDS, self._tire)

    def _tire(self) -> None:
        self._idle = None
        if self._client is not None and not self._turn.locked():
            _leave(self._client)
            self._client = None

    async def _reset(self) -> None:
        """Forget the envelope of a refused message, so that the connection can serve the next one."""
        client = self._client
        if client is None or not client.is_connected:
            return
        try:
            await client.rset(timeout=self._settings.timeout)
        except (SMTPException, OSError):
            self._cut()
        else:
            self._keep()

    def _cut(self) -> None:
        """Abort the connection: unlike a close, what waits in the buffer does not leave any more."""
        client, self._client = self._client, None
        self._stop_clock()
        if client is not None:
            if isinstance(client.transport, asyncio.WriteTransport):
                client.transport.abort()
            client.close()

    def _stop_clock(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None


async def _part(client: SMTP) -> None:
    """QUIT, and see the connection closed."""
    transport = client.transport
    try:
        await client.quit(timeout=_QUIT_SECONDS)
    except (SMTPException, OSError):
        pass
    finally:
        client.close()
        if isinstance(transport, asyncio.WriteTransport):
            # A TLS transport that is only closed lingers until the other side says goodbye too, for up to 30 s.
            transport.abort()
    for _ in range(3):
        await asyncio.sleep(0)


def _leave(client: SMTP) -> None:
    """QUIT without waiting for the answer."""
    if client.is_connected and client.protocol is not None:
        client.protocol.write(b"QUIT\r\n")
    client.close()


def _unfit(sender: str, recipient: str, copy_to: str | None) -> Outcome | None:
    for phase, address in (("mail", sender), ("rcpt", recipient), ("rcpt", copy_to)):
        if address is not None and not _ADDRESS.fullmatch(address):
            said = f"not sent: {address!r} is not an e-mail address"
            return Outcome(verdict=Verdict.REFUSED, code=None, answer=said, phase=phase)
    return None


def _ascii_domain(address: str) -> str:
    """The address with its domain in the form that every server understands (müller.de is xn--mller-kva.de)."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def _on_the_wire(raw: bytes) -> bytes:
    """CRLF line ends, dots doubled, closing dot: the form in which a message travels after DATA (RFC 5321 4.5.2)."""
    lines = _LINE_END.sub(b"\r\n", raw)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return _LEADING_DOT.sub(b"..", lines) + b".\r\n"


def _options(client: SMTP, letter: _Letter) -> tuple[list[str], str]:
    """ESMTP options of MAIL, and the encoding of the addresses."""
    options = [f"SIZE={len(letter.body)}"] if client.supports_extension("size") else []
    if not letter.body.isascii() and client.supports_extension("8bitmime"):
        options.append("BODY=8BITMIME")
    if f"{letter.sender}{letter.recipient}{letter.copy_to or ''}".isascii():
        return options, "ascii"
    if not client.supports_extension("smtputf8"):
        said = "not sent: the server takes no addresses with letters outside ASCII"
        raise _Stop(Outcome(verdict=Verdict.REFUSED, code=None, answer=said, phase="rcpt"), dead=False)
    return [*options, "SMTPUTF8"], "utf-8"
