"""A supervisor's own points: checked, objected to before the decision, and the certificate."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.awards import actions, words
from jianyan.awards.forms import OwnObjectionForm
from jianyan.awards.models import Standing
from jianyan.awards.queries import own_standings
from jianyan.awards.shown import hearing_open, step_name, step_tone
from jianyan.awards.views.people import points_context
from jianyan.core.flow import Refused


@entry("supervisor")
@require_safe
def mine(request: Request) -> HttpResponse:
    """Every award in which one's own points are shown; with only one, that one."""
    rows = list(own_standings(request.actor)[:12])
    if len(rows) == 1:
        return redirect("awards:own", rows[0].pk)
    shown = [(each, step_name(each.run), step_tone(each.run), words.points(each.total)) for each in rows]
    return render(request, "awards/mine.html", {"rows": shown})


@entry("supervisor")
def own(request: Request, pk: int) -> HttpResponse:
    """One's own points and each row behind them; posted, an objection."""
    each = get_object_or_404(own_standings(request.actor), pk=pk)
    now = timezone.now()
    form = OwnObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.object_own(request.actor, each.pk, at=now, **form.cleaned_data)
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("异议已提交，有结论后会通知您。"))
            return redirect("awards:own", each.pk)
    waiting = each.objections.filter(own=True, outcome="").exists()
    context = points_context(each) | {
        "form": form,
        "may_object": hearing_open(each.run, now) and not waiting,
        "waiting": waiting,
        "certificate": each.awarded,
    }
    return render(request, "awards/own.html", context, status=422 if request.method == "POST" else 200)


def seen_standing(request: Request, pk: int) -> Standing:
    """An awarded person: oneself, or for the office anybody of the zone."""
    if request.actor.is_office:
        rows = Standing.objects.filter(run__zone=request.actor.zone_id)
    else:
        rows = own_standings(request.actor)
    return get_object_or_404(rows.select_related("run__zone", "supervisor"), pk=pk, awarded=True)
