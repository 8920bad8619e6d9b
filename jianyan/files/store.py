"""Where the bytes of attachments lie: the storage ``attachments`` of the settings, a folder or an object store."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from functools import partial
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import DatabaseError, transaction

from jianyan.core.flow import Refused
from jianyan.files.models import Unclaimed

logger = logging.getLogger("jianyan.files")

#: No upload is on its way for so long; and how many parts are removed at a time.
UPLOAD_LASTS = timedelta(hours=1)
SWEPT = 500


def _store() -> Storage:
    return storages["attachments"]


def new_name() -> str:
    """A name that nobody can guess, in one of 256 folders."""
    name = secrets.token_hex(20)
    return f"{name[:2]}/{name[2:]}"


def put(parts: dict[str, bytes], *, at: datetime) -> None:
    """Keep all of the parts by their names, or none. They are unclaimed until `claim`.

    Raises:
        Refused: ``file_no_room`` when the store does not take them: a full disk, an object store that is away.
    """
    Unclaimed.objects.bulk_create([Unclaimed(name=name, at=at) for name in parts])
    try:
        _write(parts)
    except Refused:
        drop(*parts)
        raise


def _write(parts: dict[str, bytes]) -> None:
    try:
        for name, data in parts.items():
            kept = _store().save(name, ContentFile(data))
            if kept != name:
                raise OSError(f"the store kept {name} as {kept}")
    except Exception as error:  # what an object store raises is its own
        logger.exception("an attachment could not be stored")
        raise Refused("file_no_room") from error


def claim(*names: str) -> None:
    """Give the parts an owner, in the transaction that writes the owner's row.

    Raises:
        Refused: ``file_no_room`` when they were cleared away meanwhile.
    """
    if Unclaimed.objects.filter(name__in=names).delete()[0] != len(names):
        raise Refused("file_no_room")


def give_up(*names: str, at: datetime) -> None:
    """Remove parts whose row goes in the caller's transaction: once it is committed, now or by `sweep`."""
    Unclaimed.objects.bulk_create([Unclaimed(name=name, at=at) for name in names])
    transaction.on_commit(partial(drop, *names))


def drop(*names: str) -> None:
    """Remove unclaimed parts; one that cannot be removed holds up nothing, and `sweep` tries again."""
    gone = [name for name in names if _remove(name)]
    try:
        Unclaimed.objects.filter(name__in=gone).delete()
    except DatabaseError:
        logger.exception("removed attachments are still noted as unclaimed")


def _remove(name: str) -> bool:
    try:
        _store().delete(name)
    except Exception:  # what an object store raises is its own
        logger.exception("an attachment could not be removed from the store")
        return False
    return True


def sweep(at: datetime) -> int:
    """Remove what a killed process or an absent store left behind; returns how many parts were tried."""
    left = list(Unclaimed.objects.filter(at__lt=at - UPLOAD_LASTS).values_list("name", flat=True)[:SWEPT])
    drop(*left)
    return len(left)


class Away(Exception):
    """The store does not answer; whether it has the part is not known."""


def opened(name: str) -> IO[bytes] | None:
    """A part to read, from its beginning; None where the store has lost it.

    Raises:
        Away: the store cannot be asked.
    """
    try:
        part: IO[bytes] = _store().open(name)
        part.read(1)  # an object store fetches only now
        part.seek(0)
    except FileNotFoundError:
        logger.error("an attachment is missing in the store: %s", name)
        return None
    except Exception as error:  # what an object store raises is its own
        logger.exception("an attachment could not be read")
        raise Away from error
    return part


def takes_files() -> bool:
    """Whether the store takes a small file now, and gives it back; nothing of it stays."""
    name = f"ready/{secrets.token_hex(20)}"
    try:
        _write({name: b"ready"})
    except Refused:
        return False
    try:
        part = opened(name)
        return part is not None and part.read() == b"ready"
    except Away:
        return False
    finally:
        _remove(name)
