"""The words of amounts in six languages, folded: numbers, halves, the rest. Never an amount's meaning."""

from __future__ import annotations

from collections.abc import Mapping

_FR = (
    "un:1 une:1 deux:2 trois:3 quatre:4 cinq:5 six:6 sept:7 huit:8 neuf:9 dix:10 onze:11 douze:12 treize:13"
    " quatorze:14 quinze:15 seize:16 vingt:20 vingts:20 trente:30 quarante:40 cinquante:50 soixante:60 septante:70"
    " octante:80 huitante:80 nonante:90 cent:100 cents:100 mille:1000 million:1000000 millions:1000000 et:0"
)
_EN = (
    "a:1 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 thirteen:13"
    " fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 thirty:30 forty:40 fourty:40"
    " fifty:50 sixty:60 seventy:70 eighty:80 ninety:90 hundred:100 thousand:1000 grand:1000 million:1000000 and:0"
    " lakh:100000 lakhs:100000"
)
_DE = (
    "ein:1 eins:1 eine:1 zwei:2 zwo:2 drei:3 vier:4 funf:5 fuenf:5 sechs:6 sieben:7 acht:8 neun:9 zehn:10 elf:11"
    " zwolf:12 zwoelf:12 dreizehn:13 vierzehn:14 funfzehn:15 fuenfzehn:15 sechzehn:16 siebzehn:17 achtzehn:18"
    " neunzehn:19 zwanzig:20 dreissig:30 vierzig:40 funfzig:50 fuenfzig:50 sechzig:60 siebzig:70 achtzig:80"
    " neunzig:90 hundert:100 tausend:1000 million:1000000 millionen:1000000 und:0"
)
_ES = (
    "un:1 uno:1 una:1 dos:2 tres:3 cuatro:4 cinco:5 seis:6 siete:7 ocho:8 nueve:9 diez:10 once:11 doce:12 trece:13"
    " catorce:14 quince:15 dieciseis:16 diecisiete:17 dieciocho:18 diecinueve:19 veinte:20 veintiun:21 veintiuno:21"
    " veintidos:22 veintitres:23"
    " veinticuatro:24 veinticinco:25 veintiseis:26 veintisiete:27 veintiocho:28 veintinueve:29 treinta:30"
    " cuarenta:40 cincuenta:50 sesenta:60 setenta:70 ochenta:80 noventa:90 cien:100 ciento:100 cientos:100"
    " cientas:100 doscientos:200 doscientas:200 trescientos:300 trescientas:300 cuatrocientos:400 cuatrocientas:400"
    " quinientos:500 quinientas:500 seiscientos:600 seiscientas:600 setecientos:700 setecientas:700 ochocientos:800"
    " ochocientas:800 novecientos:900 novecientas:900 mil:1000 millon:1000000 millones:1000000 y:0"
)
_IT = (
    "un:1 uno:1 una:1 due:2 tre:3 quattro:4 cinque:5 sei:6 sette:7 otto:8 nove:9 dieci:10 undici:11 dodici:12"
    " tredici:13 quattordici:14 quindici:15 sedici:16 diciassette:17 diciotto:18 diciannove:19 venti:20 vent:20"
    " trenta:30 trent:30 quaranta:40 quarant:40 cinquanta:50 cinquant:50 sessanta:60 sessant:60 settanta:70 settant:70"
    " ottanta:80 ottant:80"
    " novanta:90 cento:100 cent:100 mille:1000 mill:1000 mila:1000 milione:1000000 milioni:1000000 e:0"
)
_NL = (
    "een:1 twee:2 drie:3 vier:4 vijf:5 zes:6 zeven:7 acht:8 negen:9 tien:10 elf:11 twaalf:12 dertien:13 veertien:14"
    " vijftien:15 zestien:16 zeventien:17 achttien:18 negentien:19 twintig:20 dertig:30 veertig:40 vijftig:50"
    " zestig:60 zeventig:70 tachtig:80 negentig:90 honderd:100 duizend:1000 miljoen:1000000 en:0"
)


def _table(words: str) -> Mapping[str, int]:
    return {word: int(number) for word, number in (pair.split(":") for pair in words.split())}


