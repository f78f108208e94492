"""Delivery reports of today's servers and of before the standard; what only looks like one."""

import pytest

from bot.core.mail import Bounce
from bot.mail import _mime, bounce, parse


def report(fields: str, *, original: str = "message/rfc822", message_id: str = "<n1@martin.fr>") -> bytes:
    return (
        "From: MAILER-DAEMON@mx.dupont.fr\r\nTo: compta@martin.fr\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        'Return-Path: <>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI am sorry to inform you.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.dupont.fr\r\n\r\n"
        f"{fields}\r\n"
        f"--b\r\nContent-Type: {original}\r\n\r\nFrom: compta@martin.fr\r\nMessage-ID: {message_id}\r\n"
        "Subject: x\r\n\r\nx\r\n--b--\r\n"
    ).encode()


FAILED = (
    "Final-Recipient: rfc822; Jean@Dupont.fr\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    "Diagnostic-Code: smtp; 550 5.1.1\r\n user unknown\r\n"
)


def read(raw: bytes, *, ours: tuple[str, ...] = ()) -> Bounce | None:
    return bounce.read(_mime.parse(raw), ours=ours)


def test_a_permanent_failure() -> None:
    assert read(report(FAILED)) == Bounce(
        recipient="jean@dupont.fr",
        permanent=True,
        status="5.1.1",
        diagnostic="smtp; 550 5.1.1 user unknown",
        message_id="<n1@martin.fr>",
    )


def test_headers_alone_name_the_original() -> None:
    found = read(report(FAILED, original="text/rfc822-headers"))
    assert found is not None
    assert found.message_id == "<n1@martin.fr>"


def test_a_delay_is_not_permanent() -> None:
    found = read(report("Final-Recipient: rfc822; jean@dupont.fr\r\nAction: delayed\r\nStatus: 4.4.1\r\n"))
    assert found is not None
    assert not found.permanent
    assert found.status == "4.4.1"


def test_failed_with_a_temporary_status_is_not_permanent() -> None:
    found = read(report("Final-Recipient: rfc822; jean@dupont.fr\r\nAction: failed\r\nStatus: 4.2.2\r\n"))
    assert found is not None
    assert not found.permanent


def test_of_several_recipients_the_failed_one() -> None:
    found = read(report(f"Final-Recipient: rfc822; a@b.fr\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\n{FAILED}"))
    assert found is not None
    assert (found.recipient, found.permanent) == ("jean@dupont.fr", True)


def test_a_delivery_receipt_is_no_bounce() -> None:
    assert read(report("Final-Recipient: rfc822; jean@dupont.fr\r\nAction: delivered\r\nStatus: 2.0.0\r\n")) is None


def test_our_own_address_has_not_failed() -> None:
    assert read(report(FAILED), ours=("jean@dupont.fr",)) is None


def test_a_bounce_of_before_the_standard() -> None:
    raw = (
        b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.dupont.fr\r\nSubject: failure notice\r\n\r\n"
        b"Hi. This is the qmail-send program at mx.dupont.fr.\r\nI'm afraid I wasn't able to deliver your message to"
        b" the following addresses.\r\nThis is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
        b"<jean@dupont.fr>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n"
        b"--- Below this line is a copy of the message.\r\n\r\nMessage-ID: <n1@martin.fr>\r\nSubject: x\r\n\r\nx\r\n"
    )
    found = read(raw)
    assert found is not None
    assert (found.recipient, found.permanent, found.message_id) == ("jean@dupont.fr", True, "<n1@martin.fr>")


@pytest.mark.parametrize(
    "raw",
    [
        b"From: jean@dupont.fr\r\nSubject: Re: facture\r\n\r\nFinal-Recipient: rfc822; a@b.fr\r\nAction: failed\r\n",
        b"From: jean@dupont.fr\r\nSubject: TR: Undelivered Mail\r\n\r\n<a@b.fr>: 550 unknown. Rien ne passe\r\n",
        b"From: postmaster@dupont.fr\r\nSubject: Re: facture\r\n\r\nJe paie lundi.\r\n",
        b"Return-Path: <>\r\nFrom: jean@dupont.fr\r\nSubject: Absence\r\n\r\nJe suis absent.\r\n",
    ],
)
def test_a_person_may_quote_a_bounce(raw: bytes) -> None:
    assert read(raw) is None


def test_the_letter_carries_it() -> None:
    letter = parse.letter(report(FAILED))
    assert letter.bounce is not None
    assert letter.bounce.recipient == "jean@dupont.fr"


@pytest.mark.parametrize(
    ("subject", "said", "likely"),
    [
        ("Absence du bureau", "", True),
        ("Out of Office: invoice", "", True),
        ("Abwesenheitsnotiz", "", True),
        ("Risposta automatica: fattura", "", True),
        ("Re: facture", "Je suis absent du 3 au 14 août inclus.", True),
        ("Re: facture", "Ceci est un message automatique, merci de ne pas y répondre.", True),
        ("Re: invoice", "I am on annual leave until 18 March.", True),
        ("Re: facture", "Notre comptable est absente, elle vous paiera lundi.", False),
        ("Re: facture", "Arrêtez vos relances automatiques.", False),
        ("Absence de livraison", "Rien n'est arrivé.", False),
        ("Re: facture", "Le prélèvement automatique a échoué.", False),
    ],
)
def test_automatic_by_words(subject: str, said: str, likely: bool) -> None:
    assert (bounce.auto_by_words(subject, said) == "likely") is likely
