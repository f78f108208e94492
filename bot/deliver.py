"""Delivery of one notice: look at the mailbox, decide again, claim, keep the bytes, send, record. Never proposes."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import structlog

from bot.books import Books
from bot.core.because import Because
from bot.core.case import SILENCE, Case, NoticeState, silent_until
from bot.core.notice import Notice
from bot.core.question import QuestionKind
from bot.core.triage import options
from bot.endings import trouble_over
from bot.errors import DeliveryError, MailboxError
from bot.loop import attempt
from bot.mail import qr
from bot.mail.compose import compose, message_id
from bot.mail.verdict import Outcome, Verdict, names_address
from bot.office import Office

log = structlog.get_logger("deliver")

RETRY = (2, 5, 15, 30, 60)
"""Minutes until the next try after each LATER; the last one for ever."""

DOUBT_LOOKS = (1, 5, 15, 30)
"""Minutes after which a doubtful message is looked for; then the owner is asked."""

TELL_AFTER = 5
"""Tries after which the owner is told that a message cannot leave."""

AFTER_SURPRISE = timedelta(minutes=15)
"""How long a notice waits that could not be handled for a reason that nobody foresaw."""

WITHOUT_PAYMENT = frozenset({"thanks", "reply_details", "promise_confirm"})
"""Texts that ask for no money: no payment code beside them."""

Look = Callable[[Office, datetime], Awaitable[bool]]
StillRight = Callable[[Office, Case, Notice, date], bool]
Again = Callable[[Office, Case, Notice, datetime], Awaitable[None]]


async def _never(office: Office, case: Case, notice: Notice, now: datetime) -> None:
    """Nobody says anything anew."""


class Delivery:
    """The last metres of a notice. A crash anywhere leaves a row from which the next start goes on."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.again: Again = _never
        self._in_hand: set[int] = set()
        self._rest_until: dict[str, datetime] = {}

    async def one(self, office: Office, now: datetime, *, look: Look, still_right: StillRight) -> bool:
        """Take one approved notice a step further, if the window, the hour's limit and the mailbox allow.

        ``look`` reads the office's new mail, False: the mailbox is away. ``still_right`` decides again.
        """
        if not office.open_now(now) or now < self._rest_until.get(office.account.id, now):
            return False
        ready = await self.books.notices(NoticeState.APPROVED, account=office.account.id, ready_by=now, limit=1)
        if not ready:
            return False
        silent = silent_until(await self.books.note(office.account.id, SILENCE))
        if silent is not None and office.today(now) < silent:
            return False
        if await self.books.sent_since(office.account.id, now - timedelta(hours=1)) >= office.account.per_hour:
            return False
        if not await look(office, now):
            # An unread reply on the server counts (truth 3): what we cannot read, we do not overtake.
            await self.books.move(
                ready[0].id, of=NoticeState.APPROVED, to=NoticeState.APPROVED, not_before=now + timedelta(minutes=2)
            )
            return False
        work = partial(self._take, office, ready[0].id, now, still_right)
        if await attempt("notice", work, account=office.account.id, notice=ready[0].id) is None:
            # What nobody foresaw costs this one: those behind it go on. Claimed already: then it is in doubt.
            await self.books.move(
                ready[0].id, of=NoticeState.APPROVED, to=NoticeState.APPROVED, not_before=now + AFTER_SURPRISE
            )
        return True

    async def _take(self, office: Office, notice_id: int, now: datetime, still_right: StillRight) -> bool:
        """Decide again, then send, start over, or wait while the debtor has a holiday."""
        notice = await self.books.notice(notice_id)
        if notice.state is not NoticeState.APPROVED:
            return True
        case = await self.books.case(notice.draft.case_id)
        today = office.today(now)
        if not still_right(office, case, notice, today):
            await self.start_over(office, case, notice, now)
            return True
        if not office.holiday(case.debtor.country)(today):
            await self._send(office, case, notice, now)
            return True
        tomorrow = office.account.window.opens_next(now + timedelta(hours=12), office.holiday(case.debtor.country))
        await self.books.move(notice.id, of=NoticeState.APPROVED, to=NoticeState.APPROVED, not_before=tomorrow)
        return True

    async def _send(self, office: Office, case: Case, notice: Notice, now: datetime) -> None:
        account = office.account
        # Nobody may guess it before it is on its way: a planted mail would count as the copy of a doubtful message.
        ident = notice.message_id or message_id(case.token, secrets.token_hex(12), account.email.rpartition("@")[2])
        try:
            raw = notice.raw or await self._bytes(office, case, notice, ident, now)
        except DeliveryError as error:  # an address that no server can be given
            outcome = Outcome(verdict=Verdict.REFUSED, code=None, answer=str(error), phase="rcpt")
            await self._refused(office, notice, outcome, now)
            return
        self._in_hand.add(notice.id)
        try:
            claimed = await self.books.move(
                notice.id,
                of=NoticeState.APPROVED,
                to=NoticeState.SENDING,
                message_id=ident,
                raw=raw,
                claimed_at=now,
                attempts=notice.attempts + 1,
            )
            if claimed:
                await self._hand_over(office, replace(notice, claimed_at=now), raw, now)
        finally:
            self._in_hand.discard(notice.id)

    async def _hand_over(self, office: Office, notice: Notice, raw: bytes, now: datetime) -> None:
        ours = office.account.email
        outcome = await office.outbox.send(raw, sender=ours, recipient=notice.draft.to_email, copy_to=ours)
        log.info(
            "handed over",
            account=office.account.id,
            notice=notice.id,
            verdict=str(outcome.verdict),
            phase=outcome.phase,
            code=outcome.code,
        )
        await self._record(office, notice, outcome, now)

    async def _bytes(self, office: Office, case: Case, notice: Notice, ident: str, now: datetime) -> bytes:
        draft = notice.draft
        code = qr.of(office.account, draft.lines) if draft.text not in WITHOUT_PAYMENT else None
        return compose(
            draft,
            account=office.account,
            token=case.token,
            message_id=ident,
            date=now,
            thread=[m for m in await self.books.thread(case.id) if m != ident],
            attachments=[a for path in draft.attach if (a := office.attachment(path)) is not None],
            qr_png=qr.png(code) if code else None,
        )

    async def _record(self, office: Office, notice: Notice, outcome: Outcome, now: datetime) -> None:
        match outcome.verdict:
            case Verdict.ACCEPTED:
                await self.mark_sent(office, notice, now, answer=outcome.answer)
                if notice.attempts >= TELL_AFTER:
                    await trouble_over(self.books, office.account.id, "smtp", now)
            case Verdict.REFUSED:
                await self._refused(office, notice, outcome, now)
            case Verdict.LATER:
                await self._later(office, notice, outcome, now)
            case Verdict.DOUBTFUL:
                await self._doubt(notice, outcome.answer, now)

    async def _doubt(self, notice: Notice, answer: str, now: datetime) -> None:
        """It may have left: nobody sends it again before it has been looked for."""

        async def write() -> None:
            look_at = now + timedelta(minutes=DOUBT_LOOKS[0])
            if await self.books.move(
                notice.id,
                of=NoticeState.SENDING,
                to=NoticeState.DOUBTFUL,
                answer=answer,
                attempts=0,
                not_before=look_at,
            ):
                await self._event(notice, now, "doubtful", Because.DOUBTFUL, {"answer": answer})

        await self.books.atomic(write)

    async def mark_sent(self, office: Office, notice: Notice, now: datetime, *, answer: str = "") -> bool:
        """The message is out. Also called when its copy shows up in the mailbox."""
        # A copy of what waits for another try (the owner said "again", or the server wrongly said "later") settles it.
        tried = () if notice.claimed_at is None else (NoticeState.APPROVED,)

        async def write() -> bool:
            # The day on which it was handed over counts for the ladder, not the day on which we learnt it.
            moved = await self.books.move(
                notice.id,
                of=(NoticeState.SENDING, NoticeState.DOUBTFUL, *tried),
                to=NoticeState.SENT,
                settled_at=now,
                sent_on=office.today(notice.claimed_at or now),
                answer=answer,
            )
            if moved:
                await self.books.expire_questions(notice_id=notice.id, now=now)
                await self._event(notice, now, "sent", None, {"to": notice.draft.to_email})
            return moved

        return await self.books.atomic(write)

    async def _refused(self, office: Office, notice: Notice, outcome: Outcome, now: datetime) -> None:
        """For ever: the address is lost when the recipient was refused; anything else is for the owner."""

        async def write() -> None:
            await self.books.move(
                notice.id,
                of=(NoticeState.APPROVED, NoticeState.SENDING),
                to=NoticeState.REFUSED,
                settled_at=now,
                answer=outcome.answer,
            )
            await self._event(notice, now, "refused", Because.UNREACHABLE, {"answer": outcome.answer})
            if names_address(outcome):
                await self.books.contact_lost(notice.draft.case_id, notice.draft.to_email, now)
                return
            case = await self.books.case(notice.draft.case_id)
            await self.books.ask(
                account=notice.draft.account,
                kind=QuestionKind.REFUSED,
                options=options(QuestionKind.REFUSED, other_contact=_others(case)),
                now=now,
                case_id=case.id,
                notice_id=notice.id,
                facts={"answer": outcome.answer, "to": notice.draft.to_email},
            )

        await self.books.atomic(write)

    async def _later(self, office: Office, notice: Notice, outcome: Outcome, now: datetime) -> None:
        tries = notice.attempts + 1
        again = now + timedelta(minutes=RETRY[min(tries, len(RETRY)) - 1])
        if outcome.phase in ("connect", "login"):
            # It says nothing about this message: the others need not knock at the same door meanwhile.
            self._rest_until[office.account.id] = again
        await self.books.move(
            notice.id,
            of=NoticeState.SENDING,
            to=NoticeState.APPROVED,
            not_before=again,
            answer=outcome.answer,
            raw=b"",
        )
        if tries == TELL_AFTER:
            await self.books.ask(
                account=notice.draft.account,
                kind=QuestionKind.TROUBLE,
                options=options(QuestionKind.TROUBLE),
                now=now,
                facts={"server": "smtp", "answer": outcome.answer},
            )

    async def clear_doubts(self, office: Office, now: datetime) -> bool:
        """Look doubtful messages up by their Message-ID. What was being sent, but not by us, is doubtful too."""
        for notice in await self.books.notices(NoticeState.SENDING, account=office.account.id):
            if notice.id not in self._in_hand:
                await self._doubt(notice, "interrupted", now)
        handled = False
        for notice in await self.books.notices(NoticeState.DOUBTFUL, account=office.account.id, ready_by=now):
            handled = True
            try:
                found = await office.inbox.find(notice.message_id)
            except MailboxError as error:
                log.warning("cannot look for a doubtful message", account=office.account.id, error=str(error))
                await self.books.move(
                    notice.id, of=NoticeState.DOUBTFUL, to=NoticeState.DOUBTFUL, not_before=now + timedelta(minutes=5)
                )
                continue
            if found:
                await self.mark_sent(office, notice, now, answer="found in the mailbox")
            else:
                await self._not_found(notice, now)
        return handled

    async def _not_found(self, notice: Notice, now: datetime) -> None:
        looks = notice.attempts + 1
        if looks < len(DOUBT_LOOKS):
            minutes = DOUBT_LOOKS[looks] - DOUBT_LOOKS[looks - 1]
            await self.books.move(
                notice.id,
                of=NoticeState.DOUBTFUL,
                to=NoticeState.DOUBTFUL,
                attempts=looks,
                not_before=now + timedelta(minutes=minutes),
            )
            return
        # Never resend on a guess: from here on it is the owner's. The copy may still turn up and settle it.
        await self.books.move(
            notice.id,
            of=NoticeState.DOUBTFUL,
            to=NoticeState.DOUBTFUL,
            attempts=looks,
            not_before=now + timedelta(hours=6),
        )
        await self.books.ask(
            account=notice.draft.account,
            kind=QuestionKind.DOUBTFUL,
            options=options(QuestionKind.DOUBTFUL),
            now=now,
            case_id=notice.draft.case_id,
            notice_id=notice.id,
            facts={"to": notice.draft.to_email, "subject": notice.draft.subject, "answer": notice.answer},
        )

    async def start_over(self, office: Office, case: Case, notice: Notice, now: datetime) -> bool:
        """Stale, and what the owner wanted to say beside the ladder is put before him anew."""

        async def write() -> bool:
            moved = await self.make_stale(notice, now)
            if moved:
                await self.again(office, case, notice, now)
            return moved

        return await self.books.atomic(write)

    async def make_stale(self, notice: Notice, now: datetime) -> bool:
        """Something that the owner saw has changed: the notice starts over."""

        async def write() -> bool:
            moved = await self.books.move(
                notice.id, of=(NoticeState.PROPOSED, NoticeState.APPROVED), to=NoticeState.STALE, settled_at=now
            )
            if moved:
                await self.books.expire_questions(notice_id=notice.id, now=now)
                await self._event(notice, now, "stale", None, {})
            return moved

        return await self.books.atomic(write)

    async def _event(
        self, notice: Notice, now: datetime, what: str, because: Because | None, facts: dict[str, object]
    ) -> None:
        await self.books.record(
            notice.draft.account,
            case_id=notice.draft.case_id,
            at=now,
            what=what,
            because=because,
            facts={"notice": notice.id, "text": notice.draft.text, "step": notice.draft.step} | facts,
        )


def _others(case: Case) -> bool:
    return sum(c.reachable for c in case.debtor.contacts) > 1
