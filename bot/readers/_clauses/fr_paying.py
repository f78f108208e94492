"""French rules about paying: promised, paid, asked to wait. On folded text."""

from __future__ import annotations

from bot.core.reading import Label
from bot.readers._clauses.rules import rule

_MONEY = r"(?:virements?|reglements?|paiements?|cheques?|mandats?|prelevements?|acomptes?)"
_PAY = r"(?:payer|regler|virer|solder|verser|acquitter|honorer|rembourser|proceder au (?:paiement|reglement|virement))"
_PAID = r"(?:payee?s?|reglee?s?|viree?s?|versee?s?|soldee?s?|acquittee?s?|mandatee?s?)"
_WE = r"(?:je|j'|nous|on)"
_GAP = r"(?:\S+ ){0,3}"

_PROMISE = (
    rule(
        Label.PROMISE,
        0.9,
        r"\b(?:paierai|payerai|paierons|payerons|reglerai|reglerons|virerai|virerons|solderai|solderons|verserai"
        r"|verserons"
        r"|acquitterai|acquitterons|(?:ferai|ferons) (?:\S+ ){0,2}(?:virement|paiement|reglement|cheque|necessaire)"
        r"|(?:effectuerai|effectuerons|enverrai|enverrons|posterai|deposerai) (?:\S+ ){0,3}"
        r"(?:virement|paiement|reglement|cheque|argent|solde))\b",
        kills="nrq",
        example="Je vous réglerai le 12 mars.",
        counter="Je ne paierai pas.",
    ),
    rule(
        Label.PROMISE,
        0.88,
        rf"\b(?:sera|seront|va etre|vont etre) (?:bien |donc |alors |integralement )?(?:{_PAID}|effectuee?s?|emise?s?"
        rf"|envoyee?s?|mise?s? en (?:paiement|reglement)|executee?s?|postee?s?|honoree?s?|faite?s?)\b",
        kills="nrq",
        unless=r"\blivr|\btravaux|\bcorrig|\bmarchandise|\breponse",
        example="La facture sera soldée vendredi.",
        counter="La facture ne sera pas réglée.",
    ),
    rule(
        Label.PROMISE,
        0.86,
        rf"\b(?:je vais|on va|nous allons|je compte|je m'engage a|nous nous engageons a) {_GAP}(?:{_PAY}|{_MONEY}"
        rf"|necessaire)\b",
        kills="nrq",
        example="Je vais vous faire le virement.",
        counter="Je ne vais pas payer.",
    ),
    rule(
        Label.PROMISE,
        0.85,
        rf"\b{_WE}\s?{_GAP}(?:paie|paye|payons|regle|reglons|vire|virons|solde|soldons|verse|versons"
        rf"|(?:fais|faisons|fait|lance|passe|passons|envoie|envoyons|poste|depose|mets) {_GAP}"
        rf"(?:{_MONEY}|necessaire|en paiement|argent))\b",
        kills="nrq",
        dated=True,
        example="Je vous vire ça demain.",
        counter="Je ne paie pas demain.",
    ),
    rule(
        Label.PROMISE,
        0.78,
        r"\b(?:je|j'|on|nous)\s?(?:\S+ ){0,2}(?:occupe|occupons|occuperai|le fais|la fais|fais ca|fait ca"
        r"|regularise|regulariserai"
        r"|ferai|ferons)\b",
        kills="nrq",
        dated=True,
        example="Je m'en occupe lundi.",
        counter="Je m'en occupe.",
    ),
    rule(
        Label.PROMISE,
        0.85,
        rf"^\W*(?:bonjour |ok |oui |le |votre |mon |notre ){{0,2}}{_MONEY}\b(?: \S+){{0,5}}\s*$",
        kills="nrcq",
        dated=True,
        unless=r"\b(?:effectue|fait|parti|emis|passe|envoye|realise|execute|debite|rejete|refuse|recu|hier)\b",
        example="Virement vendredi.",
        counter="Rappelez-moi vendredi pour le paiement.",
    ),
    rule(
        Label.PROMISE,
        0.7,
        rf"\b{_MONEY}\b",
        kills="nrcq",
        dated=True,
        unless=r"\b(?:effectue|fait|parti|emis|passe|envoye|realise|execute|debite|recu|demande|votre relance"
        r"|attend|hier|rejete|appel|retard|paye\b|regle\b|refus|conditions?|delai|poste|depuis|quand|du client)",
        example="Virement vendredi.",
        counter="Le virement est parti vendredi.",
    ),
    rule(
        Label.PROMISE,
        0.86,
        r"\b(?:vous (?:aurez|recevrez)|tu (?:auras|recevras)|vous serez (?:paye|regle|credite)|tu seras (?:paye"
        r"|regle))\b",
        kills="nrcq",
        unless=r"\breponse|\bretour\b|\bnouvelles\b|\brien\b|\bcentime",
        example="Vous aurez votre argent lundi.",
        counter="Vous aurez une réponse lundi.",
    ),
    rule(
        Label.PROMISE,
        0.87,
        rf"\b(?:{_MONEY}|facture|elle|ca|tout|c'est) {_GAP}(?:est |sont )?(?:bien )?(?:prevue?s?|programmee?s?"
        rf"|planifiee?s?|inscrite?s?"
        rf"|part(?:ira)?\b|passera|passe (?:dans|en|au|sur)|integree?s?)",
        kills="nrq",
        unless=r"\blivr|\bintervention|\brendez|\bdevis|\bcontrat|\bcommande",
        example="Le virement est programmé pour le 15.",
        counter="La livraison est prévue le 15.",
    ),
    rule(
        Label.PROMISE,
        0.84,
        r"\b(?:c'est|ce sera|tout est|tout sera) (?:\S+ )?(?:regle|paye|solde|fait|vire)e?\b",
        kills="nrcq",
        dated=True,
        unless=r"\bdepuis|\bdeja|\bhier|\bassure que|\blitige",
        example="Ce sera soldé avant le 20.",
        counter="C'est réglé depuis hier.",
    ),
)

