"""How much of what is promised the candidates hold. `python -m tests.bench.spans [--misses] [FILE.jsonl ...]`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.core.days import never
from bot.core.reading import Subject
from bot.core.when import Written
from bot.mail.quotes import said
from bot.readers._spans import amounts, days, language, payments

TRAIN = Path(__file__).parent.parent / "replies" / "train"
FIGURES = ("days", "paid", "amounts", "composed", "language")

Row = dict[str, Any]


class Tally:
    """Hits and all, by language and figure, with the misses in words."""

    def __init__(self) -> None:
        self.hits: Counter[tuple[str, str]] = Counter()
        self.all: Counter[tuple[str, str]] = Counter()
        self.misses: list[str] = []

    def count(self, row: Row, figure: str, hit: bool, why: str, text: str) -> None:
        self.all[row["lang"], figure] += 1
        self.hits[row["lang"], figure] += hit
        if not hit:
            self.misses.append(
                f"{figure} {row['id']} {row['sent_at'][:10]} {why}\n    {' / '.join(text.split(chr(10)))[:600]}"
            )


def measure(rows: list[Row]) -> Tally:
    tally = Tally()
    for row in rows:
        text = said(row["body"])
        about = Subject(amount=Decimal(row["invoice"]["amount"]), currency=row["invoice"]["currency"])
        written = Written(
            on=datetime.fromisoformat(row["sent_at"]).date(), holiday=never, month_first=about.currency == "USD"
        )
        _language(row, text, tally)
        _candidates(row, text, about, written, tally)
    return tally


def _later(found: days.Found, day: date) -> bool:
    return found.day is not None and found.day < day and (found.rule == "end_month" or found.day.day == day.day)


def _language(row: Row, text: str, tally: Tally) -> None:
    spoken = language.guess(text)
    if len(text.split()) >= 8:
        tally.count(row, "language", spoken == row["lang"], spoken, text)


def _candidates(row: Row, text: str, about: Subject, written: Written, tally: Tally) -> None:
    found = days.find(text, row["lang"], written)
    sums = amounts.find(text, row["lang"], about.amount, about.currency)
    gold = {(p["date"], p["amount"]) for p in row["promises"]}
    wanted = {date.fromisoformat(d) for d, _ in gold if d}
    chosen = [f for f in found if f.day in wanted]
    left = wanted - {f.day for f in chosen}
    # "On 5 June and the rest on the 19th": which month is told by the day before.
    chosen += [f for f in found if f not in chosen and f.day and any(_later(f, w) for w in left)]
    worth = {Decimal(a) for _, a in gold if a} | {about.amount if not a else Decimal(a) for _, a in gold}
    taken = [s for s in sums if s.amount in worth]
    rests = [s for s in sums if s.rest]
    missing = {Decimal(a) for _, a in gold if a} - {s.amount for s in taken}
    made = payments.compose(chosen, [*taken, *rests[:1]] if missing else taken, text, about)
    for day in wanted:
        hit = any(f.day == day for f in found) or any(p.day == day for p in made)
        tally.count(row, "days", hit, f"{day} not in {[(text[f.start : f.end], str(f.day)) for f in found]}", text)
    for amount in {Decimal(a) for _, a in gold if a}:
        hit = any(s.amount == amount for s in taken) or any(p.amount == amount for p in made)
        tally.count(row, "amounts", hit, f"{amount} of {about.amount} not in {[str(s.amount) for s in sums]}", text)
    if gold and all(d for d, _ in gold):
        same = {(str(p.day), p.amount) for p in made if p.day}
        meant = {(d, Decimal(a) if a else None) for d, a in gold}
        hit = same == meant
        tally.count(row, "composed", hit, f"{[*map(str, same)]} for {[*map(str, meant)]}", text)
    if row["claimed_paid_on"]:
        day = date.fromisoformat(row["claimed_paid_on"])
        hit = any(f.past_day == day for f in found)
        tally.count(row, "paid", hit, f"{day} not in {[(text[f.start : f.end], str(f.past_day)) for f in found]}", text)


def main(arguments: list[str]) -> int:
    paths = [Path(p) for p in arguments if not p.startswith("--")] or sorted(TRAIN.glob("*.jsonl"))
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    tally = measure([json.loads(line) for line in lines])
    print(f"{'':6}" + "".join(f"{figure:>22}" for figure in FIGURES))
    for code in sorted({code for code, _ in tally.all}):
        cells = [(tally.hits[code, f], tally.all[code, f]) for f in FIGURES]
        print(f"{code:6}" + "".join(f"{hit:>9} of {of:<4}{hit / of if of else 1:>6.3f}" for hit, of in cells))
    if "--misses" in arguments:
        print("\n".join(tally.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
