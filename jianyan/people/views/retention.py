"""到期匿名: whose personal data is kept no longer, looked over and cleared by the head of the office."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.people import words
from jianyan.people.actions import anonymise
from jianyan.people.actions.anonymise import years_kept
from jianyan.people.forms import RetentionForm
from jianyan.people.models import Supervisor
from jianyan.people.queries.retention import due_for_anonymising, open_leads

PAGE = 50


@entry("head")
def retention(request: Request) -> HttpResponse:
    """Those who are due, with what holds one up; chosen ones are cleared one by one, each with its own row."""
    now = timezone.now()
    try:
        years = years_kept(request.zone.pk, now)
    except Refused as no:
        return render(request, "people/retention.html", {"none": words.refusal(no)})
    due = due_for_anonymising(request.zone.pk, local_date(now), years).select_related("unit")
    page = Paginator(due, PAGE).get_page(request.GET.get("page"))
    waiting = open_leads([one.pk for one in page])
    free = [one for one in page if one.pk not in waiting]
    form = RetentionForm(request.POST if request.method == "POST" else None, due=free)
    if request.method == "POST" and form.is_valid():
        return _done(request, form.cleaned_data["supervisors"])
    context = {
        "page": page,
        "form": form,
        "years": years,
        "rows": [{"supervisor": one, "open": waiting.get(one.pk, 0)} for one in page],
        "chosen": set(request.POST.getlist("supervisors")),
    }
    return render(request, "people/retention.html", context, status=422 if form.errors else 200)


def _done(request: Request, chosen: list[int]) -> HttpResponse:
    done = 0
    for pk in chosen:
        try:
            anonymise(request.actor, pk, at=timezone.now())
            done += 1
        except Supervisor.DoesNotExist:
            continue
        except Refused as no:
            messages.warning(request, _("第 {pk} 号：{why}").format(pk=pk, why=words.refusal(no)))
    if done:
        said = ngettext("已匿名 {n} 人，台账留有记录。", "已匿名 {n} 人，台账留有记录。", done)
        messages.success(request, said.format(n=done))
    return redirect("people:retention")
