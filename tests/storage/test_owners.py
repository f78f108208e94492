"""Who may decide: a code works once and in time; what an account notes for itself."""

import asyncio
from datetime import timedelta

from bot.core.case import NoticeState, Owner
from bot.core.mail import MailState
from bot.core.question import QuestionKind
from storage import Store
from tests.storage.conftest import NOW, Facts

HOUR = timedelta(hours=1)


async def accounts(store: Store, address: str) -> list[str]:
    return [owner.account for owner in await store.owners_at("telegram", address)]


async def test_a_code_works_once(url: str, store: Store) -> None:
    await store.add_pairing("dupont", "hash", NOW + HOUR)
    second = await Store.open(url)
    try:
        tries = [
            one.pair("hash", channel="telegram", address=str(n), name=f"N{n}", now=NOW)
            for n, one in enumerate([store, second] * 5)
        ]
        results = await asyncio.gather(*tries)
    finally:
        await second.close()
    assert sorted(results, key=str) == [None] * 9 + ["dupont"]
    winner = results.index("dupont")
    assert await store.owners("dupont") == [
        Owner(account="dupont", channel="telegram", address=str(winner), name=f"N{winner}")
    ]


async def test_a_code_has_its_time(store: Store) -> None:
    await store.add_pairing("dupont", "hash", NOW + HOUR)
    facts = {"channel": "telegram", "address": "42", "name": "Anne"}
    assert await store.pair("unknown", now=NOW, **facts) is None
    assert await store.pair("hash", now=NOW + HOUR, **facts) is None
    assert await store.owners("dupont") == []
    assert await store.pair("hash", now=NOW + HOUR - timedelta(microseconds=1), **facts) == "dupont"


async def test_an_owner_of_two_accounts(store: Store) -> None:
    for account in ("durand", "dupont", "dupont"):
        code = f"{account} {await store.counts()} {len(await store.owners(account))}"
        await store.add_pairing(account, code, NOW + HOUR)
        assert await store.pair(code, channel="telegram", address="42", name="Anne", now=NOW) == account
    assert await accounts(store, "42") == ["dupont", "durand"]
    assert await store.owners_at("terminal", "42") == []
    assert len(await store.owners("dupont")) == 1
    assert await store.remove_owner("dupont", "telegram", "42")
    assert not await store.remove_owner("dupont", "telegram", "42")
    assert await accounts(store, "42") == ["durand"]


async def test_a_code_carries_its_role_and_the_last_one_counts(store: Store) -> None:
    for code, decides in (("a", False), ("b", True), ("c", False)):
        await store.add_pairing("dupont", code, NOW + HOUR, decides=decides)
        await store.pair(code, channel="telegram", address="42", name="Anne", now=NOW)
        ((number, owner),) = await store.seats()
        assert owner.decides is decides
        assert number > 0
    named = Owner(account="dupont", channel="telegram", address="42", name="Other")
    await store.add_owner(named, now=NOW)
    (owner,) = await store.owners("dupont")
    assert (owner.name, owner.decides) == ("Anne", True), "the configuration says what he may do"


async def test_a_chat_that_has_moved_takes_its_seats_and_is_shown_anew(store: Store) -> None:
    for account, address in (("dupont", "-5"), ("durand", "-5"), ("durand", "-1005")):
        await store.add_owner(Owner(account=account, channel="telegram", address=address, name="Anne"), now=NOW)
    ids = [
        await store.ask(account="dupont", kind=kind, options=(), now=NOW)
        for kind in (QuestionKind.SHUNTED, QuestionKind.DIGEST, QuestionKind.ORDER)
    ]
    for question in ids:
        await store.add_shown(question, "telegram", "-5", "12")
        await store.mark_asked(question)
    await store.answer(ids[1], choice="done", by="telegram:-5", now=NOW)
    assert await store.move_owner("telegram", "-5", "-1005")
    assert not await store.move_owner("telegram", "-5", "-1005")
    assert await accounts(store, "-1005") == ["dupont", "durand"]
    assert await accounts(store, "-5") == []
    assert [(await store.question(one)).state for one in ids] == ["open", "answered", "asked"]
    assert await store.shown(ids[0]) == []


async def test_notes(store: Store) -> None:
    assert await store.note("dupont", "offset") is None
    for value in (5, "plain text", None, ["é", {"a": 1.5}], True):
        await store.set_note("dupont", "offset", value)
        assert await store.note("dupont", "offset") == value
    await store.set_note("dupont", "other", 1)
    assert await store.note("dupont", "offset") is True
    assert await store.note("durand", "offset") is None


async def test_racing_notes_lose_none(store: Store) -> None:
    await asyncio.gather(*(store.set_note("dupont", f"k{n}", n) for n in range(20)))
    assert [await store.note("dupont", f"k{n}") for n in range(20)] == list(range(20))


async def test_counts(store: Store, facts: Facts) -> None:
    assert await store.counts() == {"notice": {}, "mail": {}, "question": {}}
    await facts.proposed(store, "F-1")
    await store.move(await facts.proposed(store, "F-2"), of=NoticeState.PROPOSED, to=NoticeState.SENT)
    await store.keep_mail(
        "dupont", folder="INBOX", uidvalidity=1, uid=1, raw=b"", message_id="", digest="d", received_at=NOW
    )
    assert await store.counts() == {
        "notice": {NoticeState.PROPOSED: 1, NoticeState.SENT: 1},
        "mail": {MailState.KEPT: 1},
        "question": {},
    }
