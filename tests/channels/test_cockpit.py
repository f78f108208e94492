"""What an owner does on his phone, over HTTP with everything behind it: correct, undo, outcomes of calls, lists."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Any

import pytest

from bot.core.because import Because
from bot.core.case import Owner
from bot.core.question import QuestionKind, QuestionState
from tests.channels.bot_api import Message
from tests.channels.cockpit import Cockpit, buttons, cockpit
from tests.channels.desk import ALICE, MALLORY
from tests.stories.town import BAKER, PLUMBER

BOB = 8
BOIS = "compta@bois.example"
NADIA = "nadia@resto.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
STRATEGIC = f"{INVOICE};strategic"
GROUPED = "number;date;due;total;debtor;email;kind;group"
DISPUTE = "Nous contestons <b>cette</b> facture : @claire les travaux ne sont pas terminés. https://x.example"


async def disputed(c: Cockpit, *, chat: int = ALICE) -> Message:
    await c.town.invoices(INVOICE)
    await c.town.jump("2026-03-03")
    await c.town.reply(BOIS, DISPUTE)
    return await c.card(QuestionKind.DISPUTE, chat=chat)


async def asked(c: Cockpit) -> Message:
    await c.town.invoices(STRATEGIC, header=GROUPED)
    await c.town.jump("2026-03-05")
    return await c.card(QuestionKind.APPROVE)


async def test_a_misreading_is_corrected_in_two_taps(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        there = await disputed(c)
        assert there.buttons[-1][0] == "Mal lu"
        await c.press(there, "Mal lu")
        assert "means_paid" in buttons(there)
        assert "means_dispute" not in buttons(there)
        await c.press(there, "back")
        assert "ask_details" in buttons(there)
        await c.press(there, "Mal lu")
        await c.press(there, "Dit avoir payé")
        assert buttons(there) == ["undo"]
        assert await c.town.holds("F2026-001") == {Because.SAYS_PAID}
        fresh = await c.card(QuestionKind.SAYS_PAID)
        assert "<b>cette</b>" in fresh.text
        assert {e.kind for e in fresh.entities} <= {"b", "blockquote", "code"}


async def test_undo_and_send_now(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        there = await asked(c)
        await c.press(there, "Envoyer")
        assert [label for label, _ in there.buttons] == ["Annuler", "Envoyer maintenant"]
        assert "Ne part pas avant 09:40" in there.text
        assert "annulé" in await c.press(there, "Annuler")
        assert "approve" in buttons(there)
        await c.press(there, "Envoyer")
        await c.press(there, "Envoyer maintenant")
        assert there.buttons == ()
        assert await c.town.texts_to(BOIS) == ["kind"]
        (question,) = await c.town.app.store.questions(QuestionState.ANSWERED, account="plomberie")
        await c.forge(f"q:{question.id}:undo", there)
        assert await c.town.texts_to(BOIS) == ["kind"]


async def test_the_buttons_go_when_the_time_is_over(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10, chats=(ALICE, BOB)) as c:
        there = await disputed(c)
        his = await c.card(QuestionKind.DISPUTE, chat=BOB)
        await c.press(there, "keep")
        assert buttons(there) == buttons(his) == ["undo"], "both see it"
        assert "Claire 7" in his.text
        await c.town.minutes(11)
        assert there.buttons == his.buttons == ()


async def test_two_owners_one_answers_the_other_undoes(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10, chats=(ALICE, BOB)) as c:
        there = await disputed(c)
        his = await c.card(QuestionKind.DISPUTE, chat=BOB)
        await c.press(there, "go_on")
        await c.press(his, "Annuler", chat=BOB)
        assert "keep" in buttons(there)
        assert "keep" in buttons(his)
        assert await c.town.holds("F2026-001") == {Because.DISPUTED}


async def test_a_repeated_update_undoes_once(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        there = await disputed(c)
        await c.press(there, "keep")
        for _ in range(3):
            await c.forge(there.buttons[0][1] if there.buttons else "q:1:undo", there)
        undone = [e for e in await c.town.events("F2026-001") if e.what == "undone"]
        assert len(undone) <= 2  # the second tap met the card's other buttons
        assert await c.town.holds("F2026-001") == {Because.DISPUTED}


@pytest.mark.parametrize("code", ["undo", "now", "misread", "means_paid", "back", "promised", "promised:20260320"])
async def test_a_stranger_with_a_forged_button_changes_and_learns_nothing(tmp_path: Path, code: str) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        there = await disputed(c)
        c.api.know(MALLORY)
        question = (await c.town.question(QuestionKind.DISPUTE)).id
        await c.forge(f"q:{question}:{code}", there, chat=MALLORY)
        await c.forge("p:who:1", there, chat=MALLORY)
        assert c.api.messages(MALLORY) == []
        assert await c.town.holds("F2026-001") == {Because.DISPUTED}
        assert await c.town.kinds() == [QuestionKind.DISPUTE]


async def test_a_call_with_a_promise(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        await c.town.invoices(INVOICE)
        for day in ("2026-03-03", "2026-03-10", "2026-03-16"):
            await c.town.jump(day)
        (said, card) = await c.say("/calls")
        assert "1 appel à passer" in said.text
        assert "Derniers échanges" in card.text
        await c.press(card, "Il promet de payer")
        assert [label for label, _ in card.buttons][:2] == ["vendredi 20 mars 2026", "lundi 23 mars 2026"]
        await c.press(card, "vendredi 20 mars 2026")
        (promise,) = (await c.town.case("F2026-001")).promises
        assert promise.day.isoformat() == "2026-03-20"
        assert await c.town.kinds() == []


async def test_every_command_answers_over_http(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await disputed(c)
        for line, said in (
            ("/debtor bois", "Bois SARL"),
            ("/invoice F2026-001", "F2026-001, Bois SARL"),
            ("/promises", "Aucune promesse"),
            ("/calls", "aucun appel"),
            ("/plan", "7 prochains jours"),
            ("/silence", "pas de silence"),
            ("/settings", "Étapes, groupe"),
            ("/stats", "Promesses"),
            ("/who", "Bois SARL"),
        ):
            (answer, *_) = await c.say(line)
            assert said in answer.text, line
            assert {e.kind for e in answer.entities} <= {"code"}, line
        for line in ("/debtor", "/invoice", "/invoice nothing", "/silence yesterday", "/nonsense"):
            assert len(await c.say(line)) == 1, line


# --- the owner's own words --------------------------------------------------------------------------------------------


async def test_his_own_words_are_confirmed_and_act_once(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10, chats=(ALICE, BOB)) as c:
        await c.town.invoices(INVOICE)
        (card,) = await c.say("Bois paie 500 <b>vendredi</b>")
        assert "n’ai pas compris" in card.text
        (card,) = await c.say("Bois paie 500 vendredi")
        assert [label for label, _ in card.buttons] == ["Confirmer", "Ne rien faire"]
        assert c.api.messages(BOB) == [], "it is nobody else's"
        data = card.buttons[0][1]
        await c.press(card, "Confirmer")
        assert buttons(card) == ["undo"]
        await c.forge(data, card)
        await c.forge(data, card, chat=MALLORY)
        (promise,) = (await c.town.case("F2026-001")).promises
        assert str(promise.amount) == "500.00 EUR"
        await c.town.minutes(11)
        assert card.buttons == (), "the card is closed where it stands"


async def test_forwarded_words_order_nothing(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await c.town.invoices(INVOICE)
        origin = {"type": "hidden_user", "sender_user_name": "Debtor", "date": 1}
        (said,) = await c.say("F2026-001 payée", forward_origin=origin)
        assert "jamais un ordre" in said.text
        assert said.buttons == ()
        assert await c.say("F2026-001 payée", chat=MALLORY) == []
        assert not (await c.town.case("F2026-001")).invoices[0].settled


# --- files ------------------------------------------------------------------------------------------------------------

PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n"
TABLE = f"number;date;due;total;debtor;email;kind\n{INVOICE}\nF2026-002;2026-02-30;2026-03-02;1,00;X;;\n".encode()


async def dropped(c: Cockpit, name: str, data: bytes, *, chat: int = ALICE, **more: Any) -> str:
    """Send a file; what is answered."""
    before = len(c.api.messages(chat))
    c.api.drop_file(chat, name, data, **more)
    await c.quiet()
    said = "\n".join(m.text for m in c.api.messages(chat)[before:])
    return said.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


async def test_a_table_goes_into_the_books_with_a_report(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        said = await dropped(c, "factures.csv", TABLE)
        assert "factures.csv : factures ; nouvelles : 1, modifiées : 0, inchangées : 0, refusées : 1" in said
        assert "– factures.csv, ligne 3, colonne « date » : « 2026-02-30 » n'est pas une date" in said
        assert (await c.town.case("F2026-001")).debtor.name == "Bois SARL"
        assert "inchangées : 1" in await dropped(c, "factures.csv", TABLE)
        assert "nouveaux : 1" in await dropped(c, "p.csv", b"invoice;date;amount\nF2026-001;2026-03-02;1200,00\n")
        assert (await c.town.case("F2026-001")).outstanding == ()


@pytest.mark.parametrize(
    ("name", "data", "answer"),
    [
        ("x.csv", b"", "est vide"),
        ("x.csv", b"\x00\x01\x02 nothing", "Je ne sais pas lire"),
        ("../../etc/passwd", b"root:x:0:0\n", "Je ne sais pas lire « passwd »"),
        ("x.docx", b"PK\x03\x04\x14\x00\x01\x00" + b"x" * 50, "protégé par un mot de passe"),
        ("x.pdf", PDF + b"trailer << /Encrypt 5 0 R >>", "protégé par un mot de passe"),
        ("x.pdf", PDF, "envoyez-le en réponse à la carte"),
        ("x.jpg", b"\xff\xd8\xff\xe0" * 30, "Je ne sais pas lire"),
        ("", b"hello", "Je ne sais pas lire"),
    ],
)
async def test_a_file_that_means_nothing_gets_one_line(tmp_path: Path, name: str, data: bytes, answer: str) -> None:
    async with cockpit(tmp_path) as c:
        said = await dropped(c, name, data)
        assert answer in said
        assert said.count("\n") == 0
        assert await c.town.app.store.cases("plomberie", open_only=False) == []


async def test_a_file_that_is_too_large_is_not_even_fetched(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        assert "trop gros" in await dropped(c, "x.csv", b"x", size=20_000_001)
        assert c.api.count("getFile") == 0
        c.api.fail("getFile", 400, description="Bad Request: file is too big")
        assert "trop gros" in await dropped(c, "x.csv", b"x")


async def test_a_download_that_breaks_is_tried_again(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        c.api.drop("file")
        assert "nouvelles : 1" in await dropped(c, "factures.csv", TABLE)


async def test_a_strangers_and_a_forwarded_file_are_never_fetched(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        assert await dropped(c, "factures.csv", TABLE, chat=MALLORY) == ""
        origin = {"type": "hidden_user", "sender_user_name": "Debtor", "date": 1}
        assert "jamais un ordre" in await dropped(c, "factures.csv", TABLE, forward_origin=origin)
        assert c.api.count("getFile") == 0
        assert await c.town.app.store.cases("plomberie", open_only=False) == []


async def test_one_of_several_accounts_is_named_in_the_caption(tmp_path: Path) -> None:
    async with cockpit(tmp_path, accounts=(PLUMBER, BAKER)) as c:
        place = Owner(account="fournil", channel="telegram", address=str(ALICE), name="Claire")
        await c.town.app.store.add_owner(place, now=c.town.now)
        assert "Pour quel compte ?" in (await dropped(c, "factures.csv", TABLE)).replace("\u202f", " ")
        assert "nouvelles : 1" in await dropped(c, "factures.csv", TABLE, caption="Le Fournil")
        assert (await c.town.case("F2026-001", "fournil")).debtor.name == "Bois SARL"


async def test_a_pdf_in_reply_to_a_card_goes_with_that_message(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        first = await asked(c)
        said = await dropped(c, "../plan de l'étage.pdf", PDF, reply_to=first.id)
        assert "partira avec ce message" in said
        second = await c.card(QuestionKind.APPROVE)
        assert second.id != first.id
        assert "Pièces jointes" in second.text
        assert first.buttons == ()
        assert c.town.to(BOIS) == [], "attached is not approved"
        await c.press(second, "Envoyer")
        await c.town.minutes(11)
        (mail,) = c.town.to(BOIS)
        assert [part.get_content() for part in mail.iter_attachments()] == [PDF]
        assert "étage" in str(next(mail.iter_attachments()).get_filename())


async def test_what_cannot_be_attached_says_so(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        first = await asked(c)
        assert "Seul un PDF" in await dropped(c, "x.jpg", b"\xff\xd8\xff\xe0\x00\x10", reply_to=first.id)
        assert "Seul un PDF" in await dropped(c, "x.pdf", PDF + b"/Encrypt", reply_to=first.id)
        assert "trop gros" in await dropped(c, "x.pdf", PDF + b"x" * 7_000_001, reply_to=first.id)
        await c.press(first, "hold_7")
        assert "Je n'ai rien changé" in await dropped(c, "x.pdf", PDF, reply_to=first.id)
        assert c.town.to(BOIS) == []


async def test_a_pdf_that_is_gone_stops_the_message(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        await dropped(c, "plan.pdf", PDF, reply_to=(await asked(c)).id)
        await c.press(await c.card(QuestionKind.APPROVE), "Envoyer")
        for file in (tmp_path / "attachments").rglob("*.pdf"):
            file.unlink()
        await c.town.minutes(11)
        assert c.town.to(BOIS) == []
        assert "Pièces jointes" not in (await c.card(QuestionKind.APPROVE)).text


# --- one tap, and the morning -----------------------------------------------------------------------------------------

QUIET = '[account.quiet]\nstart = "20:00"\nend = "07:30"\n'


async def test_the_invoice_that_is_asked_for_leaves_in_one_tap_as_it_was_shown(tmp_path: Path) -> None:
    pdf = tmp_path / "F2026-001.pdf"
    pdf.write_bytes(PDF)
    async with cockpit(tmp_path, undo=10) as c:
        await c.town.invoices(f"{INVOICE};{pdf}", header=f"{GROUPED.removesuffix(';group')};pdf", folder=tmp_path)
        await c.town.jump("2026-03-03")
        await c.town.reply(BOIS, "Pouvez-vous me renvoyer la facture ?")
        card = await c.card(QuestionKind.INFO_REQUEST)
        assert "Vous trouverez ci-joint la facture demandée." in card.text
        assert "Pièces jointes : F2026-001.pdf" in card.text.replace("\u00a0", " ")
        data = next(data for label, data in card.buttons if label == "Renvoyer la facture")
        await c.press(card, "Renvoyer la facture")
        assert [label for label, _ in card.buttons] == ["Annuler", "Envoyer maintenant"]
        await c.forge(data, card)
        await c.forge(data, card, chat=MALLORY)
        await c.press(card, "Envoyer maintenant")
        assert await c.town.texts_to(BOIS) == ["kind", "reply_invoice"]
        assert [part.get_filename() for part in c.town.to(BOIS)[-1].iter_attachments()] == ["F2026-001.pdf"]


async def test_an_address_that_a_mail_names_is_shown_and_taken_by_the_owner_only(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        await c.town.invoices(INVOICE)
        await c.town.jump("2026-03-03")
        said = "Je suis absente jusqu'au 30 mars. <a href='x'>Écrire à</a> zoe@bois.example"
        await c.town.reply(BOIS, said, headers=[("Auto-Submitted", "auto-replied")])
        card = await c.card(QuestionKind.AWAY_CONTACT)
        assert "zoe@bois.example" in card.text
        assert "<a href='x'>" in card.text
        assert not [e for e in card.entities if e.kind == "a"]
        data = next(data for label, data in card.buttons if label == "Écrire à cette adresse")
        await c.forge(data, card, chat=MALLORY)
        assert len((await c.town.case("F2026-001")).debtor.contacts) == 1
        await c.press(card, "Écrire à cette adresse")
        contact = (await c.town.case("F2026-001")).debtor.contact
        assert contact is not None
        assert contact.email == "zoe@bois.example"


async def test_the_morning_digest_all_and_one_by_one(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10, more=QUIET, chats=(ALICE, BOB)) as c:
        await asked(c)
        await c.town.jump("2026-03-06", time(7, 31))
        digest = await c.card(QuestionKind.DIGEST)
        his = await c.card(QuestionKind.DIGEST, chat=BOB)
        assert digest.text.startswith("Bonjour")
        before = len(c.api.messages(ALICE))
        await c.press(digest, "Un par un")
        (again,) = c.api.messages(ALICE)[before:]
        assert "approve" in buttons(again)
        assert "approve_all" in buttons(digest), "looking answers nothing"
        for data in [data for _, data in digest.buttons]:
            await c.forge(data, digest, chat=MALLORY)
        await c.press(digest, "Tout envoyer")
        late = await c.press(his, "undo", chat=BOB)
        assert "annulé" in late
        await c.press(his, "Tout envoyer", chat=BOB)
        await c.town.jump("2026-03-06")
        assert await c.town.texts_to(BOIS) == ["kind"]
        answered = [e.by for e in await c.town.events("F2026-001") if e.what == "answered"]
        assert answered == [f"telegram:{ALICE}", f"telegram:{BOB}"]


async def test_at_night_the_phone_is_silent(tmp_path: Path) -> None:
    async with cockpit(tmp_path, more=QUIET) as c:
        await c.town.invoices(INVOICE)
        await c.town.jump("2026-03-03")
        await c.town.jump("2026-03-03", time(22))
        calls = c.api.count("sendMessage")
        await c.town.reply(BOIS, DISPUTE)
        await c.town.minutes(30)
        assert c.api.count("sendMessage") == calls
        await c.town.jump("2026-03-04", time(7, 31))
        assert c.api.count("sendMessage") > calls


@pytest.mark.parametrize(
    ("text", "promised", "left"),
    [("500 vendredi", "500.00 EUR", 1200), ("on Friday", "None", 1200), ("payée 200", "", 1000)],
)
async def test_a_reply_to_a_card_needs_no_name(tmp_path: Path, text: str, promised: str, left: int) -> None:
    async with cockpit(tmp_path) as c:
        there = await disputed(c)
        (card,) = await c.say(text, reply_to=there.id)
        assert "Bois SARL" in card.text
        assert (await c.town.case("F2026-001")).promises == ()
        await c.press(card, "Confirmer")
        case = await c.town.case("F2026-001")
        assert [str(p.amount) for p in case.promises] == ([promised] if promised else [])
        assert [str(m) for m in case.outstanding] == [f"{left}.00 EUR"]


async def test_other_words_in_reply_to_a_card_order_nothing(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        there = await disputed(c)
        for text in ("d'accord", "je l'appelle demain matin pour voir", "le 31/02", "pas payée"):
            (answer,) = await c.say(text, reply_to=there.id)
            assert answer.buttons == (), text
        assert await c.town.kinds() == [QuestionKind.DISPUTE]


async def test_a_reply_to_a_card_that_today_has_shown_again_is_for_that_card(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await c.town.invoices(
            STRATEGIC, f"F2026-009;2026-02-01;2026-03-02;90,00;Chez Nadia;{NADIA};business;", header=GROUPED
        )
        await c.town.jump("2026-03-05")
        await c.town.reply(NADIA, DISPUTE)
        first = await c.card(QuestionKind.APPROVE)
        said = await c.say("/today")
        dispute = next(m for m in said if "Nadia conteste" in m.text)
        (card,) = await c.say("50 vendredi", reply_to=dispute.id)
        assert "Chez Nadia" in card.text
        await c.press(card, "Confirmer")
        assert [str(p.amount) for p in (await c.town.case("F2026-009")).promises] == ["50.00 EUR"]
        again = next(m for m in said if "envoyer ce message" in m.text)
        assert again.id != first.id
        assert "partira avec ce message" in await dropped(c, "plan.pdf", PDF, reply_to=again.id)
