"""What the rules make of a reply: the reader `clauses`, and the second signal of the trained one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.days import Holiday
from bot.core.mail import Auto, Tap
from bot.core.reading import Intent, Label, PromisedPayment, Reading, ReadingDecision, Subject
from bot.core.when import Written
from bot.readers._clauses import en, fr, hits, language, payments, text
from bot.readers._clauses.hits import Hit
from bot.readers._clauses.payments import Told
from bot.readers._clauses.rules import Lexicon

LEXICONS: Mapping[str, Lexicon] = {"fr": fr.LEXICON, "en": en.LEXICON}
"""The languages that can be read; any other is asked about."""

_SURE = 0.8  # Below, the owner is asked.
_UNREAD = 5  # Words that no rule understood: more of them may hide anything.
_UNREAD_HOLD = 14  # A hold stops everything anyway.
_HOLDS = frozenset({Label.DISPUTE, Label.HARDSHIP, Label.INSOLVENCY, Label.STOP_CONTACT})
_HUMAN = _HOLDS | {Label.PROMISE, Label.PAID, Label.REFUSAL, Label.PLAN_REQUEST}
_STOPS = _HOLDS | {Label.REFUSAL, Label.WRONG_CONTACT, Label.AUTO_REPLY}
# Beside one of these words a payment, a promise or a thank-you may mean its opposite. Folded, French and English.
_WARY = re.compile(
    r"\b(?:mais|par contre|en revanche|cependant|toutefois|pourtant|sauf|hormis|malheureusement|rejet\w*|refus\w*"
    r"|opposition|rembours\w*|annul\w*|jamais|encore|deux fois|l'an dernier|l'annee derniere|poubelle|soi-disant"
    r"|but|however|although|except|apart from|unfortunately|refund\w*|stopped|bounced|cancel\w*|rejected|twice"
    r"|hell|again|last year|full and final|without prejudice|supposedly|would have|rather|instead|plutot|a la place)\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_POLITE = re.compile(
    r"\s*(?:bonjour|bonsoir|madame|monsieur|mesdames|cher|chere|salut|coucou|cordialement|bien (?:a vous|cordialement)"
    r"|cdlt|cdt|bonne (?:journee|soiree|reception)|sinceres|salutations"
    r"|merci(?! (?:par avance )?d(?:e\b|'(?!avance)))|avec mes"
    r"|hi\b|hello|dear"
    r"|good (?:morning|afternoon)"
    r"|regards|kind regards|best|(?:many )?thanks(?! for (?!your|the|this|that|letting))|cheers|yours|sorry|desole"
    r"|pardon)"
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
) -> Reading:
    """What ``said`` means. ``sent_at`` in the debtor's own time zone; ``languages``: expected ones, likeliest first."""
    said = said[: text.MAX_CHARACTERS]
    spoken = language.guess(text.fold(said), languages)
    lexicon = LEXICONS.get(spoken)
    if lexicon is None or not _WORD.search(said):
        return _unread(spoken, auto, tap)
    written = Written(on=sent_at.date(), holiday=holiday, month_first=about.currency == "USD")
    normal = unicodedata.normalize("NFC", said)
    clauses = text.clauses(normal, lexicon.scope)
    seen = hits.find(clauses, lexicon, written)
    told = Told(text=normal, clauses=clauses, lexicon=lexicon, written=written, about=about)
    intents = _intents(seen, auto, tap, told)
    labels = {i.label for i in intents}
    promises = payments.promised(seen, told) if Label.PROMISE in labels else ()
    if Label.PROMISE in labels and not promises:
        promises = _tapped_promise(told)
    reading = Reading(
        language=spoken,
        intents=tuple(
            Intent(label=i.label, confidence=i.confidence, evidence=_verbatim(i.evidence, said)) for i in intents
        ),
        promises=tuple(
            PromisedPayment(day=p.day, amount=p.amount, evidence=_verbatim(p.evidence, said)) for p in promises
        ),
        claimed_paid_on=payments.paid_on(seen, told) if Label.PAID in labels else None,
        away_until=payments.away_until(told) if Label.AUTO_REPLY in labels else None,
    )
    sure = _is_sure(reading, seen, told, auto, tap)
    return Reading(**{**vars(reading), "decision": ReadingDecision.ACT if sure else ReadingDecision.ASK})


def _unread(spoken: str, auto: Auto, tap: Tap | None) -> Reading:
    """Nothing that can be read: what the envelope tells, no more."""
    intents: list[Intent] = []
    if tap is not None:
        intents.append(Intent(label=tap.label, confidence=1.0))
    elif auto is not Auto.NO:
        intents.append(Intent(label=Label.AUTO_REPLY, confidence=1.0 if auto is Auto.CERTAIN else 0.8))
    return Reading(language=spoken, intents=tuple(intents))


