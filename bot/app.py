"""The composition root: builds every part, runs the loops, closes them in reverse. Only it knows them all."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
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
from bot.copies import tidy
from bot.core.case import PENDING
from bot.deliver import Delivery
from bot.desk import Desk
from bot.effects import Effects
from bot.errors import ConfigError, MailboxError
from bot.lessons import School
from bot.listen import Listen
from bot.loop import Pulse, Tick, back_off, every, pause
from bot.office import Office
from bot.offices import Mistake, attachments, chats_of, offices_of
from bot.opinion import Opinions
from bot.orders import Orders
from bot.words import Words
from storage.store import Store

log = structlog.get_logger("app")

LOOK_EVERY = 120.0
"""Seconds: polling is the truth, the push of IDLE is a favour."""

SOON = 0.02
"""Seconds: a wait that ends sooner was none."""

GRACE = 8.0
"""Seconds that what is in hand has to end in, once we are told to stop. A delivery that needs longer stays in its row:
the next start finds it doubtful, and looks it up."""


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
    school: School
    opinions: Opinions
    channels: list[Channel] = field(default_factory=list)

    async def look(self, now: datetime) -> bool:
        """New mail of all accounts."""
        for office in self.offices.values():
            await self.listen.look(office, now)
        return False

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The loops of `relance run`, in the order in which a story tells them."""
        return (
            self.look,
            self.chase.recover,
            self.chase.propose,
            self.chase.deliver,
            self.answer.ask,
            self.school.tick,
            self.opinions.tick,
        )

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
        stack.push_async_callback(_hang_up, offices.values())
        pulse = Pulse(clock)
        delivery = Delivery(store)
        listen = Listen(store, offices, delivery)
        chase = Chase(store, offices, delivery, listen.look)
        answer = Answer(store, offices, Effects(store, offices, chase, listen), {})
        desk = Desk(store, offices, answer, Orders(store, offices, answer, chase), clock=clock, ring=pulse.ring)
        built = [make(desk) for make in (channels if channels is not None else chats)]
        answer.speakers.update({c.name: c for c in built})
        await _seat_owners(store, config, clock())
        if exclusive:
            await _tidy(store, config, clock())
        yield App(
            config=config,
            store=store,
            offices=offices,
            chase=chase,
            listen=listen,
            answer=answer,
            desk=desk,
            pulse=pulse,
            school=School(store, offices, listen.letter),
            opinions=Opinions(store, offices, listen, answer.amend),
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
    """Owners that the configuration names need no pairing. Whom it named, and names no more, decides no more.

    Whom it names still, but who was removed since or whose chat has moved, stays so.
    """
    for setup in config.accounts:
        account = setup.account.id
        before = [tuple(seat) for seat in await store.note(account, "seated") or ()]
        named = [(owner.channel, owner.address) for owner in setup.owners]
        here = {(owner.channel, owner.address) for owner in await store.owners(account)}
        for owner in setup.owners:
            if (place := (owner.channel, owner.address)) in here or place not in before:
                await store.add_owner(owner, now=now)
        for channel, address in before:
            if (channel, address) not in named:
                await store.remove_owner(account, channel, address)
        if before != named:
            await store.set_note(account, "seated", named)


async def _tidy(store: Store, config: Config, now: datetime) -> None:
    """Files that owners dropped into a chat go when no message that may still leave carries them."""
    for setup in config.accounts:
        account = setup.account.id
        waiting = await store.notices(PENDING, account=account, limit=100_000)
        needed = {path for notice in waiting for path in notice.draft.attach}
        if gone := tidy(attachments(config, account), needed, now):
            log.info("old attachments removed", account=account, files=gone)


async def serve(app: App, *, grace: float = GRACE) -> None:
    """Run until SIGTERM or SIGINT, which end between items; whatever is waiting stays in its row.

    ``grace``: seconds that a loop may take to come to such an end, before it is cut short.
    """
    pulse = app.pulse
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, pulse.stop.set)
    try:
        async with asyncio.TaskGroup() as tasks:
            loops = [tasks.create_task(run, name=name) for name, run in _loops(app)]
            systemd.notify("READY=1")
            log.info("running", accounts=len(app.offices), channels=[c.name for c in app.channels])
            await pulse.stop.wait()
            systemd.notify("STOPPING=1")
            log.info("stopping after the item in hand")
            _, late = await asyncio.wait(loops, timeout=grace)
            for task in late:
                log.warning("cut short", loop=task.get_name())
                task.cancel()
    finally:
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(sign)
    log.info("stopped")


