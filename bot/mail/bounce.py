"""Mail written by machines: delivery reports (RFC 3464), automatic replies (RFC 3834), lists. Never what to do next."""

from __future__ import annotations

import re
from collections.abc import Collection
from email.message import Message

from bot.core.mail import Auto, Bounce
from bot.mail import _mime

_MACHINES = re.compile(r"(?:mailer-daemon|postmaster|mail-?daemon|double-bounce|no-?reply-?bounces?)@", re.IGNORECASE)
_FIELD = re.compile(r"(?m)^([A-Za-z-]{3,40})[ \t]*:[ \t]*(.{0,2000}(?:\n[ \t].{0,2000}){0,20})")
_ID = re.compile(r"(?im)^message-id[ \t]*:[ \t\n]*(<[^<>\s]{1,500}>)")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_FAILED = re.compile(
    r"undeliver|delivery (?:status|failure|has failed|notification)|mail delivery|returned mail|failure notice"
    r"|non remis|échec de (?:la )?(?:remise|distribution)|non distribu|unzustellbar|zustellung fehlgeschlagen"
    r"|no entregado|no se puede entregar|mancato recapito|impossibile recapitare|onbestelbaar|niet bezorgd",
    re.IGNORECASE,
)

_AUTO_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-mail-autoreply",
    "x-vacation",
    "x-fc-machinegenerated",
)
_SUBJECT = re.compile(
    r"\s*(?:(?:re|tr|aw|sv|antw|wg|fwd?)\s*:\s*){0,3}(?:"
    r"réponse (?:automatique|auto)\b|absen(?:t|ce) du bureau|message d['’]absence|accusé de réception|absence ?[:(]"
    r"|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|away from (?:the )?office"
    r"|automatische antwort|abwesen(?:heits?|d)|respuesta automática|fuera de (?:la )?oficina|risposta automatica"
    r"|fuori (?:ufficio|sede)|automatisch (?:antwoord|bericht)|afwezig"
    r"|\[?(?:ticket|case|request) ?(?:id|n°)? ?[:#] ?[\w-]{0,20}\d{3,}"
    r")",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:ceci est|il s['’]agit d['’])\s?une? (?:message|réponse|e-?mail) automatique"
    r"|(?:message|réponse) générée? automatiquement|assistante? virtuel"
    r"|cette boîte (?:mail |aux lettres )?n['’]est (?:pas|plus) (?:consultée|relevée|surveillée)"
    r"|je suis (?:actuellement )?(?:absente?|en congés?|en vacances|en arrêt|en déplacement)\b.{0,80}"
    r"(?:jusqu|du \d|de retour|retour le|inclus)"
    r"|(?:votre|ta) demande a (?:bien )?été (?:enregistrée|prise en compte).{0,40}(?:n°|numéro|ticket)"
    r"|this is an automat|automatically generated|automated (?:reply|response|message)"
    r"|i (?:am|will be|['’]m) (?:currently |now )?(?:out of (?:the )?office|away|on holiday|on vacation)"
    r"|i (?:am|will be|['’]m) (?:currently |now )?on (?:annual |maternity |paternity |sick |parental )?leave"
    r"|thank you for contacting.{0,200}(?:ticket|reference|working days|within)|our offices? (?:is|are) closed"
    r"|this (?:mailbox|inbox|address) is (?:not|no longer) (?:monitored|in use)"
    r"|your (?:request|ticket) has been (?:received|created|logged)",
    re.IGNORECASE | re.DOTALL,
)


def read(message: Message, *, ours: Collection[str] = ()) -> Bounce | None:
    """The delivery report in ``message``, or None. ``ours``: addresses that are never the failed recipient."""
    if not _may_be_bounce(message):
        return None
    original = _original_id(message)
    return _standard(message, original, ours) or _second_look(message, original, ours)


def _may_be_bounce(message: Message) -> bool:
    """A person may quote a bounce; only what a server sends is one."""
    if _mime.media_type(message) == "multipart/report":
        return _mime.parameter(message, "report-type").lower() in ("delivery-status", "")
    senders = _mime.addresses(message, "From", "Sender")
    from_machine = any(_MACHINES.match(address) for _, address in senders)
    empty_path = str(message.get("Return-Path") or "").strip() == "<>"
    failed = _FAILED.search(_mime.header(message, "Subject")) is not None
    return (from_machine and (empty_path or failed)) or (empty_path and failed) or "X-Failed-Recipients" in message


