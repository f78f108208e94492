"""How many taps it takes from a card to a case that needs nobody: the table of docs/cockpit.md, counted here."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.core.case import NoticeState
from bot.core.question import PRIVATE, QuestionKind
from bot.core.triage import options
from bot.words import Words
from bot.words.cards import label
from tests.stories.town import Town, town

PAGE = Path(__file__).parent.parent.parent / "docs" / "cockpit.md"
BOIS = "compta@bois.example"
HEADER = "number;date;due;total;debtor;email;kind;group;pdf"
ONE_TAP = {
    QuestionKind.PROMISE,
    QuestionKind.PROMISE_MADE,
    QuestionKind.PROMISE_KEPT,
    QuestionKind.SAYS_PAID,
    QuestionKind.INFO_REQUEST,
    QuestionKind.AWAY_CONTACT,
}
"""What an owner meets every day, and wants to be done with at once."""

Bring = Callable[[Town, Path], Awaitable[None]]
Q = QuestionKind


async def remind(t: Town, folder: Path, *, group: str = "regular") -> None:
    pdf = folder / "f.pdf"
    pdf.write_bytes(b"%PDF-1.4 nothing")
    contacts = f"{BOIS},paul@bois.example"
    row = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{contacts};business;{group};{pdf}"
    await t.invoices(row, header=HEADER, folder=folder)
    await t.jump("2026-03-03")


def replied(said: str, *, absent: bool = False) -> Bring:
    async def bring(t: Town, folder: Path) -> None:
        await remind(t, folder)
        headers = [("Auto-Submitted", "auto-replied")] if absent else []
        await t.reply(BOIS, said, headers=headers, subject="Réponse automatique" if absent else None)

    return bring


def climbed(kind: QuestionKind) -> Bring:
    """Up the ladder, with the first choice of every card before it."""

    async def bring(t: Town, folder: Path) -> None:
        await remind(t, folder)
        while kind not in await t.kinds():
            assert t.today < "2026-05-01"
            for question in await t.waiting():
                await t.phone.tap(question.id, question.options[0].code)
            await t.until((date.fromisoformat(t.today) + timedelta(days=1)).isoformat())

    return bring


def put(kind: QuestionKind, *, of_case: bool = True, of_notice: bool = False) -> Bring:
    """Asked as a flow would."""

    async def bring(t: Town, folder: Path) -> None:
        await remind(t, folder)
        case = await t.case("F2026-001")
        (notice,) = await t.app.store.notices(NoticeState.SENT, case_id=case.id)
        await t.app.store.ask(
            account="plomberie", kind=kind, options=options(kind, other_contact=True), now=t.now,
            case_id=case.id if of_case else None, notice_id=notice.id if of_notice else None,
            facts={"error": "x", "server": "imap"},
        )  # fmt: skip

    return bring


async def strategic(t: Town, folder: Path) -> None:
    await remind(t, folder, group="strategic")
    await t.jump("2026-03-05")


async def broken_promise(t: Town, folder: Path) -> None:
    await replied("Je vous paierai le 10 mars.")(t, folder)
    await t.until("2026-03-20")


async def kept_promise(t: Town, folder: Path) -> None:
    await replied("Je vous paierai le 10 mars.")(t, folder)
    await t.jump("2026-03-10")
    await t.payments("F2026-001;2026-03-10;1200,00")
    await t.jump("2026-03-11")


async def strange(t: Town, folder: Path) -> None:
    await remind(t, folder)
    await t.reply("inconnu@ailleurs.example", "Bonjour, pouvez-vous m'appeler ?", anew=True)


async def morning(t: Town, folder: Path) -> None:
    """The digest, while two texts wait."""
    await remind(t, folder, group="strategic")
    await t.jump("2026-03-05")
    await t.jump("2026-03-06", time(7, 31))


async def written(t: Town, folder: Path) -> None:
    await remind(t, folder)
    await t.phone.write("F2026-001 payée")


BRING: dict[QuestionKind, Bring] = {
    Q.PROMISE: replied("Je vais vous payer bientôt."),
    Q.PROMISE_MADE: replied("Je vous paierai le 10 mars."),
    Q.PROMISE_KEPT: kept_promise,
    Q.SAYS_PAID: replied("Nous avons payé cette facture le 2 mars par virement."),
    Q.INFO_REQUEST: replied("Pouvez-vous me renvoyer la facture ?"),
    Q.AWAY_CONTACT: replied("Je suis absente jusqu'au 30 mars, contactez zoe@bois.example.", absent=True),
    Q.DISPUTE: replied("Nous contestons cette facture : les travaux ne sont pas terminés."),
    Q.HARDSHIP: replied("Je suis au chômage, je ne peux pas payer en ce moment."),
    Q.PLAN_REQUEST: replied("Pouvez-vous nous accorder un paiement en trois fois ?"),
    Q.INSOLVENCY: replied("La société est en liquidation judiciaire."),
    Q.STOP: replied("Ne me contactez plus."),
    Q.REFUSAL: replied("Nous refusons de payer."),
    Q.WRONG_CONTACT: replied("Je ne travaille plus dans cette société, merci de voir avec la comptabilité."),
    Q.UNSURE: replied("Le camion bleu est garé devant le hangar depuis mardi avec les palettes."),
    Q.UNKNOWN_SENDER: strange,
    Q.PROMISE_BROKEN: broken_promise,
    Q.APPROVE: strategic,
    Q.CALL: climbed(Q.CALL),
    Q.DECIDE: climbed(Q.DECIDE),
    Q.AMICABLE_END: climbed(Q.AMICABLE_END),
    Q.BOUNCED: put(Q.BOUNCED),
    Q.REFUSED: put(Q.REFUSED),
    Q.DOUBTFUL: put(Q.DOUBTFUL, of_notice=True),
    Q.SHUNTED: put(Q.SHUNTED),
    Q.TEXT_BROKEN: put(Q.TEXT_BROKEN),
    Q.BANK_STALE: put(Q.BANK_STALE, of_case=False),
    Q.TROUBLE: put(Q.TROUBLE, of_case=False),
    Q.ORDER: written,
    Q.DIGEST: morning,
}


async def taps(t: Town, kind: QuestionKind) -> tuple[str, int]:
    """The first button of the card, in English, and how often the owner taps the first one until nothing waits."""
    first, count = await t.question(kind), 0
    said = label(Words().texts.book("en"), first, first.options[0])
    while waiting := [q for q in await t.waiting(news=True) if count or q.kind is kind]:
        assert count < 5, waiting
        await t.phone.tap(waiting[0].id, waiting[0].options[0].code)
        count += 1
        if waiting[0].kind not in PRIVATE:
            await t.settle()
    return said, count


def told(kind: QuestionKind) -> tuple[str, int]:
    """What the page says."""
    found = re.search(rf"^\| `{kind}` \|[^|]*\| ([^|]+) \| (\d) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert found, f"docs/cockpit.md has no row for {kind}"
    return found[1].strip(), int(found[2])


@pytest.mark.parametrize("kind", list(QuestionKind))
async def test_the_taps_of_the_page_are_those_that_it_takes(tmp_path: Path, kind: QuestionKind) -> None:
    async with town(tmp_path, more='[account.quiet]\nstart = "20:00"\nend = "07:30"' if kind is Q.DIGEST else "") as t:
        await BRING[kind](t, tmp_path)
        counted = await taps(t, kind)
    assert counted == told(kind)
    assert counted[1] <= (1 if kind in ONE_TAP else 2)
