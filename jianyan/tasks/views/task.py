"""One task, and what is done with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.tasks import TaskState, TaskVerb, task_step, task_verbs
from jianyan.rules.queries import calendar_of
from jianyan.tasks import actions, words
from jianyan.tasks.forms import ActForm
from jianyan.tasks.models import Task
from jianyan.tasks.queries import hats, visible_to
from jianyan.tasks.shown import events, row_of, source_of

STATUS = {"wrong_hat": 403, "wrong_state": 409, "stale": 409}
ACTS = {verb: getattr(actions, verb.value) for verb in TaskVerb}


@entry("officer", "head", "leader", "liaison")
@require_safe
def task(request: Request, pk: int) -> HttpResponse:
    """What is asked, of whom, by when, how far it is; and the forms of what the reader may do."""
    return _page(request, _found(request, pk))


@entry("officer", "head", "leader", "liaison")
@require_POST
def task_act(request: Request, pk: int, task_act: str) -> HttpResponse:
    """One act on a task; what cannot be done keeps what was typed."""
    found = _found(request, pk)
    try:
        verb = TaskVerb(task_act)
    except ValueError as no:
        raise Http404 from no
    form = ActForm(verb, request.POST)
    seen = _seen(request)
    status = 422
    try:
        task_step(TaskState(found.state), verb, hats(request.actor, found))
        if form.is_valid():
            ACTS[verb](request.actor, pk, at=timezone.now(), seen=seen, **form.cleaned_data)
            messages.success(request, str(words.DONE[verb]))
            return redirect("tasks:task", pk)
    except Refused as no:
        form.is_valid()
        form.refuse(no)
        status = STATUS.get(no.code, 422)
    return _page(request, _found(request, pk), form, status)


def _seen(request: Request) -> int:
    """The revision on the page that was sent; -1, which nothing has, where it says none."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _found(request: Request, pk: int) -> Task:
    tasks = visible_to(request.actor).select_related("department", "user", "given_by", "ended_by")
    return get_object_or_404(tasks, pk=pk)


def _page(request: Request, found: Task, sent: ActForm | None = None, status: int = 200) -> HttpResponse:
    verbs = task_verbs(TaskState(found.state), hats(request.actor, found))
    forms = [sent if sent is not None and sent.verb is verb else ActForm(verb) for verb in verbs]
    source, source_url = source_of(found, request.actor)
    context = {
        "task": found,
        "row": row_of(found, timezone.now(), calendar_of(request.zone)),
        "source": source,
        "source_url": source_url,
        "first": [form for form in forms if form.verb in (TaskVerb.report, TaskVerb.finish)],
        "others": [form for form in forms if form.verb not in (TaskVerb.report, TaskVerb.finish)],
        "sent": sent,
        "gone": sent is not None and sent.verb not in verbs,
        "events": events(found, list(found.notes.select_related("by"))),
    }
    return render(request, "tasks/task.html", context, status=status)
