"""A case as a decision sees it: found by what a debtor writes, held, promised, placed, blocked."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from bot.core.because import Because
from bot.core.case import NoticeState, Place, PromiseState
from bot.core.ladder import Channel
from bot.core.money import Money
from bot.core.question import QuestionKind
from bot.errors import StoreError
from storage import Store
from tests.storage.conftest import NOW, TODAY, Facts

DAY = timedelta(days=1)


async def test_open_cases(store: Store, facts: Facts) -> None:
    paid, _ = await facts.case(store, "F-1", facts.debtor(key="C1"))
    owing, _ = await facts.case(store, "F-2", facts.debtor(key="C2"))
    await store.add_payment("dupont", facts.payment("F-1", minor=100_00), NOW)
    assert await store.case_ids("dupont") == await store.case_ids() == [owing]
    assert await store.case_ids("dupont", open_only=False) == [paid, owing]
    assert await store.case_ids("durand") == []
    assert [case.id for case in await store.cases("dupont")] == [owing]
    promise = await store.add_promise(paid, day=TODAY, amount=None, made_on=TODAY)
    assert await store.case_ids("dupont") == [paid, owing]
    await store.settle_promise(promise, PromiseState.KEPT)
    assert await store.case_ids("dupont") == [owing]


async def test_no_such_case(store: Store) -> None:
    with pytest.raises(StoreError, match="there is no case 12"):
        await store.case(12)


async def test_found_by_what_a_debtor_writes(store: Store, facts: Facts) -> None:
    one, _ = await facts.case(store, "F-1", facts.debtor(key="C1", name="Société Générale d'Été"))
    two, _ = await facts.case(store, "f-1", facts.debtor(key="C2", email="paul@autre.fr", name="Autre"))
    three, _ = await facts.case(store, "AB/7", facts.debtor(key="C3", email="x@sub.martin.fr", name="Élan 100%"))
    token = (await store.case(one)).token
    assert await store.case_id_of_token("dupont", f" {token.upper()} ") == one
    assert await store.case_id_of_token("durand", token) is None
    assert await store.case_id_of_number("dupont", "F-1") == one
    assert await store.case_id_of_number("dupont", "f-1") == two
    assert await store.case_id_of_number("dupont", " ab/7 ") == three
    assert await store.case_id_of_number("dupont", "AB") is None
    assert await store.case_ids_of_email("dupont", "COMPTA@Martin.fr") == [one]
    assert await store.case_ids_of_domain("dupont", "Martin.FR") == [one]
    assert await store.case_ids_of_domain("dupont", "@autre.fr") == [two]
    assert await store.case_ids_of_domain("dupont", "%.fr") == []
    assert await store.case_ids_named("dupont", "generale d'ete") == [one]
    assert await store.case_ids_named("dupont", "ÉLAN") == [three]
    assert await store.case_ids_named("dupont", "c2") == [two]
    assert await store.case_ids_named("dupont", "%") == [three]


async def test_a_number_in_other_capitals_that_two_cases_share_is_nobodys(store: Store, facts: Facts) -> None:
    await facts.case(store, "Fx", facts.debtor(key="C1"))
    await facts.case(store, "fX", facts.debtor(key="C2"))
    assert await store.case_id_of_number("dupont", "FX") is None


async def test_holds(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    first = await store.set_hold(case_id, Because.AWAY, since=NOW, until=TODAY + 2 * DAY)
    assert await store.set_hold(case_id, Because.AWAY, since=NOW, until=TODAY + DAY) == first
    (hold,) = (await store.case(case_id)).holds
    assert (hold.until, hold.since, hold.because) == (TODAY + 2 * DAY, NOW, Because.AWAY)
    assert await store.set_hold(case_id, Because.AWAY, since=NOW + DAY) == first
    assert await store.set_hold(case_id, Because.AWAY, since=NOW, until=TODAY) == first
    (hold,) = (await store.case(case_id)).holds
    assert (hold.until, hold.since) == (None, NOW)
    await store.set_hold(case_id, Because.DISPUTED, since=NOW)
    await store.set_hold(case_id, Because.HARDSHIP, since=NOW)
    assert await store.release_holds(case_id, [Because.AWAY, Because.DISPUTED], now=NOW, by="Anne") == 2
    assert await store.release_holds(case_id, [Because.AWAY], now=NOW, by="Anne") == 0
    assert [h.because for h in (await store.case(case_id)).holds] == [Because.HARDSHIP]
    assert await store.release_holds(case_id, None, now=NOW, by="Anne") == 1
    assert (await store.case(case_id)).holds == ()


async def test_a_hold_that_is_over_is_not_stretched(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    first = await store.set_hold(case_id, Because.AWAY, since=NOW, until=TODAY + DAY)
    later = NOW + 30 * DAY
    second = await store.set_hold(case_id, Because.AWAY, since=later, until=later.date() + DAY)
    assert second != first
    (hold,) = (await store.case(case_id)).holds
    assert (hold.id, hold.since) == (second, later)


async def test_a_hold_knows_its_mail(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    mail_id = await store.keep_mail(
        "dupont", folder="INBOX", uidvalidity=1, uid=1, raw=b"x", message_id="", digest="d", received_at=NOW
    )
    await store.set_hold(case_id, Because.DISPUTED, since=NOW, mail_id=mail_id)
    await store.set_hold(case_id, Because.DISPUTED, since=NOW)
    assert (await store.case(case_id)).holds[0].mail_id == mail_id


async def test_promises(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    received = (Money(5, "EUR"), Money(7, "USD"))
    first = await store.add_promise(
        case_id, day=TODAY + DAY, amount=Money(50, "EUR"), made_on=TODAY, received_then=received
    )
    second = await store.add_promise(case_id, day=TODAY + 9 * DAY, amount=None, made_on=TODAY)
    one, two = (await store.case(case_id)).promises
    assert (one.amount, one.received_then, one.day, one.made_on) == (Money(50, "EUR"), received, TODAY + DAY, TODAY)
    assert (two.amount, two.received_then, two.state) == (None, (), PromiseState.RUNNING)
    assert await store.settle_promise(first, PromiseState.BROKEN)
    assert not await store.settle_promise(first, PromiseState.KEPT)
    third = await store.add_promise(case_id, day=TODAY, amount=None, made_on=TODAY, replace=True)
    states = {p.id: p.state for p in (await store.case(case_id)).promises}
    assert states == {first: PromiseState.BROKEN, second: PromiseState.WITHDRAWN, third: PromiseState.RUNNING}


async def test_contacts(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    assert await store.contact_lost(case_id, "compta@martin.fr", NOW)
    assert not await store.contact_lost(case_id, "compta@martin.fr", NOW)
    assert not await store.contact_lost(case_id, "nobody@martin.fr", NOW)
    assert (await store.case(case_id)).debtor.contact is None
    added = await store.add_contact(case_id, "Paul@Martin.fr", "Paul", 3)
    assert await store.add_contact(case_id, "paul@martin.fr", "", 1) == added
    contact = (await store.case(case_id)).debtor.contact
    assert contact is not None
    assert (contact.id, contact.email, contact.name, contact.rank) == (added, "paul@martin.fr", "Paul", 1)


async def test_places_are_what_was_sent_or_declined(store: Store, facts: Facts) -> None:
    case_id, invoice_id = await facts.case(store)
    for step, state, day in (
        ("firm", NoticeState.DECLINED, TODAY + DAY),
        ("kind", NoticeState.SENT, TODAY),
        ("formal", NoticeState.REFUSED, TODAY + 2 * DAY),
        ("last", NoticeState.SENT, None),
    ):
        notice_id = await store.propose(
            facts.draft(case_id, invoice_id, step=step), now=NOW, state=NoticeState.PROPOSED
        )
        assert notice_id is not None
        assert await store.move(notice_id, of=NoticeState.PROPOSED, to=state, sent_on=day)
    case = await store.case(case_id)
    pay_by = facts.draft(case_id).pay_by
    assert case.invoices[0].places == (
        Place(step="kind", on=TODAY, pay_by=pay_by),
        Place(step="firm", on=TODAY + DAY, pay_by=pay_by, said=False),
    )
    assert case.last_contact == TODAY
    assert case.pending is None


async def test_last_contact_counts_mail_and_letter_only(store: Store, facts: Facts) -> None:
    case_id, invoice_id = await facts.case(store)
    for number, channel in enumerate((Channel.LETTER, Channel.CALL, Channel.QUESTION)):
        draft = facts.draft(case_id, invoice_id, step=f"s{number}", channel=channel)
        notice_id = await store.propose(draft, now=NOW, state=NoticeState.APPROVED)
        assert notice_id is not None
        await store.move(notice_id, of=NoticeState.APPROVED, to=NoticeState.SENT, sent_on=TODAY + number * DAY)
    assert (await store.case(case_id)).last_contact == TODAY


async def test_pending_is_the_gravest(store: Store, facts: Facts) -> None:
    case_id, invoice_id = await facts.case(store)
    for number, state in enumerate((NoticeState.PROPOSED, NoticeState.DOUBTFUL, NoticeState.APPROVED)):
        await store.propose(facts.draft(case_id, invoice_id, step=f"s{number}"), now=NOW, state=state)
    assert (await store.case(case_id)).pending is NoticeState.DOUBTFUL


async def test_a_question_blocks_until_it_is_answered(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    await store.ask(account="dupont", kind=QuestionKind.CALL, options=(), now=NOW, case_id=case_id)
    assert not (await store.case(case_id)).blocking_question
    question = await store.ask(account="dupont", kind=QuestionKind.DECIDE, options=(), now=NOW, case_id=case_id)
    assert (await store.case(case_id)).blocking_question
    await store.mark_asked(question)
    assert (await store.case(case_id)).blocking_question
    await store.answer(question, choice="go_on", by="Anne", now=NOW)
    assert not (await store.case(case_id)).blocking_question


async def test_history(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    paris = datetime(2026, 3, 2, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    await store.record("dupont", at=NOW, what="import")
    await store.record(
        "dupont",
        case_id=case_id,
        at=paris,
        what="hold_set",
        because=Because.DISPUTED,
        by="Anne",
        facts={"day": TODAY, "list": [1, "é\0"], "because": Because.AWAY},
    )
    await store.record("dupont", case_id=case_id, at=NOW, what="second")
    imported, first, second = await store.events(case_id)
    assert (imported.what, dict(imported.facts)) == ("imported", {"invoice": "F-1", "amount": "100.00 EUR"})
    assert (first.at, first.what) == (NOW, "hold_set")
    assert first.at.utcoffset() == timedelta(0)
    assert (first.because, first.by, first.case_id, first.account) == (Because.DISPUTED, "Anne", case_id, "dupont")
    assert dict(first.facts) == {"day": "2026-03-02", "list": [1, "é\0"], "because": "away"}
    assert (second.what, second.because, second.by, dict(second.facts)) == ("second", None, "", {})


async def test_naive_moments_are_refused(store: Store, facts: Facts) -> None:
    with pytest.raises(ValueError, match="naive"):
        await store.upsert_invoice("dupont", facts.invoice(), NOW.replace(tzinfo=None))
    assert await store.case_ids(open_only=False) == []


async def test_many_cases_come_in_the_asked_order(store: Store, facts: Facts) -> None:
    async def fill() -> None:
        for number in range(1200):
            debtor = facts.debtor(key=f"C{number}", email=f"c{number}@x.fr")
            await store.upsert_invoice("dupont", replace(facts.invoice(f"F-{number}"), debtor=debtor), NOW)

    await store.atomic(fill)
    cases = await store.cases("dupont")
    assert [case.debtor.key for case in cases] == [f"C{number}" for number in range(1200)]
    assert all(case.invoices[0].number == f"F-{case.debtor.key[1:]}" for case in cases)
