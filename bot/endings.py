"""Questions whose reason is gone end by themselves: the money came, an address is known again. Never asks one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.books import Books
from bot.core.because import Because
from bot.core.case import Case
from bot.core.question import QuestionKind, QuestionState
from bot.core.triage import RELEASES
from bot.office import Office

WAITING = (QuestionState.OPEN, QuestionState.ASKED)

ABOUT_MONEY = frozenset(
    {
        QuestionKind.CALL,
        QuestionKind.DECIDE,
        QuestionKind.AMICABLE_END,
        QuestionKind.PROMISE,
        QuestionKind.PROMISE_BROKEN,
        QuestionKind.SAYS_PAID,
        QuestionKind.TEXT_BROKEN,
        QuestionKind.REFUSED,
    }
)
"""Questions that nobody needs to answer once everything is paid. One that shows other words of a debtor stays."""


OVER_AFTER = {
    # The ledger may say something else by then than when the owner wrote it.
    QuestionKind.ORDER: timedelta(hours=12),
    QuestionKind.PROMISE_KEPT: timedelta(days=7),  # no news any more
}


async def end(books: Books, office: Office, cases: Mapping[int, Case], now: datetime) -> bool:
    """End what waits for no reason any more. ``cases``: the open ones. Returns whether anything ended."""
    ended = False
    for question in await books.questions(WAITING, account=office.account.id, limit=1000):
        if question.kind in OVER_AFTER:
            if now - question.created_at >= OVER_AFTER[question.kind]:
                ended |= await books.answer(question.id, choice="", by="", now=now)
        elif question.kind is QuestionKind.BANK_STALE:
            if _is_fresh(office, cases, now):
                ended |= await books.answer(question.id, choice="", by="", now=now)
        elif question.case_id is not None and _is_over(question.kind, cases.get(question.case_id)):
            await _end(books, office.account.id, question.case_id, question.kind, now)
            ended = True
    return ended


async def trouble_over(books: Books, account: str, server: str, now: datetime) -> None:
    """A server answers again: the card about it ends by itself."""
    for question in await books.questions(WAITING, account=account, limit=1000):
        if question.kind is QuestionKind.TROUBLE and question.facts.get("server") == server:
            await books.answer(question.id, choice="", by="", now=now)


def _is_over(kind: QuestionKind, case: Case | None) -> bool:
    if kind is QuestionKind.BOUNCED:
        return case is None or case.debtor.contact is not None
    if kind is QuestionKind.PROMISE_MADE:
        return case is None or not case.running_promises
    return kind in ABOUT_MONEY and (case is None or not case.open_invoices)


def _is_fresh(office: Office, cases: Mapping[int, Case], now: datetime) -> bool:
    known = next((case.payments_as_of for case in cases.values()), None)
    return known is not None and office.today(now) - known <= timedelta(days=office.account.bank_data_days)


async def _end(books: Books, account: str, case_id: int, kind: QuestionKind, now: datetime) -> None:
    async def write() -> None:
        await books.expire_questions(case_id=case_id, kinds=(kind,), now=now)
        if await books.release_holds(case_id, RELEASES.get(kind, ()), now=now, by=""):
            await books.record(account, case_id=case_id, at=now, what="released", because=Because.SETTLED)

    await books.atomic(write)
