"""Planning, changing, calling off, closing; a visit that is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.meeting import MeetingKind
from jianyan.core.workdays import TZ, local_date
from jianyan.meetings import actions, words
from jianyan.meetings.forms.base import CancelForm
from jianyan.meetings.forms.plan import PastVisitForm, PlanForm, as_it_is
from jianyan.meetings.models import Meeting
from jianyan.meetings.views.base import done, found, frame, happened, refused, seen
from jianyan.rules.queries import calendar_of

#: A meeting is proposed so many working days ahead, from two to four.
AHEAD = 5


@entry("officer", "head")
def new(request: Request) -> HttpResponse:
    """The plan of a meeting to come; ``?kind=`` begins with that kind."""
    now = timezone.now()
    if request.method != "POST":
        return _page(request, PlanForm(initial=_proposed(request, now)), key=uuid4())
    form, key = PlanForm(request.POST), _key(request.POST)
    if form.is_valid():
        try:
            made = actions.plan_meeting(request.actor, form.plan(), at=now, key=key)
        except Refused as no:
            form.refuse(no)
        else:
            return done(request, _("会议已安排，请邀请参加的人。"), "invite", made.pk)
    return _page(request, form, key=key, status=422)


def _page(
    request: Request,
    form: PlanForm,
    *,
    meeting: Meeting | None = None,
    key: UUID | None = None,
    status: int = 200,
    note: str = "",
) -> HttpResponse:
    back = reverse("meetings:meeting", args=[meeting.pk]) if meeting else reverse("meetings:list")
    told = meeting.invitations.filter(invited_at__isnull=False).count() if meeting else 0
    context: dict[str, Any] = {"form": form, "meeting": meeting, "key": key, "back": back, "note": note, "told": told}
    return render(request, "meetings/plan.html", context, status=status)


def _proposed(request: Request, now: datetime) -> dict[str, Any]:
    day = calendar_of(request.zone).add(local_date(now), AHEAD)
    kind = request.GET.get("kind", "")
    starts = datetime.combine(day, time(14), TZ)
    return {
        "kind": kind if kind in set(MeetingKind) else MeetingKind.symposium,
        "mode": "on_site",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
    }


def _key(sent: Mapping[str, str]) -> UUID:
    try:
        return UUID(sent.get("key", ""))
    except ValueError:
        return uuid4()


@entry("officer", "head")
def edit(request: Request, pk: int) -> HttpResponse:
    """Change a meeting before it begins; of two who do, the second sees what the first did and keeps what was typed."""
    now = timezone.now()
    meeting = found(request, pk)
    if request.method != "POST":
        return _page(request, PlanForm(initial=as_it_is(meeting)), meeting=meeting)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _page(request, form, meeting=meeting, status=422)
    try:
        actions.edit_meeting(request.actor, pk, form.plan(), at=now, seen=seen(request))
    except Refused as no:
        if no.code == "stale":
            note = happened(meeting.subject, now)
            return _page(request, form, meeting=found(request, pk), status=409, note=note)
        if no.code in words.STATUS:
            return refused(request, meeting, no, now)
        form.refuse(no)
        return _page(request, form, meeting=meeting, status=422)
    return done(request, _("会议安排已保存；时间、地点有变的，已告知受邀的人。"), "meeting", pk)


@entry("officer", "head")
def cancel(request: Request, pk: int) -> HttpResponse:
    """Why a meeting is called off."""
    now = timezone.now()
    meeting = found(request, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_meeting(request.actor, pk, at=now, seen=seen(request), **form.cleaned_data)
        except Refused as no:
            if no.code in words.STATUS:
                return refused(request, meeting, no, now)
            form.refuse(no)
            status = 422
        else:
            return done(request, _("会议已取消，受邀的人已收到通知。"), "meeting", pk)
    told = meeting.invitations.filter(invited_at__isnull=False).count()
    return render(request, "meetings/cancel.html", {**frame(meeting, ""), "form": form, "told": told}, status=status)


@require_POST
@entry("officer", "head")
def hold(request: Request, pk: int) -> HttpResponse:
    """The meeting is over before its time, or the clock has not come round yet."""
    meeting, now = found(request, pk), timezone.now()
    try:
        actions.hold_meeting(request.actor, pk, at=now, seen=seen(request))
    except Refused as no:
        return refused(request, meeting, no, now)
    return done(request, _("会议已结束，现在可以补登到会、写纪要。"), "meeting", pk)


@entry("officer", "head")
def visit_new(request: Request) -> HttpResponse:
    """Enter a visit that is over."""
    now = timezone.now()
    key = _key(request.POST)
    if request.method != "POST":
        hour = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
        first = {"starts_at": hour - timedelta(hours=2), "ends_at": hour - timedelta(hours=1)}
        form = PastVisitForm(initial={**first, "party": request.actor.name})
        return render(request, "meetings/visit_new.html", {"form": form, "key": uuid4()})
    form = PastVisitForm(request.POST)
    if form.is_valid():
        try:
            made = actions.enter_visit(request.actor, form.plan(), form.visited(), at=now, key=key)
        except Refused as no:
            form.refuse(no)
        else:
            return done(request, _("走访已登记；见到的监督员请在“签到”里补登。"), "meeting", made.pk)
    return render(request, "meetings/visit_new.html", {"form": form, "key": key}, status=422)
