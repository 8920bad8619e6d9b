"""Clients that ask over and over, each on a connection that stays open, and the processes that answer them."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, RemoteDisconnected
from itertools import count
from os import sysconf
from pathlib import Path
from threading import Thread
from time import monotonic, perf_counter
from urllib.parse import urlencode

TICK = sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: a page, or an act when there is something to send. ``session``: whose."""

    path: str
    session: str = ""
    sent: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Times:
    """How long requests took, in milliseconds; ``cpu``: of both workers for one request."""

    p50: float
    p95: float
    cpu: float
    count: int


class Failed(RuntimeError):
    """A page or an act did not come out as it should: what is measured would mean nothing."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Server:
    """The running server."""

    port: int
    process: subprocess.Popen[str]

    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def cpu(self) -> float:
        """Seconds that the workers have calculated so far."""
        total = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICK

    def memory(self) -> list[dict[str, float]]:
        """Megabytes of each worker: ``Rss`` with what it shares, ``Pss`` with its share of that."""
        found = []
        for pid in self.workers():
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
            found.append({name: sizes[name] for name in ("Rss", "Pss")})
        return found


@contextmanager
def running() -> Iterator[Server]:
    """A server on a free port, until the end of the block."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.server", str(port)], stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None or process.stdout.readline() != "ready\n":
            raise Failed("the server did not start")
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait()


class Client:
    """One connection."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, asked: Asked) -> tuple[int, str, bytes]:
        """Status, where it leads, and what came."""
        headers = {"Cookie": f"jianyan_csrf={'c' * 32}; jianyan_session={asked.session}" if asked.session else ""}
        body = None
        if asked.sent:
            body = urlencode(asked.sent)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": "c" * 32}
        if asked.sent:
            return self._answer("POST", asked.path, body, headers)
        try:
            return self._answer("GET", asked.path, None, headers)
        except (RemoteDisconnected, ConnectionResetError) as lost:
            # A worker that ended is started anew; the lost connection is said, and counts as time of this answer.
            print(f"{asked.path}: {lost!r}, asked again", file=sys.stderr)
            self.connection.close()
            return self._answer("GET", asked.path, None, headers)

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str, bytes]:
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        return response.status, response.headers.get("Location", ""), response.read()

    def timed(self, asked: Asked) -> float:
        """Seconds from the question to the end of the answer."""
        begun = perf_counter()
        status, _, body = self.ask(asked)
        took = perf_counter() - begun
        if status != (302 if asked.sent else 200):
            raise Failed(f"{asked.path}: {status} {body[:2000].decode(errors='replace')}")
        return took


def measure(server: Server, asked: Sequence[Asked], clients: int, *, seconds: float, least: int) -> Times:
    """Ask in turn from some clients at once: every act once, a page over and over for so long, but ``least`` times."""
    once = bool(asked[0].sent)
    turns, found, failures = count(), [], []  # type: ignore[var-annotated]
    begun = monotonic()

    def on(number: int) -> bool:
        return number < len(asked) if once else number < least or monotonic() - begun < seconds

    def go(client: Client) -> None:
        try:
            while on(number := next(turns)):
                found.append(client.timed(asked[number % len(asked)]))
        except Exception as no:
            failures.append(no)

    before = server.cpu()
    _together(go, [Client(server.port) for _ in range(clients)])
    if failures:
        raise failures[0]
    took = sorted(found)
    cpu = (server.cpu() - before) / len(took)
    return Times(_at(took, 0.5) * 1000, _at(took, 0.95) * 1000, cpu * 1000, len(took))


def _together(go: Callable[[Client], None], clients: list[Client]) -> None:
    threads = [Thread(target=go, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for client in clients:
        client.connection.close()


def _at(took: list[float], share: float) -> float:
    return took[min(len(took) - 1, int(len(took) * share))]
