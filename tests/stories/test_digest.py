"""Quiet hours: nothing is said at night; in the morning come the cards, then one digest with "all" or "one by one"."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

from bot.core.case import NoticeState
from bot.core.question import Card, QuestionKind
from tests.stories.town import Town, town

QUIET = '[account.quiet]\nstart = "20:00"\nend = "07:30"\n'
HEADER = "number;date;due;total;debtor;email;kind;group"
BOIS, NADIA, ZOE = "compta@bois.example", "nadia@resto.example", "zoe@zoe.example"
NIGHT, DAWN, MORNING = time(23), time(7, 29), time(7, 31)


def row(number: str, name: str, email: str, group: str = "strategic") -> str:
    return f"{number};2026-02-01;2026-03-02;1200,00;{name};{email};business;{group}"


def plain(card: Card) -> str:
    return plain_text("\n".join(card.lines))


def plain_text(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


async def two_texts_wait(t: Town) -> None:
    """From Thursday, 5 March on; the owner has their cards."""
    await t.invoices(
        row("F-1", "Bois", BOIS), row("F-2", "Nadia", NADIA), row("F-3", "Zoé", ZOE, "regular"), header=HEADER
    )
    await t.jump("2026-03-05")


async def test_nothing_is_said_at_night(tmp_path: Path) -> None:
    async with town(tmp_path, more=QUIET) as t:
        await two_texts_wait(t)
        before = len(t.phone.cards)
        await t.jump("2026-03-05", NIGHT)
        await t.reply(ZOE, "Nous contestons cette facture : les travaux ne sont pas terminés.")
        await t.jump("2026-03-06", DAWN)
        assert len(t.phone.cards) == before
        assert QuestionKind.DISPUTE in await t.kinds(), "understood, not said"
        await t.jump("2026-03-06", MORNING)
        shown = list(t.phone.cards.values())[before:]
        assert [c.title.split()[0] for c in shown] == ["Zoé", "Bonjour"], "the digest comes last"


async def test_the_digest_says_what_happened_waits_and_leaves(tmp_path: Path) -> None:
    async with town(tmp_path, more=QUIET) as t:
        await two_texts_wait(t)
        await t.reply(ZOE, "Je vous paierai le 12 mars.")
        await t.jump("2026-03-06", MORNING)
        card = await t.card(QuestionKind.DIGEST)
        text = plain(card)
        assert "– 1 réponse reçue\n– 1 paiement promis" in text
        assert "2 questions attendent votre réponse" in text
        assert [code for code, _ in card.buttons] == ["approve_all", "one_by_one"]
        for _ in range(3):
            await t.minutes(30)
        assert (await t.kinds()).count(QuestionKind.DIGEST) == 1, "once a day"
        said = await t.phone.command("today")
        assert said is not None
        assert "2 questions attendent" in said.text, "the digest is no question"
        await t.jump("2026-03-09", MORNING)
        assert (await t.kinds()).count(QuestionKind.DIGEST) == 1, "yesterday's is over"


async def test_approve_all_approves_what_the_cards_show_and_can_be_undone(tmp_path: Path) -> None:
    async with town(tmp_path, undo=10, more=QUIET) as t:
        await two_texts_wait(t)
        await t.jump("2026-03-06", MORNING)
        digest = await t.question(QuestionKind.DIGEST)
        await t.phone.tap(digest.id, "approve_all")
        await t.phone.tap(digest.id, "approve_all")
        assert QuestionKind.APPROVE not in await t.kinds()
        undone = await t.phone.tap(digest.id, "undo")
        assert undone is not None
        await t.settle()
        assert (await t.kinds()).count(QuestionKind.APPROVE) == 2
        assert not await t.app.store.notices(NoticeState.APPROVED)
        await t.phone.tap(digest.id, "approve_all")
        await t.jump("2026-03-06")
        assert await t.texts_to(BOIS) == await t.texts_to(NADIA) == ["kind"]


async def test_what_has_changed_since_is_not_approved_with_the_others(tmp_path: Path) -> None:
    async with town(tmp_path, more=QUIET) as t:
        await two_texts_wait(t)
        await t.jump("2026-03-06", MORNING)
        digest = await t.question(QuestionKind.DIGEST)
        await t.payments("F-1;2026-03-05;200,00")
        await t.phone.tap(digest.id, "approve_all")
        await t.jump("2026-03-06")
        assert await t.texts_to(NADIA) == ["kind"]
        assert t.to(BOIS) == [], "its figures are others now: its new text is shown first"
        assert QuestionKind.APPROVE in await t.kinds()


async def test_one_by_one_shows_the_cards_again(tmp_path: Path) -> None:
    async with town(tmp_path, more=QUIET) as t:
        await two_texts_wait(t)
        await t.jump("2026-03-06", MORNING)
        digest = await t.question(QuestionKind.DIGEST)
        reply = await t.phone.tap(digest.id, "one_by_one")
        assert reply is not None
        assert [c.title.split()[0] for c in reply.cards] == ["Bois", "Nadia"]
        assert all(c.preview for c in reply.cards)
        assert (await t.question(QuestionKind.DIGEST)).id == digest.id
        for code in ("approve_all", "one_by_one"):
            assert await t.phone.tap(digest.id, code, address="stranger") is None


async def test_a_formal_notice_is_never_approved_with_others(tmp_path: Path) -> None:
    async with town(tmp_path, more=QUIET) as t:
        await t.invoices(row("F-1", "Bois", BOIS, "regular"), header=HEADER)
        while QuestionKind.APPROVE not in await t.kinds():
            for question in await t.waiting():
                if question.kind is not QuestionKind.DIGEST:
                    await t.phone.tap(question.id, question.options[0].code)
            await t.until(_next(t))
        sent = len(t.to(BOIS))
        await t.jump(_next(t), MORNING)
        digest = await t.question(QuestionKind.DIGEST)
        assert digest.options == ()
        for code in ("approve_all", "yes", "approve"):
            await t.phone.tap(digest.id, code)
        await t.settle()
        assert len(t.to(BOIS)) == sent
        assert QuestionKind.APPROVE in await t.kinds()


def _next(t: Town) -> str:
    return (date.fromisoformat(t.today) + timedelta(days=1)).isoformat()


async def test_an_owner_who_is_up_at_night_is_answered(tmp_path: Path) -> None:
    async with town(tmp_path, more=QUIET) as t:
        await two_texts_wait(t)
        await t.reply(ZOE, "Nous contestons cette facture : les travaux ne sont pas terminés.")
        await t.jump("2026-03-05", NIGHT)
        before = len(t.phone.cards)
        await t.tap(QuestionKind.DISPUTE, "ask_details")
        assert len(t.phone.cards) == before + 1, "the text that he has just asked for"


async def test_without_quiet_hours_there_is_no_digest_and_an_empty_one_is_not_sent(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await two_texts_wait(t)
        await t.jump("2026-03-06", MORNING)
        assert QuestionKind.DIGEST not in await t.kinds()
    other = tmp_path / "other"
    other.mkdir()
    async with town(other, more=QUIET) as t:
        await t.jump("2026-03-03", MORNING)
        assert t.phone.cards == {}


async def test_the_first_digest_of_a_week_has_the_aged_balance(tmp_path: Path) -> None:
    async with town(tmp_path, more=QUIET) as t:
        await two_texts_wait(t)
        (first,) = (await t.card(QuestionKind.DIGEST)).charts
        assert [bar.label for bar in first.bars][-1] == "5 mars"
        await t.jump("2026-03-06", MORNING)
        assert (await t.card(QuestionKind.DIGEST)).charts == (), "once a week"
        await t.payments("F-1;2026-03-06;1200,00")
        await t.jump("2026-03-10", MORNING)
        (second,) = (await t.card(QuestionKind.DIGEST)).charts
        assert second.upright
        assert plain_text(second.headline) == "2 400,00 €"
        assert plain_text(second.heading) == "1 200,00 € de moins qu'il y a une semaine"
        assert [sum(bar.parts) for bar in second.bars[-3:]] == [360_000, 360_000, 240_000]


async def test_a_balance_alone_is_worth_a_digest(tmp_path: Path) -> None:
    async with town(tmp_path, more=QUIET) as t:
        await t.invoices("F-1;2026-02-20;2026-05-20;1200,00;Bois;compta@bois.example;business")
        await t.jump("2026-03-09", MORNING)
        assert len((await t.card(QuestionKind.DIGEST)).charts) == 1
        await t.jump("2026-03-10", MORNING)
        assert await t.kinds() == []
