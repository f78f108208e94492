"""French rules that hold a case: dispute, hardship, insolvency, stop. On folded text."""

from __future__ import annotations

from bot.core.reading import Label
from bot.readers._clauses.rules import rule

_PAY = r"(?:payer|regler|virer|solder|verser|acquitter|honorer|rembourser|proceder au (?:paiement|reglement|virement))"
_OTHERS = r"\bclients?\b|\bfournisseurs?\b|\bbeau-frere\b|\bvoisin"

_DISPUTE = (
    rule(
        Label.DISPUTE,
        0.82,
        r"\b(?:si|quand|des que|tant que|lorsque|une fois que) (?:vous|tu) (?:\S+ ){0,2}(?:reven|refai|repren"
        r"|repar|corrig|fini|termin"
        r"|livr|remplac|interven|rempla|pass(?:ez|erez) (?:reparer|finir|reprendre))",
        kills="r",
        example="Si vous refaites l'enduit, vous serez payé.",
        counter="Si vous envoyez le RIB, je paie.",
    ),
    rule(
        Label.DISPUTE,
        0.9,
        # "Nous contestons, rien n'est terminé": only a "ne" before the verb itself negates it.
        r"\b(?:je|nous|on) (?!n[e'])(?:(?!n[e'])\S+ )?contest(?:e|ons)\b",
        kills="rq",
        unless=r"\bn[e'] ?(?:\S+ )?contest",
        example="Nous contestons cette facture, rien n'est terminé.",
        counter="Nous ne contestons pas cette facture.",
    ),
    rule(
        Label.DISPUTE,
        0.9,
        r"\b(?:formellement|en) (?:contest|litige)|\bcontestation\b|\breclamation\b|\bdesaccord\b|\blitige\b",
        kills="nrq",
        example="Cette facture est en litige.",
        counter="Il n'y a aucun litige.",
    ),
    rule(
        Label.DISPUTE,
        0.88,
        r"\bpas d'accord (?:avec|sur|pour payer)|\b(?:jamais|pas|rien) (?:ete )?(?:livre|commande|signe|termine"
        r"|fini|fait le|installe"
        r"|demande (?:ce|cette|ca)|valide|accepte (?:ce|cette|le devis))",
        example="Nous n'avons jamais commandé cela.",
        counter="Nous avons commandé cela.",
    ),
    rule(
        Label.DISPUTE,
        0.88,
        r"\bpas (?:ete )?(?:conforme|recu (?:la|les|le|notre|nos|ma|mes|toute?s?) (?:marchandise|commande|colis"
        r"|produit|materiel|piece|livraison)"
        r"|ce qui (?:etait|a ete)|du tout ce)|\bnon[- ]conforme|\bmalfacon|\bdefectueu|\bmal (?:fait|pose|fini"
        r"|regle|monte)"
        r"|\bpas (?:acheve|repare|fonctionnel)|\binacheve",
        example="La pose n'est pas conforme au devis.",
        counter="Tout est conforme.",
    ),
    rule(
        Label.DISPUTE,
        0.86,
        r"\b(?:ne|n') ?(?:fonctionne|marche|correspond|demarre|chauffe|tient|ferme|va)\w* (?:toujours |plus "
        r"|absolument )?(?:pas|plus|rien)"
        r"|\b(?:fonctionne|marche|chauffe|demarre) (?:toujours )?(?:pas|plus)\b",
        unless=r"\blien\b|\bmail\b|\bsite de paiement|\bcarte\b|\bbien pour nous",
        example="La chaudière ne fonctionne toujours pas.",
        counter="Le lien ne fonctionne pas.",
    ),
    rule(
        Label.DISPUTE,
        0.87,
        r"\b(?:ne|n')?\s?(?:(?:vous|te|lui) )?(?:dois|devons|doit) (?:plus |absolument |donc )?rien\b"
        r"|\brien a (?:payer|vous payer|regler)"
        r"|\bfacture (?:\S+ ){0,2}(?:fausse|erronee|injustifiee|abusive|incorrecte)|\berreur (?:de|sur|dans) (?:\S+ )?"
        r"(?:facturation|facture|montant|prix|quantite|tarif)",
        kills="r",
        example="Je ne vous dois rien.",
        counter="Je vous dois cette somme.",
    ),
    rule(
        Label.DISPUTE,
        0.84,
        r"\b(?:doublon|double emploi|facture en double|deja (?:ete )?facture|trop factur|surfactur"
        r"|facture deux fois|pas au (?:bon )?prix"
        r"|devis (?:etait|disait|prevoyait|indiquait|mentionnait|signe (?:etait|a)))",
        kills="r",
        example="Cette facture est un doublon.",
        counter="Merci pour la facture.",
    ),
    rule(
        Label.DISPUTE,
        0.8,
        r"\b(?:resilie|annulee? (?:ma|la|notre|cette|le|par|en)|retracte|retractation|j'ai annule"
        r"|nous avons annule|retourne (?:la|le|les)"
        r"|renvoye (?:la|le|les) (?!facture))",
        kills="nrq",
        example="J'ai annulé ma commande en juin.",
        counter="Je n'ai pas annulé ma commande.",
    ),
    rule(
        Label.DISPUTE,
        0.85,
        r"\b(?:paierai|paierons|reglerai|reglerons|payerai|paie|aurez|solderai|regle)\w* (?:\S+ ){0,4}(?:quand"
        r"|lorsque|apres que|une fois que"
        r"|des que|si|tant que) (?:\S+ ){0,4}(?:fini|termine|refait|repare|livre|corrige|conforme|remplace|repris"
        r"|venu|reviendrez|revenez)",
        example="Je paierai quand ce sera terminé.",
        counter="Je paierai quand je serai rentré.",
    ),
    rule(
        Label.DISPUTE,
        0.6,
        r"\b(?:fuit|fuite|casse|abime|endommage|raye|manqu(?:e|ait|ent|ant)|panne|defaut|incomplet|refaire"
        r"|reserves?|bacle|anomalie"
        r"|avoir (?:de|sur|partiel|correspondant|a recevoir)|facture rectificative|trop eleve|trop cher|ecart"
        r"|en retard de livraison)e?s?\b",
        kills="r",
        example="Le parquet est rayé partout.",
        counter="Le parquet est superbe.",
    ),
)

