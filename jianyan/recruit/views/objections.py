"""One objection: what is said, and what the office found."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.recruit import CandidateVerb
from jianyan.recruit import words
from jianyan.recruit.actions import settle_objection
from jianyan.recruit.forms.candidate import SettleForm
from jianyan.recruit.models import Objection
from jianyan.recruit.queries.rounds import objections_visible_to
from jianyan.recruit.views.acts import STATUS, About, happened_to, not_now
from jianyan.recruit.views.candidate_acts import about_candidate


@entry("officer", "head")
def objection(request: Request, pk: int) -> HttpResponse:
    """The objection with the form of its outcome, as long as it has none."""
    found = get_object_or_404(objections_visible_to(request.actor).select_related("settled_by"), pk=pk)
    about = about_candidate(request.actor, found.candidate_id, timezone.now())
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, found, about, form)
    no = not_now(request, CandidateVerb.settle_objection, about)
    if no is None and form.is_valid():
        try:
            settle_objection(request.actor, pk, at=about.at, seen=about.revision, **form.values())
        except Refused as refusal:
            if refusal.code not in STATUS:
                form.refuse(refusal)
            no = refusal
        else:
            messages.success(request, _("异议的结论已记录。"))
            return redirect("recruit:notice", found.candidate.round_id)
    if no is not None and no.code in STATUS:
        about = about_candidate(request.actor, found.candidate_id, timezone.now())
        found.refresh_from_db()
        note = happened_to(about) if no.code == "stale" else words.refusal(no)
        return _show(request, found, about, form, status=STATUS[no.code], note=note)
    return _show(request, found, about, form, status=422)


def _show(
    request: Request, found: Objection, about: About, form: SettleForm, *, status: int = 200, note: str = ""
) -> HttpResponse:
    may = about.refusal(CandidateVerb.settle_objection) is None and not found.outcome
    context = {
        **about.context,
        "about": about,
        "objection": found,
        "round": found.candidate.round,
        "form": form,
        "may_settle": may,
        "note": note,
        "back": reverse("recruit:notice", args=[found.candidate.round_id]),
    }
    return render(request, "recruit/objection.html", context, status=status)
