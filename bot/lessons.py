"""What an owner's corrections teach the reader of his account, and the proof that it harms nothing. Decides no case."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Protocol

import structlog

from bot import readers, replies
from bot.core.mail import Correction, Letter, Mail
from bot.core.reading import Label, Lesson, Reading
from bot.core.score import Meant, figures, worse
from bot.office import Office
from bot.replies import Reply

log = structlog.get_logger("lessons")

FROZEN = Path(readers.__file__).parent / "_frozen.jsonl"
"""Labelled replies that no lesson may make any figure worse on. They are never trained on, and never changed."""

MOST = 200
"""Corrections that are learnt from: the latest."""


class Books(Protocol):
    """What is asked of the store."""

    async def corrections(self, account: str) -> list[Correction]: ...
    async def mail(self, mail_id: int) -> Mail: ...
    async def record(
        self, account: str, *, case_id: int | None, at: datetime, what: str, facts: Mapping[str, object]
    ) -> int: ...


class Pupil:
    """A member of the shelf of readers, for one account: it reads with what this account's owner has taught it.

    ``learnt`` is a value that only the member understands. It is swapped whole, so a reading never sees half of it.
    """

    def __init__(self, member: Callable[[], ModuleType]) -> None:
        self.member = member  # imported with the first reply: most commands read none
        self.learnt: object | None = None

    def __call__(self, said: str, **about: object) -> Reading:
        more = {} if self.learnt is None else {"learnt": self.learnt}
        reading = self.member().read(said, **about, **more)
        assert isinstance(reading, Reading)
        return reading


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """What is learnt from so many lessons; ``left_out``: the places of those that would do harm."""

    learnt: object | None = None
    used: int = 0
    left_out: tuple[int, ...] = ()


class School:
    """Has each account's reader learn whenever its corrections change: at the start, after a tap, after an undo."""

    def __init__(
        self, books: Books, offices: Mapping[str, Office], letter: Callable[[Office, Mail], Awaitable[Letter]]
    ) -> None:
        self.books = books
        self.offices = offices
        self.letter = letter
        self._taught: dict[str, list[Correction]] = {}

    async def tick(self, now: datetime) -> bool:
        for office in self.offices.values():
            if isinstance(office.read, Pupil):
                await self._teach(office, office.read, now)
        return False

    async def _teach(self, office: Office, pupil: Pupil, now: datetime) -> None:
        account = office.account.id
        latest = {c.mail_id: c for c in await self.books.corrections(account)}
        corrections = list(latest.values())[-MOST:]
        known = self._taught.get(account)
        if corrections == known:
            return
        if not (corrections or known) or not hasattr(pupil.member(), "learn"):
            self._taught[account] = corrections
            return
        mails = [await self.books.mail(c.mail_id) for c in corrections]
        lessons = [
            lesson_of(await self.letter(office, mail), c.labels) for mail, c in zip(mails, corrections, strict=True)
        ]
        # The encoder takes its time; the loops go on meanwhile.
        accepted = await asyncio.to_thread(accept, pupil.member(), lessons)
        pupil.learnt = accepted.learnt
        log.info("learnt from corrections", account=account, used=accepted.used, left_out=len(accepted.left_out))
        for mail in [mails[place] for place in accepted.left_out] if known is not None else []:
            # In the case's history, once: a start tells nothing anew.
            await self.books.record(account, case_id=mail.case_id, at=now, what="not_learnt", facts={"mail": mail.id})
        self._taught[account] = corrections


def lesson_of(letter: Letter, labels: Sequence[str]) -> Lesson:
    """A corrected mail; whoever is insolvent is in hardship too, as the guide has it."""
    meant = {Label(label) for label in labels}
    if Label.INSOLVENCY in meant:
        meant.add(Label.HARDSHIP)
    return Lesson(said=letter.said, subject=letter.subject, labels=frozenset(meant))


def accept(member: ModuleType, lessons: Sequence[Lesson]) -> Accepted:
    """As many of the lessons as make no figure on the frozen replies worse."""
    frozen = _frozen()
    ordinary = [Lesson(said=r.said, subject=r.subject, labels=m.labels) for r, m in frozen]
    before = _shipped(member)

    learnt: dict[tuple[int, ...], object] = {}

    def harmless(some: Sequence[int]) -> bool:
        candidate = learnt[tuple(some)] = member.learn([lessons[n] for n in some], ordinary)
        harm = worse(before, _figures(member, candidate))
        if harm:
            log.warning("lessons would do harm", lessons=len(some), worse=harm)
        return not harm

    kept = _kept(range(len(lessons)), harmless)
    left_out = tuple(n for n in range(len(lessons)) if n not in kept)
    return Accepted(learnt=learnt[tuple(kept)] if kept else None, used=len(kept), left_out=left_out)


def _kept(some: Sequence[int], harmless: Callable[[Sequence[int]], bool]) -> list[int]:
    """All, or what is left when the harmful are looked for by halves. Two halves that only harm together: the older."""
    if not some or harmless(some):
        return list(some)
    if len(some) == 1:
        return []
    half = len(some) // 2
    older, newer = _kept(some[:half], harmless), _kept(some[half:], harmless)
    return older + newer if older and newer and harmless(older + newer) else older or newer


@cache
def _frozen() -> tuple[tuple[Reply, Meant], ...]:
    rows = [replies.row_of(line) for line in FROZEN.read_bytes().splitlines()]
    return tuple((replies.reply_of(row), replies.meant_of(row)) for row in rows)


@cache
def _shipped(member: ModuleType) -> Mapping[str, float | None]:
    return _figures(member, None)


def _figures(member: ModuleType, learnt: object | None) -> Mapping[str, float | None]:
    read = member.read if learnt is None else partial(member.read, learnt=learnt)
    return figures([(meant, replies.read(read, reply)) for reply, meant in _frozen()])
