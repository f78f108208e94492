"""What nobody wrote: footers of telephones, legal footers, banners of mail gateways. Only tables."""

from __future__ import annotations

import re

_SENT = "envoyée?|sent|gesendet|versendet|enviad[oa]|inviat[oa]|verzonden|verstuurd|gestuurd|posted|typed|écrit|tapé"
_BY = (
    r"de|du|depuis|à partir de|via|avec|from|with|using|by|on|von|mit|aus|über|per|desde|con|da|dal|dallo|tramite|vanaf"
    r"|vanuit|met|van|op"
)
_GADGET = (
    r"iphone|ipad|airmail|galaxy|samsung|android|outlook|yahoo|gmail|proton|smartphone|smart phone|t[ée]l[ée]phone"
    r"|telefono"
    r"|tel[ée]fono"
    r"|m[óo]vil|mobile?|mobieltje|telefoon|handy|mobiltelefon|tablet|tablette|windows|ios|huawei|xiaomi|redmi|pixel"
    r"|oneplus"
    r"|blackberry|bluemail|spark|k-9|fairemail|thunderbird|mail orange|orange mail|libero mail|virgilio|sfr mail"
    r"|gmx|web\.de"
    r"|telekom|freenet|mail f(?:or|ür)|courrier|correo|posta|mail voor|mail app|zoho|hotmail|appareil|mac\b|macbook"
)
FOOTER = re.compile(
    r"[^\w\n\[]{0,12}(?:"
    rf"(?:{_SENT})\s(?:{_BY})\b.{{0,40}}(?:{_GADGET})"
    rf"|(?:{_SENT})\s(?:{_BY}) (?:il )?(?:mon|ma|my|mi|mio|meine[mr]"
    rf"|mijn) \S{{1,30}}(?: \S{{1,20}}){{0,3}}(?:[,.;].{{0,60}})?$"
    r"|envoyée? (?:de|depuis|à partir de|via) l['’]application|sent (?:from|via) (?:a )?mobile"
    rf"|(?:diese (?:nachricht|e-?mail) wurde )?(?:von"
    rf"|mit) (?:meine[mr]\b)?.{{0,60}}(?:{_GADGET}).{{0,40}}\s(?:gesendet|verschickt|versendet)"
    r"|von meine[mr].{1,40}\s(?:gesendet|gesandt|verschickt)"
    r"|(?:get|download|télécharge[rz]|obtenez|obtenir|holen sie sich|obtener|obtén|descargar|ottieni"
    r"|scarica) (?:outlook|bluemail)"
    r"|outlook (?:for|pour|für|para|per|voor) .{2,60}(?:downloaden|herunterladen|beziehen|laden)"
    r"|(?:sendt fra|skickat från|wysłan[eoy] z|odesláno z|lähetetty|trimis de pe|отправлено с|надіслано з)\b"
    r"|provenance : courrier|enviado desde correo|inviato da posta|verzonden vanuit mail"
    r"|(?:please )?excuse (?:my brevity|typos|the brevity)|(?:veuillez |merci d['’])excuser (?:ma|la) brièveté"
    r"|(?:garanti )?sans virus|virus-?free|virenfrei|libre de virus|privo di virus|virusvrij|avast\b"
    r"|cet e-?mail a été vérifié"
    r"|l['’]absence de virus|(?:this|diese|este|questa|deze) e-?mail (?:has been checked|wurde (?:auf viren|von avast))"
    r"|(?:pensez|think|please consider|avant d['’]imprimer|bitte (?:denken|prüfen)|bevor sie|before printing"
    r"|antes de imprimir"
    r"|prima di stampare|denk aan|p ?pensez).{0,80}(?:environnement|environment|imprimer|print|umwelt|druck"
    r"|medio ?ambiente"
    r"|imprimir|ambiente|stampa|milieu|nécessaire|necesario)"
    r"|\[cid:[^\]]{0,200}\]"
    r")",
    re.IGNORECASE,
)
PAYS = re.compile(
    r"[€£$]|virement|ch[èe]que|pay(?:ment|é|ed)|règl|überweis|zahl|transfer|pag(?:o|ad|at|amen)|bonific|betaal|betaling"
    r"|overboek|rechnung|factu|fattur|invoice|iban",
    re.IGNORECASE,
)
"""Somebody who tells that the money was sent from his telephone is no footer."""

