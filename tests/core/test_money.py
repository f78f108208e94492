"""Money: exact, in one currency, and read from what people write."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.money import Money, Unclear, exponent, from_decimal, parse, parse_strictly, totals
from tests.core.given import steady

# What is written, and what it is in minor units of a currency with two, none and three decimals; None: refused.
WRITTEN: list[tuple[str, int | None, int | None, int | None]] = [
    ("1240", 124000, 1240, 1240000),
    ("1240,00", 124000, 1240, 1240000),
    ("1240.00", 124000, 1240, 1240000),
    ("1 240,00", 124000, 1240, 1240000),
    ("1\u00a0240,00", 124000, 1240, 1240000),
    ("1\u202f240,00", 124000, 1240, 1240000),
    ("1\u2009240,00", 124000, 1240, 1240000),
    ("1'240.00", 124000, 1240, 1240000),
    ("1\u2019240.00", 124000, 1240, 1240000),
    ("1,240.00", 124000, 1240, 1240000),
    ("1.240,00", 124000, 1240, 1240000),
    ("1 240", 124000, 1240, 1240000),
    ("1,240", 124000, 1240, None),
    ("1.240", 124000, 1240, None),
    ("1,234,567", 123456700, 1234567, 1234567000),
    ("1.234.567,8", 123456780, None, 1234567800),
    ("1234,567", None, None, 1234567),
    ("1 234,567", None, None, 1234567),
    ("1,234.567", None, None, 1234567),
    ("0,123", None, None, 123),
    ("0,5", 50, None, 500),
    ("12,5", 1250, None, 12500),
    ("12,340", 1234000, 12340, None),
    ("12,3400", 1234, None, 12340),
    ("12,345", 1234500, 12345, None),
    ("-12,50", -1250, None, -12500),
    ("\u221212,50", -1250, None, -12500),
    ("- 12,50", -1250, None, -12500),
    ("+12,50", 1250, None, 12500),
    ("0", 0, 0, 0),
    ("007", 700, 7, 7000),
    (" 12,50 € ", 1250, None, 12500),
    ("€12.50", 1250, None, 12500),
    ("999 999 999 999 999", 99999999999999900, 999999999999999, 999999999999999000),
]
REFUSED = [
    *("", " ", "€", "-", ",", "abc", "12a", "1e3", "NaN", "Infinity", "0x10", "١٢"),
    *("12,", "12.", ",50", ".50", "12,,50", "12,50-", "(12,50)", "+-12", "--12"),
    *("1,24,0", "1 24", "12 34,00", "1234 567", "1240,5 0", "0 123", "1,234,56", "1,23,456.00", "1.234.56"),
    *("1,234.567,89", "1 234.567,89", "1'234 567", "12 EUR 50", "9" * 16, "1 000 000 000 000 000"),
]


@pytest.mark.parametrize(("text", "euros", "yen", "dinars"), WRITTEN)
def test_amounts_as_people_write_them(text: str, euros: int | None, yen: int | None, dinars: int | None) -> None:
    for currency, minor in (("EUR", euros), ("JPY", yen), ("TND", dinars)):
        if minor is None:
            with pytest.raises(ValueError, match=r"more decimals than|can be"):
                parse(text, currency)
        else:
            assert parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("currency", ["EUR", "JPY", "TND"])
def test_what_is_no_amount_is_refused_whole(text: str, currency: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse(text, currency)


@pytest.mark.parametrize("text", ["12,50 EUR", "EUR 12,50", "12,50EUR", "EUR12,50"])
def test_the_currency_may_stand_before_or_after(text: str) -> None:
    assert parse(text, "EUR") == Money(1250, "EUR")
    with pytest.raises(ValueError, match="not an amount"):
        parse(text, "CHF")


@pytest.mark.parametrize(
    ("text", "alone", "comma", "dot"),
    [
        ("12,345", None, None, 1234500),
        ("10.005", None, 1000500, None),
        ("-1.240 €", None, -124000, None),
        ("12 345", 1234500, 1234500, 1234500),
        ("12'345", 1234500, 1234500, 1234500),
        ("1,234,567", 123456700, 123456700, 123456700),
        ("1.234,50", 123450, 123450, 123450),
        ("12,35", 1235, 1235, 1235),
    ],
)
def test_for_the_books_three_digits_are_never_guessed(
    text: str, alone: int | None, comma: int | None, dot: int | None
) -> None:
    for mark, minor in (("", alone), (",", comma), (".", dot)):
        if minor is None:
            with pytest.raises(Unclear):
                parse_strictly(text, "EUR", decimal=mark)
        else:
            assert parse_strictly(text, "EUR", decimal=mark) == Money(minor, "EUR")


def test_an_amount_that_can_be_read_twice_says_how_to_write_it() -> None:
    with pytest.raises(ValueError, match=r"can be 12345 or 12\.345: write 12345,00 or 12,35"):
        parse_strictly("12,345", "EUR")


def test_three_digits_are_clear_where_the_currency_makes_them_so() -> None:
    assert parse_strictly("12,345", "JPY") == Money(12345, "JPY")
    assert parse_strictly("12,345", "TND", decimal=",") == Money(12345, "TND")
    with pytest.raises(ValueError, match="more decimals"):
        parse_strictly("1 240,555", "EUR")


@steady
@given(st.integers(-(10**14), 10**14), st.sampled_from(["EUR", "JPY", "TND"]))
def test_what_is_written_is_read_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    grouped = f"{money.decimal:,f}"
    if exponent(currency) == 3 and "," not in grouped:
        return  # 1.240 dinars could be thousands
    for written in (
        grouped,
        grouped.replace(",", " "),
        grouped.replace(",", "'"),
        grouped.translate(str.maketrans(",.", ".,")),
    ):
        assert parse(written, currency) == money


@steady
@given(st.text())
def test_any_text_is_read_or_refused_in_one_way(text: str) -> None:
    refusal = ""
    try:
        parse(text, "EUR")
    except ValueError as error:
        refusal = str(error)
    assert not refusal or repr(text) in refusal


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1.005", "EUR", 101),
        ("1.0049", "EUR", 100),
        ("-1.005", "EUR", -101),
        ("0.5", "JPY", 1),
        ("2.5", "JPY", 3),
        ("0.49", "JPY", 0),
        ("0.0005", "TND", 1),
        ("1E+3", "EUR", 100000),
    ],
)
def test_half_a_cent_is_rounded_up(amount: str, currency: str, minor: int) -> None:
    assert from_decimal(Decimal(amount), currency) == Money(minor, currency)


@pytest.mark.parametrize(("minor", "currency", "text"), [(124000, "EUR", "1240.00 EUR"), (-5, "EUR", "-0.05 EUR")])
def test_money_as_text(minor: int, currency: str, text: str) -> None:
    assert str(Money(minor, currency)) == text


@pytest.mark.parametrize(("currency", "text"), [("JPY", "1240"), ("EUR", "12.40"), ("TND", "1.240"), ("XOF", "1240")])
def test_each_currency_has_its_decimals(currency: str, text: str) -> None:
    assert f"{Money(1240, currency).decimal:f}" == text


def test_sums_and_order() -> None:
    one, two = Money(100, "EUR"), Money(250, "EUR")
    assert one + two == Money(350, "EUR")
    assert one - two == Money(-150, "EUR")
    assert one < two <= two
    assert max(one, two) == two


def test_currencies_do_not_mix() -> None:
    euro, franc = Money(1, "EUR"), Money(1, "CHF")
    for mixed in (
        lambda: euro + franc,
        lambda: euro - franc,
        lambda: euro < franc,
        lambda: euro <= franc,
    ):
        with pytest.raises(ValueError, match="cannot mix EUR and CHF"):
            mixed()


@pytest.mark.parametrize("code", ["eur", "EURO", "€", "", "EU1"])
def test_a_currency_has_three_capital_letters(code: str) -> None:
    with pytest.raises(ValueError, match="not a currency code"):
        Money(1, code)


def test_totals_by_currency_in_order_of_appearance() -> None:
    amounts = [Money(1, "CHF"), Money(2, "EUR"), Money(3, "CHF"), Money(0, "USD")]
    assert totals(amounts) == (Money(4, "CHF"), Money(2, "EUR"), Money(0, "USD"))
    assert totals([]) == ()
