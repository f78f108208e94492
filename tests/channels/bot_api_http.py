"""A small HTTP/1.1 server on loopback (keep-alive, forms, multipart, JSON). Knows nothing of Telegram."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a client asked: the decoded path, the fields, and the files as name -> (file name, bytes)."""

    path: str
    fields: dict[str, str]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Status and JSON document, or a file; ``cut`` closes the connection instead of answering."""

    status: int = 200
    body: object = None
    file: bytes | None = None
    cut: bool = False


class HttpServer:
    """Serves ``handle`` on 127.0.0.1; the port is free at first and stays the same after ``stop`` and ``start``."""

    def __init__(self, handle: Callable[[Request], Awaitable[Answer]]) -> None:
        self.port = 0
        self._handle = handle
        self._server: asyncio.Server | None = None
        self._clients: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close the listener and every connection, as a machine that goes down does."""
        if self._server is None:
            return
        self._server.close()
        self._server = None
        clients = dict(self._clients)
        for task in clients:
            task.cancel()
        await asyncio.gather(*clients, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._clients[task] = writer
        # A task that ends as cancelled would be reported by the stream protocol: swallowing it is meant.
        with contextlib.suppress(asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError):
            while (request := await _read(reader)) is not None:
                answer = await self._handle(request)
                if answer.cut:
                    break
                writer.write(_written(answer))
                await writer.drain()
        del self._clients[task]
        writer.close()
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await writer.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Request | None:
    line = await reader.readline()
    if not line.strip():
        return None
    target = urlsplit(line.decode("latin-1").split(" ")[1])
    headers: dict[str, str] = {}
    while (header := await reader.readline()).strip():
        name, _, value = header.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    fields = dict(parse_qsl(target.query, keep_blank_values=True))
    more, files = _decoded(headers.get("content-type", ""), body)
    return Request(path=unquote(target.path), fields=fields | more, files=files)


def _decoded(kind: str, body: bytes) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    if kind.startswith("multipart/"):
        return _parts(kind, body)
    if kind.startswith("application/json"):
        document = json.loads(body or b"{}")
        return {k: v if isinstance(v, str) else json.dumps(v) for k, v in document.items()}, {}
    return dict(parse_qsl(body.decode(), keep_blank_values=True)), {}


def _parts(kind: str, body: bytes) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    fields: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    for part in message.iter_parts():
        name = str(part.get_param("name", "", header="content-disposition"))
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        file_name = part.get_filename()
        if file_name is None:
            fields[name] = data.decode()
        else:
            files[name] = (file_name, data)
    return fields, files


def _written(answer: Answer) -> bytes:
    body = json.dumps(answer.body).encode() if answer.file is None else answer.file
    kind = "application/json" if answer.file is None else "application/octet-stream"
    head = f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n"
    return f"{head}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
