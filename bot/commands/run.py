"""`relance run`: the daemon. Never a loop of its own; bot/app.py has them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.app import App

HELP = "the daemon: sends, listens and asks until it is told to stop"
EXAMPLE = "relance run --config /etc/relance/config.toml"
NEEDS = "daemon"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only --config."""


async def run(args: argparse.Namespace, app: App) -> int:
    """Returns when SIGTERM or SIGINT has ended the loops. StoreError when another run uses the database."""
    from bot.app import serve

    await serve(app)
    return 0
