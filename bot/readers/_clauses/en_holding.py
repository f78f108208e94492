"""English rules that hold a case: dispute, hardship, insolvency, refusal, stop. On folded text."""

from __future__ import annotations

from bot.core.reading import Label
from bot.readers._clauses.rules import rule

_OTHERS = r"\b(?:client|customer|supplier|neighbour|their)\b"

_DISPUTE = (
    rule(
        Label.DISPUTE,
        0.82,
        r"\b(?:if|once|when|until|as soon as|unless) you(?:'ve| have)? (?:\S+ ){0,2}(?:fix|finish|complet|redo"
        r"|redone|repair|replac|come back"
        r"|put (?:it|this|that) right|correct|deliver|sort out)",
        kills="r",
        example="You will be paid once you fix the roof.",
        counter="You will be paid once you send the IBAN.",
    ),
    rule(
        Label.DISPUTE,
        0.9,
        r"\b(?:we|i|to|formally|hereby) (?:\S+ )?(?:dispute|contest|query|reject)\b|\b(?:disput(?:ed|ing)"
        r"|contested|contesting)\b"
        r"|\bin dispute\b|\bcomplaint\b|\b(?:don't|do not|cannot|can't) (?:agree|accept)\b",
        kills="rq",
        unless=r"\b(?:not|aren't|isn't|no) (?:\S+ )?(?:disput|contest|query|in dispute)|\bno complaint|\bif your\b",
        example="We dispute this invoice.",
        counter="We are not disputing this invoice.",
    ),
    rule(
        Label.DISPUTE,
        0.88,
        r"\b(?:never|not|n't|nobody|no one) (?:\S+ ){0,3}(?:ordered|order|authoris\w+|authoriz\w+|agreed|agree"
        r"|delivered|deliver|turned up"
        r"|finished|completed|complete|fitted|installed|arrived|working|works|work properly|fixed|signed|supplied"
        r"|done|provided|up to"
        r" (?:standard|scratch)|as (?:described|agreed|quoted|ordered)|fit for)\b",
        kills="r",
        unless=(
            r"\bpayment\b|\bportal\b|\bpaperwork|\bcheque\b|\bbank\b|\bworking (?:today|on)|\bdone (?:it"
            r"|this) (?:yet|before)|\boffice\b"
        ),
        example="The goods were never delivered.",
        counter="The payment never arrived.",
    ),
    rule(
        Label.DISPUTE,
        0.86,
        r"\b(?:overcharg\w+|double[- ](?:billed|charged|invoiced)|charged twice|invoiced twice|duplicate"
        r"|incorrect(?:ly)?|wrong (?:amount|price"
        r"|rate|quantity|goods|items?)|should (?:be|have been) [£$€]?\d|quoted? (?:\S+ ){0,3}[£$€]?\d|was quoted"
        r"|more than (?:quoted|agreed)"
        r"|not what (?:we|was|i)|credit note|(?:isn't|is not|not) (?:ours|mine|our (?:debt|bill)|my (?:debt|bill)))\b",
        kills="r",
        unless=r"\bcopy of\b|\bemail address\b",
        example="You have overcharged us.",
        counter="You have charged us.",
    ),
    rule(
        Label.DISPUTE,
        0.88,
        r"\b(?:don't|do not|doesn't|does not) owe\b|\bnothing (?:is )?(?:owing|owed|due|outstanding|to pay)\b"
        r"|\bowe you nothing\b"
        r"|\bnot (?:liable|responsible)\b|\bnot (?:ours|mine) to pay\b",
        kills="r",
        example="I don't owe you anything.",
        counter="I owe you this.",
    ),
    rule(
        Label.DISPUTE,
        0.82,
        r"\b(?:i|we)(?:'ve| have| had)? (?:\S+ )?(?:cancell?ed|returned|sent (?:it|them) back|rejected)\b"
        r"|\bcooling[- ]off\b"
        r"|\bcancell?ed (?:the|my|our|this|within|before|by|on|in)\b",
        kills="nrq",
        unless=r"\bcheque\b|\bmeeting\b|\bpayment\b|\bdirect debit\b",
        example="I cancelled the contract in June.",
        counter="I have not cancelled.",
    ),
    rule(
        Label.DISPUTE,
        0.86,
        r"\b(?:pay|paid|payment|settle|settled|release) (?:\S+ ){0,8}(?:once|when|until|if|after"
        r"|unless) (?:\S+ ){0,4}(?:fix|fixed|finish"
        r"|finished|complet\w+|correct\w*|replac\w+|repair\w*|redo|redone|come back|sort out|deliver\w*|resolv\w*"
        r"|rectif\w+|credit)",
        example="We will pay once the work is finished.",
        counter="We will pay once we are back.",
    ),
    rule(
        Label.DISPUTE,
        0.6,
        r"\b(?:leak\w*|broken|faulty|defect\w*|damaged|scratched|missing|poor (?:quality|workmanship)|shoddy"
        r"|snag\w*|botch\w*|unfinished"
        r"|cracked|short[- ]delivered|not happy|unhappy|unacceptable|dissatisfied|disappointed|errors?|mistakes?"
        r"|retention|withh\w+|late"
        r" delivery|redo|put right|discrepanc\w+)\b",
        kills="r",
        unless=r"\bmy mistake\b|\bour (?:mistake|error)\b|\bmissing (?:invoice|po|paperwork|email)\b",
        example="The tap is still leaking.",
        counter="The tap is great.",
    ),
)

