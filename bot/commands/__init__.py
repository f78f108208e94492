"""The commands, one module each (a trailing underscore keeps a Python word out of the way). Never a decision.

A command has ``HELP`` (one line), ``EXAMPLE``, ``NEEDS``, ``add_arguments(parser)`` and ``async run(args, house)``
(``run(args)`` where it needs nothing), which returns the exit code and raises RelanceError for what a person can mend.
``NEEDS`` is "nothing"; "house" (what `House` says); "app" (all parts, wired); or "daemon" (the same, and alone).

`relance --help` imports them all, so what is heavy is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Protocol

from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.config import Config, Setup
    from bot.office import Office
    from storage.store import Store


class Books(Protocol):
    """What a command is lent that only writes in the books."""

    @property
    def config(self) -> Config: ...

    @property
    def store(self) -> Store: ...


class House(Books, Protocol):
    """What a command is lent: the configuration, the store, already open, and the office of each account."""

    @property
    def offices(self) -> Mapping[str, Office]: ...


def the_account(config: Config, id: str | None) -> Setup:
    """The account that ``--account`` names, or the only one there is. Raises ConfigError."""
    if id is not None:
        return config.account(id)
    if len(config.accounts) == 1:
        return config.accounts[0]
    ids = ", ".join(one.account.id for one in config.accounts)
    raise ConfigError([(config.path.name, f"there are several accounts; say which with --account: {ids}")])


def the_offices(house: House, id: str | None) -> list[Office]:
    """The office that ``--account`` names, or all of them. Raises ConfigError."""
    return list(house.offices.values()) if id is None else [house.offices[house.config.account(id).account.id]]


def a_day(text: str) -> date:
    """An argument that is a day."""
    import argparse

    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a day: {text!r} (write 2026-12-31)") from None
    if not 2000 <= day.year <= 2100:
        raise argparse.ArgumentTypeError(f"a day between 2000 and 2100, not {text}")
    return day