def _intents(seen: Sequence[Hit], auto: Auto, tap: Tap | None, told: Told) -> list[Intent]:
    """The surest hit for each label, the surest first; then what machine and answer link add."""
    best: dict[Label, Hit] = {}
    for hit in seen:
        if hit.sure >= hits.HINT and (hit.label not in best or hit.sure > best[hit.label].sure):
            best[hit.label] = hit
    found = {label: (hit.sure, text.quoted(told.text, hit.clause.start, hit.clause.end)) for label, hit in best.items()}
    if Label.INSOLVENCY in found:
        sure, words = found[Label.INSOLVENCY]
        found[Label.HARDSHIP] = max((sure, words), found.get(Label.HARDSHIP, (0.0, "")))
    _by_machine(found, auto, _opening(told))
    if tap is not None:
        found[tap.label] = (1.0, found.get(tap.label, (1.0, ""))[1])
        found.pop(Label.OTHER, None)
    ranked = sorted(found.items(), key=lambda item: -item[1][0])
    return [Intent(label=label, confidence=sure, evidence=words) for label, (sure, words) in ranked]


def _opening(told: Told) -> str:
    """The first words that are no greeting: what a machine says first is that it is one."""
    spoken = [c for c in told.clauses if not _POLITE.match(c.text)] or told.clauses
    return text.quoted(told.text, spoken[0].start, spoken[0].end) if spoken else ""


def _by_machine(found: dict[Label, tuple[float, str]], auto: Auto, opening: str) -> None:
    """Likely machines give way to what a person says. A sure one may be a helpdesk: what was said in it stays too."""
    said_by_person = any(label in _HUMAN and sure >= 0.7 for label, (sure, _) in found.items())
    if auto is Auto.NO or (auto is Auto.LIKELY and said_by_person):
        return
    kept = {Label.WRONG_CONTACT: _SURE}
    if auto is Auto.CERTAIN:
        kept |= {label: hits.HINT for label in Label if label not in (Label.WRONG_CONTACT, Label.OTHER)}
    for label in [label for label, (sure, _) in found.items() if sure < kept.get(label, 2.0)]:
        del found[label]
    found[Label.AUTO_REPLY] = (1.0 if auto is Auto.CERTAIN else 0.85, opening)


def _tapped_promise(told: Told) -> tuple[PromisedPayment, ...]:
    """The day that was filled in under an answer link, wherever it stands."""
    whole = [Hit(label=Label.PROMISE, sure=1.0, clause=c, at=0) for c in told.clauses]
    dated = [p for hit in whole for p in payments.promised([hit], told) if p.day is not None]
    return tuple(dated[:1]) or (PromisedPayment(day=None),)


def _is_sure(reading: Reading, seen: Sequence[Hit], told: Told, auto: Auto, tap: Tap | None) -> bool:
    """Act only where every label is sure, nothing hints at a hold, and little was left unread."""
    labels = reading.labels
    if not labels or any(i.confidence < _SURE for i in reading.intents):
        return False
    if any(hit.label in _HOLDS and hit.label not in labels for hit in seen):
        return False
    if auto is Auto.CERTAIN and labels == {Label.AUTO_REPLY}:
        return True
    if auto is Auto.CERTAIN and labels - {Label.AUTO_REPLY, Label.WRONG_CONTACT}:
        return False
    if auto is Auto.LIKELY and Label.AUTO_REPLY not in labels:
        return False
    if Label.PROMISE in labels and (not reading.promises or any(p.day is None for p in reading.promises)):
        return False
    if len(labels - {Label.HARDSHIP}) > 1 and labels & (_HOLDS | {Label.REFUSAL}):
        return False
    if len(labels) > 2 or labels >= {Label.PROMISE, Label.PAID}:
        return False
    if labels <= _STOPS:
        return _unread_words(seen, told) <= _UNREAD_HOLD
    if any(_WARY.search(clause.text) for clause in told.clauses):
        return False
    if labels == {Label.OTHER}:
        # "Thanks" is nothing to act on beside a day or half a sentence more.
        return _unread_words(seen, told) == 0 and not any(payments.days(clause, told) for clause in told.clauses)
    return _unread_words(seen, told) <= (_UNREAD_HOLD if tap is not None else _UNREAD)


def _unread_words(seen: Sequence[Hit], told: Told) -> int:
    """Words in clauses that no rule understood, without greetings and names."""
    understood = {id(hit.clause) for hit in seen}
    paying = {hit.clause.sentence for hit in seen if hit.label in (Label.PROMISE, Label.PAID)}
    return sum(
        count
        for clause in told.clauses
        if id(clause) not in understood
        and not _POLITE.match(clause.text)
        and not (clause.sentence in paying and payments.days(clause, told))
        and (count := len(_WORD.findall(clause.text))) > 2
    )


def _verbatim(words: str, said: str) -> str:
    """The words as they stand in what was said, however it was composed (macOS writes accents apart)."""
    for form in (words, unicodedata.normalize("NFD", words)):
        if form in said:
            return form
    return ""
