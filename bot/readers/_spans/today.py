"""Whether "today" is told as a promise: "heute noch, versprochen". In all six languages at once."""

from __future__ import annotations

import re

from bot.readers._spans.folded import fold

_STILL = re.compile(
    r"\b(?:heute noch|noch heute|vandaag nog|nog vandaag|encore aujourd'hui|aujourd'hui encore|des aujourd'hui"
    r"|hoy mismo|oggi stesso|ancora oggi|entro oggi|later today|still today|by the end of today)\b"
)
_SWORN = re.compile(
    r"\b(?:promis(?:ed|e|o)?|sworn|i swear|my word|versprochen|versprech\w*|ehrenwort|beloofd|beloof|erewoord"
    r"|prometid[oa]|prometo|te lo juro|palabra|promess[oa]|prometto|giuro|parola|juree?|je le jure|parole)\b"
)
# A payment made: a verb that tells what is done.
_DONE = re.compile(
    r"\b(?:(?:i|we)(?:'ve| have| just)|has|was|were|went|gone|done|did|paid|sent|transferred|posted|released"
    r"|ai|avons|a ete|est (?:parti\w*|fait\w*|paye\w*|regle\w*)|vient|viens|venons|parti|fait"
    r"|(?<!je )(?<!on )(?<!te )(?<!vous )(?<!la )(?<!le )(?:paye|vire|regle|envoye)"
    r"|hab|habe|haben|hat|wurde|ist (?:raus|weg|angewiesen|uberwiesen|bezahlt|erledigt)|uberwiesen|ueberwiesen|bezahlt"
    r"|gezahlt|angewiesen|ging|gemacht|erledigt|geschickt"
    r"|he|hemos|ha|han|hice|hicimos|pague|pagamos|pagad[oa]|hech[oa]|enviad[oa]|salio|ordenad[oa]|transferi\w*|acabo"
    r"|ho|abbiamo|pagat[oa]|fatt[oa]|inviat[oa]|partit[oa]|eseguit[oa]|disposto|saldat[oa]"
    r"|heb|hebben|heeft|is (?:weg|betaald|overgemaakt|gedaan)|betaald|overgemaakt|gestort|gedaan|verstuurd|verzonden)\b"
)
_STOPS = (". ", "! ", "? ", "\n\n")


def promised(text: str, start: int, end: int) -> bool:
    """Does the sentence around text[start:end], a word for today, promise and tell nothing done?"""
    left = max(text.rfind(mark, max(0, start - 200), start) for mark in _STOPS)
    ends = [place for mark in _STOPS if (place := text.find(mark, end, end + 200)) >= 0]
    near = fold(text[left + 1 if left >= 0 else max(0, start - 200) : min(ends, default=end + 200)]).text
    return bool(_STILL.search(near) or _SWORN.search(near)) and not _DONE.search(near)