SECRET = re.compile(
    r"confiden[tcz]i|confidential|privileg|vertraulich|geschützte information|riservat|vertrouwelijk|privé et",
    re.IGNORECASE,
)
ADDRESSEE = re.compile(r"destinat|recipient|addressee|empfänger|adressat|geadresseerde|bestemd|intended", re.IGNORECASE)
MISTAKE = re.compile(
    r"erreur|in error|by mistake|intended recipient|irrtümlich|versehentlich|richtige[rn]? (?:empfänger|adressat)"
    r"|per errore"
    r"|por error|ten onrechte|onterecht|abusivement",
    re.IGNORECASE,
)
YOU_ARE = re.compile(
    r"\bsi vous|en cas d['’]erreur|toute personne|\bif (?:you|received)|\banyone|(?:wenn|falls|sollten) sie"
    r"|\bsi (?:usted|lo|la|ha|no es)"
    r"|\bse (?:avete|lei|l['’]avete|ha|non)|qualora|\bchi(?:unque)? (?:lo|la|l['’]|riceve)|(?:indien|als|mocht) u",
    re.IGNORECASE,
)
"""A legal footer speaks to whom it should not have reached; a writer who got a letter by mistake says "I"."""
MAYBE = re.compile(
    r"attachment|pièces? jointe|anhäng|adjunt|allegat|bijlage|privileged|may contain|peu(?:t|vent) contenir"
    r"|kann .{0,60}enthalten|pueden? contener|pu(?:ò|ossono) contenere|kan .{0,60}bevatten",
    re.IGNORECASE,
)
"""Enough where a line begins as a legal footer does."""
NOTICE = re.compile(
    r"\W*(?:(?:this|the information (?:in|contained)|ce|cet|ces|le présent|les informations contenues|diese|este"
    r"|esta|la presente"
    r"|el presente|questo|questa|il presente|le informazioni contenute|dit|deze|de informatie in)\b.{0,60}"
    r"(?:e-?mail|message|courriel|courrier|nachricht|mensaje|correo|comunicaci|messaggio|comunicazione|bericht|mail\b)"
    r"|aviso legal|disclaimer|avis de confidentialité|confidentiality notice|avvertenze|vertraulichkeit"
    r"|confidencialidad)",
    re.IGNORECASE,
)

_TAG = r"(?:external|externe?|extern|externo|externa|esterno|esterna|extérieur|exterior)"
TAG = re.compile(
    rf"\W*\[\W*{_TAG}[^\]]{{0,40}}\]\W*|\W*{_TAG}\s(?:e-?mail|sender|mail)\W*|#{{1,2}}-.{{0,100}}-#{{1,2}}"
    r"|\W*(?:please )?(?:merci de )?(?:reply|type your reply|répondez|répondre|antworten(?: sie)?|responda"
    r"|rispondere|antwoord).{0,30}"
    r"(?:above this line|au-dessus de cette ligne|oberhalb dieser (?:linie|zeile)|encima de esta línea"
    r"|sopra questa riga"
    r"|boven deze (?:regel|lijn))\W*",
    re.IGNORECASE,
)
STRANGER = re.compile(
    r"outside (?:of )?(?:the|your|our) (?:organi[sz]ation|company)|external (?:sender|source)|extérieure? (?:de"
    r"|à) (?:l['’]|votre|notre)"
    r"|l['’]extérieur|expéditeur (?:externe|extérieur)|externen? (?:absender|quelle)|von extern\b|außerhalb (?:der"
    r"|ihrer|unserer)"
    r"|fuera de (?:la|su|nuestra)|remitente externo|dall['’]esterno|mittente esterno|buiten (?:de|uw|onze)"
    r"|externe? afzender",
    re.IGNORECASE,
)
CARE = re.compile(
    r"\bclick|\bcliqu|klick|\bclic\b|cliccare|\bklik|\blinks?\b|attachment|pièces? jointe|anhäng|adjunt|allegat|bijlage"
    r"|caution|warning|attention|achtung|vorsicht|warnung|attenzione|precauci|atenci|let op|opgelet|pas op|\[extern"
    r"|\[ester"
    r"|\[external",
    re.IGNORECASE,
)
SELDOM = re.compile(
    r"\W*(?:you don['’]t often get e-?mail from|some people who received this message don['’]t often"
    r"|vous (?:ne recevez|n['’]obtenez) pas souvent|sie erhalten nicht (?:oft|häufig)|no suele recibir"
    r"|non si riceve spesso|u ontvangt niet vaak)",
    re.IGNORECASE,
)

POSTSCRIPT = re.compile(
    r"\s*(?:p\.?\s?-?s\.?|p\.\s?d\.?|pd(?=\s*[:.])|n\.?b\.?|post-?scriptum|anm\.)(?:\b|\s|:)", re.IGNORECASE
)
SPEAKS = re.compile(
    r"\b(?:je|j['’]\w+|nous|vous|votre|vos|notre|on|i|i['’]\w+|we|you|your|our|ich|wir|sie|ihre?|nosotros|usted|yo"
    r"|io|noi"
    r"|ik|wij|we|uw|jullie)\b",
    re.IGNORECASE,
)
