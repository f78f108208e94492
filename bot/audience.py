"""The same card for different owners: who only sees gets no buttons, who has several accounts reads which it is of."""

from __future__ import annotations

from dataclasses import replace

from bot.core.case import Account
from bot.core.question import Card


def seen(card: Card, account: Account, *, decides: bool, several: bool) -> Card:
    """``several``: the owner has more accounts than this one."""
    if several:
        card = replace(card, lines=(account.name, *card.lines))
    return card if decides else replace(card, buttons=(), editable=False)
