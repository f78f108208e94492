"""Charts: drawn for a phone whatever a debtor is called, told in lines in a terminal, and for nobody but the owner."""

from __future__ import annotations

import asyncio
import io
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.channels import terminal
from bot.channels._chart_png import WIDTH, drawable, png
from bot.channels._chart_text import lines
from bot.channels._telegram_chat import TelegramChat
from bot.core.chart import Age, Bar, Chart
from bot.core.question import Reply
from tests.channels.bot_api import BotApi
from tests.channels.cockpit import cockpit
from tests.channels.desk import ALICE, MALLORY, NotingDesk, card, owner

HOSTILE = (
    "X" * 5000,
    "SARL \u202egnirts\u202c \u2066x\u2069",
    "Café\u202f☕️ 👩‍👩‍👧 Œuvre",
    "a\x00b\x1bc\nd\te",
    "Z\u0300\u0301\u0302\u0303algo\ud800",
    "\u200b\u200d\ufeff",
    "مطعم الياسمين",
    "Καφενείο Ωραίο",
    "",
)


def chart(*names: str, sizes: tuple[int, ...] = (0, 10, 0, 5, 1), upright: bool = False) -> Chart:
    return Chart(
        title="Qui doit quoi",
        subtitle="Plomberie Martin",
        headline="1\u202f240,00\u00a0€",
        note="à encaisser",
        ages=tuple(Age(label=f"âge {n}", amount=f"{n}\u202f000,00\u00a0€", share=f"{n}\u202f%") for n in range(5)),
        heading="Les plus gros montants",
        bars=tuple(
            Bar(label=n, amount="9,00\u00a0€", parts=sizes, instead=f"Dossier {i}") for i, n in enumerate(names)
        ),
        upright=upright,
    )


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("sizes", [(0, 10, 0, 5, 1), (0, 0, 0, 0, 0), (10**17, 1, 0, 0, 1), (0, 0, 0, 0, 1)])
def test_no_name_and_no_sum_breaks_a_picture(upright: bool, sizes: tuple[int, ...]) -> None:
    for names in (HOSTILE, HOSTILE[:1], ()):
        data = png(chart(*names, sizes=sizes, upright=upright))
        there = opened(data)
        assert there.width == WIDTH
        assert there.height < 2000
        assert len(data) < 200_000


def test_a_long_title_and_a_sum_of_many_digits_stay_inside() -> None:
    long = replace(
        chart("A"),
        title="T" * 999,
        headline="999\u202f999\u202f999\u202f999\u202f999\u202f999,00\u00a0€",
        note="n" * 999,
    )
    there = opened(png(long)).convert("RGB")
    edge = [there.getpixel((there.width - 20, y)) for y in range(0, there.height, 7)]
    assert set(edge) == {there.getpixel((2, 2))}, "nothing is drawn at the edge"


def test_what_is_drawn_of_a_name() -> None:
    assert drawable("Éric\u202fDupont\u00a0€ Łukasz Œuf Καφέ") == "Éric Dupont € Łukasz Œuf Καφέ"
    assert drawable("Cafe\u0301 ☕ 🇫🇷") == "Café"
    assert drawable("مطعم الياسمين", "Dossier 3") == "Dossier 3"
    assert drawable("\u202eabc") == "abc"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_only_what_the_font_has_is_drawn(text: str) -> None:
    shown = drawable(text)
    assert "\n" not in shown
    assert not [c for c in shown if unicodedata.category(c)[0] in "CM"]


def test_in_lines_a_chart_says_the_same() -> None:
    said = "\n".join(lines(chart("Éric Dupont", "\u202eBoulangerie " + "très " * 30)))
    assert "1\u202f240,00\u00a0€ à encaisser" in said
    assert "âge 4  4\u202f000,00\u00a0€" in said
    assert "Éric Dupont" in said
    assert "█" in said
    assert "\u202e" not in said


async def test_the_terminal_tells_what_the_picture_shows(desk: NotingDesk) -> None:
    desk.cards = {12: card(charts=(chart("Boulangerie"),))}
    desk.replies["who"] = Reply(text="Éric Dupont : 9,00 €", charts=(chart("Éric Dupont"),))
    out = io.StringIO()
    seat = terminal.build(terminal.Settings(), desk, source=io.StringIO("who\nq\n"), out=out)
    desk.owners.add(("terminal", "terminal"))
    await seat.show(owner("terminal", "terminal"), desk.cards[12])
    await seat.run(asyncio.Event())
    said = out.getvalue()
    assert "Boulangerie  9,00\u00a0€" in said
    assert said.index("Éric Dupont : 9,00 €") < said.index("Éric Dupont  9,00\u00a0€")


async def test_a_photo_beside_the_text(api: BotApi, desk: NotingDesk, chat: object) -> None:
    desk.replies["who"] = Reply(text="Éric Dupont : 9,00 €", charts=(chart("Éric Dupont"),))
    api.type(ALICE, "/who")
    (photo,) = await api.wait_for(lambda: [m for m in api.messages(ALICE) if m.photo])
    assert api.messages(ALICE)[0].text == "Éric Dupont : 9,00 €"
    assert photo.text == "Qui doit quoi, Plomberie Martin – 1\u202f240,00\u00a0€"
    assert photo.photo is not None
    assert opened(photo.photo).width == WIDTH


async def test_a_photo_that_is_refused_costs_nothing_else(api: BotApi, desk: NotingDesk, chat: object) -> None:
    desk.replies["who"] = Reply(text="Personne.", charts=(chart("A"), chart("B")))
    api.fail("sendPhoto", 400, description="Bad Request: PHOTO_INVALID_DIMENSIONS")
    api.type(ALICE, "/who")
    await api.wait_for(lambda: any(m.photo for m in api.messages(ALICE)))
    assert api.count("sendPhoto") == 2
    assert api.messages(ALICE)[0].text == "Personne."
    await api.wait_for(lambda: not api.pending)
    assert len(desk.calls) == 1


async def test_who_sends_its_picture_to_the_owner_of_the_account_only(tmp_path: Path) -> None:
    async with cockpit(tmp_path) as c:
        c.api.know(MALLORY)
        await c.town.invoices("F-1;2026-02-01;2026-03-02;1240,00;Bois SARL;compta@bois.example;business")
        await c.town.jump("2026-03-12")
        before = len(c.api.messages(ALICE))
        await c.say("/who")
        await c.say("/who", chat=MALLORY)
        await c.forge("p:who:1", c.api.messages(ALICE)[-1], chat=MALLORY)
        sent = c.api.messages(ALICE)[before:]
        assert [bool(m.photo) for m in sent] == [False, True]
        assert sent[1].text == "Qui doit quoi, Plomberie Martin, 12 mars 2026 – 1\u202f240,00\u00a0€"
        assert c.api.messages(MALLORY) == []


async def test_a_card_comes_with_its_picture_once_and_also_without_it(api: BotApi, idle: TelegramChat) -> None:
    weekly = card(charts=(chart("6 mars", upright=True),))
    reference = await idle.show(owner(), weekly)
    await idle.amend(owner(), reference, replace(weekly, title="Fini", buttons=()))
    assert [bool(m.photo) for m in api.messages(ALICE)] == [False, True]
    assert reference == str(api.messages(ALICE)[0].id), "an answer is to the card, not to its picture"
    api.drop("sendPhoto", times=5)
    assert await idle.show(owner(), card(13, charts=(chart("A"),))) != reference
    assert [bool(m.photo) for m in api.messages(ALICE)] == [False, True, False]
