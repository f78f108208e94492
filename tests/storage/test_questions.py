"""The owner's queue: asked once, answered once, closed wherever it is shown."""

import asyncio
from typing import Any

import pytest

from bot.core.question import Choice, Option, QuestionKind, QuestionState
from bot.errors import StoreError
from storage import Store
from tests.storage.conftest import NOW, Facts

OPTIONS = (Option(choice=Choice.APPROVE), Option(choice=Choice.THIS_CASE, argument=12))
OPEN, ASKED, ANSWERED, EXPIRED = QuestionState


async def asked(store: Store, kind: QuestionKind = QuestionKind.TROUBLE, **about: Any) -> int:
    return await store.ask(account="dupont", kind=kind, options=OPTIONS, now=NOW, **about)


async def test_a_question_comes_back_as_it_was(store: Store, facts: Facts) -> None:
    notice_id = await facts.proposed(store)
    case_id = (await store.notice(notice_id)).draft.case_id
    question_id = await asked(
        store, QuestionKind.APPROVE, case_id=case_id, notice_id=notice_id, bound_to="f" * 64, facts={"n": [1, "é"]}
    )
    question = await store.question(question_id)
    assert (question.options, question.kind, question.state) == (OPTIONS, QuestionKind.APPROVE, OPEN)
    assert (question.case_id, question.notice_id, question.mail_id) == (case_id, notice_id, None)
    assert (question.bound_to, dict(question.facts), question.created_at) == ("f" * 64, {"n": [1, "é"]}, NOW)
    assert (question.account, question.answered_by, question.answered_at, question.chosen) == ("dupont", "", None, "")
    with pytest.raises(StoreError, match="there is no question 99"):
        await store.question(99)


async def test_the_same_question_is_asked_once(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    first = await asked(store, case_id=case_id)
    assert await asked(store, case_id=case_id) == first
    await store.mark_asked(first)
    assert await asked(store, case_id=case_id, bound_to="other") == first
    assert (await store.question(first)).bound_to == ""
    others = [await asked(store), await asked(store, QuestionKind.CALL, case_id=case_id)]
    assert first not in others
    assert len({first, *others}) == 3
    assert await asked(store) == others[0]
    await store.answer(first, choice="nothing", by="Anne", now=NOW)
    assert await asked(store, case_id=case_id) not in [first, *others]


async def test_racing_askers(store: Store) -> None:
    assert len(set(await asyncio.gather(*(asked(store) for _ in range(20))))) == 1


async def test_a_tap_acts_once(url: str, store: Store) -> None:
    second = await Store.open(url)
    try:
        question_id = await asked(store)
        taps = [
            one.answer(question_id, choice=f"case:{n}", by=f"owner {n}", now=NOW)
            for n, one in enumerate([store, second] * 5)
        ]
        results = await asyncio.gather(*taps)
    finally:
        await second.close()
    assert sum(results) == 1
    winner = results.index(True)
    question = await store.question(question_id)
    assert (question.state, question.chosen, question.answered_by) == (ANSWERED, f"case:{winner}", f"owner {winner}")
    assert question.answered_at == NOW
    assert not await store.mark_asked(question_id)


async def test_asked_once(store: Store) -> None:
    question_id = await asked(store)
    assert await store.mark_asked(question_id)
    assert not await store.mark_asked(question_id)
    assert (await store.question(question_id)).state is ASKED


async def test_what_nobody_needs_to_answer_any_more(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    notice_id = await facts.proposed(store, "F-2")
    decide = await asked(store, QuestionKind.DECIDE, case_id=case_id)
    call = await asked(store, QuestionKind.CALL, case_id=case_id)
    approve = await asked(store, QuestionKind.APPROVE, notice_id=notice_id)
    await store.mark_asked(call)
    assert await store.expire_questions(case_id=case_id, kinds=[QuestionKind.CALL], now=NOW) == [call]
    assert await store.expire_questions(case_id=case_id, now=NOW) == [decide]
    assert await store.expire_questions(case_id=case_id, now=NOW) == []
    assert await store.expire_questions(notice_id=notice_id, now=NOW) == [approve]
    assert not await store.answer(call, choice="done", by="Anne", now=NOW)
    assert (await store.question(call)).state is EXPIRED
    with pytest.raises(ValueError, match="needs a case"):
        await store.expire_questions(now=NOW)


async def test_the_queue(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    ids = [await asked(store), await asked(store, case_id=case_id), await asked(store, QuestionKind.CALL)]
    await store.mark_asked(ids[0])
    assert [q.id for q in await store.questions(OPEN)] == ids[1:]
    assert [q.id for q in await store.questions([OPEN, ASKED], limit=2)] == ids[:2]
    assert [q.id for q in await store.questions(OPEN, case_id=case_id)] == [ids[1]]
    assert await store.questions(OPEN, account="durand") == []


async def test_where_a_question_is_shown(store: Store) -> None:
    question_id, other = await asked(store), await asked(store, QuestionKind.CALL)
    await store.add_shown(question_id, "telegram", "42", "101")
    await store.add_shown(question_id, "telegram", "43", "7")
    assert await store.shown(question_id) == [("telegram", "42", "101"), ("telegram", "43", "7")]
    assert await store.shown(other) == []
    assert await store.question_of_reference("telegram", "42", "101") == question_id
    assert await store.question_of_reference("telegram", "42", "100") is None
    assert await store.question_of_reference("telegram", "43", "101") is None


async def test_a_card_that_is_shown_again_is_known_in_each_place(store: Store) -> None:
    question_id = await asked(store)
    for chat, reference in (("42", "100"), ("42", "101"), ("42", "101"), ("42", "100"), ("43", "7")):
        await store.add_shown(question_id, "telegram", chat, reference)
    everywhere = {("telegram", "42", "100"), ("telegram", "42", "101"), ("telegram", "43", "7")}
    places = await store.shown(question_id)
    assert len(places) == 3
    assert set(places) == everywhere
    for _, chat, reference in everywhere:
        assert await store.question_of_reference("telegram", chat, reference) == question_id
    await store.closed_card(question_id)
    assert await store.shown(question_id) == []


async def test_further_buttons_for_a_card_that_waits(store: Store) -> None:
    question_id = await asked(store, facts={"said": "?"})
    options = (Option(choice=Choice.THIS_CASE, argument=3), Option(choice=Choice.NOTHING))
    assert await store.offer(question_id, options, {"3": "Villa"})
    question = await store.question(question_id)
    assert question.options == options
    assert question.facts == {"said": "?", "names": {"3": "Villa"}}
    assert await store.answer(question_id, choice="nothing", by="x", now=NOW)
    assert not await store.offer(question_id, (), {})
