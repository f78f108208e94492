"""The titles of the columns, in French and English, and which of the two tables a file is. Never reads a row.

Titles are written as ``_table.plain`` makes them: no accents, no capitals, one space. docs/import.md lists them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.formats._table import Columns, find_titles, head_text, plain


def _titles(**fields: str) -> Columns:
    return {field: frozenset(title.strip() for title in titles.split(",")) for field, titles in fields.items()}


_NUMBER = (
    "number, numero, num, n, no, invoice, invoice number, invoice no, invoice id, facture, facture n, facture no,"
    "numero de facture, numero facture, num facture, n facture, n de facture, no facture, no de facture,"
    "reference facture, ref facture, reference de facture, piece, numero de piece, n piece, n de piece"
)
_CURRENCY = "currency, currency code, devise, monnaie"

INVOICES = _titles(
    number=_NUMBER,
    issued="issued, issued on, issue date, date of issue, invoice date, date, date facture, date de facture,"
    "date de facturation, date d emission, date emission, emission, emise le, emis le",
    due="due, due on, due date, payment due, echeance, date echeance, date d echeance, payable le, a payer avant le",
    terms="terms, terms days, payment terms, delai, delai jours, delai de paiement, conditions de paiement",
    total="total, total amount, amount, gross, total gross, total incl vat, total incl tax, amount incl vat, montant,"
    "montant ttc, montant total, montant total ttc, total ttc, ttc, net a payer, total a payer, total eur",
    currency=_CURRENCY,
    debtor="debtor, debtor name, client, client name, customer, customer name, company, name, bill to, nom, nom client,"
    "nom du client, raison sociale, societe, debiteur, destinataire",
    debtor_key="debtor key, debtor id, debtor reference, client id, client code, customer id, customer code,"
    "customer number, code client, id client, n client, no client, numero client, numero de client, compte client,"
    "ref client, reference client, code tiers",
    kind="kind, debtor kind, type, client type, customer type, type client, type de client",
    language="language, lang, langue, langue du client",
    country="country, country code, pays, code pays",
    group="group, segment, groupe",
    email="email, emails, e mail, e mails, mail, mails, courriel, courriels, contact email, client email,"
    "customer email,"
    "email client, email du client, mail client, e mail client, email contact, adresse email, adresse e mail,"
    "adresse mail, adresse electronique",
    contact="contact, contact name, nom contact, nom du contact, interlocuteur",
    order_reference="order, order number, order reference, purchase order, po, po number, commande, n commande,"
    "n de commande, no commande, numero commande, numero de commande, bon de commande, ref commande,"
    "reference commande, reference de commande",
    items="items, lines, description, lignes, articles, designation, prestation, prestations, objet, libelle",
    pdf="pdf, pdf file, file, path, fichier, fichier pdf, chemin, chemin pdf",
)

PAYMENTS = _titles(
    number=_NUMBER,
    paid_on="date, paid on, paid, date paid, payment date, value date, date paiement, date de paiement,"
    "date du paiement,"
    "date reglement, date de reglement, date du reglement, date encaissement, date d encaissement, date de valeur,"
    "paye le, payee le, regle le, reglee le, encaisse le",
    amount="amount, amount paid, paid amount, payment amount, montant, montant paye, montant regle, montant encaisse,"
    "montant paiement, montant du paiement, montant reglement, montant du reglement",
    currency=_CURRENCY,
    kind="kind, type, payment type, payment kind, nature, type de paiement, type de reglement",
    key="key, id, reference, ref, payment id, payment reference, transaction, transaction id, id paiement,"
    "id transaction, reference paiement, reference de paiement, ref paiement, reference du paiement,"
    "reference reglement, numero de transaction",
    note="note, notes, comment, memo, method, payment method, commentaire, remarque, libelle, mode, mode de paiement,"
    "mode de reglement, moyen de paiement",
)

# These are said of payments alone; "date" and "amount" are said of both.
_OF_PAYMENTS = (PAYMENTS["paid_on"] | PAYMENTS["amount"] | PAYMENTS["key"]) - INVOICES["issued"] - INVOICES["total"]


def table_of(head: bytes) -> Literal["invoices", "payments", ""]:
    """What the titles announce. A due date makes invoices; a payment's own titles, or no debtor, make payments."""
    whole = head_text(head)
    invoices, payments = find_titles(whole, INVOICES), find_titles(whole, PAYMENTS)
    of_invoices = _fields(invoices.fields if invoices else {})
    of_payments = _fields(payments.fields if payments else {})
    if of_invoices & {"due", "terms"}:
        return "invoices"
    special = payments is not None and any(plain(title) in _OF_PAYMENTS for title in payments.titles)
    if of_payments & {"paid_on", "amount"} and (special or "debtor" not in of_invoices):
        return "payments"
    return "invoices" if "debtor" in of_invoices else ""


def _fields(found: Mapping[str, object]) -> frozenset[str]:
    """The fields of a table that has numbers of invoices; a table without them is none of ours."""
    return frozenset(found) if "number" in found else frozenset()
