"""The payment code: its lines as EPC069-12 lays them out, and when there is none."""

import struct
from datetime import date, time

import pytest

from bot.core.case import Account
from bot.core.days import Window
from bot.core.money import Money
from bot.core.notice import FrozenLine
from bot.mail import qr

IBAN = "FR76 3000 6000 0112 3456 7890 189"


def payload(**changes: object) -> str | None:
    values: dict[str, object] = {
        "name": "Plomberie Dupont",
        "iban": IBAN,
        "amount": Money(124000, "EUR"),
        "text": "F-1 F-2",
    }
    return qr.payload(**(values | changes))  # type: ignore[arg-type]


def line(number: str, minor: int = 10000, currency: str = "EUR", received: int = 0) -> FrozenLine:
    return FrozenLine(
        invoice_id=1,
        number=number,
        issued=date(2026, 10, 1),
        due=date(2026, 11, 1),
        total=Money(minor, currency),
        received=Money(received, currency),
    )


def account(iban: str = IBAN) -> Account:
    window = Window(start=time(9), end=time(18), zone="Europe/Paris")
    return Account(id="a", name="Dupont", email="a@b.fr", language="fr", country="FR", window=window, iban=iban)


def test_the_lines_are_those_of_the_standard() -> None:
    assert payload(bic="AGRIFRPP") == "\n".join(
        [
            "BCD",  # service tag
            "002",  # version
            "1",  # UTF-8
            "SCT",  # identification
            "AGRIFRPP",  # BIC
            "Plomberie Dupont",  # beneficiary
            "FR7630006000011234567890189",  # IBAN
            "EUR1240.00",  # amount
            "",  # purpose
            "",  # structured remittance
            "F-1 F-2",  # unstructured remittance
        ]
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": Money(124000, "CHF")},
        {"amount": Money(0, "EUR")},
        {"amount": Money(-5, "EUR")},
        {"amount": Money(100_000_000_000, "EUR")},
        {"iban": "FR76 3000 6000 0112 3456 7890 188"},
        {"iban": ""},
        {"iban": "TR330006100519786457841326"},  # valid, outside SEPA
        {"iban": "GB33BUKB20201555555555"},  # SEPA, but outside the EEA a BIC is needed
        {"name": "x" * 71},
        {"name": ""},
        {"text": "x" * 141},
        {"text": "é" * 140, "name": "é" * 70},  # within each limit, above the 331 bytes in all
    ],
)
def test_no_code_rather_than_a_wrong_one(changes: dict[str, object]) -> None:
    assert payload(**changes) is None


def test_the_limits_themselves_are_fine() -> None:
    assert payload(amount=Money(1, "EUR"), name="x" * 70, text="x" * 140)
    assert payload(amount=Money(99_999_999_999, "EUR"))
    assert payload(iban="GB33BUKB20201555555555", bic="BUKBGB22")


def test_a_line_break_in_a_value_shifts_no_field() -> None:
    characters = payload(name="Dupont\nEUR1.00", text="F-1\r\nEUR2.00")
    assert characters is not None
    assert characters.split("\n")[5] == "Dupont EUR1.00"
    assert len(characters.split("\n")) == 11


def test_of_pays_the_open_invoices_at_once() -> None:
    characters = qr.of(account(), [line("F-1"), line("F-2", 5000), line("F-3", 700, received=700)])
    assert characters is not None
    assert characters.split("\n")[7:] == ["EUR150.00", "", "", "F-1 F-2"]
    assert qr.of(account(), [line("F-1"), line("F-2", 5000, "USD")]) is None
    assert qr.of(account(iban=""), [line("F-1")]) is None


def test_the_image_is_large_has_its_quiet_zone_and_is_always_the_same() -> None:
    characters = payload()
    assert characters is not None
    image = qr.png(characters)
    assert image is not None
    assert image == qr.png(characters)
    width, height = struct.unpack(">II", image[16:24])
    assert width == height
    assert width % 8 == 0
    assert width // 8 >= 21 + 2 * 4


def test_whatever_has_a_payload_has_an_image() -> None:
    longest = payload(name="x" * 70, text="é" * 80 + "x" * 40)
    assert longest is not None
    assert len(longest.encode()) > 310
    assert qr.png(longest) is not None


def test_too_much_text_gives_no_image() -> None:
    assert qr.png("x" * 400) is None
