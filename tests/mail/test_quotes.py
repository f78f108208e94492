"""What was said now: quotes of every mail program go, the writer's words stay, and nothing is slow."""

import time

import pytest

from bot.mail import _html, quotes

REMINDER = """Bonjour,

Sauf erreur de notre part, la facture F-118 de 1 240,00 € reste impayée depuis le 31/01/2026.
Merci de nous indiquer la date de votre règlement, ou de nous dire si quelque chose vous empêche de payer.

Cordialement,
Plomberie Martin"""

QUOTED = "\n".join(f"> {line}" for line in REMINDER.splitlines())

SHAPES = {
    "gmail fr": f"Le lun. 2 mars 2026 à 09:00, Plomberie Martin <compta@martin.fr> a écrit :\n\n{QUOTED}",
    "gmail wrapped": f"On Mon, Mar 2, 2026 at 9:00 AM Plomberie Martin\n<compta@martin.fr> wrote:\n\n{QUOTED}",
    "gmail de": f"Am Mo., 2. März 2026 um 09:00 Uhr schrieb Martin <compta@martin.fr>:\n\n{QUOTED}",
    "gmail es": f"El lun, 2 mar 2026 a las 9:00, Martin (<compta@martin.fr>) escribió:\n\n{QUOTED}",
    "gmail it": f"Il giorno lun 2 mar 2026 alle ore 09:00 Martin <compta@martin.fr> ha scritto:\n\n{QUOTED}",
    "gmail nl": f"Op ma 2 mrt 2026 om 09:00 schreef Martin <compta@martin.fr>:\n\n{QUOTED}",
    "apple": f"Le 2 mars 2026 à 09:00, Martin <compta@martin.fr> a écrit :\n{REMINDER}",
    "outlook desktop fr": "De : Martin <compta@martin.fr>\nEnvoyé : lundi 2 mars 2026 09:00\nÀ : Dupont\n"
    f"Objet : Facture F-118\n\n{REMINDER}",
    "outlook web": f"{'_' * 32}\nDe : Martin <compta@martin.fr>\nEnvoyé : lundi 2 mars 2026 09:00\n"
    f"À : Dupont <d@dupont.fr>\nObjet : Facture F-118\n\n{REMINDER}",
    "outlook en": f"From: Martin\nSent: Monday, March 2, 2026 9:00 AM\nTo: Dupont\nSubject: F-118\n\n{REMINDER}",
    "outlook de": f"Von: Martin\nGesendet: Montag, 2. März 2026 09:00\nAn: Dupont\nBetreff: F-118\n\n{REMINDER}",
    "outlook it": f"Da: Martin\nInviato: lunedì 2 marzo 2026 09:00\nA: Dupont\nOggetto: F-118\n\n{REMINDER}",
    "outlook es": f"De: Martin\nEnviado: lunes, 2 de marzo de 2026 9:00\nPara: Dupont\nAsunto: F-118\n\n{REMINDER}",
    "outlook nl": f"Van: Martin\nVerzonden: maandag 2 maart 2026 09:00\nAan: Dupont\nOnderwerp: F-118\n\n{REMINDER}",
    "outlook old": f"-----Message d'origine-----\nDe : Martin\nEnvoyé : lundi\nÀ : D\nObjet : F\n\n{REMINDER}",
    "samsung": "-------- Message d'origine --------\nDe : Martin <compta@martin.fr>\n"
    f"Date : 02/03/2026 09:00 (GMT+01:00)\nÀ : d@dupont.fr\nObjet : F-118\n\n{REMINDER}",
    "orange": "> Message du 02/03/26 09:00\n> De : Martin\n> A : d@o.fr\n> Copie à :\n> Objet : F-118\n>\n" + QUOTED,
    "gmx": "Gesendet: Montag, 02. März 2026 um 09:00 Uhr\nVon: Martin <compta@martin.fr>\nAn: d@gmx.de\n"
    f"Betreff: F-118\n{REMINDER}",
    "yahoo": "    Le lundi 2 mars 2026 à 09:00:46 UTC+1, Martin <compta@martin.fr> a écrit :  \n \n" + REMINDER,
    "thunderbird": f"Le 02/03/2026 à 09:00, Martin a écrit :\n{QUOTED}",
    "forwarded": "---------- Forwarded message ---------\nDe : Martin\nDate: lun. 2 mars 2026\nTo: <d@dupont.fr>\n"
    f"Subject: F-118\n\n{REMINDER}",
    "marked original": "> -----Original Message-----\n> From: Martin\n> Sent: 2 March 2026\n> To: D\n" + QUOTED,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_quote_below_goes(shape: str) -> None:
    assert quotes.said(f"Bonjour,\n\nVirement vendredi.\n\nDupont\n\n{SHAPES[shape]}") == (
        "Bonjour,\n\nVirement vendredi.\n\nDupont"
    )


@pytest.mark.parametrize("shape", ["gmail fr", "gmail wrapped", "orange", "thunderbird", "marked original"])
def test_an_answer_below_the_quote_stays(shape: str) -> None:
    assert quotes.said(f"{SHAPES[shape]}\n\nC'est payé depuis hier.") == "C'est payé depuis hier."


def test_answers_between_quoted_lines_stay() -> None:
    text = "Le 02/03/2026 à 09:00, M a écrit :\n> la facture reste impayée\n\nElle est payée.\n\n> Merci\nDe rien."
    assert quotes.said(text) == "Elle est payée.\n\nDe rien."


def test_an_unmarked_copy_of_our_reminder_goes() -> None:
    assert quotes.said(f"Je paie lundi.\n\n{REMINDER}", REMINDER) == "Je paie lundi."


def test_what_is_written_into_an_unmarked_copy_stays() -> None:
    inside = REMINDER.replace("\n\nCordialement", "\n\nNON, la chaudière fuit toujours !\n\nCordialement")
    text = f"Voir ci-dessous.\n\n{SHAPES['outlook desktop fr'].replace(REMINDER, inside)}"
    assert quotes.said(text, REMINDER) == "Voir ci-dessous.\n\nNON, la chaudière fuit toujours !"


def test_a_rewrapped_copy_is_still_a_copy() -> None:
    rewrapped = " ".join(REMINDER.split()).replace(". ", ".\n")
    assert quotes.said(f"Je paie lundi.\n{rewrapped}", REMINDER) == "Je paie lundi."


def test_short_words_that_we_also_write_stay() -> None:
    assert quotes.said("Bonjour,\n\nMerci.\n\nCordialement,\nDupont", REMINDER) == (
        "Bonjour,\n\nMerci.\n\nCordialement,\nDupont"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Le 3 février votre ouvrier m'a écrit :\nle chantier est arrêté.\nJe ne paierai donc pas.",
        "As you wrote:\nPayment within 30 days.\nThat is what I did.",
        "On the phone on 3 May 2025 your engineer wrote:\nall done.\nIt is not.",
        "De : quoi parle-t-on ?",
        "Objet : la facture F-118\nMerci de la renvoyer.",
        "À : qui de droit\nDate : aujourd'hui\nJe conteste.",
        "Note --- la chaudière fuit.",
        "Le 3 mars 2025 à 10:12 j'ai écrit à compta@martin.fr :\nla pompe fuit.",
        "I wrote to accounts@x.example on 3 March 2025 at 10:12:\nthe tap leaks.",
        "Ich schrieb am 3.3.2025 um 10:12 an info@x.example:\nes tropft.",
        "Escribí a admin@x.example el 3/3/2025 a las 10:12:\ngotea.",
        "Ho scritto a info@x.example il 3/3/2025 alle 10:12:\nperde.",
        "Ik schreef op 3-3-2025 om 10:12 aan info@x.example:\nhet lekt.",
        "Ce message m'est arrivé par erreur, il parle d'un dossier confidentiel qui n'est pas le mien, vérifiez.",
    ],
)
def test_prose_is_no_quote(text: str) -> None:
    assert quotes.said(text) == text


