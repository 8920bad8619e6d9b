"""附件: taken in while a report or a finding is written, given to it when it is sent, cleared away when it never is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from jianyan.accounts.models import User
from jianyan.accounts.queries import Actor
from jianyan.core.chain import file_digest
from jianyan.core.flow import Refused
from jianyan.files import attached
from jianyan.studies.models import Finding, Report, StudyFile
from jianyan.studies.queries.files import in_basket, loose_of

#: Files that one person may have lying about unsent, in times of what one page holds.
LOOSE_PAGES = 12


def upload(actor: Actor, basket: UUID, sent: bytes, name: str, *, at: datetime) -> StudyFile:
    """Take a file into the basket of a page; the same one twice is one. It is recorded with the report or finding.

    Raises:
        Refused: those of `attached.take`, ``too_many_files``, ``too_many_loose``, ``wrong_role``.
    """
    if not actor.has("supervisor"):
        raise Refused("wrong_role")
    if there := in_basket(actor, basket).filter(sent=file_digest(sent)).first():
        return there
    _check_room(actor, basket)
    row = StudyFile(zone_id=actor.zone_id, basket=basket)
    return attached.take(row, sent, name, by=actor.person, at=at, enter=lambda filled: _enter(actor, filled))


def _check_room(actor: Actor, basket: UUID) -> None:
    if in_basket(actor, basket).count() >= settings.FILES_MAX:
        raise Refused("too_many_files", longest=settings.FILES_MAX)
    if loose_of(actor).count() >= settings.FILES_MAX * LOOSE_PAGES:
        raise Refused("too_many_loose")


@transaction.atomic
def _enter(actor: Actor, row: StudyFile) -> StudyFile:
    User.objects.select_for_update().get(pk=actor.person)  # what one person sends at once is counted one by one
    if there := in_basket(actor, row.basket).filter(sent=row.sent).first():
        return there
    _check_room(actor, row.basket)
    attached.keep(row)
    return row


@transaction.atomic
def remove_file(actor: Actor, token: UUID, *, at: datetime) -> None:
    """Take an own file out that was not sent yet; raises `StudyFile.DoesNotExist`."""
    attached.remove(loose_of(actor).select_for_update().get(token=token), at=at)


def claim(
    actor: Actor, basket: UUID | None, *, report: Report | None = None, finding: Finding | None = None
) -> list[dict[str, str | int]]:
    """Give the files of a page to what was sent with it; how the ledger knows them."""
    if basket is None:
        return []
    rows = list(in_basket(actor, basket).select_for_update())
    StudyFile.objects.filter(pk__in=[row.pk for row in rows]).update(report=report, finding=finding)
    return [attached.described(row) for row in rows]


def expire_files(zone_id: int, *, at: datetime) -> int:
    """Clear away what was uploaded and never sent; returns how many files."""
    loose = StudyFile.objects.filter(zone=zone_id, report__isnull=True, finding__isnull=True)
    old = loose.filter(uploaded_at__lt=at - settings.FILES_LOOSE_LAST)
    return sum(_expire(pk, at) for pk in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: int, at: datetime) -> int:
    loose = StudyFile.objects.filter(pk=pk, report__isnull=True, finding__isnull=True)
    row = loose.select_for_update().first()
    if row is None:  # sent at the last moment
        return 0
    attached.remove(row, at=at)
    return 1
