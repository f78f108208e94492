"""The parts of a mail that come from the ledger (invoices, payment, answers): as plain lines, as values for HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from bot.core import token as tokens
from bot.core.case import Account, Debtor
from bot.core.facts import MailFacts
from bot.core.money import Money, totals
from bot.core.notice import FrozenLine
from bot.errors import TextError
from bot.mail import qr
from bot.mail.compose import reply_address
from bot.words.forms import Forms
from bot.words.texts import Book

WIDEST_NUMBER = 22
RULE = "-"


@dataclass(frozen=True)
class Part:
    """``plain``: as text/plain shows it. ``data``: what _frame.html needs to draw it."""

    name: str
    plain: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Builds the parts of one mail. A part that has nothing to show is None."""

    book: Book
    forms: Forms
    account: Account
    debtor: Debtor
    facts: MailFacts
    name: str = "mail/labels.txt"
    """The text that they are parts of, for what is wrong with it."""

    def make(self, mark: str) -> Part | None:
        """The part for ``[[mark]]`` or ``[[mark: one, two]]``. Raises TextError for a mark that does not exist."""
        name, _, rest = mark.partition(":")
        arguments = [self._known(a.strip()) for a in rest.split(",") if a.strip()]
        builders: dict[str, Callable[[list[str]], Part | None]] = {
            "invoices": self.invoices,
            "payment": self.payment,
            "answers": self.answers,
            "messages": self.messages,
            "plan": self.plan,
            "parties": self.parties,
            "signature": self.signature,
        }
        build = builders.get(self._known(name.strip()))
        if build is None:
            own = {key.removeprefix("mark.") for key, meant in self.book.labels.items() if key.startswith("mark.")}
            known = sorted(word for word in own if self._known(word) in builders) or sorted(builders)
            where, line = self.book.line_of_block(self.name, mark)
            told = f"there is no block [[{name.strip()}]]; there are {', '.join(known)}"
            raise TextError(told, template=where, line=line)
        return build(arguments)

    def _known(self, word: str) -> str:
        """The English name of a mark that is written in the language of the text."""
        return self.book.labels.get(f"mark.{word.lower()}", word.lower())

    def label(self, key: str, /, **facts: object) -> str:
        return self.book.line("mail/labels.txt", key, **facts)

    def open_lines(self) -> list[FrozenLine]:
        return [line for line in self.facts.lines if line.outstanding.minor > 0]

    def invoices(self, arguments: list[str]) -> Part | None:
        lines = self.open_lines()
        if not lines:
            return None
        head = [self.label("invoice"), self.label("due"), self.label("outstanding")]
        rows = [
            {
                "number": line.number,
                "due": self.forms.short_day(line.due),
                "amount": self.forms.money(line.outstanding),
                "details": self._details(line, late="late" in arguments),
            }
            for line in lines
        ]
        sums = [self.forms.money(m) for m in totals(line.outstanding for line in lines)] if len(lines) > 1 else []
        total = self.label("total")
        return Part(
            "invoices", _table(head, rows, total, sums), {"head": head, "rows": rows, "total": total, "sums": sums}
        )

    def _details(self, line: FrozenLine, *, late: bool) -> list[str]:
        details = [self.label("issued", day=self.forms.long_day(line.issued))]
        if line.order_reference:
            details.append(self.label("order", number=line.order_reference))
        if line.received.minor > 0:
            total, received = self.forms.money(line.total), self.forms.money(line.received)
            details.append(self.label("received", total=total, received=received))
        days = (self.facts.today - line.due).days
        if late and days > 0:
            details.append(self.label("late_one" if days == 1 else "late", days=days))
        return details

    def payment(self, arguments: list[str]) -> Part | None:
        account = self.account
        lines = self.open_lines()
        if not lines or not (account.iban or account.pay_link):
            return None
        rows = []
        if account.iban:
            rows += [(self.label("payee"), account.name), ("IBAN", _grouped(account.iban))]
            rows += [("BIC", account.bic)] if account.bic else []
        rows.append((self.label("reference"), ", ".join(line.number for line in lines)))
        # A part of it is offered or promised: naming, or coding, the whole sum beside it would contradict that.
        part = bool(self.facts.plan) or bool(self.facts.promise and self.facts.promise[1])
        if not part:
            rows.append((self.label("amount"), self.forms.monies(totals(line.outstanding for line in lines))))
        code = None if part else qr.of(account, lines)
        title = self.label("pay")
        link = account.pay_link if account.pay_link.startswith(("https://", "http://")) else ""
        shown_rows = [*rows, (self.label("pay_online"), link)] if link else rows
        width = max(len(label) for label, _ in shown_rows)
        # A label and its value on one line each: a value that a person copies stands alone at the end of it.
        plain = [title, *(f"  {label.ljust(width)}  {value}" for label, value in shown_rows)]
        data = {
            "title": title,
            "rows": rows,
            "link": link,
            "pay_online": self.label("pay_online"),
            "qr": code is not None,
        }
        return Part(
            "payment", "\n".join(plain), data | {"qr_alt": self.label("qr_alt"), "qr_hint": self.label("qr_hint")}
        )

    def answers(self, arguments: list[str]) -> Part | None:
        links = []
        for answer in arguments or list(tokens.ANSWERS):
            code = tokens.code(self.facts.token, answer)
            to = quote(reply_address(self.account, self.facts.token), safe="@+")
            subject, body = prepared(self.book, answer, code)
            short = f"mailto:{to}?subject={quote(f'[ref {code}]', safe='/')}"
            full = f"mailto:{to}?subject={quote(subject, safe='/')}&body={quote(body, safe='/')}"
            links.append({"label": self.label(f"answer.{answer}"), "short": short, "full": full})
        title = self.label("answers")
        plain = [title, *(f"  {link['label']}\n  {link['short']}" for link in links)]
        return Part("answers", "\n".join(plain), {"title": title, "links": links})

    def messages(self, arguments: list[str]) -> Part | None:
        if not self.facts.history:
            return None
        known = self.book.lines("mail/labels.txt")
        rows = []
        for day, text in self.facts.history:
            name = self.label(f"text.{text}") if f"text.{text}" in known else self.label("text.other")
            rows.append(self.label("message", day=self.forms.long_day(day), name=name))
        return Part("messages", "\n".join(f"  – {row}" for row in rows), {"rows": rows})

    def plan(self, arguments: list[str]) -> Part | None:
        if not self.facts.plan:
            return None
        rows = [(self.forms.day(day), self.forms.money(amount)) for day, amount in self.facts.plan]
        rows.append((self.label("total"), self.forms.monies(totals(amount for _, amount in self.facts.plan))))
        wide, right = (max(len(row[i]) for row in rows) for i in (0, 1))
        plain = [f"  {day.ljust(wide)}  {amount.rjust(right)}" for day, amount in rows]
        return Part("plan", "\n".join(plain), {"rows": rows})

    def parties(self, arguments: list[str]) -> Part | None:
        account, contact = self.account, self.debtor.contact
        creditor = [account.name, account.legal, *_address(account.address), account.phone, account.email]
        person = self.facts.to_name or (contact.name if contact else "")
        owes = [self.debtor.name, person if person != self.debtor.name else "", contact.email if contact else ""]
        columns = [
            {"title": self.label(title), "lines": [line for line in lines if line]}
            for title, lines in (("from", creditor), ("to", owes))
        ]
        plain = "\n\n".join("\n".join([str(c["title"]), *(f"  {line}" for line in c["lines"])]) for c in columns)
        return Part("parties", plain, {"columns": columns})

    def signature(self, arguments: list[str]) -> Part | None:
        account = self.account
        name = [account.signed_by, account.name] if account.signed_by != account.name else [account.name]
        lines = [line for line in (*name, account.phone, account.email) if line]
        small = [line for line in (", ".join(_address(account.address)), account.legal) if line]
        small += [self.label("ref", token=self.facts.token), self.label("privacy")]
        return Part("signature", "\n".join([*lines, "", "--", *small]), {"lines": lines, "small": small})


