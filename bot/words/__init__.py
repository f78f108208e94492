"""The only door to templates/: mails, cards and small sayings in a person's language. Never decides what to say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.core.aging import Balance
from bot.core.case import Account, Case, Debtor, Kind
from bot.core.chart import Chart
from bot.core.facts import MailFacts, Said
from bot.core.figures import Known, forbidden_words, wrong_figures
from bot.core.law import Law
from bot.core.money import Money
from bot.core.question import Card, Question
from bot.core.token import ANSWERS, code
from bot.errors import TextError
from bot.words import cards, charts
from bot.words.forms import Forms
from bot.words.layout import Block, blocks, plain, recovered
from bot.words.parts import Parts, owed, prepared
from bot.words.texts import Book, Texts, folded

FORMAL = "formal"
_NEEDED = {FORMAL: ("parties", "invoices", "payment")}
"""Parts that a formal notice cannot leave without (guardrail G36)."""
REMINDERS = frozenset({"kind", "firm_friendly", "firm", FORMAL})
"""Texts that ask for money: they name every invoice they are about."""

_PLACE = re.compile(r"\b[0-9]{4,5} +([^\d,\n]{2,40})$")


class Words:
    """The texts of an account. ``override``: the folder with the owner's own texts, looked up first."""

    def __init__(self, *, override: Path | None = None) -> None:
        self.texts = Texts(override)

    def mail(self, text: str, *, account: Account, debtor: Debtor, law: Law, facts: MailFacts) -> Said:
        """One mail, both parts. Raises TextError when the text, or a fact that it needs, is missing."""
        book, parts = self._parts(text, account, debtor, law, facts)
        subject, body = self._written(text, book, parts, law)
        said = plain(body)
        # Ours pass; a text that the owner has put in their place may name another sum, or threaten (truth 10, G03-G05).
        wrong, forbidden = self.trouble(f"{subject}\n{said}", account=account, debtor=debtor, law=law, facts=facts)
        unnamed = _unnamed(said, parts) if text in REMINDERS else ()
        if wrong or forbidden or unnamed:
            raise TextError(_why(wrong, forbidden, unnamed), template=book.where(f"mail/{text}.txt"))
        return Said(subject=subject, plain=said, html=_html(book, subject, body), attach=facts.attach)

    def edited(self, edited: str, *, text: str, account: Account, debtor: Debtor, law: Law, facts: MailFacts) -> Said:
        """The owner's own words as a mail, and what is wrong with them (``wrong_figures``, ``forbidden``, ``missing``).

        A first line ``Subject: …`` replaces the subject; parts that still stand word for word are drawn as parts again.
        """
        book, parts = self._parts(text, account, debtor, law, facts)
        subject, originals = self._written(text, book, parts, law)
        head, _, rest = edited.strip().replace("\r\n", "\n").partition("\n")
        key, colon, own = head.partition(":")
        if colon and key.strip().lower() in {"subject", book.labels.get("head.subject", "").lower()}:
            subject, edited = book.typeset(" ".join(own.split(" ")).strip()), rest
        body = recovered(book.typeset(edited), originals)
        said = plain(body)
        wrong, forbidden = self.trouble(f"{subject}\n{said}", account=account, debtor=debtor, law=law, facts=facts)
        return Said(
            subject=subject,
            plain=said,
            html=_html(book, subject, body),
            attach=facts.attach,
            wrong_figures=wrong,
            forbidden=(*forbidden, *_outside(book, debtor, subject)),
            missing=_missing(text, originals, body, self._formal_words(book, text, said)),
        )

    def trouble(
        self, said: str, *, account: Account, debtor: Debtor, law: Law, facts: MailFacts
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Figures of ``said`` that are not the ledger's (truth 10), and words never used towards a debtor (G03-G05)."""
        book = self.texts.book(debtor.language, law.country)
        forms = Forms(book.language, debtor.country)
        known = _known(account, debtor, law, facts, forms)
        lexicon = [entry for entry, court in _lexicon(book) if not (court and account.court)]
        said = re.sub(rf"mailto:\S+%20{re.escape(facts.token)}/[a-z]+%5D", " ", said)
        wrong = wrong_figures(said, known)
        # Our own name may be "Café du Tribunal": what a party is called is no threat.
        for name in (account.name, account.legal, account.address, debtor.name, facts.to_name):
            said = said.replace(name, " ") if name else said
        return wrong, forbidden_words(said, lexicon)

    def card(self, question: Question, *, account: Account, case: Case | None, language: str, today: date) -> Card:
        """A question as its owner sees it. Raises TextError."""
        book = self.texts.book(language, name=f"chat/{question.kind}.txt")
        return cards.card(book, question, account=account, case=case, today=today)

    def charts(self, balances: Sequence[Balance], *, account: Account, language: str, today: date) -> tuple[Chart, ...]:
        """A picture a currency: who owes what, by age. Raises TextError."""
        book = self.texts.book(language, name=charts.FILE)
        return tuple(charts.of_debtors(book, one, account=account, today=today) for one in balances[: charts.PICTURES])

    def say(self, key: str, /, *, language: str, **facts: object) -> str:
        """A small text: ``help`` (chat/commands/help.txt), or one line: ``event.sent``, ``because.disputed``."""
        file, dot, rest = key.partition(".")
        if dot:
            name = {"event": "chat/events.txt"}.get(file, f"chat/{file}.txt")
            book = self.texts.book(language, name=name)
            line = rest if rest in book.lines(name) else "other"
            return book.line(name, line, key=rest, **facts)
        name = f"chat/commands/{key}.txt"
        return re.sub(r"\n{3,}", "\n\n", self.texts.book(language, name=name).render(name, **facts).strip())

    def menu(self, language: str) -> tuple[tuple[str, str], ...]:
        """The commands and what they do, for a chat that shows them."""
        name = "chat/menu.txt"
        book = self.texts.book(language, name=name)
        return tuple((command, book.line(name, command)) for command in book.lines(name))

    def prepared(self, language: str) -> tuple[str, ...]:
        """Every line that our answer links write for the debtor, so that a parser can take them away again."""
        book = self.texts.book(language, name="chat/answers/paid.txt")
        lines: dict[str, None] = {}
        for answer in ANSWERS:
            _, body = prepared(book, answer, code("0" * 10, answer))
            lines |= dict.fromkeys(line.strip() for line in body.splitlines() if line.strip() and "0" * 10 not in line)
        return tuple(lines)

    def names(self, language: str) -> list[str]:
        """The mail texts of a language, the owner's included."""
        folders = self.texts.book(language).folders
        files = (f for folder in folders for f in folder.glob("mail/*.txt"))
        return sorted({f.stem for f in files if not f.stem.startswith("_")} - {"labels"})

    def check(self) -> list[TextError]:
        """Render every text of every language with sample facts; what fails, or shows a figure of its own."""
        from bot.words.samples import problems

        return problems(self)

    def _parts(self, text: str, account: Account, debtor: Debtor, law: Law, facts: MailFacts) -> tuple[Book, Parts]:
        book = self.texts.book(debtor.language, law.country, name=f"mail/{text}.txt")
        forms = Forms(book.language, debtor.country)
        account = replace(account, address=", ".join(account.address.splitlines()))
        who = folded(account), folded(debtor), folded(facts)
        name = f"mail/{text}.txt"
        return book, Parts(book=book, forms=forms, account=who[0], debtor=who[1], facts=who[2], name=name)

    def _written(self, text: str, book: Book, parts: Parts, law: Law) -> tuple[str, list[Block]]:
        name = f"mail/{text}.txt"
        about = _about(parts, law)
        subject = book.subject(name, parts.debtor.kind, **about)
        told = _outside(book, parts.debtor, subject)
        if told:
            raise TextError(
                f"the subject for a consumer must not say {', '.join(told)}", template=book.where(name), line=1
            )
        body = blocks(book.render(name, **about), parts.make)
        gone = _missing(text, [], body, self._formal_words(book, text, plain(body)))
        if text == FORMAL and not parts.account.address:
            gone = (*gone, "account.address")
        if gone:
            raise TextError(f"a formal notice needs {', '.join(gone)}", template=book.where(name))
        return subject, body

    @staticmethod
    def _formal_words(book: Book, text: str, said: str) -> tuple[str, ...]:
        wanted = book.labels.get("formal_words", "")
        return () if text != FORMAL or wanted.lower() in said.lower() else (f"“{wanted}”",)


def _missing(text: str, originals: Iterable[Block], body: Iterable[Block], words: tuple[str, ...]) -> tuple[str, ...]:
    there = {block.kind for block in body}
    return (*(kind for kind in _NEEDED.get(text, ()) if kind not in there), *words)


def _unnamed(said: str, parts: Parts) -> tuple[str, ...]:
    """The open invoices that the words do not name."""
    flat = " ".join(said.split())
    return tuple(line.number for line in parts.open_lines() if " ".join(folded(line.number).split()) not in flat)


def _why(wrong: Iterable[str], forbidden: Iterable[str], unnamed: Iterable[str]) -> str:
    told = (
        ("figures that the ledger does not know", wrong),
        ("words never used towards a debtor", forbidden),
        ("it does not name", unnamed),
    )
    return "; ".join(f"{what}: {', '.join(which)}" for what, which in told if which)


def _html(book: Book, subject: str, body: list[Block]) -> str:
    return book.render("mail/_frame.html", subject=subject, blocks=body, language=book.language)


def _outside(book: Book, debtor: Debtor, subject: str) -> tuple[str, ...]:
    """What a consumer's subject gives away to whoever sees the screen (guardrail G02): an amount, a word of debt."""
    if debtor.kind is not Kind.CONSUMER:
        return ()
    words = [w.strip() for w in book.labels.get("never_in_subject", "").split(",") if w.strip()]
    amount = re.search(r"[0-9][.,][0-9]{2}\b|[0-9]\s?[€$£]|[€$£]\s?[0-9]", subject)
    return (*([amount[0]] if amount else []), *forbidden_words(subject, words))


def _lexicon(book: Book) -> list[tuple[str, bool]]:
    """(entry, whether account.court allows it) from forbidden.txt."""
    rows = [r.partition("#")[0].strip() for r in book.source("forbidden.txt").splitlines()]
    return [(r.removesuffix("| court").strip(), r.endswith("| court")) for r in rows if r]


def _about(parts: Parts, law: Law) -> dict[str, object]:
    """What a text may speak of; the owner's page on it is docs/texts.md."""
    account, debtor, facts, forms, book = parts.account, parts.debtor, parts.facts, parts.forms, parts.book
    contact = debtor.contact
    name = facts.to_name or (contact.name if contact else "")
    lines = parts.open_lines() or list(facts.lines)
    numbers = [line.number for line in lines]
    late = max([(facts.today - line.due).days for line in lines], default=0)
    city = _PLACE.search(" ".join(account.address.split()))
    about: dict[str, object] = {
        "forms": forms,
        "account": account,
        "debtor": debtor,
        "business": debtor.kind is Kind.BUSINESS,
        "several": len(lines) > 1,
        "hello": greeting(book, name),
        "numbers": forms.listed(numbers[:3]) if len(numbers) <= 3 else ", ".join(numbers[:3]) + "…",
        "total": forms.monies(owed(facts)),
        "open": bool(owed(facts)),
        "days_late": max(late, 0),
        "today": forms.day(facts.today),
        "place": city[1].strip() if city else "",
        "phone": "\u00a0".join(account.phone.split()),
        "signed_by": account.signed_by or account.name,
        "court": account.court,
        "instalments": account.envelope.instalments,
        "attached": len(facts.attach),
        "contacted": len(facts.history),
        "planned": bool(facts.plan),
        "law": lambda key: _value(law, key, facts.today),
    }
    if lines:
        about["due"] = forms.day(min(line.due for line in lines))
    if facts.pay_by:
        about |= {"pay_by": forms.day(facts.pay_by), "pay_by_short": forms.long_day(facts.pay_by)}
    if facts.history:
        about |= {"first_message": forms.day(facts.history[0][0]), "last_message": forms.day(facts.history[-1][0])}
    if facts.promise:
        day, amount = facts.promise
        about["promised_on"] = forms.day(day)
        about["promised"] = forms.money(amount) if amount else forms.monies(owed(facts))
    return about


def greeting(book: Book, name: str) -> str:
    """To a person with the title in full, to a department without its name: labels.txt says what is one."""
    departments = [word.strip() for word in book.labels.get("departments", "").split(",") if word.strip()]
    if not name or forbidden_words(name, departments):
        return book.line("mail/labels.txt", "hello_nobody")
    pairs = (pair.partition(":") for pair in book.labels.get("titles", "").split(","))
    titles = {short.strip(): whole.strip() for short, _, whole in pairs}
    words = name.split()
    for at, word in enumerate(words):
        title = titles.get(word.rstrip(".").casefold())
        if title is None:
            break
        words[at] = title
    return book.line("mail/labels.txt", "hello", name=" ".join(words))


def _value(law: Law, key: str, day: date) -> str:
    """A fact of law that covers the day, or "": then nothing is built on it (truth 11)."""
    fact = law.fact(key, day)
    return fact.value if fact else ""


def _known(account: Account, debtor: Debtor, law: Law, facts: MailFacts, forms: Forms) -> Known:
    amounts: set[Money] = {*facts.totals, *owed(facts), *(amount for _, amount in facts.plan)}
    days = {facts.today, *(day for day, _ in facts.history), *(day for day, _ in facts.plan)}
    literals = {account.iban, account.bic, account.phone, account.address, account.legal, account.name, account.email}
    literals |= {account.pay_link, account.signed_by, debtor.name, debtor.key, facts.to_name, facts.token}
    literals |= {contact.name for contact in debtor.contacts} | {contact.email for contact in debtor.contacts}
    literals |= {f"mailto:{account.email}", facts.token}
    for line in facts.lines:
        amounts |= {line.total, line.received, line.outstanding}
        days |= {line.issued, line.due}
        literals |= {line.number, line.order_reference}
    if facts.pay_by:
        days.add(facts.pay_by)
    if facts.promise:
        days.add(facts.promise[0])
        amounts |= {facts.promise[1]} if facts.promise[1] else set()
    covered = [f for f in law.facts if f.covers(facts.today)]
    literals |= {fact.value for fact in covered} | {forms.money(f.value) for f in covered if _is_amount(f.value)}
    literals |= {folded(literal) for literal in literals}  # as they stand in a mail
    for piece in list(literals):
        literals |= {p.strip() for p in re.split(r"[\n,]", piece)}
    return Known(
        amounts=frozenset(amounts),
        days=frozenset(days),
        literals=frozenset(filter(_looks_like_a_figure, literals)),
        months=forms.months,
        weekdays=forms.weekdays,
    )


def _looks_like_a_figure(text: str) -> bool:
    """Digits and signs of any script and shape: one that is known must not be taken for a wrong one."""
    alike = unicodedata.normalize("NFKC", text)
    return any(c.isnumeric() for c in text) or re.search(r"[€$£¥%]|CHF|EUR|GBP|USD", alike) is not None


def _is_amount(text: str) -> bool:
    return re.fullmatch(r"[0-9]+(?:\.[0-9]+)? [A-Z]{3}", text) is not None


__all__ = ["Words", "greeting"]
