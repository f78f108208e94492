"""A card as Telegram shows it: HTML, rows of buttons, documents for what is too long. Sends nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels._text import cut, plain, steady, units
from bot.core.question import Card
from bot.errors import DeliveryError

MESSAGE = 4096  # UTF-16 units that a message may show
CAPTION = 1024
TOAST = 200
DATA = 64  # bytes of callback data
_TITLE = 256
_LINES = 1600
_QUOTE = 1000  # of a quote, when there is a preview too
_FOLD = 200  # a longer stretch is folded until the owner opens it
_ABREAST = 18  # two buttons stand side by side when both labels are this short
_LABEL = 64
# Eighteen digits fit every database. Nothing else than what `_data` writes is let in.
_TAP = re.compile(r"q:([1-9][0-9]{0,17}):([a-z0-9_:]{1,40})")

# What Telegram makes links of, and a little more: better a name too many in <code> than one that can be tapped.
_PHONE = r"\+\d[\d ().\u00a0\u202f-]{5,}\d"
_PIECE = re.compile(rf"{_PHONE}|\S+")
_LINKED = re.compile(rf"://|@\w|[#$]\w*[^\W\d]|\w\.[^\W\d_]{{2,}}|\d+\.\d+\.\d+\.\d+|^{_PHONE}$")
_COMMAND = re.compile(r"(?<![\w/<>])/\w")

_PAGE = re.compile(r"p:([a-z]{1,16}):([1-9][0-9]{0,17})")


@dataclass(frozen=True, kw_only=True)
class Button:
    label: str
    data: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What to send: ``documents`` (name, text) first, then ``text`` (HTML) with ``rows`` of buttons."""

    text: str
    rows: tuple[tuple[Button, ...], ...]
    documents: tuple[tuple[str, str], ...] = ()


def shown(card: Card) -> Shown:
    """Lay a card out. Raises DeliveryError (permanent) when a button's code cannot be carried."""
    title = cut(steady(card.title).strip(), _TITLE)
    lines = cut("\n".join(steady(line) for line in card.lines).strip(), _LINES)
    quote, preview = steady(card.quote).strip(), plain(card.preview).rstrip().strip("\n")
    left = MESSAGE - units(title) - units(lines) - 4 * len("\n\n")
    quoted = cut(quote, min(_QUOTE, left) if preview else left)
    previewed = cut(preview, left - units(quoted))
    parts = [f"<b>{inert(title)}</b>" if title else "", inert(lines), _quote(quoted), _preview(previewed)]
    documents = []
    if quoted != quote:
        documents.append((f"relance-{card.question_id}-quote.txt", card.quote))
    if previewed != preview:
        documents.append((f"relance-{card.question_id}.txt", card.preview))
    return Shown(text="\n\n".join(p for p in parts if p) or "…", rows=_rows(card), documents=tuple(documents))


def listed(text: str, pages: Sequence[tuple[str, str]]) -> Shown:
    """A plain text with buttons that show more of it. Raises DeliveryError (permanent) for what cannot be carried."""
    rows: list[tuple[Button, ...]] = []
    for code, label in pages:
        data = f"p:{code}"
        if len(data.encode()) > DATA or turned(data) is None:
            raise DeliveryError(f"a button cannot carry the page {code!r}", permanent=True)
        button = Button(label=cut(steady(label), _LABEL) or code, data=data)
        if rows and len(rows[-1]) == 1 and max(units(button.label), units(rows[-1][0].label)) <= _ABREAST:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return Shown(text=inert(text, commands=True) or "…", rows=tuple(rows))


def turned(data: str) -> tuple[str, int] | None:
    """The command and the number in the data of such a button, or None for what we never wrote."""
    match = _PAGE.fullmatch(data)
    return (match[1], int(match[2])) if match else None


def tapped(data: str) -> tuple[int, str] | None:
    """The question's id and the code in callback data, or None for what we never wrote."""
    match = _TAP.fullmatch(data)
    return (int(match[1]), match[2]) if match else None


def quoted(text: str) -> Shown:
    """Somebody else's words, alone in a message."""
    return Shown(text=f"<pre>{_safe(text)}</pre>", rows=())


def inert(text: str, *, commands: bool = False) -> str:
    """HTML in which nothing can be tapped but, where they are ours, ``commands``.

    Telegram makes a link of whatever looks like one, but not inside of <code>; a name or an address is copied from
    there by a tap.
    """
    return _PIECE.sub(lambda piece: _coded(piece[0], commands=commands), text)


def _coded(piece: str, *, commands: bool) -> str:
    if not (_LINKED.search(piece) or (not commands and _COMMAND.search(piece))):
        return _safe(piece)
    core = piece.strip("()[]«»“”\"'’,;:!?…")
    start = piece.index(core)
    return f"{_safe(piece[:start])}<code>{_safe(core)}</code>{_safe(piece[start + len(core) :])}"


def _quote(text: str) -> str:
    """In <code>, where nothing is made of it; in a quote, which folds."""
    if not text:
        return ""
    return f"<blockquote{' expandable' if units(text) > _FOLD else ''}><code>{_safe(text)}</code></blockquote>"


def _preview(text: str) -> str:
    # <pre> does not wrap well on a phone, but it folds nothing: good for a short text only.
    if units(text) > _FOLD:
        return f"<blockquote expandable><code>{_safe(text)}</code></blockquote>"
    return f"<pre>{_safe(text)}</pre>" if text else ""


def _rows(card: Card) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    for code, label in card.buttons:
        button = Button(label=cut(steady(label), _LABEL) or code, data=_data(card.question_id, code))
        if rows and len(rows[-1]) == 1 and max(units(button.label), units(rows[-1][0].label)) <= _ABREAST:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)


def _data(question_id: int, code: str) -> str:
    data = f"q:{question_id}:{code}"
    if len(data.encode()) > DATA or tapped(data) is None:
        raise DeliveryError(f"question {question_id}: a button cannot carry the code {code!r}", permanent=True)
    return data


def _safe(text: str) -> str:
    return html.escape(text, quote=False)
