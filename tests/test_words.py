"""The texts themselves: every one rendered, read back, and held against the ledger, the law and French typography."""

import html as html_module
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import shelf
from bot.core.because import Because
from bot.core.case import Hold, Kind
from bot.core.event import Event
from bot.core.facts import MailFacts, Said
from bot.core.law import Law
from bot.core.money import Money
from bot.core.question import Choice, Option, QuestionKind, QuestionState
from bot.core.scenario import ladders
from bot.core.token import ANSWERS, find_tap
from bot.errors import TextError
from bot.words import Words, greeting, samples
from bot.words.forms import Forms
from bot.words.texts import TEMPLATES

WORDS = Words()
LANGUAGES = WORDS.texts.languages()
FRANCE: Law = shelf.take("laws", "fr").LAW
NOWHERE = Law(country="")
TEXTS = [
    ["courtesy", "kind", "firm_friendly", "firm", "formal"],
    ["thanks", "reply_details", "reply_plan", "reply_invoice", "promise_confirm"],
]
EVERY = [
    pytest.param(language, text, kind, full, id=f"{language}-{text}-{kind}-{'full' if full else 'short'}")
    for language in LANGUAGES
    for text in [*TEXTS[0], *TEXTS[1]]
    for kind in Kind
    for full in (True, False)
]


def said(
    text: str,
    language: str = "fr",
    kind: Kind = Kind.BUSINESS,
    full: bool = True,
    *,
    law: Law = FRANCE,
    court: bool = False,
    words: Words = WORDS,
    facts: MailFacts | None = None,
) -> Said:
    return words.mail(
        text,
        account=samples.account(language, court=court),
        debtor=samples.debtor(language, kind),
        law=law,
        facts=facts or samples.facts(text, count=2 if full else 1, full=full),
    )


