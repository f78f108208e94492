"""The owner's flow: ask what is open, apply what he chose, once. Never trusts an address it does not know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.books import Books
from bot.core.because import Because
from bot.core.case import Owner
from bot.core.question import Card, Choice, Question, QuestionState
from bot.effects import Effects
from bot.errors import DeliveryError
from bot.office import Office

log = structlog.get_logger("answer")

WAITING = (QuestionState.OPEN, QuestionState.ASKED)


class Speaker(Protocol):
    """A chat with the owner, as this flow uses it."""

    @property
    def name(self) -> str: ...

    async def show(self, owner: Owner, card: Card) -> str: ...

    async def amend(self, owner: Owner, reference: str, card: Card) -> None: ...


class Answer:
    """Shows questions and applies choices for all offices."""

    def __init__(
        self,
        books: Books,
        offices: Mapping[str, Office],
        effects: Effects,
        speakers: dict[str, Speaker],
    ) -> None:
        self.books = books
        self.offices = offices
        self.effects = effects
        self.speakers = speakers
        self._retry: dict[str, datetime] = {}

    # --- asking -----------------------------------------------------------------------------------------------

    async def ask(self, now: datetime) -> bool:
        """Show one open question to the owners of its account. While a chat is away the question waits in its row."""
        for question in await self.books.questions((QuestionState.OPEN,), limit=50):
            if await self._show(question, now):
                return True
        return await self._close_cards(now)

    async def _show(self, question: Question, now: datetime) -> bool:
        """True when at least one owner has it now."""
        there = {(channel, address) for channel, address, _ in await self.books.shown(question.id)}
        reached = bool(there)
        for owner in await self.books.owners(question.account):
            speaker = self.speakers.get(owner.channel)
            if speaker is None or (owner.channel, owner.address) in there:
                continue
            if self._retry.get(owner.channel, now) > now:
                continue
            card = await self.card(question, now)
            try:
                reference = await speaker.show(owner, card)
            except DeliveryError as error:
                log.warning("cannot ask", channel=owner.channel, question=question.id, error=str(error))
                if not error.permanent:
                    self._retry[owner.channel] = now + timedelta(seconds=30)
                continue
            await self.books.set_shown(question.id, owner.channel, owner.address, reference)
            reached = True
        if reached:
            await self.books.mark_asked(question.id)
        return reached

    async def card(self, question: Question, now: datetime) -> Card:
        """The question as the owner sees it today; without buttons once it is over."""
        office = self.offices[question.account]
        case = await self.books.case(question.case_id) if question.case_id is not None else None
        return office.words.card(
            question, account=office.account, case=case, language=office.account.language, today=office.today(now)
        )

    async def _close_cards(self, now: datetime) -> bool:
        """Questions that ended by themselves lose their buttons."""
        ended = await self.books.ended_questions()
        for question in ended:
            await self.amend(question, now)
            await self.books.closed_card(question.id)
        return bool(ended)

    async def amend(self, question: Question, now: datetime) -> None:
        """Edit the card wherever it was shown. A chat that is away does not matter: the row decides."""
        card = await self.card(question, now)
        owners = {(o.channel, o.address): o for o in await self.books.owners(question.account)}
        for channel, address, reference in await self.books.shown(question.id):
            owner, speaker = owners.get((channel, address)), self.speakers.get(channel)
            if owner is None or speaker is None:
                continue
            try:
                await speaker.amend(owner, reference, card)
            except DeliveryError as error:
                log.warning("cannot amend", channel=channel, question=question.id, error=str(error))

    # --- applying ---------------------------------------------------------------------------------------------

    async def apply(self, question: Question, code: str, *, by: str, now: datetime) -> bool:
        """Apply one choice. False: somebody was faster, or it is over. The row decides, so that a tap acts once."""
        option = next((o for o in question.options if o.code == code), None)
        if option is None or option.choice is Choice.EDIT:
            return False
        office = self.offices[question.account]

        async def write() -> bool:
            if not await self.books.answer(question.id, choice=code, by=by, now=now):
                return False
            await self.books.record(
                question.account,
                case_id=question.case_id,
                at=now,
                what="answered",
                because=Because.OWNER_CHOSE,
                by=by,
                facts={"question": question.id, "kind": question.kind, "choice": code},
            )
            await self.effects.take(office, question, option.choice, by=by, now=now)
            return True

        if option.choice is Choice.THIS_CASE and option.argument is not None:
            return await self.effects.this_case(office, question, option.argument, code, by=by, now=now)
        done = await self.books.atomic(write)
        log.info("answered", account=question.account, question=question.id, choice=code, done=done)
        return done
