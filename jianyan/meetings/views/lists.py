"""The office's meetings by quarter, and everybody's own."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.meeting import MeetingKind
from jianyan.core.workdays import local_date
from jianyan.meetings import words
from jianyan.meetings.models import Feed
from jianyan.meetings.queries.lists import (
    Quarter,
    coming_of,
    meetings_listed,
    past_of,
    quarter_named,
    quarters_around,
    waiting_of,
)
from jianyan.meetings.shown import head_of, own
from jianyan.meetings.views.base import EVERYBODY
from jianyan.ui.shapes import Tab

#: Meetings of a page of the past ones.
PAGE = 20


@entry("officer", "head")
@require_safe
def meetings(request: Request) -> HttpResponse:
    """The meetings of a quarter with what came of the invitations."""
    today = local_date(timezone.now())
    quarter = quarter_named(request.GET.get("quarter", ""), today)
    kind = request.GET.get("kind", "")
    kind = kind if kind in set(MeetingKind) else ""
    rows = list(meetings_listed(request.actor, quarter, kind))
    context = {
        "rows": [{"meeting": each, "head": head_of(each)} for each in rows],
        "quarter": quarter,
        "title": quarter_words(quarter),
        "quarters": [
            Tab(url=f"?quarter={each.key}", label=quarter_words(each), active=each == quarter)
            for each in reversed(quarters_around(today))
        ],
        "kinds": [
            Tab(url=f"?quarter={quarter.key}", label=_("全部"), active=not kind),
            *(
                Tab(url=f"?quarter={quarter.key}&kind={key}", label=str(label), active=kind == key)
                for key, label in words.KINDS.items()
            ),
        ],
    }
    return render(request, "meetings/list.html", context)


def quarter_words(quarter: Quarter) -> str:
    """2026年第3季度."""
    return _("{year}年第{n}季度").format(year=quarter.period.first.year, n=quarter.period.quarter)


@entry(*EVERYBODY)
@require_safe
def my_meetings(request: Request) -> HttpResponse:
    """会议: what waits for an answer, what comes next, what was. First for a phone."""
    now = timezone.now()
    past = Paginator(past_of(request.actor, now), PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": [own(row, now) for row in waiting_of(request.actor, now)],
        "coming": [own(row, now) for row in coming_of(request.actor, now)],
        "past": [own(row, now) for row in past],
        "page_obj": past,
        "feed": Feed.objects.filter(user=request.actor.user_id).exists(),
    }
    return render(request, "meetings/mine.html", context)