_HARDSHIP = (
    rule(
        Label.HARDSHIP,
        0.65,
        r"\b(?:je|on|nous) (?:ne )?(?:peux|peut|pouvons|pourrai|pourrons) (?:vraiment |juste "
        r"|franchement )?(?:pas|plus)\s*$",
        kills="rq",
        example="Désolé mais là je peux pas.",
        counter="Je peux.",
    ),
    rule(
        Label.HARDSHIP,
        0.88,
        r"\bdifficultes? (?:financiere|de tresorerie|passagere|economique|de paiement)"
        r"|\btresorerie (?:\S+ ){0,2}(?:tendue|a sec|difficile"
        r"|compliquee|nulle|exsangue|vide|bloquee)|\b(?:plus|pas) (?:de |un |d')(?:sou|rond|tresorerie|argent"
        r"|centime|liquidites)\b"
        r"|\bsans (?:le sou|ressources?|revenus?|emploi)\b",
        kills="rq",
        example="Nous avons de grosses difficultés de trésorerie.",
        counter="Aucune difficulté, c'est parti.",
    ),
    rule(
        Label.HARDSHIP,
        0.87,
        rf"\b(?:peux|peut|pouvons|pourrai|pourrons|arrive|arrivons) (?:\S+ )?pas (?:\S+ ){{0,3}}(?:{_PAY}"
        rf"|y arriver|faire face|assumer)\b"
        r"|\b(?:pas les moyens|pas de quoi|incapable de|dans l'incapacite de|dans l'impossibilite de"
        r"|impossible (?:pour moi )?de"
        r" (?:vous )?(?:payer|regler))",
        kills="rq",
        example="Je ne peux pas vous payer.",
        counter="Je peux vous payer demain.",
    ),
    rule(
        Label.HARDSHIP,
        0.82,
        r"\b(?:au chomage|licencie|perdu (?:mon|son) (?:emploi|travail|boulot|job)|arret (?:maladie|de travail)"
        r"|hospitalis|cancer"
        r"|deces|decedee?|enterrement|incendie|inond|sinistre|degat des eaux|fin de droits|surendett|interdit bancaire"
        r"|decouvert|compte (?:bloque|saisi)|huissiers?|saisie sur|le rsa\b|aux minima)",
        kills="rq",
        unless=r"\bpaye\b.*\bquand meme|" + _OTHERS,
        example="Je suis au chômage depuis mai.",
        counter="Notre voisin est au chômage.",
    ),
    rule(
        Label.HARDSHIP,
        0.85,
        r"\b(?:des que|quand|lorsque|tant que|une fois que) (?:\S+ ){0,5}clients? (?:\S+ ){0,4}(?:paye|paie"
        r"|paiera|paient|regle|reglera|aura|auront)"
        r"|\bclients? (?:\S+ ){0,3}(?:pas|toujours pas|jamais) (?:\S+ )?(?:paye|regle)|\battend(?:s|ons) (?:\S+ ){0,3}"
        r"(?:rentree|subvention|deblocage|d'etre paye)",
        kills="q",
        example="Je paie dès que mon client m'a réglé.",
        counter="Mon client est content.",
    ),
    rule(
        Label.HARDSHIP,
        0.65,
        r"\b(?:galere|etrangle|a la gorge|mal en point|periode (?:difficile|compliquee)|c'est (?:tres "
        r"|vraiment )?(?:dur|complique|chaud)\b"
        r"|sur la paille|serre(?:e|s)? ce mois|fins de mois|plus d'activite"
        r"|chiffre d'affaires (?:\S+ ){0,3}(?:chute|effondre|baisse)"
        r"|depot de garantie|malade|accident|divorce|burn[- ]?out)\b",
        kills="rq",
        example="C'est très dur en ce moment.",
        counter="Rien de dur là-dedans ?",
    ),
)

