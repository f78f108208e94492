"""The one door to what Relance remembers. Takes and returns core values; never a decision, never a clock."""

from __future__ import annotations

from storage.cases import Cases
from storage.ledger import Ledger
from storage.lookups import Lookups
from storage.mails import Mails
from storage.notices import Notices
from storage.owners import Owners
from storage.questions import Questions
from storage.undo import Undo


class Store(Ledger, Cases, Notices, Mails, Questions, Owners, Lookups, Undo):
    """An open database: ``store = await Store.open(url)``, and ``await store.close()`` at the end.

    Every method is one transaction; ``atomic`` joins several. Moments are aware (any zone) and given by the caller.
    Whatever the database refuses becomes a StoreError.
    """
