"""English rules about paying: promised, paid, asked to wait. On folded text."""

from __future__ import annotations

from bot.core.reading import Label
from bot.readers._clauses.rules import rule

_MONEY = r"(?:payments?|bacs|(?:bank )?transfer|cheques?|remittance|funds|money|wire|standing order|direct debit)"
_WILL = r"(?:will|'ll|shall|going to|gonna|am going to|are going to|ll)"
_GAP = r"(?:\S+ ){0,3}"

_PROMISE = (
    rule(
        Label.PROMISE,
        0.9,
        rf"{_WILL} (?:\S+ )?(?:pay|settle|transfer|wire|clear|remit|post (?:a|the|you a) cheque"
        rf"|(?:make|send|do|arrange|release|process|action|set up) {_GAP}(?:{_MONEY}|balance|it over|that over))\b",
        kills="nrq",
        unless=r"\bnot\b|\bwon't\b|\bdispute\b|\bget back\b",
        example="We will settle your invoice on Friday.",
        counter="We will not settle your invoice.",
    ),
    rule(
        Label.PROMISE,
        0.88,
        r"\b(?:will|'ll|shall|going to|should|due to) (?:now )?be (?:\S+ )?(?:paid|settled|transferred|cleared"
        r"|remitted|wired"
        r"|processed|released|in your account|with you|sent|made|done)\b",
        kills="nrq",
        unless=r"\bgoods\b|\bdelivery\b|\breply\b|\banswer\b|\bparcel\b",
        example="It will be paid on the 15th.",
        counter="It will not be paid.",
    ),
    rule(
        Label.PROMISE,
        0.86,
        r"\b(?:scheduled|included|set up|queued|lined up|down|in|on|go(?:es|ing)? (?:out )?(?:in|with|on)|part of"
        r"|added to)"
        r" (?:\S+ ){0,4}(?:payment run|pay run|bacs run|run|payment)\b",
        kills="nrq",
        example="It is scheduled in the payment run of the 15th.",
        counter="It missed no deadline.",
    ),
    rule(
        Label.PROMISE,
        0.85,
        rf"\b(?:i|we|i'm|we're|i am|we are|it's|it is|that's) (?:\S+ ){{0,2}}(?:pay(?:ing)?|settl(?:e|ing)"
        rf"|transfer(?:ring)?"
        rf"|sending {_GAP}{_MONEY}|going out|do(?:ing)? (?:it|this|that|the {_MONEY}))\b",
        kills="nrq",
        dated=True,
        example="We are paying this on Monday.",
        counter="We are paying this.",
    ),
    rule(
        Label.PROMISE,
        0.85,
        rf"\b{_MONEY}\b|\b(?:sorted|settled|paid|cleared)\b (?:by|on|before)\b",
        kills="nrcq",
        dated=True,
        unless=r"\b(?:sent|made|went|left|gone|received|posted|was|were|been|ago|yesterday|late|demand|last|terms"
        r"|has|have|had"
        r"|overdue|chas\w*|when|stopped)\b",
        example="Payment on Friday.",
        counter="Payment was made on Friday.",
    ),
    rule(
        Label.PROMISE,
        0.8,
        r"\b(?:i|we)\s?(?:'ll|will|shall) (?:\S+ )?(?:sort|deal with|see to|take care|get (?:it|this"
        r"|that) (?:done|sorted|paid|over))"
        r"|\byou(?:'ll| will) (?:have|get|receive) (?:\S+ ){0,3}(?:payment|money|it|cheque|funds|that)\b",
        kills="nrq",
        unless=r"\breply\b|\banswer\b|\bget back\b|\bresponse\b",
        example="I'll sort it this week.",
        counter="I'll get back to you this week.",
    ),
    rule(
        Label.PROMISE,
        0.82,
        r"\b(?:expect|promise|commit|undertake|intend|plan|aim) (?:\S+ ){0,2}(?:to )?(?:pay|payment|settle"
        r"|settlement|clear)\b",
        kills="nrq",
        example="We intend to pay this by Friday.",
        counter="We do not intend to pay this.",
    ),
)

