"""What the owner is shown about a question: his card, in his language. Never what a tap does."""

from __future__ import annotations

from datetime import date

from bot.core.case import Account, Case
from bot.core.money import totals
from bot.core.question import (
    LONGEST_QUOTE,
    Card,
    Choice,
    Option,
    Question,
    QuestionKind,
    QuestionState,
    option_of,
)
from bot.words import charts
from bot.words.texts import Book

LONGEST_NAME = 80
"""Of a debtor's name: a title says what happened behind it."""

WAITING = (QuestionState.OPEN, QuestionState.ASKED)


def card(book: Book, question: Question, *, account: Account, case: Case | None, today: date) -> Card:
    """Raises TextError. A question that is over has no buttons and says how it ended."""
    facts = about(book, question, account=account, case=case, today=today)
    title, lines = _parted(book.render(f"chat/{question.kind}.txt", **facts))
    waiting = question.state in WAITING
    if not waiting:
        # Who and when, as the caller has put them in the owner's words and zone.
        key = "over_answered" if question.state is QuestionState.ANSWERED and question.chosen else "over"
        who = {"by": question.answered_by, "at": question.answered_at, "undo_until": question.undo_until}
        if question.undo_until is not None and question.held_back:
            lines.append(book.line("chat/choices.txt", "over_held_back", **(facts | who)))
        lines.append(book.line("chat/choices.txt", key, **(facts | who | {"choice": _label_of_code(book, question)})))
    shown = [o for o in question.options if waiting or o.choice in (Choice.UNDO, Choice.NOW)]
    return Card(
        question_id=question.id,
        account=question.account,
        title=title,
        lines=tuple(lines),
        quote=_cut(str(question.facts.get("said") or question.facts.get("quote") or "")),
        preview=str(question.facts.get("plain") or "") if waiting else "",
        buttons=tuple((o.code, label(book, question, o)) for o in shown if waiting or question.undo_until is not None),
        editable=waiting and question.kind is QuestionKind.APPROVE,
        over=not waiting,
        charts=charts.of_facts(book, question.facts.get("weeks"), account=account, today=today) if waiting else (),
    )


def about(book: Book, question: Question, *, account: Account, case: Case | None, today: date) -> dict[str, object]:
    """What a card's text may speak of: the question's own facts, and beside them the case as it stands now."""
    facts = {key: value for key, value in question.facts.items() if value not in (None, "", [], {})}
    if case is not None:
        due = case.meant(question.facts.get("meant"), today)
        later = [i for i in case.open_invoices if i not in due and i not in case.overdue(today)]
        facts |= {
            "case": case,
            "debtor": _short(case.debtor.name),
            "days_late": case.days_late(today),
            "owed": totals(invoice.outstanding for invoice in due),
            "later": totals(invoice.outstanding for invoice in later),
            "open_invoices": due,
            "several": len(due) > 1,
        }
    else:
        facts |= {"case": None, "debtor": "", "several": False}
    whole = {"account": account, "today": today, "question": question, "facts": _Facts(question.facts)}
    return whole | facts | {"open_now": question.state in WAITING}


class _Facts(dict[str, object]):
    """The facts of a question: not every question of a kind has all of them, so what is not there is empty."""

    def __missing__(self, key: str) -> object:
        return ""


def label(book: Book, question: Question, option: Option) -> str:
    """A button: for this kind of question where it has its own words (``call.done``), else for any."""
    names = question.facts.get("names")
    name = names.get(str(option.argument), "") if isinstance(names, dict) else ""
    special = f"{question.kind}.{option.choice}"
    file = "chat/choices.txt"
    key = special if special in book.lines(file) else str(option.choice)
    if option.choice is Choice.PROMISED and option.argument is not None:
        text = str(option.argument)
        return book.line(file, "promised_on", day=f"{text[:4]}-{text[4:6]}-{text[6:]}")
    return book.line(file, key, name=str(name), argument=option.argument)


def _label_of_code(book: Book, question: Question) -> str:
    option = next((o for o in question.options if o.code == question.chosen), None) or option_of(question.chosen)
    return label(book, question, option) if option else question.chosen


def _parted(text: str) -> tuple[str, list[str]]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return (lines[0], lines[1:]) if lines else ("", [])


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def _cut(text: str) -> str:
    text = text.strip()
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1].rstrip() + "…"
