"""Who may decide for an account, how they were paired, and small notes an account keeps. Never a code in the clear."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.core.case import Owner
from bot.core.question import PRIVATE, QuestionState
from storage import models
from storage.door import Door, reading, writing
from storage.values import from_json, moment, text, to_json

SEES = "sees"
"""The role of an owner who only sees; nothing: he decides."""


def owner_of(row: models.OwnerRow) -> Owner:
    return Owner(
        account=row.account, channel=row.channel, address=row.address, name=row.name, decides=row.role != SEES
    )  # fmt: skip


class Owners(Door):
    @writing
    async def add_pairing(self, account: str, code_hash: str, expires_at: datetime, *, decides: bool = True) -> None:
        role = None if decides else SEES
        await models.PairingRow.create(
            account=account, code_hash=code_hash, expires_at=moment(expires_at), role=role
        )  # fmt: skip

    @writing
    async def pair(self, code_hash: str, *, channel: str, address: str, name: str, now: datetime) -> str | None:
        """Use a code once. The account that it opens; None when it is unknown, used, or past its time."""
        valid = models.PairingRow.filter(code_hash=code_hash, used_at__isnull=True, expires_at__gt=moment(now))
        if await valid.update(used_at=moment(now)) != 1:
            return None
        pairing = await models.PairingRow.get(code_hash=code_hash)
        place: dict[str, Any] = {"account": pairing.account, "channel": channel, "address": address}
        about: dict[str, Any] = {"name": text(name), "paired_at": moment(now), "role": pairing.role}
        if not await models.OwnerRow.filter(**place).update(**about):
            await models.OwnerRow.create(**place, **about)
        return pairing.account

    @reading
    async def owners(self, account: str) -> list[Owner]:
        return [owner_of(row) for row in await models.OwnerRow.filter(account=account).order_by("id")]

    @reading
    async def owners_at(self, channel: str, address: str) -> list[Owner]:
        """The accounts at which somebody at this address decides, or only sees."""
        query = models.OwnerRow.filter(channel=channel, address=address).order_by("account")
        return [owner_of(row) for row in await query]

    @reading
    async def seats(self) -> list[tuple[int, Owner]]:
        """Everybody, each with a number of his own."""
        return [(row.id, owner_of(row)) for row in await models.OwnerRow.all().order_by("account", "id")]

    @writing
    async def remove_owner(self, account: str, channel: str, address: str) -> bool:
        return await models.OwnerRow.filter(account=account, channel=channel, address=address).delete() == 1

    @writing
    async def move_owner(self, channel: str, old: str, new: str) -> bool:
        """A chat has another address now. What waits there is shown anew: the old messages are out of reach."""
        seats = await models.OwnerRow.filter(channel=channel, address=old)
        for seat in seats:
            if await models.OwnerRow.filter(account=seat.account, channel=channel, address=new).exists():
                await models.OwnerRow.filter(id=seat.id).delete()
            else:
                await models.OwnerRow.filter(id=seat.id).update(address=new)
        shown = models.ShownRow.filter(channel=channel, address=old)
        ids = [row.question_id for row in await shown]
        private = [kind.value for kind in PRIVATE]
        waiting = models.QuestionRow.filter(id__in=ids, state=QuestionState.ASKED.value).exclude(kind__in=private)
        await waiting.update(state=QuestionState.OPEN.value)
        await shown.delete()
        await models.ShownAgainRow.filter(channel=channel, address=old).delete()
        return bool(seats)

    @reading
    async def note(self, account: str, key: str) -> Any:
        """A small JSON value that the account keeps; None when there is none."""
        return (await _notes(account) or {}).get(key)

    @writing
    async def set_note(self, account: str, key: str, value: object) -> None:
        notes = await _notes(account)
        told = to_json({**(notes or {}), key: value})
        if notes is None:
            await models.AccountStateRow.create(account=account, notes=told)
        else:
            await models.AccountStateRow.filter(account=account).update(notes=told)

    @reading
    async def counts(self) -> dict[str, dict[str, int]]:
        """How many rows each queue has, by state: ``{"notice": {"sent": 12}, "mail": ..., "question": ...}``."""
        queues = {"notice": models.NoticeRow, "mail": models.MailRow, "question": models.QuestionRow}
        found: dict[str, dict[str, int]] = {}
        for name, model in queues.items():
            _, rows = await model._meta.db.execute_query(
                f'SELECT state, COUNT(*) AS many FROM "{name}" GROUP BY state ORDER BY state'  # noqa: S608
            )
            found[name] = {row["state"]: row["many"] for row in rows}
        return found


async def _notes(account: str) -> dict[str, Any] | None:
    row = await models.AccountStateRow.filter(account=account).first()
    return None if row is None else from_json(row.notes)