def shown(html: str) -> str:
    """What a person reads of the HTML: no tags, no style, entities resolved."""
    html = re.sub(r"(?s)<style>.*?</style>|<title>.*?</title>", " ", html)
    return html_module.unescape(re.sub(r"<[^>]+>", " ", html))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_check_finds_nothing() -> None:
    assert [str(e) for e in WORDS.check()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text(language: str) -> None:
    assert set(WORDS.names(language)) == {*TEXTS[0], *TEXTS[1]}
    steps = {s.text for ladder in ladders(courtesy=True).values() for s in ladder.steps if s.channel == "mail"}
    assert steps <= set(WORDS.names(language))


@pytest.mark.parametrize(("language", "text", "kind", "full"), EVERY)
def test_both_parts_hold_every_figure_and_no_other(language: str, text: str, kind: Kind, full: bool) -> None:
    facts = samples.facts(text, count=2 if full else 1, full=full)
    mail = said(text, language, kind, full, facts=facts)
    forms = Forms(language, samples.debtor(language).country)
    owed = [line for line in facts.lines if line.outstanding.minor > 0]
    figures = [x for line in owed for x in (line.number, forms.money(line.outstanding), forms.short_day(line.due))]
    if text in ("courtesy", "kind", "firm_friendly", "firm", "formal"):
        figures += ["FR7630006000011234567890189", "AGRIFRPP", forms.monies(facts.totals)]
    if text in ("kind", "firm_friendly", "firm", "formal"):
        figures.append(forms.day(date(2026, 12, 14)))
    if text in ("firm", "formal"):
        figures += [forms.long_day(day) for day, _ in facts.history]
    figures += [forms.money(amount) for _, amount in facts.plan] + [forms.day(day) for day, _ in facts.plan]
    for part in (mail.plain, shown(mail.html)):
        for figure in figures:
            assert squeezed(figure) in squeezed(part), figure
        account, debtor = samples.account(language, court=False), samples.debtor(language, kind)
        trouble = WORDS.trouble(part, account=account, debtor=debtor, law=FRANCE, facts=facts)
        assert trouble == ((), ())


@pytest.mark.parametrize(("language", "text", "kind", "full"), EVERY)
def test_the_two_parts_say_the_same(language: str, text: str, kind: Kind, full: bool) -> None:
    mail = said(text, language, kind, full)
    page = squeezed(shown(mail.html))
    for paragraph in mail.plain.split("\n\n"):
        if not paragraph.startswith(" ") and "mailto:" not in paragraph and "IBAN" not in paragraph:
            for line in paragraph.splitlines():
                assert line in ("--", "") or squeezed(line.removeprefix("  – ")) in page


@pytest.mark.parametrize(("language", "text", "kind", "full"), EVERY)
def test_the_html_is_safe_and_accessible(language: str, text: str, kind: Kind, full: bool) -> None:
    html = said(text, language, kind, full).html
    assert f'<html lang="{language}">' in html
    assert not re.search(r"<script|<form|<iframe|<link|@import|url\(|javascript:", html, re.IGNORECASE)
    assert set(re.findall(r'src="([^"]*)"', html)) <= {"cid:qr"}
    assert set(re.findall(r'href="(https?:[^"]*)"', html)) <= {"https://pay.example/martin"}
    assert all('alt="' in image and 'alt=""' not in image for image in re.findall(r"<img[^>]*>", html))
    assert len(html.encode()) < 60_000, "Gmail cuts mails at 102 kB"


FRENCH = [p for p in EVERY if p.values[0] == "fr"]


@pytest.mark.parametrize(("language", "text", "kind", "full"), FRENCH)
def test_french_typography(language: str, text: str, kind: Kind, full: bool) -> None:
    mail = said(text, language, kind, full)
    for part in (mail.subject, mail.plain, shown(mail.html)):
        assert_typeset(re.sub(r"\S*(?:mailto:|https?:)\S*", "", part))


def assert_typeset(text: str) -> None:
    for pattern, why in (
        (r"[ \t][:;?!»%€]", "a plain space before : ; ? ! » % €"),
        (r"«[ \t]|«\w", "« wants a no-break space after it"),
        (r"[^\W\d]'[^\W\d]", "the apostrophe is ’"),
        (r"[^\s\u00a0\u202f\d/][;?!](?!\w)", "; ? ! want a space before them"),
        (r'"', "quotation marks are « »"),
        (r"\.\.\.", "an ellipsis is one character"),
        (r"\b(?:du|le) 1 \w", "the first is 1er"),
        (r"(?<![-\d])\d{1,3} \d{3},", "a plain space inside an amount"),
    ):
        found = re.search(pattern, text)
        assert found is None, f"{why}: …{text[max(0, found.start() - 30) : found.end() + 30]!r}"


@pytest.mark.parametrize(("language", "text", "kind", "full"), EVERY)
def test_a_consumers_subject_gives_nothing_away(language: str, text: str, kind: Kind, full: bool) -> None:
    subject = said(text, language, kind, full).subject
    assert 0 < len(subject) < 100
    assert "\n" not in subject
    if kind is Kind.CONSUMER:
        assert not re.search(r"[€$£]|\d[.,]\d\d\b", subject)
        never = "dette|impay|recouvrement|demeure|retard|relance|debt|overdue|unpaid|formal notice|late"
        assert not re.search(never, subject, re.IGNORECASE)


def test_a_business_is_told_in_the_subject_what_it_is() -> None:
    assert "ise en demeure" in said("formal").subject
    assert "ise en demeure" not in said("formal", kind=Kind.CONSUMER).subject


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["firm", "formal"])
def test_penalties_are_reserved_between_businesses_and_unknown_to_consumers(language: str, text: str) -> None:
    business = said(text, language).plain
    assert "L441-10 et D441-5" in business
    assert re.search(r"réserv|reserve", business)
    assert re.search(r"40\s€|€40\b", business)
    consumer = said(text, language, Kind.CONSUMER).plain
    assert not re.search(r"L441|D441|40\s€|€40\b|pénalit|penalt|indemnité|fixed sum", consumer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_law_that_covers_the_day_nothing_is_built_on_it(language: str) -> None:
    for law in (NOWHERE, Law(country="FR")):
        for text in ("firm", "formal"):
            plain = said(text, language, law=law).plain
            assert not re.search(r"L441|D441|1231|40\s€|€40\b|pénalit|penalt|intérêt au taux|legal rate", plain)


def test_a_formal_notice_holds_all_that_guardrail_36_asks_for() -> None:
    for kind in Kind:
        plain = said("formal", kind=kind, court=True).plain.replace("\u00a0", " ")
        for wanted in (
            "Lyon, le lundi 7 décembre 2026",
            "Plomberie Martin", "EI, SIREN 732 829 320", "12 rue des Lilas",
            samples.debtor("fr", kind).name, "compta@client.example",
            "Mise en demeure de payer", "nous vous mettons en demeure de payer la somme de",
            "F-2026-014", "du 1er octobre 2026", "1er nov. 2026", "commande BC-2291",
            "dont 300,00 € déjà réglés",
            "le 5 novembre 2026 : premier rappel", "le 16 novembre 2026 : nouveau rappel",
            "au plus tard le lundi 14 décembre 2026",
            "FR76 3000 6000 0112 3456 7890 189",
            "nous nous réservons la possibilité de saisir la juridiction compétente",
            "articles 1231-6 et 1344-1 du code civil" if kind is Kind.CONSUMER else "articles L441-10 et D441-5",
            "Si vous contestez cette somme", "04 78 00 00 00", "en plusieurs fois",
            "Si vous avez payé entre-temps",
        ):  # fmt: skip
            assert wanted in plain, wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_court_is_named_only_when_it_is_really_meant(language: str) -> None:
    court = "juridiction" if language == "fr" else "jurisdiction"
    assert court in said("formal", language, court=True).plain
    for text in WORDS.names(language):
        assert court not in said(text, language, court=False).plain


@pytest.mark.parametrize("gone", [{"address": ""}, {"iban": "", "pay_link": ""}])
def test_a_formal_notice_that_lacks_something_is_refused(gone: dict[str, str]) -> None:
    account = replace(samples.account(), **gone)  # type: ignore[arg-type]
    with pytest.raises(TextError, match="formal"):
        WORDS.mail("formal", account=account, debtor=samples.debtor(), law=FRANCE, facts=samples.facts("formal"))


def test_a_missing_date_is_an_error_with_its_place() -> None:
    with pytest.raises(TextError, match="pay_by") as error:
        said("kind", facts=replace(samples.facts("kind"), pay_by=None))
    assert error.value.template == "fr/mail/kind.txt"
    source = (TEMPLATES / "fr/mail/kind.txt").read_text().splitlines()
    assert error.value.line
    assert "pay_by" in source[error.value.line - 1]


def test_a_plan_or_a_part_shows_no_code_for_the_whole_sum() -> None:
    assert "cid:qr" in said("kind").html
    assert "cid:qr" not in said("reply_plan").html
    assert "cid:qr" not in said("promise_confirm", full=False).html


@pytest.mark.parametrize(
    ("language", "name", "hello"),
    [
        ("fr", "Sophie Bernard", "Bonjour Sophie Bernard,"),
        ("fr", "M. Zed", "Bonjour Monsieur Zed,"),
        ("fr", "Mme Vieille", "Bonjour Madame Vieille,"),
        ("fr", "M et Mme Zed", "Bonjour Monsieur et Madame Zed,"),
        ("fr", "Jean M. Zed", "Bonjour Jean M. Zed,"),
        ("fr", "Me Vieille", "Bonjour Maître Vieille,"),
        ("fr", "Service comptabilité", "Bonjour,"),
        ("fr", "COMPTA", "Bonjour,"),
        ("fr", "Accounts payable", "Bonjour,"),
        ("fr", "", "Bonjour,"),
        ("en", "Mr. Zed", "Hello Mr Zed,"),
        ("en", "Accounts", "Hello,"),
        ("en", "The billing team", "Hello,"),
        ("en", "Ms Compton", "Hello Ms Compton,"),
    ],
)
def test_a_person_is_greeted_by_title_and_a_department_without_name(language: str, name: str, hello: str) -> None:
    assert greeting(WORDS.texts.book(language), name) == hello


@pytest.mark.parametrize("language", LANGUAGES)
def test_between_businesses_the_penalties_take_the_place_of_legal_interest(language: str) -> None:
    for kind, there, gone in ((Kind.BUSINESS, "L441-10", "1231-6"), (Kind.CONSUMER, "1231-6", "L441-10")):
        said = WORDS.mail(
            "formal",
            account=samples.account(language),
            debtor=samples.debtor(language, kind),
            law=FRANCE,
            facts=samples.facts("formal"),
        ).plain
        assert there in said
        assert gone not in said


def test_without_a_person_the_notice_says_to_call_us() -> None:
    nobody = replace(samples.account(), signed_by="")
    said = WORDS.mail("formal", account=nobody, debtor=samples.debtor(), law=FRANCE, facts=samples.facts("formal"))
    assert "ou appelez-nous au 04" in said.plain


def test_an_unknown_block_is_found_where_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "fr" / "mail"
    folder.mkdir(parents=True)
    (folder / "kind.txt").write_text("Objet : x\n\nBonjour\n[[factures]]\n{% include 'mail/_own.txt' %}\n", "utf-8")
    (folder / "_own.txt").write_text("Merci\n\n[[facturess: retard]]\n", "utf-8")
    with pytest.raises(TextError) as caught:
        said_by(Words(override=tmp_path))
    told = str(caught.value)
    assert told.startswith("fr/mail/_own.txt:3: there is no block [[facturess]]; there are ")
    assert told.endswith("échéancier, factures, messages, paiement, parties, réponses, signature") or "factures" in told
    assert "retard" not in told.partition("there are")[2]
    (folder / "_own.txt").write_text("[[paiement]]\n[[retard]]\n", "utf-8")
    with pytest.raises(TextError, match=r"^fr/mail/_own.txt:2: there is no block \[\[retard\]\]"):
        said_by(Words(override=tmp_path))


def said_by(words: Words) -> Said:
    facts = samples.facts("kind")
    return words.mail("kind", account=samples.account(), debtor=samples.debtor(), law=FRANCE, facts=facts)


def test_values_cannot_become_blocks_tags_or_lines() -> None:
    debtor = replace(samples.debtor(), name="<b>X</b>\n[[answers]]\ue000answers\ue001 {{ account.iban }}")
    mail = WORDS.mail("formal", account=samples.account(), debtor=debtor, law=FRANCE, facts=samples.facts("formal"))
    assert "<b>X</b>" not in mail.html
    assert "&lt;b&gt;X&lt;/b&gt;" in mail.html
    assert mail.plain.count("Répondre en un clic") == 1
    assert "{{ account.iban }}" in mail.plain


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="\n\r\0[]{}%#<>&\"'|: a1\ue000\ue001\u202e", max_size=60),
    st.sampled_from(
        ["[[paiement]]", "\n\n[[answers]]\n", "{{ 7*7 }}", "{% raw %}", "</td></table><script>", "# x", "--"]
    ),
)


