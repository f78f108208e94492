"""Where the PDF of an invoice may lie: a table must not have another account's files mailed."""

from __future__ import annotations

from pathlib import Path

from bot import formats
from bot.core.ledger import InvoiceRow
from bot.formats import BadRow


def row_of(pdf: str, table: str) -> formats.Row:
    data = f"number;date;due;total;debtor;pdf\nA;2026-12-01;2026-12-31;5;c;{pdf}\n".encode()
    ((_, row),) = formats.choose(table, data).rows(table, data)
    return row


def test_the_pdf_lies_beside_the_table_or_below(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    for folder in (home / "pdf", other):
        folder.mkdir(parents=True)
    (home / "link.pdf").symlink_to(other / "F-1.pdf")
    (home / "below").symlink_to(other)
    (tmp_path / "to_home").symlink_to(home)

    def read(pdf: str, table: Path = home / "f.csv") -> formats.Row:
        return row_of(pdf, str(table))

    inside = str(home / "pdf" / "F-1.pdf")
    for pdf in ("pdf/F-1.pdf", inside, "pdf/../pdf/F-1.pdf"):
        assert isinstance(row := read(pdf), InvoiceRow)
        assert row.pdf == inside
    assert isinstance(row := read("pdf/F-1.pdf", tmp_path / "to_home" / "f.csv"), InvoiceRow)
    assert row.pdf == inside
    for pdf in (
        str(other / "F-1.pdf"),
        "../other/F-1.pdf",
        "link.pdf",
        "below/F-1.pdf",
        "/etc/passwd",
        f"{home}2/F.pdf",
    ):
        assert isinstance(bad := read(pdf), BadRow), pdf
        assert (bad.why, bad.value) == (formats.Why.PDF_OUTSIDE, pdf)
        assert "outside the folder" in formats.sentence(bad, "en")


def test_a_table_without_a_folder_counts_from_where_we_are() -> None:
    assert isinstance(row := row_of("pdf/F-1.pdf", "f.csv"), InvoiceRow)
    assert row.pdf == str(Path.cwd() / "pdf" / "F-1.pdf")
    assert isinstance(row_of("../F-1.pdf", "f.csv"), BadRow)
