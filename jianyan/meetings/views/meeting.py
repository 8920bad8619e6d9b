"""One meeting: what the office sees of it, and what those invited see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.meeting import MeetingState, MeetingVerb
from jianyan.leads import words as leads
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.meetings import actions, ics, words
from jianyan.meetings.forms.people import AnswerForm
from jianyan.meetings.models import Invitation, Meeting, Minutes
from jianyan.meetings.queries import doors_at, own_invitation
from jianyan.meetings.queries.lists import leads_from
from jianyan.meetings.queries.people import counts_of
from jianyan.meetings.shown import head_of, own
from jianyan.meetings.views.base import EVERYBODY, done, found, frame, refused, verbs_of
from jianyan.meetings.views.files import files_of
from jianyan.tasks.models import Task
from jianyan.ui.shapes import Event

#: Rows of what happened that the page shows.
EVENTS = 30


@entry(*EVERYBODY)
@require_safe
def meeting(request: Request, pk: int) -> HttpResponse:
    """The page, by what the actor is: of the office or invited."""
    one, now = found(request, pk), timezone.now()
    mine = own_invitation(request.actor, one)
    if request.actor.is_office:
        return render(request, "meetings/meeting.html", _office(request, one, mine, now))
    assert mine is not None  # nobody else finds it
    return render(request, "meetings/invited.html", _invited(request, one, mine, now))


def _office(request: Request, one: Meeting, mine: Invitation | None, now: datetime) -> dict[str, Any]:
    minutes = Minutes.objects.filter(meeting=one).first()
    step = words.STEPS[minutes.step if minutes else ""]
    return {
        **frame(one, "meeting"),
        "verbs": [str(verb) for verb in verbs_of(request, one, mine, now)],
        "now": one.state == MeetingState.planned and doors_at(one) <= now < one.ends_at,
        "counts": counts_of(list(one.invitations.all())),
        "minutes": minutes,
        "minutes_word": step[0],
        "minutes_tone": step[1],
        "leads": [_lead(lead) for lead in leads_from(one)],
        "tasks": Task.objects.filter(zone=one.zone_id, source=one.subject).select_related("department", "user"),
        "files": files_of(one),
        "events": _events(one),
        "own": mine,
    }


def _lead(lead: Any) -> dict[str, Any]:
    return {"lead": lead, "state": leads.STATES[lead.state], "tone": leads.TONES.get(lead.state, "")}


def _events(one: Meeting) -> list[Event]:
    rows = Entry.objects.filter(subject=one.subject).select_related("actor").order_by("-place")[:EVENTS]
    return [
        Event(
            at=row.at,
            what=sentence(row.verb, row.data, departments={}),
            who=row.actor.name if row.actor else _("系统"),
        )
        for row in rows
    ]


def _invited(
    request: Request, one: Meeting, mine: Invitation, now: datetime, form: AnswerForm | None = None
) -> dict[str, Any]:
    verbs = verbs_of(request, one, mine, now)
    mine.meeting = one
    minutes = Minutes.objects.filter(meeting=one, issued_at__isnull=False).first()
    may_sign_in = MeetingVerb.sign_in_online in verbs and mine.answer == "online" and mine.attended_at is None
    return {
        "meeting": one,
        "head": head_of(one),
        "mine": own(mine, now),
        "form": (form or AnswerForm(None, mine)) if MeetingVerb.answer in verbs else None,
        "may_sign_in": may_sign_in,
        "doors": doors_at(one),
        "minutes": minutes,
        "files": files_of(one, shared=True),
    }


@entry(*EVERYBODY)
@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """An answer to one's own invitation; what is wrong with it is shown on the meeting's page."""
    one, now = found(request, pk), timezone.now()
    mine = own_invitation(request.actor, one)
    if mine is None:
        return refused(request, one, Refused("wrong_hat"), now)
    mine.meeting = one
    form = AnswerForm(request.POST, mine)
    if form.is_valid():
        try:
            row = actions.answer(request.actor, pk, at=now, **form.values())
        except Refused as no:
            if no.code in words.STATUS:
                return refused(request, one, no, now)
            form.refuse(no)
        else:
            return done(request, _said(row), "meeting", pk)
    if request.actor.is_office:
        return render(request, "meetings/answer.html", {**frame(one, ""), "form": form}, status=422)
    return render(request, "meetings/invited.html", _invited(request, one, mine, now, form), status=422)


def _said(row: Invitation) -> str:
    if row.answer == "excused":
        return _("请假已提交，专员决定后会告诉您。")
    return _("已答复：{answer}。").format(answer=words.ANSWERS[row.answer])


@entry(*EVERYBODY)
@require_POST
def online(request: Request, pk: int) -> HttpResponse:
    """Sign in online while the meeting lasts."""
    one, now = found(request, pk), timezone.now()
    try:
        actions.sign_in_online(request.actor, pk, at=now)
    except Refused as no:
        return refused(request, one, no, now)
    return done(request, _("已签到。"), "meeting", pk)


@entry(*EVERYBODY)
@require_safe
def one_ics(request: Request, pk: int) -> HttpResponse:
    """The calendar file of one meeting."""
    one = found(request, pk)
    site = request.build_absolute_uri("/").rstrip("/")
    data = ics.calendar_file([one], name=one.title, site=site)
    response = HttpResponse(data, content_type=ics.MEDIA)
    response["Content-Disposition"] = f'attachment; filename="meeting-{one.pk}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
