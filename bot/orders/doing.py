"""The owner's commands that change something: /pause, /resume, /paid, /silence. Each says what it did."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from bot import ordered
from bot.answer import Answer
from bot.books import Books
from bot.core import until
from bot.core.because import Because
from bot.core.case import SILENCE, Case, Invoice, silent_until
from bot.core.order import OrderKind
from bot.core.question import Choice, Option, Question, QuestionKind, Reply
from bot.core.sums import written_sum
from bot.office import Office
from bot.orders.seat import Finder, Seat, invoice_named

AGAIN = frozenset({"encore", "again", "bis"})
"""After an amount: a second payment of the same amount on the same day."""

BAD = {OrderKind.PAID: "bad_amount", OrderKind.CREDIT: "bad_credit"}
BOOKED = {OrderKind.PAID: "recorded_paid", OrderKind.CREDIT: "credited"}
KNOWN = {OrderKind.PAID: "paid_before", OrderKind.CREDIT: "credited_before"}
"""What he is told of an order that puts money into the books."""

_SAYS_WHO = re.compile(r"^(?:(?:c'est|c’est|it's|it’s|it is|this is|de|du|from|pour|for) )", re.IGNORECASE)
OFFERED = 4
"""Clients that a card of an unknown sender offers when a name means several."""

OFF = frozenset({"off", "fin", "non", "stop", "end"})
"""After /silence: it is over."""


class Doing:
    """Does what one seat commands."""

    def __init__(self, books: Books, offices: Mapping[str, Office], answer: Answer, finder: Finder) -> None:
        self.books = books
        self.offices = offices
        self.answer = answer
        self.finder = finder

    async def pause(self, seat: Seat, case: Case, invoice: Invoice | None, until: date | None, now: datetime) -> Reply:
        """He hears until when."""
        facts = {"day": until.isoformat() if until else "", "invoice": invoice.number if invoice else ""}
        told = partial(self._say, case.account, "paused", case=case, invoice=invoice, until=until)
        return await self._at_once(seat, case, OrderKind.PAUSE, facts, now, lambda _: told())

    async def resume(self, seat: Seat, case: Case, now: datetime) -> Reply:
        """Lift every hold. He hears what had held it."""
        resting = [i for i in case.invoices if i.paused_until is not None]
        if not case.holds and not resting:
            return Reply(text=self._say(case.account, "not_held", case=case))

        def told(fresh: Case) -> str:
            waiting = fresh.blocking_question
            return self._say(case.account, "resumed", case=fresh, lifted=case.holds, waiting=waiting)

        return await self._at_once(seat, case, OrderKind.RESUME, {}, now, told)

    async def paid(self, seat: Seat, argument: str, now: datetime) -> Reply:
        """``/paid F2026-12`` or ``/paid F2026-12 500,00``: the owner's word that money came in."""
        return await self._booked(seat, argument, OrderKind.PAID, now)

    async def credit(self, seat: Seat, argument: str, now: datetime) -> Reply:
        """``/credit F2026-12 120``: a credit note."""
        return await self._booked(seat, argument, OrderKind.CREDIT, now)

    async def _booked(self, seat: Seat, argument: str, kind: OrderKind, now: datetime) -> Reply:
        """The same words on the same day count once: a chat may repeat them after a crash.

        "again": he means it; then the same message counts once.
        """
        words = argument.split()
        if len(words) < (2 if kind is OrderKind.CREDIT else 1):
            return Reply(text=self._say(seat.accounts[0], "usage", command=str(kind)))
        seat, words = await self._of_one(seat, words)
        number, rest, found = await self.finder.numbered(seat, words)
        if len(found) != 1:
            return await self.finder.which(seat, number, found, again=f"{kind} #§ {' '.join(words)}")
        (case,) = found
        invoice = invoice_named(case, number)
        assert invoice is not None
        again = len(rest) > (1 if kind is OrderKind.CREDIT else 0) and rest[-1].casefold() in AGAIN
        written = " ".join(rest[:-1] if again else rest)
        try:
            amount = written_sum(written, invoice.total.currency) if written else None
        except ValueError as error:
            ways = getattr(error, "ways", ())
            return Reply(text=self._say(case.account, BAD[kind], invoice=invoice, written=written, ways=ways))
        if invoice.settled or (amount is not None and not amount <= invoice.outstanding):
            return Reply(text=self._say(case.account, "not_owed", invoice=invoice, amount=amount))
        key = f"{self.offices[case.account].today(now).isoformat()}-{amount.minor if amount else 'rest'}"
        key += f"-{(again and seat.mark) or invoice.received.minor}" if again or amount is None else ""
        facts = {"invoice": invoice.number, "amount": written, "sums": [str(amount or invoice.outstanding)], "key": key}

        def told(fresh: Case) -> str:
            now_owed = next(i for i in fresh.invoices if i.id == invoice.id)
            return self._say(case.account, BOOKED[kind], case=fresh, invoice=now_owed, amount=amount)

        known = partial(self._say, case.account, KNOWN[kind], invoice=invoice, amount=amount)
        return await self._at_once(seat, case, kind, facts, now, told, known)

    async def _of_one(self, seat: Seat, words: list[str]) -> tuple[Seat, list[str]]:
        """ "#12 F1", "garden F1": the same number may be in the books of several accounts."""
        first = await self.finder.find(seat, words[0]) if words[0].startswith("#") else []
        if len(first) == 1 and words[1:]:
            return replace(seat, accounts=(first[0].account,)), words[1:]
        if (await self.finder.numbered(seat, words))[2]:
            return seat, words
        narrow = self.finder.of_account(seat, " ".join(words))
        return (narrow[0], narrow[1].split()) if narrow is not None else (seat, words)

    async def _at_once(
        self,
        seat: Seat,
        case: Case,
        kind: OrderKind,
        facts: Mapping[str, object],
        now: datetime,
        told: Callable[[Case], str],
        known: Callable[[], str] | None = None,
    ) -> Reply:
        """A command is an order that needs no confirmation: its card is answered, and has its undo.

        Where the account has no undo there is no card, only what was done. ``known``: why it was not.
        """
        more = {"order": str(kind), "by": seat.name, "names": {str(case.id): case.debtor.name}}
        question = await self.books.question(await self._order(case, {**facts, **more}, now))
        try:
            done = await self.answer.apply(question, Choice.YES, by=seat.name, now=now)
        except ordered.MootError:
            return Reply(text=known() if known else self._say(case.account, "moot"))
        if not done:
            return Reply(text=self._say(case.account, "already"))
        question = await self.books.question(question.id)
        text = told(await self.books.case(case.id))
        if question.undo_until is None:
            return Reply(text=text)
        return Reply(text=text, card=await self.answer.card(question, now))

    async def _order(self, case: Case, facts: Mapping[str, object], now: datetime) -> int:
        async def write() -> int:
            # What waits to be confirmed about the same case is over: his last word counts.
            await self.books.expire_questions(case_id=case.id, kinds=(QuestionKind.ORDER,), now=now)
            question_id = await self.books.ask(
                account=case.account, kind=QuestionKind.ORDER, now=now, case_id=case.id, facts=facts,
                options=(Option(choice=Choice.YES), Option(choice=Choice.NO)),
            )  # fmt: skip
            await self.books.mark_asked(question_id)
            return question_id

        return await self.books.atomic(write)

    async def silence(self, seat: Seat, argument: str, now: datetime) -> Reply:
        """``/silence 15/12`` or ``/silence off``, for all accounts of the seat, or for the one that it names first."""
        words = argument.split()
        named = [a for a in seat.accounts if words and words[0].casefold() == a.casefold()]
        accounts, rest = (named, words[1:]) if named else (seat.accounts, words)
        if not rest:
            return Reply(text="\n".join([await self._silent(a, now) for a in accounts]))
        said = " ".join(rest)
        today = self.offices[accounts[0]].today(now)
        try:
            left, day = ("", None) if said.casefold() in OFF else until.split(said, today)
        except ValueError as error:
            return Reply(text=self._say(accounts[0], "bad_day", written=str(error)))
        if left or (day is None and said.casefold() not in OFF):
            return Reply(text=self._say(accounts[0], "usage", command="silence"))

        async def write() -> None:
            for account in accounts:
                await self.books.set_note(account, SILENCE, day.isoformat() if day else "")
                await self.books.record(
                    account, at=now, what="silenced" if day else "silence_over", because=Because.OWNER_CHOSE,
                    by=seat.name, facts={"until": day.isoformat() if day else ""},
                )  # fmt: skip

        await self.books.atomic(write)
        return Reply(text="\n".join([await self._silent(a, now) for a in accounts]))

    async def _silent(self, account: str, now: datetime) -> str:
        """How it stands."""
        office = self.offices[account]
        day = silent_until(await self.books.note(account, SILENCE))
        running = day is not None and office.today(now) < day
        return self._say(account, "silence", account=office.account, until=day if running else None)

    async def whose(self, seat: Seat, question: Question, words: str, now: datetime) -> Reply:
        """A reply to the card of an unknown sender names the client: its card offers him, and a tap says that it is so.

        A name may be a part of a sentence ("c'est Villa"), and reading a mail as somebody's cannot be undone.
        """
        named = _SAYS_WHO.sub("", words.strip()).strip(" .!")
        found = [c for c in await self.finder.find(seat, named) if c.account == question.account]
        if not found or len(found) > OFFERED:
            return await self.finder.which(seat, named, found)
        cases = tuple(Option(choice=Choice.THIS_CASE, argument=case.id) for case in found)
        others = tuple(option for option in question.options if option not in cases)
        names = {str(case.id): self.finder.called(case, found) for case in found}
        if not await self.books.offer(question.id, (*cases, *others), names):
            return Reply(text=self._say(question.account, "already"))
        question = await self.books.question(question.id)
        await self.answer.amend(question, now)
        return Reply(text="", cards=(await self.answer.card(question, now),))

    def _say(self, account_id: str, key: str, /, **facts: object) -> str:
        return self.finder.say(account_id, key, **facts)
