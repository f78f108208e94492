"""Text to the encoder's pieces (SentencePiece unigram), with each piece's place in the original. Linear in the text.

Own code, because the library for it brings a network client and twenty packages along (docs/reading.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

BEGIN, END, UNKNOWN = 0, 2, 3
SPACE = "▁"
_WORST = 10.0  # How much less likely than the rarest piece an unknown letter is.
_LONGEST_WORD = 200  # Beyond, a "word" is cut: nobody writes it, and each costs its length.
_WORD = re.compile(rf"[^ ]{{1,{_LONGEST_WORD}}}")


class Pieces:
    """``pieces``: text and score (log probability), by id; the first four are <s>, <pad>, </s>, <unk>."""

    def __init__(self, pieces: Sequence[tuple[str, float]]) -> None:
        self._known = {piece: (number, score) for number, (piece, score) in enumerate(pieces) if number > UNKNOWN}
        self._longest = max(map(len, self._known))
        self._unknown = min(score for _, score in pieces) - _WORST
        self._cut = lru_cache(maxsize=4096)(self._best)

    def encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Ids and, for each, start and end in ``text``; <s> and </s> stand at 0 and at the end."""
        letters, places = _normal(text)
        ids, offsets = [BEGIN], [(0, 0)]
        for match in _WORD.finditer(letters):
            start = match.start()
            whole = start == 0 or letters[start - 1] == " "
            for number, first, last in self._cut(SPACE + match[0] if whole else match[0]):
                first, last = max(first - whole, 0), last - whole
                ids.append(number)
                offsets.append((places[start + first], places[start + last]))
        return [*ids, END], [*offsets, (len(text), len(text))]

    def _best(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """The likeliest cutting of one word: (id, start, end)."""
        # Up to each place: the best score, where its last piece starts, that piece.
        best: list[tuple[float, int, int]] = [(0.0, 0, UNKNOWN)]
        for end in range(1, len(word) + 1):
            chosen = (best[end - 1][0] + self._unknown, end - 1, UNKNOWN)
            for start in range(max(0, end - self._longest), end):
                known = self._known.get(word[start:end])
                if known is not None and best[start][0] + known[1] > chosen[0]:
                    chosen = (best[start][0] + known[1], start, known[0])
            best.append(chosen)
        found, end = [], len(word)
        while end:
            _, start, number = best[end]
            found.append((number, start, end))
            end = start
        return tuple(reversed(found))


def _normal(text: str) -> tuple[str, list[int]]:
    """Compatible letters, composed, single spaces; and the place of each in ``text`` (and its end)."""
    letters: list[str] = []
    places: list[int] = []
    for start, cluster in _clusters(text):
        for letter in unicodedata.normalize("NFKC", cluster):
            if letter.isspace() or unicodedata.category(letter) == "Zs":
                letter = " "
            elif unicodedata.category(letter) in ("Cc", "Cf"):
                continue
            if letter != " " or (letters and letters[-1] != " "):
                letters.append(letter)
                places.append(start)
    return "".join(letters), [*places, len(text)]


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """A letter with the marks that follow it (macOS writes accents apart); never more than eight."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]) or at - start >= 8:
            yield start, text[start:at]
            start = at


def load(file: Path) -> Pieces:
    """From lines of piece, tab, score."""
    pairs = (line.rsplit("\t", 1) for line in file.read_text(encoding="utf-8").split("\n") if line)
    return Pieces([(piece, float(score)) for piece, score in pairs])
