"""The demo as it runs: the days go by, the parts of `relance run` do their work, the story is told. Data: cast.py."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
import secrets
import sys
import tempfile
import unicodedata
from contextlib import AsyncExitStack
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import TextIO

from bot.app import App, assemble
from bot.channels import terminal
from bot.config import Config, parse
from bot.core.case import Owner
from bot.core.question import Card, QuestionState
from bot.demo.cast import ACCOUNT, DAYS, FIRST_DAY, MAILBOX, PATIENT
from bot.demo.stage import ZONE, Clock, Debtors, copies, invoices_csv, payments_csv
from bot.embedded.servers import MailServers
from bot.errors import RelanceError
from bot.ledger import take_in

HOURS = (time(8, 15), time(9, 30), time(11), time(16, 45))
SUNDAY = (time(11),)

_CONFIG = """
[relance]
database = "sqlite://demo.db"
language = "{language}"

[[account]]
id = "{account}"
name = "Plomberie Martin"
legal = "Plomberie Martin SARL, SIREN 732 829 320"
address = "12 rue des Lilas, 35000 Rennes"
phone = "02 99 00 00 00"
signed_by = "Claire Martin"
email = "{mailbox}"
language = "{language}"
country = "FR"
iban = "FR76 3000 6000 0112 3456 7890 189"
court = true
undo_minutes = 0