_INSOLVENCY = (
    rule(
        Label.INSOLVENCY,
        0.92,
        r"\b(?:redressement|liquidation) (?:\S+ )?judiciaire|\bprocedure (?:collective|de sauvegarde"
        r"|de surendettement|de conciliation)"
        r"|\bmandataire (?:judiciaire|liquidateur)|\bliquidateur|\badministrateur judiciaire|\bcessation (?:des"
        r"|de) paiements?"
        r"|\bdepot de bilan|\bdepose(?:r)? (?:le |notre |mon )?bilan|\bfaillite|\bcommission de surendettement"
        r"|\bplan de sauvegarde",
        kills="nrq",
        unless=_OTHERS,
        example="La société est en liquidation judiciaire depuis mai.",
        counter="Notre client est en liquidation judiciaire.",
    ),
    rule(
        Label.INSOLVENCY,
        0.6,
        r"\b(?:liquidation|redressement|banque de france|tribunal de commerce|faillite|greffe)\b",
        kills="q",
        example="Nous passons devant le tribunal de commerce.",
        counter="Nous passons devant chez vous.",
    ),
)

_REFUSAL = (
    rule(
        Label.REFUSAL,
        0.87,
        r"\b(?:paierai|paierons|payerai|reglerai|reglerons|paie|paye|payons) (?:\S+ )?(?:pas|rien|jamais)\b"
        r"|\b(?:paierai|payerai|paie) pas\b"
        r"|\brefus(?:e|ons) de (?:vous )?(?:payer|regler)|\bhors de question|\b(?:aurez|auras) (?:rien|pas un|pas)\b"
        r"|\bpas (?:un|le moindre) (?:centime|euro|sou|kopeck)|\bjamais de la vie|\bpas donner (?:une )?suite",
        kills="rcq",
        unless=r"\bavant\b|\bpeux\b|\bpouvons\b|\btout de suite\b",
        example="Je ne paierai pas.",
        counter="Je ne peux pas payer.",
    ),
    rule(
        Label.REFUSAL,
        0.85,
        r"\b(?:c'est non|toujours courir|allez (?:vous faire|au diable|voir ailleurs)|va te faire|foutre"
        r"|connards?|voleurs?|escrocs?"
        r"|arnaqueurs?|attaquez|au tribunal|devant le (?:juge|tribunal)(?! de commerce)|faites-moi un proces"
        r"|poursuivez|revez|demerdez"
        r"|emmerde|grotesque|bande de)\b",
        kills="q",
        example="Vous pouvez toujours courir.",
        counter="Nous allons courir dimanche.",
    ),
)

