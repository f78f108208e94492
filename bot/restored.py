"""A copy of a message of ours that these books do not know: an older database was restored. Never takes it for sent.

Anybody can write From: and a Message-ID like ours, so nothing is settled by it: the case waits, and the owner is asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import structlog

from bot import draft as drafting
from bot.apply import Apply
from bot.books import Books
from bot.core.because import Because
from bot.core.case import Case, NoticeState
from bot.core.decide import Facts, pay_by
from bot.core.ladder import TO_DEBTOR, Line, Message
from bot.core.mail import Letter, Mail, MailState
from bot.core.notice import Draft
from bot.core.question import QuestionKind
from bot.core.triage import options
from bot.deliver import Delivery
from bot.errors import TextError
from bot.mail.match import numbers_in
from bot.office import Office

NEVER = timedelta(days=36_500)
"""It is not looked for in the mailbox: it lies there, which proves nothing."""

log = structlog.get_logger("restored")


class Restored:
    """Puts what seems to have left before the owner."""

    def __init__(self, books: Books, delivery: Delivery, apply: Apply) -> None:
        self.books = books
        self.delivery = delivery
        self.apply = apply

    async def ask(self, office: Office, mail: Mail, letter: Letter, case_id: int, now: datetime) -> None:
        """The step that it was is doubtful until he says whether it left. A text beside the ladder holds the case."""
        case = await self.books.case(case_id)
        day = office.today(letter.sent_at if letter.sent_at is not None and letter.sent_at < now else now)
        draft = _draft_of(office, case, letter, day)

        async def write() -> None:
            if not await self.books.settle_mail(mail.id, state=MailState.UNDERSTOOD, case_id=case.id):
                return
            # What waits to leave may be this very message.
            for waiting in await self.books.notices(
                (NoticeState.PROPOSED, NoticeState.APPROVED), account=case.account, case_id=case.id
            ):
                await self.delivery.make_stale(waiting, now)
            if draft is None or not await self._doubt(draft, mail, letter, now):
                await self._hold(case, mail, letter, now)

        await self.books.atomic(write)
        log.warning("a copy of a message that is not in the database", account=case.account, case=case.id)

    async def _doubt(self, draft: Draft, mail: Mail, letter: Letter, now: datetime) -> bool:
        notice_id = await self.books.propose(draft, now=now, state=NoticeState.DOUBTFUL)
        if notice_id is None:
            return False
        left = letter.sent_at if letter.sent_at is not None and letter.sent_at < now else now
        await self.books.move(
            notice_id,
            of=NoticeState.DOUBTFUL,
            to=NoticeState.DOUBTFUL,
            message_id=letter.message_id,
            claimed_at=left,
            not_before=now + NEVER,
            answer="a copy that the database does not know",
        )
        facts = {"notice": notice_id, "mail": mail.id, "text": draft.text, "step": draft.step, "copy": True}
        await self.books.record(
            draft.account, case_id=draft.case_id, at=now, what="doubtful", because=Because.DOUBTFUL, facts=facts
        )
        await self.books.ask(
            account=draft.account,
            kind=QuestionKind.DOUBTFUL,
            options=options(QuestionKind.DOUBTFUL),
            now=now,
            case_id=draft.case_id,
            notice_id=notice_id,
            facts={"to": draft.to_email, "subject": letter.subject[:200], "copy": True},
        )
        return True

    async def _hold(self, case: Case, mail: Mail, letter: Letter, now: datetime) -> None:
        await self.apply.hold(case, Because.UNSURE, now, mail_id=mail.id)
        await self.books.ask(
            account=case.account,
            kind=QuestionKind.UNSURE,
            options=options(QuestionKind.UNSURE),
            now=now,
            case_id=case.id,
            mail_id=mail.id,
            facts={"from": letter.sender, "subject": letter.subject[:200], "said": letter.body[:1500], "copy": True},
        )


def _draft_of(office: Office, case: Case, letter: Letter, day: date) -> Draft | None:
    """The step of the ladder whose subject it has, of the invoices that it names; None: it is none of them."""
    named = numbers_in(f"{letter.subject}\n{letter.body}", [i.number for i in case.invoices])
    invoices = [i for i in case.invoices if i.number in named]
    contact = next((c for c in case.debtor.contacts if c.email.lower() in letter.recipients), case.debtor.contact)
    if not invoices or contact is None:
        return None
    ladder = office.ladder(case.debtor.group)
    q = Facts(
        case=case,
        today=day,
        account=office.account,
        ladder=ladder,
        law=office.law(case.debtor.country),
        holiday=office.holiday(case.debtor.country),
    )
    for step in (step for step in ladder.steps if step.channel in TO_DEBTOR):
        lines = tuple(Line(invoice=invoice, step=step) for invoice in invoices)
        message = Message(step=step, lines=lines, contact=contact, pay_by=pay_by(q, step, lines))
        try:
            draft = drafting.of_step(office, case, message, day)
        except (TextError, ValueError):
            continue
        if " ".join(draft.subject.split()) == " ".join(letter.subject.split()):
            return replace(draft, to_email=contact.email, to_name=contact.name)
    return None
