"""Work that is begun is finished, also when the one who waits is cancelled. Never a query."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def finish(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` as its own task and wait until it ends; a cancellation is passed on only then.

    Cancelling tortoise in the middle of a transaction loses its lock or its connection for ever
    (measured, both backends), so nothing that touches the database is ever cancelled half way.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError as stop:
            cancelled = stop
    if cancelled is None:
        return task.result()
    if not task.cancelled():
        task.exception()  # read, so that asyncio does not report it as lost
    raise cancelled