@settings(max_examples=60, deadline=None)
@given(name=HOSTILE, person=HOSTILE, number=HOSTILE, order=HOSTILE, legal=HOSTILE)
def test_whatever_the_values_hold_the_mail_keeps_its_shape(
    name: str, person: str, number: str, order: str, legal: str
) -> None:
    facts = samples.facts("formal")
    facts = replace(facts, to_name=person, lines=(replace(facts.lines[0], number=number, order_reference=order),))
    debtor, account = replace(samples.debtor(), name=name), replace(samples.account(), legal=legal, signed_by=person)
    mail = WORDS.mail("formal", account=account, debtor=debtor, law=FRANCE, facts=facts)
    assert "\ue000" not in mail.plain + mail.html + mail.subject
    assert len(mail.subject.splitlines()) == 1
    assert "<script" not in mail.html
    assert mail.html.count("<table") == mail.html.count("</table>") == said("formal", full=False).html.count("<table")
    assert mail.html.count("mailto:") == 3


def test_answer_links_carry_code_and_words() -> None:
    html = html_module.unescape(said("kind").html)
    links = re.findall(r'href="mailto:([^?"]+)\?subject=([^&"]+)&body=([^"]+)"', html)
    assert len(links) == len(ANSWERS)
    taps = {find_tap(subject, "") for _, subject, _ in links}
    assert {tap.label for tap in taps if tap} == set(ANSWERS.values())
    assert all(to == "factures@plomberie-martin.example" for to, _, _ in links)