_PAID = (
    rule(
        Label.PAID,
        0.9,
        r"\b(?:i|we|he|she|they|accounts|it|this|that|invoice|which|has|have|was|were|'ve|been|already"
        r"|just) (?:\S+ ){0,3}"
        r"(?:paid|settled|transferred|remitted|wired)\b",
        kills="nrqc",
        unless=r"\b(?:will|'ll|shall|be|get|getting|once|when|until|dispute|query|issue|problem|to be|haven't"
        r"|hasn't|by|would"
        r"|should have|heating|bill)\b",
        example="We paid this on 3 March.",
        counter="It will be paid on Friday.",
    ),
    rule(
        Label.PAID,
        0.9,
        rf"\b(?:{_MONEY}|it|this|that) (?:\S+ ){{0,6}}(?:went out|left|gone out|(?:was|were|has been"
        rf"|have been) (?:\S+ )?(?:made|sent|posted"
        rf"|released|processed|issued|paid|cleared))\b",
        kills="nrqc",
        unless=r"\b(?:goods|order|parcel|report|email|delivery|complaint|query|dispute|part)\b",
        example="Payment was made yesterday.",
        counter="Payment will be made tomorrow.",
    ),
    rule(
        Label.PAID,
        0.88,
        rf"\b(?:i|we)(?:'ve| have)? (?:just |already )?(?:made|sent|posted|released|done|did"
        rf"|put) {_GAP}(?:{_MONEY}|through|over)\b"
        rf"|\balready (?:been )?(?:paid|settled)\b|\bpaid (?:it|this|that|you|in full|by card|online|via|on|last"
        rf"|already)\b",
        kills="nrqc",
        unless=r"\b(?:will|'ll|get|getting|once|when|until|dispute|query|be)\b",
        example="I have just made the transfer.",
        counter="I will have to make the transfer.",
    ),
    rule(
        Label.PAID,
        0.82,
        r"\b(?:attached|enclosed|here is|please find) (?:\S+ ){0,4}(?:remittance|proof of payment"
        r"|payment confirmation|receipt)\b",
        kills="nrq",
        example="Remittance attached: please find the remittance advice.",
        counter="Please find our purchase order.",
    ),
)

_PLAN = (
    rule(
        Label.PLAN_REQUEST,
        0.88,
        r"\binstal?lments?\b|\bpayment plan\b|\bpay (?:\S+ ){0,3}(?:in|over) (?:\d+|two|three|four|five|six"
        r"|several|stages)\b"
        r"|\bspread (?:\S+ ){0,3}(?:cost|payments?|over|it)\b|\bstaged payments?\b",
        kills="nr",
        example="Could we have a payment plan?",
        counter="No payment plan is needed.",
    ),
    rule(
        Label.PLAN_REQUEST,
        0.86,
        r"\b(?:could|can|would|may|might|possible|grateful|appreciate|wonder\w*|ask\w*|hop\w+|request\w*|need"
        r"|allow|give|grant|let)"
        r" (?:\S+ ){0,9}(?:more time|extra time|extension|extend|a few (?:more )?(?:days|weeks)|bear with|until"
        r"|reduc\w+|discount|defer"
        r"|hold off|another (?:\w+ )?(?:weeks?|months?|days?|fortnight)|a bit longer|some time|breathing space"
        r"|leeway|settle for|accept)\b",
        kills="n",
        unless=r"\baccept (?:our|my) apolog|\buntil further|\bask(?:ed)? (?:him|her|them|accounts)",
        example="Could you give us a few more weeks?",
        counter="Could you call me?",
    ),
    rule(
        Label.PLAN_REQUEST,
        0.82,
        r"\b(?:i|we) (?:can |could |would )?(?:propose|offer|suggest)\b|\bwithout prejudice\b|\bfull and final\b"
        r"|\bgoodwill gesture\b"
        r"|\bmeet (?:me|us) (?:half ?way|in the middle)\b|\bwrite (?:\S+ )?off\b|\bknock (?:\S+ ){1,3}off\b",
        kills="n",
        unless=r"\bmeeting\b|\bcall\b|\byou (?:contact|write|speak)",
        example="I can offer 200 a month.",
        counter="I suggest you contact my landlord.",
    ),
)

RULES = (*_PROMISE, *_PAID, *_PLAN)