_PAID_RULES = (
    rule(
        Label.PAID,
        0.72,
        rf"^\W*(?:deja |bien )?{_PAID} (?:lundi|mardi|mercredi|jeudi|vendredi)\b",
        kills="nrqc",
        example="Payé lundi par virement.",
        counter="Je vous paie lundi.",
    ),
    rule(
        Label.PAID,
        0.82,
        r"\b(?:j'ai|on a|nous avons|avons) (?:\S+ ){0,2}(?:mis|donne|verse|depose|envoye|file) "
        r"(?:deja )?(?:\d+\b(?! (?:jours|mois|fois|photos))|un acompte|la moitie|une partie)",
        kills="nrqc",
        example="Je vous ai fait : j'ai mis 200 le 3.",
        counter="J'ai mis 3 mois.",
    ),
    rule(
        Label.PAID,
        0.9,
        rf"\b(?:j'ai|on a|nous avons|a ete|ont ete|avons|avait ete|a bien ete|ayant|vous ai|t'ai|l'ai|l'avons) "
        rf"(?:\S+ ){{0,3}}(?:{_PAID}|effectue|(?:fait|envoye|poste|depose|emis|passe|remis|lance) (?:\S+ ){{0,3}}"
        rf"(?:{_MONEY}|acompte|argent))\b",
        kills="nrqc",
        unless=r"\bopposition|\bpoubelle|\brejet|\blitige|\bprobleme|\bdifferend|\bsouci"
        r"|\bm'a |\bnous a ete\b|\bpar erreur\b|\bsera\b|\baurai",
        example="J'ai réglé votre facture le 3 mars.",
        counter="Je n'ai pas réglé votre facture.",
    ),
    rule(
        Label.PAID,
        0.9,
        rf"\b{_MONEY}\b (?:\S+ ){{0,6}}(?:effectue|fait|parti|emis|envoye|realise|execute|debite|poste|valide|ok"
        rf"|transmis)e?s?\b",
        kills="nrqc",
        unless=r"\b(?:poubelle|rejete|retour|sera|seront|va etre|doit|devrait|aurez|prevu|quand|des que|une fois)\b",
        example="Le virement est parti hier.",
        counter="Le virement sera effectué demain.",
    ),
    rule(
        Label.PAID,
        0.84,
        rf"\b(?:deja (?:ete )?{_PAID}|c'est (?:deja )?(?:fait|paye|regle|parti|vire|solde)|facture {_PAID}"
        rf"|{_PAID} (?:le|hier|ce matin|la semaine derniere)"
        rf"|(?:paye|regle) par (?:carte|cb|cheque|virement|votre lien)|sorti de (?:mon|notre) compte|debite (?:de"
        rf"|sur|le))",
        kills="nrqc",
        unless=r"\blitige|\bsera\b|\bdoit\b|\bprobleme|\bassure\b"
        r"|\b(?:je|on|nous) (?:vous |te |le |la |les |l'|l )?(?:regle|paye|vire|solde|verse)\b",
        example="C'est déjà payé.",
        counter="Ce n'est pas payé.",
    ),
    rule(
        Label.PAID,
        0.84,
        r"\b(?:ci-joint|voici|je joins|vous trouverez|en piece jointe) (?:\S+ ){0,4}(?:avis d'|preuve"
        r"|justificatif de (?:virement|paiement)"
        r"|ordre de virement|recu (?:de|du))",
        kills="nrq",
        example="Ci-joint la preuve de virement.",
        counter="Ci-joint notre bon de commande.",
    ),
)

