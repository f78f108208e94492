"""France: what a creditor's own reminders and formal notice rest on. Never a rate, never a computation.

Between professionals late-payment penalties and a fixed sum are due by law (C. com. L441-10, D441-5); claiming them
is the creditor's choice, and towards a consumer they do not exist. A formal notice needs no special form, only a
clear demand (C. civ. 1344); from it legal interest runs (1231-6, 1344-1). The creditor bears its own collection costs
(CPCE L111-8). A claim on a consumer is time-barred after two years (C. conso. L218-2), one between traders after five
(C. com. L110-4); a reminder, even a registered one, interrupts nothing (C. civ. 2240 to 2244). The usual delay is 8
days, 15 for a consumer: custom, not law.

Sources, with what was read of them: shared research of 21 November 2026. Code civil and CPCE in the official
consolidated text of 4 April 2026; Code de commerce through secondary sources, to be read again on Légifrance
(https://www.legifrance.gouv.fr) before a release and on 1 January 2027. Not checked by a lawyer.

>>> from datetime import date
>>> LAW.fact("fixed_sum", date(2026, 12, 7)).value
'40 EUR'
>>> LAW.fact("fixed_sum", date(2012, 12, 31)) is None
True
"""

from __future__ import annotations

from datetime import date

from bot.core.law import Fact, Law

_LIMITATION_2008 = date(2008, 6, 19)  # loi 2008-561: in force on 19 June 2008
_CIVIL_2016 = date(2016, 10, 1)  # ordonnance 2016-131, article 9: in force on 1 October 2016
_ARTICLES = "articles L441-10 et D441-5 du code de commerce"

LAW = Law(
    country="FR",
    notice_days_business=8,
    notice_days_consumer=15,
    facts=(
        Fact(
            name="late_penalties",
            value=_ARTICLES,
            source="C. com. L441-10 II, D441-5 (decree 2021-211), professionals only; secondary texts",
            since=date(2021, 2, 27),
            until=date(2026, 12, 31),
        ),
        Fact(
            name="late_penalties",
            value=_ARTICLES,
            source="C. com. L441-10 II as of 1 January 2027: same words (ordonnance 2026-671); secondary texts",
            since=date(2027, 1, 1),
        ),
        Fact(
            name="fixed_sum",
            value="40 EUR",
            source="C. com. D441-5 (decree 2021-211), once per late invoice, professionals only; service-public F23211",
            since=date(2021, 2, 27),
        ),
        Fact(
            name="formal_notice",
            value="article 1344 du code civil",
            source="C. civ. 1344, official text of 4 April 2026: an act that is a sufficient demand; no form required",
            since=_CIVIL_2016,
        ),
        Fact(
            name="interest_from_notice",
            value="articles 1231-6 et 1344-1 du code civil",
            source="C. civ. 1231-6 and 1344-1, official text of 4 April 2026: legal interest from the formal notice",
            since=_CIVIL_2016,
        ),
        Fact(
            name="costs_on_creditor",
            value="article L111-8 du code des procédures civiles d’exécution",
            source="CPCE L111-8 al. 2, official text of 4 April 2026: costs without a court title are the creditor’s",
            # Older versions say the same; the version since the reform of the bailiffs is the one that was read.
            since=date(2022, 7, 1),
        ),
        Fact(
            name="limitation_consumer",
            value="2",  # years
            source="C. conso. L218-2, official text of 4 April 2026; the same words were L137-2 until 30 June 2016",
            since=_LIMITATION_2008,
        ),
        Fact(
            name="limitation_business",
            value="5",  # years; some trades have less (carriage of goods: one), which no table tells us
            source="C. com. L110-4 (loi 2008-561), between traders; secondary texts",
            since=_LIMITATION_2008,
        ),
    ),
)
