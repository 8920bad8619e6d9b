"""What the pages of meetings have in common."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request
from jianyan.core.flow import Refused
from jianyan.core.meeting import MeetingState, MeetingVerb, meeting_verbs
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.meetings import words
from jianyan.meetings.models import Invitation, Meeting
from jianyan.meetings.queries import hats, meeting_facts, visible_to
from jianyan.meetings.shown import head_of, tabs_of
from jianyan.rules.queries import NoRulebook, book, version_on
from jianyan.ui.formats import clock_time, datetime_in_words, local_day

EVERYBODY = ("supervisor", "officer", "head", "liaison", "leader")


def found(request: Request, pk: int) -> Meeting:
    """A meeting that the actor may see; a stranger's is not there."""
    return get_object_or_404(visible_to(request.actor).select_related("zone", "created_by"), pk=pk)


def verbs_of(request: Request, meeting: Meeting, own: Invitation | None, at: datetime) -> list[MeetingVerb]:
    """What the actor may do with it now."""
    worn = hats(request.actor, own is not None)
    return meeting_verbs(MeetingState(meeting.state), worn, meeting_facts(meeting, at))


def frame(meeting: Meeting, active: str) -> dict[str, Any]:
    """The head and the tabs of a meeting, for the office."""
    return {"meeting": meeting, "head": head_of(meeting), "tabs": tabs_of(meeting, active)}


def rules_on(meeting: Meeting) -> Rulebook | None:
    """The rules of the day of a meeting."""
    try:
        return book(version_on(meeting.zone_id, local_date(meeting.starts_at)).pk)
    except NoRulebook:
        return None


def seen(request: Request) -> int:
    """The revision on the page that was sent; -1, which nothing has, where it says none."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def happened(subject: str, at: datetime) -> str:
    """状态已变化：李敏 于 10:42 修改座谈安排."""
    last = Entry.objects.filter(subject=subject).select_related("actor").order_by("-place").first()
    if last is None:
        return ""
    when = clock_time(last.at) if local_day(last.at) == local_day(at) else datetime_in_words(last.at)
    return _("状态已变化：{who} 于 {when} {what}").format(
        who=last.actor.name if last.actor else _("系统"),
        when=when,
        what=sentence(last.verb, last.data, departments={}),
    )


def refused(request: Request, meeting: Meeting, no: Refused, at: datetime, back: str = "") -> HttpResponse:
    """Why an act without a form could not be done, and the way back."""
    status = words.STATUS.get(no.code, 422)
    context = {
        "meeting": meeting,
        "head": head_of(meeting),
        "reason": words.refusal(no),
        "happened": happened(meeting.subject, at) if status == 409 and request.actor.is_office else "",
        "back": back or reverse("meetings:meeting", args=[meeting.pk]),
    }
    return render(request, "meetings/refused.html", context, status=status)


def done(request: Request, said: str, name: str, pk: int) -> HttpResponse:
    """Say that it is done and show the page that it was about."""
    messages.success(request, said)
    return redirect(f"meetings:{name}", pk)
