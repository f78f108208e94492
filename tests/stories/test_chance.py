"""Weeks in which anything may happen, drawn by chance from a seed; a judge at the server looks at whatever leaves."""

from __future__ import annotations

import random
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.core.because import FOR_GOOD, Because
from bot.core.case import NoticeState, PromiseState
from bot.core.decide import Wait
from bot.core.mail import MailState
from bot.core.question import Choice, QuestionKind
from bot.core.reading import Label
from tests.stories.post import opened, report
from tests.stories.town import PARIS, PLUMBER, Town, town

SAID = (
    *("Nous contestons cette facture : les travaux ne sont pas terminés.", "Je suis au chômage, je ne peux pas payer."),
    *("La société est en liquidation judiciaire.", "Ne me contactez plus.", "Nous refusons de payer."),
    *("Pouvez-vous nous accorder un paiement en trois fois ?", "Pouvez-vous me renvoyer la facture ?"),
    *("Nous avons payé cette facture hier par virement.", "Je vous règle vendredi.", "Je vais vous payer bientôt."),
    *("Nous payons 50 € vendredi.", "Merci beaucoup, bonne journée", "Le camion bleu est devant le hangar.", ""),
    *("Je ne travaille plus ici, voyez avec la comptabilité.", "D'accord pour le paiement en trois fois."),
)
PEOPLE = 6
DAYS = 50


class Judge:
    """Stands at the server: nothing may be accepted that must not leave."""

    def __init__(self, t: Town) -> None:
        self.t = t
        self.idents: set[str] = set()
        self.said: set[tuple[int, str]] = set()
        self.returned: set[str] = set()
        self.told: dict[int, date] = {}
        self.wrong: list[str] = []

    async def __call__(self, sender: str, recipients: list[str], raw: bytes) -> None:
        ident = str(opened(raw)["Message-ID"])
        notice = await self.t.app.store.notice_of_message("plomberie", ident)
        assert notice is not None
        draft = notice.draft
        case = await self.t.app.store.case(draft.case_id)
        local = self.t.now.astimezone(PARIS)
        where = f"{local:%d %b %H:%M} {case.debtor.name} {draft.text}"
        owed = {i.id: i.outstanding for i in case.invoices}
        checks = {
            "twice the same message": ident not in self.idents,
            "outside the window": time(9) <= local.time() < time(17, 30) and local.weekday() < 5,
            "not an address of the debtor": draft.to_email in {c.email for c in case.debtor.contacts if c.reachable},
            "an amount that is not owed": all(owed[line.invoice_id] == line.outstanding for line in draft.lines),
            "a formal notice without a tap": draft.text != "formal" or notice.approved_by,
        }
        if draft.step:
            checks |= {
                "pressed although something holds": not {h.because for h in case.holds} & (FOR_GOOD - {Because.UNSURE}),
                "pressed during a promise": all(p.state is not PromiseState.RUNNING for p in case.promises),
                "a paid invoice": all(line.outstanding.minor > 0 for line in draft.lines),
                "no peace": local.date() - self.told.get(case.id, date.min) >= timedelta(days=7),
            }
            for line in draft.lines:
                checks[f"{line.step} twice for {line.number}"] = (line.invoice_id, line.step) not in self.said
        self.wrong += [f"{where}: {what}" for what, fine in checks.items() if not fine]
        self.idents.add(ident)
        self.said |= {(line.invoice_id, line.step) for line in draft.lines if line.step}
        self.told[case.id] = local.date()

    async def forget(self, ident: str) -> None:
        """It came back: it was never said."""
        notice = await self.t.app.store.notice_of_message("plomberie", ident)
        assert notice is not None
        self.said -= {(line.invoice_id, line.step) for line in notice.draft.lines}
        self.told.pop(notice.draft.case_id, None)


async def anything(t: Town, judge: Judge, chance: random.Random) -> None:
    """One thing that may happen."""
    n = chance.randrange(PEOPLE)
    address = f"c{n}@client.example"
    match chance.randrange(9):
        case 0 | 1 if t.to(address):
            await t.reply(address, chance.choice(SAID), understand=chance.random() < 0.5)
        case 2:
            amount = chance.choice(("50,00", "200,00", "-50,00"))
            await t.payments(
                f"F-{n}-{chance.randrange(2)};{t.today};{amount};{t.now}", header="invoice;date;amount;note"
            )
        case 3 | 4 | 5:
            for question in await t.waiting():
                codes = [o.code for o in question.options if o.choice not in (Choice.EDIT, Choice.KEEP)]
                await t.phone.tap(question.id, chance.choice(codes))
        case 6:
            t.servers.fault, t.servers.strikes = chance.choice(("later", "cut after", "no")), 1
        case 7 if t.to(address) and chance.random() < 0.3:
            ours = t.to(address)[-1]
            await judge.forget(str(ours["Message-ID"]))
            await t.deliver(report(ours, address), understand=False)
        case 8:
            await t.phone.command(chance.choice(("pause", "resume", "today")), f"Client {n}")
        case _:
            pass


