"""提醒提交意见表: one person or several, after a look at who will be told what (5.1.e)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.opinion import form_due, month_of
from jianyan.core.workdays import local_date
from jianyan.leads.actions.missing import KIND, remind_missing
from jianyan.leads.forms.queue import asks_mine
from jianyan.leads.words import refusal
from jianyan.notify.words import sentence
from jianyan.rules.queries import NoRulebook, book, version_on
from jianyan.web.views.desk_below import owing


@entry("officer", "head")
def remind_forms(request: Request) -> HttpResponse:
    """GET shows who will be told what, POST tells those that were chosen; nobody twice a day."""
    now = timezone.now()
    today = local_date(now)
    if request.method == "POST":
        return _remind(request)
    try:
        rules = book(version_on(request.zone.pk, today).pk)
    except NoRulebook:
        rules = None
    owed = owing(request.actor, asks_mine(request.GET, request.actor), now, rules)
    due = form_due(month_of(today), rules.number_of("form_due_day")) if rules else None
    params = {"month": f"{today:%Y-%m}", **({"due": due.isoformat()} if due and today <= due else {})}
    context = {
        "month": month_of(today),
        "owing": owed,
        "to_remind": sum(not one.today for one in owed),
        "notice": sentence(KIND, params),
    }
    return render(request, "web/remind_forms.html", context)


def _remind(request: Request) -> HttpResponse:
    now = timezone.now()
    sent = request.POST.getlist("identity")
    chosen = {int(text) for text in sent if text.isascii() and text.isdigit() and len(text) < 10}
    try:
        told = remind_missing(request.actor, month_of(local_date(now)), at=now, only=chosen)
    except Refused as no:
        messages.warning(request, refusal(no))
    else:
        if told:
            said = ngettext("已提醒 {n} 人提交本月意见表。", "已提醒 {n} 人提交本月意见表。", told)
            messages.success(request, said.format(n=told))
        else:
            messages.info(request, gettext("没有提醒：选中的人已经提交，或者今天已经提醒过了。"))
    return redirect(f"{reverse('desk')}#owing")
