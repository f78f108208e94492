"""A reader that learnt from replies: a small multilingual encoder for labels, a grammar for days and amounts.

How it was made, and how good it is: docs/reading.md. Six languages; it asks when unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.core.days import Holiday
from bot.core.mail import Auto, Tap
from bot.core.reading import GRAVE, Intent, Label, Lesson, PromisedPayment, Reading, ReadingDecision, Subject
from bot.core.when import Written
from bot.readers._clauses import reader as rules
from bot.readers._spans import days
from bot.readers._spans import language as languages_known
from bot.readers._trained import evidence, lessons, promises
from bot.readers._trained.engine import Seen, engine
from bot.readers._trained.labels import Bars, Chosen, choose, feared
from bot.readers._trained.lessons import Learnt, Looked
from bot.readers._trained.text import LONGEST_TEXT, offset, shown

_LETTER = re.compile(r"[^\W\d_]")
_LINK = re.compile(r"\bhttps?://\S{1,500}")
_SHORT = 240
_CERTAIN = 0.9  # From there on, a grave label of the rules stops: "..., but the tiles are cracked".
_THROUGH = re.compile(
    r"(?i)\b(?:inclus|included?|including|through|einschlie(?:ß|ss)lich|incluido|incluid[oa]s?|compreso|inclus[oi]"
    r"|tot en met|t/m)\b"
)


def read(
    said: str,
    *,
    subject: str,
    sent_at: datetime,
    about: Subject,
    languages: Sequence[str],
    holiday: Holiday,
    auto: Auto,
    tap: Tap | None,
    learnt: Learnt | None = None,
) -> Reading:
    """What ``said`` means. ``sent_at`` in the debtor's own time zone; ``languages``: expected ones, likeliest first.

    ``learnt``: what `learn` has made of the account's corrected readings.
    """
    cut, said = len(said) > LONGEST_TEXT, said[:LONGEST_TEXT]
    language = languages_known.guess(said, languages)
    if not _LETTER.search(_LINK.sub(" ", said)):
        return _unread(language, auto, tap)
    seen = _see(shown(subject, said))
    shift = offset(subject)
    bars = Bars.of(engine().card)
    chosen = choose(seen.labels, bars) if learnt is None else learnt.choose(_looked(seen, said), bars)
    labels = dict(chosen.sure)
    _by_envelope(labels, auto, tap)
    written = Written(on=sent_at.date(), holiday=holiday, month_first=about.currency == "USD")

    def roles(head: str, spans: Sequence[tuple[int, int]]) -> object:
        return engine().role(head, seen, [(a + shift, b + shift) for a, b in spans])

    payments = promises.read(said, language, written, about, labels, roles)
    reading = Reading(
        language=language,
        intents=tuple(
            Intent(label=label, confidence=sure, evidence=_words(label, said, shift, seen))
            for label, sure in sorted(labels.items(), key=lambda item: -item[1])
        ),
        promises=_tapped(payments.promises, said, language, written, tap),
        claimed_paid_on=payments.claimed_paid_on,
        away_until=_away_until(said, language, written) if Label.AUTO_REPLY in labels else None,
    )
    second = _second(said, subject, sent_at, about, language, holiday, auto, tap)
    # What nobody has looked at may be the graver half.
    sure = payments.sure and language in days.LANGUAGES and seen.whole and not cut
    sure = sure and _is_sure(chosen, seen.each, second, labels, bars, auto, tap)
    return Reading(**{**vars(reading), "decision": ReadingDecision.ACT if sure else ReadingDecision.ASK})


def _second(
    said: str,
    subject: str,
    sent_at: datetime,
    about: Subject,
    language: str,
    holiday: Holiday,
    auto: Auto,
    tap: Tap | None,
) -> Reading | None:
    """The second signal: the rules, in the languages that they know. They see little, and what they act on is plain."""
    if language not in rules.LEXICONS:
        return None
    return rules.read(
        said, subject=subject, sent_at=sent_at, about=about, languages=(language,), holiday=holiday, auto=auto, tap=tap
    )


def learn(corrected: Sequence[Lesson], ordinary: Sequence[Lesson]) -> Learnt | None:
    """What corrected readings teach, to be given to `read`. ``ordinary``: replies of which nothing is to change."""
    if not corrected:
        return None
    taught = [(_look(lesson), lesson.labels) for lesson in corrected]
    return lessons.learn(taught, [_look(lesson) for lesson in ordinary])


def _see(text: str) -> Seen:
    return _short(text) if len(text) <= _SHORT else engine().look(text)


@lru_cache(maxsize=80)
def _short(text: str) -> Seen:
    """Whether a lesson does harm is tried on the same short replies, lesson after lesson."""
    return engine().look(text)


@lru_cache(maxsize=400)
def _look(lesson: Lesson) -> Looked:
    said = lesson.said[:LONGEST_TEXT]
    return _looked(engine().look(shown(lesson.subject, said)), said)


def _looked(seen: Seen, said: str) -> Looked:
    return Looked(meaning=seen.meaning, words=engine().plain(said), labels=seen.labels)


def _unread(language: str, auto: Auto, tap: Tap | None) -> Reading:
    """No words: what the envelope tells, no more."""
    labels: dict[Label, float] = {}
    _by_envelope(labels, auto, tap)
    if auto is Auto.LIKELY and not labels:
        labels[Label.AUTO_REPLY] = 0.8
    made = (PromisedPayment(day=None),) if Label.PROMISE in labels else ()
    return Reading(
        language=language, intents=tuple(Intent(label=one, confidence=p) for one, p in labels.items()), promises=made
    )


def _by_envelope(labels: dict[Label, float], auto: Auto, tap: Tap | None) -> None:
    """An answer link says what was meant; headers say that a machine wrote, perhaps around a person's words."""
    if tap is not None:
        labels[tap.label] = 1.0
    if auto is Auto.CERTAIN:
        labels[Label.AUTO_REPLY] = 1.0
    if len(labels) > 1:
        labels.pop(Label.OTHER, None)
    if Label.INSOLVENCY in labels:
        labels.setdefault(Label.HARDSHIP, labels[Label.INSOLVENCY])
    if {Label.REFUSAL, Label.DISPUTE} <= set(labels):
        del labels[min((Label.REFUSAL, Label.DISPUTE), key=lambda label: labels[label])]


