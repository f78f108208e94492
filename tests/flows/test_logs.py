"""The log keeps what helps to find a bug, and nothing about people."""

from __future__ import annotations

import asyncio
import errno
import io
import logging
import warnings

import structlog

from bot import logs
from bot.errors import StoreError
from tests.flows.house import Journal

log = structlog.get_logger("test")
NAME = "Jeanne Dupont"


def test_values_of_errors_stay_out(journal: Journal) -> None:
    try:
        try:
            raise KeyError(NAME)
        except KeyError as error:
            raise ExceptionGroup("two", [ValueError(NAME), StoreError(f"=({NAME})"), OSError("no route")]) from error
    except ExceptionGroup:
        log.exception("tick failed", loop="x")
    (line,) = journal.lines
    assert line["exception"].count("…") == 3
    assert "test_logs.py" in line["exception"]
    assert "KeyError: …" in line["exception"]
    assert "OSError: no route" in line["exception"]


def test_addresses_and_secrets_stay_out_of_every_value(journal: Journal) -> None:
    log.warning("mailbox away", error="550 <jeanne.dupont@boulangerie.example> unknown", name="Dupont", port=25)
    log.warning("x", error="cannot open postgres://relance:Sesam-0815@db/relance, FR76 3000 6000 0112 3456 7890 189")
    assert [line.get("error") for line in journal.lines] == [
        "550 <…> unknown",
        "cannot open postgres://…@db/relance, …",
    ]
    assert journal.lines[0]["name"] == "…"
    assert journal.lines[0]["port"] == 25


async def test_lines_of_others_have_the_same_form(journal: Journal) -> None:
    async def lost() -> None:
        raise KeyError(NAME)

    task = asyncio.create_task(lost())
    await asyncio.wait((task,))
    del task
    logging.getLogger("bot.channels").info("telegram: token 4711:loopback-only-token-of-the-tests")
    logging.getLogger("httpx").info("not a matter for the log")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"beware of {NAME!r}", stacklevel=1)
    lines = {line["logger"]: line["event"] for line in journal.lines}
    assert lines["bot.channels"] == "telegram: token …"
    assert "never retrieved" in lines["asyncio"]
    assert set(lines) == {"asyncio", "bot.channels", "py.warnings"}


class Full(io.StringIO):
    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_log_that_cannot_be_written_ends_nothing() -> None:
    logs.set_up("json", Full())
    log.error("tick failed")
    logging.getLogger("bot").warning("nor this")
