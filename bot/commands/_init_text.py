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
        "address": "Adresse postale de l’entreprise (vide\u00a0: plus tard)",
        "phone": "Téléphone où un client joint quelqu’un (vide\u00a0: plus tard)",
        "quiet": "Heures où ne pas vous déranger, comme 20:00-07:30 (vide\u00a0: aucune)",
        "stopped": "arrêté\u202f; {path} n’est pas écrit",
        "exists": "{path} existe déjà\u202f; --force le remplace, --config en nomme un autre",
        "missing": "manque",
        "one_password": "donnez password ou password_file",
        "unknown_key": "n’est pas une clé=valeur connue\u202f; clés\u00a0: {keys}",
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
        "address": "Postal address of the business (empty: later)",
        "phone": "Phone number at which a client reaches somebody (empty: later)",
        "quiet": "Hours in which not to disturb you, as in 20:00-07:30 (empty: none)",
        "stopped": "stopped; {path} was not written",
        "exists": "{path} is already there; --force overwrites it, --config names another file",
        "missing": "is missing",
        "one_password": "give password or password_file",
        "unknown_key": "not a key=value that is known; keys: {keys}",
        "iban": "IBAN that clients pay to (empty: later)",
        "smtp_host": "SMTP server that sends (or gmail, outlook, ovh, orange, ionos, infomaniak, free)",
        "imap_host": "IMAP server that receives (or the same word)",
        "user": "User of the mailbox",
        "password": "Password of the mailbox, or an app password at Gmail (not shown)",
        "telegram_token": "Token of the Telegram bot, from @BotFather (empty: later)",
        "done": "{path} is written, readable by you alone. Next: relance check tries everything and sends nothing.",
    },
}

# What a wrong answer is told in French; in English the reader of the configuration says it.
_WRONG_FR = {
    "language": "doit être fr ou en",
    "email": "doit être une seule adresse e-mail, comme compta@exemple.fr, sans accent avant le @",
    "iban": "n’est pas un IBAN valable\u202f; recopiez-le d’un relevé bancaire",
    "smtp_port": "doit être un nombre entier de 1 à 65535",
    "imap_port": "doit être un nombre entier de 1 à 65535",
    "smtp_security": "doit être starttls, tls ou none",
    "imap_security": "doit être tls, starttls ou none",
    "quiet": "doit être deux heures différentes, comme 20:00-07:30",
    "other": "doit être une ligne de texte, sans caractère de contrôle\u202f; seules les questions qui disent "
    "«\u00a0vide\u00a0» peuvent rester sans réponse",
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
{address}
{phone}
# Qui signe, et les mentions légales au bas des messages :
# signed_by = "Prénom Nom"
# legal = "SARL au capital de 8 000 €, RCS Lyon 123 456 789"

# Les messages partent entre ces heures, les jours ouvrés.
[account.window]
start = "09:00"
end = "17:30"
zone = {zone}
{quiet}
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
{address}
{phone}
# Who signs, and the legal line below each message:
# signed_by = "First Last"
# legal = "Registered in England 01234567"

# Messages leave between these hours, on business days.
[account.window]
start = "09:00"
end = "17:30"
zone = {zone}
{quiet}
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


def wrong(key: str, language: str, error: Exception) -> str:
    """What is wrong with an answer, in the language of the questions."""
    return _WRONG_FR.get(key, _WRONG_FR["other"]) if language == "fr" else str(error)


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
        iban=_line("iban", answers, '"FR76…"'),
        address=_line("address", answers, '"12 rue des Tanneurs, 69001 Lyon"'),
        phone=_line("phone", answers, '"+33 4 72 00 00 00"'),
        quiet=_quiet(answers),
        password=f"{secret} = {quoted[secret]}",
        telegram=f"[channel.telegram]\ntoken = {quoted['telegram_token']}" if token else "[channel.terminal]",
    )


def _line(key: str, answers: Mapping[str, str], example: str) -> str:
    """A key that may wait: then its line is there to be filled in."""
    return f"{key} = {_quoted(answers[key])}" if answers.get(key) else f"# {key} = {example}"


_QUIET = {
    "fr": "# Entre ces heures, Relance ne vous écrit pas ; un seul message suit, avec ce qui s'est passé.",
    "en": "# Between these hours Relance does not write to you; one message follows, with what happened.",
}


def _quiet(answers: Mapping[str, str]) -> str:
    start, _, end = answers.get("quiet", "").partition("-")
    if not end:
        return ""
    lines = (_QUIET[answers["language"]], "[account.quiet]", f"start = {_quoted(start)}", f"end = {_quoted(end)}")
    return "\n".join(("", *lines, ""))


def _quoted(value: str) -> str:
    """A TOML string. Its escapes are JSON's, for text without control characters."""
    return json.dumps(value, ensure_ascii=False)
