"""An amount as an owner writes it in a sentence ("500 €", "1 240,50 euros"). Exact, and never guessed."""

from __future__ import annotations

import re

from bot.core.money import Money, parse_strictly

_CURRENCY = r"€|\$|£|eur|euros?|usd|gbp|chf|dollars?|pounds?"
SUM = (
    r"(?:(?:us)?[€$£] ?|(?:eur|usd|gbp|chf) )?"
    rf"(?:\d{{1,3}}(?:[ .,']\d{{3}})+|\d+)(?:[.,]\d{{1,2}})?(?: ?(?:{_CURRENCY}))?"
)
"""Where an amount stands in a sentence in small letters."""

_MARKS = (
    ("€", {"EUR"}), ("eur", {"EUR"}), ("£", {"GBP"}), ("gbp", {"GBP"}), ("pound", {"GBP"}), ("chf", {"CHF"}),
    ("usd", {"USD"}), ("us$", {"USD"}), ("$", {"USD", "CAD", "AUD", "NZD"}), ("dollar", {"USD", "CAD", "AUD", "NZD"}),
)  # fmt: skip
_MARK = re.compile(rf"^(?:us)?(?:{_CURRENCY}) ?|(?:{_CURRENCY})$", re.IGNORECASE)


def written_sum(written: str, currency: str) -> Money:
    """Raises ValueError for what is no amount, nothing, or other money ("$500" is no 500 euros)."""
    lower = written.casefold()
    if any(mark in lower and currency not in meant for mark, meant in _MARKS):
        raise ValueError(f"not in {currency}: {written}")
    amount = parse_strictly(_MARK.sub("", written.strip()).strip(), currency)
    if amount.minor <= 0:
        raise ValueError(f"nothing: {written}")
    return amount


__all__ = ["SUM", "written_sum"]
