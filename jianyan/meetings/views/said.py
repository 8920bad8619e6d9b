"""会上意见: what somebody who was there said, written down as a lead in one step (4.3.b)."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.leads.actions import Invalid
from jianyan.leads.forms.opinion import BLANK, block_forms, found_in, opinions, summary, typed_leads
from jianyan.meetings import actions
from jianyan.meetings.models import Meeting
from jianyan.meetings.queries.people import came_of
from jianyan.meetings.views.base import found, frame, refused
from jianyan.people.models import Identity
from jianyan.rules.queries import NoRulebook, book, version_on
from jianyan.rules.words import title_of


@entry("officer", "head")
def said(request: Request, pk: int) -> HttpResponse:
    """Who said it first (``?who=`` an identity), then what."""
    meeting, now = found(request, pk), timezone.now()
    try:
        rules = book(version_on(request.zone.pk, local_date(now)).pk)
    except NoRulebook:
        return render(request, "rules/none.html", status=404)
    who = _who(request, meeting)
    if who is None:
        return _choose(request, meeting, rules)
    if request.method != "POST":
        return _page(request, meeting, who, rules, uuid4())
    typed, key = typed_leads(request.POST)[:1] or [dict(BLANK)], _key(request)
    wrong = found_in(typed, rules, who.supervisor.channel)
    if not wrong:
        try:
            lead = actions.speak(request.actor, pk, who.pk, opinions(typed)[0], at=now, key=key)
        except Invalid as no:
            wrong = no.params["leads"]  # type: ignore[assignment]
        except Refused as no:
            return refused(request, meeting, no, now)
        else:
            messages.success(
                request, _("已录入为线索 {no}，并告知{name}。").format(no=lead.no, name=who.supervisor.name)
            )
            return redirect("meetings:meeting", pk)
    return _page(request, meeting, who, rules, key, typed=typed, wrong=wrong, status=422)


def _who(request: Request, meeting: Meeting) -> Identity | None:
    """The identity that the address names, of somebody who was there; the only one where there is no choice."""
    sent = request.GET.get("who", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 15):
        return None
    came = meeting.invitations.filter(attended_at__isnull=False).values("supervisor")
    found_ = Identity.objects.filter(supervisor__in=came, pk=int(sent))
    return found_.select_related("supervisor__unit").first()


def _choose(request: Request, meeting: Meeting, rules: Rulebook) -> HttpResponse:
    rows = [
        (row.supervisor, identity, title_of(rules.levels, identity.level))
        for row in came_of(meeting)
        if row.supervisor
        for identity in row.supervisor.identities.all()
    ]
    return render(request, "meetings/said_who.html", {**frame(meeting, "meeting"), "rows": rows})


def _key(request: Request) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _page(
    request: Request,
    meeting: Meeting,
    who: Identity,
    rules: Rulebook,
    key: UUID,
    *,
    typed: list[dict[str, object]] | None = None,
    wrong: dict[int, dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    blocks = block_forms(typed or [dict(BLANK)], rules, who.supervisor.channel, wrong)
    entries = summary(blocks)
    context = {
        **frame(meeting, "meeting"),
        "who": who,
        "supervisor": who.supervisor,
        "level": title_of(rules.levels, who.level),
        "blocks": blocks,
        "key": key,
        "entries": entries,
        "general": [],
        "total": len(entries),
    }
    return render(request, "meetings/said.html", context, status=status)
