"""An open store on both databases, and the smallest facts to put into it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.case import Contact, Debtor, Kind, NoticeState
from bot.core.ladder import Channel
from bot.core.ledger import InvoiceRow, PaymentRow
from bot.core.money import Money
from bot.core.notice import Draft, FrozenLine
from storage import Store
from storage.models import EventRow

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.xdist_group("postgres"))])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite://{tmp_path / 'relance.db'}"
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = await Store.open(url)
    try:
        yield opened
    finally:
        await opened.close()


@dataclass(frozen=True)
class Facts:
    """Builders with defaults that nobody has to read."""

    account: str = "dupont"

    def debtor(self, key: str = "C1", email: str = "compta@martin.fr", name: str = "Martin SARL") -> Debtor:
        contacts = (Contact(id=0, email=email, name="Accounts", rank=0),) if email else ()
        return Debtor(key=key, name=name, kind=Kind.BUSINESS, contacts=contacts)

    def invoice(self, number: str = "F-1", *, minor: int = 100_00, debtor: Debtor | None = None) -> InvoiceRow:
        return InvoiceRow(
            number=number,
            issued=TODAY - timedelta(days=40),
            due=TODAY - timedelta(days=10),
            total=Money(minor, "EUR"),
            debtor=debtor or self.debtor(),
            items=("Consulting", "Travel"),
        )

    def payment(self, number: str = "F-1", *, key: str = "bank:1", minor: int = 40_00) -> PaymentRow:
        return PaymentRow(key=key, number=number, paid_on=TODAY, amount=Money(minor, "EUR"))

    def draft(self, case_id: int, *invoice_ids: int, step: str = "kind", channel: Channel = Channel.MAIL) -> Draft:
        lines = tuple(
            FrozenLine(
                invoice_id=invoice_id,
                number=f"F-{invoice_id}",
                issued=TODAY - timedelta(days=40),
                due=TODAY - timedelta(days=10),
                total=Money(100_00, "EUR"),
                received=Money(0, "EUR"),
                step=step,
            )
            for invoice_id in invoice_ids
        )
        return Draft(
            account=self.account,
            case_id=case_id,
            step=step,
            text=step,
            channel=channel,
            language="fr",
            to_email="compta@martin.fr",
            to_name="Martin SARL",
            lines=lines,
            pay_by=date(2026, 3, 16),
            proposed_on=TODAY,
            subject="Facture « F-1 »",
            plain="Bonjour,\nmerci de régler 100,00 €.",
            html="<p>Bonjour</p>",
        )

    async def case(self, store: Store, number: str = "F-1", debtor: Debtor | None = None) -> tuple[int, int]:
        """(case id, invoice id) of a fresh invoice."""
        await store.upsert_invoice(self.account, self.invoice(number, debtor=debtor), NOW)
        case_id = await store.case_id_of_number(self.account, number)
        assert case_id is not None
        (invoice_id,) = [i.id for i in (await store.case(case_id)).invoices if i.number == number]
        return case_id, invoice_id

    async def proposed(self, store: Store, number: str = "F-1", step: str = "kind") -> int:
        """A notice that waits, about a fresh invoice."""
        case_id, invoice_id = await self.case(store, number, self.debtor(key=f"debtor of {number}"))
        draft = self.draft(case_id, invoice_id, step=step)
        notice_id = await store.propose(draft, now=NOW, state=NoticeState.PROPOSED)
        assert notice_id is not None
        return notice_id


@pytest.fixture
def facts() -> Facts:
    return Facts()


async def whats(store: Store) -> list[str]:
    """What the events without a case say."""
    case_id, _ = await Facts().case(store, "F-events")

    async def adopt() -> None:
        await EventRow.filter(case_id__isnull=True).update(case_id=case_id)

    await store.atomic(adopt)
    return [event.what for event in await store.events(case_id)]
