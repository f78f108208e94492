"""Telling systemd how we are: ready, alive, stopping. Eight lines of a datagram, no library; silent elsewhere."""

from __future__ import annotations

import os
import socket


def notify(state: str) -> None:
    """Send ``state`` (READY=1, WATCHDOG=1, STOPPING=1, STATUS=...) to systemd; nothing when it did not start us."""
    path = os.environ.get("NOTIFY_SOCKET")
    if not path:
        return
    address = "\0" + path[1:] if path.startswith("@") else path
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        out.setblocking(False)  # a full buffer must not freeze the loop
        try:
            out.sendto(state.encode(), address)
        except OSError:
            return


def watchdog_seconds() -> float | None:
    """How often systemd wants a sign of life, or None."""
    microseconds = os.environ.get("WATCHDOG_USEC")
    return int(microseconds) / 1_000_000 if microseconds and microseconds.isdigit() else None
