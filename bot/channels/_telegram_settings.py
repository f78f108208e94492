"""The [channels.telegram] section, strict. Never the token in a message or in a repr."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import ConfigError

_SOURCES = ("token", "token_file", "token_env")
_KEYS = (*_SOURCES, "base_url", "poll_timeout")
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_ADDRESS = re.compile(r"https?://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")
TELEGRAM = "https://api.telegram.org"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Times are seconds. Those after ``poll_timeout`` are not in the configuration; tests make them short."""

    token: str = field(repr=False)
    base_url: str = TELEGRAM
    poll_timeout: float = 25.0
    read_timeout: float = 10.0  # to connect, or for an answer to begin
    patience: float = 40.0  # for one call, waits that Telegram demands included
    back_off: tuple[float, float] = (1.0, 60.0)  # after a failed poll: first wait, longest wait
    refused_wait: float = 120.0  # after Telegram refused the token


def settings(section: Mapping[str, object]) -> Settings:
    """Read the section; exactly one of token, token_file, token_env. Raises ConfigError with every mistake."""
    mistakes = [(key, _unknown(key)) for key in section if key not in _KEYS]
    token = _token(section, mistakes)
    base_url = _base_url(section.get("base_url", TELEGRAM), mistakes)
    seconds = section.get("poll_timeout", 25)
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 1 <= seconds <= 50:
        mistakes.append(("poll_timeout", "must be a number of seconds from 1 to 50"))
    if mistakes:
        raise ConfigError(mistakes)
    assert isinstance(seconds, (int, float))
    return Settings(token=token, base_url=base_url, poll_timeout=float(seconds))


def _unknown(key: str) -> str:
    near = difflib.get_close_matches(key, _KEYS, 1)
    return f"unknown key; did you mean {near[0]!r}?" if near else f"unknown key; known: {', '.join(_KEYS)}"


def _token(section: Mapping[str, object], mistakes: list[tuple[str, str]]) -> str:
    given = [key for key in _SOURCES if key in section]
    if len(given) != 1:
        what = "give one of" if not given else "give only one of"
        mistakes.append((given[1] if given else "token", f"{what} {', '.join(_SOURCES)}"))
        return ""
    key, value = given[0], section[given[0]]
    if not isinstance(value, str) or not value.strip():
        mistakes.append((key, "must be a text that is not empty"))
        return ""
    token, missing = _fetched(key, value)
    if missing:
        mistakes.append((key, missing))
    elif not _TOKEN.fullmatch(token):
        mistakes.append((key, "this is not a bot token; @BotFather gives one such as 123456:ABC-def"))
    return token


def _fetched(key: str, value: str) -> tuple[str, str]:
    """The token, and what is wrong."""
    if key == "token_env":
        token = os.environ.get(value, "").strip()
        return token, "" if token else f"the environment variable {value} is not set"
    if key == "token":
        return value.strip(), ""
    try:
        return Path(value).expanduser().read_text(encoding="utf-8").strip(), ""
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a text file"
        return "", f"cannot read {value}: {why}"


def _base_url(value: object, mistakes: list[tuple[str, str]]) -> str:
    text = value.strip().rstrip("/") if isinstance(value, str) else ""
    if not _ADDRESS.fullmatch(text):
        mistakes.append(("base_url", f"must be an address such as {TELEGRAM}"))
    return text.removesuffix("/bot")
