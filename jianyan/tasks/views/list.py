"""The list of tasks."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import RoleName
from jianyan.core.tasks import TaskState
from jianyan.rules.queries import calendar_of
from jianyan.tasks.forms import ALL, ListForm
from jianyan.tasks.queries import Counted, counted, listed, owners
from jianyan.tasks.shown import row_of
from jianyan.tasks.words import STATES
from jianyan.ui.shapes import Tab

PAGE = 50


@entry("officer", "head", "leader", "liaison")
@require_safe
def tasks(request: Request) -> HttpResponse:
    """All tasks of the zone for office and leaders, a unit's own for its liaisons; open ones by their date."""
    actor, now, calendar = request.actor, timezone.now(), calendar_of(request.zone)
    everybodys = actor.is_office or actor.has(RoleName.leader)
    form = ListForm(request.GET, owners(actor) if everybodys else [])
    page = Paginator(listed(actor, form.wanted(), now), PAGE).get_page(request.GET.get("page"))
    count = counted(actor, now)
    context = {
        "form": form,
        "page_obj": page,
        "rows": [row_of(task, now, calendar) for task in page],
        "tabs": _tabs(form, count),
        "count": count,
        "everybodys": everybodys,
        "narrowed": bool(form.wanted().light or form.wanted().department or form.wanted().words),
        "ended": form.state in (TaskState.done, TaskState.dropped),
    }
    return render(request, "tasks/list.html", context)


def _tabs(form: ListForm, count: Counted) -> list[Tab]:
    states = [(state.value, str(STATES[state])) for state in TaskState]
    return [
        Tab(url=f"?state={key}", label=label, active=form.state == key, count=getattr(count, key))
        for key, label in [*states, (ALL, _("全部"))]
    ]
