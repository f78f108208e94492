"""Who is meant: whole words of a name, never a letter of it; the same number or name in two accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from bot.ledger import take_in
from tests.commands.owned import Owned, plain
from tests.commands.test_told import card, tap, write

HEAD = "number;date;due;total;debtor;email;kind\n"


async def more(desk: Owned, *names: str, account: str = "plomberie", first: int = 500) -> None:
    rows = [f"N-{n};2026-09-01;2026-10-01;100,00;{name};c{n}@x.example;pro" for n, name in enumerate(names, first)]
    data = (HEAD + "\n".join(rows) + "\n").encode()
    report = await take_in(desk.app.store, desk.app.offices[account].account, "m.csv", data, desk.now)
    assert not report.bad, report.bad


async def names(desk: Owned, words: str) -> Sequence[str]:
    found = await desk.app.desk.search(channel="terminal", address="claire", words=words)
    return [one.title for one in found]


async def test_a_part_of_a_name_begins_a_word_of_it(desk: Owned) -> None:
    await more(desk, "Villa Rose", "Petit Hector", "Bois", "Bois Nord", "Boisson du Lac")
    assert await names(desk, "villa") == ["Villa Rose"]
    assert await names(desk, "il") == []
    assert await names(desk, "illa") == []
    assert await names(desk, "M") == []
    assert await names(desk, "ros") == ["Villa Rose"]
    assert await names(desk, "bois") == ["Bois", "Bois Nord", "Boisson du Lac"], "whole names first, then whole words"
    assert (await desk.say("/case bois")).startswith("Bois :")
    assert (await desk.say("/case boisson")).startswith("Boisson du Lac :")
    for word in ("%", "_", "%%%", "du"):
        assert "Je ne trouve pas" in await desk.say(f"/case {word}")


async def test_a_day_may_be_a_part_of_the_name(desk: Owned) -> None:
    await more(desk, "Pharmacie du 8 mai", "Brasserie du 14 juillet")
    assert "en pause jusqu'à ce que vous" in await desk.say("/pause Pharmacie du 8 mai")
    one = await card(desk, "pause Brasserie du 14 juillet")
    assert "en pause jusqu'à ce que vous repreniez" in plain("\n".join(one.lines))
    other = await card(desk, "pause Brasserie du 14 juillet jusqu'au 15")
    assert "mardi 15 décembre 2026" in plain("\n".join(other.lines))


async def test_a_client_may_be_called_like_a_denial(desk: Owned) -> None:
    await more(desk, "Jamais Plus")
    one = await card(desk, "Jamais Plus paie 50 vendredi")
    assert plain(one.title).startswith("Jamais Plus")


async def test_several_at_once_get_a_card_each(desk: Owned) -> None:
    reply = await write(desk, "F2026-013 et F2026-014 payées")
    assert len(reply.cards) == 2
    for one in reply.cards:
        await tap(desk, one, "yes")
    for number in ("F2026-013", "F2026-014"):
        assert next(i for i in (await desk.case(number)).invoices if i.number == number).settled
    assert not next(i for i in (await desk.case("F2026-012")).invoices if i.number == "F2026-012").settled


async def test_several_of_which_one_is_nobody_are_none(desk: Owned) -> None:
    reply = await write(desk, "F2026-013 et F2026-777 payées")
    assert reply.cards == ()
    assert "Je ne trouve pas" in plain(reply.text)


@pytest.mark.parametrize(
    "line", ["/paid garden F2026-014", "/paid Garden Ltd F2026-014", "/credit garden F2026-014 10"]
)
async def test_of_two_accounts_one_is_named_first(desk: Owned, line: str) -> None:
    await desk.reply(line, by="ann")
    (invoice,) = (await desk.case("F2026-014", "garden")).invoices
    assert invoice.received.minor > 0
    (other,) = (await desk.case("F2026-014")).invoices
    assert other.received.minor == 0


async def test_of_two_accounts_the_number_of_the_case_says_which(desk: Owned) -> None:
    garden = await desk.case("F2026-014", "garden")
    asked = await desk.say("/paid F2026-014 20", by="ann")
    assert f"/paid #{garden.id} F2026-014 20" in asked
    await desk.reply(f"/paid #{garden.id} F2026-014 20", by="ann")
    assert (await desk.case("F2026-014", "garden")).invoices[0].received.minor == 2000
    assert (await desk.case("F2026-014")).invoices[0].received.minor == 0
    shown = await desk.reply("/case Dupont & Fils", by="ann")
    assert sorted(label for _, label in shown.pages) == [
        "Dupont & Fils (Garden Ltd)", "Dupont & Fils (Plomberie Martin)",
    ]  # fmt: skip
    assert "79.00" in await desk.say("/case garden Dupont", by="ann")


async def test_he_is_told_of_days_as_one_says_them(desk: Owned) -> None:
    one = await card(desk, "mets en pause Éric Dupont jusqu'à la fin du mois")
    await tap(desk, one, "yes")
    hold = await desk.hold("F2026-014")
    assert hold is not None
    assert hold.until == date(2026, 11, 30)
