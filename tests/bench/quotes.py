"""What was said told from what was quoted: how well? `python -m tests.bench.quotes [--libraries PYTHON] [--misses]`.

PYTHON: the interpreter of an environment with email-reply-parser, mail-parser-reply, quotequail, unquotemail, talon.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bot.mail import _html, quotes
from tests.bench import quote_cases
from tests.bench.quote_cases import Case, Score

LANGUAGES = ("fr", "en", "de", "es", "it", "nl")
Answers = Mapping[str, Sequence[str | None]]


def text(case: Case) -> str:
    return _html.to_text(case.body) if case.kind == "html" else case.body


def ours(case: Case) -> str:
    """As in `relance read`, where nobody knows the reminder."""
    return quotes.said(text(case))


def ours_knowing(case: Case) -> str:
    """As when the mail's thread told which reminder it answers."""
    return quotes.said(text(case), case.reminder)


def others(python: Path, cases: Iterable[Case]) -> Answers:
    given = [
        {"raw": case.body, "is_html": case.kind == "html", "text": text(case), "language": case.language}
        for case in cases
    ]
    script = Path(__file__).parent / "quote_libraries.py"
    done = subprocess.run([python, script], input=json.dumps(given), capture_output=True, text=True, check=True)
    answers: dict[str, list[str | None]] = json.loads(done.stdout)
    return answers


def columns(cases: Sequence[Case], key: Callable[[Case], str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for i, case in enumerate(cases):
        found.setdefault(key(case), []).append(i)
    return found


def scores(cases: Sequence[Case], answers: Answers) -> dict[str, list[Score]]:
    return {
        name: [
            # No answer: the mail is read as a whole.
            quote_cases.score(case, text(case) if said is None else said)
            for case, said in zip(cases, said_by_case, strict=True)
        ]
        for name, said_by_case in answers.items()
    }


def table(title: str, cases: Sequence[Case], by: Mapping[str, list[Score]], key: Callable[[Case], str]) -> str:
    split = columns(cases, key)
    lines = [f"| {title} | all ({len(cases)}) | " + " | ".join(f"{k} ({len(v)})" for k, v in split.items()) + " |"]
    lines.append("|---" * (len(split) + 2) + "|")
    for name, found in by.items():
        cells = [cell(found)] + [cell([found[i] for i in at]) for at in split.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def cell(found: Sequence[Score]) -> str:
    """Per cent usable / exact."""
    usable, exact = (100 * sum(kind) / len(found) for kind in ([s.usable for s in found], [s.exact for s in found]))
    return f"{usable:.0f} / {exact:.0f}"


def misses(cases: Sequence[Case], found: Sequence[Score], said: Sequence[str | None]) -> str:
    return "\n\n".join(
        f"### {case.name}\n{score}\n--- said\n{answer}"
        for case, score, answer in zip(cases, found, said, strict=True)
        if not score.exact
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--libraries", type=Path, help="python of an environment that has them")
    parser.add_argument("--misses", action="store_true", help="show what was wrong in the first part (never the blind)")
    asked = parser.parse_args()
    for title, cases in (("first part", quote_cases.first_part()), ("blind part", quote_cases.blind())):
        answers: dict[str, Sequence[str | None]] = {
            "ours": [ours(case) for case in cases],
            "ours, reminder known": [ours_knowing(case) for case in cases],
        }
        if asked.libraries:
            answers |= others(asked.libraries, cases)
        by = scores(cases, answers)
        print(table(f"{title}, usable / exact %", cases, by, lambda case: case.language), end="\n\n")
        print(table(title, cases, by, lambda case: case.client), end="\n\n")
        print(table(title, cases, by, lambda case: case.kind), end="\n\n")
        if asked.misses and title == "first part":
            for name in ("ours", "ours, reminder known"):
                print(f"## {name}\n\n{misses(cases, by[name], answers[name])}\n")


if __name__ == "__main__":
    main()
