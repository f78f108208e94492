"""`relance init`: a few questions, and a config.toml that loads. Never sends, never shows a secret."""

from __future__ import annotations

import argparse
import getpass
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from bot import config
from bot.commands import _init_text as texts
from bot.commands._providers import SERVERS, Servers, of_address
from bot.config import _read as r
from bot.config._account import ZONES
from bot.errors import RelanceError

HELP = "ask a few questions and write config.toml"
EXAMPLE = "relance init --answers name='Atelier Martin' email=atelier@orange.fr password_file=/etc/relance/password"
NEEDS = "nothing"
Answers = dict[str, str]


def _port(answer: str) -> str:
    return str(r.count(1, 65535)(int(answer) if answer.isdecimal() else answer))


def _quiet(answer: str) -> str:
    """``20:00-07:30``, or nothing."""
    if not answer.strip():
        return ""
    start, _, end = (part.strip() for part in answer.replace("–", "-").partition("-"))
    if r.clock(start) == r.clock(end):
        raise ValueError("must be two different times, as in 20:00-07:30")
    return f"{start}-{end}"


_READERS: Mapping[str, Callable[[str], str]] = {
    "language": r.choice("fr", "en"),
    "name": r.line,
    "email": r.email,
    "iban": r.iban,
    "address": r.optional_line,
    "phone": r.optional_line,
    "quiet": _quiet,
    "smtp_host": r.line,
    "smtp_port": _port,
    "smtp_security": r.choice("starttls", "tls", "none"),
    "imap_host": r.line,
    "imap_port": _port,
    "imap_security": r.choice("tls", "starttls", "none"),
    "user": r.line,
    "password": r.line,
    "password_file": r.line,
    "telegram_token": r.optional_line,
}
"""What can be answered, and how it is checked: as config.toml itself will be."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", metavar="FILE", default="config.toml", help="what to write; default: ./config.toml")
    parser.add_argument("--force", action="store_true", help="overwrite a file that is already there")
    known = ", ".join(_READERS)
    parser.add_argument("--answers", nargs="+", metavar="KEY=VALUE", help=f"ask nothing; keys: {known}")


async def run(args: argparse.Namespace) -> int:
    """Write ``args.config``, readable by its owner alone. Raises RelanceError with nothing written."""
    path = Path(args.config)
    refuse_to_overwrite(path, force=args.force)
    try:
        answers = given(args.answers) if args.answers else ask()
    except (KeyboardInterrupt, EOFError):
        raise RelanceError(texts.say("stopped", _usual_language(), path=path)) from None
    raw = texts.toml(complete(answers)).encode()
    config.parse(raw, path)  # what we write must load: better to stop here than at the first start
    write(path, raw, force=args.force)
    print(texts.say("done", answers["language"], path=path))
    return 0


def refuse_to_overwrite(path: Path, *, force: bool) -> None:
    if path.exists() and not force:
        raise RelanceError(texts.say("exists", _usual_language("en"), path=path))


def given(pairs: Sequence[str]) -> Answers:
    """Answers from the command line, all checked. Raises RelanceError with every mistake."""
    answers: Answers = {}
    wrong = []
    language = "fr" if "language=fr" in pairs else "en"
    missing = texts.say("missing", language)
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or key not in _READERS:
            wrong.append(f"{key}: {texts.say('unknown_key', language, keys=', '.join(_READERS))}")
            continue
        try:
            answers[key] = str(_READERS[key](value))
        except ValueError as error:
            wrong.append(f"{key}: {texts.wrong(key, language, error)}")
    answers.setdefault("language", "fr")
    wrong += [f"{key}: {missing}" for key in ("name", "email") if key not in answers and not _named(wrong, key)]
    if "email" in answers and of_address(answers["email"]) is None:
        wrong += [f"{key}: {missing}" for key in ("smtp_host", "imap_host") if key not in answers]
    if len({"password", "password_file"} & set(answers)) != 1:
        wrong.append(f"password: {texts.say('one_password', language)}")
    if wrong:
        raise RelanceError("; ".join(wrong))
    return answers


def _named(wrong: Sequence[str], key: str) -> bool:
    return any(mistake.startswith(f"{key}:") for mistake in wrong)


def ask() -> Answers:
    """Ask on the terminal, in French or English; a wrong answer is explained and asked again."""
    with _interrupting():
        answers = {"language": _question("language", "fr", default=_usual_language())}
        language = answers["language"]
        for key in ("name", "email"):
            answers[key] = _question(key, language)
        for key in ("address", "phone", "iban"):
            answers[key] = _question(key, language, default="")
        servers = of_address(answers["email"])
        for key in ("smtp_host", "imap_host"):
            guess = getattr(servers, key) if servers else None
            answers[key] = _question(key, language, default=guess)
            servers = SERVERS.get(answers[key].casefold(), servers)
        answers["user"] = _question("user", language, default=answers["email"])
        answers["password"] = _question("password", language, secret=True)
        answers["telegram_token"] = _question("telegram_token", language, default="", secret=True)
        answers["quiet"] = _question("quiet", language, default="")
    return answers


def _usual_language(otherwise: str = "fr") -> str:
    """That of the terminal, where we speak it."""
    said = os.environ.get("LC_ALL", os.environ.get("LANG", ""))[:2]
    return said if said in ("fr", "en") else otherwise


def _question(key: str, language: str, *, default: str | None = None, secret: bool = False) -> str:
    prompt = texts.say(key, language) + (f" [{default}]" if default else "") + texts.say("colon", language)
    while True:
        answer = (getpass.getpass(prompt) if secret else input(prompt)).strip()
        if not answer and default is not None:
            return default
        try:
            return str(_READERS[key](answer))
        except ValueError as error:
            print(f"  {key} {texts.wrong(key, language, error)}", file=sys.stderr)


@contextmanager
def _interrupting() -> Iterator[None]:
    """Ctrl-C stops a question at once. asyncio's own handler would only cancel the task, and input() would go on."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def complete(answers: Answers) -> Answers:
    """What was not asked: servers from a provider's name or the address, the usual ports, country from the IBAN."""
    known = of_address(answers["email"])
    smtp = SERVERS.get(answers.get("smtp_host", "").casefold(), known)
    imap = SERVERS.get(answers.get("imap_host", "").casefold(), known)
    full = dict(answers)
    full |= _server("smtp", answers, smtp)
    full |= _server("imap", answers, imap)
    full.setdefault("user", answers["email"])
    full["country"] = answers.get("iban", "")[:2] or "FR"
    full["zone"] = ZONES.get(full["country"]) or _zone_here()
    full["id"] = _slug(answers["name"])
    return full


