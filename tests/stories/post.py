"""The post of a story: real servers that fail on cue and remember when what came, and the mails that debtors write."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import parse_qs, unquote, urlsplit

from bot.embedded.servers import MailServers

SECRET = "secret"


class Post(MailServers):
    """A mail provider that has its bad days.

    ``fault``: "later" (451 at the recipient), "no" (the message itself is refused), "cut before" or "cut after" it was
    taken. It strikes ``strikes`` times (None: until it is taken away).
    """

    def __init__(self, *, users: Mapping[str, str]) -> None:
        super().__init__(users=users)
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.posted: list[tuple[datetime, str, bytes]] = []
        self.fault = ""
        self.strikes: int | None = None
        self.before_sending: Callable[[str], None] = lambda recipient: None

    async def _accept(self, sender: str, recipients: list[str], raw: bytes) -> None:
        if self._strikes("cut before"):
            await self._cut()
        if self._strikes("no"):
            raise ValueError("5.7.1 this content is not welcome here")
        self.posted += [(self.clock(), recipient.lower(), raw) for recipient in recipients]
        await super()._accept(sender, recipients, raw)
        if self._strikes("cut after"):
            await self._cut()

    def _refusal(self, recipient: str) -> str | None:
        self.before_sending(recipient)
        if self._strikes("later"):
            return "451 4.3.0 try again later"
        return super()._refusal(recipient)

    def _strikes(self, fault: str) -> bool:
        if self.fault != fault or self.strikes == 0:
            return False
        if self.strikes is not None:
            self.strikes -= 1
        return True

    async def _cut(self) -> None:
        """The line goes dead; the client never hears what became of its message."""
        assert self._smtp is not None
        for session in list(self._smtp._sessions):
            if isinstance(session.transport, asyncio.WriteTransport):
                session.transport.abort()
        await asyncio.sleep(3600)

    def lock_out(self, user: str) -> None:
        """The password is no longer the right one."""
        self.users[user] = "changed"

    def let_in(self, user: str) -> None:
        self.users[user] = SECRET


def opened(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def text_of(mail: EmailMessage) -> str:
    """What the debtor reads, with plain spaces."""
    body = mail.get_body(("plain",))
    assert body is not None
    return re.sub("[\u00a0\u202f]", " ", str(body.get_content()))


def answer(
    ours: EmailMessage | None, *, sender: str, to: str, said: str, subject: str | None, at: datetime
) -> EmailMessage:
    """A debtor's mail: an answer to ``ours``, or a new one."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = sender
    mail["To"] = str(ours["Reply-To"]) if ours is not None else to
    mail["Subject"] = subject if subject is not None else (f"Re: {ours['Subject']}" if ours is not None else "Bonjour")
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    if ours is not None:
        mail["In-Reply-To"] = str(ours["Message-ID"])
        mail["References"] = " ".join([*str(ours["References"] or "").split(), str(ours["Message-ID"])])
    mail.set_content(said)
    return mail


def links(ours: EmailMessage) -> dict[str, tuple[str, str, str]]:
    """The answer links of one of our mails as a mail program reads them: {answer: (address, subject, body)}."""
    part = ours.get_body(("html",))
    assert part is not None
    found = {}
    for href in re.findall(r'href="(mailto:[^"]+)"', str(part.get_content())):
        url = urlsplit(html.unescape(href))
        fields = parse_qs(url.query, keep_blank_values=True)
        subject = fields.get("subject", [""])[0]
        kind = re.search(r"/([a-z]+)\]", subject)
        if kind:
            found[kind[1]] = (unquote(url.path), subject, fields.get("body", [""])[0].replace("\r\n", "\n"))
    return found


def report(
    ours: EmailMessage, recipient: str, *, status: str = "5.1.1", action: str = "failed", named: bool = True
) -> bytes:
    """A delivery report as Postfix writes it (RFC 3464)."""
    head = "\r\n".join(f"{name}: {ours[name]}" for name in ("From", "To", "Subject", "Message-ID")[: 4 if named else 3])
    said = "is delayed" if action == "delayed" else "could not be delivered"
    return f"""\
Return-Path: <>\r
From: MAILER-DAEMON@provider.example (Mail Delivery System)\r
To: {ours["From"]}\r
Subject: Undelivered Mail Returned to Sender\r
Message-ID: {make_msgid(domain="provider.example")}\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="limit"\r
\r
--limit\r
Content-Type: text/plain; charset=us-ascii\r
\r
Your message {said}.\r
\r
--limit\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; provider.example\r
\r
Final-Recipient: rfc822; {recipient}\r
Action: {action}\r
Status: {status}\r
Diagnostic-Code: smtp; 550 {status} no such user\r
\r
--limit\r
Content-Type: text/rfc822-headers\r
\r
{head}\r
\r
--limit--\r
""".encode()
