"""When mail may leave: the window, closed days, limits, and what happens after a long silence of ours."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.coming import today_only, turns
from bot.core.question import QuestionKind
from tests.stories.town import PARIS, town

BOIS = "compta@bois.example"


def invoice(due: str, n: int = 1, more: str = "business") -> str:
    return f"F-{n};2026-02-01;{due};1200,00;Client {n};c{n}@client.example;{more}"


@pytest.mark.parametrize(
    ("start", "due", "country", "leaves"),
    [
        ("2026-03-05", "2026-03-05", "FR", "2026-03-06"),
        ("2026-03-06", "2026-03-06", "FR", "2026-03-09"),  # not on Saturday
        ("2026-04-03", "2026-04-03", "FR", "2026-04-07"),  # Good Friday is worked, Easter Monday is not
        ("2026-04-30", "2026-04-30", "FR", "2026-05-04"),  # the 1st of May, then a week-end
        ("2026-05-07", "2026-05-07", "FR", "2026-05-11"),  # the 8th of May
        ("2026-05-07", "2026-05-07", "BE", "2026-05-11"),  # open there, but nobody is at work here
        ("2026-07-20", "2026-07-20", "BE", "2026-07-22"),  # 21 July, the Belgians' day
        ("2026-07-20", "2026-07-20", "FR", "2026-07-21"),
    ],
)
async def test_nothing_leaves_on_a_closed_day_here_or_there(
    tmp_path: Path, start: str, due: str, country: str, leaves: str
) -> None:
    async with town(tmp_path, start=start) as t:
        header = "number;date;due;total;debtor;email;kind;country"
        await t.invoices(invoice(due, 1, f"business;{country}"), header=header)
        await t.until(leaves)
        assert await t.diary("c1@client.example") == [(leaves, "kind")]


async def test_the_window(tmp_path: Path) -> None:
    async with town(tmp_path, more='[account.window]\nstart = "10:00"\nend = "11:00"') as t:
        await t.invoices(invoice("2026-03-02"))
        for hour in (time(0, 30), time(9, 59), time(11), time(23, 30)):
            await t.jump("2026-03-03", hour)
            assert t.servers.posted == []
        await t.jump("2026-03-04", time(10))
        assert await t.texts_to("c1@client.example") == ["kind"]
        assert t.servers.posted[0][0].astimezone(PARIS).time() == time(10)


async def test_the_hourly_limit_spreads_them(tmp_path: Path) -> None:
    async with town(tmp_path, more="per_hour = 2") as t:
        await t.invoices(*(invoice("2026-03-02", n) for n in range(5)))
        counts = []
        for hour in (time(9, 30), time(10), time(10, 31), time(11), time(11, 32)):
            await t.jump("2026-03-03", hour)
            counts.append(len(t.servers.posted) // 2)
        assert counts == [2, 2, 4, 4, 5]


async def test_seven_days_of_peace_between_two_messages(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        row = "F-{};2026-02-01;{};100,00;Bois SARL;" + BOIS + ";business"
        await t.invoices(*(row.format(n, due) for n, due in enumerate(("2026-03-02", "2026-03-04", "2026-03-06"))))
        await t.until("2026-03-20")
        days = [day for day, _ in await t.diary(BOIS)]
        assert days[0] == "2026-03-03"
        assert all((int(b[-2:]) - int(a[-2:])) >= 7 for a, b in pairwise(days)), days


async def test_sixty_old_debtors_are_started_in_rations(tmp_path: Path) -> None:
    async with town(tmp_path, start="2026-06-01", more="per_hour = 100\ncatch_up_per_day = 25") as t:
        await t.invoices(*(invoice("2026-02-16", n) for n in range(60)))
        counts = []
        for day in ("2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04"):
            await t.jump(day)
            await t.minutes(90)
            counts.append(len(t.servers.posted) // 2)
        assert counts == [25, 50, 60, 60]
        for n in range(60):
            assert await t.texts_to(f"c{n}@client.example") == ["kind"], "from the beginning, kindly"


async def test_after_two_weeks_of_silence_one_message_each_the_right_one(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(
            invoice("2026-03-02", 1),  # had its first message, the second was due on the 10th
            "F-9;2026-02-01;2026-03-06;300,00;Client 1;c1@client.example;business",
            invoice("2026-03-09", 2),  # due while we slept
            invoice("2026-03-25", 3),  # not due at all
        )
        await t.jump("2026-03-03")
        await t.reply("c1@client.example", "Merci beaucoup, bonne journée", understand=False)
        await t.jump("2026-03-20")
        assert await t.texts_to("c1@client.example") == ["kind", "firm_friendly"]
        assert await t.texts_to("c2@client.example") == ["kind"]
        assert t.to("c3@client.example") == []
        said = t.to("c1@client.example")[-1].get_body(("plain",))
        assert said is not None
        assert "F-9" in said.get_content(), "one message for all that is late"
        await t.until("2026-03-25")
        assert len(t.to("c1@client.example")) == 2, "the steps keep their distance"
        assert await t.kinds() == [QuestionKind.CALL]


async def test_what_was_said_while_we_slept_is_read_before_anything_leaves(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(invoice("2026-03-02"))
        await t.jump("2026-03-03")
        await t.reply("c1@client.example", "Nous contestons cette facture : rien n'est terminé.", understand=False)
        await t.jump("2026-03-20")
        assert await t.texts_to("c1@client.example") == ["kind"]
        assert await t.kinds() == [QuestionKind.DISPUTE]


async def test_without_fresh_bank_data_nobody_is_reminded(tmp_path: Path) -> None:
    async with town(tmp_path, more="bank_data_days = 3") as t:
        await t.invoices(invoice("2026-03-02", 1), invoice("2026-03-02", 2))
        await t.jump("2026-03-03")
        assert await t.kinds() == [QuestionKind.BANK_STALE], "one card for all"
        await t.tap(QuestionKind.BANK_STALE, "hold_7")
        for day in ("2026-03-04", "2026-03-09"):
            await t.jump(day)
            assert t.servers.posted == [], "waiting for the bank is no reason to remind"
            assert await t.waiting() == []
        await t.jump("2026-03-10")
        assert await t.kinds() == [QuestionKind.BANK_STALE]
        await t.payments("F-1;2026-03-09;1200,00")
        await t.settle()
        assert await t.texts_to("c2@client.example") == ["kind"]
        assert t.to("c1@client.example") == []
        assert await t.waiting() == [], "the question has answered itself"
        await t.jump("2026-03-18")
        await t.tap(QuestionKind.BANK_STALE, "fresh")
        assert await t.texts_to("c2@client.example") == ["kind", "firm_friendly"]


async def test_what_is_done_today_is_what_the_look_ahead_says_of_today(tmp_path: Path) -> None:
    async with town(tmp_path, start="2026-05-27", more="catch_up_per_day = 3") as t:
        dues = (date(2026, 6, 9) - timedelta(days=days) for days in (0, 0, 1, 2, 8, 14, 20, 30, 60, 90, 120, 150, 180))
        await t.invoices(*(invoice(due.isoformat(), n) for n, due in enumerate(dues)))
        await t.jump("2026-05-28")
        office = t.app.offices["plomberie"]
        cases = await t.app.store.cases("plomberie")
        for day in (date(2026, 5, 28) + timedelta(days=n) for n in range(30)):
            for room in (0, 1, 3):
                ahead = turns(office, cases, day, room=room).values()
                assert today_only(office, cases, day, room=room) == [f for f in ahead if f.day == day]
