"""A received mail taken apart: any charset, any shape, hostile ones too; answer links and prepared lines."""

import base64
import time
import tracemalloc
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.mail import Attachment, Auto
from bot.core.reading import Label
from bot.mail import _mime, parse

T = "7k2m4qx9tb"


def mail(body: str | bytes = b"Bonjour", **headers: str) -> bytes:
    head = {"From": "Jean <jean@dupont.fr>", "Subject": "Re: facture"} | {
        k.replace("_", "-"): v for k, v in headers.items()
    }
    data = body if isinstance(body, bytes) else body.encode()
    return "".join(f"{k}: {v}\r\n" for k, v in head.items()).encode() + b"\r\n" + data


def html_and_plain(plain: str, html: str) -> bytes:
    message = EmailMessage()
    message["From"] = "jean@dupont.fr"
    message.set_content(plain)
    message.add_alternative(html, subtype="html")
    return message.as_bytes()


def test_an_everyday_mail() -> None:
    letter = parse.letter(
        mail(
            "Bonjour,\r\nvirement vendredi.\r\n\r\nLe 2 mars 2026 à 09:00, M <c@m.fr> a écrit :\r\n> la facture\r\n",
            From="=?utf-8?q?Ren=C3=A9e_Dupont?= <Renee.DUPONT@Dupont.FR>",
            To="Compta <compta@martin.fr>, x@y.fr",
            Subject="=?iso-8859-1?Q?R=E9p:_facture?= F-118",
            Message_ID="<1@dupont.fr>",
            In_Reply_To="<r1@martin.fr>",
            References="<r0@martin.fr>\r\n <r1@martin.fr>",
            Date="Wed, 4 Mar 2026 09:00:00 +0100",
            Reply_To="other@dupont.fr",
            Content_Type="text/plain; charset=utf-8",
        )
    )
    assert letter.sender == "renee.dupont@dupont.fr"
    assert letter.sender_name == "Renée Dupont"
    assert letter.recipients == ("compta@martin.fr", "x@y.fr")
    assert letter.subject == "Rép: facture F-118"
    assert (letter.message_id, letter.in_reply_to) == ("<1@dupont.fr>", "<r1@martin.fr>")
    assert letter.references == ("<r0@martin.fr>", "<r1@martin.fr>")
    assert letter.sent_at == datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
    assert letter.said == "Bonjour,\nvirement vendredi."
    assert "la facture" in letter.body
    assert letter.auto is Auto.NO
    assert letter.bounce is None
    assert not letter.list_mail


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("payé".encode(), "utf-8"),
        ("payé".encode("cp1252"), "windows-1252"),
        ("payé".encode("latin-1"), "iso-8859-1"),
        ("payé".encode("cp1252"), "utf-8"),  # declared wrongly
        ("payé".encode(), "iso-8859-1"),  # declared wrongly
        ("payé".encode(), "us-ascii"),
        ("payé".encode("cp1252"), "us-ascii"),
        ("payé".encode(), "no-such-charset"),
        ("payé".encode("cp1252"), ""),
        ("payé".encode(), "unicode_escape"),
        ("payé".encode("utf-16"), "utf-16"),
    ],
)
def test_charsets(body: bytes, charset: str) -> None:
    content_type = f"text/plain; charset={charset}" if charset else "text/plain"
    raw = mail(base64.b64encode(body), Content_Type=content_type, Content_Transfer_Encoding="base64")
    assert parse.letter(raw).said == "payé"
    if charset != "utf-16":
        assert parse.letter(mail(body, Content_Type=content_type)).said == "payé"


def test_the_euro_sign_of_iso_8859_15() -> None:
    raw = mail("100 €".encode("iso-8859-15"), Content_Type="text/plain; charset=iso-8859-15")
    assert parse.letter(raw).said == "100 €"


def test_utf_7_is_not_decoded() -> None:
    raw = mail(b"+AGMAbwBuAHQAZQBzAHQAZQ-", Content_Type="text/plain; charset=utf-7")
    assert parse.letter(raw).said == "+AGMAbwBuAHQAZQBzAHQAZQ-"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?B?UMOpbmFsaXTDqQ==?=", "Pénalité"),
        ("=?utf-8?B?UMOpbmFsaXTDqQ?=", "Pénalité"),  # no padding
        ("=?UTF-8?Q?pay=C3?= =?UTF-8?Q?=A9?=", "payé"),  # a character cut in two
        ("=?utf-8?q?a b?= c", "a b c"),  # blanks inside
        ("=?nope?q?pay=E9?=", "payé"),
        ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        ("=?utf-8?q?abc", "=?utf-8?q?abc"),
        ("a\r\n b", "a b"),
    ],
)
def test_subjects(written: str, read: str) -> None:
    assert parse.letter(mail(Subject=written)).subject == read


