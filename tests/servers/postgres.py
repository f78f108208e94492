"""A private PostgreSQL cluster on loopback, made for one session of tests: no password, and nothing kept after it."""

import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.servers.processes import free_ports, is_root, listens, program, read_tail, running, wait_until

STARTS = 3
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100", "timezone=UTC")


@dataclass(frozen=True, kw_only=True)
class RealPostgres:
    folder: Path
    port: int

    def run_sql(self, statement: str) -> None:
        where = ["-h", str(self.folder), "-p", str(self.port), "-U", "postgres", "-d", "postgres"]
        command = [program("psql", also_in=_folders()), "-X", "-q", "-v", "ON_ERROR_STOP=1", *where, "-c", statement]
        subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """The address of an empty database, in the form that both tortoise and asyncpg take; dropped on the way out."""
        name = f"relance_{uuid.uuid4().hex}"
        self.run_sql(f"CREATE DATABASE {name}")
        try:
            yield f"postgres://postgres@127.0.0.1:{self.port}/{name}"
        finally:
            self.run_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_postgres() -> Iterator[RealPostgres]:
    """Raises ServerUnavailable where it cannot run, RuntimeError with its last log lines where it does not start."""
    user = "postgres" if is_root() else None  # PostgreSQL refuses to run as root
    for name in ("initdb", "postgres", "psql", "pg_isready"):
        program(name, also_in=_folders())
    for attempt in range(1, STARTS + 1):
        folder = Path(tempfile.mkdtemp(prefix="relance-pg-"))
        try:
            if user:
                shutil.chown(folder, user, user)
            postgres = RealPostgres(folder=folder, port=free_ports(1)[0])
            log = _make_cluster(folder, user)
            with running(*_command(postgres), log=log, user=user, ended_by=signal.SIGINT) as server:
                if wait_until(partial(_is_ready, postgres, server), servers=[server]):
                    yield postgres
                    return
            if attempt == STARTS:
                raise RuntimeError(f"PostgreSQL did not start\n{read_tail(log)}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _make_cluster(folder: Path, user: str | None) -> Path:
    log = folder / "postgres.log"
    where = ["-D", str(folder / "data"), "-U", "postgres", "-A", "trust"]
    command = [program("initdb", also_in=_folders()), *where, "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
    with running(*command, log=log, user=user) as making:
        if making.wait(timeout=60) != 0:
            raise RuntimeError(f"initdb failed\n{read_tail(log)}")
    return log


def _command(postgres: RealPostgres) -> list[str]:
    where = (f"port={postgres.port}", f"unix_socket_directories={postgres.folder}", "listen_addresses=127.0.0.1")
    options = [word for setting in (*FAST, *where) for word in ("-c", setting)]
    return [program("postgres", also_in=_folders()), "-D", str(postgres.folder / "data"), *options]


def _is_ready(postgres: RealPostgres, server: subprocess.Popen[bytes]) -> bool:
    command = [program("pg_isready", also_in=_folders()), "-q", "-h", "127.0.0.1", "-p", str(postgres.port)]
    return listens(server, postgres.port) and subprocess.run(command, check=False).returncode == 0


def _folders() -> tuple[Path, ...]:
    """Debian keeps a version's programs in a folder that is not on the PATH; the newest first."""
    found = Path("/usr/lib/postgresql").glob("*/bin")
    return tuple(sorted(found, key=lambda folder: int(folder.parent.name.split(".")[0]), reverse=True))
