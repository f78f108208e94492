"""The outgoing queue: proposed once, claimed once, frozen word for word."""

import asyncio
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from bot.core.case import NoticeState
from bot.core.ladder import Channel
from bot.errors import StoreError
from storage import Store
from tests.storage.conftest import NOW, TODAY, Facts

PROPOSED, APPROVED, SENDING, SENT = (
    NoticeState.PROPOSED,
    NoticeState.APPROVED,
    NoticeState.SENDING,
    NoticeState.SENT,
)


async def test_a_draft_comes_back_as_it_was(store: Store, facts: Facts) -> None:
    case_id, invoice_id = await facts.case(store)
    line = replace(facts.draft(case_id, invoice_id).lines[0], order_reference="BC 7", pdf="f.pdf")
    draft = replace(facts.draft(case_id, invoice_id), lines=(line,), attach=("f.pdf",), ask=True, pay_by=None)
    notice_id = await store.propose(draft, now=NOW, state=PROPOSED)
    assert notice_id is not None
    notice = await store.notice(notice_id)
    assert notice.draft == draft
    assert notice.draft.fingerprint == draft.fingerprint
    assert (notice.state, notice.created_at, notice.edited, notice.attempts) == (PROPOSED, NOW, False, 0)
    assert (notice.message_id, notice.raw, notice.answer, notice.approved_by) == ("", b"", "", "")
    assert (await store.case(case_id)).pending is PROPOSED
    with pytest.raises(StoreError, match="there is no notice 99"):
        await store.notice(99)


async def test_a_step_of_an_invoice_is_said_once(store: Store, facts: Facts) -> None:
    case_id, invoice_id = await facts.case(store)
    _, other_id = await facts.case(store, "F-2")
    assert await store.propose(facts.draft(case_id, invoice_id), now=NOW, state=PROPOSED) is not None
    assert await store.propose(facts.draft(case_id, invoice_id), now=NOW, state=PROPOSED) is None
    assert await store.propose(facts.draft(case_id, other_id, invoice_id), now=NOW, state=PROPOSED) is None
    assert len(await store.notices(PROPOSED)) == 1
    assert await store.propose(facts.draft(case_id, other_id), now=NOW, state=PROPOSED) is not None
    assert await store.propose(facts.draft(case_id, invoice_id, step="firm"), now=NOW, state=PROPOSED) is not None


async def test_lines_without_a_step_take_no_key(store: Store, facts: Facts) -> None:
    case_id, invoice_id = await facts.case(store)
    thanks = facts.draft(case_id, invoice_id, step="")
    assert await store.propose(thanks, now=NOW, state=APPROVED) is not None
    assert await store.propose(thanks, now=NOW, state=APPROVED) is not None


async def test_racing_proposals(store: Store, facts: Facts) -> None:
    case_id, invoice_id = await facts.case(store)
    draft = facts.draft(case_id, invoice_id)
    ids = await asyncio.gather(*(store.propose(draft, now=NOW, state=PROPOSED) for _ in range(20)))
    assert sum(notice_id is not None for notice_id in ids) == 1
    assert len(await store.notices(PROPOSED)) == 1


async def test_two_processes_propose(url: str, store: Store, facts: Facts) -> None:
    case_id, invoice_id = await facts.case(store)
    second = await Store.open(url)
    try:
        draft = facts.draft(case_id, invoice_id)
        stores = [store, second] * 10
        ids = await asyncio.gather(*(one.propose(draft, now=NOW, state=PROPOSED) for one in stores))
        assert sum(notice_id is not None for notice_id in ids) == 1
    finally:
        await second.close()


async def test_a_claim_is_won_once(url: str, store: Store, facts: Facts) -> None:
    second = await Store.open(url)
    try:
        for number in range(10):
            notice_id = await facts.proposed(store, f"F-{number}")
            claims = [one.move(notice_id, of=PROPOSED, to=SENDING, claimed_at=NOW) for one in [store, second] * 5]
            assert sorted(await asyncio.gather(*claims)) == [False] * 9 + [True]
    finally:
        await second.close()


async def test_move_writes_what_goes_with_it(store: Store, facts: Facts) -> None:
    notice_id = await facts.proposed(store)
    later = NOW + timedelta(hours=1)
    assert await store.move(notice_id, of=PROPOSED, to=APPROVED, approved_by="Anne", approved_at=NOW, not_before=later)
    assert not await store.move(notice_id, of=PROPOSED, to=APPROVED, approved_by="Bob")
    raw = b"Subject: \xff\0\r\n\r\nx"
    sending = {"message_id": "<1@relance>", "raw": raw, "claimed_at": later, "attempts": 2}
    assert await store.move(notice_id, of=[APPROVED, PROPOSED], to=SENDING, **sending)  # type: ignore[arg-type]
    assert await store.move(notice_id, of=SENDING, to=SENT, settled_at=later, answer="250 ok", sent_on=TODAY)
    notice = await store.notice(notice_id)
    assert (notice.approved_by, notice.approved_at, notice.not_before) == ("Anne", NOW, later)
    assert (notice.message_id, notice.raw, notice.attempts) == ("<1@relance>", raw, 2)
    assert (notice.claimed_at, notice.settled_at, notice.answer) == (later, later, "250 ok")
    assert await store.notice_of_message("dupont", "<1@relance>") == notice
    assert await store.notice_of_message("durand", "<1@relance>") is None
    assert await store.notice_of_message("dupont", "") is None
    assert not await store.move(999, of=SENT, to=SENDING)