def test_a_raw_subject_in_latin_1() -> None:
    assert parse.letter(b"Subject: pay\xe9\r\n\r\nx").subject == "payé"


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("jean@dupont.fr", "jean@dupont.fr"),
        ('"Dupont, Jean" <JEAN@dupont.fr>', "jean@dupont.fr"),
        ('"compta@martin.fr" <evil@x.com>', "evil@x.com"),
        ("=?utf-8?q?Jean_=3Cjean=40dupont=2Efr=3E?=", "jean@dupont.fr"),
        ("Jean (le patron) <jean@dupont.fr>", "jean@dupont.fr"),
        ("(" * 5000 + "<jean@dupont.fr>", "jean@dupont.fr"),
        ("undisclosed", ""),
        ("", ""),
    ],
)
def test_senders(header: str, sender: str) -> None:
    assert parse.letter(mail(From=header)).sender == sender


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Wed, 4 Mar 2026 09:00:00 -0000", datetime(2026, 3, 4, 9, 0, tzinfo=UTC)),
        ("4 Mar 2026 09:00 GMT", datetime(2026, 3, 4, 9, 0, tzinfo=UTC)),
        ("yesterday", None),
        ("Wed, 99 Mar 2026 09:00:00 +0100", None),
        ("Wed, 4 Mar 0101 00:00:00 +9999", None),
        ("", None),
    ],
)
def test_dates(written: str, moment: datetime | None) -> None:
    assert parse.letter(mail(Date=written)).sent_at == moment


def test_html_only() -> None:
    raw = mail("<html><body><p>C'est pay&eacute;.</p></body></html>", Content_Type="text/html; charset=utf-8")
    assert parse.letter(raw).said == "C'est payé."


def test_plain_text_wins_unless_the_html_shows_the_quote() -> None:
    assert parse.letter(html_and_plain("plain", "<p>html</p>")).said == "plain"
    quoted = '<p>html</p><blockquote type="cite">la facture</blockquote>'
    assert parse.letter(html_and_plain("plain\n\nla facture", quoted)).said == "html"
    assert parse.letter(html_and_plain("", "<p>html</p>")).said == "html"


def test_attachments_are_noted_and_not_read() -> None:
    message = EmailMessage()
    message["From"] = "jean@dupont.fr"
    message.set_content("Voir pièce jointe.")
    message.add_attachment(b"%PDF" * 10, maintype="application", subtype="pdf", filename="preuve é.pdf")
    message.add_attachment("je paie lundi", filename="note.txt")
    message.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    inner = EmailMessage()
    inner["Subject"] = "une autre"
    inner.set_content("je conteste")
    message.add_attachment(inner)
    letter = parse.letter(message.as_bytes())
    assert letter.said == "Voir pièce jointe."
    assert [a.name for a in letter.attachments] == ["preuve é.pdf", "note.txt", "winmail.dat", "une autre"]
    assert letter.attachments[0] == Attachment(name="preuve é.pdf", media_type="application/pdf", size=40)


def test_a_signed_mail_and_related_pictures() -> None:
    raw = mail(
        '--b\r\nContent-Type: multipart/related; boundary="r"\r\n\r\n--r\r\n'
        'Content-Type: text/html\r\n\r\n<p>Lundi.</p>\r\n--r\r\nContent-Type: image/png; name="logo.png"\r\n\r\n'
        "x\r\n--r--\r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--b--\r\n",
        Content_Type='multipart/signed; boundary="b"',
    )
    letter = parse.letter(raw)
    assert letter.said == "Lundi."
    assert [a.media_type for a in letter.attachments] == ["image/png", "application/pgp-signature"]


def test_flowed_text_is_joined() -> None:
    raw = mail("Je vous paie \nvendredi.\n>> cite \n>> cite\n", Content_Type="text/plain; format=flowed")
    assert parse.letter(raw).said == "Je vous paie vendredi."
    assert _mime.unflow("a \nb", delsp=True) == "ab"


