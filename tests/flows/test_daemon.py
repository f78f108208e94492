"""`relance run` as it runs on a server: a process, signals, systemd, other commands beside it, kills and restarts."""

from __future__ import annotations

import json
import re
import signal
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import pytest

from bot.core.case import NoticeState
from tests.flows.clock import MONDAY
from tests.flows.house import CHAT, INVOICES, MAILBOX, OWNER, House, discreet, until
from tests.flows.program import Program, relance, started, systemd
from tests.mail.scripted_smtp import HANG, ScriptedSmtp


async def test_a_day_on_a_server(house: House) -> None:
    """Start, pair, import, ask who owes what, refuse a second one, stop: idle in IDLE and in a long poll."""
    house.configure(owner="")
    with systemd() as manager:
        beside = {"NOTIFY_SOCKET": manager.address, "WATCHDOG_USEC": "600000"}
        async with started("bot", "run", cwd=house.folder, **beside) as daemon:
            await until(lambda: "READY=1" in manager.heard)
            await until(lambda: manager.heard.count("WATCHDOG=1") >= 3)
            await pair(house)
            await import_and_see(house)
            code, out, err = await relance("run", cwd=house.folder)
            assert (code, out) == (1, "")
            assert err.startswith("relance run: another relance run is using the database")
            assert err.count("\n") == 1
            await house.servers.deliver(MAILBOX, stranger())
            card = await house.card()
            house.api.press(CHAT, card.id, "nothing")
            await until(lambda: house.cards(buttons=False))
            assert "STOPPING=1" not in manager.heard
            code, seconds = await daemon.end()
            assert code == 0
            assert seconds < 5
        assert manager.heard.count("READY=1") == manager.heard.count("STOPPING=1") == 1
    assert [line["event"] for line in daemon.events()][-2:] == ["stopping after the item in hand", "stopped"]
    discreet("\n".join(daemon.log))


async def pair(house: House) -> None:
    """A stranger who guesses gets nothing; whoever has the code is the owner, once."""
    code, out, _ = await relance("pair", cwd=house.folder)
    assert code == 0
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", out)
    assert found is not None, out
    secret = found[0]
    house.api.know(99)
    house.api.type(99, "/start AAAA-AAAA")
    sender: dict[str, Any] = {"from": {"id": CHAT, "is_bot": False, "first_name": OWNER}}
    house.api.type(CHAT, f"/start {secret}", **sender)
    await until(lambda: house.api.last(CHAT))
    house.api.type(99, f"/start {secret}")
    await until(lambda: house.api.pending == 0)
    assert not house.api.messages(99)


async def import_and_see(house: House) -> None:
    (house.folder / "factures.csv").write_text(INVOICES, encoding="utf-8")
    code, _, err = await relance("import", "factures.csv", cwd=house.folder)
    assert (code, err) == (0, "")
    code, out, _ = await relance("who", "--json", cwd=house.folder)
    assert code == 0
    (row,) = json.loads(out)
    assert [i["number"] for i in row["invoices"]] == ["F-1"]
    before = len(house.api.messages(CHAT))
    house.api.type(CHAT, "/who")
    await until(lambda: len(house.api.messages(CHAT)) > before)


def stranger() -> bytes:
    return (
        "From: Jean Dupont <jean@inconnu.example>\r\nTo: compta@martin.example\r\nSubject: Une question\r\n"
        "Message-ID: <1@inconnu.example>\r\n\r\nBonjour, qui \xeates-vous ?\r\n"
    ).encode("latin-1")


def daemon_at(house: House, minutes: float) -> AbstractAsyncContextManager[Program]:
    """The daemon, so many minutes after Monday morning."""
    moment = (MONDAY + timedelta(minutes=minutes)).isoformat()
    return started("tests.flows.daemon", str(house.config), moment, "1", cwd=house.folder)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
async def test_ended_in_the_middle_of_a_delivery(house: House, sign: signal.Signals) -> None:
    """The server has taken the message and never says so. After the restart it is found, and not sent again."""
    async with ScriptedSmtp({"end": HANG}) as smtp:
        house.configure(smtp=smtp.port, login="", timeout=30)
        async with house.opened() as books:
            await books.take_in()
            async with daemon_at(house, 0) as daemon:
                await until(lambda: smtp.accepted)
                code, seconds = await daemon.end(sign)
                assert code == (0 if sign is signal.SIGTERM else -signal.SIGKILL)
                assert seconds < 10
            discreet("\n".join(daemon.log))
            assert await books.notices(NoticeState.SENDING) == 1
            smtp.script.clear()
            await house.servers.deliver(MAILBOX, smtp.accepted[0].removesuffix(b".\r\n"))
            async with daemon_at(house, 5) as daemon:
                await books.until_notices(NoticeState.SENT)
                await daemon.end()
            discreet("\n".join(daemon.log))
            assert await books.questions() == []
        assert len(smtp.accepted) == 1
