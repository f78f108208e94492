"""Telegram's side of the owner's flow: fetches updates, gives them to the desk, shows what it says. Decides nothing.

The library's Application and Updater are not used, on purpose. They confirm an update when it is fetched, before
it is handled, so that a crash loses a tap; one 401 ends their polling for ever; a wedged pool goes unnoticed. Here
an update is confirmed after the desk is done with it: it comes again after a crash, and the desk acts once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections import Counter, deque
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from telegram import CallbackQuery, Document, InlineQuery, Message, Update
from telegram.constants import ChatType

from bot.channels._chart_png import png
from bot.channels._desk import Desk, Reply
from bot.channels._telegram_card import CAPTION, MESSAGE, TOAST, inert, listed, quoted, shown, tapped, turned
from bot.channels._telegram_line import Failed, Line
from bot.channels._text import cut, pieces, steady, units
from bot.core.case import Owner
from bot.core.chart import Chart
from bot.core.question import Card
from bot.errors import DeliveryError, MissingError, RefusedError, RelanceError, StoreError

T = TypeVar("T")

log = logging.getLogger(__name__)

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@[A-Za-z0-9_]+)?(?:\s+(.*))?", re.DOTALL)
_TRIES = 3  # for one update, when the desk fails in a way that it foresees
_MESSAGES = 3  # of one quote, before a file is kinder
_CALM = 3  # polls in a row, before a conflict counts as over: two programs that poll win in turn


class TelegramChat:
    """The channel; see `bot.channels._desk.Channel`. Addresses are ids of private chats."""

    name = "telegram"

    def __init__(self, *, line: Line, desk: Desk, menu: Sequence[tuple[str, str]]) -> None:
        self.trouble = ""
        self._line = line
        self._desk = desk
        self._menu = menu
        self._greeted = False
        self._confirm: int | None = None
        self._seen: deque[int] = deque(maxlen=1000)
        self._tries: Counter[int] = Counter()
        self._failures = 0
        self._unrest = 0

    # What the flow asks.

    async def ping(self) -> str:
        return await self._line.me()

    async def show(self, owner: Owner, card: Card) -> str:
        async with self._followed(owner):
            reference = str(await self._line.send(_chat(owner), shown(card)))
        await self._picture(_chat(owner), card.charts)
        return reference

    async def amend(self, owner: Owner, reference: str, card: Card) -> None:
        if reference.isascii() and reference.isdigit():
            async with self._followed(owner):
                await self._line.edit(_chat(owner), int(reference), shown(card))

    async def say(self, owner: Owner, text: str) -> None:
        async with self._followed(owner):
            await self._say(_chat(owner), text)

    @contextlib.asynccontextmanager
    async def _followed(self, owner: Owner) -> AsyncIterator[None]:
        """A group that has become a supergroup has another id: the desk learns it, and tries again there."""
        try:
            yield
        except Failed as failed:
            if failed.moved is not None:
                await self._desk.moved(channel=self.name, address=owner.address, to=str(failed.moved))
            raise

    # Receiving.

    async def run(self, stop: asyncio.Event) -> None:
        """Receive until ``stop``. What the desk did not foresee goes through, and the next call leaves it out."""
        async with self._line.opened():
            try:
                await self._line.pick_up()
                while not stop.is_set():
                    await self._turn(stop)
                if self._confirm is not None:
                    with _noted("confirming"):
                        await self._line.confirm(self._confirm)
            finally:
                await self._line.hang_up()

    async def _turn(self, stop: asyncio.Event) -> None:
        try:
            updates = await _before(stop, self._fetch())
            if updates is not None:
                await self._take(updates, stop)
                self._well()
        except Failed as failed:
            wait = self._unwell(failed)
            if failed.unheard:
                await self._line.renew()
            await _before(stop, asyncio.sleep(wait))

    async def _fetch(self) -> tuple[Update, ...]:
        if not self._greeted:
            await self._greet()
        updates = await self._line.poll(self._confirm)
        self._confirm = None
        return updates

    async def _greet(self) -> None:
        try:
            await self._line.greet(self._menu)
        except Failed as failed:
            if not failed.permanent:
                raise
            log.warning("telegram: the command menu was not registered: %s", failed)
        self._greeted = True

    def _well(self) -> None:
        self._failures = 0
        self._unrest = max(0, self._unrest - 1)
        if self.trouble and not self._unrest:
            log.info("telegram: all is well again")
            self.trouble = ""

    def _unwell(self, failed: Failed) -> float:
        """Note it; the seconds to wait."""
        self._failures += 1
        self._unrest = _CALM if failed.conflict else 1
        if self.trouble != str(failed):
            log.warning("telegram: %s", failed)
        self.trouble = str(failed)
        first, longest = self._line.settings.back_off
        return failed.wait or min(longest, first * 2 ** min(self._failures - 1, 16))

    async def _take(self, updates: Sequence[Update], stop: asyncio.Event) -> None:
        for update in sorted(updates, key=lambda u: u.update_id):
            if stop.is_set():
                return
            before, self._confirm = self._confirm, update.update_id + 1
            if update.update_id in self._seen:
                continue
            try:
                # Noted first: what the desk did not foresee costs this update, and is not met again for ever.
                self._seen.append(update.update_id)
                await self._handle(update)
                self._tries.pop(update.update_id, None)
            except RelanceError as error:
                if self._given_up(update.update_id, error):
                    continue
                self._seen.pop()
                self._confirm = before
                raise Failed(str(error)) from error
            except asyncio.CancelledError:
                self._seen.pop()
                self._confirm = before
                raise

    def _given_up(self, update_id: int, error: RelanceError) -> bool:
        self._tries[update_id] += 1
        # Without a database nothing else could be done meanwhile either.
        away = isinstance(error, StoreError) and not isinstance(error, MissingError | RefusedError)
        if away or self._tries[update_id] < _TRIES:
            return False
        log.error("telegram: update %d is left out after %d tries: %s", update_id, _TRIES, error)
        del self._tries[update_id]
        return True

    async def _handle(self, update: Update) -> None:
        if update.callback_query is not None:
            await self._tapped(update.callback_query)
        elif update.inline_query is not None:
            await self._searched(update.inline_query)
        elif update.message is not None and update.message.migrate_to_chat_id is not None:
            there = str(update.message.migrate_to_chat_id)
            if update.message.chat.type != ChatType.PRIVATE:  # only a group can become a supergroup
                await self._desk.moved(channel=self.name, address=str(update.message.chat.id), to=there)
        elif update.message is not None:
            await self._written(update.message)

    async def _tapped(self, query: CallbackQuery) -> None:
        chat = query.message.chat if query.message else None
        tap, page = tapped(query.data or ""), turned(query.data or "")
        if query.message is None or chat is None or chat.type != ChatType.PRIVATE or chat.id != query.from_user.id:
            await self._hush(query)
            return
        if page is not None:
            await self._turned(query, chat.id, query.message.message_id, *page)
            return
        if tap is None:
            log.info("telegram: chat %d sent callback data that is not ours", chat.id)
            reply = await self._desk.meaningless(channel=self.name, address=str(chat.id), which="button")
        else:
            reply = await self._desk.tap(channel=self.name, address=str(chat.id), question_id=tap[0], code=tap[1])
        if reply is None:
            await self._hush(query)
            return
        await self._toast(query.id, chat.id, steady(reply.text))
        if reply.quote:
            with _noted("showing a mail"):
                await self._quote(chat.id, reply.quote)
        if reply.card is not None:
            with _noted("amending a card"):
                await self._line.edit(chat.id, query.message.message_id, shown(reply.card))
        await self._lay_out(chat.id, reply.cards)

    async def _searched(self, query: InlineQuery) -> None:
        """``@bot name`` in any chat: what is found is shown to the asker alone, who may send it where he is."""
        address = str(query.from_user.id)
        found = await self._desk.search(channel=self.name, address=address, words=query.query)
        rows = [
            (str(f.case_id), cut(steady(f.title), 100), cut(steady(f.line), 200), inert(cut(steady(f.text), MESSAGE)))
            for f in found
        ]
        with _noted("answering a search"):
            await self._line.offer(query.id, rows)

    async def _turned(self, query: CallbackQuery, chat: int, message: int, name: str, number: int) -> None:
        """The next part of a list takes the place of the one that is shown."""
        reply = await self._desk.page(channel=self.name, address=str(chat), name=name, number=number)
        if reply is None:
            await self._hush(query)
            return
        await self._toast(query.id, chat, steady(reply.text) if reply.toast else "")
        if reply.toast:
            return
        text = steady(reply.text)
        if not text:  # only cards: the list stays
            await self._lay_out(chat, reply.cards)
            return
        with _noted("turning a page"):
            if units(text) <= MESSAGE:
                await self._line.edit(chat, message, listed(text, reply.pages))
            else:
                await self._say(chat, text, reply.pages)
        await self._lay_out(chat, reply.cards)

    async def _written(self, message: Message) -> None:
        user, chat = message.from_user, message.chat
        if user is None or user.is_bot or chat.type != ChatType.PRIVATE or chat.id != user.id:
            return
        if message.via_bot is not None and str(message.via_bot.id) == self._line.own_id:
            return  # what he chose from a search: it says already where the case stands
        answers = message.reply_to_message
        reference = str(answers.message_id) if answers else None
        if message.forward_origin is not None:
            # Forwarded words are somebody else's, perhaps the debtor's: never an instruction.
            reply = await self._desk.meaningless(channel=self.name, address=str(chat.id), which="forwarded")
        elif message.document is not None:
            reply = await self._dropped(message.document, str(chat.id), message.caption or "", reference)
        elif message.text:
            mark = str(message.message_id)
            reply = await self._asked(message.text, str(chat.id), user.full_name, reference, mark)
        elif message.effective_attachment is not None:
            # A photo, a voice message, a sticker: nothing that we read. Whoever is known here is told so.
            reply = await self._desk.text(channel=self.name, address=str(chat.id), text="", answers=None)
        else:
            return
        if reply is None:
            return
        if reply.card is not None:
            await self._lay_out(chat.id, (reply.card, *reply.cards))
            return
        with _noted("answering"):
            await self._say(chat.id, reply.text, reply.pages)
        await self._picture(chat.id, reply.charts)
        await self._lay_out(chat.id, reply.cards)

    async def _dropped(self, file: Document, address: str, note: str, answers: str | None) -> Reply | None:
        return await self._desk.file(
            channel=self.name,
            address=address,
            name=file.file_name or "",
            size=file.file_size or 0,
            note=note,
            answers=answers,
            fetch=partial(self._line.fetch, file.file_id),
        )

    async def _asked(self, text: str, address: str, name: str, answers: str | None, mark: str) -> Reply | None:
        command = _COMMAND.fullmatch(text.strip())
        if command is None:
            return await self._desk.text(channel=self.name, address=address, text=text, answers=answers)
        word, argument = command[1].lower(), (command[2] or "").strip()
        if word == "start" and argument:
            return await self._desk.pair(channel=self.name, address=address, name=name, code=argument)
        # A bare /start is what Telegram's own button sends.
        word = "help" if word == "start" else word
        return await self._desk.command(channel=self.name, address=address, name=word, argument=argument, mark=mark)

    # Answering.

    async def _toast(self, query: str, chat: int, text: str) -> None:
        """In the toast if it fits and is not too late, else as a message."""
        short = units(text) <= TOAST
        with _noted("answering a tap"):
            in_time = await self._line.toast(query, text if short else "")
            if not (short and in_time):
                await self._say(chat, text)

    async def _hush(self, query: CallbackQuery) -> None:
        """A stranger's button stops turning, and says nothing.

        Silence would tell no less that a bot is here, since the button is there. But whoever was an owner once
        (removed, or paired anew) still has his old cards, and would take a button that turns for ever for a fault.
        """
        with _noted("answering a stranger's tap"):
            await self._line.toast(query.id, "")

    async def _say(self, chat: int, text: str, pages: Sequence[tuple[str, str]] = ()) -> None:
        """The whole text, in as many messages as it needs; the buttons stand under the last."""
        parts = pieces(steady(text), MESSAGE)
        for piece in parts[:-1] if pages else parts:
            await self._line.send(chat, listed(piece, ()))
        if pages:
            await self._line.send(chat, listed(parts[-1] if parts else "", pages))

    async def _quote(self, chat: int, text: str) -> None:
        """All of somebody else's words: as messages, or a file when they are very many."""
        parts = pieces(steady(text), MESSAGE)
        if len(parts) > _MESSAGES:
            await self._line.document(chat, "relance.txt", steady(text))
            return
        for piece in parts:
            await self._line.send(chat, quoted(piece))

    async def _picture(self, chat: int, charts: Sequence[Chart]) -> None:
        """The charts as photos. The text has said it all already: one that cannot be sent is only noted."""
        for chart in charts:
            with _noted("showing a picture"):
                drawn = await asyncio.to_thread(png, chart)
                caption = cut(steady(f"{chart.title}, {chart.subtitle} – {chart.headline}"), CAPTION)
                await self._line.photo(chat, drawn, inert(caption))

    async def _lay_out(self, chat: int, cards: Sequence[Card]) -> None:
        for card in cards:
            with _noted("showing a card"):
                reference = str(await self._line.send(chat, shown(card)))
                await self._desk.placed(
                    channel=self.name, address=str(chat), question_id=card.question_id, reference=reference
                )


def _chat(owner: Owner) -> int:
    digits = owner.address.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise DeliveryError(f"{owner.address!r} is not the id of a Telegram chat", permanent=True)
    return int(owner.address)


@contextlib.contextmanager
def _noted(what: str) -> Iterator[None]:
    """The desk has acted: an answer that does not arrive is only noted, for a repeated update would repeat it all."""
    try:
        yield
    except DeliveryError as error:
        log.warning("telegram: %s: %s", what, error)


async def _before(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """What ``work`` brings, or None when ``stop`` comes first and ends it."""
    doing, halt = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((doing, halt), return_when=asyncio.FIRST_COMPLETED)
        return doing.result() if doing.done() else None
    finally:
        doing.cancel()
        halt.cancel()
        await asyncio.wait((doing, halt))
