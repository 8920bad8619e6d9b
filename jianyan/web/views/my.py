"""The supervisor's own pages: what I must do now, what waits for me, where my leads are, and my dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.opinion import month_of
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.duties.beside import own_card
from jianyan.leads.forms.opinion import kept_leads, written
from jianyan.leads.queries.mine import FormDue, MonthForm, due_of_form, leads_shown, month_forms
from jianyan.leads.views.track import track_of
from jianyan.meetings.queries.lists import ahead_of, waits
from jianyan.meetings.shown import own
from jianyan.people.queries import own_supervisor
from jianyan.people.queries.groups import unread_announcements
from jianyan.people.views.dossier import dossier_page
from jianyan.rules.queries import book_today, calendar_of
from jianyan.rules.words import title_of
from jianyan.studies.views.lists import waiting_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One identity's form of this month. ``level`` is empty for those who hold one identity only."""

    own: MonthForm
    level: str
    due: FormDue | None
    drafted: int
    key: UUID


@entry("supervisor")
@require_safe
def my_home(request: Request) -> HttpResponse:
    """首页: the month's form first, then what waits for me, then my leads."""
    now = timezone.now()
    today = local_date(now)
    rules = book_today(request.zone, today)
    forms = month_forms(request.actor, month_of(today), today)
    calendar = calendar_of(request.zone)
    waiting, page, leads = leads_shown(request.actor, now, request.GET.get("page"))
    ahead = ahead_of(request.actor, now)
    context = {
        "cards": [_card(form, rules, several=len(forms) > 1, today=today) for form in forms],
        "month": month_of(today),
        "waiting": [track_of(lead, now=now, calendar=calendar) for lead in waiting],
        "tracks": [track_of(lead, now=now, calendar=calendar) for lead in leads],
        "leads": page,
        "meetings": [own(row, now) for row in ahead if waits(row, now)],
        "unread_announcements": unread_announcements(request.actor),
        "duty": own_card(request, ahead),
        "tasks": waiting_rows(request),
    }
    return render(request, "web/my_home.html", context)


def _card(own: MonthForm, rules: Rulebook | None, *, several: bool, today: date) -> Card:
    levels = rules.levels if rules else {}
    return Card(
        own=own,
        level=title_of(levels, own.identity.level) if several else "",
        due=due_of_form(own.month, today, rules) if rules else None,
        drafted=len(written(kept_leads(own.draft.data))) if own.draft else 0,
        key=own.draft.key if own.draft else uuid4(),
    )


@entry("supervisor")
@require_safe
def my_dossier(request: Request) -> HttpResponse:
    """我的档案: one's own dossier, as the office sees it."""
    supervisor = own_supervisor(request.actor, timezone.now())
    if supervisor is None:
        raise Http404
    return dossier_page(request, supervisor, own=True)
