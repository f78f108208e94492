"""Cases: found, read whole, held, promised; and their history. Never a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from tortoise.queryset import QuerySet

from bot.core.address import plain
from bot.core.because import Because
from bot.core.case import Case, PromiseState
from bot.core.event import Event
from bot.core.money import Money
from bot.errors import MissingError
from storage import models
from storage.door import Door, reading, writing
from storage.ledger import put_contact
from storage.snapshot import snapshots
from storage.values import event_of, folded, moment, moneys_to_json, text, to_json

_OWING = """
SELECT i.case_id FROM invoice i LEFT JOIN payment p ON p.invoice_id = i.id
GROUP BY i.id, i.case_id, i.total_minor HAVING i.total_minor > COALESCE(SUM(p.minor), 0)
UNION SELECT case_id FROM promise WHERE state = 'running'
"""


class Cases(Door):
    @reading
    async def case_ids(self, account: str | None = None, *, open_only: bool = True) -> list[int]:
        """Open: an invoice that is not fully paid, or a running promise."""
        return await _case_ids(account, open_only=open_only)

    @reading
    async def case(self, case_id: int) -> Case:
        """Raises MissingError when there is none."""
        for found in await snapshots([case_id]):
            return found
        raise MissingError(f"there is no case {case_id}")

    @reading
    async def cases(self, account: str, *, open_only: bool = True) -> list[Case]:
        """All of an account, as they stand at one moment."""
        return await snapshots(await _case_ids(account, open_only=open_only))

    @reading
    async def case_id_of_token(self, account: str, token: str) -> int | None:
        row = await models.CaseRow.filter(account=account, token=text(token).strip().lower()).first()
        return row.id if row else None

    @reading
    async def case_id_of_number(self, account: str, number: str) -> int | None:
        """By invoice number, as it is written, or else without regard to capitals where only one case answers to it."""
        number = text(number).strip()
        row = await models.InvoiceRow.filter(account=account, number=number).first()
        if row is not None:
            return row.case_id
        near = set(await _ids(models.InvoiceRow.filter(account=account, number__iexact=number), "case_id"))
        return near.pop() if len(near) == 1 else None

    @reading
    async def case_ids_of_email(self, account: str, email: str) -> list[int]:
        address = plain(text(email))
        return await _ids(models.ContactRow.filter(case__account=account, email=address), "case_id")

    @reading
    async def case_ids_of_domain(self, account: str, domain: str) -> list[int]:
        """Cases with a contact at exactly this domain (not below it)."""
        ending = "@" + plain("x@" + text(domain).strip().removeprefix("@")).partition("@")[2]
        return await _ids(models.ContactRow.filter(case__account=account, email__endswith=ending), "case_id")

    @reading
    async def case_ids_named(self, account: str, words: str) -> list[int]:
        """Debtors whose name or key contains ``words``, whatever the capitals and accents."""
        wanted = folded(words.strip())
        rows = models.CaseRow.filter(account=account).order_by("id").values_list("id", "debtor_name", "debtor_key")
        return [key for key, *names in await rows if any(wanted in folded(name) for name in names)]

    @writing
    async def set_hold(
        self, case_id: int, because: Because, *, since: datetime, until: date | None = None, mail_id: int | None = None
    ) -> int:
        """Hold the case; ``until`` None: until released. A running hold for the same reason is kept, and made longer.

        One whose day is over when the new one begins is released first, so that ``since`` stays true.
        """
        running = await models.HoldRow.filter(case_id=case_id, because=because.value, released_at__isnull=True).first()
        since = moment(since) or since
        if running is not None and running.until is not None and running.until < since.date():
            await models.HoldRow.filter(id=running.id).update(released_at=since, released_by="")
            running = None
        if running is None:
            row = await models.HoldRow.create(
                case_id=case_id, because=because.value, since=since, until=until, mail_id=mail_id, released_by=""
            )
            return row.id
        longest = None if until is None or running.until is None else max(until, running.until)
        again = {"since": since} if mail_id is not None and mail_id != running.mail_id else {}  # said once more
        await models.HoldRow.filter(id=running.id).update(until=longest, mail_id=mail_id or running.mail_id, **again)
        return running.id

    @writing
    async def release_holds(
        self, case_id: int, because: Iterable[Because] | None, *, now: datetime, by: str = ""
    ) -> int:
        """Release the holds for these reasons (None: all) and say how many there were."""
        query = models.HoldRow.filter(case_id=case_id, released_at__isnull=True)
        if because is not None:
            query = query.filter(because__in=[reason.value for reason in because])
        return await query.update(released_at=moment(now), released_by=text(by))

    @writing
    async def add_promise(
        self,
        case_id: int,
        *,
        day: date,
        amount: Money | None,
        made_on: date,
        received_then: Iterable[Money] = (),
        mail_id: int | None = None,
        replace: bool = False,
    ) -> int:
        """``replace``: it takes the place of the promises of this case that still run (they become withdrawn)."""
        running = models.PromiseRow.filter(case_id=case_id, state=PromiseState.RUNNING.value)
        if replace:
            await running.update(state=PromiseState.WITHDRAWN.value)
        row = await models.PromiseRow.create(
            case_id=case_id,
            mail_id=mail_id,
            day=day,
            minor=amount and amount.minor,
            currency=amount and amount.currency,
            made_on=made_on,
            received_then=moneys_to_json(received_then),
            state=PromiseState.RUNNING.value,
        )
        return row.id

    @writing
    async def settle_promise(self, promise_id: int, state: PromiseState) -> bool:
        """False: it was not running any more."""
        running = models.PromiseRow.filter(id=promise_id, state=PromiseState.RUNNING.value)
        return await running.update(state=state.value) == 1

    @writing
    async def contact_lost(self, case_id: int, email: str, now: datetime) -> bool:
        """Nobody can be reached there. False: not a contact of this case, or already known."""
        address = plain(text(email))
        reachable = models.ContactRow.filter(case_id=case_id, email=address, unreachable_since__isnull=True)
        return await reachable.update(unreachable_since=moment(now)) == 1

    @writing
    async def contacts_back(self, case_id: int, email: str | None = None) -> int:
        """Contacts may be written to again: the one at ``email``, or (None) all. Returns how many were lost before."""
        lost = models.ContactRow.filter(case_id=case_id, unreachable_since__isnull=False)
        if email is not None:
            lost = lost.filter(email=plain(text(email)))
        return await lost.update(unreachable_since=None)

    @writing
    async def add_contact(self, case_id: int, email: str, name: str = "", rank: int = 0) -> int:
        """Add a contact, or correct the name and rank of one (an unreachable one stays unreachable)."""
        contact_id, _ = await put_contact(case_id, email, name, rank)
        return contact_id

    @writing
    async def record(
        self,
        account: str,
        *,
        at: datetime,
        what: str,
        case_id: int | None = None,
        because: Because | None = None,
        by: str = "",
        facts: Mapping[str, object] | None = None,
    ) -> int:
        """Add one event. ``facts``: plain JSON values; a date or an amount among them is kept as text."""
        row = await models.EventRow.create(
            account=account,
            case_id=case_id,
            at=moment(at),
            what=text(what),
            because=because and because.value,
            by=text(by),
            facts=to_json(dict(facts or {})),
        )
        return row.id

    @reading
    async def events(self, case_id: int) -> list[Event]:
        """The history of a case, in the order in which it was written."""
        return [event_of(row) for row in await models.EventRow.filter(case_id=case_id).order_by("id")]


async def _case_ids(account: str | None, *, open_only: bool) -> list[int]:
    query = models.CaseRow.all() if account is None else models.CaseRow.filter(account=account)
    ids = [key for (key,) in await query.order_by("id").values_list("id")]
    if not open_only:
        return ids
    _, rows = await models.CaseRow._meta.db.execute_query(_OWING)
    owing = {row["case_id"] for row in rows}
    return [case_id for case_id in ids if case_id in owing]


async def _ids(query: QuerySet[Any], column: str) -> list[int]:
    return sorted({key for (key,) in await query.values_list(column)})
