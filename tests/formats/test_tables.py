"""Invoices and payments as tables: encodings, separators, titles, and what each wrong cell says."""

import csv
import io
import time
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import formats
from bot.core.case import Kind
from bot.core.ledger import InvoiceRow, PaymentKind, PaymentRow
from bot.core.money import Money
from bot.errors import RelanceError
from bot.formats import UNSAID, BadRow, Row

Table = Sequence[Sequence[str]]
TITLES = ("numéro", "date", "échéance", "total", "client", "devise")
GOOD = ("F-1", "01/12/2026", "31/12/2026", "1 240,00", "Dupont & Fils", "EUR")


def encode(table: Table, separator: str = ";", encoding: str = "utf-8", quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows(table)
    return out.getvalue().encode(encoding)


def rows(data: bytes, name: str = "f.csv") -> list[Row]:
    return [row for _, row in formats.choose(name, data).rows(name, data)]


def invoice(**cells: str) -> InvoiceRow:
    (row,) = rows(with_cells(**cells))
    assert isinstance(row, InvoiceRow), row
    return row


def with_cells(**cells: str) -> bytes:
    """A table of one invoice; an argument replaces a cell or adds a column."""
    row = dict(zip(TITLES, GOOD, strict=True)) | {title.replace("_", " "): cell for title, cell in cells.items()}
    return encode([list(row), list(row.values())])


def wrongs(data: bytes) -> list[str]:
    """The mistakes as an English reader sees them, without the name of the file."""
    return [formats.sentence(row, "en").removeprefix("f.csv, ") for row in rows(data) if isinstance(row, BadRow)]


def payments(*lines: str) -> list[PaymentRow]:
    found = rows("\n".join(lines).encode())
    assert all(isinstance(row, PaymentRow) for row in found), found
    return [row for row in found if isinstance(row, PaymentRow)]


# --- the table


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_and_separator(encoding: str, separator: str, quoting: int) -> None:
    table = [TITLES, ("É-1", "01/12/2026", "31/12/2026", "1 240,00 €", 'Œuvre "A";\nCie, Été', "EUR"), GOOD]
    odd, plain = rows(encode(table, separator, encoding, quoting))
    assert isinstance(odd, InvoiceRow)
    assert isinstance(plain, InvoiceRow)
    assert (odd.number, odd.debtor.name, odd.total) == ("É-1", 'Œuvre "A"; Cie, Été', Money(124000, "EUR"))
    assert (plain.number, plain.issued, plain.due) == ("F-1", date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_mistake_is_on_the_line_where_its_record_starts(end: str) -> None:
    lines = ["number;date;due;total;debtor", 'A;01/12/2026;31/12/2026;5;"one', "", 'two"', "", "B;x;31/12/2026;5;c"]
    good, bad = rows(end.join(lines).encode())
    assert isinstance(good, InvoiceRow)
    assert isinstance(bad, BadRow)
    assert bad.line == 6


def test_titles_may_stand_below_a_heading_and_in_any_spelling() -> None:
    titles = "N° de FACTURE;DATE_EMISSION;Date d’échéance;Montant TTC (€);Raison  sociale"
    text = f"Atelier Martin\n\n{titles}\nA;1/12/2026;31.12.26;5;b\n"
    (row,) = rows(text.encode())
    assert isinstance(row, InvoiceRow)
    assert (row.number, row.issued, row.due) == ("A", date(2026, 12, 1), date(2026, 12, 31))


def test_one_broken_quote_spoils_one_line() -> None:
    text = 'number;date;due;total;debtor\nA;01/12/2026;31/12/2026;5;"c\nB;01/12/2026;31/12/2026;5;c\n'
    bad, good = rows(text.encode())
    assert isinstance(bad, BadRow)
    assert (bad.line, bad.why) == (2, formats.Why.QUOTES)
    assert isinstance(good, InvoiceRow)
    assert good.number == "B"


def test_blank_lines_and_short_lines_are_fine_crowded_ones_are_not() -> None:
    text = "number,date,due,total,debtor,pdf\n\n,,,,,\nA,2026-12-01,2026-12-31,5,c\nB,2026-12-01,2026-12-31,5,00,c,x\n"
    assert wrongs(text.encode()) == [
        "line 5: there are more cells than titles; put quotes around a text that contains the separator"
    ]


def test_control_characters_are_dropped() -> None:
    assert invoice(numéro="F\x00-\x1b1\u200b", client="Du\x07pont").number == "F-1"


def test_missing_and_doubled_columns_are_named_once_for_the_file() -> None:
    assert wrongs(b"number;due;client;email;email\nA;1/1/2026;x;;\nB;1/1/2026;x;;\n") == [
        "line 1, column “date”: the column is missing; add it to the line of titles",
        "line 1, column “total”: the column is missing; add it to the line of titles",
    ]
    assert wrongs(b"number;date;due;client;total;Montant TTC\nA;;;;;\n") == [
        "line 1, column “total”: columns 5 (total), 6 (Montant TTC) mean the same; keep one"
    ]


@pytest.mark.parametrize(
    ("titles", "gives"),
    [
        ("numéro;date;échéance;montant;client", "invoices"),
        ("numéro;date;délai;montant;client", "invoices"),
        ("numéro;date;échéance;montant;client;date de paiement", "invoices"),
        ("facture;client;total", "invoices"),
        ("invoice number;date;amount", "payments"),
        ("facture;montant;date de règlement;client", "payments"),
        ("facture;payé le", "payments"),
        ("n°;date;montant;référence;nom", "payments"),
    ],
)
def test_titles_say_which_table_it_is(titles: str, gives: str) -> None:
    found = formats.choose("f.csv", titles.encode())
    assert str(found.GIVES) == gives


def test_a_long_file_is_read_in_a_few_seconds() -> None:
    table = [
        (f"F-{n}", "01/12/2026", "31/12/2026", "1 240,00 €", f'"Client" {n}', "EUR", f"a@b{n}.example, c@d.example")
        for n in range(20_000)
    ]
    started = time.perf_counter()
    assert len(rows(encode([(*TITLES, "e-mail"), *table]))) == 20_000
    assert time.perf_counter() - started < 60


# --- cells


@pytest.mark.parametrize(
    "written",
    [
        "31/12/2026",
        "31.12.2026",
        "31-12-2026",
        "2026-12-31",
        "31/12/26",
        "2026/12/31",
        "31/12/2026 00:00",
        "2026-12-31T00:00:00Z",
    ],
)
def test_dates(written: str) -> None:
    assert invoice(échéance=written).due == date(2026, 12, 31)


@pytest.mark.parametrize("written", ["31/11/2026", "0/1/2027", "13/25/2026", "46022", "demain", "31/12-2026", "1/2"])
def test_what_is_not_a_date(written: str) -> None:
    assert wrongs(with_cells(échéance=written)) == [
        f"line 2, column “échéance”: “{written}” is not a date; write 31/12/2026 or 2026-12-31"
    ]


def test_the_month_is_never_guessed() -> None:
    good = ("A", "13/10/2026", "14/12/2026", "5", "c", "")
    table = [
        TITLES,
        good,
        ("B", "10/11/2026", "2026-12-01", "5", "c", ""),
        ("C", "10/10/2026", "12/31/2026", "5", "c", ""),
    ]
    assert wrongs(encode(table)) == [
        "line 3, column “date”: “10/11/2026” is ambiguous, as line 4 puts the month before the day; write 2026-12-31",
        "line 4, column “échéance”: “12/31/2026” puts the month before the day; write the day first, as in 31/12/2026",
    ]


@pytest.mark.parametrize(
    ("total", "devise", "read"),
    [
        ("1 240,00", "EUR", Money(124000, "EUR")),
        ("1\u202f240,00\u00a0€", "", Money(124000, "EUR")),
        ("€1.240,5", "", Money(124050, "EUR")),
        ("1,240.00", "GBP", Money(124000, "GBP")),
        ("£12", "", Money(1200, "GBP")),
        ("CHF 1'240.00", "", Money(124000, "CHF")),
        ("1’240.00", "chf", Money(124000, "CHF")),
        ("$5", "CAD", Money(500, "CAD")),
        ("1240", "JPY", Money(1240, "JPY")),
        ("12", "Euros", Money(1200, "EUR")),
        ("1240,00", "", Money(124000, UNSAID)),
    ],
)
def test_amounts(total: str, devise: str, read: Money) -> None:
    assert invoice(total=total, devise=devise).total == read


@pytest.mark.parametrize(
    ("total", "devise", "says"),
    [
        ("douze", "EUR", "“douze” is not an amount; write 1240.00 or 1,240.00"),
        ("1,24,0", "EUR", "“1,24,0” is not an amount; write 1240.00 or 1,240.00"),
        ("12 TTC", "EUR", "“12 TTC” is not an amount; write 1240.00 or 1,240.00"),
        ("9" * 20, "EUR", f"“{'9' * 20}” is too large for an amount; correct it"),
        ("9" * 15, "EUR", f"“{'9' * 15}” is too large for an amount; correct it"),
        ("12,345", "EUR", "“12,345” can be read as 12345 or 12.345; write 12345.00 or 12.35"),
        ("-10.005", "EUR", "“-10.005” can be read as -10005 or -10.005; write -10005.00 or -10.01"),
        ("1 240,555", "EUR", "“1 240,555” is not an amount; write 1240.00 or 1,240.00"),
        ("£12", "EUR", "“£12” is in another currency than the column says (EUR); correct one of them"),
        ("$12", "", "“$12” does not say which dollars; add a currency column (USD, CAD…)"),
        ("0,00", "EUR", "the amount is nil; delete the row or correct it"),
        ("-12", "EUR", "the total is negative: a credit note; put it in the payments, with the kind “credit”"),
        ("(12,00)", "EUR", "the total is negative: a credit note; put it in the payments, with the kind “credit”"),
        ("12-", "EUR", "the total is negative: a credit note; put it in the payments, with the kind “credit”"),
        ("", "EUR", "the cell is empty; fill it in"),
    ],
)
def test_what_is_not_an_amount(total: str, devise: str, says: str) -> None:
    assert wrongs(with_cells(total=total, devise=devise)) == [f"line 2, column “total”: {says}"]


def test_what_is_not_a_currency() -> None:
    assert wrongs(with_cells(devise="ERU")) == [
        "line 2, column “devise”: “ERU” is not a currency; write its code of three letters, as in EUR"
    ]


def test_terms_stand_for_a_due_date() -> None:
    assert invoice(échéance="", délai="30 jours").due == date(2026, 12, 31)
    assert wrongs(with_cells(échéance="", délai="45 jours fin de mois")) == [
        "line 2, column “délai”: “45 jours fin de mois” is not a term; "
        "write a number of days from 0 to 365, or give the due date"
    ]
    assert wrongs(with_cells(échéance="30/11/2026")) == [
        "line 2, column “échéance”: "
        "the due date 30/11/2026 is before the invoice (01/12/2026); correct one of the dates"
    ]


def test_who_owes() -> None:
    debtor = invoice(
        code_client="C42", type="Entreprise", langue="Anglais", pays="Royaume-Uni", groupe="Grand compte"
    ).debtor
    assert (debtor.key, debtor.kind, debtor.language, debtor.country, debtor.group) == (
        *("C42", Kind.BUSINESS),
        *("en", "GB", "strategic"),
    )


def test_what_the_file_does_not_say_is_left_to_the_ledger() -> None:
    debtor = invoice().debtor
    assert (debtor.key, debtor.kind, debtor.language, debtor.country, debtor.group) == (
        *("dupont & fils", Kind.CONSUMER),
        *("", "", ""),
    )
    assert invoice(type="on ne sait pas").debtor.kind is Kind.CONSUMER


@pytest.mark.parametrize(
    ("written", "code"), [("be", "BE"), ("Belgique", "BE"), ("Switzerland", "CH"), ("ÉTATS-UNIS", "US"), ("UK", "GB")]
)
def test_countries(written: str, code: str) -> None:
    assert invoice(pays=written).debtor.country == code


@pytest.mark.parametrize(
    ("written", "group"),
    [("Nouveau", "new"), ("VIP", "strategic"), ("mauvais payeur", "late"), ("Pôle Sud", "pôle sud")],
)
def test_groups_are_ours_or_the_accounts_own(written: str, group: str) -> None:
    assert invoice(groupe=written).debtor.group == group


def test_contacts_keep_their_order_and_their_names() -> None:
    contacts = invoice(
        **{
            "e-mail": "Jean Roy <jean@d.fr>, compta@d.fr; jean@d.fr",
            "email 2": "x@d.fr y@d.fr",
            "contact": "",
            "contact 2": "Zoé",
        }
    ).debtor.contacts
    assert [(c.rank, c.email, c.name) for c in contacts] == [
        *((0, "jean@d.fr", "Jean Roy"), (1, "compta@d.fr", "")),
        *((2, "x@d.fr", "Zoé"), (3, "y@d.fr", "")),
    ]


@pytest.mark.parametrize(
    ("others", "comma", "dot"),
    [
        (("980", "1 250"), None, None),
        (("89,90",), None, Money(1000500, "EUR")),
        (("1.240,5 €",), None, Money(1000500, "EUR")),
        (("1.234.567",), None, Money(1000500, "EUR")),
        (("89.90",), Money(1234500, "EUR"), None),
        (("1,234.50",), Money(1234500, "EUR"), None),
        (("1,234,567",), Money(1234500, "EUR"), None),
        (("89,90", "89.90"), None, None),
        (("1,24,0", "12 TTC"), None, None),
    ],
)
def test_the_column_says_what_three_digits_are(others: Sequence[str], comma: Money | None, dot: Money | None) -> None:
    for titles, tail in ((TITLES, GOOD), (("facture", "payé le", "montant", "devise"), None)):
        cells = ["12,345", "10.005", *others]
        table = [
            (f"F-{n}", *GOOD[1:3], cell, *GOOD[4:]) if tail else (f"F-{n}", "01/12/2026", cell, "EUR")
            for n, cell in enumerate(cells)
        ]
        found = [row for row in rows(encode([titles, *table])) if not isinstance(row, BadRow) or row.line < 4][:2]
        for row, amount in zip(found, (comma, dot), strict=True):
            if isinstance(row, BadRow):
                assert (row.why, amount) == (formats.Why.AMOUNT_UNCLEAR, None)
            else:
                assert (row.total if isinstance(row, InvoiceRow) else row.amount) == amount


def test_an_unclear_amount_in_french() -> None:
    (bad,) = (row for row in rows(with_cells(total="12,345")) if isinstance(row, BadRow))
    assert formats.sentence(bad, "fr").partition("\xa0: ")[2].replace("\u202f", " ").replace("\xa0", " ") == (
        "« 12,345 » peut se lire 12 345 ou 12,345 ; écrivez 12345,00 ou 12,35"
    )


def test_a_date_or_an_address_that_is_wrong_is_shown_whole() -> None:
    assert wrongs(with_cells(échéance="31/12/2206")) == [
        "line 2, column “échéance”: “31/12/2206” is too far away; dates go from 1990 to 2100"
    ]
    (said,) = wrongs(with_cells(email="compta chez d.fr"))
    assert "“compta chez d.fr” is not an e-mail address" in said


@pytest.mark.parametrize(
    ("data", "hint"), [("a;é\n".encode("cp850"), "save it as UTF-8"), ("numéro;date".encode("utf-16-le"), "UTF-16")]
)
def test_a_stranger_in_another_encoding_gets_a_hint(data: bytes, hint: str) -> None:
    with pytest.raises(RelanceError, match=hint):
        formats.choose("f.csv", data)


@pytest.mark.parametrize("written", ["jean", "jean@", "a@@b.fr", "jean@d", "a@b.fr x", "<>@b.fr", "a@b .fr"])
def test_what_is_not_an_address(written: str) -> None:
    assert [row.why for row in rows(with_cells(email=written)) if isinstance(row, BadRow)] == [formats.Why.EMAIL]


def test_the_rest_of_an_invoice() -> None:
    data = with_cells(commande="PO 7", articles="Pose | Dépose\nTransport", pdf="pdf/F-1.pdf")
    (row,) = rows(data, "/srv/exports/f.csv")
    assert isinstance(row, InvoiceRow)
    assert (row.order_reference, row.items) == ("PO 7", ("Pose", "Dépose", "Transport"))
    assert row.pdf == "/srv/exports/pdf/F-1.pdf"


def test_a_row_shows_all_its_mistakes_and_a_number_comes_once() -> None:
    bad = ("", "x", "31/12/2026", "5", "", "")
    assert wrongs(encode([TITLES, GOOD, bad, GOOD])) == [
        "line 3, column “date”: “x” is not a date; write 31/12/2026 or 2026-12-31",
        "line 3, column “numéro”: the cell is empty; fill it in",
        "line 3, column “client”: the cell is empty; fill it in",
        "line 4, column “numéro”: invoice “F-1” is already on line 2; one row per invoice",
    ]


# --- payments


def test_payments_and_credits() -> None:
    one, two, three = payments(
        "facture;date;montant;devise;type;référence;note",
        "F-1;02/12/2026;100,00;EUR;Virement;R1;merci",
        "F-1;03/12/2026;20;EUR;Avoir;R2;",
        "F-1;04/12/2026;-100,00;EUR;;R3;rejeté",
    )
    assert (one.number, one.paid_on, one.amount, one.kind, one.note) == (
        *("F-1", date(2026, 12, 2)),
        *(Money(10000, "EUR"), PaymentKind.PAYMENT, "merci"),
    )
    assert (two.kind, three.amount) == (PaymentKind.CREDIT, Money(-10000, "EUR"))
    assert len({one.key, two.key, three.key}) == 3


def test_what_is_wrong_with_a_payment() -> None:
    text = (
        "facture;date;montant;type;référence\nF-1;02/12/2026;0;;\nF-1;02/12/2026;-5;avoir;\nF-1;02/12/2026;5;troc;\n"
        "F-1;02/12/2026;5;;R1\nF-1;02/12/2026;5;;R1\nF-1;02/12/2026;6;;R1\nF-2;02/12/2026;6;;R1\n"
    )
    assert wrongs(text.encode()) == [
        "line 2, column “montant”: the amount is nil; delete the row or correct it",
        "line 3, column “montant”: a credit is written with a positive amount; remove the minus sign",
        "line 4, column “type”: “troc” is neither a payment nor a credit; write one of them",
        "line 7, column “référence”: reference “R1” is already on line 5 for another payment; make it unique",
    ]


def test_the_same_row_twice_is_two_payments_and_the_same_file_twice_is_one_file() -> None:
    text = ["invoice number,date,amount", "F-1,2026-12-02,50", "F-1,2026-12-02,50", "F-2,2026-12-02,50"]
    keys = [row.key for row in payments(*text)]
    assert len(set(keys)) == 3
    assert [row.key for row in payments(*text)] == keys
    assert {row.key for row in payments(text[0], *reversed(text[1:]))} == set(keys)
    assert {row.key for row in payments(*(line.replace("2026-12-02", "02/12/2026") for line in text))} == set(keys)


# --- what is written is what is read

NAMES = st.text(st.characters(codec="cp1252", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def french(minor: int) -> str:
    return f"{minor // 100:,}".replace(",", "\u00a0") + f",{minor % 100:02}"


def english(minor: int) -> str:
    return f"{minor // 100:,}.{minor % 100:02}"


def german(minor: int) -> str:
    return f"{minor // 100:,}".replace(",", ".") + f",{minor % 100:02}"


@given(
    name=NAMES,
    issued=DAYS.filter(lambda day: day.year < 2100),
    later=st.integers(0, 365),
    minor=st.integers(1, 10**11),
    number=st.sampled_from([french, english, german]),
    day=st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d"]),
    separator=st.sampled_from(";,\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_what_is_written_is_what_is_read(name, issued, later, minor, number, day, separator, encoding) -> None:  # type: ignore[no-untyped-def]
    due = issued + timedelta(days=later)
    cells = (name, issued.strftime(day), due.strftime(day), number(minor), name, "EUR")
    (row,) = rows(encode([TITLES, cells], separator, encoding))
    assert isinstance(row, InvoiceRow), row
    assert (row.number, row.debtor.name, row.issued, row.due) == (name, name, issued, due)
    assert row.total == Money(minor, "EUR")
