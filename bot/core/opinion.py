"""What a language model says of a mail, as far as it can be believed: words that stand in the mail. Never an action."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.reading import GRAVE, Label

LONGEST_QUOTE = 300
_FEWEST_LETTERS = 4  # Fewer stand in any mail, and show nothing.
_MOST_LABELS = 6


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A label, and the debtor's words that are to show it."""

    label: Label
    quote: str


def claims(answer: str, said: str) -> tuple[Claim, ...]:
    """``{"labels": [{"label": ..., "quote": ...}]}``; what is not quoted from ``said`` is left out.

    Raises ValueError for anything that is not just that.
    """
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None
    if not isinstance(told, dict) or set(told) != {"labels"} or not isinstance(told["labels"], list):
        raise ValueError('not {"labels": [...]}')
    if len(told["labels"]) > _MOST_LABELS:
        raise ValueError(f"more than {_MOST_LABELS} labels")
    found: dict[Label, Claim] = {}
    mail = folded(said)
    for one in told["labels"]:
        claim = _claim(one)
        if claim.label not in found and _stands_in(claim.quote, mail):
            found[claim.label] = claim
    return tuple(found.values())


def beside(read: Iterable[Label], claimed: Sequence[Claim]) -> tuple[Label, ...]:
    """What is suggested: the claimed labels as the guide lets them stand together, after each grave one that was read.

    A model takes no dispute, hardship, insolvency or stop away.
    """
    kept = [label for label in Label if label in GRAVE & set(read)]
    labels = [*kept, *(claim.label for claim in claimed if claim.label not in kept)]
    if Label.INSOLVENCY in labels and Label.HARDSHIP not in labels:
        labels.append(Label.HARDSHIP)
    out = {Label.OTHER} if len(labels) > 1 else set()
    out |= {Label.REFUSAL} if Label.DISPUTE in labels else set()
    return tuple(label for label in labels if label not in out)


def folded(text: str) -> str:
    """One line, letters composed: a model breaks lines as it likes."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _claim(one: object) -> Claim:
    if not isinstance(one, dict) or set(one) != {"label", "quote"}:
        raise ValueError('not {"label": ..., "quote": ...}')
    label, quote = one["label"], one["quote"]
    if not isinstance(label, str) or label not in set(Label):
        raise ValueError("a label that does not exist")
    if not isinstance(quote, str) or len(quote) > LONGEST_QUOTE:
        raise ValueError("a quote that is none")
    return Claim(label=Label(label), quote=folded(quote))


def _stands_in(quote: str, mail: str) -> bool:
    """Whole words of the mail; a few letters only where they are all that was said."""
    if sum(map(str.isalpha, quote)) < _FEWEST_LETTERS and quote != mail:
        return False
    return bool(quote) and re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", mail) is not None
