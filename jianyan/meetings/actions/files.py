"""Photos and files of a meeting."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.chain import file_digest
from jianyan.core.flow import Refused
from jianyan.core.meeting import MeetingVerb
from jianyan.files import attached
from jianyan.meetings.actions.base import note, take
from jianyan.meetings.models import MeetingFile

#: Files of one meeting, in times of what one page takes.
PAGES = 4


def attach(actor: Actor, meeting_id: int, sent: bytes, name: str, *, at: datetime, shared: bool = False) -> MeetingFile:
    """Give a meeting a photo or a document; the same one twice is one.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``too_many_files``, and those of
            `files.attached.take`.
    """
    with transaction.atomic():
        meeting = take(actor, meeting_id, MeetingVerb.attach, at=at).meeting
    if there := meeting.files.filter(sent=file_digest(sent)).first():
        return there
    row = MeetingFile(meeting=meeting, shared=shared)
    return attached.take(row, sent, name, by=actor.person, at=at, enter=lambda row: _enter(actor, row, at))


@transaction.atomic
def _enter(actor: Actor, row: MeetingFile, at: datetime) -> MeetingFile:
    taken = take(actor, row.meeting_id, MeetingVerb.attach, at=at)
    if there := taken.meeting.files.filter(sent=row.sent).first():
        return there
    longest = settings.FILES_MAX * PAGES
    if taken.meeting.files.count() >= longest:
        raise Refused("too_many_files", longest=longest)
    attached.keep(row)
    note(taken, "attach", {**attached.described(row), "file": row.pk})
    return row


@transaction.atomic
def detach(actor: Actor, meeting_id: int, token: UUID, *, at: datetime) -> None:
    """Take a file out again; the ledger keeps what it was.

    Raises:
        Meeting.DoesNotExist, MeetingFile.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``.
    """
    taken = take(actor, meeting_id, MeetingVerb.attach, at=at)
    row = taken.meeting.files.select_for_update().get(token=token)
    note(taken, "detach", {**attached.described(row), "file": row.pk})
    attached.remove(row, at=at)
