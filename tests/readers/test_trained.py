"""The stored weights: made from the replies that lie here, as good on strangers' replies as the page says, cheap."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bot import replies, shelf
from bot.core import score
from bot.core.reading import Label, Reading, ReadingDecision
from bot.readers._trained.engine import WEIGHTS
from tests.training import rows

CARD = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))


def test_the_weights_were_made_from_these_replies() -> None:
    files = [*sorted(rows.TRAIN.glob("*.jsonl")), *sorted(rows.PLAIN.glob("*.jsonl"))]
    count = sum(bool(line.strip()) for file in files for line in file.read_bytes().splitlines())
    assert CARD["replies"] == {"count": count, "sha256": rows.digest(files)}


def test_no_blind_reply_was_learnt() -> None:
    learnt = set(_bodies([*rows.TRAIN.glob("*.jsonl"), *rows.PLAIN.glob("*.jsonl")]))
    assert not {body for body in _bodies(rows.BLIND.glob("*.jsonl")) if body in learnt and len(body) > 40}


def _bodies(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            yield " ".join(json.loads(line)["body"].split()).casefold()


def test_it_reads_strangers_as_well_as_the_page_says() -> None:
    """A floor a little below docs/reading.md: whoever changes quotes, grammar or rules must not lose what they gave."""
    read = shelf.take("readers", "trained").read
    lines = [line for f in sorted(rows.BLIND.glob("*.jsonl")) for line in f.read_bytes().splitlines()]
    rows_of = [replies.row_of(line) for line in lines[::4]]  # for the sake of time
    pairs = [(replies.meant_of(row), replies.read(read, replies.reply_of(row))) for row in rows_of]
    found = score.figures(pairs)
    floors = {
        "macro_f1": 0.88, "exact": 0.79, "exact_where_it_acts": 0.92, "acts": 0.61, "grave_caught": 0.97,
        "days_right": 0.88,
    }  # fmt: skip
    assert not {name: (found[name], least) for name, least in floors.items() if (found[name] or 0) < least}


def read(body: str, **more: object) -> Reading:
    row = {"subject": "", "sent_at": "2026-11-18T10:00:00+01:00", "body": body, **more}
    return replies.read(shelf.take("readers", "trained").read, replies.reply_of(row))


@pytest.mark.parametrize("filler", [40, 400])
def test_what_was_not_looked_at_is_asked_about(filler: int) -> None:
    """The graver half of a long mail may stand where the encoder does not look, or beyond what is read at all."""
    plain = "We will pay this invoice on Friday."
    assert read(plain).decision is ReadingDecision.ACT
    middle = " ".join(["The children are well and the garden is coming along nicely, thank you."] * filler)
    long = f"{plain} {middle} We went into administration yesterday. {middle} We will pay on Friday."
    assert read(long).decision is ReadingDecision.ASK


@pytest.mark.parametrize("amount", ["Infinity", "-Infinity", "NaN", "sNaN", "1e999999", "9" * 40, float("inf")])
def test_an_amount_that_is_none_is_refused_in_words(amount: object) -> None:
    with pytest.raises(ValueError, match=r"needs an amount as in"):
        read("la moitié vendredi", invoice={"number": "F1", "amount": amount, "currency": "EUR", "due": "2026-11-01"})


@pytest.mark.parametrize(("more", "day"), [({"lang": "fr"}, "2026-11-16"), ({"lang": "de"}, "2026-11-13")])
def test_business_days_are_those_of_the_debtor(more: dict[str, str], day: str) -> None:
    """Armistice Day is a holiday in France, and none in Germany."""
    body = {"fr": "Je paie sous trois jours ouvrés.", "de": "Ich zahle innerhalb von drei Werktagen."}[more["lang"]]
    reading = read(body, sent_at="2026-11-10T10:00:00+01:00", **more)
    assert Label.PROMISE in reading.labels
    assert [str(p.day) for p in reading.promises] == [day]
