"""The import flow: the rows of a file into the books, and a report on each. Never a library of I/O, never a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, Protocol, TypeVar

from bot import formats
from bot.core.case import Account, Case, Contact, Debtor, Kind
from bot.core.law import Law
from bot.core.ledger import InvoiceRow, PaymentRow
from bot.core.money import Money
from bot.errors import StoreError
from bot.formats import UNSAID, BadRow, Numbered, Why

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Told how many rows are done, of how many."""
_AT_ONCE = 200  # rows in one transaction: quick, and yet a daemon beside us waits only a moment


class Ledger(Protocol):
    """What the import needs of the store."""

    async def cases(self, account: str, *, open_only: bool = True) -> list[Case]: ...

    async def upsert_invoice(
        self, account: str, row: InvoiceRow, now: datetime
    ) -> Literal["new", "changed", "same"]: ...

    async def add_payment(self, account: str, row: PaymentRow, now: datetime) -> Literal["new", "same", "unknown"]: ...

    async def set_payments_as_of(self, account: str, day: date) -> None: ...

    async def atomic(self, work: Callable[[], Awaitable[T]]) -> T: ...


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of a file: counts of rows, and every mistake. A row with two mistakes is two of ``bad``.

    ``notes``: rows that are in the books, with something that the owner should know.
    """

    file: str
    gives: Literal["invoices", "payments"]
    new: int = 0
    changed: int = 0
    same: int = 0
    bad: tuple[BadRow, ...] = ()
    notes: tuple[BadRow, ...] = ()

    @property
    def bad_rows(self) -> int:
        return len({row.line for row in self.bad})


def _no_law(country: str) -> Law:
    return Law(country="")


async def take_in(
    store: Ledger,
    account: Account,
    name: str,
    data: bytes,
    now: datetime,
    *,
    progress: Progress | None = None,
    law: Callable[[str], Law] = _no_law,
) -> Report:
    """Put every good row of a file into the books, once; name every bad one. The same file again changes nothing.

    ``name`` may be a path: a PDF that a row names is looked for beside it. ``law`` says of a country what is
    time-barred. Raises RelanceError when no format
    recognises the file, and StoreError when the database is gone.
    """
    member = formats.choose(name, data)
    rows = list(member.rows(name, data))
    file = name.replace("\\", "/").rpartition("/")[2]
    known = {case.debtor.key: case.debtor for case in await store.cases(account.id, open_only=False)}
    today = account.window.today(now)
    good, bad = _settle(rows, account, known, file, today)
    answers: list[Answered] = []
    for start in range(0, len(good), _AT_ONCE):
        batch = good[start : start + _AT_ONCE]
        done, refused = await _put(store, account.id, batch, now, file)
        answers += done
        bad += refused
        if progress:
            progress(start + len(batch), len(good))
    if member.GIVES == "payments" and all(row.why is Why.UNKNOWN_INVOICE for row in bad):
        # A payment that could not be read may be the one that settles an invoice: then we do not know the payments.
        await store.set_payments_as_of(account.id, today)
    bad.sort(key=lambda row: row.line)
    counts = Counter(answer for _, _, answer in answers)
    return Report(
        file=file,
        gives=member.GIVES,
        new=counts["new"],
        changed=counts["changed"],
        same=counts["same"],
        bad=tuple(bad),
        notes=tuple(await _notes(store, account.id, file, answers, today, law)),
    )


async def _notes(
    store: Ledger, account: str, file: str, answers: Iterable[Answered], today: date, law: Callable[[str], Law]
) -> list[BadRow]:
    """What the owner should know of the rows that changed something, once for each invoice."""
    fresh = {row.number: (line, row) for line, row, answer in answers if answer in ("new", "changed")}

    def worth_a_look(row: InvoiceRow | PaymentRow) -> bool:
        return isinstance(row, PaymentRow) or _barred(row.debtor, row.due, today, law) is not None

    if not any(worth_a_look(row) for _, row in fresh.values()):
        return []
    notes = []
    for case in await store.cases(account, open_only=False):
        for invoice in case.invoices:
            line, row = fresh.get(invoice.number, (0, None))
            end = _barred(case.debtor, invoice.due, today, law)
            if isinstance(row, PaymentRow) and invoice.outstanding.minor < 0:
                why, detail = Why.OVERPAID, str(invoice.received - invoice.total)
            elif isinstance(row, InvoiceRow) and end is not None and not invoice.settled:
                why, detail = Why.TIME_BARRED, end.isoformat()
            else:
                continue
            notes.append(BadRow(file=file, line=line, column="", value=invoice.number, why=why, detail=detail))
    return sorted(notes, key=lambda note: note.line)


def _barred(debtor: Debtor, due: date, today: date, law: Callable[[str], Law]) -> date | None:
    end = law(debtor.country).barred_on(debtor.kind, due)
    return end if end is not None and end < today else None


Good = tuple[int, InvoiceRow | PaymentRow]
Answered = tuple[int, InvoiceRow | PaymentRow, str]
"""A row and what the books answered: new, changed, same or unknown."""


def _settle(
    rows: Iterable[Numbered], account: Account, known: dict[str, Debtor], file: str, today: date
) -> tuple[list[Good], list[BadRow]]:
    """Say what the file leaves unsaid: currency, and one set of facts for each debtor."""
    good: list[Good] = []
    bad: list[BadRow] = []
    home = _currency_of(account.country)
    rows = list(rows)
    debtors = _debtors((row for _, row in rows if isinstance(row, InvoiceRow)), account, known)
    for line, row in rows:
        try:
            match row:
                case BadRow():
                    bad.append(row)
                case InvoiceRow():
                    total = _said(row.total, home)
                    good.append((line, replace(row, total=total, debtor=debtors[row.debtor.key])))
                case PaymentRow(paid_on=day) if day > today:
                    shown = day.isoformat()
                    bad.append(BadRow(file=file, line=line, column="", value=shown, why=Why.PAYMENT_FUTURE))
                case PaymentRow():
                    good.append((line, replace(row, amount=_said(row.amount, home))))
        except ValueError:
            bad.append(BadRow(file=file, line=line, column="", value=home, why=Why.CURRENCY_COLUMN))
    return good, bad


def _said(amount: Money, home: str) -> Money:
    return formats.in_currency(amount, home) if amount.currency == UNSAID else amount


def _currency_of(country: str) -> str:
    """The currency of amounts that name none: that of the account's country."""
    from babel.numbers import get_territory_currencies  # late: a command that imports nothing does not pay for it

    return next(iter(get_territory_currencies(country)), "EUR")


