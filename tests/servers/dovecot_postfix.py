"""Postfix (submission) and Dovecot (mailboxes) on loopback; nothing ever leaves the machine.

Every address at example.test has a mailbox and the same password, `+detail` is delivered to the address before it.
`nobody@` and every other domain: accepted, then a real bounce. `reject…@`: 550 at RCPT. `tempfail…@`: 450 at RCPT.
"""

import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import trustme

from tests.servers.processes import (
    ServerUnavailable,
    free_ports,
    is_root,
    listens,
    program,
    read_tail,
    running,
    wait_until,
)

DOMAIN = "example.test"
PASSWORD = "secret"
STARTS = 3


@dataclass(frozen=True, kw_only=True)
class RealMail:
    """Where the servers answer, and the way to lay a mail into a mailbox without SMTP."""

    folder: Path
    smtp_port: int
    smtps_port: int
    imap_port: int
    imaps_port: int
    host: str = "127.0.0.1"
    domain: str = DOMAIN
    password: str = PASSWORD
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1), repr=False, compare=False)

    @property
    def ca_file(self) -> Path:
        return self.folder / "ca.pem"

    def new_mailbox(self, name: str = "box") -> str:
        """An address nobody has used yet: the servers live for the whole session, the tests should not meet."""
        return f"{name}{next(self._numbers)}@{self.domain}"

    def deliver(self, mailbox: str, raw: bytes, *, into: str = "INBOX") -> None:
        """Save the exact bytes into a mailbox; a name without a domain is one at example.test."""
        address = mailbox if "@" in mailbox else f"{mailbox}@{self.domain}"
        command = [program("doveadm"), "-c", str(self.folder / "dovecot.conf"), "save", "-u", address, "-m", into]
        subprocess.run(command, input=raw, check=True, capture_output=True)


