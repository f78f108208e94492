"""The log: structured, ids only, to stderr. Never an address, a name or a word of a debtor, whoever wrote the line."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import TextIO

# structlog loads rich, 9 MB and a tenth of a second, to colour the tracebacks of programmers. Ours are plain.
_rich = sys.modules.setdefault("rich", None)  # type: ignore[arg-type]

import structlog  # noqa: E402
from structlog.typing import EventDict, Processor  # noqa: E402

from bot.errors import RelanceError  # noqa: E402

if _rich is None:
    del sys.modules["rich"]

_FORBIDDEN = frozenset({"email", "to", "from", "subject", "body", "name", "phone"})

_PRIVATE = re.compile(
    r"(?P<keep>://)[^/\s@]+@"  # user and password in the address of a server
    r"|[^\s<>()\[\]'\"=:,;]+@[^\s<>()\[\]'\"=,;]+"  # an e-mail address
    r"|\b\d+:[A-Za-z0-9_-]{20,}"  # a bot's token
    r"|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,}(?: ?[A-Z0-9]{1,4})?\b"  # an IBAN
    r"|=\([^)]*\)"  # what PostgreSQL says of a row: Key (name)=(Jean Dupont)
)
_QUOTED = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"")
_OURS = ("relance", "bot")
"""Whose lines below a warning are of interest. ``bot``: modules that log in the way of the standard library."""

_TELLING = (ValueError, LookupError)
"""Errors of Python's own that quote the data they are about; so may every error of a library."""


def set_up(style: str, stream: TextIO | None = None) -> None:
    """``plain`` for people, ``json`` for machines, ``quiet``: only errors. Everybody's lines have the same form."""
    level = logging.ERROR if style == "quiet" else logging.INFO
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    ours: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*ours, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *name: logging.getLogger(".".join(("relance", *name))),
        cache_logger_on_first_use=False,
    )
    # A stream that is closed or full must not end the daemon: the handler of the standard library survives it.
    logging.raiseExceptions = False
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*ours, _of_strangers],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, without_people, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(True)


def without_people(logger: object, method: str, event: EventDict) -> EventDict:
    """Personal data does not belong into a log. A traceback keeps its places, not the values that an error tells."""
    trouble = _trouble(event.pop("exc_info", None))
    if trouble is not None:
        event["exception"] = "".join(without_values(trouble)).rstrip()
    for key, value in event.items():
        if key in _FORBIDDEN:
            event[key] = "…"
        elif isinstance(value, str) and key != "exception":
            event[key] = masked(value)
    return event


def masked(text: str) -> str:
    """The text without addresses, tokens and account numbers."""
    return _PRIVATE.sub(lambda found: f"{found['keep'] or ''}…@" if found["keep"] else "…", text)


def without_values(error: BaseException) -> list[str]:
    """The traceback of an error and of what led to it. Of `KeyError: 'Jean Dupont'` it stays that a key was missing."""
    lines = []
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        lines += [*without_values(before), "which led to:\n"]
    lines += traceback.format_tb(error.__traceback__)
    kind = type(error)
    speaks = isinstance(error, RelanceError) or (kind.__module__ == "builtins" and not isinstance(error, _TELLING))
    lines.append(f"{kind.__name__}: {_QUOTED.sub('…', masked(str(error))) if speaks else '…'}\n")
    for part in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        lines += without_values(part)
    return lines


def _of_strangers(logger: object, method: str, event: EventDict) -> EventDict:
    """asyncio shows the error of a lost task, and with it whatever the error quotes."""
    if str(event.get("logger", "")).partition(".")[0] not in _OURS:
        event["event"] = _QUOTED.sub("…", str(event["event"]))
    return event


def _trouble(
    given: bool | BaseException | tuple[type[BaseException], BaseException, TracebackType] | None,
) -> BaseException | None:
    """The error that a line is about; ``exc_info=True`` means the one being handled."""
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1]
    return sys.exc_info()[1] if given else None
