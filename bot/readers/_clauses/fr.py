"""French: rules, scope words and days put together. On folded text (lower case, no accents)."""

from __future__ import annotations

import re

from bot.core.reading import Label
from bot.readers._clauses import days_fr, fr_asking, fr_holding, fr_paying
from bot.readers._clauses.rules import Lexicon
from bot.readers._clauses.text import Scope

LEXICON = Lexicon(
    rules=(*fr_paying.RULES, *fr_holding.RULES, *fr_asking.RULES),
    scope=Scope(
        negation=re.compile(r"\b(?:ne|pas|plus|jamais|aucune?|sans|ni|rien)\b|\bn'"),
        no_negation=re.compile(
            r"\b(?:au plus (?:tard|vite|tot)|plus tard|plus tot|le plus|de plus|en plus|plus vite|plus rapidement"
            r"|pas de (?:souci|probleme)s?"
            r"|sans (?:faute|souci|probleme|delai|tarder|attendre|doute|faire d'histoires?)|rien de plus"
            r"|n'hesitez pas|n'oublie pas"
            r"|ne t'inquiete\w* pas|ne vous inquietez pas|je n'ai pas oublie|pas oublie)\b"
        ),
        condition=re.compile(
            r"\b(?:si|s'il|s'ils|des que|quand|lorsque|une fois|sous reserve|a condition|tant que|sinon|a reception)\b"
        ),
        no_condition=re.compile(
            r"\b(?:des que possible|si besoin|si possible|s'il vous plait|s'il te plait|si vous voulez|si tard"
            r"|une fois de plus)\b"
        ),
        report=re.compile(
            r"\b(?:vous (?:m')?(?:aviez|avez) (?:dit|promis|annonce|ecrit)|j'avais (?:dit|promis)|(?:m'assure"
            r"|m'a dit|me dit|dit|assure|pretend) que"
            r"|d'apres|selon|parait[- ]il|il parait|soi-disant)\b"
        ),
        question=re.compile(r"\best-ce que\b|\bpouvez-vous\b|\bpourriez-vous\b|\bpeux-tu\b"),
        contrast=re.compile(
            r"[,;]?\s\b(?:mais|par contre|en revanche|cependant|toutefois|neanmoins|sauf que|alors que|donc"
            r"|et (?:je|nous|on|vous)"
            r"|par ailleurs|puis)\b|,\s(?=(?:je|j'|nous|on|vous|il|elle|mon|ma|notre|le|la|merci)\b)|\s[-–—]\s|\s?:\s"
        ),
    ),
    days=days_fr.TABLE,
    back=re.compile(
        r"\b(?:de retour|retour|serai (?:de retour|la)|reprendrai|rouvr\w+|reouverture|joignable a (?:partir"
        r"|compter)|reprise)\b"
    ),
    inclusive=re.compile(r"\b(?:inclus|compris|inclusivement)\b|\bdu (?:\S+ ){1,6}au\b"),
    conditions={
        Label.DISPUTE: re.compile(
            r"\b(?:si|quand|des que|tant que|une fois|lorsque) (?:\S+ ){0,2}(?:vous|tu|ce|c'|les travaux"
            r"|le travail|la livraison)"
            r"(?!\s(?:voulez|preferez|pouvez|m'envoyez|me (?:donnez|renvoyez|confirmez)|nous (?:envoyez|donnez"
            r"|renvoyez)))"
        ),
        Label.HARDSHIP: re.compile(
            r"\bclients?\b|\bsubvention|\bargent\b|\brentree|\bpourrai\b|\bpourrons\b|\bpeux\b|\btresorerie"
        ),
        Label.INFO_REQUEST: re.compile(r"\b(?:rib|iban|facture|duplicata|bon de commande|reception|numero)\b"),
    },
    proposal=re.compile(
        # "c'est d'accord, je paierai" takes up an offer; "seriez-vous d'accord", "sauf accord" make one.
        r"(?<!c'est d')(?<!suis d')(?<!sommes d')\baccord|\b(?:(?:je|nous) (?:vous |te )?propos|possible"
        r"|accepte(?:z|riez)|est-ce que|pourrai[st]|pourrions|si vous (?:voulez|etes)|ca (?:vous|te) va|convien)"
    ),
    settled=re.compile(
        r"\b(?:litige|probleme|desaccord|differend|reclamation|souci) (?:\S+ ){0,5}(?:regle|resolu|clos|leve"
        r"|solde|termine|retire)"
        r"|\b(?:aucun|pas de|plus de|plus aucun) (?:litige|probleme|reclamation|desaccord|contestation)"
        r"|\bretir(?:e|ons) (?:\S+ ){0,2}(?:reclamation|contestation)"
    ),
)
