"""The first half of the composition root: each account's office, built from the configuration. Opens nothing."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from types import ModuleType

from bot import advisor, almanac, shelf
from bot.config import Config, Setup
from bot.copies import keeper
from bot.core.law import Law
from bot.draft import COPIES_AT_MOST
from bot.errors import ConfigError
from bot.lessons import Pupil
from bot.mail import inbox as imap
from bot.mail import outbox as smtp
from bot.office import Office
from bot.words import Words

Mistake = tuple[str, str]


def offices_of(config: Config, mistakes: list[Mistake]) -> dict[str, Office]:
    """By account. What is wrong with an account's servers is added to ``mistakes``."""
    return {s.account.id: o for s in config.accounts if (o := office(config, s, mistakes)) is not None}


def office(config: Config, setup: Setup, mistakes: list[Mistake]) -> Office | None:
    """The parts of one account; None when one of its sections is configured wrongly (told in ``mistakes``)."""
    try:
        post_out = smtp.settings(setup.smtp)
    except ConfigError as error:
        mistakes.extend(config.locate(error, f"{setup.at}.smtp").mistakes)
        post_out = None
    try:
        post_in = imap.settings(setup.imap)
    except ConfigError as error:
        mistakes.extend(config.locate(error, f"{setup.at}.imap").mistakes)
        post_in = None
    try:
        opinion = advisor.settings(setup.opinion)
    except ConfigError as error:
        mistakes.extend(config.locate(error, f"{setup.at}.opinion").mistakes)
        return None
    if post_out is None or post_in is None:
        return None
    return Office(
        account=setup.account,
        ladders=setup.ladders,
        words=Words(override=setup.templates or config.templates),
        outbox=smtp.Outbox(post_out),
        inbox=imap.Inbox(post_in),
        read=Pupil(partial(shelf.take, "readers", setup.reader)),
        law=law_of,
        holiday=almanac.holiday,
        folder=post_in.folder,
        advisor=advisor.Advisor(opinion) if opinion is not None else None,
        attachment=invoice_copy,
        keep=keeper(attachments(config, setup.account.id)),
    )


def attachments(config: Config, account: str) -> Path:
    """Where the files of its owners are kept: beside the database, for the configuration may be read-only."""
    here = config.path.absolute().parent
    file = config.database.removeprefix("sqlite://")
    if file not in (config.database, ":memory:"):
        home = Path(file).parent
    else:
        home = Path(os.environ.get("STATE_DIRECTORY") or here)
    return home / "attachments" / account


@lru_cache(maxsize=64)
def law_of(country: str) -> Law:
    """The law of a country; where there is no module, one without facts: then nothing is claimed."""
    known = country.lower() in shelf.names("laws")
    module = shelf.take("laws", country.lower()) if known else importlib.import_module("bot.laws._default")
    law = module.LAW
    assert isinstance(law, Law)
    return law


def invoice_copy(path: str) -> tuple[str, str, bytes] | None:
    """Name, type and bytes of an invoice's PDF; None when it is no PDF or lies elsewhere than the import saw it."""
    file = Path(path)
    try:
        if not path or not file.is_absolute() or not file.is_file() or file.stat().st_size > COPIES_AT_MOST:
            return None
        real = file.resolve(strict=True)
        if not real.is_relative_to(file.parent):  # a link that was put there since
            return None
        data = real.read_bytes()
    except (OSError, ValueError, RuntimeError):
        return None
    return (file.name, "application/pdf", data) if data.startswith(b"%PDF-") else None


def trouble_of(section: str, values: Mapping[str, object]) -> list[Mistake]:
    """What is wrong with one section of a server or chat (see `bot.config.Leaves`)."""
    kind = section.rpartition(".")[2]
    read: Mapping[str, Callable[[Mapping[str, object]], object]] = {
        "smtp": smtp.settings, "imap": imap.settings, "opinion": advisor.settings,
    }  # fmt: skip
    try:
        (shelf.take("channels", kind).settings if section.startswith("channel.") else read[kind])(values)
    except ConfigError as error:
        return list(error.mistakes)
    return []


def chats_of(config: Config, mistakes: list[Mistake]) -> Iterator[tuple[ModuleType, object]]:
    """Each configured chat and its settings, read. What is wrong with one is added to ``mistakes``."""
    for name, section in config.channels.items():
        module = shelf.take("channels", name)
        try:
            yield module, module.settings(section)
        except ConfigError as error:
            mistakes.extend(config.locate(error, f"channel.{name}").mistakes)
