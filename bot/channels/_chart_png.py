"""A chart as a picture: PNG bytes for a phone, on its own light ground. Pillow is imported here, and only when needed.

Whatever a debtor is called, the size is bounded: every text is made drawable, then cut to the room that it has.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.channels._text import steady
from bot.core.chart import Bar, Chart

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH = 1080
"""Pixels. Telegram shows a photo as wide as a phone: some 400 points, so a letter of 36 reads as one of 13."""

_FONTS = Path(__file__).parent / "_fonts"
_EDGE = 64
_SMOOTH = 2  # shapes are drawn so much larger, then scaled down: Pillow's own edges are jagged
_GROUND, _INK, _SOFT, _RAIL = "#FBFAF7", "#1F2933", "#5F6C7B", "#ECE9E2"
_COLOURS = ("#A9BCCB", "#F2BF49", "#EC8B3C", "#D2483F", "#7F1D3A")  # by age, youngest first; each darker than the last
_BAND = 256
_COLUMNS = 420  # height of the weeks

Weight = Literal["Regular", "Bold"]
_REGULAR: Weight = "Regular"
_BOLD: Weight = "Bold"
Box = tuple[float, float, float, float]


def png(chart: Chart) -> bytes:
    """Draw it. Takes some tens of milliseconds: call it in a thread."""
    return _Sheet(chart).drawn()


def drawable(text: str, instead: str = "") -> str:
    """What our font can show of it on one line; ``instead`` where no letter or digit is left."""
    found = []
    for letter in unicodedata.normalize("NFC", steady(text)):
        if letter.isspace():
            found.append(" ")
        elif _has_glyph(letter):
            found.append(letter)
        else:
            # Å from a letter with a mark that has no glyph of its own; nothing for an emoji or a loose mark.
            base = unicodedata.normalize("NFKD", letter)[:1]
            found.append(base if base.strip() and _has_glyph(base) else "")
    shown = " ".join("".join(found).split())
    return shown if any(letter.isalnum() for letter in shown) else instead or shown


@lru_cache(maxsize=4096)
def _has_glyph(letter: str) -> bool:
    if unicodedata.category(letter)[0] in "CMZ":
        return False
    font = _font("Regular", 36)
    return bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


@lru_cache(maxsize=32)
def _font(weight: Weight, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    # The basic layout: the same picture on every machine, whether or not it has libraqm.
    return ImageFont.truetype(str(_FONTS / f"NotoSans-{weight}.ttf"), size, layout_engine=ImageFont.Layout.BASIC)


class _Sheet:
    """Collects shapes and texts from top to bottom, then draws both."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.y = float(_EDGE)
        self.shapes: list[tuple[Box, str, float]] = []
        self.texts: list[tuple[float, float, str, FreeTypeFont, str, str]] = []

    def drawn(self) -> bytes:
        self._head()
        self._ages()
        self._columns() if self.chart.upright else self._bars()
        height = round(self.y + _EDGE)
        return _painted(height, self.shapes, self.texts)

    def _head(self) -> None:
        chart, wide = self.chart, WIDTH - 2 * _EDGE
        self._text(_EDGE, self.y, chart.title, _BOLD, 52, room=wide)
        self._text(_EDGE, self.y + 68, chart.subtitle, _REGULAR, 34, _SOFT, room=wide)
        self.y += 142
        size = _fitting(drawable(chart.headline), _BOLD, 92, wide)
        self._text(_EDGE, self.y, chart.headline, _BOLD, size, room=wide)
        self._text(_EDGE, self.y + 110, chart.note, _REGULAR, 36, _SOFT, room=wide)
        self.y += 186

    def _ages(self) -> None:
        """One bar of all ages, and a line for each."""
        parts = self._sums()
        self._stack(_EDGE, self.y, WIDTH - 2 * _EDGE, 44, parts, sum(parts))
        self.y += 76
        for age, colour, part in zip(self.chart.ages, _COLOURS, parts, strict=True):
            ink = _INK if part else _SOFT
            self.shapes.append(((_EDGE, self.y + 9, _EDGE + 28, self.y + 37), colour if part else _RAIL, 7))
            right, weight = WIDTH - _EDGE - 116, _BOLD if part else _REGULAR
            self._text(WIDTH - _EDGE, self.y, age.share if part else "", _REGULAR, 34, _SOFT, "r", room=110)
            amount = self._text(right, self.y, age.amount if part else "–", weight, 34, ink, "r", room=400)
            self._text(_EDGE + 50, self.y, age.label, _REGULAR, 34, ink, room=right - amount - 24 - _EDGE - 50)
            self.y += 56
        self.y += 26

    def _bars(self) -> None:
        """The debtors: the name and the amount, below them a bar."""
        self._heading()
        most = max((sum(bar.parts) for bar in self.chart.bars), default=0)
        for bar in self.chart.bars:
            amount = self._text(WIDTH - _EDGE, self.y, bar.amount, _BOLD, 34, anchor="r", room=430)
            room = WIDTH - 2 * _EDGE - amount - 32
            self._text(_EDGE, self.y, drawable(bar.label, bar.instead), _REGULAR, 34, room=room)
            full = (WIDTH - 2 * _EDGE) * sum(bar.parts) / most if most else 0.0
            self.shapes.append(((_EDGE, self.y + 54, WIDTH - _EDGE, self.y + 70), _RAIL, 8))
            self._stack(_EDGE, self.y + 54, max(full, 16), 16, bar.parts, sum(bar.parts))
            self.y += 100
        self.y -= 24

    def _columns(self) -> None:
        """The weeks side by side, today last and named in bold."""
        self._heading()
        bars = self.chart.bars
        most = max((sum(bar.parts) for bar in bars), default=0)
        step = (WIDTH - 2 * _EDGE) / max(len(bars), 1)
        size = min((_fitting(drawable(bar.amount), _BOLD, 30, step - 8) for bar in bars), default=30)
        floor = self.y + 52 + _COLUMNS
        for number, bar in enumerate(bars):
            left, last = _EDGE + number * step, number == len(bars) - 1
            middle, wide = left + step / 2, step * 0.62
            high = _COLUMNS * sum(bar.parts) / most if most else 0.0
            self._pile(middle - wide / 2, floor, wide, high, bar)
            weight, ink = (_BOLD, _INK) if last else (_REGULAR, _SOFT)
            self._text(middle, floor - high - 44, bar.amount, weight, size, ink, "m", room=step)
            self._text(middle, floor + 14, bar.label, weight, 28, ink, "m", room=step)
        self.shapes.append(((_EDGE, floor, WIDTH - _EDGE, floor + 3), _RAIL, 0))
        self.y = floor + 60
        if self.chart.footnote:
            self._text(_EDGE, self.y + 16, self.chart.footnote, _REGULAR, 28, _SOFT, room=WIDTH - 2 * _EDGE)
            self.y += 56

    def _heading(self) -> None:
        self.shapes.append(((_EDGE, self.y, WIDTH - _EDGE, self.y + 3), _RAIL, 0))
        self._text(_EDGE, self.y + 28, self.chart.heading, _BOLD, 38, room=WIDTH - 2 * _EDGE)
        self.y += 104

    def _sums(self) -> tuple[int, ...]:
        if self.chart.upright:
            return self.chart.bars[-1].parts if self.chart.bars else (0,) * len(_COLOURS)
        return tuple(sum(column) for column in zip(*(bar.parts for bar in self.chart.bars), strict=True)) or (
            (0,) * len(_COLOURS)
        )

    def _stack(self, left: float, top: float, wide: float, high: float, parts: Sequence[int], whole: int) -> None:
        """Ages side by side, the ends round."""
        if not whole:
            self.shapes.append(((left, top, left + wide, top + high), _RAIL, high / 2))
            return
        ends = [(part, colour) for part, colour in zip(parts, _COLOURS, strict=True) if part > 0]
        sizes = _shared([part for part, _ in ends], wide, least=min(8.0, wide / 8))
        x = left
        for number, (size, (_, colour)) in enumerate(zip(sizes, ends, strict=True)):
            round_ends = (number == 0, number == len(ends) - 1)
            self._segment((x, top, x + size, top + high), colour, high / 2, round_ends)
            x += size

    def _segment(self, box: Box, colour: str, radius: float, ends: tuple[bool, bool]) -> None:
        """A piece of a bar: round only where the bar ends."""
        left, top, right, bottom = box
        radius = min(radius, (right - left) / 2)
        self.shapes.append((box, colour, radius))
        if not ends[0]:
            self.shapes.append(((left, top, left + radius, bottom), colour, 0))
        if not ends[1]:
            self.shapes.append(((right - radius, top, right, bottom), colour, 0))

    def _pile(self, left: float, floor: float, wide: float, high: float, bar: Bar) -> None:
        """Ages on top of each other, the oldest at the bottom, where it is compared best."""
        pieces = [(part, colour) for part, colour in zip(bar.parts, _COLOURS, strict=True) if part > 0]
        sizes = _shared([part for part, _ in pieces], high, least=min(4.0, high / 8))
        y = floor
        for size, (_, colour) in zip(reversed(sizes), reversed(pieces), strict=True):
            self.shapes.append(((left, y - size, left + wide, y), colour, 0))
            y -= size

    def _text(
        self, x: float, y: float, text: str, weight: Weight, size: int, ink: str = _INK, anchor: str = "l", *,
        room: float,
    ) -> float:  # fmt: skip
        """Note a text; how wide it is. ``anchor``: l, m or r."""
        font = _font(weight, size)
        shown = _cut(drawable(text) if text.strip() else "", font, room)
        self.texts.append((x, y, shown, font, ink, f"{anchor}a"))
        return font.getlength(shown)