@pytest.mark.parametrize("language", LANGUAGES)
def test_prepared_lines_are_what_the_links_write(language: str) -> None:
    lines = WORDS.prepared(language)
    assert len(lines) >= len(ANSWERS)
    assert not any("f." in line and "0000" in line for line in lines)
    assert all(line == line.strip() and "\u00a0" not in line for line in lines)


# --- the owner's own texts ------------------------------------------------------------------------------------


def own(tmp_path: Path, text: str, name: str = "fr/mail/kind.txt") -> Words:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Words(override=tmp_path)


def test_the_owners_text_comes_first_and_is_read_again_when_it_changes(tmp_path: Path) -> None:
    words = own(tmp_path, "Objet : Coucou\n\n{{ hello }}\n\n[[factures]]\n")
    assert said("kind", words=words).subject == "Coucou"
    assert "premier rappel" in said("firm", words=words).plain, "the other texts stay ours"
    own(tmp_path, "Objet : Coucou deux\n\nBonjour\n\n[[factures]]\n")
    assert said("kind", words=words).subject == "Coucou deux"


def test_a_country_may_have_its_own_text(tmp_path: Path) -> None:
    words = own(tmp_path, "Objet : Pour la France\n\nBonjour\n\n[[factures]]\n", "fr-FR/mail/kind.txt")
    assert said("kind", words=words).subject == "Pour la France"
    assert said("kind", words=words, law=NOWHERE).subject != "Pour la France"