async def test_move_refuses_other_columns(store: Store, facts: Facts) -> None:
    notice_id = await facts.proposed(store)
    with pytest.raises(TypeError, match="case_id"):
        await store.move(notice_id, of=PROPOSED, to=APPROVED, case_id=1)  # type: ignore[call-arg]
    assert (await store.notice(notice_id)).state is PROPOSED


async def test_a_message_id_is_used_once_an_account(store: Store, facts: Facts) -> None:
    one, two = await facts.proposed(store, "F-1"), await facts.proposed(store, "F-2")
    assert await store.move(one, of=PROPOSED, to=SENDING, message_id="<1@x>")
    with pytest.raises(StoreError):
        await store.move(two, of=PROPOSED, to=SENDING, message_id="<1@x>")
    assert (await store.notice(two)).state is PROPOSED


@pytest.mark.parametrize("end", [NoticeState.STALE, NoticeState.REFUSED])
async def test_what_did_not_reach_the_debtor_may_be_said_again(store: Store, facts: Facts, end: NoticeState) -> None:
    case_id, invoice_id = await facts.case(store)
    draft = facts.draft(case_id, invoice_id)
    notice_id = await store.propose(draft, now=NOW, state=PROPOSED)
    assert notice_id is not None
    assert not await store.move(notice_id, of=SENDING, to=end)
    assert await store.propose(draft, now=NOW, state=PROPOSED) is None
    assert await store.move(notice_id, of=PROPOSED, to=end)
    assert await store.propose(draft, now=NOW, state=PROPOSED) is not None


@pytest.mark.parametrize("end", [NoticeState.DECLINED, NoticeState.DOUBTFUL, NoticeState.SENT])
async def test_what_reached_him_or_may_have_may_not(store: Store, facts: Facts, end: NoticeState) -> None:
    case_id, invoice_id = await facts.case(store)
    draft = facts.draft(case_id, invoice_id)
    notice_id = await store.propose(draft, now=NOW, state=PROPOSED)
    assert notice_id is not None
    assert await store.move(notice_id, of=PROPOSED, to=end)
    assert await store.propose(draft, now=NOW, state=PROPOSED) is None


async def test_the_queue(store: Store, facts: Facts) -> None:
    ids = [await facts.proposed(store, f"F-{number}") for number in range(4)]
    await store.move(ids[0], of=PROPOSED, to=APPROVED)
    paris = (NOW + timedelta(hours=1)).astimezone(timezone(timedelta(hours=2)))
    await store.move(ids[1], of=PROPOSED, to=APPROVED, not_before=paris)
    await store.move(ids[2], of=PROPOSED, to=APPROVED, not_before=NOW + timedelta(hours=2))
    assert [n.id for n in await store.notices(APPROVED)] == ids[:3]
    assert [n.id for n in await store.notices(APPROVED, ready_by=NOW)] == ids[:1]
    assert [n.id for n in await store.notices(APPROVED, ready_by=paris)] == ids[:2]
    assert [n.id for n in await store.notices([APPROVED, PROPOSED], limit=2)] == ids[:2]
    assert [n.id for n in await store.notices([APPROVED, PROPOSED])] == ids
    assert await store.notices(APPROVED, account="durand") == []
    case_id = (await store.notice(ids[2])).draft.case_id
    assert [n.id for n in await store.notices(APPROVED, case_id=case_id)] == [ids[2]]


async def test_an_owners_edit(store: Store, facts: Facts) -> None:
    notice_id = await facts.proposed(store)
    draft = (await store.notice(notice_id)).draft
    edited = replace(draft, plain="Autre texte", subject="Autre", to_email="paul@martin.fr")
    assert await store.redraft(notice_id, edited)
    notice = await store.notice(notice_id)
    assert (notice.draft, notice.edited) == (edited, True)
    with pytest.raises(StoreError, match="other invoices or steps"):
        await store.redraft(notice_id, replace(edited, lines=()))
    await store.move(notice_id, of=PROPOSED, to=APPROVED)
    assert not await store.redraft(notice_id, draft)
    assert (await store.notice(notice_id)).draft == edited


async def test_how_many_left_lately(store: Store, facts: Facts) -> None:
    hour = timedelta(hours=1)
    ids = [await facts.proposed(store, f"F-{number}") for number in range(5)]
    await store.move(ids[0], of=PROPOSED, to=SENT, settled_at=NOW)
    await store.move(ids[1], of=PROPOSED, to=SENT, settled_at=NOW - 2 * hour)
    await store.move(ids[2], of=PROPOSED, to=SENDING, claimed_at=NOW)
    await store.move(ids[3], of=PROPOSED, to=NoticeState.DOUBTFUL, claimed_at=NOW)
    case_id, invoice_id = await facts.case(store, "F-9", facts.debtor(key="letter"))
    letter = facts.draft(case_id, invoice_id, channel=Channel.LETTER)
    await store.propose(letter, now=NOW, state=APPROVED)
    assert await store.sent_since("dupont", NOW - hour) == 3
    assert await store.sent_since("dupont", NOW + hour) == 0
    assert await store.sent_since("durand", NOW - hour) == 0
