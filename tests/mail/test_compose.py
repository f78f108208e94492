"""compose(): what a mail program finds in the bytes, whatever the values hold."""

import email
import email.policy
from datetime import UTC, date, datetime, time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.case import Account
from bot.core.days import Window
from bot.core.ladder import Channel
from bot.core.money import Money
from bot.core.notice import Draft, FrozenLine
from bot.core.token import find_tokens
from bot.errors import DeliveryError
from bot.mail.compose import REFERENCES, address, compose, message_id, reply_address

TOKEN = "7k2m4qx9tb"
WHEN = datetime(2026, 12, 7, 9, 30, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n....not a real image"
ONCE = "From To Reply-To Subject Date Message-ID Auto-Submitted X-Auto-Response-Suppress MIME-Version Content-Type"


def account(**changes: object) -> Account:
    given: dict[str, object] = {
        "id": "a",
        "name": "Plomberie Éléonore & Fils",
        "email": "compta@exemple.fr",
        "language": "fr",
        "country": "FR",
        "window": Window(start=time(9), end=time(18), zone="Europe/Paris"),
    }
    return Account(**(given | changes))  # type: ignore[arg-type]


def draft(**changes: object) -> Draft:
    line = FrozenLine(
        invoice_id=1,
        number="F-1",
        issued=date(2026, 10, 1),
        due=date(2026, 11, 1),
        total=Money(124000, "EUR"),
        received=Money(0, "EUR"),
    )
    values: dict[str, object] = {
        "account": "a",
        "case_id": 1,
        "step": "kind",
        "text": "kind",
        "channel": Channel.MAIL,
        "language": "fr",
        "to_email": "marie@client.fr",
        "to_name": "Marie Lefèvre",
        "lines": (line,),
        "pay_by": date(2026, 12, 14),
        "proposed_on": date(2026, 12, 7),
        "subject": "Facture F-1 : échéance dépassée",
        "plain": "Bonjour,\n\n1\u202f240,00\u00a0€ au plus tard le 14 décembre.",
        "html": '<p>1\u202f240,00\u00a0€</p><!--qr--><img src="cid:qr" alt="Code"><!--/qr-->',
    }
    return Draft(**(values | changes))  # type: ignore[arg-type]


def built(**changes: object) -> tuple[bytes, EmailMessage]:
    given: dict[str, object] = {
        "account": account(),
        "token": TOKEN,
        "message_id": message_id(TOKEN, "12", "exemple.fr"),
        "date": WHEN,
    }
    raw = compose(changes.pop("draft", draft()), **(given | changes))  # type: ignore[arg-type]
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return raw, parsed


def types(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def text_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content


def test_the_mail_carries_both_parts_the_code_and_the_copies() -> None:
    _, message = built(qr_png=PNG, attachments=[("Facture n° 1.pdf", "application/pdf", b"%PDF-1.7")])
    assert types(message) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    image = next(p for p in message.walk() if p.get_content_type() == "image/png")
    assert image.get_content() == PNG
    assert f"cid:{image['Content-ID'].strip('<>')}" in text_of(message, "html")
    (copy,) = message.iter_attachments()
    assert isinstance(copy, EmailMessage)
    assert copy.get_filename() == "Facture n° 1.pdf"
    assert text_of(message, "plain").splitlines() == draft().plain.splitlines()


def test_without_a_code_its_place_goes_too() -> None:
    _, message = built()
    assert types(message) == ["multipart/alternative", "text/plain", "text/html"]
    assert "img" not in text_of(message, "html")


def test_headers_say_who_and_that_a_machine_wrote() -> None:
    _, message = built(thread=["<1@exemple.fr>", "<2@client.fr>"])
    assert message["From"].addresses[0].display_name == "Plomberie Éléonore & Fils"
    assert message["To"].addresses[0].addr_spec == "marie@client.fr"
    assert message["Reply-To"].addresses[0].addr_spec == "compta@exemple.fr"
    assert find_tokens(message["Reply-To"].addresses[0].display_name) == (TOKEN,)
    assert message["Subject"] == draft().subject
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["In-Reply-To"] == "<2@client.fr>"
    assert message["References"].split() == ["<1@exemple.fr>", "<2@client.fr>"]
    assert message["Date"].datetime == WHEN
    assert message["Bcc"] is None


def test_the_plus_address_carries_the_token_where_the_server_allows_it() -> None:
    _, message = built(account=account(plus=True))
    assert message["Reply-To"].addresses[0].addr_spec == f"compta+{TOKEN}@exemple.fr"
    assert reply_address(account(), TOKEN) == "compta@exemple.fr"


def test_the_same_values_give_the_same_bytes() -> None:
    more = {"qr_png": PNG, "attachments": [("a.pdf", "application/pdf", b"x" * 5000)]}
    assert built(**more)[0] == built(**more)[0]


def test_a_long_thread_keeps_its_first_and_its_latest() -> None:
    thread = [f"<{n}@exemple.fr>" for n in range(40)] + ["not an id", "<a b@c>", "<x@y>\r\nBcc: <z@z>"]
    _, message = built(thread=thread)
    named = message["References"].split()
    assert len(named) == REFERENCES
    assert (named[0], named[-1]) == ("<0@exemple.fr>", "<39@exemple.fr>")


def test_message_id_is_stable_and_differs_by_seed() -> None:
    assert message_id(TOKEN, "12", "exemple.fr") == message_id(TOKEN, "12", "exemple.fr")
    assert message_id(TOKEN, "12", "exemple.fr") != message_id(TOKEN, "13", "exemple.fr")
    assert message_id(TOKEN, "12", "société.fr").endswith(".7k2m4qx9tb@xn--socit-esab.fr>")


def test_domains_are_written_in_idna() -> None:
    assert address("paul@société.fr") == "paul@xn--socit-esab.fr"


@pytest.mark.parametrize(
    "wrong",
    ["élodie@exemple.fr", "a@b\r\nBcc: x@y.z", "a", "@b.fr", "a@", "a b@c.fr", "a@b c.fr", "a,b@c.fr", "<a@b.fr>"],
)
def test_an_address_that_cannot_be_written_to_is_refused_for_good(wrong: str) -> None:
    with pytest.raises(DeliveryError) as refusal:
        built(draft=draft(to_email=wrong))
    assert refusal.value.permanent


def test_a_foreign_message_id_or_token_is_refused() -> None:
    with pytest.raises(ValueError, match="Message-ID"):
        built(message_id="<a@b>\r\nBcc: x@y.z")
    with pytest.raises(ValueError, match="token"):
        built(token="ref] <x@y>")


def test_a_naive_date_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        built(date=WHEN.replace(tzinfo=None))


NASTY = st.one_of(
    st.text(max_size=300),
    st.text(alphabet='a"\\<>,;:@()[]=?\r\n\t\0 é\u2028', max_size=120),
    st.sampled_from(
        [
            "x\r\nBcc: victim@example.org",
            "x\nTo: victim@example.org\n\nbody",
            "=?utf-8?q?a=0D=0ABcc:_victim@example.org?=",
            "=?utf-8?b?DQpCY2M6IHhAeS56?=",
            '"</victim@example.org>, <victim@example.org>',
            "a" * 2000,
            "é" * 700,
            "\ud800 lone surrogate",
        ]
    ),
)


@settings(max_examples=150, deadline=None)
@given(
    name=NASTY, to_name=NASTY, subject=NASTY, plain=NASTY, html=NASTY,
    copy=st.tuples(NASTY, NASTY, st.binary(max_size=50)),
)  # fmt: skip
def test_no_value_can_add_a_header_or_a_recipient(
    name: str, to_name: str, subject: str, plain: str, html: str, copy: tuple[str, str, bytes]
) -> None:
    raw, message = built(
        draft=draft(to_name=to_name, subject=subject, plain=plain, html=html),
        account=account(name=name),
        attachments=[copy],
    )
    assert sorted(message.keys()) == sorted(ONCE.split())
    for header, expected in (
        ("From", "compta@exemple.fr"),
        ("To", "marie@client.fr"),
        ("Reply-To", "compta@exemple.fr"),
    ):
        assert [a.addr_spec for a in message[header].addresses] == [expected]
    assert raw.isascii()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert types(message) == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", types(message)[-1]]
    assert b"\0" not in raw
