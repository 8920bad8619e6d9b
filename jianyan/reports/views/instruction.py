"""One instruction: what the leader wrote, the tasks that it became, and how far they are."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.special import InstructionState
from jianyan.reports.actions import assign, note_instruction
from jianyan.reports.forms.special import AssignForm, NoteForm
from jianyan.reports.models import Instruction
from jianyan.reports.queries.special import instructions_visible_to, state_of, tasks_of
from jianyan.reports.special_shown import instruction_row
from jianyan.rules.queries import calendar_of


@entry("officer", "head", "leader")
@require_safe
def instruction(request: Request, pk: int) -> HttpResponse:
    """The page of it."""
    return _page(request, _find(request, pk))


@entry("officer", "head")
@require_POST
def instruction_assign(request: Request, pk: int) -> HttpResponse:
    """Make a task of it."""
    found = _find(request, pk)
    form = AssignForm(request.POST, zone_id=request.zone.pk)
    if form.is_valid():
        try:
            made = assign(request.actor, pk, at=timezone.now(), **form.values())
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("任务 {no} 已交办。").format(no=made.no))
            return redirect("reports:instruction", pk)
    return _page(request, found, assigning=form, status=422)


@entry("officer", "head")
@require_POST
def instruction_note(request: Request, pk: int) -> HttpResponse:
    """Say that no task comes of it."""
    found = _find(request, pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            note_instruction(request.actor, pk, at=timezone.now(), text=form.cleaned_data["noted"])
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("已登记为阅知，并告知批示领导。"))
            return redirect("reports:instruction", pk)
    return _page(request, found, noting=form, status=422)


def _find(request: Request, pk: int) -> Instruction:
    rows = instructions_visible_to(request.actor).select_related("by", "special", "item", "entered_by", "told_in")
    return get_object_or_404(rows, pk=pk)


def _page(
    request: Request,
    found: Instruction,
    *,
    assigning: AssignForm | None = None,
    noting: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now, calendar = timezone.now(), calendar_of(request.zone)
    tasks = tasks_of(request.zone.pk, [found])[found.pk]
    office = request.actor.is_office
    initial = {"key": uuid4(), "due_on": found.due_on}
    context = {
        "shown": instruction_row(found, tasks, now, calendar),
        "row": found,
        "assigning": (assigning or AssignForm(zone_id=request.zone.pk, initial=initial)) if office else None,
        "noting": (noting or NoteForm()) if office and state_of(found, tasks) is InstructionState.waiting else None,
        "folded": bool(tasks) and assigning is None,
        "sent": assigning or noting,
    }
    return render(request, "reports/instruction.html", context, status=status)
