"""The owner's queue: questions, where they are shown, and the one answer each may get. Never a chat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.core.question import Option, Question, QuestionKind, QuestionState
from bot.errors import MissingError
from storage import models
from storage.door import Door, reading, writing
from storage.snapshot import WAITING
from storage.values import from_json, moment, options_to_json, question_of, text, to_json


class Questions(Door):
    @writing
    async def ask(
        self,
        *,
        account: str,
        kind: QuestionKind,
        options: Iterable[Option],
        now: datetime,
        case_id: int | None = None,
        notice_id: int | None = None,
        mail_id: int | None = None,
        bound_to: str = "",
        facts: Mapping[str, object] | None = None,
        anew: bool = False,
    ) -> int:
        """Ask, unless the same (account, kind, case, notice, mail) waits for an answer: then that one, unchanged.

        ``anew``: ask all the same, for two of that kind are not the same question.
        """
        about: dict[str, Any] = {"account": account, "kind": kind.value}
        about |= {"case_id": case_id, "notice_id": notice_id, "mail_id": mail_id}
        same = {f"{name}__isnull" if value is None else name: value or True for name, value in about.items()}
        waiting = await models.QuestionRow.filter(state__in=WAITING, **same).order_by("id").first()
        if waiting is not None and not anew:
            return waiting.id
        row = await models.QuestionRow.create(
            **about,
            state=QuestionState.OPEN.value,
            options=options_to_json(options),
            created_at=moment(now),
            bound_to=bound_to,
            facts=to_json(dict(facts or {})),
            answered_by="",
            chosen="",
        )
        return row.id

    @reading
    async def question(self, question_id: int) -> Question:
        """Raises MissingError when there is none."""
        row = await models.QuestionRow.filter(id=question_id).first()
        if row is None:
            raise MissingError(f"there is no question {question_id}")
        return question_of(row)

    @reading
    async def questions(
        self,
        states: QuestionState | Iterable[QuestionState],
        *,
        account: str | None = None,
        case_id: int | None = None,
        limit: int = 100,
    ) -> list[Question]:
        """The oldest ``limit`` questions in these states."""
        wanted = [states] if isinstance(states, QuestionState) else list(states)
        query = models.QuestionRow.filter(state__in=[state.value for state in wanted])
        if account is not None:
            query = query.filter(account=account)
        if case_id is not None:
            query = query.filter(case_id=case_id)
        return [question_of(row) for row in await query.order_by("id").limit(limit)]

    @writing
    async def answer(self, question_id: int, *, choice: str, by: str, now: datetime) -> bool:
        """Take an answer: one conditional UPDATE. False: it does not wait for one any more (a second tap)."""
        waiting = models.QuestionRow.filter(id=question_id, state__in=WAITING)
        return (
            await waiting.update(
                state=QuestionState.ANSWERED.value, chosen=text(choice), answered_by=text(by), answered_at=moment(now)
            )
            == 1
        )

    @writing
    async def expire_questions(
        self,
        *,
        now: datetime,
        case_id: int | None = None,
        notice_id: int | None = None,
        mail_id: int | None = None,
        kinds: Iterable[QuestionKind] | None = None,
    ) -> list[int]:
        """Expire what waits about a case, a notice or a mail, and say which. Raises ValueError when none is named."""
        about = {"case_id": case_id, "notice_id": notice_id, "mail_id": mail_id}
        named = {name: value for name, value in about.items() if value is not None}
        if not named:
            raise ValueError("expire_questions needs a case, a notice or a mail")
        query = models.QuestionRow.filter(state__in=WAITING, **named)
        if kinds is not None:
            query = query.filter(kind__in=[kind.value for kind in kinds])
        ids: list[int] = [row.id for row in await query.order_by("id").only("id")]
        if ids:
            expired = models.QuestionRow.filter(id__in=ids)
            await expired.update(state=QuestionState.EXPIRED.value, answered_at=moment(now))
        return ids

    @writing
    async def advise(self, question_id: int, opinion: Mapping[str, object]) -> bool:
        """A second opinion, for its card. False: it does not wait for an answer any more."""
        row = await models.QuestionRow.filter(id=question_id, state__in=WAITING).first()
        if row is None:
            return False
        facts = to_json({**from_json(row.facts), "opinion": dict(opinion)})
        return await models.QuestionRow.filter(id=question_id, state__in=WAITING).update(facts=facts) == 1

    @writing
    async def mark_asked(self, question_id: int) -> bool:
        """The owner has it before his eyes. False: it was not open any more."""
        waiting = models.QuestionRow.filter(id=question_id, state=QuestionState.OPEN.value)
        return await waiting.update(state=QuestionState.ASKED.value) == 1

    @writing
    async def add_shown(self, question_id: int, channel: str, address: str, reference: str) -> None:
        """A card was sent: the first of its chat, or one more there. Both are closed, and replied to, alike."""
        first = models.ShownRow.filter(question_id=question_id, channel=channel, address=address)
        place: dict[str, Any] = {"question_id": question_id, "channel": channel, "address": address}
        place["reference"] = reference
        if not await first.exists():
            await models.ShownRow.create(**place)
        elif not await first.filter(reference=reference).exists():
            await models.ShownAgainRow.get_or_create(**place)

    @reading
    async def shown(self, question_id: int) -> list[tuple[str, str, str]]:
        """(channel, address, reference) of every place that shows a question."""
        found = [
            (row.channel, row.address, row.reference)
            for model in (models.ShownRow, models.ShownAgainRow)
            for row in await model.filter(question_id=question_id).order_by("id")
        ]
        return list(dict.fromkeys(found))

    @reading
    async def question_of_reference(self, channel: str, address: str, reference: str) -> int | None:
        """The question that a chat message shows (the newest, should there be several)."""
        place = {"channel": channel, "address": address, "reference": reference}
        found = [
            row.question_id
            for model in (models.ShownRow, models.ShownAgainRow)
            for row in await model.filter(**place).order_by("-question_id").limit(1)
        ]
        return max(found, default=None)

    @writing
    async def offer(self, question_id: int, options: Iterable[Option], names: Mapping[str, str]) -> bool:
        """Other buttons for a card that waits, and what its cases are called. False: it does not wait any more."""
        row = await models.QuestionRow.filter(id=question_id, state__in=WAITING).first()
        if row is None:
            return False
        facts = from_json(row.facts)
        facts["names"] = {**facts.get("names", {}), **names}
        waiting = models.QuestionRow.filter(id=question_id, state__in=WAITING)
        return await waiting.update(options=options_to_json(options), facts=to_json(facts)) == 1
