"""A chart in lines, for a chat that shows no picture: the same figures, and bars of blocks."""

from __future__ import annotations

from bot.channels._text import cut, steady
from bot.core.chart import Chart

_NAME = 32
_BAR = 24
_BLOCK = "█"


def lines(chart: Chart) -> list[str]:
    """Every line by itself, aligned; nothing in them can turn the order of what stands beside it."""
    found = [f"{chart.title} – {chart.subtitle}", f"{chart.headline} {chart.note}"]
    ages = [(age.label, age.amount, age.share) for age in chart.ages]
    found += _aligned([(label, amount, share) for label, amount, share in ages])
    found += ["", chart.heading]
    most = max((sum(bar.parts) for bar in chart.bars), default=0)
    found += _aligned([(bar.label, bar.amount, _block(sum(bar.parts), most)) for bar in chart.bars])
    return [*found, *([chart.footnote] if chart.footnote else [])]


def _block(size: int, most: int) -> str:
    return _BLOCK * max(round(_BAR * size / most), 1) if size and most else ""


def _aligned(rows: list[tuple[str, str, str]]) -> list[str]:
    clean = [(cut(" ".join(steady(label).split()), _NAME), amount, more) for label, amount, more in rows]
    wide = max((len(label) for label, _, _ in clean), default=0)
    right = max((len(amount) for _, amount, _ in clean), default=0)
    return [f"  {label:<{wide}}  {amount:>{right}}  {more}".rstrip() for label, amount, more in clean]
