"""Another address that a mail names: only the owner's tap makes it one of the debtor's."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.address import first_other
from bot.core.because import Because
from bot.core.question import QuestionKind
from tests.stories.town import Town, town

BOIS = "compta@bois.example"
PAUL = "paul@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
AWAY = f"Je suis absente jusqu'au 30 mars. En mon absence, contactez {PAUL} ou noreply@bois.example."
WRONG = f"Je ne travaille plus dans cette société, merci d'écrire à <{PAUL}>."


async def away(t: Town, said: str = AWAY) -> None:
    await t.invoices(INVOICE)
    await t.jump("2026-03-03")
    await t.reply(BOIS, said, subject="Réponse automatique", headers=[("Auto-Submitted", "auto-replied")])


async def test_an_absent_person_names_a_colleague_and_one_tap_writes_to_him(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await away(t)
        assert await t.holds("F2026-001") == {Because.AWAY}
        card = await t.card(QuestionKind.AWAY_CONTACT)
        assert any(PAUL in line for line in card.lines)
        await t.tap(QuestionKind.AWAY_CONTACT, "new_contact")
        assert await t.waiting() == []
        assert await t.holds("F2026-001") == set()
        await t.until("2026-03-10")
        assert await t.texts_to(PAUL) == ["firm_friendly"]
        assert await t.texts_to(BOIS) == ["kind"]
        assert "contact_added" in await t.happened("F2026-001")


async def test_without_a_tap_nobody_else_is_written_to(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await away(t)
        await t.tap(QuestionKind.AWAY_CONTACT, "nothing")
        await t.until("2026-03-25")
        assert t.to(PAUL) == []
        assert len(t.to(BOIS)) == 1
        await t.reply(BOIS, AWAY, subject="Réponse automatique", headers=[("Auto-Submitted", "auto-replied")])
        assert await t.waiting() == [], "the same address is asked about once"


async def test_the_wrong_person_names_the_right_one(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-03")
        await t.reply(BOIS, WRONG)
        await t.tap(QuestionKind.WRONG_CONTACT, "new_contact")
        await t.until("2026-03-10")
        assert await t.texts_to(PAUL) == ["firm_friendly"]
        assert await t.texts_to(BOIS) == ["kind"]


async def test_a_new_address_can_be_taken_back(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10) as t:
        await away(t)
        question = (await t.question(QuestionKind.AWAY_CONTACT)).id
        await t.phone.tap(question, "new_contact")
        await t.phone.tap(question, "undo")
        await t.settle()
        assert [c.email for c in (await t.case("F2026-001")).debtor.contacts] == [BOIS]
        assert await t.holds("F2026-001") == {Because.AWAY}


async def test_an_absence_without_an_address_asks_nothing(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await away(t, f"Je suis absente jusqu'au 30 mars. Écrivez-moi à {BOIS}.")
        assert await t.waiting() == []


async def test_the_invoice_in_one_tap_and_in_two_when_the_ledger_has_moved(tmp_path: Path) -> None:
    pdf = tmp_path / "F2026-001.pdf"
    pdf.write_bytes(b"%PDF-1.4 nothing")
    async with town(tmp_path, undo=10) as t:
        await t.invoices(f"{INVOICE};{pdf}", header="number;date;due;total;debtor;email;kind;pdf", folder=tmp_path)
        await t.jump("2026-03-03")
        await t.reply(BOIS, "Pouvez-vous me renvoyer la facture ?")
        question = await t.question(QuestionKind.INFO_REQUEST)
        await t.phone.tap(question.id, "send_invoice")
        await t.phone.tap(question.id, "undo")
        await t.settle()
        assert await t.kinds() == [QuestionKind.INFO_REQUEST]
        await t.payments("F2026-001;2026-03-03;200,00")
        await t.phone.tap(question.id, "send_invoice")
        await t.settle()
        assert await t.kinds() == [QuestionKind.APPROVE], "other figures than he saw: he sees them first"
        await t.minutes(15)
        assert await t.texts_to(BOIS) == ["kind"]
        await t.tap(QuestionKind.APPROVE, "approve")
        await t.minutes(15)
        assert await t.texts_to(BOIS) == ["kind", "reply_invoice"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"voir {PAUL}.", PAUL),
        (f"voir <{PAUL.upper()}>, merci", PAUL),
        ("voir Paul@Müller.FR", "paul@xn--mller-kva.fr"),
        (f"{BOIS} ou no-reply@bois.example", ""),
        ("aucune adresse, @paul, a@b", ""),
        ("x" * 10_000 + "@" + "y." * 5_000, ""),
    ],
)
def test_the_first_other_address(text: str, found: str) -> None:
    assert first_other(text, frozenset({BOIS})) == found
