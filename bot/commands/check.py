"""`relance check`: is everything in order? Pings every server, renders every text; sends nothing."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.commands import _check_notes as notes
from bot.core.ladder import TO_DEBTOR
from bot.errors import DeliveryError, MailboxError, RelanceError, TextError

if TYPE_CHECKING:
    from bot.app import App
    from bot.config import Config, Setup
    from bot.office import Office

HELP = "ping SMTP, IMAP and the chats, render every text; sends nothing"
EXAMPLE = "relance check --config config.toml"
NEEDS = "app"
_PATIENCE = 90.0


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One line: how it is, about what, and what to know or do."""

    state: Literal["ok", "note", "fail"]
    what: str
    line: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only --config."""


async def run(args: argparse.Namespace, app: App) -> int:
    """0 when all is in order, 1 when something is not; each finding is one line, what is wrong on stderr."""
    checks = [_account(app, setup) for setup in app.config.accounts]
    chats = [_chat(app, n) for n in range(len(app.channels))]
    say = Say(next(iter(app.offices.values())), app.config)
    found = [one for some in await asyncio.gather(*checks, *chats) for one in some]
    found += _house(app, say)
    for one in found:
        print(
            f"{say(one.state):<6} {say('finding', what=one.what, line=one.line)}",
            file=sys.stderr if one.state == "fail" else sys.stdout,
        )
    return 1 if any(one.state == "fail" for one in found) else 0


class Say:
    """The words of chat/check.txt, and the places of the configuration."""

    def __init__(self, office: Office, config: Config) -> None:
        self._office = office
        self._config = config

    def __call__(self, key: str, **facts: object) -> str:
        return self._office.words.say(f"check.{key}", language=self._office.account.language, **facts)

    def where(self, section: str) -> str:
        """``config.toml:17: account[1].smtp``."""
        line = self._config.lines.get(section)
        return f"{self._config.path.name}:{line}: {section}" if line else f"{self._config.path.name}: {section}"


async def _account(app: App, setup: Setup) -> list[Finding]:
    office = app.offices[setup.account.id]
    say, id = Say(office, app.config), setup.account.id
    posts = (("smtp", office.outbox.ping(), setup.smtp), ("imap", office.inbox.ping(), setup.imap))
    pings = [
        _ping(f"{id}, {name}", ping, say, where=f"{setup.at}.{name}", about=str(raw.get("host", "")))
        for name, ping, raw in posts
    ]
    if office.advisor is not None:
        about = str(setup.opinion.get("url", ""))
        pings.append(_ping(f"{id}, opinion", office.advisor.ping(), say, where=f"{setup.at}.opinion", about=about))
    found = [*await asyncio.gather(*pings), *_texts(app.config, office, setup, say)]
    found += [Finding(state="note", what=id, line=say(lack)) for lack in notes.lacks(setup.account)]
    if not any(owner.decides for owner in await app.store.owners(id)):
        found.append(Finding(state="note", what=f"{id}, {say('owner')}", line=say("nobody")))
    from bot import almanac  # late: the holidays of the world

    if not almanac.known(office.account.country):
        line = say("no_holidays", country=office.account.country)
        found.append(Finding(state="note", what=f"{id}, {say('holidays')}", line=line))
    return found


def _house(app: App, say: Say) -> Iterator[Finding]:
    """What concerns all accounts: somebody must be able to ask the owner, and nobody to read his passwords."""
    if not app.channels:
        yield Finding(state="fail", what=say("chat"), line=say("no_channel"))
    if notes.readable_secret(app.config):
        yield Finding(state="note", what=app.config.path.name, line=say("readable", path=app.config.path))


async def _chat(app: App, number: int) -> list[Finding]:
    channel, say = app.channels[number], Say(next(iter(app.offices.values())), app.config)
    return [await _ping(channel.name, channel.ping(), say, where=f"channel.{channel.name}")]


async def _ping(what: str, ping: Awaitable[str | None], say: Say, *, where: str, about: str = "") -> Finding:
    try:
        answer = await asyncio.wait_for(ping, _PATIENCE)
    except TimeoutError:
        why, advice = say("silent", seconds=f"{_PATIENCE:.0f}"), "do_reach"
    except (DeliveryError, MailboxError) as error:
        why, advice = _why(str(error), say), _advice(error)
    except RelanceError as error:
        why, advice = _why(str(error), say), "do_look"
    else:
        return Finding(state="ok", what=what, line=say("answers", who=answer or about))
    advice = "do_look" if where.startswith("channel.") else advice
    line = say("failed", about=about, why=why, advice=say(advice), where=say.where(where))
    return Finding(state="fail", what=what, line=line)


def _advice(error: DeliveryError | MailboxError) -> str:
    if error.permanent:
        return "do_login"
    return "do_trust" if "certificate" in str(error) else "do_reach"


def _why(error: str, say: Say) -> str:
    """The commonest ones plainly; a server's own words as they are."""
    if "Connect call failed" in error or "Errno 111" in error:
        return say("nobody_there")
    if "Name or service not known" in error or "nodename nor servname" in error or "name resolution" in error:
        return say("no_such_name")
    return re.sub(r"\s+", " ", error).strip(" .;")


def _texts(config: Config, office: Office, setup: Setup, say: Say) -> Iterator[Finding]:
    """Every text renders, and every message of every ladder has one."""
    what = f"{setup.account.id}, {say('texts')}"
    told = [_with_path(error, setup.templates or config.templates) for error in office.words.check()]
    known = set(office.words.names(office.account.language))
    for group, ladder in office.ladders.items():
        for number, step in enumerate(ladder.steps, 1):
            text = step.text or step.name
            if step.channel in TO_DEBTOR and text not in known:
                where = say.where(f"{setup.at}.ladder.{group}.steps[{number}]")
                told.append(say("no_text", group=group, step=step.name, text=text, where=where))
    for line in told:
        yield Finding(state="fail", what=what, line=line)
    folder = setup.templates or config.templates
    for file in notes.unused(folder, notes.texts_named(setup))[: notes.MOST] if folder else ():
        yield Finding(state="note", what=what, line=say("unused", file=folder / file if folder else file))
    if not told:
        yield Finding(state="ok", what=what, line=say("all_render"))


def _with_path(error: TextError, folder: Path | None) -> str:
    """The owner's own file by its whole name, so that he finds it."""
    own = folder / error.template if folder else None
    told = re.sub(r"\s+", " ", str(error))
    return told.replace(error.template, str(own), 1) if own is not None and own.is_file() else told
