"""What is owed and what was paid, as it comes in: invoices, payments, credits. Never a notice, never a sum."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Any, Literal

from bot.core.address import plain
from bot.core.case import Debtor
from bot.core.ledger import BY_OWNER, InvoiceRow, PaymentKind, PaymentRow
from bot.errors import StoreError
from storage import models
from storage.door import Door, writing
from storage.values import moment, text, to_json

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Of a token: Crockford's base32: no i, l, o, u, so that it survives being read aloud or typed."""
LETTERS = 10


SAME_MONEY = timedelta(days=10)
"""The owner's word and the bank's line about one payment lie no further apart."""


class Ledger(Door):
    @writing
    async def upsert_invoice(self, account: str, row: InvoiceRow, now: datetime) -> Literal["new", "changed", "same"]:
        """Create or correct an invoice, its debtor and his contacts. What was said or paid stays as it is.

        "changed" also when only the debtor or a contact did. A contact that is not in ``row`` stays.
        Raises StoreError, with nothing changed, when the number belongs to another debtor, or when the currency
        would change under payments already made.
        """
        number = text(row.number)
        known = await models.InvoiceRow.filter(account=account, number=number).first()
        case = await models.CaseRow.filter(account=account, debtor_key=text(row.debtor.key)).first()
        if known is not None:
            await _refuse_another_meaning(known, case, row)
        debtor_changed = False
        if case is None:
            case = await _open_case(account, row.debtor, now)
        else:
            debtor_changed = await _correct_debtor(case, row.debtor)
        contacts_changed = await _add_contacts(case.id, row.debtor)
        facts = _invoice_facts(row)
        if known is None:
            imported_at = moment(now)
            await models.InvoiceRow.create(
                account=account, case_id=case.id, number=number, imported_at=imported_at, **facts
            )
            await _tell(account, case.id, now, "imported", invoice=number, amount=str(row.total))
            return "new"
        invoice_changed = any(getattr(known, name) != value for name, value in facts.items())
        if invoice_changed:
            await models.InvoiceRow.filter(id=known.id).update(**facts)
            await _tell(account, case.id, now, "corrected", invoice=number, amount=str(row.total))
        return "changed" if invoice_changed or debtor_changed or contacts_changed else "same"

    @writing
    async def add_payment(
        self, account: str, row: PaymentRow, now: datetime, *, by: str = ""
    ) -> Literal["new", "same", "unknown"]:
        """Record a payment or credit once. "same": its key is known, and nothing changes. "unknown": no such invoice.

        ``by``: the owner who says so. When the bank later shows the same money, it is the same payment.
        Raises StoreError when its currency is not the invoice's.
        """
        key = text(row.key)
        if await models.PaymentRow.filter(account=account, key=key).exists():
            return "same"
        invoice = await models.InvoiceRow.filter(account=account, number=text(row.number)).first()
        if invoice is None:
            return "unknown"
        if invoice.currency != row.amount.currency:
            raise StoreError(
                f"payment {row.key!r} is in {row.amount.currency}, but invoice {row.number!r} is in {invoice.currency}"
            )
        amount = row.amount.minor
        if not by and await _confirm(invoice.id, row):
            amount = 0  # counted already; the row remembers the bank's key
        await models.PaymentRow.create(
            account=account,
            invoice_id=invoice.id,
            key=key,
            paid_on=row.paid_on,
            minor=amount,
            currency=row.amount.currency,
            kind=row.kind,
            note=text(row.note),
            recorded_at=moment(now),
        )
        if amount == 0:
            return "same"
        what = "paid" if row.kind is PaymentKind.PAYMENT else "credited"
        await _tell(account, invoice.case_id, now, what, by=by, invoice=invoice.number, amount=str(row.amount))
        return "new"

    @writing
    async def set_payments_as_of(self, account: str, day: date) -> None:
        """Payments are known up to ``day``. An older statement that comes later does not move it back."""
        state = await models.AccountStateRow.filter(account=account).first()
        if state is None:
            await models.AccountStateRow.create(account=account, payments_as_of=day, notes="{}")
        elif state.payments_as_of is None or state.payments_as_of < day:
            await models.AccountStateRow.filter(account=account).update(payments_as_of=day)

    @writing
    async def pause_invoice(self, invoice_id: int, until: date | None) -> None:
        """Let an invoice rest until ``until`` (that day included is for the rules to say); None: no pause."""
        if not await models.InvoiceRow.filter(id=invoice_id).update(paused_until=until):
            raise StoreError(f"there is no invoice with the id {invoice_id}")