def _shared(parts: Sequence[int], whole: float, *, least: float) -> list[float]:
    """Widths in proportion, but none so narrow that it cannot be seen."""
    total = sum(parts)
    widths = [max(whole * part / total, least) for part in parts]
    scale = whole / sum(widths) if widths else 1.0
    return [width * scale for width in widths]


def _fitting(text: str, weight: Weight, size: int, room: float) -> int:
    """The largest size, at most ``size``, in which the text has room."""
    while size > 20 and _font(weight, size).getlength(text) > room:
        size -= 4
    return size


def _cut(text: str, font: FreeTypeFont, room: float) -> str:
    """As much as there is room for, with "…" where something is missing."""
    if font.getlength(text[:200]) <= room and len(text) <= 200:
        return text
    short, long = 0, min(len(text), 200)
    while short < long:
        middle = (short + long + 1) // 2
        if font.getlength(text[:middle].rstrip() + "…") <= room:
            short = middle
        else:
            long = middle - 1
    return text[:short].rstrip() + "…"


def _painted(
    height: int, shapes: Sequence[tuple[Box, str, float]],
    texts: Sequence[tuple[float, float, str, FreeTypeFont, str, str]],
) -> bytes:  # fmt: skip
    from PIL import Image, ImageDraw

    sheet = Image.new("RGB", (WIDTH, height), _GROUND)
    for top in range(0, height, _BAND):  # the large canvas of a whole picture would take 20 MB and more
        high = min(_BAND, height - top)
        band = Image.new("RGB", (WIDTH * _SMOOTH, high * _SMOOTH), _GROUND)
        _fill(ImageDraw.Draw(band), shapes, top)
        sheet.paste(band.reduce(_SMOOTH), (0, top))
    pen = ImageDraw.Draw(sheet)
    for x, y, text, font, ink, anchor in texts:
        pen.text((x, y), text, font=font, fill=ink, anchor=anchor)
    out = io.BytesIO()
    # Few colours: a palette makes the file a third of its size.
    sheet.quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fill(pen: ImageDraw, shapes: Sequence[tuple[Box, str, float]], top: int) -> None:
    """Draw what lies in the band that begins at ``top``; the rest falls outside of it."""
    for (left, above, right, below), colour, radius in shapes:
        box = (left * _SMOOTH, (above - top) * _SMOOTH, right * _SMOOTH - 1, (below - top) * _SMOOTH - 1)
        if box[2] - box[0] >= 1 and box[3] - box[1] >= 1 and box[3] >= 0 and box[1] <= _BAND * _SMOOTH:
            pen.rounded_rectangle(box, radius=radius * _SMOOTH, fill=colour)