def test_an_answer_link() -> None:
    body = f"Bonjour,\n\nJe paierai le : 15/12/2026\n\nRéf. {T}/promise\n"
    letter = parse.letter(
        mail(body, Subject=f"Date [ref {T}/promise]", To=f"compta+{T}@martin.fr", Content_Type="text/plain"),
        prepared=["Bonjour,", "Je paierai le :"],
    )
    assert letter.tap is not None
    assert (letter.tap.label, letter.tap.token) == (Label.PROMISE, T)
    assert letter.said == "Je paierai le : 15/12/2026"
    assert letter.tokens == (T,)


@pytest.mark.parametrize("subject", ["Re: facture", f"Re: facture [ref {T}]"])
def test_without_a_code_a_prepared_line_is_the_debtors_own(subject: str) -> None:
    body = "Bonjour,\n\nJ'ai déjà payé cette facture.\n\nMerci, cordialement"
    raw = mail(body, Subject=subject, Content_Type="text/plain; charset=utf-8")
    letter = parse.letter(raw, prepared=["Bonjour,\n\nJ'ai déjà payé cette facture.\n\nCordialement"])
    assert letter.tap is None
    assert letter.said == body
    assert parse.with_reminder(letter, "").said == body


def test_tokens_in_names_and_addresses() -> None:
    assert parse.letter(mail(To=f'"Martin [ref {T}]" <compta@martin.fr>')).tokens == (T,)
    assert parse.letter(mail(Delivered_To=f"compta+{T}@martin.fr")).tokens == (T,)


def test_links_in_a_quote_are_no_answer() -> None:
    links = "\r\n".join(f"> Réf. {T}/{answer}" for answer in ("paid", "dispute"))
    letter = parse.letter(mail(f"Bonjour\r\n{links}"))
    assert letter.tap is None
    assert letter.tokens == (T,)


def test_the_reminder_is_taken_out_once_it_is_known() -> None:
    reminder = "Sauf erreur la facture F-118 reste impayée à ce jour.\nMerci de la régler sous huit jours."
    raw = mail(f"Bonjour,\r\nJe paie lundi.\r\n\r\n{reminder}", Subject=f"Date [ref {T}/promise]")
    letter = parse.letter(raw, prepared=["Bonjour,"])
    assert parse.with_reminder(letter, reminder).said == "Je paie lundi."


@pytest.mark.parametrize(
    ("headers", "auto"),
    [
        ({"Auto_Submitted": "auto-replied"}, Auto.CERTAIN),
        ({"Auto_Submitted": "no"}, Auto.NO),
        ({"X_Autoreply": "yes"}, Auto.CERTAIN),
        ({"Precedence": "auto_reply"}, Auto.CERTAIN),
        ({"Return_Path": "<>"}, Auto.CERTAIN),
        ({"X_Auto_Response_Suppress": "All"}, Auto.NO),
        ({"Subject": "Réponse automatique : absent"}, Auto.LIKELY),
        ({"Subject": "Automatic reply: invoice"}, Auto.LIKELY),
        ({"Subject": "Absence de livraison"}, Auto.NO),
    ],
)
def test_machines(headers: dict[str, str], auto: Auto) -> None:
    assert parse.letter(mail(**headers)).auto is auto


def test_lists() -> None:
    assert parse.letter(mail(List_Id="<news.x.fr>")).list_mail
    assert parse.letter(mail(Precedence="bulk")).list_mail


HOSTILE = {
    "1000 nested multiparts": b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(1000)
    )
    + b"Content-Type: text/plain\n\nhello",
    "1000 nested mails": b"Content-Type: message/rfc822\n\n" * 1000 + b"hello",
    "40 nested, long": b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(40))
    + b"Content-Type: text/plain\n\nhello\n" * 20_000,
    "parameters": b"Content-Type: text/plain" + b"; a*0=1" * 50_000 + b"\n\nhello",
    "huge subject": b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nhello",
    "huge to": b"To: " + b'"(' * 50_000 + b"\n\nhello",
    "huge references": b"References: " + b"<a@b>" * 50_000 + b"\n\nhello",
    "20 MB": b"\n\n" + b"word " * 4_000_000,
    "1 million lines": b"\n\n" + b"word\n" * 1_000_000,
}


