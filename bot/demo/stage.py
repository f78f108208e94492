"""The stage of the demo: debtors who receive real mail and answer it, on a virtual clock. The data are in cast.py."""

from __future__ import annotations

import html
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

from bot.demo.cast import CAST, FIRST_DAY, MAILBOX, Act, Player
from bot.embedded.servers import MailServers

ZONE = ZoneInfo("Europe/Paris")
POSTMASTER = "mailer-daemon@fournisseur.example"


class Clock:
    """Virtual time: it moves only when the story moves it."""

    def __init__(self) -> None:
        self.now = datetime.combine(FIRST_DAY, time(7), ZONE).astimezone(UTC)

    def __call__(self) -> datetime:
        return self.now

    def to(self, moment: datetime) -> None:
        self.now = max(self.now, moment.astimezone(UTC))


@dataclass(kw_only=True)
class Letter:
    """A mail that went over the wire: when, in which direction, the raw bytes."""

    at: datetime
    outgoing: bool
    who: str
    raw: bytes

    @property
    def subject(self) -> str:
        return str(message_from_bytes(self.raw, policy=policy.default)["Subject"])


@dataclass(kw_only=True)
class Debtors:
    """All debtors: they receive, and do later what their acts say. Payments wait for the owner's bank file."""

    servers: MailServers
    clock: Clock
    letters: list[Letter] = field(default_factory=list)
    _mailbag: list[tuple[datetime, Player, Act, bytes]] = field(default_factory=list)
    _unread: list[tuple[Player, bytes]] = field(default_factory=list)
    _payments: list[tuple[datetime, Player, str]] = field(default_factory=list)
    _played: set[tuple[str, int]] = field(default_factory=set)

    async def receive(self, sender: str, recipients: list[str], raw: bytes) -> None:
        """The hook of the SMTP server: a mail for one of us."""
        for recipient in recipients:
            player = next((p for p in CAST if recipient.lower() in p.emails), None)
            if player is None:
                continue
            self.letters.append(Letter(at=self.clock.now, outgoing=True, who=player.name, raw=raw))
            if recipient.lower() in player.dead:
                self._mailbag.append((self.clock.now + timedelta(minutes=2), player, Act(after="bounce"), raw))
            else:
                self._unread.append((player, raw))

    async def read(self, text_of: Callable[[str], Awaitable[str]]) -> None:
        """Each debtor looks at what came and decides what to do. ``text_of``: the text of a Message-ID."""
        unread, self._unread = self._unread, []
        for player, raw in unread:
            text = await text_of(str(message_from_bytes(raw, policy=policy.default)["Message-ID"]).strip())
            for index, act in enumerate(player.acts):
                if (player.name, index) in self._played or act.after not in (text, "any"):
                    continue
                self._played.add((player.name, index))
                if act.says or act.link:
                    delay = timedelta(minutes=3) if act.auto else timedelta(days=act.days, hours=1)
                    self._mailbag.append((self.clock.now + delay, player, act, raw))
                if act.pays:
                    self._payments.append((self.clock.now + timedelta(days=act.pays_after), player, act.pays))
                break

    async def write(self) -> int:
        """Deliver the answers whose hour has come. Returns how many."""
        due = [item for item in self._mailbag if item[0] <= self.clock.now]
        self._mailbag = [item for item in self._mailbag if item[0] > self.clock.now]
        for at, player, act, raw in sorted(due, key=lambda item: item[0]):
            answer = bounce(player, raw, at) if act.after == "bounce" else reply(player, act, raw, at)
            self.letters.append(Letter(at=at, outgoing=False, who=player.name, raw=answer))
            await self.servers.deliver(MAILBOX, answer, when=at)
        return len(due)

    def bank(self) -> list[tuple[Player, str]]:
        """Payments that the bank shows by now, each once."""
        due = [(p, amount) for at, p, amount in self._payments if at <= self.clock.now]
        self._payments = [item for item in self._payments if item[0] > self.clock.now]
        return due


def reply(player: Player, act: Act, raw: bytes, at: datetime) -> bytes:
    """An answer as mail programs write them: the new words above the quoted reminder."""
    ours = message_from_bytes(raw, policy=policy.default)
    answer = EmailMessage(policy=policy.SMTP)
    answer["From"] = f"{player.contact} <{player.emails[-1]}>"
    answer["To"] = str(ours["Reply-To"] or ours["From"])
    subject, said = _linked(ours, act.link) if act.link else (f"Re: {ours['Subject']}", act.says)
    answer["Subject"] = f"Réponse automatique : {ours['Subject']}" if act.auto else subject
    answer["Date"] = format_datetime(at)
    answer["Message-ID"] = make_msgid(domain=player.emails[0].partition("@")[2])
    answer["In-Reply-To"] = str(ours["Message-ID"])
    answer["References"] = str(ours["Message-ID"])
    if act.auto:
        answer["Auto-Submitted"] = "auto-replied"
    quoted = "" if act.auto or act.link else _quoted(ours, at, player.language)
    answer.set_content(f"{said}\n{quoted}")
    return answer.as_bytes()


