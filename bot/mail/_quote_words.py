"""The words by which mail programs announce a quote, in six languages and some neighbours'. Only tables."""

from __future__ import annotations

import re

# The six languages first; then those that a debtor's mail program may speak while he writes one of the six.
FROM = (
    "from|de|von|da|van|expéditeur|absender|mittente|remitente|remitent|afzender"
    "|från|fra|od|de la|feladó|gönderen|kimden|lähettäjä|от|від|από|发件人|差出人"
)
DATE = (
    "sent|date|envoyée?(?: le)?|gesendet(?: am)?|datum|enviado(?: el)?|enviada(?: el)?|enviat(?: el)?|fecha|data"
    "|inviato(?: il)?|verzonden(?: op)?|verstuurd|ontvangen|le|received|reçu le"
    "|skickat|sendt|dato|wysłano|wysłane|odesláno|odoslané|trimis|elküldve|gönderildi|tarih|lähetetty|отправлено|дата"
    "|надіслано|στάλθηκε|发送时间|送信日時"
)
TO = (
    "to|à|a|an|para|per a|aan|pour|copie à|destinataire|destinatario|empfänger|geadresseerde"
    "|till|til|do|komu|către|címzett|kime|vastaanottaja|кому|προς|收件人|宛先"
)
SUBJECT = (
    "subject|objet|betreff|asunto|assunto|assumpte|oggetto|ogg|onderwerp|sujet"
    "|ämne|emne|temat|předmět|predmet|subiect|tárgy|konu|aihe|тема|θέμα|主题|件名"
)
OTHER = (
    "b?cc|cci|kopie|copia|copie|importance|importancia|importanza|wichtigkeit|urgentie|prioritatea?|priority|priorité"
    "|priorität|prioridad|priorità|prioriteit|pièces? jointes?|attachments?|anlagen?|anhänge?|datos adjuntos|adjuntos?"
    "|allegat[io]|bijlagen?|reply-to|répondre à|antwort an|responder a|rispondi a|sensitivity|catégories|categories"
)

HEADER = re.compile(
    rf"[\s>|*_]{{0,12}}(?:(?P<from>{FROM})|(?P<date>{DATE})|(?P<to>{TO})|(?P<subject>{SUBJECT})|(?P<other>{OTHER}))"
    r"[\s*_]{0,3}:[\s*]*(?P<rest>.*)",
    re.IGNORECASE,
)

_ORIGINAL = (
    r"message d['’]origine|message original|original message|mail original|courriel original|e-?mail d['’]origine"
    r"|message initial|ursprüngliche (?:nachricht|e-?mail)|originalnachricht|original-?nachricht"
    r"|mensaje original|correo original|missatge original|messaggio originale|oorspronkelijk(?:e)? (?:bericht|e-?mail)"
    r"|origineel bericht|reply message|mensagem original"
)
_FORWARDED = (
    r"forwarded (?:message|e-?mail)|message (?:transféré|réexpédié)|mail transféré|courriel transféré"
    r"|weitergeleitete (?:nachricht|e-?mail)|mensaje reenviado|messaggio inoltrato|doorgestuurd(?:e)? (?:bericht"
    r"|e-?mail)"
)
DIVIDER = re.compile(
    rf"[\s>|*#]{{0,12}}[-_–—=]{{2,}}\s*(?:{_ORIGINAL}|(?P<forwarded>{_FORWARDED}))\s*:?\s*[-_–—=]*[\s*]*", re.IGNORECASE
)
BARE_ORIGINAL = re.compile(rf"[\s>*]{{0,12}}(?:{_ORIGINAL}|{_FORWARDED})\s*:?[\s*]*", re.IGNORECASE)
BARE_DIVIDER = re.compile(
    r"[\s>]*(?:début du message (?:transféré|réexpédié)|begin forwarded message|anfang der weitergeleiteten nachricht"
    r"|inicio del mensaje reenviado|inizio (?:del )?messaggio inoltrato|begin (?:van )?doorgestuurd bericht)\s*:\s*",
    re.IGNORECASE,
)
ORANGE = re.compile(r"[\s>]*>?\s*message du \d{1,2}/\d{1,2}/\d{2,4}.{0,40}", re.IGNORECASE)
LONG_RULE = re.compile(r"\s*_{20,}\s*")
RULE = re.compile(r"\s*(?:[-–—]{3,}|_{3,}|={3,}|\*{5,})\s*")