def _server(which: Literal["smtp", "imap"], answers: Answers, known: Servers | None) -> Answers:
    host = answers.get(f"{which}_host", "")
    if known is not None and (not host or host.casefold() in SERVERS or host == getattr(known, f"{which}_host")):
        host, port = getattr(known, f"{which}_host"), getattr(known, f"{which}_port")
    else:
        port = 587 if which == "smtp" else 993
    port = int(answers.get(f"{which}_port", port))
    usual = "starttls" if port in (587, 143, 25) else "tls"
    return {
        f"{which}_host": host,
        f"{which}_port": str(port),
        f"{which}_security": answers.get(f"{which}_security", usual),
    }


def _zone_here() -> str:
    """The zone of this machine, as most systems tell it."""
    name = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    try:
        return str(r.zone(name))
    except ValueError:
        return "Europe/Paris"


def _slug(name: str) -> str:
    from bot.formats._table import plain

    return plain(name).replace(" ", "-")[:32].strip("-") or "account"


def write(path: Path, raw: bytes, *, force: bool) -> None:
    """All of the file or none of it, mode 0600. Never replaces a file that came meanwhile, unless ``force``."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            if force:
                draft.replace(path)
            else:
                os.link(draft, path)  # unlike a rename, it fails where a file is
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise RelanceError(f"{path} cannot be written: {error.strerror}") from None
