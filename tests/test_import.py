"""The import flow over a real database: good rows in, bad rows named, the same file again changes nothing."""

import argparse
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.commands import import_
from bot.config import Config, parse
from bot.core.case import Account, Case, Kind
from bot.core.days import Window
from bot.core.money import Money
from bot.errors import RelanceError, StoreError
from bot.formats import sentence
from bot.ledger import Report, take_in
from bot.offices import law_of
from storage.store import Store

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
WINDOW = Window(start=time(9), end=time(17), zone="Europe/Paris")
ACCOUNT = Account(id="atelier", name="Atelier", email="a@b.example", language="fr", country="FR", window=WINDOW)
INVOICES = """numéro;date;échéance;total;client;email
F-1;01/11/2026;30/11/2026;100,00;Dupont;d@d.example
F-2;01/11/2026;30/11/2026;50,00;DUPONT;e@d.example
F-3;01/11/2026;30/11/2026;10,00;Martin;m@m.example
"""
PAYMENTS = """facture;date;montant
F-1;20/11/2026;30,00
F-1;20/11/2026;30,00
"""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(f"sqlite://{tmp_path}/relance.db")
    yield opened
    await opened.close()


async def take(store: Store, text: str, *, account: Account = ACCOUNT, name: str = "f.csv") -> Report:
    return await take_in(store, account, name, text.encode(), NOW)


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.same, report.bad_rows


async def debtors(store: Store) -> dict[str, Case]:
    return {case.debtor.key: case for case in await store.cases("atelier", open_only=False)}


async def test_invoices_and_payments_come_in_once(store: Store) -> None:
    assert counts(await take(store, INVOICES)) == (3, 0, 0, 0)
    assert counts(await take(store, PAYMENTS)) == (2, 0, 0, 0)
    assert counts(await take(store, INVOICES)) == (0, 0, 3, 0)
    assert counts(await take(store, PAYMENTS)) == (0, 0, 2, 0)
    cases = await debtors(store)
    assert cases["dupont"].outstanding == (Money(9000, "EUR"),)
    assert [contact.email for contact in cases["dupont"].debtor.contacts] == ["d@d.example", "e@d.example"]
    assert cases["dupont"].payments_as_of == date(2026, 12, 1)


async def test_a_correction_is_a_change(store: Store) -> None:
    await take(store, INVOICES)
    assert counts(await take(store, INVOICES.replace("10,00", "12,00"))) == (0, 1, 2, 0)
    assert (await debtors(store))["martin"].outstanding == (Money(1200, "EUR"),)


async def test_good_rows_are_kept_and_bad_rows_named(store: Store) -> None:
    report = await take(store, INVOICES.replace("F-2;01/11/2026", "F-2;31/02/2026"))
    assert counts(report) == (2, 0, 0, 1)
    assert [sentence(bad, "fr") for bad in report.bad] == [
        "f.csv, ligne 3, colonne «\u00a0date\u00a0»\u00a0: «\u00a031/02/2026\u00a0» n’est pas une date\u202f; "
        "écrivez 31/12/2026 ou 2026-12-31"
    ]


async def test_a_payment_of_an_unknown_invoice_is_named_and_the_others_count(store: Store) -> None:
    await take(store, INVOICES)
    report = await take(store, PAYMENTS + "F-9;20/11/2026;1,00\n", name="/srv/p.csv")
    assert counts(report) == (2, 0, 0, 1)
    assert [sentence(bad, "en") for bad in report.bad] == [
        "p.csv, line 4: no invoice “F-9” in this account; import it first, or correct the number"
    ]
    assert (await debtors(store))["dupont"].payments_as_of == date(2026, 12, 1)


async def test_payments_that_could_not_be_read_are_not_known_up_to_today(store: Store) -> None:
    await take(store, INVOICES)
    await take(store, PAYMENTS + "F-2;20/11/2026;cinquante\n")
    assert (await debtors(store))["dupont"].payments_as_of is None


async def test_a_row_that_the_books_refuse_is_bad_and_its_neighbours_are_not(store: Store) -> None:
    await take(store, INVOICES)
    report = await take(
        store, INVOICES.replace("Martin", "Durand").replace("50,00", "51,00") + "F-4;1/11/26;1/12/26;1;X;"
    )
    assert counts(report) == (1, 1, 1, 1)
    assert report.bad[0].line == 4
    assert "belongs to 'martin'" in sentence(report.bad[0], "fr")
    wrong_currency = await take(store, "facture;date;montant;devise\nF-1;20/11/2026;5;CHF\nF-1;20/11/2026;5;EUR\n")
    assert counts(wrong_currency) == (1, 0, 0, 1)


async def test_what_the_file_does_not_say_is_the_accounts(store: Store) -> None:
    swiss = replace(ACCOUNT, country="CH", language="en")
    await take(store, INVOICES, account=swiss)
    martin = (await debtors(store))["martin"]
    assert (martin.debtor.country, martin.debtor.language, martin.debtor.group) == ("CH", "en", "regular")
    assert martin.outstanding == (Money(1000, "CHF"),)


async def test_a_currency_of_three_decimals_must_be_written(store: Store) -> None:
    report = await take(store, INVOICES, account=replace(ACCOUNT, country="TN"))
    assert counts(report) == (0, 0, 0, 3)
    assert "TND" in sentence(report.bad[0], "fr")


async def test_rows_of_one_debtor_agree_and_a_later_file_does_not_forget(store: Store) -> None:
    text = """number;date;due;total;client;group;type;country
A;01/11/2026;30/11/2026;100;Dupont;;business;
B;01/11/2026;30/11/2026;100;Dupont;strategic;;BE
"""
    assert counts(await take(store, text)) == (2, 0, 0, 0)
    assert counts(await take(store, text)) == (0, 0, 2, 0)
    await take(store, "number;date;due;total;client\nC;01/11/2026;30/11/2026;100;Dupont\n")
    debtor = (await debtors(store))["dupont"].debtor
    assert (debtor.group, debtor.country, debtor.kind) == ("strategic", "BE", Kind.CONSUMER)


