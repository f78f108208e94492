"""Which of six languages a reply is written in, from its letters. Never what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.readers._spans import language_table
from bot.readers._spans.folded import fold

LANGUAGES = ("fr", "en", "de", "es", "it", "nl")
UNKNOWN = "und"
_ENOUGH = 4000  # Characters that are looked at.
_FEW = 4  # Up to so many words only an expected language is believed.
_EXPECTED = 14  # What the likeliest language is ahead, in the digits of the table.
_WORD = re.compile(r"[a-z]+'?")
# Letters and words of neighbours. One name with a foreign letter says nothing, every fourth word does.
_FOREIGN_LETTERS = frozenset("ãõąćęłńśźżåøæşğıășțčďěňřšťůžőűđ")
_FOREIGN = {
    "Portuguese": "nao voce obrigado obrigada uma vou sao foi amanha seu pelo pela ao muito isto voces",
    "Catalan": "amb aquest aquesta haurem farem encara avui dema dilluns divendres gracies",
    "Scandinavian": "og ikke jeg har til pa det att inte jag fredag tack takk hej venlig",
    "Polish": "nie jest sie ze prosze dziekuje dzien dobry faktura oraz przez",
    "Romanian": "este sunt multumesc buna ziua pentru",
    "Turkish": "bir ve bu icin degil tesekkurler merhaba odeme",
    "Finnish": "olen hei kiitos lasku laskun maksamme",
    "Czech, Croatian": "jsem neni dekuji fakturu zaplatime hvala racun cemo platiti",
    "Hungarian": "nem hogy az egy napot koszonom szamlat",
}
_FOREIGN_WORDS = frozenset(word for words in _FOREIGN.values() for word in words.split())
_COVERED = 0.43  # A text whose triples are rarer than this in the table is written in another language.


def guess(text: str, expected: Sequence[str] = ()) -> str:
    """One of LANGUAGES, or ``und``. ``expected``: likeliest first, it decides on few words."""
    head = text[:_ENOUGH]
    words = _WORD.findall(fold(head).text)
    known = [code for code in expected if code in LANGUAGES]
    first = known[0] if known else UNKNOWN
    if not words:
        return UNKNOWN if _other_script(head) else first
    seen = list(triples(head))
    scores, covered = _scores(seen)
    if _elsewhere(head, words, covered, len(seen)):
        return UNKNOWN
    for rank, code in enumerate(known):
        scores[code] -= _EXPECTED // (rank + 1)
    candidates = known if known and len(words) <= _FEW else list(LANGUAGES)
    best, *others = sorted(candidates, key=lambda code: scores[code])
    if others and scores[best] == scores[others[0]]:
        return first
    return best


def triples(text: str) -> Iterator[str]:
    """The letter triples of the words of ``text``, folded; _ stands for the edge of a word."""
    for match in _WORD.finditer(fold(text).text):
        word = f"_{match[0]}_"
        for place in range(len(word) - 2):
            yield word[place : place + 3]


def _scores(seen: Sequence[str]) -> tuple[dict[str, int], int]:
    """How far each language is from the text, and how many triples are known at all."""
    table = _table()
    rows = [table[triple] for triple in seen if triple in table]
    return {code: sum(row[i] for row in rows) for i, code in enumerate(LANGUAGES)}, len(rows)


def _elsewhere(text: str, words: Sequence[str], covered: int, seen: int) -> bool:
    """Is the text in none of the six languages?"""
    if _other_script(text):
        return True
    foreign = sum(1 for word in words if word in _FOREIGN_WORDS)
    marked = sum(1 for word in text.lower().split() if not _FOREIGN_LETTERS.isdisjoint(word))
    if len(words) >= 5 and (4 * marked >= len(words) or 3 * (foreign + marked) >= len(words)):
        return True
    if len(words) >= 2 and 2 * (foreign + marked) >= len(words):
        return True
    return len(words) >= 6 and covered < _COVERED * seen


def _other_script(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and 2 * sum(1 for c in letters if c > "\u024f") > len(letters)


@cache
def _table() -> dict[str, tuple[int, ...]]:
    return {entry[:-6]: tuple(map(int, entry[-6:])) for entry in language_table.TRIPLES.split()}
