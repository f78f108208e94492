"""How a phone shows a card or an answer, as lines of text: title, quote, what is folded, buttons by row."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels._telegram_card import MESSAGE, Shown, listed, shown
from bot.core.chart import Chart
from bot.core.question import Card, Reply
from tests.channels.bot_api_html import shown as parsed
from tests.channels.bot_api_html import units

_OPEN = 240  # of a folded stretch, so much is kept in a snapshot; that it is longer stands behind it


def card(one: Card) -> str:
    """A card, then the documents that come before it on the phone."""
    return "\n\n".join([_screen(shown(one)), *map(_picture, one.charts)])


def _picture(chart: Chart) -> str:
    return f"[picture: {chart.title}, {chart.subtitle}, {chart.headline}]"


def reply(one: Reply) -> str:
    """The text with its buttons, and the cards below it."""
    parts = [_screen(listed(one.text, one.pages))] if one.text else []
    return "\n\n".join([*parts, *map(_picture, one.charts), *(card(c) for c in one.cards)])


def _screen(what: Shown) -> str:
    text, entities = parsed(what.text, "HTML")
    assert units(text) <= MESSAGE
    raw, marked, at = text.encode("utf-16-le"), "", 0
    for entity in entities:
        if entity.kind == "code":  # looks like the text around it, and cannot be tapped
            continue
        start, end = entity.offset * 2, (entity.offset + entity.length) * 2
        marked += raw[at:start].decode("utf-16-le") + _marked(entity.kind, raw[start:end].decode("utf-16-le"))
        at = end
    marked += raw[at:].decode("utf-16-le")
    rows = ["  ".join(f"[ {button.label} ]" for button in row) for row in what.rows]
    documents = [f"(document: {name}, {len(written)} characters)" for name, written in what.documents]
    return "\n".join([*documents, marked, *([""] if rows else []), *rows])


def _marked(kind: str, text: str) -> str:
    match kind:
        case "b":
            return f"**{text}**"
        case "expandable_blockquote":
            more = f" … (folded: {units(text)} characters)" if len(text) > _OPEN else " (folded)"
            return _quoted(text[:_OPEN].rstrip() + more, "▸ ")
        case "blockquote":
            return _quoted(text, "┃ ")
        case "pre":
            return _quoted(text, "│ ")
    raise AssertionError(kind)


def _quoted(text: str, mark: str) -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))


def titled(parts: Sequence[tuple[str, str]]) -> str:
    """Several screens in one file."""
    return "\n\n".join(f"=== {name}\n{screen}" for name, screen in parts) + "\n"