def test_an_unknown_language_is_answered_in_english() -> None:
    debtor = replace(samples.debtor("fr"), language="nl", country="NL")
    mail = WORDS.mail("kind", account=samples.account(), debtor=debtor, law=NOWHERE, facts=samples.facts("kind"))
    assert "Could you pay" in mail.plain
    assert '<html lang="en">' in mail.html
    nobody = replace(debtor, language="../../etc")
    assert "Could you pay" in WORDS.mail(
        "kind", account=samples.account(), debtor=nobody, law=NOWHERE, facts=samples.facts("kind")
    ).plain  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("Objet : x\n\nBonjour {{ nom }}\n", 3, "nom"),
        ("Objet : x\n\nBonjour\n\n{% if several %}\noups\n", 6, "Unexpected end|endif"),
        ("Objet : {{ rien }}\n\nBonjour\n", 1, "rien"),
        ("Bonjour\n", 1, "no subject"),
        ("Objet : x\n\n[[facturess]]\n", None, "no block"),
        ("Objet : x\n\n{{ account.__class__.__mro__ }}\n", 3, "unsafe|has no attribute|__class__"),
        ('Objet : x\n\n{% include "../../pyproject.toml" %}\n', None, "no text"),
        ("Objet : x\n\n{{ total + 3 }}\n", 3, "computed"),
    ],
)
def test_a_mistake_in_a_text_says_where(tmp_path: Path, text: str, line: int | None, reason: str) -> None:
    with pytest.raises(TextError, match=reason) as error:
        said("kind", words=own(tmp_path, text))
    if line is not None:
        assert (error.value.template, error.value.line) == ("fr/mail/kind.txt", line)


def test_a_text_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    words = own(tmp_path, "")
    (tmp_path / "fr/mail/kind.txt").write_bytes("Objet : été\n\nBonjour\n".encode("latin-1"))
    with pytest.raises(TextError, match="UTF-8"):
        said("kind", words=words)