async def _tell(account: str, case_id: int, now: datetime, what: str, *, by: str = "", **facts: str) -> None:
    """What changed in the ledger belongs to the history of the case (truth 12)."""
    await models.EventRow.create(
        account=account, case_id=case_id, at=moment(now), what=what, by=text(by), facts=to_json(facts)
    )


async def _confirm(invoice_id: int, row: PaymentRow) -> bool:
    """The bank shows what the owner had said already: the same sum within days. Each word of his is confirmed once."""
    said = models.PaymentRow.filter(
        invoice_id=invoice_id,
        minor=row.amount.minor,
        kind=row.kind.value,
        key__startswith=BY_OWNER,
        note="",
        paid_on__gte=row.paid_on - SAME_MONEY,
        paid_on__lte=row.paid_on + SAME_MONEY,
    )
    known = await said.order_by("id").first()
    if known is None:
        return False
    await models.PaymentRow.filter(id=known.id).update(note="confirmed", paid_on=row.paid_on)
    return True


def _invoice_facts(row: InvoiceRow) -> dict[str, Any]:
    return {
        "issued": row.issued,
        "due": row.due,
        "total_minor": row.total.minor,
        "currency": row.total.currency,
        "order_reference": text(row.order_reference),
        "items": to_json(list(row.items)),
        "pdf": text(row.pdf),
    }


def _debtor_facts(debtor: Debtor) -> dict[str, Any]:
    return {
        "debtor_name": text(debtor.name),
        "kind": debtor.kind.value,
        "language": debtor.language,
        "country": debtor.country,
        "debtor_group": debtor.group,
    }


async def _refuse_another_meaning(known: models.InvoiceRow, case: models.CaseRow | None, row: InvoiceRow) -> None:
    if case is None or known.case_id != case.id:
        holder = await models.CaseRow.get(id=known.case_id)
        raise StoreError(
            f"invoice {row.number!r} belongs to {holder.debtor_key!r} and cannot move to {row.debtor.key!r}: "
            "give it another number, or correct the debtor's key"
        )
    paid = known.currency != row.total.currency and await models.PaymentRow.filter(invoice_id=known.id).exists()
    if paid:
        raise StoreError(
            f"invoice {row.number!r} has payments in {known.currency} and cannot become one in {row.total.currency}"
        )


async def _open_case(account: str, debtor: Debtor, now: datetime) -> models.CaseRow:
    token = _new_token()
    while await models.CaseRow.filter(token=token).exists():
        token = _new_token()
    return await models.CaseRow.create(
        account=account, token=token, debtor_key=text(debtor.key), opened_at=moment(now), **_debtor_facts(debtor)
    )


def _new_token() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


async def _correct_debtor(case: models.CaseRow, debtor: Debtor) -> bool:
    facts = _debtor_facts(debtor)
    if all(getattr(case, name) == value for name, value in facts.items()):
        return False
    await models.CaseRow.filter(id=case.id).update(**facts)
    return True


async def _add_contacts(case_id: int, debtor: Debtor) -> bool:
    changed = False
    for contact in debtor.contacts:
        _, news = await put_contact(case_id, contact.email, contact.name, contact.rank)
        changed |= news
    return changed


async def put_contact(case_id: int, email: str, name: str, rank: int) -> tuple[int, bool]:
    """The contact's id, and whether anything is new. An empty name does not erase one; who is unreachable stays so."""
    address, name = plain(text(email)), text(name)
    known = await models.ContactRow.filter(case_id=case_id, email=address).first()
    if known is None:
        row = await models.ContactRow.create(case_id=case_id, email=address, name=name, rank=rank)
        return row.id, True
    name = name or known.name
    if (known.name, known.rank) == (name, rank):
        return known.id, False
    await models.ContactRow.filter(id=known.id).update(name=name, rank=rank)
    return known.id, True
