"""One [[account]] of the configuration: the business, its owners, its ladders. Never the keys of its servers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any

from bot import shelf
from bot.config import _read as r
from bot.config._ladder import LADDER, STEP, ladder
from bot.core import scenario
from bot.core.case import Account, Envelope, Owner
from bot.core.days import Quiet, Window
from bot.core.ladder import Ladder

ZONES = {
    "FR": "Europe/Paris",
    "BE": "Europe/Brussels",
    "LU": "Europe/Luxembourg",
    "CH": "Europe/Zurich",
    "DE": "Europe/Berlin",
    "AT": "Europe/Vienna",
    "NL": "Europe/Amsterdam",
    "ES": "Europe/Madrid",
    "IT": "Europe/Rome",
    "PT": "Europe/Lisbon",
    "GB": "Europe/London",
    "IE": "Europe/Dublin",
    "MC": "Europe/Monaco",
}
"""Where one zone serves the whole country (its mainland, for ES and PT). Elsewhere the file must say it."""
_OPENS, _CLOSES = time(9), time(17, 30)
_EARLIEST, _LATEST = time(8), time(19)


def _member(of: str) -> r.Read:
    """The name of a module on a shelf."""

    def read(value: object) -> str:
        return str(r.choice(*shelf.names(of))(value))

    return read


_FACTS = {
    "name": r.Key(r.line),
    "email": r.Key(r.email),
    "country": r.Key(r.country, "FR"),
    "legal": r.Key(r.optional_line, ""),
    "address": r.Key(r.lines, ""),
    "phone": r.Key(r.optional_line, ""),
    "signed_by": r.Key(r.optional_line, ""),
    "iban": r.Key(r.iban, ""),
    "bic": r.Key(r.bic, ""),
    "pay_link": r.Key(r.pay_link, ""),
    "plus": r.Key(r.yes_no, False),
    "min_gap_days": r.Key(r.count(1, 60), 7),
    "per_hour": r.Key(r.count(1, 1000), 30),
    "catch_up_per_day": r.Key(r.count(1, 1000), 20),
    "bank_data_days": r.Key(r.count(0, 90), 0),
    "bank_days": r.Key(r.count(0, 10), 2),
    "court": r.Key(r.yes_no, False),
    "undo_minutes": r.Key(r.count(0, 120), 10),
}
ACCOUNT = {
    "id": r.Key(r.slug),
    **_FACTS,
    "language": r.Key(r.language, ""),
    "courtesy": r.Key(r.yes_no, False),
    "templates": r.Key(r.optional_line, ""),
    "reader": r.Key(_member("readers"), "trained"),
    "window": r.Key(r.mapping, {}),
    "quiet": r.Key(r.mapping, {}),
    "envelope": r.Key(r.mapping, {}),
    "owner": r.Key(r.tables, ()),
    "smtp": r.Key(r.mapping, {}),
    "imap": r.Key(r.mapping, {}),
    "opinion": r.Key(r.mapping, {}),
    "ladder": r.Key(r.mapping, {}),
}
WINDOW = {
    "start": r.Key(r.clock, _OPENS),
    "end": r.Key(r.clock, _CLOSES),
    "zone": r.Key(r.zone, ""),
}
QUIET = {
    "start": r.Key(r.clock),
    "end": r.Key(r.clock),
}
ENVELOPE = {"instalments": r.Key(r.count(0, 24), Envelope.instalments)}
OWNER = {
    "channel": r.Key(_member("channels")),
    "address": r.Key(r.line),
    "name": r.Key(r.line),
    "sees": r.Key(r.yes_no, False),
}
SCHEMA: Mapping[str, Mapping[str, r.Key]] = {
    "account": ACCOUNT,
    "account.window": WINDOW,
    "account.quiet": QUIET,
    "account.envelope": ENVELOPE,
    "account.owner": OWNER,
    "account.ladder.*": LADDER,
    "account.ladder.*.steps": STEP,
}


@dataclass(frozen=True, kw_only=True)
class Setup:
    """One account as it is configured. ``smtp``, ``imap``, ``opinion`` are raw: leaves read them; they hold secrets.

    ``at`` is its place in the file (``account[1]``), for ``Config.locate``. ``templates``: texts of its own, or None.
    """

    at: str
    account: Account
    owners: tuple[Owner, ...] = ()
    ladders: Mapping[str, Ladder] = field(default_factory=scenario.ladders)
    templates: Path | None = None
    reader: str = "trained"
    smtp: Mapping[str, object] = field(default_factory=dict, repr=False)
    imap: Mapping[str, object] = field(default_factory=dict, repr=False)
    opinion: Mapping[str, object] = field(default_factory=dict, repr=False)

    def ladder(self, group: str) -> Ladder:
        """The ladder of a group of debtors; the regular one where the group has none of its own."""
        return self.ladders.get(group.casefold()) or self.ladders[scenario.REGULAR]


def setup(raw: Mapping[str, object], at: str, notes: r.Notes, *, here: Path, language: str) -> Setup | None:
    """Read one account; None when it has mistakes (they are in ``notes``). ``here``: where relative paths start."""
    before = len(notes.mistakes)
    values = r.table(raw, ACCOUNT, at, notes)
    window = _window(values.get("window", {}), f"{at}.window", values.get("country", ""), notes)
    quiet = r.table(raw_quiet, QUIET, f"{at}.quiet", notes) if (raw_quiet := values.get("quiet")) else None
    if quiet and quiet.get("start") == quiet.get("end", ...):
        notes.wrong(f"{at}.quiet.end", "must differ from start; leave [account.quiet] out to be told at any hour")
    envelope = r.table(values.get("envelope", {}), ENVELOPE, f"{at}.envelope", notes)
    owners = _owners(values, at, notes)
    ladders = _ladders(values, at, notes)
    templates = folder(values.get("templates", ""), here, f"{at}.templates", notes)
    if len(notes.mistakes) > before:
        return None
    if values["min_gap_days"] < 7:
        notes.warn(f"{at}.min_gap_days", "less than 7 days between two messages may count as harassment")
    assert window is not None  # without mistakes there is one
    account = Account(
        id=values["id"],
        language=values["language"] or language,
        window=window,
        quiet=Quiet(**quiet) if quiet else None,
        envelope=Envelope(**envelope),
        **{key: values[key] for key in _FACTS},
    )
    return Setup(
        at=at,
        account=account,
        owners=owners,
        ladders=ladders,
        templates=templates,
        reader=values["reader"],
        smtp=values["smtp"],
        imap=values["imap"],
        opinion=values["opinion"],
    )


def _window(raw: Mapping[str, object], at: str, country: str, notes: r.Notes) -> Window | None:
    before = len(notes.mistakes)
    values = r.table(raw, WINDOW, at, notes)
    if len(notes.mistakes) > before:
        return None
    start, end, zone = values["start"], values["end"], values["zone"] or ZONES.get(country, "")
    if not zone:
        if country:
            notes.wrong(f"{at}.zone", f'is missing, and {country} has no usual one; write it, as in "Europe/Paris"')
        return None
    if not start < end:
        notes.wrong(f"{at}.end", f"must be later than start ({start:%H:%M})")
        return None
    if start < _EARLIEST or end > _LATEST:
        notes.warn(at, f"mail outside {_EARLIEST:%H:%M}-{_LATEST:%H:%M} may count as harassment")
    return Window(start=start, end=end, zone=zone)


def _owners(values: Mapping[str, Any], at: str, notes: r.Notes) -> tuple[Owner, ...]:
    owners = []
    for number, raw in enumerate(values.get("owner", ()), 1):
        before = len(notes.mistakes)
        one = r.table(raw, OWNER, f"{at}.owner[{number}]", notes)
        if len(notes.mistakes) == before:
            owners.append(Owner(account=values.get("id", ""), decides=not one.pop("sees"), **one))
    return tuple(owners)


def _ladders(values: Mapping[str, Any], at: str, notes: r.Notes) -> Mapping[str, Ladder]:
    ladders = dict(scenario.ladders(courtesy=values.get("courtesy", False)))
    for group, raw in values.get("ladder", {}).items():
        where = f"{at}.ladder.{group}"
        if not isinstance(raw, dict):
            notes.wrong(where, "must be a table with steps = [...]")
            continue
        own = ladder(group, raw, where, notes, gap=values.get("min_gap_days", 0))
        if own is not None:
            ladders[group.casefold()] = own
    return ladders


def folder(name: str, here: Path, at: str, notes: r.Notes) -> Path | None:
    """An existing folder, relative to ``here``; None for no name."""
    if not name:
        return None
    path = here / Path(name).expanduser()
    if not path.is_dir():
        notes.wrong(at, f"there is no folder {name!r} beside the configuration file; make it or correct the name")
    return path