def _is_sure(
    chosen: Chosen,
    each: Iterable[Sequence[float]],
    second: Reading | None,
    labels: Mapping[Label, float],
    bars: Bars,
    auto: Auto,
    tap: Tap | None,
) -> bool:
    """Act on labels that are likely, or plain to the rules too, where no grave one lurks and nobody disagrees."""
    if auto is Auto.CERTAIN:
        return set(labels) == {Label.AUTO_REPLY}
    if auto is Auto.LIKELY and Label.AUTO_REPLY not in labels:
        return False
    if tap is not None and set(labels) != {tap.label}:
        return False
    likely = tap is not None or chosen.whole >= bars.act
    if second is not None:
        certain = {intent.label for intent in second.intents if intent.confidence >= _CERTAIN}
        if (GRAVE & certain) - set(labels):
            return False
        if second.decision is ReadingDecision.ACT and tap is None:
            if second.labels != set(labels):
                return False
            likely = True
    return likely and max(chosen.feared, feared(each, labels, bars)) < bars.grave


def _tapped(
    made: tuple[PromisedPayment, ...], said: str, language: str, written: Written, tap: Tap | None
) -> tuple[PromisedPayment, ...]:
    """The day that was filled in under an answer link, wherever it stands."""
    if tap is None or tap.label is not Label.PROMISE or any(p.day for p in made):
        return made
    ahead = [f for f in days.find(said, language, written) if f.day is not None and not f.past]
    return (PromisedPayment(day=ahead[0].day, evidence=said[ahead[0].start : ahead[0].end]),) if ahead else made


def _words(label: Label, said: str, shift: int, seen: Seen) -> str:
    return evidence.words(said, shift, seen.offsets, seen.shares[:, tuple(Label).index(label)])


def _away_until(said: str, language: str, written: Written) -> date | None:
    """The first day on which an absent person is back. "Until the 18th" means back on the 18th."""
    ahead = [f for f in days.find(said, language, written) if f.day is not None and not f.past]
    if not ahead or ahead[-1].day is None:
        return None
    through = _THROUGH.search(said, max(0, ahead[-1].start - 25), ahead[-1].end + 15)
    return ahead[-1].day + timedelta(days=1) if through else ahead[-1].day
