"""What the owner writes to the desk (/today, /who, /case, /paid, /pause, /resume, /help), over a real store."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.core.because import Because
from bot.core.question import Choice, QuestionKind, QuestionState, Reply
from bot.core.triage import options
from bot.core.until import split
from bot.ledger import take_in
from bot.pairing import PAIRING_LASTS, code_hash, new_code
from tests.commands.owned import NOW, TODAY, Owned

NO_BUTTON = "Ce bouton ne mène plus à rien, et rien n’a changé. /today montre ce qui vous attend."

# --- who speaks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["today", "who", "case", "paid", "pause", "resume", "help", "nonsense", ""])
async def test_a_stranger_gets_nothing(desk: Owned, name: str) -> None:
    before = await desk.case("F2026-014")
    for argument in ("", "F2026-014", "Éric Dupont 15/12"):
        call = desk.app.desk.command(channel="terminal", address="nobody", name=name, argument=argument)
        assert await call is None
        assert await desk.app.desk.command(channel="telegram", address="claire", name=name, argument=argument) is None
    assert await desk.case("F2026-014") == before
    assert await desk.app.desk.text(channel="terminal", address="nobody", text="Bonjour", answers=None) is None


async def test_a_stranger_cannot_tap(desk: Owned) -> None:
    question = await desk.app.store.ask(
        account="plomberie", kind=QuestionKind.DISPUTE, options=options(QuestionKind.DISPUTE), now=NOW,
        case_id=(await desk.case("F2026-012")).id,
    )  # fmt: skip
    for address, told in (("nobody", False), ("sam", True)):
        tap = desk.app.desk.tap(channel="terminal", address=address, question_id=question, code=Choice.KEEP)
        reply = await tap
        assert (reply is not None) is told, "an owner of another account is told that it leads nowhere"
        assert reply is None or (reply.text[:11], reply.card) == ("This button", None)
    assert (await desk.app.store.question(question)).state is QuestionState.OPEN


async def test_a_button_that_means_nothing_gets_one_line(desk: Owned) -> None:
    hers = await desk.app.store.ask(
        account="garden", kind=QuestionKind.SHUNTED, options=options(QuestionKind.SHUNTED), now=NOW
    )
    for forged in (0, -1, 2**60, 999, hers):
        reply = await desk.app.desk.tap(channel="terminal", address="claire", question_id=forged, code=Choice.DONE)
        assert reply == Reply(text=NO_BUTTON)
    assert (await desk.app.store.question(hers)).state is QuestionState.OPEN


async def test_nothing_of_one_account_is_shown_to_the_owner_of_another(desk: Owned) -> None:
    assert "Je ne trouve pas « Smith »" in await desk.say("/case Smith")
    assert "I cannot find “Boulangerie”" in await desk.say("/case Boulangerie", by="sam")
    assert "Smith" not in await desk.say("/who") + await desk.say("/today")
    assert await desk.say("/paid G-1") == (
        "Je ne trouve pas « G-1 ». Essayez avec un numéro de facture ou une partie du nom."
    )
    assert not (await desk.case("G-1", "garden")).invoices[0].settled


# --- who, case, today, help -------------------------------------------------------------------------------------------


async def test_who_owes_what_oldest_first(desk: Owned) -> None:
    assert (await desk.say("/who")).splitlines() == [
        "Plomberie Martin : en retard au 23 novembre 2026",
        "– Big Corp : 1 500,00 $US, 310 jours",
        "– Boulangerie du Port SARL : 1 600,50 €, 95 jours",
        "– Dupont & Fils : 500,00 €, 70 jours",
        "– Éric Dupont : 9 999,99 €, 40 jours",
        "Total : 1 500,00 $US et 12 100,49 €",
    ]
    assert (await desk.say("/who", by="sam")).splitlines() == [
        "Garden Ltd: late on 23 November 2026",
        "– Smith & Sons: €250.50, 53 days",
        "– Dupont & Fils: €99.00, 53 days",
        "Total: €349.50",
    ]


async def test_who_of_two_accounts(desk: Owned) -> None:
    both = await desk.say("/who", by="ann")
    assert both.index("Garden Ltd") < both.index("Plomberie Martin")


async def test_one_case(desk: Owned) -> None:
    assert (await desk.say("/case F2026-012")).splitlines() == [
        "Boulangerie du Port SARL : 1 600,50 € à régler",
        "– F2026-012, échéance 20 août 2026 : 1 240,00 €",
        "– F2026-013, échéance 3 novembre 2026 : 360,50 €",
        "Ensuite : premier rappel, aujourd'hui",
    ]


async def test_a_case_that_is_held_says_why_and_until_when(desk: Owned) -> None:
    await desk.say("/pause Éric Dupont 15/12")
    text = await desk.say("/case f2026-014")
    assert "À l'arrêt : en pause, jusqu'au 15 décembre 2026" in text
    assert "Ensuite" not in text
    assert "– 23 nov. 2026, suivi suspendu (en pause)" in text


async def test_a_promise_is_shown(desk: Owned) -> None:
    case = await desk.case("F2026-014")
    await desk.app.store.add_promise(case.id, day=date(2026, 12, 4), amount=None, made_on=TODAY)
    text = await desk.say("/case F2026-014")
    assert "Promesse : tout pour le 4 décembre 2026" in text
    assert "En ce moment : une promesse est en cours, jusqu'au" in text


async def test_today_says_what_needs_me_what_leaves_and_what_waits(desk: Owned) -> None:
    await desk.say("/pause Éric Dupont")
    case = await desk.case("F2026-012")
    await desk.app.store.ask(
        account="plomberie", kind=QuestionKind.DISPUTE, options=options(QuestionKind.DISPUTE), now=NOW, case_id=case.id
    )
    await desk.app.store.set_hold(case.id, Because.DISPUTED, since=NOW)
    reply = await desk.app.desk.command(channel="terminal", address="claire", name="today", argument="")
    assert reply is not None
    assert len(reply.cards) == 1
    assert (await desk.say("/today")).splitlines() == [
        "Plomberie Martin, lundi 23 novembre 2026",
        "",
        "1 question attend votre réponse.",
        "",
        "Partent aujourd'hui :",
        "– Dupont & Fils : premier rappel, 500,00 €",
        "",
        "En attente :",
        "– Boulangerie du Port SARL : le client conteste",
        "– Éric Dupont : en pause",
    ]


async def test_what_is_approved_and_not_gone_yet_leaves_today(desk: Owned) -> None:
    await desk.app.chase.propose(desk.now)
    assert "– Éric Dupont : premier rappel, 9 999,99 €" in await desk.say("/today")


async def test_today_on_a_closed_day(desk: Owned) -> None:
    desk.now -= timedelta(days=1)
    text = await desk.say("/today", by="sam")
    assert "No question waits for you." in text
    assert "No message leaves today." in text


async def test_help_and_whatever_is_unknown(desk: Owned) -> None:
    assert len((await desk.say("/help")).splitlines()) > 10
    unknown = await desk.say("/nonsense")
    assert unknown == "Je ne connais pas /nonsense, et je n'ai rien changé. Tout ce que je sais faire : /help"
    assert len((await desk.say("/")).splitlines()) == 1
    assert "/pause Smith 15/12" in await desk.say("/help", by="sam")


# --- finding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "debtor"),
    [
        ("F2026-014", "Éric Dupont"),
        ("f2026-014", "Éric Dupont"),
        ("  eric   DUPONT ", "Éric Dupont"),
        ("éric", "Éric Dupont"),
        ("dupont & fils", "Dupont & Fils"),
        ("DU PORT", "Boulangerie du Port SARL"),
        ("cafe", "Harbour Café Ltd"),
    ],
)
async def test_a_debtor_is_found_whatever_the_capitals_and_accents(desk: Owned, words: str, debtor: str) -> None:
    assert (await desk.say(f"/case {words}")).startswith(f"{debtor} :")


async def test_a_whole_name_wins_over_a_part_of_another(desk: Owned) -> None:
    rows = "number;date;due;total;debtor\nX-1;2026-09-01;2026-10-01;10;Port\nX-2;2026-09-01;2026-10-01;10;L’Étoile\n"
    await take_in(desk.app.store, desk.app.offices["plomberie"].account, "x.csv", rows.encode(), NOW)
    assert (await desk.say("/case port")).startswith("Port :")
    assert (await desk.say("/case l'etoile")).startswith("L'Étoile :")


async def test_an_ambiguous_name_lists_who_is_meant(desk: Owned) -> None:
    eric, fils = await desk.case("F2026-014"), await desk.case("F2026-015")
    assert (await desk.say("/pause dupont 15/12")).splitlines() == [
        "Plusieurs dossiers correspondent à « dupont » :",
        f"– Éric Dupont, dossier {eric.id}",
        f"– Dupont & Fils, dossier {fils.id}",
        f"Écrivez lequel : /pause #{eric.id} ou /pause #{fils.id}",
    ]
    assert not eric.holds
    assert (await desk.say(f"/case {fils.id}")).startswith("Dupont & Fils :")
    assert (await desk.say(f"/case dossier {eric.id}")).startswith("Éric Dupont :")


async def test_the_same_name_or_number_in_two_accounts_is_asked_back(desk: Owned) -> None:
    for line in ("/case Dupont & Fils", "/paid F2026-014"):
        text = await desk.say(line, by="ann")
        assert "(plomberie)" in text
        assert "(garden)" in text
    assert not (await desk.case("F2026-014")).invoices[0].settled


@pytest.mark.parametrize("name", ["case", "pause", "resume", "paid"])
async def test_without_words_an_example_is_given(desk: Owned, name: str) -> None:
    assert (await desk.say(f"/{name}")).startswith(f"Écrivez par exemple /{name} ")


# --- paid -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", ["500,00", "500.00", "500", "500 €", "€500", "500,00 EUR", "+500"])
async def test_an_amount_as_people_write_it(desk: Owned, amount: str) -> None:
    assert await desk.say(f"/paid F2026-012 {amount}") == (
        "Noté : F2026-012 (Boulangerie du Port SARL), il reste 740,00 €.\nCe client doit encore 1 100,50 €."
    )


@pytest.mark.parametrize("amount", ["1 240,00", "1 240", "1.240,00", "1,240.00", "1240", "1'240.00 €", ""])
async def test_an_invoice_is_paid_in_full(desk: Owned, amount: str) -> None:
    assert (await desk.say(f"/paid f2026-012 {amount}")).startswith(
        "Noté : F2026-012 (Boulangerie du Port SARL), entièrement payée."
    )
    assert await desk.events("F2026-012") == ["answered", "paid"]


@pytest.mark.parametrize("amount", ["beaucoup", "12,3456", "0", "-5", "1,24,0", "500 USD", "500 50 encore"])
async def test_what_is_no_amount_changes_nothing(desk: Owned, amount: str) -> None:
    text = await desk.say(f"/paid F2026-012 {amount}")
    assert "n'est pas un montant en EUR" in text
    assert "/paid F2026-012 500,00" in text
    assert await desk.events("F2026-012") == []


async def test_more_than_is_owed_changes_nothing(desk: Owned) -> None:
    assert await desk.say("/paid F2026-012 1 240,01") == (
        "F2026-012 : il ne reste que 1 240,00 € à régler. Je n'ai rien changé."
    )
    assert await desk.events("F2026-012") == []


async def test_paid_twice(desk: Owned) -> None:
    await desk.say("/paid F2026-012")
    assert await desk.say("/paid F2026-012") == "F2026-012 : déjà réglée. Je n'ai rien changé."
    assert await desk.events("F2026-012") == ["answered", "paid"]


async def test_the_same_part_twice_on_a_day_counts_once_unless_he_says_again(desk: Owned) -> None:
    await desk.say("/paid F2026-012 500")
    assert "500,00 €, c'est déjà noté aujourd'hui" in await desk.say("/paid F2026-012 500,00")
    assert await desk.events("F2026-012") == ["answered", "paid"]
    assert "il reste 240,00 €" in await desk.say("/paid F2026-012 500 encore")
    desk.now += timedelta(days=1)
    assert "il reste 140,00 €" in await desk.say("/paid F2026-012 100")
    assert await desk.events("F2026-012") == ["answered", "paid"] * 3


async def test_another_currency_and_language(desk: Owned) -> None:
    assert "il reste 1 000,00 $US" in await desk.say("/paid F2026-017 500")
    assert await desk.say("/paid G-1 50.50", by="sam") == (
        "Noted: G-1 (Smith & Sons), €200.00 remains.\nThis client still owes €200.00."
    )


async def test_a_number_with_spaces(desk: Owned) -> None:
    rows = "number;date;due;total;debtor\nFA 2026 7;2026-09-01;2026-10-01;2 000,00;Zoé\n"
    await take_in(desk.app.store, desk.app.offices["plomberie"].account, "x.csv", rows.encode(), NOW)
    assert "FA 2026 7 (Zoé), il reste 500,00 €" in await desk.say("/paid fa 2026 7 1 500,00")


async def test_paid_in_full_ends_the_question_whether_it_came_in(desk: Owned) -> None:
    case = await desk.case("F2026-014")
    await desk.app.store.set_hold(case.id, Because.SAYS_PAID, since=NOW)
    question = await desk.app.store.ask(
        account="plomberie", kind=QuestionKind.SAYS_PAID, options=options(QuestionKind.SAYS_PAID), now=NOW,
        case_id=case.id,
    )  # fmt: skip
    await desk.say("/paid F2026-014")
    assert not (await desk.case("F2026-014")).holds
    assert (await desk.app.store.question(question)).state == "expired"


# --- pause and resume -------------------------------------------------------------------------------------------------

DAYS = [
    ("15/12", date(2026, 12, 15)),
    ("15.12.", date(2026, 12, 15)),
    ("15-12-26", date(2026, 12, 15)),
    ("15/12/2026", date(2026, 12, 15)),
    ("2026-12-15", date(2026, 12, 15)),
    ("12/31", date(2026, 12, 31)),
    ("3/2", date(2027, 2, 3)),
    ("jusqu'au 15", date(2026, 12, 15)),
    ("jusqu’au 15 décembre", date(2026, 12, 15)),
    ("jusqu'au mardi 15 décembre 2026", date(2026, 12, 15)),
    ("JUSQU'AU 1er Mars", date(2027, 3, 1)),
    ("jusqu'à vendredi", date(2026, 11, 27)),
    ("until 15", date(2026, 12, 15)),
    ("until Friday", date(2026, 11, 27)),
    ("until December 15th", date(2026, 12, 15)),
    ("till 15 Dec. 2026", date(2026, 12, 15)),
    ("pendant 10 jours", date(2026, 12, 3)),
    ("10 jours", date(2026, 12, 3)),
    ("for 2 weeks", date(2026, 12, 7)),
]


@pytest.mark.parametrize(("written", "day"), DAYS)
async def test_a_day_as_people_write_it(written: str, day: date) -> None:
    assert split(f"Éric  Dupont {written}", TODAY) == ("Éric Dupont", day)


@pytest.mark.parametrize(
    "name", ["Garage 2000", "Garage 15", "Agence Vendredi", "Villa Mai", "Chez Jules 12 bis", "F2026-014"]
)
def test_what_belongs_to_a_name_is_no_day(name: str) -> None:
    assert split(name, TODAY) == (name, None)


@pytest.mark.parametrize("written", ["31/02", "2026-02-31", "23/11/2026", "jusqu'au 22/11/2026", "until 32", "99/99"])
async def test_a_day_that_is_none_or_over_is_refused(desk: Owned, written: str) -> None:
    text = await desk.say(f"/pause Éric Dupont {written}")
    assert "n'est pas un jour précis à venir" in text
    assert await desk.hold("F2026-014") is None


async def test_pause_says_when_it_goes_on(desk: Owned) -> None:
    assert await desk.say("/pause eric dupont jusqu'au 15") == (
        "Éric Dupont : en pause ; le suivi reprend le mardi 15 décembre 2026."
    )
    held = await desk.hold("F2026-014")
    assert held is not None
    assert (held.because, held.until) == (Because.PAUSED, date(2026, 12, 15))


async def test_the_last_word_counts_also_when_it_is_an_earlier_day(desk: Owned) -> None:
    assert await desk.say("/pause Éric Dupont") == (
        "Éric Dupont : en pause jusqu'à ce que vous écriviez /resume Éric Dupont."
    )
    await desk.say("/pause Éric Dupont 15/12")
    await desk.say("/pause Éric Dupont 5/12")
    case = await desk.case("F2026-014")
    assert [(h.because, h.until) for h in case.holds] == [(Because.PAUSED, date(2026, 12, 5))]


async def test_resume_says_what_had_stopped_it(desk: Owned) -> None:
    assert await desk.say("/resume Éric Dupont") == "Éric Dupont n'était pas à l'arrêt. Je n'ai rien changé."
    assert await desk.events("F2026-014") == []
    case = await desk.case("F2026-014")
    await desk.app.store.set_hold(case.id, Because.DISPUTED, since=NOW)
    await desk.say("/pause Éric Dupont 15/12")
    assert await desk.say("/resume Éric Dupont") == (
        "Éric Dupont : le suivi reprend, malgré ce qui l'arrêtait (le client conteste, en pause). "
        "Rien ne part en dehors des jours et des heures ouvrés."
    )
    assert not (await desk.case("F2026-014")).holds
    assert await desk.events("F2026-014") == ["answered", "held", "answered", "resumed"]


# --- pairing ----------------------------------------------------------------------------------------------------------


async def paired(desk: Owned, code: str, *, by: str = "new") -> bool:
    return await desk.app.desk.pair(channel="terminal", address=by, name="New", code=code) is not None


async def a_code(desk: Owned) -> str:
    code = new_code()
    await desk.app.store.add_pairing("plomberie", code_hash(code), desk.now + PAIRING_LASTS)
    return code


@pytest.mark.parametrize("form", ["{0}", "{0}-{1}", " {0} {1} ", "{low}"])
async def test_a_code_as_it_is_typed(desk: Owned, form: str) -> None:
    code = await a_code(desk)
    first, last = (code, "") if form == "{0}" else (code[:4], code[4:])
    assert await paired(desk, form.format(first, last, low=code.lower()))
    assert "Plomberie Martin" in await desk.say("/who", by="new")


async def test_a_code_works_once(desk: Owned) -> None:
    code = await a_code(desk)
    assert await paired(desk, code)
    assert not await paired(desk, code, by="other")


async def test_a_code_expires(desk: Owned) -> None:
    code = await a_code(desk)
    desk.now += PAIRING_LASTS
    assert not await paired(desk, code)


async def test_after_five_wrong_codes_the_right_one_must_wait(desk: Owned) -> None:
    for _ in range(5):
        assert not await paired(desk, new_code())
    code = await a_code(desk)
    assert not await paired(desk, code)
    assert await paired(desk, code, by="somebody else, who did not guess")
    desk.now += PAIRING_LASTS
    assert await paired(desk, await a_code(desk))


async def test_strangers_who_guess_lock_nobody_out(desk: Owned) -> None:
    for stranger in range(60):
        assert not await paired(desk, new_code(), by=f"stranger {stranger}")
    assert await paired(desk, await a_code(desk))


async def test_a_refused_try_does_not_prolong_the_wait(desk: Owned) -> None:
    for _ in range(5):
        assert not await paired(desk, new_code())
    desk.now += PAIRING_LASTS / 2
    assert not await paired(desk, await a_code(desk))
    desk.now += PAIRING_LASTS / 2
    assert await paired(desk, await a_code(desk))