_HARDSHIP = (
    rule(
        Label.HARDSHIP,
        0.87,
        r"\b(?:can't|cannot|can not|unable to|not able to|couldn't|not in a position to"
        r"|haven't got the money to) (?:\S+ ){0,3}"
        r"(?:pay|afford|settle|meet|cover|find the)\b|\b(?:no|not got any|haven't any|haven't got any) (?:money"
        r"|funds|cash)\b"
        r"|\bnothing (?:left )?in the (?:bank|account)\b",
        kills="rq",
        unless=r"\buntil (?:you|the (?:po|invoice|work))|\bportal\b|\bwithout (?:a|the|an) ",
        example="We cannot pay at the moment.",
        counter="We cannot log in to the portal.",
    ),
    rule(
        Label.HARDSHIP,
        0.86,
        r"\bcash[- ]?flow\b|\bfinancial (?:difficult\w+|hardship|trouble|problems?)|\b(?:struggling|skint|broke"
        r"|hard up|strapped|on our knees"
        r"|made redundant|redundancy|lost my job|out of work|unemployed|universal credit|on benefits|food bank"
        r"|overdrawn|bailiffs?)\b",
        kills="nrq",
        unless=_OTHERS,
        example="We have cash flow problems.",
        counter="Our customer has cash flow problems.",
    ),
    rule(
        Label.HARDSHIP,
        0.85,
        r"\b(?:when|once|until|as soon as|waiting (?:for|on)) (?:\S+ ){0,4}(?:client|customer|insurer|grant"
        r"|funding)s? (?:\S+ ){0,4}"
        r"(?:pays?|paid|settles?|comes through|to pay)|\b(?:client|customer)s? (?:\S+ )?(?:hasn't|haven't|has not"
        r"|not|still hasn't) paid"
        r"|\bwaiting (?:for|on) (?:\S+ ){0,3}(?:to be paid|money|funds|payment from)\b",
        kills="q",
        example="I'll pay when my client pays me.",
        counter="My client paid me.",
    ),
    rule(
        Label.HARDSHIP,
        0.75,
        r"\b(?:hospital|cancer|stroke|chemo\w*|passed away|died|funeral(?! (?:directors?|home|care))|bereave\w*"
        r"|flood(?:ed|s)?|fire at"
        r"|burnt down|burned down|off sick"
        r"|long[- ]term sick|signed off|surgery|operation|bad patch|tough (?:time|month|year)"
        r"|very difficult (?:time|period|year)"
        r"|fell through|laid off|closing down|ceased trading|lost our (?:biggest|main|largest))\b",
        kills="rq",
        example="I have been in hospital since March.",
        counter="I have been in town since March.",
    ),
)

_INSOLVENCY = (
    rule(
        Label.INSOLVENCY,
        0.92,
        r"\b(?:in|into|entered|enter(?:ing)?|appointed|filed for|gone into|declared|filing for|proposing"
        r"|under) (?:\S+ ){0,3}"
        r"(?:administration|administrators?|receivership|receivers?|liquidation|liquidators?|bankrupt(?:cy)?"
        r"|insolvency|an iva|a cva|iva"
        r"|cva|chapter (?:7|11)|dro)\b|\b(?:joint )?(?:liquidators?|administrators?) (?:of|were|have been|was)\b"
        r"|\btrustee in bankruptcy\b"
        r"|\bproof of debt\b|\bwinding[- ]up (?:order|petition)\b|\bdebt relief order\b|\bcreditors' meeting\b",
        kills="nrq",
        unless=_OTHERS,
        example="The company went into administration: it is now in administration.",
        counter="Our customer is in liquidation.",
    ),
    rule(
        Label.INSOLVENCY,
        0.6,
        r"\b(?:insolven\w+|bankrupt\w*|liquidation|receivership|liquidators?|insolvency practitioner|struck off)\b",
        kills="q",
        example="We are speaking to an insolvency practitioner.",
        counter="We are speaking to a practitioner.",
    ),
)

