"""Fixtures that every folder of tests may ask for: real servers, started once per process when the first test asks."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TypeVar

import pytest
from hypothesis import settings

from tests.servers.dovecot_postfix import RealMail, running_mail_servers
from tests.servers.postgres import RealPostgres, running_postgres
from tests.servers.processes import ServerUnavailable

S = TypeVar("S")

# The same examples every time, so that what was green stays green; HYPOTHESIS_PROFILE=hunt looks for new ones.
settings.register_profile("same", derandomize=True)
settings.register_profile("hunt", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# With `pytest -n 2 --dist loadgroup` all tests of one group run in one process, which then starts its server once.
GROUPS = {"real_mail": "real_mail", "postgres_url": "postgres"}


def pytest_itemcollected(item: pytest.Item) -> None:
    for fixture in getattr(item, "fixturenames", ()):
        if fixture in GROUPS:
            item.add_marker(pytest.mark.xdist_group(GROUPS[fixture]))


@pytest.fixture(scope="session")
def real_mail() -> Iterator[RealMail]:
    """Postfix and Dovecot: submit to smtp_port, read at imap_port, `deliver` to lay a mail into a mailbox."""
    with started(running_mail_servers()) as mail:
        yield mail


@pytest.fixture(scope="session")
def real_postgres() -> Iterator[RealPostgres]:
    with started(running_postgres()) as postgres:
        yield postgres


@pytest.fixture
def postgres_url(real_postgres: RealPostgres) -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL database, for tortoise or asyncpg."""
    with real_postgres.fresh_database() as url:
        yield url


@contextmanager
def started(server: AbstractContextManager[S]) -> Iterator[S]:
    """Skip where the machine cannot run the server; fail there when RELANCE_REQUIRE_SERVERS=1 says that it must."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(server)
        except ServerUnavailable as reason:
            if os.environ.get("RELANCE_REQUIRE_SERVERS") == "1":
                pytest.fail(f"RELANCE_REQUIRE_SERVERS=1, but {reason}")
            pytest.skip(str(reason))
        yield running
