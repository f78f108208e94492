"""Whose letter is this? PURE: a letter and look-ups already fetched in, a case and the reason out. Never a query."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.mail import Letter
from bot.core.token import is_token

_FREE_MAIL = frozenset(
    """
    gmail.com googlemail.com outlook.com outlook.fr hotmail.com hotmail.fr hotmail.co.uk hotmail.it hotmail.es
    live.com live.fr msn.com yahoo.com yahoo.fr yahoo.co.uk yahoo.de yahoo.es yahoo.it ymail.com icloud.com me.com
    mac.com aol.com aol.fr proton.me protonmail.com pm.me gmx.de gmx.net gmx.fr gmx.at gmx.ch web.de t-online.de
    freenet.de orange.fr wanadoo.fr free.fr sfr.fr neuf.fr laposte.net bbox.fr numericable.fr club-internet.fr
    libero.it virgilio.it tiscali.it alice.it tin.it hotmail.nl ziggo.nl kpnmail.nl planet.nl home.nl xs4all.nl
    telenet.be skynet.be proximus.be bluewin.ch hispeed.ch telefonica.net movistar.es btinternet.com sky.com
    talktalk.net virginmedia.com mail.com zoho.com fastmail.com tutanota.com yandex.com
    """.split()  # noqa: SIM905
)

_OURS = re.compile(r"<[0-9a-f]{24}\.([0-9a-z]{10})@[^<>@]+>")


class How(StrEnum):
    """What told us the case. The value is stored."""

    BOUNCED_MAIL = "bounced_mail"
    BOUNCED_ADDRESS = "bounced_address"
    REPLY = "reply"
    TOKEN = "token"  # noqa: S105
    SENDER = "sender"
    NUMBER = "number"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Look-ups fetched for one letter. Message-IDs with their brackets, addresses lower-cased.

    ``contacts``: the addresses of each case that any of the others names. ``domains`` must not hold free-mail domains
    (see :func:`is_free_mail`): half the country shares them.
    """

    message_ids: Mapping[str, int] = field(default_factory=dict)
    tokens: Mapping[str, int] = field(default_factory=dict)
    senders: Mapping[str, Collection[int]] = field(default_factory=dict)
    domains: Mapping[str, Collection[int]] = field(default_factory=dict)
    numbers: Mapping[str, Collection[int]] = field(default_factory=dict)
    contacts: Mapping[int, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Matched:
    """The case, or None and whom to ask about. ``stranger``: the sender is no contact of it; ask before acting."""

    case_id: int | None
    because: How
    candidates: tuple[int, ...] = ()
    stranger: bool = False


def match(letter: Letter, *, facts: Facts) -> Matched:
    """The first of: what a bounce returns, the thread, the token, the sender's only case, the only one numbered."""
    if letter.bounce is not None:
        return _bounced(letter, facts)
    for how, case_ids in (
        (How.REPLY, _thread(letter, facts)),
        (How.TOKEN, _unique(facts.tokens[t] for t in letter.tokens if t in facts.tokens)),
    ):
        if len(case_ids) == 1 or (how is How.REPLY and case_ids):
            return _found(case_ids[0], how, letter, facts)
    return _by_sender_or_number(letter, facts)


def _bounced(letter: Letter, facts: Facts) -> Matched:
    assert letter.bounce is not None
    for message_id in (letter.bounce.message_id, letter.in_reply_to, *reversed(letter.references)):
        if message_id in facts.message_ids:
            return Matched(case_id=facts.message_ids[message_id], because=How.BOUNCED_MAIL)
    cases = _unique(facts.senders.get(letter.bounce.recipient, ()))
    if len(cases) == 1:
        return Matched(case_id=cases[0], because=How.BOUNCED_ADDRESS)
    return Matched(case_id=None, because=How.NOTHING, candidates=cases)


def _thread(letter: Letter, facts: Facts) -> tuple[int, ...]:
    """Cases of the mails that this one answers, the newest first (RFC 5322 section 3.6.4)."""
    answered = (letter.in_reply_to, *reversed(letter.references))
    return _unique(facts.message_ids[i] for i in answered if i in facts.message_ids)


def _by_sender_or_number(letter: Letter, facts: Facts) -> Matched:
    sender = _unique(facts.senders.get(letter.sender, ()))
    numbered = _unique(case for cases in facts.numbers.values() for case in cases)
    both = tuple(case for case in sender if case in numbered)
    for how, cases in ((How.SENDER, sender), (How.NUMBER, both), (How.NUMBER, numbered if not sender else ())):
        if len(cases) == 1:
            return _found(cases[0], how, letter, facts)
    tokens = (facts.tokens[t] for t in letter.tokens if t in facts.tokens)
    domain = facts.domains.get(letter.sender.rpartition("@")[2], ())
    candidates = _unique([*both, *tokens, *sender, *numbered, *domain])
    return Matched(case_id=None, because=How.NOTHING, candidates=candidates)


def _found(case_id: int, how: How, letter: Letter, facts: Facts) -> Matched:
    stranger = how is not How.SENDER and letter.sender not in facts.contacts.get(case_id, ())
    # One accountant may answer for two debtors: what names another case concerns that one too. A few bare digits may
    # be an amount or a year.
    sure = (cases for number, cases in facts.numbers.items() if len(number) >= 6 or not number.isdigit())
    named = (case for cases in sure for case in cases)
    others = (facts.tokens[t] for t in letter.tokens if t in facts.tokens)
    return Matched(case_id=case_id, because=how, candidates=_unique([case_id, *named, *others]), stranger=stranger)


def _unique(cases: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(cases))


def token_of(message_id: str) -> str:
    """The case token in a Message-ID that is made as ours are (`compose.message_id`); "" for any other."""
    found = _OURS.fullmatch(message_id)
    return found[1] if found is not None and is_token(found[1]) else ""


def is_free_mail(domain: str) -> bool:
    """Does the domain belong to a provider, so that it says nothing about who writes?"""
    return domain.lower() in _FREE_MAIL


def numbers_in(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Invoice numbers of ``known`` that stand in ``text`` as whole words. Shorter than four characters: too common."""
    folded = text.casefold()
    return tuple(number for number in known if len(number) >= 4 and _stands_in(folded, number.casefold()))


def _stands_in(text: str, number: str) -> bool:
    at = text.find(number)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(number) : at + len(number) + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        at = text.find(number, at + 1)
    return False