def _loops(app: App) -> list[tuple[str, Coroutine[None, None, None]]]:
    """Each account has its own way in and out: a server that hangs keeps no other account waiting."""
    pulse = app.pulse
    loops = [
        ("propose", every("propose", app.chase.propose, pulse, idle=60)),
        ("ask", every("ask", app.answer.ask, pulse, idle=5)),
        ("learn", every("learn", app.school.tick, pulse, idle=60)),
    ]
    if any(one.advisor is not None for one in app.offices.values()):
        loops.append(("opinion", every("opinion", app.opinions.tick, pulse, idle=60)))
    for name, one in app.offices.items():
        loops += [(f"listen {name}", _listen(app, one)), (f"deliver {name}", _deliver(app, one))]
    loops += [(f"chat {channel.name}", _talk(channel, pulse)) for channel in app.channels]
    return [*loops, ("watchdog", _watchdog(pulse))]


async def _deliver(app: App, office: Office) -> None:
    """What is doubtful first (after a start: what was being sent), the next notice after it."""
    delivery = app.chase.delivery

    async def tick(now: datetime) -> bool:
        await delivery.clear_doubts(office, now)
        return await delivery.one(office, now, look=app.chase.look, still_right=app.chase.still_right)

    await every(f"deliver {office.account.id}", tick, app.pulse, idle=10)


async def _listen(app: App, office: Office) -> None:
    """Look, wait for a push, look again. While the mailbox is away, try more and more slowly, for ever."""
    pulse, failures, rush = app.pulse, 0, 0

    async def tick(now: datetime) -> bool:
        nonlocal failures
        failures = 0 if await app.listen.look(office, now) else failures + 1
        if not failures:
            pulse.ring()
        return False

    async def rest() -> None:
        nonlocal rush
        if failures:
            await pause(pulse, back_off(1, failures))
            return
        # A server that ends every wait at once must not make us spin.
        rush = 0 if await _wait_for_mail(office, pulse) else rush + 1
        if rush:
            await pause(pulse, back_off(0.02, rush, LOOK_EVERY))

    await every(f"listen {office.account.id}", tick, pulse, idle=2, rest=rest)


async def _talk(channel: Channel, pulse: Pulse) -> None:
    """A chat mends its own network; a bug of ours costs it one message, then it goes on."""

    async def tick(now: datetime) -> bool:
        await channel.run(pulse.stop)
        return False

    await every(f"chat {channel.name}", tick, pulse, idle=1, beats=False)


async def _wait_for_mail(office: Office, pulse: Pulse) -> bool:
    """Until the server says that something came, the poll is due, or the end. False: that was no real wait."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    waiting, ending = loop.create_task(office.inbox.wait(LOOK_EVERY)), loop.create_task(pulse.stop.wait())
    try:
        await asyncio.wait((waiting, ending), return_when=asyncio.FIRST_COMPLETED)
        if waiting.done():
            await waiting
    except MailboxError:
        return False  # the next look tells what is wrong
    finally:
        waiting.cancel()
        ending.cancel()
        await asyncio.wait((waiting, ending))
        if not waiting.cancelled():
            waiting.exception()  # read, so that asyncio does not report it as lost
    return loop.time() - begun >= SOON


async def _watchdog(pulse: Pulse) -> None:
    """Signs of life for systemd, only while every loop gives them too."""
    limit = systemd.watchdog_seconds()
    hung: list[str] = []
    while not pulse.stop.is_set():
        if hung != (hung := pulse.silent()):
            log.warning("these loops hang" if hung else "no loop hangs any more", loops=hung)
        if limit is not None and not hung:
            systemd.notify("WATCHDOG=1")
        await pause(pulse, min(limit or 60, pulse.hung_after) / 3)


async def _hang_up(offices: Iterable[Office]) -> None:
    """All at once: a server that does not answer our goodbye costs its seconds only once."""
    await asyncio.gather(*(close() for one in offices for close in (one.outbox.close, one.inbox.close)))
