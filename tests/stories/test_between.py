"""Money and words that change between the approval and the sending: what leaves is always what is true."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from bot.core.question import QuestionKind
from tests.stories.post import text_of
from tests.stories.town import Town, town

BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
GROUPED = "number;date;due;total;debtor;email;kind;group"


async def approved_in_the_evening(t: Town) -> None:
    """A strategic client: the text is approved after hours and would leave the next morning."""
    await t.invoices(f"{INVOICE};strategic", header="number;date;due;total;debtor;email;kind;group")
    await t.jump("2026-03-05", time(18))
    await t.tap(QuestionKind.APPROVE, "approve")
    assert t.servers.posted == []


async def test_approved_then_sent_the_next_morning(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await approved_in_the_evening(t)
        await t.jump("2026-03-06")
        assert await t.diary(BOIS) == [("2026-03-06", "kind")]


@pytest.mark.parametrize("amount", ["1200,00", "1300,00"])
async def test_a_payment_after_the_approval_stops_it(tmp_path: Path, amount: str) -> None:
    async with town(tmp_path) as t:
        await approved_in_the_evening(t)
        await t.payments(f"F2026-001;2026-03-05;{amount}")
        await t.jump("2026-03-06")
        assert t.servers.posted == []
        assert await t.waiting() == []


async def test_a_part_payment_after_the_approval_is_shown_anew(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await approved_in_the_evening(t)
        await t.payments("F2026-001;2026-03-05;200,00")
        await t.jump("2026-03-06")
        assert t.servers.posted == []
        assert "1 000,00" in (await t.card(QuestionKind.APPROVE)).preview.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    "row",
    [
        INVOICE.replace("2026-03-02", "2026-03-01"),
        INVOICE.replace("2026-02-01", "2026-01-31"),
    ],
    ids=["due date", "date of issue"],
)
async def test_a_correction_after_the_approval_is_shown_anew(tmp_path: Path, row: str) -> None:
    async with town(tmp_path) as t:
        header = "number;date;due;total;debtor;email;kind;group;client id"
        await t.invoices(f"{INVOICE};strategic;C1", header=header)
        await t.jump("2026-03-05", time(18))
        first = await t.card(QuestionKind.APPROVE)
        await t.tap(QuestionKind.APPROVE, "approve")
        await t.invoices(f"{row};strategic;C1", header=header)
        await t.jump("2026-03-06")
        assert t.servers.posted == []
        assert (await t.card(QuestionKind.APPROVE)).preview != first.preview


@pytest.mark.parametrize("said", ["Nous contestons cette facture : rien n'est terminé.", "Ne me contactez plus."])
async def test_an_unread_reply_on_the_server_counts(tmp_path: Path, said: str) -> None:
    async with town(tmp_path) as t:
        await approved_in_the_evening(t)
        await t.reply(BOIS, said, subject="F2026-001", understand=False)
        assert await t.waiting() == [], "nobody has read it yet"
        # Only the delivery is at work this morning: it looks by itself before anything leaves.
        t.now = t.now.replace(day=6, hour=9)
        await t.app.chase.deliver(t.now)
        assert t.servers.posted == []
        await t.settle()
        assert t.servers.posted == []


async def test_two_invoices_and_a_payment_in_the_middle(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE, f"F2026-002;2026-02-05;2026-03-06;300,00;Bois SARL;{BOIS};business")
        await t.until("2026-03-10")
        second = text_of(t.to(BOIS)[-1])
        assert await t.texts_to(BOIS) == ["kind", "firm_friendly"]
        assert "F2026-001" in second
        assert "F2026-002" in second, "one message for both"
        assert "1 500,00 €" in second
        await t.payments("F2026-001;2026-03-10;1200,00")
        await t.until("2026-03-17")
        third = text_of(t.to(BOIS)[-1])
        assert (await t.texts_to(BOIS))[2:] == ["firm_friendly"], "the younger one climbs at its own pace"
        assert "F2026-001" not in third
        assert "300,00 €" in third
        for day in ("2026-03-25", "2026-04-02", "2026-04-10"):
            await t.jump(day)
        steps = [p.step for i in (await t.case("F2026-002")).invoices if i.number == "F2026-002" for p in i.places]
        assert steps[:3] == ["kind", "firm_friendly", "call_card"], "neither restarted nor jumped"


async def test_a_credit_note_and_an_overpayment(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE, f"F2026-002;2026-02-05;2026-03-02;300,00;Bois SARL;{BOIS};business")
        await t.payments("F2026-001;2026-03-01;200,00;credit", "F2026-002;2026-03-01;350,00;payment",
                         header="invoice;date;amount;type")  # fmt: skip
        await t.jump("2026-03-03")
        said = text_of(t.to(BOIS)[-1])
        assert "1 000,00 €" in said
        assert "F2026-002" not in said, "what is overpaid is not chased, and pays for no other invoice by itself"
        assert [str(m) for m in (await t.case("F2026-001")).outstanding] == ["1000.00 EUR"]


async def test_a_payment_that_went_back(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-03")
        await t.payments("F2026-001;2026-03-03;1200,00")
        await t.jump("2026-03-12")
        assert await t.texts_to(BOIS) == ["kind"]
        await t.payments("F2026-001;2026-03-12;-1200,00")
        await t.jump("2026-03-17")
        assert await t.texts_to(BOIS) == ["kind", "firm_friendly"], "where it had stopped"


async def test_a_tap_on_saturday_leaves_on_monday(tmp_path: Path) -> None:
    async with town(tmp_path, start="2026-03-03") as t:
        header = "number;date;due;total;debtor;email;kind;group"
        await t.invoices(f"{INVOICE.replace('2026-03-02', '2026-03-03')};strategic", header=header)
        await t.jump("2026-03-06", time(18))
        await t.until("2026-03-07")
        await t.tap(QuestionKind.APPROVE, "approve")
        await t.until("2026-03-08")
        assert t.servers.posted == []
        await t.until("2026-03-09")
        assert await t.diary(BOIS) == [("2026-03-09", "kind")]


async def test_two_currencies_and_two_languages(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(
            "F-1;2026-02-01;2026-03-02;1200,00;EUR;Harbour Ltd;pay@harbour.example;business;en",
            "F-2;2026-02-01;2026-03-02;90,50;USD;Harbour Ltd;pay@harbour.example;business;en",
            "F-3;2026-02-01;2026-03-02;5000;JPY;Kaze;kaze@kaze.example;business;fr",
            header="number;date;due;total;currency;debtor;email;kind;language",
        )
        await t.jump("2026-03-03")
        english = text_of(t.to("pay@harbour.example")[0])
        assert "€1,200.00" in english
        assert "90.50" in english
        assert "1,290.50" not in english, "two currencies have no sum"
        assert "Hello" in english or "Dear" in english
        assert "5 000" in text_of(t.to("kaze@kaze.example")[0])
