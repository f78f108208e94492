"""The incoming queue: every mail kept once, byte for byte, and how far each folder was read. Never a parser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tortoise.expressions import Q

from bot.core.mail import Mail, MailState
from bot.errors import MissingError
from storage import models
from storage.door import Door, reading, writing
from storage.values import from_json, mail_of, moment, text, to_json

_MESSAGE_ID = 500
"""Letters of a Message-ID that are kept: an index has its limits, and a stranger writes the header."""


class Mails(Door):
    @reading
    async def watermark(self, account: str, folder: str) -> tuple[int, int] | None:
        """(UIDVALIDITY, highest UID kept) of a folder; None before the first."""
        row = await models.WatermarkRow.filter(account=account, folder=folder).first()
        return None if row is None else (row.uidvalidity, row.uid)

    @writing
    async def keep_mail(
        self,
        account: str,
        *,
        folder: str,
        uidvalidity: int,
        uid: int,
        raw: bytes,
        message_id: str,
        digest: str,
        received_at: datetime,
    ) -> int | None:
        """Keep a mail and move the watermark, both or neither. None: it is kept already, at this place or by content.

        The watermark moves in either case. It never goes back, except with a new UIDVALIDITY.
        """
        await _advance(account, folder, uidvalidity, uid)
        same = Q(folder=folder, uidvalidity=uidvalidity, uid=uid)
        if digest:
            same |= Q(digest=digest)
        if await models.MailRow.filter(same, account=account).exists():
            return None
        row = await models.MailRow.create(
            account=account,
            folder=folder,
            uidvalidity=uidvalidity,
            uid=uid,
            digest=digest or None,
            message_id=text(message_id)[:_MESSAGE_ID],
            content=raw,
            received_at=moment(received_at),
            state=MailState.KEPT.value,
            trouble="",
        )
        return row.id

    @reading
    async def mails(
        self,
        state: MailState | Iterable[MailState],
        *,
        account: str | None = None,
        case_id: int | None = None,
        limit: int = 100,
    ) -> list[Mail]:
        """The oldest ``limit`` mails in a state."""
        states = [state] if isinstance(state, MailState) else list(state)
        query = models.MailRow.filter(state__in=[one.value for one in states])
        if account is not None:
            query = query.filter(account=account)
        if case_id is not None:
            query = query.filter(case_id=case_id)
        return [mail_of(row) for row in await query.order_by("id").limit(limit)]

    @reading
    async def mail(self, mail_id: int) -> Mail:
        """Raises MissingError when there is none."""
        return mail_of(await _row(mail_id))

    @reading
    async def mail_reading(self, mail_id: int) -> Any:
        """What was read in a mail, as it was given to settle_mail; None when nothing was."""
        row = await _row(mail_id)
        return None if row.reading is None else from_json(row.reading)

    @writing
    async def settle_mail(
        self,
        mail_id: int,
        *,
        state: MailState,
        case_id: int | None = None,
        reading: Mapping[str, object] | None = None,
        trouble: str = "",
    ) -> bool:
        """Say once what became of a mail. False: somebody has already. A shunted one may still become understood."""
        before = [MailState.KEPT.value]
        if state is MailState.UNDERSTOOD:
            before.append(MailState.SHUNTED.value)
        facts: dict[str, object] = {"state": state.value, "trouble": text(trouble)}
        if case_id is not None:
            facts["case_id"] = case_id
        if reading is not None:
            facts["reading"] = to_json(dict(reading))
        return await models.MailRow.filter(id=mail_id, state__in=before).update(**facts) == 1


async def _row(mail_id: int) -> models.MailRow:
    row = await models.MailRow.filter(id=mail_id).first()
    if row is None:
        raise MissingError(f"there is no mail {mail_id}")
    return row


async def _advance(account: str, folder: str, uidvalidity: int, uid: int) -> None:
    mark = await models.WatermarkRow.filter(account=account, folder=folder).first()
    if mark is None:
        await models.WatermarkRow.create(account=account, folder=folder, uidvalidity=uidvalidity, uid=uid)
    elif mark.uidvalidity != uidvalidity or mark.uid < uid:
        await models.WatermarkRow.filter(id=mark.id).update(uidvalidity=uidvalidity, uid=uid)
