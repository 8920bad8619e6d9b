"""Where the bytes of attachments lie: the storage ``attachments`` of the settings, a folder or an object store."""

from __future__ import annotations

import logging
import secrets
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from jianyan.core.flow import Refused

logger = logging.getLogger("jianyan.files")


def _store() -> Storage:
    return storages["attachments"]


def new_name() -> str:
    """A name that nobody can guess, in one of 256 folders."""
    name = secrets.token_hex(20)
    return f"{name[:2]}/{name[2:]}"


def put(parts: dict[str, bytes]) -> None:
    """Keep all of the parts by their names, or none.

    Raises:
        Refused: ``file_no_room`` when the store does not take them: a full disk, an object store that is away.
    """
    try:
        for name, data in parts.items():
            kept = _store().save(name, ContentFile(data))
            if kept != name:
                raise OSError(f"the store kept {name} as {kept}")
    except Exception as error:  # what an object store raises is its own
        logger.exception("an attachment could not be stored")
        drop(*parts)
        raise Refused("file_no_room") from error


def drop(*names: str) -> None:
    """Remove parts; one that is not there, or cannot be removed, holds up nothing: it has no address any more."""
    for name in names:
        try:
            _store().delete(name)
        except Exception:
            logger.exception("an attachment could not be removed from the store")


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
        put({name: b"ready"})
    except Refused:
        return False
    try:
        part = opened(name)
        return part is not None and part.read() == b"ready"
    except Away:
        return False
    finally:
        drop(name)
