"""What debtors answer, what it stops, what the owner is asked, and what each of his choices does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.because import Because
from bot.core.question import QuestionKind
from tests.stories.town import Town, town

HEADER = "number;date;due;total;debtor;email;kind;pdf"
DISPUTE = "Nous contestons cette facture : les travaux ne sont pas terminés."
HARDSHIP = "Je suis au chômage, je ne peux pas payer en ce moment."
INSOLVENCY = "La société est en liquidation judiciaire."
STOP = "Ne me contactez plus."
REFUSAL = "Nous refusons de payer."
WRONG = "Je ne travaille plus dans cette société, merci de voir avec la comptabilité."
PLAN = "Pouvez-vous nous accorder un paiement en trois fois ?"
INFO = "Pouvez-vous me renvoyer la facture ?"
PAID = "Nous avons payé cette facture le 2 mars par virement."
SOON = "Je vais vous payer bientôt."
RIDDLE = "Le camion bleu est garé devant le hangar depuis mardi avec les palettes."


@dataclass(frozen=True)
class Row:
    """A reply, the question it becomes, the choice, what holds before and after it, and when the ladder goes on."""

    said: str
    asks: QuestionKind
    choice: str
    held: Because | None
    after: Because | None
    goes_on: str = ""
    then: tuple[QuestionKind, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.asks}-{self.choice}".replace("_", "-")

    @property
    def email(self) -> str:
        return f"{self.name}@client.example"


Q, B = QuestionKind, Because
APPROVE = (Q.APPROVE,)
# Everybody is reminded on 3 March and answers on the 4th; the second reminder is due on the 10th, the owner taps on
# the 11th. The town looks again on the 18th, the 25th and on 10 April.
ROWS = [
    Row(DISPUTE, Q.DISPUTE, "ask_details", B.DISPUTED, B.DISPUTED, then=APPROVE),
    Row(DISPUTE, Q.DISPUTE, "keep", B.DISPUTED, B.DISPUTED),
    Row(DISPUTE, Q.DISPUTE, "go_on", B.DISPUTED, None, "03-11"),
    Row(HARDSHIP, Q.HARDSHIP, "offer_plan", B.HARDSHIP, B.HARDSHIP, then=APPROVE),
    Row(HARDSHIP, Q.HARDSHIP, "hold_30", B.HARDSHIP, B.PAUSED, "04-10"),
    Row(HARDSHIP, Q.HARDSHIP, "keep", B.HARDSHIP, B.HARDSHIP),
    Row(INSOLVENCY, Q.INSOLVENCY, "keep", B.INSOLVENT, B.INSOLVENT),
    Row(INSOLVENCY, Q.INSOLVENCY, "write_off", B.INSOLVENT, B.WRITTEN_OFF),
    Row(INSOLVENCY, Q.INSOLVENCY, "go_on", B.INSOLVENT, None, "03-11"),
    Row(STOP, Q.STOP, "keep", B.TOLD_TO_STOP, B.TOLD_TO_STOP),
    Row(STOP, Q.STOP, "go_on", B.TOLD_TO_STOP, None, "03-11"),
    Row(REFUSAL, Q.REFUSAL, "keep", B.REFUSED_TO_PAY, B.REFUSED_TO_PAY),
    Row(REFUSAL, Q.REFUSAL, "agency", B.REFUSED_TO_PAY, B.AGENCY),
    Row(REFUSAL, Q.REFUSAL, "mediator", B.REFUSED_TO_PAY, B.MEDIATION),
    Row(REFUSAL, Q.REFUSAL, "go_on", B.REFUSED_TO_PAY, None, "03-11"),
    Row(WRONG, Q.WRONG_CONTACT, "keep", B.WRONG_CONTACT, B.WRONG_CONTACT),
    Row(WRONG, Q.WRONG_CONTACT, "go_on", B.WRONG_CONTACT, None, "03-11"),
    Row(PLAN, Q.PLAN_REQUEST, "offer_plan", B.PLAN_REQUESTED, B.PLAN_REQUESTED, then=APPROVE),
    Row(PLAN, Q.PLAN_REQUEST, "hold_14", B.PLAN_REQUESTED, B.PAUSED, "03-25"),
    Row(PLAN, Q.PLAN_REQUEST, "go_on", B.PLAN_REQUESTED, None, "03-11"),
    Row(INFO, Q.INFO_REQUEST, "send_invoice", B.INFO_REQUESTED, None, "03-18"),
    Row(INFO, Q.INFO_REQUEST, "done", B.INFO_REQUESTED, None, "03-11"),
    Row(INFO, Q.INFO_REQUEST, "hold_7", B.INFO_REQUESTED, B.PAUSED, "03-18"),
    Row(PAID, Q.SAYS_PAID, "received", B.SAYS_PAID, None),
    Row(PAID, Q.SAYS_PAID, "hold_7", B.SAYS_PAID, B.PAUSED, "03-18"),
    Row(PAID, Q.SAYS_PAID, "not_received", B.SAYS_PAID, None, "03-11"),
    Row(SOON, Q.PROMISE, "hold_7", None, B.PAUSED, "03-18"),
    Row(SOON, Q.PROMISE, "hold_14", None, B.PAUSED, "03-25"),
    Row(SOON, Q.PROMISE, "go_on", None, None, "03-11"),
    Row(RIDDLE, Q.UNSURE, "nothing", B.UNSURE, None, "03-11"),
    Row(RIDDLE, Q.UNSURE, "is_dispute", B.UNSURE, B.DISPUTED, then=(Q.DISPUTE,)),
    Row(RIDDLE, Q.UNSURE, "is_hardship", B.UNSURE, B.HARDSHIP, then=(Q.HARDSHIP,)),
    Row(RIDDLE, Q.UNSURE, "is_paid", B.UNSURE, B.SAYS_PAID, then=(Q.SAYS_PAID,)),
    Row(RIDDLE, Q.UNSURE, "hold_7", B.UNSURE, B.PAUSED, "03-18"),
]


@pytest.mark.parametrize("rows", [ROWS[::2], ROWS[1::2]], ids=["even", "odd"])
async def test_each_answer_stops_the_case_and_each_choice_does_what_it_says(tmp_path: Path, rows: list[Row]) -> None:
    pdf = tmp_path / "f.pdf"
    pdf.write_bytes(b"%PDF-1.4 nothing")
    async with town(tmp_path, more="per_hour = 200") as t:
        await t.invoices(
            *(f"F-{r.name};2026-02-01;2026-03-02;1200,00;{r.name};{r.email};business;{pdf}" for r in rows),
            header=HEADER,
            folder=tmp_path,
        )
        await t.jump("2026-03-03")
        for row in rows:
            await t.reply(row.email, row.said, understand=False)
        await t.jump("2026-03-04")
        assert {r.name: await seen(t, r) for r in rows} == {r.name: (r.asks, {r.held} - {None}, r.said) for r in rows}
        await t.jump("2026-03-11")
        assert {r.name: await t.texts_to(r.email) for r in rows} == {r.name: ["kind"] for r in rows}
        for row in rows:
            waiting = [q for q in await t.waiting() if q.case_id == (await t.case(f"F-{row.name}")).id]
            await t.phone.tap(waiting[0].id, row.choice)
        await t.settle()
        assert {r.name: await left(t, r) for r in rows} == {r.name: ({r.after} - {None}, r.then) for r in rows}
        for day in ("2026-03-18", "2026-03-25", "2026-04-10"):
            await t.jump(day)
        # What the owner chose to say waits for his word for weeks, always in the words of the day.
        assert {r.name: (await left(t, r))[1] for r in rows if r.then} == {r.name: r.then for r in rows if r.then}
        found = {r.name: next((d[5:] for d, x in await t.diary(r.email) if x == "firm_friendly"), "") for r in rows}
        assert found == {r.name: r.goes_on for r in rows}, "the same rung, no other, on that day"


async def seen(t: Town, row: Row) -> tuple[QuestionKind, set[Because], str]:
    """What the owner is asked about a row, what holds it, and the words that he is shown."""
    case = await t.case(f"F-{row.name}")
    (question,) = [q for q in await t.waiting() if q.case_id == case.id]
    gravest = {h.because for h in case.holds} & {row.held}
    return question.kind, gravest or {h.because for h in case.holds}, t.phone.cards[question.id].quote


async def left(t: Town, row: Row) -> tuple[set[Because], tuple[QuestionKind, ...]]:
    case = await t.case(f"F-{row.name}")
    kinds = tuple(q.kind for q in await t.waiting() if q.case_id == case.id)
    gravest = {h.because for h in case.holds} & {row.after}
    return gravest or {h.because for h in case.holds}, kinds