MIXED = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
HUGE = {
    "tiny parts": MIXED + b"--x\n\n" * 5_000_000,
    "a 30 MB attachment": MIXED + b"--x\r\n\r\nhello\r\n--x\r\nContent-Type: image/png; name=a.png\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n" + (b"QUJD" * 19 + b"\r\n") * 380_000,
    "returns": b"\n\n" + b"\r" * 30_000_000,
    "headers": b"X: y\r\n" * 5_000_000,
    "one header": b"Subject: " + b"y" * 30_000_000,
    "reports": b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n"
    b"Content-Type: message/delivery-status\r\n\r\n" + b"A: b\r\n\r\n" * 3_700_000,
    "49 deep": b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(49))
    + b"\nhello\n" * 4_000_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_only_the_beginning_of_a_huge_mail_is_read(name: str) -> None:
    raw = HUGE[name]
    parse.letter(b"From: mailer-daemon@x\nReturn-Path: <>\n\nhello")  # What is imported late is imported now.
    started = time.process_time()
    letter = parse.letter(raw)
    assert time.process_time() - started < 5
    assert letter.attachments[-1].media_type == parse.UNREAD
    assert 20_000_000 < letter.attachments[-1].size < len(raw)
    tracemalloc.start()
    parse.letter(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40_000_000


def test_what_stands_before_a_huge_attachment_is_read() -> None:
    letter = parse.letter(HUGE["a 30 MB attachment"])
    assert letter.said == "hello"
    assert [a.name for a in letter.attachments] == ["a.png", ""]


def test_headers_beyond_the_cap_go_and_the_text_stays() -> None:
    letter = parse.letter(b"Subject: facture\r\n" + b"X-Spam: yes\r\n" * 10_000 + b"\r\nC'est pay\xe9.")
    assert (letter.subject, letter.said) == ("facture", "C'est payé.")


@pytest.mark.parametrize("raw", [b"From: a@b.fr", b"From: a@b.fr\n\nhello", b"From: a@b.fr\r\n\r\n" + b"x" * 100_000])
def test_an_everyday_size_is_read_whole(raw: bytes) -> None:
    letter = parse.letter(raw)
    assert letter.sender == "a@b.fr"
    assert letter.attachments == ()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_costs_little(name: str) -> None:
    started = time.process_time()
    letter = parse.letter(HOSTILE[name])
    assert time.process_time() - started < 15
    assert len(letter.body) <= _mime.MAX_TEXT


@given(raw=st.binary(max_size=600))
@settings(max_examples=150, deadline=None)
def test_any_bytes(raw: bytes) -> None:
    parse.letter(raw)


PIECES = [
    b"Content-Type: multipart/mixed; boundary=x\r\n",
    b"Content-Type: multipart/alternative; boundary=\r\n",
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n",
    b"Content-Type: text/plain; charset=utf-7; format=flowed\r\n",
    b"Content-Type: text/html; name*0*=utf-8''%ff; name*1=x\r\n",
    b"Content-Type: message/delivery-status\r\n",
    b"Content-Type: message/rfc822\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"Content-Disposition: attachment; filename*=nope'x'%zz\r\n",
    b"From: mailer-daemon@x\r\n",
    b"Subject: =?utf-8?b?x?= failure notice\r\n",
    b"Date: Mon, 32 Foo 99999 25:61:00 +9999\r\n",
    b"Return-Path: <>\r\n",
    b"\r\n",
    b"--x\r\n",
    b"--x--\r\n",
    b"begin 644 x\r\n",
    b"Final-Recipient: rfc822; a@b\r\nAction: failed\r\n",
    b"\xff\xfe\x00",
    b"<p>x</p>",
]


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=20))
@settings(max_examples=300, deadline=None)
def test_any_order_of_mail_pieces(pieces: list[bytes]) -> None:
    parse.letter(b"".join(pieces))


def test_the_words_that_stand_only_in_our_html_are_ours_too() -> None:
    plain = (
        "Bonjour Madame,\n\nLa facture F2026-12 de 120,00 € attend votre règlement depuis le 3 mars.\n\nClaire Martin"
    )
    hint = "Scannez ce code avec votre application bancaire"
    html = "".join(f"<p>{line}</p>" for line in plain.split("\n\n")) + f"<td>{hint}</td>"
    copied = f"Je paie lundi.\n\n{plain}\n{hint}\n"
    reply = parse.letter(b"Subject: x\nContent-Type: text/plain; charset=utf-8\n\n" + copied.encode())
    assert hint in parse.with_reminder(reply, plain).said
    assert parse.with_reminder(reply, parse.ours(plain, html)).said == "Je paie lundi."
