"""What a channel may ask of the owner's flow, and what it is for the flow. Only shapes; never a line that acts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.core.case import Owner
from bot.core.question import Card, Found, Reply

__all__ = ["Channel", "Desk", "Reply"]


class Desk(Protocol):
    """The owner's flow as a channel sees it. None always means: a stranger, so nothing happens.

    A channel may give the same tap, command or text again after a crash; the desk does each at most once.
    """

    async def tap(self, *, channel: str, address: str, question_id: int, code: str) -> Reply | None:
        """A button was tapped. Neither ``question_id`` nor ``code`` has been checked: anybody can forge them."""

    async def command(self, *, channel: str, address: str, name: str, argument: str, mark: str = "") -> Reply | None:
        """``/name argument``; the name in lower case, known or not. ``mark``: which message it is, if it came twice."""

    async def page(self, *, channel: str, address: str, name: str, number: int) -> Reply | None:
        """A button under a list (``Reply.pages``): shows more, changes nothing. Anybody can forge both."""

    async def search(self, *, channel: str, address: str, words: str) -> tuple[Found, ...]:
        """Debtors by a part of their name, while he types. Nothing for a stranger, as for what is not found."""

    async def text(self, *, channel: str, address: str, text: str, answers: str | None) -> Reply | None:
        """Plain words. ``answers`` is the reference of the message that is replied to."""

    async def file(
        self,
        *,
        channel: str,
        address: str,
        name: str,
        size: int,
        note: str,
        answers: str | None,
        fetch: Callable[[], Awaitable[bytes]],
    ) -> Reply | None:
        """A file, not fetched yet: a stranger's never is. ``size`` in bytes (0: unknown); ``note``: written with it.

        ``fetch`` raises DeliveryError, permanent when the chat will never give it.
        """

    async def meaningless(self, *, channel: str, address: str, which: str) -> Reply | None:
        """Something that is no order: a button that was never ours ("button"), forwarded words ("forwarded")."""

    async def moved(self, *, channel: str, address: str, to: str) -> None:
        """The chat has another address from now on; only the chat's own server may say so."""

    async def placed(self, *, channel: str, address: str, question_id: int, reference: str) -> None:
        """A card of a Reply was sent, as the message ``reference``."""

    async def pair(self, *, channel: str, address: str, name: str, code: str) -> Reply | None:
        """Somebody who calls himself ``name`` gives the code that makes him an owner. None for a wrong code."""


class Channel(Protocol):
    """One chat with owners. Its address of an owner means something only to itself."""

    name: str
    trouble: str
    """Empty while all is well, else one plain sentence."""

    async def run(self, stop: asyncio.Event) -> None:
        """Receive until ``stop``. Mends the network by itself; a bug of the desk goes through and costs one update."""

    async def show(self, owner: Owner, card: Card) -> str:
        """Show a card and return the reference of its message. Raises DeliveryError."""

    async def amend(self, owner: Owner, reference: str, card: Card) -> None:
        """Change a shown card in place. One that is gone or stands so already is no error. Raises DeliveryError."""

    async def say(self, owner: Owner, text: str) -> None:
        """Say something that needs no answer. Raises DeliveryError."""

    async def ping(self) -> str:
        """Who we are there, for ``relance check``. Raises DeliveryError."""
