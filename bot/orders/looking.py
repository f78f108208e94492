"""The owner's commands that only look: /today, /who, /case, /invoice, /promises, /calls, /plan. They change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from bot.answer import WAITING, Answer
from bot.books import Books
from bot.coming import PASSES, coming, planned, room_today, today_only
from bot.core.aging import balances
from bot.core.because import Because
from bot.core.case import Case, Invoice, NoticeState, Promise, PromiseState
from bot.core.chart import Chart
from bot.core.decide import Ask, Decision, Send, Settle, Wait
from bot.core.forecast import Forecast
from bot.core.ladder import TO_DEBTOR
from bot.core.money import totals
from bot.core.question import ASIDE, Found, Question, QuestionKind, Reply
from bot.core.stats import last_payments
from bot.errors import MissingError
from bot.office import Office
from bot.orders.seat import Finder, Seat, invoice_named

CARDS = 5
"""Questions that /today shows at once."""

LONGEST_LIST = 40
"""Debtors, or lines, in one message of a chat; the others are a tap away."""

AHEAD = 7
"""Days that /plan looks ahead."""

FOUND = 10
"""What a search brings at most."""

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class _Page:
    """A list that is longer than a message: which part of it is shown, and how many come after it."""

    number: int = 1
    size: int = LONGEST_LIST

    def of(self, items: Sequence[T]) -> Sequence[T]:
        return items[(self.number - 1) * self.size : self.number * self.size]

    def more(self, items: Sequence[T]) -> int:
        return max(0, len(items) - self.number * self.size)


class Looking:
    """Shows one seat what it asks for."""

    def __init__(self, books: Books, offices: Mapping[str, Office], answer: Answer, finder: Finder) -> None:
        self.books = books
        self.offices = offices
        self.answer = answer
        self.finder = finder

    async def today(self, seat: Seat, now: datetime, number: int = 1) -> Reply:
        """What needs the owner, what leaves today by itself, what waits and why. Its further pages: only cards."""
        page, texts, more = _Page(number=number, size=CARDS), [], 0
        cards: list[Question] = []
        for account in seat.accounts:
            office = self.offices[account]
            cases = await self.books.cases(account)
            there = await self._waiting(cases, account, calls=False)
            cards += page.of(there)
            more = max(more, page.more(there))
            if number > 1:
                continue
            today = office.today(now)
            room = room_today(office, today, await self.books.note(account, "late_starts"))
            acts = today_only(office, cases, today, room=room)
            sends = [(f.case, f.decision.message) for f in acts if isinstance(f.decision, Send)]
            named = {c.id: c for c in cases}
            approved = await self.books.notices(NoticeState.APPROVED, account=account, limit=200)
            facts = {
                "waiting": len(there),
                "shown": min(len(there), CARDS),
                "leaving": [(c, m) for c, m in sends if m.step.channel in TO_DEBTOR],
                "approved": [(named[n.draft.case_id], n.draft) for n in approved if n.draft.case_id in named],
                "yours": [(c, m) for c, m in sends if m.step.channel not in TO_DEBTOR],
                "held": [(f.case, f.decision) for f in acts if _holds(f.decision)],
                "silent": _silence(cases, today),
            }
            texts.append(self._say(account, "today", account=office.account, today=today, most=LONGEST_LIST, **facts))
        return await self._with_cards("today", seat, texts, cards, number, more, now)

    async def _waiting(self, cases: Sequence[Case], account: str, *, calls: bool) -> list[Question]:
        """What waits for an answer, oldest first. A question whose case is gone asks nothing any more."""
        every = await self.books.questions(WAITING, account=account, limit=1000)
        found = [q for q in every if (q.kind is QuestionKind.CALL if calls else q.kind not in ASIDE)]
        known: set[int | None] = {None, *(case.id for case in cases)}
        for case_id in {q.case_id for q in found} - known:
            try:
                known.add((await self.books.case(case_id or 0)).id)
            except MissingError:
                continue
        return [q for q in found if q.case_id in known]

    async def _with_cards(
        self, name: str, seat: Seat, texts: Sequence[str], questions: Sequence[Question], number: int, more: int,
        now: datetime,
    ) -> Reply:  # fmt: skip
        """A text, the cards of this page, and a button for the next ones."""
        pages = ((f"{name}:{number + 1}", self._say(seat.accounts[0], "page.cards", more=more)),) if more else ()
        cards = tuple([await self.answer.card(q, now) for q in questions])
        if number > 1:
            texts = [self._say(seat.accounts[0], "page.some" if cards else "page.over")]
        return Reply(text="\n\n".join(texts), cards=cards, pages=pages)

    async def who(self, seat: Seat, now: datetime, number: int = 1) -> Reply:
        """Who is late, the longest first; with the first page, a picture of all that is owed."""
        page, texts, more = _Page(number=number), [], 0
        charts: list[Chart] = []
        for account in seat.accounts:
            office = self.offices[account]
            today = office.today(now)
            owing = await self.books.cases(account)
            if number == 1:
                home = office.account
                charts += office.words.charts(balances(owing, today), account=home, language=home.language, today=today)
            cases = [c for c in owing if c.overdue(today)]
            cases.sort(key=lambda c: -c.days_late(today))
            # What is not due yet is in the picture, and would not be late.
            late = {c.id: totals(i.outstanding for i in c.overdue(today)) for c in cases}
            more = max(more, page.more(cases))
            if number > 1 and not page.of(cases):
                continue
            texts.append(
                self._say(
                    account, "who", account=office.account, cases=page.of(cases), more=page.more(cases), today=today,
                    late=late, totals=totals(money for sums in late.values() for money in sums),
                )
            )  # fmt: skip
        return replace(self._paged("who", seat, texts, number, more), charts=tuple(charts))

    async def case(self, case: Case, now: datetime) -> Reply:
        """Where a case stands."""
        office = self.offices[case.account]
        today, zone = office.today(now), office.account.window.timezone
        # That they were imported is no news: the invoices stand above.
        events = [e for e in await self.books.events(case.id) if e.what != "imported"][-8:]
        text = self._say(
            case.account,
            "case",
            case=case,
            today=today,
            events=[replace(event, at=event.at.astimezone(zone)) for event in events],
            promises=case.running_promises,
            coming=coming(office, case, today),
        )
        asks = ((f"asks:{case.id}", self._say(case.account, "page.asks")),) if await self._asked(case) else ()
        return Reply(text=text, pages=asks)

    async def asks(self, case: Case, now: datetime) -> Reply:
        """The cards about a case that wait for an answer."""
        return Reply(text="", cards=tuple([await self.answer.card(q, now) for q in await self._asked(case)]))

    async def _asked(self, case: Case) -> list[Question]:
        every = await self.books.questions(WAITING, account=case.account, case_id=case.id)
        return [q for q in every if q.kind not in ASIDE][:CARDS]

    async def search(self, seat: Seat, words: str, now: datetime) -> tuple[Found, ...]:
        """Where the cases stand that the words name, for a chat that offers them while they are typed."""
        ranked = await self.finder.ranked(seat, words)
        ranked.sort(key=lambda one: (one[0], not one[1].open_invoices))
        found = []
        for _, case in ranked[:FOUND]:
            text = (await self.case(case, now)).text
            account = f" ({self.offices[case.account].account.name})" if len(seat.accounts) > 1 else ""
            name = case.debtor.name
            line = text.split("\n", 1)[0].replace("\u2060", "").removeprefix(name).lstrip(" \u00a0:")
            found.append(Found(case_id=case.id, title=f"{name}{account}", line=line, text=text))
        return tuple(found)

    async def debtor(self, case: Case, now: datetime) -> Reply:
        """Everything about a debtor: whom we write to, what is open and what was paid, how he behaves."""
        office = self.offices[case.account]
        today = office.today(now)
        paid = last_payments(await self.books.payments(case.account, case_id=case.id))
        settled = sorted((i for i in case.invoices if i.settled), key=lambda i: paid.get(i.id, i.due), reverse=True)
        late = [(paid[i.id] - i.due).days for i in settled if i.id in paid]
        answers = [e for e in await self.books.events(case.id) if e.what == "received"]
        text = self._say(
            case.account,
            "debtor",
            case=case,
            today=today,
            settled=[(i, paid.get(i.id)) for i in settled[:5]],
            paid=len(settled),
            late=round(sum(late) / len(late)) if late else None,
            promises={str(state): sum(p.state is state for p in case.promises) for state in PromiseState},
            running=case.running_promises,
            answers=len(answers),
            last_answer=answers[-1].at.astimezone(office.account.window.timezone).date() if answers else None,
            coming=coming(office, case, today),
        )
        return Reply(text=text)

    async def invoice(self, seat: Seat, words: str, now: datetime) -> Reply:
        """One invoice: what is owed on it, what came in, which steps it has passed."""
        number, _, found = await self.finder.numbered(seat, words.split())
        if not found:
            return await self.finder.which(seat, words, [])
        texts = []
        for case in found:
            invoice = invoice_named(case, number)
            assert invoice is not None
            texts.append(await self._invoice(case, invoice, now))
        return Reply(text="\n\n".join(texts))

    async def _invoice(self, case: Case, invoice: Invoice, now: datetime) -> str:
        office = self.offices[case.account]
        paid = await self.books.payments(case.account, case_id=case.id)
        today = office.today(now)
        alone = replace(case, invoices=(invoice,))
        return self._say(
            case.account,
            "invoice",
            case=case,
            invoice=invoice,
            late=alone.days_late(today),
            payments=[p for p in paid if p.invoice_id == invoice.id],
            places=[p for p in invoice.places if p.said],
            copy=bool(invoice.pdf) and office.attachment(invoice.pdf) is not None,
            resting=invoice.paused_until is not None and today < invoice.paused_until,
            coming=None if invoice.settled else coming(office, case, today),
            today=today,
        )

    async def promises(self, seat: Seat, now: datetime, number: int = 1) -> Reply:
        """Promises that run, those that are due, and how many were kept and broken."""
        page, texts, more = _Page(number=number), [], 0
        for account in seat.accounts:
            office = self.offices[account]
            today = office.today(now)
            cases = await self.books.cases(account, open_only=False)
            running = [(c, p) for c in cases for p in c.running_promises]
            running.sort(key=lambda pair: pair[1].day)
            more = max(more, page.more(running))
            shown = page.of(running)
            if number > 1 and not shown:
                continue
            states = [p.state for c in cases for p in c.promises]
            texts.append(
                self._say(
                    account, "promises", account=office.account, today=today, more=page.more(running),
                    due=[pair for pair in shown if _due(pair[1], today)],
                    running=[pair for pair in shown if not _due(pair[1], today)],
                    kept=states.count(PromiseState.KEPT), broken=states.count(PromiseState.BROKEN),
                )
            )  # fmt: skip
        return self._paged("promises", seat, texts, number, more)

    async def calls(self, seat: Seat, now: datetime, number: int = 1) -> Reply:
        """The calls that wait, each with its script."""
        page, texts, more = _Page(number=number, size=CARDS), [], 0
        cards: list[Question] = []
        for account in seat.accounts:
            calls = await self._waiting(await self.books.cases(account), account, calls=True)
            cards += page.of(calls)
            more = max(more, page.more(calls))
            facts = {"waiting": len(calls), "shown": min(len(calls), CARDS)}
            texts.append(self._say(account, "calls", account=self.offices[account].account, **facts))
        return await self._with_cards("calls", seat, texts, cards, number, more, now)

    async def plan(self, seat: Seat, now: datetime, number: int = 1) -> Reply:
        """What would leave in the next days, if nobody pays or answers."""
        page, texts, more = _Page(number=number), [], 0
        for account in seat.accounts:
            office = self.offices[account]
            today = office.today(now)
            cases = await self.books.cases(account)
            room = room_today(office, today, await self.books.note(account, "late_starts"))
            found = [f for f in planned(office, cases, today, AHEAD, room=room) if _kind(f)]
            found.sort(key=lambda f: (f.day, f.case.debtor.name, f.case.id))
            more = max(more, page.more(found))
            if number > 1 and not page.of(found):
                continue
            texts.append(
                self._say(
                    account, "plan", account=office.account, start=today, days=AHEAD, more=page.more(found),
                    acts=_by_day(page.of(found)), silent=_silence(cases, today),
                )
            )  # fmt: skip
        return self._paged("plan", seat, texts, number, more)

    def _paged(self, name: str, seat: Seat, texts: Sequence[str], number: int, more: int) -> Reply:
        account = seat.accounts[0]
        pages = [(f"{name}:{number - 1}", self._say(account, "page.before"))] if number > 1 else []
        pages += [(f"{name}:{number + 1}", self._say(account, "page.after"))] if more else []
        return Reply(text="\n\n".join(texts) or self._say(account, "page.over"), pages=tuple(pages))

    def _say(self, account_id: str, key: str, /, **facts: object) -> str:
        return self.finder.say(account_id, key, **facts)


def _due(promise: Promise, today: date) -> bool:
    return promise.day <= today


def _silence(cases: Iterable[Case], today: date) -> date | None:
    """Until when nothing leaves for the account."""
    until = next((case.silent_until for case in cases if case.silent_until is not None), None)
    return until if until is not None and today < until else None


def _kind(one: Forecast) -> str:
    """send (to the debtor), show (a step for the owner), ask; "" for what does nothing."""
    match one.decision:
        case Send(message=message):
            return "send" if message.step.channel in TO_DEBTOR else "show"
        case Ask() | Settle():
            return "ask"
        case _:
            return ""


def _by_day(found: Sequence[Forecast]) -> list[tuple[date, list[tuple[Forecast, str]]]]:
    days: dict[date, list[tuple[Forecast, str]]] = {}
    for one in found:
        days.setdefault(one.day, []).append((one, _kind(one)))
    return list(days.items())


def _holds(decision: Decision) -> bool:
    """A reason to wait that the owner wants to see: not time alone, nor a card that he has."""
    said_elsewhere = {Because.WAITING_FOR_OWNER, Because.IN_FLIGHT, Because.NOTHING_DUE, Because.SILENCE}
    return isinstance(decision, Wait) and decision.because not in PASSES | said_elsewhere
