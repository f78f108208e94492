"""Every card of every kind of question, as a phone shows it: ordinary, as long as it can be, and answered."""

from __future__ import annotations

from dataclasses import replace

from bot.core.aging import Balance, Owing
from bot.core.case import Case
from bot.core.chart import Chart
from bot.core.question import Card, Choice, Option, Question, QuestionKind
from bot.core.reading import Label
from bot.core.triage import days_to_promise, other_labels
from bot.words import Words
from tests.snapshots import given, phone
from tests.snapshots.given import Q

WORDS = Words()


def files(language: str) -> dict[str, str]:
    """One file a kind."""
    return {f"{language}/cards/{kind}.txt": _screens(kind, language) for kind in QuestionKind}


def ordinary(kind: Q, language: str) -> Card:
    return _card(given.question(kind, language), given.case(language), language)


def debtors(language: str) -> Chart:
    """The picture of /who, for a plumber of some size."""
    owing = [
        Owing(case_id=number, name=name, parts=parts) for number, (name, parts) in enumerate(given.DEBTORS.items(), 1)
    ]
    parts = tuple(sum(column) for column in zip(*(one.parts for one in owing), strict=True))
    largest = tuple(sorted(owing, key=lambda one: -one.total))
    balance = Balance(currency="EUR", parts=parts, debtors=largest)
    (chart,) = WORDS.charts([balance], account=given.account(language), language=language, today=given.TODAY)
    return chart


def _screens(kind: Q, language: str) -> str:
    one = given.question(kind, language)
    mine = given.case(language)
    parts = [("ordinary", phone.card(ordinary(kind, language)))]
    long = given.question(kind, language, long=True)
    parts.append(("as long as can be", phone.card(_card(long, given.long_case(language), language))))
    if one.options:
        done = given.answered(one, held_back=kind in (Q.APPROVE, Q.DIGEST))
        parts.append(("answered", phone.card(_card(done, mine, language))))
    if kind is Q.DISPUTE:
        parts.append(("misread", phone.card(_opened(one, other_labels([Label.DISPUTE]), mine, language))))
    if kind is Q.CALL:
        parts.append(("promised", phone.card(_opened(one, days_to_promise(given.TODAY), mine, language))))
    return phone.titled(parts)


def _opened(one: Question, further: tuple[Option, ...], mine: Case, language: str) -> Card:
    return _card(replace(one, options=(*further, Option(choice=Choice.BACK))), mine, language)


def _card(one: Question, mine: Case, language: str) -> Card:
    return WORDS.card(
        one, account=given.account(language), case=mine if one.case_id else None, language=language, today=given.TODAY
    )
