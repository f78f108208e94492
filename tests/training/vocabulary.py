"""Which of the 250,000 pieces are kept: those that six languages and our texts use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.readers._trained.pieces import SPACE, UNKNOWN, Pieces
from tests.training.origin import Origin

LANGUAGES = ("fr", "en", "de", "es", "it", "nl")
WORDS_EACH = 40_000


def kept(origin: Origin, texts: Iterable[str]) -> list[int]:
    """Ids of the pieces to keep, ascending; the special ones and single letters always."""
    from wordfreq import top_n_list

    whole = Pieces(origin.pieces)
    wanted = set(range(UNKNOWN + 1))
    for number, (piece, _) in enumerate(origin.pieces):
        bare = piece.strip(SPACE)
        if (len(bare) <= 1 and _western(piece)) or (bare.isascii() and bare.isdigit()):
            wanted.add(number)
    for language in LANGUAGES:
        words = top_n_list(language, WORDS_EACH)
        for form in (*words, *(w.capitalize() for w in words), *(w.upper() for w in words[:3000])):
            wanted.update(whole.encode(form)[0])
    for text in texts:
        wanted.update(whole.encode(text)[0])
    return sorted(wanted)


def pieces(origin: Origin, numbers: Sequence[int]) -> list[tuple[str, float]]:
    return [origin.pieces[number] for number in numbers]


def write(some: Sequence[tuple[str, float]], file: Path) -> None:
    """Lines of piece, tab, score."""
    file.write_text("".join(f"{piece}\t{score:.4f}\n" for piece, score in some), encoding="utf-8")


def _western(piece: str) -> bool:
    """Latin letters, digits, punctuation, currency signs and what people draw with."""
    return all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2800 or 0x1F300 <= ord(c) < 0x1FB00 for c in piece)
