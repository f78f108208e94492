"""How a mail leaf reads its own section of config.toml: strictly, all mistakes at once. Never opens a connection."""

from __future__ import annotations

import difflib
import ipaddress
import os
import ssl
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.errors import ConfigError


class Section:
    """One raw section of the configuration. Each reader checks one key; `finish` raises what was wrong.

    A reader that finds a mistake notes it and gives a harmless value, so that every mistake is found in one go.
    """

    def __init__(self, raw: Mapping[str, object], *, keys: Sequence[str]) -> None:
        self._raw = raw
        self.mistakes: list[tuple[str, str]] = []
        for key in raw:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known keys are {', '.join(keys)}"
                self.wrong(key, f"unknown key; {hint}")

    def wrong(self, key: str, message: str) -> None:
        """Note a mistake."""
        self.mistakes.append((key, message))

    def finish(self) -> None:
        """Raise ConfigError with all mistakes, if there are any."""
        if self.mistakes:
            raise ConfigError(self.mistakes)

    def has(self, key: str) -> bool:
        """Whether the key is written in the section."""
        return key in self._raw

    def text(self, key: str, default: str | None = None) -> str:
        """A line of text, not empty; required when there is no default."""
        value = self._raw.get(key, default)
        if value is None:
            self.wrong(key, "is missing; give a text")
        elif not isinstance(value, str) or not value.strip():
            self.wrong(key, "must be a text in quotes, not empty")
        elif any(ord(char) < 32 or ord(char) == 127 for char in value):
            self.wrong(key, "must be one line without control characters")
        else:
            return value
        return ""

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        """One of the allowed words; the first is the default."""
        value = self._raw.get(key, allowed[0])
        if isinstance(value, str) and value in allowed:
            return value
        self.wrong(key, f"must be one of {', '.join(repr(word) for word in allowed)}")
        return allowed[0]

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._raw.get(key, default)
        if isinstance(value, bool):
            return value
        self.wrong(key, "must be true or false")
        return default

    def number(self, key: str, default: float, *, least: float, most: float) -> float:
        """A number between two limits."""
        value = self._raw.get(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        self.wrong(key, f"must be a number from {least:g} to {most:g}")
        return default

    def count(self, key: str, default: int, *, least: int, most: int) -> int:
        """A whole number between two limits."""
        value = self._raw.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.wrong(key, f"must be a whole number from {least} to {most}")
        return default

    def password(self) -> str | None:
        """The secret of `user`; None when there is none."""
        return self.secret("password")

    def secret(self, name: str) -> str | None:
        """From ``name``, ``name_file`` (first line) or ``name_env``; None when none of them is given."""
        given = [key for key in (name, f"{name}_file", f"{name}_env") if self.has(key)]
        if len(given) > 1:
            self.wrong(given[1], f"give only one of {', '.join(given)}")
            return None
        if not given:
            return None
        where = self.text(given[0])
        if where and given[0] == f"{name}_file":
            return self._first_line(given[0], where, name)
        if where and given[0] == f"{name}_env":
            return self._from_environment(given[0], where)
        return where or None

    def credentials(self, *, required: bool) -> tuple[str | None, str | None]:
        """User and password: both or neither; ``required`` refuses neither."""
        password = self.password()
        user = self.text("user") if required or self.has("user") else None
        asked_for = any(self.has(key) for key in ("password", "password_file", "password_env"))
        if user and not asked_for:
            self.wrong("password", "is missing; give password, password_file or password_env")
        if asked_for and user is None:
            self.wrong("user", "is missing; a password needs its user")
        return user, password

    def ca_file(self) -> str | None:
        """A PEM file with certificates to trust in addition, checked to be readable; or None."""
        if not self.has("ca_file"):
            return None
        path = self.text("ca_file")
        if path:
            try:
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
            except OSError as error:
                self.wrong("ca_file", f"cannot be used as a PEM file of certificates: {error.strerror or error}")
        return path or None

    def only_loopback(self, key: str, host: str, why: str) -> None:
        """Note a mistake unless the host is this very machine."""
        if host and not is_loopback(host):
            self.wrong(key, f"{why} is allowed only for this machine itself (127.0.0.1, ::1, localhost)")

    def _first_line(self, key: str, path: str, name: str) -> str | None:
        try:
            lines = Path(path).read_text("utf-8").splitlines()
        except (OSError, UnicodeError) as error:
            self.wrong(key, f"{path} cannot be read: {getattr(error, 'strerror', None) or 'not a UTF-8 text'}")
            return None
        if not lines or not lines[0]:
            self.wrong(key, f"{path} is empty; write the {name} on its first line")
            return None
        return lines[0]

    def _from_environment(self, key: str, name: str) -> str | None:
        value = os.environ.get(name)
        if not value:
            self.wrong(key, f"the environment variable {name} is not set")
            return None
        return value


def is_loopback(host: str) -> bool:
    """Whether the host is this machine itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def trust(*, verify: bool, ca_file: str | None) -> ssl.SSLContext:
    """A client's TLS context: the system's certificates and those of ``ca_file``; ``verify`` False checks nothing."""
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def tls_trouble(host: str, error: ssl.SSLError) -> str:
    """One line about a failed TLS handshake, with what to do."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of {host} is not trusted: {error.verify_message} (ca_file can name one to trust)"
    return f"no TLS with {host}: {error.reason or error} (check port and security)"
