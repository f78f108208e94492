"""The outgoing flow: propose what the decision says, have it delivered. Never parses mail, never asks a clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import structlog

from bot import coming, endings
from bot import draft as drafting
from bot.books import Books
from bot.coming import room_today, starts_late
from bot.core.because import FOR_GOOD, Because
from bot.core.case import PENDING, Case, NoticeState, Promise, PromiseState
from bot.core.decide import APPROVAL_DAYS, Ask, Close, Decision, Send, Settle, Wait
from bot.core.ladder import TO_DEBTOR, Channel, Message
from bot.core.notice import Draft, Notice
from bot.core.question import QuestionKind
from bot.core.triage import options
from bot.deliver import Delivery, Look
from bot.endings import WAITING
from bot.errors import TextError
from bot.loop import attempt
from bot.office import Office

log = structlog.get_logger("chase")

OUTDATED = timedelta(days=APPROVAL_DAYS)
"""An approval older than this is asked for again: the text names dates."""

BANK_LATER = "bank_later"
"""The note that holds the day until which nobody asks for fresh bank data (nothing is sent meanwhile)."""


class Chase:
    """Proposes and delivers for all offices. ``look`` reads an office's new mail; False: the mailbox is away."""

    def __init__(self, books: Books, offices: Mapping[str, Office], delivery: Delivery, look: Look) -> None:
        self.books = books
        self.offices = offices
        self.delivery = delivery
        delivery.again = self._again
        self.look = look

    async def propose(self, now: datetime) -> bool:
        """One sweep over the open cases: what each needs becomes a row. Returns whether anything was written."""
        wrote = False
        for office in self.offices.values():
            today = office.today(now)
            cases = await self.books.cases(office.account.id)
            known = {case.id: case for case in cases}
            wrote |= await endings.end(self.books, office, known, now)
            wrote |= await self._drop_of_settled(office, known, now)
            room = room_today(office, today, await self.books.note(office.account.id, "late_starts"))
            for case in cases:
                late = await attempt("case", partial(self._propose_for, office, case, room, now), case=case.id)
                wrote |= late is not None
                room -= late or 0
        return wrote

    async def _propose_for(self, office: Office, case: Case, room: int, now: datetime) -> int | None:
        """What one case needs. None: nothing was written; else how many old debts were started (0 or 1)."""
        today = office.today(now)
        if case.pending in (NoticeState.PROPOSED, NoticeState.APPROVED):
            return 0 if await self._drop_if_wrong(office, case, now) else None
        decision = self.decision(office, case, today)
        late = starts_late(decision)
        if late and room <= 0:
            return None
        if not await self._apply(office, case, decision, now):
            return None
        if late:
            await self.books.set_note(office.account.id, "late_starts", [today.isoformat(), room - 1])
        return int(late)

    async def deliver(self, now: datetime) -> bool:
        """One approved notice of each office a step further. Returns whether one was handled."""
        handled = False
        for office in self.offices.values():
            handled |= await self.delivery.one(office, now, look=self.look, still_right=self.still_right)
        return handled

    async def recover(self, now: datetime) -> bool:
        """Doubtful notices: look them up before anything else is decided."""
        handled = False
        for office in self.offices.values():
            handled |= await self.delivery.clear_doubts(office, now)
        return handled

    def decision(self, office: Office, case: Case, today: date) -> Decision:
        """What now for this case, by the rules of its account, group and country."""
        return coming.decision(office, case, today)

    def still_right(self, office: Office, case: Case, notice: Notice, today: date) -> bool:
        """Would the notice be proposed today just as it was? Its recipient, step, figures and words."""
        message, draft = self._still_due(office, case, notice, today), notice.draft
        if message is True and draft.text == drafting.CONFIRMATION:
            return self._still_promised(office, case, notice, today)
        if not isinstance(message, Message):
            return message
        if any(office.attachment(path) is None for path in draft.attach):
            return False  # a file that the owner saw beside it is gone
        try:
            if notice.edited:
                return not isinstance(drafting.with_words(office, case, draft, draft.plain, today), drafting.Refusal)
            again = drafting.of_step(office, case, replace(message, pay_by=draft.pay_by), draft.proposed_on)
        except TextError:
            return False
        return again.fingerprint == draft.fingerprint

    def _still_promised(self, office: Office, case: Case, notice: Notice, today: date) -> bool:
        """What it confirms may have been put off or paid since."""
        draft, then = notice.draft, notice.draft.proposed_on
        stopped = any(hold.because in FOR_GOOD for hold in case.holds)
        if stopped or any(p.day < today for p in case.running_promises[:1]):
            return False
        try:
            if notice.edited:
                return not isinstance(drafting.with_words(office, case, draft, draft.plain, then), drafting.Refusal)
            again = drafting.of_answer(office, case, draft.text, then, beside=draft.attach)
        except (TextError, ValueError):
            return False
        return again.fingerprint == draft.fingerprint

    def _still_due(self, office: Office, case: Case, notice: Notice, today: date) -> Message | bool:
        """Whether its recipient, step and figures still stand; a rung that does also gives its message of today."""
        draft = notice.draft
        contact = case.debtor.contact
        if contact is None or contact.email != draft.to_email:
            return False
        if today - draft.proposed_on > (OUTDATED if draft.ask or not draft.step else timedelta(0)):
            return False
        if _grave(case, notice):
            return False
        if not draft.step:
            return {drafting.frozen(i) for i in case.invoices} >= set(draft.lines)
        decision = self.decision(office, replace(case, pending=None), today)
        if isinstance(decision, Wait) and decision.because in (Because.CLOSED_DAY, Because.SILENCE):
            return True  # a tap on Sunday, or in a silence: right, but not today
        if not isinstance(decision, Send) or decision.message.step.name != draft.step:
            return False
        lines = tuple(drafting.frozen(line) for line in decision.message.lines)
        return decision.message if lines == draft.lines else False

    async def _apply(self, office: Office, case: Case, decision: Decision, now: datetime) -> bool:
        match decision:
            case Wait() | Close():
                return False
            case Ask():
                return await self._ask(office, case, decision, now)
            case Settle():
                return await self._settle(office, case, decision, now)
            case Send():
                return await self._propose_step(office, case, decision, now)

    async def _propose_step(self, office: Office, case: Case, send: Send, now: datetime) -> bool:
        today = office.today(now)
        try:
            draft = drafting.of_step(office, case, send.message, today)
        except TextError as error:
            await self._text_broken(office, case, error, now)
            return True
        if send.message.step.channel in TO_DEBTOR:
            return await self.propose_draft(office, case, draft, now, because=send.because)
        return await self._show_owner(office, case, draft, now)

    async def propose_draft(
        self,
        office: Office,
        case: Case,
        draft: Draft,
        now: datetime,
        *,
        because: Because,
        by: str = "",
        seen: bool = False,
    ) -> bool:
        """A notice to the debtor becomes a row; with ``ask`` also a question that shows the exact text.

        ``seen``: the owner has approved this very text already, where it was shown.
        """

        async def write() -> bool:
            state = NoticeState.PROPOSED if draft.ask and not seen else NoticeState.APPROVED
            # One message at a time: a tap and a sweep may meet here. What the owner wants now replaces what waited.
            for waiting in await self.books.notices(PENDING, account=draft.account, case_id=case.id):
                if not by:
                    return False
                await self.delivery.make_stale(waiting, now)
            notice_id = await self.books.propose(draft, now=now, state=state)
            if notice_id is None:
                return False
            await self.books.record(
                draft.account,
                case_id=case.id,
                at=now,
                what="proposed",
                because=because,
                by=by,
                facts={"notice": notice_id, "text": draft.text, "step": draft.step},
            )
            if seen:
                later = now + timedelta(minutes=office.account.undo_minutes)
                of = NoticeState.APPROVED
                await self.books.move(notice_id, of=of, to=of, approved_by=by, approved_at=now, not_before=later)
            elif draft.ask:
                await self.books.ask(
                    account=draft.account,
                    kind=QuestionKind.APPROVE,
                    options=options(QuestionKind.APPROVE),
                    now=now,
                    case_id=case.id,
                    notice_id=notice_id,
                    bound_to=draft.fingerprint,
                    facts=drafting.preview(draft) | {"because": because},
                )
            return True

        proposed = await self.books.atomic(write)
        log.info("proposed", account=draft.account, case=case.id, text=draft.text, ask=draft.ask, done=proposed)
        return proposed

    async def _show_owner(self, office: Office, case: Case, draft: Draft, now: datetime) -> bool:
        """A rung that speaks to the owner is passed when he is asked."""
        kind = _owner_step(draft)
        today = office.today(now)

        async def write() -> bool:
            notice_id = await self.books.propose(draft, now=now, state=NoticeState.APPROVED)
            if notice_id is None:
                return False
            await self.books.move(
                notice_id, of=NoticeState.APPROVED, to=NoticeState.SENT, settled_at=now, sent_on=today
            )
            await self.books.ask(
                account=draft.account,
                kind=kind,
                options=options(kind, plan=office.account.envelope.instalments > 1),
                now=now,
                case_id=case.id,
                notice_id=notice_id,
                facts=drafting.summary(draft),
            )
            await self.books.record(
                draft.account, case_id=case.id, at=now, what="asked", because=Because.STEP_DUE, facts={"kind": kind}
            )
            return True

        return await self.books.atomic(write)

    async def _ask(self, office: Office, case: Case, ask: Ask, now: datetime) -> bool:
        """Ask once: while such a question waits, it is not asked again."""
        waiting = await self.books.questions(WAITING, account=case.account, case_id=_of(ask, case), limit=1000)
        if any(q.kind is ask.kind for q in waiting) or await self._quiet(office, ask, now):
            return False
        await self.books.ask(
            account=case.account,
            kind=ask.kind,
            options=options(ask.kind),
            now=now,
            case_id=_of(ask, case),
            facts={"because": ask.because},
        )
        await self.books.record(
            case.account, case_id=case.id, at=now, what="asked", because=ask.because, facts={"kind": ask.kind}
        )
        return True

    async def _quiet(self, office: Office, ask: Ask, now: datetime) -> bool:
        """The owner has asked for time to bring the bank data."""
        until = await self.books.note(office.account.id, BANK_LATER) if ask.kind is QuestionKind.BANK_STALE else None
        return isinstance(until, str) and office.today(now) < date.fromisoformat(until)

    async def _settle(self, office: Office, case: Case, settle: Settle, now: datetime) -> bool:
        promise, state = settle.promise, settle.state
        came = await self._came_in(case, promise)
        if state is PromiseState.KEPT and not came:
            state = PromiseState.WITHDRAWN  # a credit note or a correction has ended what was promised

        async def write() -> bool:
            if not await self.books.settle_promise(promise.id, state):
                return False  # a new word has replaced it meanwhile
            await self.books.record(
                case.account,
                case_id=case.id,
                at=now,
                what="promise_over" if state is PromiseState.WITHDRAWN else f"promise_{state}",
                because=settle.because,
                facts={"day": promise.day.isoformat()},
            )
            if state is PromiseState.KEPT:
                await self._kept(office, case, promise, now)
            elif state is PromiseState.BROKEN:
                facts = {**_told(promise), "promise": promise.id, "came": came}
                await self.books.expire_questions(case_id=case.id, kinds=(QuestionKind.PROMISE_BROKEN,), now=now)
                await self._tell(case, QuestionKind.PROMISE_BROKEN, facts, now)
            return True

        return await self.books.atomic(write)

    async def _came_in(self, case: Case, promise: Promise) -> bool:
        """Has any money come since it was made? A credit note is none."""
        events, day = await self.books.events(case.id), promise.day.isoformat()
        made = [n for n, e in enumerate(events) if e.what == "promised" and e.facts.get("day") == day]
        return any(e.what == "paid" for e in events[made[-1] if made else 0 :])

    async def _kept(self, office: Office, case: Case, promise: Promise, now: datetime) -> None:
        """The owner hears of it; the debtor is thanked for the last part."""
        others = [p for p in case.running_promises if p != promise]
        await self.books.expire_questions(case_id=case.id, kinds=(QuestionKind.PROMISE_KEPT,), now=now)
        following = others[0].day.isoformat() if others else ""
        await self._tell(case, QuestionKind.PROMISE_KEPT, {**_told(promise), "next": following}, now)
        if not others and case.debtor.contact is not None:
            await self._thank(office, case, promise, now)

    async def _thank(self, office: Office, case: Case, promise: Promise, now: datetime) -> None:
        try:
            meant = tuple(i for i in case.invoices if i.settled and i.due <= promise.day) or case.invoices
            draft = drafting.of_text(
                office, case, "thanks", office.today(now), ask=False, invoices=meant,
                promise=(promise.day, promise.amount),
            )  # fmt: skip
        except TextError as error:
            await self._text_broken(office, case, error, now)
            return
        await self.propose_draft(office, case, draft, now, because=Because.PROMISE_KEPT)

    async def _drop_if_wrong(self, office: Office, case: Case, now: datetime) -> bool:
        """What waits for the owner or the window, but no longer holds, is stale: the decision starts over."""
        today = office.today(now)
        dropped = False
        for state in (NoticeState.PROPOSED, NoticeState.APPROVED):
            for notice in await self.books.notices(state, account=case.account, case_id=case.id):
                if not self._still_due(office, case, notice, today):
                    dropped |= await self.delivery.start_over(office, case, notice, now)
        return dropped

    async def _again(self, office: Office, case: Case, notice: Notice, now: datetime) -> None:
        """A rung comes again by itself. What the owner chose to answer does not: it is put in today's words.

        But a promise that was put off, or kept, has a card of its own.
        """
        draft = notice.draft
        if draft.text == drafting.CONFIRMATION:
            return
        if draft.step or not draft.ask or case.debtor.contact is None or not case.open_invoices or _grave(case, notice):
            return
        today = office.today(now)
        try:
            fresh = drafting.of_answer(office, case, draft.text, today)
        except TextError as error:
            await self._text_broken(office, case, error, now)
        except ValueError as error:
            log.warning("nothing to say any more", account=case.account, case=case.id, error=str(error))
        else:
            await self.propose_draft(office, case, fresh, now, because=Because.OWNER_CHOSE)

    async def _drop_of_settled(self, office: Office, known: Mapping[int, Case], now: datetime) -> bool:
        """A text that waits for the owner although everything is paid by now."""
        dropped = False
        for notice in await self.books.notices(NoticeState.PROPOSED, account=office.account.id, limit=1000):
            if notice.draft.case_id not in known:
                case = await self.books.case(notice.draft.case_id)
                dropped |= await self._drop_if_wrong(office, case, now)
        return dropped

    async def _text_broken(self, office: Office, case: Case, error: TextError, now: datetime) -> None:
        """The notice is not sent; the owner is told which line."""
        log.error("text broken", account=case.account, case=case.id, template=error.template, line=error.line)
        await self._tell(case, QuestionKind.TEXT_BROKEN, {"error": str(error)}, now)

    async def _tell(self, case: Case, kind: QuestionKind, facts: Mapping[str, object], now: datetime) -> None:
        await self.books.ask(
            account=case.account, kind=kind, options=options(kind), now=now, case_id=case.id, facts=facts
        )


def _grave(case: Case, notice: Notice) -> bool:
    """Has the debtor said something that matters since?"""
    since = notice.approved_at or notice.created_at
    return any(h.since > since and h.because in FOR_GOOD for h in case.holds)


def _owner_step(draft: Draft) -> QuestionKind:
    if draft.channel is Channel.CALL:
        return QuestionKind.CALL
    return QuestionKind.AMICABLE_END if draft.text == "amicable_end" else QuestionKind.DECIDE


def _told(promise: Promise) -> dict[str, object]:
    return {"day": promise.day.isoformat(), "amount": str(promise.amount or "")}


def _of(ask: Ask, case: Case) -> int | None:
    """Stale bank data concerns the account, not one case: one card for all."""
    return None if ask.kind is QuestionKind.BANK_STALE else case.id
