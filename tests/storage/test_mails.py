"""The incoming queue: every mail kept once, byte for byte, and understood once."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.mail import MailState
from bot.errors import StoreError
from storage import Store
from tests.storage.conftest import NOW, Facts

RAW = b"Subject: \xe9\0\r\n\r\n" + bytes(range(256))


async def keep(store: Store, uid: int, *, digest: str = "", uidvalidity: int = 1, message_id: str = "") -> int | None:
    return await store.keep_mail(
        "dupont",
        folder="INBOX",
        uidvalidity=uidvalidity,
        uid=uid,
        raw=RAW,
        message_id=message_id,
        digest=digest or f"digest of {uidvalidity}/{uid}",
        received_at=NOW,
    )


async def kept(store: Store, uid: int = 1) -> int:
    mail_id = await keep(store, uid)
    assert mail_id is not None
    return mail_id


async def test_a_mail_is_kept_whole_and_once(store: Store) -> None:
    assert await store.watermark("dupont", "INBOX") is None
    mail_id = await kept(store, 7)
    assert await keep(store, 7) is None
    assert await keep(store, 7, digest="other") is None
    mail = await store.mail(mail_id)
    assert (mail.raw, mail.account, mail.received_at) == (RAW, "dupont", NOW)
    assert (mail.state, mail.case_id, mail.trouble) == (MailState.KEPT, None, "")
    assert await store.watermark("dupont", "INBOX") == (1, 7)
    with pytest.raises(StoreError, match="there is no mail 99"):
        await store.mail(99)


async def test_the_same_content_at_another_place_is_known(store: Store) -> None:
    await keep(store, 1, digest="same")
    assert await keep(store, 2, digest="same") is None
    assert await store.watermark("dupont", "INBOX") == (1, 2)
    assert await keep(store, 1, digest="same", uidvalidity=2) is None
    assert await store.watermark("dupont", "INBOX") == (2, 1)
    assert len(await store.mails(MailState.KEPT)) == 1


async def test_the_watermark_never_goes_back(store: Store) -> None:
    await keep(store, 9)
    assert await keep(store, 4) is not None
    assert await store.watermark("dupont", "INBOX") == (1, 9)
    assert await store.watermark("dupont", "Junk") is None
    assert await store.watermark("durand", "INBOX") is None


async def test_another_accounts_copy_is_another_mail(store: Store) -> None:
    await keep(store, 1, digest="same")
    other = await store.keep_mail(
        "durand", folder="INBOX", uidvalidity=1, uid=1, raw=RAW, message_id="", digest="same", received_at=NOW
    )
    assert other is not None


async def test_mails_without_a_digest_are_not_the_same(store: Store) -> None:
    facts = {"folder": "INBOX", "uidvalidity": 1, "raw": RAW, "message_id": "", "digest": "", "received_at": NOW}
    for uid in (1, 2):
        assert await store.keep_mail("dupont", uid=uid, **facts) is not None  # type: ignore[arg-type]


async def test_two_readers_of_one_mailbox(url: str, store: Store) -> None:
    second = await Store.open(url)
    try:
        found = await asyncio.gather(*(keep(one, uid) for uid in range(1, 11) for one in (store, second)))
    finally:
        await second.close()
    assert sum(mail_id is not None for mail_id in found) == 10
    assert len(await store.mails(MailState.KEPT)) == 10


async def test_a_strangers_message_id_does_no_harm(store: Store) -> None:
    mail_id = await keep(store, 1, message_id="<\0" + "é" * 5000 + "\udcff>")
    assert mail_id is not None
    assert (await store.mail(mail_id)).message_id == "<" + "é" * 499


async def test_understood_once(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    mail_id = await kept(store)
    reading = {"labels": ["dispute"], "words": "é\0\udcff"}
    assert await store.mail_reading(mail_id) is None
    assert await store.settle_mail(mail_id, state=MailState.UNDERSTOOD, case_id=case_id, reading=reading)
    assert not await store.settle_mail(mail_id, state=MailState.UNDERSTOOD)
    assert not await store.settle_mail(mail_id, state=MailState.SHUNTED, trouble="late")
    mail = await store.mail(mail_id)
    assert (mail.state, mail.case_id, mail.trouble) == (MailState.UNDERSTOOD, case_id, "")
    assert await store.mail_reading(mail_id) == {"labels": ["dispute"], "words": "é\0?"}


async def test_a_shunted_mail_may_still_be_understood(store: Store) -> None:
    mail_id = await kept(store)
    assert await store.settle_mail(mail_id, state=MailState.SHUNTED, trouble="Traceback\0 …")
    assert (await store.mail(mail_id)).trouble == "Traceback …"
    assert not await store.settle_mail(mail_id, state=MailState.SHUNTED)
    assert await store.settle_mail(mail_id, state=MailState.UNDERSTOOD)
    assert (await store.mail(mail_id)).state is MailState.UNDERSTOOD


async def test_the_queue(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    ids = [await kept(store, uid) for uid in (3, 1, 2)]
    await store.settle_mail(ids[1], state=MailState.UNDERSTOOD, case_id=case_id)
    assert [mail.id for mail in await store.mails(MailState.KEPT)] == [ids[0], ids[2]]
    assert [mail.id for mail in await store.mails(MailState.KEPT, limit=1)] == [ids[0]]
    assert [mail.id for mail in await store.mails(MailState, case_id=case_id)] == [ids[1]]
    assert await store.mails(MailState.KEPT, account="durand") == []


async def test_moments_come_back_in_utc(store: Store) -> None:
    mail = await store.mail(await kept(store))
    assert mail.received_at.utcoffset() == timedelta(0)
