"""Those invited: the list, inviting more, excuses; and the roll."""

from __future__ import annotations

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import with_role
from jianyan.core.flow import Refused
from jianyan.core.meeting import MeetingVerb
from jianyan.meetings import actions, words
from jianyan.meetings.actions import Whom
from jianyan.meetings.forms.people import RollForm, WantedForm, numbers
from jianyan.meetings.models import Invitation, Meeting
from jianyan.meetings.queries import meeting_facts, own_invitation
from jianyan.meetings.queries.people import (
    SHOWN,
    Wanted,
    accounts_to_invite,
    counts_of,
    rows_of,
    to_invite,
    units_to_invite,
)
from jianyan.meetings.shown import person
from jianyan.meetings.views.base import done, found, frame, refused, rules_on, verbs_of
from jianyan.ui.shapes import Tab

#: Supervisors of a page when inviting.
PAGE = 100


@entry("officer", "head")
@require_safe
def people(request: Request, pk: int) -> HttpResponse:
    """Who is invited, what they answered, and what waits for a decision."""
    meeting, now = found(request, pk), timezone.now()
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    every = list(rows_of(meeting))
    kept = set(meeting.invitations.filter(SHOWN[show]).values_list("pk", flat=True)) if show else None
    rules = rules_on(meeting)
    verbs = [str(verb) for verb in verbs_of(request, meeting, None, now)]
    context = {
        **frame(meeting, "people"),
        "rows": [person(row, rules) for row in every if kept is None or row.pk in kept],
        "verbs": verbs,
        "shown": _tabs(every, show),
    }
    return render(request, "meetings/people.html", context)


def _tabs(rows: list[Invitation], show: str) -> list[Tab]:
    counts = counts_of(rows)
    tabs = [
        ("", _("全部"), len(rows)),
        ("waiting", _("未答复"), counts.waiting),
        ("coming", _("参加"), counts.coming + counts.online),
        ("excused", _("请假"), counts.excused),
        ("declined", _("不参加"), counts.declined),
        ("came", _("已到"), counts.came),
    ]
    return [Tab(url=f"?show={key}", label=label, active=key == show, count=count) for key, label, count in tabs]


@entry("officer", "head")
def invite(request: Request, pk: int) -> HttpResponse:
    """Supervisors by channel, category, officer or group, or ticked; departments; people of office and leaders."""
    meeting, now = found(request, pk), timezone.now()
    officers = with_role(request.zone.pk, RoleName.officer)
    form = WantedForm(request.GET, officers, rules_on(meeting))
    wanted = form.wanted()
    trouble = ""
    if request.method == "POST":
        try:
            made = actions.invite(request.actor, pk, _whom(request, meeting, wanted, now), at=now)
        except Refused as no:
            if no.code in words.STATUS:
                return refused(request, meeting, no, now)
            trouble = words.refusal(no)
        else:
            n = len(made)
            said = ngettext("已邀请 %(n)d 位，并发出通知。", "已邀请 %(n)d 位，并发出通知。", n) % {"n": n}
            return done(request, said, "people", pk)
    no_more = MeetingVerb.invite not in verbs_of(request, meeting, None, now)
    if no_more:
        return refused(request, meeting, Refused("wrong_state"), now)
    page = Paginator(to_invite(meeting, wanted, now), PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(meeting, "people"),
        "form": form,
        "page_obj": page,
        "narrowed": wanted != Wanted(),
        "rows": [(one, person(Invitation(meeting=meeting, supervisor=one), rules_on(meeting)).what) for one in page],
        "units": units_to_invite(meeting),
        "accounts": accounts_to_invite(meeting),
        "trouble": trouble,
    }
    return render(request, "meetings/invite.html", context, status=422 if trouble else 200)


