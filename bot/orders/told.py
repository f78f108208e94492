"""The owner's own words: an order is shown to him as a card, and done when he confirms it. Never a guess acted upon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from bot.books import Books
from bot.core.case import Case
from bot.core.instalments import spread
from bot.core.money import Money, Unclear, totals
from bot.core.order import Order, OrderKind, readings, understand
from bot.core.question import Card, Choice, Option, Question, QuestionKind, QuestionState, Reply
from bot.core.sums import written_sum
from bot.office import Office
from bot.ordered import ENDS, MootError, amount_of
from bot.orders.seat import Finder, Seat, invoice_named

WAITING = (QuestionState.OPEN, QuestionState.ASKED)
_SOMEBODY = "§"
SEVERAL = 6
"""Clients that are offered as buttons when a name means several."""


class Cards(Protocol):
    """Makes a card of a question."""

    async def card(self, question: Question, now: datetime) -> Card: ...


class Told:
    """Understands one sentence of one seat."""

    def __init__(self, books: Books, offices: Mapping[str, Office], cards: Cards, finder: Finder) -> None:
        self.books = books
        self.offices = offices
        self.cards = cards
        self.finder = finder

    async def propose(
        self, seat: Seat, text: str, now: datetime, *, about: Case | None = None, otherwise: str = "no_text"
    ) -> Reply:
        """Cards to confirm what he wrote, or one friendly line. ``about``: he replied to a card of this case.

        ``otherwise``: the line for what orders nothing.
        """
        home = seat.accounts[0]
        try:
            meant = await self._meant(seat, text, now, about)
        except ValueError as error:
            return Reply(text=self.finder.say(home, "bad_day", written=str(error)))
        if meant is None:
            return Reply(text=self.finder.say(home, otherwise))
        ready: list[tuple[Order, Sequence[Case]]] = []
        for order, found in meant:
            checked = await self._checked(seat, order, found, now)
            if isinstance(checked, Reply):
                return checked
            ready.append((order, checked))
        await self._drop_earlier(seat, [possible for _, possible in ready], now)
        cards = []
        for order, possible in ready:
            # One card an account: what another owner of it may tap concerns nobody else's.
            for account in dict.fromkeys(case.account for case in possible):
                of_account = [case for case in possible if case.account == account]
                cards.append(await self._ask(seat, order, text, of_account, now))
        return Reply(text="", cards=tuple(cards))

    async def is_order(self, seat: Seat, text: str, now: datetime, about: Case) -> bool:
        """Whether these words, in reply to a card of this case, order something: then they are no letter to it."""
        try:
            meant = await self._meant(seat, text, now, about)
        except ValueError:
            return False
        return meant is not None and all(found for _, found in meant)

    async def _meant(
        self, seat: Seat, text: str, now: datetime, about: Case | None
    ) -> list[tuple[Order, list[Case]]] | None:
        """Each order in it, with the cases that it may be about; None: it orders nothing.

        The case of the card wins where the sentence fits it. Raises ValueError for a day that is none.
        """
        today = self.offices[seat.accounts[0]].today(now)
        if about is not None and (own := _of_case(text, about, today)) is not None:
            return [(own, [about])]
        order = await self._by_whole_name(seat, text, today) or understand(text, today)
        if order is None:
            return None
        if order.somebody:
            return [(order, [])]
        if order.whole and (named := [c for fit, c in await self.finder.ranked(seat, order.whole) if fit <= 1]):
            return [(replace(order, who=order.whole, day=None), named)]
        ranked = await self.finder.ranked(seat, order.who)
        if order.doubt and all(fit for fit, _ in ranked):
            return None
        found = await self.finder.find(seat, order.who)
        if not found and order.several:
            each = [(replace(order, who=who), await self.finder.find(seat, who)) for who in order.several[:SEVERAL]]
            return each if all(len(cases) == 1 for _, cases in each) else [(order, [])]
        mine = [case for case in found if about is not None and case.id == about.id]
        return [(order, mine or found)]

    async def _by_whole_name(self, seat: Seat, text: str, today: date) -> Order | None:
        """Where a sentence can be read in several ways, the one that names a client whole (Pause Café paid)."""
        every = readings(text, today)
        for order in every if len(every) > 1 else ():
            if isinstance(order, Order) and any(not fit for fit, _ in await self.finder.ranked(seat, order.who)):
                return order
        return None

    async def _checked(self, seat: Seat, order: Order, found: Sequence[Case], now: datetime) -> list[Case] | Reply:
        """The cases for which it can be done, or why it is none of them."""
        home = seat.accounts[0]
        if order.somebody and not found:
            return Reply(text=self.finder.say(home, "nobody"))
        if not found:
            return await self.finder.which(seat, order.who, found)
        if order.kind is OrderKind.PROMISE and order.day is None:
            return Reply(text=self.finder.say(home, "no_day", who=order.who))
        if order.terms is not None and len(found) == 1:
            try:
                _spread(order, found[0], self.offices[home].today(now))
            except ValueError:
                return Reply(text=self.finder.say(found[0].account, "plan_wrong", case=found[0]))
        if ways := _ways(order.amount, found):
            return Reply(text=self.finder.say(home, "bad_amount", written=order.amount, ways=ways))
        possible = [case for case in found if _possible(case, order)]
        if len(possible) > (1 if order.terms is not None else SEVERAL):
            return await self.finder.which(seat, order.who, found)
        if possible:
            return possible
        if order.kind is OrderKind.RESUME:
            return Reply(text=self.finder.say(found[0].account, "not_held", case=found[0]))
        return Reply(text=self.finder.say(home, "not_possible", who=order.who, cases=found))

    async def _ask(self, seat: Seat, order: Order, text: str, cases: Sequence[Case], now: datetime) -> Card:
        """Only he is shown it: it never waits for the others."""
        only = cases[0] if len(cases) == 1 else None
        names = {str(case.id): self.finder.called(case, cases) for case in cases}
        pick = (Option(choice=Choice.YES),) if only else tuple(_pick(case) for case in cases)

        async def write() -> int:
            question_id = await self.books.ask(
                account=cases[0].account,
                kind=QuestionKind.ORDER,
                anew=True,
                options=(*pick, Option(choice=Choice.NO)),
                now=now,
                case_id=only.id if only else None,
                facts=_facts(order, text, cases, self.offices[cases[0].account], now)
                | {"by": seat.name, "names": names},
            )
            await self.books.mark_asked(question_id)
            return question_id

        question = await self.books.question(await self.books.atomic(write))
        return await self.cards.card(question, now)

    async def _drop_earlier(self, seat: Seat, meant: Sequence[Sequence[Case]], now: datetime) -> None:
        """What he wrote before and did not confirm is over, and what waits about the same: the last word counts."""
        same = {cases[0].id for cases in meant if len(cases) == 1}
        for account in seat.accounts:
            for question in await self.books.questions(WAITING, account=account, limit=1000):
                if question.kind is not QuestionKind.ORDER:
                    continue
                if question.facts.get("by") == seat.name or question.case_id in same:
                    await self.books.answer(question.id, choice="", by="", now=now)


def _of_case(text: str, case: Case, today: date) -> Order | None:
    """ "500 on Friday", "he has paid 500", "pause until the 15th": of whom, the card says to which he replied."""
    first, _, rest = text.strip().partition(" ")
    for said in (f"{_SOMEBODY} {text}", f"{first} {_SOMEBODY} {rest}", f"{text} {_SOMEBODY}", text):
        order = understand(said, today)
        if order is not None and (order.who == _SOMEBODY or order.somebody):
            return replace(order, who=case.debtor.name)
    order = understand(f"{_SOMEBODY} paie {text}", today)
    meant = order is not None and order.who == _SOMEBODY and (order.day or order.amount or order.terms)
    return replace(order, who=case.debtor.name) if order is not None and meant else None


def _pick(case: Case) -> Option:
    return Option(choice=Choice.THIS_CASE, argument=case.id)


def _ways(amount: str, cases: Sequence[Case]) -> tuple[str, str] | None:
    """How an amount that can be read in two ways would be written without a doubt."""
    try:
        _ = [written_sum(amount, owed.currency) for case in cases for owed in case.outstanding if amount]
    except Unclear as unclear:
        return unclear.ways
    except ValueError:
        return None
    return None


def _possible(case: Case, order: Order) -> bool:
    """Can it be done for this case as it stands?"""
    invoice = invoice_named(case, order.who)
    if order.kind is OrderKind.RESUME:
        return bool(case.holds) or any(i.paused_until is not None for i in case.invoices)
    if not case.open_invoices or (invoice is not None and invoice.settled):
        return False
    if order.kind in ENDS and any(hold.because is ENDS[order.kind] for hold in case.holds):
        return False  # it is so already
    if order.kind is OrderKind.CREDIT and invoice is None and len(case.open_invoices) != 1:
        return False  # a credit note is of one invoice
    try:
        amount_of(case, invoice, order.amount)
    except MootError:
        return False
    return True


def _spread(order: Order, case: Case, today: date) -> tuple[tuple[date, Money], ...]:
    """The instalments of what is owed. Raises ValueError when they do not come to it."""
    if order.terms is None or len(case.outstanding) != 1:
        raise ValueError("nothing is owed, or in several currencies")
    return spread(order.terms, case.outstanding[0], today)


def _facts(order: Order, text: str, cases: Sequence[Case], office: Office, now: datetime) -> dict[str, object]:
    """What the card tells and the confirmation needs, as plain JSON values."""
    facts: dict[str, object] = {
        "order": str(order.kind),
        "said": text[:500],
        "amount": order.amount,
        "day": order.day.isoformat() if order.day else "",
    }
    each = {str(case.id): _of_one(order, case, office.today(now)) for case in cases}
    # Whichever he taps, what is booked is what the card has shown of it.
    return facts | (each[str(cases[0].id)] if len(cases) == 1 else {"each": each})


def _of_one(order: Order, case: Case, today: date) -> dict[str, object]:
    """What the order means for one case."""
    invoice = invoice_named(case, order.who)
    if order.kind is OrderKind.CREDIT and invoice is None:
        (invoice,) = case.open_invoices
    amount = amount_of(case, invoice, order.amount)
    sums = (amount,) if amount else totals(i.outstanding for i in ((invoice,) if invoice else case.due_now(today)))
    parts = [[day.isoformat(), str(money)] for day, money in _spread(order, case, today)] if order.terms else []
    told: dict[str, object] = {"invoice": invoice.number if invoice else "", "sums": [str(money) for money in sums]}
    return told | ({"parts": parts} if parts else {})
