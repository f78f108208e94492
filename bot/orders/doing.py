"""The owner's commands that change something: /pause, /resume, /paid, /silence. Each says what it did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from bot import ordered
from bot.answer import Answer
from bot.books import Books
from bot.core import until
from bot.core.because import Because
from bot.core.case import SILENCE, Case, Invoice, silent_until
from bot.core.money import Money, parse
from bot.core.question import Choice, Question, QuestionKind, Reply
from bot.office import Office
from bot.orders.seat import Finder, Seat, invoice_named

AGAIN = frozenset({"encore", "again", "bis"})
"""After an amount: a second payment of the same amount on the same day."""

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
        work = partial(ordered.pause, self.books, case, invoice, until, by=seat.name, now=now)
        await self.books.atomic(work)
        return Reply(text=self._say(case.account, "paused", case=case, invoice=invoice, until=until))

    async def resume(self, seat: Seat, case: Case, now: datetime) -> Reply:
        """Lift every hold. He hears what had held it."""
        resting = [i for i in case.invoices if i.paused_until is not None]
        if not case.holds and not resting:
            return Reply(text=self._say(case.account, "not_held", case=case))
        await self.books.atomic(partial(ordered.resume, self.books, case, by=seat.name, now=now))
        fresh = await self.books.case(case.id)
        return Reply(
            text=self._say(case.account, "resumed", case=fresh, lifted=case.holds, waiting=fresh.blocking_question)
        )

    async def paid(self, seat: Seat, argument: str, now: datetime) -> Reply:
        """``/paid F2026-12`` or ``/paid F2026-12 500,00``: the owner's word that money came in."""
        words = argument.split()
        if not words:
            return Reply(text=self._say(seat.accounts[0], "usage", command="paid"))
        number, rest, found = await self.finder.numbered(seat, words)
        if len(found) != 1:
            return self.finder.which(seat, number, found)
        case = found[0]
        invoice = invoice_named(case, number)
        assert invoice is not None
        again = bool(rest) and rest[-1].casefold() in AGAIN
        written = " ".join(rest[:-1] if again else rest)
        try:
            amount = parse(written, invoice.total.currency) if written else None
        except ValueError:
            return Reply(text=self._say(case.account, "bad_amount", invoice=invoice, written=written))
        if amount is not None and amount.minor <= 0:
            return Reply(text=self._say(case.account, "bad_amount", invoice=invoice, written=written))
        if invoice.settled or (amount is not None and not amount <= invoice.outstanding):
            return Reply(text=self._say(case.account, "not_owed", invoice=invoice, amount=amount))
        return await self._record_paid(seat, case, invoice, amount, now, again=again)

    async def _record_paid(
        self, seat: Seat, case: Case, invoice: Invoice, amount: Money | None, now: datetime, *, again: bool
    ) -> Reply:
        """The same words on the same day count once: a chat may repeat them after a crash. ``again``: he means it."""
        today = self.offices[case.account].today(now)
        key = f"owner-{today.isoformat()}-{amount.minor if amount else 'rest'}"
        key += f"-{invoice.received.minor}" if again or amount is None else ""
        effects = self.answer.effects

        async def write() -> Case:
            await effects.pay(case, (invoice,), now, by=seat.name, key=key, amount=amount)
            fresh = await self.books.case(case.id)
            if _invoice(fresh, invoice.id).received == invoice.received:
                raise _KnownError  # roll back: nothing was paid, so nothing is written in the history
            if not fresh.open_invoices:
                await self.books.release_holds(case.id, (Because.SAYS_PAID,), now=now, by=seat.name)
                await self.books.expire_questions(case_id=case.id, kinds=(QuestionKind.SAYS_PAID,), now=now)
            return fresh

        try:
            fresh = await self.books.atomic(write)
        except _KnownError:
            return Reply(text=self._say(case.account, "paid_before", invoice=invoice, amount=amount))
        return Reply(text=self._say(case.account, "recorded_paid", case=fresh, invoice=_invoice(fresh, invoice.id)))

    async def credit(self, seat: Seat, argument: str, now: datetime) -> Reply:
        """``/credit F2026-12 120``: a credit note. The same words on the same day count once, as with /paid."""
        words = argument.split()
        if len(words) < 2:
            return Reply(text=self._say(seat.accounts[0], "usage", command="credit"))
        number, rest, found = await self.finder.numbered(seat, words)
        if len(found) != 1:
            return self.finder.which(seat, number, found)
        case = found[0]
        invoice = invoice_named(case, number)
        assert invoice is not None
        again = len(rest) > 1 and rest[-1].casefold() in AGAIN
        written = " ".join(rest[:-1] if again else rest)
        try:
            amount = ordered.written_sum(written, invoice.total.currency)
        except ValueError:
            return Reply(text=self._say(case.account, "bad_credit", invoice=invoice, written=written))
        if not amount <= invoice.outstanding:
            return Reply(text=self._say(case.account, "not_owed", invoice=invoice, amount=amount))
        today = self.offices[case.account].today(now)
        key = f"{today.isoformat()}-{amount.minor}" + (f"-{invoice.received.minor}" if again else "")

        async def write() -> bool:
            return await ordered.credit(self.books, case, invoice, amount, today, key=key, by=seat.name, now=now)

        if not await self.books.atomic(write):
            return Reply(text=self._say(case.account, "credited_before", invoice=invoice, amount=amount))
        fresh = _invoice(await self.books.case(case.id), invoice.id)
        return Reply(text=self._say(case.account, "credited", case=case, invoice=fresh, amount=amount))

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
        """A reply to the card of an unknown sender names the client: the mail is read as his."""
        found = [c for c in await self.finder.find(seat, words) if c.account == question.account]
        if len(found) != 1:
            return self.finder.which(seat, words, found)
        office = self.offices[question.account]
        code = f"{Choice.THIS_CASE}:{found[0].id}"
        done = await self.answer.effects.this_case(office, question, found[0].id, code, by=seat.name, now=now)
        return Reply(text=self._say(question.account, "done" if done else "already"))

    def _say(self, account_id: str, key: str, /, **facts: object) -> str:
        return self.finder.say(account_id, key, **facts)


class _KnownError(Exception):
    """The payment was in the books already."""


def _invoice(case: Case, invoice_id: int) -> Invoice:
    return next(i for i in case.invoices if i.id == invoice_id)
