"""A language model as an OpenAI-compatible server on loopback. It answers what a test tells it to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Model:
    """``says``: the text of the next answers. ``raw``: a whole body instead. ``status``, ``wait`` (seconds)."""

    port: int = 0
    says: str = '{"labels": []}'
    raw: bytes | None = None
    status: int = 200
    wait: float = 0.0
    drip: bool = False
    asked: list[dict[str, object]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def mail(self, number: int = -1) -> str:
        """What it was shown."""
        messages = self.asked[number]["messages"]
        assert isinstance(messages, list)
        return str(messages[-1]["content"])


@asynccontextmanager
async def model() -> AsyncIterator[Model]:
    one = Model()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _answer(one, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()


async def _answer(one: Model, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    one.heads.append(head)
    length = next((int(h.split(":")[1]) for h in head.splitlines() if h.lower().startswith("content-length:")), 0)
    body = await reader.readexactly(length)
    if body:
        one.asked.append(json.loads(body))
    await asyncio.sleep(one.wait)
    told = one.raw
    if told is None:
        told = json.dumps({"choices": [{"message": {"role": "assistant", "content": one.says}}]}).encode()
    writer.write(f"HTTP/1.1 {one.status} X\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n".encode())
    while one.drip:  # a byte from time to time, for ever
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)
    writer.write(told)
    await writer.drain()
