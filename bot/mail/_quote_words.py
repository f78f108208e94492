"""The words by which mail programs announce a quote, in six languages. Only tables."""

from __future__ import annotations

import re

FROM = "from|de|von|da|van|expéditeur|absender|mittente|remitente|afzender"
DATE = (
    "sent|date|envoyé(?: le)?|gesendet|datum|enviado(?: el)?|enviada|fecha|inviato|data|verzonden|verstuurd|le|received"
)
TO = "to|à|a|an|para|aan|pour|cc|copie à|destinataire|empfänger|kopie|copia"
SUBJECT = "subject|objet|betreff|asunto|oggetto|onderwerp|sujet"

HEADER = re.compile(
    rf"[\s>|*_]{{0,12}}(?:(?P<from>{FROM})|(?P<date>{DATE})|(?P<to>{TO})|(?P<subject>{SUBJECT}))[\s*_]{{0,3}}:[\s*]*(?P<rest>.*)",
    re.IGNORECASE,
)

_DIVIDER_WORDS = (
    r"message d['’]origine|message original|original message|message transféré|mail transféré|forwarded message"
    r"|ursprüngliche (?:nachricht|e-?mail)|originalnachricht|original-nachricht|weitergeleitete nachricht"
    r"|mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato"
    r"|oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|reply message|e-?mail d['’]origine"
)
DIVIDER = re.compile(rf"[\s>|*]*[-_–—]{{2,}}\s*(?:{_DIVIDER_WORDS})\s*[-_–—]*[\s*]*", re.IGNORECASE)
BARE_DIVIDER = re.compile(
    r"[\s>]*(?:début du message (?:transféré|réexpédié)|begin forwarded message|anfang der weitergeleiteten nachricht"
    r"|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht)\s*:\s*",
    re.IGNORECASE,
)
ORANGE = re.compile(r"[\s>]*>?\s*message du \d{1,2}/\d{1,2}/\d{2,4}.{0,40}", re.IGNORECASE)

WROTE = re.compile(
    r"\b(?:wrote|a (?:é|e)crit|(?:é|e)crivait|schrieb|geschrieben|escribió|escribio|ha scritto|scrisse|schreef"
    r"|heeft .{0,80}geschreven|envoya|a envoyé)\b",
    re.IGNORECASE,
)
YOU_WROTE = re.compile(
    r"\byou (?:wrote|had written)|vous (?:avez|aviez) écrit|tu (?:as|avais) écrit|schrieben sie|schriebst du"
    r"|\bm['’]a écrit|\bnous a écrit|\bwrote (?:to )?(?:me|us)\b",
    re.IGNORECASE,
)
OPENER = re.compile(r"[\s>*]*(?:on|le|am|el|il(?: giorno)?|op|em|den)\b", re.IGNORECASE)
WHEN = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b(?:19|20)\d\d\b|\b\d{1,2}[:h]\d{2}\b")
CLOCK = re.compile(r"\b\d{1,2}[:h.]\d{2}\b(?!\.\d)")
ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,255}")

FOOTER = re.compile(
    r"[\s*_>-]{0,12}(?:"
    r"envoyée? (?:de|depuis|à partir de|via) (?:mon|ma|l['’]application|un mobile|outlook|yahoo)"
    r"|envoyée? (?:de|depuis|via) (?:mail orange|gmail|proton)"
    r"|envoyé de mon|télécharger outlook|obtenez outlook|provenance : courrier"
    r"|sent (?:from|via|with) (?:my|the|outlook|yahoo|mail for|samsung|proton|gmail|a mobile|mobile|bluemail|an? )"
    r"|get outlook for|get bluemail"
    r"|von meinem .{1,40} gesendet|gesendet (?:von|mit|aus) (?:meinem|der|outlook|yahoo|mail)|holen sie sich outlook"
    r"|enviado desde (?:mi|el|outlook|yahoo)|obtener outlook"
    r"|inviato da(?:l mio| outlook| yahoo| iphone)|ottieni outlook"
    r"|verzonden (?:vanaf|met|via|vanuit) (?:mijn|outlook|yahoo|mail)|verstuurd vanaf mijn"
    r"|outlook voor .{2,10} downloaden"
    r"|(?:garanti )?sans virus|virus-?free|avast|cet e-?mail a été vérifié"
    r"|(?:pensez|think|please consider).{0,40}(?:environnement|environment|imprimer|print)"
    r"|\[cid:[^\]]{0,200}\]"
    r")",
    re.IGNORECASE,
)
SECRET = re.compile(r"confidenti|confidenci|privileg|vertraulich|riservat|vertrouwelijk|privé et", re.IGNORECASE)
ADDRESSEE = re.compile(
    r"destinat|recipient|addressee|empfänger|geadresseerde|bestemd|en error|par erreur|in error|by mistake|irrtümlich"
    r"|per errore|por error|pièces? jointes?|attachments?|anhäng",
    re.IGNORECASE,
)
POSTSCRIPT = re.compile(r"\s*(?:p\.?\s?-?s\.?|n\.?b\.?|post-?scriptum)(?:\b|\s|:)", re.IGNORECASE)
SPEAKS = re.compile(
    r"\b(?:je|j['’]\w+|nous|vous|votre|vos|notre|on|i|i['’]\w+|we|you|your|our|ich|wir|sie|ihre?|nosotros|usted|yo|io|noi"
    r"|ik|wij|we|uw|jullie)\b",
    re.IGNORECASE,
)
