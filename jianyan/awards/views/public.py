"""The public notice of an award, objections, and the check of a certificate: for anybody, without an account."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.public import public
from jianyan.accounts.queries import system_actor
from jianyan.awards import actions
from jianyan.awards.forms import PublicObjectionForm
from jianyan.awards.models import Objection, Run, Standing
from jianyan.awards.queries import notice_hangs, on_list
from jianyan.core.award import AwardStep
from jianyan.core.flow import Refused
from jianyan.core.names import masked_name
from jianyan.people.models import Channel
from jianyan.recruit.forms.public import TRAP
from jianyan.rules.queries import book
from jianyan.rules.words import title_of


def _run(token: UUID) -> Run:
    runs = Run.objects.filter(published_at__isnull=False).exclude(step=AwardStep.cancelled)
    return get_object_or_404(runs.select_related("zone"), token=token)


@public
@require_safe
def notice(request: HttpRequest, token: UUID) -> HttpResponse:
    """公示: name, unit, post and category of those on the list, while it hangs; then it is gone and says so."""
    run = _run(token)
    hangs = notice_hangs(run, timezone.now())
    rules = book(run.rules_id)
    context = {
        "run": run,
        "office": run.zone.office_name,
        "phone": run.zone.office_phone,
        "hangs": hangs,
        "listed": [
            {"one": each, "category": title_of(rules.categories, each.supervisor.category)}
            for each in (on_list(run) if hangs else ())
        ],
    }
    return render(request, "awards/public_notice.html", context)


@public
def object_to(request: HttpRequest, token: UUID) -> HttpResponse:
    """The form; whom it is about may stand in the address already."""
    run = _run(token)
    listed = list(on_list(run)) if notice_hangs(run, timezone.now()) else []
    if not listed:
        return redirect("award_public:notice", token=token)
    first = {"about": request.GET.get("about", "")}
    form = PublicObjectionForm(request.POST or None, listed=listed, initial=first)
    if request.method != "POST":
        return _page(request, run, form)
    if request.POST.get(TRAP):
        form.add_error(None, _("最后一栏请留空；如果是浏览器自动填的，请清空后再提交。"))
    if not form.is_valid():
        return _page(request, run, form, status=422)
    sent = form.values()
    try:
        made = actions.object_public(system_actor(run.zone), int(sent.pop("about")), at=timezone.now(), **sent)
    except Refused as no:
        form.refuse(no)
        return _page(request, run, form, status=422)
    return redirect("award_public:objection", token=made.token)


def _page(request: HttpRequest, run: Run, form: PublicObjectionForm, *, status: int = 200) -> HttpResponse:
    context = {"run": run, "form": form, "trap": TRAP, "caught": request.POST.get(TRAP, "")}
    return render(request, "awards/public_object.html", context, status=status)


@public
@require_safe
def objection(request: HttpRequest, token: UUID) -> HttpResponse:
    """The number, when it came, and whether it was looked into; what was found stays with the office."""
    made = get_object_or_404(Objection.objects.select_related("standing__run"), token=token, own=False)
    context = {"objection": made, "run": made.standing.run, "link": request.build_absolute_uri(request.path)}
    return render(request, "awards/public_objection.html", context)


@public
@require_safe
def certificate(request: HttpRequest, token: UUID) -> HttpResponse:
    """Whether a certificate is genuine; of the person no more than the family name."""
    found = Standing.objects.select_related("run__zone", "supervisor").filter(token=token, awarded=True).first()
    context: dict[str, object] = {}
    if found is not None:
        gone = found.supervisor.anonymised_at is not None
        context = {
            "each": found,
            "run": found.run,
            "name": masked_name("" if gone else found.supervisor.name),
            "channel": Channel(found.channel).label,
            "today": timezone.localdate(),
        }
    return render(request, "awards/public_certificate.html", context, status=200 if found else 404)
