"""监督意见表: any number of leads on one page, kept as a draft with every press, looked over, then filed (5.1.e)."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import State
from jianyan.core.opinion import month_of
from jianyan.core.workdays import local_date
from jianyan.leads.forms.draft import Posted
from jianyan.leads.forms.opinion import found_in
from jianyan.leads.queries.mine import MonthForm, filed_form, month_forms, my_leads
from jianyan.leads.views.form_acts import act, keep, leads_to_keep
from jianyan.leads.views.form_pages import Case, block_page, choose_page, closed_page, look_page, nil_page
from jianyan.leads.views.track import Track, track_of
from jianyan.rules.queries import NoRulebook, book, calendar_of, version_on
from jianyan.rules.words import title_of

#: Where a text waits in the session while its writer signs in again.
AWAY = "opinion_form"


@entry("supervisor")
def _form(request: Request) -> HttpResponse:
    now = timezone.now()
    today = local_date(now)
    forms = month_forms(request.actor, month_of(today), today)
    if not forms:
        return closed_page(request, "no_identity")
    try:
        rules = book(version_on(request.actor.zone_id, today).pk)
    except NoRulebook:
        rules = None
    own = chosen(forms, request.GET.get("identity") or request.POST.get("identity", ""))
    if own is None:
        return choose_page(request, forms, rules)
    level = title_of(rules.levels, own.identity.level) if rules and len(forms) > 1 else ""
    posted = Posted.read(request.POST) if request.method == "POST" else None
    if own.filed and posted and request.POST.get("do") in ("send", "nil") and own.filed.key == posted.key:
        return redirect("leads:form_done", pk=own.filed.pk)  # the same page sent twice is filed once
    if reason := _closed(own, rules is not None):
        status = {"filed": 409}.get(reason, 422) if posted else 200
        return closed_page(request, reason, own, level=level, kept=posted.leads if posted else (), status=status)
    assert rules is not None
    case = Case(request=request, own=own, book=rules, now=now, several=len(forms) > 1)
    return act(case, posted) if posted else _shown(case)


def _closed(own: MonthForm, rules: bool) -> str:
    if own.filed:
        return "filed"
    if not own.in_term:
        return "no_term"
    return "" if rules else "no_rules"


def chosen(forms: list[MonthForm], wanted: str) -> MonthForm | None:
    """The form asked for; None when it must be chosen first. Another's is not there."""
    if not wanted:
        return forms[0] if len(forms) == 1 else None
    for own in forms:
        if str(own.identity.pk) == wanted:
            return own
    raise Http404


def _shown(case: Case) -> HttpResponse:
    if (back := _back(case)) is not None:
        return back
    step = case.request.GET.get("step", "")
    if step == "nil":
        return nil_page(case)
    if step == "look" and case.own.draft:
        found = found_in(case.leads, case.book, case.channel)
        return block_page(case, case.leads, found=found) if found else look_page(case)
    return block_page(case, case.leads)


def _back(case: Case) -> HttpResponse | None:
    """Put a text that was sent after the session had ended into the draft, for the one who wrote it."""
    kept = case.request.session.pop(AWAY, None)
    if not kept or kept["identity"] != str(case.own.identity.pk):
        return None
    posted = replace(Posted.back(kept), month=case.month)
    keep(case, posted, leads_to_keep(case, posted))
    messages.success(case.request, _("您登录前填写的内容已经恢复并暂存，请接着写。"))
    return redirect(case.url(at=posted.at))


@wraps(_form)
def form(request: HttpRequest) -> HttpResponse:
    """The form; what is sent without being signed in any more waits in the new session until its writer is back."""
    if request.method == "POST" and not request.user.is_authenticated and (away := Posted.read(request.POST).away()):
        request.session[AWAY] = {**away, "identity": request.POST.get("identity", "")}
    return _form(request)


@entry("supervisor")
@require_safe
def form_done(request: Request, pk: int) -> HttpResponse:
    """The confirmation: numbers, and what happens next until when."""
    now, calendar = timezone.now(), calendar_of(request.zone)
    filed = get_object_or_404(filed_form(request.actor, pk, now))
    tracks = [track_of(lead, now=now, calendar=calendar) for lead in my_leads(request.actor, now).filter(form=filed)]
    tracks.reverse()
    return render(request, "leads/form_done.html", {"filed": filed, "tracks": tracks, "next": _next(tracks)})


def _next(tracks: list[Track]) -> Track | None:
    """The lead whose call is due first, while one is still to be called about."""
    waiting = [track for track in tracks if track.clock and track.lead.state == State.received]
    return min(waiting, key=lambda track: track.clock.on, default=None)  # type: ignore[union-attr]
