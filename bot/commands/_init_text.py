"""The questions of `relance init`, in each language, and the file that it writes. Never asks, never opens a file."""

from __future__ import annotations

import json
from collections.abc import Mapping

_WORDS = {
    "fr": {
        "colon": "\u00a0: ",
        "language": "Langue / language (fr, en)",
        "name": "Nom de l’entreprise, tel que les clients le connaissent",
        "email": "Adresse e-mail d’où partent les relances",
        "iban": "IBAN sur lequel les clients paient (vide\u00a0: plus tard)",
        "smtp_host": "Serveur d’envoi SMTP (ou gmail, outlook, ovh, orange, ionos, infomaniak, free)",
        "imap_host": "Serveur de réception IMAP (ou le même mot)",
        "user": "Identifiant de la boîte",
        "password": "Mot de passe de la boîte, ou d’application chez Gmail (il ne s’affiche pas)",
        "telegram_token": "Jeton du robot Telegram donné par @BotFather (vide\u00a0: plus tard)",
        "done": "{path} est écrit, lisible par vous seul. Ensuite\u00a0: relance check essaie tout sans rien envoyer.",
    },
    "en": {
        "colon": ": ",
        "language": "Langue / language (fr, en)",
        "name": "Name of the business, as its clients know it",
        "email": "E-mail address that reminders come from",
        "iban": "IBAN that clients pay to (empty: later)",
        "smtp_host": "SMTP server that sends (or gmail, outlook, ovh, orange, ionos, infomaniak, free)",
        "imap_host": "IMAP server that receives (or the same word)",
        "user": "User of the mailbox",
        "password": "Password of the mailbox, or an app password at Gmail (not shown)",
        "telegram_token": "Token of the Telegram bot, from @BotFather (empty: later)",
        "done": "{path} is written, readable by you alone. Next: relance check tries everything and sends nothing.",
    },
}

_FILE = {
    "fr": """\
# Écrit par « relance init ». Toutes les clés, expliquées : config.example.toml.
# Ce fichier contient des secrets : gardez-le pour vous (chmod 600).

[relance]
# Où tout est retenu ; le fichier est à côté de celui-ci.
database = "sqlite://relance.db"
language = {language}

[[account]]
# Ne changez jamais id : tout est rangé sous ce nom.
id = {id}
name = {name}
email = {email}
country = {country}
{iban}
# Qui signe, l'adresse et les mentions légales au bas des messages :
# signed_by = "Prénom Nom"
# address = "12 rue des Tanneurs, 69001 Lyon"
# legal = "SARL au capital de 8 000 €, RCS Lyon 123 456 789"

# Les messages partent entre ces heures, les jours ouvrés.
[account.window]
start = "09:00"
end = "17:30"
zone = {zone}

[account.smtp]
host = {smtp_host}
port = {smtp_port}
security = {smtp_security}
user = {user}
{password}

[account.imap]
host = {imap_host}
port = {imap_port}
security = {imap_security}
user = {user}
{password}

# Où Relance vous interroge.
{telegram}
""",
    "en": """\
# Written by `relance init`. Every key, explained: config.example.toml.
# This file holds secrets: keep it to yourself (chmod 600).

[relance]
# Where everything is remembered; the file is beside this one.
database = "sqlite://relance.db"
language = {language}

[[account]]
# Never change the id: everything is kept under it.
id = {id}
name = {name}
email = {email}
country = {country}
{iban}
# Who signs, the address and the legal line below each message:
# signed_by = "First Last"
# address = "1 High Street, Bristol"
# legal = "Registered in England 01234567"

# Messages leave between these hours, on business days.
[account.window]
start = "09:00"
end = "17:30"
zone = {zone}

[account.smtp]
host = {smtp_host}
port = {smtp_port}
security = {smtp_security}
user = {user}
{password}

[account.imap]
host = {imap_host}
port = {imap_port}
security = {imap_security}
user = {user}
{password}

# Where Relance asks you.
{telegram}
""",
}


def say(key: str, language: str, **facts: object) -> str:
    return _WORDS[language][key].format(**facts)


def toml(answers: Mapping[str, str]) -> str:
    """The whole file. ``answers`` are complete and checked."""
    quoted = {key: _quoted(value) for key, value in answers.items()}
    secret = "password_file" if "password_file" in answers else "password"
    token = answers.get("telegram_token")
    return _FILE[answers["language"]].format(
        **{key: quoted[key] for key in ("language", "id", "name", "email", "country", "zone", "user")},
        **{key: quoted[key] for key in ("smtp_host", "smtp_security", "imap_host", "imap_security")},
        smtp_port=answers["smtp_port"],
        imap_port=answers["imap_port"],
        iban=f"iban = {quoted['iban']}" if answers.get("iban") else '# iban = "FR76…"',
        password=f"{secret} = {quoted[secret]}",
        telegram=f"[channel.telegram]\ntoken = {quoted['telegram_token']}" if token else "[channel.terminal]",
    )


def _quoted(value: str) -> str:
    """A TOML string. Its escapes are JSON's, for text without control characters."""
    return json.dumps(value, ensure_ascii=False)
