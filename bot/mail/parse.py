"""A received mail taken apart: who, when, what was said. PURE. Never whose case it is, never what it means."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from email.message import Message

from bot.core import token
from bot.core.mail import Attachment, Letter
from bot.mail import _html, _mime, bounce, quotes

UNREAD = "application/x-unread"
"""Media type of what stands for the rest of a mail that was too big to be read."""


def letter(raw: bytes, *, ours: Collection[str] = (), prepared: Collection[str] = ()) -> Letter:
    """Take ``raw`` apart, whatever its shape. ``ours``: our own addresses, never the recipient that a bounce names.

    Only a beginning is read (``_mime.MAX_RAW``); an attachment of the type UNREAD stands for the rest.

    ``prepared``: the bodies that our answer links prepare; under a link's code their lines are not the debtor's.
    """
    beginning, unread = _mime.bounded(raw)
    message = _mime.parse(beginning)
    texts, attachments = _contents(message)
    if unread:
        attachments += (Attachment(name="", media_type=UNREAD, size=unread),)
    body = "\n\n".join(t for t in texts if t.strip())[: _mime.MAX_TEXT]
    subject = _mime.header(message, "Subject")
    spoken = quotes.said(body)
    tap = token.find_tap(subject, spoken)
    # Without the code of a link, "J'ai déjà payé cette facture." is what the debtor wrote.
    said = quotes.without_prepared(spoken, prepared if tap is not None else ())
    name, sender = next(iter(_mime.addresses(message, "From")), ("", ""))
    recipients = _mime.addresses(message, "To", "Cc", "Delivered-To", "X-Original-To")
    references = _mime.message_ids(message, "References")
    return Letter(
        message_id=next(iter(_mime.message_ids(message, "Message-ID")), ""),
        in_reply_to=next(iter(_mime.message_ids(message, "In-Reply-To")), ""),
        references=references,
        sender=sender,
        sender_name=name,
        recipients=tuple(dict.fromkeys(address for _, address in recipients)),
        subject=subject,
        sent_at=_mime.sent_at(message),
        body=body,
        said=said,
        auto=bounce.auto(message, subject, said),
        bounce=bounce.read(message, ours=frozenset(a.lower() for a in ours)),
        tap=tap,
        tokens=token.find_tokens(subject, *(f"{n} <{a}>" for n, a in recipients), body),
        attachments=attachments,
        list_mail=bounce.is_list(message),
    )


def ours(plain: str, html: str) -> str:
    """What a mail program may quote of a mail of ours: its HTML part says a little more (the words beside the code)."""
    return f"{plain}\n{_html.to_text(html)}"


def with_reminder(letter: Letter, reminder: str) -> Letter:
    """The same letter, read again now that the reminder it answers is known: unmarked copies of it go too."""
    spoken = quotes.said(letter.body, reminder)
    # What had been taken out as prepared by our answer links stays out.
    gone = set(quotes.said(letter.body).splitlines()) - set(letter.said.splitlines())
    said = "\n".join(line for line in spoken.split("\n") if line not in gone).strip()
    return replace(letter, said=said, tap=token.find_tap(letter.subject, spoken))


def _contents(message: Message) -> tuple[list[str], tuple[Attachment, ...]]:
    """Texts to read, in order, and what else came with them."""
    texts: list[str] = []
    attachments: list[Attachment] = []
    waiting, seen = [message], 0
    while waiting and seen < _mime.MAX_PARTS:
        part = waiting.pop()
        seen += 1
        kind = _mime.media_type(part)
        if kind.startswith("multipart/") and part.is_multipart():
            inner = _mime.inside(part)
            chosen = _alternative(inner) if kind == "multipart/alternative" else inner
            waiting += reversed(chosen)
        elif _is_text(part, kind):
            text = _mime.part_text(part)
            texts.append(_html.to_text(text) if kind == "text/html" else text)
        elif kind not in ("message/delivery-status", "text/rfc822-headers"):
            attachments.append(_attachment(part, kind))
    return texts, tuple(attachments)


def _is_text(part: Message, kind: str) -> bool:
    if kind not in ("text/plain", "text/html") and not kind.startswith("multipart/"):
        return False
    if part.get_content_disposition() == "attachment":
        return False
    return not _mime.file_name(part)


def _alternative(parts: list[Message]) -> list[Message]:
    """One text of several with the same meaning: the HTML where it shows the quote or is alone, else the plain one."""
    plain = next((p for p in parts if _mime.media_type(p) == "text/plain" and _mime.part_text(p).strip()), None)
    html = next((p for p in parts if _mime.media_type(p) in ("text/html", "multipart/related")), None)
    rest = [p for p in parts if p is not html and _mime.media_type(p) not in ("text/plain", "text/html")]
    if plain is None:
        return ([html] if html else parts[:1]) + [p for p in rest if html or p is not parts[0]]
    if html is not None and _mime.media_type(html) == "text/html" and _html.has_quote_mark(_mime.part_text(html)):
        return [html, *rest]
    if html is not None and html.is_multipart():
        # The pictures of a signature and real attachments hide in here; the text is read from the plain part.
        rest += [p for p in html.walk() if not p.is_multipart() and _mime.media_type(p) != "text/html"][:20]
    return [plain, *rest]


def _attachment(part: Message, kind: str) -> Attachment:
    if part.is_multipart():
        inner = next(iter(_mime.inside(part)), None)
        subject = _mime.header(inner, "Subject") if inner else ""
        return Attachment(name=_mime.file_name(part) or subject, media_type=kind, size=0)
    return Attachment(name=_mime.file_name(part), media_type=kind, size=_mime.size(part))
