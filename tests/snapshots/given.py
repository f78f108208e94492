"""What the cards are about: an ordinary case, one with everything as long as can be, and a question of each kind."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from bot.core.case import Account, Case, Contact, Debtor, Invoice, Kind, Place, Promise, PromiseState
from bot.core.money import Money
from bot.core.question import Choice, Option, Question, QuestionKind, QuestionState
from bot.core.triage import options
from bot.words import samples

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
Q = QuestionKind

SAID: dict[str, dict[Q, str]] = {
    "fr": {
        Q.DISPUTE: "Bonjour,\nNous contestons cette facture : la chaudière fuit toujours.",
        Q.HARDSHIP: "Je suis au chômage depuis septembre, je ne peux pas payer en ce moment.",
        Q.INSOLVENCY: "La société est en liquidation judiciaire depuis le 4 novembre.",
        Q.STOP: "Merci de ne plus m'écrire.",
        Q.REFUSAL: "Nous refusons de payer cette somme.",
        Q.PLAN_REQUEST: "Pouvez-vous nous accorder un paiement en trois fois ?",
        Q.WRONG_CONTACT: "Je ne travaille plus ici, voyez avec zoe@port.example.",
        Q.AWAY_CONTACT: "Je suis absente jusqu'au 7 décembre. En cas d'urgence : zoe@port.example",
        Q.INFO_REQUEST: "Pouvez-vous me renvoyer la facture ? Je ne la trouve pas.",
        Q.SAYS_PAID: "Nous avons réglé cette facture le 19 novembre par virement.",
        Q.PROMISE: "Je vais vous payer bientôt, promis.",
        Q.PROMISE_MADE: "Bonjour, 500 € partent vendredi et le reste le 11 décembre.",
        Q.UNSURE: "Le camion bleu est garé devant le hangar depuis mardi.",
        Q.UNKNOWN_SENDER: "Bonjour, pouvez-vous m'appeler au sujet de la facture de ma mère ?",
    },
    "en": {
        Q.DISPUTE: "Hello,\nWe dispute this invoice: the boiler still leaks.",
        Q.HARDSHIP: "I have been out of work since September and cannot pay at the moment.",
        Q.INSOLVENCY: "The company has been in liquidation since 4 November.",
        Q.STOP: "Please stop writing to me.",
        Q.REFUSAL: "We refuse to pay this sum.",
        Q.PLAN_REQUEST: "Could we pay this in three instalments?",
        Q.WRONG_CONTACT: "I no longer work here, please ask zoe@port.example.",
        Q.AWAY_CONTACT: "I am away until 7 December. If it is urgent: zoe@port.example",
        Q.INFO_REQUEST: "Could you send me the invoice again? I cannot find it.",
        Q.SAYS_PAID: "We paid this invoice on 19 November by bank transfer.",
        Q.PROMISE: "I will pay you soon, I promise.",
        Q.PROMISE_MADE: "Hello, €500 goes out on Friday and the rest on 11 December.",
        Q.UNSURE: "The blue van has been parked in front of the shed since Tuesday.",
        Q.UNKNOWN_SENDER: "Hello, could you call me about my mother's invoice?",
    },
}
LABELS = {
    Q.STOP: "stop_contact", Q.SAYS_PAID: "paid", Q.AWAY_CONTACT: "auto_reply", Q.PROMISE_MADE: "promise",
    Q.UNSURE: "other",
}  # fmt: skip
MAIL = {
    "fr": (
        "Plomberie Martin : facture F-2026-014, 1 240,00 € à régler",
        "Bonjour Madame Bernard,\n\nSauf erreur de notre part, la facture F-2026-014 du 1er octobre 2026\n"
        "reste à régler : 1 240,00 €, échéance le 1er novembre 2026.\n\nBien à vous,\nClaire Martin",
    ),
    "en": (
        "Plomberie Martin: invoice F-2026-014, €1,240.00 due",
        "Dear Ms Bernard,\n\nUnless we are mistaken, invoice F-2026-014 of 1 October 2026\n"
        "is still open: €1,240.00, due on 1 November 2026.\n\nKind regards,\nClaire Martin",
    ),
}


LONG = "<b>@claire</b> & https://x.example \u202eabc 🧾 " + "Les travaux ne sont pas terminés. " * 44
LINE = "\nUne ligne de plus."


def account(language: str) -> Account:
    return samples.account(language)


def case(language: str) -> Case:
    """Two invoices, one reminder, a promise that was kept."""
    debtor = Debtor(
        key="C-7", name="Boulangerie du Port", kind=Kind.BUSINESS, language=language,
        contacts=(Contact(id=1, email="sophie@port.example", name="Sophie Bernard"),),
    )  # fmt: skip
    place = Place(step="kind", on=date(2026, 11, 5), pay_by=date(2026, 11, 16))
    first = invoice(1, "F-2026-014", date(2026, 11, 1), 154_000, 30_000, place)
    second = invoice(2, "F-2026-021", date(2026, 12, 5), 36_050)
    promise = Promise(
        id=1, day=date(2026, 11, 12), amount=Money(30_000, "EUR"), made_on=date(2026, 11, 6), state=PromiseState.KEPT
    )
    return Case(
        id=12, account="sample", token="7k2m4qx9tb", debtor=debtor, invoices=(first, second), promises=(promise,)
    )


def invoice(number: int, name: str, due: date, total: int, received: int = 0, *places: Place) -> Invoice:
    return Invoice(
        id=number, number=name, issued=due - timedelta(days=31), due=due, total=Money(total, "EUR"),
        received=Money(received, "EUR"), places=places,
    )  # fmt: skip


def long_case(language: str) -> Case:
    """A name that does not end, thirty late invoices, two currencies."""
    debtor = Debtor(
        key="C-8", name="Syndicat des copropriétaires de la résidence Les Hauts de Saint-Germain <b>1</b> " * 5,
        kind=Kind.BUSINESS, language=language,
        contacts=(Contact(id=1, email=f"{'comptabilité' * 8}@port.example"), Contact(id=2, email="b@port.example")),
    )  # fmt: skip
    many = [invoice(n, f"FACTURE-2026-{n:05}", date(2026, 6, 1) + timedelta(days=n), 99_999_999_00) for n in range(30)]
    return Case(id=13, account="sample", token="7k2m4qx9tb", debtor=debtor, invoices=tuple(many))


def question(kind: Q, language: str, *, long: bool = False) -> Question:
    facts = _facts(kind, language)
    if long:
        facts |= {"subject": "Re: " * 50, "attachments": [f"{'photo' * 15}-{n}.jpg" for n in range(5)]}
        facts |= {"said": LONG} if "said" in facts else {}
        facts |= {"plain": f"{facts['plain']}{LINE * 300}"} if "plain" in facts else {}
    read = kind in SAID[language] and kind is not Q.UNKNOWN_SENDER
    offered = options(
        kind, other_contact=True, new_contact="new_contact" in facts, invoice_copy=True, plan=True, reply=read,
        candidates=(12, 14) if kind is Q.UNKNOWN_SENDER else (),
    )  # fmt: skip
    apart = kind in (Q.UNKNOWN_SENDER, Q.SHUNTED, Q.BANK_STALE, Q.TROUBLE, Q.DIGEST)
    return Question(
        id=31, account="sample", kind=kind, state=QuestionState.ASKED, options=offered, created_at=NOW,
        case_id=None if apart else 12, facts=facts,
    )  # fmt: skip


def answered(one: Question, *, held_back: bool = False) -> Question:
    """Its first button was tapped; it can be taken back for a while."""
    at = datetime(2026, 11, 23, 10, 14)
    after = (Choice.UNDO, Choice.NOW) if held_back else (Choice.UNDO,)
    return Question(
        id=one.id, account=one.account, kind=one.kind, state=QuestionState.ANSWERED,
        options=(*one.options, *(Option(choice=c) for c in after)), created_at=one.created_at, case_id=one.case_id,
        facts=one.facts, answered_by="Claire", answered_at=at, chosen=one.options[0].code,
        undo_until=at + timedelta(minutes=10), held_back=held_back,
    )  # fmt: skip


def _facts(kind: Q, language: str) -> dict[str, object]:
    said = SAID[language].get(kind)
    subject, plain = MAIL[language]
    facts: dict[str, object] = {}
    if said is not None:
        facts |= {"from": "sophie@port.example", "subject": f"Re: {subject[:38]}", "said": said, "attachments": []}
        label = LABELS.get(kind, str(kind))
        confidence = 0.41 if kind is Q.UNSURE else 0.97
        facts["intents"] = [{"label": label, "confidence": confidence, "evidence": said}]
        facts["decision"] = "ask" if kind is Q.UNSURE else "act"
    match kind:
        case Q.APPROVE:
            facts |= {"to": "sophie@port.example", "subject": subject, "plain": plain, "attach": ["F-2026-014.pdf"]}
            facts |= {"because": "step_due", "text": "kind", "step": "kind"}
        case Q.DISPUTE:
            facts["attachments"] = ["photo.jpg"]
            facts["intents"] = [{"label": "dispute", "confidence": 0.97, "evidence": "x"},
                                {"label": "promise", "confidence": 0.62, "evidence": "x"}]  # fmt: skip
        case Q.WRONG_CONTACT | Q.AWAY_CONTACT:
            facts["new_contact"] = "zoe@port.example"
            facts |= {"away_until": "2026-12-07"} if kind is Q.AWAY_CONTACT else {}
        case Q.INFO_REQUEST:
            facts |= {"answer_to": "sophie@port.example", "answer_subject": subject, "attach": ["F-2026-014.pdf"]}
            facts["plain"] = plain
        case Q.PROMISE_MADE:
            facts |= {"answer_to": "sophie@port.example", "answer_subject": subject, "plain": plain}
            facts |= {"until": "2026-12-01"}
            facts["made"] = [["2026-11-27", "500.00 EUR"], ["2026-12-11", "740.00 EUR"]]
        case Q.SAYS_PAID:
            facts["claimed_paid_on"] = "2026-11-19"
        case Q.UNSURE:
            facts["opinion"] = {"labels": ["other"], "quote": said, "day": ""}
        case Q.UNKNOWN_SENDER:
            facts |= {"from": "marc@ailleurs.example", "subject": "Facture"}
            facts["names"] = {"12": "Boulangerie du Port", "14": "Éric Dupont"}
            del facts["intents"], facts["decision"]
        case _:
            facts |= _machine(kind, language)
    return facts


def _machine(kind: Q, language: str) -> dict[str, object]:
    """Facts of what no debtor wrote."""
    fr = language == "fr"
    match kind:
        case Q.CALL:

            def event(day: int, what: str, **more: object) -> SimpleNamespace:
                return SimpleNamespace(at=datetime(2026, 11, day, 10, tzinfo=UTC), what=what, facts=more)

            return {"exchanges": [event(5, "sent", text="kind"), event(6, "received", labels=["promise"])]}
        case Q.PROMISE_KEPT:
            return {"day": "2026-11-20", "amount": "500.00 EUR", "next": "2026-12-11"}
        case Q.PROMISE_BROKEN:
            return {"day": "2026-11-20", "amount": "500.00 EUR"}
        case Q.BOUNCED:
            return {"address": "sophie@port.example"}
        case Q.REFUSED:
            return {"to": "sophie@port.example", "answer": "550 5.7.1 message rejected as spam"}
        case Q.DOUBTFUL:
            return {"to": "sophie@port.example", "subject": MAIL[language][0]}
        case Q.SHUNTED:
            return {"from": "sophie@port.example", "subject": "Re: facture" if fr else "Re: invoice"}
        case Q.TEXT_BROKEN:
            return {"error": f"{language}/mail/kind.txt:3: 'debtr' is undefined (see docs/texts.md)"}
        case Q.TROUBLE:
            return {"server": "imap", "answer": "[AUTHENTICATIONFAILED] Invalid credentials"}
        case Q.ORDER:
            return {"order": "promise", "day": "2026-11-27", "amount": "500.00 EUR", "sums": ["500.00 EUR"]}
        case Q.DIGEST:
            weeks = [[(TODAY - timedelta(weeks=7 - n)).isoformat(), list(parts)] for n, parts in enumerate(WEEKS)]
            return {
                "happened": {"sent": 4, "received": 2, "promised": 1, "paid": 1, "bounced": 1}, "waiting": 3,
                "approve": [4, 5], "leaving": [["Boulangerie du Port", "firm_friendly", ["1240.00 EUR"]],
                ["Éric Dupont", "kind", ["9999.99 EUR"]]], "more": 2, "weeks": {"EUR": weeks},
            }  # fmt: skip
    return {}


WEEKS = (
    (0, 0, 90_000, 310_000, 640_000), (0, 0, 210_000, 260_000, 560_000), (0, 40_000, 230_000, 310_000, 720_000),
    (0, 90_000, 180_000, 420_000, 610_000), (0, 90_000, 160_000, 380_000, 480_000),
    (124_000, 60_000, 240_000, 210_000, 530_000), (124_000, 90_000, 999_999, 120_000, 420_000),
    (174_000, 124_000, 999_999, 36_050, 250_000),
)  # fmt: skip
"""Eight weeks by age, the oldest age first."""

DEBTORS = {
    "Éric Dupont": (0, 0, 999_999, 0, 0),
    "Boulangerie du Port": (0, 0, 0, 124_000, 36_050),
    "Résidence Les Hauts de Saint-Germain-en-Laye, syndicat des copropriétaires": (0, 0, 0, 41_230, 120_000),
    "Dupont & Fils": (0, 50_000, 0, 0, 0),
    "Καφενείο Ωραίο": (0, 0, 0, 0, 48_000),
    "مطعم الياسمين": (123_450, 0, 0, 0, 0),
    "Café ☕ Œuvre": (0, 0, 20_000, 0, 0),
    "Zoë Østergård": (0, 0, 0, 9_900, 0),
    "Menuiserie Łukasz": (0, 0, 0, 0, 6_000),
}
"""The oldest age first."""
