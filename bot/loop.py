"""The tick loop: call a tick until it has nothing more, wait, again. Here, and only here, a surprise is survived."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import structlog

log = structlog.get_logger("loop")

LONGEST_PAUSE = 300.0
"""Seconds: the longest wait after failures in a row."""

HUNG_AFTER = 1800.0
"""Seconds without a sign of life after which a loop counts as dead. The slowest item that is still alive is a message
to a server that thinks for ten minutes (RFC 5321, 4.5.3.2.6), after a look into a mailbox that is slow too."""

T = TypeVar("T")
Tick = Callable[[datetime], Awaitable[bool]]


class Pulse:
    """What the loops share: the clock, the end, a bell that ends a wait, and when each loop was last alive."""

    def __init__(self, clock: Callable[[], datetime], *, hung_after: float = HUNG_AFTER) -> None:
        self.clock = clock
        self.hung_after = hung_after
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

    def silent(self) -> list[str]:
        """The loops that hang."""
        now = asyncio.get_running_loop().time()
        return [name for name, beat in self.beats.items() if now - beat >= self.hung_after]


def back_off(first: float, failures: int, longest: float = LONGEST_PAUSE) -> float:
    """Seconds to wait after so many failures in a row: twice as long each time, up to ``longest``."""
    return min(first * 2.0 ** min(failures, 30), longest)  # a week of failures must not become a number too large


async def pause(pulse: Pulse, seconds: float, *, bell: asyncio.Event | None = None) -> None:
    """Wait for the bell, the end, or so many seconds."""
    waits = [asyncio.ensure_future(event.wait()) for event in (pulse.stop, bell) if event is not None]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.wait(waits)
    if bell is not None:
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

    What fails is logged, then tried more and more slowly; only the end is heard meanwhile, for a loop that fails
    may itself be what rings. ``beats`` False: a tick may take for ever.
    """
    bell, failures = pulse.bell(), 0
    while not pulse.stop.is_set():
        if beats:
            pulse.beat(name)
        try:
            more = await tick(pulse.clock())
            if rest is not None and not more:
                await rest()
            failures = 0
        except (Exception, asyncio.CancelledError) as error:
            if isinstance(error, asyncio.CancelledError) and _is_ended():
                raise
            failures += 1
            log.exception("tick failed", loop=name, failures=failures)
        if failures:
            await pause(pulse, back_off(1, failures))
        elif rest is None and not more:
            await pause(pulse, idle, bell=bell)


async def attempt(what: str, work: Callable[[], Awaitable[T]], **about: object) -> T | None:
    """Do one item. What fails is logged with ``about`` (ids only) and costs this item, not those after it: None."""
    try:
        return await work()
    except Exception:  # one item's fault, foreseen or not, must not cost the others their turn
        log.exception("item failed", item=what, **about)
        return None


def _is_ended() -> bool:
    """Somebody ended this very task; otherwise a library let its own cancellation out, which is only a failure."""
    task = asyncio.current_task()
    return task is None or task.cancelling() > 0
