"""What a received mail does to its case: holds, promises, questions, events, in one transaction. Never parses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import structlog

from bot import draft as drafting
from bot import promised
from bot.books import Books
from bot.core.address import first_other, plain
from bot.core.because import FOR_GOOD, Because
from bot.core.case import PENDING, Case, NoticeState
from bot.core.mail import Auto, Bounce, Letter, Mail, MailState
from bot.core.notice import Draft, Notice
from bot.core.promises import received
from bot.core.question import OF_A_PROMISE, Choice, Option, QuestionKind, QuestionState
from bot.core.reading import Label, Reading
from bot.core.triage import Consequences, options, triage
from bot.deliver import Delivery
from bot.mail.match import numbers_in
from bot.office import Office

COMES_BACK = timedelta(days=7)
"""Servers give up after five days; a report that comes later means an older message."""

_NOTHING = Consequences()

log = structlog.get_logger("apply")


class Apply:
    """Turns a reading or a bounce into rows."""

    def __init__(self, books: Books, delivery: Delivery) -> None:
        self.books = books
        self.delivery = delivery

    async def reading(
        self,
        office: Office,
        case: Case,
        mail: Mail,
        letter: Letter,
        reading: Reading,
        now: datetime,
        *,
        stranger: bool,
    ) -> None:
        """Apply what a debtor wrote. All of it or nothing."""
        follows = self._follows(office, case, reading, letter.said, now, trusted=not stranger)
        about = _about(letter) | _new_contact(office, case, letter, reading)

        async def write() -> None:
            if not await self.books.settle_mail(
                mail.id, state=MailState.UNDERSTOOD, case_id=case.id, reading=as_facts(reading)
            ):
                return
            await self.books.record(
                case.account,
                case_id=case.id,
                at=now,
                what="received",
                facts={"mail": mail.id, "labels": sorted(reading.labels), "decision": reading.decision},
            )
            await self._other_address(office, case, mail, about, reading, follows, now)
            if letter.auto is Auto.NO:  # who writes from there can be reached there
                await self.books.contacts_back(case.id, letter.sender)
            await self._follow(office, case, mail.id, about, reading, follows, now)

        await self.books.atomic(write)
        log.info(
            "mail understood",
            account=case.account,
            case=case.id,
            mail=mail.id,
            labels=sorted(map(str, reading.labels)),
            decision=str(reading.decision),
            asks=str(follows.ask or ""),
        )

    async def _other_address(
        self,
        office: Office,
        case: Case,
        mail: Mail,
        about: Mapping[str, object],
        reading: Reading,
        follows: Consequences,
        now: datetime,
    ) -> None:
        """An absent person names somebody else: the owner may have him written to. Asked once for an address."""
        address = about.get("new_contact")
        if not address or follows.ask is not None or Label.AUTO_REPLY not in reading.labels:
            return
        before = await self.books.questions(tuple(QuestionState), account=case.account, case_id=case.id, limit=1000)
        if not any(q.kind is QuestionKind.AWAY_CONTACT and q.facts.get("new_contact") == address for q in before):
            await self._ask(office, case, mail.id, about, reading, QuestionKind.AWAY_CONTACT, now)

    async def corrected(
        self, office: Office, case: Case, mail_id: int, about: Mapping[str, object], reading: Reading, now: datetime
    ) -> None:
        """Apply what the owner says a mail means: he has seen it, so the writer is trusted. In his transaction."""
        follows = self._follows(office, case, reading, str(about.get("said", "")), now, trusted=True)
        await self._follow(office, case, mail_id, about, reading, follows, now)

    def _follows(
        self, office: Office, case: Case, reading: Reading, said: str, now: datetime, *, trusted: bool
    ) -> Consequences:
        owed, today = case.outstanding, office.today(now)
        follows = triage(
            reading,
            today=today,
            currency=owed[0].currency if owed else "EUR",
            owed=owed[0] if owed else None,
            trusted=trusted,
            promised=max((p.day for p in case.running_promises), default=None),
            parts=len(case.running_promises),
        )
        return promised.of_named(follows, case, said)

    async def _follow(
        self,
        office: Office,
        case: Case,
        mail_id: int,
        about: Mapping[str, object],
        reading: Reading,
        follows: Consequences,
        now: datetime,
    ) -> None:
        for because, until in follows.holds:
            await self.hold(case, because, now, until=until, mail_id=mail_id)
        await self._promises(case, mail_id, follows, now, office)
        if follows.promises or follows.ask in OF_A_PROMISE or any(because in FOR_GOOD for because, _ in follows.holds):
            # A day is named now, or put off, or all is stopped: what an earlier card says of a promise is no longer so.
            await self.books.expire_questions(case_id=case.id, kinds=OF_A_PROMISE, now=now)
            await self._take_back_confirmation(case, now)
        if follows.ask is not None:
            await self._ask(office, case, mail_id, about, reading, follows.ask, now, follows=follows)

    async def _take_back_confirmation(self, case: Case, now: datetime) -> None:
        """The letter that confirms an earlier promise has not left yet."""
        for notice in await self.books.notices(PENDING, account=case.account, case_id=case.id):
            if notice.draft.text == drafting.CONFIRMATION:
                await self.delivery.make_stale(notice, now)

    async def hold(
        self, case: Case, because: Because, now: datetime, *, mail_id: int, until: date | None = None
    ) -> None:
        """A mail holds the case, and the history says so; ``again``: the same reason held it before that mail."""
        again = any(h.because is because and (h.until is None or now.date() < h.until) for h in case.holds)
        await self.books.set_hold(case.id, because, since=now, until=until, mail_id=mail_id)
        await self.books.record(
            case.account,
            case_id=case.id,
            at=now,
            what="held",
            because=because,
            facts={"mail": mail_id, "until": until.isoformat() if until else ""} | ({"again": True} if again else {}),
        )

    async def _promises(self, case: Case, mail_id: int, follows: Consequences, now: datetime, office: Office) -> None:
        today = office.today(now)
        replaced = [p.id for p in case.running_promises]
        for index, promise in enumerate(follows.promises):
            promise_id = await self.books.add_promise(
                case.id,
                day=promise.day,
                amount=promise.amount,
                made_on=today,
                received_then=received(case),
                mail_id=mail_id,
                replace=index == 0,  # a new word replaces the old one; its own instalments stay together
            )
            await self.books.record(
                case.account,
                case_id=case.id,
                at=now,
                what="promised",
                because=Because.PROMISE_RUNNING,
                facts={
                    "day": promise.day.isoformat(),
                    "amount": str(promise.amount or ""),
                    "mail": mail_id,
                    "promise": promise_id,
                    **({"replaced": replaced} if replaced else {}),
                },
            )

    async def _ask(
        self,
        office: Office,
        case: Case,
        mail_id: int,
        about: Mapping[str, object],
        reading: Reading,
        kind: QuestionKind,
        now: datetime,
        *,
        follows: Consequences = _NOTHING,
    ) -> None:
        case = await self.books.case(case.id)  # with the promises of this very mail
        told = promised.facts(office, case, follows)
        offered = choices(
            office, case, kind,
            reply=True, new_contact=bool(about.get("new_contact")), accept=bool(follows.offered),
        )  # fmt: skip
        if told.get("held"):  # nobody is confirmed what he promises while his case is stopped
            offered = tuple(option for option in offered if option.choice is not Choice.CONFIRM)
        ready = drafting.ready(office, case, offered, office.today(now))
        if ready is None:
            offered = tuple(option for option in offered if option.choice is not Choice.CONFIRM)
        if len(follows.promises) > 1:  # one other day cannot stand for several
            offered = tuple(option for option in offered if option.choice is not Choice.PROMISED)
        await self.books.ask(
            account=case.account,
            kind=kind,
            options=offered,
            now=now,
            case_id=case.id,
            mail_id=mail_id,
            # The answer that one tap sends is shown as it will leave, and the tap is bound to it.
            bound_to=ready.fingerprint if ready else "",
            facts={
                **as_facts(reading),
                **about,
                **(_shown(ready) if ready else {}),
                **meant(kind, case, about, office.today(now)),
                **told,
            },
        )

    async def also_of(
        self, office: Office, case_ids: Sequence[int], mail: Mail, letter: Letter, reading: Reading, now: datetime
    ) -> None:
        """A mail that names invoices of other cases too: they wait until the owner has looked."""

        async def write() -> None:
            for case_id in case_ids:
                case = await self.books.case(case_id)
                await self.hold(case, Because.UNSURE, now, mail_id=mail.id)
                await self._ask(office, case, mail.id, _about(letter), reading, QuestionKind.UNSURE, now)

        if case_ids:
            await self.books.atomic(write)

    async def bounce(self, office: Office, mail: Mail, letter: Letter, case_id: int | None, now: datetime) -> None:
        """A delivery report: a lost address, and a notice that was not delivered after all."""
        report = letter.bounce
        assert report is not None
        named = bool(report.message_id)
        notice = await self.books.notice_of_message(office.account.id, report.message_id) if named else None

        async def write() -> None:
            if not await self.books.settle_mail(mail.id, state=MailState.UNDERSTOOD, case_id=case_id):
                return
            await self.books.record(
                office.account.id,
                case_id=case_id,
                at=now,
                what="bounced" if report.permanent else "delayed",
                because=Because.BOUNCED,
                facts={"mail": mail.id, "status": report.status, "address": report.recipient}
                | ({"notice": notice.id, "text": notice.draft.text} if notice is not None else {}),
            )
            if report.permanent and case_id is not None:
                await self._came_back(office, report, notice, case_id, mail, now)

        await self.books.atomic(write)
        log.info("bounce", account=office.account.id, case=case_id, permanent=report.permanent)

    async def _came_back(
        self, office: Office, report: Bounce, notice: Notice | None, case_id: int, mail: Mail, now: datetime
    ) -> None:
        """Not delivered, so the step was not taken (truth 7): the next contact gets it.

        Only for a report that names our message and its recipient, lately sent: anybody can write something that
        looks like a report. Anything else, and a refusal that is not about the address, is for the owner.
        """
        if notice is not None and _proves(report, notice, now) and report.about_address:
            await self.books.move(
                notice.id,
                of=(NoticeState.SENT, NoticeState.SENDING, NoticeState.DOUBTFUL),
                to=NoticeState.REFUSED,
                settled_at=now,
                answer=report.diagnostic or report.status,
            )
            await self.books.contact_lost(case_id, notice.draft.to_email, now)
            return
        case = await self.books.case(case_id)
        await self.books.ask(
            account=office.account.id,
            kind=QuestionKind.REFUSED,
            options=choices(office, case, QuestionKind.REFUSED),
            now=now,
            case_id=case_id,
            mail_id=mail.id,
            facts={"answer": report.diagnostic or report.status, "to": report.recipient},
        )


def _proves(report: Bounce, notice: Notice, now: datetime) -> bool:
    lately = notice.claimed_at is not None and now - notice.claimed_at <= COMES_BACK
    return lately and plain(report.recipient) == plain(notice.draft.to_email)


def _about(letter: Letter) -> dict[str, object]:
    """What a card tells of a mail beside its reading."""
    return {
        "from": letter.sender,
        "subject": letter.subject[:200],
        "said": letter.said[:1500],
        "attachments": [a.name[:80] for a in letter.attachments],
    }


def _new_contact(office: Office, case: Case, letter: Letter, reading: Reading) -> dict[str, object]:
    """An address that such a mail names beside those that are known: only the owner makes it one of the debtor's."""
    if not reading.labels & {Label.WRONG_CONTACT, Label.AUTO_REPLY}:
        return {}
    known = {plain(c.email) for c in case.debtor.contacts} | {plain(office.account.email), letter.sender}
    address = first_other(letter.said, frozenset(known))
    return {"new_contact": address} if address else {}


