"""Hundreds of cases are read in a moment, and the number of queries does not grow with them."""

import time

from bot.core.because import Because
from bot.core.case import NoticeState
from storage import Store
from tests.storage.conftest import NOW, TODAY, Facts

MANY = 500


async def fill(store: Store, facts: Facts, first: int, after: int) -> None:
    """Cases with two invoices, a payment, a sent notice and a hold each."""

    async def work() -> None:
        for n in range(first, after):
            debtor = facts.debtor(key=f"C{n}", email=f"c{n}@x.fr")
            await store.upsert_invoice("dupont", facts.invoice(f"F-{n}", debtor=debtor), NOW)
            await store.upsert_invoice("dupont", facts.invoice(f"G-{n}", debtor=debtor), NOW)
            await store.add_payment("dupont", facts.payment(f"F-{n}", key=f"p{n}"), NOW)
            await store.set_hold(n + 1, Because.AWAY, since=NOW)
            notice_id = await store.propose(facts.draft(n + 1, 2 * n + 1), now=NOW, state=NoticeState.APPROVED)
            assert notice_id is not None
            await store.move(notice_id, of=NoticeState.APPROVED, to=NoticeState.SENT, sent_on=TODAY)

    await store.atomic(work)
    assert len((await store.case(after)).invoices[0].places) == 1


async def seconds(store: Store) -> float:
    best = 60.0
    for _ in range(3):
        start = time.perf_counter()
        await store.cases("dupont")
        best = min(best, time.perf_counter() - start)
    return best


async def test_hundreds_of_cases(store: Store, facts: Facts) -> None:
    await fill(store, facts, 0, 100)
    few = await seconds(store)
    await fill(store, facts, 100, MANY)
    many = await seconds(store)
    assert len(await store.cases("dupont")) == MANY
    assert many < 5 * few * 3
    assert many < 0.75  # measured 0.08; a loaded machine may be slow