def test_a_consumers_subject_with_a_debt_word_is_refused(tmp_path: Path) -> None:
    words = own(tmp_path, "Objet : Facture impayée de {{ total }}\n\nBonjour\n\n[[factures]]\n")
    assert said("kind", words=words).subject
    with pytest.raises(TextError, match="consumer"):
        said("kind", kind=Kind.CONSUMER, words=words)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Objet : x\n\nPayez 999,00 €.\n\n[[factures]]\n", "999,00"),
        ("Objet : x\n\nPayez sur DE89 3704 0044 0532 0130 00.\n\n[[factures]]\n", "DE89"),
        ("Objet : x\n\nPayez, ou nous prévenons la police.\n\n[[factures]]\n", "police"),
        ("Objet : x\n\nPayez.\n", "F-2026-014"),
    ],
)
def test_the_owners_text_never_leaves_with_a_wrong_figure_a_threat_or_nothing_named(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(TextError, match=reason):
        said("kind", words=own(tmp_path, text))


def test_check_finds_the_owners_mistakes(tmp_path: Path) -> None:
    words = own(tmp_path, "Objet : x\n\nPayez 999,00 € ou nous prévenons la police.\n")
    found = " ".join(map(str, words.check()))
    assert "999,00" in found


# --- edited by the owner --------------------------------------------------------------------------------------


def edited(plain: str, text: str = "kind", kind: Kind = Kind.BUSINESS, *, court: bool = False) -> Said:
    return WORDS.edited(
        plain,
        text=text,
        account=samples.account(court=court),
        debtor=samples.debtor("fr", kind),
        law=FRANCE,
        facts=samples.facts(text),
    )


@pytest.mark.parametrize("text", [*TEXTS[0], *TEXTS[1]])
def test_an_untouched_text_comes_back_the_same(text: str) -> None:
    mail = said(text)
    again = edited(mail.plain, text)
    assert (again.subject, again.plain) == (mail.subject, mail.plain)
    assert again.html == mail.html
    assert (again.wrong_figures, again.forbidden, again.missing) == ((), (), ())


def test_spaces_that_a_chat_changed_do_not_matter() -> None:
    mail = said("kind")
    flat = re.sub("[\u00a0\u202f]", " ", mail.plain).strip()
    assert edited(flat).html.count("<table") == mail.html.count("<table")
    assert edited(flat).wrong_figures == ()


def test_own_words_are_set_as_paragraphs_and_escaped() -> None:
    mail = edited(said("kind").plain.replace("Bonjour Sophie Bernard,", "Chère Sophie, ça va ?\n\n<Bien> à toi"))
    assert "Chère Sophie, ça va\u202f?" in mail.plain
    assert "&lt;Bien&gt; à toi" in mail.html
    assert "cid:qr" in mail.html


def test_a_first_line_may_change_the_subject() -> None:
    assert edited("Objet : Un mot\n\nBonjour").subject == "Un mot"
    assert edited("Bonjour").subject == said("kind").subject
    told = edited("Objet : Votre dette de 10,00 €\n\nBonjour", kind=Kind.CONSUMER)
    assert "dette" in told.forbidden


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Merci de régler 1 600,50 € d'ici au 14 décembre.", ()),
        ("Merci de régler 1600,50 euros d'ici au 14/12/2026.", ()),
        ("Merci de régler 1 600,00 €.", ("1 600,00 €",)),
        ("Merci de régler 1.600,50 EUR avant lundi 14 décembre 2026.", ()),
        ("Merci de régler avant le mardi 14 décembre 2026.", ("mardi 14 décembre 2026",)),
        ("Merci de régler avant le 15 décembre.", ("15 décembre",)),
        ("Merci de régler avant le 15/12/2026.", ("15/12/2026",)),
        ("Merci de régler avant le 14 décembre 2027.", ("14 décembre 2027",)),
        ("Mon IBAN a changé : FR14 2004 1010 0505 0001 3M02 606", ("FR14 2004 1010 0505 0001 3M02 606",)),
        ("Facture F-2026-014, sous 8 jours, appelez le 04 78 00 00 00.", ()),
        ("Facture F-2026-015.", ("F-2026-015",)),
        ("Facture F-15, entre 10h et 12h, à 2 pas du B2B.", ("F-15",)),
        ("Selon l'article L121-1 du code.", ("L121-1",)),
        ("Selon les articles 1231-6 et 1344-1 du code civil.", ()),
        ("Des pénalités de 12 % s'appliquent.", ("12 %",)),
        ("Je vous fais une remise : 1 500 € suffiront.", ("1 500 €",)),
        ("Il reste １６００,00 €.", ("1600,00 €",)),
        ("Appelez-moi au 06 12 34 56 78 ou +33612345678.", ()),
        ("Soit 1 600,50 $.", ("1 600,50 $",)),
        ("Soit -1 240,00 €.", ("-1 240,00 €",)),
        ("Soit 300 € déjà reçus sur 1540 €.", ()),
    ],
)
def test_every_figure_of_an_edited_text_is_the_ledgers(sentence: str, wrong: tuple[str, ...]) -> None:
    assert edited(sentence).wrong_figures == wrong


@pytest.mark.parametrize(
    "sentence",
    [
        "Nous enverrons l'huissier.", "Une saisie suivra.", "C'est honteux.", "Vous êtes de mauvaise foi.",
        "Nous préviendrons votre employeur.", "Votre famille l'apprendra.", "Nous publierons votre nom.",
        "Nous irons au tribunal.", "SOMMATION DE PAYER",
    ],
)  # fmt: skip
def test_words_never_used_are_told(sentence: str) -> None:
    assert edited(sentence).forbidden


def test_the_tribunal_may_be_named_when_it_is_really_meant() -> None:
    assert edited("Nous saisirons le tribunal.", court=True).forbidden == ()
    assert edited("Nous enverrons l'huissier.", court=True).forbidden