@pytest.mark.parametrize(
    "footer",
    [
        "Envoyé de mon iPhone",
        "Sent from my iPhone",
        "Envoyé à partir de Outlook pour Android",
        "Von meinem iPhone gesendet",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Verzonden vanaf mijn iPhone",
        "-- \nJean Dupont\n06 12 34 56 78",
        "Ce message et ses pièces jointes sont confidentiels et destinés au seul destinataire. En cas d'erreur, merci"
        " de le supprimer.",
        "This email is confidential and intended for the recipient only. If received in error please delete it.",
    ],
)
def test_a_footer_goes(footer: str) -> None:
    assert quotes.said(f"Je paie lundi.\n\n{footer}") == "Je paie lundi."


def test_a_postscript_below_the_signature_stays() -> None:
    said = quotes.said("Bonjour.\n\n-- \nJean Dupont\n06 12 34 56 78\n\nP.S. la facture est déjà payée")
    assert said == "Bonjour.\n\nP.S. la facture est déjà payée"


def test_a_sentence_below_the_signature_mark_stays() -> None:
    assert "je vous paie vendredi" in quotes.said("-- \nDupont SARL\nEn fait je vous paie vendredi sans faute.")


def test_an_erasure_request_is_no_legal_footer() -> None:
    text = "Merci de supprimer mes données et de ne plus m'écrire, ces informations sont privées, je n'ai rien demandé."
    assert quotes.said(text) == text


