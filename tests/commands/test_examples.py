"""Every example that --help gives, and every command of the README, does what it says in a prepared folder."""

from __future__ import annotations

import argparse
import asyncio
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.__main__ import ORDER, build_parser
from bot.embedded.servers import MailServers
from tests.commands.conftest import Run
from tests.commands.shop import HOUSE, account, lay_out, relance

README = HOUSE / "README.md"
LONG = {"demo", "run"}
"""These are run on their own, below."""


def subparsers() -> dict[str, argparse.ArgumentParser]:
    (found,) = (a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(found.choices)


def example(name: str) -> list[str]:
    (line,) = [row for row in subparsers()[name].format_help().splitlines() if row.startswith("Example: relance ")]
    return shlex.split(line)[2:]


def readme_lines() -> list[list[str]]:
    """The commands of the README's shell blocks, without their comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [words for words in lines if words and words[0] in ("relance", "make")]


@pytest.fixture
async def ready(tmp_path: Path, run: Run) -> AsyncIterator[Path]:
    """The folder of somebody who has got everything right: servers that answer, and full books."""
    async with MailServers(users={"compta@martin.example": "secret"}) as servers:
        lay_out(tmp_path, account(smtp=servers.smtp_port, imap=servers.imap_port))
        for ours, theirs in (("factures.csv", "invoices.csv"), ("paiements.csv", "payments.csv")):
            shutil.copy(tmp_path / ours, tmp_path / theirs)
        await asyncio.to_thread(run, "import", "factures.csv", "paiements.csv")
        yield tmp_path


def test_every_command_is_listed_in_the_order_of_a_first_day() -> None:
    assert tuple(subparsers()) == ORDER


@pytest.mark.parametrize("name", ORDER)
def test_help_shows_the_usage_and_an_example_in_one_line(name: str, run: Run) -> None:
    ran = run(name, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: relance {name} ")
    assert example(name)[0] == name


@pytest.mark.parametrize("name", [n for n in ORDER if n not in LONG])
async def test_an_example_works(name: str, ready: Path, run: Run) -> None:
    if name == "init":
        (ready / "config.toml").unlink()
    ran = await asyncio.to_thread(run, *example(name))
    assert ran.code == 0, ran.err
    assert ran.err == ""
    assert ran.out.strip()


async def test_the_example_of_run_starts_and_ends(ready: Path) -> None:
    words = [str(ready / "config.toml") if word.startswith("/etc/") else word for word in example("run")]
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=HOUSE, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert running.stderr is not None
    async with asyncio.timeout(120):
        while b"running" not in (line := await running.stderr.readline()):
            assert line, "it ended before it ran"
        running.send_signal(signal.SIGTERM)
        await running.communicate()
    assert running.returncode == 0


def test_the_example_of_the_demo_tells_the_whole_story(tmp_path: Path) -> None:
    ran = relance(tmp_path, *example("demo"))
    assert (ran.code, ran.err) == (0, "")
    assert list((tmp_path / "demo-out").glob("*.eml"))


def test_the_readme_has_commands() -> None:
    assert {words[0] for words in readme_lines()} == {"relance", "make"}


@pytest.mark.parametrize("words", [w for w in readme_lines() if w[0] == "make"], ids=" ".join)
def test_a_target_of_the_readme_exists(words: list[str]) -> None:
    targets = [word for word in words[1:] if "=" not in word]
    known = re.findall(r"^([a-z-]+):", (HOUSE / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(targets) <= set(known)


@pytest.mark.parametrize("words", [w for w in readme_lines() if w[0] == "relance"], ids=" ".join)
async def test_a_command_of_the_readme_works(words: list[str], ready: Path, run: Run) -> None:
    assert build_parser().parse_args(words[1:]).command == words[1]
    if words[1] in LONG | {"init"}:  # they go on, or ask: tried elsewhere
        return
    ran = await asyncio.to_thread(run, *words[1:])
    assert ran.code == 0, ran.err