WROTE = re.compile(
    r"\b(?:wrote|a (?:é|e)crit|(?:é|e)crivait|schrieb(?:en)?|geschrieben|escribió|escribio|ha scritto|scrisse|schreef"
    r"|heeft .{0,80}geschreven|envoya|a envoyé|va escriure|escreveu|napisał(?:\(?a\)?)?|pisze|skrev|skreiv"
    r"|napsal\(?a?|a scris"
    r"|ezt írta|yazdı|kirjoitti|написала?|έγραψε)\b\)?",
    re.IGNORECASE,
)
YOU_WROTE = re.compile(
    r"\byou (?:wrote|had written)|vous (?:avez|aviez) écrit|tu (?:as|avais) écrit|schrieben sie|schriebst du"
    r"|\bm['’]a écrit|\bnous a écrit|\bvous ai écrit|\bwrote (?:to )?(?:me|us)\b|\b(?:mi|ci|le|vi) h(?:a|o) scritto"
    r"|\b(?:me|le|les|nos) escribi[oó]",
    re.IGNORECASE,
)
TELLS = re.compile(
    r"\b(?:je|j['’]ai|nous|vous|votre|notre|mon|ma|I|you|your|my|we|our|he|she|they|the|ich|wir|ihr|ihre|mir|uns|mein"
    r"|meine|er|yo|su|me|mi|nos|ho|vi|vostro|suo|gli|ci|ik|u|mij|uw|mijn|we|wij|jullie)\b"
)
"""Small words of somebody who tells a story; a mail program knows only days and names. Case counts."""
QUOTING = re.compile(
    r"[\s>*]{0,12}(?:quoting|citation de|zitat von|citando a?|citaat van|citeren van|citeren) \S.{0,200}:",
    re.IGNORECASE,
)
BETWEEN_DASHES = re.compile(r"\s*-{2,}\s*(?:on|le|am|el|il|op|em) .{10,}[^-\s]\s*-{2,}\s*", re.IGNORECASE)
GROUPWISE = re.compile(r">{2,3} ?\S.{0,200}\d{1,2}[:.]\d{2}.{0,12}>{2,3}\s*")
OPENER = re.compile(
    r"[\s>*]*(?:on|at|le|am|el|il(?: giorno)?|op|em|den|w dniu|dnia|dne|dňa|în|pe|\d{4}\.|\d{1,2}\.)(?:\b|(?<=\.))",
    re.IGNORECASE,
)
_DAY = (
    r"(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|mié|jue|vie|sáb|dom|gio|sab|ma|wo"
    r"|vr|za|zo)"
)
DATED = re.compile(
    rf"[\s>*]*(?:on|at|le|am|el(?: d[ií]a)?|il(?: giorno)?|op|em|den)\s+(?:{_DAY}[^\W\d]*\.?,? ?)?\d", re.IGNORECASE
)
"""An opener and the day itself, as a mail program begins; a writer puts more between."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}\b")
_NAME = r"(?P<name>[\"'«“„(]?(?:[A-ZÀ-ÖØ-Þ][^:]{0,120}?|[^\s<>@:]{1,64}@[^\s:]{1,120}))"
# What may stand between a clock (or a year) and a name: seconds, a half of the day, a zone.
_ZONE = (
    r"(?:[\s,.)]|:\d\d|[+-]\d{1,4}(?::\d\d)?|\([A-Z+0-9:]{1,10}\)"
    r"|\b(?:[AaPp]\.?\s?[Mm]\b\.?|Uhr|uur|h|hrs|UTC|GMT|MESZ?|MEZ|[A-Z]{2,4}T)\b)*"
)
_TIME = r".{0,60}?(?:\d{1,2}[:h.]\d{2}|\b(?:19|20)\d\d|\d[./-]\d\d)"
_ENDS = r"[\s*]*:[\s*]*"
PROGRAMS = (
    # On Monday, 3 March 2025 at 10:12 GMT, Martin wrote:
    re.compile(
        rf"[\s>*]*(?:[Oo]n|[Ll]e|[Ee]l|[Ii]l(?: giorno)?|[Ee]m|[Dd]en|[Pp]e) {_TIME}{_ZONE}{_NAME}"
        rf"\s(?:wrote|a (?:é|e)crit|escribi[óo]|ha scritto|escreveu|skrev|a scris){_ENDS}"
    ),
    # Am 3. März 2025 um 10:12 Uhr schrieb Martin:
    re.compile(rf"[\s>*]*(?:[Aa]m|[Oo]p|[Dd]en) {_TIME}{_ZONE}(?:schrieb|schreef|skrev) {_NAME}{_ENDS}"),
    # Op 3 mrt 2025 om 10:12 heeft Martin het volgende geschreven:
    re.compile(
        rf"[\s>*]*(?:[Aa]m|[Oo]p) {_TIME}{_ZONE}(?:hat|heeft) {_NAME} (?:[Ff]olgendes"
        rf"|het volgende) gesch\w{{3,6}}{_ENDS}"
    ),
    # 25/03/2026 12:09, accounts wrote:
    re.compile(
        r"\s*\d{1,2}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d\d(?::\d\d)?, (?P<name>[^:]{1,80})"
        rf"\s(?:wrote|a (?:é|e)crit|escribi[óo]|ha scritto|schrieb|schreef){_ENDS}"
    ),
    # Martin schrieb am 03.03.2025 um 10:12:
    re.compile(
        rf"[\s>*]*(?!(?:Sie|Er|Ich|Wir|Elle|Il|Je|Nous|Vous|He|She|I|We|You|They|Zij|Hij|Ik|U|Wij|Lei|Lui|Ella|Él"
        rf"|Yo)\b){_NAME}"
        rf" (?:schrieb am|schreef op|wrote on|a écrit le|escribió el|ha scritto il) {_TIME}{_ZONE}{_ENDS}"
    ),
)
"""The whole of what a program writes above a quote when it gives no address."""
_DAY_AND_MONTH = (
    rf"(?:{_DAY}[^\W\d]*[.,]? )?\d{{1,2}}(?:er|[.º°]|st|nd|rd|th)?,?(?: de| d['’])? ?"
    r"(?i:jan|f[ée]v|feb|mar|mär|maa|mrt|a[pvb]r|ma[iyg]|mei|ju[inl]|giu|lug|ago|aug|ao[uû]|s[ei][pt]|o[ck]t|ott"
    r"|nov|d[eéi][czs]"
    r"|ene|gen)[^\W\d]*\.?"
)
SHORT = (
    re.compile(
        rf"\s*(?i:on|le|el|il(?: giorno)?) (?i:{_DAY_AND_MONTH}),? {_NAME}\s(?:wrote|a (?:é|e)crit|escribi[óo]"
        rf"|ha scritto){_ENDS}"
    ),
    re.compile(rf"\s*(?i:am|op) (?i:{_DAY_AND_MONTH}),? (?:schrieb|schreef) {_NAME}{_ENDS}"),
)
"""The same without a year and a clock: only where it is a paragraph of its own."""
_VERBS = (
    r"(?:wrote|a (?:é|e)crit|schrieb|geschrieben|escribi[óo]|ha scritto|schreef|geschreven|va escriure|escreveu"
    r"|napisał\S*"
    r"|pisze|skrev|napsal\S*|a scris|ezt írta|yazdı|kirjoitti|написала?|пише|έγραψε)"
)
SENDER_WROTE = re.compile(
    rf"@[^\s<>@]{{1,255}}[>)\]»\"*]*(?:\s*<mailto:\S{{1,255}})?\s*,?\s*(?:folgendes "
    rf"|het volgende )?{_VERBS}(?!\w)",
    re.IGNORECASE,
)
WROTE_SENDER = re.compile(
    r"\b(?:schrieb|schreef|skrev|escribió"
    r"|a écrit) .{0,150}<[^\s<>@]{1,64}@[^<>]{1,255}>?[\s)>*]*:[\s*]*$",
    re.IGNORECASE,
)
"""A name's address stands right before or behind the verb; a writer says to whom he wrote."""
ISO = re.compile(r"\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}(?: \d{1,2}:\d\d)?[^<>@]{1,120}<")
"""Old Gmail, without a verb: 2016-10-24 15:36 GMT+02:00 Martin <...>:"""
INITIALS = re.compile(r" ?[A-Za-z]{1,3}> ")
WHEN = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b(?:19|20)\d\d\b|\b\d{1,2}[:h]\d{2}\b")
CLOCK = re.compile(r"\b\d{1,2}[:h.]\d{2}\b(?!\.\d)")
ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,255}")

