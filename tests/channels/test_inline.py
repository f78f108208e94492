"""``@bot name``: debtors of the asker's accounts, for the asker alone; nobody else is offered anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.channels import bot_api_html
from tests.channels.cockpit import Cockpit, cockpit
from tests.channels.desk import ALICE, MALLORY
from tests.stories.town import BAKER, PLUMBER

BOIS = "F2026-001;2026-02-01;2026-03-02;1200,00;Bois <b>SARL</b>;compta@bois.example;business"
NADIA = "B-1;2026-02-01;2026-03-02;77,00;Bois et Nadia;nadia@resto.example;business"


async def offered(c: Cockpit, words: str, *, chat: int = ALICE) -> list[dict[str, Any]]:
    query = c.api.search(chat, words)
    await c.api.wait_for(lambda: c.api.offers[query] is not None)
    return c.api.offers[query] or []


async def test_a_debtor_is_found_while_he_types(tmp_path: Path) -> None:
    async with cockpit(tmp_path, accounts=(PLUMBER, BAKER)) as c:
        await c.town.invoices(BOIS)
        await c.town.invoices(NADIA, account="fournil")
        await c.town.settle()
        (one,) = await offered(c, " bois ")
        assert one["type"] == "article"
        assert one["title"] == "Bois <b>SARL</b>"
        assert one["description"].replace("\u202f", " ").startswith("1 200,00")
        content = one["input_message_content"]
        written, entities = bot_api_html.shown(content["message_text"], content["parse_mode"])
        assert "F2026-001" in written
        assert entities == ()
        (case,) = await c.say("/case Bois")
        assert written == case.text
        assert await offered(c, "F2026-001") == [one]


@pytest.mark.parametrize("words", ["", "b", "Nadia", "B-1", "zzz", "%", "x" * 300])
async def test_nothing_is_offered_of_what_is_not_his(tmp_path: Path, words: str) -> None:
    async with cockpit(tmp_path, accounts=(PLUMBER, BAKER)) as c:
        await c.town.invoices(BOIS)
        await c.town.invoices(NADIA, account="fournil")
        assert await offered(c, words) == []
        assert await offered(c, "Bois", chat=MALLORY) == []
        assert c.api.messages(MALLORY) == []


async def test_a_search_that_fails_is_not_repeated(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        await c.town.invoices(BOIS)
        c.api.fail("answerInlineQuery", 400, description="Bad Request: query is too old")
        c.api.search(ALICE, "Bois")
        await c.quiet()
        assert c.api.count("answerInlineQuery") == 1
        assert len(await offered(c, "Bois")) == 1
