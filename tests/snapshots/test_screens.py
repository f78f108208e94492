"""Every screen is as it was approved. After a change: `python -m tests.snapshots --approve`, then look at the diff."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from bot.core.question import QuestionKind
from tests.snapshots import screens
from tests.snapshots.compare import differences, unlike
from tests.snapshots.screens import DOCS, HERE, LANGUAGES, PAGE

AGAIN = "If that is meant: .venv/bin/python -m tests.snapshots --approve"
ALL = sorted(HERE.rglob("*.txt"))


def test_every_text_is_as_it_was_approved(tmp_path: Path) -> None:
    found = differences(screens.texts(tmp_path))
    assert not found, "\n\n".join(["", *found.values(), AGAIN])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_as_it_was_approved(language: str) -> None:
    found = [what for name, data in screens.pictures(language).items() if (what := unlike(data, HERE / name))]
    assert not found, "\n".join([*found, AGAIN])


def test_a_change_is_seen() -> None:
    name = "fr/cards/dispute.txt"
    approved = {p.relative_to(HERE).as_posix(): p.read_text("utf-8") for p in ALL}
    assert differences(approved) == {}
    (diff,) = differences(approved | {name: approved[name].replace("\u00a0€", " €", 1)}).values()
    assert "⍽€" in diff, "a space that no longer keeps the line together is shown"
    assert list(differences({k: v for k, v in approved.items() if k != name})) == [name]
    picture = HERE / "fr/pictures/who.png"
    other = Image.open(picture).convert("RGB")
    ImageDraw.Draw(other).rectangle((100, 900, 900, 1000), fill="black")
    out = io.BytesIO()
    other.save(out, "PNG")
    assert unlike(out.getvalue(), picture)


def test_every_kind_and_both_languages_have_their_screens() -> None:
    for language in LANGUAGES:
        assert {p.stem for p in (HERE / language / "cards").glob("*.txt")} == set(QuestionKind)
    names = [{p.relative_to(HERE / one).as_posix() for p in (HERE / one).rglob("*.*")} for one in LANGUAGES]
    assert names[0] == names[1]


@pytest.mark.parametrize("path", [p for p in ALL if p.is_relative_to(HERE / "fr")], ids=lambda p: p.stem)
def test_french_typography(path: Path) -> None:
    """What we write; the debtor's own words, addresses and file names stay as they are."""
    lines = [line for line in path.read_text("utf-8").split("\n") if not re.match(r"[┃▸│\[(]|Objet|===", line)]
    wrong = re.compile(r" [:;?!»€%](?!\S)|« |(?<![\w-])[0-9]{1,3} [0-9]{3},[0-9]{2}|\w'\w")
    assert [line for line in lines if wrong.search(line)] == []


def test_the_page_for_a_new_user_shows_what_was_approved() -> None:
    assert PAGE.read_text("utf-8") == screens.page(), AGAIN
    for name in ("who", "weeks"):
        assert (DOCS / f"screen-{name}.png").read_bytes() == (HERE / f"en/pictures/{name}.png").read_bytes(), AGAIN