async def at_the_cockpit(t: Town, chance: random.Random) -> None:
    """What an owner does beside the buttons of a card: corrects readings, takes answers back, writes, asks silence."""
    n = chance.randrange(PEOPLE)
    for question in await t.waiting():
        codes = [o.code for o in question.options if o.choice not in (Choice.EDIT, Choice.KEEP)]
        if any(o.choice is Choice.MISREAD for o in question.options):
            codes = [f"means_{label}" for label in Label]
        if codes and chance.random() < 0.5:
            await t.phone.tap(question.id, chance.choice(codes))
            if chance.random() < 0.5:
                await t.minutes(chance.choice((1, 5, 11)))
            await t.phone.tap(question.id, chance.choice(("undo", "undo", "now", "")))
    words = (
        f"Client {n} paie 100 vendredi",
        f"F-{n}-0 payée 50",
        f"pause Client {n} jusqu'au 15",
        f"reprends Client {n}",
    )
    if chance.random() < 0.4:
        await t.phone.write(chance.choice(words))
    if chance.random() < 0.1:
        await t.phone.command("silence", chance.choice(("5 jours", "off")))


async def accounted_for(t: Town) -> None:
    """At rest, each open case waits for a reason that can be seen."""
    assert await t.app.store.mails(MailState.KEPT, account="plomberie") == []
    assert await t.app.store.notices(NoticeState.SENDING, account="plomberie") == []
    office = t.app.offices["plomberie"]
    waiting = await t.waiting()
    for case in await t.app.store.cases("plomberie"):
        decision = t.app.chase.decision(office, case, office.today(t.now))
        assert isinstance(decision, Wait), decision
        asked = [q.kind for q in waiting if q.case_id == case.id]
        if decision.because in (Because.WAITING_FOR_OWNER, Because.UNSURE):
            assert asked or QuestionKind.UNKNOWN_SENDER in [q.kind for q in waiting], (case.debtor.name, decision)
        if decision.because in (Because.IN_FLIGHT, Because.STEP_DUE):
            assert await t.app.store.notices(NoticeState.APPROVED, case_id=case.id)


async def weeks(folder: Path, seed: int, *, undo: int = 0) -> None:
    chance = random.Random(seed)
    async with town(folder, more="per_hour = 100\ncatch_up_per_day = 100", undo=undo) as t:
        judge = Judge(t)
        t.servers.on_message = judge
        for n in range(PEOPLE):
            due = [date(2026, 3, 2) + timedelta(days=chance.randrange(10)) for _ in range(2)]
            more = f"c{n}@client.example,d{n}@client.example;business"
            await t.invoices(*(f"F-{n}-{k};2026-02-01;{day};600,00;Client {n};{more}" for k, day in enumerate(due)))
        for offset in range(DAYS):
            day = (date(2026, 3, 2) + timedelta(days=offset)).isoformat()
            for hour in (time(8), time(9, 30), time(14)):
                if chance.random() < 0.6:
                    await t.jump(day, hour)
                for _ in range(chance.randrange(3)):
                    await anything(t, judge, chance)
                    if undo:
                        await at_the_cockpit(t, chance)
        t.servers.fault = ""
        if undo:
            await t.phone.command("silence", "off")
        await t.jump("2026-04-22")
        for _ in range(6):
            await t.minutes(61)
        assert judge.wrong == [], f"seed {seed}"
        assert len(t.to(PLUMBER[2])) > PEOPLE
        await accounted_for(t)


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_happens_nothing_wrong_leaves(tmp_path: Path, seed: int) -> None:
    await weeks(tmp_path, seed)


@pytest.mark.parametrize("seed", [3, 4])
async def test_whatever_is_corrected_and_taken_back_nothing_wrong_leaves(tmp_path: Path, seed: int) -> None:
    await weeks(tmp_path, seed, undo=10)
