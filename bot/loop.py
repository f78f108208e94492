"""The tick loop: call a tick until it has nothing more, wait, again. The one place where a surprise is survived."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

log = structlog.get_logger("loop")

LONGEST_PAUSE = 300.0
"""Seconds: the longest wait after failures in a row."""

Tick = Callable[[datetime], Awaitable[bool]]


class Pulse:
    """What the loops share: the clock, the end, a bell that ends a wait, and when each loop was last alive."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.stop = asyncio.Event()
        self._bells: list[asyncio.Event] = []
        self.beats: dict[str, float] = {}

    def bell(self) -> asyncio.Event:
        bell = asyncio.Event()
        self._bells.append(bell)
        return bell

    def ring(self) -> None:
        """Something happened (a mail, a tap, an import): every waiting loop looks at once."""
        for bell in self._bells:
            bell.set()

    def beat(self, name: str) -> None:
        self.beats[name] = asyncio.get_running_loop().time()

    def oldest_beat(self) -> float:
        """Seconds since the loop that has been silent longest gave a sign."""
        now = asyncio.get_running_loop().time()
        return max((now - beat for beat in self.beats.values()), default=0.0)


async def pause(pulse: Pulse, bell: asyncio.Event, seconds: float) -> None:
    """Wait for the bell, the end, or so many seconds."""
    waits = [asyncio.ensure_future(pulse.stop.wait()), asyncio.ensure_future(bell.wait())]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
    bell.clear()


async def every(
    name: str,
    tick: Tick,
    pulse: Pulse,
    *,
    idle: float,
    rest: Callable[[], Awaitable[None]] | None = None,
    beats: bool = True,
) -> None:
    """Run ``tick`` until ``stop``; ``idle`` seconds between looks, or as long as ``rest`` takes.

    A failing tick is logged, then tried more and more slowly. ``beats`` False: a tick may take for ever.
    """
    bell, failures = pulse.bell(), 0
    while not pulse.stop.is_set():
        if beats:
            pulse.beat(name)
        try:
            more = await tick(pulse.clock())
            failures = 0
        except Exception:
            failures += 1
            log.exception("tick failed", loop=name, failures=failures)
            more = False
        if more:
            continue
        if rest is not None and not failures:
            await rest()
        else:
            await pause(pulse, bell, idle if not failures else min(idle * 2**failures, LONGEST_PAUSE))
