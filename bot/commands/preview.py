"""`relance preview`: the exact message for an invoice. Sends nothing, writes nothing."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.commands import House, the_offices
from bot.commands import _streams as streams
from bot.errors import RelanceError

if TYPE_CHECKING:
    from bot.core.case import Case
    from bot.core.ladder import Message, Step
    from bot.core.notice import Draft
    from bot.office import Office

HELP = "the exact message for an invoice"
EXAMPLE = "relance preview F2026-012 --step firm"
NEEDS = "house"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("invoice", metavar="INVOICE", help="the number of an invoice")
    parser.add_argument("--step", metavar="STEP", help="a step of its ladder; default: the next one")
    parser.add_argument("--account", metavar="ID", help="look only there")
    parser.add_argument("--eml", action="store_true", help="the whole mail, as it would leave")


async def run(args: argparse.Namespace, house: House) -> int:
    """Raises RelanceError for an unknown invoice or step, TextError for a text that fails."""
    from bot import draft as drafting

    office, case = await _find(house, args.invoice, args.account)
    now = datetime.now(UTC)
    today = office.today(now)
    message, day = _message(office, case, args.invoice, args.step, now), today
    if args.step is None and (joint := _planned(office, case, message, today)) is not None:
        message, day = joint
    draft = drafting.of_step(office, case, message, day)
    if args.eml:
        streams.write(_mail(office, case, draft, now, await house.store.thread(case.id)))
    else:
        print(office.words.say("preview", language=office.account.language, draft=draft), f"\n\n{draft.plain}", sep="")
    return 0


def _mail(office: Office, case: Case, draft: Draft, now: datetime, thread: list[str]) -> bytes:
    """As it would leave, but for its Message-ID."""
    from bot.mail import qr
    from bot.mail.compose import compose, message_id

    code = qr.of(office.account, draft.lines)
    return compose(
        draft,
        account=office.account,
        token=case.token,
        message_id=message_id(case.token, "preview", office.account.email.rpartition("@")[2]),
        date=now,
        thread=thread,
        attachments=[a for path in draft.attach if (a := office.attachment(path)) is not None],
        qr_png=qr.png(code) if code else None,
    )


async def _find(house: House, number: str, account: str | None) -> tuple[Office, Case]:
    found = []
    for office in the_offices(house, account):
        case_id = await house.store.case_id_of_number(office.account.id, number)
        if case_id is not None:
            found.append((office, await house.store.case(case_id)))
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(office.account.id for office, _ in found)
        raise RelanceError(f"several accounts have an invoice {number!r}; say which with --account: {ids}")
    raise RelanceError(f"there is no invoice {number!r}; relance who lists what is open")


def _message(office: Office, case: Case, number: str, step: str | None, now: datetime) -> Message:
    from bot.core.decide import Facts, pay_by
    from bot.core.ladder import TO_DEBTOR, Line, Message

    named = [i for i in case.invoices if i.number.casefold() == number.strip().casefold()]
    invoice = next((i for i in named if i.number == number.strip()), named[0])
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


def _planned(office: Office, case: Case, alone: Message, today: date) -> tuple[Message, date] | None:
    """What `relance plan` would send, and when, if this invoice is in it: one message a debtor, all that is due."""
    from bot.coming import coming
    from bot.core.decide import Send
    from bot.core.ladder import TO_DEBTOR

    ahead = coming(office, case, today)
    if not isinstance(ahead.decision, Send) or ahead.decision.message.step.channel not in TO_DEBTOR:
        return None
    within = {line.invoice.id for line in ahead.decision.message.lines}
    return (ahead.decision.message, ahead.day) if alone.lines[0].invoice.id in within else None


def _next(mails: list[Step], passed: set[str], early: bool) -> Step:
    """The first message not sent yet; the last one when all were."""
    return next((s for s in mails if s.name not in passed and (early or s.day >= 0)), mails[-1])
