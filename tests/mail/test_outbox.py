"""The way out, on the wire: every failure of an SMTP server and the verdict that it deserves."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from bot.embedded.servers import MailServers
from bot.errors import ConfigError, DeliveryError
from bot.mail.outbox import Outbox, Outcome, SmtpSettings, Verdict, settings
from bot.mail.verdict import judge, names_address
from tests.mail.conftest import ACCOUNT, PASSWORD, Certificates
from tests.mail.scripted_smtp import DROP, HANG, ScriptedSmtp

RAW = b"From: compta@dupont.test\r\nSubject: rappel\r\nMessage-ID: <1@dupont.test>\r\n\r\nBonjour\r\n"
DEBTOR = "client@martin.test"


def plain(port: int, **more: object) -> SmtpSettings:
    known: dict[str, object] = {"host": "127.0.0.1", "port": port, "security": "none", "timeout": 1, "data_timeout": 1}
    return settings(known | more)


async def send(outbox: Outbox, *, recipient: str = DEBTOR, copy_to: str | None = ACCOUNT, raw: bytes = RAW) -> Outcome:
    return await outbox.send(raw, sender=ACCOUNT, recipient=recipient, copy_to=copy_to)


async def send_once(server: ScriptedSmtp, **more: object) -> Outcome:
    outbox = Outbox(plain(server.port, **more))
    try:
        return await send(outbox)
    finally:
        await outbox.close()


# (script, verdict, code, phase, did the server take the message?)
FAILURES: list[tuple[dict[str, str | list[str]], Verdict, int | None, str, bool]] = [
    ({}, Verdict.ACCEPTED, 250, "data", True),
    ({"greeting": DROP}, Verdict.LATER, None, "connect", False),
    ({"greeting": "554 go away"}, Verdict.LATER, 554, "connect", False),
    ({"greeting": "421 busy"}, Verdict.LATER, 421, "connect", False),
    ({"greeting": "nonsense"}, Verdict.LATER, None, "connect", False),
    ({"EHLO": "550 no"}, Verdict.LATER, 550, "connect", False),
    ({"MAIL": "451 later"}, Verdict.LATER, 451, "mail", False),
    ({"MAIL": "421 shutting down"}, Verdict.LATER, 421, "mail", False),
    ({"MAIL": "553 not your address"}, Verdict.LATER, 553, "mail", False),
    ({"MAIL": "530 log in first"}, Verdict.LATER, 530, "mail", False),
    ({"MAIL": "552 5.3.4 too big"}, Verdict.REFUSED, 552, "mail", False),
    ({"MAIL": DROP}, Verdict.LATER, None, "mail", False),
    ({"MAIL": "nonsense"}, Verdict.LATER, None, "mail", False),
    ({"RCPT": "550 5.1.1 unknown"}, Verdict.REFUSED, 550, "rcpt", False),
    ({"RCPT": "450 greylisted"}, Verdict.LATER, 450, "rcpt", False),
    ({"RCPT": "550 5.4.5 daily limit exceeded"}, Verdict.LATER, 550, "rcpt", False),
    ({"RCPT": DROP}, Verdict.LATER, None, "rcpt", False),
    ({f"RCPT:{DEBTOR}": "550 unknown"}, Verdict.REFUSED, 550, "rcpt", False),
    ({f"RCPT:{ACCOUNT}": "550 unknown"}, Verdict.ACCEPTED, 250, "data", True),
    ({f"RCPT:{ACCOUNT}": "452 too many"}, Verdict.ACCEPTED, 250, "data", True),
    ({f"RCPT:{ACCOUNT}": "421 bye"}, Verdict.LATER, 421, "rcpt", False),
    ({f"RCPT:{ACCOUNT}": DROP}, Verdict.LATER, None, "rcpt", False),
    ({"DATA": "451 later"}, Verdict.LATER, 451, "data", False),
    ({"DATA": "554 no"}, Verdict.REFUSED, 554, "data", False),
    ({"DATA": "250 what"}, Verdict.LATER, 250, "data", False),
    ({"DATA": DROP}, Verdict.LATER, None, "data", False),
    ({"end": "451 later"}, Verdict.LATER, 451, "data", False),
    ({"end": "554 spam"}, Verdict.REFUSED, 554, "data", False),
    ({"end": "550 5.7.60 may not send as"}, Verdict.LATER, 550, "data", False),
    ({"end": "354 what"}, Verdict.DOUBTFUL, 354, "data", False),
    ({"end": "nonsense"}, Verdict.DOUBTFUL, None, "data", False),
    ({"end": DROP}, Verdict.DOUBTFUL, None, "data", True),
]


@pytest.mark.parametrize(("script", "verdict", "code", "phase", "taken"), FAILURES, ids=lambda value: str(value)[:40])
async def test_each_failure_has_its_verdict(
    script: dict[str, str | list[str]], verdict: Verdict, code: int | None, phase: str, taken: bool
) -> None:
    async with ScriptedSmtp(dict(script)) as server:
        outcome = await send_once(server)
        assert (outcome.verdict, outcome.code, outcome.phase) == (verdict, code, phase)
        assert outcome.answer
        assert bool(server.accepted) == taken


@pytest.mark.parametrize(
    ("point", "verdict", "taken"),
    [
        ("greeting", Verdict.LATER, False),
        ("MAIL", Verdict.LATER, False),
        ("RCPT", Verdict.LATER, False),
        ("DATA", Verdict.LATER, False),
        ("end", Verdict.DOUBTFUL, True),
    ],
)
async def test_silence_ends_at_the_timeout(point: str, verdict: Verdict, taken: bool) -> None:
    async with ScriptedSmtp({point: HANG}) as server:
        begun = time.monotonic()
        outbox = Outbox(
            SmtpSettings(host="127.0.0.1", port=server.port, security="none", timeout=0.2, data_timeout=0.2)
        )
        outcome = await send(outbox)
        assert time.monotonic() - begun < 10
        assert (outcome.verdict, bool(server.accepted)) == (verdict, taken)
        await outbox.close()


async def test_the_refused_debtor_is_reset_and_the_copy_is_never_sent_alone() -> None:
    async with ScriptedSmtp({f"RCPT:{DEBTOR}": "550 unknown"}) as server:
        outbox = Outbox(plain(server.port))
        assert (await send(outbox)).verdict is Verdict.REFUSED
        assert [line.split()[0] for line in server.commands] == ["EHLO", "MAIL", "RCPT", "RSET"]
        assert (await send(outbox, recipient="autre@martin.test")).verdict is Verdict.ACCEPTED
        assert server.connections == 1
        await outbox.close()
        assert server.commands[-1] == "QUIT"


async def test_a_refused_copy_is_said() -> None:
    async with ScriptedSmtp({f"RCPT:{ACCOUNT}": "550 unknown"}) as server:
        assert "the copy was refused: 550 unknown" in (await send_once(server)).answer


async def test_the_body_arrives_whole_with_dots_and_line_ends() -> None:
    async with ScriptedSmtp() as server:
        outbox = Outbox(plain(server.port))
        await send(outbox, raw=b"Subject: x\n\n.\n..two\r\nlast\rno end")
        assert server.accepted == [b"Subject: x\r\n\r\n..\r\n...two\r\nlast\r\nno end\r\n.\r\n"]
        await outbox.close()


@pytest.mark.parametrize("bad", ["a@b.test>\r\nRCPT TO:<x@y.test", "a b@c.test", "<a@b.test>", "", "nobody", "a@b\n"])
async def test_an_address_that_is_none_never_leaves(bad: str) -> None:
    async with ScriptedSmtp() as server:
        outbox = Outbox(plain(server.port))
        outcome = await send(outbox, recipient=bad)
        assert (outcome.verdict, outcome.phase) == (Verdict.REFUSED, "rcpt")
        assert (await send(outbox, copy_to=bad)).verdict is Verdict.REFUSED
        assert server.connections == 0


async def test_international_addresses() -> None:
    async with ScriptedSmtp({"EHLO": ["250-hi\n250-SIZE\n250 SMTPUTF8", "250 hi"]}) as server:
        outbox = Outbox(plain(server.port))
        assert (await send(outbox, recipient="info@müller.test")).verdict is Verdict.ACCEPTED
        assert "RCPT TO:<info@xn--mller-kva.test>" in server.commands
        assert (await send(outbox, recipient="gérard@martin.test")).verdict is Verdict.ACCEPTED
        assert "RCPT TO:<gérard@martin.test>" in server.commands
        await outbox.close()
        outcome = await send(outbox, recipient="gérard@martin.test")
        assert outcome.verdict is Verdict.REFUSED
        assert "outside ASCII" in outcome.answer
        await outbox.close()


async def test_one_connection_serves_many_messages_one_by_one() -> None:
    async with ScriptedSmtp() as server:
        outbox = Outbox(plain(server.port))
        outcomes = await asyncio.gather(*(send(outbox) for _ in range(20)))
        assert {outcome.verdict for outcome in outcomes} == {Verdict.ACCEPTED}
        assert (server.connections, len(server.accepted)) == (1, 20)
        await outbox.close()


@pytest.mark.parametrize("death", [DROP, "421 idle too long"])
async def test_a_kept_connection_that_died_is_replaced_once(death: str) -> None:
    async with ScriptedSmtp({"MAIL": ["250 ok", death]}) as server:
        outbox = Outbox(plain(server.port))
        assert (await send(outbox)).verdict is Verdict.ACCEPTED
        assert (await send(outbox)).verdict is Verdict.ACCEPTED
        assert (server.connections, len(server.accepted)) == (2, 2)
        await outbox.close()


async def test_a_doubtful_message_on_a_kept_connection_is_not_sent_again() -> None:
    async with ScriptedSmtp({"end": ["250 ok", DROP]}) as server:
        outbox = Outbox(plain(server.port))
        assert (await send(outbox)).verdict is Verdict.ACCEPTED
        assert (await send(outbox)).verdict is Verdict.DOUBTFUL
        assert len(server.accepted) == 2
        assert (await send(outbox)).verdict is Verdict.ACCEPTED
        await outbox.close()


async def test_cancelling_cuts_the_connection_and_the_next_message_gets_a_fresh_one() -> None:
    async with ScriptedSmtp({"end": [HANG]}) as server:
        outbox = Outbox(plain(server.port, data_timeout=30))
        arrived = asyncio.Event()
        server.on_body = arrived.set
        sending = asyncio.create_task(send(outbox))
        await arrived.wait()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert (await send(outbox)).verdict is Verdict.ACCEPTED
        assert (server.connections, len(server.accepted)) == (2, 2)
        await outbox.close()


async def test_nobody_listens() -> None:
    async with ScriptedSmtp() as server:
        free = server.port
    outbox = Outbox(plain(free))
    outcome = await send(outbox)
    assert (outcome.verdict, outcome.phase) == (Verdict.LATER, "connect")
    with pytest.raises(DeliveryError) as caught:
        await outbox.ping()
    assert not caught.value.permanent


async def test_no_starttls_offered_means_not_sent(certificates: Certificates) -> None:
    async with ScriptedSmtp() as server:
        outbox = Outbox(plain(server.port, security="starttls", ca_file=certificates.ca_file))
        outcome = await send(outbox)
        assert (outcome.verdict, outcome.phase) == (Verdict.LATER, "connect")
        assert "STARTTLS" in outcome.answer
        assert not [line for line in server.commands if line.startswith("MAIL")]


async def test_an_untrusted_certificate_is_later_and_says_so(certificates: Certificates) -> None:
    async with MailServers(users={ACCOUNT: PASSWORD}, tls=certificates.server) as servers:
        outbox = Outbox(plain(servers.smtp_port, security="starttls", user=ACCOUNT, password=PASSWORD))
        outcome = await send(outbox)
        assert (outcome.verdict, outcome.phase) == (Verdict.LATER, "connect")
        assert "certificate of 127.0.0.1 is not trusted" in outcome.answer
        assert servers.received == []


async def test_login_and_starttls_for_real(certificates: Certificates) -> None:
    async with MailServers(users={ACCOUNT: PASSWORD}, tls=certificates.server) as servers:
        known = {"security": "starttls", "user": ACCOUNT, "ca_file": certificates.ca_file}
        outbox = Outbox(plain(servers.smtp_port, password=PASSWORD, **known))
        await outbox.ping()
        assert (await send(outbox)).verdict is Verdict.ACCEPTED
        assert [rcpt for _, rcpt, _ in servers.received] == [DEBTOR, ACCOUNT]
        assert servers.received[0][2] == RAW
        servers.refuse[DEBTOR] = "550 5.1.1 no such user"
        assert (await send(outbox)).verdict is Verdict.REFUSED
        await outbox.close()
        wrong = Outbox(plain(servers.smtp_port, password="wrong", **known))
        outcome = await send(wrong)
        assert (outcome.verdict, outcome.code, outcome.phase) == (Verdict.LATER, 535, "login")
        assert "refuses the login" in outcome.answer
        with pytest.raises(DeliveryError) as caught:
            await wrong.ping()
        assert caught.value.permanent


async def test_a_big_message(servers: MailServers) -> None:
    outbox = Outbox(plain(servers.smtp_port, user=ACCOUNT, password=PASSWORD, data_timeout=10))
    raw = b"Subject: big\r\n\r\n" + (b"x" * 76 + b"\r\n") * (8 * 2**20 // 78)
    assert (await send(outbox, raw=raw)).verdict is Verdict.ACCEPTED
    assert servers.received[0][2] == raw
    await outbox.close()


def test_settings_name_every_mistake_at_once(tmp_path: Path) -> None:
    wrong = {
        "hots": "smtp.example.org",
        "port": 0,
        "security": "none",
        "timeout": "long",
        "user": "a",
        "password_file": str(tmp_path / "missing"),
        "ca_file": str(tmp_path / "missing.pem"),
    }
    with pytest.raises(ConfigError) as caught:
        settings(wrong)
    mistakes = dict(caught.value.mistakes)
    assert set(mistakes) == {"hots", "host", "port", "timeout", "password_file", "ca_file"}
    assert "did you mean 'host'" in mistakes["hots"]
    assert "from 1 to 65535" in mistakes["port"]


def test_no_encryption_only_at_home() -> None:
    for more in ({"security": "none"}, {"verify": False}):
        with pytest.raises(ConfigError, match="only for this machine"):
            settings({"host": "smtp.example.org", **more})
        assert settings({"host": "::1", **more}).host == "::1"


def test_settings_read_secrets_and_never_show_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from file\n")
    monkeypatch.setenv("RELANCE_TEST_SECRET", "from env")
    known = {"host": "smtp.example.org", "user": "a"}
    assert settings({**known, "password_file": os.fspath(secret)}).password == "from file"
    assert settings({**known, "password_env": "RELANCE_TEST_SECRET"}).password == "from env"
    made = settings({**known, "password": "topsecret", "security": "tls"})
    assert (made.port, "topsecret" in repr(made)) == (465, False)
    with pytest.raises(ConfigError, match="password"):
        settings(known)
    with pytest.raises(ConfigError, match="give only one"):
        settings({**known, "password": "x", "password_env": "RELANCE_TEST_SECRET"})


@pytest.mark.parametrize(
    ("answer", "verdict", "lost"),
    [
        ("550 5.1.1 no such user", Verdict.REFUSED, True),
        ("550 unknown", Verdict.REFUSED, True),
        ("550 5.2.1 mailbox disabled", Verdict.REFUSED, True),
        ("552 5.2.2 mailbox full", Verdict.REFUSED, False),
        ("554 5.7.1 Client host blocked using zen.spamhaus.org", Verdict.LATER, False),
        ("550 5.7.1 daily sending limit exceeded", Verdict.LATER, False),
        ("553 5.7.1 Sender address rejected", Verdict.LATER, False),
        ("550 blocked, see our blocklist", Verdict.LATER, False),
    ],
)
def test_what_a_refused_recipient_says_about_the_address(answer: str, verdict: Verdict, lost: bool) -> None:
    outcome = judge("rcpt", int(answer[:3]), answer)
    assert (outcome.verdict, outcome.verdict is Verdict.REFUSED and names_address(outcome)) == (verdict, lost)
