"""Lines from an input without blocking the loop, and without keeping the process alive. Knows no cards."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import io
import os
import threading
from collections.abc import Iterator
from typing import TextIO


class Lines:
    """Reads in a daemon thread from the first `next` on. One reader for one input."""

    def __init__(self, source: TextIO) -> None:
        self._source = source
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._started = False

    async def next(self) -> str | None:
        """The next line without its end; None when there will be no more."""
        if not self._started:
            self._started = True
            args = (asyncio.get_running_loop(),)
            threading.Thread(target=self._read, args=args, name="relance-terminal", daemon=True).start()
        return await self._queue.get()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        # The loop may be closed while we wait for a line that nobody wants any more.
        with contextlib.suppress(RuntimeError):
            for line in _lines(self._source):
                loop.call_soon_threadsafe(self._queue.put_nowait, line)
            loop.call_soon_threadsafe(self._queue.put_nowait, None)


def _lines(source: TextIO) -> Iterator[str]:
    try:
        number = source.fileno()
    except (OSError, io.UnsupportedOperation):
        yield from (line.rstrip("\r\n") for line in source)
        return
    # Not `source.readline()`: it holds a lock that the interpreter wants at its end, and dies when it cannot have it.
    decoder = codecs.getincrementaldecoder(source.encoding or "utf-8")("replace")
    rest = ""
    while data := _some(number):
        *whole, rest = (rest + decoder.decode(data)).split("\n")
        yield from (line.rstrip("\r") for line in whole)
    if rest:
        yield rest


def _some(number: int) -> bytes:
    try:
        return os.read(number, 65536)
    except OSError:  # A terminal that was closed.
        return b""
