"""The owner's commands (/today, /who, /case, /paid, /pause, /resume, /help): find what he means, do it, say so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from bot.answer import WAITING, Answer
from bot.books import Books
from bot.chase import Chase
from bot.core.because import Because
from bot.core.case import Case
from bot.core.decide import Send
from bot.core.forecast import forecast
from bot.core.money import Money, parse
from bot.core.question import QuestionKind, Reply
from bot.office import Office

log = structlog.get_logger("orders")

_NUMERIC_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?$")


LONGEST_LIST = 40
"""Debtors in one message of a chat."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Who speaks: an address on a channel, and the accounts that it may decide for."""

    channel: str
    address: str
    accounts: tuple[str, ...]

    @property
    def name(self) -> str:
        """As it stands in the history: an id, never a person's name."""
        return f"{self.channel}:{self.address}"


class Orders:
    """Runs one command for one seat."""

    def __init__(self, books: Books, offices: Mapping[str, Office], answer: Answer, chase: Chase) -> None:
        self.books = books
        self.offices = offices
        self.answer = answer
        self.chase = chase

    async def run(self, seat: Seat, name: str, argument: str, now: datetime) -> Reply:
        """Do the command; an unknown one gets the help."""
        match name:
            case "today":
                return await self._today(seat, now)
            case "who":
                return await self._who(seat, now)
            case "case":
                return await self._with_case(seat, name, argument, now)
            case "pause" | "resume":
                return await self._with_case(seat, name, argument, now)
            case "paid":
                return await self._paid(seat, argument, now)
            case _:
                return Reply(text=self._say(seat.accounts[0], "help"))

    async def _today(self, seat: Seat, now: datetime) -> Reply:
        """What needs the owner, and what leaves today by itself."""
        texts, cards = [], []
        for account in seat.accounts:
            office = self.offices[account]
            waiting = await self.books.questions(WAITING, account=account, limit=200)
            cards += [await self.answer.card(q, now) for q in waiting[:5]]
            leaving = []
            held = []
            for case in await self.books.cases(account):
                decision = self.chase.decision(office, case, office.today(now))
                if isinstance(decision, Send):
                    leaving.append((case, decision.message))
                elif case.holds:
                    held.append((case, case.holds[0]))
            texts.append(
                self._say(
                    account, "today", account=office.account, waiting=len(waiting), leaving=leaving, held=held,
                    today=office.today(now),
                )
            )  # fmt: skip
        return Reply(text="\n\n".join(texts), cards=tuple(cards))

    async def _who(self, seat: Seat, now: datetime) -> Reply:
        texts = []
        for account in seat.accounts:
            office = self.offices[account]
            today = office.today(now)
            cases = [c for c in await self.books.cases(account) if c.overdue(today)]
            cases.sort(key=lambda c: -c.days_late(today))
            rest = max(0, len(cases) - LONGEST_LIST)
            shown = cases[:LONGEST_LIST]
            texts.append(self._say(account, "who", account=office.account, cases=shown, more=rest, today=today))
        return Reply(text="\n\n".join(texts))

    async def _with_case(self, seat: Seat, name: str, argument: str, now: datetime) -> Reply:
        """Find the one case that the words name, then do ``name`` with it."""
        words, day = (argument, None) if name != "pause" else self._split_day(argument, self._today_of(seat, now))
        if not words:
            return Reply(text=self._say(seat.accounts[0], "usage", command=name))
        found = await self._find(seat, words)
        if len(found) != 1:
            return self._which(seat, words, found)
        case = found[0]
        match name:
            case "pause":
                return await self._pause(seat, case, day, now)
            case "resume":
                return await self._resume(seat, case, now)
            case _:
                return await self._case(case, now)

    async def _case(self, case: Case, now: datetime) -> Reply:
        office = self.offices[case.account]
        today = office.today(now)
        coming = next(
            forecast(
                case, today, 40, account=office.account, ladder=office.ladder(case.debtor.group),
                law=office.law(case.debtor.country), holiday=office.holiday(case.debtor.country),
            ),
            None,
        )  # fmt: skip
        events = (await self.books.events(case.id))[-8:]
        decision = self.chase.decision(office, case, today)
        text = self._say(case.account, "case", case=case, today=today, events=events, decision=decision, coming=coming)
        return Reply(text=text)

    async def _pause(self, seat: Seat, case: Case, until: date | None, now: datetime) -> Reply:
        await self.books.set_hold(case.id, Because.PAUSED, since=now, until=until)
        await self._note(case, now, "held", seat, Because.PAUSED, {"until": until.isoformat() if until else ""})
        return Reply(text=self._say(case.account, "paused", case=case, until=until))

    async def _resume(self, seat: Seat, case: Case, now: datetime) -> Reply:
        """Lift every hold: the owner says that the case goes on."""
        await self.books.release_holds(case.id, None, now=now, by=seat.name)
        await self._note(case, now, "resumed", seat, Because.OWNER_CHOSE, {})
        return Reply(text=self._say(case.account, "resumed", case=case))

    async def _paid(self, seat: Seat, argument: str, now: datetime) -> Reply:
        """``/paid F2026-12`` or ``/paid F2026-12 500,00``: the owner's word that money came in."""
        number, _, rest = argument.partition(" ")
        if not number:
            return Reply(text=self._say(seat.accounts[0], "usage", command="paid"))
        for account in seat.accounts:
            case_id = await self.books.case_id_of_number(account, number)
            if case_id is None:
                continue
            case = await self.books.case(case_id)
            invoice = next(i for i in case.invoices if i.number.casefold() == number.casefold())
            try:
                amount = parse(rest, invoice.total.currency) if rest.strip() else None
            except ValueError as error:
                return Reply(text=self._say(account, "bad_amount", error=str(error)))
            if invoice.settled or (amount is not None and not 0 < amount.minor <= invoice.outstanding.minor):
                return Reply(text=self._say(account, "not_owed", invoice=invoice, amount=amount))
            return await self._record_paid(seat, case, invoice.id, amount, now)
        return self._which(seat, number, [])

    async def _record_paid(self, seat: Seat, case: Case, invoice_id: int, amount: Money | None, now: datetime) -> Reply:
        before = next(i for i in case.invoices if i.id == invoice_id)
        key = f"owner-{before.received.minor}"  # the same message twice (a retry of the chat) counts once
        effects = self.answer.effects
        await self.books.atomic(lambda: effects.pay(case, (before,), now, by=seat.name, key=key, amount=amount))
        fresh = await self.books.case(case.id)
        invoice = next(i for i in fresh.invoices if i.id == invoice_id)
        if not fresh.open_invoices:
            await self.books.release_holds(case.id, (Because.SAYS_PAID,), now=now, by=seat.name)
            await self.books.expire_questions(case_id=case.id, kinds=(QuestionKind.SAYS_PAID,), now=now)
        return Reply(text=self._say(case.account, "recorded_paid", case=fresh, invoice=invoice))

    async def _find(self, seat: Seat, words: str) -> list[Case]:
        """Cases by invoice number, debtor's key or part of the name; an exact name wins over a part of one."""
        found: dict[int, Case] = {}
        for account in seat.accounts:
            case_id = await self.books.case_id_of_number(account, words)
            ids = [case_id] if case_id is not None else await self.books.case_ids_named(account, words)
            for one in ids:
                found[one] = await self.books.case(one)
        exact = [c for c in found.values() if words.casefold() in (c.debtor.name.casefold(), c.debtor.key.casefold())]
        return exact if len(exact) == 1 else list(found.values())

    def _which(self, seat: Seat, words: str, found: list[Case]) -> Reply:
        key = "many_found" if found else "not_found"
        return Reply(text=self._say(seat.accounts[0], key, words=words, cases=found[:8]))

    def _today_of(self, seat: Seat, now: datetime) -> date:
        return self.offices[seat.accounts[0]].today(now)

    @staticmethod
    def _split_day(argument: str, today: date) -> tuple[str, date | None]:
        """``Boulangerie du Port 15/12``: the name and the day; a day without a year is the next such day."""
        words, _, last = argument.rpartition(" ")
        try:
            return words.strip(), date.fromisoformat(last)
        except ValueError:
            found = _NUMERIC_DAY.fullmatch(last)
        if not found or not words:
            return argument.strip(), None
        day, month, year = int(found[1]), int(found[2]), found[3]
        try:
            full = date(int(year) + (2000 if len(year) == 2 else 0) if year else today.year, month, day)
            return words.strip(), full.replace(year=full.year + 1) if full <= today and not year else full
        except ValueError:
            return argument.strip(), None

    async def _note(
        self, case: Case, now: datetime, what: str, seat: Seat, because: Because, facts: dict[str, object]
    ) -> None:
        await self.books.record(
            case.account, case_id=case.id, at=now, what=what, because=because, by=seat.name, facts=facts
        )

    def _say(self, account_id: str, key: str, /, **facts: object) -> str:
        office = self.offices[account_id]
        return office.words.say(key, language=office.account.language, **facts)
