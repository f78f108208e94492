"""Whose letter it is: the order of the evidence, and when nobody is named."""

from dataclasses import replace

import pytest

from bot.core.mail import Bounce, Letter
from bot.mail.match import Facts, How, Matched, is_free_mail, match, numbers_in

LETTER = Letter(
    message_id="<m@dupont.fr>",
    in_reply_to="",
    references=(),
    sender="jean@dupont.fr",
    sender_name="Jean",
    recipients=("compta@martin.fr",),
    subject="Re: facture",
    sent_at=None,
    body="",
    said="",
)
FACTS = Facts(
    message_ids={"<n1@martin.fr>": 1, "<n2@martin.fr>": 2},
    tokens={"7k2m4qx9tb": 3},
    senders={"jean@dupont.fr": (4,)},
    numbers={"F-118": (5,)},
    contacts={1: {"jean@dupont.fr"}, 4: {"jean@dupont.fr"}},
)


def test_the_thread_comes_first() -> None:
    letter = replace(LETTER, in_reply_to="<n1@martin.fr>", tokens=("7k2m4qx9tb",))
    assert match(letter, facts=FACTS) == Matched(case_id=1, because=How.REPLY, candidates=(1, 5, 3))


def test_what_names_other_cases_names_them_too_but_bare_digits_do_not() -> None:
    letter = replace(LETTER, in_reply_to="<n1@martin.fr>")
    facts = replace(FACTS, numbers={"1240": (5,), "F-2": (6,), "202611": (7,)})
    assert match(letter, facts=facts).candidates == (1, 6, 7)


def test_of_the_references_the_newest() -> None:
    letter = replace(LETTER, references=("<n1@martin.fr>", "<n2@martin.fr>", "<unknown@x>"))
    assert match(letter, facts=FACTS).case_id == 2


def test_then_the_token() -> None:
    matched = match(replace(LETTER, tokens=("0000000000", "7k2m4qx9tb")), facts=FACTS)
    assert (matched.case_id, matched.because) == (3, How.TOKEN)


def test_then_the_sender_of_one_case() -> None:
    matched = match(LETTER, facts=FACTS)
    assert (matched.case_id, matched.because, matched.stranger) == (4, How.SENDER, False)


def test_then_the_only_number() -> None:
    matched = match(replace(LETTER, sender="x@dupont.fr"), facts=FACTS)
    assert (matched.case_id, matched.because, matched.stranger) == (5, How.NUMBER, True)


def test_a_number_tells_a_senders_cases_apart() -> None:
    facts = replace(FACTS, senders={"jean@dupont.fr": (4, 5)}, contacts={5: {"jean@dupont.fr"}})
    matched = match(LETTER, facts=facts)
    assert (matched.case_id, matched.because, matched.stranger) == (5, How.NUMBER, False)


@pytest.mark.parametrize("in_reply_to", ["<n1@martin.fr>", ""])
def test_a_colleague_is_a_stranger(in_reply_to: str) -> None:
    letter = replace(LETTER, sender="marie@dupont.fr", in_reply_to=in_reply_to, tokens=("7k2m4qx9tb",))
    matched = match(letter, facts=FACTS)
    assert matched.case_id is not None
    assert matched.stranger


def test_two_tokens_of_two_cases_name_nobody() -> None:
    facts = replace(FACTS, tokens={"7k2m4qx9tb": 3, "8k2m4qx9tb": 9}, senders={}, numbers={})
    matched = match(replace(LETTER, tokens=("7k2m4qx9tb", "8k2m4qx9tb")), facts=facts)
    assert matched == Matched(case_id=None, because=How.NOTHING, candidates=(3, 9))


def test_candidates_best_first() -> None:
    facts = Facts(senders={"jean@dupont.fr": (4, 6)}, numbers={"F-1": (7,), "F-2": (8,)}, domains={"dupont.fr": (4, 9)})
    assert match(LETTER, facts=facts) == Matched(case_id=None, because=How.NOTHING, candidates=(4, 6, 7, 8, 9))


def test_nobody() -> None:
    assert match(LETTER, facts=Facts()) == Matched(case_id=None, because=How.NOTHING)


def test_a_bounce_by_the_mail_that_came_back() -> None:
    letter = replace(LETTER, bounce=Bounce(recipient="x@y.fr", permanent=True, message_id="<n2@martin.fr>"))
    assert match(letter, facts=FACTS) == Matched(case_id=2, because=How.BOUNCED_MAIL)


def test_a_bounce_by_the_address_that_failed() -> None:
    letter = replace(LETTER, sender="mailer-daemon@x", bounce=Bounce(recipient="jean@dupont.fr", permanent=True))
    assert match(letter, facts=FACTS) == Matched(case_id=4, because=How.BOUNCED_ADDRESS)
    shared = replace(FACTS, senders={"jean@dupont.fr": (4, 6)})
    assert match(letter, facts=shared) == Matched(case_id=None, because=How.NOTHING, candidates=(4, 6))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Re: facture F-118 impayée", ("F-118",)),
        ("f-118", ("F-118",)),
        ("facture n°F-118, F-119", ("F-118", "F-119")),
        ("F-1180", ()),
        ("XF-118", ()),
        ("le 12", ()),
        ("F-1180 puis F-118.", ("F-118",)),
    ],
)
def test_numbers(text: str, found: tuple[str, ...]) -> None:
    assert numbers_in(text, ["F-118", "F-119", "12"]) == found


def test_free_mail_says_nothing() -> None:
    assert is_free_mail("Gmail.com")
    assert is_free_mail("orange.fr")
    assert not is_free_mail("dupont.fr")
