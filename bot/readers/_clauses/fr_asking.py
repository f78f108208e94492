"""French rules for the rest: questions, wrong contacts, thanks. On folded text."""

from __future__ import annotations

from bot.core.reading import Label
from bot.readers._clauses.rules import rule

_INFO = (
    rule(
        Label.INFO_REQUEST,
        0.84,
        r"\b(?:rib|iban|coordonnees bancaires|bon de commande|numero de commande)\b (?:\S+ ){0,2}(?:n'est"
        r"|n'apparait|ne figure|manqu"
        r"|introuvable|absent|est faux|ne passe)",
        example="Votre RIB n'apparaît pas sur la facture.",
        counter="Votre RIB est enregistré.",
    ),
    rule(
        Label.INFO_REQUEST,
        0.88,
        r"\b(?:envoy\w+|renvoy\w+|transmet\w+|adress\w+|communiqu\w+|donne[rz]?|fournir|fournissez|parvenir"
        r"|joindre|indiqu\w+|precis\w+"
        r"|confirm\w+|besoin|manque|attente|recevoir|avoir|repass\w+|obtenir)(?:-\w+){0,2} (?:\S+ ){0,6}(?:rib|iban|bic"
        r"|duplicata|copie|factures?|releve"
        r"|detail|bon de (?:commande|livraison)|bl|numero (?:de|du)|justificatif|coordonnees bancaires|siret|pdf"
        r"|chorus|devis|montant)\b",
        kills="",
        unless=r"\b(?:cesse|arrete|j'ai|avons|ai bien|bien recu|vous ai|deja|pas besoin|avis|preuve|ne (?:plus|pas))\b",
        example="Pouvez-vous me renvoyer la facture ?",
        counter="J'ai bien reçu la facture.",
    ),
    rule(
        Label.INFO_REQUEST,
        0.86,
        r"\b(?:pas|jamais|ni|aucune) (?:\S+ )?(?:recu|trouve|retrouve|vu|eu"
        r"|trace de)\w* (?:\S+ ){0,3}(?:factures?|piece|document)\b"
        r"|\b(?:trouve|retrouve|retrouvons|vois|ai|avons) (?:pas|plus|nulle part) (?:\S+ ){0,2}(?:factures?|rib"
        r"|iban)\b",
        kills="r",
        example="Nous n'avons pas reçu votre facture.",
        counter="Nous avons reçu votre facture.",
    ),
    rule(
        Label.INFO_REQUEST,
        0.84,
        r"\b(?:c'est|cest|c est) (?:pour |quoi)|\bde quoi (?:s'agit|parle)|\ba quoi (?:correspond|cela|ca)"
        r"|\bquelle (?:facture|prestation|commande)"
        r"|\bquel (?:compte|montant|numero|iban)|\bcombien\b|\bsur quel compte|\bqu'est-ce que (?:c'est|cette facture)",
        unless=r"\bcombien de (?:fois|temps)|\bc'est pour (?:ca|cela)",
        example="À quoi correspond cette facture ?",
        counter="Combien de fois faut-il le dire ?",
    ),
)

_WRONG = (
    rule(
        Label.WRONG_CONTACT,
        0.88,
        r"\b(?:fais|fait|faisons) plus partie|\bquitte (?:la societe|l'entreprise|l'association|ses fonctions"
        r"|mes fonctions|le groupe)"
        r"|\bplus (?:chez|en poste|salariee?|gerante?|locataire|proprietaire|en charge|responsable|parmi nous"
        r"|dans (?:la|l'|les|cette))"
        r"|\btravaille plus\b",
        kills="q",
        example="Je ne travaille plus chez Batiplus.",
        counter="Je travaille chez Batiplus.",
    ),
    rule(
        Label.WRONG_CONTACT,
        0.88,
        r"\b(?:mauvaise?|pas (?:le|la) bone?n?e?) (?:destinataire|interlocuteur|interlocutrice|personne|adresse"
        r"|contact|service|societe)"
        r"|\berreur de (?:destinataire|personne|societe|adresse)|\b(?:vous )?(?:trompez|tromper) de\b|\bne (?:me"
        r"|nous) concerne (?:pas|plus|en rien)"
        r"|\bne (?:suis|sommes) (?:pas|plus) (?:la |le |l')?(?:concerne|bonne|bon|societe|client|destinataire)"
        r"|\bhomonym",
        kills="r",
        example="Vous vous trompez de personne.",
        counter="Vous avez la bonne adresse.",
    ),
    rule(
        Label.WRONG_CONTACT,
        0.78,
        r"\b(?:adressez-vous|voyez (?:ca |cela )?(?:avec|directement)|contactez|a contacter|rapprochez-vous"
        r"|faut (?:ecrire|voir|vous adresser)"
        r"|merci d'(?:ecrire|adresser|envoyer) (?:\S+ ){0,4}a\b|suit (?:le|ce) dossier|repris par|cede (?:la|le"
        r"|mon|ma)|vendu (?:la|le|mon|ma))",
        kills="q",
        unless=r"\bbon de commande|\brib\b|\bduplicata",
        example="Adressez-vous à notre siège.",
        counter="Merci de votre adresse.",
    ),
)

# "Merci de corriger" asks for something, it never thanks.
_REQUEST = r" (?:(?:beaucoup|encore|bien|par|avance|d'avance) ){0,2}d(?:e\b|')"

_OTHER = (
    rule(
        Label.OTHER,
        0.8,
        rf"\b(?:bien (?:recu|note|pris)|c'est note|note\b|merci\b(?!{_REQUEST})|ok\b|d'accord|entendu"
        r"|transmets|transfere"
        r"|transmis|fais suivre|fait suivre"
        r"|reviens vers|reviendra vers|reviendrons vers|redis|tiens? au courant|fais le point|regarde (?:ca|cela)"
        r"|verifie|renseigne"
        r"|prends? note|bonne reception)",
        kills="q",
        unless=rf"\bmerci{_REQUEST}|\bveuillez\b|\bpriere\b|\bsvp\b|\bs'il (?:vous|te) plait"
        r"|(?:^|[,:] ?|\bmerci |\bok )\w{3,}ez\b",
        example="Bien reçu, merci.",
        counter="Merci de corriger la facture.",
    ),
)


RULES = (*_INFO, *_WRONG, *_OTHER)