_REFUSAL = (
    rule(
        Label.REFUSAL,
        0.87,
        r"\b(?:won't|will not|not going to|refuse to|not gonna|never going to|have no intention of"
        r"|decline to) (?:\S+ ){0,2}(?:pay|be paying"
        r"|paying|settle|give you)\b|\b(?:not|n't) (?:paying|getting|see(?:ing)?) (?:\S+ ){0,3}(?:a|one|any|it"
        r"|you|this|penny|cent)\b"
        r"|\bnot a penny\b|\bnot paying\b",
        kills="rcq",
        unless=r"\buntil\b|\bunless\b|\btoday\b|\bbefore\b",
        example="I won't pay this.",
        counter="I won't pay until it is repaired.",
    ),
    rule(
        Label.REFUSAL,
        0.85,
        r"\b(?:no chance|see you in court|take (?:me|us) to court|sue (?:me|us)|get lost|get stuffed"
        r"|piss off|sod off|bugger off|f\*+"
        r"|fuck\w*|scammers?|crooks|thieves|whistle for it|over my dead body|do your worst|dream on"
        r"|shove it|bloodsuckers?)\b",
        kills="q",
        example="See you in court.",
        counter="See you on Friday.",
    ),
)

_STOP = (
    rule(
        Label.STOP_CONTACT,
        0.9,
        r"\bthank(?:s| you) (?:\S+ ){0,3}for (?:not|no longer|never) (?:ever )?(?:contact|e-?mail|writ|messag|call|text"
        r"|chas|send|bother|harass|pester|remind)ing\b|\bplease (?:no longer|never|do not|don't) (?:ever )?(?:contact"
        r"|e-?mail|write|message|chase|bother|harass|pester)\b"
        r"|\b(?:no longer|not|n't) (?:wish|want) (?:\S+ )?to (?:be contacted|hear from|receive (?:\S+ ){0,3}"
        r"(?:e-?mails?|messages?|reminders?|letters?))\b"
        r"|\b(?:stop|no more) (?:\S+ ){0,2}(?:reminders?|e-?mails?|letters?)\b",
        unless=r"\bon (?:sundays?|weekends?|saturdays?)\b|\bafter \d|\bbefore \d|\bhesitate\b",
        example="Thank you for not contacting us again.",
        counter="Thank you for contacting us.",
    ),
    rule(
        Label.STOP_CONTACT,
        0.7,
        r"\bplease stop\b|\bstop (?:it|this|that|now)\b",
        example="Please stop.",
        counter="We stopped the work.",
    ),
    rule(
        Label.STOP_CONTACT,
        0.9,
        r"\b(?:stop|cease|quit) (?:\S+ ){0,2}(?:contact\w*|email\w*|e-mail\w*|messag\w*|writing|calling|harass\w*"
        r"|pestering|bothering|sending"
        r"|chasing)\b|\b(?:do not|don't|never) (?:ever )?(?:contact|email|e-mail|write to|message|call"
        r"|text) (?:me|us|this|here)"
        r"(?: \S+){0,2} ?(?:again|any ?more|further)?\b|\b(?:no|don't want any|not want any) (?:more"
        r"|further) (?:e-?mails?|messages?|contact"
        r"|letters?|calls?)\b",
        unless=r"\bon (?:sundays?|weekends?|saturdays?)\b|\bafter \d|\bbefore \d",
        example="Stop emailing me.",
        counter="Do not call me on Sundays.",
    ),
    rule(
        Label.STOP_CONTACT,
        0.9,
        r"\bunsubscribe me\b|\bremove (?:me|my|us|our) (?:\S+ ){0,4}(?:from|details|address|data|email|list)"
        r"|\b(?:delete|erase) (?:\S+ ){0,3}"
        r"(?:data|details|address|record)|\bgdpr\b|\bharassment\b|\b(?:my|our) (?:solicitors?|lawyers?|attorney"
        r"|legal (?:team|representative))\b"
        r"|\bleave (?:me|us) alone\b",
        unless=r"\bin line with\b|\bprivacy\b|\bin accordance\b",
        example="Remove me from your list.",
        counter="We process data in line with GDPR.",
    ),
)

RULES = (*_DISPUTE, *_HARDSHIP, *_INSOLVENCY, *_REFUSAL, *_STOP)
