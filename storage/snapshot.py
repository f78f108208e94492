"""Whole cases out of the tables, many at once, in a fixed number of queries. Never a change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bot.core.because import Because
from bot.core.case import (
    PENDING,
    SILENCE,
    Case,
    Contact,
    Debtor,
    Hold,
    Invoice,
    Kind,
    NoticeState,
    Place,
    Promise,
    PromiseState,
    silent_until,
)
from bot.core.ladder import TO_DEBTOR
from bot.core.money import Money
from bot.core.question import BLOCKING, QuestionState
from storage import models
from storage.values import from_json, moneys_from_json

CHUNK = 500
"""Cases per round of queries; SQLite and PostgreSQL take about 32,000 values in one query."""
_GRAVEST = (NoticeState.DOUBTFUL, NoticeState.SENDING, NoticeState.APPROVED, NoticeState.PROPOSED)
WAITING = (QuestionState.OPEN.value, QuestionState.ASKED.value)


async def snapshots(case_ids: Sequence[int]) -> list[Case]:
    """The cases in the order of ``case_ids``; one that does not exist is left out."""
    found: dict[int, Case] = {}
    for start in range(0, len(case_ids), CHUNK):
        found |= await _chunk(case_ids[start : start + CHUNK])
    return [found[case_id] for case_id in case_ids if case_id in found]


async def _chunk(ids: Sequence[int]) -> dict[int, Case]:
    rows = await models.CaseRow.filter(id__in=ids)
    states = await models.AccountStateRow.filter(account__in={row.account for row in rows})
    known_until: dict[str, date | None] = {state.account: state.payments_as_of for state in states}
    silent = {state.account: silent_until(from_json(state.notes).get(SILENCE)) for state in states}
    contacts = await _contacts(ids)
    invoices = await _invoices(ids)
    holds = await _holds(ids)
    promises = await _promises(ids)
    pending, last_contact = await _notices(ids)
    blocking = [kind.value for kind in BLOCKING]
    questions = models.QuestionRow.filter(case_id__in=ids, state__in=WAITING, kind__in=blocking)
    blocked = {case_id for (case_id,) in await questions.values_list("case_id")}
    return {
        row.id: Case(
            id=row.id,
            account=row.account,
            token=row.token,
            debtor=Debtor(
                key=row.debtor_key,
                name=row.debtor_name,
                kind=Kind(row.kind),
                language=row.language,
                country=row.country,
                group=row.debtor_group,
                contacts=tuple(contacts[row.id]),
            ),
            invoices=tuple(invoices[row.id]),
            holds=tuple(holds[row.id]),
            promises=tuple(promises[row.id]),
            pending=pending.get(row.id),
            blocking_question=row.id in blocked,
            last_contact=last_contact.get(row.id),
            payments_as_of=known_until.get(row.account),
            silent_until=silent.get(row.account),
        )
        for row in rows
    }


async def _contacts(ids: Sequence[int]) -> dict[int, list[Contact]]:
    found: dict[int, list[Contact]] = defaultdict(list)
    query = models.ContactRow.filter(case_id__in=ids).order_by("rank", "id")
    for case_id, key, email, name, rank, unreachable in await query.values_list(
        "case_id", "id", "email", "name", "rank", "unreachable_since"
    ):
        found[case_id].append(Contact(id=key, email=email, name=name, rank=rank, reachable=unreachable is None))
    return found


async def _invoices(ids: Sequence[int]) -> dict[int, list[Invoice]]:
    received: dict[int, int] = defaultdict(int)
    paid = models.PaymentRow.filter(invoice__case_id__in=ids)
    for invoice_id, minor in await paid.values_list("invoice_id", "minor"):
        received[invoice_id] += minor
    places: dict[int, list[Place]] = defaultdict(list)
    said = models.NoticeLineRow.filter(
        invoice__case_id__in=ids,
        notice__state__in=[NoticeState.SENT.value, NoticeState.DECLINED.value],
        notice__sent_on__isnull=False,
    ).order_by("notice__sent_on", "notice_id", "id")
    columns = ("invoice_id", "step", "notice__sent_on", "notice__pay_by", "notice__state")
    for invoice_id, step, on, pay_by, state in await said.values_list(*columns):
        # A step that the owner skipped is passed, but nobody may be told that it was said.
        was_said = state == NoticeState.SENT.value
        places[invoice_id].append(Place(step=step, on=on, pay_by=pay_by, said=was_said))
    found: dict[int, list[Invoice]] = defaultdict(list)
    for row in await models.InvoiceRow.filter(case_id__in=ids).order_by("due", "number").values(*_INVOICE):
        found[row["case_id"]].append(_invoice(row, received[row["id"]], places[row["id"]]))
    return found


_INVOICE = (
    *("id", "case_id", "number", "issued", "due", "total_minor", "currency"),
    *("order_reference", "items", "pdf", "paused_until"),
)


def _invoice(row: dict[str, Any], received: int, places: Iterable[Place]) -> Invoice:
    return Invoice(
        id=row["id"],
        number=row["number"],
        issued=row["issued"],
        due=row["due"],
        total=Money(row["total_minor"], row["currency"]),
        received=Money(received, row["currency"]),
        order_reference=row["order_reference"],
        items=tuple(from_json(row["items"])),
        pdf=row["pdf"],
        paused_until=row["paused_until"],
        places=tuple(places),
    )


async def _holds(ids: Sequence[int]) -> dict[int, list[Hold]]:
    found: dict[int, list[Hold]] = defaultdict(list)
    for row in await models.HoldRow.filter(case_id__in=ids, released_at__isnull=True).order_by("id"):
        because = Because(row.because)
        found[row.case_id].append(
            Hold(id=row.id, because=because, since=row.since, until=row.until, mail_id=row.mail_id)
        )
    return found


async def _promises(ids: Sequence[int]) -> dict[int, list[Promise]]:
    found: dict[int, list[Promise]] = defaultdict(list)
    for row in await models.PromiseRow.filter(case_id__in=ids).order_by("id"):
        amount = None if row.minor is None or row.currency is None else Money(row.minor, row.currency)
        found[row.case_id].append(
            Promise(
                id=row.id,
                day=row.day,
                amount=amount,
                made_on=row.made_on,
                received_then=moneys_from_json(row.received_then),
                state=PromiseState(row.state),
            )
        )
    return found


async def _notices(ids: Sequence[int]) -> tuple[dict[int, NoticeState], dict[int, date]]:
    """What is on its way (the gravest, should there be several), and the day of the last message to the debtor."""
    pending: dict[int, NoticeState] = {}
    last: dict[int, date] = {}
    states = [state.value for state in (*PENDING, NoticeState.SENT)]
    query = models.NoticeRow.filter(case_id__in=ids, state__in=states)
    for case_id, value, channel, sent_on in await query.values_list("case_id", "state", "channel", "sent_on"):
        state = NoticeState(value)
        if state in PENDING:
            pending[case_id] = min(state, pending.get(case_id, state), key=_GRAVEST.index)
        elif sent_on is not None and channel in TO_DEBTOR:
            last[case_id] = max(sent_on, last.get(case_id, sent_on))
    return pending, last
