"""The owner's desk: taps, commands and words from any chat, after a look at who speaks. Strangers get nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import structlog

from bot import draft as drafting
from bot import dropped
from bot.answer import HOW, WAITING, Answer
from bot.audience import seen
from bot.books import Books
from bot.core.because import Because
from bot.core.case import NoticeState
from bot.core.notice import Draft, Notice
from bot.core.question import Card, Choice, Found, Question, QuestionKind, Reply
from bot.core.triage import options
from bot.effects import plan_for
from bot.errors import MissingError, TextError
from bot.office import Office
from bot.ordered import MootError
from bot.orders import Orders, Seat
from bot.pairing import Pairing

log = structlog.get_logger("desk")

ONE_BY_ONE = 10
"""Cards that the digest shows again at once."""

SHOWN_AGAIN = 2000
"""Cards shown a second time (by /today, /calls) of which the message is remembered."""

CHANGES = frozenset({"paid", "pause", "resume", "silence", "credit"})
"""Commands of those who decide."""


class Desk:
    """What channels call. ``ring`` wakes the loops, so that what the owner chose happens at once."""

    def __init__(
        self,
        books: Books,
        offices: Mapping[str, Office],
        answer: Answer,
        orders: Orders,
        *,
        clock: Callable[[], datetime],
        ring: Callable[[], None],
    ) -> None:
        self.books = books
        self.offices = offices
        self.answer = answer
        self.orders = orders
        self.clock = clock
        self.ring = ring
        self.pairing = Pairing(books, offices)
        self._again: dict[tuple[str, str, str], int] = {}

    async def tap(self, *, channel: str, address: str, question_id: int, code: str) -> Reply | None:
        """A button. The question's account must be one of this owner's; a second tap finds it answered."""
        seat = await self._seat(channel, address)
        if seat is None:
            return None
        question = await self._question(question_id)
        if question is None or question.account not in seat.accounts:
            return self._nothing(seat, "button")
        if question.account not in seat.decides:
            return self._nothing(seat, "sees")
        try:
            return self._seen(seat, await self._tapped(seat, question, code))
        except MissingError as error:  # its case, or what it speaks of, is not in the books any more
            log.warning("a tap for what is gone", question=question.id, error=str(error))
            return self._nothing(seat, "gone")

    async def _tapped(self, seat: Seat, question: Question, code: str) -> Reply:
        now = self.clock()
        office = self.offices[question.account]
        if question.case_id is not None:
            await self.books.case(question.case_id)  # raises MissingError
        opened = await self.answer.opened(question, code, now)
        if opened is not None:
            return Reply(text="", card=opened)
        if code == Choice.ONE_BY_ONE and question.kind is QuestionKind.DIGEST:
            return Reply(text="", cards=tuple(await self._each(question, now)))
        if code in HOW and question.state in WAITING and code in {option.code for option in question.options}:
            case = await self.books.case(question.case_id) if question.case_id is not None else None
            return Reply(text=self._say(office, HOW[Choice(code)], case=case))
        if code == Choice.UNDO:
            undone = await self.answer.take_back(question, by=seat.name, now=now)
            return await self._told(question, f"undo.{undone}", now)
        if code == Choice.NOW:
            sure = await self.answer.no_undo(question, by=seat.name, now=now)
            return await self._told(question, "done" if sure else "already", now)
        try:
            done = await self.answer.apply(question, code, by=seat.name, now=now)
        except MootError:
            return await self._told(question, "moot", now)
        return await self._told(question, "done" if done else "already", now)

    async def _each(self, digest: Question, now: datetime) -> list[Card]:
        """The texts that wait, once more, to be looked at."""
        ids = digest.facts.get("approve")
        found = await self.books.questions_found(ids if isinstance(ids, list) else ())
        mine = [q for q in found if q.state in WAITING and q.account == digest.account]
        return [await self.answer.card(q, now) for q in mine[:ONE_BY_ONE]]

    async def _told(self, question: Question, key: str, now: datetime) -> Reply:
        """How the card stands after a tap; the loops look at once."""
        self.ring()
        card = await self.answer.card(await self.books.question(question.id), now)
        return Reply(text=self._say(self.offices[question.account], key), card=card)

    async def command(self, *, channel: str, address: str, name: str, argument: str) -> Reply | None:
        """``/who`` and its like, for all accounts of this owner."""
        seat = await self._seat(channel, address)
        if seat is None:
            return None
        if name == "leave":
            return await self.pairing.leave(seat, argument, self.clock())
        if name in CHANGES and not seat.decides:
            return self._nothing(seat, "sees")
        acting = replace(seat, accounts=seat.decides) if name in CHANGES else seat
        reply = await self.orders.run(acting, name, argument.strip(), self.clock())
        self.ring()
        return self._seen(seat, reply)

    async def page(self, *, channel: str, address: str, name: str, number: int) -> Reply | None:
        """A button under a list: it shows more, and changes nothing."""
        seat = await self._seat(channel, address)
        return await self.orders.page(seat, name, number, self.clock()) if seat is not None else None

    async def search(self, *, channel: str, address: str, words: str) -> tuple[Found, ...]:
        """Debtors of this owner's accounts. It changes nothing: also who sleeps may have typed a letter too many."""
        seat = await self._seat(channel, address, acts=False)
        return await self.orders.looking.search(seat, words.strip(), self.clock()) if seat is not None else ()

    async def text(self, *, channel: str, address: str, text: str, answers: str | None) -> Reply | None:
        """Plain words: the new text of the card that is replied to; else a friendly line."""
        seat = await self._seat(channel, address)
        if seat is None:
            return None
        if not seat.decides:
            return self._nothing(seat, "sees")
        wide, seat = seat, replace(seat, accounts=seat.decides)
        question = await self._answered(seat, answers) if answers else None
        if question is not None and question.kind is QuestionKind.UNKNOWN_SENDER and question.state in WAITING:
            reply = await self.orders.whose(seat, question, text, self.clock())
            self.ring()
            return reply
        if question is None or question.kind is not QuestionKind.APPROVE or question.state not in WAITING:
            about = question.case_id if question is not None else None
            case = await self.books.case(about) if about is not None else None
            proposed = await self.orders.told.propose(seat, text, self.clock(), about=case)
            self.ring()
            return self._seen(wide, proposed)
        reply = await self._edit(question, text, seat.name)
        self.ring()
        return reply

    async def file(
        self,
        *,
        channel: str,
        address: str,
        name: str,
        size: int,
        note: str,
        answers: str | None,
        fetch: dropped.Fetch,
    ) -> Reply | None:
        """A table goes into the books; a PDF as a reply to a card goes with that message."""
        seat = await self._seat(channel, address)
        if seat is None:
            return None
        if not seat.decides:
            return self._nothing(seat, "sees")
        seat = replace(seat, accounts=seat.decides)
        home = self.offices[seat.accounts[0]]
        data = await dropped.fetched(size, fetch)
        if data is None:
            return Reply(text=self._say(home, "file_too_large", name=name))
        question = await self._answered(seat, answers) if answers else None
        if question is not None:
            reply = await self._attach(question, name, data, seat.name)
        else:
            said = await dropped.take(
                self.books, self.offices, seat.accounts, name=name, data=data, note=note, by=seat.name,
                now=self.clock(),
            )  # fmt: skip
            reply = Reply(text=said)
        self.ring()
        return reply

    async def _attach(self, question: Question, name: str, data: bytes, by: str) -> Reply:
        """The message that a card shows, with this PDF: shown once more before anything leaves."""
        office, now = self.offices[question.account], self.clock()
        if question.kind is not QuestionKind.APPROVE or question.state not in WAITING:
            return Reply(text=self._say(office, "file_no_card"))
        if not dropped.is_pdf(data) or dropped.is_encrypted(data):
            return Reply(text=self._say(office, "file_only_pdf", name=name))
        assert question.notice_id is not None
        notice = await self.books.notice(question.notice_id)
        beside = [copy for one in notice.draft.attach if (copy := office.attachment(one)) is not None]
        if len(data) + sum(len(copy[2]) for copy in beside) > drafting.COPIES_AT_MOST:
            return Reply(text=self._say(office, "file_too_large", name=name))
        attach = tuple(dict.fromkeys((*notice.draft.attach, office.keep(name, data))))
        draft = replace(notice.draft, attach=attach)
        new = await self.books.atomic(lambda: self._replace(question, notice, draft, by, now))
        return Reply(text=self._say(office, "already" if new is None else "file_attached", name=name))

    async def meaningless(self, *, channel: str, address: str, which: str) -> Reply | None:
        """No order at all: whoever is known here is told so in one line."""
        seat = await self._seat(channel, address)
        return self._nothing(seat, which) if seat is not None else None

    def _nothing(self, seat: Seat, what: str) -> Reply:
        return Reply(text=self._say(self.offices[seat.accounts[0]], f"nothing.{what}"))

    async def moved(self, *, channel: str, address: str, to: str) -> None:
        """An owner's chat has another address: he decides from there, and what waits is shown there."""
        if await self.books.move_owner(channel, address, to):
            log.info("an owner's chat has moved", channel=channel)
            self.ring()

    async def placed(self, *, channel: str, address: str, question_id: int, reference: str) -> None:
        """A card stands there now: it is closed there too. One that stands elsewhere in the same chat stays known.

        What is replied to a card that was shown again is for that card, as long as we remember it.
        """
        if not any((channel, address) == place[:2] for place in await self.books.shown(question_id)):
            await self.books.set_shown(question_id, channel, address, reference)
            return
        self._again[channel, address, reference] = question_id
        while len(self._again) > SHOWN_AGAIN:
            del self._again[next(iter(self._again))]

    async def pair(self, *, channel: str, address: str, name: str, code: str) -> Reply | None:
        """The one-time code that `relance pair` showed makes this address an owner."""
        reply = await self.pairing.pair(channel=channel, address=address, name=name, code=code, now=self.clock())
        if reply is None:
            return await self.meaningless(channel=channel, address=address, which="code")
        self.ring()
        return reply

    async def _edit(self, question: Question, text: str, by: str) -> Reply:
        """New words for a notice: checked against the ledger, then shown again; the old approval is void."""
        assert question.notice_id is not None
        assert question.case_id is not None
        office = self.offices[question.account]
        now = self.clock()
        notice = await self.books.notice(question.notice_id)
        case = await self.books.case(question.case_id)
        draft = notice.draft
        try:
            plan = plan_for(office, case, draft.proposed_on) if draft.text == "reply_plan" else ()
        except ValueError:  # paid meanwhile: there is nothing left to plan
            return Reply(text=self._say(office, "already"))
        try:
            edited = drafting.with_words(office, case, draft, text, plan=plan)
        except TextError as error:
            return Reply(text=self._say(office, "edit_wrong", wrong=(str(error),), forbidden=(), missing=()))
        if isinstance(edited, drafting.Refusal):
            return Reply(
                text=self._say(
                    office, "edit_wrong", wrong=edited.wrong, forbidden=edited.forbidden, missing=edited.missing
                )
            )
        fresh = edited
        new = await self.books.atomic(lambda: self._replace(question, notice, fresh, by, now))
        if new is None:
            return Reply(text=self._say(office, "already"))
        return Reply(text=self._say(office, "edited"))

    async def _replace(self, question: Question, notice: Notice, draft: Draft, by: str, now: datetime) -> int | None:
        if notice.state is not NoticeState.PROPOSED or not await self.books.redraft(notice.id, draft):
            return None
        await self.books.expire_questions(notice_id=notice.id, now=now)
        await self.books.record(
            question.account, case_id=question.case_id, at=now, what="edited", because=Because.OWNER_CHOSE, by=by,
            facts={"notice": notice.id},
        )  # fmt: skip
        return await self.books.ask(
            account=question.account,
            kind=QuestionKind.APPROVE,
            options=options(QuestionKind.APPROVE),
            now=now,
            case_id=question.case_id,
            notice_id=notice.id,
            bound_to=draft.fingerprint,
            facts=drafting.preview(draft),
        )

    async def _answered(self, seat: Seat, reference: str) -> Question | None:
        """The card that is replied to; one that is shown again, and forgotten, is taken for the only text that waits.

        Taking the wrong one does no harm: the new words are shown once more before anything leaves.
        """
        question_id = await self.books.question_of_reference(seat.channel, seat.address, reference)
        question_id = question_id or self._again.get((seat.channel, seat.address, reference))
        if question_id is not None:
            question = await self._question(question_id)
            return question if question is not None and question.account in seat.accounts else None
        waiting = [q for account in seat.accounts for q in await self.books.questions(WAITING, account=account)]
        texts = [q for q in waiting if q.kind is QuestionKind.APPROVE]
        return texts[0] if len(texts) == 1 else None

    async def _question(self, question_id: int) -> Question | None:
        """Anybody can forge a button: the number may be no question at all."""
        found = await self.books.questions_found((question_id,)) if 0 < question_id < 2**53 else []
        return found[0] if found else None

    async def _seat(self, channel: str, address: str, *, acts: bool = True) -> Seat | None:
        places = [place for place in await self.books.owners_at(channel, address) if place.account in self.offices]
        if not places:
            return None
        decides = tuple(place.account for place in places if place.decides)
        if acts:
            self.answer.acted |= dict.fromkeys(decides, self.clock())
        accounts = tuple(place.account for place in places)
        return Seat(channel=channel, address=address, accounts=accounts, decides=decides)

    def _seen(self, seat: Seat, reply: Reply) -> Reply:
        """Its cards as this owner sees them."""

        def of(card: Card) -> Card:
            account, several = self.offices[card.account].account, len(seat.accounts) > 1
            return seen(card, account, decides=card.account in seat.decides, several=several)

        card = of(reply.card) if reply.card is not None else None
        return replace(reply, card=card, cards=tuple(of(one) for one in reply.cards))

    def _say(self, office: Office, key: str, /, **facts: object) -> str:
        return office.words.say(key, language=office.account.language, **facts)
