"""Which of six languages is it? By its small words. Never a library, never a guess on too little."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORDS = {
    "fr": "le la les un une des du de et est ne pas je vous nous votre notre pour dans sur avec que qui bonjour "
    "merci cordialement facture ce cette mon ma au aux par mais suis sera avons avez ai c'est bien deja en a "
    "ete se sa son sont leur nos vos tres aussi donc si ou plus serait il elle on ici chez depuis jamais",
    "en": "the a an and is are not i you we your our for in on with that this hi hello thanks regards invoice my to "
    "of but am will have has be it been by was from please dear there no longer work can could would all any more "
    "if so do don't me they he she them his her what when did just",
    "de": "der die das ein eine und ist nicht ich sie wir ihre unsere fur in auf mit dass hallo danke rechnung mein "
    "zu aber bin wird haben hat es von am den dem bitte gruss grussen bis",
    "es": "el la los las un una y es no yo usted nosotros su nuestro para en con que hola gracias factura mi a de "
    "pero soy sera hemos ha lo por del al buenos dias os saludos esta",
    "it": "il lo la i gli le un una e non io lei noi vostra nostra per in con che buongiorno grazie fattura mio di "
    "ma sono sara abbiamo ha del al da vi saluti questo delle dei gli dove qui mi ciao altri anche erano ore a ne",
    "nl": "de het een en is niet ik u wij uw onze voor in op met dat hallo bedankt factuur mijn te van maar ben "
    "wordt hebben heeft er aan bij we je groeten dag zijn",
}
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def guess(folded: str, prior: Sequence[str] = ()) -> str:
    """``fr``, ``en``, ``de``, ``es``, ``it``, ``nl`` or ``und``. ``prior`` breaks ties and decides on a few words."""
    words = _WORD.findall(folded[:4000])
    # "d'accord", "l'iban": the part before the apostrophe tells French and Italian.
    parts = [piece for word in words for piece in {word, *word.split("'")}]
    scores = {language: float(sum(1 for part in parts if part in small)) for language, small in _SETS.items()}
    if prior and len(words) <= 4:
        # "no chance", "non": too little to tell a language that nobody expects.
        scores = {language: score for language, score in scores.items() if language in prior} or scores
    expected = next((language for language in prior if language in _SETS), "")
    if expected:
        scores[expected] += 0.5
    ranked = sorted(scores, key=lambda language: -scores[language])
    best, others = ranked[0], ranked[1:2]
    if scores[best] >= 1 and all(scores[best] > scores[other] for other in others):
        return best
    return expected if expected and len(words) <= 6 else "und"
