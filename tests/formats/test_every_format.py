"""The contract of the shelf, over all its members: a new format is tested by being there."""

from contextlib import suppress

import pytest

from bot import formats
from bot.errors import RelanceError
from bot.formats import BadRow, Format

MEMBERS = formats.members()
JUNK = [
    b"",
    b"\x00\x01\x02",
    b"\xff\xfe",
    b"\xff\xfea",
    b"PK\x03\x04" + bytes(99),
    b"%PDF-1.7\n",
    b'"',
    b"hello\n",
    b";;;\n\n",
    bytes(range(256)),
]


@pytest.mark.parametrize("member", MEMBERS.values(), ids=MEMBERS)
def test_it_says_what_it_gives(member: Format) -> None:
    assert member.GIVES in ("invoices", "payments")


@pytest.mark.parametrize("data", JUNK)
@pytest.mark.parametrize("member", MEMBERS.values(), ids=MEMBERS)
def test_junk_is_not_recognised_and_never_breaks_it(member: Format, data: bytes) -> None:
    assert not member.recognise("junk", data)
    with suppress(RelanceError):  # an encoding that cannot be known
        assert all(isinstance(row, BadRow) for _, row in member.rows("junk", data))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04", "this is a spreadsheet; save it as CSV and import that"),
        (b"%PDF-1.7", "this is a PDF"),
        (b"a,b\n1,2\n", "no format recognises it; the first line must name the columns"),
    ],
)
def test_a_stranger_is_told_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(RelanceError, match=f"f.csv: {says}"):
        formats.choose("f.csv", data)


def test_two_formats_for_one_file_are_an_error_that_lists_them(monkeypatch: pytest.MonkeyPatch) -> None:
    one = MEMBERS["invoices_csv"]
    monkeypatch.setattr(formats, "members", lambda: {"invoices_csv": one, "rival": one})
    with pytest.raises(RelanceError, match="could be any of invoices_csv, rival"):
        formats.choose("f.csv", b"number,due,total\n")


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    for why in formats.Why:
        bad = BadRow(file="f.csv", line=3, column="due", value="x" * 99, why=why, detail="7")
        assert formats.sentence(bad, "fr").startswith("f.csv, ligne 3, colonne «\u00a0")
        assert formats.sentence(bad, "en").startswith("f.csv, line 3, column “")
        assert formats.sentence(bad, "pt") == formats.sentence(bad, "en")
        assert "{" not in formats.sentence(bad, "fr") + formats.sentence(bad, "en")


def test_french_has_its_spaces() -> None:
    bad = BadRow(file="f.csv", line=3, column="due", value="x", why=formats.Why.DATE)
    assert formats.sentence(bad, "fr") == (
        "f.csv, ligne 3, colonne «\u00a0due\u00a0»\u00a0: "
        "«\u00a0x\u00a0» n’est pas une date\u202f; écrivez 31/12/2026 ou 2026-12-31"
    )
