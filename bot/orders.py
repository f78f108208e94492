"""The owner's commands (/today, /who, /case, /paid, /pause, /resume, /help): find what he means, do it, say so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import structlog

from bot import until
from bot.answer import WAITING, Answer
from bot.books import Books
from bot.chase import Chase
from bot.coming import PASSES, coming, room_today, turns
from bot.core.because import Because
from bot.core.case import FOR_EVER, Case, Invoice, NoticeState, PromiseState
from bot.core.decide import Decision, Send, Wait
from bot.core.ladder import TO_DEBTOR
from bot.core.money import Money, parse, totals
from bot.core.question import Choice, Question, QuestionKind, Reply
from bot.office import Office

log = structlog.get_logger("orders")

_NUMBER = re.compile(r"(?:#|dossier |case )?([0-9]{1,9})", re.IGNORECASE)
AGAIN = frozenset({"encore", "again", "bis"})
"""After an amount: a second payment of the same amount on the same day."""
CARDS = 5
"""Questions that /today shows at once."""

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
        """What needs the owner, what leaves today by itself, what waits and why."""
        texts, cards = [], []
        for account in seat.accounts:
            office = self.offices[account]
            today = office.today(now)
            waiting = await self.books.questions(WAITING, account=account, limit=200)
            cards += [await self.answer.card(q, now) for q in waiting[:CARDS]]
            cases = await self.books.cases(account)
            room = room_today(office, today, await self.books.note(account, "late_starts"))
            acts = [f for f in turns(office, cases, today, room=room).values() if f.day == today]
            sends = [(f.case, f.decision.message) for f in acts if isinstance(f.decision, Send)]
            named = {c.id: c for c in cases}
            approved = await self.books.notices(NoticeState.APPROVED, account=account, limit=200)
            facts = {
                "waiting": len(waiting),
                "shown": min(len(waiting), CARDS),
                "leaving": [(c, m) for c, m in sends if m.step.channel in TO_DEBTOR],
                "approved": [(named[n.draft.case_id], n.draft) for n in approved if n.draft.case_id in named],
                "yours": [(c, m) for c, m in sends if m.step.channel not in TO_DEBTOR],
                "held": [(f.case, f.decision) for f in acts if _holds(f.decision)],
            }
            texts.append(self._say(account, "today", account=office.account, today=today, most=LONGEST_LIST, **facts))
        return Reply(text="\n\n".join(texts), cards=tuple(cards))

    async def _who(self, seat: Seat, now: datetime) -> Reply:
        texts = []
        for account in seat.accounts:
            office = self.offices[account]
            today = office.today(now)
            cases = [c for c in await self.books.cases(account) if c.overdue(today)]
            cases.sort(key=lambda c: -c.days_late(today))
            texts.append(
                self._say(
                    account, "who", account=office.account, cases=cases[:LONGEST_LIST],
                    more=max(0, len(cases) - LONGEST_LIST), today=today,
                    totals=totals(money for case in cases for money in case.outstanding),
                )
            )  # fmt: skip
        return Reply(text="\n\n".join(texts))

    async def _with_case(self, seat: Seat, name: str, argument: str, now: datetime) -> Reply:
        """Find the one case that the words name, then do ``name`` with it."""
        words, day = " ".join(argument.split()), None
        if name == "pause":
            try:
                words, day = until.split(argument, self.offices[seat.accounts[0]].today(now))
            except ValueError as error:
                return Reply(text=self._say(seat.accounts[0], "bad_day", written=str(error)))
        if not words:
            return Reply(text=self._say(seat.accounts[0], "usage", command=name))
        found = await self._find(seat, words)
        if len(found) != 1:
            return self._which(seat, words, found)
        case = found[0]
        match name:
            case "pause":
                return await self._pause(seat, case, _named(case, words), day, now)
            case "resume":
                return await self._resume(seat, case, now)
            case _:
                return await self._case(case, now)

    async def _case(self, case: Case, now: datetime) -> Reply:
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
            promises=[p for p in case.promises if p.state is PromiseState.RUNNING],
            coming=coming(office, case, today),
        )
        return Reply(text=text)

    async def _pause(self, seat: Seat, case: Case, invoice: Invoice | None, until: date | None, now: datetime) -> Reply:
        """His last word counts, also when it is an earlier day than the one before."""
        facts: dict[str, object] = {
            "until": until.isoformat() if until else "",
            "invoice": invoice.number if invoice else "",
        }

        async def write() -> None:
            if invoice is not None:
                await self.books.pause_invoice(invoice.id, until or FOR_EVER)
                await self._note(case, now, "held", seat, Because.PAUSED, facts)
                return
            await self.books.release_holds(case.id, (Because.PAUSED,), now=now, by=seat.name)
            await self.books.set_hold(case.id, Because.PAUSED, since=now, until=until)
            await self._note(case, now, "held", seat, Because.PAUSED, facts)

        await self.books.atomic(write)
        return Reply(text=self._say(case.account, "paused", case=case, invoice=invoice, until=until))

    async def _resume(self, seat: Seat, case: Case, now: datetime) -> Reply:
        """Lift every hold: the owner says that the case goes on. He hears what had held it."""
        resting = [i for i in case.invoices if i.paused_until is not None]
        if not case.holds and not resting:
            return Reply(text=self._say(case.account, "not_held", case=case))

        async def write() -> None:
            await self.books.release_holds(case.id, None, now=now, by=seat.name)
            for invoice in resting:
                await self.books.pause_invoice(invoice.id, None)
            await self._note(case, now, "resumed", seat, Because.OWNER_CHOSE, {})

        await self.books.atomic(write)
        fresh = await self.books.case(case.id)
        return Reply(
            text=self._say(case.account, "resumed", case=fresh, lifted=case.holds, waiting=fresh.blocking_question)
        )

    async def _paid(self, seat: Seat, argument: str, now: datetime) -> Reply:
        """``/paid F2026-12`` or ``/paid F2026-12 500,00``: the owner's word that money came in."""
        words = argument.split()
        if not words:
            return Reply(text=self._say(seat.accounts[0], "usage", command="paid"))
        number, rest, found = await self._numbered(seat, words)
        if len(found) != 1:
            return self._which(seat, number, found)
        case = found[0]
        named = [i for i in case.invoices if i.number.casefold() == number.casefold()]
        invoice = next((i for i in named if i.number == number), named[0])
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

    async def _numbered(self, seat: Seat, words: Sequence[str]) -> tuple[str, list[str], list[Case]]:
        """The invoice that the first words name (its number may hold spaces), what follows it, and its cases."""
        for end in range(min(len(words), 6), 0, -1):
            number = " ".join(words[:end])
            ids = [await self.books.case_id_of_number(account, number) for account in seat.accounts]
            found = [await self.books.case(case_id) for case_id in ids if case_id is not None]
            if found:
                return number, list(words[end:]), found
        return words[0], [], []

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

    async def whose(self, seat: Seat, question: Question, words: str, now: datetime) -> Reply:
        """A reply to the card of an unknown sender names the client: the mail is read as his."""
        found = [c for c in await self._find(seat, words) if c.account == question.account]
        if len(found) != 1:
            return self._which(seat, words, found)
        office = self.offices[question.account]
        code = f"{Choice.THIS_CASE}:{found[0].id}"
        done = await self.answer.effects.this_case(office, question, found[0].id, code, by=seat.name, now=now)
        return Reply(text=self._say(question.account, "done" if done else "already"))

    async def _find(self, seat: Seat, words: str) -> list[Case]:
        """Cases by invoice number, debtor's key or part of the name (a whole name wins), or the number of the case."""
        found: dict[int, Case] = {}
        for account in seat.accounts:
            case_id = await self.books.case_id_of_number(account, words)
            ids = [case_id] if case_id is not None else await self._named(account, words)
            found |= {one: await self.books.case(one) for one in ids}
        if not found and (number := _NUMBER.fullmatch(words)):
            for account in seat.accounts:
                every = await self.books.cases(account, open_only=False)
                found |= {case.id: case for case in every if case.id == int(number[1])}
        wanted = _folded(words)
        exact = [c for c in found.values() if wanted in (_folded(c.debtor.name), _folded(c.debtor.key))]
        return exact if len(exact) == 1 else list(found.values())

    async def _named(self, account: str, words: str) -> list[int]:
        """A phone writes another apostrophe than a billing program."""
        ways = dict.fromkeys((words, words.replace("'", "’"), words.replace("’", "'")))
        return sorted({one for way in ways for one in await self.books.case_ids_named(account, way)})

    def _which(self, seat: Seat, words: str, found: list[Case]) -> Reply:
        key = "many_found" if found else "not_found"
        facts = {"cases": found[:8], "more": max(len(found) - 8, 0), "several": len(seat.accounts) > 1}
        return Reply(text=self._say(seat.accounts[0], key, words=words, **facts))

    async def _note(
        self, case: Case, now: datetime, what: str, seat: Seat, because: Because, facts: dict[str, object]
    ) -> None:
        await self.books.record(
            case.account, case_id=case.id, at=now, what=what, because=because, by=seat.name, facts=facts
        )

    def _say(self, account_id: str, key: str, /, **facts: object) -> str:
        office = self.offices[account_id]
        return office.words.say(key, language=office.account.language, **facts)


class _KnownError(Exception):
    """The payment was in the books already."""


def _named(case: Case, words: str) -> Invoice | None:
    """The invoice whose number these words are; None: they name the debtor."""
    return next((i for i in case.invoices if i.number.casefold() == words.casefold()), None)


def _invoice(case: Case, invoice_id: int) -> Invoice:
    return next(i for i in case.invoices if i.id == invoice_id)


def _holds(decision: Decision) -> bool:
    """A reason to wait that the owner wants to see: not time alone, nor a card that he has."""
    said_elsewhere = {Because.WAITING_FOR_OWNER, Because.IN_FLIGHT, Because.NOTHING_DUE}
    return isinstance(decision, Wait) and decision.because not in PASSES | said_elsewhere


def _folded(text: str) -> str:
    """No accents, no capitals, one kind of apostrophe."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
