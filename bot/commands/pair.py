"""`relance pair`: a one-time code that makes somebody an owner. Never an owner by itself."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from bot.commands import House, the_account

HELP = "show a one-time code that makes a chat yours"
EXAMPLE = "relance pair"
NEEDS = "house"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--account", metavar="ID", help="not needed where there is one account")


async def run(args: argparse.Namespace, house: House) -> int:
    """Print the code; it is kept only as a hash, works once, for half an hour."""
    from bot.desk import PAIRING_LASTS, code_hash, new_code  # late: --help does not need the desk

    setup = the_account(house.config, args.account)
    code = new_code()
    await house.store.add_pairing(setup.account.id, code_hash(code), datetime.now(UTC) + PAIRING_LASTS)
    words = house.offices[setup.account.id].words
    minutes = int(PAIRING_LASTS.total_seconds() // 60)
    print(words.say("pair", language=setup.account.language, code=f"{code[:4]}-{code[4:]}", minutes=minutes))
    return 0
