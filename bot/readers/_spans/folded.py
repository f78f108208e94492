"""Text made plain for patterns, with the way back to the original places. Never a meaning."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

MAX_CHARACTERS = 16 * 1024
_PLAIN = {
    **dict.fromkeys("’‘´`ʼ′", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("“”«»„", '"'),
    "ß": "ss",
    "œ": "oe",
    "æ": "ae",
    "Œ": "oe",
    "Æ": "ae",
    "×": "x",
    "…": "...",
}
_DROPPED = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


@dataclass(frozen=True, kw_only=True)
class Folded:
    """``text``: lower case, no accents, each run of blanks one character. ``places``: where each character stood."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original text of a stretch (not empty) of the folded one."""
        return self.places[start], self.places[end] if end > start and self._joined(end) else self.places[end - 1] + 1

    def _joined(self, end: int) -> bool:
        """Does the last letter carry marks of its own (an accent written apart)?"""
        return self.places[end] > self.places[end - 1] + 1 and not self.text[end - 1].isspace()


def fold(text: str) -> Folded:
    """Fold the beginning of ``text``. A run of blanks becomes one space, or one line end if it holds one."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text[:MAX_CHARACTERS]):
        plain = _folded(character)
        if plain in (" ", "\n") and letters and letters[-1] in (" ", "\n"):
            if plain == "\n":
                letters[-1] = plain
            continue
        letters += plain
        places += [place] * len(plain)
    return Folded(text="".join(letters), places=(*places, min(len(text), MAX_CHARACTERS)))


def _folded(character: str) -> str:
    if "!" <= character <= "~":
        return character.lower()
    if character in "\n\r\u2028\u2029\u0085\v\f":
        return "\n"
    if character.isspace():
        return " "
    if character in _PLAIN:
        return _PLAIN[character]
    if character in _DROPPED or unicodedata.combining(character):
        return ""
    return (unicodedata.normalize("NFKD", character.lower()) or character)[0]
