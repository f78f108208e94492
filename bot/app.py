"""The composition root: builds every part, runs the loops, closes them in reverse. Only it knows them all."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from types import ModuleType

import structlog

from bot import systemd
from bot.answer import Answer
from bot.channels._desk import Channel
from bot.chase import Chase
from bot.config import Config
from bot.deliver import Delivery
from bot.desk import Desk
from bot.effects import Effects
from bot.errors import ConfigError, MailboxError
from bot.listen import Listen
from bot.loop import LONGEST_PAUSE, Pulse, Tick, every, pause
from bot.office import Office
from bot.offices import Mistake, chats_of, offices_of
from bot.orders import Orders
from bot.words import Words
from storage.store import Store

log = structlog.get_logger("app")

LOOK_EVERY = 120.0
"""Seconds: polling is the truth, the push of IDLE is a favour."""


@dataclass(kw_only=True)
class App:
    """All parts of a running Relance, wired."""

    config: Config
    store: Store
    offices: dict[str, Office]
    chase: Chase
    listen: Listen
    answer: Answer
    desk: Desk
    pulse: Pulse
    channels: list[Channel] = field(default_factory=list)

    async def look(self, now: datetime) -> bool:
        """New mail of all accounts."""
        for office in self.offices.values():
            await self.listen.look(office, now)
        return False

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The loops of `relance run`, in the order in which a story tells them."""
        return (self.look, self.chase.recover, self.chase.propose, self.chase.deliver, self.answer.ask)

    async def tick(self, now: datetime) -> bool:
        """One step of everything; for the demo and the tests. True: more now."""
        return any([await tick(now) for tick in self.ticks])


@asynccontextmanager
async def assemble(
    config: Config,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    exclusive: bool = False,
    channels: Sequence[Callable[[Desk], Channel]] | None = None,
) -> AsyncIterator[App]:
    """Build everything and open the database; nothing connects to a server yet.

    ``channels`` replaces the configured chats. Raises ConfigError with the mistakes of all leaves, StoreError.

    One straight line on purpose: nearly every part needs the ones before it.
    """
    mistakes: list[Mistake] = []
    offices = offices_of(config, mistakes)
    chats = [] if channels is not None else _chats(config, mistakes)
    if mistakes:
        raise ConfigError(mistakes)
    async with AsyncExitStack() as stack:
        store = await Store.open(config.database, exclusive=exclusive)
        stack.push_async_callback(store.close)
        for one in offices.values():
            stack.push_async_callback(one.outbox.close)
            stack.push_async_callback(one.inbox.close)
        pulse = Pulse(clock)
        delivery = Delivery(store)
        listen = Listen(store, offices, delivery)
        chase = Chase(store, offices, delivery, listen.look)
        answer = Answer(store, offices, Effects(store, offices, chase, listen), {})
        desk = Desk(store, offices, answer, Orders(store, offices, answer, chase), clock=clock, ring=pulse.ring)
        built = [make(desk) for make in (channels if channels is not None else chats)]
        answer.speakers.update({c.name: c for c in built})
        await _seat_owners(store, config, clock())
        yield App(
            config=config,
            store=store,
            offices=offices,
            chase=chase,
            listen=listen,
            answer=answer,
            desk=desk,
            pulse=pulse,
            channels=built,
        )


def _chats(config: Config, mistakes: list[Mistake]) -> list[Callable[[Desk], Channel]]:
    """One maker a configured chat, with its menu in the configured language."""
    menu = Words(override=config.templates).menu(config.language)
    return [partial(_build, module, settings, menu) for module, settings in chats_of(config, mistakes)]


def _build(module: ModuleType, settings: object, menu: Sequence[tuple[str, str]], desk: Desk) -> Channel:
    channel: Channel = module.build(settings, desk, menu)
    return channel


async def _seat_owners(store: Store, config: Config, now: datetime) -> None:
    """Owners that the configuration names need no pairing."""
    for setup in config.accounts:
        for owner in setup.owners:
            await store.add_owner(owner, now=now)


async def serve(app: App) -> None:
    """Run until SIGTERM or SIGINT, which end between items; whatever is waiting stays in its row."""
    pulse = app.pulse
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, _end, pulse)
    try:
        for one in app.offices.values():
            await app.chase.delivery.clear_doubts(one, pulse.clock(), starting=True)
        async with asyncio.TaskGroup() as tasks:
            for one in app.offices.values():
                tasks.create_task(_listen(app, one))
            tasks.create_task(every("recover", app.chase.recover, pulse, idle=30))
            tasks.create_task(every("propose", app.chase.propose, pulse, idle=60))
            tasks.create_task(every("deliver", app.chase.deliver, pulse, idle=10))
            tasks.create_task(every("ask", app.answer.ask, pulse, idle=5))
            for channel in app.channels:
                tasks.create_task(_talk(channel, pulse))
            tasks.create_task(_watchdog(pulse))
            systemd.notify("READY=1")
            log.info("running", accounts=len(app.offices), channels=[c.name for c in app.channels])
    finally:
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(sign)
    log.info("stopped")


def _end(pulse: Pulse) -> None:
    systemd.notify("STOPPING=1")
    log.info("stopping after the item in hand")
    pulse.stop.set()


async def _listen(app: App, office: Office) -> None:
    """Look, wait for a push, look again. While the mailbox is away, try more and more slowly, for ever."""
    pulse, failures = app.pulse, 0

    async def tick(now: datetime) -> bool:
        nonlocal failures
        failures = 0 if await app.listen.look(office, now) else failures + 1
        if not failures:
            pulse.ring()
        return False

    async def rest() -> None:
        if failures:
            await pause(pulse, asyncio.Event(), min(2.0**failures, LONGEST_PAUSE))
        else:
            await _wait_for_mail(office, pulse)

    await every(f"listen {office.account.id}", tick, pulse, idle=2, rest=rest)


async def _talk(channel: Channel, pulse: Pulse) -> None:
    """A chat mends its own network; a bug of ours costs it one message, then it goes on."""

    async def tick(now: datetime) -> bool:
        await channel.run(pulse.stop)
        return False

    await every(f"chat {channel.name}", tick, pulse, idle=1, beats=False)


async def _wait_for_mail(office: Office, pulse: Pulse) -> None:
    """Until the server says that something came, the poll is due, or the end."""
    waiting = asyncio.ensure_future(office.inbox.wait(LOOK_EVERY))
    ending = asyncio.ensure_future(pulse.stop.wait())
    await asyncio.wait((waiting, ending), return_when=asyncio.FIRST_COMPLETED)
    ending.cancel()
    if not waiting.done():
        waiting.cancel()
    with contextlib.suppress(MailboxError, asyncio.CancelledError):
        await waiting


async def _watchdog(pulse: Pulse) -> None:
    """Signs of life for systemd, only while every loop gives them too."""
    limit = systemd.watchdog_seconds()
    while not pulse.stop.is_set():
        if limit is not None and pulse.oldest_beat() < max(limit, 2 * LOOK_EVERY + 300):
            systemd.notify("WATCHDOG=1")
        await pause(pulse, asyncio.Event(), (limit or 60) / 3)
