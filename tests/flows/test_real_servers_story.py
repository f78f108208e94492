"""One short story on Postfix and Dovecot, on SQLite and on PostgreSQL, on a clock that the test holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.app import App, assemble
from bot.channels._desk import Desk
from bot.config import parse
from bot.core.because import Because
from bot.core.case import Case, NoticeState, Owner
from bot.core.question import Card, Choice
from bot.ledger import take_in
from bot.mail import inbox as way_in
from bot.mail import outbox as way_out
from bot.mail.outbox import Verdict
from tests.flows.clock import Clock
from tests.flows.house import reply, until_known
from tests.servers.dovecot_postfix import RealMail
from tests.stories.town import Phone

CONFIG = """
[relance]
database = "{database}"

[[account]]
id = "plomberie"
name = "Plomberie Martin"
email = "{email}"
address = "12 rue des Lilas, 35000 Rennes"
phone = "02 99 00 00 00"
signed_by = "Claire Martin"
iban = "FR76 3000 6000 0112 3456 7890 189"
plus = true
undo_minutes = 0

[account.smtp]
host = "{mail.host}"
port = {mail.smtp_port}
security = "starttls"
user = "{email}"
password = "{mail.password}"
ca_file = "{mail.ca_file}"
timeout = 20

[account.imap]
host = "{mail.host}"
port = {mail.imaps_port}
security = "tls"
user = "{email}"
password = "{mail.password}"
ca_file = "{mail.ca_file}"
timeout = 20
"""


@dataclass(kw_only=True)
class Street:
    """A creditor, his phone, and debtors with real mailboxes."""

    mail: RealMail
    email: str
    app: App
    phone: Phone
    clock: Clock

    async def invoice(self, number: str, debtor: str, *emails: str) -> None:
        head = "number;date;due;total;debtor;kind;" + ";".join(f"email {n}" for n in range(1, len(emails) + 1))
        row = f"{number};2026-01-20;2026-02-20;1240,00;{debtor};business;{';'.join(emails)}"
        account = self.app.offices["plomberie"].account
        report = await take_in(self.app.store, account, f"{number}.csv", f"{head}\n{row}\n".encode(), self.clock())
        assert not report.bad

    async def case(self, number: str) -> Case:
        case_id = await self.app.store.case_id_of_number("plomberie", number)
        assert case_id is not None
        return await self.app.store.case(case_id)

    async def settle(self) -> None:
        """Everything that there is to do at this moment."""
        while await self.app.tick(self.clock()):
            pass

    async def card(self, word: str) -> Card:
        """Wait until a card with buttons says this word."""

        async def look() -> Card | None:
            await self.settle()
            return next((c for c in self.phone.cards.values() if c.buttons and word in f"{c.title} {c.quote}"), None)

        found = await until_known(look)
        assert found is not None
        return found

    async def tap(self, card: Card, choice: Choice) -> None:
        assert choice in [code for code, _ in card.buttons]
        await self.phone.tap(card.question_id, choice)
        await self.settle()

    async def arrived(self, mailbox: str, count: int) -> EmailMessage:
        """Wait until so many mails are in a debtor's mailbox; the last one."""
        section = {"host": self.mail.host, "port": self.mail.imaps_port, "security": "tls", "user": mailbox}
        section |= {"password": self.mail.password, "ca_file": str(self.mail.ca_file)}
        inbox = way_in.Inbox(way_in.settings(section))

        async def look() -> list[bytes]:
            await self.settle()
            raw = [m.raw async for m in inbox.fetch_new(uidvalidity=None, after_uid=0)]
            return raw if len(raw) >= count else []

        mails = await until_known(look)
        await inbox.close()
        assert len(mails) == count
        return message_from_bytes(mails[-1], policy=policy.default)

    async def write(self, sender: str, ours: EmailMessage, said: str) -> None:
        """The debtor's own mail program answers, by submission with STARTTLS."""
        section = {"host": self.mail.host, "port": self.mail.smtp_port, "security": "starttls", "user": sender}
        section |= {"password": self.mail.password, "ca_file": str(self.mail.ca_file)}
        outbox = way_out.Outbox(way_out.settings(section))
        to = str(ours["Reply-To"].addresses[0].addr_spec)
        assert to.startswith(f"{self.email.partition('@')[0]}+")
        raw = reply(ours, said, at=self.clock(), sender=sender)
        outcome = await outbox.send(raw, sender=sender, recipient=to, copy_to=None)
        await outbox.close()
        assert outcome.verdict is Verdict.ACCEPTED


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite://{tmp_path}/relance.db"
    return str(request.getfixturevalue("postgres_url"))


@asynccontextmanager
async def opened(mail: RealMail, database: str, folder: Path) -> AsyncIterator[Street]:
    email, clock, phones = mail.new_mailbox("compta"), Clock(), list[Phone]()
    text = CONFIG.format(database=database, email=email, mail=mail)

    def ring(desk: Desk) -> Phone:
        phones.append(Phone(desk))
        return phones[0]

    async with assemble(parse(text.encode(), folder / "config.toml"), clock=clock, channels=[ring]) as app:
        owner = Owner(account="plomberie", channel="terminal", address="owner", name="Claire")
        await app.store.add_owner(owner, now=clock())
        yield Street(mail=mail, email=email, app=app, phone=phones[0], clock=clock)


async def test_a_dispute_is_answered_with_the_text_that_the_owner_approved(
    real_mail: RealMail, database: str, tmp_path: Path
) -> None:
    debtor = real_mail.new_mailbox("jeanne")
    async with opened(real_mail, database, tmp_path) as street:
        await street.invoice("F-1", "Boulangerie Dupont", debtor)
        reminder = await street.arrived(debtor, 1)
        assert {"text/plain", "text/html"} <= {part.get_content_type() for part in reminder.walk()}
        await street.write(debtor, reminder, "Bonjour,\n\nNous contestons cette facture : il manque deux robinets.\n")
        card = await street.card("robinets")
        assert Because.DISPUTED in {hold.because for hold in (await street.case("F-1")).holds}
        await street.tap(card, Choice.ASK_DETAILS)
        text = next(c for c in street.phone.cards.values() if c.preview and c.buttons)
        assert len(await street.app.store.notices(NoticeState.SENT)) == 1
        await street.tap(text, Choice.APPROVE)
        answer = await street.arrived(debtor, 2)
        assert answer["Auto-Submitted"] is not None
        assert str(reminder["Message-ID"]) in str(answer["References"])
        body = answer.get_body(("plain",))
        assert body is not None
        assert body.get_content().split() == text.preview.split()
        street.clock.forward(days=14)
        await street.settle()
        assert len(await street.app.store.notices(NoticeState.SENT)) == 2


async def test_a_bounce_goes_to_the_next_contact(real_mail: RealMail, database: str, tmp_path: Path) -> None:
    nobody, accounts = f"nobody+{tmp_path.name}@{real_mail.domain}".lower(), real_mail.new_mailbox("comptabilite")
    async with opened(real_mail, database, tmp_path) as street:
        await street.invoice("F-2", "Fleurs Lambert", nobody, accounts)
        await street.settle()
        assert len(await street.app.store.notices(NoticeState.SENT)) == 1
        street.clock.forward(minutes=10)
        reminder = await street.arrived(accounts, 1)
        assert reminder["To"] == accounts
        contacts = (await street.case("F-2")).debtor.contacts
        assert {c.email: c.reachable for c in contacts} == {nobody: False, accounts: True}
        (sent,) = await street.app.store.notices(NoticeState.SENT)
        assert sent.draft.text == "kind"
        assert not street.phone.cards