def test_nothing_is_lost_for_good() -> None:
    parts = quotes.split(f"Je paie lundi.\n\n-- \nJean\n\n{SHAPES['gmail fr']}")
    assert parts.said == "Je paie lundi."
    assert "Jean" in parts.signature
    assert "reste impayée" in parts.quoted


def test_prepared_lines_go_and_completed_ones_stay() -> None:
    prepared = ["Bonjour,\n\nJe paierai le :\n\nRéf. 0000000000/promise"]
    said = quotes.without_prepared("Bonjour,\n\nJe paierai le : 15/12/2026\n\nRéf. 7k2m4qx9tb/promise", prepared)
    assert said == "Je paierai le : 15/12/2026"


HTML = {
    "gmail": '<div dir="ltr">Je paie lundi.</div><br><div class="gmail_quote"><div class="gmail_attr">Le lun. 2'
    ' mars 2026 à 09:00, Martin &lt;<a href="mailto:c@m.fr">c@m.fr</a>&gt; a écrit :<br></div><blockquote '
    'class="gmail_quote" style="margin:0"><div>la facture reste impayée</div></blockquote></div>',
    "outlook": '<div class="WordSection1"><p class="Mso">Je paie lundi.</p><div style="border:none;border-top:solid'
    ' #E1E1E1 1.0pt"><p><b>De :</b> Martin &lt;c@m.fr&gt;<br><b>Envoyé :</b> lundi 2 mars 2026<br><b>À :</b> D<br>'
    "<b>Objet :</b> F-118</p></div><p>la facture reste impayée</p></div>",
    "outlook web": '<div>Je paie lundi.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> M'
    "<br><b>Sent:</b> Monday<br><b>To:</b> D<br><b>Subject:</b> F</div><div>la facture</div>",
    "apple": "<body>Je paie lundi.<br><blockquote type='cite'><div>Le 2 mars 2026 à 09:00, M a écrit :</div>la facture"
    "</blockquote></body>",
    "yahoo": '<div>Je paie lundi.</div><div id="x" class="yahoo_quoted"><div>Le lundi 2 mars, M a écrit :</div><div>la'
    " facture</div></div>",
    "thunderbird": '<p>Je paie lundi.</p><div class="moz-cite-prefix">Le 02/03/2026 à 09:00, M a écrit :</div>'
    '<blockquote type="cite">la facture</blockquote>',
    "gmx": '<div>Je paie lundi.</div><div name="quote" style="border-left:2px solid #C3D9E5"><div>Gesendet: Mo</div>'
    "la facture</div>",
    "outlook in Greek": '<div>Je paie lundi.</div><div id="divRplyFwdMsg"><b>Από:</b> M<br><b>Στάλθηκε:</b> Δευτέρα'
    "</div><div>la facture</div>",
    "spark": '<div>Je paie lundi.</div><div name="messageReplySection">Le 2 mars 2026 à 09:00,'
    " M a écrit :<br><blockquote>la facture</blockquote></div>",
    "hidden": '<div style="display:none">la facture</div>Je paie lundi.',
}


