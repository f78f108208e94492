"""Telegram as a channel: the section and the entry. The library is imported in `build`, never before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.channels._desk import Desk
from bot.channels._telegram_settings import Settings, settings

if TYPE_CHECKING:
    from bot.channels._telegram_chat import TelegramChat

__all__ = ["Settings", "build", "settings"]


def build(settings: Settings, desk: Desk, menu: Sequence[tuple[str, str]] = ()) -> TelegramChat:
    """The channel, not yet connected. ``menu`` are pairs (command, description) for Telegram's command menu.

    Sets the loggers of httpx and of the library to WARNING: below it they write the token into the log.
    """
    from bot.channels._telegram_chat import TelegramChat
    from bot.channels._telegram_line import Line

    return TelegramChat(line=Line(settings), desk=desk, menu=menu)