NUMBERS: Mapping[str, Mapping[str, int]] = {
    "fr": _table(_FR),
    "en": _table(_EN),
    "de": _table(_DE),
    "es": _table(_ES),
    "it": _table(_IT),
    "nl": _table(_NL),
}
THANKS = (
    r"(?! (?:merci\w*|gracias|grazie|thanks|excuses?|pardons?|scuse|disculpas|perdon\w*"
    r"|dank\w*|mal\b|times|fois|veces|volte"
    r"|keer|prozent|per ?cent|pour ?cent|por ?cien|per ?cento|jahre?n?\b|ans\b|years?\b"
    r"|anni\b|anos\b|problem\w*|maravillas))"
)
HALVES: Mapping[str, str] = {
    "fr": r"moities?|mi-montant|motie|moitiee",
    "en": r"(?:one )?half(?! (?:the (?:office|team|people|village|town)|an hour|a day|term|day"
    r"|hour|past|way|dead|of the (?:office|team)))"
    r"|(?:second|first|other) halves|halves",
    "de": r"halfte|haelfte|helfte|halbe (?:summe|betrag|rechnung)|halben (?:betrag|rechnungsbetrag)|halfti",
    "es": r"mitad(?! (?:de (?:mes|semana|ano)|del mes))|medio pago|50 por ciento",
    "it": r"meta(?! (?:mese|settimana|anno|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio"
    r"|agosto|settembre|ottobre|novembre"
    r"|dicembre|di (?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre"
    r"|ottobre|novembre|dicembre)))|mezza(?= (?:quota|fattura|somma|parte|il|entro|subito"
    r"|adesso|oggi|domani|lunedi|martedi|mercoledi|giovedi|venerdi|sabato)\b)",
    "nl": r"helft|halve (?:bedrag|factuur)|halfje",
}
DAYS = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|monday|tuesday|wednesday|thursday|friday"
    "|saturday|montag|dienstag|mittwoch|donnerstag|freitag|samstag"
    "|lunes|martes|miercoles|jueves|viernes|sabado|lunedi|martedi|mercoledi|giovedi|venerdi"
    "|sabato|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag"
)
THIRDS: Mapping[str, str] = {
    "fr": r"(?:un|le|premier|deuxieme|second|troisieme|dernier) tiers(?! (?:payant|personne|de confiance))",
    "en": r"(?:a|one|first|second|final|last) third(?= (?:of (?:it|the (?:invoice|bill|amount"
    r"|total|balance))|now|on|by|today|tomorrow|this|each|at|next|" + DAYS + r")\b)",
    "de": r"(?:ein|das|erstes?|zweites?|letztes?|je ein) drittel",
    "es": r"(?:un|el|primer|segundo|ultimo) tercio|(?:una|la) tercera parte",
    "it": r"(?:un|il) terzo(?= (?:in settimana|la settimana|a|oggi|domani|subito|della|del|il|entro|adesso|a fine|"
    + DAYS
    + r")\b)",
    "nl": r"(?:een|1|'n) derde(?= (?:van|nu|vandaag|op|morgen|deel|eind|" + DAYS + r")\b)",
}
TWO_THIRDS: Mapping[str, str] = {
    "fr": r"(?:les )?(?:deux|2) (?:autres |derniers )?tiers",
    "en": r"two[ -]thirds",
    "de": r"zwei ?drittel",
    "es": r"(?:dos tercios|(?:las )?(?:otras )?dos terceras partes)",
    "it": r"due terzi",
    "nl": r"twee ?derde",
}
QUARTERS: Mapping[str, str] = {
    "fr": r"(?:un|le) quart(?! d'heure)",
    "en": r"(?:a|one) quarter(?= of (?:it|the (?:invoice|bill|amount|total|balance))\b)",
    "de": r"(?:ein|das) viertel(?! ?(?:stunde|jahr))",
    "es": r"(?:una|la) cuarta parte",
    "it": r"un quarto(?= (?:della|del|subito)\b)",
    "nl": r"(?:een|'n) kwart(?= (?:van|nu|vandaag|op))",
}
RESTS: Mapping[str, str] = {
    "fr": r"(?:le |du |tout le )(?:reste|solde|restant|complement|reliquat|surplus)(?! (?:a dire|du monde|de l'equipe))"
    r"|la (?:suite|difference|balance)(?= (?:le|la|en|au|vendredi|lundi|mardi|mercredi"
    r"|jeudi|samedi|demain|suivra|apres|sous|dans|fin|sera|vient|part|va|vous|arrive|suit))"
    r"|montant restant|somme restante|reste du|ce qui (?:reste(?:ra)?|manque)|(?:reste|solde)(?= ?:)",
    "en": r"(?:the |our |my |your )?(?:remaining|outstanding) (?:balance|amount|sum|part)"
    r"|(?:the |your )(?:rest(?! of the (?!invoice|bill|money|amount|balance|sum|total|debt|price|payment))"
    r"|remainder|balance"
    r"|residue|remaining)"
    r"|what(?:'s| is) (?:then )?left|whatever(?:'s| is) left|the difference(?! (?:between|in|is|with|to)\b)"
    r"|(?:balance|remainder|rest)(?= ?:)|rest of (?:it|the (?:invoice|bill|money|amount))|(?:balance"
    r"|remainder|rest)(?= (?:on|by|next|at|in|end|before|to follow|follows|will|goes|payment))",
    "de": r"(?:der|den|dem|vom) (?:(?:ganzen|ganze|grossen|grosse) )?(?:rest|restbetrag|restlichen? betrag"
    r"|restsumme|saldo|restliche betrag)|(?:die |das )?(?:restliche|restlichen|verbleibende"
    r"|verbleibenden)"
    r"|was (?:dann |noch |dann noch )?(?:ubrig|uebrig|offen) (?:ist|bleibt)|rest(?= ?:)"
    r"|restbetrag|restsumme|die (?:restsumme|restzahlung|restschuld|differenz)|\brest(?= (?:am|zum|dann|folgt"
    r"|bis|im|kommt|ende|nachste|montag|freitag|in))",
    "es": r"(?:el|lo|del) (?:restito|saldito|resto|restante|saldo|que (?:qued[ae]|falt[ae]|resta))"
    r"|(?:resto|saldo)(?= ?:)|la (?:diferencia"
    r"|parte restante|cantidad restante)|los? restantes?|\bresto(?= (?:el|a|en|para|la))",
    "it": r"(?:il|del) (?:resto|saldo|rimanente|restante|residuo)|la (?:restante parte|differenza"
    r"|rimanenza|parte restante|parte rimanente)|(?:saldo|resto)(?= (?:il|a|entro|al)\b)"
    r"|i (?:rimanenti|restanti)|que(?:l|llo) che (?:resta|rimane|manca|avanza)|(?:saldo|resto)(?= ?:)",
    "nl": r"(?:de|het) (?:rest|restant|restbedrag|resterende(?: bedrag| deel)?|saldo|overige(?: bedrag"
    r"| deel)?|overblijvende|resterend bedrag)|het verschil(?! (?:tussen|met|in|is)\b)|(?:saldo|rest)(?= ?:)"
    r"|wat (?:er )?(?:dan )?(?:nog )?(?:rest|overblijft|resteert|over (?:is|blijft))"
    r"|rest(?= (?:volgt|op|komt|eind|in|volgende|betaal|maak))",
}
_THEN = (
    r"(?=,? (?:am|zum|bis|ende|mitte|anfang|folgt|kommt|dann|mit|le|au|fin|en|suit|suivra|sera"
    r"|a la|pour|on|by|at|in|end|follows?|will|goes|to follow|next|el|a fin|la semana|il|a"
    r"|entro|alla|fine|op|eind|in|volgt|komt|voor|[0-3]?\d|{days})(?![a-z]))"
).replace("{days}", DAYS)
OTHERS: Mapping[str, str] = {
    "fr": rf"(?:l'autre|la (?:seconde|deuxieme))(?! moitie){_THEN}",
    "en": rf"(?:the )?(?:other|second)(?: one)?{_THEN}",
    "de": rf"(?:die|der|den) (?:andere|anderen|zweite|zweiten){_THEN}",
    "es": rf"(?:la otra|la segunda|el otro){_THEN}",
    "it": rf"(?:l'altra|la seconda|l'altro){_THEN}",
    "nl": rf"(?:de|die) (?:andere|tweede){_THEN}",
}
OTHER_THIRDS: Mapping[str, str] = {
    "fr": rf"(?:les? )?(?:deuxieme|second|troisieme|dernier){_THEN}",
    "en": rf"(?:the |a )?(?:second|third|last|final)(?: one)?{_THEN}",
    "de": rf"(?:das|ein) (?:zweite|zweites|dritte|drittes|letzte|letztes){_THEN}",
    "es": rf"(?:el|un) (?:segundo|tercero|ultimo|otro){_THEN}",
    "it": rf"(?:il|un) (?:secondo|terzo|ultimo|altro){_THEN}",
    "nl": rf"(?:het|de) (?:tweede|derde|laatste){_THEN}",
}
SLANG: Mapping[str, Mapping[str, int]] = {
    "en": {
        "a grand": 1000,
        "(?:a|another|the second|the other|second) monkey": 500,
        "a pony": 25,
        "a tenner": 10,
        "a fiver": 5,
        "a ton(?= (?:now|today|tomorrow|on|by))": 100,
        "(?:a|another) hundred": 100,
        "(?:a|another) thousand": 1000,
        "a grand and a half|one and a half (?:grand|thousand)": 1500,
        "two and a half (?:grand|thousand)": 2500,
    },
    "de": {
        "(?:ein|einen|nen) (?:tausender|riesen)": 1000,
        "(?:ein|einen|nen) hunderter": 100,
        "(?:ein|einen|nen) (?:funfziger|fuffziger|fuffi)": 50,
        "(?:ein|einen|nen) zwanziger": 20,
        "(?:anderthalb|eineinhalb) ?tausend": 1500,
        "(?:zweieinhalb|zweienhalb) ?tausend": 2500,
    },
    "es": {"una luca": 1000, "media luca": 500, "un palo": 1_000_000, "medio palo": 500_000},
    "nl": {
        "(?:een|'n) (?:rug|rooie rug)": 1000,
        "(?:een|'n) meier": 100,
        "(?:een )?honderdje": 100,
        "(?:een )?tientje": 10,
        "anderhalf ?duizend": 1500,
        "twee ?en ?een ?half ?duizend": 2500,
    },
    "it": {"un centone": 100, "un migliaio": 1000, "un centinaio": 100},
    "fr": {"un billet de mille": 1000, "un millier": 1000, "une centaine": 100},
}
