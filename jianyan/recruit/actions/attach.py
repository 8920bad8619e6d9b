"""附件: a file given with an application, taken in while the page is written and cleared away when it is never sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from jianyan.core.chain import file_digest
from jianyan.core.files import Limits, Unfit, clean_name, judge
from jianyan.core.flow import Refused
from jianyan.files import scan, store
from jianyan.recruit.models import CandidateFile, Round
from jianyan.recruit.queries import takes_applications
from jianyan.recruit.queries.public import loose_files

#: Files of one application at most, and those that may lie about unsent for one round: whoever sends is unknown.
FILES = 5
LOOSE = 300


def files_most() -> int:
    """Files of one application: never more than the settings allow of any page."""
    return min(FILES, int(settings.FILES_MAX))


def attach(zone_id: int, round_id: int, basket: UUID, sent: bytes, name: str, *, at: datetime) -> CandidateFile:
    """Take a file into the basket of a page; the same one twice is one. It is recorded with the application.

    Raises:
        Round.DoesNotExist; Refused: ``not_open``, ``unfit_file`` with the reason (`Unfit`), ``file_infected``,
        ``file_scan_down``, ``file_no_room``, ``too_many_files``, ``too_many_loose``.
    """
    round_ = Round.objects.get(pk=round_id, zone=zone_id)
    if not takes_applications(round_, at):
        raise Refused("not_open")
    digest = file_digest(sent)
    if there := loose_files(round_id, basket).filter(sent=digest).first():
        return there
    _check_room(round_id, basket)
    limits = Limits(size=settings.FILE_SIZE_MAX, megapixels=settings.FILE_MEGAPIXELS_MAX)
    try:
        judged = judge(sent, limits)
    except Unfit as no:
        raise Refused("unfit_file", why=no.code, **no.params) from no
    scan.check(sent)
    row = CandidateFile(
        round=round_,
        basket=basket,
        name=clean_name(name, judged.kind),
        kind=judged.kind,
        size=len(judged.data),
        sent=digest,
        digest=file_digest(judged.data),
        stored=store.new_name(),
        uploaded_at=at,
    )
    store.put({row.stored: judged.data}, at=at)
    try:
        kept = _enter(row)
    except BaseException:
        store.drop(row.stored)
        raise
    if kept is not row:
        store.drop(row.stored)
    return kept


def _check_room(round_id: int, basket: UUID) -> None:
    if loose_files(round_id, basket).count() >= files_most():
        raise Refused("too_many_files", longest=files_most())
    if CandidateFile.objects.filter(round=round_id, candidate__isnull=True).count() >= LOOSE:
        raise Refused("too_many_loose")


@transaction.atomic
def _enter(row: CandidateFile) -> CandidateFile:
    Round.objects.select_for_update().get(pk=row.round_id)
    _check_room(row.round_id, row.basket)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            store.claim(row.stored)
    except IntegrityError:  # the same file, sent twice at once
        return loose_files(row.round_id, row.basket).get(sent=row.sent)
    return row


@transaction.atomic
def detach(round_id: int, basket: UUID, token: UUID, *, at: datetime) -> None:
    """Take a file out that was not sent yet; raises `CandidateFile.DoesNotExist`."""
    row = loose_files(round_id, basket).select_for_update().get(token=token)
    _delete(row, at)


def _delete(row: CandidateFile, at: datetime) -> None:
    stored = row.stored
    row.delete()
    store.give_up(stored, at=at)


def expire_loose(zone_id: int, *, at: datetime) -> int:
    """Clear away what was uploaded and never sent; returns how many files."""
    before = at - settings.FILES_LOOSE_LAST
    old = CandidateFile.objects.filter(round__zone=zone_id, candidate__isnull=True, uploaded_at__lt=before)
    return sum(_expire(pk, at) for pk in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: int, at: datetime) -> int:
    row = CandidateFile.objects.select_for_update().filter(pk=pk, candidate__isnull=True).first()
    if row is None:  # sent at the last moment
        return 0
    _delete(row, at)
    return 1
