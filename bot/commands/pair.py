"""`relance pair`: a one-time code that makes somebody an owner; who is one; and the end of it."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from bot.commands import House, the_account
from bot.commands._table import aligned

HELP = "show a one-time code that makes a chat yours; list and remove owners"
EXAMPLE = "relance pair --sees"
NEEDS = "house"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--account", metavar="ID", help="not needed where there is one account")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--sees", action="store_true", help="the code is for somebody who sees everything, decides nothing"
    )
    what.add_argument("--list", action="store_true", help="who owns what, each with a number")
    what.add_argument("--remove", metavar="N", type=int, help="the one with this number is an owner no more")


async def run(args: argparse.Namespace, house: House) -> int:
    """Print the code; it is kept only as a hash, works once, for half an hour."""
    if args.list:
        return await _list(args, house)
    if args.remove is not None:
        return await _remove(args, house)
    from bot.pairing import PAIRING_LASTS, code_hash, new_code  # late: --help does not need it

    setup = the_account(house.config, args.account)
    code = new_code()
    until = datetime.now(UTC) + PAIRING_LASTS
    await house.store.add_pairing(setup.account.id, code_hash(code), until, decides=not args.sees)
    words = house.offices[setup.account.id].words
    facts = {"minutes": int(PAIRING_LASTS.total_seconds() // 60), "sees": args.sees}
    text = "pair" if "telegram" in house.config.channels else "pair_terminal"
    print(words.say(text, language=setup.account.language, code=f"{code[:4]}-{code[4:]}", **facts))
    return 0


async def _list(args: argparse.Namespace, house: House) -> int:
    known = {house.config.account(args.account).account.id} if args.account else set(house.offices)
    seats = [(number, owner) for number, owner in await house.store.seats() if owner.account in known]
    print(aligned(_say(house, "owners_table", seats=seats)))
    return 0


async def _remove(args: argparse.Namespace, house: House) -> int:
    found = [owner for number, owner in await house.store.seats() if number == args.remove]
    if not found or (args.account and found[0].account != args.account):
        print(_say(house, "owner_unknown", number=args.remove))
        return 1
    (owner,) = found
    await house.store.remove_owner(owner.account, owner.channel, owner.address)
    await house.store.record(owner.account, at=datetime.now(UTC), what="unpaired", facts={"channel": owner.channel})
    left = [one for one in await house.store.owners(owner.account) if one.decides]
    print(_say(house, "owner_removed", owner=owner, nobody=not left))
    return 0


def _say(house: House, key: str, /, **facts: object) -> str:
    office = next(iter(house.offices.values()))
    return office.words.say(key, language=office.account.language, **facts)