def _standard(message: Message, original: str, ours: Collection[str]) -> Bounce | None:
    """RFC 3464: the fields of the first recipient that failed, else of the first that is delayed."""
    delayed: Bounce | None = None
    for fields in _reports(message):
        recipient = _recipient(fields.get("final-recipient", "")) or _recipient(fields.get("original-recipient", ""))
        action = fields.get("action", "").strip().lower()
        if not recipient or recipient in ours or action not in ("failed", "delayed"):
            continue
        status = _STATUS.search(fields.get("status", ""))
        code = status[1] if status else ""
        bounce = Bounce(
            recipient=recipient,
            permanent=action == "failed" and not code.startswith("4"),
            status=code,
            diagnostic=" ".join(fields.get("diagnostic-code", "").split())[:500],
            message_id=original,
        )
        if action == "failed":
            return bounce
        delayed = delayed or bounce
    return delayed


def _reports(message: Message) -> list[dict[str, str]]:
    """The per-recipient groups of message/delivery-status."""
    groups: list[dict[str, str]] = []
    for part in _mime.walk(message):
        if _mime.media_type(part) != "message/delivery-status":
            continue
        if part.is_multipart():
            blocks = ["\n".join(f"{k}: {v}" for k, v in p.items()) for p in _mime.inside(part)]
        else:
            blocks = re.split(r"\n[ \t]*\n", _mime.part_text(part))
        groups += [{m[1].lower(): m[2] for m in _FIELD.finditer(block[:20_000])} for block in blocks[:100]]
    return groups


def _recipient(value: str) -> str:
    """``rfc822; someone@example.com`` (RFC 3464 section 2.3.2)."""
    found = re.search(r"[^\s<>;,@]{1,64}@[^\s<>;,@]{1,255}", value)
    return found[0].lower().rstrip(".") if found else ""


def _original_id(message: Message) -> str:
    """Message-ID of the mail that came back: in message/rfc822, in text/rfc822-headers, or in the text."""
    text = ""
    for part in _mime.walk(message):
        if _mime.media_type(part) in ("message/rfc822", "message/global", "message/rfc822-headers"):
            ids = [found for inner in _mime.inside(part) for found in _mime.message_ids(inner, "Message-ID")]
            if ids:
                return ids[0]
        if _mime.media_type(part).startswith(("text/rfc822-headers", "text/plain", "message/")):
            text += _mime.part_text(part)[:20_000] + "\n"
    found = _ID.search(text)
    return found[1] if found else next(iter(_mime.message_ids(message, "References")[-1:]), "")


def _second_look(message: Message, original: str, ours: Collection[str]) -> Bounce | None:
    """Bounces of before the standard, by the patterns that Mailman collected."""
    from flufl.bounce import all_failures

    try:
        temporary, permanent = all_failures(message)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    for failures, for_good in ((permanent, True), (temporary, False)):
        for address in sorted(a.decode("ascii", "replace").lower() for a in failures):
            if address not in ours:
                status = _STATUS.search("\n".join(_mime.part_text(p)[:5000] for p in _mime.walk(message)))
                code = status[1] if status else ""
                return Bounce(recipient=address, permanent=for_good, status=code, message_id=original)
    return None


def auto(message: Message, subject: str, said: str) -> Auto:
    """Was it written by a machine? By headers: certain. X-Auto-Response-Suppress says nothing: people's mail has it."""
    if _by_headers(message):
        return Auto.CERTAIN
    return auto_by_words(subject, said)


def _by_headers(message: Message) -> bool:
    submitted = str(message.get("Auto-Submitted") or "no").split(";")[0].strip().lower()
    if submitted not in ("no", ""):
        return True
    if any(name in message for name in _AUTO_HEADERS):
        return True
    precedence = str(message.get("Precedence") or message.get("X-Precedence") or "").strip().lower()
    if precedence in ("auto_reply", "auto-reply"):
        return True
    if str(message.get("Delivered-To") or "").strip().lower() == "autoresponder":
        return True
    return str(message.get("Return-Path") or "").strip() == "<>"


def auto_by_words(subject: str, said: str) -> Auto:
    """Likely a machine, by its subject or its wording. What a person says in it still counts."""
    likely = _SUBJECT.match(subject[:300]) is not None or _BODY.search(said[:3000]) is not None
    return Auto.LIKELY if likely else Auto.NO


def is_list(message: Message) -> bool:
    """Newsletters and lists are no debtor's answer."""
    precedence = str(message.get("Precedence") or "").strip().lower()
    return "List-Id" in message or "List-Post" in message or precedence in ("bulk", "list", "junk")
