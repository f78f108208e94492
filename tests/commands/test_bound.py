"""What is confirmed is what was shown, and what nobody could look up gets one line."""

from __future__ import annotations

from datetime import date

import pytest

from bot.apply import meant
from bot.core.case import PromiseState
from bot.core.money import Money
from bot.core.question import QuestionKind
from bot.core.triage import options
from bot.ledger import take_in
from bot.redraft import is_letter
from tests.commands.owned import TODAY, Owned, plain
from tests.commands.test_told import card, tap

LATER = "number;date;due;total;debtor;email;kind\nF2026-099;01/11/2026;02/11/2026;777,00;{name};{email};pro\n"


async def more_is_owed(desk: Owned, number: str) -> None:
    case = await desk.case(number)
    data = LATER.format(name=case.debtor.name, email=case.debtor.contacts[0].email).encode()
    report = await take_in(desk.app.store, desk.app.offices["plomberie"].account, "later.csv", data, desk.now)
    assert not report.bad, report.bad


async def test_an_order_of_another_sum_than_was_shown_is_not_carried_out(desk: Owned) -> None:
    name = (await desk.case("F2026-012")).debtor.name
    order = await card(desk, f"{name} a payé")
    await more_is_owed(desk, "F2026-012")
    assert "Ce n'est plus possible" in await tap(desk, order, "yes")
    assert "paid" not in await desk.events("F2026-012")
    assert "plus d'actualité" in await tap(desk, order, "yes"), "and it is over"


async def test_received_is_said_of_the_invoices_of_the_card(desk: Owned) -> None:
    case = await desk.case("F2026-012")
    question = await desk.app.store.ask(
        account="plomberie", kind=QuestionKind.SAYS_PAID, options=options(QuestionKind.SAYS_PAID), now=desk.now,
        case_id=case.id, facts={"meant": ["F2026-012"]},
    )  # fmt: skip
    await more_is_owed(desk, "F2026-012")
    reply = await desk.app.desk.tap(channel="terminal", address="claire", question_id=question, code="received")
    assert reply is not None
    left = (await desk.case("F2026-012")).open_invoices
    assert [(i.number, i.outstanding) for i in left if i.number == "F2026-099"] == [("F2026-099", Money(77_700, "EUR"))]
    assert "F2026-012" not in {i.number for i in left}


async def test_a_command_never_confirms_what_waits_about_the_same_case(desk: Owned) -> None:
    await card(desk, "F2026-012 paie 500 vendredi")
    await desk.say("/pause F2026-012")
    case = await desk.case("F2026-012")
    assert [p for p in case.promises if p.state is PromiseState.RUNNING] == []
    assert case.invoices[0].paused_until is not None or case.holds


@pytest.mark.parametrize("command", ["/case", "/invoice", "/debtor", "/paid", "/credit", "/pause", "/resume"])
async def test_a_letter_is_no_name(desk: Owned, command: str) -> None:
    said = await desk.say(f"{command} {'é' * 500} 12")
    assert len(said) < 300
    assert "Je ne trouve pas" in said


async def test_a_letter_is_no_order(desk: Owned) -> None:
    assert (await desk.app.desk.text(channel="terminal", address="claire", text="é" * 900, answers=None)) is not None
    assert (await desk.case("F2026-012")).invoices[0].due < date(2027, 1, 1)


async def test_a_card_that_expired_says_after_what_and_by_whom(desk: Owned) -> None:
    case = await desk.case("F2026-012")
    question = await desk.app.store.ask(
        account="plomberie", kind=QuestionKind.SAYS_PAID, options=options(QuestionKind.SAYS_PAID), now=desk.now,
        case_id=case.id,
    )  # fmt: skip
    await desk.app.store.expire_questions(case_id=case.id, now=desk.now)
    await desk.app.store.record("plomberie", case_id=case.id, at=desk.now, what="paid", by="terminal:claire", facts={})
    shown = await desk.app.answer.card(await desk.app.store.question(question), desk.now)
    assert "après « paiement enregistré », par claire" in plain(shown.lines[-1])


