"""The owner's flow: ask what is open, apply what he chose, once. Never trusts an address it does not know."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.audience import seen
from bot.books import Books
from bot.core.because import Because
from bot.core.case import Owner
from bot.core.question import (
    LONGEST_QUOTE,
    PRIVATE,
    Card,
    Choice,
    Option,
    Question,
    QuestionKind,
    QuestionState,
    option_of,
)
from bot.core.triage import MEANS, days_to_promise, other_labels, promised_day
from bot.corrections import labels_of
from bot.digest import Digest
from bot.effects import Effects, candidates
from bot.errors import DeliveryError
from bot.loop import attempt
from bot.office import Office
from bot.ordered import MootError

log = structlog.get_logger("answer")

SHORT_QUIET, LONG_QUIET = timedelta(seconds=30), timedelta(hours=1)
"""How long an owner is left alone after his chat was away, or refused for good (blocked)."""

PAGE = 500
"""Open questions looked at in one go. Those that wait for an owner who is away must not hide the later ones."""

WAITING = (QuestionState.OPEN, QuestionState.ASKED)


AWAKE = timedelta(minutes=15)
"""Who taps in the middle of the night is spoken to for so long."""

EXCHANGES = 4
"""Of the last things said, so many stand on a card for a call."""

_EXCHANGED = frozenset({"sent", "received", "promised", "promise_broken"})
HOW = {Choice.EDIT: "edit_how", Choice.SET_PLAN: "plan_how", Choice.CREDIT: "credit_how"}
"""Buttons that only say what to write."""

_ONLY_SHOWN = frozenset({*HOW, Choice.BACK, Choice.MISREAD, Choice.ONE_BY_ONE, Choice.RESTORE, Choice.READ})

_UNTOLD = frozenset({"asked", "answered", "proposed", "stale"})
"""Events that say nothing of why a question ended."""


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
        self.digest = Digest(books, offices)
        self._quiet: dict[tuple[str, str], datetime] = {}  # owners who cannot be reached, and until when
        self.acted: dict[str, datetime] = {}  # when an owner of an account last did something
        self._amended: dict[int, datetime | None] = {}  # answers that can be undone, and are told everywhere
        self._partly: dict[int, frozenset[tuple[str, str]]] = {}  # questions that some owners lack, and who has them

    def heard(self, channel: str, address: str) -> bool:
        """Somebody wrote from there: whoever had blocked the chat is back, and gets his cards at once. True: he had."""
        return self._quiet.pop((channel, address), None) is not None

    # --- asking -----------------------------------------------------------------------------------------------

    async def ask(self, now: datetime) -> bool:
        """Show open questions to the owners of their accounts. While a chat is away a question waits in its row."""
        shown = await self.digest.tell(now)
        for account, office in self.offices.items():
            if self._is_quiet(office, now):
                continue
            owners = await self.books.owners(account)
            for question in await self.books.questions((QuestionState.OPEN,), account=account, limit=PAGE):
                if self._waits(question, owners, now):
                    continue
                work = partial(self._show, question, owners, now)
                shown |= await attempt("question", work, question=question.id) or False
        return await self._close_cards(now) or shown

    def _is_quiet(self, office: Office, now: datetime) -> bool:
        """The owner sleeps, unless he himself has just done something: then he sees what follows from it."""
        quiet = office.account.quiet
        if quiet is None or now - self.acted.get(office.account.id, now - AWAKE) < AWAKE:
            return False
        return quiet.covers(now.astimezone(office.account.window.timezone).time())

    def _waits(self, question: Question, owners: Sequence[Owner], now: datetime) -> bool:
        """Everybody who can be reached has it, but not everybody: nothing to do, not even a look at its row."""
        there = self._partly.get(question.id)
        if there is None:
            return False
        without = {(o.channel, o.address) for o in owners if o.channel in self.speakers} - there
        return bool(without) and all(self._quiet.get(place, now) > now for place in without)

    async def _show(self, question: Question, owners: Sequence[Owner], now: datetime) -> bool:
        """Show it to every owner who does not have it yet. Returns whether somebody new has it now."""
        there = {(channel, address) for channel, address, _ in await self.books.shown(question.id)}
        new, missing = False, False
        for owner in owners:
            speaker, place = self.speakers.get(owner.channel), (owner.channel, owner.address)
            if speaker is None or place in there:
                continue
            if self._quiet.get(place, now) > now or not await self._reach(speaker, owner, question, now):
                missing = True
                continue
            there.add(place)
            new = True
        if missing:
            self._partly[question.id] = frozenset(there)
            return new
        self._partly.pop(question.id, None)
        if there:
            await self.books.mark_asked(question.id)
        return new

    async def _reach(self, speaker: Speaker, owner: Owner, question: Question, now: datetime) -> bool:
        try:
            card = await self._as_seen(await self.card(question, now), owner)
            reference = await speaker.show(owner, card)
        except DeliveryError as error:
            # Who has blocked the chat may come back, but is not asked every few seconds.
            self._quiet[owner.channel, owner.address] = now + (LONG_QUIET if error.permanent else SHORT_QUIET)
            log.warning("cannot ask", channel=owner.channel, question=question.id, error=str(error))
            return False
        await self.books.add_shown(question.id, owner.channel, owner.address, reference)
        return True

    async def _as_seen(self, card: Card, owner: Owner) -> Card:
        places = await self.books.owners_at(owner.channel, owner.address)
        several = sum(place.account in self.offices for place in places) > 1
        return seen(card, self.offices[card.account].account, decides=owner.decides, several=several)

    async def card(self, question: Question, now: datetime) -> Card:
        """The question as the owner sees it today; without buttons once it is over."""
        office = self.offices[question.account]
        case = await self.books.case(question.case_id) if question.case_id is not None else None
        if case is not None and question.kind is QuestionKind.CALL:
            zone = office.account.window.timezone
            said = [e for e in await self.books.events(case.id) if e.what in _EXCHANGED][-EXCHANGES:]
            told = [replace(event, at=event.at.astimezone(zone)) for event in said]
            question = replace(question, facts={**question.facts, "exchanges": told})
        if question.state not in WAITING:
            question = await self._over(office, question, now)
        elif question.mail_id is not None and len(_said(question)) > LONGEST_QUOTE:
            question = replace(question, options=(*question.options, Option(choice=Choice.READ)))
        return office.words.card(
            question, account=office.account, case=case, language=office.account.language, today=office.today(now)
        )

    async def _over(self, office: Office, question: Question, now: datetime) -> Question:
        """Who answered, and when, as the owner reads it; and what can still be done about it."""
        owners = {f"{o.channel}:{o.address}": o.name for o in await self.books.owners(question.account)}
        zone = office.account.window.timezone
        running = question.undo_until is not None and now < question.undo_until
        after = (Choice.UNDO, Choice.NOW) if question.held_back else (Choice.UNDO,)
        ended = await self._ended_by(question, owners)
        return replace(
            question,
            facts={**question.facts, **ended},
            answered_by=owners.get(question.answered_by, ""),
            answered_at=question.answered_at.astimezone(zone) if question.answered_at else None,
            undo_until=question.undo_until.astimezone(zone) if running and question.undo_until else None,
            options=(*question.options, *(Option(choice=c) for c in after if running)),
        )

    async def _ended_by(self, question: Question, owners: Mapping[str, str]) -> dict[str, object]:
        """What happened to the case at the moment when a question expired, and whose doing it was."""
        if question.state is not QuestionState.EXPIRED or question.case_id is None:
            return {}
        events = [e for e in await self.books.events(question.case_id) if e.at == question.answered_at]
        told = next((e for e in reversed(events) if e.what not in _UNTOLD), None)
        return {"ended": told, "ended_by": owners.get(told.by, "")} if told is not None else {}

    async def whole(self, question: Question) -> str:
        """All that the debtor wrote; a card shows its beginning."""
        if question.mail_id is None:
            return _said(question)
        mail = await self.books.mail(question.mail_id)
        return (await self.effects.listen.letter(self.offices[question.account], mail)).said

    async def opened(self, question: Question, code: str, now: datetime) -> Card | None:
        """A button that only opens others (the days of a promise), or goes back: the card with these. None: it acts."""
        office = self.offices[question.account]
        if question.state not in WAITING or _offered(question, code, office.today(now)) is None:
            return None
        match code:
            case Choice.PROMISED:
                further = days_to_promise(office.today(now))
            case Choice.MISREAD:
                further = other_labels(labels_of(question))
            case Choice.BACK:
                return await self.card(question, now)
            case _:
                return None
        return await self.card(replace(question, options=(*further, Option(choice=Choice.BACK))), now)

    async def _close_cards(self, now: datetime) -> bool:
        """Questions that ended lose their buttons, wherever they were shown."""
        closed = False
        for question in await self.books.undoable(now):
            # The others see at once that it is answered. Whoever is away sees it when the time is over.
            if self._amended.get(question.id) != question.answered_at and question.account in self.offices:
                self._amended[question.id] = question.answered_at
                await self.amend(question, now)
        for question in await self.books.ended_questions(now):
            self._amended.pop(question.id, None)
            if question.account not in self.offices or await self.amend(question, now):
                await self.books.closed_card(question.id)
                closed = True
        return closed

    async def amend(self, question: Question, now: datetime) -> bool:
        """Edit the card wherever it was shown. False: a chat is away, so try later; the row decides meanwhile."""
        card = await self.card(question, now)
        owners = {(o.channel, o.address): o for o in await self.books.owners(question.account)}
        everywhere = True
        for channel, address, reference in await self.books.shown(question.id):
            owner, speaker = owners.get((channel, address)), self.speakers.get(channel)
            if owner is None or speaker is None:
                continue
            if self._quiet.get((channel, address), now) > now:
                everywhere = False
                continue
            try:
                await speaker.amend(owner, reference, await self._as_seen(card, owner))
            except DeliveryError as error:
                log.warning("cannot amend", channel=channel, question=question.id, error=str(error))
                if not error.permanent:
                    self._quiet[channel, address] = now + SHORT_QUIET
                    everywhere = False
        return everywhere

    # --- applying ---------------------------------------------------------------------------------------------

    async def apply(self, question: Question, code: str, *, by: str, now: datetime) -> bool:
        """Apply one choice. False: somebody was faster, or it is over. The row decides, so that a tap acts once.

        Raises MootError when it cannot be done any more as it was shown; then the question is over.
        """
        office = self.offices[question.account]
        option = _offered(question, code, office.today(now))
        if option is None or option.choice in _ONLY_SHOWN or option == Option(choice=Choice.PROMISED):
            return False

        if option.choice is Choice.THIS_CASE and option.argument is not None and question.kind not in PRIVATE:
            return await self.effects.this_case(office, question, option.argument, code, by=by, now=now)
        take = partial(self.effects.take, office, question, option, by=by, now=now)
        return await self._taken(question, code, take, by=by, now=now)

    async def prepare(self, question: Question, *, by: str, now: datetime, beside: Sequence[str] = ()) -> bool:
        """A document, or other words, in reply to a card: its answer to the debtor becomes one to be approved."""
        take = partial(self.effects.prepare, self.offices[question.account], question, by, now, beside)
        return await self._taken(question, Choice.EDIT, take, by=by, now=now)

    async def _taken(
        self, question: Question, code: str, take: Callable[[], Awaitable[None]], *, by: str, now: datetime
    ) -> bool:
        """Answer the question and do what that means, all of it or nothing; with what takes it back."""
        touched = _touched(question)
        undo = timedelta(minutes=self.offices[question.account].account.undo_minutes)

        async def write() -> bool:
            before = await self.books.trace(question.account, touched) if undo else {}
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
            await take()
            if undo:
                after = await self.books.trace(question.account, touched)
                await self.books.keep_trace(question.id, before, after, until=now + undo)
            return True

        try:
            done = await self.books.atomic(write)
        except MootError as moot:
            log.info("moot", account=question.account, question=question.id, why=str(moot))
            await self.books.answer(question.id, choice="", by=by, now=now)
            raise
        log.info("answered", account=question.account, question=question.id, choice=code, done=done)
        return done

    async def take_back(self, question: Question, *, by: str, now: datetime) -> str:
        """Undo an answer. "done", or why not: "late", "left" (the message has left), "moved" (something else came)."""

        async def write() -> str:
            undone = await self.books.undo(question.id, now)
            if undone == "done":
                await self.books.record(
                    question.account, case_id=question.case_id, at=now, what="undone", because=Because.OWNER_CHOSE,
                    by=by, facts={"question": question.id, "kind": question.kind, "choice": question.chosen},
                )  # fmt: skip
            return undone

        undone = await self.books.atomic(write)
        log.info("undone", account=question.account, question=question.id, done=undone)
        if undone == "done":
            await self.amend(await self.books.question(question.id), now)
        return undone

    async def no_undo(self, question: Question, *, by: str, now: datetime) -> bool:
        """The owner is sure: what waits for his second thoughts may leave. False: it was so already."""
        done = await self.books.end_undo(question.id, now)
        log.info("sure", account=question.account, question=question.id, by=by, done=done)
        return done


def _said(question: Question) -> str:
    return str(question.facts.get("said") or question.facts.get("quote") or "")


def _touched(question: Question) -> Sequence[int]:
    """The cases that an answer may change."""
    told = question.facts.get("cases")
    if question.kind is QuestionKind.DIGEST and isinstance(told, list):
        return [int(case_id) for case_id in told]
    return [question.case_id] if question.case_id is not None else candidates(question)


def _offered(question: Question, code: str, today: date) -> Option | None:
    """The button with this code, if the card has it, or has the one that opens it."""
    option = next((o for o in question.options if o.code == code), None)
    if option is not None:
        return option
    option, offered = option_of(code), {o.choice for o in question.options}
    if option == Option(choice=Choice.BACK):
        return option
    if option is not None and option.argument is None and option.choice in MEANS and Choice.MISREAD in offered:
        return option
    if option is not None and option.choice is Choice.PROMISED and Choice.PROMISED in offered:
        return option if promised_day(option, today) is not None else None
    return None
