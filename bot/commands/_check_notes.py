"""What `relance check` remarks on beside the servers: what messages lack, texts that nothing uses, open secrets."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.words.texts import TEMPLATES

if TYPE_CHECKING:
    from bot.config import Config, Setup
    from bot.core.case import Account

MOST = 10
"""So many unused texts are named; a folder that is full of something else is told of soon enough."""

_SECRETS = ("password", "token", "key")


def lacks(account: Account) -> Iterator[str]:
    """The lines of chat/check.txt for what is not filled in, and would be missed in a message."""
    pays = bool(account.iban or account.pay_link)
    if not pays:
        yield "no_payment"
    if not account.address or not pays:
        yield "no_formal"
    if not account.legal:
        yield "no_legal"


def unused(folder: Path, named: Iterable[str]) -> list[str]:
    """Files of the owner's folder that replace no text of ours, and that no ladder (``named``) or text of his uses."""
    files = [f for f in sorted(folder.rglob("*")) if f.is_file() and not _hidden(f.relative_to(folder))]
    included = {name for f in files if f.suffix == ".txt" for name in _included(f)}
    wanted = {f"mail/{text}.txt" for text in named} | included
    return [str(f.relative_to(folder)) for f in files if not _used(f.relative_to(folder), wanted)]


def _used(file: Path, wanted: set[str]) -> bool:
    rest = Path(*file.parts[1:]).as_posix()
    ours = any((tag / rest).is_file() for tag in TEMPLATES.iterdir() if tag.is_dir())
    return len(file.parts) > 1 and (ours or rest in wanted)


def _hidden(file: Path) -> bool:
    return any(part.startswith(".") for part in file.parts)


def _included(file: Path) -> list[str]:
    try:
        pieces = file.read_text("utf-8-sig").split("include")[1:]
    except (OSError, UnicodeDecodeError):
        return []  # told where the texts are rendered
    return [quoted[1] for piece in pieces if len(quoted := piece.replace("'", '"').split('"', 2)) == 3]


def readable_secret(config: Config) -> bool:
    """Does the file hold a password, and may anybody on the machine read it?"""
    try:
        mode = config.path.stat().st_mode
    except OSError:
        return False
    return bool(mode & stat.S_IROTH) and any(_secrets(config))


def _secrets(config: Config) -> Iterator[bool]:
    yield "@" in config.database
    sections: list[Mapping[str, object]] = [*config.channels.values()]
    for setup in config.accounts:
        sections += [setup.smtp, setup.imap, setup.opinion]
    yield any(section.get(key) for section in sections for key in _SECRETS)


def texts_named(setup: Setup) -> set[str]:
    return {step.text or step.name for ladder in setup.ladders.values() for step in ladder.steps}
