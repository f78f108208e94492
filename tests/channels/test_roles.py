"""Who decides and who only sees, one person with several accounts, and how one leaves: over HTTP, as on a phone."""

from __future__ import annotations

import re
from pathlib import Path

from bot.core.because import Because
from bot.core.case import Owner
from bot.core.question import QuestionKind
from bot.pairing import LEAVING_LASTS, PAIRING_LASTS, code_hash
from tests.channels.bot_api import Message
from tests.channels.cockpit import Cockpit, buttons, cockpit
from tests.channels.desk import ALICE
from tests.stories.town import BAKER, PLUMBER

BOB = 8
BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
DISPUTE = "Nous contestons cette facture : les travaux ne sont pas terminés."
SEES = "Vous suivez ce compte sans décider : rien n’a changé."


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


async def disputed(c: Cockpit, *, chat: int = ALICE) -> Message:
    await c.town.invoices(INVOICE)
    await c.town.jump("2026-03-03")
    await c.town.reply(BOIS, DISPUTE)
    return await c.card(QuestionKind.DISPUTE, chat=chat)


async def bob_sees(c: Cockpit, *accounts: str) -> None:
    c.api.know(BOB)
    for account in accounts or ("plomberie",):
        await c.town.app.store.add_pairing(
            account, code_hash(f"BOB {account}"), c.town.now + PAIRING_LASTS, decides=False
        )
        await c.say(f"/start BOB {account}", chat=BOB)


async def test_who_only_sees_gets_everything_but_buttons(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await bob_sees(c)
        assert "d’autres décident" in c.api.messages(BOB)[-1].text
        hers = await disputed(c)
        his = await c.card(QuestionKind.DISPUTE, chat=BOB)
        assert his.buttons == ()
        assert his.text == hers.text
        (said, card) = await c.say("/today", chat=BOB)
        assert "1 question attend" in plain(said.text)
        assert card.buttons == ()
        for command in ("/who", "/case Bois", "/debtor Bois", "/promises", "/calls", "/plan", "/stats", "/settings"):
            assert len(await c.say(command, chat=BOB)) >= 1
        assert "Suivent sans décider : User 8" in plain((await c.say("/settings"))[0].text)
        await c.press(hers, "keep")
        assert "Votre réponse" in his.text
        assert his.buttons == ()


async def test_who_only_sees_decides_nothing_however_he_tries(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await bob_sees(c)
        there = await disputed(c, chat=BOB)
        question = await c.town.question(QuestionKind.DISPUTE)
        for code in ("keep", "go_on", "misread", "means_paid", "undo"):
            query = c.api.forge(BOB, f"q:{question.id}:{code}", message_id=there.id)
            await c.quiet()
            assert plain(c.api.toast(query) or "") == SEES
        for text in ("/paid F2026-001", "/pause Bois", "/resume Bois", "/silence 15/12", "F2026-001 payée", "x"):
            (said,) = await c.say(text, chat=BOB)
            assert plain(said.text) == SEES
        before = len(c.api.messages(BOB))
        c.api.drop_file(BOB, "factures.csv", b"number;date;due;total;debtor;email\n")
        await c.quiet()
        assert [plain(m.text) for m in c.api.messages(BOB)[before:]] == [SEES]
        assert await c.town.kinds() == [QuestionKind.DISPUTE]
        assert await c.town.holds("F2026-001") == {Because.DISPUTED}
        assert not (await c.town.case("F2026-001")).invoices[0].settled


async def test_a_new_code_makes_him_decide(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await bob_sees(c)
        await c.town.app.store.add_pairing("plomberie", code_hash("NOW"), c.town.now + PAIRING_LASTS)
        await c.say("/start NOW", chat=BOB)
        there = await disputed(c, chat=BOB)
        await c.press(there, "keep", chat=BOB)
        assert await c.town.kinds() == []


async def test_of_several_accounts_a_card_says_which(tmp_path: Path) -> None:
    async with cockpit(tmp_path, accounts=(PLUMBER, BAKER)) as c:
        await bob_sees(c, "fournil")
        place = Owner(account="plomberie", channel="telegram", address=str(BOB), name="Bob")
        await c.town.app.store.add_owner(place, now=c.town.now)
        hers = await disputed(c)
        his = await c.card(QuestionKind.DISPUTE, chat=BOB)
        assert "Plomberie Martin" not in hers.text, "she has no other"
        assert his.text.splitlines()[2] == "Plomberie Martin"
        assert buttons(his) == buttons(hers)
        await c.town.invoices("B-1;2026-02-01;2026-03-02;9,00;Nadia;n@n.example;business", account="fournil")
        await c.town.settle()
        for text in ("/paid B-1", "B-1 payée"):
            (said,) = await c.say(text, chat=BOB)
            assert "sans décider" in said.text, "there he only sees"
        await c.press(his, "keep", chat=BOB)
        assert "Plomberie Martin" in his.text
        assert "Votre réponse" in his.text
        both = (await c.say("/who", chat=BOB))[0].text
        assert "Le Fournil" in both
        assert "Plomberie Martin" in both


async def test_leaving_needs_its_code(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        there = await disputed(c)
        await c.town.app.store.remove_owner("plomberie", "terminal", "nobody")
        (said,) = await c.say("/leave")
        assert "personne ne décide plus pour Plomberie Martin" in said.text
        found = re.search(r"/leave (\d{4})", said.text)
        assert found is not None
        wrong = f"{(int(found[1]) + 1) % 10_000:04}"
        assert "Je ne quitte rien" in (await c.say(f"/leave {wrong}"))[0].text
        assert "Je ne quitte rien" in (await c.say(f"/leave {found[1]}"))[0].text, "one try"
        late = re.search(r"/leave (\d{4})", (await c.say("/leave"))[0].text)
        assert late is not None
        c.town.now += LEAVING_LASTS
        assert "Je ne quitte rien" in (await c.say(f"/leave {late[1]}"))[0].text
        code = re.search(r"/leave (\d{4})", (await c.say("/leave plomberie"))[0].text)
        assert code is not None
        assert "vous avez quitté Plomberie Martin" in (await c.say(f"/leave {code[1]}"))[0].text
        assert await c.say("/today") == []
        assert await c.press(there, "keep") == "", "the button stops turning, and says nothing"
        assert await c.town.kinds() == [QuestionKind.DISPUTE]


async def test_leaving_one_of_two_accounts(tmp_path: Path) -> None:
    async with cockpit(tmp_path, accounts=(PLUMBER, BAKER)) as c:
        await c.town.app.store.add_owner(
            Owner(account="fournil", channel="telegram", address=str(ALICE), name="Claire"), now=c.town.now
        )
        code = re.search(r"/leave (\d{4})", (await c.say("/leave Le Fournil"))[0].text)
        assert code is not None
        await c.say(f"/leave {code[1]}")
        assert [o.account for o in await c.town.app.store.owners_at("telegram", str(ALICE))] == ["plomberie"]