_REACH = (
    r"(?:(?:me|nous|les?|la|lui|y|vous) |[ml]')?(?:re)?(?:ecrire|contacter|relancer|envoyer|appeler|deranger|harceler"
    r"|importuner|solliciter|spammer)\b"
)

_STOP = (
    rule(
        Label.STOP_CONTACT,
        0.9,
        rf"\b(?:ne|de) (?:plus|jamais) (?:jamais )?{_REACH}"
        r"|\bplus (?:jamais )?etre (?:contacte|relance|derange|appele|sollicite|importune|harcele)"
        r"|\bplus (?:jamais )?recevoir (?:\S+ ){0,2}(?:e-?mails?|mails?|messages?|relances?|courriers?)\b",
        unless=r"\bpapier\b|\bpar (?:la )?poste\b|\bpar courrier\b|\ba cette adresse\b",
        example="Merci de ne plus nous écrire.",
        counter="Merci de ne plus envoyer de factures papier.",
    ),
    rule(
        Label.STOP_CONTACT,
        0.7,
        rf"\b(?:merci|priere|veuillez|prie|demande) (?:\S+ ){{0,2}}ne pas {_REACH}",
        example="Merci de ne pas nous relancer.",
        counter="Merci de ne pas hésiter à appeler.",
    ),
    rule(
        Label.STOP_CONTACT,
        0.9,
        r"\b(?:cess\w+|arret\w+|stop)\b (?:\S+ ){0,3}(?:m'|nous |d'|l')?(?:ecrire|contacter|relanc\w*|envoyer"
        r"|mails?|messages?"
        r"|harcel\w*|appeler|courriers?|envois?"
        r"|importuner)|\b(?:ne|n') ?(?:\S+ ){0,2}(?:[ml]')?(?:contact|ecri|relanc|appel|envoy|derang)\w* plus\b"
        r"|\bplus (?:aucun|de|jamais de|vos) "
        r"(?:mails?|messages?|relances?|courriers?|contact|e-?mails?|appels?)\b",
        example="Cessez de m'écrire.",
        counter="Écrivez-moi demain.",
    ),
    rule(
        Label.STOP_CONTACT,
        0.9,
        r"\bdesabonn|\bdesinscri|\b(?:supprim|effac|retir)\w* (?:\S+ ){0,4}(?:donnees|adresse|fichiers?|listes?"
        r"|coordonnees|numero|mail)"
        r"|\brgpd\b|\bharcelement|\b(?:mon|notre|nos) (?:avocate?s?|conseil|conseils)\b|\bfichez"
        r"|\bfoutez[- ](?:moi|nous) la paix"
        r"|\blaissez[- ](?:moi|nous) tranquille",
        unless=r"\bconseil d'administration|\bconseil syndical|\bconseil municipal",
        example="Supprimez mon adresse de vos fichiers.",
        counter="Notez ma nouvelle adresse.",
    ),
)


RULES = (*_DISPUTE, *_HARDSHIP, *_INSOLVENCY, *_REFUSAL, *_STOP)
