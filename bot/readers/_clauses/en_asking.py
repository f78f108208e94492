"""English rules for the rest: questions, wrong contacts, thanks. On folded text."""

from __future__ import annotations

from bot.core.reading import Label
from bot.readers._clauses.rules import rule

_INFO = (
    rule(
        Label.INFO_REQUEST,
        0.88,
        r"\b(?:send|resend|re-send|forward|provide|supply|email|let (?:me|us) have|give|confirm|need|require|get"
        r"|upload|attach|share|have|want"
        r"|missing|waiting (?:for|on)|quote|tell (?:me|us)|see) (?:\S+ ){0,7}(?:copy|copies|invoice|invoices"
        r"|bank details|sort code|account"
        r" (?:number|details)|iban|statement|breakdown|po|po number|purchase order|timesheets?|proof of delivery"
        r"|pod|delivery note|vat number"
        r"|receipt|details|number|quote|remittance address)\b",
        unless=r"\b(?:already|sent you|don't need|will send|we sent|here is|i have the|we have (?:your"
        r"|the) invoice|received your)\b"
        r"|\b(?:stop|delete|remove)\b|\bpay(?:ing)? (?:your|the|this) invoice\b|\bsettle\b",
        example="Please send me a copy of the invoice.",
        counter="We already have your invoice.",
    ),
    rule(
        Label.INFO_REQUEST,
        0.86,
        r"\b(?:never|not|n't|no record of|no trace of|can't find|cannot find|can't see|don't have"
        r"|haven't) (?:\S+ )?(?:received?|got|have|had|seen"
        r"|find|see|a copy)? ?(?:\S+ ){0,3}(?:invoice|copy|bill|po number|purchase order)\b",
        kills="r",
        unless=r"\bpay(?:ing)?\b|\bdispute\b|\bowe\b|\bagree\b|\baccept\b",
        example="We have not received your invoice.",
        counter="We have received your invoice.",
    ),
    rule(
        Label.INFO_REQUEST,
        0.85,
        r"\bwhat(?:'s| is| was) (?:this|it|that|the (?:invoice|amount|balance|total)) (?:\S+ )?(?:for|about"
        r"|regarding|relate)?|\bwhich (?:invoice|job"
        r"|order|account)\b|\bhow much\b|\bwhat (?:do|does) (?:we|i|this|it) (?:owe|relate)|\bwhere do i (?:pay"
        r"|send)|\bhow (?:do|can) (?:i|we) pay\b",
        unless=r"\bhow much (?:i|we) (?:appreciate|enjoy)|\bhow much more\b",
        example="What is this invoice for?",
        counter="That is what this is.",
    ),
)

_WRONG = (
    rule(
        Label.WRONG_CONTACT,
        0.88,
        r"\bno longer (?:\S+ )?(?:work\w*|employed|with (?:the|this|us|them)|at\b|own\w*|the (?:owner|tenant"
        r"|director|right|treasurer)"
        r"|responsible|involved|monitored|in use)|\b(?:has|have|i|she|he) left (?:the )?(?:company|business"
        r"|organisation|firm|us|employment)\b",
        kills="q",
        example="I no longer work at Acme.",
        counter="I work at Acme.",
    ),
    rule(
        Label.WRONG_CONTACT,
        0.88,
        r"\bwrong (?:person|company|address|contact|department|email|number|firm)\b|\bnot (?:the )?(?:right"
        r"|correct) (?:person|company|contact"
        r"|department|address)\b|\bno connection (?:with|to)\b|\b(?:nothing to do with|never heard of) (?:me|us"
        r"|you|this|them)?"
        r"|\bmistaken identity\b|\b(?:looking for|after|confus\w+|mixed up) (?:\S+ ){1,6}(?:we are|we're|not us)\b",
        kills="r",
        example="You have the wrong company.",
        counter="You have the right company.",
    ),
    rule(
        Label.WRONG_CONTACT,
        0.78,
        r"\b(?:i|we)(?:'ve| have)? (?:\S+ )?sold (?:the|my|our)\b|\bplease (?:contact|write to|email|direct"
        r"|redirect|address) (?:\S+ ){0,6}"
        r"(?:instead|going forward|from now on|in future)|\b(?:handled|dealt with) by\b|\bchanged hands\b",
        kills="q",
        example="I sold the business last year.",
        counter="I sold nothing.",
    ),
)

_OTHER = (
    rule(
        Label.OTHER,
        0.8,
        # "Thank you for correcting it" asks for something; so does "please ..., thanks".
        r"\b(?:(?:thanks|thank you)(?! (?:\S+ much )?(?:to\b|for (?!your|the|this|that|it|letting|getting|reaching)))"
        r"|noted|ok|okay|received|understood|cheers|passed (?:\S+ ){0,3}(?:on|to)|forwarded"
        r"|will (?:check|look|find out"
        r"|chase|come back|get back)|'ll (?:check|look|find out|chase|come back|get back)|look(?:ing)? into"
        r"|let you know|bear with)\b",
        kills="q",
        unless=r"\bplease\b(?! bear)|\bkindly\b|\bstop\b|\bdo not\b|\bdon't\b",
        example="Noted, thanks.",
        counter="Thank you for correcting the invoice.",
    ),
)

RULES = (*_INFO, *_WRONG, *_OTHER)
