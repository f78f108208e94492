"""The morning after quiet hours: one card with what happened, what waits, what leaves today. Decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import structlog

from bot.books import Books
from bot.coming import room_today, today_only
from bot.core.aging import balances, history
from bot.core.case import Case
from bot.core.decide import Send
from bot.core.ladder import TO_DEBTOR
from bot.core.question import ASIDE, Choice, Option, Question, QuestionKind
from bot.endings import WAITING
from bot.office import Office

log = structlog.get_logger("digest")

NOTE = "digest"
"""The note that holds the day of the last digest, and the last event that it counts."""

AT_MOST = timedelta(days=7)
"""What is older is no news, also after a holiday of the daemon."""

LATEST = timedelta(hours=4)
"""After the end of the quiet hours: who starts the daemon in the afternoon wants no morning paper."""

LONGEST = 15
_TOLD = ("sent", "received", "promised", "promise_kept", "promise_broken", "paid", "bounced", "refused")


class Digest:
    """One a day for each account that has quiet hours."""

    def __init__(self, books: Books, offices: Mapping[str, Office]) -> None:
        self.books = books
        self.offices = offices

    async def tell(self, now: datetime) -> bool:
        """Ask the digest's card of every account whose quiet hours are over. Returns whether there was one."""
        told = False
        for office in self.offices.values():
            if office.account.quiet is not None and await self._is_due(office, now):
                told |= await self._tell(office, now)
        return told

    async def _is_due(self, office: Office, now: datetime) -> bool:
        quiet = office.account.quiet
        assert quiet is not None
        local = now.astimezone(office.account.window.timezone)
        since_end = local - datetime.combine(local.date(), quiet.end, local.tzinfo)
        if quiet.covers(local.time()) or not timedelta(0) <= since_end <= LATEST:
            return False
        note = await self.books.note(office.account.id, NOTE)
        return not (isinstance(note, list) and note and note[0] == local.date().isoformat())

    async def _tell(self, office: Office, now: datetime) -> bool:
        account = office.account.id
        note = await self.books.note(account, NOTE)
        after = int(note[1]) if isinstance(note, list) else 0
        events = await self.books.events_since(account, now - (AT_MOST if after else timedelta(days=1)), after=after)
        facts = await self._facts(office, Counter(event.what for event in events), now)
        if _is_new_week(note, office.today(now)):
            facts["weeks"] = await self._weeks(office, now)
        last = events[-1].id if events else after
        approve = facts["approve"]
        choices = (Choice.APPROVE_ALL, Choice.ONE_BY_ONE) if approve else ()

        async def write() -> bool:
            await self.books.set_note(account, NOTE, [office.today(now).isoformat(), last])
            for old in await self.books.questions(WAITING, account=account, limit=1000):
                if old.kind is QuestionKind.DIGEST:
                    await self.books.answer(old.id, choice="", by="", now=now)
            if not any(facts.values()):
                return False
            await self.books.ask(
                account=account,
                kind=QuestionKind.DIGEST,
                options=[Option(choice=choice) for choice in choices],
                now=now,
                facts=facts,
            )
            return True

        told = await self.books.atomic(write)
        log.info("digest", account=account, told=told)
        return told

    async def _weeks(self, office: Office, now: datetime) -> dict[str, object]:
        """The aged balance and how it came to it, for the picture; nothing where nothing is owed any more."""
        account, today = office.account.id, office.today(now)
        cases = await self.books.cases(account, open_only=False)
        found = history(cases, await self.books.payments(account), today)
        order = [balance.currency for balance in balances(cases, today)]
        return {c: [[w.day.isoformat(), list(w.parts)] for w in found[c]] for c in order if c in found}

    async def _facts(self, office: Office, happened: Mapping[str, int], now: datetime) -> dict[str, object]:
        account, today = office.account.id, office.today(now)
        waiting = [q for q in await self.books.questions(WAITING, account=account, limit=1000) if q.kind not in ASIDE]
        cases = await self.books.cases(account)
        room = room_today(office, today, await self.books.note(account, "late_starts"))
        acts = today_only(office, cases, today, room=room)
        leaving = [
            [f.case.debtor.name, f.decision.message.step.name, _sums(f.decision.message.totals)]
            for f in acts
            if isinstance(f.decision, Send) and f.decision.message.step.channel in TO_DEBTOR
        ]
        approve = [q for q in waiting if q.kind is QuestionKind.APPROVE and not _is_formal(office, q, cases)]
        return {
            "happened": {what: happened[what] for what in _TOLD if happened.get(what)},
            "waiting": len(waiting),
            "leaving": leaving[:LONGEST],
            "more": max(0, len(leaving) - LONGEST),
            "approve": [q.id for q in approve],
            "cases": sorted({q.case_id for q in approve if q.case_id is not None}),
        }


def _is_new_week(note: object, today: date) -> bool:
    """The first digest since Monday: also where Monday's was missed."""
    last = date.fromisoformat(str(note[0])) if isinstance(note, list) and note else date.min
    return last < today - timedelta(days=today.weekday())


def _sums(amounts: Sequence[object]) -> list[str]:
    return [str(amount) for amount in amounts]


def _is_formal(office: Office, question: Question, cases: Sequence[Case]) -> bool:
    """A formal notice leaves only by a tap on its own card (truth 9); so does one whose rung is not known."""
    name = str(question.facts.get("step") or "")
    if not name:
        return False  # an answer beside the ladder
    case = next((c for c in cases if c.id == question.case_id), None)
    step = office.ladder(case.debtor.group).step(name) if case is not None else None
    return step is None or step.formal
