"""Virtual time for a daemon."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Clock:
    """Virtual time that goes on by itself, and further at once when a test says so."""

    def __init__(self, start: datetime = MONDAY) -> None:
        self._shift = start - datetime.now(UTC)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._shift

    def forward(self, **by: float) -> None:
        self._shift += timedelta(**by)
