"""Invoices, payments and credits come in once, correct themselves, and never change what was said or paid."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.case import Contact, Debtor, Kind
from bot.core.ledger import BY_OWNER, PaymentKind
from bot.core.money import Money
from bot.errors import StoreError
from storage import Store
from storage.ledger import ALPHABET, LETTERS
from tests.storage.conftest import NOW, TODAY, Facts


async def test_new_same_changed(store: Store, facts: Facts) -> None:
    row = facts.invoice()
    assert await store.upsert_invoice("dupont", row, NOW) == "new"
    assert await store.upsert_invoice("dupont", row, NOW) == "same"
    assert await store.upsert_invoice("dupont", replace(row, total=Money(90_00, "EUR")), NOW) == "changed"
    (case,) = await store.cases("dupont")
    assert case.invoices[0].total == Money(90_00, "EUR")
    assert case.invoices[0].items == ("Consulting", "Travel")
    assert (case.invoices[0].issued, case.invoices[0].due) == (row.issued, row.due)


async def test_a_case_is_one_debtor_of_one_account(store: Store, facts: Facts) -> None:
    await store.upsert_invoice("dupont", facts.invoice("F-1"), NOW)
    await store.upsert_invoice("dupont", facts.invoice("F-2"), NOW)
    await store.upsert_invoice("durand", facts.invoice("F-1"), NOW)
    (case,) = await store.cases("dupont")
    assert [i.number for i in case.invoices] == ["F-1", "F-2"]
    (other,) = await store.cases("durand")
    assert other.token != case.token
    assert len(case.token) == LETTERS
    assert set(case.token) <= set(ALPHABET)


async def test_debtor_and_contacts_are_corrected_never_deleted(store: Store, facts: Facts) -> None:
    await store.upsert_invoice("dupont", facts.invoice(), NOW)
    (case,) = await store.cases("dupont")
    await store.contact_lost(case.id, "COMPTA@martin.fr", NOW)
    debtor = Debtor(
        key="C1",
        name="Martin SAS",
        kind=Kind.CONSUMER,
        language="en",
        country="BE",
        group="vip",
        contacts=(
            Contact(id=7, email=" Compta@Martin.fr ", name="", rank=2),
            Contact(id=7, email="jeanne@martin.fr", name="Jeanne", rank=0),
        ),
    )
    assert await store.upsert_invoice("dupont", facts.invoice(debtor=debtor), NOW) == "changed"
    assert await store.upsert_invoice("dupont", facts.invoice(debtor=debtor), NOW) == "same"
    (case,) = await store.cases("dupont")
    assert (case.debtor.name, case.debtor.kind, case.debtor.language) == ("Martin SAS", Kind.CONSUMER, "en")
    assert (case.debtor.country, case.debtor.group) == ("BE", "vip")
    told = [(c.email, c.name, c.rank, c.reachable) for c in case.debtor.contacts]
    assert told == [("jeanne@martin.fr", "Jeanne", 0, True), ("compta@martin.fr", "Accounts", 2, False)]
    bare = replace(debtor, contacts=())
    assert await store.upsert_invoice("dupont", facts.invoice(debtor=bare), NOW) == "same"
    assert len((await store.case(case.id)).debtor.contacts) == 2


async def test_a_number_cannot_move_to_another_debtor(store: Store, facts: Facts) -> None:
    await store.upsert_invoice("dupont", facts.invoice(), NOW)
    stranger = facts.invoice(debtor=facts.debtor(key="C2", name="Bernard"))
    with pytest.raises(StoreError, match=r"'F-1' belongs to 'C1' and cannot move to 'C2'"):
        await store.upsert_invoice("dupont", stranger, NOW)
    assert [case.debtor.key for case in await store.cases("dupont", open_only=False)] == ["C1"]


async def test_a_payment_counts_once(store: Store, facts: Facts) -> None:
    await store.upsert_invoice("dupont", facts.invoice(), NOW)
    assert await store.add_payment("dupont", facts.payment(), NOW) == "new"
    assert await store.add_payment("dupont", facts.payment(), NOW) == "same"
    credit = replace(facts.payment(key="credit:1", minor=60_00), kind=PaymentKind.CREDIT)
    assert await store.add_payment("dupont", credit, NOW) == "new"
    assert await store.add_payment("dupont", facts.payment("F-9", key="bank:2"), NOW) == "unknown"
    assert await store.add_payment("durand", facts.payment(), NOW) == "unknown"
    (case,) = await store.cases("dupont", open_only=False)
    assert case.invoices[0].received == Money(100_00, "EUR")
    assert await store.case_ids("dupont") == []


async def test_currencies_are_never_mixed(store: Store, facts: Facts) -> None:
    row = facts.invoice()
    await store.upsert_invoice("dupont", row, NOW)
    dollars = replace(facts.payment(), amount=Money(1, "USD"))
    with pytest.raises(StoreError, match=r"USD.*EUR"):
        await store.add_payment("dupont", dollars, NOW)
    assert await store.upsert_invoice("dupont", replace(row, total=Money(5, "USD")), NOW) == "changed"
    await store.add_payment("dupont", dollars, NOW)
    with pytest.raises(StoreError, match="has payments in USD"):
        await store.upsert_invoice("dupont", row, NOW)


async def test_large_amounts_are_exact(store: Store, facts: Facts) -> None:
    minor = 2**62
    await store.upsert_invoice("dupont", facts.invoice(minor=minor), NOW)
    for part in range(3):
        await store.add_payment("dupont", facts.payment(key=f"p{part}", minor=minor // 3), NOW)
    (case,) = await store.cases("dupont")
    assert case.invoices[0].outstanding == Money(minor - 3 * (minor // 3), "EUR")


async def test_payments_as_of_only_grows(store: Store, facts: Facts) -> None:
    await store.upsert_invoice("dupont", facts.invoice(), NOW)
    (case,) = await store.cases("dupont")
    assert case.payments_as_of is None
    await store.set_note("dupont", "seen", 1)
    await store.set_payments_as_of("dupont", TODAY)
    await store.set_payments_as_of("dupont", TODAY - timedelta(days=3))
    assert (await store.case(case.id)).payments_as_of == TODAY
    assert await store.note("dupont", "seen") == 1


async def test_an_import_does_not_end_a_pause(store: Store, facts: Facts) -> None:
    case_id, invoice_id = await facts.case(store)
    await store.pause_invoice(invoice_id, TODAY)
    await store.upsert_invoice("dupont", replace(facts.invoice(), pdf="a.pdf"), NOW)
    invoice = (await store.case(case_id)).invoices[0]
    assert (invoice.paused_until, invoice.pdf) == (TODAY, "a.pdf")
    await store.pause_invoice(invoice_id, None)
    assert (await store.case(case_id)).invoices[0].paused_until is None
    with pytest.raises(StoreError, match="no invoice"):
        await store.pause_invoice(999, None)


async def test_text_that_a_database_cannot_hold_is_cleaned(store: Store, facts: Facts) -> None:
    row = replace(facts.invoice("F\0-1"), items=("a\0b\udcff",), order_reference="x\0\udcffy")
    assert await store.upsert_invoice("dupont", row, NOW) == "new"
    assert await store.upsert_invoice("dupont", row, NOW) == "same"
    assert await store.case_id_of_number("dupont", "F-1") is not None


async def test_the_bank_confirms_what_the_owner_said(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    said = facts.payment(key=f"{BY_OWNER}today-1", minor=50_00)
    assert await store.add_payment("dupont", said, NOW, by="Anne") == "new"
    bank = facts.payment(key="bank:77", minor=50_00)
    assert await store.add_payment("dupont", bank, NOW) == "same", "one payment, told twice"
    assert await store.add_payment("dupont", bank, NOW) == "same"
    assert (await store.case(case_id)).invoices[0].received.minor == 50_00
    assert await store.add_payment("dupont", facts.payment(key="bank:78", minor=50_00), NOW) == "new", "another one"
    assert (await store.case(case_id)).invoices[0].received.minor == 100_00


async def test_a_much_later_payment_is_another_one(store: Store, facts: Facts) -> None:
    await facts.case(store)
    await store.add_payment("dupont", facts.payment(key=f"{BY_OWNER}today-1", minor=50_00), NOW, by="Anne")
    later = replace(facts.payment(key="bank:77", minor=50_00), paid_on=NOW.date() + timedelta(days=40))
    assert await store.add_payment("dupont", later, NOW) == "new"


async def test_lost_contacts_come_back(store: Store, facts: Facts) -> None:
    case_id, _ = await facts.case(store)
    contact = (await store.case(case_id)).debtor.contact
    assert contact is not None
    await store.contact_lost(case_id, contact.email, NOW)
    assert (await store.case(case_id)).debtor.contact is None
    assert await store.contacts_back(case_id, "somebody@else.example") == 0
    assert await store.contacts_back(case_id, contact.email.upper()) == 1
    assert (await store.case(case_id)).debtor.contact == contact
