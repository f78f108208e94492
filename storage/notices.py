"""The outgoing queue: notices, and the key that keeps a step from being said twice. Never a mail server."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Unpack

from tortoise.expressions import Q

from bot.core.case import NoticeState
from bot.core.ladder import Channel
from bot.core.notice import Changes, Draft, Notice
from bot.errors import MissingError, StoreError
from storage import models
from storage.door import Door, reading, writing
from storage.values import draft_from_json, draft_to_json, moment, notice_of, text

_FREES = frozenset({NoticeState.STALE, NoticeState.REFUSED})
"""Nothing reached the debtor: the step may be proposed again."""


class Notices(Door):
    @writing
    async def propose(self, draft: Draft, *, now: datetime, state: NoticeState) -> int | None:
        """A new notice and its keys. None, and nothing written, when a step of one of its invoices is taken already."""
        row = await models.NoticeRow.create(
            **_draft_facts(draft),
            account=draft.account,
            case_id=draft.case_id,
            edited=False,
            state=state.value,
            created_at=moment(now),
            approved_by="",
            attempts=0,
            content=b"",
            answer="",
        )
        if not await _take(row.id, _keys(draft)):
            await models.NoticeRow.filter(id=row.id).delete()
            return None
        return row.id

    @reading
    async def notice(self, notice_id: int) -> Notice:
        """Raises MissingError when there is none."""
        return notice_of(await _row(notice_id))

    @reading
    async def notices(
        self,
        state: NoticeState | Iterable[NoticeState],
        *,
        account: str | None = None,
        case_id: int | None = None,
        ready_by: datetime | None = None,
        limit: int = 100,
    ) -> list[Notice]:
        """The oldest ``limit`` notices in a state. ``ready_by``: only those that need not wait beyond that moment."""
        query = models.NoticeRow.filter(state__in=_values(state))
        if account is not None:
            query = query.filter(account=account)
        if case_id is not None:
            query = query.filter(case_id=case_id)
        if ready_by is not None:
            query = query.filter(Q(not_before__isnull=True) | Q(not_before__lte=moment(ready_by)))
        return [notice_of(row) for row in await query.order_by("id").limit(limit)]

    @reading
    async def notice_of_message(self, account: str, message_id: str) -> Notice | None:
        if not message_id:
            return None
        row = await models.NoticeRow.filter(account=account, message_id=text(message_id)).first()
        return None if row is None else notice_of(row)

    @writing
    async def move(
        self,
        notice_id: int,
        *,
        of: NoticeState | Iterable[NoticeState],
        to: NoticeState,
        **changes: Unpack[Changes],
    ) -> bool:
        """Claim: one conditional UPDATE. False: the notice is not in ``of`` (any more), and nothing was written.

        Moving to stale or refused frees the steps that it held.
        """
        moved = await models.NoticeRow.filter(id=notice_id, state__in=_values(of)).update(
            state=to.value, **_change_facts(changes)
        )
        if moved and to in _FREES:
            await models.NoticeLineRow.filter(notice_id=notice_id).delete()
        return moved == 1

    @writing
    async def redraft(self, notice_id: int, draft: Draft, *, edited: bool = True) -> bool:
        """New words for a notice that is still proposed; False when it is not. Raises StoreError for other steps."""
        row = await _row(notice_id)
        if row.case_id != draft.case_id or _keys(draft_from_json(row.draft)) != _keys(draft):
            raise StoreError(f"notice {notice_id} covers other invoices or steps than its new text")
        proposed = models.NoticeRow.filter(id=notice_id, state=NoticeState.PROPOSED.value)
        return await proposed.update(**_draft_facts(draft), edited=edited) == 1

    @reading
    async def sent_since(self, account: str, since: datetime) -> int:
        """How many mails have left since then; one that is leaving, or may have left, counts."""
        start = moment(since)
        leaving = [NoticeState.SENDING.value, NoticeState.DOUBTFUL.value]
        return await models.NoticeRow.filter(
            Q(state=NoticeState.SENT.value, settled_at__gte=start) | Q(state__in=leaving, claimed_at__gte=start),
            account=account,
            channel=Channel.MAIL.value,
        ).count()


async def take_keys(notice_id: int, *, keep: bool) -> bool:
    """The steps of a notice that had lost them are its own again. ``keep`` False: only see whether they could be."""
    row = await _row(notice_id)
    taken = await _take(notice_id, _keys(draft_from_json(row.draft)))
    if taken and not keep:
        await models.NoticeLineRow.filter(notice_id=notice_id).delete()
    return taken


async def _take(notice_id: int, keys: set[tuple[int, str]]) -> bool:
    """All of them, or none: False."""
    lines = [
        models.NoticeLineRow(notice_id=notice_id, invoice_id=invoice_id, step=step, cycle=0)
        for invoice_id, step in keys
    ]
    if lines:
        await models.NoticeLineRow.bulk_create(lines, ignore_conflicts=True)
    mine = models.NoticeLineRow.filter(notice_id=notice_id)
    if await mine.count() < len(keys):
        await mine.delete()
        return False
    return True


async def _row(notice_id: int) -> models.NoticeRow:
    row = await models.NoticeRow.filter(id=notice_id).first()
    if row is None:
        raise MissingError(f"there is no notice {notice_id}")
    return row


def _values(states: NoticeState | Iterable[NoticeState]) -> list[str]:
    return [states.value] if isinstance(states, NoticeState) else [state.value for state in states]


def _keys(draft: Draft) -> set[tuple[int, str]]:
    """A line without a step is only shown: it takes no key."""
    return {(line.invoice_id, line.step) for line in draft.lines if line.step}


def _draft_facts(draft: Draft) -> dict[str, Any]:
    return {
        "step": draft.step,
        "text": draft.text,
        "channel": draft.channel.value,
        "to_email": text(draft.to_email),
        "pay_by": draft.pay_by,
        "proposed_on": draft.proposed_on,
        "draft": draft_to_json(draft),
    }


def _change_facts(changes: Changes) -> dict[str, object]:
    facts: dict[str, object] = {}
    for name, value in changes.items():
        if name not in Changes.__annotations__:
            raise TypeError(f"a notice has no {name!r} that may change")
        if name == "raw":
            facts["content"] = value
        elif name == "message_id":
            facts["message_id"] = text(str(value)) or None
        elif isinstance(value, datetime):
            facts[name] = moment(value)
        else:
            facts[name] = text(value) if isinstance(value, str) else value
    return facts
