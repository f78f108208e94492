"""The debtor who never answers: every rung on its day, one thread, nothing formal without the owner's tap."""

from __future__ import annotations

from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.core.because import Because
from bot.core.mail import MailState
from bot.core.question import QuestionKind
from tests.stories.post import links, text_of
from tests.stories.town import PLUMBER, Town, town

BOIS = "compta@bois.example"

# The due date, the days of the four messages, then of the four cards: call, decision, approval, end. All in 2026.
# A rung whose day is a week-end moves on, and the next ones keep their distance from it; no message leaves before a
# payment made on the last named date has arrived; 6 April is Easter Monday.
WEEKDAYS = [
    ("03-02", "03-03 03-10 03-18 03-30", "03-16 03-25 03-30 04-02"),  # Monday
    ("03-03", "03-04 03-11 03-18 03-30", "03-16 03-25 03-30 04-02"),
    ("03-04", "03-05 03-12 03-19 03-30", "03-17 03-26 03-30 04-02"),
    ("03-05", "03-06 03-13 03-20 03-30", "03-18 03-27 03-30 04-02"),
    ("03-06", "03-09 03-16 03-25 04-07", "03-23 04-01 04-07 04-10"),
    ("03-07", "03-09 03-16 03-25 04-07", "03-23 04-01 04-07 04-10"),
    ("03-08", "03-09 03-16 03-25 04-07", "03-23 04-01 04-07 04-10"),  # Sunday
]

TEXTS = ("kind", "firm_friendly", "firm", "formal")
CARDS = (QuestionKind.CALL, QuestionKind.DECIDE, QuestionKind.APPROVE, QuestionKind.AMICABLE_END)


async def climb(t: Town, due: str, *, days: int = 45) -> dict[QuestionKind, str]:
    """The owner takes the first choice of every card; returns on which day which card came first."""
    cards: dict[QuestionKind, str] = {}
    for offset in range(1, days):
        await t.until((date.fromisoformat(due) + timedelta(days=offset)).isoformat())
        for question in await t.waiting():
            cards.setdefault(question.kind, t.today)
            await t.phone.tap(question.id, question.options[0].code)
        await t.settle()
        if QuestionKind.AMICABLE_END in cards:
            break
    return cards


