"""Mail servers of well-known providers, by name and by the domain of an address. Never a password, never a look-up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Servers:
    """Where a provider's customers send and receive. 465 and 993 are TLS from the start; 587 is STARTTLS."""

    smtp_host: str
    imap_host: str
    smtp_port: int = 465
    imap_port: int = 993


SERVERS = {
    "gmail": Servers(smtp_host="smtp.gmail.com", imap_host="imap.gmail.com"),
    "outlook": Servers(smtp_host="smtp.office365.com", imap_host="outlook.office365.com", smtp_port=587),
    "ovh": Servers(smtp_host="ssl0.ovh.net", imap_host="ssl0.ovh.net"),
    "orange": Servers(smtp_host="smtp.orange.fr", imap_host="imap.orange.fr"),
    "ionos": Servers(smtp_host="smtp.ionos.fr", imap_host="imap.ionos.fr"),
    "infomaniak": Servers(smtp_host="mail.infomaniak.com", imap_host="mail.infomaniak.com"),
    "free": Servers(smtp_host="smtp.free.fr", imap_host="imap.free.fr"),
}
_DOMAINS = {
    "gmail": ("gmail.com", "googlemail.com"),
    "outlook": ("outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.com", "live.fr", "msn.com"),
    "ovh": ("ovh.fr", "ovh.net"),
    "orange": ("orange.fr", "wanadoo.fr"),
    "ionos": ("ionos.fr", "online.de"),
    "infomaniak": ("ik.me", "ikmail.com", "etik.com"),
    "free": ("free.fr",),
}


def of_address(address: str) -> Servers | None:
    """The servers of an address whose domain belongs to a provider; None for a domain of one's own."""
    domain = address.rpartition("@")[2].casefold()
    return next((SERVERS[name] for name, domains in _DOMAINS.items() if domain in domains), None)
