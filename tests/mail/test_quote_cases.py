"""The cases in tests/mail/quotes: the first part is read exactly; of the blind part, which nobody mends by, a count."""

import textwrap

import pytest

from bot.mail import quotes
from tests.bench import quote_cases
from tests.bench.quotes import ours, ours_knowing

FIRST = quote_cases.first_part()
BLIND = quote_cases.blind()
USABLE = 59  # of 60; when this was written all were

HEADERS = {
    "fr": "De : X <x@y.fr>\nEnvoyé : lundi 3 mars 2025 10:12\nÀ : Z\nObjet : F",
    "en": "From: X <x@y.uk>\nSent: 3 March 2025 10:12\nTo: Z\nSubject: F",
    "de": "Von: X <x@y.de>\nGesendet: Montag, 3. März 2025 10:12\nAn: Z\nBetreff: F",
    "es": "De: X <x@y.es>\nEnviado: lunes, 3 de marzo de 2025 10:12\nPara: Z\nAsunto: F",
    "it": "Da: X <x@y.it>\nInviato: lunedì 3 marzo 2025 10:12\nA: Z\nOggetto: F",
    "nl": "Van: X <x@y.nl>\nVerzonden: maandag 3 maart 2025 10:12\nAan: Z\nOnderwerp: F",
}
REMINDERS = sorted({(case.language, case.reminder) for case in (*FIRST, *BLIND)})


def test_there_are_enough_of_them() -> None:
    assert len(FIRST) >= 150
    assert len(BLIND) == 60
    assert len({case.name for case in FIRST}) == len(FIRST)
    assert {case.language for case in FIRST} == {case.language for case in BLIND} == set(HEADERS)


@pytest.mark.parametrize("case", [case for case in FIRST if not case.known], ids=lambda case: case.name)
def test_what_was_said_is_told_from_the_rest(case: quote_cases.Case) -> None:
    score = quote_cases.score(case, ours(case))
    assert score.exact, (score, ours(case))


@pytest.mark.parametrize("case", FIRST, ids=lambda case: case.name)
def test_the_reminder_helps_and_never_harms(case: quote_cases.Case) -> None:
    score = quote_cases.score(case, ours_knowing(case))
    assert score.exact, (score, ours_knowing(case))


@pytest.mark.parametrize("reader", [ours, ours_knowing])
def test_the_blind_part_is_read_as_well(reader: quote_cases.Reader) -> None:
    assert sum(quote_cases.score(case, reader(case)).usable for case in BLIND) >= USABLE


@pytest.mark.parametrize("width", [18, 33, 48, 72, 98])
@pytest.mark.parametrize(("language", "reminder"), REMINDERS)
def test_answers_inside_a_reminder_that_was_wrapped_anew(language: str, reminder: str, width: int) -> None:
    answers = ["Zwxq yes paid already.", "Nope zzk."]
    copy: list[str] = []
    for at, line in enumerate(reminder.split("\n")):
        copy += textwrap.wrap(line, width) or [""]
        copy += answers[at - 2 : at - 1] if at in (2, 3) else []
    body = f"See.\n\n{HEADERS[language]}\n\n" + "\n".join(copy)
    assert quotes.said(body, reminder).split() == " ".join(["See.", *answers]).split()


def test_a_score_counts_lost_and_leaked_words_in_order() -> None:
    case = quote_cases.Case(
        language="fr",
        client="none",
        kind="text",
        about="",
        known=False,
        body="",
        reminder="",
        said=((True, ("je", "paie", "lundi")), (False, ("Jean", "Dupont"))),
    )
    assert quote_cases.score(case, "je paie\nlundi").exact
    assert quote_cases.score(case, "je paie lundi Jean Dupont").exact
    assert quote_cases.score(case, "lundi je paie").lost == 1
    assert not quote_cases.score(case, "je paie").usable
    assert quote_cases.score(case, "je paie lundi a b c d").usable
    assert not quote_cases.score(case, "je paie lundi a b c d e").usable
