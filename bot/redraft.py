"""What an owner hands to the card of a message: other words, a PDF. It is shown once more before anything leaves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot import draft as drafting
from bot import dropped
from bot.answer import WAITING, Answer
from bot.books import Books
from bot.core.because import Because
from bot.core.case import NoticeState
from bot.core.notice import Draft, Notice
from bot.core.question import Choice, Option, Question, QuestionKind, Reply
from bot.core.triage import options
from bot.errors import TextError
from bot.office import Office
from bot.ordered import MootError

SHORTEST_LETTER, FEWEST_WORDS = 40, 3
"""Characters and words from which on a reply to the card of a text may be meant as the new text ("ok" is not)."""

ANSWERED_WITH_A_FILE = frozenset(
    {
        QuestionKind.INFO_REQUEST,
        QuestionKind.CALL,
        QuestionKind.DISPUTE,
        QuestionKind.REFUSAL,
        QuestionKind.PROMISE_MADE,
    }
)
"""Cards of a debtor who may be answered with a document: he asked for one, or what holds his case stays."""

_TO_US = re.compile(
    r"(?i)\b(?:n['’]envo\w+|ne (?:les? |la |l['’])?(?:leur |lui )?(?:l['’])?envo\w+"
    r"|pas (?:le |la |les )?(?:leur |lui )?(?:l['’])?envoyer|surtout pas|je (?:les?|la|l['’]) ?appelle"
    r"|do(?:n['’]t| not) send|hold (?:it|this) back|i(?:['’]ll| will) call them)\b"
)
"""Words about the message, not of it."""


def is_letter(text: str) -> bool:
    """Whether it may be a whole text, and not a word about it."""
    return len(text.strip()) >= SHORTEST_LETTER and len(text.split()) >= FEWEST_WORDS and not _TO_US.search(text)


_GREETS = re.compile(r"(?i)^\W*(?:bonjour|bonsoir|madame|monsieur|ch[eè]re?s?|messieurs|dear|hello|hi|good)\b")


def is_whole_letter(text: str) -> bool:
    """Whether it is plainly a letter: to a card that asks for none, a remark is likelier."""
    return is_letter(text) and bool(_GREETS.match(text))


class Redraft:
    """Changes what waits to be approved. The old approval is void."""

    def __init__(self, books: Books, offices: Mapping[str, Office], answer: Answer) -> None:
        self.books = books
        self.offices = offices
        self.answer = answer

    async def words(self, question: Question, text: str, *, by: str, now: datetime) -> Reply:
        """New words for a notice: checked against the ledger, then shown again."""
        assert question.notice_id is not None
        assert question.case_id is not None
        office = self.offices[question.account]
        notice = await self.books.notice(question.notice_id)
        case = await self.books.case(question.case_id)
        draft = notice.draft
        try:
            edited = drafting.with_words(office, case, draft, text, draft.proposed_on)
        except TextError as error:
            return self._say(office, "edit_wrong", wrong=(str(error),), forbidden=(), missing=())
        except ValueError:  # paid meanwhile: there is nothing left to plan, or to promise
            return self._say(office, "already")
        if isinstance(edited, drafting.Refusal):
            return self._refused(office, edited)
        before = question.facts.get("before") or _words_of(draft)
        done = await self._replaced(question, notice, edited, by, now, {"before": before})
        return self._say(office, "edited" if done else "already")

    async def answered_in(self, question: Question, text: str, *, by: str, now: datetime) -> Reply:
        """Other words for the answer that a card has ready. A refusal of them changes nothing."""
        assert question.case_id is not None
        office, today = self.offices[question.account], self.offices[question.account].today(now)
        case = await self.books.case(question.case_id)
        try:
            ready = drafting.of_answer(office, case, drafting.ANSWERS[question.options[0].choice], today)
            tried = drafting.with_words(office, case, ready, text, today)
        except TextError as error:
            return self._say(office, "edit_wrong", wrong=(str(error),), forbidden=(), missing=())
        except ValueError:
            return self._say(office, "moot")
        if isinstance(tried, drafting.Refusal):
            return self._refused(office, tried)
        try:
            done = await self.answer.prepare(question, by=by, now=now)
        except MootError:
            return self._say(self.offices[question.account], "moot")
        if not done:
            return self._say(self.offices[question.account], "already")
        waiting = await self.books.questions(WAITING, account=question.account, case_id=question.case_id, limit=1000)
        prepared = next((q for q in waiting if q.kind is QuestionKind.APPROVE), None)
        if prepared is None:
            return self._say(self.offices[question.account], "moot")
        return await self.words(prepared, text, by=by, now=now)

    async def restore(self, question: Question, *, by: str, now: datetime) -> Reply:
        """The words as they were prepared, before he wrote others."""
        assert question.notice_id is not None
        office, before = self.offices[question.account], question.facts.get("before")
        if question.state not in WAITING or not isinstance(before, dict):
            return self._say(office, "already")
        notice = await self.books.notice(question.notice_id)
        subject, plain, html = (str(before[key]) for key in ("subject", "plain", "html"))
        draft = replace(notice.draft, subject=subject, plain=plain, html=html)
        return self._say(office, "edited" if await self._replaced(question, notice, draft, by, now, {}) else "already")

    async def attach(self, question: Question, name: str, data: bytes, *, by: str, now: datetime) -> Reply:
        """The message that a card shows, with this PDF; or an answer to the debtor who is waiting for one."""
        office, shown = self.offices[question.account], dropped.called(name)
        prepared = question.kind is QuestionKind.APPROVE
        if question.state not in WAITING or not (prepared or question.kind in ANSWERED_WITH_A_FILE):
            return self._say(office, "file_no_card")
        if not dropped.is_pdf(data) or dropped.is_encrypted(data):
            return self._say(office, "file_only_pdf", name=shown)
        if not prepared:
            if len(data) > drafting.COPIES_AT_MOST:
                return self._say(office, "file_too_large", name=shown)
            try:
                done = await self.answer.prepare(question, by=by, now=now, beside=(office.keep(shown, data),))
            except MootError:
                return self._say(office, "moot")
            return self._say(office, "file_answer" if done else "already", name=shown)
        assert question.notice_id is not None
        notice = await self.books.notice(question.notice_id)
        beside = [copy for one in notice.draft.attach if (copy := office.attachment(one)) is not None]
        if len(data) + sum(len(copy[2]) for copy in beside) > drafting.COPIES_AT_MOST:
            return self._say(office, "file_too_large", name=shown)
        attach = tuple(dict.fromkeys((*notice.draft.attach, office.keep(shown, data))))
        facts = {"before": question.facts["before"]} if "before" in question.facts else {}
        done = await self._replaced(question, notice, replace(notice.draft, attach=attach), by, now, facts)
        return self._say(office, "file_attached" if done else "already", name=shown)

    async def _replaced(
        self, question: Question, notice: Notice, draft: Draft, by: str, now: datetime, facts: Mapping[str, object]
    ) -> bool:
        """False: it is no longer to be approved."""
        buttons = options(QuestionKind.APPROVE)
        if "before" in facts:
            at = next(n for n, option in enumerate(buttons, 1) if option.choice is Choice.EDIT)
            buttons = (*buttons[:at], Option(choice=Choice.RESTORE), *buttons[at:])

        async def write() -> bool:
            if notice.state is not NoticeState.PROPOSED or not await self.books.redraft(notice.id, draft):
                return False
            await self.books.expire_questions(notice_id=notice.id, now=now)
            await self.books.record(
                question.account, case_id=question.case_id, at=now, what="edited", because=Because.OWNER_CHOSE, by=by,
                facts={"notice": notice.id},
            )  # fmt: skip
            await self.books.ask(
                account=question.account, kind=QuestionKind.APPROVE, options=buttons, now=now,
                case_id=question.case_id, notice_id=notice.id, bound_to=draft.fingerprint,
                facts={**drafting.preview(draft), "because": question.facts.get("because", ""), **facts},
            )  # fmt: skip
            return True

        return await self.books.atomic(write)

    def _refused(self, office: Office, why: drafting.Refusal) -> Reply:
        return self._say(office, "edit_wrong", wrong=why.wrong, forbidden=why.forbidden, missing=why.missing)

    def _say(self, office: Office, key: str, /, **facts: object) -> Reply:
        return Reply(text=office.words.say(key, language=office.account.language, **facts))


def _words_of(draft: Draft) -> dict[str, str]:
    return {"subject": draft.subject, "plain": draft.plain, "html": draft.html}
