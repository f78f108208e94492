"""The log: structured, ids only, to stderr. Never an address, a name or a word of a debtor."""

from __future__ import annotations

import logging
import sys

import structlog

_FORBIDDEN = frozenset({"email", "to", "from", "subject", "body", "name", "phone"})


def set_up(style: str) -> None:
    """``plain`` for people, ``json`` for machines, ``quiet``: only errors."""
    level = logging.ERROR if style == "quiet" else logging.INFO
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer() if style == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            without_people,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        stream=sys.stderr, level=max(level, logging.WARNING), format="%(levelname)s %(name)s %(message)s"
    )


def without_people(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Personal data does not belong into a log, whoever wrote the line."""
    for key in _FORBIDDEN & event.keys():
        event[key] = "…"
    return event
