"""The inbox: what one was told, newest first."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.workdays import local_date
from jianyan.notify.actions import mark_read
from jianyan.notify.models import Notice
from jianyan.notify.queries import page_of, unread_count, visible_to
from jianyan.notify.words import sentence
from jianyan.ui.shapes import Tab


@never_cache
@entry()
@require_safe
def inbox(request: Request) -> HttpResponse:
    """Unread notices, or all of them with ``?all=1``."""
    everything = "all" in request.GET
    now = timezone.now()
    after, before = request.GET.get("after"), request.GET.get("before")
    page = page_of(request.actor, now, everything=everything, after=after, before=before)
    context = {
        "rows": [
            {"notice": notice, "said": sentence(notice.kind, notice.params), "at": _when(notice)}
            for notice in page.rows
        ],
        "page": page,
        "everything": everything,
        "tabs": [
            Tab(url="?", label=_("未读"), active=not everything, count=unread_count(request.actor, now)),
            Tab(url="?all=1", label=_("全部"), active=everything),
        ],
    }
    return render(request, "notify/inbox.html", context)


def _when(notice: Notice) -> date | datetime:
    """When something happened; the day alone where the hour would tell who did it (4.1.c)."""
    return local_date(notice.at) if notice.params.get("day") else notice.at


@never_cache
@entry()
@require_safe
def open_notice(request: Request, pk: int) -> HttpResponse:
    """Mark a notice read and go where it points."""
    notice = get_object_or_404(visible_to(request.actor, timezone.now()), pk=pk)
    mark_read(request.actor, at=timezone.now(), ids=[notice.pk])
    there = notice.path
    return redirect(there if url_has_allowed_host_and_scheme(there, None) else "notify:inbox")


@entry()
@require_POST
def read_all(request: Request) -> HttpResponse:
    """Mark everything read."""
    count = mark_read(request.actor, at=timezone.now())
    if count:
        text = ngettext("已把 {count} 条消息标为已读。", "已把 {count} 条消息标为已读。", count)
        messages.success(request, text.format(count=count))
    return redirect("notify:inbox")
