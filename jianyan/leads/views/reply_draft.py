"""What is typed of a reply is kept: by itself while it is typed, by a press, and it is there again later."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.leads import actions
from jianyan.leads.actions.reply_draft import FIELDS, WRITTEN_FOR
from jianyan.leads.models import Lead, ReplyDraft
from jianyan.leads.queries.page import LeadPage
from jianyan.leads.queries.review import kept_reply, reviewers
from jianyan.leads.views.baskets import token_of
from jianyan.leads.views.verb_pages import VerbPage
from jianyan.ui.formats import clock_time


@entry("liaison")
@require_POST
def keep(request: Request, pk: int) -> HttpResponse:
    """Keep the page: 200 with a line that says when, 409 when the lead cannot be answered by the actor any more."""
    try:
        draft = _kept(request, pk)
    except Lead.DoesNotExist as gone:
        raise Http404 from gone
    except Refused:
        return HttpResponse(status=409)
    return HttpResponse(_("已自动保存 {time}").format(time=clock_time(draft.saved_at)))


def _kept(request: Request, pk: int) -> ReplyDraft:
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    basket: UUID | None = token_of(request) if request.POST.get("basket") else None
    return actions.keep_reply(request.actor, pk, at=timezone.now(), typed=typed, basket=basket)


def draft_of(request: Request, page: VerbPage, about: LeadPage) -> ReplyDraft | None:
    """What the actor has kept of this reply."""
    return kept_reply(request.actor, about.lead) if page.verb in WRITTEN_FOR else None


def typed_in(draft: ReplyDraft | None) -> dict[str, Any]:
    """The kept fields as the beginning of a form."""
    return {name: value for name, value in draft.data.items() if value} if draft is not None else {}


def pressed_keep(request: Request, page: VerbPage, pk: int) -> HttpResponse | None:
    """The answer to 暂存; None when that was not pressed."""
    if page.verb not in WRITTEN_FOR or request.method != "POST" or "keep" not in request.POST:
        return None
    try:
        _kept(request, pk)
    except Refused:
        return None  # the lead has moved on: the page says so, and shows what was typed
    messages.success(request, _("答复稿已暂存，只有您自己看得到；再次打开可以接着写。"))
    return redirect("department")


def reply_context(request: Request, about: LeadPage, draft: ReplyDraft | None, *, review: bool) -> dict[str, Any]:
    """What the page of a reply shows beside its form."""
    return {
        "kept": draft,
        "keep_url": reverse("leads:keep_reply", args=[about.lead.pk]),
        "review": review,
        "reviewers": _("、").join(reviewers(request.actor)) if review else "",
    }
