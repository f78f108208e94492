"""Cancelled at any point, the store stays alive and every transaction whole. On both databases."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from bot.core.because import Because
from storage import Store
from storage.door import reading
from storage.models import EventRow
from tests.storage.conftest import NOW, Facts, whats

TIMES = 150


async def pair_of_events(store: Store, mark: str) -> None:
    """Two rows that belong together."""

    async def work() -> None:
        await store.record("dupont", at=NOW, what=f"{mark}:first")
        await asyncio.sleep(0)
        await store.record("dupont", at=NOW, what=f"{mark}:second")

    await store.atomic(work)


async def cancel_at_random(jobs: list[Callable[[], Awaitable[object]]], seed: int) -> int:
    """Start every job, cancel most of them, each after a moment of its own; how many were cut."""
    dice = random.Random(seed)
    tasks = [asyncio.ensure_future(job()) for job in jobs]

    async def cut(task: "asyncio.Future[object]", after: float) -> None:
        for _ in range(dice.randrange(8)):
            await asyncio.sleep(0)
        await asyncio.sleep(after)
        task.cancel()

    cutters = [
        asyncio.create_task(cut(task, dice.choice((0, 0.0005, 0.002, 0.01, 0.1))))
        for task in dice.sample(tasks, k=len(tasks) * 3 // 4)
    ]
    ends = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 60)
    await asyncio.gather(*cutters)
    strange = [end for end in ends if isinstance(end, Exception)]
    assert strange == []
    return sum(isinstance(end, asyncio.CancelledError) for end in ends)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_hundreds_of_cancellations(store: Store, facts: Facts, seed: int) -> None:
    case_id, _ = await facts.case(store)
    jobs: list[Callable[[], Awaitable[object]]] = []
    reasons = list(Because)[:12]
    for n in range(TIMES):
        jobs += [
            partial(pair_of_events, store, str(n)),
            partial(store.upsert_invoice, "dupont", facts.invoice(f"R-{n}"), NOW),
            partial(store.set_hold, case_id, reasons[n % 12], since=NOW),
            partial(store.case, case_id),
        ]
    random.Random(seed).shuffle(jobs)
    cut = await cancel_at_random(jobs, seed)
    assert 0 < cut < len(jobs)
    await asyncio.wait_for(pair_of_events(store, "after"), 10)
    told = await asyncio.wait_for(whats(store), 10)
    firsts = {what.removesuffix(":first") for what in told if what.endswith(":first")}
    seconds = {what.removesuffix(":second") for what in told if what.endswith(":second")}
    assert "after" in firsts
    assert firsts == seconds
    holds = (await store.case(case_id)).holds
    assert len({hold.because for hold in holds}) == len(holds)


async def test_cancelled_work_is_whole_and_durable(url: str, store: Store) -> None:
    inside, go = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        await store.set_note("dupont", "a", 1)
        inside.set()
        await go.wait()
        await store.set_note("dupont", "b", 2)

    task = asyncio.create_task(store.atomic(work))
    await inside.wait()
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0.01)
    assert not task.done()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    second = await Store.open(url)
    assert [await second.note("dupont", key) for key in "ab"] == [1, 2]
    await second.close()


async def test_a_timeout_is_a_cancellation(store: Store) -> None:
    for _ in range(50):
        try:
            async with asyncio.timeout(0.0003):
                await pair_of_events(store, "t")
        except TimeoutError:
            pass
    told = await whats(store)
    assert told.count("t:first") == told.count("t:second")


async def test_the_end_of_the_loop_in_the_middle_of_a_transaction(url: str, store: Store) -> None:
    """asyncio.run cancels every task at its end, also the one inside the shield."""

    async def main() -> None:
        other = await Store.open(url)
        started = asyncio.Event()

        async def work() -> None:
            await other.set_note("dupont", "half", 1)
            started.set()
            await asyncio.sleep(60)

        task = asyncio.create_task(other.atomic(work))
        await started.wait()
        inner = [t for t in asyncio.all_tasks() if t not in (task, asyncio.current_task())]
        for one in inner:
            one.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await other.note("dupont", "half") is None
        await asyncio.wait_for(other.set_note("dupont", "later", 1), 10)
        await other.close()

    await main()
    assert await store.note("dupont", "later") == 1


async def test_all_or_nothing(store: Store) -> None:
    async def work() -> None:
        await store.set_note("dupont", "a", 1)
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        await store.atomic(work)
    assert await store.note("dupont", "a") is None


async def test_an_error_of_the_work_itself_comes_out_as_it_is(store: Store) -> None:
    async def work() -> None:
        await store.set_note("dupont", "a", 1)
        raise FileNotFoundError("invoice.pdf")

    with pytest.raises(FileNotFoundError):
        await store.atomic(work)


async def test_inner_calls_join_the_outer_one(store: Store) -> None:
    async def inner() -> str:
        await store.set_note("dupont", "inner", 1)
        return "done"

    async def work() -> None:
        assert await store.atomic(inner) == "done"
        assert await store.note("dupont", "inner") == 1
        await asyncio.gather(*(store.set_note("dupont", f"g{n}", n) for n in range(5)))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await store.atomic(work)
    assert await store.note("dupont", "inner") is None
    assert await store.note("dupont", "g1") is None


class Watcher(Store):
    @reading
    async def twice(self, between: Callable[[], Awaitable[None]]) -> tuple[int, int]:
        before = await EventRow.all().count()
        await between()
        return before, await EventRow.all().count()


async def test_a_reader_sees_one_moment(url: str, store: Store) -> None:
    """However many queries it makes, and whatever others write meanwhile."""
    writer = await Store.open(url)
    reader = await Watcher.open(url)
    await writer.record("dupont", at=NOW, what="before")

    async def write() -> None:
        task = asyncio.get_running_loop().create_task(writer.record("dupont", at=NOW, what="between"))
        await task

    assert await reader.twice(write) == (1, 1)
    assert await reader.twice(write) == (2, 2)
    await reader.close()
    await writer.close()


async def test_a_task_that_outlives_its_transaction_starts_its_own(store: Store) -> None:
    later: list[asyncio.Task[None]] = []

    async def straggler() -> None:
        await asyncio.sleep(0.05)
        await store.set_note("dupont", "late", 1)

    async def work() -> None:
        later.append(asyncio.create_task(straggler()))

    await store.atomic(work)
    await later[0]
    assert await store.note("dupont", "late") == 1


async def test_tasks_made_before_the_store_was_opened_may_use_it(url: str) -> None:
    opened: asyncio.Future[Store] = asyncio.get_running_loop().create_future()

    async def early() -> int:
        return len(await (await opened).case_ids())

    task = asyncio.create_task(early())
    await asyncio.sleep(0)
    store = await Store.open(url)
    opened.set_result(store)
    assert await task == 0
    await store.close()
