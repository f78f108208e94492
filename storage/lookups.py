"""Look-ups across the tables: the thread of a case, numbers in use, cards to close. Never a decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tortoise.expressions import Q

from bot.core.case import NoticeState, Owner, PromiseState
from bot.core.event import Event
from bot.core.ledger import Payment, PaymentKind
from bot.core.mail import Correction, MailState
from bot.core.money import Money
from bot.core.question import Question, QuestionState
from storage import models
from storage.door import Door, reading, writing
from storage.owners import SEES
from storage.values import draft_from_json, event_of, from_json, moment, question_of, text, to_json

_LEFT = (NoticeState.SENT.value, NoticeState.SENDING.value, NoticeState.DOUBTFUL.value)
_OVER = (QuestionState.ANSWERED.value, QuestionState.EXPIRED.value)


class Lookups(Door):
    @reading
    async def invoice_numbers(self, account: str) -> list[str]:
        """Every invoice number of an account."""
        numbers: list[str] = [row.number for row in await models.InvoiceRow.filter(account=account).only("number")]
        return numbers

    @reading
    async def payments(self, account: str, *, case_id: int | None = None) -> list[Payment]:
        """All money and credits of an account, or of one case, by day."""
        query = models.PaymentRow.filter(account=account)
        if case_id is not None:
            query = query.filter(invoice__case_id=case_id)
        rows = await query.order_by("paid_on", "id").values_list("invoice_id", "paid_on", "minor", "currency", "kind")
        return [
            Payment(invoice_id=one, on=on, amount=Money(minor, currency), credit=kind == PaymentKind.CREDIT.value)
            for one, on, minor, currency, kind in rows
        ]

    @reading
    async def thread(self, case_id: int) -> list[str]:
        """The Message-IDs of a case, ours and the debtor's, oldest first: one conversation."""
        ours = models.NoticeRow.filter(case_id=case_id, state__in=_LEFT, message_id__isnull=False)
        found = [(row.claimed_at or row.created_at, row.message_id) for row in await ours.order_by("id")]
        theirs = models.MailRow.filter(case_id=case_id).exclude(message_id="").order_by("id")
        found += [(row.received_at, row.message_id) for row in await theirs.only("id", "received_at", "message_id")]
        return list(dict.fromkeys(ident for _, ident in sorted(found, key=lambda pair: pair[0]) if ident))

    @reading
    async def last_said(self, case_id: int) -> str:
        """The words of the last message that left for a debtor; "" when none has."""
        query = models.NoticeRow.filter(case_id=case_id, state__in=_LEFT).exclude(to_email="")
        row = await query.order_by("-id").first()
        return "" if row is None else draft_from_json(row.draft).plain

    @writing
    async def reopen_mail(self, mail_id: int) -> bool:
        """The owner has said whose mail it is: it is understood anew."""
        waiting = models.MailRow.filter(id=mail_id, state=MailState.UNDERSTOOD.value, case_id__isnull=True)
        return await waiting.update(state=MailState.KEPT.value) == 1

    @writing
    async def add_correction(
        self, account: str, mail_id: int, *, was: Iterable[str], labels: Iterable[str], by: str, at: datetime
    ) -> None:
        """The owner has read a mail otherwise than the reader had: kept, so that a reader can learn from it."""
        await models.CorrectionRow.create(
            account=account, mail_id=mail_id, was=to_json(sorted(was)), labels=to_json(sorted(labels)),
            by=text(by), at=moment(at),
        )  # fmt: skip

    @reading
    async def corrections(self, account: str) -> list[Correction]:
        """Every corrected reading, oldest first; the words are in the mail."""
        return [
            Correction(
                mail_id=row.mail_id,
                was=tuple(from_json(row.was)),
                labels=tuple(from_json(row.labels)),
                by=row.by,
                at=row.at,
            )
            for row in await models.CorrectionRow.filter(account=account).order_by("id")
        ]

    @writing
    async def withdraw_promises(self, case_id: int, mail_id: int, back: Iterable[int] = ()) -> int:
        """Promises that were wrongly read in a mail run no longer, and those that they replaced (``back``) run again.

        Only when they ran until now: what was said or decided since stays.
        """
        running = models.PromiseRow.filter(case_id=case_id, mail_id=mail_id, state=PromiseState.RUNNING.value)
        withdrawn = await running.update(state=PromiseState.WITHDRAWN.value)
        before = models.PromiseRow.filter(case_id=case_id, id__in=list(back), state=PromiseState.WITHDRAWN.value)
        if withdrawn:
            await before.update(state=PromiseState.RUNNING.value)
        return withdrawn

    @reading
    async def questions_found(self, ids: Iterable[int]) -> list[Question]:
        """Those of ``ids`` that exist."""
        return [question_of(row) for row in await models.QuestionRow.filter(id__in=list(ids))]

    @reading
    async def events_after(self, event_id: int, *, limit: int = 500) -> list[Event]:
        """What happened in all cases since an event, oldest first."""
        rows = await models.EventRow.filter(id__gt=event_id).order_by("id").limit(limit)
        return [event_of(row) for row in rows]

    @reading
    async def events_since(self, account: str, since: datetime, *, after: int = 0) -> list[Event]:
        """What happened in an account after a moment, and after an event; oldest first, the latest 2,000 at most."""
        rows = models.EventRow.filter(account=account, at__gt=moment(since), id__gt=after).order_by("-id").limit(2000)
        return [event_of(row) for row in reversed(await rows)]

    @reading
    async def undoable(self, now: datetime) -> list[Question]:
        """Questions whose answer can still be taken back."""
        rows = models.QuestionRow.filter(state=QuestionState.ANSWERED.value, undo_until__gt=moment(now))
        return [question_of(row) for row in await rows.order_by("id").limit(500)]

    @reading
    async def ended_questions(self, now: datetime) -> list[Question]:
        """Questions that are over for good but still stand somewhere with buttons."""
        over = Q(question__undo_until__isnull=True) | Q(question__undo_until__lte=moment(now))
        rows = await models.ShownRow.filter(over, question__state__in=_OVER).order_by("question_id").limit(20)
        ids = {row.question_id for row in rows}
        return [question_of(row) for row in await models.QuestionRow.filter(id__in=list(ids)).order_by("id")]

    @writing
    async def closed_card(self, question_id: int) -> None:
        """The buttons of an ended question are gone."""
        await models.ShownRow.filter(question_id=question_id).delete()
        await models.ShownAgainRow.filter(question_id=question_id).delete()

    @writing
    async def add_owner(self, owner: Owner, *, now: datetime) -> None:
        """An owner whom the configuration names; one who is paired already keeps his name, and gets this role."""
        place: dict[str, Any] = {"account": owner.account, "channel": owner.channel, "address": owner.address}
        role = None if owner.decides else SEES
        if not await models.OwnerRow.filter(**place).update(role=role):
            await models.OwnerRow.create(**place, name=text(owner.name), paired_at=moment(now), role=role)
