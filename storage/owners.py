"""Who may decide for an account, how they were paired, and small notes an account keeps. Never a code in the clear."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.core.case import Owner
from bot.core.question import PRIVATE, QuestionState
from storage import models
from storage.door import Door, reading, writing
from storage.values import from_json, moment, text, to_json


class Owners(Door):
    @writing
    async def add_pairing(self, account: str, code_hash: str, expires_at: datetime) -> None:
        await models.PairingRow.create(account=account, code_hash=code_hash, expires_at=moment(expires_at))

    @writing
    async def pair(self, code_hash: str, *, channel: str, address: str, name: str, now: datetime) -> str | None:
        """Use a code once. The account that it opens; None when it is unknown, used, or past its time."""
        valid = models.PairingRow.filter(code_hash=code_hash, used_at__isnull=True, expires_at__gt=moment(now))
        if await valid.update(used_at=moment(now)) != 1:
            return None
        pairing = await models.PairingRow.get(code_hash=code_hash)
        place: dict[str, Any] = {"account": pairing.account, "channel": channel, "address": address}
        if not await models.OwnerRow.filter(**place).update(name=text(name), paired_at=moment(now)):
            await models.OwnerRow.create(**place, name=text(name), paired_at=moment(now))
        return pairing.account

    @reading
    async def owners(self, account: str) -> list[Owner]:
        rows = await models.OwnerRow.filter(account=account).order_by("id")
        return [Owner(account=row.account, channel=row.channel, address=row.address, name=row.name) for row in rows]

    @reading
    async def accounts_of(self, channel: str, address: str) -> list[str]:
        """The accounts for which somebody at this address may decide."""
        query = models.OwnerRow.filter(channel=channel, address=address).order_by("account")
        return [row.account for row in await query]

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
