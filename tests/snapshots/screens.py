"""All screens as they are now, and the page of docs/ that shows some of them to a new user."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import structlog

from bot.channels import _chart_text
from bot.channels._chart_png import png
from bot.core.chart import Chart
from bot.core.question import QuestionKind
from tests.snapshots import cards, commands, phone

HERE = Path(__file__).parent / "approved"
DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE = DOCS / "screens.md"
LANGUAGES = ("fr", "en")
SHOWN = (QuestionKind.DISPUTE, QuestionKind.SAYS_PAID, QuestionKind.INFO_REQUEST, QuestionKind.APPROVE)
"""The cards of the page."""


def texts(folder: Path) -> dict[str, str]:
    """Every screen in words, by the path of its approved file."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        found |= cards.files(language)
        found |= asyncio.run(_quietly(language, folder))
        for name, chart in charts(language).items():
            found[f"{language}/pictures/{name}.txt"] = "\n".join(_chart_text.lines(chart)) + "\n"
    return found


def charts(language: str) -> dict[str, Chart]:
    """The pictures: of /who in one currency, and of the week's first digest."""
    (weeks,) = cards.ordinary(QuestionKind.DIGEST, language).charts
    return {"who": cards.debtors(language), "weeks": weeks}


def pictures(language: str) -> dict[str, bytes]:
    return {f"{language}/pictures/{name}.png": png(chart) for name, chart in charts(language).items()}


async def _quietly(language: str, folder: Path) -> dict[str, str]:
    with structlog.testing.capture_logs():
        return await commands.files(language, folder)


def page() -> str:
    """docs/screens.md, from the same screens."""
    parts = [_HEAD]
    for kind in SHOWN:
        parts.append(f"```text\n{phone.card(cards.ordinary(kind, 'en'))}\n```\n")
    parts.append(_PICTURES)
    for command in ("today", "case"):
        approved = (HERE / "en" / "commands" / f"{command}.txt").read_text("utf-8").split("\n\n=== ")[0]
        parts.append(f"```text\n{_plain(approved)}\n```\n")
    return "\n".join(parts)


def _plain(approved: str) -> str:
    """The text of an answer alone: without its heading, and without the cards below it."""
    return approved.split("**")[0].partition("\n")[2].strip()


def approve() -> list[str]:
    """Write everything as it is now; what has changed."""
    changed = []
    with tempfile.TemporaryDirectory() as folder:
        new: dict[Path, bytes] = {HERE / name: text.encode() for name, text in texts(Path(folder)).items()}
    for language in LANGUAGES:
        new |= {HERE / name: data for name, data in pictures(language).items()}
    for path in [p for p in HERE.rglob("*") if p.is_file() and p not in new]:
        path.unlink()
        changed.append(f"- {path.relative_to(HERE)}")
    changed += [_written(path, data) for path, data in new.items()]
    for name in ("who", "weeks"):
        changed.append(_written(DOCS / f"screen-{name}.png", (HERE / f"en/pictures/{name}.png").read_bytes()))
    changed.append(_written(PAGE, page().encode()))
    return [line for line in changed if line]


def _written(path: Path, data: bytes) -> str:
    if path.is_file() and path.read_bytes() == data:
        return ""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return f"+ {path.name if path.parent == DOCS else path.relative_to(HERE)}"


_HEAD = """# What you see

Some screens as a phone shows them: `**bold**` is bold, `┃` a quote, `▸` a stretch that is folded until you open it,
`│` the exact text that would leave, and `[ … ]` a button. All screens, in French and English, lie in
`tests/snapshots/approved/`; `python -m tests.snapshots --approve` writes them, and this page.

## Cards

Every question is a card: who, how much, how late, what they wrote, how it was read and how sure that is, what has been
done about it, and what you can do, the best step first.
"""
_PICTURES = """## Pictures

`/who` comes with a picture of what you are owed, by age, and of the largest debtors, one a currency; the first morning
digest of a week with the eight weeks up to that day. The terminal tells the same in lines.

<img src="screen-who.png" alt="Who owes what: the sum, its ages, the largest debtors" width="360">
<img src="screen-weeks.png" alt="Eight weeks: the aged balance, week after week" width="360">

## Answers
"""
