"""Look-ups across the tables."""

from dataclasses import replace
from datetime import timedelta

from bot.core.case import NoticeState, Owner
from bot.core.mail import MailState
from bot.core.question import QuestionKind
from storage import Store
from tests.storage.conftest import NOW, Facts

HOUR = timedelta(hours=1)


async def test_invoice_numbers(store: Store, facts: Facts) -> None:
    await facts.case(store, "F-1")
    await facts.case(store, "F-2")
    assert sorted(await store.invoice_numbers("dupont")) == ["F-1", "F-2"]
    assert await store.invoice_numbers("durand") == []


async def test_the_thread_of_a_case(store: Store, facts: Facts) -> None:
    case_id, invoice_id = await facts.case(store)
    assert (await store.thread(case_id), await store.last_said(case_id)) == ([], "")
    for step, hours in (("kind", 0), ("firm", 2)):
        draft = replace(facts.draft(case_id, invoice_id, step=step), plain=f"words of {step}")
        notice_id = await store.propose(draft, now=NOW, state=NoticeState.APPROVED)
        assert notice_id is not None
        claimed_at = NOW + hours * HOUR
        await store.move(
            notice_id, of=NoticeState.APPROVED, to=NoticeState.SENT, message_id=f"<{step}@x>", claimed_at=claimed_at
        )
    mail_id = await store.keep_mail(
        "dupont", folder="I", uidvalidity=1, uid=1, raw=b"", message_id="<re@y>", digest="d", received_at=NOW + HOUR
    )
    assert mail_id is not None
    await store.settle_mail(mail_id, state=MailState.UNDERSTOOD, case_id=case_id)
    assert await store.thread(case_id) == ["<kind@x>", "<re@y>", "<firm@x>"]
    assert await store.last_said(case_id) == "words of firm"


async def test_a_mail_that_is_nobodys_may_be_understood_anew(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    for uid, owner in ((1, None), (2, case_id)):
        mail_id = await store.keep_mail(
            "dupont", folder="I", uidvalidity=1, uid=uid, raw=b"", message_id="", digest=str(uid), received_at=NOW
        )
        assert mail_id is not None
        assert not await store.reopen_mail(mail_id)
        await store.settle_mail(mail_id, state=MailState.UNDERSTOOD, case_id=owner)
        assert await store.reopen_mail(mail_id) is (owner is None)


async def test_cards_of_ended_questions(store: Store) -> None:
    ids = [
        await store.ask(account="dupont", kind=kind, options=(), now=NOW)
        for kind in (QuestionKind.TROUBLE, QuestionKind.CALL, QuestionKind.BANK_STALE)
    ]
    for question_id in ids[:2]:
        await store.add_shown(question_id, "telegram", "42", str(question_id))
    assert await store.ended_questions(NOW) == []
    for question_id in ids:
        await store.answer(question_id, choice="done", by="Anne", now=NOW)
    assert [question.id for question in await store.ended_questions(NOW)] == ids[:2]
    await store.closed_card(ids[0])
    assert [question.id for question in await store.ended_questions(NOW)] == [ids[1]]
    assert [question.id for question in await store.questions_found([*ids, 99])] == ids


async def test_owners_of_the_configuration(store: Store) -> None:
    owner = Owner(account="dupont", channel="telegram", address="42", name="Anne")
    await store.add_owner(owner, now=NOW)
    await store.add_owner(replace(owner, name="Other"), now=NOW)
    assert await store.owners("dupont") == [owner]
