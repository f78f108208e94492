"""/debtor, /invoice, /promises, /calls, /plan, /stats, /settings, /silence, and lists longer than a message."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.core.because import Because
from bot.core.case import NoticeState, PromiseState
from bot.core.question import Choice, QuestionKind
from bot.core.triage import options
from bot.ledger import take_in
from tests.commands.owned import NOW, TODAY, Owned, plain

NEW = ("debtor", "invoice", "promises", "calls", "plan", "silence", "settings", "stats")


@pytest.mark.parametrize("name", NEW)
async def test_a_stranger_gets_nothing(desk: Owned, name: str) -> None:
    for argument in ("", "F2026-014", "15/12"):
        assert await desk.app.desk.command(channel="terminal", address="nobody", name=name, argument=argument) is None
        assert await desk.app.desk.page(channel="terminal", address="nobody", name=name, number=1) is None
    assert await desk.app.store.note("plomberie", "silence") is None


# --- /debtor and /invoice ---------------------------------------------------------------------------------------------


async def test_everything_about_a_debtor(desk: Owned) -> None:
    await desk.say("/paid F2026-013")
    assert (await desk.say("/debtor du port")).splitlines() == [
        "Boulangerie du Port SARL : 1 240,00 € à régler",
        "Professionnel, groupe habituel, dossier 1",
        "",
        "Contacts :",
        "– Sophie Bernard, compta@port.example (on lui écrit)",
        "",
        "À régler :",
        "– F2026-012, échéance 20 août 2026 : 1 240,00 €",
        "",
        "Réglées (1) :",
        "– F2026-013, 360,50 €, le 23 novembre 2026",
        "",
        "Paie en moyenne 20 jours après l'échéance.",
        "Promesses : 0 tenue, 0 non tenue.",
        "N'a jamais répondu.",
        "Ensuite : premier rappel, aujourd'hui",
    ]


async def test_a_debtor_who_promised_and_lost_his_address(desk: Owned) -> None:
    case = await desk.case("F2026-014")
    store = desk.app.store
    broken = await store.add_promise(case.id, day=TODAY - timedelta(days=9), amount=None, made_on=TODAY)
    await store.settle_promise(broken, PromiseState.BROKEN)
    await store.add_promise(case.id, day=date(2026, 12, 4), amount=None, made_on=TODAY)
    await store.contact_lost(case.id, "eric@dupont.example", NOW)
    text = await desk.say("/debtor Éric Dupont")
    assert "eric@dupont.example (n'est plus valable)" in text
    assert "Promesses : 0 tenue, 1 non tenue." in text
    assert "Promesse : tout pour le 4 décembre 2026" in text


async def test_several_debtors_are_offered_as_buttons(desk: Owned) -> None:
    reply = await desk.reply("/debtor dupont")
    eric, fils = await desk.case("F2026-014"), await desk.case("F2026-015")
    assert reply.pages == ((f"debtor:{eric.id}", "Éric Dupont"), (f"debtor:{fils.id}", "Dupont & Fils"))
    shown = await desk.page(reply.pages[1][0])
    assert shown is not None
    assert plain(shown.text).startswith("Dupont & Fils : 500,00 €")


async def test_a_forged_page_shows_nothing_of_another_account(desk: Owned) -> None:
    smith = await desk.case("G-1", "garden")
    for name in ("debtor", "case"):
        reply = await desk.page(f"{name}:{smith.id}")
        assert reply is not None
        assert "n'existe plus" in plain(reply.text)
    for code in ("paid:1", "nonsense:1", "who:999999999", "plan:999", "promises:999"):
        reply = await desk.page(code)
        assert reply is not None
        assert not reply.cards


async def test_one_invoice(desk: Owned) -> None:
    await desk.say("/paid F2026-012 240")
    assert (await desk.say("/invoice f2026-012")).splitlines() == [
        "F2026-012, Boulangerie du Port SARL : 1 000,00 € à régler",
        "Du 21 juillet 2026, échéance 20 août 2026 (95 jours de retard)",
        "Total : 1 240,00 €",
        "– 23 novembre 2026 : 240,00 €",
        "Copie PDF : non",
        "Ensuite pour ce client : premier rappel, aujourd'hui",
    ]
    assert (await desk.say("/invoice G-1", by="sam")).startswith("G-1, Smith & Sons: €250.50 to pay")
    assert "Je ne trouve pas" in await desk.say("/invoice G-1")
    assert (await desk.say("/invoice")) == "Écrivez par exemple /invoice F-2026-014"


# --- /promises, /calls, /plan -----------------------------------------------------------------------------------------


async def test_promises_that_run_are_due_and_were_kept(desk: Owned) -> None:
    store = desk.app.store
    one, other = await desk.case("F2026-014"), await desk.case("F2026-012")
    await store.add_promise(one.id, day=date(2026, 12, 4), amount=None, made_on=TODAY)
    await store.add_promise(other.id, day=TODAY, amount=other.invoices[0].total, made_on=TODAY)
    kept = await store.add_promise(other.id, day=TODAY, amount=None, made_on=TODAY)
    await store.settle_promise(kept, PromiseState.KEPT)
    assert (await desk.say("/promises")).splitlines() == [
        "Plomberie Martin : promesses",
        "",
        "Échues, à vérifier :",
        "– Boulangerie du Port SARL : 1 240,00 € pour le 23 novembre 2026",
        "",
        "En cours :",
        "– Éric Dupont : 9 999,99 € pour le 4 décembre 2026",
        "",
        "Jusqu'ici : 1 tenue, 0 non tenue.",
    ]
    assert "No promise is running." in await desk.say("/promises", by="sam")


async def test_calls_show_their_cards_with_the_script_and_every_outcome(desk: Owned) -> None:
    assert await desk.say("/calls") == "Plomberie Martin : aucun appel à passer."
    case = await desk.case("F2026-012")
    await desk.app.store.ask(
        account="plomberie", kind=QuestionKind.CALL, options=options(QuestionKind.CALL), now=NOW, case_id=case.id
    )
    await desk.app.store.record(
        "plomberie", case_id=case.id, at=NOW - timedelta(days=3), what="received", facts={"labels": ["promise"]}
    )
    reply = await desk.reply("/calls")
    assert plain(reply.text) == "Plomberie Martin : 1 appel à passer."
    (card,) = reply.cards
    codes = [code for code, _ in card.buttons]
    assert codes == [str(option.choice) for option in options(QuestionKind.CALL)]
    assert {"done", "voicemail", "promised", "is_dispute", "wrong_number", "not_got", "in_approval"} <= set(codes)
    lines = plain("\n".join(card.lines))
    assert "Demander : Sophie Bernard" in lines
    assert "– 20 nov. 2026 : réponse : promesse de paiement" in lines
    assert "« Bonjour, ici Claire Martin" in lines


async def test_what_would_leave_in_the_next_days(desk: Owned) -> None:
    text = await desk.say("/plan")
    assert text.startswith("Plomberie Martin : les 7 prochains jours")
    assert "– Dupont & Fils : premier rappel, 500,00 €" in text
    assert "lundi 23 novembre 2026" in text
    await desk.say("/pause Dupont & Fils")
    assert "Dupont & Fils" not in await desk.say("/plan")


# --- lists longer than a message --------------------------------------------------------------------------------------


async def test_a_long_list_has_pages(desk: Owned) -> None:
    rows = [f"X-{n};2026-09-01;2026-10-01;{n},00;Client {n:03}" for n in range(1, 101)]
    data = "\n".join(["number;date;due;total;debtor", *rows]).encode()
    await take_in(desk.app.store, desk.app.offices["garden"].account, "x.csv", data, NOW)
    first = await desk.reply("/who", by="sam")
    assert first.text.count("\n–") == 40
    assert "… and 62 more" in first.text
    assert [code for code, _ in first.pages] == ["who:2"]
    second, third = await desk.page("who:2", by="sam"), await desk.page("who:3", by="sam")
    assert second is not None
    assert third is not None
    assert [code for code, _ in second.pages] == ["who:1", "who:3"]
    assert [code for code, _ in third.pages] == ["who:2"]
    shown = [line for reply in (first, second, third) for line in reply.text.splitlines() if line.startswith("–")]
    assert len(shown) == len(set(shown)) == 102
    beyond = await desk.page("who:4", by="sam")
    assert beyond is not None
    assert beyond.text == "There is nothing more."
    assert (await desk.reply("/plan", by="sam")).pages


# --- /silence ---------------------------------------------------------------------------------------------------------


async def test_silence_for_the_whole_account(desk: Owned) -> None:
    assert "pas de silence" in await desk.say("/silence")
    assert await desk.say("/silence 15/12") == (
        "Plomberie Martin : silence, rien ne part avant le mardi 15 décembre 2026. Les réponses sont lues, "
        "et vous pouvez écrire /silence off."
    )
    assert "vous avez demandé le silence, jusqu'au 15 décembre 2026" in await desk.say("/case F2026-012")
    assert "Silence : rien ne part avant le 15 décembre 2026." in await desk.say("/today")
    await desk.app.chase.propose(desk.now)
    assert not await desk.app.store.notices(NoticeState.APPROVED, account="plomberie")
    assert await desk.app.store.notices(NoticeState.APPROVED, account="garden"), "the other account goes on"
    assert "pas de silence" in await desk.say("/silence off")
    await desk.app.chase.propose(desk.now)
    assert await desk.app.store.notices(NoticeState.APPROVED, account="plomberie")


async def test_what_was_approved_before_the_silence_stays_and_does_not_leave(desk: Owned) -> None:
    await desk.app.chase.propose(desk.now)
    ready = await desk.app.store.notices(NoticeState.APPROVED, account="plomberie")
    await desk.say("/silence 2026-11-25")
    for _ in range(3):
        await desk.app.chase.propose(desk.now)
        await desk.app.chase.deliver(desk.now)
    again = await desk.app.store.notices(NoticeState.APPROVED, account="plomberie")
    assert [n.id for n in again] == [n.id for n in ready]
    assert all(n.claimed_at is None for n in again)


async def test_silence_ends_by_itself_and_a_wrong_day_changes_nothing(desk: Owned) -> None:
    await desk.say("/silence jusqu'au 25")
    desk.now += timedelta(days=2)
    assert "pas de silence" in await desk.say("/silence")
    for words in ("31/02", "hier", "Dupont 15/12", "2020-01-01"):
        await desk.say(f"/silence {words}")
        assert "pas de silence" in await desk.say("/silence")


async def test_silence_of_one_of_several_accounts(desk: Owned) -> None:
    assert "Garden Ltd" in (said := await desk.say("/silence garden 15/12", by="ann"))
    assert "Plomberie" not in said
    both = await desk.say("/silence 15/12", by="ann")
    assert "Garden Ltd" in both
    assert "Plomberie Martin" in both


# --- /stats and /settings ---------------------------------------------------------------------------------------------


async def test_stats_from_the_ledger(desk: Owned) -> None:
    await desk.say("/paid F2026-013")
    text = await desk.say("/stats")
    assert "1 facture réglée, en moyenne 20 jours après l'échéance :" in text
    assert "– sans rappel : 1" in text
    assert "Promesses : 0 tenue, 0 non tenue, 0 en cours" in text
    assert "en EUR : " in text
    assert "Days sales outstanding (DSO): 83 days of sales to come in" in await desk.say("/stats", by="sam")


async def test_settings_are_shown_and_never_changed(desk: Owned) -> None:
    text = await desk.say("/settings window 00:00")
    assert text.startswith("Plomberie Martin (plomberie), compta@martin.example")
    assert "Envois : de 09:00 à 17:30, jours ouvrés, Europe/Paris" in text
    assert "– J+1 : premier rappel" in text
    assert "mise en demeure, après votre accord" in text
    assert "Responsables : ann et claire" in text or "Responsables : claire et ann" in text
    assert "secret" not in text


async def test_every_command_of_the_menu_does_something_of_its_own(desk: Owned) -> None:
    office = desk.app.offices["plomberie"]
    names = [name for name, _ in office.words.menu("fr")]
    assert set(NEW) <= set(names)
    said = {name: await desk.say(f"/{name}") for name in names}
    assert [name for name in names if said[name] == said["help"]] == ["help"]
    assert all(f"/{name}" in said["help"] for name in names if name != "help")


# --- the outcomes of a call -------------------------------------------------------------------------------------------


async def call(desk: Owned) -> int:
    case = await desk.case("F2026-012")
    return await desk.app.store.ask(
        account="plomberie", kind=QuestionKind.CALL, options=options(QuestionKind.CALL), now=NOW, case_id=case.id
    )


async def tap(desk: Owned, question: int, code: str, *, by: str = "claire") -> list[str] | None:
    """A button; the codes that the card has afterwards."""
    reply = await desk.app.desk.tap(channel="terminal", address=by, question_id=question, code=code)
    return None if reply is None or reply.card is None else [c for c, _ in reply.card.buttons]


async def test_a_promise_on_the_phone_is_two_taps(desk: Owned) -> None:
    question = await call(desk)
    assert await tap(desk, question, "promised") == [
        "promised:20261127", "promised:20261130", "promised:20261207", "back"
    ]  # fmt: skip
    assert not (await desk.case("F2026-012")).promises, "nothing is done yet"
    assert "done" in (await tap(desk, question, "back") or [])
    for forged in ("promised:20261123", "promised:20270301", "promised:1", "promised:99999999", "promised:0"):
        await tap(desk, question, forged)
    assert not (await desk.case("F2026-012")).promises
    assert await tap(desk, question, "promised:20261127") == ["undo"]
    await tap(desk, question, "promised:20261130", by="ann")
    (promise,) = (await desk.case("F2026-012")).promises
    assert promise.day == date(2026, 11, 27)
    assert await desk.events("F2026-012") == ["answered", "promised"]


@pytest.mark.parametrize(
    ("choice", "because", "days"),
    [
        (Choice.DONE, None, 0),
        (Choice.WRONG_NUMBER, None, 0),
        (Choice.VOICEMAIL, Because.PAUSED, 2),
        (Choice.IN_APPROVAL, Because.PAUSED, 7),
        (Choice.NOT_GOT, Because.PAUSED, 7),
        (Choice.IS_DISPUTE, Because.DISPUTED, 0),
    ],
)
async def test_what_an_outcome_does(desk: Owned, choice: Choice, because: Because | None, days: int) -> None:
    assert await tap(desk, await call(desk), choice) == ["undo"]
    hold = await desk.hold("F2026-012")
    assert (hold.because if hold else None) is because
    if days:
        assert hold is not None
        assert hold.until == TODAY + timedelta(days=days)