async def test_a_case_brings_the_questions_that_wait(desk: Owned) -> None:
    case = await desk.case("F2026-012")
    assert (await desk.reply("/case F2026-012")).pages == ()
    question = await desk.app.store.ask(
        account="plomberie", kind=QuestionKind.PROMISE_BROKEN, options=options(QuestionKind.PROMISE_BROKEN),
        now=desk.now, case_id=case.id,
    )  # fmt: skip
    ((code, _),) = (await desk.reply("/case F2026-012")).pages
    reply = await desk.page(code)
    assert reply is not None
    (one,) = reply.cards
    assert one.question_id == question
    days = await desk.app.desk.tap(channel="terminal", address="claire", question_id=question, code="promised")
    assert days is not None
    assert days.card is not None
    await desk.app.desk.tap(channel="terminal", address="claire", question_id=question, code=days.card.buttons[0][0])
    assert [p.state for p in (await desk.case("F2026-012")).promises] == [PromiseState.RUNNING]


@pytest.mark.parametrize("words", ["Dupont a payé", "avoir 20 Dupont", "Dupont a payé 20"])
async def test_of_several_clients_each_is_shown_with_its_sum_and_booked_so(desk: Owned, words: str) -> None:
    order = await card(desk, words)
    case = await desk.case("F2026-014")
    shown = plain("\n".join(order.lines))
    assert case.debtor.name in shown
    before = sum(i.received.minor for i in case.invoices)
    (code,) = (code for code, label in order.buttons if case.debtor.name in label)
    assert "C'est noté" in await tap(desk, order, code)
    after = await desk.case("F2026-014")
    booked = sum(i.received.minor for i in after.invoices) - before
    assert booked == (2000 if "20" in words else sum(i.outstanding.minor for i in case.due_now(TODAY)))
    assert f"{booked // 100}" in shown.replace(" ", "")


async def test_a_debtor_who_names_his_invoice_has_paid_that_one(desk: Owned) -> None:
    await more_is_owed(desk, "F2026-012")
    case, today = await desk.case("F2026-012"), TODAY
    about = {"said": "Nous avons payé la facture F2026-099 hier.", "subject": "Re: F2026-012"}
    assert meant(QuestionKind.SAYS_PAID, case, about, today) == {"meant": ["F2026-099"]}
    every = meant(QuestionKind.SAYS_PAID, case, {"said": "C'est payé."}, today)["meant"]
    assert isinstance(every, list)
    assert {"F2026-012", "F2026-099"} <= set(every)
    assert meant(QuestionKind.DISPUTE, case, about, today) == {}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Non surtout ne leur envoie pas ce message, je les appelle demain", False),
        ("Ne leur envoie pas, F2026-001 est réglée : 1 200,00 € reçus ce matin", False),
        ("Please don't send this, I will call them tomorrow morning myself", False),
        ("Bonjour, merci de nous envoyer le règlement de 1 200 € avant le 15 mars.", True),
        ("Hello, you will find the invoice enclosed. Do tell us if something is amiss.", True),
    ],
)
def test_a_word_to_us_is_no_letter_to_the_debtor(text: str, is_one: bool) -> None:
    assert is_letter(text) is is_one


@pytest.mark.parametrize("command", ["/paid", "/credit"])
async def test_again_counts_once_a_message(desk: Owned, command: str) -> None:
    """After a crash a chat brings the same message once more."""
    before = sum(i.received.minor for i in (await desk.case("F2026-012")).invoices)
    for mark in ("", "5", "5", "6", "6"):
        await desk.app.desk.command(
            channel="terminal", address="claire", name=command[1:], argument="F2026-012 100 again", mark=mark
        )
    assert sum(i.received.minor for i in (await desk.case("F2026-012")).invoices) - before == 3 * 10_000
