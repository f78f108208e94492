"""The real servers answer as the other tests expect them to."""

import email
import email.policy
import imaplib
import shutil
import smtplib
import ssl
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import asyncpg
import pytest

from tests.conftest import started
from tests.servers import dovecot_postfix, postgres, processes
from tests.servers.dovecot_postfix import RealMail, running_mail_servers
from tests.servers.postgres import running_postgres
from tests.servers.processes import ServerUnavailable, answers

HOUSE = Path(__file__).parents[2]


def submit(mail: RealMail, *, sender: str, recipient: str, subject: str = "Facture 2026-014") -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, recipient, subject
    message.set_content("Bonjour,\n\nsauf erreur de notre part…\n")
    with smtplib.SMTP(mail.host, mail.smtp_port, timeout=20) as client:
        client.starttls(context=ssl.create_default_context(cafile=str(mail.ca_file)))
        client.login(sender, mail.password)
        client.send_message(message)


def read_mailbox(mail: RealMail, mailbox: str, *, count: int = 1) -> list[EmailMessage]:
    """The mails in the mailbox, once there are as many as asked for."""
    with imaplib.IMAP4(mail.host, mail.imap_port, timeout=20) as client:
        client.login(mailbox, mail.password)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            client.select("INBOX")
            numbers = client.search(None, "ALL")[1][0].split()
            if len(numbers) >= count:
                return [fetch(client, number.decode()) for number in numbers]
            time.sleep(0.05)
    raise AssertionError(f"{mailbox} has fewer than {count} mails after 20 s")


def fetch(client: imaplib.IMAP4, number: str) -> EmailMessage:
    part = client.fetch(number, "(BODY.PEEK[])")[1][0]
    assert isinstance(part, tuple)
    return email.message_from_bytes(part[1], policy=email.policy.default)


def test_a_mail_submitted_with_starttls_and_a_password_arrives(real_mail: RealMail) -> None:
    sender, recipient = real_mail.new_mailbox("atelier"), real_mail.new_mailbox("client")
    submit(real_mail, sender=sender, recipient=recipient)
    (message,) = read_mailbox(real_mail, recipient)
    assert message["Subject"] == "Facture 2026-014"
    assert "sauf erreur de notre part…" in message.get_content()


def test_a_plus_address_is_delivered_to_the_mailbox_before_it(real_mail: RealMail) -> None:
    sender, recipient = real_mail.new_mailbox("atelier"), real_mail.new_mailbox("atelier")
    submit(real_mail, sender=sender, recipient=recipient.replace("@", "+r-8f3a@"))
    (message,) = read_mailbox(real_mail, recipient)
    assert message["To"] == recipient.replace("@", "+r-8f3a@")


def test_a_recipient_that_the_server_does_not_know_gets_550(real_mail: RealMail) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        submit(real_mail, sender=real_mail.new_mailbox(), recipient="reject-me@example.test")
    assert refused.value.recipients["reject-me@example.test"][0] == 550


def test_a_greylisting_server_gives_450(real_mail: RealMail) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        submit(real_mail, sender=real_mail.new_mailbox(), recipient="tempfail@example.test")
    assert refused.value.recipients["tempfail@example.test"][0] == 450


@pytest.mark.parametrize("recipient", ["nobody@example.test", "someone@elsewhere.invalid"])
def test_a_mail_that_cannot_be_delivered_comes_back_as_a_bounce(real_mail: RealMail, recipient: str) -> None:
    sender = real_mail.new_mailbox("atelier")
    submit(real_mail, sender=sender, recipient=recipient)
    (bounce,) = read_mailbox(real_mail, sender)
    assert bounce.get_content_type() == "multipart/report"
    assert bounce["From"].addresses[0].addr_spec == "MAILER-DAEMON@mx.example.test"
    statuses = [part for part in bounce.walk() if part.get_content_type() == "message/delivery-status"]
    assert f"Final-Recipient: rfc822; {recipient}" in statuses[0].as_string()


def test_a_wrong_password_is_refused(real_mail: RealMail) -> None:
    with imaplib.IMAP4(real_mail.host, real_mail.imap_port, timeout=20) as client, pytest.raises(imaplib.IMAP4.error):
        client.login(real_mail.new_mailbox(), "wrong")


