"""附件: what every file that people give has in common, and the one way in which its bytes are taken in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.core.chain import file_digest
from jianyan.core.files import FileType, Judged, Limits, Unfit, clean_name, judge
from jianyan.core.flow import Refused
from jianyan.files import scan, store


class AttachedFile(models.Model):
    """One file. ``token`` stands in its address, ``stored`` is its name in the store: neither tells the other, or can
    be guessed.

    ``sent`` is the digest of what came, by which the same file sent twice is one; ``digest`` and ``size`` (bytes) are
    of what is kept. ``name`` is cleaned. ``small``: there is a small picture beside it in the store.
    """

    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("名称"), max_length=100)
    kind = models.CharField(_("类型"), max_length=4, choices=[(kind.value, kind.value) for kind in FileType])
    size = models.PositiveBigIntegerField(_("大小"))
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    small = models.BooleanField(default=False)
    sent = models.CharField(max_length=80)
    digest = models.CharField(_("摘要"), max_length=80)
    stored = models.CharField(max_length=60, unique=True)
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        abstract = True

    @property
    def type(self) -> FileType:
        return FileType(self.kind)

    @property
    def small_stored(self) -> str:
        """The name of the small picture in the store."""
        return f"{self.stored}-small"

    @property
    def parts(self) -> list[str]:
        """The names of all that is in the store."""
        return [self.stored, *([self.small_stored] if self.small else [])]


F = TypeVar("F", bound=AttachedFile)


def limits() -> Limits:
    """What the settings allow of one file."""
    return Limits(size=settings.FILE_SIZE_MAX, megapixels=settings.FILE_MEGAPIXELS_MAX)


def take(row: F, sent: bytes, name: str, *, by: int, at: datetime, enter: Callable[[F], F]) -> F:
    """Judge, scan and store a file, fill ``row`` with what it is, and let ``enter`` save it in its own transaction.

    ``row`` comes unsaved, with what it belongs to. ``enter`` locks what the file is given to, looks whether there is
    room, saves by `keep` and records; it returns the row that stays: another one where the same file came in meanwhile.
    What cannot be judged, scanned, stored or entered leaves nothing behind.

    Raises:
        Refused: ``unfit`` with the reason (`core.files.Unfit`), ``file_infected``, ``file_scan_down``,
        ``file_no_room``; and whatever ``enter`` raises.
    """
    judged = fit_or_refused(sent)
    scan.check(sent)
    _fill(row, judged, sent, name, by, at)
    parts = {row.stored: judged.data, **({row.small_stored: judged.small} if judged.small else {})}
    store.put(parts, at=at)
    try:
        kept = enter(row)
    except BaseException:
        store.drop(*parts)
        raise
    if kept is not row:
        store.drop(*parts)
    return kept


def keep(row: AttachedFile) -> None:
    """Save a row that was taken in, in the caller's transaction; from now on its parts have an owner."""
    row.save(force_insert=True)
    store.claim(*row.parts)


def fit_or_refused(sent: bytes) -> Judged:
    """What a file is by its content; raises `Refused` ``unfit`` with ``why`` and what the sentence needs."""
    try:
        return judge(sent, limits())
    except Unfit as no:
        raise Refused("unfit", why=no.code, **no.params) from no


def _fill(row: AttachedFile, judged: Judged, sent: bytes, name: str, by: int, at: datetime) -> None:
    row.name, row.kind, row.size = clean_name(name, judged.kind), judged.kind, len(judged.data)
    row.width, row.height, row.small = judged.width, judged.height, bool(judged.small)
    row.sent, row.digest = file_digest(sent), file_digest(judged.data)
    row.stored = store.new_name()
    row.uploaded_by_id, row.uploaded_at = by, at


def remove(row: AttachedFile, *, at: datetime) -> None:
    """Delete a row in the caller's transaction, and its bytes once that has held."""
    names = row.parts
    row.delete()
    store.give_up(*names, at=at)


def described(row: AttachedFile) -> dict[str, str | int]:
    """A file as the ledger knows it: no names."""
    return {"digest": row.digest, "size": row.size, "type": row.kind}