def meant(kind: QuestionKind, case: Case, about: Mapping[str, object], today: date) -> dict[str, object]:
    """The invoices of which a tap may say that they are paid: those that the debtor names, else what is due.

    Never what falls due before the tap; and not those of the subject, which is ours.
    """
    if kind is not QuestionKind.SAYS_PAID:
        return {}
    named = numbers_in(str(about.get("said", "")), [i.number for i in case.open_invoices])
    return {"meant": list(named) or [i.number for i in case.due_now(today)]}


def _shown(draft: Draft) -> dict[str, object]:
    told = drafting.preview(draft)
    return {
        "plain": told["plain"],
        "answer_to": told["to"],
        "answer_subject": told["subject"],
        "attach": told["attach"],
    }


def choices(
    office: Office,
    case: Case,
    kind: QuestionKind,
    *,
    reply: bool = False,
    new_contact: bool = False,
    accept: bool = False,
) -> tuple[Option, ...]:
    """The buttons of a question about a case: what can be done here. ``reply``: it shows how a mail was read."""
    return options(
        kind,
        reply=reply,
        new_contact=new_contact,
        accept=accept,
        other_contact=sum(c.reachable for c in case.debtor.contacts) > 1,
        invoice_copy=any(office.attachment(i.pdf) is not None for i in case.open_invoices if i.pdf),
        plan=office.account.envelope.instalments > 1 and len(case.outstanding) == 1,
    )


def as_facts(reading: Reading) -> dict[str, object]:
    """A reading as plain JSON values."""
    return {
        "language": reading.language,
        "decision": str(reading.decision),
        "intents": [
            {"label": str(i.label), "confidence": round(i.confidence, 3), "evidence": i.evidence[:500]}
            for i in reading.intents
        ],
        "promises": [
            {
                "date": p.day.isoformat() if p.day else None,
                "amount": str(p.amount) if p.amount is not None else None,
                "evidence": p.evidence[:300],
            }
            for p in reading.promises
        ],
        "claimed_paid_on": reading.claimed_paid_on.isoformat() if reading.claimed_paid_on else None,
        "away_until": reading.away_until.isoformat() if reading.away_until else None,
        "quote": next((i.evidence for i in reading.intents if i.evidence and i.label is not Label.OTHER), ""),
    }