def prepared(book: Book, answer: str, code: str) -> tuple[str, str]:
    """Subject and body of the mail that an answer link opens. Plain spaces: not every mail program keeps others."""
    name = f"chat/answers/{answer}.txt"
    body = book.render(name, code=code).strip()
    subject = book.subject(name, "", code=code)
    return _typed(subject), _typed(body).replace("\n", "\r\n")


def _typed(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def _table(head: Sequence[str], rows: Sequence[Mapping[str, object]], total: str, sums: Sequence[str]) -> str:
    """Aligned for a fixed-width font, and still readable in any other."""
    numbers = [str(r["number"]) for r in rows]
    first = max(len(n) for n in [*numbers, head[0], total] if len(n) <= WIDEST_NUMBER)
    second = max(len(str(d)) for d in [*(r["due"] for r in rows), head[1]])
    third = max(len(str(a)) for a in [*(r["amount"] for r in rows), head[2], *sums])

    def row(a: str, b: str, c: str) -> str:
        return f"  {a.ljust(first)}  {b.ljust(second)}  {c.rjust(third)}".rstrip()

    rule = "  " + RULE * (first + second + third + 4)
    out = [row(head[0], head[1], head[2]), rule]
    for number, r in zip(numbers, rows, strict=True):
        if len(number) > first:
            out.append(f"  {number}")
            number = ""
        out.append(row(number, str(r["due"]), str(r["amount"])))
        out += [f"    {detail}" for detail in _list(r["details"])]
    for index, amount in enumerate(sums):
        out += [rule] if index == 0 else []
        out.append(row(total if index == 0 else "", "", amount))
    return "\n".join(out)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _grouped(iban: str) -> str:
    compact = "".join(iban.split())
    return " ".join(compact[i : i + 4] for i in range(0, len(compact), 4))


def _address(text: str) -> list[str]:
    return [piece.strip() for piece in text.replace("\r", "\n").replace(",", "\n").split("\n") if piece.strip()]


def owed(facts: MailFacts) -> tuple[Money, ...]:
    return totals(line.outstanding for line in facts.lines if line.outstanding.minor > 0)
