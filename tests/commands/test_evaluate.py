"""`relance evaluate`: figures, misses and one clear line for a file that is not labelled. What figures mean: core."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run


def row(id: str, body: str, labels: object, **more: object) -> str:
    labelled = {"labels": labels, "promises": [], "claimed_paid_on": None, "lang": "en"} | more
    told = {"id": id, "sent_at": "2026-03-04T09:00:00+01:00", "subject": "Re: invoice", "body": body}
    return json.dumps({key: value for key, value in (told | labelled).items() if value != "left out"})


GOOD = (
    row("a", "Please stop emailing me.", ["stop_contact"]),
    row("b", "We will pay on Friday.", ["promise"], promises=[{"date": "2026-03-06", "amount": None}]),
    row("c", "J'ai payé hier.", ["paid"], lang="fr", claimed_paid_on="2026-03-03"),
)
MISSED = row("d", "We will pay on Monday.\x1b[2J", ["promise"], promises=[{"date": "2026-03-10", "amount": "5.00"}])


def file(folder: Path, *rows: str, name: str = "replies.jsonl") -> str:
    (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return name


def test_figures_by_language_file_and_label(tmp_path: Path, run: Run) -> None:
    ran = run("evaluate", file(tmp_path, *GOOD), file(tmp_path, MISSED, name="more.jsonl"))
    assert (ran.code, ran.err) == (0, "")
    lines = {" ".join(line.split()) for line in ran.out.splitlines()}
    assert "bar all en fr" in lines
    assert "replies 4 3 1" in lines
    assert "macro-F1 over the labels ≥ 0.90 1.000 1.000 1.000" in lines
    assert "promised days exactly right ≥ 0.95 0.500 0.500 -" in lines
    assert "held back without cause ≤ 0.03 0.000 0.000 0.000" in lines
    assert {"replies.jsonl 3 1.000", "more.jsonl 1 1.000"} <= lines
    assert "promise 1.000 1.000 1.000 2" in lines
    assert "dispute - - - 0" in lines
    assert "read otherwise" not in ran.out


def test_the_misses_are_told_in_two_lines_each_and_command_no_terminal(tmp_path: Path, run: Run) -> None:
    ran = run("evaluate", "--misses", file(tmp_path, *GOOD, MISSED))
    told = ran.out.partition("1 read otherwise than labelled:\n")[2].splitlines()
    assert told[0].strip() == "d: promise, promised 2026-03-10 5.00; read (act): promise, promised 2026-03-09"
    assert told[1].strip().startswith("We will pay on Monday.")
    assert "\x1b" not in ran.out


def test_one_object_for_scripts(tmp_path: Path, run: Run) -> None:
    ran = run("evaluate", "--json", "--misses", "--reader", "clauses", file(tmp_path, *GOOD, MISSED))
    told = json.loads(ran.out)
    assert (told["reader"], told["replies"]) == ("clauses", 4)
    assert told["figures"]["days_right"] == 0.5
    assert told["languages"]["fr"] == {"replies": 1, "figures": told["languages"]["fr"]["figures"]}
    assert told["labels"]["promise"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "count": 2}
    assert sum(bin["count"] for bin in told["reliability"]) == 4
    (miss,) = told["misses"]
    assert miss["labelled"]["promises"] == [{"date": "2026-03-10", "amount": "5.00"}]
    assert miss["read"]["id"] == "d"


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (row("x", "Hi", "left out"), 'line 3: not labelled: "labels" is missing'),
        (row("x", "Hi", []), '"labels" must be a list of at least one label'),
        (row("x", "Hi", "paid"), '"labels" must be a list'),
        (row("x", "Hi", ["payed"]), "\"labels\": there is no 'payed'; there are: promise, paid,"),
        (row("x", "Hi", ["paid"], promises="left out"), 'not labelled: "promises" is missing'),
        (row("x", "Hi", ["paid"], promises=[{"date": "2026-03-10", "amount": None}]), '"labels" has no "promise"'),
        (row("x", "Hi", ["promise"], promises=[{"date": "Friday", "amount": None}]), "must be a day as in 2026-03-06"),
        (row("x", "Hi", ["promise"], promises=[{"date": None, "amount": "lots"}]), 'written as in "620.00"'),
        (row("x", "Hi", ["promise"], promises=["Friday"]), '"promises" must be a list of'),
        (row("x", "Hi", ["paid"], claimed_paid_on="x"), '"claimed_paid_on" must be a day'),
        ("{", "not JSON"),
        ("[]", "not an object"),
    ],
)
def test_a_file_that_is_not_labelled_is_refused_in_one_line(bad: str, why: str, tmp_path: Path, run: Run) -> None:
    ran = run("evaluate", file(tmp_path, GOOD[0], "", bad, GOOD[1]))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("relance evaluate: replies.jsonl, line 3: ")
    assert why in ran.err
    assert len(ran.err.splitlines()) == 1


def test_no_file_no_replies_no_reader(tmp_path: Path, run: Run) -> None:
    assert "none.jsonl" in run("evaluate", "none.jsonl").err
    assert "is empty" in run("evaluate", file(tmp_path, "")).err
    ran = run("evaluate", "--reader", "clause", file(tmp_path, *GOOD))
    assert (ran.code, ran.out) == (1, "")
    assert "did you mean 'clauses'?" in ran.err
    assert run("evaluate").code == 2
