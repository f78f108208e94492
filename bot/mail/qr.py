"""The payment code of a mail: a SEPA QR (EPC069-12), or nothing when it could mislead. Never asks, never sends."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from stdnum import bic as bic_number
from stdnum import iban as iban_number

from bot.core.case import Account
from bot.core.money import Money, totals
from bot.core.notice import FrozenLine

# European Payments Council, EPC409-09: the IBAN countries of the SEPA scheme.
_EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)
_SEPA = _EEA | {"AD", "AL", "CH", "GB", "GI", "MC", "MD", "ME", "MK", "RS", "SM", "VA"}
_MOST = 99_999_999_999
"""999 999 999.99 EUR in cents."""
_LARGEST_VERSION = 13
_MOST_BYTES = 331


def payload(*, name: str, iban: str, amount: Money, text: str, bic: str = "") -> str | None:
    """The characters of the code, or None when a bank could not use them exactly as meant.

    Version 002, UTF-8, SEPA credit transfer, unstructured remittance ``text`` (at most 140 characters).

    >>> from bot.core.money import Money
    >>> iban = "FR76 3000 6000 0112 3456 7890 189"
    >>> payload(name="Dupont", iban=iban, amount=Money(124000, "EUR"), text="F-14").splitlines()[5:]
    ['Dupont', 'FR7630006000011234567890189', 'EUR1240.00', '', '', 'F-14']
    """
    name, text = _folded(name), _folded(text)
    if amount.currency != "EUR" or not 1 <= amount.minor <= _MOST:
        return None
    if not 1 <= len(name) <= 70 or len(text) > 140 or not iban_number.is_valid(iban):
        return None
    account = iban_number.compact(iban)
    bank = bic_number.compact(bic) if bic_number.is_valid(bic) else ""
    # Version 002 lets the BIC be left out inside the European Economic Area only.
    if account[:2] not in _SEPA or (account[:2] not in _EEA and not bank):
        return None
    lines = ("BCD", "002", "1", "SCT", bank, name, account, f"EUR{amount.decimal:.2f}", "", "", text)
    characters = "\n".join(lines).rstrip("\n")
    # EPC069-12: at most 331 bytes, which is what version 13 holds at level M.
    return characters if len(characters.encode()) <= _MOST_BYTES else None


def remittance(lines: Sequence[FrozenLine]) -> str:
    """What the debtor writes on the transfer: the numbers of the invoices that are still open."""
    return " ".join(_folded(line.number) for line in lines if line.outstanding.minor > 0)


def of(account: Account, lines: Sequence[FrozenLine]) -> str | None:
    """The payload that pays all of ``lines`` at once, or None."""
    owed = totals(line.outstanding for line in lines if line.outstanding.minor > 0)
    if len(owed) != 1 or not account.iban:
        return None
    return payload(name=account.name, iban=account.iban, bic=account.bic, amount=owed[0], text=remittance(lines))


def png(characters: str) -> bytes | None:
    """The image: black on white with its quiet zone, so that it can be read in dark mode too. None: too long."""
    import segno  # late: only a mail that leaves needs it

    code = segno.make(characters, micro=False, error="m", boost_error=False, encoding="utf-8", mode="byte")
    if not isinstance(code.version, int) or code.version > _LARGEST_VERSION:
        return None
    out = io.BytesIO()
    code.save(out, kind="png", scale=8, border=4)
    return out.getvalue()


def _folded(text: str) -> str:
    """One line: a line break inside a value would shift every field after it."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()
