"""The clause reader on whole replies: labels, promised payments, days, when it asks. Written on Wed 4 March 2026."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.core.days import never
from bot.core.mail import Auto, Tap
from bot.core.reading import Label, Reading, ReadingDecision, Subject
from bot.readers import clauses

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
INVOICE = Subject(number="2026-118", amount=Decimal("1240.00"), currency="EUR", due=date(2026, 1, 31))


def read(said: str, *, auto: Auto = Auto.NO, tap: Tap | None = None, languages: tuple[str, ...] = ("fr",)) -> Reading:
    return clauses.read(
        said,
        subject="Re: facture 2026-118",
        sent_at=NOW,
        about=INVOICE,
        languages=languages,
        holiday=never,
        auto=auto,
        tap=tap,
    )


LABELS = [
    ("Bonjour, virement vendredi. Cordialement", "promise"),
    ("Nous vous réglerons avant le 20.", "promise"),
    ("La facture sera mise en paiement fin de mois.", "promise"),
    ("We will settle this by the 15th.", "promise"),
    ("You'll have the money tomorrow.", "promise"),
    ("Le virement est parti hier, vous devriez le voir demain.", "paid"),
    ("J'ai payé par carte le 2 mars.", "paid"),
    ("We paid this invoice on 27 February.", "paid"),
    ("Nous contestons cette facture, la pose n'est pas conforme au devis.", "dispute"),
    ("La chaudière ne fonctionne toujours pas depuis votre passage.", "dispute"),
    ("Je paierai quand le chantier sera terminé.", "dispute"),
    ("Si vous refaites les joints, je vous règle vendredi.", "dispute"),
    ("The goods were never delivered.", "dispute"),
    ("We will pay once you have repaired the door.", "dispute"),
    ("Je ne peux pas vous payer en ce moment, je suis au chômage.", "hardship"),
    ("Je vous paie dès que mon client m'aura réglé.", "hardship"),
    ("We have serious cash flow problems.", "hardship"),
    ("La société a été placée en liquidation judiciaire le 12 février.", "hardship insolvency"),
    ("The company is now in administration.", "hardship insolvency"),
    ("Serait-il possible de payer en trois fois ?", "plan_request"),
    ("Pourriez-vous nous accorder un délai supplémentaire ?", "plan_request"),
    ("Could you give us a few more weeks?", "plan_request"),
    ("Je vous propose 200 € par mois, qu'en pensez-vous ?", "plan_request"),
    ("Pouvez-vous me renvoyer la facture, s'il vous plaît ?", "info_request"),
    ("Please send me a copy of the invoice.", "info_request"),
    ("Vous vous trompez de personne.", "wrong_contact"),
    ("Je ne travaille plus chez Batiplus depuis janvier.", "wrong_contact"),
    ("I no longer work there.", "wrong_contact"),
    ("Je ne paierai pas. Vous pouvez toujours courir.", "refusal"),
    ("Not a penny. See you in court.", "refusal"),
    ("Cessez de m'écrire et supprimez mon adresse de vos fichiers.", "stop_contact"),
    ("Please stop emailing me.", "stop_contact"),
    ("Bien reçu, merci.", "other"),
    ("Je transmets à la comptabilité.", "other"),
    ("Noted, thanks.", "other"),
    ("J'ai réglé 1 000 € hier ; le reste, je le conteste : le parquet est rayé.", "dispute paid"),
    ("Envoyez-moi votre RIB et je vous paie demain.", "info_request promise"),
    ("Le litige est réglé, je vous paie demain.", "promise"),
    ("Nous ne contestons pas la facture, elle sera réglée le 15.", "promise"),
]


@pytest.mark.parametrize(("said", "labels"), LABELS)
def test_labels(said: str, labels: str) -> None:
    reading = read(said, languages=("fr", "en"))
    assert " ".join(sorted(reading.labels)) == labels, reading


PROMISES = [
    ("Virement vendredi.", [("2026-03-06", None)]),
    ("Je paierai le 15.", [("2026-03-15", None)]),
    ("Je vous vire ça demain.", [("2026-03-05", None)]),
    ("Nous vous réglerons la semaine prochaine.", [(None, None)]),
    ("Je m'occupe du virement. Ce sera fait lundi.", [("2026-03-09", None)]),
    ("Je vous verse 500 € vendredi.", [("2026-03-06", "500.00")]),
    ("Je vous règle les 1 240 € vendredi.", [("2026-03-06", None)]),
    ("Je paierai la moitié le 10 mars.", [("2026-03-10", "620.00")]),
    ("Je vous verserai 500 € le 5 avril et le reste le 30.", [("2026-04-05", "500.00"), ("2026-04-30", "740.00")]),
    (
        "Je verserai 400 € le 10 mars, 400 € le 10 avril et 440 € le 10 mai.",
        [("2026-03-10", "400.00"), ("2026-04-10", "400.00"), ("2026-05-10", "440.00")],
    ),
    (
        "Je paierai 400 € par mois à partir du 5 avril, en trois fois.",
        [("2026-04-05", "400.00"), ("2026-05-05", "400.00"), ("2026-06-05", "400.00")],
    ),
    (
        "We will pay 500 a month from 5 April, three times.",
        [("2026-04-05", "500.00"), ("2026-05-05", "500.00"), ("2026-06-05", "500.00")],
    ),
    ("We will pay half on Friday.", [("2026-03-06", "620.00")]),
    ("We'll settle it in the payment run of the 15th.", [("2026-03-15", None)]),
]


@pytest.mark.parametrize(("said", "expected"), PROMISES)
def test_promised_payments(said: str, expected: list[tuple[str | None, str | None]]) -> None:
    reading = read(said, languages=("fr", "en"))
    got = [(p.day.isoformat() if p.day else None, f"{p.amount:.2f}" if p.amount else None) for p in reading.promises]
    assert got == expected, reading


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("J'ai payé hier.", date(2026, 3, 3)),
        ("Le virement a été effectué le 27 février.", date(2026, 2, 27)),
        ("Payé lundi par virement.", date(2026, 3, 2)),
        ("We paid this on 27 February.", date(2026, 2, 27)),
        ("C'est déjà payé.", None),
        ("The transfer was made today, you will see it on the 6th.", date(2026, 3, 4)),
    ],
)
def test_claimed_paid_on(said: str, day: date | None) -> None:
    reading = read(said, languages=("fr", "en"))
    assert Label.PAID in reading.labels
    assert reading.claimed_paid_on == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Je suis absent jusqu'au 18 mars.", date(2026, 3, 18)),
        ("Je suis absente jusqu'au 18 mars inclus.", date(2026, 3, 19)),
        ("Absent, de retour le 18 mars.", date(2026, 3, 18)),
        ("I am out of office until 18 March.", date(2026, 3, 18)),
        ("I am away through 18 March.", date(2026, 3, 19)),
        ("I am on leave, back on Monday 9th.", date(2026, 3, 9)),
        ("Je suis en congés.", None),
    ],
)
def test_away_until(said: str, day: date | None) -> None:
    reading = read(said, auto=Auto.CERTAIN, languages=("fr", "en"))
    assert reading.labels == {Label.AUTO_REPLY}
    assert reading.away_until == day
    assert reading.decision is ReadingDecision.ACT


def test_somebody_who_left_is_the_wrong_contact_too() -> None:
    said = "Réponse automatique : je ne fais plus partie de la société depuis le 1er mars."
    assert read(said, auto=Auto.CERTAIN).labels == {Label.AUTO_REPLY, Label.WRONG_CONTACT}


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("Nous ne paierons pas.", Label.REFUSAL),
        ("Nous avons payé le 12/02.", Label.PAID),
        ("Pouvons-nous payer en trois fois ?", Label.PLAN_REQUEST),
        ("Nous contestons cette facture.", Label.DISPUTE),
        ("Virement vendredi.", Label.PROMISE),
        ("Please stop emailing us.", Label.STOP_CONTACT),
        ("Désolé mais là je peux pas.", Label.HARDSHIP),
    ],
)
def test_a_person_who_answers_through_a_helpdesk_is_heard(said: str, label: Label) -> None:
    reading = read(said, auto=Auto.CERTAIN, languages=("fr", "en"))
    assert reading.labels == {Label.AUTO_REPLY, label}
    assert reading.decision is ReadingDecision.ASK


def test_a_machine_that_thanks_says_nothing() -> None:
    reading = read("Merci, votre message est bien reçu.", auto=Auto.CERTAIN)
    assert reading.labels == {Label.AUTO_REPLY}
    assert reading.decision is ReadingDecision.ACT


def test_likely_machines_give_way_to_what_a_person_says() -> None:
    reading = read("Je suis en déplacement jusqu'au 9 mais je vous paie vendredi.", auto=Auto.LIKELY)
    assert Label.PROMISE in reading.labels
    assert Label.AUTO_REPLY not in reading.labels
    assert reading.decision is ReadingDecision.ASK


@pytest.mark.parametrize(
    "said",
    [
        "Je ne paie pas demain.",
        "Mon associé m'assure que c'est réglé.",
        "Vous aviez dit que vous passeriez vendredi.",
        "Avez-vous reçu le virement ?",
        "Est-ce que je peux payer vendredi ?",
        "Je vous appelle vendredi.",
        "Je reviens vers vous jeudi.",
        "Apparently it was paid.",
    ],
)
def test_no_promise_and_no_payment(said: str) -> None:
    reading = read(said, languages=("fr", "en"))
    assert not {Label.PROMISE, Label.PAID} & reading.labels, reading


@pytest.mark.parametrize(
    "said",
    [
        "Je paie vendredi mais la fenêtre fuit encore et personne ne vient.",
        "Je vais m'en occuper.",
        "Nous vous réglerons prochainement.",
        "La fuite revient sans cesse, vos ouvriers ont laissé un chantier dans un état lamentable devant la maison.",
        "Ah, cette facture.",
        "J'ai fait opposition au chèque, le plombier n'est jamais revenu.",
        "Le chèque est parti à la poubelle, comme votre robinet.",
        "Je vous ai déjà payé deux fois ! Remboursez-moi.",
        "Rappelez-moi vendredi pour le paiement.",
        "Le virement du 12 a été rejeté par la banque.",
        "Merci pour votre relance mais je n'ai plus rien sur le compte.",
        "Tout est réglé chez nous, merci.",
        "Ok pour vendredi",
        "Je paierai vendredi si tout va bien.",
        "Thanks, but the boiler still drips.",
        "I'll pay when hell freezes over.",
        "We'll pay 500 on Friday as full and final settlement.",
    ],
)
def test_unsure_is_asked(said: str) -> None:
    assert read(said, languages=("fr", "en")).decision is ReadingDecision.ASK


@pytest.mark.parametrize(
    "said",
    [
        "Merci de corriger la facture.",
        "Merci d'annuler cette facture.",
        "Bonjour,\n\nMerci par avance de corriger la facture.\n\nCordialement",
        "Bien reçu. Merci de corriger la facture.",
        "Corrigez la facture, merci.",
        "Veuillez corriger la facture merci",
        "Thank you for correcting the invoice.",
        "Please correct the invoice, thanks.",
        "Please stop. Thank you.",
        "Please stop, thank you.",
        "Merci de ne pas nous relancer avant lundi.",
        "Merci de ne plus envoyer de factures à cette adresse.",
    ],
)
def test_a_request_is_never_thanks(said: str) -> None:
    assert read(said, languages=("fr", "en")).decision is ReadingDecision.ASK


@pytest.mark.parametrize(
    "said",
    [
        "Merci de ne plus nous écrire.",
        "Merci de ne plus nous contacter.",
        "Merci de ne plus me relancer.",
        "Merci de ne plus m'envoyer de mails.",
        "Merci de ne plus envoyer de mails",
        "Bonjour, merci de ne plus jamais nous relancer. Cordialement",
        "Ne m'écrivez plus.",
        "Nous ne souhaitons plus être contactés.",
        "Je ne veux plus recevoir vos relances.",
        "Thank you for not contacting us again.",
        "Please don't write again, thanks.",
        "Please stop these reminders.",
        "I no longer wish to receive your emails.",
    ],
)
def test_who_wants_no_more_mail_gets_none(said: str) -> None:
    reading = read(said, languages=("fr", "en"))
    assert reading.labels == {Label.STOP_CONTACT}, reading
    assert reading.decision is ReadingDecision.ACT


@pytest.mark.parametrize("said", ["Merci.", "Thanks for letting me know.", "Thank you for your email.", "Ok, merci !"])
def test_thanks_are_thanks(said: str) -> None:
    reading = read(said, languages=("fr", "en"))
    assert reading.labels == {Label.OTHER}, reading
    assert reading.decision is ReadingDecision.ACT


@pytest.mark.parametrize(
    "said", ["Virement vendredi.", "J'ai payé hier.", "Nous contestons cette facture.", "Bien reçu, merci."]
)
def test_clear_words_are_acted_on(said: str) -> None:
    assert read(said).decision is ReadingDecision.ACT


def test_a_completed_link_gives_the_day() -> None:
    reading = read("Je paierai le : 15/12/2026", tap=Tap(label=Label.PROMISE, token="7k2m4qx9tb"))
    assert reading.labels == {Label.PROMISE}
    assert [p.day for p in reading.promises] == [date(2026, 12, 15)]
    assert reading.decision is ReadingDecision.ACT


def test_a_link_without_a_day_is_asked_about() -> None:
    reading = read("Bonjour", tap=Tap(label=Label.PROMISE, token="7k2m4qx9tb"))
    assert [p.day for p in reading.promises] == [None]
    assert reading.decision is ReadingDecision.ASK


def test_accents_written_apart_are_still_the_writers_words() -> None:
    said = "J'ai d\u0065\u0301j\u0061\u0300 paye\u0301 hier."
    reading = read(said)
    assert Label.PAID in reading.labels
    assert reading.evidence(Label.PAID) in said
    assert reading.evidence(Label.PAID)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Bonjour, je vous paie vendredi", "fr"),
        ("Hello, we will pay you on Friday", "en"),
        ("Guten Tag, wir zahlen am Freitag", "de"),
        ("Hola, os pago el viernes por la mañana", "es"),
        ("Buongiorno, vi pago venerdì con bonifico", "it"),
        ("Goedemiddag, wij betalen het bedrag vrijdag", "nl"),
    ],
)
def test_language(said: str, language: str) -> None:
    reading = read(said, languages=())
    assert reading.language == language
    if language not in clauses.LEXICONS:
        assert reading.decision is ReadingDecision.ASK
