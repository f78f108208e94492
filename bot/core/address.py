"""An e-mail address in the one form in which two are compared: small letters, the domain as it goes over the wire."""

from __future__ import annotations


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