def _whom(request: Request, meeting: Meeting, wanted: Wanted, now: datetime) -> Whom:
    """What was ticked; with 全部, every supervisor that the filters show on all pages."""
    ticked = numbers(request.POST.getlist("supervisor"))
    if request.POST.get("do") == "all":
        ticked = list(to_invite(meeting, wanted, now).values_list("pk", flat=True))
    return Whom(
        supervisors=ticked,
        users=numbers(request.POST.getlist("user")),
        departments=numbers(request.POST.getlist("department")),
    )


@require_POST
@entry("officer", "head")
def person_act(request: Request, pk: int, row: int, person_act: str) -> HttpResponse:
    """准假, 不准假, 撤下邀请 or 撤销到会, for one of the list."""
    meeting, now = found(request, pk), timezone.now()
    get_object_or_404(meeting.invitations, pk=row)
    back = "roll" if person_act == "strike" else "people"
    try:
        match person_act:
            case "accept" | "refuse":
                actions.decide_excuse(request.actor, pk, row, at=now, ok=person_act == "accept")
                said = _("已准假，并告知本人。") if person_act == "accept" else _("没有准假，已告知本人。")
            case "uninvite":
                actions.uninvite(request.actor, pk, row, at=now)
                said = _("邀请已撤下，并告知本人。")
            case "strike":
                actions.strike(request.actor, pk, row, at=now)
                said = _("到会登记已撤销。")
            case _:
                raise Http404
    except Refused as no:
        return refused(request, meeting, no, now, reverse(f"meetings:{back}", args=[pk]))
    return done(request, said, back, pk)


@entry("officer", "head")
def roll(request: Request, pk: int) -> HttpResponse:
    """签到: who is there; the officer ticks those whom the code did not catch."""
    meeting, now = found(request, pk), timezone.now()
    facts = meeting_facts(meeting, now)
    form = RollForm(request.POST if request.method == "POST" else None, late=facts.over)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _called(request, meeting, form, now)
        except Refused as no:
            if no.code in words.STATUS:
                return refused(request, meeting, no, now)
            form.refuse(no)
            status = 422
    every, rules = list(rows_of(meeting)), rules_on(meeting)
    verbs = verbs_of(request, meeting, own_invitation(request.actor, meeting), now)
    ticked = set(numbers(request.POST.getlist("present")))
    context = {
        **frame(meeting, "roll"),
        "form": form,
        "absent": [(person(row, rules), row.pk in ticked) for row in every if row.attended_at is None],
        "present": [person(row, rules) for row in every if row.attended_at is not None],
        "counts": counts_of(every),
        "guests": to_invite(meeting, Wanted(), now) if MeetingVerb.roll in verbs else (),
        "verbs": [str(verb) for verb in verbs],
        "late": facts.over,
        "open": facts.doors,
        "contact": MeetingVerb.count_contact in verbs,
    }
    return render(request, "meetings/roll.html", context, status=status)


def _called(request: Request, meeting: Meeting, form: RollForm, now: datetime) -> HttpResponse:
    present, guests = numbers(request.POST.getlist("present")), numbers(request.POST.getlist("guest"))
    grounds = form.cleaned_data["grounds"]
    rows = actions.call_roll(request.actor, meeting.pk, at=now, present=present, guests=guests, grounds=grounds)
    said = ngettext("已登记 %(n)d 位到会。", "已登记 %(n)d 位到会。", len(rows)) % {"n": len(rows)}
    return done(request, said, "roll", meeting.pk)


@require_POST
@entry("officer", "head")
def contacts(request: Request, pk: int) -> HttpResponse:
    """The symposium or visit was a contact with each supervisor who was there: only when the officer says so."""
    meeting, now = found(request, pk), timezone.now()
    back = reverse("meetings:roll", args=[pk])
    if request.POST.get("spoken") != "on":
        return refused(request, meeting, Refused("not_spoken"), now, back)
    try:
        count = actions.count_contacts(request.actor, pk, at=now)
    except Refused as no:
        return refused(request, meeting, no, now, back)
    said = ngettext("已为 %(n)d 位监督员登记互动联系。", "已为 %(n)d 位监督员登记互动联系。", count) % {"n": count}
    return done(request, said, "roll", pk)
