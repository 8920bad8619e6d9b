"""Acts on a whole bulletin: draft, count anew, hand over, approve, correct."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.reports import actions, words
from jianyan.reports.forms.bulletin import CorrectForm, refuse
from jianyan.reports.models import Bulletin
from jianyan.reports.queries.visible import bulletins_visible_to
from jianyan.reports.shown import mark_of
from jianyan.reports.views.bulletin import show
from jianyan.rules.queries import NoRulebook

#: What a refusal is to a browser: somebody was faster, never yours, or something to put right.
STATUS = {"stale": 409, "wrong_state": 409, "wrong_hat": 403}


@entry("officer", "head")
@require_POST
def bulletin_new(request: Request) -> HttpResponse:
    """Draft the bulletin of a quarter in one step; where there is one already, that is opened."""
    try:
        made = actions.draft(request.actor, request.POST.get("quarter", "")[:10], at=timezone.now())
    except ValueError:
        messages.error(request, _("没有这个季度。"))
    except NoRulebook:
        messages.error(request, _("这个季度还没有生效的规则，不能统计。"))
    except Refused as no:
        if pk := no.params.get("pk"):
            messages.info(request, words.refusal(no))
            return redirect("reports:bulletin", pk)
        messages.error(request, words.refusal(no))
    else:
        messages.success(request, _("通报已起草。请逐节看过、修改文字，再送负责人审定。"))
        return redirect("reports:bulletin", made.pk)
    return redirect("reports:home")


@entry("officer", "head")
@require_POST
def bulletin_refresh(request: Request, pk: int) -> HttpResponse:
    """Count anew."""
    return _do(request, pk, actions.refresh, gettext_lazy("已按现在的记录重新统计。改过的文字没有动，数字已经更新。"))


@entry("officer", "head")
@require_POST
def bulletin_submit(request: Request, pk: int) -> HttpResponse:
    """Hand it to the head."""
    return _do(request, pk, actions.submit, gettext_lazy("已送负责人审定。"))


@entry("head")
@require_POST
def bulletin_freeze(request: Request, pk: int) -> HttpResponse:
    """Approve it."""
    return _do(request, pk, actions.freeze, gettext_lazy("通报已定稿，监督员和各部门现在可以看到。"))


def _do(request: Request, pk: int, act: Callable[..., object], done: str | Promise) -> HttpResponse:
    get_object_or_404(bulletins_visible_to(request.actor), pk=pk)
    try:
        act(request.actor, pk, at=timezone.now(), seen=_seen(request))
    except Refused as no:
        return show(request, pk, status=STATUS.get(no.code, 422), refused=_said(no))
    messages.success(request, str(done))
    return redirect("reports:bulletin", pk)


def _said(no: Refused) -> str:
    if no.code == "stale":
        return _("通报刚刚被别人改过，页面已换成最新的，请看过再做。")
    return words.refusal(no)


def _seen(request: Request) -> int:
    """The revision on the page that asks; one that says none is as old as can be."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


@entry("head")
def bulletin_correct(request: Request, pk: int) -> HttpResponse:
    """A correction beside an approved bulletin."""
    found = get_object_or_404(bulletins_visible_to(request.actor), pk=pk)
    form, status = CorrectForm(initial={"key": request.GET.get("section", "")}), 200
    if not found.frozen:
        return show(request, pk, status=409, refused=_("通报还没有定稿，请直接修改文字。"))
    if request.method == "POST":
        form, status = CorrectForm(request.POST), 422
        if form.is_valid():
            try:
                actions.correct(request.actor, pk, at=timezone.now(), **form.cleaned_data)
            except Refused as no:
                refuse(form, no)
                status = STATUS.get(no.code, 422)
            else:
                messages.success(request, _("更正已登记，显示在原文旁边。"))
                return redirect("reports:bulletin", pk)
    return render(request, "reports/bulletin_correct.html", _correcting(found, form), status=status)


def _correcting(found: Bulletin, form: CorrectForm) -> dict[str, object]:
    return {"bulletin": found, "mark": mark_of(found), "form": form}
