"""What an order of the owner does to a case: money, a promise, a pause, its end. In the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from bot.books import Books
from bot.core.because import Because
from bot.core.case import FOR_EVER, Case, Invoice
from bot.core.ledger import BY_OWNER, PaymentKind, PaymentRow
from bot.core.money import Money, parse, totals
from bot.core.order import OrderKind
from bot.core.promises import received
from bot.core.question import OF_A_PROMISE, Question, QuestionKind
from bot.core.sums import written_sum
from bot.errors import RelanceError
from bot.office import Office


class MootError(RelanceError):
    """What was to be confirmed is no longer possible: nothing is done."""


async def carry_out(books: Books, office: Office, question: Question, case_id: int, *, by: str, now: datetime) -> None:
    """What the owner has confirmed. Raises MootError when it cannot be done any more (paid meanwhile, a past day)."""
    case = await books.case(case_id)
    if case.account != question.account:
        raise MootError("the case is of another account")
    each, today = question.facts.get("each"), office.today(now)
    facts = {**question.facts, **(each.get(str(case_id), {}) if isinstance(each, dict) else {})}
    day = date.fromisoformat(str(facts["day"])) if facts.get("day") else None
    if day is not None and day <= today:
        raise MootError("the day is over")
    invoice = next((i for i in case.invoices if i.number == facts.get("invoice")), None)
    if facts.get("invoice") and invoice is None:
        raise MootError("the invoice is not of this case")
    amount = amount_of(case, invoice, str(facts.get("amount") or ""))
    key = str(facts.get("key") or f"question-{question.id}")
    match OrderKind(str(facts["order"])):
        case OrderKind.PAID:
            shown = facts.get("sums")
            await _paid(books, case, invoice, amount, shown, today, key=key, by=by, now=now)
        case OrderKind.PROMISE:
            assert day is not None
            await promise(books, case, day, amount, today=today, by=by, now=now)
        case OrderKind.PAUSE:
            await pause(books, case, invoice, day, by=by, now=now)
        case OrderKind.RESUME:
            await resume(books, case, by=by, now=now)
        case OrderKind.PLAN:
            parts = facts.get("parts")
            await plan(books, case, parts if isinstance(parts, list) else [], today=today, by=by, now=now)
        case OrderKind.CREDIT:
            await _credit(books, case, invoice, amount, today, key=key, by=by, now=now)
        case OrderKind.MEDIATOR | OrderKind.AGENCY | OrderKind.WRITE_OFF as end:
            await stop(books, case, ENDS[end], by=by, now=now)


def amount_of(case: Case, invoice: Invoice | None, written: str) -> Money | None:
    """The amount, in the currency of the invoice or of what the case owes. None: he named none.

    Raises MootError for what is no amount, more than is owed, or unclear.
    """
    if not written:
        return None
    owed = [invoice.outstanding] if invoice is not None else case.outstanding
    if len(owed) != 1:
        raise MootError("nothing is owed, or in several currencies")
    try:
        amount = written_sum(written, owed[0].currency)
    except ValueError as error:
        raise MootError(str(error)) from None
    if not amount <= owed[0]:
        raise MootError("more than is owed")
    return amount


async def _paid(
    books: Books,
    case: Case,
    invoice: Invoice | None,
    amount: Money | None,
    shown: object,
    today: date,
    *,
    key: str,
    by: str,
    now: datetime,
) -> None:
    """``shown``: the sums that the card named."""
    meant = (invoice,) if invoice is not None else case.due_now(today)
    if amount is not None and invoice is None:
        meant = case.open_invoices
    owed = totals(i.outstanding for i in meant)
    if not owed or (amount is not None and not amount <= owed[0]):
        raise MootError("it is not owed any more")
    if amount is None and [str(one) for one in owed] != shown:
        raise MootError("it is not the sum that was shown")
    await pay(books, case, meant, today, now, by=by, key=key, amount=amount)
    fresh = await books.case(case.id)
    if received(fresh) == received(case):
        raise MootError("it is in the books already")
    if not fresh.open_invoices:
        await books.release_holds(case.id, (Because.SAYS_PAID,), now=now, by=by)
        await books.expire_questions(case_id=case.id, kinds=(QuestionKind.SAYS_PAID,), now=now)


async def pay(
    books: Books,
    case: Case,
    invoices: Collection[Invoice],
    today: date,
    now: datetime,
    *,
    by: str,
    key: str,
    amount: Money | None = None,
) -> Money | None:
    """Record the owner's word that money came in, oldest invoice first. Returns what could not be placed."""
    left = amount
    for invoice in case.open_invoices:
        if invoice not in invoices or (left is not None and left.currency != invoice.total.currency):
            continue
        part = invoice.outstanding if left is None else min(invoice.outstanding, left)
        if part.minor <= 0:
            break
        row = PaymentRow(key=f"{BY_OWNER}{key}-{invoice.id}", number=invoice.number, paid_on=today, amount=part)
        await books.add_payment(case.account, row, now=now, by=by)
        left = left - part if left is not None else None
    return left


async def promise(
    books: Books,
    case: Case,
    day: date,
    amount: Money | None,
    *,
    today: date,
    by: str,
    now: datetime,
    before: tuple[Money, ...] | None = None,
) -> None:
    """The owner tells of a promise: it is waited for as one that was written. ``before``: see `_wait_for`."""
    await books.expire_questions(case_id=case.id, kinds=OF_A_PROMISE, now=now)
    await _wait_for(books, case, [(day, amount)], Because.PROMISE_RUNNING, today=today, by=by, now=now, before=before)


