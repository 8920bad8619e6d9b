"""Photos and files of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.files import ACCEPTED
from jianyan.core.flow import Refused
from jianyan.files.serving import served
from jianyan.meetings import actions, words
from jianyan.meetings.models import Meeting, MeetingFile
from jianyan.meetings.views.base import EVERYBODY, found, refused


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a meeting, and what a page may add."""

    rows: list[MeetingFile]

    accepted = ACCEPTED

    @property
    def megabytes(self) -> int:
        return int(settings.FILE_SIZE_MAX) // 1_000_000


def files_of(meeting: Meeting, *, shared: bool = False) -> Files:
    """All files for the office, those that are shared for everybody else who is invited."""
    rows = meeting.files.select_related("uploaded_by")
    return Files(list(rows.filter(shared=True) if shared else rows))


@entry(*EVERYBODY)
@require_safe
def file(request: Request, pk: int, token: UUID) -> HttpResponse:
    """One file, for the office and, where it is shared, for those invited."""
    meeting = found(request, pk)
    rows = meeting.files.all() if request.actor.is_office else meeting.files.filter(shared=True)
    row = get_object_or_404(rows, token=token)
    return served(request, row, row.name)


@require_POST
@entry("officer", "head")
def attach(request: Request, pk: int) -> HttpResponse:
    """Take the chosen files in; each that cannot be kept says why, the others are kept."""
    meeting, now = found(request, pk), timezone.now()
    kept = 0
    for sent in request.FILES.getlist("file")[: settings.FILES_MAX]:
        try:
            # One byte more than is allowed is enough to know that it is too big.
            data = sent.read(settings.FILE_SIZE_MAX + 1)
            actions.attach(request.actor, pk, data, sent.name or "", at=now, shared=request.POST.get("shared") == "on")
            kept += 1
        except Refused as no:
            if no.code in words.STATUS:
                return refused(request, meeting, no, now)
            said = _("“{name}”没有保存：{reason}").format(name=(sent.name or "")[:40], reason=words.refusal(no))
            messages.error(request, said)
    if kept:
        messages.success(request, ngettext("已保存 %(n)d 个文件。", "已保存 %(n)d 个文件。", kept) % {"n": kept})
    elif not request.FILES:
        messages.warning(request, _("请先选择照片或文件。"))
    return redirect(f"{reverse('meetings:meeting', args=[pk])}#files")


@require_POST
@entry("officer", "head")
def detach(request: Request, pk: int, token: UUID) -> HttpResponse:
    """Take a file out again."""
    meeting, now = found(request, pk), timezone.now()
    get_object_or_404(meeting.files, token=token)
    try:
        actions.detach(request.actor, pk, token, at=now)
    except Refused as no:
        return refused(request, meeting, no, now)
    messages.success(request, _("文件已删除。"))
    return redirect(f"{reverse('meetings:meeting', args=[pk])}#files")
