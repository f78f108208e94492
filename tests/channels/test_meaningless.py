"""What means nothing gets one friendly line and changes nothing; a stranger's tap is answered without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.because import Because
from bot.core.case import Owner
from bot.core.question import QuestionKind
from tests.channels.cockpit import Cockpit, cockpit
from tests.channels.desk import ALICE, MALLORY
from tests.stories.town import BAKER, PLUMBER

BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
DISPUTE = "Nous contestons cette facture : les travaux ne sont pas terminés."
NO_BUTTON = "Ce bouton ne mène plus à rien, et rien n’a changé. /today montre ce qui vous attend."


async def disputed(c: Cockpit) -> int:
    await c.town.invoices(INVOICE)
    await c.town.jump("2026-03-03")
    await c.town.reply(BOIS, DISPUTE)
    await c.town.settle()
    return (await c.town.question(QuestionKind.DISPUTE)).id


async def unchanged(c: Cockpit) -> None:
    assert await c.town.kinds() == [QuestionKind.DISPUTE]
    assert await c.town.holds("F2026-001") == {Because.DISPUTED}


async def toast(c: Cockpit, data: str, *, chat: int = ALICE) -> str | None:
    query = c.api.forge(chat, data)
    await c.quiet()
    return c.api.toast(query)


@pytest.mark.parametrize(
    "data", ["", "garbage", "q:999:keep", "q:0:keep", "p:nonsense:1", "p:leave:1", "p:paid:1", "q:1:é", "case:12"]
)
async def test_a_button_that_leads_nowhere(tmp_path: Path, data: str) -> None:
    async with cockpit(tmp_path) as c:
        await disputed(c)
        before = len(c.api.messages(ALICE))
        said = await toast(c, data)
        assert said == NO_BUTTON
        assert len(c.api.messages(ALICE)) == before
        c.api.know(MALLORY)
        assert await toast(c, data, chat=MALLORY) == ""
        assert c.api.messages(MALLORY) == []
        await unchanged(c)


async def test_a_choice_that_its_card_does_not_have(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        question = await disputed(c)
        assert "déjà reçu une réponse" in (await toast(c, f"q:{question}:approve") or "")
        await unchanged(c)


async def test_a_question_of_another_account(tmp_path: Path) -> None:
    async with cockpit(tmp_path, accounts=(PLUMBER, BAKER)) as c:
        await disputed(c)
        await c.town.invoices("B-1;2026-02-01;2026-03-02;9,00;Nadia;n@n.example;business", account="fournil")
        hers = await c.town.app.store.ask(account="fournil", kind=QuestionKind.SHUNTED, options=(), now=c.town.now)
        assert await toast(c, f"q:{hers}:done") == NO_BUTTON
        await unchanged(c)


async def test_a_case_that_was_deleted(tmp_path: Path) -> None:
    """Relance deletes none; somebody may have, in the database."""
    async with cockpit(tmp_path) as c:
        question = await disputed(c)
        client = c.town.app.store._context.db(c.town.app.store._alias)
        case = (await c.town.case("F2026-001")).id
        for sql in (
            "PRAGMA foreign_keys=OFF", f'UPDATE question SET case_id = 4711 WHERE case_id = {case}',
            "PRAGMA foreign_keys=ON",
        ):  # fmt: skip
            await client.execute_script(sql)
        before = len(c.api.messages(ALICE))
        said = await toast(c, f"q:{question}:keep")
        assert said == "Ce dossier n’existe plus, ou a été réuni à un autre. Rien n’a changé."
        assert len(c.api.messages(ALICE)) == before
        assert await c.town.holds("F2026-001") == {Because.DISPUTED}


async def test_words_commands_and_codes_that_mean_nothing(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await disputed(c)
        c.api.know(MALLORY)
        for text in ("bonjour", "🙂", "/frobnicate", "/start WRONG-CODE", "/paid", "/case", "a" * 5000, "<b>x</b>"):
            (said,) = await c.say(text)
            assert len(said.text.splitlines()) == 1, said.text
            assert said.entities == ()
            assert await c.say(text, chat=MALLORY) == []
        await unchanged(c)


async def test_a_group_that_became_a_supergroup_keeps_its_cards(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        c.api.know(-5)
        group = Owner(account="plomberie", channel="telegram", address="-5", name="Bureau")
        await c.town.app.store.add_owner(group, now=c.town.now)
        await disputed(c)
        assert len(c.api.messages(-5)) == 1
        c.api.migrate(-5, -1005)
        await c.town.reply(BOIS, "Nous sommes en redressement judiciaire.")
        await c.town.settle()
        assert len(c.api.messages(-1005)) == 2, "the card that came, and the one that waited"
        assert len(c.api.messages(-5)) == 1
