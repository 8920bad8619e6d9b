"""日历订阅: one's private address, and what a calendar program finds there."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.limits import limited
from jianyan.meetings import actions, ics
from jianyan.meetings.models import Feed
from jianyan.meetings.queries.feed import feed_meetings, feed_of
from jianyan.meetings.views.base import EVERYBODY

#: How often one address may ask for feeds: a whole office may sit behind one.
READS, READS_PER = 120, timedelta(minutes=1)


@entry(*EVERYBODY)
def feed(request: Request) -> HttpResponse:
    """The address, made, exchanged or taken back by its owner."""
    now = timezone.now()
    if request.method == "POST":
        if request.POST.get("do") == "drop":
            actions.drop_feed(request.actor, at=now)
            messages.success(request, _("订阅地址已停用，原来的地址不再有内容。"))
        else:
            actions.make_feed(request.actor, at=now)
            messages.success(request, _("新的订阅地址已生成；以前的地址不再有内容。"))
        return redirect("meetings:feed")
    own = Feed.objects.filter(user=request.actor.user_id).first()
    address = request.build_absolute_uri(reverse("meetings:feed_file", args=[own.token])) if own else ""
    response = render(request, "meetings/feed.html", {"own": own, "address": address})
    response["Cache-Control"] = "private, no-store"
    return response


@limited("meeting-feed", READS, READS_PER)
@require_safe
def feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads, without signing in: the address is the key."""
    own = feed_of(token)
    if own is None:
        raise Http404
    now = timezone.now()
    site = request.build_absolute_uri("/").rstrip("/")
    data = ics.calendar_file(feed_meetings(own, now), name=_("建言会议"), site=site)
    response = HttpResponse(data, content_type=ics.MEDIA)
    response["Cache-Control"] = "private, max-age=300"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
