"""An event: one line of the append-only history of a case (truth 12). Never changed, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.because import Because


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened, when (aware, in UTC), because of what, and by whom ("" is Relance itself)."""

    id: int
    account: str
    case_id: int | None
    at: datetime
    what: str
    because: Because | None = None
    by: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
