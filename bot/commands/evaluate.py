"""`relance evaluate`: how well a reader reads replies that a person has labelled. Never what a figure means."""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot import replies, shelf
from bot.commands._table import one_line, table
from bot.commands.read import READER, as_object, numbered, visible
from bot.core.reading import Reading
from bot.core.score import LESS_IS_BETTER, Meant, Pair, by_label, figures, is_right, macro_f1, reliability
from bot.errors import RelanceError
from bot.office import Read
from bot.replies import Reply

HELP = "how well a reader reads labelled replies: figures by language and label, the misses"
EXAMPLE = "relance evaluate replies.jsonl --misses"
NEEDS = "nothing"

_TITLES = {
    "macro_f1": "macro-F1 over the labels",
    "exact_where_it_acts": "labels exactly right where it acts",
    "acts": "acts by itself",
    "exact": "labels exactly right, all replies",
    "grave_caught": "a grave label is caught, or asked about",
    "held_without_cause": "held back without cause",
    "days_right": "promised days exactly right",
    "days_invented": "promised days where none was said",
    "payments_right": "amounts and several promises right",
    "paid_on_right": "claimed day of payment right",
}
_BARS = {
    "macro_f1": 0.90,
    "exact_where_it_acts": 0.95,
    "acts": 0.80,
    "grave_caught": 0.99,
    "held_without_cause": 0.03,
    "days_right": 0.95,
    "payments_right": 0.90,
}
"""What a reader must reach before it decides by itself; each language alone: _LANGUAGE_BAR in macro-F1."""
_LANGUAGE_BAR = 0.85
_BEGINNING = 160  # characters of a miss that are shown


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One reply, as labelled and as read."""

    file: str
    language: str
    reply: Reply
    pair: Pair


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE.jsonl", help="labelled replies, one a line as JSON; docs/reading.md says how"
    )
    parser.add_argument("--misses", action="store_true", help="also each reply that was read otherwise than labelled")
    parser.add_argument("--json", action="store_true", help="one object")
    parser.add_argument("--reader", default=READER, metavar="NAME", help=f"way of understanding (default: {READER})")


def run(args: argparse.Namespace) -> int:
    """Raises RelanceError for a line that is no labelled reply: figures of half a file would mislead."""
    read = shelf.take("readers", args.reader).read
    judged = [one for labelled in [labelled_in(name) for name in args.files] for one in _judge(labelled, read)]
    if args.json:
        print(json.dumps(as_document(args.reader, judged, misses=args.misses), ensure_ascii=False))
    else:
        print("\n".join(told(args.reader, judged, misses=args.misses)))
    return 0


Labelled = tuple[str, str, Reply, Meant]


def labelled_in(name: str) -> list[Labelled]:
    """All replies of a file: (file, language, reply, what it means). Raises RelanceError with the line."""
    found = []
    for number, line in numbered(name):
        try:
            row = replies.row_of(line)
            found.append((name, str(row.get("lang") or "und"), replies.reply_of(row), replies.meant_of(row)))
        except ValueError as error:
            raise RelanceError(f"{name}, line {number}: {error}") from None
    if not found:
        raise RelanceError(f"{name}: is empty; write one labelled reply a line, as docs/reading.md says")
    return found


def _judge(labelled: Iterable[Labelled], read: Read) -> list[Judged]:
    return [
        Judged(file=file, language=language, reply=reply, pair=(meant, replies.read(read, reply)))
        for file, language, reply, meant in labelled
    ]


def _pairs(judged: Iterable[Judged]) -> list[Pair]:
    return [one.pair for one in judged]


def _groups(judged: Sequence[Judged], by: str) -> dict[str, list[Pair]]:
    """By language or file, the first seen first."""
    groups: dict[str, list[Pair]] = defaultdict(list)
    for one in judged:
        groups[getattr(one, by)].append(one.pair)
    return dict(groups)


# --- for scripts --------------------------------------------------------------------------------------------------


def as_document(reader: str, judged: Sequence[Judged], *, misses: bool) -> dict[str, object]:
    """The same as in plain lines; shares from 0 to 1, null where there is nothing to count."""
    pairs = _pairs(judged)
    document: dict[str, object] = {
        "reader": reader,
        **_figures(pairs),
        "languages": {name: _figures(some) for name, some in _groups(judged, "language").items()},
        "files": {name: _figures(some) for name, some in _groups(judged, "file").items()},
        "labels": {label: _rounded(asdict(score)) for label, score in by_label(pairs).items()},
        "reliability": [_rounded(asdict(bin)) for bin in reliability(pairs)],
    }
    if misses:
        document["misses"] = [
            {"file": one.file, "labelled": _as_labelled(one.pair[0]), "read": as_object(one.reply.id, one.pair[1])}
            for one in judged
            if not is_right(one.pair)
        ]
    return document


def _figures(pairs: Sequence[Pair]) -> dict[str, object]:
    return {"replies": len(pairs), "figures": _rounded(figures(pairs))}


def _rounded(values: Mapping[str, float | None]) -> dict[str, float | None]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}


def _as_labelled(meant: Meant) -> dict[str, object]:
    return {
        "labels": sorted(meant.labels),
        "promises": [
            {"date": day.isoformat() if day else None, "amount": f"{amount:f}" if amount is not None else None}
            for day, amount in meant.promises
        ],
        "claimed_paid_on": meant.claimed_paid_on.isoformat() if meant.claimed_paid_on else None,
    }


# --- for people ---------------------------------------------------------------------------------------------------


def told(reader: str, judged: Sequence[Judged], *, misses: bool) -> list[str]:
    """The report in plain lines."""
    pairs, files = _pairs(judged), _groups(judged, "file")
    lines = [f"{len(pairs)} replies, reader {reader}", ""]
    lines += _by_language(pairs, _groups(judged, "language"))
    if len(files) > 1:
        rows = [[Path(name).name, str(len(some)), _share(macro_f1(some))] for name, some in files.items()]
        lines += ["", *table([["", "replies", "macro-F1"], *rows], "<>>")]
    scores = [
        [label, _share(one.precision), _share(one.recall), _share(one.f1), str(one.count)]
        for label, one in by_label(pairs).items()
    ]
    lines += ["", *table([["label", "precision", "recall", "F1", "replies"], *scores], "<>>>>")]
    bins = [
        [f"to {one.high:g}", str(one.count), _share(one.said), _share(one.right)] for one in reliability(pairs)
    ]  # fmt: skip
    lines += ["", *table([["confidence", "labels", "said", "right"], *bins], "<>>>")]
    if misses:
        missed = [one for one in judged if not is_right(one.pair)]
        lines += ["", f"{len(missed)} read otherwise than labelled:"]
        lines += [line for one in missed for line in _miss(one)]
    return lines


def _by_language(pairs: Sequence[Pair], languages: Mapping[str, Sequence[Pair]]) -> list[str]:
    columns = [("all", pairs), *sorted(languages.items())]
    rows = [["", "bar", *(name for name, _ in columns)], ["replies", "", *(str(len(some)) for _, some in columns)]]
    counted = [figures(some) for _, some in columns]
    for name, title in _TITLES.items():
        rows.append([title, _bar(name), *(_share(one[name]) for one in counted)])
    lines = table(rows, "<" + ">" * (len(columns) + 1))
    return [*lines, f"  (each language alone must reach a macro-F1 of {_LANGUAGE_BAR:.2f})"]


def _bar(name: str) -> str:
    if name not in _BARS:
        return ""
    return f"{'≤' if name in LESS_IS_BETTER else '≥'} {_BARS[name]:.2f}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _miss(one: Judged) -> list[str]:
    meant, got = one.pair
    said = " ".join(visible(one.reply.said).split())
    beginning = said if len(said) <= _BEGINNING else f"{said[:_BEGINNING]}…"
    name = one_line(visible(str(one.reply.id)))
    return [f"  {name}: {_meant(meant)}; read ({got.decision}): {_got(got)}", f"    {beginning}"]


def _meant(meant: Meant) -> str:
    return _in_short(meant.labels, meant.promises, meant.claimed_paid_on)


def _got(got: Reading) -> str:
    return _in_short(got.labels, [(p.day, p.amount) for p in got.promises], got.claimed_paid_on)


def _in_short(labels: Iterable[str], promises: Iterable[tuple[object, object]], paid_on: object) -> str:
    parts = [", ".join(sorted(labels)) or "nothing"]
    parts += [
        f"promised {day or 'without a day'}" + (f" {amount}" if amount is not None else "") for day, amount in promises
    ]
    return ", ".join([*parts, *([f"paid on {paid_on}"] if paid_on else [])])
