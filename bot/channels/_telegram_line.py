"""The wire to the Bot API: every call with a deadline, every error as a DeliveryError. Knows no desk."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Coroutine, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.channels._telegram_card import Shown
from bot.channels._telegram_settings import Settings
from bot.errors import DeliveryError

T = TypeVar("T")

_WANTED = ("message", "callback_query", "inline_query")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_GONE = (
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message to be edited not found",
)
_LATE = ("query is too old", "query id is invalid", "query_id_invalid")


class Failed(DeliveryError):
    """``wait``: seconds that the server asks for, 0 where it says nothing. ``conflict``: somebody else polls.

    ``unheard``: no answer came. ``moved``: the group is another chat now.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        wait: float = 0.0,
        conflict: bool = False,
        unheard: bool = False,
        moved: int | None = None,
    ) -> None:
        super().__init__(message, permanent=permanent)
        self.wait = wait
        self.conflict = conflict
        self.unheard = unheard
        self.moved = moved


class Line:
    """One bot. Two clients: a wedged poll can be renewed without breaking a message that is on its way."""

    def __init__(self, settings: Settings) -> None:
        # The library's own switch for its future types. Without it every answer 429 comes with a warning about them.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        # Both write the address of a request, and with it the token: httpx at INFO, the library at DEBUG.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        logging.getLogger("telegram").setLevel(logging.WARNING)
        self.settings = settings
        self._sending = _client(settings, 16)
        self._polling = _client(settings, 8)
        self._open_calls = 0
        # Never initialized: that would only fetch our own name, and fail without a network.
        self._bot: ExtBot[int] = ExtBot(
            settings.token,
            base_url=f"{settings.base_url}/bot",
            base_file_url=f"{settings.base_url}/file/bot",
            request=self._sending,
            get_updates_request=self._polling,
            rate_limiter=AIORateLimiter(max_retries=2),
        )

    @contextlib.asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Keep the connections for sending open meanwhile; they close when nobody needs them any more."""
        self._open_calls += 1
        try:
            await self._sending.initialize()
            yield
        finally:
            self._open_calls -= 1
            if not self._open_calls:
                await self._sending.shutdown()

    @property
    def own_id(self) -> str:
        """The bot's own number, as its token begins."""
        return self.settings.token.partition(":")[0]

    async def document(self, chat: int, name: str, text: str) -> None:
        """Send a text as a file. Raises Failed."""
        # With a mark at the start, or phones guess another encoding and show Ã© for é.
        await self._call(self._bot.send_document(chat, text.encode("utf-8-sig", "replace"), filename=name))

    async def me(self) -> str:
        """The bot's name and id. Raises Failed."""
        user = await self._call(self._bot.get_me())
        return f"@{user.username} ({user.id})"

    async def greet(self, menu: Sequence[tuple[str, str]]) -> None:
        """Remove a webhook, which would forbid polling, and register the commands. Raises Failed."""
        await self._call(self._bot.delete_webhook())
        if menu:
            await self._call(self._bot.set_my_commands(list(menu)))

    async def poll(self, confirm: int | None) -> tuple[Update, ...]:
        """Wait for updates; ``confirm`` tells the server that those below it are done. Raises Failed.

        Without anything to confirm no offset is sent: after a quiet week Telegram begins with other, perhaps
        lower numbers, and an old offset would then hide them.
        """
        wait = timedelta(seconds=self.settings.poll_timeout)
        call = self._bot.get_updates(offset=confirm, timeout=wait, allowed_updates=_WANTED)
        return await self._finished(call, self.settings.poll_timeout + 2 * self.settings.read_timeout)

    async def confirm(self, below: int) -> None:
        """Tell the server that updates below this number are done, before we leave. Raises Failed."""
        call = self._bot.get_updates(offset=below, limit=1, timeout=0, allowed_updates=_WANTED)
        await self._finished(call, min(2.0, self.settings.read_timeout))

    async def pick_up(self) -> None:
        """Open the polling connections."""
        await self._polling.initialize()

    async def renew(self) -> None:
        """Begin with fresh polling connections: a pool can wedge without an error."""
        await self._polling.shutdown()
        await self._polling.initialize()

    async def hang_up(self) -> None:
        """Close the polling connections."""
        await self._polling.shutdown()

    async def send(self, chat: int, shown: Shown) -> int:
        """Send a card, its documents first; the number of the card's message. Raises Failed."""
        for name, text in shown.documents:
            await self.document(chat, name, text)
        call = self._bot.send_message(
            chat, shown.text, ParseMode.HTML, link_preview_options=_NO_PREVIEW, reply_markup=_keyboard(shown)
        )
        return (await self._call(call)).message_id

    async def edit(self, chat: int, message: int, shown: Shown) -> None:
        """Change a message; one that is gone, too old or already so is left. Raises Failed."""
        call = self._bot.edit_message_text(
            shown.text, chat, message, parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW, reply_markup=_keyboard(shown),
        )  # fmt: skip
        await self._unless(call, _GONE)

    async def photo(self, chat: int, png: bytes, caption: str) -> None:
        """Send a picture with at most 1024 units of HTML below it. Raises Failed."""
        await self._call(
            self._bot.send_photo(chat, png, caption=caption, parse_mode=ParseMode.HTML, filename="relance.png")
        )

    async def fetch(self, file: str) -> bytes:
        """The bytes of a file that somebody sent, at most 20 MB. Raises Failed."""
        found = await self._call(self._bot.get_file(file))
        return bytes(await self._call(found.download_as_bytearray()))

    async def offer(self, query: str, found: Sequence[tuple[str, str, str, str]]) -> None:
        """Answer an inline search with (id, title, line, HTML): for this person alone, never kept. Raises Failed."""
        results = [
            InlineQueryResultArticle(
                number,
                title,
                InputTextMessageContent(text, ParseMode.HTML, link_preview_options=_NO_PREVIEW),
                description=line,
            )
            for number, title, line, text in found
        ]
        await self._unless(self._bot.answer_inline_query(query, results, cache_time=0, is_personal=True), _LATE)

    async def toast(self, query: str, text: str) -> bool:
        """End the waiting of a tapped button with at most 200 units; False when it is too late. Raises Failed."""
        return await self._unless(self._bot.answer_callback_query(query, text or None), _LATE)

    async def _unless(self, call: Coroutine[Any, Any, object], harmless: tuple[str, ...]) -> bool:
        try:
            await self._call(call)
        except Failed as failed:
            if not any(words in str(failed).lower() for words in harmless):
                raise
            return False
        return True

    async def _call(self, call: Coroutine[Any, Any, T]) -> T:
        async with self.opened():
            return await self._finished(call, self.settings.patience)

    async def _finished(self, call: Coroutine[Any, Any, T], limit: float) -> T:
        # `from None`: a traceback with local variables would show the address, and with it the token.
        try:
            async with asyncio.timeout(limit):
                return await call
        except TimeoutError:
            raise Failed(f"Telegram gave no answer within {limit:g} s", unheard=True) from None
        except TelegramError as error:
            raise self._failed(error) from None

    def _failed(self, error: TelegramError) -> Failed:
        text = error.message.replace(self.settings.token, "***")
        match error:
            case RetryAfter():
                wait = _seconds(error)
                return Failed(f"Telegram asks us to wait {wait:g} s", wait=wait)
            case InvalidToken():
                what = "Telegram refuses the bot token; check it, or get a new one from @BotFather"
                return Failed(what, wait=self.settings.refused_wait)
            case Conflict():
                return Failed(f"another program reads the messages of this bot; stop it ({text})", conflict=True)
            case Forbidden():
                return Failed(f"Telegram does not let the bot write to this chat: {text}", permanent=True)
            case ChatMigrated():
                # Not permanent: its cards are shown at once where it is now.
                return Failed(f"the group is another chat now: {text}", moved=error.new_chat_id)
            case BadRequest():
                # It is a NetworkError for the library; trying it again would refuse it for ever.
                return Failed(f"Telegram refused: {text}", permanent=True)
            case _:
                return Failed(f"Telegram cannot be reached: {text}", unheard=True)


def _client(settings: Settings, size: int) -> HTTPXRequest:
    limit = settings.read_timeout
    return HTTPXRequest(
        connection_pool_size=size, read_timeout=limit, write_timeout=limit, connect_timeout=limit, pool_timeout=limit
    )


def _keyboard(shown: Shown) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in shown.rows]
    return InlineKeyboardMarkup(rows) if rows else None


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
