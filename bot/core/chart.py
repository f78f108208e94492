"""A chart: what a picture shows, as plain strings and shares, already in the owner's language. A channel draws it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Age:
    """One row of the legend: "1 to 30 days", "€1,240.00", "12%". The first is the youngest."""

    label: str
    amount: str
    share: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A debtor or a week. ``parts``: sizes by age as in ``Chart.ages``. ``instead``: where no letter can be drawn."""

    label: str
    amount: str
    parts: tuple[int, ...]
    instead: str = ""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """``headline`` is the sum, ``note`` the sentence below it; ``upright``: the bars are weeks, side by side."""

    title: str
    subtitle: str
    headline: str
    note: str
    ages: tuple[Age, ...]
    heading: str
    bars: tuple[Bar, ...]
    upright: bool = False
    footnote: str = ""
