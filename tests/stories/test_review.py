"""Stories that a review of the code asked for: planted mails, late copies, a part that breaks, copies of invoices."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from bot.core.case import NoticeState
from bot.mail.compose import message_id
from tests.stories.town import PLUMBER, town

BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"


async def test_nobody_can_tell_the_message_id_of_a_mail_before_it_leaves(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-02", time(18))
        await t.jump("2026-03-03")
        (notice,) = await t.app.store.notices(NoticeState.SENT, account="plomberie")
        token, domain = (await t.case("F2026-001")).token, PLUMBER[2].rpartition("@")[2]
        assert notice.message_id == str(t.to(BOIS)[0]["Message-ID"])
        assert notice.message_id.endswith(f".{token}@{domain}>")
        assert notice.message_id not in {message_id(token, str(n), domain) for n in range(200)}


async def test_a_second_try_bears_the_same_message_id(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-02", time(18))
        t.servers.fault, t.servers.strikes = "later", 1
        await t.jump("2026-03-03")
        (tried,) = await t.app.store.notices(NoticeState.APPROVED, account="plomberie")
        await t.minutes(3)
        assert [str(mail["Message-ID"]) for mail in t.to(BOIS)] == [tried.message_id]
