"""One verification: assigned on a lead, its page, and an address for each act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import FINAL, Refused
from jianyan.core.studies import VerificationVerb
from jianyan.core.workdays import local_date
from jianyan.leads.models import Lead
from jianyan.leads.queries.visible import may_know_reporter, visible_to
from jianyan.rules.queries import calendar_of
from jianyan.studies import actions, words
from jianyan.studies.forms.base import ActForm, ReasonForm
from jianyan.studies.forms.study import SendBackForm
from jianyan.studies.forms.verify import AssignForm, CarryOutForm, ReassignForm
from jianyan.studies.models import Answer
from jianyan.studies.queries.base import UNDER_WAY, hats, own_verifier, verifications_visible_to
from jianyan.studies.queries.verify import eligible, near_to
from jianyan.studies.views.acts import About, ActPage, answer, plain
from jianyan.studies.views.shown import buttons_of, dues, events_of

_V = VerificationVerb
#: Working days that the form offers for a verification.
USUAL = 5


@entry("officer", "head")
def assign(request: Request, pk: int) -> HttpResponse:
    """安排核查: what is to be looked at on a lead, until when, and by whom."""
    now = timezone.now()
    found = visible_to(request.actor).select_related("identity__supervisor", "lead_department", "zone")
    lead = get_object_or_404(found, pk=pk)
    if not may_know_reporter(request.actor, lead):
        raise PermissionDenied
    if lead.state in FINAL:
        messages.warning(request, words.refusal(Refused("lead_over")))
        return redirect("leads:lead", pk=lead.pk)
    near, today = near_to(lead), local_date(now)
    about: dict[str, Any] = {"people": eligible(lead, near, today), "hidden": lead.hidden}
    if request.method != "POST":
        due_on = calendar_of(request.zone).add(today, USUAL)
        body = "" if lead.hidden else lead.body
        known = {"title": lead.title, "brief": body[:2000], "place": lead.place, "due_on": due_on}
        return _assign(request, lead, AssignForm(initial=known, **about))
    form = AssignForm(request.POST, **about)
    if request.POST.get("do") == "find":
        return _assign(request, lead, AssignForm(initial=form.typed(), **about))
    if not form.is_valid():
        return _assign(request, lead, form, status=422)
    try:
        made = actions.assign(request.actor, lead.pk, at=now, **form.values())
    except Refused as no:
        form.refuse(no)
        return _assign(request, lead, form, status=422)
    messages.success(request, _("线索核查 {no} 已安排，核查人已收到通知。").format(no=made.no))
    return redirect("studies:verification", pk=made.pk)


def _assign(request: Request, lead: Lead, form: AssignForm, *, status: int = 200) -> HttpResponse:
    return render(request, "studies/assign.html", {"form": form, "lead": lead}, status=status)


@entry("officer", "head", "supervisor")
@require_safe
def verification_page(request: Request, pk: int) -> HttpResponse:
    """What is to be looked at, who does it, and what was found."""
    about = about_verification(request, pk)
    made, office = about.thing, request.actor.is_office
    rows = list(made.verifiers.select_related("supervisor__unit"))
    inside = office or "partner" in about.hats
    context = {
        "about": about,
        "made": made,
        "office": office,
        "lead": made.lead if office else None,
        "due": dues(request.zone, about.at).shown(made, open_=made.state in UNDER_WAY[:2]),
        "open": made.state in UNDER_WAY,
        "buttons": buttons_of(about, "studies:verification_act"),
        "verifiers": [row for row in rows if row.answer == Answer.joined],
        "waiting": [row for row in rows if not row.answer] if office else [],
        "declined": [row for row in rows if row.answer == Answer.declined] if office else [],
        "findings": list(made.findings.select_related("by", "judged_by").prefetch_related("files")) if inside else [],
        "tones": words.OUTCOME_TONES,
        "events": events_of(made.subject, request.actor) if office else [],
    }
    return render(request, "studies/verification.html", context)


def about_verification(request: Request, pk: int) -> About:
    """A verification as an act finds it."""
    found = verifications_visible_to(request.actor).select_related(
        "lead__identity__supervisor", "lead__lead_department", "assigned_by", "zone"
    )
    made = get_object_or_404(found, pk=pk)
    own = own_verifier(request.actor, made)
    url = reverse("studies:verification", args=[made.pk])
    return About(made, "verification", hats(request.actor, own, open_=False), url, timezone.now(), own)


def _reassign(request: Request, about: About, data: QueryDict | None, initial: dict[str, Any] | None) -> ActForm:
    made = about.thing
    if not may_know_reporter(request.actor, made.lead):
        raise PermissionDenied
    asked = made.verifiers.values("supervisor")
    people = eligible(made.lead, near_to(made.lead), local_date(about.at)).exclude(pk__in=asked)
    return ReassignForm(data, initial=initial, people=people)


def _carry_out(request: Request, about: About, data: QueryDict | None, initial: dict[str, Any] | None) -> ActForm:
    made = about.thing
    others = made.verifiers.filter(answer=Answer.joined).exclude(supervisor__user=request.actor.user_id)
    last = made.findings.first()
    known: dict[str, Any] = {"place": made.place, "happened_at": timezone.localtime(about.at)}
    if last:
        known |= {"place": last.place, "found": last.words, "outcome": last.outcome, "happened_at": last.happened_at}
    return CarryOutForm(data, initial=initial or known, others=others.select_related("supervisor__unit"))


PAGES: dict[str, ActPage] = {
    page.slug: page
    for page in (
        ActPage(
            _V.take,
            actions.take_on,
            gettext_lazy("您已接受核查任务，请按期到现场核查。"),
            lead=gettext_lazy("请到现场看一看，把看到的写下来，拍几张照片。请不要透露核查以外的事。"),
        ),
        ActPage(
            _V.decline,
            actions.decline_task,
            gettext_lazy("已告知营商环境办，会另行安排。"),
            lead=gettext_lazy("营商环境办会读到原因。"),
            icon="x",
            form=plain(ReasonForm),
        ),
        ActPage(
            _V.carry_out,
            actions.carry_out,
            gettext_lazy("核查情况已提交，谢谢您。"),
            icon="send",
            form=_carry_out,
            keyed=True,
            basket=gettext_lazy("现场照片和文件"),
        ),
        ActPage(
            _V.file,
            actions.file_finding,
            gettext_lazy("核查已归档，结论在线索页上可以看到。"),
            lead=gettext_lazy("归档后，承办部门和提出人可以看到结论和核查情况，看不到核查人是谁；记入核查人的档案。"),
        ),
        ActPage(
            _V.send_back,
            actions.send_back_finding,
            gettext_lazy("已退回，核查人已收到通知。"),
            icon="arrow-back-up",
            form=plain(SendBackForm),
        ),
        ActPage(
            _V.reassign,
            actions.reassign,
            gettext_lazy("已增派，通知已发出。"),
            icon="user-plus",
            form=_reassign,
            template="studies/people.html",
        ),
        ActPage(
            _V.cancel,
            actions.cancel_verification,
            gettext_lazy("核查已取消。"),
            lead=gettext_lazy("取消后不能恢复，核查人会收到通知。"),
            ask=gettext_lazy("取消后不能恢复，确定取消这次核查吗？"),
            icon="x",
            form=plain(ReasonForm),
            danger=True,
        ),
    )
}


@entry("officer", "head", "supervisor")
def verification_act(request: Request, pk: int, verification_act: str) -> HttpResponse:
    """The page of one act on one verification."""
    page = PAGES.get(verification_act)
    if page is None:
        raise Http404
    return answer(request, page, lambda: about_verification(request, pk))
