"""The incoming flow: collect what is new, understand one mail at a time, apply it. Never sends, never asks a clock."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

import structlog

from bot import endings
from bot.apply import Apply
from bot.books import Books
from bot.core.address import plain
from bot.core.because import Because
from bot.core.case import Case
from bot.core.mail import Auto, Letter, Mail, MailState
from bot.core.question import QuestionKind
from bot.core.reading import Label, Reading, ReadingDecision, Subject
from bot.core.triage import options
from bot.deliver import Delivery
from bot.errors import MailboxError
from bot.mail import match as matching
from bot.mail import parse
from bot.mail import raw as raw_mail
from bot.office import Office
from bot.restored import Restored

WIDEST = 20
"""Cases that one mail may hold until the owner has said whose it is."""

BACKLOG = 300
"""Messages that are read back when a mailbox is seen for the first time."""

TELL_AFTER = timedelta(hours=1)
"""A mailbox that is away longer is a matter for the owner."""

TELL_AGAIN = timedelta(days=1)
"""Having seen it does not mend it; a day later it is told once more."""

log = structlog.get_logger("listen")


class Listen:
    """Collects and understands for all offices."""

    def __init__(self, books: Books, offices: Mapping[str, Office], delivery: Delivery) -> None:
        self.books = books
        self.offices = offices
        self.delivery = delivery
        self.apply = Apply(books, delivery)
        self.restored = Restored(books, delivery, self.apply)
        self._away_since: dict[str, datetime] = {}
        self._told: dict[str, datetime] = {}
        self._turns = {name: asyncio.Lock() for name in offices}

    async def look(self, office: Office, now: datetime) -> bool:
        """Collect and understand everything that is on the server now. False: the mailbox cannot be read."""
        async with self._turns[office.account.id]:
            try:
                await self.collect(office, now)
            except MailboxError as error:
                await self._away(office, error, now)
                return False
            self._away_since.pop(office.account.id, None)
            if self._told.pop(office.account.id, None) is not None:
                await endings.trouble_over(self.books, office.account.id, "imap", now)
            while await self.understand(office, now):
                pass
        return True

    async def _away(self, office: Office, error: MailboxError, now: datetime) -> None:
        """The mailbox cannot be read: the owner hears of it after a while, or at once when the login is refused."""
        account = office.account.id
        log.warning("mailbox away", account=account, error=str(error), permanent=error.permanent)
        since = self._away_since.setdefault(account, now)
        long = error.permanent or now - since >= TELL_AFTER
        if long and now - self._told.get(account, datetime.min.replace(tzinfo=UTC)) >= TELL_AGAIN:
            self._told[account] = now
            await self.books.ask(
                account=account,
                kind=QuestionKind.TROUBLE,
                options=options(QuestionKind.TROUBLE),
                now=now,
                facts={"server": "imap", "answer": str(error)},
            )

    async def _mark(self, office: Office, now: datetime) -> tuple[int | None, int]:
        """From where on mail is new. The first time: the last few hundred, so that no answer is missed."""
        account = office.account.id
        mark = await self.books.watermark(account, office.folder)
        if mark is not None:
            return mark
        # Nothing is kept yet. The mark of the first look counts until then, however much comes before the second.
        known = await self.books.note(account, "first_mark")
        if isinstance(known, list):
            return int(known[0]), int(known[1])
        uidvalidity, last = await office.inbox.position()
        mark = uidvalidity, max(0, last - BACKLOG)
        await self.books.set_note(account, "first_mark", list(mark))
        await self.books.set_note(account, "first_last", [uidvalidity, last, now.isoformat()])
        return mark

    async def collect(self, office: Office, now: datetime) -> int:
        """Keep the raw bytes of each new mail, then mark it on the server. Returns how many. Raises MailboxError."""
        account = office.account.id
        uidvalidity, after = await self._mark(office, now)
        kept = 0
        async for fetched in office.inbox.fetch_new(uidvalidity=uidvalidity, after_uid=after):
            row = await self.books.keep_mail(
                account,
                folder=office.folder,
                uidvalidity=fetched.uidvalidity,
                uid=fetched.uid,
                raw=fetched.raw,
                message_id=raw_mail.message_id(fetched.raw),
                digest=raw_mail.digest(fetched.raw),
                received_at=now,
            )
            kept += row is not None
            await office.inbox.mark_seen(fetched.uid)
        return kept

    async def understand(self, office: Office, now: datetime) -> bool:
        """Take one kept mail. A mail that breaks us is shunted whole and shown to the owner; the next one goes on."""
        waiting = await self.books.mails(MailState.KEPT, account=office.account.id, limit=1)
        if not waiting:
            return False
        await self.understand_as(office, waiting[0], None, now)
        return True

    async def understand_as(self, office: Office, mail: Mail, case_id: int | None, now: datetime) -> None:
        """Handle one mail; ``case_id``: the owner has said whose it is."""
        try:
            await self.handle(office, mail, now, case_id=case_id)
        except Exception:  # whatever a stranger's mail breaks, it must not stop the mails behind it
            log.exception("mail shunted", account=office.account.id, mail=mail.id)
            await self._shunt(office, mail, traceback.format_exc(), now)

    def turn(self, office: Office) -> asyncio.Lock:
        """Held by whoever reads the mail of an office."""
        return self._turns[office.account.id]

    async def handle(self, office: Office, mail: Mail, now: datetime, *, case_id: int | None = None) -> None:
        """Parse, match, read, apply. ``case_id``: the owner has said whose it is."""
        mine = _ours(office)
        letter = parse.letter(mail.raw, ours=mine, prepared=_prepared(office))
        letter = replace(letter, sender=plain(letter.sender))
        own = await self.books.notice_of_message(office.account.id, letter.message_id) if letter.message_id else None
        if own is not None and letter.sender in mine:
            await self.delivery.mark_sent(office, own, now, answer="copy received")
            await self.books.settle_mail(mail.id, state=MailState.UNDERSTOOD, case_id=own.draft.case_id)
            return
        if own is None and letter.sender in mine and (token := matching.token_of(letter.message_id)):
            copied = await self.books.case_id_of_token(office.account.id, token)
            if copied is not None:
                await self.restored.ask(office, mail, letter, copied, now)
                return
        if case_id is None:
            matched = await self._match(office, letter)
            if letter.bounce is not None:
                await self.apply.bounce(office, mail, letter, matched.case_id, now)
                return
            if matched.case_id is None:
                await self._whose(office, mail, letter, matched.candidates, now)
                return
            case_id, stranger, others = matched.case_id, matched.stranger, matched.candidates
        else:
            stranger, others = False, ()
        case = await self.books.case(case_id)
        letter = parse.with_reminder(letter, await self._reminder(office, letter, case_id))
        reading = self._read(office, case, letter, now)
        if letter.auto is not Auto.CERTAIN:  # first: a crash between the two must not lose these
            await self.apply.also_of(office, [c for c in others if c != case_id][:WIDEST], mail, letter, reading, now)
        await self.apply.reading(office, case, mail, letter, reading, now, stranger=stranger)

    async def _match(self, office: Office, letter: Letter) -> matching.Matched:
        """Fetch what the pure matcher needs to know, then ask it."""
        account = office.account.id
        answered = [*letter.references, letter.in_reply_to]
        if letter.bounce is not None:
            answered.append(letter.bounce.message_id)
        messages: dict[str, int] = {}
        for ident in dict.fromkeys(i for i in answered if i):
            notice = await self.books.notice_of_message(account, ident)
            if notice is not None:
                messages[ident] = notice.draft.case_id
        tokens = {}
        for token in letter.tokens:
            found = await self.books.case_id_of_token(account, token)
            if found is not None:
                tokens[token] = found
        writer = letter.bounce.recipient if letter.bounce is not None else letter.sender
        domain = writer.rpartition("@")[2]
        by_domain = [] if matching.is_free_mail(domain) else await self.books.case_ids_of_domain(account, domain)
        senders = await self.books.case_ids_of_email(account, writer)
        numbers = {}
        known = await self.books.invoice_numbers(account)
        for number in matching.numbers_in(f"{letter.subject}\n{letter.said}", known):
            case_id = await self.books.case_id_of_number(account, number)
            numbers[number] = (case_id,) if case_id is not None else ()
        contacts = {}
        for case_id in {*messages.values(), *tokens.values(), *(c for ids in numbers.values() for c in ids)}:
            contacts[case_id] = {plain(c.email) for c in (await self.books.case(case_id)).debtor.contacts}
        return matching.match(
            letter,
            facts=matching.Facts(
                message_ids=messages,
                tokens=tokens,
                senders={writer: tuple(senders)},
                domains={domain: tuple(by_domain)},
                numbers=numbers,
                contacts=contacts,
            ),
        )

    async def _whose(
        self, office: Office, mail: Mail, letter: Letter, candidates: tuple[int, ...], now: datetime
    ) -> None:
        """Nobody we know: a person's mail goes to the owner; machines and lists are only recorded."""
        account = office.account.id
        # What comes from a debtor's own domain, or names his invoice, is looked at by a person, whoever sent it.
        machine = not candidates and (letter.list_mail or letter.auto is Auto.CERTAIN)
        machine = machine or await self._is_backlog(account, mail, letter)

        async def write() -> None:
            await self.books.settle_mail(mail.id, state=MailState.UNDERSTOOD)
            what = "machine_mail" if machine else "unknown_sender"
            await self.books.record(account, at=now, what=what, facts={"mail": mail.id})
            if not machine:
                cases = [await self.books.case(c) for c in candidates[:WIDEST]]
                names = {c.id: c.debtor.name for c in cases}
                for case in cases:
                    # It may be theirs, and say anything: they wait until the owner has looked.
                    await self.apply.hold(case, Because.UNSURE, now, mail_id=mail.id)
                await self.books.ask(
                    account=account,
                    kind=QuestionKind.UNKNOWN_SENDER,
                    options=options(QuestionKind.UNKNOWN_SENDER, candidates=candidates),
                    now=now,
                    mail_id=mail.id,
                    facts={
                        "from": letter.sender,
                        "subject": letter.subject[:200],
                        "said": letter.said[:1500],
                        "names": {str(k): v for k, v in names.items()},
                    },
                )

        await self.books.atomic(write)

    async def _is_backlog(self, account: str, mail: Mail, letter: Letter) -> bool:
        """Mail of strangers from before Relance was here is nobody's question. A header alone never proves it."""
        first = await self.books.note(account, "first_last")
        if not isinstance(first, list) or mail.uidvalidity != first[0] or mail.uid > int(first[1]):
            return False
        return letter.sent_at is not None and letter.sent_at < datetime.fromisoformat(first[2])

    def _read(self, office: Office, case: Case, letter: Letter, now: datetime) -> Reading:
        invoice = next(iter(matching.numbers_in(f"{letter.subject}\n{letter.said}", _numbers(case))), None)
        about = next((i for i in case.invoices if i.number == invoice), None) or next(iter(case.open_invoices), None)
        owed = case.outstanding
        subject = Subject(
            number=about.number if about else "",
            amount=owed[0].decimal if owed else None,
            currency=owed[0].currency if owed else "EUR",
            due=about.due if about else None,
        )
        # A date far from the arrival is a wrong clock or an old mail: its "Friday" is no Friday to wait for.
        far = letter.sent_at is None or abs((now - letter.sent_at).days) > 30
        sent_at = now if letter.sent_at is None or far else letter.sent_at
        reading = office.read(
            letter.said,
            subject=letter.subject,
            sent_at=sent_at.astimezone(office.account.window.timezone),
            about=subject,
            languages=(case.debtor.language, office.account.language),
            holiday=office.holiday(case.debtor.country),
            auto=letter.auto,
            tap=letter.tap,
        )
        if letter.sent_at is not None and far:
            return replace(reading, promises=(), decision=ReadingDecision.ASK)
        if letter.attachments and reading.labels <= {Label.OTHER}:
            return replace(reading, decision=ReadingDecision.ASK)  # "Merci." with a letter attached: look into it
        return reading

    async def letter(self, office: Office, mail: Mail) -> Letter:
        """A mail that was understood, as the reader was given it."""
        letter = parse.letter(mail.raw, ours=_ours(office), prepared=_prepared(office))
        if mail.case_id is None:
            return letter
        return parse.with_reminder(letter, await self._reminder(office, letter, mail.case_id))

    def words(self, office: Office, case: Case, letter: Letter, words: str, at: datetime) -> Reading:
        """What some words of a mail would mean alone: the day in them, by our own grammar. ``at``: its arrival."""
        return self._read(office, case, replace(letter, said=words, auto=Auto.NO, tap=None, attachments=()), at)

    async def _reminder(self, office: Office, letter: Letter, case_id: int) -> str:
        """The text that the debtor answers, to take it out of the quote that his mail program made of it."""
        for ident in (letter.in_reply_to, *reversed(letter.references)):
            notice = await self.books.notice_of_message(office.account.id, ident) if ident else None
            if notice is not None and notice.draft.case_id == case_id:
                return parse.ours(notice.draft.plain, notice.draft.html)
        return await self.books.last_said(case_id)

    async def _shunt(self, office: Office, mail: Mail, trouble: str, now: datetime) -> None:
        account = office.account.id
        sender = parseaddr(raw_mail.header(mail.raw, "From"))[1]

        async def write() -> None:
            await self.books.settle_mail(mail.id, state=MailState.SHUNTED, trouble=trouble)
            # A debtor's words that nobody has read may be a dispute: his cases wait until the owner has seen them.
            theirs: list[int | None] = [*await self.books.case_ids_of_email(account, sender)]
            for case_id in theirs or [None]:
                await self.books.record(account, case_id=case_id, at=now, what="shunted", facts={"mail": mail.id})
                if case_id is not None:
                    await self.apply.hold(await self.books.case(case_id), Because.UNSURE, now, mail_id=mail.id)
                await self.books.ask(
                    account=account,
                    kind=QuestionKind.SHUNTED,
                    options=options(QuestionKind.SHUNTED),
                    now=now,
                    case_id=case_id,
                    mail_id=mail.id,
                    facts={"from": raw_mail.header(mail.raw, "From"), "subject": raw_mail.header(mail.raw, "Subject")},
                )

        await self.books.atomic(write)


def _numbers(case: Case) -> tuple[str, ...]:
    return tuple(i.number for i in case.invoices)


def _ours(office: Office) -> set[str]:
    return {office.account.email.lower(), plain(office.account.email)}


def _prepared(office: Office) -> tuple[str, ...]:
    return tuple(line for language in ("fr", "en") for line in office.words.prepared(language))
