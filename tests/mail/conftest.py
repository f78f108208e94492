"""Fixtures of the mail tests: certificates, the embedded servers, and a check that nothing is left behind."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from bot.embedded.servers import MailServers

ACCOUNT = "compta@dupont.test"
PASSWORD = 'pa"ss\\ word'


@dataclass(frozen=True, kw_only=True)
class Certificates:
    """A server's context, and the PEM file that a client needs to trust it."""

    server: ssl.SSLContext
    ca_file: str


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    authority = trustme.CA()
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(server)
    path: Path = tmp_path_factory.mktemp("tls") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return Certificates(server=server, ca_file=str(path))


@pytest.fixture
async def servers() -> AsyncIterator[MailServers]:
    async with MailServers(users={ACCOUNT: PASSWORD}) as running:
        yield running


@pytest.fixture(autouse=True)
async def nothing_left() -> AsyncIterator[None]:
    """Every test ends with the tasks it began with."""
    before = asyncio.all_tasks()
    yield
    for _ in range(20):
        left = asyncio.all_tasks() - before - {asyncio.current_task()}
        if not left:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"tasks left behind: {left}")
