"""A model's answer is believed only as strict JSON whose quotes stand in the mail; grave labels stay."""

from __future__ import annotations

import json

import pytest

from bot.core.opinion import Claim, beside, claims
from bot.core.reading import Label

SAID = "Bonjour,\n\nLa chaudière fuit encore.\nJe réglerai   le 15 mars.\n"
DISPUTE, PROMISE, OTHER = Label.DISPUTE, Label.PROMISE, Label.OTHER


def answer(*labels: tuple[str, str]) -> str:
    return json.dumps({"labels": [{"label": label, "quote": quote} for label, quote in labels]})


def test_labels_with_words_of_the_mail() -> None:
    told = answer(("dispute", "La chaudière fuit"), ("promise", "Je réglerai le 15 mars"))
    assert claims(told, SAID) == (
        Claim(label=DISPUTE, quote="La chaudière fuit"),
        Claim(label=PROMISE, quote="Je réglerai le 15 mars"),
    )


@pytest.mark.parametrize(
    "quote",
    ["The boiler leaks", "la chaudière fuit", "chaudièr", "haudière fuit", "", "   ", "fui", "le 15 avril", "."],
)
def test_a_label_without_words_of_the_mail_is_dropped(quote: str) -> None:
    told = answer(("paid", quote), ("promise", "Je réglerai"))
    assert [claim.label for claim in claims(told, SAID)] == [PROMISE]


def test_a_mail_of_two_letters_may_be_quoted_whole() -> None:
    assert claims(answer(("other", "ok")), "ok\n")
    assert not claims(answer(("other", "ok")), "ok, on verra")


def test_letters_that_are_composed_otherwise_are_the_same() -> None:
    assert claims(answer(("other", "re\u0301glerai le 15")), SAID)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "dispute",
        "```json\n" + answer(("dispute", "La chaudière fuit")) + "\n```",
        "Sure! " + answer(("dispute", "La chaudière fuit")),
        "[]",
        "null",
        "{}",
        '{"labels": null}',
        '{"labels": {"dispute": 1}}',
        '{"labels": ["dispute"]}',
        '{"labels": [{"label": "dispute"}]}',
        '{"labels": [{"label": "payed", "quote": "La chaudière fuit"}]}',
        '{"labels": [{"label": ["dispute"], "quote": "La chaudière fuit"}]}',
        '{"labels": [{"label": "dispute", "quote": 5}]}',
        '{"labels": [{"label": "dispute", "quote": "La chaudière fuit", "date": "2026-03-15"}]}',
        '{"labels": [], "action": "release"}',
        answer(*[("dispute", "La chaudière fuit")] * 7),
        answer(("dispute", "La chaudière fuit " * 50)),
        "[" * 100_000,
    ],
)
def test_anything_else_is_refused_whole(told: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        claims(told, SAID)


def test_a_label_counts_once() -> None:
    told = answer(("dispute", "La chaudière fuit"), ("dispute", "Je réglerai"))
    assert [claim.quote for claim in claims(told, SAID)] == ["La chaudière fuit"]


def claimed(*labels: Label) -> list[Claim]:
    return [Claim(label=label, quote="x") for label in labels]


@pytest.mark.parametrize("grave", [Label.DISPUTE, Label.HARDSHIP, Label.INSOLVENCY, Label.STOP_CONTACT])
@pytest.mark.parametrize("said", [(OTHER,), (PROMISE,), (Label.PAID, Label.REFUSAL), ()])
def test_no_model_takes_a_grave_label_away(grave: Label, said: tuple[Label, ...]) -> None:
    suggested = beside({grave}, claimed(*said))
    assert suggested[0] is grave
    assert OTHER not in suggested


def test_labels_stand_together_as_the_guide_lets_them() -> None:
    assert beside(set(), claimed(OTHER, PROMISE)) == (PROMISE,)
    assert beside(set(), claimed(OTHER)) == (OTHER,)
    assert beside(set(), claimed(Label.INSOLVENCY)) == (Label.INSOLVENCY, Label.HARDSHIP)
    assert beside({DISPUTE}, claimed(Label.REFUSAL)) == (DISPUTE,)
    assert beside({PROMISE}, claimed(Label.PAID)) == (Label.PAID,), "what is not grave is only what the model says"
