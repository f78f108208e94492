"""An older backup is put back: what has left meanwhile is not sent again, and never taken for the debtor's word."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.core.because import Because
from bot.core.case import NoticeState
from bot.core.question import QuestionKind
from bot.mail.compose import message_id
from bot.mail.match import token_of
from tests.stories.post import SECRET, Post
from tests.stories.town import PLUMBER, Town, town

BOIS = "compta@bois.example"
ROW = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"


@asynccontextmanager
async def restored(folder: Path, *, lived_until: str, backup: str | None = None) -> AsyncIterator[Town]:
    """A town whose database is that of the evening before ``backup`` (else before anything left)."""
    async with Post(users={PLUMBER[2]: SECRET}) as servers:
        async with town(folder, servers=servers) as t:
            await t.invoices(ROW)
            if backup:
                await t.until(backup)
        shutil.copy(folder / "town.db", folder / "backup.db")
        now = t.now
        async with town(folder, servers=servers, now=now) as t:
            await t.until(lived_until)
            now = t.now
        shutil.copy(folder / "backup.db", folder / "town.db")
        async with town(folder, servers=servers, now=now) as t:
            yield t


async def test_a_reminder_that_left_after_the_backup_is_not_sent_again(tmp_path: Path) -> None:
    async with restored(tmp_path, lived_until="2026-03-03") as t:
        assert len(t.to(BOIS)) == 1
        await t.until("2026-03-09")
        assert len(t.to(BOIS)) == 1
        assert not t.phone.said
        assert await t.kinds() == [QuestionKind.DOUBTFUL]
        (notice,) = await t.app.store.notices(NoticeState.DOUBTFUL, account="plomberie")
        assert (notice.draft.step, notice.draft.to_email) == ("kind", BOIS)
        assert "received" not in await t.happened("F2026-001")
        card = t.phone.cards[(await t.question(QuestionKind.DOUBTFUL)).id]
        assert "une sauvegarde plus ancienne" in " ".join(card.lines)
        await t.tap(QuestionKind.DOUBTFUL, "was_sent")
        case = await t.case("F2026-001")
        assert [(p.step, p.on.isoformat()) for i in case.invoices for p in i.places] == [("kind", "2026-03-03")]
        await t.until("2026-03-12")
        assert len(t.to(BOIS)) == 2
        assert "un oubli" not in str(t.to(BOIS)[-1]["Subject"])


async def test_each_message_of_the_lost_weeks_is_asked_about(tmp_path: Path) -> None:
    async with restored(tmp_path, lived_until="2026-03-12") as t:
        assert len(t.to(BOIS)) == 2
        await t.until("2026-03-20")
        assert len(t.to(BOIS)) == 2
        doubtful = await t.app.store.notices(NoticeState.DOUBTFUL, account="plomberie")
        assert [n.draft.step for n in doubtful] == ["kind", "firm_friendly"]


async def test_the_owner_may_say_that_it_never_left(tmp_path: Path) -> None:
    async with restored(tmp_path, lived_until="2026-03-03") as t:
        await t.minutes(5)
        await t.tap(QuestionKind.DOUBTFUL, "resend")
        await t.until("2026-03-05")
        assert len(t.to(BOIS)) == 2


async def test_a_copy_of_an_unknown_text_holds_the_case(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(ROW)
        ident = message_id((await t.case("F2026-001")).token, "x", "martin.example")
        head = f"From: {PLUMBER[2]}\r\nTo: {BOIS}\r\nSubject: Merci\r\nMessage-ID: {ident}\r\n"
        raw = f"{head}\r\nNous contestons tout.\r\n"
        await t.deliver(raw.encode())
        await t.until("2026-03-12")
        assert t.to(BOIS) == []
        assert await t.holds("F2026-001") == {Because.UNSURE}
        assert await t.kinds() == [QuestionKind.UNSURE]


def test_the_token_is_found_in_a_message_id_of_ours_only() -> None:
    assert token_of(message_id("7k2m4qx9tb", "seed", "martin.example")) == "7k2m4qx9tb"
    assert token_of("<7k2m4qx9tb@martin.example>") == ""
    assert token_of("<" + "0" * 24 + ".illegal-to@martin.example>") == ""
    assert token_of("") == ""
