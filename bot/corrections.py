"""A wrong reading put right: what it did ends, what the right one means follows by the same path. Never a reader."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from bot.apply import Apply
from bot.books import Books
from bot.core.because import Because
from bot.core.event import Event
from bot.core.question import Question
from bot.core.reading import Intent, Label, PromisedPayment, Reading, ReadingDecision
from bot.office import Office

Release = Callable[[str, int, frozenset[Because], str, datetime], Awaitable[None]]

_SAID_OF_THE_MAIL = ("from", "subject", "said", "attachments", "new_contact")


async def correct(
    books: Books,
    apply: Apply,
    office: Office,
    question: Question,
    label: Label,
    *,
    by: str,
    now: datetime,
    release: Release,
) -> None:
    """The mail of ``question`` means ``label`` and nothing else. In the caller's transaction."""
    assert question.case_id is not None
    assert question.mail_id is not None
    case_id, mail_id = question.case_id, question.mail_id
    await books.expire_questions(case_id=case_id, mail_id=mail_id, now=now)
    every = await books.events(case_id)
    done = [e for e in every if e.facts.get("mail") == mail_id]
    await books.withdraw_promises(case_id, mail_id, set(_replaced(done)) - _misread(every))
    await release(question.account, case_id, _held_by(done), by, now)
    was = sorted(labels_of(question))
    await books.record(
        question.account, case_id=case_id, at=now, what="misread", because=Because.OWNER_CHOSE, by=by,
        facts={"mail": mail_id, "was": was, "labels": [label]},
    )  # fmt: skip
    await books.add_correction(question.account, mail_id, was=was, labels=[label], by=by, at=now)
    about = {key: question.facts[key] for key in _SAID_OF_THE_MAIL if key in question.facts}
    await apply.corrected(office, await books.case(case_id), mail_id, about, as_label(question.facts, label), now)


def _held_by(done: Iterable[Event]) -> frozenset[Because]:
    """The reasons for which this mail, and nothing before it, holds the case. ``done``: what it did."""
    held = [e for e in done if e.what == "held" and not e.facts.get("again")]
    return frozenset(e.because for e in held if e.because is not None)


def _misread(every: Sequence[Event]) -> set[int]:
    """Promises of mails that were put right before: they never come back."""
    mails = {e.facts.get("mail") for e in every if e.what == "misread"}
    found = [e.facts.get("promise") for e in every if e.what == "promised" and e.facts.get("mail") in mails]
    return {one for one in found if isinstance(one, int)}


def _replaced(done: Iterable[Event]) -> list[int]:
    """The promises whose place those of this mail took."""
    found = [e.facts.get("replaced") for e in done if e.what == "promised"]
    return [int(one) for some in found if isinstance(some, list) for one in some]


def labels_of(question: Question) -> frozenset[Label]:
    """What the card says was read."""
    intents = question.facts.get("intents")
    names = [str(i.get("label")) for i in intents if isinstance(i, dict)] if isinstance(intents, list) else []
    return frozenset(Label(name) for name in names if name in set(Label))


def as_label(facts: Mapping[str, object], label: Label) -> Reading:
    """The reading that a card shows, as the owner corrects it: sure, one label, the days and amounts that fit it."""
    promises = facts.get("promises") if label in (Label.PROMISE, Label.PLAN_REQUEST) else None
    made = [_promised(p) for p in promises if isinstance(p, dict)] if isinstance(promises, list) else []
    return Reading(
        language=str(facts.get("language") or ""),
        intents=(Intent(label=label, confidence=1.0),),
        promises=tuple(made),
        claimed_paid_on=_day(facts.get("claimed_paid_on")) if label is Label.PAID else None,
        away_until=_day(facts.get("away_until")) if label is Label.AUTO_REPLY else None,
        decision=ReadingDecision.ACT,
    )


def _promised(plain: Mapping[str, object]) -> PromisedPayment:
    amount = plain.get("amount")
    return PromisedPayment(day=_day(plain.get("date")), amount=Decimal(str(amount)) if amount is not None else None)


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None