GREETING = re.compile(
    r"\W*(?:bonjour|bonsoir|madame|monsieur|cher|chère|chers|salut|coucou|hello|hi|hey|dear|good (?:morning"
    r"|afternoon|evening)"
    r"|guten (?:tag|morgen|abend)|sehr geehrte|hallo|liebe[rs]?|moin|servus|grüezi|buen[oa]s|hola|estimad[oa]s?"
    r"|buon(?:giorno|asera|di)|gentil[ei]|egregi[oa]|salve|ciao|spett|beste|geachte|dag|goede(?:morgen|middag"
    r"|navond|ndag))\b",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    r"\W*(?:(?:bien )?cordialement|bien à vous|salutations|(?:kind |best |warm )?regards|yours|sincerely|thanks"
    r"|many thanks"
    r"|mit (?:freundlich|best|herzlich)|freundliche|viele grüße|beste grüße|gruß|mfg|(?:un )?(?:cordial )?saludos?"
    r"|atentamente|atte|cordiali saluti|distinti saluti|saluti|(?:met )?(?:vriendelijke|hartelijke) groet|groet|mvg)\b",
    re.IGNORECASE,
)
ANSWERS_INSIDE = re.compile(
    r"\b(?:ci-dessous|ci-après|(?:en|au|là)[ -]dessous|dans (?:le|votre) (?:texte|mail|message)|majuscules?|en rouge"
    r"|below|inline|capitals|caps|in (?:red|blue|bold)|unten|darunter|drunter|dazwischen|im text|in (?:rot|blau)"
    r"|großbuchstaben|abajo|debajo|mayúsculas|en rojo|sotto|di seguito|in calce|maiuscol\w+|in rosso|hieronder"
    r"|onder(?:aan)?"
    r"|tussen(?:door)?|hoofdletters|in het rood)\b",
    re.IGNORECASE,
)
NAMED = re.compile(r"\s*\[[A-ZÀ-Þ][\w.'’-]{0,20}(?: [A-ZÀ-Þ][\w.'’-]{0,20}){0,3}\]:?\s*[^\s\[(<].*\s\S")
"""Outlook's mark of who wrote between the lines: [Jean Dupont] ...; not [Pay now] [Dispute]."""
INSERTED = re.compile(
    r"\s*(?:[-=]+>|→|⇒|➔|\*{2,}\s*\w|#{1,3}\s*\w|<{2,}"
    r"|(?:(?!IBAN|BIC|RIB|TVA|VAT|Tel|Tél|Fax|Mail|Ref|Réf|Nr|No|Due|Date)[A-Z][A-Za-z]{0,3}|réponse|rép|antwort"
    r"|answer|reply|respuesta|resp|risposta|antwoord)\.?\s?:\s)"
)
