"""From a decision to exact words: freezes the facts of a notice. Never sends, never stores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.case import Case, Invoice, Kind
from bot.core.facts import MailFacts
from bot.core.ladder import TO_DEBTOR, Approve, Channel, Ladder, Line, Message
from bot.core.money import Money, totals
from bot.core.notice import Draft, FrozenLine
from bot.core.plan import instalments
from bot.core.question import Choice, Option
from bot.errors import TextError
from bot.office import Office

WITH_INVOICE_COPY = frozenset({"firm_friendly", "firm", "formal", "reply_invoice"})
"""Texts that carry the invoice's PDF when it is on file."""

CONFIRMATION = "promise_confirm"
"""The text that tells the debtor what he has promised, and that nobody will remind him before."""

ANSWERS = {
    Choice.ASK_DETAILS: "reply_details",
    Choice.OFFER_PLAN: "reply_plan",
    Choice.SEND_INVOICE: "reply_invoice",
    Choice.CONFIRM: CONFIRMATION,
}
"""The answer to the debtor that each button prepares."""

AT_ONCE = frozenset({Choice.SEND_INVOICE, Choice.CONFIRM})
"""Answers that their card shows whole: one tap sends them."""

Plan = tuple[tuple[date, Money], ...]
Promised = tuple[date, Money | None]

COPIES_AT_MOST = 7_000_000
"""Bytes of all copies of one mail: a third more on the wire, and many servers refuse above 10 MB."""


def frozen(line: Line | Invoice) -> FrozenLine:
    """An invoice as the debtor is told of it today."""
    invoice, step = (line.invoice, line.step.name) if isinstance(line, Line) else (line, "")
    return FrozenLine(
        invoice_id=invoice.id,
        number=invoice.number,
        issued=invoice.issued,
        due=invoice.due,
        total=invoice.total,
        received=invoice.received,
        step=step,
        order_reference=invoice.order_reference,
        pdf=invoice.pdf,
    )


def of_step(office: Office, case: Case, message: Message, today: date) -> Draft:
    """The notice of a rung of the ladder. Raises TextError when its template fails."""
    step = message.step
    lines = tuple(frozen(line) for line in message.lines)
    if step.channel not in TO_DEBTOR:
        return _card(case, message, lines, today)
    return _mail(
        office,
        case,
        text=step.text or step.name,
        step=step.name,
        channel=step.channel,
        lines=lines,
        pay_by=message.pay_by,
        today=today,
        ask=step.approve is Approve.ASK,
        history=history(office.ladder(case.debtor.group), [line.invoice for line in message.lines]),
    )


def of_text(
    office: Office,
    case: Case,
    text: str,
    today: date,
    *,
    ask: bool,
    plan: Plan = (),
    promise: Promised | None = None,
    invoices: Sequence[Invoice] | None = None,
    beside: Sequence[str] = (),
) -> Draft:
    """A notice beside the ladder (thanks, an answer to the debtor). Raises TextError when its template fails.

    ``beside``: files that go with it whatever its text.
    """
    meant = invoices if invoices is not None else case.due_now(today)
    return _mail(
        office,
        case,
        text=text,
        step="",
        channel=Channel.MAIL,
        lines=tuple(frozen(i) for i in meant),
        pay_by=None,
        today=today,
        ask=ask,
        plan=plan,
        promise=promise,
        beside=beside,
        history=history(office.ladder(case.debtor.group), meant),
    )


def _mail(
    office: Office,
    case: Case,
    *,
    text: str,
    step: str,
    channel: Channel,
    lines: tuple[FrozenLine, ...],
    pay_by: date | None,
    today: date,
    ask: bool,
    history: tuple[tuple[date, str], ...],
    plan: Plan = (),
    promise: Promised | None = None,
    beside: Sequence[str] = (),
) -> Draft:
    contact = case.debtor.contact
    if contact is None:
        raise ValueError(f"case {case.id} has nobody to write to")
    law = office.law(case.debtor.country)
    copies = tuple(line.pdf for line in lines if line.pdf) if text in WITH_INVOICE_COPY else ()
    attach = _that_fit(office, (*beside, *copies))
    facts = MailFacts(
        today=today,
        lines=lines,
        totals=totals(line.outstanding for line in lines),
        pay_by=pay_by,
        history=history,
        token=case.token,
        notice_days=law.notice_days_consumer if case.debtor.kind is Kind.CONSUMER else law.notice_days_business,
        plan=plan,
        promise=promise,
        attach=attach,
        to_name=contact.name,
    )
    said = office.words.mail(text, account=office.account, debtor=case.debtor, law=law, facts=facts)
    return Draft(
        account=case.account,
        case_id=case.id,
        step=step,
        text=text,
        channel=channel,
        language=case.debtor.language,
        to_email=contact.email,
        to_name=contact.name,
        lines=lines,
        pay_by=pay_by,
        proposed_on=today,
        subject=said.subject,
        plain=said.plain,
        html=said.html,
        attach=attach,
        ask=ask,
    )


def _card(case: Case, message: Message, lines: tuple[FrozenLine, ...], today: date) -> Draft:
    """A rung that speaks to the owner: no words yet, the card makes them."""
    return Draft(
        account=case.account,
        case_id=case.id,
        step=message.step.name,
        text=message.step.text or message.step.name,
        channel=message.step.channel,
        language=case.debtor.language,
        to_email="",
        to_name="",
        lines=lines,
        pay_by=None,
        proposed_on=today,
        subject="",
        plain="",
        html="",
    )


