"""A whole town whose owner sits at Telegram: real flows and store, embedded mail, the emulated Bot API over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.channels import telegram
from bot.core.case import Owner
from bot.core.question import QuestionKind
from tests.channels.bot_api import BotApi, Message
from tests.channels.conftest import short
from tests.channels.desk import ALICE
from tests.stories.town import Town, town


class Cockpit:
    """``town`` and its clock, ``api`` and its phones."""

    def __init__(self, t: Town, api: BotApi) -> None:
        self.town = t
        self.api = api

    async def card(self, kind: QuestionKind, *, chat: int = ALICE) -> Message:
        """The message that shows the only waiting card of that kind."""
        await self.town.settle()
        question = await self.town.question(kind)
        for _, address, reference in await self.town.app.store.shown(question.id):
            if address == str(chat):
                return self.api.message(chat, int(reference))
        raise LookupError(f"chat {chat} was not shown {kind}")

    async def press(self, message: Message, button: str, *, chat: int = ALICE) -> str:
        """Tap, and wait for what the toast says; everything that follows is done."""
        query = self.api.press(chat, message.id, button)
        return await self._after(query)

    async def forge(self, data: str, message: Message, *, chat: int = ALICE) -> None:
        """Tap with data of one's own; a stranger is answered nothing."""
        self.api.forge(chat, data, message_id=message.id)
        await self.quiet()

    async def _after(self, query: str) -> str:
        await self.api.wait_for(lambda: self.api.toast(query) is not None)
        await self.quiet()
        return self.api.toast(query) or ""

    async def say(self, text: str, *, chat: int = ALICE, reply_to: int | None = None, **more: Any) -> list[Message]:
        """Write; the messages that come back."""
        before = len(self.api.messages(chat))
        self.api.type(chat, text, reply_to=reply_to, **more)
        await self.quiet()
        return self.api.messages(chat)[before:]

    async def quiet(self) -> None:
        """Every update is handled, and what follows from it."""
        await self.api.wait_for(lambda: not self.api.pending)
        await self.town.settle()


def buttons(message: Message) -> list[str]:
    """The codes at the end of the callback data."""
    return [data.split(":", 2)[2] for _, data in message.buttons]


@asynccontextmanager
async def cockpit(
    folder: Path, *, chats: tuple[int, ...] = (ALICE,), account: str = "plomberie", **more: Any
) -> AsyncIterator[Cockpit]:
    """A running town; its own phone belongs to nobody."""
    async with BotApi() as api, town(folder, owners=[(account, "nobody")], **more) as t:
        chat = telegram.build(short(api), t.app.desk)
        t.app.answer.speakers["telegram"] = chat
        for number in chats:
            api.know(number)
            place = Owner(account=account, channel="telegram", address=str(number), name=f"Claire {number}")
            await t.app.store.add_owner(place, now=t.now)
        stop = asyncio.Event()
        receiving = asyncio.create_task(chat.run(stop))
        try:
            yield Cockpit(t, api)
        finally:
            stop.set()
            await receiving
