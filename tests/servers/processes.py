"""What every real server needs: a program, a free port, a start that is waited for, and an end by process id."""

import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LISTENING = "0A"  # the state in /proc/net/tcp


class ServerUnavailable(Exception):
    """This machine cannot run the server at all, and the text says why; a server that breaks raises something else."""


def program(name: str, *, also_in: tuple[Path, ...] = ()) -> str:
    for folder in (*also_in, *(Path(part) for part in ("/usr/sbin", "/usr/lib/dovecot"))):
        if (folder / name).is_file():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise ServerUnavailable(f"{name} is not installed")
    return found


def free_ports(count: int) -> list[int]:
    """Ports below the ephemeral range: no outgoing connection takes one between this look and the server's start."""
    ports: list[int] = []
    for port in random.sample(range(20_000, 32_000), 2_000):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        ports.append(port)
        if len(ports) == count:
            return ports
    raise RuntimeError(f"no {count} free loopback ports")


@contextmanager
def running(
    *command: str, log: Path, user: str | None = None, ended_by: signal.Signals = signal.SIGTERM
) -> Iterator[subprocess.Popen[bytes]]:
    """A server in the foreground, in a session of its own; it ends with this block, or if this process is killed."""
    with log.open("ab") as output:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=log.parent,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            # Postfix's master signals its whole process group when it ends: the group must not be pytest's.
            start_new_session=True,
        )
    # Reads until our end of the pipe is gone. A parent-death signal would not do: Postfix's master loses it.
    guard = subprocess.Popen(
        ["sh", "-c", 'read _; kill -s "$2" "$1"', "guard", str(server.pid), ended_by.name.removeprefix("SIG")],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield server
    finally:
        guard.kill()
        guard.communicate()
        end(server, ended_by)


def wait_until(ready: Callable[[], bool], *, servers: list[subprocess.Popen[bytes]], seconds: float = 30) -> bool:
    """True when ready, False as soon as one of the servers is gone or the time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if any(server.poll() is not None for server in servers):
            return False
        if ready():
            return True
        time.sleep(0.02)
    return False


def listens(server: subprocess.Popen[bytes], port: int) -> bool:
    """Whether this very process, and no other, listens there: Postfix shares a port with another Postfix silently."""
    opened = set()
    for number in Path(f"/proc/{server.pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            opened.add(str(number.readlink()))
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets = {
        f"socket:[{row[9]}]" for row in rows if row[3] == LISTENING and int(row[1].rpartition(":")[2], 16) == port
    }
    return bool(sockets) and sockets <= opened


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def end(server: subprocess.Popen[bytes], how: signal.Signals) -> None:
    if server.poll() is None:
        server.send_signal(how)
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def read_tail(*logs: Path, lines: int = 15) -> str:
    existing = [log for log in logs if log.exists()]
    return "\n".join(
        f"--- {log.name}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) for log in existing
    )


def is_root() -> bool:
    return os.geteuid() == 0
