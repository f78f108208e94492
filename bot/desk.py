"""The owner's desk: taps, commands and words from any chat, after a look at who speaks. Strangers get nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot import dropped
from bot.answer import HOW, WAITING, Answer
from bot.audience import seen
from bot.books import Books
from bot.core.case import Case, NoticeState
from bot.core.question import Card, Choice, Found, Question, QuestionKind, Reply
from bot.errors import MissingError
from bot.office import Office
from bot.ordered import MootError
from bot.orders import Orders, Seat
from bot.pairing import Pairing
from bot.redraft import Redraft, is_letter, is_whole_letter

log = structlog.get_logger("desk")

ONE_BY_ONE = 10
"""Cards that the digest shows again at once."""

EDITING_LASTS = timedelta(minutes=30)
"""After "Edit", whatever he replies to that card is meant as its text."""

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
        self.redraft = Redraft(books, offices, answer)
        self._editing: dict[tuple[str, str], tuple[int, datetime]] = {}  # who has tapped "Edit", of which card

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
        offered = question.state in WAITING and code in {option.code for option in question.options}
        if code == Choice.READ:
            return Reply(text="", quote=await self.answer.whole(question))
        if code == Choice.RESTORE and offered:
            reply = await self.redraft.restore(question, by=seat.name, now=now)
            self.ring()
            return reply
        if code in HOW and offered:
            if code == Choice.EDIT:
                self._editing[seat.channel, seat.address] = (question.id, now)
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
        if done and code == Choice.APPROVE_ALL:
            return await self._told(question, "approved_all", now, **await self._left_out(question))
        return await self._told(question, "done" if done else "already", now)

    async def _left_out(self, digest: Question) -> dict[str, object]:
        """After "send all": how many will leave, and whose texts do not."""
        ids = digest.facts.get("approve")
        left, leaving = [], 0
        for one in await self.books.questions_found(ids if isinstance(ids, list) else ()):
            notice = await self.books.notice(one.notice_id) if one.notice_id is not None else None
            if notice is not None and one.chosen == Choice.APPROVE and notice.state is not NoticeState.STALE:
                leaving += 1
            elif one.case_id is not None:
                left.append((await self.books.case(one.case_id)).debtor.name)
        return {"leaving": leaving, "left": list(dict.fromkeys(left))}

    async def _each(self, digest: Question, now: datetime) -> list[Card]:
        """The texts that wait, once more, to be looked at."""
        ids = digest.facts.get("approve")
        found = await self.books.questions_found(ids if isinstance(ids, list) else ())
        mine = [q for q in found if q.state in WAITING and q.account == digest.account]
        return [await self.answer.card(q, now) for q in mine[:ONE_BY_ONE]]

    async def _told(self, question: Question, key: str, now: datetime, **facts: object) -> Reply:
        """How the card stands after a tap; the loops look at once."""
        self.ring()
        card = await self.answer.card(await self.books.question(question.id), now)
        return Reply(text=self._say(self.offices[question.account], key, **facts), card=card)

    async def command(self, *, channel: str, address: str, name: str, argument: str, mark: str = "") -> Reply | None:
        """``/who`` and its like, for all accounts of this owner."""
        seat = await self._seat(channel, address)
        if seat is None:
            return None
        if name == "leave":
            return await self.pairing.leave(seat, argument, self.clock())
        if name in CHANGES and not seat.decides:
            return self._nothing(seat, "sees")
        acting = replace(seat.acting, mark=mark) if name in CHANGES else seat
        try:
            reply = await self.orders.run(acting, name, argument.strip(), self.clock())
        except MissingError as error:
            log.warning("a command about what is gone", error=str(error))
            return self._nothing(seat, "gone")
        self.ring()
        return self._seen(seat, reply)

    async def page(self, *, channel: str, address: str, name: str, number: int) -> Reply | None:
        """A button under a list: it shows more, and changes nothing."""
        seat = await self._seat(channel, address)
        if seat is None:
            return None
        return self._seen(seat, await self.orders.page(seat, name, number, self.clock()))

    async def search(self, *, channel: str, address: str, words: str) -> tuple[Found, ...]:
        """Debtors of this owner's accounts. It changes nothing: also who sleeps may have typed a letter too many."""
        seat = await self._seat(channel, address, acts=False)
        return await self.orders.looking.search(seat, words.strip(), self.clock()) if seat is not None else ()

    async def text(self, *, channel: str, address: str, text: str, answers: str | None) -> Reply | None:
        """Plain words: about the card that is replied to, or about whom they name; else a friendly line."""
        seat = await self._seat(channel, address)
        if seat is None:
            return None
        if not seat.decides:
            return self._nothing(seat, "sees")
        try:
            reply = await self._written(seat.acting, text, answers)
        except MissingError as error:
            log.warning("words about what is gone", error=str(error))
            return self._nothing(seat, "gone")
        self.ring()
        return self._seen(seat, reply)

    async def _written(self, seat: Seat, text: str, answers: str | None) -> Reply:
        now = self.clock()
        question = await self._answered(seat, answers)
        if question is None:
            return await self.orders.told.propose(seat, text, now)
        if question.account in seat.sees:
            return self._nothing(seat, "sees")
        if question.kind is QuestionKind.UNKNOWN_SENDER and question.state in WAITING:
            return await self.orders.whose(seat, question, text, now)
        case = await self.books.case(question.case_id) if question.case_id is not None else None
        if case is not None and (question.kind is QuestionKind.APPROVE or question.bound_to):
            return await self._of_text(seat, question, case, text, now)
        return await self.orders.told.propose(seat, text, now, about=case)

    async def _of_text(self, seat: Seat, question: Question, case: Case, text: str, now: datetime) -> Reply:
        """A reply to the card of a text: an order about its case; else other words for it, if they may be that."""
        place = (seat.channel, seat.address)
        asked, at = self._editing.get(place, (0, now))
        letter = is_letter if question.kind is QuestionKind.APPROVE else is_whole_letter
        told = letter(text) or (asked == question.id and now - at < EDITING_LASTS)
        if not told or await self.orders.told.is_order(seat, text, now, case):
            if question.kind is not QuestionKind.APPROVE:
                return await self.orders.told.propose(seat, text, now, about=case)
            otherwise = "edit_or_order" if question.state in WAITING else "no_text"
            return await self.orders.told.propose(seat, text, now, about=case, otherwise=otherwise)
        office = self.offices[question.account]
        if question.state not in WAITING:
            held_back = question.held_back and question.undo_until is not None and now < question.undo_until
            return Reply(text=self._say(office, "undo_first" if held_back else "already"))
        self._editing.pop(place, None)
        change = self.redraft.words if question.kind is QuestionKind.APPROVE else self.redraft.answered_in
        return await change(question, text, by=seat.name, now=now)

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
        """A table goes into the books; a PDF as a reply to a card goes with that message, or answers that mail."""
        seat = await self._seat(channel, address)
        if seat is None:
            return None
        if not seat.decides:
            return self._nothing(seat, "sees")
        data = await dropped.fetched(size, fetch)
        if isinstance(data, str):
            home = self.offices[seat.decides[0]]
            return Reply(text=self._say(home, data, name=dropped.called(name)))
        try:
            reply = await self._filed(seat.acting, name, data, note, answers)
        except MissingError as error:
            log.warning("a file for what is gone", error=str(error))
            return self._nothing(seat, "gone")
        self.ring()
        return reply

    async def _filed(self, seat: Seat, name: str, data: bytes, note: str, answers: str | None) -> Reply:
        question, now = await self._answered(seat, answers), self.clock()
        if question is not None and question.account in seat.sees:
            return self._nothing(seat, "sees")
        if question is not None and not dropped.is_table(data):
            if question.case_id is not None:
                await self.books.case(question.case_id)  # raises MissingError
            return await self.redraft.attach(question, name, data, by=seat.name, now=now)
        # The card says which account it is of.
        accounts = seat.accounts if question is None else (question.account,)
        said = await dropped.take(
            self.books, self.offices, accounts, name=name, data=data, note=note, by=seat.name, now=now
        )  # fmt: skip
        return Reply(text=said)

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
        """A card stands there now, perhaps not only there: it is closed, and may be replied to, in every place."""
        await self.books.add_shown(question_id, channel, address, reference)

    async def pair(self, *, channel: str, address: str, name: str, code: str) -> Reply | None:
        """The one-time code that `relance pair` showed makes this address an owner."""
        reply = await self.pairing.pair(channel=channel, address=address, name=name, code=code, now=self.clock())
        if reply is None:
            return await self.meaningless(channel=channel, address=address, which="code")
        self.ring()
        return reply

    async def _answered(self, seat: Seat, reference: str | None) -> Question | None:
        """The card that is replied to; None: what stands there is no card, or not one of his."""
        if reference is None:
            return None
        question_id = await self.books.question_of_reference(seat.channel, seat.address, reference)
        question = await self._question(question_id or 0)
        return question if question is not None and question.account in (*seat.accounts, *seat.sees) else None

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
            if self.answer.heard(channel, address):
                self.ring()
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
