"""Stories that a review of the code asked for: planted mails, late copies, a part that breaks, copies of invoices."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from bot import deliver
from bot.core.case import NoticeState, Owner
from bot.core.notice import Draft
from bot.core.question import Card, Choice, Option, QuestionKind, QuestionState
from bot.core.triage import options
from bot.draft import of_text
from bot.errors import DeliveryError
from bot.mail.compose import compose, message_id
from bot.mail.verdict import Outcome, Verdict
from bot.offices import invoice_copy
from tests.stories.town import PLUMBER, town

BOIS = "compta@bois.example"
NADIA = "nadia@resto.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"


async def test_nobody_can_tell_the_message_id_of_a_mail_before_it_leaves(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-02", time(18))
        await t.jump("2026-03-03")
        (notice,) = await t.app.store.notices(NoticeState.SENT, account="plomberie")
        token, domain = (await t.case("F2026-001")).token, PLUMBER[2].rpartition("@")[2]
        assert notice.message_id == str(t.to(BOIS)[0]["Message-ID"])
        assert notice.message_id.endswith(f".{token}@{domain}>")
        assert notice.message_id not in {message_id(token, str(n), domain) for n in range(200)}


async def test_a_second_try_bears_the_same_message_id(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-02", time(18))
        t.servers.fault, t.servers.strikes = "later", 1
        await t.jump("2026-03-03")
        (tried,) = await t.app.store.notices(NoticeState.APPROVED, account="plomberie")
        await t.minutes(3)
        assert [str(mail["Message-ID"]) for mail in t.to(BOIS)] == [tried.message_id]


async def test_the_copy_comes_after_the_owner_said_send_it_again(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-02", time(18))
        t.servers.fault, t.servers.strikes = "cut before", 1
        await t.jump("2026-03-03")
        for minutes in (2, 5, 16, 31):
            await t.minutes(minutes)
        await t.jump("2026-03-03", time(20))
        await t.tap(QuestionKind.DOUBTFUL, "resend")
        (notice,) = await t.app.store.notices(NoticeState.APPROVED, account="plomberie")
        assert t.servers.posted == [], "the window is closed"
        await t.deliver(notice.raw)
        assert (await t.app.store.notice(notice.id)).state is NoticeState.SENT
        await t.until("2026-03-09")
        assert t.to(BOIS) == [], "nothing is sent again"
        await t.until("2026-03-10")
        assert await t.diary(BOIS) == [("2026-03-10", "firm_friendly")]


async def test_the_copy_comes_after_the_server_wrongly_said_later(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.jump("2026-03-02", time(18))
        outbox, raws = t.app.offices["plomberie"].outbox, list[bytes]()

        async def send(raw: bytes, *, sender: str, recipient: str, copy_to: str | None) -> Outcome:
            raws.append(raw)
            return Outcome(verdict=Verdict.LATER, code=451, answer="4.3.0 later", phase="data")

        outbox.send = send  # type: ignore[method-assign]
        await t.jump("2026-03-03")
        del outbox.send
        await t.deliver(raws[0])
        await t.until("2026-03-09")
        assert t.to(BOIS) == []


async def test_a_notice_that_breaks_us_does_not_stop_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE, f"F2026-002;2026-02-01;2026-03-02;90,00;Nadia;{NADIA};business")
        await t.jump("2026-03-02", time(18))

        def broken(draft: Draft, **about: Any) -> bytes:
            if draft.to_email == BOIS:
                raise RuntimeError("nobody foresaw this")
            return compose(draft, **about)

        monkeypatch.setattr(deliver, "compose", broken)
        await t.jump("2026-03-03")
        assert (len(t.to(BOIS)), len(t.to(NADIA))) == (0, 1)
        monkeypatch.undo()
        await t.minutes(14)
        assert t.to(BOIS) == []
        await t.minutes(2)
        assert await t.texts_to(BOIS) == ["kind"]


async def test_an_owner_who_blocked_us_keeps_no_card_from_the_other(tmp_path: Path) -> None:
    owners = [("plomberie", "owner"), ("plomberie", "partner")]
    async with town(tmp_path, owners=owners) as t:
        show, tries = t.phone.show, list[int]()

        async def blocked(owner: Owner, card: Card) -> str:
            if owner.address == "partner":
                tries.append(card.question_id)
                raise DeliveryError("blocked", permanent=True)
            return await show(owner, card)

        t.phone.show = blocked  # type: ignore[method-assign]
        await t.invoices(*(f"F-{n};2026-02-01;2026-06-01;9,00;C {n};c{n}@client.example;business" for n in range(30)))
        for case in await t.app.store.cases("plomberie"):
            await t.app.store.ask(
                account="plomberie",
                kind=QuestionKind.DISPUTE,
                options=options(QuestionKind.DISPUTE),
                now=t.now,
                case_id=case.id,
            )
        await t.settle()
        await t.minutes(1)
        assert len(t.phone.seen_by["owner"]) == len(await t.waiting()) == 30, "each once"
        assert len(tries) == 1, "who has blocked us is left alone"
        t.phone.show = show  # type: ignore[method-assign]
        await t.minutes(61)
        assert (len(t.phone.seen_by["owner"]), len(t.phone.seen_by["partner"])) == (30, 30)
        assert await t.app.store.questions((QuestionState.OPEN,), account="plomberie") == []


async def test_a_plan_is_put_in_other_words_when_the_money_is_there(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.until("2026-03-03")
        case = await t.case("F2026-001")
        await t.app.store.ask(
            account="plomberie",
            kind=QuestionKind.DECIDE,
            options=[Option(choice=Choice.OFFER_PLAN)],
            now=t.now,
            case_id=case.id,
        )
        await t.settle()
        await t.tap(QuestionKind.DECIDE, "offer_plan")
        question = await t.question(QuestionKind.APPROVE)
        await t.payments("F2026-001;2026-03-03;1200,00")
        said = await t.phone.write("Bonjour, voici nos conditions pour le règlement de cette facture.", to=question.id)
        assert said is not None
        assert said.text == t.app.offices["plomberie"].words.say("already", language="fr")


# --- copies of invoices ---------------------------------------------------------------------------------------------


def test_a_copy_that_became_a_link_to_elsewhere_stays_at_home(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    for folder in (home, other):
        folder.mkdir()
        (folder / "a.pdf").write_bytes(b"%PDF-1.4 " + folder.name.encode())
    copy = home / "a.pdf"
    assert invoice_copy(str(copy)) == ("a.pdf", "application/pdf", b"%PDF-1.4 home")
    copy.rename(home / "b.pdf")
    copy.symlink_to(home / "b.pdf")
    assert invoice_copy(str(copy)) is not None, "a link within the folder"
    copy.unlink()
    copy.symlink_to(other / "a.pdf")
    assert invoice_copy(str(copy)) is None
    home.rename(tmp_path / "gone")
    home.symlink_to(other)
    assert invoice_copy(str(home / "a.pdf")) is None, "the folder itself is a link now"
    assert invoice_copy("a.pdf") is None
    assert invoice_copy("") is None


async def test_the_copies_of_one_mail_are_no_more_than_servers_take(tmp_path: Path) -> None:
    for name, size in (("1", 4_000_000), ("2", 4_000_000), ("3", 2_000_000), ("4", 7_000_001)):
        (tmp_path / f"{name}.pdf").write_bytes(b"%PDF-1.4".ljust(size))
    async with town(tmp_path) as t:
        await t.invoices(
            *(f"F-{n};2026-02-01;2026-03-02;100,00;Bois SARL;{BOIS};business;{n}.pdf" for n in (1, 2, 3, 4)),
            header="number;date;due;total;debtor;email;kind;pdf",
            folder=tmp_path,
        )
        office, case = t.app.offices["plomberie"], await t.case("F-1")
        draft = of_text(office, case, "reply_invoice", date(2026, 3, 3), ask=True)
        assert [Path(path).name for path in draft.attach] == ["1.pdf", "3.pdf"]
