"""The pages and the clock in one process group: gunicorn with threads, and beside it a process that ticks."""

from __future__ import annotations

import errno
import faulthandler
import gc
import hashlib
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from gunicorn.app.base import BaseApplication

from jianyan.accounts.models import Zone
from jianyan.web.ticking import tick_zone

logger = logging.getLogger("jianyan.web")

#: Seconds between two ticks.
EVERY = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where to serve, and with how much."""

    bind: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 8
    ticks: bool = True

    @property
    def address(self) -> str:
        """What one types into a browser on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.bind, self.bind)  # noqa: S104 compared, not bound
        return f"http://{host}:{self.port}/"


class Taken(OSError):
    """The port cannot be had; ``why`` says so in the system's words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def check_port(place: Place) -> None:
    """Raise `Taken` when nobody could listen there; asked before anything that takes long."""
    family = socket.AF_INET6 if ":" in place.bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.bind, place.port))
        except (OSError, OverflowError) as no:
            code = getattr(no, "errno", None)
            raise Taken("" if code == errno.EADDRINUSE else str(no)) from no


def migrations_missing() -> bool:
    """Whether the database is behind the code; cheap when it is not."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def gather_static() -> bool:
    """Collect and compress style sheets, scripts and icons when they have changed; returns whether they had."""
    mark = settings.DATA_DIR / "static.digest"
    digest = _static_digest()
    if mark.exists() and mark.read_text() == digest and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(digest)
    return True


def _static_digest() -> str:
    total = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for path, name in sorted(_static_files()):
        with open(name, "rb") as file:
            total.update(path.encode() + hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def _static_files() -> Iterator[tuple[str, str]]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield path, storage.path(path)


class _Pages(BaseApplication):
    """gunicorn with its settings given here: no file, no environment, and no control socket shared with others."""

    def __init__(self, place: Place, when_ready: Callable[[Any], object], on_exit: Callable[[Any], object]) -> None:
        self._options = {
            "bind": f"[{place.bind}]:{place.port}" if ":" in place.bind else f"{place.bind}:{place.port}",
            "workers": place.workers,
            "threads": place.threads,
            "worker_class": "gthread",
            "preload_app": True,
            "control_socket_disable": True,
            "proc_name": f"jianyan-{place.port}",
            "loglevel": "warning",
            "graceful_timeout": 10,
            "when_ready": when_ready,
            "on_exit": on_exit,
        }
        super().__init__()

    def load_config(self) -> None:
        for key, value in self._options.items():
            self.cfg.set(key, value)

    def load(self) -> Any:
        from jianyan.web.wsgi import application  # after the static files are gathered: whitenoise reads them now

        return application


def serve(place: Place, when_ready: Callable[[], object]) -> None:
    """Serve until told to stop (Ctrl-C, SIGTERM); ``when_ready`` is called when the address answers.

    Raises:
        SystemExit: when the server stops.
    """
    ticker = 0

    def stop_ticking(server: Any) -> None:
        if ticker:
            try:
                os.kill(ticker, signal.SIGTERM)
            except ProcessLookupError:
                logger.debug("the clock has stopped already")

    pages = _Pages(place, lambda server: when_ready(), stop_ticking)
    pages.wsgi()
    if sys.__stderr__ is not None:
        faulthandler.enable(sys.__stderr__)  # should a worker crash, the log says where it was
    gc.freeze()  # what is loaded now stays: left alone by the collector, its memory is shared by all processes
    connections.close_all()  # an open connection must not be shared by two processes
    if place.ticks:
        ticker = _start_ticking()
    pages.run()


def _start_ticking() -> int:
    """Fork the process that ticks; it ends with its parent. Returns its id."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        tick_for_ever(lambda: os.getppid() == parent)
    except KeyboardInterrupt:
        logger.debug("the clock stops with the server")
    finally:
        os._exit(0)  # nothing of the parent's clearing up is this process's to do


def tick_for_ever(go_on: Callable[[], bool] = lambda: True) -> None:
    """Tick all zones once a minute while ``go_on`` holds. What fails is logged; the next round makes up for it."""
    while go_on():
        close_old_connections()
        try:
            for zone in Zone.objects.order_by("id"):
                tick_zone(zone, at=timezone.now())
        except DatabaseError:
            logger.exception("the database is away; the next tick will make up for it")
        connections.close_all()
        for _ in range(EVERY):
            if not go_on():
                return
            time.sleep(1)
