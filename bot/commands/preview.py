"""`relance preview`: the exact message for an invoice. Sends nothing, writes nothing."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot import draft as drafting
from bot.core.decide import Facts, pay_by
from bot.core.ladder import TO_DEBTOR, Line, Message, Step
from bot.errors import RelanceError
from bot.mail import qr
from bot.mail.compose import compose, message_id

if TYPE_CHECKING:
    from bot.app import App
    from bot.core.case import Case
    from bot.office import Office

HELP = "the exact message for an invoice"
EXAMPLE = "relance preview F2026-012 --step firm"
NEEDS = "app"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("invoice", metavar="INVOICE", help="the number of an invoice")
    parser.add_argument("--step", metavar="STEP", help="a step of its ladder; default: the next one")
    parser.add_argument("--eml", action="store_true", help="the whole mail, as it would leave")


async def run(args: argparse.Namespace, app: App) -> int:
    """Raises RelanceError for an unknown invoice or step, TextError for a text that fails."""
    office, case = await _find(app, args.invoice)
    now = datetime.now(UTC)
    draft = drafting.of_step(office, case, _message(office, case, args.invoice, args.step, now), office.today(now))
    if not args.eml:
        print(f"To: {draft.to_email}\nSubject: {draft.subject}\n\n{draft.plain}")
        return 0
    code = qr.of(office.account, draft.lines)
    raw = compose(
        draft,
        account=office.account,
        token=case.token,
        message_id=message_id(case.token, "preview", office.account.email.rpartition("@")[2]),
        date=now,
        thread=await app.store.thread(case.id),
        attachments=[a for path in draft.attach if (a := office.attachment(path)) is not None],
        qr_png=qr.png(code) if code else None,
    )
    sys.stdout.buffer.write(raw)
    return 0


async def _find(app: App, number: str) -> tuple[Office, Case]:
    for office in app.offices.values():
        case_id = await app.store.case_id_of_number(office.account.id, number)
        if case_id is not None:
            return office, await app.store.case(case_id)
    raise RelanceError(f"there is no invoice {number!r}; relance who lists what is open")


def _message(office: Office, case: Case, number: str, step: str | None, now: datetime) -> Message:
    invoice = next(i for i in case.invoices if i.number.casefold() == number.casefold())
    if invoice.settled:
        raise RelanceError(f"invoice {number} is paid: nothing would be sent")
    if case.debtor.contact is None:
        raise RelanceError(f"{case.debtor.name} has no address that can be reached: add one to the invoice file")
    ladder = office.ladder(case.debtor.group)
    mails = [s for s in ladder.steps if s.channel in TO_DEBTOR]
    if step is not None:
        chosen = next((s for s in mails if s.name == step), None)
        if chosen is None:
            raise RelanceError(f"no message {step!r} on this ladder; there are: {', '.join(s.name for s in mails)}")
    else:
        chosen = _next(mails, {p.step for p in invoice.places}, invoice.due >= office.today(now))
    today = office.today(now)
    facts = Facts(
        case=case, today=today, account=office.account, ladder=ladder, law=office.law(case.debtor.country),
        holiday=office.holiday(case.debtor.country),
    )  # fmt: skip
    lines = (Line(invoice=invoice, step=chosen),)
    return Message(step=chosen, lines=lines, contact=case.debtor.contact, pay_by=pay_by(facts, chosen, lines))


def _next(mails: list[Step], passed: set[str], early: bool) -> Step:
    """The first message not sent yet; the last one when all were."""
    return next((s for s in mails if s.name not in passed and (early or s.day >= 0)), mails[-1])