async def accept(books: Books, case: Case, facts: Mapping[str, object], *, today: date, by: str, now: datetime) -> None:
    """The owner takes the debtor at his word: the days and amounts (``made``) that the card showed.

    What came in since the card was written (``had``: all until then) counts towards them.
    """
    named = facts["made"] if isinstance(facts.get("made"), list) else []
    assert isinstance(named, list)
    had = facts.get("had")
    before = tuple(_money(str(one)) for one in had) if isinstance(had, list) else received(case)
    parts = [(date.fromisoformat(day), _money(amount) if amount else None) for day, amount in named]
    parts = [part for part in parts if part[0] >= today]
    if not parts or not case.open_invoices:
        raise MootError("the days are over, or nothing is owed any more")
    await books.expire_questions(case_id=case.id, kinds=OF_A_PROMISE, now=now)
    await _wait_for(books, case, parts, Because.PROMISE_RUNNING, today=today, by=by, now=now, before=before)


async def _wait_for(
    books: Books,
    case: Case,
    parts: Sequence[tuple[date, Money | None]],
    because: Because,
    *,
    today: date,
    by: str,
    now: datetime,
    before: tuple[Money, ...] | None = None,
) -> None:
    """They take the place of what was promised before. ``before``: what had come in when they were made."""
    then = received(case) if before is None else before
    for number, (day, amount) in enumerate(parts):
        await books.add_promise(case.id, day=day, amount=amount, made_on=today, received_then=then, replace=number == 0)
        facts = {"day": day.isoformat(), "amount": str(amount or "")}
        await _note(books, case, now, "promised", by, because, facts)


_SETTLED_BY_A_PLAN = OF_A_PROMISE | {QuestionKind.PLAN_REQUEST, QuestionKind.HARDSHIP}
"""Cards that ask what a plan of the owner's answers."""


async def plan(
    books: Books, case: Case, parts: Collection[Sequence[str]], *, today: date, by: str, now: datetime
) -> None:
    """Instalments: promises of one day, each waited for, the last one thanked for, a missed one asked about."""
    made = [(date.fromisoformat(day), _money(amount)) for day, amount in parts]
    if not made or totals(amount for _, amount in made) != case.outstanding:
        raise MootError("it does not come to what is owed any more")
    if made[0][0] <= today:
        raise MootError("the first day is over")
    await books.expire_questions(case_id=case.id, kinds=_SETTLED_BY_A_PLAN, now=now)
    await books.release_holds(case.id, (Because.PLAN_REQUESTED, Because.HARDSHIP), now=now, by=by)
    await _wait_for(books, case, made, Because.PLAN_RUNNING, today=today, by=by, now=now)


def _money(written: str) -> Money:
    figure, _, currency = written.rpartition(" ")
    return parse(figure, currency)


async def _credit(
    books: Books,
    case: Case,
    invoice: Invoice | None,
    amount: Money | None,
    today: date,
    *,
    key: str,
    by: str,
    now: datetime,
) -> None:
    """A credit note that the owner has given."""
    if invoice is None or amount is None:
        raise MootError("a credit note is of one invoice, and of an amount")
    row = PaymentRow(
        key=f"{BY_OWNER}credit-{key}-{invoice.id}", number=invoice.number, paid_on=today, amount=amount,
        kind=PaymentKind.CREDIT,
    )  # fmt: skip
    if await books.add_payment(case.account, row, now=now, by=by) != "new":
        raise MootError("it is in the books already")


ENDS = {
    OrderKind.MEDIATOR: Because.MEDIATION,
    OrderKind.AGENCY: Because.AGENCY,
    OrderKind.WRITE_OFF: Because.WRITTEN_OFF,
}


async def stop(books: Books, case: Case, because: Because, *, by: str, now: datetime) -> None:
    """Somebody else goes on with it, or nobody: nothing leaves until the owner takes it up again."""
    await books.expire_questions(case_id=case.id, kinds=OF_A_PROMISE, now=now)
    await books.set_hold(case.id, because, since=now)
    await _note(books, case, now, "held", by, because, {"until": ""})


async def pause(books: Books, case: Case, invoice: Invoice | None, day: date | None, *, by: str, now: datetime) -> None:
    """His last word counts, also when it is an earlier day than the one before."""
    facts: dict[str, object] = {
        "until": day.isoformat() if day else "",
        "invoice": invoice.number if invoice else "",
    }
    if invoice is not None:
        await books.pause_invoice(invoice.id, day or FOR_EVER)
    else:
        await books.release_holds(case.id, (Because.PAUSED,), now=now, by=by)
        await books.set_hold(case.id, Because.PAUSED, since=now, until=day)
    await _note(books, case, now, "held", by, Because.PAUSED, facts)


async def resume(books: Books, case: Case, *, by: str, now: datetime) -> None:
    """Lift every hold: the owner says that the case goes on."""
    await books.release_holds(case.id, None, now=now, by=by)
    for invoice in case.invoices:
        if invoice.paused_until is not None:
            await books.pause_invoice(invoice.id, None)
    await _note(books, case, now, "resumed", by, Because.OWNER_CHOSE, {})


async def _note(
    books: Books, case: Case, now: datetime, what: str, by: str, because: Because, facts: Mapping[str, object]
) -> None:
    await books.record(case.account, case_id=case.id, at=now, what=what, because=because, by=by, facts=facts)