def test_a_formal_notice_cannot_lose_its_parts() -> None:
    gone = edited("Payez.", "formal").missing
    assert {"parties", "invoices", "payment"} <= set(gone)
    assert edited("Payez.", "kind").missing == ()


# --- for the owner --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(QuestionKind))
def test_every_question_has_a_card_in_every_language(language: str, kind: QuestionKind) -> None:
    for question in samples.questions():
        if question.kind is kind:
            for case in (samples.case(), None) if kind in CASELESS else (samples.case(),):
                card = WORDS.card(
                    question, account=samples.account(language), case=case, language=language, today=samples.TODAY
                )
                assert 0 < len(card.title) < 100
                assert len(card.buttons) == len(question.options)
                assert all(0 < len(label) <= 32 for _, label in card.buttons), card.buttons
                assert all(len(code.encode()) <= 40 for code, _ in card.buttons)
                if language == "fr":
                    assert_typeset(
                        " ".join([card.title, *card.lines, *(b for _, b in card.buttons)]).replace("Re: ", "")
                    )


CASELESS = {
    QuestionKind.UNKNOWN_SENDER,
    QuestionKind.SHUNTED,
    QuestionKind.TROUBLE,
    QuestionKind.BANK_STALE,
    QuestionKind.TEXT_BROKEN,
}


def test_an_answered_question_has_no_buttons_and_says_the_answer() -> None:
    question = next(samples.questions())
    over = replace(question, state=QuestionState.ANSWERED, chosen="approve")
    card = WORDS.card(over, account=samples.account(), case=samples.case(), language="fr", today=samples.TODAY)
    assert card.buttons == ()
    assert not card.editable
    assert card.lines[-1] == "Votre réponse\u00a0: Envoyer"


def test_a_card_shows_quote_preview_and_the_names_of_candidates() -> None:
    question = next(samples.questions())
    card = WORDS.card(question, account=samples.account(), case=samples.case(), language="fr", today=samples.TODAY)
    assert card.quote == "Je paierai vendredi."
    assert card.preview == "Bonjour"
    assert card.editable
    assert ("case:12", "C’est Jean Petit") in card.buttons


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_reason_and_step_has_its_words(language: str) -> None:
    book = WORDS.texts.book(language)
    assert {str(c) for c in Choice} <= set(book.lines("chat/choices.txt"))
    assert {str(b) for b in Because} == set(book.lines("chat/because.txt"))
    steps = {s.name for ladder in ladders(courtesy=True).values() for s in ladder.steps}
    assert steps | set(WORDS.names(language)) <= set(book.lines("chat/steps.txt"))
    for file in ("chat/choices.txt", "chat/events.txt", "chat/steps.txt", "mail/labels.txt"):
        english = WORDS.texts.book("en").lines(file)
        assert {k for k in english if not k.startswith("mark.")} <= set(book.lines(file))


