"""A country that nobody has read the law of: usual delays, no fact, so nothing is ever claimed on its law."""

from __future__ import annotations

from bot.core.law import Law

LAW = Law(country="")
