"""异议: anybody may object to a name on the list while it hangs, named or unnamed."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.public import public
from jianyan.accounts.queries import system_actor
from jianyan.core.flow import Refused
from jianyan.recruit import actions, words
from jianyan.recruit.forms.public import TRAP, ObjectionForm
from jianyan.recruit.models import Round
from jianyan.recruit.queries.public import objection, on_notice, public_rounds


@public
def object_to(request: HttpRequest, token: UUID) -> HttpResponse:
    """The form; whom it is about may stand in the address already."""
    round_ = get_object_or_404(public_rounds(), token=token, published_at__isnull=False)
    listed = on_notice(round_, timezone.now())
    if not listed:
        return redirect("public:list", token=token)
    if request.method != "POST":
        return _page(request, round_, ObjectionForm(listed=listed, initial={"about": request.GET.get("about", "")}))
    form = ObjectionForm(request.POST, listed=listed)
    if request.POST.get(TRAP):
        form.add_error(None, _("最后一栏请留空；如果是浏览器自动填的，请清空后再提交。"))
    if not form.is_valid():
        return _page(request, round_, form, status=422)
    sent = form.cleaned_data
    try:
        made = actions.object_to(
            system_actor(round_.zone),
            int(sent["about"]),
            at=timezone.now(),
            text=sent["text"],
            key=sent["key"] or uuid4(),
            name=sent["name"],
            phone=sent["phone"],
        )
    except Refused as no:
        field = words.field_of(no)
        form.add_error(field if field in form.fields else None, words.refusal(no))
        return _page(request, round_, form, status=422)
    return redirect("public:objection", token=made.token)


def _page(request: HttpRequest, round_: Round, form: ObjectionForm, *, status: int = 200) -> HttpResponse:
    context = {"round": round_, "form": form, "trap": TRAP, "caught": request.POST.get(TRAP, "")}
    return render(request, "recruit/public_object.html", context, status=status)


@public
@require_safe
def objection_receipt(request: HttpRequest, token: UUID) -> HttpResponse:
    """The number, when it came, and whether it was looked into; what was found stays with the office."""
    made = get_object_or_404(objection(token))
    link = request.build_absolute_uri(request.path)
    context = {"objection": made, "round": made.candidate.round, "link": link}
    return render(request, "recruit/public_objection.html", context)
