"""What he writes, or sends, in reply to a card: over HTTP, with everything behind it."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from bot.core.because import Because
from bot.core.question import QuestionKind, QuestionState
from tests.channels.bot_api import Message
from tests.channels.cockpit import Cockpit, buttons, cockpit
from tests.channels.desk import ALICE
from tests.channels.test_cockpit import BOIS, GROUPED, INVOICE, PDF, STRATEGIC, asked, disputed, dropped

VILLA = "F2026-002;2026-02-01;2026-03-02;1000,00;Villa Rose;v@villa.example;business"
HECTOR = "F2026-003;2026-02-01;2026-03-02;1000,00;Petit Hector;h@p.example;business"
STRANGER = "who@nowhere.example"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


async def one(c: Cockpit, text: str, *, reply_to: int | None = None) -> Message:
    (said,) = await c.say(text, reply_to=reply_to)
    return said


async def remove_the_case(c: Cockpit, number: str) -> None:
    """A case that is gone, as after a restored backup: its questions speak of nothing."""
    client = c.town.app.store._context.db(c.town.app.store._alias)
    case = (await c.town.case(number)).id
    for sql in (
        "PRAGMA foreign_keys=OFF", f'UPDATE question SET case_id = 4711 WHERE case_id = {case}',
        "PRAGMA foreign_keys=ON",
    ):  # fmt: skip
        await client.execute_script(sql)


@pytest.mark.parametrize(
    "text",
    [
        "il a payé", "il a payé 500", "he has paid", "it is paid", "c'est payé", "facture payée", "payé",
        "ils ont payé", "la facture est réglée", "pause jusqu'au 15", "mets en pause", "ne relance plus", "stop",
        "elle paie vendredi", "on hold until friday", "vendredi",
    ],
)  # fmt: skip
async def test_whoever_is_not_named_is_the_one_of_the_card(tmp_path: Path, text: str) -> None:
    async with cockpit(tmp_path) as c:
        await c.town.invoices(VILLA, HECTOR)
        card = await disputed(c)
        order = await one(c, text, reply_to=card.id)
        assert order.text.startswith("Bois SARL"), order.text
        assert buttons(order)[0] == "yes"
        assert "De quel client" in plain((await one(c, "il a payé")).text)


async def test_a_reply_to_no_card_is_no_text_of_a_mail(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await c.town.invoices(f"{VILLA};", header=GROUPED)
        card = await asked(c)
        (who,) = await c.say("/case Villa")
        letter = "Merci de clore F2026-001, 1 200,00 €. Ne leur envoyez rien de plus, je vous prie."
        assert "Je n'ai pas compris" in plain((await one(c, letter, reply_to=who.id)).text)
        assert card.buttons, "the text that waits is as it was"
        assert len(await c.town.waiting()) == 1


async def test_a_copy_is_a_card_in_every_place(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        first = await disputed(c)
        copies = [(await c.say("/today"))[1] for _ in range(3)]
        order = await one(c, "500 vendredi", reply_to=copies[1].id)
        assert order.text.startswith("Bois SARL")
        await c.press(copies[2], "keep")
        for shown in (first, *copies):
            assert buttons(shown) == ["undo"], "all of them, at once"
        await c.press(copies[0], "undo")
        for shown in (first, *copies):
            assert "keep" in buttons(shown)
        await c.press(first, "keep")
        await c.town.minutes(11)
        for shown in (first, *copies):
            assert shown.buttons == ()


@pytest.mark.parametrize("text", ["ok", "oui", "non", "merci", "👍", "il faut pas leur envoyer ça", "trop dur !"])
async def test_a_word_about_a_text_is_not_the_text(tmp_path: Path, text: str) -> None:
    async with cockpit(tmp_path) as c:
        card = await asked(c)
        said = await one(c, text, reply_to=card.id)
        assert "Je n'ai pas changé ce texte" in plain(said.text)
        assert "approve" in buttons(card)


async def test_an_order_about_a_text_is_an_order(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        card = await asked(c)
        for text in ("payé", "500 vendredi", "pause jusqu'au 15"):
            order = await one(c, text, reply_to=card.id)
            assert buttons(order) == ["yes", "no"], order.text
        assert "précis à venir" in plain((await one(c, "500 le 31/02", reply_to=card.id)).text)
        assert "approve" in buttons(card)


async def test_the_prepared_text_can_be_had_back(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        first = await asked(c)
        prepared = first.text
        assert "restore" not in buttons(first)
        await c.say("Bonjour, merci de régler la facture F2026-001 sans tarder.", reply_to=first.id)
        second = await c.card(QuestionKind.APPROVE)
        assert "restore" in buttons(second)
        assert "sans tarder" in second.text
        await dropped(c, "plan.pdf", PDF, reply_to=second.id)
        third = await c.card(QuestionKind.APPROVE)
        assert "restore" in buttons(third)
        await c.press(third, "restore")
        last = await c.card(QuestionKind.APPROVE)
        assert "restore" not in buttons(last)
        assert prepared.partition("Objet")[2].partition("\n")[2].partition("\n\n")[2] in last.text
        assert "plan.pdf" in last.text, "the words go back, what he added stays"


async def test_after_edit_a_short_text_is_meant(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        card = await asked(c)
        await c.press(card, "edit")
        said = (await c.say("F2026-001, 1 200,00 € ?", reply_to=card.id))[0]
        assert "n'ai pas changé" not in plain(said.text)


async def test_an_approved_text_is_changed_after_undo(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        card = await asked(c)
        await c.press(card, "approve")
        said = await one(c, "Bonjour, merci de régler la facture F2026-001 sans tarder.", reply_to=card.id)
        assert "Touchez d'abord « Annuler »" in plain(said.text)
        await c.press(card, "undo")
        said = (await c.say("Bonjour, merci de régler la facture F2026-001 sans tarder.", reply_to=card.id))[0]
        assert "Le nouveau texte est prêt" in plain(said.text)


async def test_whose_mail_it_is_is_confirmed_by_a_tap(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await c.town.invoices(INVOICE, VILLA)
        await c.town.jump("2026-03-03")
        await c.town.reply(STRANGER, "Nous contestons cette facture, rien ne va.", anew=True, subject="litige")
        card = await c.card(QuestionKind.UNKNOWN_SENDER)
        for text in ("non", "M", "je ne sais pas", "il"):
            assert "Je ne trouve pas" in plain((await one(c, text, reply_to=card.id)).text)
        again = await one(c, "c'est Villa", reply_to=card.id)
        case = (await c.town.case("F2026-002")).id
        assert again.buttons[0][0] == "C’est Villa Rose"
        assert buttons(again) == buttons(card) == [f"case:{case}", "nothing"]
        assert await c.town.holds("F2026-002") == set(), "nothing is done before he taps"
        await c.press(again, f"case:{case}")
        assert "C'est Villa Rose" in plain(again.text)
        assert await c.town.holds("F2026-002") == {Because.DISPUTED}


async def test_a_pdf_answers_whoever_asked_for_it(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        await c.town.invoices(INVOICE)
        await c.town.jump("2026-03-03")
        await c.town.reply(BOIS, "Pouvez-vous me renvoyer la facture ? Je ne la trouve plus.")
        card = await c.card(QuestionKind.INFO_REQUEST)
        assert "send_invoice" not in buttons(card), "no copy is on file"
        assert "La réponse est prête" in await dropped(c, "F2026-001.pdf", PDF, reply_to=card.id)
        answer = await c.card(QuestionKind.APPROVE)
        assert "F2026-001.pdf" in answer.text
        assert "ci-joint" in answer.text
        assert buttons(card) == ["undo"]
        before = len(c.town.to(BOIS))
        await c.press(answer, "approve")
        await c.town.minutes(11)
        mail = c.town.to(BOIS)[-1]
        assert len(c.town.to(BOIS)) == before + 1
        assert [part.get_content() for part in mail.iter_attachments()] == [PDF]


async def test_a_pdf_for_a_dispute_leaves_the_case_where_it_is(tmp_path: Path) -> None:
    async with cockpit(tmp_path, undo=10) as c:
        card = await disputed(c)
        await dropped(c, "pv de reception.pdf", PDF, reply_to=card.id)
        answer = await c.card(QuestionKind.APPROVE)
        assert "pv de reception.pdf" in answer.text
        assert await c.town.holds("F2026-001") == {Because.DISPUTED}
        await c.press(card, "undo")
        assert answer.buttons == ()
        assert buttons(await c.card(QuestionKind.DISPUTE))[0] == "ask_details"


async def test_a_table_is_imported_whatever_card_it_answers(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        card = await disputed(c)
        data = b"invoice;date;amount\nF2026-001;2026-03-02;200,00\n"
        assert "banque.csv : paiements" in await dropped(c, "banque.csv", data, reply_to=card.id)
        assert [str(m) for m in (await c.town.case("F2026-001")).outstanding] == ["1000.00 EUR"]
        assert "ask_details" in buttons(card)


async def test_a_file_that_telegram_does_not_give(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        c.api.fail("getFile", 400, description="Bad Request: wrong file_id or the file is temporarily unavailable")
        assert "Telegram ne me donne plus « x.csv »" in await dropped(c, "x.csv", b"a;b\n")
        c.api.fail("getFile", 400, description="Bad Request: file is too big")
        assert "trop gros" in await dropped(c, "x.csv", b"a;b\n")
        long = "\u202egnp." + "n" * 300 + ".jpg"
        said = await dropped(c, long, b"\xff\xd8\xff\xe0\x00")
        assert "\u202e" not in said
        assert len(said) < 300


async def test_what_speaks_of_a_case_that_is_gone(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        card = await disputed(c)
        await remove_the_case(c, "F2026-001")
        for reply in (await one(c, "payé", reply_to=card.id), await one(c, "il conteste à tort", reply_to=card.id)):
            assert "Ce dossier n'existe plus" in plain(reply.text)
        assert "Ce dossier n'existe plus" in await dropped(c, "x.pdf", PDF, reply_to=card.id)
        (today,) = await c.say("/today")
        assert "Aucune question ne vous attend" in plain(today.text)
        assert "aucun appel" in (await one(c, "/calls")).text


async def test_who_had_blocked_the_bot_gets_his_cards_at_once(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await c.town.invoices(INVOICE)
        await c.town.jump("2026-03-03")
        c.api.blocked.add(ALICE)
        await c.town.reply(BOIS, "Nous contestons cette facture.")
        await c.town.settle()
        c.api.blocked.clear()
        said = await c.say("/start")
        await c.town.settle()
        assert any("conteste" in m.text for m in c.api.messages(ALICE)), said


async def test_further_questions_are_a_tap_away(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        rows = [
            f"F{n:03};2026-02-01;2026-03-02;100,00;Client {n:03};c{n}@x.example;business;strategic" for n in range(12)
        ]
        await c.town.invoices(*rows, header=GROUPED)
        await c.town.jump("2026-03-05")
        shown = await c.say("/today")
        assert len(shown) == 6
        assert shown[0].buttons == (("Encore 7 ›", "p:today:2"),)
        seen = {m.text.split("\n")[0] for m in shown[1:]}
        for left in (5, 2):
            before = len(c.api.messages(ALICE))
            await c.press(shown[0], shown[0].buttons[0][1])
            cards = c.api.messages(ALICE)[before:]
            assert len(cards) == left
            seen |= {m.text.split("\n")[0] for m in cards}
        assert len(seen) == 12
        assert not shown[0].buttons
        await c.press(cards[0], "hold_7")
        assert "approve" not in buttons(cards[0])


async def test_send_all_says_what_is_left_out(tmp_path: Path) -> None:
    quiet = '[account.quiet]\nstart = "20:00"\nend = "07:30"\n'
    async with cockpit(tmp_path, undo=10, more=quiet) as c:
        await c.town.invoices(STRATEGIC, f"{VILLA};strategic", header=GROUPED)
        await c.town.jump("2026-03-05")
        await c.town.jump("2026-03-06", time(7, 35))
        (digest,) = [q for q in await c.town.waiting() if q.kind is QuestionKind.DIGEST]
        place = next(p for p in await c.town.app.store.shown(digest.id) if p[1] == str(ALICE))
        card = c.api.message(ALICE, int(place[2]))
        texts = [q for q in await c.town.waiting() if q.kind is QuestionKind.APPROVE]
        mine = next(p for p in await c.town.app.store.shown(texts[0].id) if p[1] == str(ALICE))
        await c.say("Bonjour, merci de régler la facture F2026-001 sans tarder.", reply_to=int(mine[2]))
        said = plain(await c.press(card, "approve_all"))
        assert "1 message partira. Pas ceux de Bois SARL" in said
        left = await c.town.app.store.questions(QuestionState.ASKED, account="plomberie")
        assert [q.kind for q in left] == [QuestionKind.APPROVE]


async def test_all_of_a_long_mail_can_be_read(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await c.town.invoices(INVOICE)
        await c.town.jump("2026-03-03")
        long = "Nous contestons cette facture. /leave https://phish.example @claire " + "blabla " * 900
        await c.town.reply(BOIS, long + "FIN : nous payons vendredi si le mur est refait.")
        card = await c.card(QuestionKind.DISPUTE)
        assert "FIN" not in card.text
        before = len(c.api.messages(ALICE))
        await c.press(card, "read")
        told = c.api.messages(ALICE)[before:]
        assert len(told) == 2
        assert "FIN : nous payons vendredi" in plain(told[-1].text)
        assert all(m.links == [] for m in told)
        assert "ask_details" in buttons(card), "it only shows"


async def test_a_short_mail_is_all_there(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        assert "read" not in buttons(await disputed(c))


EVIL = "Bois @claire /leave evil.example #tag \u202e+33 6 12 34 56 78 https://x.example/y a@b.example tg://user?id=7"


async def test_nothing_of_a_debtor_can_be_tapped(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await c.town.invoices(f"F2026-001;2026-02-01;2026-03-02;1200,00;{EVIL};{BOIS};business")
        await c.town.jump("2026-03-03")
        await c.town.reply(BOIS, f"Nous contestons cette facture. {EVIL} 10.0.0.1 t.me/x", subject=f"Re: {EVIL}")
        card = await c.card(QuestionKind.DISPUTE)
        assert card.links == []
        assert "@claire" in card.text
        assert "\u202e" not in card.text
        ours = {f"/{name}" for name in ("paid", "credit", "pause", "resume", "today", "help", "case")}
        for line in (
            "/who", "/case F2026-001", "/debtor F2026-001", "/invoice F2026-001", "/plan", "/today", "/calls",
            "/pause F2026-001", "/resume F2026-001", "/promises", "/paid F2026-001 5", "Bois paie 7 vendredi",
            "F2026-001 payée", "/case zzz @claire evil.example", "Bois", EVIL,
        ):  # fmt: skip
            for said in await c.say(line):
                assert set(said.links) <= ours, (line, said.links)
                assert "\u202e" not in said.text
        query = c.api.search(ALICE, "bois")
        await c.quiet()
        (offer,) = c.api.offers[query] or []
        assert "\u202e" not in offer["title"] + offer["description"]


async def test_what_is_chosen_from_a_search_is_no_order(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await c.town.invoices(INVOICE)
        bot = {"id": int(c.api.token.split(":")[0]), "is_bot": True, "first_name": "Relance", "username": "r_bot"}
        assert await c.say("F2026-001 payée", via_bot=bot) == []
        assert await c.town.kinds() == []


async def test_only_a_group_becomes_a_supergroup(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await c.say("", migrate_to_chat_id=666)
        assert str(ALICE) in [o.address for o in await c.town.app.store.owners("plomberie")]
