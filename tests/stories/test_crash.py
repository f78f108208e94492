"""The power goes at any moment of a short story; the next life goes on. Never twice, never lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import App
from bot.core.case import NoticeState
from bot.core.mail import MailState
from bot.core.question import QuestionKind
from bot.mail.verdict import Outcome
from tests.stories.post import SECRET, Post
from tests.stories.town import PLUMBER, Town, town

BOIS = "compta@bois.example"
WRITES = (
    *("propose", "move", "record", "ask", "keep_mail", "settle_mail", "set_hold", "answer", "release_holds"),
    *("set_note", "expire_questions", "mark_asked", "add_shown", "closed_card"),
)


class PowerCut(BaseException):
    """No ``except`` of ours may see it."""


class Fuse:
    """Counts what is about to be written or sent; blows before the n-th."""

    def __init__(self, blows_at: int) -> None:
        self.left = blows_at

    def __call__(self, app: App) -> None:
        for name in WRITES:
            setattr(app.store, name, self._guarded(getattr(app.store, name)))
        outbox = app.offices["plomberie"].outbox
        send = self._guarded(outbox.send)

        async def send_then_count(*args: object, **known: object) -> Outcome:
            outcome = await send(*args, **known)
            self._count()  # the server has it, and we are gone
            assert isinstance(outcome, Outcome)
            return outcome

        outbox.send = send_then_count  # type: ignore[method-assign]

    def _guarded(self, call: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        async def guarded(*args: object, **known: object) -> object:
            self._count()
            return await call(*args, **known)

        return guarded

    def _count(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise PowerCut


class Story:
    """A reminder, a dispute, a tap, the next reminder. Each step can be begun again."""

    def __init__(self) -> None:
        self.replied = False
        self.steps = [self.first_reminder, self.dispute, self.tap, self.second_reminder, self.weeks]

    async def first_reminder(self, t: Town) -> None:
        await t.jump("2026-03-03")
        await self.owner_settles_doubt(t)

    async def dispute(self, t: Town) -> None:
        if not self.replied:
            self.replied = True
            await t.reply(BOIS, "Nous contestons cette facture : rien n'est terminé.", understand=False)
        await t.settle()

    async def tap(self, t: Town) -> None:
        if QuestionKind.DISPUTE in await t.kinds():
            await t.tap(QuestionKind.DISPUTE, "go_on")

    async def second_reminder(self, t: Town) -> None:
        await t.jump("2026-03-10")
        await self.owner_settles_doubt(t)

    async def weeks(self, t: Town) -> None:
        await t.jump("2026-03-13")

    async def owner_settles_doubt(self, t: Town) -> None:
        """He looks at what the debtor has got, and says so."""
        for minutes in (2, 5, 16, 31):
            if await t.app.store.notices(NoticeState.DOUBTFUL, account="plomberie"):
                await t.minutes(minutes)
        for notice in await t.app.store.notices(NoticeState.DOUBTFUL, account="plomberie"):
            reached = any(mail["Message-ID"] == notice.message_id for mail in t.to(BOIS))
            assert not reached, "its copy should have told"
            await t.tap(QuestionKind.DOUBTFUL, "resend")


@asynccontextmanager
async def prepared(folder: Path) -> AsyncIterator[Path]:
    """A database with one invoice, the evening before its first reminder."""
    (folder / "first").mkdir()
    async with town(folder / "first") as t:
        await t.invoices(f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business")
    yield folder / "first" / "town.db"


async def live(folder: Path, database: Path, blows_at: int) -> int:
    """Play the story with a power cut; returns how many writes were left to the fuse."""
    os.mkdir(folder)
    shutil.copy(database, folder / "town.db")
    fuse, story, step = Fuse(blows_at), Story(), 0
    async with Post(users={PLUMBER[2]: SECRET}) as servers:
        moment = None
        try:
            async with town(folder, servers=servers, wrap=fuse) as t:
                for step in range(len(story.steps)):
                    moment = t.now
                    await story.steps[step](t)
                    moment = t.now
                await as_it_should_be(t, "without a cut")
                return fuse.left
        except PowerCut:
            pass
        async with town(folder, servers=servers, now=moment) as t:
            await t.settle()
            for again in story.steps[step:]:
                await again(t)
            await as_it_should_be(t, f"cut before write {blows_at}, in {story.steps[step].__name__}")
    return fuse.left


async def as_it_should_be(t: Town, when: str) -> None:
    assert await t.diary(BOIS) == [("2026-03-03", "kind"), ("2026-03-10", "firm_friendly")], when
    assert await t.waiting() == [], when
    events = await t.events("F2026-001")
    happened = [e.what for e in events if e.what != "answered" or e.facts["kind"] == QuestionKind.DISPUTE]
    counted = {what: happened.count(what) for what in ("received", "held", "answered", "sent")}
    assert counted == {"received": 1, "held": 1, "answered": 1, "sent": 2}, when
    mails = await t.app.store.mails([*MailState], account="plomberie")
    assert [m.state for m in mails] == [MailState.UNDERSTOOD] * 3, when


ALL = 10**6
SHARES = 4


@pytest.mark.parametrize("share", range(SHARES))
async def test_the_power_may_go_at_any_moment(tmp_path: Path, share: int) -> None:
    async with prepared(tmp_path) as database:
        writes = ALL - await live(tmp_path / "whole", database, ALL)
        assert writes > 30
        for n in range(1 + share, writes + 1, SHARES):
            left = await live(tmp_path / f"cut-{n}", database, n)
            assert left <= 0, "the fuse has blown"
