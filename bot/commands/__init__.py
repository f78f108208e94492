"""The commands, one module each (a trailing underscore keeps a Python word out of the way). Never a decision.

A command has ``HELP`` (one line), ``EXAMPLE``, ``NEEDS`` ("nothing", "app", or "daemon"), ``add_arguments(parser)`` and
``async run(args, app)`` (``run(args)`` where it needs nothing), which returns the exit code and raises RelanceError for
what a person can mend.
"""

from __future__ import annotations

from typing import Protocol

from bot.config import Config, Setup
from bot.errors import RelanceError
from bot.ledger import Ledger


class House(Protocol):
    """What the composition root lends to a command: the configuration, and the store, already open."""

    @property
    def config(self) -> Config: ...

    @property
    def store(self) -> Ledger: ...


def the_account(config: Config, id: str | None) -> Setup:
    """The account that ``--account`` names, or the only one there is."""
    if id is not None:
        return config.account(id)
    if len(config.accounts) == 1:
        return config.accounts[0]
    ids = ", ".join(one.account.id for one in config.accounts)
    raise RelanceError(f"there are several accounts; say which with --account: {ids}")