def _quoted(ours: EmailMessage, at: datetime, language: str) -> str:
    body = ours.get_body(("plain",))
    lines = str(body.get_content()).splitlines() if body is not None else []
    day = (at - timedelta(days=1)).astimezone(ZONE)
    head = f"Le {day:%d/%m/%Y} à {day:%H:%M}, {MAILBOX} a écrit :"
    if language == "en":
        head = f"On {day:%d/%m/%Y}, at {day:%H:%M}, {MAILBOX} wrote:"
    return "\n".join(["", head, *(f"> {line}" for line in lines)])


def _linked(ours: EmailMessage, link: str) -> tuple[str, str]:
    """What a mail program opens when the debtor taps an answer link of our mail."""
    part = ours.get_body(("html",))
    text = html.unescape(str(part.get_content())) if part is not None else ""
    for found in re.findall(r'href="(mailto:[^"]+)"', text):
        fields = parse_qs(urlsplit(found).query)
        subject = fields.get("subject", [""])[0]
        if f"/{link}" in subject:
            return subject, unquote(fields.get("body", [""])[0]).replace("\r\n", "\n")
    raise LookupError(f"no answer link {link!r} in {ours['Subject']}")


def bounce(player: Player, raw: bytes, at: datetime) -> bytes:
    """A delivery report as a provider writes it (RFC 3464)."""
    ours = message_from_bytes(raw, policy=policy.default)
    boundary = "rapport-de-remise"
    head = "\r\n".join(f"{name}: {value}" for name, value in ours.items() if name in ("Message-ID", "Subject", "To"))
    return "\r\n".join(
        (
            f"From: Mail Delivery System <{POSTMASTER}>",
            f"To: {MAILBOX}",
            "Subject: Undelivered Mail Returned to Sender",
            f"Date: {format_datetime(at)}",
            f"Message-ID: {make_msgid(domain='fournisseur.example')}",
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            f'Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"',
            "",
            f"--{boundary}",
            "Content-Type: text/plain; charset=us-ascii",
            "",
            f"<{player.dead[0]}>: user unknown",
            f"--{boundary}",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.fournisseur.example",
            "",
            f"Final-Recipient: rfc822; {player.dead[0]}",
            "Action: failed",
            "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550 5.1.1 user unknown",
            "",
            f"--{boundary}",
            "Content-Type: text/rfc822-headers",
            "",
            head,
            "",
            f"--{boundary}--",
            "",
        )
    ).encode()


def copies(folder: Path) -> Path:
    """A folder with a PDF of each invoice, as the accounting program leaves them."""
    for player in CAST:
        for number, issued, _, total in player.invoices:
            (folder / f"{number}.pdf").write_bytes(_pdf(f"Facture {number} du {issued} : {total} EUR"))
    return folder


def _pdf(line: str) -> bytes:
    """The smallest page that a reader of PDF shows: one line of text."""
    text = line.encode("cp1252", "replace").replace(b"(", b"").replace(b")", b"")
    stream = b"BT /F1 18 Tf 72 760 Td (" + text + b") Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(out),
    )


def invoices_csv(folder: Path) -> bytes:
    """The owner's invoice file, as his accounting program writes it."""
    rows = ["numero;date;echeance;total;devise;client;type;langue;pays;contact;email;email2;groupe;pdf"]
    for p in CAST:
        for number, issued, due, total in p.invoices:
            emails = (*p.emails, "")[:2]
            rows.append(
                f"{number};{issued};{due};{total};EUR;{p.name};{p.kind};{p.language};{p.country};{p.contact};"
                f"{emails[0]};{emails[1]};regular;{folder / f'{number}.pdf'}"
            )
    return "\r\n".join(rows).encode()


def payments_csv(rows: Iterable[tuple[str, str, str]]) -> bytes:
    """The owner's bank export: number, day, amount."""
    lines = ["facture;date;montant", *(f"{number};{day};{amount}" for number, day, amount in rows)]
    return "\r\n".join(lines).encode()
