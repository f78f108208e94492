"""The charts that an owner gets: who owes what by age, and how it was in the weeks before. Words, never a pixel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.core.aging import AGES, Balance, Week
from bot.core.case import Account
from bot.core.chart import Age, Bar, Chart
from bot.core.money import Money
from bot.words.texts import Book

FILE = "chat/chart.txt"
DEBTORS = 7
"""Bars of one picture; the other debtors share the last one."""

PICTURES = 3
"""Currencies of an account that get a picture of their own, those with the most debtors; a text names them all."""


def of_debtors(book: Book, balance: Balance, *, account: Account, today: date) -> Chart:
    """Who owes what: the ages, then the largest debtors."""
    shown = balance.debtors if len(balance.debtors) <= DEBTORS else balance.debtors[: DEBTORS - 1]
    bars = [
        Bar(
            label=one.name,
            amount=book.forms.money(Money(one.total, balance.currency)),
            parts=one.parts[::-1],
            instead=book.line(FILE, "case", number=one.case_id),
        )
        for one in shown
    ]
    others = balance.debtors[len(shown) :]
    if others:
        left = tuple(sum(column) for column in zip(*(o.parts for o in others), strict=True))[::-1]
        amount = book.forms.money(Money(sum(left), balance.currency))
        bars.append(Bar(label=book.line(FILE, "others", count=len(others)), amount=amount, parts=left))
    about = {"account": account, "today": today, "count": len(balance.debtors), "currency": balance.currency}
    return _chart(book, "who", balance.currency, balance.parts, bars, about, upright=False)


def of_facts(book: Book, told: object, *, account: Account, today: date) -> tuple[Chart, ...]:
    """The weeks as a question keeps them: ``{"EUR": [["2026-11-16", [oldest, …, youngest]], …]}``."""
    found = []
    for currency, rows in list(told.items())[:PICTURES] if isinstance(told, dict) else ():
        weeks = [Week(day=date.fromisoformat(day), parts=tuple(parts)) for day, parts in rows]
        found.append(of_weeks(book, currency, weeks, account=account, today=today))
    return tuple(found)


def of_weeks(book: Book, currency: str, weeks: Sequence[Week], *, account: Account, today: date) -> Chart:
    """The aged balance of the last week, and how it came to that."""
    bars = [
        Bar(
            label=book.forms.day_month(week.day),
            amount=book.forms.short_money(Money(sum(week.parts), currency)),
            parts=week.parts[::-1],
        )
        for week in weeks
    ]
    change = sum(weeks[-1].parts) - sum(weeks[-2].parts) if len(weeks) > 1 else 0
    about = {
        "account": account, "today": today, "currency": currency,
        "change": book.forms.money(Money(abs(change), currency)), "up": change > 0, "same": not change,
    }  # fmt: skip
    return _chart(book, "weeks", currency, weeks[-1].parts, bars, about, upright=True)


def _chart(
    book: Book, name: str, currency: str, parts: Sequence[int], bars: list[Bar], about: dict[str, object],
    *, upright: bool,
) -> Chart:  # fmt: skip
    total, late = sum(parts), sum(part for age, part in zip(AGES, parts, strict=True) if age)
    facts = about | {"total": book.forms.money(Money(total, currency)), "late": late}
    facts["late"] = book.forms.money(Money(late, currency)) if late else ""
    ages = [
        Age(
            label=book.line(FILE, f"age_{age}"),
            amount=book.forms.money(Money(part, currency)),
            share=book.line(FILE, "share", percent=_percent(part, total)),
        )
        for age, part in zip(AGES[::-1], parts[::-1], strict=True)
    ]
    return Chart(
        title=book.line(FILE, f"{name}_title", **facts),
        subtitle=book.line(FILE, f"{name}_subtitle", **facts),
        headline=str(facts["total"]),
        note=book.line(FILE, "note", **facts),
        ages=tuple(ages),
        heading=book.line(FILE, f"{name}_heading", **facts),
        bars=tuple(bars),
        upright=upright,
        footnote=book.line(FILE, f"{name}_footnote", **facts),
    )


def _percent(part: int, total: int) -> str:
    """Whole per cents; what is there is never shown as nothing, nor a part as the whole."""
    if not part or not total:
        return "0"
    if part == total:
        return "100"
    return str(min(max(round(100 * part / total), 1), 99))
