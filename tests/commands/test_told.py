"""The owner's own words: a card to confirm, which acts once; a choice where several are meant; else one line."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.channels._desk import Reply
from bot.core.because import Because
from bot.core.case import FOR_EVER
from bot.core.question import Card
from tests.commands.owned import Owned, plain


async def write(desk: Owned, text: str, *, by: str = "claire") -> Reply:
    reply = await desk.app.desk.text(channel="terminal", address=by, text=text, answers=None)
    assert reply is not None
    return reply


async def card(desk: Owned, text: str, *, by: str = "claire") -> Card:
    reply = await write(desk, text, by=by)
    assert reply.text == "", reply.text
    (one,) = reply.cards
    return one


async def tap(desk: Owned, one: Card, code: str, *, by: str = "claire") -> str:
    reply = await desk.app.desk.tap(channel="terminal", address=by, question_id=one.question_id, code=code)
    return "" if reply is None else plain(reply.text)


def codes(one: Card) -> list[str]:
    return [code for code, _ in one.buttons]


async def test_a_promise_is_proposed_and_confirmed_once(desk: Owned) -> None:
    one = await card(desk, "Éric Dupont paie 500 vendredi")
    assert plain(one.title) == "Éric Dupont : noter une promesse ?"
    assert "Promesse : 500,00 € pour le vendredi 27 novembre 2026" in plain("\n".join(one.lines))
    assert one.quote == "Éric Dupont paie 500 vendredi"
    assert codes(one) == ["yes", "no"]
    assert not (await desk.case("F2026-014")).promises, "nothing is done before he confirms"
    assert await tap(desk, one, "yes") == "C'est noté."
    assert "déjà" in await tap(desk, one, "yes")
    (promise,) = (await desk.case("F2026-014")).promises
    assert (promise.day, str(promise.amount)) == (date(2026, 11, 27), "500.00 EUR")


async def test_paid_by_number_by_name_and_a_part(desk: Owned) -> None:
    one = await card(desk, "F2026-012 payée")
    assert "Paiement reçu : 1 240,00 €, facture F2026-012" in plain("\n".join(one.lines))
    await tap(desk, one, "yes")
    assert (await desk.case("F2026-012")).invoices[0].settled
    await tap(desk, await card(desk, "reçu 100 de Boulangerie du Port"), "yes")
    assert [str(m) for m in (await desk.case("F2026-012")).outstanding] == ["260.50 EUR"]
    await tap(desk, await card(desk, "invoice G-1 is paid", by="sam"), "yes", by="sam")
    assert (await desk.case("G-1", "garden")).invoices[0].settled


async def test_pause_and_resume(desk: Owned) -> None:
    one = await card(desk, "pause Boulangerie du Port jusqu'au 15")
    await tap(desk, one, "yes")
    hold = await desk.hold("F2026-012")
    assert hold is not None
    assert (hold.because, hold.until) == (Because.PAUSED, date(2026, 12, 15))
    await tap(desk, await card(desk, "reprends Boulangerie du Port"), "yes")
    assert await desk.hold("F2026-012") is None
    await tap(desk, await card(desk, "ne relance plus F2026-012"), "yes")
    assert (await desk.case("F2026-012")).invoices[0].paused_until == FOR_EVER


async def test_several_are_offered_and_one_is_chosen(desk: Owned) -> None:
    one = await card(desk, "dupont paie 100 vendredi")
    eric, fils = await desk.case("F2026-014"), await desk.case("F2026-015")
    assert list(one.buttons)[:2] == [(f"case:{eric.id}", "Éric Dupont"), (f"case:{fils.id}", "Dupont & Fils")]
    other = await desk.case("F2026-012")
    for forged in (f"case:{other.id}", "yes", "case:0", "case:x"):
        await tap(desk, one, forged)
    assert not (await desk.case("F2026-012")).promises
    await tap(desk, one, f"case:{fils.id}")
    await tap(desk, one, f"case:{eric.id}")
    assert len((await desk.case("F2026-015")).promises) == 1
    assert not (await desk.case("F2026-014")).promises


async def test_two_accounts_get_a_card_each(desk: Owned) -> None:
    reply = await write(desk, "F2026-014 payée", by="ann")
    assert {c.account for c in reply.cards} == {"plomberie", "garden"}
    for one in reply.cards:
        if one.account == "garden":
            await tap(desk, one, "yes", by="ann")
    assert (await desk.case("F2026-014", "garden")).invoices[0].settled
    assert not (await desk.case("F2026-014")).invoices[0].settled


async def test_nothing_is_done_for_no_and_for_a_stranger(desk: Owned) -> None:
    one = await card(desk, "F2026-012 payée")
    assert "leads nowhere" in await tap(desk, one, "yes", by="sam")
    assert await tap(desk, one, "yes", by="nobody") == ""
    await tap(desk, one, "no")
    await tap(desk, one, "yes")
    assert not (await desk.case("F2026-012")).invoices[0].settled


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Bonjour", "Je n'ai pas compris"),
        ("ACME paie 500 vendredi", "Je ne trouve pas « ACME »"),
        ("Éric Dupont paie 500", "Pour quel jour ?"),
        ("Éric Dupont paie 500 le 31/02", "n'est pas un jour précis à venir"),
        ("F2026-012 payée 9999", "ce que vous écrivez n'y correspond pas"),
        ("F2026-012 payée 500 usd", "ce que vous écrivez n'y correspond pas"),
        ("reprends Éric Dupont", "n'était pas à l'arrêt"),
        ("Smith paie 100 vendredi", "Je ne trouve pas « Smith »"),
        ("il a payé", "De quel client"),
        ("M a payé", "Je ne trouve pas « M »"),
        ("F2026-012 payée $500", "ce que vous écrivez n'y correspond pas"),
        ("Éric Dupont refuse de payer", "Je n'ai pas compris"),
        ("Éric Dupont can't pay", "Je n'ai pas compris"),
        ("pause Éric Dupont la semaine prochaine", "n'est pas un jour précis à venir"),
        ("du paie 100 vendredi", "Je ne trouve pas « du »"),
    ],
)
async def test_one_friendly_line(desk: Owned, text: str, answer: str) -> None:
    reply = await write(desk, text)
    said = plain(reply.text or reply.cards[0].title)
    assert answer in said
    for number in ("F2026-012", "F2026-014", "F2026-015"):
        assert await desk.events(number) == []


async def test_paid_meanwhile_is_not_paid_again(desk: Owned) -> None:
    one = await card(desk, "F2026-012 payée 1000")
    await desk.say("/paid F2026-012 500")
    assert "plus d'actualité" in await tap(desk, one, "yes"), "the last word counts"
    assert [str(m) for m in (await desk.case("F2026-012")).outstanding] == ["1100.50 EUR"]
    assert await desk.events("F2026-012") == ["answered", "paid"]


async def test_the_last_word_counts_and_what_is_not_confirmed_ends(desk: Owned) -> None:
    first = await card(desk, "F2026-012 payée")
    second = await card(desk, "F2026-014 payée")
    await tap(desk, first, "yes")
    assert not (await desk.case("F2026-012")).invoices[0].settled
    ann = await card(desk, "pause Éric Dupont", by="ann")
    await tap(desk, second, "yes")
    assert not (await desk.case("F2026-014")).invoices[0].settled
    desk.now += timedelta(hours=13)
    await desk.app.chase.propose(desk.now)
    await tap(desk, ann, "yes", by="ann")
    assert await desk.hold("F2026-014") is None


async def test_it_is_shown_to_nobody_else_and_waits_on_no_list(desk: Owned) -> None:
    await card(desk, "F2026-012 payée")
    assert "Aucune question ne vous attend." in await desk.say("/today")
    reply = await desk.reply("/today", by="ann")
    assert reply.cards == ()


async def test_it_can_be_undone(desk: Owned) -> None:
    one = await card(desk, "F2026-012 payée")
    await tap(desk, one, "yes")
    assert "annulé" in await tap(desk, one, "undo")
    assert not (await desk.case("F2026-012")).invoices[0].settled
    await tap(desk, one, "yes")
    assert (await desk.case("F2026-012")).invoices[0].settled
    rest = await card(desk, "ne relance plus F2026-013")
    await tap(desk, rest, "yes")
    await tap(desk, rest, "undo")
    assert all(i.paused_until is None for i in (await desk.case("F2026-013")).invoices)


async def test_nothing_at_all_gets_a_line_too(desk: Owned) -> None:
    for text in ("", "   ", "\n", "👍"):
        assert "Je n'ai pas compris" in plain((await write(desk, text)).text)
