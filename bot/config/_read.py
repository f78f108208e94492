"""How one value of the configuration is read: a reader takes it or says what is allowed. Never echoes a secret."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any
from zoneinfo import available_timezones

Read = Callable[[object], Any]
"""Takes a raw value; returns what Relance works with; raises ValueError with what is allowed."""

REQUIRED: Any = object()
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
_WORD = r"[^\s<>@,;:\"()\[\]\x00-\x1f\x7f]+"
_EMAIL = re.compile(rf"{_WORD}@{_WORD}\.{_WORD}")


@dataclass(frozen=True)
class Key:
    """One key of a table: how it is read, and what stands for it when it is not written."""

    read: Read
    default: Any = REQUIRED


class Notes:
    """The mistakes found so far: pairs (dotted key, what is wrong and what is allowed)."""

    def __init__(self) -> None:
        self.mistakes: list[tuple[str, str]] = []
        self.warnings: list[tuple[str, str]] = []

    def wrong(self, key: str, what: str) -> None:
        self.mistakes.append((key, what))

    def warn(self, key: str, what: str) -> None:
        self.warnings.append((key, what))


def table(raw: Mapping[str, object], keys: Mapping[str, Key], at: str, notes: Notes) -> dict[str, Any]:
    """Read a whole table strictly. A key with a mistake is left out of the answer; so is nothing else."""
    for name in raw:
        if name not in keys:
            notes.wrong(f"{at}.{name}" if at else name, f"unknown key, {_hint(name, keys)}")
    values = {}
    for name, key in keys.items():
        if name not in raw:
            if key.default is REQUIRED:
                notes.wrong(f"{at}.{name}" if at else name, "is missing")
            else:
                values[name] = key.default
            continue
        try:
            values[name] = key.read(raw[name])
        except ValueError as error:
            notes.wrong(f"{at}.{name}" if at else name, str(error))
    return values


def _hint(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.7)
    return f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"


def line(value: object) -> str:
    """One line of text, not empty."""
    text = optional_line(value)
    if not text:
        raise ValueError("must not be empty")
    return text


def optional_line(value: object) -> str:
    """One line of text, perhaps empty."""
    if not isinstance(value, str):
        raise ValueError('must be a text in quotes, as in "..."')
    if _CONTROL.search(value):
        raise ValueError("must be one line without control characters")
    return value.strip()


def lines(value: object) -> str:
    """Text of several lines (an address)."""
    if not isinstance(value, str):
        raise ValueError('must be a text in quotes, as in "..."')
    return "\n".join(optional_line(part) for part in value.strip().splitlines())


def slug(value: object) -> str:
    text = line(value)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,31}", text):
        raise ValueError("must be a short name of a-z, 0-9, - and _, as in atelier-martin")
    return text


def email(value: object) -> str:
    text = line(value)
    if not _EMAIL.fullmatch(text):
        raise ValueError("must be one e-mail address, as in compta@example.com")
    local, _, domain = text.rpartition("@")
    if not local.isascii():
        raise ValueError("must have no accents before the @: few servers take such an address")
    try:
        return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise ValueError("must be one e-mail address, as in compta@example.com") from None


def language(value: object) -> str:
    text = line(value)
    if not re.fullmatch(r"[a-z]{2}", text):
        raise ValueError('must be a language code of two small letters, as in "fr"')
    return text


def country(value: object) -> str:
    text = line(value)
    if text.upper() == "UK":
        raise ValueError('did you mean "GB"? (ISO 3166)')
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise ValueError('must be a country code of two capital letters, as in "FR"')
    if text not in ("FR", "BE", "CH", "LU", "DE", "GB"):
        from babel import Locale  # late: most businesses are in one of these

        if text not in Locale("en").territories or text in _NO_COUNTRIES:
            raise ValueError('must be the code of a country (ISO 3166), as in "FR"')
    return text


_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""Codes of two letters that Unicode has names for, and ISO 3166 no country."""


def iban(value: object) -> str:
    """Without spaces, check digits verified. Never echoed: a mistyped account number is somebody's."""
    text = optional_line(value)
    if not text:
        return ""
    from stdnum import iban as number
    from stdnum.exceptions import ValidationError

    try:
        # Only length and check digits: the lists of banks in a country grow old, and refuse accounts that exist.
        return str(number.validate(text, check_country=False))
    except ValidationError as error:
        raise ValueError(f"is not a valid IBAN ({_sentence(error)}); copy it from a bank statement") from None


def bic(value: object) -> str:
    text = optional_line(value)
    if not text:
        return ""
    from stdnum import bic as number
    from stdnum.exceptions import ValidationError

    try:
        return str(number.validate(text))
    except ValidationError as error:
        raise ValueError(f"is not a valid BIC ({_sentence(error)}); copy it from a bank statement") from None


def _sentence(error: Exception) -> str:
    text = str(error).rstrip(".")
    return text[:1].lower() + text[1:]


def pay_link(value: object) -> str:
    text = optional_line(value)
    if text and not re.fullmatch(r"https://[^\s<>\"]+\.[^\s<>\"]+", text):
        raise ValueError("must be an address that starts with https://")
    return text


def yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def count(least: int, most: int) -> Read:
    """A whole number within limits, both included."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return value

    return read


def choice(*allowed: str) -> Read:
    """One of a few words; a near miss is named."""

    def read(value: object) -> str:
        if isinstance(value, str) and value in allowed:
            return value
        near = difflib.get_close_matches(value, allowed, 1) if isinstance(value, str) else []
        hint = f', did you mean "{near[0]}"?' if near else ""
        raise ValueError(f"must be one of {', '.join(allowed)}{hint}")

    return read


def clock(value: object) -> time:
    """A local time, written ``09:00`` in quotes or as a TOML time."""
    if isinstance(value, time):
        return value
    if isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        return time.fromisoformat(value)
    raise ValueError('must be a time of day in quotes, as in "09:00"')


def zone(value: object) -> str:
    text = line(value)
    known = available_timezones()
    if text in known:
        return text
    near = difflib.get_close_matches(text, known, 1)
    hint = f'did you mean "{near[0]}"?' if near else 'as in "Europe/Paris"'
    raise ValueError(f"must be a time zone, {hint}")


def mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError("must be a table: write it under its own [header]")
    return value


def tables(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError("must be a list of tables: write each under its own [[header]], or in { } inside [ ]")
    return value


def listed(value: object) -> list[Mapping[str, object]]:
    """The tables of a raw list, whatever else is wrong with it."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list | tuple) else []


def database(value: object) -> str:
    """``sqlite://FILE`` or ``postgres://USER:PASSWORD@HOST/NAME``. Never echoed: it may hold a password."""
    text = line(value)
    if not re.fullmatch(r"(sqlite|postgres|postgresql)://.+", text):
        raise ValueError("must be sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME")
    return text
