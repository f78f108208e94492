"""What comes off an invoice before its rest is promised. Never a choice of what is promised."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.reading import Subject
from bot.readers._spans.amounts import Found
from bot.readers._spans.folded import fold

_NEAR = 60
_OFF_BEFORE = re.compile(
    r"\b(?:deduis\w*|deduire|deduction de|retire[zr]?|enleve[zr]?|defalque\w*|retranche\w*|moins|sauf"
    r"|tak(?:e|ing)(?: off)?|deduct\w*|knock(?:ing)?(?: off)?|subtract\w*|hold(?:ing)?(?: back)?|less|minus|withhold\w*"
    r"|abzuglich|ziehe?n?|kurzen?|behalten?|minus|einbehalt\w*|abzug von"
    r"|descont\w*|descuent\w*|deduz\w*|deduc\w*|quit\w{1,4}|restad?\w*|menos|retenemos|retengo"
    r"|detra\w*|dedu\w*|togli\w*|trattengo|tratteniamo|scal\w{1,4}|meno|sottra\w*"
    r"|trek\w*|minus|houd\w*|inhoud\w*|min|verminder\w*|korting van)\b[^.;!?\n\d]{0,28}$"
)
_OFF_AFTER = re.compile(
    r"^[^.;!?\n\d]{0,28}\b(?:en moins|a deduire|deduits?|deduites?|come[s]? off|comes? out|off (?:the|your|it|that)"
    r"|deducted|less|withheld|ab\b|abgezogen|gehen ab|behalte|kommen weg|menos|descont\w+|de menos|in meno|detratt\w+"
    r"|da togliere|da scalare|in mindering|eraf|ervan af|af\b|minder|ingehouden)"
)


def off(
    sums: Sequence[Found],
    promised: Sequence[Found],
    paid: Sequence[Found],
    text: str,
    about: Subject,
    *,
    disputed: bool,
) -> list[Found]:
    """The amounts that the promised rest lacks besides those that are paid. () where there is no such rest."""
    whole = about.amount
    if whole is None or not any(a.rest for a in promised):
        return []
    taken = {a.amount for a in (*promised, *paid)}
    others = [a for a in sums if a.amount and a.amount < whole and a.amount not in taken]
    told = {a.amount for a in sums}
    # "The invoice is 11,400, we take off 950, that leaves 10,450": both are told, and one of them comes off.
    left = [a for a in others if whole - (a.amount or 0) in told - taken and (a.amount or 0) * 2 < whole]
    if not left:
        left = [a for a in others if _comes_off(a, text)]
    if not left and disputed:
        left = [a for a in others if not a.bare and "/" not in a.rule]
    if len({a.amount for a in left}) != 1:
        return []  # Nobody knows which of them.
    known = sum(a.amount for a in (*promised, *paid) if a.amount)
    return left[:1] if known + (left[0].amount or 0) < whole else []


def _comes_off(one: Found, text: str) -> bool:
    before = fold(text[max(0, one.start - _NEAR) : one.start]).text
    return bool(_OFF_BEFORE.search(before) or _OFF_AFTER.match(fold(text[one.end : one.end + _NEAR]).text))