def said_keys() -> Iterator[str]:
    """Every text that the code asks for by name."""
    for path in Path("bot").rglob("*.py"):
        for found in re.finditer(
            r'(?:_say|words\.say)\((?:[\w.\[\]]+,\s*)*"([a-z_]+)"', path.read_text(encoding="utf-8")
        ):
            yield found[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_saying_that_the_code_asks_for_exists(language: str) -> None:
    book = WORDS.texts.book(language)
    missing = {k for k in said_keys() if book.path(f"chat/commands/{k}.txt") is None}
    assert not missing


def test_every_event_that_the_code_records_has_its_words() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path("bot").rglob("*.py"))
    recorded = set(re.findall(r'what="([a-z_]+)"', source))
    assert recorded <= set(WORDS.texts.book("fr").lines("chat/events.txt"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_speak(language: str) -> None:
    case = replace(
        samples.case(), holds=(Hold(id=1, because=Because.DISPUTED, since=datetime(2026, 12, 1, tzinfo=UTC)),)
    )
    account, today = samples.account(language), samples.TODAY
    event = Event(
        id=1, account="a", case_id=12, at=datetime(2026, 12, 1, tzinfo=UTC), what="sent", because=Because.STEP_DUE
    )
    step = ladders()["regular"].steps[0]
    message = type("M", (), {"step": step, "totals": (Money(100, "EUR"),)})()
    invoice = case.invoices[0]
    for text in (
        WORDS.say("start", language=language, account=account),
        WORDS.say("help", language=language),
        WORDS.say(
            "today", language=language, account=account, waiting=2, leaving=[(case, message)],
            held=[(case, case.holds[0])], today=today,
        ),
        WORDS.say("today", language=language, account=account, waiting=0, leaving=[], held=[], today=today),
        WORDS.say("who", language=language, account=account, cases=[case], more=3, today=today),
        WORDS.say("who", language=language, account=account, cases=[], more=0, today=today),
        WORDS.say("case", language=language, case=case, today=today, events=[event], decision=None, coming=None),
        WORDS.say("paused", language=language, case=case, until=today + timedelta(days=7)),
        WORDS.say("paused", language=language, case=case, until=None),
        WORDS.say("resumed", language=language, case=case),
        WORDS.say("recorded_paid", language=language, case=case, invoice=invoice),
        WORDS.say("not_owed", language=language, invoice=invoice, amount=Money(1, "EUR")),
        WORDS.say("bad_amount", language=language, error="x"),
        *(WORDS.say("usage", language=language, command=c) for c in ("paid", "pause", "case", "resume")),
        WORDS.say("not_found", language=language, words="Dupont", cases=[]),
        WORDS.say("many_found", language=language, words="Dupont", cases=[case, case]),
        WORDS.say("edit_wrong", language=language, wrong=("12\u00a0€",), forbidden=("huissier",), missing=("payment",)),
        *(WORDS.say(k, language=language) for k in ("done", "already", "edit_how", "edited", "no_text")),
        WORDS.say("event.sent", language=language),
        WORDS.say("event.never_heard_of", language=language),
        WORDS.say("because.disputed", language=language),
    ):  # fmt: skip
        assert text.strip() == text
        assert text
        if language == "fr":
            assert_typeset(text)


def test_a_hostile_name_cannot_make_lines_in_a_chat() -> None:
    case = samples.case()
    case = replace(case, debtor=replace(case.debtor, name="Dupont\n/paid F-1"))
    assert WORDS.say("resumed", language="fr", case=case).count("\n") == 0


def test_a_button_for_an_unknown_case_still_has_words() -> None:
    question = replace(
        next(samples.questions()),
        facts={"to": "x", "subject": ""},
        options=(Option(choice=Choice.THIS_CASE, argument=7),),
    )
    card = WORDS.card(question, account=samples.account(), case=samples.case(), language="fr", today=samples.TODAY)
    assert card.buttons == (("case:7", "C’est le dossier 7"),)


# --- forms ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "country", "amount", "expected"),
    [
        ("fr", "FR", Money(124000, "EUR"), "1\u202f240,00\u00a0€"),
        ("fr", "FR", Money(124000, "JPY"), "124\u202f000\u00a0JPY"),
        ("fr", "TN", Money(1240500, "TND"), "1240,500\u00a0DT"),
        ("fr", "FR", Money(1240500, "TND"), "1\u202f240,500\u00a0TND"),
        ("en", "FR", Money(124000, "EUR"), "€1,240.00"),
        ("en", "GB", Money(124050, "GBP"), "£1,240.50"),
        ("fr", "FR", Money(1250, "RSD"), "12,50\u00a0RSD"),
    ],
)
def test_amounts_have_the_decimals_of_their_currency(language: str, country: str, amount: Money, expected: str) -> None:
    said = Forms(language, country).money(amount)
    assert squeezed(said).replace("¥", "JPY").replace("JPJPY", "JPY") == squeezed(expected) or said == expected


def test_days_are_written_in_full_and_never_ambiguous() -> None:
    french, english = Forms("fr", "FR"), Forms("en", "FR")
    assert french.day(date(2026, 12, 7)) == "lundi 7 décembre 2026"
    assert french.day(date(2026, 12, 1)) == "mardi 1er décembre 2026"
    assert french.short_day(date(2026, 11, 1)) == "1er nov. 2026"
    assert french.long_day(date(2026, 12, 11)) == "11 décembre 2026"
    assert english.day(date(2026, 12, 7)) == "Monday 7 December 2026"
    assert Forms("en", "US").long_day(date(2026, 12, 7)) == "December 7, 2026"
    assert french.day("2026-12-07T09:00") == "lundi 7 décembre 2026"
    assert french.money("40 EUR") == "40\u00a0€"
