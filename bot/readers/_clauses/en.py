"""English: rules, scope words and days put together. On folded text (lower case, no accents)."""

from __future__ import annotations

import re

from bot.core.reading import Label
from bot.readers._clauses import days_en, en_asking, en_holding, en_paying
from bot.readers._clauses.rules import Lexicon
from bot.readers._clauses.text import Scope

LEXICON = Lexicon(
    rules=(*en_paying.RULES, *en_holding.RULES, *en_asking.RULES),
    scope=Scope(
        negation=re.compile(r"\b(?:not|never|no|nothing|without|cannot|neither|nor|dont|wont|cant|didnt)\b|n't\b"),
        no_negation=re.compile(
            r"\b(?:no (?:problem|worries|later|doubt|dispute|need to worry)|without (?:fail|delay|further delay)"
            r"|not later|if not before"
            r"|don't worry|do not worry|haven't forgotten|have not forgotten|not a problem|not to worry)\b"
        ),
        condition=re.compile(r"\b(?:if|once|when|as soon as|provided|unless|subject to|until|after|assuming)\b"),
        no_condition=re.compile(
            r"\b(?:as soon as (?:possible|i can|we can)|if (?:possible|that's ok|that helps|needed)"
            r"|when you get a chance|once again|once more)\b"
        ),
        report=re.compile(
            r"\b(?:you|they|he|she|my \w+|the \w+) (?:said|told|promised|claimed?s?|reckons?|assures?|swears?"
            r"|thinks?|believes?)\b"
            r"|\b(?:i|we)(?:'d| had) (?:said|promised)\b|\bapparently\b|\baccording to\b|\bsupposedly\b|\ballegedly\b"
        ),
        question=re.compile(r"^\s*(?:can|could|would|will) you\b"),
        contrast=re.compile(
            r"[,;]?\s\b(?:but|however|although|though|whereas|so (?:i|we|you|it|that)|and (?:i|we|you|it|your|the"
            r"|there)|then)\b"
            r"|,\s(?=(?:i|we|you|it|he|she|they|my|our|your|the|please|otherwise|which)\b)|\s[-–—]\s|:\s"
        ),
    ),
    days=days_en.TABLE,
    back=re.compile(r"\b(?:back|return(?:ing)?|reopen\w*|available (?:again )?from)\b"),
    inclusive=re.compile(r"\b(?:inclusive|through|thru|up to and including)\b"),
    conditions={
        Label.DISPUTE: re.compile(
            r"\b(?:if|once|when|as soon as|until|after|unless) (?:you(?! (?:send|let|confirm|give|email|provide"
            r"|can))|your|the (?:work|job|goods"
            r"|repair|issue|problem|snag|fault|dispute|query))"
        ),
        Label.HARDSHIP: re.compile(r"\b(?:client|customer|grant|funding|insurance|money|funds|afford|paid by)"),
        Label.INFO_REQUEST: re.compile(r"\b(?:bank details|invoice|copy|po\b|purchase order|receipt of|iban|details)"),
    },
    proposal=re.compile(
        r"\b(?:propose|offer|suggest|would that|would you|could (?:i|we)|can (?:i|we)|if (?:you|that)(?:'re| are"
        r"| is|'s) (?:agree|ok|happy"
        r"|accept|all right|alright)|is that (?:ok|okay|all right)|acceptable|wonder|possible)"
    ),
    settled=re.compile(
        r"\b(?:dispute|query|issue|problem|complaint) (?:\S+ ){0,8}(?:settled|resolved|sorted|closed|cleared"
        r"|withdrawn|lifted)"
        r"|\b(?:no|not in|not a|without) (?:dispute|query|complaint|issue|problem)"
        r"|\bwithdraw (?:\S+ ){0,2}(?:dispute|complaint)"
    ),
)