def test_both_tls_ports_show_the_certificate_of_the_authority(real_mail: RealMail) -> None:
    context = ssl.create_default_context(cafile=str(real_mail.ca_file))
    mailbox = real_mail.new_mailbox()
    with smtplib.SMTP_SSL(real_mail.host, real_mail.smtps_port, context=context, timeout=20) as client:
        client.login(mailbox, real_mail.password)
    with imaplib.IMAP4_SSL("localhost", real_mail.imaps_port, ssl_context=context, timeout=20) as reader:
        reader.login(mailbox, real_mail.password)


def test_delivered_bytes_lie_in_the_mailbox_as_they_were(real_mail: RealMail) -> None:
    mailbox = real_mail.new_mailbox()
    real_mail.deliver(mailbox, b"From: a@b.test\r\nSubject: =?bogus\r\n\r\nd\xe9j\xe0 pay\xe9\r\n")
    with imaplib.IMAP4(real_mail.host, real_mail.imap_port, timeout=20) as client:
        client.login(mailbox, real_mail.password)
        client.select("INBOX")
        part = client.fetch("1", "(BODY.PEEK[])")[1][0]
    assert isinstance(part, tuple)
    assert part[1] == b"From: a@b.test\r\nSubject: =?bogus\r\n\r\nd\xe9j\xe0 pay\xe9\r\n"


async def test_postgresql_answers_from_an_empty_database(postgres_url: str) -> None:
    connection = await asyncpg.connect(postgres_url)
    try:
        assert await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
        await connection.execute("CREATE TABLE invoice (number text PRIMARY KEY)")
    finally:
        await connection.close()


async def test_the_next_test_gets_another_empty_database(postgres_url: str) -> None:
    connection = await asyncpg.connect(postgres_url)
    try:
        assert await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    finally:
        await connection.close()


def test_the_servers_leave_no_process_and_no_folder(real_mail: RealMail) -> None:
    with started(running_mail_servers()) as other:
        assert other.smtp_port != real_mail.smtp_port
    with started(running_postgres()) as other_postgres:
        pass
    assert not other.folder.exists()
    assert not other_postgres.folder.exists()
    assert not [port for port in (other.smtp_port, other.imap_port) if answers(port)]
    assert processes_that_name(other.folder, other_postgres.folder) == []


def test_the_servers_end_with_a_process_that_is_killed(real_mail: RealMail) -> None:
    code = (
        "import os, signal\n"
        "from tests.servers.dovecot_postfix import running_mail_servers\n"
        "from tests.servers.postgres import running_postgres\n"
        "with running_mail_servers() as mail, running_postgres() as postgres:\n"
        "    print(mail.folder, postgres.folder, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True, check=False)
    folders = [Path(name) for name in killed.stdout.split()]
    assert len(folders) == 2, killed.stderr
    try:
        deadline = time.monotonic() + 20
        while (left := processes_that_name(*folders)) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert left == []
    finally:
        for folder in folders:
            shutil.rmtree(folder)


def processes_that_name(*folders: Path) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if any(str(folder) in command for folder in folders):
            found.append(command)
    return found


def test_a_port_already_taken_is_met_with_another_start(monkeypatch: pytest.MonkeyPatch, real_mail: RealMail) -> None:
    taken = iter([[*processes.free_ports(2), real_mail.imap_port, *processes.free_ports(1)]])
    monkeypatch.setattr(dovecot_postfix, "free_ports", lambda count: next(taken, None) or processes.free_ports(count))
    with started(running_mail_servers()) as other:
        assert other.imap_port != real_mail.imap_port
        assert next(taken, None) is None
        assert answers(real_mail.imap_port)


def test_a_missing_server_is_skipped_unless_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, **_: object) -> str:
        raise ServerUnavailable(f"{name} is not installed")

    monkeypatch.setattr(postgres, "program", missing)
    monkeypatch.delenv("RELANCE_REQUIRE_SERVERS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="initdb is not installed"), started(running_postgres()):
        pass
    monkeypatch.setenv("RELANCE_REQUIRE_SERVERS", "1")
    with pytest.raises(pytest.fail.Exception, match="initdb is not installed"), started(running_postgres()):
        pass
