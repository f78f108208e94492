"""The way in, on the wire: a good server, and every way in which a bad one has been seen to behave."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import pytest

from bot.embedded.servers import MailServers
from bot.errors import ConfigError, MailboxError
from bot.mail.imap_text import folder_name, folder_title, parse_date, parse_fetch, parse_values
from bot.mail.inbox import Fetched, ImapSettings, Inbox, settings
from tests.mail.conftest import ACCOUNT, PASSWORD, Certificates
from tests.mail.scripted_imap import DROP, HANG, ScriptedImap


def plain(port: int, **more: object) -> ImapSettings:
    known = {"host": "127.0.0.1", "port": port, "security": "none", "user": ACCOUNT, "password": PASSWORD, "timeout": 2}
    return settings(known | more)


@asynccontextmanager
async def reading(port: int, **more: object) -> AsyncIterator[Inbox]:
    inbox = Inbox(plain(port, **more))
    try:
        yield inbox
    finally:
        await inbox.close()


async def fetch(inbox: Inbox, after_uid: int = 0, uidvalidity: int | None = None) -> list[Fetched]:
    return [mail async for mail in inbox.fetch_new(uidvalidity=uidvalidity, after_uid=after_uid)]


def letter(number: int, body: bytes = b"Bonjour") -> bytes:
    return b"Subject: %d\r\nMessage-ID: <%d@martin.test>\r\n\r\n%s\r\n" % (number, number, body)


def quick(port: int, *, timeout: float = 0.2, renew: float = 540) -> ImapSettings:
    return ImapSettings(
        host="127.0.0.1", port=port, security="none", user=ACCOUNT, password=PASSWORD, timeout=timeout, renew=renew
    )


# A good server.


async def test_mail_is_fetched_once_in_order_and_byte_for_byte(servers: MailServers) -> None:
    arrived = datetime.fromisoformat("2026-03-01T10:20:30+01:00")
    await servers.deliver(ACCOUNT, letter(1), when=arrived)
    await servers.deliver("compta+tok@dupont.test", letter(2, b"non\x00utf8 \xff"))
    async with reading(servers.imap_port) as inbox:
        first, second = await fetch(inbox)
        assert (first.raw, second.raw) == (letter(1), letter(2, b"non\x00utf8 \xff"))
        assert (first.folder, first.internal_date, first.truncated) == ("INBOX", arrived, False)
        assert await fetch(inbox, second.uid, second.uidvalidity) == []
        await servers.deliver(ACCOUNT, letter(3))
        assert [mail.raw for mail in await fetch(inbox, second.uid, second.uidvalidity)] == [letter(3)]
        assert await inbox.position() == (first.uidvalidity, second.uid + 1)
        assert len(await fetch(inbox, 999, first.uidvalidity + 1)) == 3


async def test_the_caller_marks_while_it_reads(servers: MailServers) -> None:
    for number in range(5):
        await servers.deliver(ACCOUNT, letter(number))
    async with reading(servers.imap_port) as inbox:
        async for mail in inbox.fetch_new(uidvalidity=None, after_uid=0):
            await inbox.mark_seen(mail.uid)
        assert len(await fetch(inbox)) == 5


async def test_a_message_is_found_by_its_id(servers: MailServers) -> None:
    await servers.deliver(ACCOUNT, letter(1))
    async with reading(servers.imap_port) as inbox:
        assert await inbox.find("<1@martin.test>")
        assert await inbox.find("1@martin.test")
        assert not await inbox.find("<2@martin.test>")
        await servers.deliver(ACCOUNT, letter(2))
        assert await inbox.find("<2@martin.test>")
        with pytest.raises(ValueError, match="not a Message-ID"):
            await inbox.find('<2@x>"\r\nA1 LOGOUT')


async def test_a_push_ends_the_wait_within_a_second(servers: MailServers) -> None:
    async with reading(servers.imap_port) as inbox:
        assert await inbox.wait(5)  # a folder just opened is always worth a look
        assert await fetch(inbox) == []
        assert not await inbox.wait(0.1)
        waiting = asyncio.create_task(inbox.wait(10))
        await asyncio.sleep(0.05)
        begun = time.monotonic()
        await servers.deliver(ACCOUNT, letter(1))
        assert await waiting
        assert time.monotonic() - begun < 5
        assert len(await fetch(inbox)) == 1
        assert not await inbox.wait(0.1)


async def test_idle_is_renewed(servers: MailServers) -> None:
    inbox = Inbox(quick(servers.imap_port, timeout=2, renew=0.05))
    await fetch(inbox)
    waiting = asyncio.create_task(inbox.wait(5))
    await asyncio.sleep(0.2)
    await servers.deliver(ACCOUNT, letter(1))
    assert await waiting
    await inbox.close()


async def test_a_server_killed_in_idle_is_noticed_at_once_and_found_again(servers: MailServers) -> None:
    async with reading(servers.imap_port) as inbox:
        await fetch(inbox)
        waiting = asyncio.create_task(inbox.wait(30))
        await asyncio.sleep(0.05)
        begun = time.monotonic()
        await servers.stop_imap()
        with pytest.raises(MailboxError) as caught:
            await waiting
        assert time.monotonic() - begun < 5
        assert not caught.value.permanent
        with pytest.raises(MailboxError, match="cannot be reached"):
            await inbox.wait(1)
        await servers.deliver(ACCOUNT, letter(1))
        await servers.start_imap()
        assert await inbox.wait(1)
        assert len(await fetch(inbox)) == 1


async def test_others_may_use_the_inbox_while_one_waits(servers: MailServers) -> None:
    async with reading(servers.imap_port) as inbox:
        await fetch(inbox)
        waiting = asyncio.create_task(inbox.wait(30))
        await asyncio.sleep(0.05)
        assert not await asyncio.wait_for(inbox.find("<x@y>"), 10)
        assert await asyncio.wait_for(waiting, 10)


async def test_without_idle_it_sleeps_and_looks(servers: MailServers) -> None:
    async with reading(servers.imap_port, idle=False, poll=1) as inbox:
        await fetch(inbox)
        begun = time.monotonic()
        waiting = asyncio.create_task(inbox.wait(10))
        await asyncio.sleep(0.05)
        await inbox.ping()
        assert await waiting
        assert time.monotonic() - begun < 5
        waiting = asyncio.create_task(inbox.wait(10))
        await asyncio.sleep(0.05)
        await servers.drop_imap()
        with pytest.raises(MailboxError, match="lost"):
            await waiting


async def test_300_messages_under_random_kills_none_lost_none_double(servers: MailServers) -> None:
    chance = random.Random(4)
    seen: list[bytes] = []

    async def deliver() -> None:
        for number in range(300):
            await servers.deliver(ACCOUNT, letter(number))
            await asyncio.sleep(0.002)

    async def kill() -> None:
        for _ in range(40):
            await asyncio.sleep(chance.uniform(0.005, 0.06))
            await servers.drop_imap()

    delivering, killing = asyncio.create_task(deliver()), asyncio.create_task(kill())
    validity, last, breaks = None, 0, 0
    async with reading(servers.imap_port) as inbox:
        while len(seen) < 300 or not killing.done():
            try:
                await inbox.wait(1)
                async for mail in inbox.fetch_new(uidvalidity=validity, after_uid=last):
                    seen.append(mail.raw)
                    validity, last = mail.uidvalidity, mail.uid
                    await inbox.mark_seen(mail.uid)
            except MailboxError:
                breaks += 1
        await asyncio.gather(killing, delivering)
    assert seen == [letter(number) for number in range(300)]
    assert breaks > 3


async def test_an_8_mb_message_and_one_that_is_too_big(servers: MailServers) -> None:
    big = letter(1, b"x" * 8 * 2**20)
    await servers.deliver(ACCOUNT, big)
    await servers.deliver(ACCOUNT, letter(2))
    async with reading(servers.imap_port) as inbox:
        first, second = await fetch(inbox)
        assert (first.raw == big, first.truncated, second.raw) == (True, False, letter(2))
    async with reading(servers.imap_port, max_size=100_000) as inbox:
        first, second = await fetch(inbox)
        assert (first.raw == big[:100_000], first.truncated) == (True, True)
        assert (second.raw, second.truncated) == (letter(2), False)


async def test_tls_and_a_certificate_that_nobody_trusts(certificates: Certificates) -> None:
    async with MailServers(users={ACCOUNT: PASSWORD}, tls=certificates.server) as servers:
        await servers.deliver(ACCOUNT, letter(1))
        async with reading(servers.imap_port, security="tls", ca_file=certificates.ca_file) as inbox:
            await inbox.ping()
            assert len(await fetch(inbox)) == 1
        async with reading(servers.imap_port, security="tls") as inbox:
            with pytest.raises(MailboxError, match=r"certificate of 127\.0\.0\.1 is not trusted"):
                await inbox.ping()


async def test_a_refused_login_is_permanent(servers: MailServers) -> None:
    async with reading(servers.imap_port, password="wrong") as inbox:
        with pytest.raises(MailboxError, match="refuses the login") as caught:
            await inbox.ping()
        assert caught.value.permanent


# A bad server.


async def test_starttls(certificates: Certificates) -> None:
    async with ScriptedImap(tls=certificates.server) as server:
        async with reading(server.port, security="starttls", ca_file=certificates.ca_file) as inbox:
            with pytest.raises(MailboxError, match="offers no STARTTLS"):
                await inbox.ping()
            server.capabilities += " STARTTLS"
            await inbox.ping()
            assert [line.split()[1] for line in server.commands[-5:-3]] == ["CAPABILITY", "LOGIN"]
        async with reading(server.port, security="starttls") as inbox:
            with pytest.raises(MailboxError, match="not trusted"):
                await inbox.ping()
        server.script["STARTTLS"] = lambda tag, _: f"{tag} OK go\r\n* OK injected\r\n".encode()
        async with reading(server.port, security="starttls", ca_file=certificates.ca_file) as inbox:
            with pytest.raises(MailboxError, match="plain text after STARTTLS"):
                await inbox.ping()


async def test_a_thousands_of_lines_in_one_go() -> None:  # trap A
    async with ScriptedImap() as server:
        noise = b"".join(b"* %d FETCH (FLAGS (\\Seen))\r\n" % number for number in range(1, 5001))
        server.messages = {1: letter(1)}
        server.script["UID FETCH"] = lambda tag, rest: noise + server.fetch(rest) + f"{tag} OK\r\n".encode()
        async with reading(server.port) as inbox:
            assert [mail.raw for mail in await fetch(inbox)] == [letter(1)]


async def test_b_news_glued_to_the_end_of_idle() -> None:  # trap B
    async with ScriptedImap() as server:
        server.script["DONE"] = lambda tag, _: f"* 1 EXISTS\r\n{tag} OK done\r\n".encode()
        async with reading(server.port) as inbox:
            await fetch(inbox)
            assert await inbox.wait(0.1)
        server.script["DONE"] = lambda tag, _: f"{tag} OK done\r\n* 1 EXISTS\r\n".encode()
        async with reading(server.port) as inbox:
            await fetch(inbox)
            await inbox.wait(0.1)
            begun = time.monotonic()
            assert await inbox.wait(5)
            assert time.monotonic() - begun < 4


async def test_b_news_during_another_command_is_not_forgotten() -> None:
    async with ScriptedImap() as server:
        server.messages = {1: letter(1)}
        server.script["UID FETCH"] = lambda tag, rest: server.fetch(rest) + f"* 2 EXISTS\r\n{tag} OK\r\n".encode()
        async with reading(server.port) as inbox:
            await fetch(inbox)
            assert await inbox.wait(5)
            assert "IDLE" not in server.commands[-1]


@pytest.mark.parametrize("said", [DROP, b"* BYE too many connections\r\n" + DROP, b"* 1 EX" + DROP])
async def test_c_d_a_connection_that_dies_at_idle(said: bytes) -> None:  # traps C and D
    async with ScriptedImap() as server, reading(server.port) as inbox:
        server.script["IDLE"] = lambda *_: said
        await fetch(inbox)
        with pytest.raises(MailboxError, match="closed the connection"):
            await asyncio.wait_for(inbox.wait(30), 10)


@pytest.mark.parametrize("command", ["CAPABILITY", "LOGIN", "SELECT", "UID SEARCH", "UID FETCH"])
@pytest.mark.parametrize("said", [DROP, HANG], ids=["drop", "hang"])
async def test_d_f_a_connection_that_dies_or_falls_silent_at_any_command(command: str, said: bytes) -> None:
    async with ScriptedImap() as server:
        server.messages = {1: letter(1)}
        inbox = Inbox(quick(server.port))
        server.script[command] = lambda *_: said
        begun = time.monotonic()
        with pytest.raises(MailboxError) as caught:
            await fetch(inbox)
        assert time.monotonic() - begun < 5
        assert not caught.value.permanent
        del server.script[command]
        assert len(await fetch(inbox)) == 1
        await inbox.close()


async def test_e_a_challenge_that_nobody_expects_is_answered() -> None:  # trap E
    async with ScriptedImap() as server, reading(server.port) as inbox:
        server.script["LOGIN"] = lambda *_: b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n"
        with pytest.raises(MailboxError):
            await asyncio.wait_for(inbox.ping(), 10)


async def test_g_h_text_is_left_alone() -> None:  # traps G and H
    async with ScriptedImap() as server:
        raw = b"Subject: Sale * now ((( unbalanced {5}\r\n\r\n* 3 EXISTS\r\nA1 OK no\r\n"
        server.messages = {1: raw, 2: b"a"}

        def fetched(tag: str, rest: str) -> bytes:
            if "BODY" not in rest:
                return server.fetch(rest) + f"{tag} OK done (( {{5}}\r\n".encode()
            literal = b"* 1 FETCH (BODY[]<0> {%d}\r\n%s FLAGS () UID 1)\r\n* OK ((still) here {9}\r\n" % (len(raw), raw)
            return literal + rb'* 2 FETCH (UID 2 BODY[]<0> "q \"* ( \\ ")' + f"\r\n{tag} OK\r\n".encode()

        server.script["UID FETCH"] = fetched
        async with reading(server.port) as inbox:
            assert [mail.raw for mail in await fetch(inbox)] == [raw, b'q "* ( \\ ']


async def test_i_more_than_was_asked_for_is_cut_off() -> None:  # literal cap
    async with ScriptedImap() as server, reading(server.port, max_size=10_000) as inbox:
        server.messages = {1: letter(1)}
        server.script["UID FETCH"] = lambda *_: b"* 1 FETCH (UID 1 BODY[] {999999999999}\r\n"
        with pytest.raises(MailboxError, match="more than was asked"):
            await fetch(inbox)


async def test_a_line_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.mail.imap._LINE_LIMIT", 10_000)
    async with ScriptedImap() as server, reading(server.port) as inbox:
        server.script["UID SEARCH"] = lambda *_: b"* SEARCH" + b" 1" * 20_000
        with pytest.raises(MailboxError, match="line without end"):
            await fetch(inbox)


@pytest.mark.parametrize("greeting", [HANG, DROP, b"* BYE closed for the night\r\n", b"220 smtp ready\r\n"])
async def test_j_no_greeting_leaves_no_socket(greeting: bytes) -> None:  # trap J
    async with ScriptedImap(greeting=greeting) as server:
        inbox = Inbox(quick(server.port))
        with pytest.raises(MailboxError):
            await inbox.ping()
        if greeting != HANG:
            for _ in range(50):
                await asyncio.sleep(0.01)
                if not server.open_connections:
                    break
            assert server.open_connections == 0
        await inbox.close()


async def test_k_search_says_nothing_or_too_much_and_names_are_quoted() -> None:  # trap K
    async with ScriptedImap() as server:
        server.script["UID SEARCH"] = lambda tag, _: f"{tag} OK nothing 7 8\r\n".encode()
        async with reading(server.port, user='a "b"', folder="Relances/Réponses & co") as inbox:
            assert await fetch(inbox) == []
            assert server.commands[1].endswith(r'LOGIN "a \"b\"" "pa\"ss\\ word"')
            assert server.commands[3].endswith('SELECT "Relances/R&AOk-ponses &- co"')
            del server.script["UID SEARCH"]
            server.messages = {5: letter(5)}
            assert await fetch(inbox, 5, 7) == []


@pytest.mark.parametrize("command", ["SELECT", "UID SEARCH", "UID FETCH"])
@pytest.mark.parametrize("no", ["NO", "BAD"])
async def test_k_no_is_an_error_and_the_connection_lives_on(command: str, no: str) -> None:
    async with ScriptedImap() as server, reading(server.port) as inbox:
        server.messages = {1: letter(1)}
        server.script[command] = lambda tag, _: f"{tag} {no} not today\r\n".encode()
        with pytest.raises(MailboxError, match="not today"):
            await fetch(inbox)
        await inbox.mark_seen(1) if command != "SELECT" else None
        del server.script[command]
        assert len(await fetch(inbox)) == 1
        assert server.connections == 1


async def test_marking_is_best_effort() -> None:
    async with ScriptedImap() as server, reading(server.port) as inbox:
        server.script["UID STORE"] = lambda tag, _: f"{tag} NO read-only\r\n".encode()
        await inbox.mark_seen(1)
        server.script["UID STORE"] = lambda *_: DROP
        with pytest.raises(MailboxError):
            await inbox.mark_seen(1)


async def test_n_nothing_of_one_wait_is_left_for_the_next() -> None:  # trap N
    async with ScriptedImap() as server, reading(server.port) as inbox:
        await fetch(inbox)
        for _ in range(3):
            assert not await inbox.wait(0.05)
        server.push(b"* 1 EXISTS\r\n")
        assert await inbox.wait(1)
        await fetch(inbox)
        assert not await inbox.wait(0.05)


async def test_chatter_during_idle_is_no_news() -> None:
    async with ScriptedImap() as server, reading(server.port) as inbox:
        await fetch(inbox)
        waiting = asyncio.create_task(inbox.wait(0.3))
        await server.idling.wait()
        server.push(b"* OK Still here\r\n* 1 FETCH (FLAGS (\\Seen))\r\n")
        assert not await waiting


async def test_idle_that_is_refused_becomes_polling() -> None:
    async with ScriptedImap() as server, reading(server.port, poll=1) as inbox:
        server.script["IDLE"] = lambda tag, _: f"{tag} BAD what\r\n".encode()
        await fetch(inbox)
        begun = time.monotonic()
        assert await inbox.wait(10)
        assert 0.9 < time.monotonic() - begun < 8
        assert server.connections == 1


async def test_a_server_frozen_in_idle_is_noticed_after_renew_and_timeout() -> None:
    async with ScriptedImap() as server:
        inbox = Inbox(quick(server.port, renew=0.2))
        server.script["DONE"] = lambda *_: HANG
        await fetch(inbox)
        begun = time.monotonic()
        with pytest.raises(MailboxError, match="did not answer"):
            await inbox.wait(30)
        assert 0.3 < time.monotonic() - begun < 8
        await inbox.close()


async def test_cancelling_hangs_up_and_the_next_call_connects_again() -> None:
    async with ScriptedImap() as server, reading(server.port) as inbox:
        server.messages = {1: letter(1)}
        server.script["UID FETCH"] = lambda *_: HANG
        reading_on = asyncio.create_task(fetch(inbox))
        await asyncio.sleep(0.05)
        reading_on.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading_on
        del server.script["UID FETCH"]
        assert len(await fetch(inbox)) == 1
        waiting = asyncio.create_task(inbox.wait(30))
        await server.idling.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert len(await fetch(inbox)) == 1
        assert server.connections == 3


async def test_a_slow_but_steady_answer_is_waited_for() -> None:
    async with ScriptedImap() as server:
        server.messages = {1: letter(1)}
        inbox = Inbox(quick(server.port))
        await inbox.ping()
        server.script["UID SEARCH"] = lambda *_: b""
        answer = asyncio.create_task(fetch(inbox))
        for _ in range(5):
            await asyncio.sleep(0.1)
            server.push(b"* OK busy\r\n")
        tag = server.commands[-1].split()[0]
        server.push(f"* SEARCH 1\r\n{tag} OK\r\n".encode())
        assert len(await answer) == 1
        await inbox.close()


async def test_a_dripping_server_is_left_in_the_end() -> None:
    async with ScriptedImap() as server:
        inbox = Inbox(quick(server.port, timeout=0.1))
        await inbox.ping()
        server.script["UID SEARCH"] = lambda *_: b""
        answer = asyncio.create_task(fetch(inbox))
        begun = time.monotonic()
        while not answer.done() and time.monotonic() - begun < 30:
            await asyncio.sleep(0.02)
            server.push(b"* OK busy\r\n")
        with pytest.raises(MailboxError, match="did not answer"):
            await answer
        assert time.monotonic() - begun < 20
        await inbox.close()


async def test_the_folder_is_renumbered() -> None:
    async with ScriptedImap() as server, reading(server.port) as inbox:
        server.messages = {41: letter(1), 42: letter(2)}
        assert [mail.uid for mail in await fetch(inbox, 41, 7)] == [42]
        server.kill()
        server.uidvalidity, server.messages = 8, {1: letter(1), 2: letter(2)}
        await asyncio.sleep(0.05)
        assert [(mail.uidvalidity, mail.uid) for mail in await fetch(inbox, 42, 7)] == [(8, 1), (8, 2)]
        server.uidvalidity = 9
        server.kill()
        await asyncio.sleep(0.05)
        await inbox.mark_seen(2)
        assert not [line for line in server.commands if "STORE" in line]


async def test_a_message_that_vanishes_is_left_out() -> None:
    async with ScriptedImap() as server, reading(server.port) as inbox:
        server.messages = {1: letter(1), 2: letter(2), 3: letter(3)}
        search: Callable[[str, str], bytes] = lambda tag, rest: server.search(rest) + f"{tag} OK\r\n".encode()  # noqa: E731

        def searched(tag: str, rest: str) -> bytes:
            said = search(tag, rest)
            del server.messages[1]
            return said

        def fetched(tag: str, rest: str) -> bytes:
            said = server.fetch(rest) + f"* 1 EXPUNGE\r\n{tag} OK\r\n".encode()
            server.messages.pop(2, None)
            return said

        server.script |= {"UID SEARCH": searched, "UID FETCH": fetched}
        assert [mail.uid for mail in await fetch(inbox)] == [3]


async def test_the_folder_of_sent_mail_is_searched_too() -> None:
    async with ScriptedImap() as server, reading(server.port) as inbox:
        server.capabilities += " SPECIAL-USE LIST-EXTENDED"
        server.script["LIST"] = lambda tag, _: (
            b'* LIST (\\HasNoChildren) "/" INBOX\r\n* LIST (\\HasNoChildren \\Sent) "/" {13}\r\nEnvoy&AOk-s x\r\n'
            + f"{tag} OK\r\n".encode()
        )
        server.script["UID SEARCH"] = lambda tag, _: (
            (b"* SEARCH 4\r\n" if "EXAMINE" in server.commands[-2] else b"* SEARCH\r\n") + f"{tag} OK\r\n".encode()
        )
        assert await inbox.find("<1@martin.test>")
        assert server.commands[-2].endswith('EXAMINE "Envoy&AOk-s x"')
        assert await fetch(inbox) == []
        assert any(line.endswith('SELECT "INBOX"') for line in server.commands[-3:])


async def test_no_uidvalidity_is_said() -> None:
    async with ScriptedImap() as server, reading(server.port) as inbox:
        server.script["SELECT"] = lambda tag, _: f"* 0 EXISTS\r\n{tag} OK\r\n".encode()
        with pytest.raises(MailboxError, match="no UIDVALIDITY"):
            await inbox.ping()


# How IMAP writes.


def test_a_fetch_response_is_tokenised_with_literals_anywhere() -> None:
    items = parse_fetch(
        [
            b"* 3 FETCH (BODY[HEADER.FIELDS (FROM TO)] {4}",
            b"a(\r\n",
            b' FLAGS (\\Seen $X) ENVELOPE ("q\\"(" NIL {1}',
            b")",
            b" ((NIL)))) UID 9)",
        ]
    )
    assert items is not None
    assert items["BODY[HEADER.FIELDS (FROM TO)]"] == b"a(\r\n"
    assert items["FLAGS"] == [b"\\Seen", b"$X"]
    assert items["ENVELOPE"] == [b'q"(', None, b")", [[None]]]
    assert parse_fetch([b"* 3 EXISTS"]) is None
    assert parse_values([b'("a" NIL) "]" )']) == [[b"a", None], b"]"]


@pytest.mark.parametrize("name", ["INBOX", "Envoyés", "A & B", "日本語/メール", "Relances – été"])
def test_folder_names_come_back(name: str) -> None:
    assert folder_title(folder_name(name).encode()) == name


def test_dates() -> None:
    assert parse_date(b" 7-jul-2026 02:44:25 -0730") == datetime.fromisoformat("2026-07-07T02:44:25-07:30")
    assert parse_date(b"31-Feb-2026 02:44:25 +0000") is None
    assert parse_date(b"yesterday") is None


def test_settings_name_every_mistake() -> None:
    with pytest.raises(ConfigError) as caught:
        settings({"host": "imap.example.org", "security": "none", "folder": "", "idel": True, "max_size": "big"})
    assert set(dict(caught.value.mistakes)) == {"idel", "security", "user", "password", "folder", "max_size"} - {
        "password"
    }
    made = settings({"host": "imap.example.org", "user": "a", "password": "topsecret", "security": "starttls"})
    assert (made.port, "topsecret" in repr(made)) == (143, False)
