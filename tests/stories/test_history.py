"""Texts that fail, and the history: every notice, hold and answer of a finished story can be explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.case import NoticeState
from bot.core.question import QuestionKind, QuestionState
from tests.stories.town import Town, town

BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
BROKEN = "Objet : rappel\n\nBonjour,\n\nvous devez {{ totally_unknown }}.\n\n[[factures]]\n"


def text(folder: Path, name: str) -> Path:
    file = folder / "textes" / "fr" / "mail" / f"{name}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


async def test_a_broken_text_is_told_with_file_and_line_and_goes_on_when_mended(tmp_path: Path) -> None:
    mine = text(tmp_path, "kind")
    mine.write_text(BROKEN, encoding="utf-8")
    async with town(tmp_path, more=f'templates = "{tmp_path}/textes"') as t:
        await t.invoices(INVOICE, "F2026-002;2026-02-01;2026-02-23;90,00;Nadia;nadia@resto.example;business")
        await t.jump("2026-03-03")
        assert t.servers.posted == []
        assert await t.kinds() == [QuestionKind.TEXT_BROKEN] * 2
        said = " ".join(t.phone.cards[(await t.waiting())[0].id].lines)
        assert "kind.txt" in said
        assert "5" in said
        assert "totally_unknown" in said
        await t.jump("2026-03-04")
        assert t.servers.posted == []
        mine.write_text(BROKEN.replace("{{ totally_unknown }}", "{{ total }}"), encoding="utf-8")
        for question in await t.waiting():
            await t.phone.tap(question.id, "go_on")
        await t.settle()
        assert await t.texts_to(BOIS) == ["kind"]
        assert "vous devez" in str(t.to(BOIS)[0].get_body(("plain",)))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Objet : rappel\n\nVous devez 1 500,00 €.\n\n[[factures]]\n", "1 500,00"),
        ("Objet : rappel\n\nPayez, ou nous prévenons la police.\n\n[[factures]]\n", "police"),
        ("Objet : rappel\n\nMerci de payer.\n", "F2026-001"),
    ],
)
async def test_a_text_that_says_what_is_not_so_does_not_leave(tmp_path: Path, written: str, said: str) -> None:
    text(tmp_path, "kind").write_text(written, encoding="utf-8")
    async with town(tmp_path, more=f'templates = "{tmp_path}/textes"') as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-03")
        assert t.servers.posted == []
        assert await t.kinds() == [QuestionKind.TEXT_BROKEN]
        assert said in " ".join(t.phone.cards[(await t.waiting())[0].id].lines).replace("\u202f", " ")


async def test_a_broken_answer_text_is_told_and_the_owner_chooses_again(tmp_path: Path) -> None:
    mine = text(tmp_path, "reply_details")
    mine.write_text(BROKEN, encoding="utf-8")
    async with town(tmp_path, more=f'templates = "{tmp_path}/textes"') as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-03")
        await t.reply(BOIS, "Nous contestons cette facture : rien n'est terminé.")
        await t.tap(QuestionKind.DISPUTE, "ask_details")
        assert sorted(await t.kinds()) == [QuestionKind.DISPUTE, QuestionKind.TEXT_BROKEN]
        mine.unlink()
        await t.tap(QuestionKind.TEXT_BROKEN, "go_on")
        await t.tap(QuestionKind.DISPUTE, "ask_details")
        assert await t.kinds() == [QuestionKind.APPROVE]
        await t.tap(QuestionKind.APPROVE, "approve")
        assert await t.texts_to(BOIS) == ["kind", "reply_details"]


async def eventful(t: Town) -> None:
    """A story with a bit of everything."""
    await t.invoices(f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS},paul@bois.example;business")
    await t.jump("2026-03-03")
    await t.bounce(BOIS)
    await t.minutes(5)
    await t.reply("paul@bois.example", "Nous contestons cette facture : rien n'est terminé.")
    await t.tap(QuestionKind.DISPUTE, "ask_details")
    await t.tap(QuestionKind.APPROVE, "approve")
    await t.reply("paul@bois.example", "Je vous règle vendredi 20 mars.")
    await t.phone.command("resume", "F2026-001")
    await t.jump("2026-03-25")
    await t.tap(QuestionKind.PROMISE_BROKEN, "hold_7")
    await t.phone.command("paid", "F2026-001 200,00")
    for day in ("2026-04-01", "2026-04-08", "2026-04-10", "2026-04-16"):
        await t.jump(day)
    await t.payments("F2026-001;2026-04-16;1000,00")
    await t.jump("2026-04-21")


async def test_every_state_of_a_finished_story_is_explained_by_its_events(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await eventful(t)
        events = await t.events("F2026-001")
        notices = await t.app.store.notices([*NoticeState], account="plomberie")
        questions = await t.app.store.questions([*QuestionState], account="plomberie")
        assert len(notices) >= 4
        told = {(e.what, e.facts.get("notice")) for e in events}
        outcome = {
            NoticeState.SENT: {"sent"},
            NoticeState.REFUSED: {"refused", "bounced"},
            NoticeState.STALE: {"stale"},
            NoticeState.DECLINED: {"answered"},
        }
        for notice in notices:
            if notice.draft.to_email:
                assert ("proposed", notice.id) in told, notice.draft.text
            ends = outcome[notice.state]
            assert any((what, notice.id) in told for what in ends) or not notice.draft.to_email, notice
        answered = {e.facts["question"] for e in events if e.what == "answered"}
        assert answered == {q.id for q in questions if q.state is QuestionState.ANSWERED and q.chosen}
        for event in events:
            if event.what in ("proposed", "held", "asked", "answered", "promised", "bounced", "promise_broken"):
                assert event.because is not None, event
        assert await t.holds("F2026-001") == set()
        assert [e.at for e in events] == sorted(e.at for e in events)


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_event_has_words(tmp_path: Path, language: str) -> None:
    async with town(tmp_path) as t:
        await eventful(t)
        words = t.app.offices["plomberie"].words
        for event in await t.events("F2026-001"):
            because = words.say(f"because.{event.because}", language=language) if event.because else ""
            line = words.say(f"event.{event.what}", language=language, event=event, because=because)
            assert line
            assert event.what.replace("_", " ") != line or language == "en", f"no words for {event.what}"