[account.smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
user = "{mailbox}"
password = "{password}"

[account.imap]
host = "127.0.0.1"
port = {imap}
security = "none"
user = "{mailbox}"
password = "{password}"
"""


async def play(*, out: Path, language: str, interactive: bool, stream: TextIO | None = None) -> int:
    """Play the whole story; the mails are left in ``out``. Returns the exit code."""
    told = stream or sys.stdout
    try:
        _make(out)
    except OSError as error:
        raise RelanceError(f"{out}: cannot be made a folder for the mails: {error.strerror}") from None
    clock, password = Clock(), secrets.token_urlsafe(12)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="relance-demo-")))
        servers = await stack.enter_async_context(MailServers(users={MAILBOX: password}))
        debtors = Debtors(servers=servers, clock=clock)
        servers.on_message = debtors.receive
        config = _config(folder, servers, password, language)
        chat: list[terminal.Terminal] = []

        def sit_down(desk: object) -> terminal.Terminal:
            auto = None if interactive else _choose
            chat.append(terminal.build(terminal.settings({}), desk, out=told, auto=auto))  # type: ignore[arg-type]
            return chat[0]

        app = await stack.enter_async_context(assemble(config, clock=clock, channels=[sit_down]))
        stop = asyncio.Event()
        talking = asyncio.create_task(chat[0].run(stop))
        try:
            await _weeks(
                Stage(
                    app=app, clock=clock, debtors=debtors, chat=chat[0], told=told, stop=stop, interactive=interactive
                ),
                folder,
            )
        finally:
            stop.set()
            await talking
    _leave(debtors, out)
    if not debtors.letters:
        raise RelanceError("no mail moved: is the loopback interface (127.0.0.1) up?")
    words = app.offices[ACCOUNT].words
    print(f"\n{words.say('demo.mails', language=language, count=len(debtors.letters), folder=out)}", file=told)
    return 0


class Stage:
    """What a day of the story needs."""

    def __init__(
        self,
        *,
        app: App,
        clock: Clock,
        debtors: Debtors,
        chat: terminal.Terminal,
        told: TextIO,
        stop: asyncio.Event,
        interactive: bool,
    ) -> None:
        self.stop = stop
        self.app = app
        self.clock = clock
        self.debtors = debtors
        self.chat = chat
        self.told = told
        self.interactive = interactive
        self.office = app.offices[ACCOUNT]
        self.last_event = 0
        self.last_day = FIRST_DAY - timedelta(days=1)
        self.names: dict[int, str] = {}

    def say(self, key: str, **facts: object) -> str:
        return self.office.words.say(key, language=self.office.account.language, **facts)

    async def act(self) -> None:
        """Everything that there is to do at this moment, until nothing more happens."""
        now = self.clock.now
        for _ in range(200):
            more = False
            for tick in self.app.ticks:
                more |= await tick(now)
                await self.tell()
            await self.chat.settled()
            if self.interactive:
                await self._owner_decides()
            await self.tell()
            if not more:
                break
        await self.debtors.read(self._text_of)
        await self.tell()

    async def tell(self) -> None:
        """The story so far: one line an event."""
        for event in await self.app.store.events_after(self.last_event):
            self.last_event = event.id
            if event.case_id is None:
                continue
            if event.case_id not in self.names:
                self.names[event.case_id] = (await self.app.store.case(event.case_id)).debtor.name
            day = event.at.astimezone(ZONE).date()
            if day != self.last_day:
                self.last_day = day
                print(f"\n── {self.say('demo.day', day=day)} ──", file=self.told)
            because = self.say(f"because.{event.because}") if event.because else ""
            line = self.say(f"event.{event.what}", event=event, because=because)
            print(f"  {self.names[event.case_id]:<24} {line}", file=self.told)

    async def _text_of(self, message_id: str) -> str:
        notice = await self.app.store.notice_of_message(ACCOUNT, message_id)
        return notice.draft.text if notice else ""

    async def _owner_decides(self) -> None:
        """Interactive: time stands still while a card waits."""
        while not self.stop.is_set() and await self.app.store.questions((QuestionState.ASKED,), account=ACCOUNT):
            if self.chat.trouble:
                raise RelanceError(f"{self.chat.trouble}, but the demo waits for your choice: leave --interactive out")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stop.wait(), 0.1)


async def _weeks(stage: Stage, folder: Path) -> None:
    app, clock = stage.app, stage.clock
    print(stage.say("demo.opening", account=stage.office.account), file=stage.told)
    owner = Owner(account=ACCOUNT, channel="terminal", address="terminal", name="Claire Martin")
    await app.store.add_owner(owner, now=clock.now)
    table = str(folder / "factures.csv")  # the copies lie beside it
    await take_in(app.store, stage.office.account, table, invoices_csv(copies(folder)), clock.now)
    for offset in range(DAYS):
        day = FIRST_DAY + timedelta(days=offset)
        for hour in HOURS if day.weekday() < 5 else SUNDAY:
            if stage.stop.is_set():
                return
            clock.to(datetime.combine(day, hour, ZONE))
            if hour == HOURS[0] and day.weekday() < 5:
                await _bank(stage)
            await stage.debtors.write()
            await stage.act()
    today = stage.office.today(clock.now)
    cases = [c for c in await app.store.cases(ACCOUNT) if c.open_invoices]
    print(f"\n── {stage.say('demo.day', day=today)} ──\n", file=stage.told)
    print(stage.say("who", account=stage.office.account, cases=cases, more=0, today=today), file=stage.told)


async def _bank(stage: Stage) -> None:
    """What the bank shows this morning goes into the books through the same import as any file."""
    rows = []
    today = stage.office.today(stage.clock.now).isoformat()
    for player, amount in stage.debtors.bank():
        if amount == "all":
            rows += [(number, today, total) for number, _, _, total in player.invoices]
        else:
            rows.append((player.invoices[0][0], today, amount))
    if rows:
        await take_in(stage.app.store, stage.office.account, "banque.csv", payments_csv(rows), stage.clock.now)


def _choose(card: Card) -> str | None:
    """The owner of the demo takes what is proposed first, but believes in a payment only when the bank shows it."""
    first = next((code for code, _ in card.buttons), None)
    return PATIENT.get(first, first) if first is not None else None


def _config(folder: Path, servers: MailServers, password: str, language: str) -> Config:
    text = _CONFIG.format(
        language=language,
        account=ACCOUNT,
        mailbox=MAILBOX,
        smtp=servers.smtp_port,
        imap=servers.imap_port,
        password=password,
    )
    return parse(text.encode(), folder / "config.toml")


def _make(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / ".try").touch()
    (out / ".try").unlink()


def _leave(debtors: Debtors, out: Path) -> None:
    """Every mail as .eml, ours also as .html, numbered in the order of the story."""
    for number, letter in enumerate(sorted(debtors.letters, key=lambda item: item.at), 1):
        plain = unicodedata.normalize("NFKD", letter.who.lower()).encode("ascii", "ignore").decode()
        who = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        name = f"{number:02d}-{letter.at.astimezone(ZONE):%m-%d}-{'to' if letter.outgoing else 'from'}-{who}"
        (out / f"{name}.eml").write_bytes(letter.raw)
        if letter.outgoing:
            (out / f"{name}.html").write_text(_page(letter.raw), encoding="utf-8")


def _page(raw: bytes) -> str:
    """The HTML part as a page of its own: the payment code inside instead of beside it."""
    mail = message_from_bytes(raw, policy=policy.default)
    part = mail.get_body(("html",))
    page = str(part.get_content()) if part is not None else ""
    for image in mail.walk():
        if image.get_content_type() == "image/png":
            code = base64.b64encode(image.get_payload(decode=True)).decode()  # type: ignore[arg-type]
            page = page.replace(f"cid:{str(image['Content-ID']).strip('<>')}", f"data:image/png;base64,{code}")
    return page