_PLAN = (
    rule(
        Label.PLAN_REQUEST,
        0.88,
        r"\bechelonn|\bechean?cier|\betal(?:er|ement)|\bfacilites? de paiement|\b(?:en|par) (?:\d+|deux|trois"
        r"|quatre|cinq|six|plusieurs)"
        r" (?:fois|mensualites|versements|echeances)|\bpaiement (?:fractionne|differe)",
        kills="nr",
        example="Serait-il possible d'avoir un échéancier ?",
        counter="Pas besoin d'échéancier.",
    ),
    rule(
        Label.PLAN_REQUEST,
        0.86,
        r"\b(?:pouvez|pourriez|peux|pourrais|possible|serait|accept\w+|demand\w+|sollicit\w+|souhait\w+|voudr\w+"
        r"|aimer\w+|accord\w+|laiss\w+"
        r"|besoin|faudrait) (?:\S+ ){0,7}(?:delai|report\w*|repousser|decaler|patienter|attendre|temps|semaines?"
        r"|remise|reduction|ristourne"
        r"|geste|arrange\w*|jusqu'(?:a|au|en))",
        kills="n",
        unless=r"\battends? (?:votre|le|la|une)\b|\breponse",
        example="Pourriez-vous nous accorder un délai ?",
        counter="Pourriez-vous me rappeler ?",
    ),
    rule(
        Label.PLAN_REQUEST,
        0.82,
        r"\b(?:je|nous|on) (?:vous |te )?(?:propos\w+|offr\w+)\b|\bproposition (?:de reglement|amiable|suivante)"
        r"|\bsolde de tout compte"
        r"|\btransaction(?:nelle)?\b|\ba l'amiable\b|\bgeste commercial",
        kills="n",
        unless=r"\brendez|\bappel|\bcafe\b|\breunion|\bservices?\b|\bproduits?\b",
        example="Je vous propose 200 € par mois.",
        counter="Je vous propose un rendez-vous.",
    ),
)


RULES = (*_PROMISE, *_PAID_RULES, *_PLAN)
