"""What a tap changed, taken back on both databases: all of it, once, in time, and only where nothing has moved on."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.core.because import Because
from bot.core.case import NoticeState, PromiseState
from bot.core.money import Money
from bot.core.question import Choice, Option, QuestionKind, QuestionState
from storage import Store
from tests.storage.conftest import NOW, TODAY, Facts

TEN = timedelta(minutes=10)
OPTIONS = (Option(choice=Choice.APPROVE), Option(choice=Choice.SKIP))


class Tapped:
    """A question about a fresh case with a proposed notice; ``do`` is what answering it does."""

    def __init__(self, store: Store, notice: int, case: int, question: int) -> None:
        self.store, self.notice, self.case, self.question = store, notice, case, question

    async def do(self, work: Callable[[], Awaitable[object]]) -> None:
        async def write() -> None:
            before = await self.store.trace("dupont", [self.case])
            assert await self.store.answer(self.question, choice="approve", by="a", now=NOW)
            await work()
            after = await self.store.trace("dupont", [self.case])
            await self.store.keep_trace(self.question, before, after, until=NOW + TEN)

        await self.store.atomic(write)

    async def approve(self) -> object:
        of, to = NoticeState.PROPOSED, NoticeState.APPROVED
        return await self.store.move(self.notice, of=of, to=to, approved_by="a", approved_at=NOW, not_before=NOW + TEN)


@pytest.fixture
async def tapped(store: Store, facts: Facts) -> Tapped:
    notice = await facts.proposed(store)
    case = (await store.notice(notice)).draft.case_id
    question = await store.ask(
        account="dupont", kind=QuestionKind.APPROVE, options=OPTIONS, now=NOW, case_id=case, notice_id=notice
    )
    return Tapped(store, notice, case, question)


async def test_an_approval(store: Store, tapped: Tapped) -> None:
    before = await store.notice(tapped.notice)
    await tapped.do(tapped.approve)
    question = await store.question(tapped.question)
    assert (question.undo_until, question.held_back) == (NOW + TEN, True)
    assert [q.id for q in await store.undoable(NOW)] == [tapped.question]
    assert await store.undo(tapped.question, NOW + timedelta(minutes=9)) == "done"
    assert await store.notice(tapped.notice) == before
    question = await store.question(tapped.question)
    assert (question.state, question.chosen, question.undo_until) == (QuestionState.OPEN, "", None)
    assert await store.undo(tapped.question, NOW) == "open"


async def test_everything_that_a_tap_can_change(store: Store, tapped: Tapped, facts: Facts) -> None:
    held = await store.set_hold(tapped.case, Because.DISPUTED, since=NOW)
    await store.add_promise(tapped.case, day=TODAY, amount=None, made_on=TODAY)
    other = await store.ask(account="dupont", kind=QuestionKind.CALL, options=OPTIONS, now=NOW, case_id=tapped.case)
    before = await store.case(tapped.case)

    async def much() -> None:
        await store.release_holds(tapped.case, None, now=NOW, by="a")
        await store.set_hold(tapped.case, Because.PAUSED, since=NOW, until=TODAY + timedelta(days=7))
        await store.add_promise(tapped.case, day=TODAY, amount=Money(1, "EUR"), made_on=TODAY, replace=True)
        await store.contact_lost(tapped.case, "compta@martin.fr", NOW)
        await store.add_contact(tapped.case, "other@martin.fr", "", -1)
        await store.add_payment("dupont", facts.payment(key="owner:1"), NOW, by="a")
        await store.move(tapped.notice, of=NoticeState.PROPOSED, to=NoticeState.STALE, settled_at=NOW)
        await store.expire_questions(case_id=tapped.case, now=NOW)
        await store.set_payments_as_of("dupont", TODAY)
        await store.ask(account="dupont", kind=QuestionKind.DISPUTE, options=OPTIONS, now=NOW, case_id=tapped.case)

    await tapped.do(much)
    assert (await store.case(tapped.case)) != before
    assert await store.undo(tapped.question, NOW) == "done"
    after = await store.case(tapped.case)
    assert [h.id for h in after.holds] == [held]
    assert after.debtor == before.debtor
    assert after.invoices == before.invoices
    assert [p.state for p in after.promises] == [PromiseState.RUNNING, PromiseState.WITHDRAWN]
    assert (after.pending, after.payments_as_of) == (NoticeState.PROPOSED, None)
    waiting = await store.questions((QuestionState.OPEN, QuestionState.ASKED), account="dupont")
    assert {q.id for q in waiting} == {tapped.question, other}
    assert await store.propose((await store.notice(tapped.notice)).draft, now=NOW, state=NoticeState.PROPOSED) is None


async def test_too_late_left_and_moved(store: Store, tapped: Tapped) -> None:
    await tapped.do(tapped.approve)
    await store.release_holds(tapped.case, None, now=NOW, by="")
    assert await store.undo(tapped.question, NOW + TEN) == "late"
    await store.move(tapped.notice, of=NoticeState.APPROVED, to=NoticeState.SENDING, claimed_at=NOW)
    assert await store.undo(tapped.question, NOW) == "left"
    await store.move(tapped.notice, of=NoticeState.SENDING, to=NoticeState.REFUSED)
    assert await store.undo(tapped.question, NOW) == "moved"
    assert (await store.question(tapped.question)).state is QuestionState.ANSWERED
    assert await store.undo(99, NOW) == "late"


async def test_a_step_that_is_taken_meanwhile_is_not_given_back(store: Store, tapped: Tapped) -> None:
    draft = (await store.notice(tapped.notice)).draft
    await tapped.do(lambda: store.move(tapped.notice, of=NoticeState.PROPOSED, to=NoticeState.STALE))
    assert await store.propose(draft, now=NOW, state=NoticeState.PROPOSED) is not None
    assert await store.undo(tapped.question, NOW) == "moved"
    assert (await store.notice(tapped.notice)).state is NoticeState.STALE


async def test_no_more_undo_lets_it_leave(store: Store, tapped: Tapped) -> None:
    await tapped.do(tapped.approve)
    assert await store.notices(NoticeState.APPROVED, ready_by=NOW) == []
    assert await store.end_undo(tapped.question, NOW)
    assert not await store.end_undo(tapped.question, NOW)
    assert [n.id for n in await store.notices(NoticeState.APPROVED, ready_by=NOW)] == [tapped.notice]
    assert await store.undo(tapped.question, NOW) == "late"


async def test_two_undo_and_one_delivers_at_the_same_moment(url: str, store: Store, tapped: Tapped) -> None:
    await tapped.do(tapped.approve)
    second = await Store.open(url)
    try:
        claim = second.move(tapped.notice, of=NoticeState.APPROVED, to=NoticeState.SENDING, claimed_at=NOW)
        taps = [store.undo(tapped.question, NOW), second.undo(tapped.question, NOW)]
        claimed, *undone = await asyncio.gather(claim, *taps)
        state = (await store.notice(tapped.notice)).state
        assert (state is NoticeState.SENDING) is claimed
        assert undone.count("done") == (0 if claimed else 1)
    finally:
        await second.close()


async def test_corrections_are_kept(store: Store) -> None:
    mail = await store.keep_mail(
        "dupont", folder="INBOX", uidvalidity=1, uid=1, raw=b"x", message_id="<1>", digest="d", received_at=NOW
    )
    assert mail is not None
    await store.add_correction("dupont", mail, was=("dispute",), labels=("paid",), by="a", at=NOW)
    (kept,) = await store.corrections("dupont")
    assert (kept.mail_id, kept.was, kept.labels, kept.by, kept.at) == (mail, ("dispute",), ("paid",), "a", NOW)
    assert await store.corrections("other") == []
