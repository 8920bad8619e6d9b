"""会议纪要 and 走访记录: written, sent, issued."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import Department, RoleName
from jianyan.accounts.queries import with_role
from jianyan.core.flow import Refused
from jianyan.core.meeting import MeetingVerb
from jianyan.meetings import actions, words
from jianyan.meetings.draft import drafted
from jianyan.meetings.forms.minutes import MatterForm, MinutesForm, matters_kept, matters_sent, owners_of, refuse_matter
from jianyan.meetings.forms.plan import VISITED, VisitForm
from jianyan.meetings.models import Meeting, Minutes, VisitRecord
from jianyan.meetings.queries import own_invitation
from jianyan.meetings.queries.people import rows_of
from jianyan.meetings.shown import head_of
from jianyan.meetings.views.base import EVERYBODY, done, found, frame, happened, refused, seen, verbs_of

#: Empty matters that a page begins with.
BLANK = 2
TEXTS = tuple(MinutesForm.base_fields)


@entry(*EVERYBODY)
def minutes(request: Request, pk: int) -> HttpResponse:
    """The minutes: for the office to write, issued ones for everybody who is invited to read."""
    meeting, now = found(request, pk), timezone.now()
    row = Minutes.objects.filter(meeting=meeting).select_related("issued_by", "written_by").first()
    if not request.actor.is_office:
        if row is None or row.issued_at is None:
            raise Http404
        return _read(request, meeting, row)
    verbs = verbs_of(request, meeting, own_invitation(request.actor, meeting), now)
    if row is not None and row.issued_at is not None:
        return (
            _read(request, meeting, row)
            if request.method != "POST"
            else refused(request, meeting, Refused("minutes_issued"), now)
        )
    if MeetingVerb.write_minutes not in verbs:
        context = {**frame(meeting, "minutes"), "nothing": True}
        return render(request, "meetings/minutes_none.html", context)
    owners = owners_of(
        Department.objects.filter(zone=request.zone, active=True),
        with_role(request.zone.pk, RoleName.officer, RoleName.head),
    )
    if request.method != "POST":
        return _write(request, meeting, row, *_forms(meeting, row, owners), verbs=verbs)
    form, matters = MinutesForm(request.POST), matters_sent(request.POST, owners)
    return _sent(request, meeting, row, form, matters, owners, verbs, now)


def _read(request: Request, meeting: Meeting, row: Minutes) -> HttpResponse:
    agreed = row.agreed.select_related("department", "user", "task")
    office = request.actor.is_office
    context = frame(meeting, "minutes") if office else {"meeting": meeting, "head": head_of(meeting)}
    return render(request, "meetings/minutes_read.html", {**context, "row": row, "agreed": agreed, "office": office})


def _forms(
    meeting: Meeting, row: Minutes | None, owners: list[tuple[Any, Any]]
) -> tuple[MinutesForm, list[MatterForm]]:
    if row is None:
        first = drafted(meeting, list(rows_of(meeting)))
        return MinutesForm(initial=first), [MatterForm(None, place, owners) for place in range(BLANK)]
    kept = matters_kept(row.agreed.all(), owners)
    initial = {name: getattr(row, name) for name in TEXTS}
    return MinutesForm(initial=initial), kept or [MatterForm(None, 0, owners)]


def _sent(
    request: Request,
    meeting: Meeting,
    row: Minutes | None,
    form: MinutesForm,
    matters: list[MatterForm],
    owners: list[tuple[Any, Any]],
    verbs: list[MeetingVerb],
    now: datetime,
) -> HttpResponse:
    """Another matter, or the minutes kept."""
    if request.POST.get("do") == "add":
        place = max((one.place for one in matters), default=-1) + 1
        return _write(request, meeting, row, form.so_far(), [*matters, MatterForm(None, place, owners)], verbs=verbs)
    fine = all([form.is_valid(), *(one.is_valid() for one in matters)])
    if fine:
        try:
            agreed = [one.matter() for one in matters if not one.blank]
            actions.write_minutes(request.actor, meeting.pk, form.written(agreed), at=now, seen=seen(request))
        except Refused as no:
            if no.code == "stale":
                row = Minutes.objects.filter(meeting=meeting).first()
                note = happened(meeting.subject, now)
                return _write(request, meeting, row, form, matters, verbs=verbs, status=409, note=note)
            if no.code in words.STATUS:
                return refused(request, meeting, no, now)
            if not refuse_matter(matters, no):
                form.refuse(no)
        else:
            return done(request, _("纪要已保存。"), "minutes", meeting.pk)
    return _write(request, meeting, row, form, matters, verbs=verbs, status=422)


def _write(
    request: Request,
    meeting: Meeting,
    row: Minutes | None,
    form: MinutesForm,
    matters: list[MatterForm],
    *,
    verbs: list[MeetingVerb],
    status: int = 200,
    note: str = "",
) -> HttpResponse:
    step = words.STEPS[row.step if row else ""]
    context = {
        **frame(meeting, "minutes"),
        "row": row,
        "form": form,
        "matters": matters,
        "longest": actions.minutes.MATTERS,
        "more": len(matters) < actions.minutes.MATTERS,
        "verbs": [str(verb) for verb in verbs],
        "note": note,
        "word": step[0],
        "tone": step[1],
    }
    return render(request, "meetings/minutes.html", context, status=status)


@require_POST
@entry("officer", "head")
def minutes_act(request: Request, pk: int, minutes_act: str) -> HttpResponse:
    """送签 or 签发."""
    meeting, now = found(request, pk), timezone.now()
    acts = {
        "submit": (actions.submit_minutes, _("纪要已送签。")),
        "issue": (actions.issue_minutes, _("纪要已签发，议定事项已成为任务，受邀的人已收到通知。")),
    }
    if minutes_act not in acts:
        raise Http404
    act, said = acts[minutes_act]
    try:
        act(request.actor, pk, at=now, seen=seen(request))
    except Refused as no:
        return refused(request, meeting, no, now, reverse("meetings:minutes", args=[pk]))
    return done(request, said, "minutes", pk)


@entry("officer", "head")
def visit(request: Request, pk: int) -> HttpResponse:
    """走访记录: written, and written again by one at a time."""
    meeting, now = found(request, pk), timezone.now()
    row = VisitRecord.objects.filter(meeting=meeting).select_related("written_by").first()
    verbs = verbs_of(request, meeting, None, now)
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in VISITED} if row else {"party": request.actor.name},
    )
    status, note = (422 if form.errors else 200), ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_visit(request.actor, pk, form.visited(), at=now, seen=seen(request))
        except Refused as no:
            status = words.STATUS.get(no.code, 422)
            if no.code != "stale" and no.code in words.STATUS:
                return refused(request, meeting, no, now)
            if no.code == "stale":
                note = happened(meeting.subject, now)
                row = VisitRecord.objects.filter(meeting=meeting).select_related("written_by").first()
            else:
                form.refuse(no)
        else:
            return done(request, _("走访记录已保存。"), "visit", pk)
    context = {**frame(meeting, "visit"), "form": form, "row": row, "note": note}
    context["open"] = MeetingVerb.record_visit in verbs
    return render(request, "meetings/visit.html", context, status=status)
