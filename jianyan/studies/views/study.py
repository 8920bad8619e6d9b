"""One study: its page for whoever may see it, and an address for each act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import Department
from jianyan.core.flow import Refused
from jianyan.core.studies import StudyVerb
from jianyan.core.workdays import local_date
from jianyan.people.queries import appointed
from jianyan.studies import actions
from jianyan.studies.forms.base import ActForm, ReasonForm
from jianyan.studies.forms.study import AcceptForm, CallForm, DeliverForm, InviteForm, SendBackForm, StudyForm
from jianyan.studies.models import Answer
from jianyan.studies.queries.base import RUNNING, own_part, studies_visible_to, study_hats
from jianyan.studies.views.acts import About, ActPage, answer, plain
from jianyan.studies.views.shown import buttons_of, dues, events_of

_V = StudyVerb


@entry("officer", "head")
def study_new(request: Request) -> HttpResponse:
    """Call a study."""
    now = timezone.now()
    people = appointed(request.actor.zone_id, local_date(now)).select_related("unit").order_by("sort_key", "pk")
    about: dict[str, Any] = {"units": _units(request), "people": people}
    if request.method != "POST":
        return _new(request, CallForm(**about))
    form = CallForm(request.POST, **about)
    if request.POST.get("do") == "find":
        return _new(request, CallForm(initial=form.typed(), **about))
    if not form.is_valid():
        return _new(request, form, status=422)
    try:
        made = actions.call_study(request.actor, at=now, **form.values())
    except Refused as no:
        form.refuse(no)
        return _new(request, form, status=422)
    messages.success(request, _("课题调研 {no} 已发起，邀请和通知都已发出。").format(no=made.no))
    return redirect("studies:study", pk=made.pk)


def _new(request: Request, form: CallForm, *, status: int = 200) -> HttpResponse:
    return render(request, "studies/study_new.html", {"form": form}, status=status)


def _units(request: Request) -> list[Department]:
    return list(Department.objects.filter(zone=request.actor.zone_id, active=True))


@entry("officer", "head", "supervisor")
@require_safe
def study_page(request: Request, pk: int) -> HttpResponse:
    """What is asked, who takes part, the reports and what became of them."""
    about = about_study(request, pk)
    study, office = about.thing, request.actor.is_office
    inside = office or "partner" in about.hats
    rows = list(study.participants.select_related("supervisor__unit"))
    context = {
        "about": about,
        "study": study,
        "office": office,
        "inside": inside,
        "due": dues(request.zone, about.at).shown(study, open_=study.state in RUNNING),
        "buttons": buttons_of(about, "studies:study_act"),
        "partners": [row for row in rows if row.answer == Answer.joined],
        "waiting": [row for row in rows if not row.answer] if office else [],
        "declined": [row for row in rows if row.answer == Answer.declined] if office else [],
        "reports": list(study.reports.select_related("by", "judged_by").prefetch_related("files")) if inside else [],
        "events": events_of(study.subject, request.actor) if office else [],
    }
    return render(request, "studies/study.html", context)


def about_study(request: Request, pk: int) -> About:
    """A study as an act finds it."""
    now = timezone.now()
    found = studies_visible_to(request.actor).select_related("unit", "called_by", "zone")
    study = get_object_or_404(found, pk=pk)
    own = own_part(request.actor, study)
    hats = study_hats(request.actor, study, own, local_date(now))
    return About(study, "study", hats, reverse("studies:study", args=[study.pk]), now, own)


def _edit(request: Request, about: About, data: QueryDict | None, initial: dict[str, Any] | None) -> ActForm:
    study = about.thing
    names = ("title", "text", "due_on")
    known = {**{name: getattr(study, name) for name in names}, "unit": study.unit_id}
    return StudyForm(data, initial=initial or known, units=_units(request))


def _invite(request: Request, about: About, data: QueryDict | None, initial: dict[str, Any] | None) -> ActForm:
    asked = about.thing.participants.filter(invited_at__isnull=False).values("supervisor")
    there = appointed(request.actor.zone_id, local_date(about.at)).exclude(pk__in=asked)
    people = there.select_related("unit").order_by("sort_key", "pk")
    return InviteForm(data, initial=initial, people=people)


def _deliver(request: Request, about: About, data: QueryDict | None, initial: dict[str, Any] | None) -> ActForm:
    study = about.thing
    partners = study.participants.filter(answer=Answer.joined).select_related("supervisor")
    last = study.reports.first()
    known = {"text": last.text} if last else {}
    return DeliverForm(data, initial=initial or known, partners=partners)


PAGES: dict[str, ActPage] = {
    page.slug: page
    for page in (
        ActPage(_V.edit, actions.edit_study, gettext_lazy("已保存。"), icon="pencil", form=_edit),
        ActPage(
            _V.invite,
            actions.invite,
            gettext_lazy("已邀请，通知已发出。"),
            icon="user-plus",
            form=_invite,
            template="studies/people.html",
        ),
        ActPage(
            _V.join_,
            actions.join,
            gettext_lazy("您已参加，专员会与您联系。"),
            lead=gettext_lazy("参加后可以提交调研报告；通过验收的，记入您的档案。"),
        ),
        ActPage(
            _V.decline,
            actions.decline,
            gettext_lazy("已告知营商环境办。"),
            lead=gettext_lazy("营商环境办会读到原因。"),
            icon="x",
            form=plain(ReasonForm),
        ),
        ActPage(
            _V.deliver,
            actions.deliver,
            gettext_lazy("报告已提交，请等待验收。"),
            icon="send",
            form=_deliver,
            keyed=True,
            basket=gettext_lazy("报告附件"),
        ),
        ActPage(
            _V.accept,
            actions.accept_report,
            gettext_lazy("报告已验收，记入参加人的档案。"),
            lead=gettext_lazy("验收后课题结束，记入每位参加人的档案。"),
            form=plain(AcceptForm),
        ),
        ActPage(
            _V.send_back,
            actions.send_back,
            gettext_lazy("报告已退回，参加的监督员已收到通知。"),
            icon="arrow-back-up",
            form=plain(SendBackForm),
        ),
        ActPage(
            _V.cancel,
            actions.cancel_study,
            gettext_lazy("课题已取消。"),
            lead=gettext_lazy("取消后不能恢复，参加的监督员会收到通知。"),
            ask=gettext_lazy("取消后不能恢复，确定取消这个课题吗？"),
            icon="x",
            form=plain(ReasonForm),
            danger=True,
        ),
    )
}


@entry("officer", "head", "supervisor")
def study_act(request: Request, pk: int, study_act: str) -> HttpResponse:
    """The page of one act on one study."""
    page = PAGES.get(study_act)
    if page is None:
        raise Http404
    return answer(request, page, lambda: about_study(request, pk))
