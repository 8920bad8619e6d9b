"""聘任: the list with who can be appointed and who cannot, one button for all, and what comes after (4.1.a)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.people.models import Appointment
from jianyan.people.views.certificate import MEDIA, certificate_file
from jianyan.people.views.links import sheet_page
from jianyan.recruit import actions, words
from jianyan.recruit.models import Round
from jianyan.recruit.queries import rounds_visible_to
from jianyan.recruit.queries.appoint import Line, appointment_list
from jianyan.recruit.shown import step_name, step_tone, tabs_of
from jianyan.rules.queries import book

#: How many are appointed by one request: a second or two of work, and a bar that moves.
CHUNK = 25


@entry("head", "officer")
def appoint(request: Request, pk: int) -> HttpResponse:
    """The list. Posted by the head, the next chunk is appointed; with scripts the page goes on by itself."""
    round_ = _round(request, pk)
    done, refused = 0, ""
    if request.method == "POST":
        try:
            done = actions.appoint_some(request.actor, pk, at=timezone.now(), many=CHUNK)
        except Refused as no:
            refused = words.refusal(no)
    context = _context(request, round_, done=done)
    if request.method != "POST" or refused:
        return render(request, "recruit/appoint.html", {**context, "refused": refused}, status=422 if refused else 200)
    if context["goes_on"] and request.htmx:  # type: ignore[attr-defined]
        return render(request, "recruit/appoint.html#progress", context)
    if not context["ready"]:
        count = context["appointed"]
        messages.success(request, ngettext("已聘任 {n} 位监督员。", "已聘任 {n} 位监督员。", count).format(n=count))
    if request.htmx:  # type: ignore[attr-defined]
        response = HttpResponse(status=204)
        response["HX-Redirect"] = request.path
        return response
    return redirect(request.path)


def _round(request: Request, pk: int) -> Round:
    return get_object_or_404(rounds_visible_to(request.actor).select_related("zone"), pk=pk)


def _context(request: Request, round_: Round, *, done: int = 0) -> dict[str, Any]:
    lines = appointment_list(round_, timezone.now())
    ready = sum(line.ready for line in lines)
    appointed = sum(line.appointed for line in lines)
    return {
        "round": round_,
        "state": step_name(round_, book(round_.rules_id)),
        "tone": step_tone(round_),
        "tabs": tabs_of(round_, "recruit:appoint"),
        "lines": [(line, str(words.REFUSALS[line.why]) if line.why else "") for line in lines],
        "ready": ready,
        "appointed": appointed,
        "barred": len(lines) - ready - appointed,
        "whole": ready + appointed,
        # A chunk that appointed nobody would be repeated for ever.
        "goes_on": ready > 0 and done > 0,
        "may_appoint": request.actor.has("head") and round_.step == "appoint",
        "here": round_.step == "appoint",
        "waiting": sum(map(_waits, lines)),
    }


def _waits(line: Line) -> bool:
    known = line.candidate.known
    return line.appointed and known is not None and known.user.is_active and not known.user.has_usable_password()


@entry("head", "officer")
@require_POST
def certificates(request: Request, pk: int) -> HttpResponse:
    """The certificates of everybody who is appointed, in one file, to be printed together."""
    round_ = _round(request, pk)
    found = Appointment.objects.filter(pk__in=round_.candidates.filter(state="appointed").values("appointment"))
    terms = list(found.select_related("supervisor__zone", "supervisor__unit").order_by("supervisor__sort_key", "pk"))
    kind = request.POST.get("kind", "")
    if not terms or kind not in MEDIA:
        raise Http404
    return certificate_file(request, terms, kind)


@never_cache
@entry("head", "officer")
@require_POST
def links(request: Request, pk: int) -> HttpResponse:
    """One-time links for everybody who waits for one, or for one of them, on a sheet to print; shown this once."""
    _round(request, pk)
    chosen = request.POST.get("candidate", "")
    only = [int(chosen)] if chosen.isdecimal() and len(chosen) < 19 else None
    try:
        made = actions.make_links(request.actor, pk, at=timezone.now(), only=only)
    except Refused as no:
        messages.info(request, words.refusal(no))
        return redirect("recruit:appoint", pk)
    return sheet_page(request, made, back=f"/recruit/{pk}/appoint/", title=_("启用链接"))
