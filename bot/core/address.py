"""An e-mail address in the one form in which two are compared: small letters, the domain as it goes over the wire."""

from __future__ import annotations

import re

_IN_TEXT = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,24}(?![\w-])")
_NOBODY = re.compile(r"(?:no-?reply|ne-?pas-?repondre|do-?not-?reply|mailer-daemon|postmaster)@")


def plain(address: str) -> str:
    """``Jean@Müller.FR`` is ``jean@xn--mller-kva.fr``. A domain that cannot be encoded stays as it is.

    >>> plain("Jean@Müller.FR")
    'jean@xn--mller-kva.fr'
    """
    local, at, domain = address.strip().lower().rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode()}" if not domain.isascii() else f"{local}{at}{domain}"
    except UnicodeError:
        return f"{local}{at}{domain}"


def first_other(text: str, known: frozenset[str]) -> str:
    """The first address in ``text`` at which a person may be, and which is not ``known`` (plain forms); "": none."""
    found = (plain(match[0].rstrip(".")) for match in _IN_TEXT.finditer(text))
    return next((one for one in found if one not in known and not _NOBODY.match(one)), "")
