"""`relance demo`: the whole job with nothing to configure. The story itself is in bot/demo/."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

from bot.errors import RelanceError

HELP = "the whole job with nothing to configure: weeks in seconds"
EXAMPLE = "relance demo --out demo-out"
NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path("demo-out"), help="where the mails are left")
    parser.add_argument("--interactive", action="store_true", help="you are the owner: choose by number")
    parser.add_argument("--lang", choices=("fr", "en"), default="fr", help="language of the story (default fr)")


async def run(args: argparse.Namespace) -> int:
    """Raises RelanceError when the embedded servers are not installed."""
    if any(importlib.util.find_spec(name) is None for name in ("aiosmtpd", "pymap")):
        needed = "aiosmtpd passlib 'pymap>=0.36,<0.37'"
        raise RelanceError(f"the embedded servers are not installed: {sys.executable} -m pip install {needed}")
    from bot import logs
    from bot.demo.play import play  # late: nothing else needs the servers

    logs.set_up("quiet")
    return await play(out=args.out, language=args.lang, interactive=args.interactive)
