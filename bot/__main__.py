"""The command line: finds the command, opens what it needs, turns errors into one line and an exit code."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from bot import commands
from bot.commands import _streams as streams
from bot.errors import ConfigError, RelanceError

DONE, COULD_NOT, USAGE = 0, 1, 2

# In the order of a first day with Relance; --help shows them so.
ORDER = ("demo", "init", "check", "import", "plan", "preview", "pair", "run", "who", "events", "read", "evaluate")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit 0: done; 1: could not, one clear line on stderr; 2: wrong usage or configuration."""
    named = _named(argv)
    try:
        return _main(argv, named)
    except ConfigError as error:
        for key, what in error.mistakes:
            print(f"{key}: {what}", file=sys.stderr)
        return USAGE
    except RelanceError as error:
        return _could_not(named, str(error))
    except BrokenPipeError:
        # The reader went away (relance who | head) and knows it: nothing to say, not even at exit.
        streams.hush()
        return COULD_NOT
    except OSError as error:
        streams.hush()
        return _could_not(named, f"{error.filename or 'the output'}: {error.strerror or error}")
    except KeyboardInterrupt:
        return _could_not(named, "stopped")


def _main(argv: Sequence[str] | None, named: str | None) -> int:
    try:
        args = build_parser(only=named).parse_args(argv)
        streams.soften(json=getattr(args, "json", False) or getattr(args, "jsonl", None) is not None)
        return _run(args.module, args)
    finally:
        if sys.stdout is not None:
            sys.stdout.flush()


def _could_not(command: str | None, why: str) -> int:
    print(f"relance {command}: {' '.join(why.split())}", file=sys.stderr)
    return COULD_NOT


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """All commands; with ``only``, just that one is imported, so that a start stays quick."""
    parser = argparse.ArgumentParser(
        prog="relance",
        description="Payment reminders that read the answers and ask the owner.",
        epilog="relance COMMAND --help shows an example. Exit: 0 done, 1 could not, 2 wrong usage or configuration.",
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in _names() if only is None else (only,):
        module = importlib.import_module(f"bot.commands.{_module(name)}")
        one = subparsers.add_parser(
            name,
            help=module.HELP,
            description=f"{module.HELP[0].upper()}{module.HELP[1:]}.",
            epilog=f"Example: {module.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,  # an example is copied whole, in one line
        )
        one.set_defaults(module=module)
        if module.NEEDS != "nothing":
            one.add_argument(
                "--config", metavar="FILE", type=Path, default=Path("config.toml"), help="default: ./config.toml"
            )
        module.add_arguments(one)
    return parser


def _run(module: ModuleType, args: argparse.Namespace) -> int:
    if module.NEEDS == "nothing":
        result = module.run(args)
        return int(asyncio.run(result) if asyncio.iscoroutine(result) else result)
    return asyncio.run(_with_house(module, args))


async def _with_house(module: ModuleType, args: argparse.Namespace) -> int:
    from bot.config import load  # late: what only a command with a house needs
    from bot.offices import trouble_of

    config = load(args.config, trouble_of)
    for key, what in config.warnings:
        print(f"{key}: {what}", file=sys.stderr)
    if module.NEEDS == "house":
        from bot.commands._house import opened

        async with opened(config) as house:
            return int(await module.run(args, house))
    from bot import logs
    from bot.app import assemble

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
