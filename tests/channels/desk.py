"""A desk for tests: notes what it is asked, answers by a table. One owner; everybody else is a stranger."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.channels._desk import Reply
from bot.core.case import Owner
from bot.core.question import Card, Found

ALICE = 7  # the owner
MALLORY = 666  # a stranger
CODE = "K7F3-9QXA"


def owner(channel: str = "telegram", address: str = str(ALICE)) -> Owner:
    return Owner(account="acme", channel=channel, address=address, name="Alice")


def card(number: int = 12, **more: object) -> Card:
    base = Card(
        question_id=number,
        account="acme",
        title="Martin SARL: 1 250,00 €",
        lines=("Facture F-101", "24 jours de retard"),
        quote="Nous contestons <b>tout</b> & le reste.",
        preview="Bonjour,\nvotre facture…",
        buttons=(("approve", "Envoyer"), ("edit", "Modifier"), ("skip", "Laisser passer cette étape pour le moment")),
        editable=True,
    )
    return replace(base, **more)  # type: ignore[arg-type]


class NotingDesk:
    """``calls`` is what was asked; ``errors`` are raised first, one a call. A card is answered once."""

    def __init__(self, channel: str = "telegram", address: str = str(ALICE)) -> None:
        self.owners = {(channel, address)}
        self.calls: list[tuple[object, ...]] = []
        self.errors: list[Exception] = []
        self.answered: set[int] = set()
        self.cards = {12: card()}
        self.replies: dict[str, Reply] = {}
        self.files: list[bytes] = []
        self.placed_at: list[tuple[str, int, str]] = []

    def _known(self, channel: str, address: str, call: tuple[object, ...]) -> bool:
        self.calls.append(call)
        if self.errors:
            raise self.errors.pop(0)
        return (channel, address) in self.owners

    async def tap(self, *, channel: str, address: str, question_id: int, code: str) -> Reply | None:
        if not self._known(channel, address, ("tap", address, question_id, code)) or question_id not in self.cards:
            return None
        if "tap" in self.replies:
            return self.replies["tap"]
        there = self.cards[question_id]
        if code == "edit":
            return Reply(text="Répondez avec le nouveau texte.")
        done = replace(there, buttons=(), lines=(*there.lines, "Fait."))
        first = question_id not in self.answered
        self.answered.add(question_id)
        return Reply(text="C'est fait." if first else "Déjà fait.", card=done)

    async def command(self, *, channel: str, address: str, name: str, argument: str, mark: str = "") -> Reply | None:
        if not self._known(channel, address, ("command", address, name, argument)):
            return None
        return self.replies.get(name, Reply(text=f"{name}: {argument}"))

    async def page(self, *, channel: str, address: str, name: str, number: int) -> Reply | None:
        if not self._known(channel, address, ("page", address, name, number)):
            return None
        return self.replies.get(f"{name}:{number}", Reply(text=f"{name}, page {number}"))

    async def search(self, *, channel: str, address: str, words: str) -> tuple[Found, ...]:
        if not self._known(channel, address, ("search", address, words)):
            return ()
        return (Found(case_id=12, title="Martin SARL", line="1 250,00 €", text="Martin SARL : 1 250,00 €"),)

    async def text(self, *, channel: str, address: str, text: str, answers: str | None) -> Reply | None:
        if not self._known(channel, address, ("text", address, text, answers)):
            return None
        return self.replies.get("text", Reply(text="Noté."))

    async def file(
        self,
        *,
        channel: str,
        address: str,
        name: str,
        size: int,
        note: str,
        answers: str | None,
        fetch: Callable[[], Awaitable[bytes]],
    ) -> Reply | None:
        if not self._known(channel, address, ("file", address, name, size, note, answers)):
            return None
        self.files.append(await fetch())
        return Reply(text="Reçu.")

    async def meaningless(self, *, channel: str, address: str, which: str) -> Reply | None:
        if not self._known(channel, address, ("meaningless", address, which)):
            return None
        return Reply(text="Rien à faire ici.")

    async def moved(self, *, channel: str, address: str, to: str) -> None:
        self.calls.append(("moved", address, to))

    async def placed(self, *, channel: str, address: str, question_id: int, reference: str) -> None:
        self.placed_at.append((address, question_id, reference))

    async def pair(self, *, channel: str, address: str, name: str, code: str) -> Reply | None:
        self._known(channel, address, ("pair", address, name, code))
        if code != CODE:
            return None
        self.owners.add((channel, address))
        return Reply(text=f"Bonjour {name}")
