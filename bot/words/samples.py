"""Sample facts, and every text rendered with them, for `relance check` and the tests. Never sent to anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.because import Because
from bot.core.case import Account, Case, Contact, Debtor, Invoice, Kind, Place, Promise
from bot.core.days import Window
from bot.core.facts import MailFacts
from bot.core.law import Fact, Law
from bot.core.money import Money, totals
from bot.core.notice import FrozenLine
from bot.core.question import Choice, Option, Question, QuestionKind, QuestionState
from bot.core.token import ANSWERS
from bot.errors import TextError

if TYPE_CHECKING:
    from bot.words import Words

TODAY = date(2026, 12, 7)
COUNTRIES = ("FR", "")
_SINCE = date(2000, 1, 1)


def account(language: str = "fr", *, court: bool = True) -> Account:
    return Account(
        id="sample",
        name="Plomberie Martin",
        email="factures@plomberie-martin.example",
        language=language,
        country="FR",
        window=Window(start=time(9), end=time(18), zone="Europe/Paris"),
        legal="EI, SIREN 732 829 320",
        address="12 rue des Lilas, 69003 Lyon",
        phone="04 78 00 00 00",
        signed_by="Claire Martin",
        iban="FR7630006000011234567890189",
        bic="AGRIFRPP",
        pay_link="https://pay.example/martin",
        court=court,
    )


def debtor(language: str = "fr", kind: Kind = Kind.BUSINESS) -> Debtor:
    name = "Boulangerie du Port SARL" if kind is Kind.BUSINESS else "Jean Petit"
    person = "Sophie Bernard" if kind is Kind.BUSINESS else "Jean Petit"
    contact = Contact(id=1, email="compta@client.example", name=person)
    country = "FR" if language == "fr" else "GB"
    return Debtor(key="C-7", name=name, kind=kind, language=language, country=country, contacts=(contact,))


def law(country: str) -> Law:
    """A law with every fact that a text may ask for, so that every sentence is seen."""
    names = ("late_penalties", "formal_notice", "interest_from_notice", "costs_on_creditor")
    facts = tuple(
        Fact(name=n, value=f"article {i}0{i}-1", source="sample", since=_SINCE) for i, n in enumerate(names, 1)
    )
    fixed = Fact(name="fixed_sum", value="40 EUR", source="sample", since=_SINCE)
    return Law(country=country, facts=(*facts, fixed) if country else ())


def lines(count: int = 2) -> tuple[FrozenLine, ...]:
    one = FrozenLine(
        invoice_id=1,
        number="F-2026-014",
        issued=date(2026, 10, 1),
        due=date(2026, 11, 1),
        total=Money(154000, "EUR"),
        received=Money(30000, "EUR"),
        step="kind",
        order_reference="BC-2291",
    )
    other = FrozenLine(
        invoice_id=2,
        number="F-2026-021",
        issued=date(2026, 10, 22),
        due=date(2026, 11, 21),
        total=Money(36050, "EUR"),
        received=Money(0, "EUR"),
        step="kind",
    )
    return (one, other)[:count]


def facts(text: str, *, count: int = 2, full: bool = True) -> MailFacts:
    """``full``: with a history and a copy attached."""
    shown = lines(count)
    if text == "thanks" and not full:
        shown = tuple(
            FrozenLine(
                invoice_id=x.invoice_id, number=x.number, issued=x.issued, due=x.due, total=x.total, received=x.total
            )
            for x in shown
        )
    today = date(2026, 10, 27) if text == "courtesy" else TODAY
    owed = totals(line.outstanding for line in shown)
    half = Money(owed[0].minor // 2, owed[0].currency)
    return MailFacts(
        today=today,
        lines=shown,
        totals=owed,
        pay_by=date(2026, 12, 14),
        history=((date(2026, 11, 5), "kind"), (date(2026, 11, 16), "firm_friendly")) if full else (),
        token="7k2m4qx9tb",  # noqa: S106 - a sample
        plan=((date(2026, 12, 15), half), (date(2027, 1, 15), owed[0] - half)) if text == "reply_plan" else (),
        promise=(date(2026, 12, 18), None if full else half) if text in ("promise_confirm", "thanks") else None,
        attach=("F-2026-014.pdf",) if full else (),
    )


def case() -> Case:
    invoices = tuple(
        Invoice(
            id=x.invoice_id,
            number=x.number,
            issued=x.issued,
            due=x.due,
            total=x.total,
            received=x.received,
            places=(Place(step="kind", on=date(2026, 11, 5)),),
        )
        for x in lines()
    )
    promise = Promise(id=1, day=date(2026, 12, 1), amount=None, made_on=date(2026, 11, 20))
    return Case(id=12, account="sample", token="7k2m4qx9tb", debtor=debtor(), invoices=invoices, promises=(promise,))  # noqa: S106


def questions() -> Iterator[Question]:
    """One of each kind, with every choice, with facts and without."""
    full: dict[str, object] = {
        "from": "compta@client.example",
        "to": "compta@client.example",
        "subject": "Re: F-2026-014",
        "said": "Je paierai vendredi.",
        "day": "2026-12-11",
        "amount": "120.00 EUR",
        "claimed_paid_on": "2026-12-01",
        "answer": "550 5.1.1 no such user",
        "address": "vieux@client.example",
        "attachments": ["photo.jpg"],
        "server": "imap",
        "error": "fr/mail/kind.txt:3: there is no 'x'",
        "names": {"12": "Jean Petit"},
        "because": str(Because.STEP_DUE),
        "plain": "Bonjour",
    }
    options = (
        *(Option(choice=c) for c in Choice if c is not Choice.THIS_CASE),
        Option(choice=Choice.THIS_CASE, argument=12),
    )
    for kind in QuestionKind:
        for given in (full, {"to": "a@b.example", "subject": ""} if kind is QuestionKind.APPROVE else {}):
            yield Question(
                id=1,
                account="sample",
                kind=kind,
                state=QuestionState.ASKED,
                options=options,
                created_at=datetime.combine(TODAY, time(9), UTC),
                case_id=12,
                facts=given,
            )


def problems(words: Words) -> list[TextError]:
    """What cannot be rendered, in every language; then figures and words that our rules do not allow."""
    found: list[TextError] = []
    for language in words.texts.languages():
        for text in words.names(language):
            for trouble in _mail_problems(words, language, text):
                found.append(trouble)
                break
        for question in questions():
            try:
                words.card(question, account=account(language), case=case(), language=language, today=TODAY)
            except TextError as error:
                found.append(error)
        for answer in ANSWERS:
            if words.texts.book(language).path(f"chat/answers/{answer}.txt") is None:
                found.append(TextError("is missing", template=f"{language}/chat/answers/{answer}.txt"))
    return list({str(error): error for error in found}.values())


def _mail_problems(words: Words, language: str, text: str) -> Iterator[TextError]:
    for kind in Kind:
        for full in (True, False):
            for country in COUNTRIES:
                who, given = debtor(language, kind), facts(text, count=2 if full else 1, full=full)
                rules, creditor = law(country), account(language, court=full)
                try:
                    said = words.mail(text, account=creditor, debtor=who, law=rules, facts=given)
                except TextError as error:
                    yield error
                    continue
                what = f"{said.subject}\n{said.plain}"
                wrong, forbidden = words.trouble(what, account=creditor, debtor=who, law=rules, facts=given)
                where = words.texts.book(language, country).where(f"mail/{text}.txt")
                if wrong:
                    yield TextError(f"figures that the ledger does not know: {', '.join(wrong)}", template=where)
                if forbidden:
                    yield TextError(f"words never used towards a debtor: {', '.join(forbidden)}", template=where)


def preview_folder(words: Words, folder: Path) -> list[Path]:
    """Write every mail as HTML and text, to be looked at."""
    written = []
    for language in words.texts.languages():
        for text in words.names(language):
            for kind in Kind:
                for full in (True, False):
                    given = facts(text, count=2 if full else 1, full=full)
                    said = words.mail(
                        text, account=account(language), debtor=debtor(language, kind), law=law("FR"), facts=given
                    )
                    path = folder / f"{language}-{text}-{kind}-{'full' if full else 'short'}.html"
                    path.write_text(said.html, encoding="utf-8")
                    path.with_suffix(".txt").write_text(f"{said.subject}\n\n{said.plain}", encoding="utf-8")
                    written.append(path)
    return written
