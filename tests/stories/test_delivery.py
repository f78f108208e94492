"""The last metres: refusals, bounces, lost lines, mailboxes that are away. Whatever happens, once and only once."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from bot.core.because import Because
from bot.core.case import NoticeState
from bot.core.question import QuestionKind
from tests.stories.post import answer, report
from tests.stories.town import PLUMBER, Town, town

BOIS = "compta@bois.example"
PAUL = "paul@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
TWO = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS},{PAUL};business"


async def evening(t: Town, *rows: str) -> None:
    """Invoices come in the day before; the first reminder is to leave on Tuesday 3 March."""
    await t.invoices(*(rows or (INVOICE,)))
    await t.jump("2026-03-02", time(18))
    assert t.servers.posted == []


# --- the address is refused or comes back ---------------------------------------------------------------------------


async def test_an_address_refused_at_the_door_is_lost_and_the_next_contact_gets_the_same_step(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await evening(t, TWO)
        t.servers.refuse[BOIS] = "550 5.1.1 no such user"
        await t.jump("2026-03-03")
        assert await t.diary(PAUL) == [("2026-03-03", "kind")]
        assert t.to(BOIS) == []
        assert len(t.to(PLUMBER[2])) == 1, "no copy of what was refused"
        assert await t.waiting() == []


@pytest.mark.parametrize(("status", "named"), [("5.1.1", False), ("5.7.1", True), ("5.2.2", True)])
async def test_a_vague_report_or_a_refusal_of_another_kind_is_the_owners(
    tmp_path: Path, status: str, named: bool
) -> None:
    async with town(tmp_path) as t:
        await evening(t, TWO)
        await t.jump("2026-03-03")
        await t.bounce(BOIS, status=status, named=named)
        assert await t.kinds() == [QuestionKind.REFUSED]
        await t.until("2026-03-11")
        assert t.to(PAUL) == []
        assert await t.texts_to(BOIS) == ["kind"], "nothing goes on before he has looked"


@pytest.mark.parametrize("status", ["5.1.1", "5.2.1"])
async def test_a_message_that_comes_back_is_said_to_the_next_contact(tmp_path: Path, status: str) -> None:
    async with town(tmp_path) as t:
        await evening(t, TWO)
        await t.jump("2026-03-03")
        await t.bounce(BOIS, status=status)
        await t.minutes(10)
        assert await t.diary(PAUL) == [("2026-03-03", "kind")], "the same step again, at once"
        await t.until("2026-03-11")
        assert await t.texts_to(BOIS) == ["kind"]
        assert await t.texts_to(PAUL) == ["kind", "firm_friendly"]


async def test_a_delayed_message_changes_nothing(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await evening(t, TWO)
        await t.jump("2026-03-03")
        await t.bounce(BOIS, status="4.4.1", action="delayed")
        await t.until("2026-03-10")
        assert await t.texts_to(BOIS) == ["kind", "firm_friendly"]
        assert t.to(PAUL) == []
        assert "delayed" in await t.happened("F2026-001")


@pytest.mark.parametrize("mended", ["a new address", "a tap without one"])
async def test_nobody_is_left_so_the_owner_is_asked(tmp_path: Path, mended: str) -> None:
    async with town(tmp_path) as t:
        await evening(t)
        await t.jump("2026-03-03")
        await t.bounce(BOIS)
        asked = await t.question(QuestionKind.BOUNCED)
        await t.until("2026-03-16")
        assert len(t.to(BOIS)) == 1
        if mended == "a new address":
            await t.invoices(f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{PAUL};business")
            await t.until("2026-03-17")
            assert (await t.texts_to(PAUL))[0] == "kind", "the step that never arrived"
            assert await t.waiting() == []
            assert not t.phone.cards[asked.id].buttons
        else:
            await t.tap(QuestionKind.BOUNCED, "go_on")
            assert await t.texts_to(BOIS) == ["kind", "kind"], "the mailbox is mended, says the owner: tried again"
            await t.bounce(BOIS)
            assert (await t.question(QuestionKind.BOUNCED)).id != asked.id, "it was not: asked again"
            await t.tap(QuestionKind.BOUNCED, "keep")
            assert await t.waiting() == []
            assert await t.holds("F2026-001") == {Because.PAUSED}


# --- the server is in trouble ---------------------------------------------------------------------------------------


async def test_later_is_tried_again_and_sent_once(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await evening(t)
        t.servers.fault, t.servers.strikes = "later", 2
        await t.jump("2026-03-03")
        assert t.to(BOIS) == []
        await t.minutes(2)
        await t.minutes(5)
        assert await t.texts_to(BOIS) == ["kind"]
        await t.until("2026-03-09")
        assert len(t.to(BOIS)) == 1


async def test_a_refused_login_is_told_and_everybody_waits(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await evening(t, INVOICE, "F2026-002;2026-02-01;2026-03-02;90,00;Nadia;nadia@resto.example;business")
        t.servers.fault = "later"
        tries: list[str] = []
        t.servers.before_sending = tries.append
        await t.jump("2026-03-03")
        for minutes in (3, 6, 16, 31, 61, 61):
            await t.minutes(minutes)
        assert await t.kinds() == [QuestionKind.TROUBLE]
        t.servers.fault = ""
        await t.tap(QuestionKind.TROUBLE, "done")
        await t.until("2026-03-04")
        assert await t.texts_to(BOIS) == ["kind"]
        assert await t.texts_to("nadia@resto.example") == ["kind"]


async def test_one_knock_at_a_closed_door(tmp_path: Path) -> None:
    """Sixty messages to send and the password is wrong: one try, then a rest, not sixty."""
    async with town(tmp_path) as t:
        rows = [f"F-{n};2026-02-01;2026-03-02;90,00;Client {n};c{n}@client.example;business" for n in range(10)]
        await evening(t, *rows)
        await t.app.offices["plomberie"].inbox.ping()  # the mailbox stays open with the old password
        t.servers.lock_out(PLUMBER[2])
        await t.jump("2026-03-03")
        notices = await t.app.store.notices([*NoticeState], account="plomberie")
        assert sum(n.attempts for n in notices) == 1
        assert t.servers.posted == []
        t.servers.let_in(PLUMBER[2])
        await t.minutes(3)
        assert len(t.servers.posted) == 20


async def test_the_mailbox_is_away_so_nothing_leaves(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await evening(t)
        await t.servers.stop_imap()
        await t.jump("2026-03-03")
        await t.minutes(30)
        assert t.servers.posted == []
        await t.minutes(60)
        assert await t.kinds() == [QuestionKind.TROUBLE]
        await t.tap(QuestionKind.TROUBLE, "done")
        await t.minutes(10)
        assert await t.waiting() == [], "told once, not at every look"
        await t.servers.start_imap()
        await t.minutes(10)
        assert await t.texts_to(BOIS) == ["kind"]


# --- nobody knows whether it has left -------------------------------------------------------------------------------


async def test_taken_but_never_confirmed_is_found_by_its_copy(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await evening(t)
        t.servers.fault, t.servers.strikes = "cut after", 1
        await t.jump("2026-03-03")
        await t.minutes(2)
        assert await t.texts_to(BOIS) == ["kind"]
        assert "sent" in await t.happened("F2026-001")
        await t.until("2026-03-10")
        assert await t.diary(BOIS) == [("2026-03-03", "kind"), ("2026-03-10", "firm_friendly")]
        assert await t.waiting() == []


@pytest.mark.parametrize(("choice", "reached"), [("resend", 1), ("was_sent", 0)])
async def test_not_taken_and_never_refused_is_the_owners(tmp_path: Path, choice: str, reached: int) -> None:
    async with town(tmp_path) as t:
        await evening(t)
        t.servers.fault, t.servers.strikes = "cut before", 1
        await t.jump("2026-03-03")
        for minutes in (2, 5, 16):
            await t.minutes(minutes)
            assert await t.waiting() == [], "it is looked for first"
        await t.minutes(31)
        assert await t.kinds() == [QuestionKind.DOUBTFUL]
        await t.until("2026-03-04", time(10))
        assert t.to(BOIS) == [], "never on a guess"
        await t.tap(QuestionKind.DOUBTFUL, choice)
        assert len(t.to(BOIS)) == reached
        await t.until("2026-03-11")
        assert len(t.to(BOIS)) == reached + 1
        assert (await t.texts_to(BOIS))[-1] == "firm_friendly"


async def test_the_copy_that_turns_up_late_answers_for_the_owner(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await evening(t)
        t.servers.fault, t.servers.strikes = "cut before", 1
        await t.jump("2026-03-03")
        for minutes in (2, 5, 16, 31):
            await t.minutes(minutes)
        asked = await t.question(QuestionKind.DOUBTFUL)
        (notice,) = await t.app.store.notices(NoticeState.DOUBTFUL, account="plomberie")
        await t.deliver(notice.raw)
        assert await t.waiting() == []
        assert not t.phone.cards[asked.id].buttons
        await t.until("2026-03-10")
        assert await t.texts_to(BOIS) == ["firm_friendly"]


@pytest.mark.parametrize(
    ("choice", "bois", "paul"), [("go_on", ["kind"], []), ("next_contact", [], ["kind"]), ("keep", [], [])]
)
async def test_a_message_that_the_server_refuses_is_the_owners(
    tmp_path: Path, choice: str, bois: list[str], paul: list[str]
) -> None:
    async with town(tmp_path) as t:
        await evening(t, TWO)
        t.servers.fault, t.servers.strikes = "no", 1
        await t.jump("2026-03-03")
        assert await t.kinds() == [QuestionKind.REFUSED]
        await t.minutes(300)
        assert t.servers.posted == []
        assert any("not welcome" in line for line in (await t.card(QuestionKind.REFUSED)).lines)
        await t.tap(QuestionKind.REFUSED, choice)
        assert (await t.texts_to(BOIS), await t.texts_to(PAUL)) == (bois, paul)
        await t.jump("2026-03-11")
        assert len(t.servers.posted) == (0 if choice == "keep" else 4)


async def test_a_report_that_comes_after_the_next_step(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await evening(t, TWO)
        await t.jump("2026-03-03")
        first = t.to(BOIS)[0]
        await t.jump("2026-03-10")
        second = t.to(BOIS)[1]
        for ours in (first, second):
            await t.deliver(report(ours, BOIS))
        await t.until("2026-03-11")
        assert await t.texts_to(PAUL) == ["kind"], "neither arrived, so he begins at the beginning"
        await t.until("2026-03-18")
        assert await t.texts_to(PAUL) == ["kind", "firm_friendly"]


async def test_the_token_behind_the_plus_finds_the_case(tmp_path: Path) -> None:
    async with town(tmp_path, more="plus = true") as t:
        await evening(t)
        await t.jump("2026-03-03")
        token = (await t.case("F2026-001")).token
        assert f"+{token}@" in str(t.to(BOIS)[0]["Reply-To"])
        mail = answer(
            None,
            sender=BOIS,
            to=f"compta+{token}@martin.example",
            said="Nous refusons de payer.",
            subject="?",
            at=t.now,
        )
        await t.deliver(mail.as_bytes())
        assert await t.kinds() == [QuestionKind.REFUSAL]