@contextmanager
def running_mail_servers() -> Iterator[RealMail]:
    """Raises ServerUnavailable where they cannot run, RuntimeError with their last words where they do not start."""
    _refuse_where_it_cannot_run()
    for attempt in range(1, STARTS + 1):
        folder = Path(tempfile.mkdtemp(prefix="relance-mail-"))
        try:
            mail = _write_configuration(folder)
            with ExitStack() as servers:
                if _start(mail, servers):
                    yield mail
                    return
            tail = read_tail(folder / "dovecot.log", folder / "postfix.log", folder / "started.log")
            if attempt == STARTS:
                raise RuntimeError(f"Postfix and Dovecot did not start\n{tail}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _refuse_where_it_cannot_run() -> None:
    if not is_root():
        raise ServerUnavailable("Postfix only runs as root")
    for name in ("dovecot", "doveadm", "lmtp", "postfix", "postconf"):
        program(name)
    version = subprocess.run([program("dovecot"), "--version"], capture_output=True, text=True, check=True).stdout
    if not version.startswith("2.3"):
        raise ServerUnavailable(f"this configuration is written for Dovecot 2.3, not {version.strip()}")


def _start(mail: RealMail, servers: ExitStack) -> bool:
    postfix = str(mail.folder / "postfix")
    log = mail.folder / "started.log"
    with log.open("ab") as output:
        subprocess.run([program("postfix"), "-c", postfix, "check"], stdout=output, stderr=output, check=True)
    asked = [program("postconf"), "-c", postfix, "-h", "daemon_directory"]
    daemons = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    configuration = str(mail.folder / "dovecot.conf")
    dovecot = servers.enter_context(running(program("dovecot"), "-F", "-c", configuration, log=log))
    master = servers.enter_context(running(f"{daemons}/master", "-c", postfix, "-s", log=log))
    return wait_until(
        lambda: (
            all(listens(master, port) for port in (mail.smtp_port, mail.smtps_port))
            and all(listens(dovecot, port) for port in (mail.imap_port, mail.imaps_port))
            and all((mail.folder / name).is_socket() for name in ("lmtp", "sasl"))
        ),
        servers=[dovecot, master],
    )


def _write_configuration(folder: Path) -> RealMail:
    folder.chmod(0o755)
    smtp, smtps, imap, imaps = free_ports(4)
    mail = RealMail(folder=folder, smtp_port=smtp, smtps_port=smtps, imap_port=imap, imaps_port=imaps)
    for name in ("run", "mail", "state", "postfix", "spool", "pfdata", "keys"):
        (folder / name).mkdir()
    shutil.chown(folder / "mail", "mail", "mail")
    shutil.chown(folder / "pfdata", "postfix")
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    authority.cert_pem.write_to_path(mail.ca_file)
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    (folder / "key.pem").chmod(0o600)
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(folder / "cert.pem", append=True)
    for name, text in _texts(mail).items():
        (folder / name).write_text(text, encoding="utf-8")
    return mail


def _texts(mail: RealMail) -> dict[str, str]:
    values = {"D": str(mail.folder), "DOMAIN": DOMAIN, "PASSWORD": PASSWORD}
    ports = {"SMTP": mail.smtp_port, "SMTPS": mail.smtps_port, "IMAP": mail.imap_port, "IMAPS": mail.imaps_port}
    values |= {name: str(port) for name, port in ports.items()}

    def fill(text: str) -> str:
        for name in sorted(values, key=len, reverse=True):
            text = text.replace(f"@{name}@", values[name])
        return text

    return {name: fill(text) for name, text in FILES.items()}


FILES = {
    "dovecot.conf": r"""
base_dir = @D@/run
state_dir = @D@/state
log_path = @D@/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <@D@/cert.pem
ssl_key = <@D@/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
mail_location = maildir:@D@/mail/%u
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
mail_max_userip_connections = 100
recipient_delimiter = +
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = create
    special_use = \Sent
  }
  mailbox Trash {
    auto = create
    special_use = \Trash
  }
}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = @D@/oauth2.conf
}
passdb {
  driver = static
  args = password=@PASSWORD@
}
userdb {
  driver = static
  args = uid=mail gid=mail home=@D@/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = @IMAP@
  }
  inet_listener imaps {
    port = @IMAPS@
    ssl = yes
  }
}
service lmtp {
  unix_listener @D@/lmtp {
    mode = 0666
  }
}
service auth {
  unix_listener @D@/sasl {
    mode = 0666
  }
}
service anvil {
  chroot =
  # Without this a wrong password in one test makes the logins of the next ones wait for seconds.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
""",
    "oauth2.conf": """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix=@D@/keys/
username_attribute = sub
""",
    "postfix/main.cf": """
compatibility_level = 3.6
queue_directory = @D@/spool
data_directory = @D@/pfdata
maillog_file = @D@/postfix.log
maillog_file_prefixes = @D@
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.@DOMAIN@
mydestination =
mynetworks =
recipient_delimiter = +
virtual_mailbox_domains = @DOMAIN@
transport_maps = regexp:@D@/postfix/transport
virtual_transport = lmtp:unix:@D@/lmtp
default_transport = error:5.1.2 test server: no mail leaves this machine
smtpd_tls_cert_file = @D@/cert.pem
smtpd_tls_key_file = @D@/key.pem
smtpd_tls_security_level = may
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = @D@/sasl
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_reject_unlisted_recipient = no
smtpd_recipient_restrictions = check_recipient_access regexp:@D@/postfix/access, permit
smtpd_peername_lookup = no
smtputf8_enable = yes
disable_dns_lookups = yes
lmtp_connection_cache_on_demand = yes
""",
    "postfix/transport": "/^nobody[+@]/ error:5.1.1 no such mailbox here\n",
    "postfix/access": "/^reject.*@/ 550 5.1.1 no such user\n/^tempfail.*@/ 450 4.2.0 greylisted, try later\n",
    "postfix/master.cf": """
127.0.0.1:@SMTP@ inet n - n - - smtpd
127.0.0.1:@SMTPS@ inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
""",
}