async def test_silent_debtors_meet_every_rung_on_its_day(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        for due, _, _ in WEEKDAYS:
            await t.invoices(f"F-{due};2026-02-01;2026-{due};1200,00;Client {due};{due}@client.example;business")
        shown: dict[tuple[str, QuestionKind], str] = {}
        while t.today < "2026-04-12":
            await t.until((date.fromisoformat(t.today) + timedelta(days=1)).isoformat())
            for question in await t.waiting():
                assert question.case_id is not None
                who = (await t.app.store.case(question.case_id)).debtor.name.removeprefix("Client ")
                assert shown.setdefault((who, question.kind), t.today) == t.today, "no card comes twice"
                await t.phone.tap(question.id, question.options[0].code)
            await t.settle()
        for due, messages, cards in WEEKDAYS:
            address = f"{due}@client.example"
            told = dict(zip(TEXTS, messages.split(), strict=True))
            assert await t.diary(address) == [(f"2026-{day}", text) for text, day in told.items()]
            asked = {kind: day for (who, kind), day in shown.items() if who == due}
            assert asked == {kind: f"2026-{d}" for kind, d in zip(CARDS, cards.split(), strict=True)}
            assert await t.holds(f"F-{due}") == {Because.PAUSED}, "the formal notice still runs: first of all, wait"
        await t.jump("2026-06-01")
        assert len(t.servers.posted) == 2 * 4 * len(WEEKDAYS), "after the end, silence"


async def test_what_the_silent_debtor_reads(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business")
        await climb(t, "2026-03-02")
        token = (await t.case("F2026-001")).token
        mails = t.to(BOIS)
        for mail in mails:
            said = text_of(mail)
            assert "F2026-001" in said
            assert "1 200,00 €" in said
            assert "FR76 3000 6000 0112 3456 7890 189" in said
            assert mail["Auto-Submitted"] == "auto-generated"
            assert token in str(mail["Reply-To"])
            assert {"paid", "dispute"} <= set(links(mail))
        assert "oubli" in text_of(mails[0])
        assert "3 mars" in text_of(mails[1]), "the second message names the day of the first"
        assert "mettons en demeure" in text_of(mails[3])
        assert_one_thread(mails)


def assert_one_thread(mails: list[EmailMessage]) -> None:
    idents = [str(mail["Message-ID"]) for mail in mails]
    assert len(set(idents)) == len(idents)
    for index, mail in enumerate(mails):
        assert str(mail["References"] or "").split() == idents[:index]
        assert str(mail["In-Reply-To"] or "") == (idents[index - 1] if index else "")


async def test_our_own_copy_comes_back_and_is_known(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business")
        await t.until("2026-03-10")
        copies = t.to(PLUMBER[2])
        assert [c["Message-ID"] for c in copies] == [m["Message-ID"] for m in t.to(BOIS)]
        assert await t.waiting() == []
        kept = await t.app.store.mails(MailState.UNDERSTOOD, account="plomberie")
        assert [m.case_id for m in kept] == [(await t.case("F2026-001")).id] * 2
        assert "received" not in await t.happened("F2026-001"), "our own words are no answer"


async def test_a_formal_notice_leaves_only_by_a_tap_on_that_very_text(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business")
        await t.until("2026-03-25")
        await t.tap(QuestionKind.CALL, "done")
        await t.tap(QuestionKind.DECIDE, "go_on")
        await t.until("2026-03-30")
        first = await t.question(QuestionKind.APPROVE)
        shown = (await t.card(QuestionKind.APPROVE)).preview
        await t.until("2026-04-03")
        assert "formal" not in await t.texts_to(BOIS), "nobody has tapped"
        # Days later its dates are no longer right: another text, another card.
        second = await t.question(QuestionKind.APPROVE)
        assert second.id != first.id
        assert second.bound_to != first.bound_to
        late = await t.phone.tap(first.id, "approve")
        assert late is not None
        await t.settle()
        assert "formal" not in await t.texts_to(BOIS), "the old card moves nothing"
        shown = (await t.card(QuestionKind.APPROVE)).preview
        await t.tap(QuestionKind.APPROVE, "approve")
        assert (await t.texts_to(BOIS))[-1] == "formal"
        sent = await t.app.store.notice_of_message("plomberie", str(t.to(BOIS)[-1]["Message-ID"]))
        assert sent is not None
        assert sent.draft.plain == shown, "the debtor reads what the owner has read"
        assert sent.approved_by


async def test_a_skipped_rung_is_not_said_and_not_lost(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business")
        await t.until("2026-03-25")
        await t.tap(QuestionKind.CALL, "done")
        await t.tap(QuestionKind.DECIDE, "go_on")
        await t.until("2026-03-30")
        await t.tap(QuestionKind.APPROVE, "skip")
        await t.until("2026-04-07")
        assert "formal" not in await t.texts_to(BOIS)
        assert await t.kinds() == [QuestionKind.AMICABLE_END]
        chosen = [e.facts["choice"] for e in await t.events("F2026-001") if e.what == "answered"]
        assert chosen == ["done", "go_on", "skip"]


@pytest.mark.parametrize(
    ("choice", "then"),
    [
        ("agency", Because.AGENCY),
        ("mediator", Because.MEDIATION),
        ("write_off", Because.WRITTEN_OFF),
        ("hold_14", Because.PAUSED),
    ],
)
async def test_the_end_of_the_friendly_phase_is_the_owners(tmp_path: Path, choice: str, then: Because) -> None:
    async with town(tmp_path) as t:
        await t.invoices(f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business")
        for day, kind, code in (
            ("2026-03-25", QuestionKind.CALL, "done"),
            ("2026-03-25", QuestionKind.DECIDE, "go_on"),
            ("2026-03-30", QuestionKind.APPROVE, "approve"),
            ("2026-04-02", QuestionKind.AMICABLE_END, choice),
        ):
            await t.until(day)
            await t.tap(kind, code)
        assert await t.holds("F2026-001") == {then}
        await t.until("2026-04-15")
        assert await t.waiting() == []
        await t.until("2026-04-20")
        # Waiting is not deciding: the question comes back. The other two are decisions.
        assert await t.kinds() == ([QuestionKind.AMICABLE_END] if choice == "hold_14" else [])
        assert len(t.to(BOIS)) == 4