def _debtors(invoices: Iterable[InvoiceRow], account: Account, known: dict[str, Debtor]) -> dict[str, Debtor]:
    """One debtor for each key, whatever row says what; else the rows of one file would correct each other for ever.

    What no row says stays as the books have it, or is as usual for the account.
    """
    found: dict[str, Debtor] = {}
    for invoice in invoices:
        one = invoice.debtor
        found[one.key] = _joined(found[one.key], one) if one.key in found else one
    return {key: _filled(one, known.get(key), account) for key, one in found.items()}


def _joined(first: Debtor, other: Debtor) -> Debtor:
    addresses = {contact.email.lower() for contact in first.contacts}
    more = [contact for contact in other.contacts if contact.email.lower() not in addresses]
    return replace(
        first,
        # Where two rows differ, the stricter rules.
        kind=first.kind if first.kind is other.kind else Kind.CONSUMER,
        language=first.language or other.language,
        country=first.country or other.country,
        group=first.group or other.group,
        contacts=_ranked((*first.contacts, *more)),
    )


def _ranked(contacts: Sequence[Contact]) -> tuple[Contact, ...]:
    return tuple(replace(contact, rank=rank) for rank, contact in enumerate(contacts))


def _filled(debtor: Debtor, known: Debtor | None, account: Account) -> Debtor:
    return replace(
        debtor,
        language=debtor.language or (known.language if known else account.language),
        country=debtor.country or (known.country if known else account.country),
        group=debtor.group or (known.group if known else "regular"),
    )


async def _put(
    store: Ledger, account: str, batch: Sequence[Good], now: datetime, file: str
) -> tuple[list[Answered], list[BadRow]]:
    """A batch in one transaction; where the books refuse a row, each row on its own, so that only that one is bad."""

    async def all_at_once() -> tuple[list[Answered], list[BadRow]]:
        answers = [(line, row, await _put_one(store, account, row, now)) for line, row in batch]
        return answers, [_unknown(row, line, file) for line, row, answer in answers if answer == "unknown"]

    try:
        return await store.atomic(all_at_once)
    except StoreError as refused:
        if len(batch) == 1:
            line, row = batch[0]
            why = BadRow(file=file, line=line, column="", value=row.number, why=Why.STORE, detail=str(refused))
            return [], [why]
    answers: list[Answered] = []
    bad: list[BadRow] = []
    for one in batch:
        done, refused_one = await _put(store, account, [one], now, file)
        answers += done
        bad += refused_one
    return answers, bad


async def _put_one(store: Ledger, account: str, row: InvoiceRow | PaymentRow, now: datetime) -> str:
    if isinstance(row, InvoiceRow):
        return await store.upsert_invoice(account, row, now)
    return await store.add_payment(account, row, now)


def _unknown(row: InvoiceRow | PaymentRow, line: int, file: str) -> BadRow:
    return BadRow(file=file, line=line, column="", value=row.number, why=Why.UNKNOWN_INVOICE)
