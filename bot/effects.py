"""What each choice of the owner does. One method a choice; all of it inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import draft as drafting
from bot import ordered
from bot.apply import choices, meant
from bot.books import Books
from bot.chase import BANK_LATER, Chase
from bot.core.because import FOR_GOOD, Because
from bot.core.case import Case, Invoice, NoticeState, PromiseState
from bot.core.money import Money
from bot.core.notice import Notice
from bot.core.question import OF_A_PROMISE, PRIVATE, Choice, Option, Question, QuestionKind
from bot.core.triage import HELD_FOR, MEANS, RELEASES, options, promised_day
from bot.corrections import correct
from bot.endings import WAITING
from bot.errors import TextError
from bot.listen import Listen
from bot.office import Office


class Effects:
    """Applies choices to cases, notices and payments."""

    def __init__(self, books: Books, offices: Mapping[str, Office], chase: Chase, listen: Listen) -> None:
        self.books = books
        self.offices = offices
        self.chase = chase
        self.listen = listen

    async def take(self, office: Office, question: Question, option: Option, *, by: str, now: datetime) -> None:
        """Do what ``option`` means for ``question``. Raises MootError when an order cannot be carried out any more."""
        if question.kind is QuestionKind.ORDER:
            case_id = option.argument if option.choice is Choice.THIS_CASE else question.case_id
            if option.choice in (Choice.YES, Choice.THIS_CASE) and case_id is not None:
                await ordered.carry_out(self.books, office, question, case_id, by=by, now=now)
            return
        if option.choice is Choice.PROMISED:
            day = promised_day(option, office.today(now))
            assert day is not None  # looked at before
            case, today = await self._case(question), office.today(now)
            # Only the day changes: what was promised stays the same, and what came in for it counts.
            same = next(iter(case.running_promises), None) if question.kind is QuestionKind.PROMISE_MADE else None
            amount, before = (same.amount, same.received_then) if same is not None else (None, None)
            await ordered.promise(self.books, case, day, amount, today=today, by=by, now=now, before=before)
            await self._lift(question, by, now)
            return
        await _EFFECTS.get(option.choice, Effects._hold_or_release)(self, office, question, option.choice, by, now)

    async def _accept(self, office: Office, question: Question, choice: Choice, by: str, now: datetime) -> None:
        case, today = await self._case(question), office.today(now)
        await ordered.accept(self.books, case, question.facts, today=today, by=by, now=now)
        await self._lift(question, by, now)

    async def _misread(self, office: Office, question: Question, choice: Choice, by: str, now: datetime) -> None:
        """The mail says something else than was read."""
        await correct(
            self.books, self.listen.apply, office, question, MEANS[choice], by=by, now=now, release=self._release
        )

    async def _not_got(self, office: Office, question: Question, choice: Choice, by: str, now: datetime) -> None:
        """The invoice never came: it is sent again when its copy is on file; else the owner does it, and has a week."""
        case = await self._case(question)
        if any(o.choice is Choice.SEND_INVOICE for o in choices(office, case, QuestionKind.INFO_REQUEST)):
            await self._propose_text(office, question, Choice.SEND_INVOICE, by, now)
        else:
            await self._hold(question, Because.PAUSED, office.today(now) + timedelta(days=7), by, now)

    async def _approve(self, office: Office, question: Question, choice: Choice, by: str, now: datetime) -> None:
        """Only the text that was shown may leave: another fingerprint means another text."""
        notice, case = await self._notice(question), await self._case(question)
        today = office.today(now)
        if notice.draft.fingerprint != question.bound_to:
            await self.books.move(notice.id, of=NoticeState.PROPOSED, to=NoticeState.STALE, settled_at=now)
            return
        if notice.draft.text == drafting.CONFIRMATION and not self.chase.still_right(office, case, notice, today):
            raise ordered.MootError("it is not promised any more")
        later = now + timedelta(minutes=office.account.undo_minutes)
        await self.books.move(
            notice.id, of=NoticeState.PROPOSED, to=NoticeState.APPROVED,
            approved_by=by, approved_at=now, not_before=later,
        )  # fmt: skip

    async def _approve_all(self, office: Office, question: Question, choice: Choice, by: str, now: datetime) -> None:
        """The texts whose cards he has, each bound to what its card shows; what has changed since is left out."""
        ids = question.facts.get("approve")
        for one in await self.books.questions_found(ids if isinstance(ids, list) else ()):
            has_it = by in {f"{channel}:{address}" for channel, address, _ in await self.books.shown(one.id)}
            if one.kind is not QuestionKind.APPROVE or not has_it:
                continue
            if one.account == question.account and await self.books.answer(one.id, choice="approve", by=by, now=now):
                await self.books.record(
                    one.account, case_id=one.case_id, at=now, what="answered", because=Because.OWNER_CHOSE, by=by,
                    facts={"question": one.id, "kind": one.kind, "choice": "approve"},
                )  # fmt: skip
                await self._approve(office, one, Choice.APPROVE, by, now)

    async def _skip(self, office: Office, question: Question, choice: Choice, by: str, now: datetime) -> None:
        notice = await self._notice(question)
        await self.books.move(
            notice.id, of=NoticeState.PROPOSED, to=NoticeState.DECLINED, settled_at=now, sent_on=office.today(now)
        )

    async def _received(self, office: Office, question: Question, choice: Choice, by: str, now: datetime) -> None:
        """The money is there: the invoices that the card showed are paid in the books."""
        case = await self._case(question)
        shown = case.meant(question.facts.get("meant"), office.today(now))
        await self.pay(case, shown, now, by=by, key=f"question-{question.id}")
        await self._lift(question, by, now)

    async def pay(
        self,
        case: Case,
        invoices: Collection[Invoice],
        now: datetime,
        *,
        by: str,
        key: str,
        amount: Money | None = None,
    ) -> Money | None:
        """See `bot.ordered.pay`."""
        today = self.offices[case.account].today(now)
        return await ordered.pay(self.books, case, invoices, today, now, by=by, key=key, amount=amount)

    async def prepare(
        self, office: Office, question: Question, by: str, now: datetime, beside: Sequence[str] = ()
    ) -> None:
        """The answer of a card, to be approved: the owner has other words for it, or a document (``beside``)."""
        ready = question.options[0].choice if question.bound_to else Choice.SEND_INVOICE
        await self._propose_text(office, replace(question, bound_to=""), ready, by, now, beside=beside)

    async def _propose_text(
        self, office: Office, question: Question, choice: Choice, by: str, now: datetime, beside: Sequence[str] = ()
    ) -> None:
        """An answer to the debtor: prepared now, shown exactly, sent after approval."""
        case = await self._case(question)
        today = office.today(now)
        if choice is Choice.CONFIRM and any(hold.because in FOR_GOOD for hold in case.holds):
            raise ordered.MootError("the case is stopped")
        try:
            draft = drafting.of_answer(office, case, drafting.ANSWERS[choice], today, beside=beside)
        except (TextError, ValueError) as error:
            if choice is Choice.CONFIRM and not isinstance(error, TextError):
                raise ordered.MootError(str(error)) from None  # the day has come, or nobody can be reached any more
            await self._tell_why(question, error, now)
            return
        # One tap, when the card has shown exactly this; what has changed since is shown once more.
        seen = bool(question.bound_to) and draft.fingerprint == question.bound_to
        await self.chase.propose_draft(office, case, draft, now, because=Because.OWNER_CHOSE, by=by, seen=seen)
        if choice is Choice.SEND_INVOICE:
            if question.kind not in _STILL_OPEN:
                await self._lift(question, by, now)
        elif choice is not Choice.CONFIRM and question.kind not in RELEASES:
            # An offer on a case that nothing holds: give the debtor time to answer it.
            await self._hold(question, Because.PAUSED, today + timedelta(days=14), by, now)

    async def _tell_why(self, question: Question, error: Exception, now: datetime) -> None:
        """What he chose cannot be done: he hears why, and may choose again."""
        facts = {"error": str(error)}
        await self.books.record(question.account, case_id=question.case_id, at=now, what="trouble", facts=facts)
        await self.books.ask(
            account=question.account,
            kind=QuestionKind.TEXT_BROKEN,
            options=options(QuestionKind.TEXT_BROKEN),
            now=now,
            case_id=question.case_id,
            facts=facts,
        )
        await self._ask_again(question, question.kind, question.options, now)

    async def _ask_again(self, question: Question, kind: QuestionKind, choices: Sequence[Option], now: datetime) -> int:
        return await self.books.ask(
            account=question.account,
            kind=kind,
            options=choices,
            now=now,
            case_id=question.case_id,
            notice_id=question.notice_id if kind is question.kind else None,
            mail_id=question.mail_id,
            facts=question.facts,
        )

    async def _next_contact(self, office: Office, question: Question, choice: Choice, by: str, now: datetime) -> None:
        case = await self._case(question)
        if case.debtor.contact is not None:
            await self.books.contact_lost(case.id, case.debtor.contact.email, now)
        await self._lift(question, by, now)

    async def _new_contact(self, office: Office, question: Question, choice: Choice, by: str, now: datetime) -> None:
        """The address that the mail names comes first from now on. The wrong one is written to no more."""
        case = await self._case(question)
        address = str(question.facts["new_contact"])
        if question.kind is QuestionKind.WRONG_CONTACT and case.debtor.contact is not None:
            await self.books.contact_lost(case.id, case.debtor.contact.email, now)
        first = min((contact.rank for contact in case.debtor.contacts), default=0) - 1
        await self.books.add_contact(case.id, address, "", first)
        await self.books.record(
            question.account, case_id=case.id, at=now, what="contact_added", because=Because.OWNER_CHOSE, by=by,
            facts={"address": address},
        )  # fmt: skip
        if question.kind is QuestionKind.AWAY_CONTACT:
            await self._release(question.account, case.id, frozenset({Because.AWAY}), by, now)
        await self._lift(question, by, now)

    async def _doubtful(self, office: Office, question: Question, choice: Choice, by: str, now: datetime) -> None:
        notice = await self._notice(question)
        if choice is Choice.WAS_SENT:
            await self.chase.delivery.mark_sent(office, notice, now, answer=f"owner: {by}")
        else:
            await self.books.move(
                notice.id,
                of=NoticeState.DOUBTFUL,
                to=NoticeState.APPROVED,
                not_before=now + timedelta(minutes=office.account.undo_minutes),
                approved_by=by,
                approved_at=now,
            )

    async def _fresh(self, office: Office, question: Question, choice: Choice, by: str, now: datetime) -> None:
        await self.books.set_payments_as_of(question.account, office.today(now))

    async def _hold_or_release(
        self, office: Office, question: Question, choice: Choice, by: str, now: datetime
    ) -> None:
        """The choices that keep the case waiting, or let it go on."""
        if question.case_id is None:
            await self._of_no_case(office, question, choice, by, now)
            return
        if choice is Choice.KEEP:
            # What holds the case goes on holding it; where nothing does, it rests from now on.
            if not any(h.because in FOR_GOOD for h in (await self._case(question)).holds):
                await self._hold(question, Because.PAUSED, None, by, now)
            return
        if question.notice_id is not None and question.kind is QuestionKind.APPROVE:
            await self.chase.delivery.make_stale(await self._notice(question), now)
        await self._lift(question, by, now)
        if choice is Choice.GO_ON and question.kind in OF_A_PROMISE:
            # A plan of which one part was missed is over, and so is a day that was put off in vain.
            for promise in (await self._case(question)).promises:
                await self.books.settle_promise(promise.id, PromiseState.WITHDRAWN)
        if choice is Choice.GO_ON and question.kind in (QuestionKind.BOUNCED, QuestionKind.REFUSED):
            await self.books.contacts_back(question.case_id)  # "it is corrected": the same addresses are tried again
        if choice not in HELD_FOR:
            return
        because, days = HELD_FOR[choice]
        until = office.today(now) + timedelta(days=days) if days is not None else None
        await self._hold(question, because, until, by, now)
        if choice in _LEADS_TO:
            kind, case = _LEADS_TO[choice], await self._case(question)
            about = replace(question, facts={**question.facts, **meant(kind, case, question.facts, office.today(now))})
            offered = choices(office, case, kind, reply=question.mail_id is not None)
            await self._ask_again(about, kind, offered, now)
        elif days is not None and choice in _PUT_OFF and question.kind in _RUNGS and question.notice_id is not None:
            # Put off is not decided: the rung is not passed, and comes again when the hold is over.
            await self.books.move(question.notice_id, of=NoticeState.SENT, to=NoticeState.STALE)

    async def _hold(self, question: Question, because: Because, until: date | None, by: str, now: datetime) -> None:
        assert question.case_id is not None
        await self.books.set_hold(question.case_id, because, since=now, until=until, mail_id=question.mail_id)
        await self.books.record(
            question.account, case_id=question.case_id, at=now, what="held", because=because, by=by,
            facts={"until": until.isoformat() if until else ""},
        )  # fmt: skip

    async def _of_no_case(self, office: Office, question: Question, choice: Choice, by: str, now: datetime) -> None:
        """Answers that concern the account, or a mail of which nobody knows whose it is."""
        if question.kind is QuestionKind.BANK_STALE:
            days = HELD_FOR[choice][1] or 0
            later = office.today(now) + timedelta(days=days)
            await self.books.set_note(question.account, BANK_LATER, later.isoformat())
        if question.kind is QuestionKind.UNKNOWN_SENDER:
            await self._liftcandidates(question, by, now)

    async def _lift(self, question: Question, by: str, now: datetime) -> None:
        """Lift what this question was about. Other holds of the case stay, and what another card still asks about."""
        if question.case_id is None:
            return
        # A mail that says two grave things holds twice and asks once: one answer is for all that it said.
        holds = (await self._case(question)).holds if question.mail_id is not None else ()
        said = {h.because for h in holds if h.mail_id == question.mail_id and h.because in FOR_GOOD}
        if reasons := _LIFTS.get(question.kind, frozenset()) | said:
            await self._release(question.account, question.case_id, reasons, by, now)

    async def _liftcandidates(self, question: Question, by: str, now: datetime) -> None:
        """The owner has said whose it is, or that it is nobody's: those it might have been of go on."""
        for case_id in candidates(question):
            await self._release(question.account, case_id, frozenset({Because.UNSURE}), by, now)

    async def _release(self, account: str, case_id: int, reasons: frozenset[Because], by: str, now: datetime) -> None:
        needed: set[Because] = set()
        for other in await self.books.questions(WAITING, account=account, limit=1000):
            if other.kind in PRIVATE:
                continue
            if other.case_id == case_id and other.kind in _STANDS_FOR:
                needed.add(_STANDS_FOR[other.kind])
            elif case_id in candidates(other):
                needed.add(Because.UNSURE)
        if reasons - needed:
            await self.books.release_holds(case_id, reasons - needed, now=now, by=by)

    async def this_case(
        self, office: Office, question: Question, case_id: int, code: str, *, by: str, now: datetime
    ) -> bool:
        """The owner says whose mail it is: it is read again, now as that debtor's."""
        mail_id = question.mail_id
        if mail_id is None:
            return False

        async def write() -> bool:
            if not await self.books.answer(question.id, choice=code, by=by, now=now):
                return False
            await self.books.record(
                question.account, case_id=case_id, at=now, what="answered", because=Because.OWNER_CHOSE, by=by,
                facts={"question": question.id, "kind": question.kind, "choice": code},
            )  # fmt: skip
            return await self.books.reopen_mail(mail_id)

        async with self.listen.turn(office):
            if not await self.books.atomic(write):
                return False
            await self.listen.understand_as(office, await self.books.mail(mail_id), case_id, now)
            # Only now: what it says holds its case by itself.
            await self.books.atomic(lambda: self._liftcandidates(question, by, now))
        return True

    async def _notice(self, question: Question) -> Notice:
        assert question.notice_id is not None
        return await self.books.notice(question.notice_id)

    async def _case(self, question: Question) -> Case:
        assert question.case_id is not None
        return await self.books.case(question.case_id)