def _that_fit(office: Office, paths: Sequence[str]) -> tuple[str, ...]:
    """The copies that are on file, in their order, while one mail can carry them."""
    fit, size = [], 0
    for path in dict.fromkeys(paths):
        copy = office.attachment(path)
        if copy is not None and size + len(copy[2]) <= COPIES_AT_MOST:
            fit.append(path)
            size += len(copy[2])
    return tuple(fit)


def plan_for(office: Office, case: Case, today: date) -> Plan:
    """The instalments that the account's envelope allows for what is overdue. Raises ValueError when it allows none."""
    owed = case.outstanding
    if len(owed) != 1:
        raise ValueError("a plan needs one currency")
    return instalments(owed[0], office.account.envelope.instalments, today, office.holiday(case.debtor.country))


def of_answer(office: Office, case: Case, text: str, today: date, *, beside: Sequence[str] = ()) -> Draft:
    """An answer to what the debtor wrote, in today's words, to be approved.

    Raises TextError when its template fails, ValueError when there is nothing any more that it could say.
    """
    plan, promise = agreed(office, case, text, today)
    return of_text(office, case, text, today, ask=True, plan=plan, promise=promise, beside=beside)


def ready(office: Office, case: Case, offered: Sequence[Option], today: date) -> Draft | None:
    """What the first button would send at once."""
    first = [option.choice for option in offered[:1] if option.choice in AT_ONCE]
    try:
        return of_answer(office, case, ANSWERS[first[0]], today) if first else None
    except (TextError, ValueError):
        return None  # the owner hears why when he taps


def agreed(office: Office, case: Case, text: str, today: date) -> tuple[Plan, Promised | None]:
    """The instalments and the promised payment of which an answer speaks. Raises ValueError when there are none."""
    if text == "reply_plan":
        return plan_for(office, case, today), None
    if text != CONFIRMATION:
        return (), None
    promised = [(p.day, p.amount) for p in case.running_promises]
    if not promised or promised[0][0] <= today:
        raise ValueError("no payment is to come")  # on the day itself nobody wants to read of it
    if len(promised) == 1:
        return (), promised[0]
    parts = tuple((day, amount) for day, amount in promised if amount is not None)
    if len(parts) < len(promised):
        raise ValueError("nobody has said how much is paid when")
    return parts, None


def history(ladder: Ladder, invoices: Sequence[Invoice]) -> tuple[tuple[date, str], ...]:
    """When we wrote about all of these invoices, and with which text; oldest first, each day once.

    A message that spoke of only some of them is left out: "we wrote to you about the invoices below" must be true.
    """
    told: list[dict[date, str]] = []
    for invoice in invoices:
        said: dict[date, str] = {}
        for place in sorted(invoice.places, key=lambda p: p.on):
            step = ladder.step(place.step)
            if step is not None and step.channel in TO_DEBTOR and place.said:
                said[place.on] = step.text or step.name
        told.append(said)
    common = [day for day in told[0] if all(day in said for said in told)] if told else []
    # The text of the highest step gave that message its tone.
    highest = {day: max((said[day] for said in told), key=lambda t: _height(ladder, t)) for day in common}
    return tuple(sorted(highest.items()))


def _height(ladder: Ladder, text: str) -> int:
    return next((n for n, step in enumerate(ladder.steps) if text in (step.text, step.name)), -1)


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why the owner's words cannot leave: figures that the ledger does not know, words we never use, missing parts."""

    wrong: tuple[str, ...]
    forbidden: tuple[str, ...]
    missing: tuple[str, ...]


def with_words(office: Office, case: Case, draft: Draft, plain: str, today: date) -> Draft | Refusal:
    """The same notice in the owner's words, checked against the ledger (truth 10).

    Raises TextError when its template fails, ValueError when there is nothing any more that it could say.
    """
    plan, promise = agreed(office, case, draft.text, today)
    law = office.law(case.debtor.country)
    meant = [i for i in case.invoices if i.id in {line.invoice_id for line in draft.lines}]
    facts = MailFacts(
        today=draft.proposed_on,
        lines=draft.lines,
        totals=draft.totals,
        pay_by=draft.pay_by,
        history=history(office.ladder(case.debtor.group), meant),
        token=case.token,
        notice_days=law.notice_days_consumer if case.debtor.kind is Kind.CONSUMER else law.notice_days_business,
        plan=plan,
        promise=promise,
        attach=draft.attach,
        to_name=draft.to_name,
    )
    said = office.words.edited(plain, text=draft.text, account=office.account, debtor=case.debtor, law=law, facts=facts)
    if said.wrong_figures or said.forbidden or said.missing:
        return Refusal(wrong=said.wrong_figures, forbidden=said.forbidden, missing=said.missing)
    return replace(draft, subject=said.subject or draft.subject, plain=said.plain, html=said.html)


def summary(draft: Draft) -> dict[str, object]:
    """What a card tells of a notice, as plain JSON values."""
    return {
        "text": draft.text,
        "step": draft.step,
        "invoices": [line.number for line in draft.lines],
        "amounts": [str(total) for total in draft.totals],
    }


def preview(draft: Draft) -> dict[str, object]:
    """The exact words, for the approval."""
    return summary(draft) | {
        "to": draft.to_email,
        "subject": draft.subject,
        "plain": draft.plain,
        "pay_by": draft.pay_by.isoformat() if draft.pay_by else "",
        "attach": [path.replace("\\", "/").rpartition("/")[2] for path in draft.attach],
    }