async def test_a_payment_of_tomorrow_is_refused_and_the_others_count(store: Store) -> None:
    await take(store, INVOICES)
    report = await take(store, PAYMENTS + "F-3;02/12/2026;10,00\nF-2;01/12/2026;1,00\n")
    assert counts(report) == (3, 0, 0, 1)
    assert [sentence(bad, "en") for bad in report.bad] == [
        "f.csv, line 4: a payment cannot be of 2026-12-02, which is still to come; correct the date"
    ]
    assert "dater du 02/12/2026" in sentence(report.bad[0], "fr")


async def test_what_is_overpaid_is_named_once(store: Store) -> None:
    await take(store, INVOICES)
    more = PAYMENTS + "F-1;21/11/2026;1240,50\nF-3;21/11/2026;10,00\n"
    report = await take(store, more)
    assert counts(report) == (4, 0, 0, 0)
    assert [sentence(note, "fr") for note in report.notes] == [
        "f.csv, ligne 4\u00a0: à savoir\u00a0: la facture «\u00a0F-1\u00a0» "
        "est maintenant payée 1200,50\u00a0EUR de trop"
    ]
    assert (await take(store, more)).notes == ()


async def test_what_looks_time_barred_is_named(store: Store) -> None:
    text = """number;date;due;total;client;type
OLD;01/11/2023;30/11/2024;100;Dupont;
PRO;01/11/2023;30/11/2024;100;Martin;business
NEW;01/11/2024;01/12/2024;100;Dupont;
"""
    report = await take_in(store, ACCOUNT, "f.csv", text.encode(), NOW, law=law_of)
    assert [sentence(note, "en") for note in report.notes] == [
        "f.csv, line 2: note: invoice “OLD” seems time-barred since 2026-11-30; "
        "its first reminder waits for your approval"
    ]
    assert "prescrite depuis le 30/11/2026" in sentence(report.notes[0], "fr")
    assert (await take_in(store, ACCOUNT, "f.csv", text.encode(), NOW, law=law_of)).notes == ()


async def test_progress_counts_to_the_end(store: Store) -> None:
    seen: list[tuple[int, int]] = []
    lines = [f"F-{n};01/11/2026;30/11/2026;1;C{n};" for n in range(450)]
    text = "\n".join([INVOICES.splitlines()[0], *lines])
    await take_in(store, ACCOUNT, "f.csv", text.encode(), NOW, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(200, 450), (400, 450), (450, 450)]


async def test_a_database_that_goes_away_is_said_and_not_a_bad_row(store: Store) -> None:
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        await take(store, INVOICES)


# --- the command


@dataclass
class Lent:
    config: Config
    store: Store


def house(store: Store, *ids: str) -> Lent:
    text = "".join(f'[[account]]\nid = "{id}"\nname = "A"\nemail = "a@b.example"\n' for id in ids or ("atelier",))
    return Lent(parse(text.encode(), Path("config.toml")), store)


def args(*files: Path, account: str | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    import_.add_arguments(parser)
    return parser.parse_args([*map(str, files), *(["--account", account] if account else [])])


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    def written(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return written


async def test_payments_named_first_still_find_their_invoices(
    store: Store, write: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    files = write("p.csv", PAYMENTS), write("i.csv", INVOICES)
    assert await import_.run(args(*files), house(store)) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "i.csv\u00a0: factures\u202f; nouvelles\u00a0: 3, modifiées\u00a0: 0, inchangées\u00a0: 0, refusées\u00a0: 0",
        "p.csv\u00a0: paiements\u202f; nouveaux\u00a0: 2, déjà connus\u00a0: 0, refusés\u00a0: 0",
    ]
    assert err == ""


async def test_a_bad_row_makes_exit_code_1(
    store: Store, write: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert await import_.run(args(write("i.csv", INVOICES.replace("100,00", "0"))), house(store)) == 1
    assert capsys.readouterr().err.startswith("i.csv, ligne 2, colonne «\u00a0total\u00a0»\u00a0: le montant est nul")


async def test_nothing_is_taken_in_when_one_file_cannot_be_read(
    store: Store, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    good, strange = write("i.csv", INVOICES), write("x.csv", "a;b\n1;2\n")
    for bad in (strange, tmp_path / "missing.csv", tmp_path):
        with pytest.raises(RelanceError, match=bad.name):
            await import_.run(args(good, bad), house(store))
    assert await store.cases("atelier", open_only=False) == []


async def test_several_accounts_must_be_told_apart(store: Store, write: Callable[[str, str], Path]) -> None:
    file = write("i.csv", INVOICES)
    with pytest.raises(RelanceError, match="say which with --account: atelier, boulangerie"):
        await import_.run(args(file), house(store, "atelier", "boulangerie"))
    assert await import_.run(args(file, account="boulangerie"), house(store, "atelier", "boulangerie")) == 0
    assert len(await store.cases("boulangerie")) == 2
    assert await store.cases("atelier") == []


async def test_a_pdf_is_looked_for_beside_its_file(store: Store, write: Callable[[str, str], Path]) -> None:
    file = write("i.csv", "number;date;due;total;client;pdf\nA;01/11/2026;30/11/2026;100;Dupont;pdf/A.pdf\n")
    await import_.run(args(file), house(store))
    (case,) = await store.cases("atelier")
    assert case.invoices[0].pdf == str(file.parent / "pdf" / "A.pdf")
