"""What a tap changed, and how it is taken back: only while everything still stands as the tap left it. Never a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from tortoise.models import Model

from bot.core.case import NoticeState, PromiseState
from bot.core.question import PRIVATE, QuestionKind, QuestionState, Trace
from storage import models
from storage.door import Door, reading, writing
from storage.notices import take_keys
from storage.snapshot import WAITING
from storage.values import from_json, moment, to_json

Undone = Literal["done", "open", "late", "left", "moved"]

_ROWS: dict[str, tuple[type[Model], str, tuple[str, ...]]] = {
    "hold": (models.HoldRow, "case_id", ("since", "until", "mail_id", "released_at", "released_by")),
    "promise": (models.PromiseRow, "case_id", ("state",)),
    "contact": (models.ContactRow, "case_id", ("rank", "unreachable_since")),
    "question": (models.QuestionRow, "case_id", ("state",)),
    "notice": (
        models.NoticeRow,
        "case_id",
        ("state", "approved_by", "approved_at", "not_before", "claimed_at", "settled_at", "sent_on"),
    ),
    "invoice": (models.InvoiceRow, "case_id", ("paused_until",)),
    "payment": (models.PaymentRow, "invoice__case_id", ("minor", "note")),
    "correction": (models.CorrectionRow, "mail__case_id", ("at",)),
}
"""The tables that a tap can change, and of each what counts."""
_COMPARED = {"notice": ("state", "claimed_at")}  # the mailbox may be away meanwhile: that moves `not_before`
_MOMENTS = frozenset({"since", "released_at", "unreachable_since", "approved_at", "not_before", "claimed_at", "at"})
_MOMENTS |= {"settled_at"}
_DAYS = frozenset({"until", "sent_on", "paused_until"})
_ON_ITS_WAY = frozenset({NoticeState.SENDING.value, NoticeState.SENT.value, NoticeState.DOUBTFUL.value})


class Undo(Door):
    @reading
    async def trace(self, account: str, case_ids: Iterable[int]) -> Trace:
        """How the rows that a tap can change stand now."""
        ids = list(case_ids)
        found: dict[str, dict[str, dict[str, Any]]] = {}
        for name, (model, of, columns) in _ROWS.items():
            rows = await model.filter(**{f"{of}__in": ids}).values("id", *columns) if ids else []
            found[name] = {str(row.pop("id")): _told(name, row) for row in rows}
        state = await models.AccountStateRow.filter(account=account).first()
        if state is not None:
            later = from_json(state.notes).get("bank_later")
            found["account"] = {account: {"payments_as_of": _plain(state.payments_as_of), "bank_later": later}}
        return found

    @writing
    async def keep_trace(self, question_id: int, before: Trace, after: Trace, *, until: datetime) -> None:
        """What answering this question changed can be taken back until then."""
        changed = {
            name: {
                key: [before.get(name, {}).get(key), row]
                for key, row in rows.items()
                if before.get(name, {}).get(key) != row and not (name == "question" and key == str(question_id))
            }
            for name, rows in after.items()
        }
        told = to_json({name: rows for name, rows in changed.items() if rows})
        await models.QuestionRow.filter(id=question_id).update(undo=told, undo_until=moment(until))

    @writing
    async def end_undo(self, question_id: int, now: datetime) -> bool:
        """It is not to be taken back any more: what it holds back may leave. False: that time was over already."""
        running = models.QuestionRow.filter(
            id=question_id, state=QuestionState.ANSWERED.value, undo_until__gt=moment(now)
        )
        row = await running.first()
        if row is None or await running.update(undo_until=moment(now)) != 1:
            return False
        for key in _held_back(from_json(row.undo or "{}")):
            await models.NoticeRow.filter(id=key, state=NoticeState.APPROVED.value).update(not_before=moment(now))
        return True

    @writing
    async def undo(self, question_id: int, now: datetime) -> Undone:
        """Take the answer back, and the question waits again. All of it, or nothing.

        "open": it waits already; "late": the time is over; "left": the message has left; "moved": something came since.
        """
        if await models.QuestionRow.filter(id=question_id, state__in=WAITING).exists():
            return "open"
        row = await models.QuestionRow.filter(id=question_id, state=QuestionState.ANSWERED.value).first()
        if row is None or row.undo is None or row.undo_until is None or row.undo_until <= (moment(now) or now):
            return "left" if row is not None and row.undo and await _has_left(from_json(row.undo)) else "late"
        changed = from_json(row.undo)
        if await _has_left(changed):
            return "left"
        if not await _stands(changed, row.account):
            return "moved"
        for name, rows in changed.items():
            for key, (before, _) in rows.items():
                if name == "account":
                    await _restore_account(key, before)
                elif before is None:
                    await _take_away(name, int(key), now)
                elif not await _restore(name, int(key), before):
                    raise AssertionError(f"notice {key}: its steps were taken meanwhile")  # nothing is written then
        private = QuestionKind(row.kind) in PRIVATE  # nobody else is shown it
        await models.QuestionRow.filter(id=question_id).update(
            state=(QuestionState.ASKED if private else QuestionState.OPEN).value,
            chosen="",
            answered_by="",
            answered_at=None,
            undo=None,
            undo_until=None,
        )
        return "done"


def _held_back(changed: Mapping[str, Mapping[str, Any]]) -> list[int]:
    """The notices that the tap approved."""
    notices = changed.get("notice", {}).items()
    return [int(key) for key, (_, after) in notices if after["state"] == NoticeState.APPROVED.value]


async def _has_left(changed: Mapping[str, Mapping[str, Any]]) -> bool:
    return await models.NoticeRow.filter(id__in=_held_back(changed), state__in=_ON_ITS_WAY).exists()


async def _stands(changed: Mapping[str, Mapping[str, Any]], account: str) -> bool:
    """Is everything still as the tap left it?"""
    for name, rows in changed.items():
        if name == "account":
            continue
        model, _, columns = _ROWS[name]
        compared = _COMPARED.get(name, columns)
        found = await model.filter(id__in=[int(key) for key in rows]).values("id", *compared)
        now = {str(row.pop("id")): _told(name, row) for row in found}
        for key, (before, after) in rows.items():
            if now.get(key) != {k: after[k] for k in compared}:
                return False
            # A notice that lost its steps and is to have them again: somebody else may have them by now.
            freed = name == "notice" and after["state"] == NoticeState.STALE.value and before is not None
            if freed and not await take_keys(int(key), keep=False):
                return False
    return True


async def _restore(name: str, key: int, before: Mapping[str, Any]) -> bool:
    if name == "question":
        # Its card may be closed by now: it is shown anew.
        await models.ShownRow.filter(question_id=key).delete()
        await models.ShownAgainRow.filter(question_id=key).delete()
    await _ROWS[name][0].filter(id=key).update(**{k: _stored(k, v) for k, v in before.items()})
    if name == "notice" and before["state"] not in (NoticeState.STALE.value, NoticeState.REFUSED.value):
        return await take_keys(key, keep=True)
    return True


async def _take_away(name: str, key: int, now: datetime) -> None:
    """A row that the tap made. What the history may name stays, and is over."""
    match name:
        case "hold":
            await models.HoldRow.filter(id=key).update(released_at=moment(now), released_by="undo")
        case "promise":
            await models.PromiseRow.filter(id=key).update(state=PromiseState.WITHDRAWN.value)
        case "question":
            waiting = models.QuestionRow.filter(id=key, state__in=WAITING)
            await waiting.update(state=QuestionState.EXPIRED.value, answered_at=moment(now))
        case "notice":
            await models.NoticeRow.filter(id=key).update(state=NoticeState.STALE.value, settled_at=moment(now))
            await models.NoticeLineRow.filter(notice_id=key).delete()
        case _:
            await _ROWS[name][0].filter(id=key).delete()


async def _restore_account(account: str, before: Mapping[str, Any] | None) -> None:
    row = await models.AccountStateRow.filter(account=account).first()
    assert row is not None
    notes = from_json(row.notes)
    day = before and before["payments_as_of"]
    notes["bank_later"] = before and before["bank_later"]
    await models.AccountStateRow.filter(account=account).update(
        payments_as_of=date.fromisoformat(day) if day else None, notes=to_json(notes)
    )


def _told(name: str, row: Mapping[str, Any]) -> dict[str, object]:
    """As JSON. Whether a question that waits is shown yet is no difference."""
    told = {column: _plain(value) for column, value in row.items()}
    return told | ({"state": QuestionState.OPEN.value} if name == "question" and told["state"] in WAITING else {})


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _stored(name: str, value: object) -> object:
    if value is None or not isinstance(value, str):
        return value
    if name in _MOMENTS:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name in _DAYS else value
