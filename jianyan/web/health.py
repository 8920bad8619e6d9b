"""Whether this machine can do its work: asked by whatever watches it, often and without an account."""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from jianyan.files import store

logger = logging.getLogger("jianyan.web")

#: Seconds for which an answer holds: nobody outside can make the disks busy by asking.
HOLDS = 10.0

_lock = threading.Lock()
_kept: tuple[float, dict[str, bool]] | None = None


def ready() -> dict[str, bool]:
    """What must work for work to go on: the database answers, disks have room, the store takes a file."""
    global _kept
    with _lock:
        if _kept is None or time.monotonic() - _kept[0] > HOLDS:
            _kept = time.monotonic(), {name: check() for name, check in CHECKS.items()}
        return _kept[1]


def forget() -> None:
    """Let the next question be answered anew."""
    global _kept
    _kept = None


def database() -> bool:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("the database does not answer")
        return False
    return True


def room() -> bool:
    """Whether the disks of data and temporary files have room for some days of work (`ROOM_MIN`)."""
    for folder in {Path(settings.DATA_DIR), Path(settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir())}:
        if shutil.disk_usage(folder).free < settings.ROOM_MIN:
            logger.error("less than %d MB are free for %s", settings.ROOM_MIN // 1_000_000, folder)
            return False
    return True


CHECKS: dict[str, Callable[[], bool]] = {"database": database, "room": room, "files": store.takes_files}
