"""The command line: finds the command, opens what it needs, turns errors into one line and an exit code."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from bot import commands
from bot.errors import ConfigError, RelanceError

DONE, COULD_NOT, USAGE = 0, 1, 2

# In the order of a first day with Relance; --help shows them so.
ORDER = ("demo", "init", "check", "import", "plan", "preview", "pair", "run", "who", "events", "read")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit 0: done; 1: could not, one clear line on stderr; 2: wrong usage or configuration."""
    parser = build_parser(only=_named(argv))
    args = parser.parse_args(argv)
    try:
        return _run(args.module, args)
    except ConfigError as error:
        for key, what in error.mistakes:
            print(f"{key}: {what}", file=sys.stderr)
        return USAGE
    except RelanceError as error:
        print(f"relance {args.command}: {error}", file=sys.stderr)
        return COULD_NOT
    except BrokenPipeError:
        # The reader went away (relance who | head): nothing more to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return COULD_NOT


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """All commands; with ``only``, just that one is imported, so that a start stays quick."""
    parser = argparse.ArgumentParser(
        prog="relance",
        description="Payment reminders that read the answers and ask the owner.",
        epilog="relance COMMAND --help shows an example.",
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in _names() if only is None else (only,):
        module = importlib.import_module(f"bot.commands.{_module(name)}")
        one = subparsers.add_parser(
            name,
            help=module.HELP,
            description=f"{module.HELP[0].upper()}{module.HELP[1:]}.",
            epilog=f"Example: {module.EXAMPLE}",
        )
        one.set_defaults(module=module)
        if getattr(module, "NEEDS", "nothing") != "nothing":
            one.add_argument(
                "--config", metavar="FILE", type=Path, default=Path("config.toml"), help="default: ./config.toml"
            )
        module.add_arguments(one)
    return parser


def _run(module: ModuleType, args: argparse.Namespace) -> int:
    if getattr(module, "NEEDS", "nothing") == "nothing":
        result = module.run(args)
        return int(asyncio.run(result) if asyncio.iscoroutine(result) else result)
    return asyncio.run(_with_house(module, args))


async def _with_house(module: ModuleType, args: argparse.Namespace) -> int:
    from bot import logs  # late: what only a command with a house needs
    from bot.app import assemble
    from bot.config import load

    config = load(args.config)
    for key, what in config.warnings:
        print(f"{key}: {what}", file=sys.stderr)
    daemon = module.NEEDS == "daemon"
    logs.set_up(config.log if daemon else "quiet")
    async with assemble(config, exclusive=daemon) as app:
        return int(await module.run(args, app))


def _names() -> tuple[str, ...]:
    there = {m.name.rstrip("_") for m in pkgutil.iter_modules(commands.__path__) if not m.name.startswith("_")}
    return (*(name for name in ORDER if name in there), *sorted(there.difference(ORDER)))


def _module(name: str) -> str:
    there = {m.name for m in pkgutil.iter_modules(commands.__path__)}
    return name if name in there else f"{name}_"


def _named(argv: Sequence[str] | None) -> str | None:
    """The command that is asked for, when the first word is one."""
    words = sys.argv[1:] if argv is None else argv
    return words[0] if words and words[0] in _names() else None


if __name__ == "__main__":
    sys.exit(main())
