"""From exact words to exact bytes: one MIME message, the same bytes for the same values. Never sends, never decides."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.core.case import Account
from bot.core.days import aware
from bot.core.notice import Draft
from bot.core.token import is_token, reference
from bot.errors import DeliveryError

REFERENCES = 10
"""At most so many earlier messages are named: the first of the thread and the latest."""

_CONTROL = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?=.{1,253}$)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,200}@[!-;=?A-~]{1,200}>")
_MEDIA = re.compile(r"(application|audio|image|text|video)/([A-Za-z0-9.+-]{1,60})")


def compose(
    draft: Draft,
    *,
    account: Account,
    token: str,
    message_id: str,
    date: datetime,
    thread: Sequence[str] = (),
    attachments: Sequence[tuple[str, str, bytes]] = (),
    qr_png: bytes | None = None,
) -> bytes:
    """The message as it goes over the wire: CRLF, pure ASCII, no line above 998 characters.

    ``thread``: earlier Message-IDs of the case, oldest first. ``attachments``: (name, media type, bytes).
    Raises DeliveryError (permanent) for an address that cannot be written to.
    """
    sender, recipient = address(account.email), address(draft.to_email)
    if not is_token(token):
        raise ValueError(f"not a case token: {token!r}")
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"not a Message-ID: {message_id!r}")
    aware(date)
    headers = [
        ("From", _mailbox(account.name, sender)),
        ("To", _mailbox(draft.to_name, recipient)),
        ("Reply-To", _reply_to(account, token)),
        ("Subject", _text(draft.subject)),
        ("Date", format_datetime(date)),
        ("Message-ID", message_id),
        *_threading(thread),
        ("Auto-Submitted", "auto-generated"),
        # Exchange sends fewer absence notes back. As a sign of a machine it is worthless, so we never read it.
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return head.encode("ascii") + _content(draft, message_id, sender, attachments, qr_png)


def message_id(token: str, seed: str, domain: str) -> str:
    """A Message-ID that carries the token, the same for the same ``seed``: what leaves needs one nobody guesses."""
    digest = hashlib.sha256(f"{token}\0{seed}".encode()).hexdigest()[:24]
    return f"<{digest}.{token}@{_ascii_domain(domain)}>"


def address(text: str) -> str:
    """An address that every server takes: an ASCII local part, the domain in IDNA. Raises DeliveryError (permanent)."""
    local, at, domain = text.strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > 64:
        why = "needs SMTPUTF8, which few servers take" if not local.isascii() else "is not an e-mail address"
        raise DeliveryError(f"{text!r} {why}: correct it in the debtor's contacts", permanent=True)
    return f"{local}@{_ascii_domain(domain)}"


def reply_address(account: Account, token: str) -> str:
    """Where answers go: the account's address, with the token behind a plus where its server allows that."""
    local, _, domain = address(account.email).rpartition("@")
    return f"{local}+{token}@{domain}" if account.plus else f"{local}@{domain}"


def _ascii_domain(domain: str) -> str:
    try:
        plain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        plain = ""
    if not _DOMAIN.fullmatch(plain):
        raise DeliveryError(f"{domain!r} is not a mail domain: correct the address", permanent=True)
    return plain


def one_line(text: str) -> str:
    """Control characters, line breaks and marks of writing direction become one space: a header is one line."""
    return _CONTROL.sub(" ", text.encode("utf-8", "replace").decode()).strip()


def _text(value: str) -> str:
    """An unstructured header. Whatever looks like an encoded word already is encoded again, so it stays as written."""
    value = one_line(value)
    if value.isascii() and "=?" not in value:
        lines = textwrap.wrap(value, 64, break_long_words=False, break_on_hyphens=False) or [""]
        if max(map(len, lines)) <= 900:
            return "\r\n ".join(lines)
    return _encoded(value)


def _mailbox(name: str, address: str) -> str:
    name = one_line(name)
    if not name:
        return address
    if name.isascii() and "=?" not in name and len(name) <= 60:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"\r\n <{address}>'
    return f"{_encoded(name)}\r\n <{address}>"


def _reply_to(account: Account, token: str) -> str:
    # The token stays outside the encoded words: split between two of them, some mail programs put a space into it.
    there = reply_address(account, token)
    name = _mailbox(account.name, there).removesuffix(f"<{there}>") if one_line(account.name) else ""
    return f'{name}"{reference(token)}"\r\n <{there}>'


def _encoded(value: str) -> str:
    return Header(value, "utf-8", maxlinelen=72, header_name="Reply-To").encode(linesep="\r\n")


def _threading(thread: Sequence[str]) -> Iterable[tuple[str, str]]:
    known = [m for m in dict.fromkeys(thread) if _MESSAGE_ID.fullmatch(m)]
    if not known:
        return
    yield "In-Reply-To", known[-1]
    kept = known if len(known) <= REFERENCES else [known[0], *known[1 - REFERENCES :]]
    yield "References", "\r\n ".join(kept)


def _content(
    draft: Draft,
    message_id: str,
    sender: str,
    attachments: Sequence[tuple[str, str, bytes]],
    qr_png: bytes | None,
) -> bytes:
    message = EmailMessage(policy=SMTP)
    message.set_content(_body(draft.plain), cte="quoted-printable")
    cid = f"qr@{sender.rpartition('@')[2]}"
    html = _body(draft.html)
    shown = qr_png is not None and "cid:qr" in html
    html = html.replace("cid:qr", f"cid:{cid}") if shown else _without_qr(html)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    if shown and qr_png is not None:
        part = message.get_payload(1)
        assert isinstance(part, EmailMessage)
        part.add_related(qr_png, "image", "png", cid=f"<{cid}>", disposition="inline", filename="qr.png")
    for name, media_type, data in attachments:
        media = _MEDIA.fullmatch(media_type)
        main, sub = (media[1], media[2]) if media else ("application", "octet-stream")
        message.add_attachment(data, main, sub, filename=_file_name(name))
    # EmailMessage draws boundaries at random; these come from the Message-ID, so that the bytes can be compared.
    for index, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary("=_" + hashlib.sha256(f"{message_id}/{index}".encode()).hexdigest()[:32])
    return message.as_bytes()


def _body(text: str) -> str:
    lines = text.encode("utf-8", "replace").decode().replace("\0", "").splitlines()
    return "\n".join(lines) + "\n"


def _without_qr(html: str) -> str:
    """No image at hand: its place goes too, rather than show a broken picture."""
    return re.sub(r"<!--qr-->.*?<!--/qr-->", "", html, flags=re.DOTALL)


def _file_name(name: str) -> str:
    plain = re.sub(r'[\\/:*?"<>|;=%]+', "_", one_line(name)).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:80]}.{ending[:10]}" if dot else plain[:80] or "document"