@pytest.mark.parametrize("program", HTML)
def test_html_quotes_go(program: str) -> None:
    assert quotes.said(_html.to_text(HTML[program])) == "Je paie lundi."


def test_html_text_after_a_quote_stays() -> None:
    html = "<blockquote type=cite>la facture</blockquote><p>C'est pay&eacute;.</p>"
    assert quotes.said(_html.to_text(html)) == "C'est payé."


def test_html_words_that_were_only_indented_stay() -> None:
    html = '<div>Bonjour</div><blockquote style="margin:0 0 0 40px;border:none;padding:0">Je conteste.</blockquote>'
    assert quotes.said(_html.to_text(html)) == "Bonjour\nJe conteste."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a &lt; b<br>c&nbsp;d", "a < b\nc d"),
        ("<style>p{}</style><script>x</script>a", "a"),
        ("<!-- <p>x</p> -->a<b>b</b>", "ab"),
        ("<ul><li>un<li>deux</ul>", "- un\n- deux"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("1 < 2", "1 < 2"),
        ("&#99999999999999999999;a", "a"),
        ("<p", ""),
    ],
)
def test_html_to_text(html: str, text: str) -> None:
    assert _html.to_text(html) == text


HEAVY = {
    "10k quoted lines": "\n".join("> " * (i % 50) + "x" for i in range(10_000)),
    "10k nested quotes": "\n".join(">" * min(i, 500) + " x" for i in range(10_000)),
    "20k blank lines": "a" + "\n" * 20_000 + "b",
    "50 KB of On Mon": "On Mon a b c " * 4000,
    "On Mon, line by line": "On Mon a b c\n" * 4000,
    "From: a": "From: a\n" * 5000,
    "dashes": "-" * 60_000,
    "underscores": ("_" * 30 + "\n") * 2000,
    "spaces": " " * 60_000 + ":",
    "colons": "De : \n\n" * 8000,
    "headers without end": "De : a\nObjet : b\nDate : 1/1/2025\n\n" + "Bonjour x y\n\n" * 4000,
    "rules before headers": ("___\nDe : a\n") * 5000,
    "attributions of a story": ("On 1:11 2025 " + "a 1:11 UTC " * 30 + "wrote:\n\n") * 300,
    "names": ("On 1:11 2025 " + "A b 1:11 " * 40 + "wrote:\n") * 300,
    "verbs": ("Le 3/3/2025, A a écrit " * 15 + "\n\n") * 200,
    "heeft": ("Op 1:11 heeft " * 25 + "geschreven:\n") * 200,
    "footers": ("Von meinem " + "iphone " * 20 + "\n") * 2000,
    "banners": ("CAUTION " * 60 + "\n") * 2000,
    "brackets": ("[EXTERN" + "x" * 30 + "\n") * 2000,
    "notices": ("This message " * 20 + "confidential\n") * 2000,
    "signatures": "-- \n" * 9000,
    "rules below banners": ("_" * 30 + "\n[EXTERN]\n") * 1500,
    "blocks of marks": "> la facture reste\n\n" * 5000,
    "marked rules": ("> " + "_" * 30 + "\n") * 2000,
    "our reminder, marked": "\n".join(QUOTED for _ in range(500)),
    "our reminder, on one line": REMINDER.replace("\n", " ") * 200,
    "10 MB": "Le lun. 3 mars 2025 à 10:12, X a écrit :\n" * 250_000,
}


@pytest.mark.parametrize("heavy", HEAVY)
def test_a_hostile_text_costs_little(heavy: str) -> None:
    started = time.process_time()
    quotes.said(HEAVY[heavy], REMINDER)
    assert time.process_time() - started < 5  # 0.2 on a quiet machine


@pytest.mark.parametrize("piece", ["<", "<!--", "<style ", "<a ", "<blockquote>", "&#9999999999", "</div>", "<p", "&"])
def test_a_hostile_page_costs_little(piece: str) -> None:
    started = time.process_time()
    _html.to_text(piece * (300_000 // len(piece)))
    assert time.process_time() - started < 5
