"""Handing supervisors over from one officer to another, without loss (4.3.a)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import RoleName, User
from jianyan.accounts.queries import with_role
from jianyan.core.flow import Refused
from jianyan.people import words
from jianyan.people.actions import handover as hand_over
from jianyan.people.forms import NOBODY, HandoverForm
from jianyan.people.queries import visible_to
from jianyan.people.queries.roster import supervisors_by_officer
from jianyan.ui.shapes import Tab


@entry("head")
def handover(request: Request) -> HttpResponse:
    """First whose supervisors, then which of them and to whom."""
    officers = with_role(request.zone.pk, RoleName.officer)
    counts = supervisors_by_officer(request.zone.pk)
    chosen = request.GET.get("officer", "")
    holders = _holders(officers, counts)
    source = next((key for key in holders if chosen == _key(key)), next(iter(holders)))
    held = list(visible_to(request.actor).filter(officer=source).select_related("unit").order_by("name", "pk"))
    targets = [user for user in officers if user.pk != source]
    form = HandoverForm(request.POST or None, held=held, officers=targets)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _done(request, form, source)
            except Refused as no:
                form.add_error(words.field_of(no), words.refusal(no))
                status = 409 if no.code == "handover_changed" else 422
    context = {
        "form": form,
        "held": held,
        "tabs": [
            Tab(url=f"?officer={_key(key)}", label=name, active=key == source, count=counts.get(key, 0))
            for key, name in holders.items()
        ],
        "targets": targets,
    }
    return render(request, "people/handover.html", context, status=status)


def _done(request: Request, form: HandoverForm, source: int | None) -> HttpResponse:
    known = form.cleaned_data
    count = hand_over(request.actor, at=timezone.now(), source=source, **known)
    said = ngettext("已移交 {n} 位监督员。", "已移交 {n} 位监督员。", count)
    messages.success(request, said.format(n=count))
    return redirect(f"{reverse('people:list')}?officer={known['target']}")


def _key(officer: int | None) -> str:
    return NOBODY if officer is None else str(officer)


def _holders(officers: list[User], counts: dict[int | None, int]) -> dict[int | None, str]:
    """Everybody whose supervisors can be handed over: the officers, those who were, and nobody."""
    names: dict[int | None, str] = {user.pk: user.name for user in officers}
    former = [key for key in counts if key is not None and key not in names]
    names |= {user.pk: _("{name}（已不任专员）").format(name=user.name) for user in User.objects.filter(pk__in=former)}
    if counts.get(None) or not names:
        names[None] = _("还没有专员")
    return names
