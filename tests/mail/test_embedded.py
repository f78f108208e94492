"""The embedded servers behave like a small mail provider, and our own way of using them logs nothing personal."""

from __future__ import annotations

import logging

import pytest

from bot.embedded.servers import MailServers
from bot.mail.inbox import ImapSettings, Inbox
from bot.mail.outbox import Outbox, SmtpSettings, Verdict
from tests.mail.conftest import ACCOUNT, PASSWORD

RAW = b"From: compta@dupont.test\r\nSubject: geheimnis\r\nMessage-ID: <1@dupont.test>\r\n\r\nBonjour\r\n"
DEBTOR = "client@martin.test"


def outbox_of(servers: MailServers, password: str = PASSWORD) -> Outbox:
    return Outbox(
        SmtpSettings(host="127.0.0.1", port=servers.smtp_port, security="none", user=ACCOUNT, password=password)
    )


def inbox_of(servers: MailServers) -> Inbox:
    return Inbox(
        ImapSettings(host="127.0.0.1", port=servers.imap_port, security="none", user=ACCOUNT, password=PASSWORD)
    )


async def test_a_debtor_answers_to_the_tagged_address(servers: MailServers) -> None:
    async def answer(sender: str, recipients: list[str], raw: bytes) -> None:
        assert (sender, recipients, raw) == (ACCOUNT, [DEBTOR, ACCOUNT], RAW)
        await servers.deliver("Compta+abc@dupont.test", b"Subject: Re\r\n\r\nnon\r\n")

    servers.on_message = answer
    outbox, inbox = outbox_of(servers), inbox_of(servers)
    assert (await outbox.send(RAW, sender=ACCOUNT, recipient=DEBTOR, copy_to=ACCOUNT)).verdict is Verdict.ACCEPTED
    mails = [mail.raw async for mail in inbox.fetch_new(uidvalidity=None, after_uid=0)]
    assert mails == [RAW, b"Subject: Re\r\n\r\nnon\r\n"]
    with pytest.raises(KeyError):
        await servers.deliver(DEBTOR, RAW)
    await outbox.close()
    await inbox.close()


async def test_a_login_is_needed(servers: MailServers) -> None:
    stranger = Outbox(SmtpSettings(host="127.0.0.1", port=servers.smtp_port, security="none"))
    outcome = await stranger.send(RAW, sender=ACCOUNT, recipient=DEBTOR, copy_to=None)
    assert (outcome.verdict, outcome.code) == (Verdict.LATER, 530)
    await stranger.close()
    assert servers.received == []


async def test_nothing_personal_is_logged(servers: MailServers, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("aioimaplib", "aiosmtplib", "bot"):
        caplog.set_level(logging.DEBUG, name)
    outbox, inbox = outbox_of(servers), inbox_of(servers)
    await outbox.send(RAW, sender=ACCOUNT, recipient=DEBTOR, copy_to=ACCOUNT)
    assert len([mail async for mail in inbox.fetch_new(uidvalidity=None, after_uid=0)]) == 1
    ours = [entry for entry in caplog.records if entry.name.startswith(("aioimaplib", "aiosmtplib", "bot"))]
    assert ours == []
    await outbox.close()
    await inbox.close()
