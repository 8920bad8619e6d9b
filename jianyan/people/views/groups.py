"""The two groups: their announcements, their members, and a new announcement (5.1.d)."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.people import words
from jianyan.people.actions import announce as tell
from jianyan.people.forms import AnnouncementForm
from jianyan.people.models import Group
from jianyan.people.queries.groups import (
    announcements_visible_to,
    groups_of,
    member_counts,
    members,
    own_member,
    with_counts,
    with_own,
)
from jianyan.people.views.list import book_in_force
from jianyan.rules.words import title_of
from jianyan.ui.shapes import Tab

PAGE, MEMBERS = 20, 50


@require_safe
@entry("officer", "head", "supervisor")
def groups(request: Request) -> HttpResponse:
    """The announcements: for the office with members and receipts, for a member what they were told."""
    actor, today = request.actor, local_date(timezone.now())
    found = announcements_visible_to(actor, today)
    rows = with_counts(found) if actor.is_office else with_own(found, actor)
    context: dict[str, object] = {"page": Paginator(rows, PAGE).get_page(request.GET.get("page"))}
    if actor.is_office:
        counts = member_counts(request.zone.pk, today)
        context["groups"] = [{"key": group.value, "name": group.label, "count": counts[group]} for group in Group]
        return render(request, "people/groups.html", context)
    supervisor = own_member(actor).first()
    context["mine"] = [group.label for group in groups_of(supervisor, today)] if supervisor else []
    return render(request, "people/my_groups.html", context)


@require_safe
@entry("officer", "head")
def group_members(request: Request, group: str) -> HttpResponse:
    """Who is in a group today."""
    if group not in Group.values:
        raise Http404
    now = timezone.now()
    found = members(request.zone.pk, [group], local_date(now)).select_related("unit").prefetch_related("identities")
    page = Paginator(found, MEMBERS).get_page(request.GET.get("page"))
    rules = book_in_force(request.zone, now)
    rows = [
        {
            "supervisor": one,
            "levels": [title_of(rules.levels, each.level) if rules else each.level for each in one.identities.all()],
        }
        for one in page
    ]
    tabs = [Tab(url=f"../{each.value}/", label=str(each.label), active=each == group) for each in Group]
    return render(request, "people/group_members.html", {"page": page, "rows": rows, "tabs": tabs})


@entry("officer", "head")
def announce(request: Request) -> HttpResponse:
    """A new announcement: written, looked over with the number of members, sent."""
    now = timezone.now()
    typed = request.POST if request.method == "POST" else None
    form = AnnouncementForm(typed, initial={"key": uuid4(), "groups": request.GET.getlist("group")})
    status = 200
    if request.method == "POST" and form.is_valid() and request.POST.get("do") != "edit":
        known = form.cleaned_data
        try:
            count = members(request.zone.pk, known["groups"], local_date(now)).count()
            if request.POST.get("do") != "send":
                chosen = [Group(group).label for group in known["groups"]]
                context = {"form": form, "known": known, "count": count, "chosen": chosen}
                return render(request, "people/announce_look.html", context)
            made = tell(request.actor, at=now, **known)
        except Refused as no:
            form.add_error(words.field_of(no), words.refusal(no))
        else:
            said = ngettext("已通知 {n} 位成员。", "已通知 {n} 位成员。", count)
            messages.success(request, said.format(n=count))
            return redirect("groups:announcement", pk=made.pk)
    if request.method == "POST" and form.errors:
        status = 422
    return render(request, "people/announce.html", {"form": form, "heading": _("发布公告")}, status=status)
