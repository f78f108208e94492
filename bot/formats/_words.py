"""The sentences of the import, in each language. Never a decision; never a text for a debtor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from bot.formats._row import BadRow, Why

# Written with plain spaces; _typeset puts the spaces that French wants before its high punctuation.
_FR = {
    "at": "{file}, ligne {line}",
    "at_column": "{file}, ligne {line}, colonne « {column} »",
    "empty": "la case est vide ; remplissez-la",
    "too_long": "« {value} » est trop long ; {detail} caractères au plus",
    "no_column": "la colonne manque ; ajoutez-la à la ligne des titres",
    "two_columns": "les colonnes {detail} veulent dire la même chose ; n’en gardez qu’une",
    "too_many_fields": "il y a plus de cases que de titres ; un texte avec le séparateur se met entre guillemets",
    "quotes": "un guillemet ouvert n’est pas refermé, ou du texte le suit ; corrigez la ligne",
    "date": "« {value} » n’est pas une date ; écrivez 31/12/2026 ou 2026-12-31",
    "date_far": "« {value} » est trop loin ; les dates vont de 1990 à 2100",
    "month_first": "« {value} » met le mois avant le jour ; écrivez le jour d’abord, comme 31/12/2026",
    "perhaps_month_first": "« {value} » est ambigu, car la ligne {detail} met le mois en premier ; écrivez 2026-12-31",
    "amount": "« {value} » n’est pas un montant ; écrivez 1240,00 ou 1 240,00",
    "amount_unclear": "« {value} » peut se lire {groups} ou {decimals} ; écrivez {whole} ou {cents}",
    "amount_large": "« {value} » est trop grand pour un montant ; corrigez-le",
    "currency": "« {value} » n’est pas une devise ; écrivez son code de trois lettres, comme EUR",
    "currency_conflict": "« {value} » n’est pas dans la devise de la colonne ({detail}) ; corrigez l’une des deux",
    "currency_column": "un montant en {value} peut se lire de deux façons ; ajoutez une colonne devise",
    "currency_needed": "« {value} » ne dit pas quels dollars ; ajoutez une colonne devise (USD, CAD…)",
    "zero": "le montant est nul ; supprimez la ligne ou corrigez-la",
    "negative_total": "le total est négatif : c’est un avoir ; mettez-le dans les paiements, avec le type « avoir »",
    "negative_credit": "un avoir s’écrit avec un montant positif ; enlevez le signe moins",
    "due_before_issued": "l’échéance {value} précède la facture ({detail}) ; corrigez l’une des deux dates",
    "terms": "« {value} » n’est pas un délai ; écrivez un nombre de jours de 0 à 365, ou donnez l’échéance",
    "email": "« {detail} » n’est pas une adresse e-mail ; écrivez-la comme compta@exemple.fr",
    "country": "« {value} » n’est pas un pays connu ; écrivez son nom ou son code, comme FR",
    "language": "« {value} » n’est pas une langue connue ; écrivez fr ou en",
    "payment_kind": "« {value} » n’est ni un paiement ni un avoir ; écrivez l’un des deux",
    "pdf_outside": "« {value} » est hors du dossier de ce fichier ; mettez-y le PDF, ou dans un de ses sous-dossiers",
    "duplicate": "la facture « {value} » est déjà à la ligne {detail} ; une ligne par facture",
    "payment_future": "un paiement ne peut pas dater du {value}, qui est à venir ; corrigez la date",
    "overpaid": "à savoir : la facture « {value} » est maintenant payée {detail} de trop",
    "time_barred": (
        "à savoir : la facture « {value} » semble prescrite depuis le {detail} ; "
        "sa première relance attendra votre accord"
    ),
    "key_conflict": "la référence « {value} » est déjà à la ligne {detail} pour un autre paiement ; rendez-la unique",
    "unknown_invoice": "aucune facture « {value} » dans ce compte ; importez-la d’abord, ou corrigez le numéro",
    "store": "la base refuse cette ligne ({detail})",
    "summary_invoices": (
        "{file} : factures ; nouvelles : {new}, modifiées : {changed}, inchangées : {same}, refusées : {bad}"
    ),
    "summary_payments": "{file} : paiements ; nouveaux : {new}, déjà connus : {same}, refusés : {bad}",
}
_EN = {
    "at": "{file}, line {line}",
    "at_column": "{file}, line {line}, column “{column}”",
    "empty": "the cell is empty; fill it in",
    "too_long": "“{value}” is too long; {detail} characters at most",
    "no_column": "the column is missing; add it to the line of titles",
    "two_columns": "columns {detail} mean the same; keep one",
    "too_many_fields": "there are more cells than titles; put quotes around a text that contains the separator",
    "quotes": "an opening quote is never closed, or text follows it; correct the line",
    "date": "“{value}” is not a date; write 31/12/2026 or 2026-12-31",
    "date_far": "“{value}” is too far away; dates go from 1990 to 2100",
    "month_first": "“{value}” puts the month before the day; write the day first, as in 31/12/2026",
    "perhaps_month_first": "“{value}” is ambiguous, as line {detail} puts the month before the day; write 2026-12-31",
    "amount": "“{value}” is not an amount; write 1240.00 or 1,240.00",
    "amount_unclear": "“{value}” can be read as {groups} or {decimals}; write {whole} or {cents}",
    "amount_large": "“{value}” is too large for an amount; correct it",
    "currency": "“{value}” is not a currency; write its code of three letters, as in EUR",
    "currency_conflict": "“{value}” is in another currency than the column says ({detail}); correct one of them",
    "currency_column": "an amount in {value} could be read in two ways; add a currency column",
    "currency_needed": "“{value}” does not say which dollars; add a currency column (USD, CAD…)",
    "zero": "the amount is nil; delete the row or correct it",
    "negative_total": "the total is negative: a credit note; put it in the payments, with the kind “credit”",
    "negative_credit": "a credit is written with a positive amount; remove the minus sign",
    "due_before_issued": "the due date {value} is before the invoice ({detail}); correct one of the dates",
    "terms": "“{value}” is not a term; write a number of days from 0 to 365, or give the due date",
    "email": "“{detail}” is not an e-mail address; write it as in accounts@example.com",
    "country": "“{value}” is not a country that we know; write its name or its code, as in FR",
    "language": "“{value}” is not a language that we know; write fr or en",
    "payment_kind": "“{value}” is neither a payment nor a credit; write one of them",
    "pdf_outside": "“{value}” is outside the folder of this file; put the PDF there, or in a folder below it",
    "duplicate": "invoice “{value}” is already on line {detail}; one row per invoice",
    "payment_future": "a payment cannot be of {value}, which is still to come; correct the date",
    "overpaid": "note: invoice “{value}” is now overpaid by {detail}",
    "time_barred": (
        "note: invoice “{value}” seems time-barred since {detail}; its first reminder waits for your approval"
    ),
    "key_conflict": "reference “{value}” is already on line {detail} for another payment; make it unique",
    "unknown_invoice": "no invoice “{value}” in this account; import it first, or correct the number",
    "store": "the database refuses this row ({detail})",
    "summary_invoices": "{file}: invoices, {new} new, {changed} changed, {same} unchanged, {bad} refused",
    "summary_payments": "{file}: payments, {new} new, {same} already known, {bad} refused",
}


def _typeset(text: str) -> str:
    for plain, set_well in (("« ", "«\u00a0"), (" »", "\u00a0»"), (" :", "\u00a0:"), (" ;", "\u202f;")):
        text = text.replace(plain, set_well)
    return text


WORDS: Mapping[str, Mapping[str, str]] = {"fr": {key: _typeset(text) for key, text in _FR.items()}, "en": _EN}


def say(what: str, language: str, **facts: object) -> str:
    """One sentence; a language without words of its own gets English."""
    return WORDS.get(language, WORDS["en"])[what].format(**facts)


def sentence(bad: BadRow, language: str) -> str:
    """Where, what, and what to do, in one line."""
    column = (
        _COLUMNS.get(language, _COLUMNS["en"]).get(bad.column, bad.column) if bad.why is Why.NO_COLUMN else bad.column
    )
    at = say("at_column" if column else "at", language, file=bad.file, line=bad.line, column=column)
    facts: dict[str, str] = {"value": _short(bad.value), "detail": bad.detail}
    match bad.why:
        case Why.AMOUNT_UNCLEAR:
            facts |= _readings(bad.detail, language)
        case Why.TIME_BARRED | Why.PAYMENT_FUTURE if language == "fr":
            facts = {key: _ISO.sub(r"\3/\2/\1", text) for key, text in facts.items()}
        case Why.OVERPAID if language == "fr":
            facts["detail"] = bad.detail.replace(".", ",").replace(" ", "\u00a0")
    what = say(bad.why, language, **facts)
    return f"{at}{_COLON.get(language, ': ')}{what}"


# A missing column has no title to show: its field's name is put in the reader's words.
_COLUMNS = {
    "fr": {
        "number": "numéro",
        "issued": "date",
        "due": "échéance",
        "total": "total",
        "debtor": "client",
        "paid_on": "date",
        "amount": "montant",
    },
    "en": {"issued": "date", "due": "due date", "paid_on": "date"},
}
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_COLON = {"fr": "\u00a0: "}


def _readings(decimal: str, language: str) -> dict[str, str]:
    """Both ways to read 12.345, and how to write either so that nobody has to guess."""
    read = Decimal(decimal)
    both = {
        "groups": f"{read * 1000:,.0f}".replace(",", "\u202f" if language == "fr" else ""),
        "decimals": f"{read:f}",
        "whole": f"{read * 1000:.2f}",
        "cents": f"{read.quantize(Decimal('0.01'), ROUND_HALF_UP):f}",
    }
    return {key: text.replace(".", ",") for key, text in both.items()} if language == "fr" else both


def _short(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= 60 else f"{value[:59]}…"
