"""Mail that nobody expects: unreadable, from strangers, from machines, twice. Kept once, shown or recorded."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.core.because import Because
from bot.core.mail import Letter, MailState
from bot.core.question import QuestionKind
from bot.mail import parse
from tests.stories.post import answer, links
from tests.stories.town import PLUMBER, Town, town

BOIS = "compta@bois.example"
INVOICE = f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business"
DISPUTE = "Nous contestons cette facture : rien n'est terminé."


async def reminded(t: Town, *rows: str) -> None:
    await t.invoices(*(rows or (INVOICE,)))
    await t.jump("2026-03-03")


async def mails(t: Town, state: MailState) -> int:
    return len(await t.app.store.mails(state, account="plomberie"))


@pytest.fixture
def _breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    real = parse.letter

    def letter(raw: bytes, **known: tuple[str, ...]) -> Letter:
        if b"POISON" in raw:
            raise ValueError("a mail that breaks the parser")
        return real(raw, **known)

    monkeypatch.setattr(parse, "letter", letter)


@pytest.mark.usefixtures("_breaks")
async def test_a_mail_that_breaks_the_parser_is_shown_and_the_next_one_goes_on(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t, INVOICE, "F2026-002;2026-02-01;2026-03-02;90,00;Nadia;nadia@resto.example;business")
        await t.reply(BOIS, "POISON je conteste", understand=False)
        await t.reply("nadia@resto.example", DISPUTE)
        assert sorted(await t.kinds()) == [QuestionKind.DISPUTE, QuestionKind.SHUNTED]
        assert await mails(t, MailState.SHUNTED) == 1
        (kept,) = await t.app.store.mails(MailState.SHUNTED, account="plomberie")
        assert b"POISON" in kept.raw
        assert "ValueError: a mail that breaks the parser" in kept.trouble
        assert any("bois" in line.lower() for line in (await t.card(QuestionKind.SHUNTED)).lines)
        # Nobody has read it: it may be a dispute, so his case waits.
        await t.jump("2026-03-10")
        assert await t.texts_to(BOIS) == ["kind"]
        await t.tap(QuestionKind.SHUNTED, "done")
        await t.jump("2026-03-11")
        assert await t.texts_to(BOIS) == ["kind", "firm_friendly"]


@pytest.mark.usefixtures("_breaks")
async def test_a_stranger_who_breaks_the_parser_holds_nobody(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply("x@stranger.example", "POISON", anew=True)
        assert await t.kinds() == [QuestionKind.SHUNTED]
        await t.jump("2026-03-10")
        assert await t.texts_to(BOIS) == ["kind", "firm_friendly"]


async def test_the_owner_says_whose_a_strangers_mail_is(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply("paul@bois.example", DISPUTE, anew=True)
        asked = await t.question(QuestionKind.UNKNOWN_SENDER)
        case = await t.case("F2026-001")
        assert asked.options[0].code == f"case:{case.id}", "the same house: likely his"
        await t.jump("2026-03-10")
        assert await t.texts_to(BOIS) == ["kind"], "as long as nobody knows, he is left alone"
        await t.tap(QuestionKind.UNKNOWN_SENDER, f"case:{case.id}")
        assert await t.kinds() == [QuestionKind.DISPUTE]
        assert await t.holds("F2026-001") == {Because.DISPUTED}
        happened = await t.happened("F2026-001")
        assert happened[-4:].count("answered") == 1
        assert happened.count("received") == 1
        await t.phone.tap(asked.id, f"case:{case.id}")
        assert (await t.happened("F2026-001")).count("received") == 1


async def test_nobodys_mail_lets_everybody_go_on(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply("paul@bois.example", DISPUTE, anew=True)
        assert await t.holds("F2026-001") == {Because.UNSURE}
        await t.tap(QuestionKind.UNKNOWN_SENDER, "nothing")
        assert await t.holds("F2026-001") == set()
        await t.jump("2026-03-10")
        assert await t.texts_to(BOIS) == ["kind", "firm_friendly"]


async def test_one_address_two_debtors(tmp_path: Path) -> None:
    """A bookkeeper answers for two companies without saying for which: both wait until the owner knows."""
    both = "compta@cabinet.example"
    rows = [f"F-{n};2026-02-01;2026-03-02;100,00;Société {n};{both};business" for n in (1111, 2222)]
    async with town(tmp_path) as t:
        await reminded(t, *rows)
        await t.reply(both, DISPUTE, anew=True)
        asked = await t.question(QuestionKind.UNKNOWN_SENDER)
        assert len(asked.options) == 3
        await t.jump("2026-03-10")
        assert len(t.to(both)) == 2
        second = await t.case("F-2222")
        await t.tap(QuestionKind.UNKNOWN_SENDER, f"case:{second.id}")
        assert await t.holds("F-1111") == set()
        assert await t.holds("F-2222") == {Because.DISPUTED}
        await t.jump("2026-03-11")
        assert (await t.texts_to(both))[2:] == ["firm_friendly"]


async def test_a_stranger_who_answers_in_the_thread_is_believed_in_doubt_only(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply("paul@gmail.com", "Je vous règle vendredi.", to=t.to(BOIS)[0])
        assert (await t.case("F2026-001")).promises == (), "a stranger's word binds nobody"
        assert await t.kinds() == [QuestionKind.PROMISE]
        await t.reply("paul@gmail.com", "Nous avons payé cette facture le 2 mars par virement.", to=t.to(BOIS)[0])
        assert Because.SAYS_PAID in await t.holds("F2026-001")


@pytest.mark.parametrize(
    ("said", "headers"),
    [
        ("Nos offres de mars", [("List-Unsubscribe", "<https://news.example/u>"), ("List-Id", "<news.example>")]),
        ("Votre sauvegarde est terminée", [("Auto-Submitted", "auto-generated")]),
        ("Je suis absent", [("Auto-Submitted", "auto-replied")]),
    ],
)
async def test_machines_and_lists_are_only_recorded(tmp_path: Path, said: str, headers: list[tuple[str, str]]) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply("robot@news.example", said, anew=True, headers=headers)
        assert await t.waiting() == []
        assert await mails(t, MailState.UNDERSTOOD) == 2
        assert await mails(t, MailState.KEPT) == 0


async def test_the_same_mail_twice_is_applied_once(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        mail = await t.reply(BOIS, DISPUTE)
        await t.deliver(mail.as_bytes())
        await t.deliver(b"Received: from elsewhere\r\n" + mail.as_bytes())
        assert (await t.happened("F2026-001")).count("received") == 1
        assert await t.kinds() == [QuestionKind.DISPUTE]


async def test_a_renumbered_mailbox_applies_nothing_twice_and_loses_nothing(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply(BOIS, DISPUTE)
        await t.tap(QuestionKind.DISPUTE, "go_on")
        # The last mail that we keep came under another numbering than the server's: everything is fetched again.
        mark = await t.app.store.watermark("plomberie", "INBOX")
        assert mark is not None
        noise = b"From: robot@news.example\r\nList-Id: <n>\r\n\r\nNews\r\n"
        await t.app.store.keep_mail(
            "plomberie", folder="INBOX", uidvalidity=mark[0] + 7, uid=999, raw=noise,
            message_id="", digest="noise", received_at=t.now,
        )  # fmt: skip
        await t.reply("nadia@resto.example", "Bonjour, une question", anew=True)
        assert await t.app.store.watermark("plomberie", "INBOX") == (mark[0], mark[1] + 1), "all was read again"
        assert (await t.happened("F2026-001")).count("received") == 1
        assert await t.kinds() == [QuestionKind.UNKNOWN_SENDER]
        assert await t.holds("F2026-001") == set()


async def test_many_mails_before_the_first_is_kept(tmp_path: Path) -> None:
    """The mailbox was empty at the first look; then more came than a first look reads back."""
    async with town(tmp_path) as t:
        await t.invoices(INVOICE)
        await t.settle()
        first = answer(None, sender=BOIS, to=PLUMBER[2], said=DISPUTE, subject="F2026-001", at=t.now)
        await t.servers.deliver(PLUMBER[2], first.as_bytes())
        for n in range(305):
            noise = f"From: robot@news.example\r\nList-Id: <n>\r\nMessage-ID: <{n}@n.example>\r\n\r\n{n}\r\n"
            await t.servers.deliver(PLUMBER[2], noise.encode())
        await t.settle()
        assert await t.holds("F2026-001") == {Because.DISPUTED}


# --- answer links ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "fill", "asks", "holds"),
    [
        ("paid", "", [QuestionKind.SAYS_PAID], {Because.SAYS_PAID}),
        ("dispute", "", [QuestionKind.DISPUTE], {Because.DISPUTED}),
        ("plan", "", [QuestionKind.PLAN_REQUEST], {Because.PLAN_REQUESTED}),
        ("wrong", "", [QuestionKind.WRONG_CONTACT], {Because.WRONG_CONTACT}),
        ("invoice", "", [QuestionKind.INFO_REQUEST], {Because.INFO_REQUESTED}),
        ("promise", "13/03/2026", [], set()),
        ("promise", "", [QuestionKind.PROMISE], set()),
    ],
)
async def test_one_tap_of_the_debtor_is_read_exactly(
    tmp_path: Path, kind: str, fill: str, asks: list[QuestionKind], holds: set[Because]
) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        assert kind in links(t.to(BOIS)[0])
        await t.use_link(BOIS, kind, fill=fill)
        assert await t.kinds() == asks
        assert await t.holds("F2026-001") == holds
        promised = [str(p.day) for p in (await t.case("F2026-001")).promises]
        assert promised == (["2026-03-13"] if fill else [])


async def test_a_link_with_words_that_dispute_is_a_dispute_too(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await reminded(t)
        await t.use_link(BOIS, "paid", more="Mais nous contestons la facture : les travaux ne sont pas terminés.")
        assert {Because.DISPUTED, Because.SAYS_PAID} <= await t.holds("F2026-001")
        assert await t.kinds() == [QuestionKind.DISPUTE]


async def test_a_tap_from_the_owners_phone_while_the_mail_is_being_read(tmp_path: Path) -> None:
    """The tap and the look meet: the mail is read once."""
    async with town(tmp_path) as t:
        await reminded(t)
        await t.reply("paul@bois.example", DISPUTE, anew=True)
        asked = await t.question(QuestionKind.UNKNOWN_SENDER)
        case = await t.case("F2026-001")
        office = t.app.offices["plomberie"]
        await asyncio.gather(
            t.phone.tap(asked.id, f"case:{case.id}"),
            t.app.listen.look(office, t.now),
            t.phone.tap(asked.id, f"case:{case.id}"),
        )
        await t.settle()
        assert await t.kinds() == [QuestionKind.DISPUTE]
        assert (await t.happened("F2026-001")).count("received") == 1


async def test_a_report_about_our_own_copy_is_not_the_debtors(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices("F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;compta@bois.example;business")
        await t.until("2026-03-04")
        await t.bounce("compta@bois.example", recipient="compta@martin.example")
        await t.until("2026-03-11")
        assert await t.texts_to("compta@bois.example") == ["kind", "firm_friendly"]
        assert await t.waiting() == []


async def test_one_accountant_for_two_debtors_disputes_the_other_one(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.invoices(
            "F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;compta@bois.example;business",
            "F2026-002;2026-02-01;2026-03-02;300,00;Fer SARL;compta@fer.example;business",
        )
        await t.until("2026-03-04")
        await t.reply("compta@fer.example", "Nous contestons la facture F2026-001.")
        await t.until("2026-03-20")
        assert await t.texts_to("compta@bois.example") == ["kind"]
        assert await t.texts_to("compta@fer.example") == ["kind"]
