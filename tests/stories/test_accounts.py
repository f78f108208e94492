"""Two businesses in one daemon: nothing of one is seen, sent or decided by the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.because import Because
from bot.core.question import QuestionKind
from tests.stories.post import text_of
from tests.stories.town import BAKER, PLUMBER, Town, town

BOTH = (PLUMBER, BAKER)
OWNERS = (("plomberie", "claire"), ("fournil", "samir"))
NADIA = "nadia@resto.example"
DISPUTE = "Nous contestons cette facture : rien n'est terminé."


async def reminded(t: Town) -> None:
    """The same restaurant owes both, even under the same invoice number."""
    await t.invoices(f"F-100;2026-02-01;2026-03-02;1200,00;Chez Nadia;{NADIA};business", account="plomberie")
    await t.invoices(f"F-100;2026-02-01;2026-03-02;77,00;Chez Nadia;{NADIA};business", account="fournil")
    await t.jump("2026-03-03")


async def test_each_writes_for_itself(tmp_path: Path) -> None:
    async with town(tmp_path, accounts=BOTH, owners=OWNERS) as t:
        await reminded(t)
        plumber, baker = sorted(t.to(NADIA), key=lambda mail: "Fournil" in str(mail["From"]))
        assert "1 200,00 €" in text_of(plumber)
        assert "77,00 €" not in text_of(plumber)
        assert "77,00 €" in text_of(baker)
        assert "Plomberie" not in text_of(baker)
        assert plumber["Reply-To"] != baker["Reply-To"]
        assert [len(t.to(address)) for _, _, address in BOTH] == [1, 1], "each keeps its own copies"


async def test_a_dispute_with_one_is_none_with_the_other(tmp_path: Path) -> None:
    async with town(tmp_path, accounts=BOTH, owners=OWNERS) as t:
        await reminded(t)
        ours = next(m for m in t.to(NADIA) if "Fournil" in str(m["From"]))
        await t.reply(NADIA, DISPUTE, to=ours, mailbox=BAKER[2])
        assert await t.kinds("fournil") == [QuestionKind.DISPUTE]
        assert await t.kinds("plomberie") == []
        assert [c.account for c in t.phone.seen_by["samir"]] == ["fournil"]
        assert "claire" not in t.phone.seen_by
        await t.jump("2026-03-10")
        senders = [str(m["From"]) for m in t.to(NADIA)]
        assert sum("Plomberie" in s for s in senders) == 2
        assert sum("Fournil" in s for s in senders) == 1


@pytest.mark.parametrize("how", ["thread", "number", "sender"])
async def test_a_mail_in_the_wrong_mailbox_moves_nothing_of_the_right_account(tmp_path: Path, how: str) -> None:
    """Nadia sends to the plumber what she means for the baker: the plumber's books know only the plumber's affairs."""
    async with town(tmp_path, accounts=BOTH, owners=OWNERS) as t:
        await t.invoices(f"F-100;2026-02-01;2026-03-02;1200,00;Chez Nadia;{NADIA};business", account="plomberie")
        await t.invoices("B-7;2026-02-01;2026-03-02;77,00;Tom;tom@tom.example;business", account="fournil")
        await t.jump("2026-03-03")
        theirs = t.to("tom@tom.example")[0]
        if how == "thread":
            await t.reply("tom@tom.example", DISPUTE, to=theirs, mailbox=PLUMBER[2])
        elif how == "number":
            await t.reply("someone@else.example", f"B-7 : {DISPUTE}", anew=True, mailbox=PLUMBER[2])
        else:
            await t.reply("tom@tom.example", DISPUTE, anew=True, mailbox=PLUMBER[2])
        assert await t.kinds("fournil") == []
        assert (await t.case("B-7", "fournil")).holds == ()
        unknown = await t.question(QuestionKind.UNKNOWN_SENDER, "plomberie")
        assert unknown.facts["names"] == {}, "no name of another's debtor"
        assert "samir" not in t.phone.seen_by


async def test_an_owner_decides_for_his_own_account_only(tmp_path: Path) -> None:
    async with town(tmp_path, accounts=BOTH, owners=OWNERS) as t:
        await reminded(t)
        ours = next(m for m in t.to(NADIA) if "Fournil" in str(m["From"]))
        await t.reply(NADIA, DISPUTE, to=ours, mailbox=BAKER[2])
        question = await t.question(QuestionKind.DISPUTE, "fournil")
        reply = await t.phone.tap(question.id, "go_on", address="claire")
        assert reply is not None
        assert "ne mène plus à rien" in reply.text
        assert reply.card is None, "nothing of the other's case is shown"
        assert await t.kinds("fournil") == [QuestionKind.DISPUTE]
        who = await t.phone.command("who", address="claire")
        assert who is not None
        assert "77,00" not in who.text
        await t.phone.command("paid", "F-100", address="claire")
        assert (await t.case("F-100", "fournil")).outstanding != ()
        assert (await t.case("F-100", "plomberie")).outstanding == ()
        await t.phone.command("resume", "F-100", address="claire")
        assert {h.because for h in (await t.case("F-100", "fournil")).holds} == {Because.DISPUTED}
        await t.phone.tap(question.id, "go_on", address="samir")
        assert await t.kinds("fournil") == []


async def test_one_mailbox_that_is_away_does_not_stop_the_other_account(tmp_path: Path) -> None:
    async with town(tmp_path, accounts=BOTH, owners=OWNERS) as t:
        t.servers.lock_out(BAKER[2])
        await reminded(t)
        assert ["Plomberie" in str(m["From"]) for m in t.to(NADIA)] == [True]
        t.servers.let_in(BAKER[2])
        await t.minutes(10)
        assert len(t.to(NADIA)) == 2