def candidates(question: Question) -> tuple[int, ...]:
    return tuple(o.argument for o in question.options if o.argument is not None)


_LIFTS = RELEASES | {QuestionKind.SHUNTED: frozenset({Because.UNSURE})}

_STANDS_FOR = {kind: next(iter(reasons)) for kind, reasons in _LIFTS.items() if kind is not QuestionKind.PROMISE_BROKEN}
"""The hold that a card keeps in place while it waits."""

_STILL_OPEN = frozenset({QuestionKind.DISPUTE, QuestionKind.REFUSAL})
"""A document alone does not settle these: the case stays where it is."""

_LEADS_TO = {
    Choice.IS_DISPUTE: QuestionKind.DISPUTE,
    Choice.IS_HARDSHIP: QuestionKind.HARDSHIP,
    Choice.IS_PAID: QuestionKind.SAYS_PAID,
}
"""However we learn of it, the owner is asked what comes next."""

_PUT_OFF = frozenset({Choice.HOLD_7, Choice.HOLD_14, Choice.HOLD_30, Choice.VOICEMAIL})

_RUNGS = frozenset({QuestionKind.CALL, QuestionKind.DECIDE, QuestionKind.AMICABLE_END})

_Effect = Callable[[Effects, Office, Question, Choice, str, datetime], Awaitable[None]]
_EFFECTS: dict[Choice, _Effect] = {
    Choice.APPROVE: Effects._approve,
    Choice.APPROVE_ALL: Effects._approve_all,
    Choice.SKIP: Effects._skip,
    Choice.ACCEPT: Effects._accept,
    Choice.RECEIVED: Effects._received,
    **dict.fromkeys(drafting.ANSWERS, Effects._propose_text),
    Choice.NOT_GOT: Effects._not_got,
    Choice.NEXT_CONTACT: Effects._next_contact,
    Choice.NEW_CONTACT: Effects._new_contact,
    Choice.WAS_SENT: Effects._doubtful,
    Choice.RESEND: Effects._doubtful,
    Choice.FRESH: Effects._fresh,
    **dict.fromkeys(MEANS, Effects._misread),
}
