"""Leaves: who is away and who stands in; set, moved and ended by the head (4.3.a)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import with_role
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.people import words
from jianyan.people.actions import end_leave, move_leave_end, set_leave
from jianyan.people.forms import LeaveEndForm, LeaveForm
from jianyan.people.models import Leave
from jianyan.people.queries import visible_to
from jianyan.people.queries.leaves import current, leaves_visible_to, past
from jianyan.people.queries.roster import supervisors_by_officer
from jianyan.ui.shapes import Tab


@dataclass(frozen=True, slots=True)
class Row:
    """One leave in words: days, its state, and who stands in for whom."""

    leave: Leave
    first: date
    last: date
    word: str
    tone: str
    deputy: str
    others: list[tuple[str, str]]
    open: bool


def row_of(leave: Leave, now: datetime) -> Row:
    """A leave with its covers as the pages show it."""
    covers = list(leave.covers.all())
    cancelled, over = leave.starts_at == leave.ends_at, bool(leave.over_at) or leave.ends_at <= now
    if over:
        word, tone = (_("已取消"), "") if cancelled else (_("已结束"), "")
    else:
        word, tone = (_("进行中"), "info") if leave.starts_at <= now else (_("未开始"), "warn")
    return Row(
        leave=leave,
        first=local_date(leave.starts_at),
        last=local_date(max(leave.starts_at, leave.ends_at - timedelta(microseconds=1))),
        word=word,
        tone=tone,
        deputy=next(cover.deputy.name for cover in covers if cover.supervisor is None),
        others=[(cover.supervisor.name, cover.deputy.name) for cover in covers if cover.supervisor],
        open=not over,
    )


@entry("head")
@require_safe
def leaves(request: Request) -> HttpResponse:
    """Those that run or are to come, and the last ones that are over."""
    now = timezone.now()
    found = leaves_visible_to(request.actor)
    context = {
        "rows": [row_of(leave, now) for leave in current(found, now)],
        "past": [row_of(leave, now) for leave in past(found, now)],
    }
    return render(request, "people/leaves.html", context)


@entry("head")
def leave_new(request: Request) -> HttpResponse:
    """First whose leave, then from when to when and who stands in."""
    officers = with_role(request.zone.pk, RoleName.officer)
    asked = request.GET.get("officer", "")
    away = next((user for user in officers if str(user.pk) == asked), officers[0] if officers else None)
    held = list(visible_to(request.actor).filter(officer=away).order_by("name", "pk")) if away else []
    deputies = [user for user in officers if away and user.pk != away.pk]
    form = LeaveForm(request.POST or None, held=held, deputies=deputies)
    status = 200
    if request.method == "POST" and away:
        status = 422
        if form.is_valid():
            known: dict[str, Any] = {name: form.cleaned_data[name] for name in ("first", "last", "deputy")}
            try:
                set_leave(request.actor, at=timezone.now(), officer=away.pk, others=form.others(), **known)
            except Refused as no:
                status = _refused(form, no)
            else:
                messages.success(request, _("已安排：{name}请假期间由同事代管。").format(name=away.name))
                return redirect("people:leaves")
    counts = supervisors_by_officer(request.zone.pk)
    tabs = [
        Tab(url=f"?officer={user.pk}", label=user.name, active=user == away, count=counts.get(user.pk, 0))
        for user in officers
    ]
    context = {"form": form, "away": away, "held": held, "deputies": deputies, "tabs": tabs}
    return render(request, "people/leave_new.html", context, status=status)


@entry("head")
def leave(request: Request, pk: int) -> HttpResponse:
    """One leave; while it is not over its last day can be moved, and it can be ended now."""
    found = get_object_or_404(leaves_visible_to(request.actor), pk=pk)
    now = timezone.now()
    row = row_of(found, now)
    moving = request.method == "POST" and "end" not in request.POST
    form = LeaveEndForm(request.POST if moving else None, initial={"last": row.last})
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if not moving:
                end_leave(request.actor, pk, at=now)
                return _done(request, pk, _("请假已结束，监督员由专员本人联系。"))
            if form.is_valid():
                move_leave_end(request.actor, pk, at=now, last=form.cleaned_data["last"])
                return _done(request, pk, _("日期已改。"))
        except Refused as no:
            form = form if moving else LeaveEndForm({"last": row.last})
            form.is_valid()
            status = _refused(form, no)
    return render(request, "people/leave.html", {"form": form, "row": row}, status=status)


def _done(request: Request, pk: int, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(reverse("people:leave", args=[pk]))


def _refused(form: LeaveForm | LeaveEndForm, no: Refused) -> int:
    """Say why, at its field where the form has it; returns the status."""
    field = words.field_of(no)
    if field == "first" and "first" not in form.fields:
        field = "last"
    form.add_error(field if field in form.fields else None, words.refusal(no))
    return 409 if no.code in ("handover_changed", "leave_over") else 422
