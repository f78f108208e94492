"""Both ways at once, through a real Postfix and a real Dovecot."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.errors import MailboxError
from bot.mail import inbox as way_in
from bot.mail import outbox as way_out
from bot.mail.outbox import Verdict
from tests.servers.dovecot_postfix import RealMail


def outbox_of(mail: RealMail, user: str, *, security: str = "starttls") -> way_out.Outbox:
    port = mail.smtps_port if security == "tls" else mail.smtp_port
    section = {"host": mail.host, "port": port, "security": security, "user": user, "password": mail.password}
    return way_out.Outbox(way_out.settings({**section, "ca_file": str(mail.ca_file), "timeout": 10}))


def inbox_of(mail: RealMail, user: str, *, security: str = "tls", password: str = "") -> way_in.Inbox:
    port = mail.imaps_port if security == "tls" else mail.imap_port
    section = {"host": mail.host, "port": port, "security": security, "user": user}
    section |= {"password": password or mail.password, "ca_file": str(mail.ca_file), "timeout": 10}
    return way_in.Inbox(way_in.settings(section))


async def test_a_reminder_reaches_the_debtor_and_its_copy_is_found(real_mail: RealMail) -> None:
    account, debtor = real_mail.new_mailbox("compta"), real_mail.new_mailbox("client")
    outbox, inbox = outbox_of(real_mail, account), inbox_of(real_mail, account)
    theirs = inbox_of(real_mail, debtor, security="starttls")
    raw = (
        f"From: {account}\r\nTo: {debtor}\r\nSubject: rappel\r\nDate: Sun, 01 Mar 2026 10:00:00 +0100\r\n"
        "Message-ID: <1@dupont.test>\r\n\r\nBonjour\r\n.\r\n"
    )
    await outbox.ping()
    assert [mail async for mail in theirs.fetch_new(uidvalidity=None, after_uid=0)] == []
    await theirs.wait(0.1)
    begun = time.monotonic()
    outcome = await outbox.send(raw.encode(), sender=account, recipient=debtor, copy_to=account)
    assert outcome.verdict is Verdict.ACCEPTED
    assert await theirs.wait(10)
    assert time.monotonic() - begun < 15
    (mail,) = [mail async for mail in theirs.fetch_new(uidvalidity=None, after_uid=0)]
    assert mail.raw.endswith(raw.encode())
    assert mail.internal_date is not None
    await theirs.mark_seen(mail.uid)
    for _ in range(50):
        if await inbox.find("<1@dupont.test>"):
            break
        await asyncio.sleep(0.1)
    assert await inbox.find("<1@dupont.test>")
    assert not await inbox.find("<2@dupont.test>")
    for one in (outbox, inbox, theirs):
        await one.close()


@pytest.mark.parametrize(
    ("recipient", "verdict", "code"), [("reject1", Verdict.REFUSED, 550), ("tempfail1", Verdict.LATER, 450)]
)
async def test_postfix_refuses(real_mail: RealMail, recipient: str, verdict: Verdict, code: int) -> None:
    account = real_mail.new_mailbox("compta")
    outbox = outbox_of(real_mail, account, security="tls")
    address = f"{recipient}@{real_mail.domain}"
    outcome = await outbox.send(b"Subject: x\r\n\r\nx\r\n", sender=account, recipient=address, copy_to=account)
    assert (outcome.verdict, outcome.code, outcome.phase) == (verdict, code, "rcpt")
    await outbox.close()


async def test_dovecot_refuses_a_wrong_password(real_mail: RealMail) -> None:
    inbox = inbox_of(real_mail, real_mail.new_mailbox(), password="wrong")
    with pytest.raises(MailboxError, match="refuses the login") as caught:
        await inbox.ping()
    assert caught.value.permanent
    await inbox.close()


async def test_the_folder_of_sent_mail_of_dovecot(real_mail: RealMail) -> None:
    user = real_mail.new_mailbox()
    raw = b"Subject: x\r\nMessage-ID: <sent@dupont.test>\r\n\r\nx\r\n"
    real_mail.deliver(user, raw, into="INBOX")
    inbox = inbox_of(real_mail, user)
    (mail,) = [mail async for mail in inbox.fetch_new(uidvalidity=None, after_uid=0)]
    assert mail.raw == raw
    assert not await inbox.find("<other@dupont.test>")
    assert await inbox.position() == (mail.uidvalidity, mail.uid)
    await inbox.close()
