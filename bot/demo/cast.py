"""Who plays in the demo: debtors, their invoices and what they do. Data only; bot/demo/stage.py plays it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

FIRST_DAY = date(2026, 3, 2)
DAYS = 43

ACCOUNT = "plomberie"
MAILBOX = "compta@plomberie-martin.example"


@dataclass(frozen=True, kw_only=True)
class Act:
    """What a debtor does after receiving a mail whose text is ``after`` (a template's name, or "any").

    ``days`` later he writes ``says`` (or uses an answer ``link``), and pays ``pays`` (an amount; "all") that many
    days after the mail. ``auto``: a machine answers. Each act is played once.
    """

    after: str
    days: int = 0
    says: str = ""
    link: str = ""
    pays: str = ""
    pays_after: int = 0
    auto: bool = False


@dataclass(frozen=True, kw_only=True)
class Player:
    """A debtor: the rows of his invoices and his acts. ``dead``: addresses that do not exist any more."""

    name: str
    kind: str
    emails: tuple[str, ...]
    invoices: tuple[tuple[str, str, str, str], ...]  # number, issued, due, total
    acts: tuple[Act, ...] = ()
    contact: str = ""
    language: str = "fr"
    country: str = "FR"
    dead: tuple[str, ...] = ()


CAST: tuple[Player, ...] = (
    Player(
        name="Boulangerie du Port",
        kind="business",
        contact="Yann Le Goff",
        emails=("yann@boulangerie-du-port.example",),
        invoices=(("F2026-014", "2026-01-30", "2026-03-01", "486,00"),),
        acts=(
            Act(
                after="kind",
                days=1,
                says="Oh, complètement oublié. Merci du rappel, et bonne journée !",
                pays="all",
                pays_after=2,
            ),
        ),
    ),
    Player(
        name="Garage Leroy",
        kind="business",
        contact="Sophie Leroy",
        emails=("atelier@garage-leroy.example",),
        invoices=(
            ("F2026-011", "2026-01-27", "2026-02-26", "1 240,00"),
            ("F2026-017", "2026-02-02", "2026-03-04", "312,50"),
        ),
        acts=(Act(after="firm_friendly", days=1, link="paid", pays="all", pays_after=2),),
    ),
    Player(
        name="Mme Hélène Petit",
        kind="consumer",
        contact="Madame Petit",
        emails=("helene.petit@courriel.example",),
        invoices=(("F2026-016", "2026-02-01", "2026-03-03", "268,40"),),
        acts=(
            Act(
                after="kind",
                days=1,
                says="Bonjour,\n\nje vous fais le virement vendredi, sans faute.\n\nHélène Petit",
                pays="all",
                pays_after=4,
            ),
        ),
    ),
    Player(
        name="SCI Les Tilleuls",
        kind="business",
        contact="Marc Aubry",
        emails=("gestion@sci-les-tilleuls.example",),
        invoices=(("F2026-009", "2026-01-23", "2026-02-27", "2 150,00"),),
        acts=(
            Act(after="kind", days=1, says="Bonjour, ce sera réglé lundi par virement.\nCordialement, M. Aubry"),
            Act(
                after="firm_friendly",
                days=2,
                says="Le virement est parti ce matin, avec toutes nos excuses.",
                pays="all",
                pays_after=3,
            ),
        ),
    ),
    Player(
        name="Restaurant Chez Nadia",
        kind="business",
        contact="Nadia Benali",
        emails=("nadia@chez-nadia.example",),
        invoices=(("F2026-012", "2026-01-29", "2026-02-28", "1 875,00"),),
        acts=(
            Act(
                after="kind",
                days=1,
                says="Bonjour,\n\nla fuite sous l'évier n'est toujours pas réparée depuis votre passage."
                " Tant que ce n'est pas fait je conteste cette facture.\n\nNadia Benali",
            ),
        ),
    ),
    Player(
        name="M. Joël Duval",
        kind="consumer",
        contact="Monsieur Duval",
        emails=("joel.duval@courriel.example",),
        invoices=(("F2026-010", "2026-01-26", "2026-02-25", "930,00"),),
        acts=(
            Act(
                after="kind",
                days=2,
                says="Bonjour, j'ai perdu mon emploi en janvier et je ne peux pas payer en ce moment. Je suis désolé.",
            ),
            Act(
                after="reply_plan",
                days=1,
                says="Merci beaucoup. C'est d'accord, je paierai 310 € le 20 mars,"
                " 310 € le 20 avril et 310 € le 20 mai.\n\nJoël Duval",
                pays="310,00",
                pays_after=8,
            ),
        ),
    ),
    Player(
        name="Atelier Bois & Fils",
        kind="business",
        contact="Luc Moreau",
        emails=("luc@atelier-bois.example",),
        invoices=(("F2026-015", "2026-01-31", "2026-03-02", "645,90"),),
        acts=(
            Act(
                after="kind",
                auto=True,
                says="Bonjour,\n\nje suis absent du bureau, de retour le 16 mars."
                " Je vous répondrai à mon retour.\n\nLuc Moreau",
            ),
            Act(
                after="firm_friendly",
                days=1,
                says="De retour ! Je vous fais le virement demain.",
                pays="all",
                pays_after=2,
            ),
        ),
    ),
    Player(
        name="Agence Pixel",
        kind="business",
        contact="Inès Faure",
        emails=("ines@agence-pixel.example", "comptabilite@agence-pixel.example"),
        dead=("ines@agence-pixel.example",),
        invoices=(("F2026-013", "2026-01-29", "2026-02-28", "720,00"),),
        acts=(
            Act(
                after="any",
                days=1,
                says="Bonjour, Inès a quitté l'agence, je reprends ses dossiers."
                " Pouvez-vous me renvoyer la facture F2026-013 ? Je ne l'ai pas.",
            ),
            Act(
                after="reply_invoice",
                days=1,
                says="Merci, bien reçue. Le virement partira jeudi.",
                pays="all",
                pays_after=3,
            ),
        ),
    ),
    Player(
        name="Harbour Café Ltd",
        kind="business",
        contact="Tom Reid",
        emails=("accounts@harbour-cafe.example",),
        language="en",
        country="GB",
        invoices=(("F2026-018", "2026-02-03", "2026-03-05", "540,00"),),
        acts=(
            Act(after="kind", days=1, says="Hi, sorry about that, I'll pay on 20 March. Tom", pays="all", pays_after=8),
        ),
    ),
    Player(
        name="Bâtiment Duroc SARL",
        kind="business",
        contact="Service comptabilité",
        emails=("compta@duroc.example",),
        invoices=(("F2026-008", "2026-01-22", "2026-02-26", "4 320,00"),),
    ),
)

PATIENT: Mapping[str, str] = MappingProxyType({"received": "hold_7", "nothing": "hold_7"})
"""Where the owner of the demo does not take the first button: what he chooses instead."""
