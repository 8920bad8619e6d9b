"""What was not told or not done by itself: the list behind the line on the desk, and trying again."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jianyan.accounts.access import Request, entry
from jianyan.notify.failures import let_go, tell_again, visible_to
from jianyan.notify.models import Failure
from jianyan.notify.words import sentence
from jianyan.web.ticking import try_again

PAGE = 50

#: The parts of the clock's round, as the office knows them.
PARTS: dict[str, str | Promise] = {
    "leads": gettext_lazy("线索的时限：视为签收、催办督办、提醒填表、封存台账"),
    "rounds": gettext_lazy("选聘和公示到期"),
    "tasks": gettext_lazy("任务到期提醒"),
    "instructions": gettext_lazy("批示到期提醒"),
    "meetings": gettext_lazy("会议提醒"),
    "studies": gettext_lazy("调研和核查到期提醒"),
    "duties": gettext_lazy("季度履职的提醒和结转"),
    "rated": gettext_lazy("总览的统计"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One failure in words."""

    failure: Failure
    said: str
    what_now: str


@entry("officer", "head", "sysadmin")
@require_safe
def failures(request: Request) -> HttpResponse:
    """What stands open, the newest first."""
    page = Paginator(visible_to(request.actor), PAGE).get_page(request.GET.get("page"))
    return render(request, "web/failures.html", {"page_obj": page, "rows": [_row(one) for one in page]})


def _row(one: Failure) -> Row:
    if one.why == Failure.Why.clock:
        said = str(PARTS.get(one.what, _("定时处理")))
        return Row(one, said, _("系统每分钟会自动再做；一直不成的，请系统管理员看日志。"))
    return Row(one, sentence(one.what, one.params), _("请先给该单位开设联络员账号（或给线索定联系专员），再重新送达。"))


@entry("officer", "head", "sysadmin")
@require_POST
def failures_retry(request: Request, pk: int) -> HttpResponse:
    """Try once more, or with ``do=let_go`` take it off the list."""
    now = timezone.now()
    one = get_object_or_404(visible_to(request.actor), pk=pk)
    if request.POST.get("do") == "let_go" and one.why == Failure.Why.nobody:
        let_go(request.actor, pk, at=now)
        messages.success(request, _("已从列表中去掉。"))
    elif one.why == Failure.Why.clock:
        if try_again(request.zone, one.what, at=now):
            messages.success(request, _("这次做成了。"))
        else:
            messages.warning(request, _("还是没有做成，请系统管理员看日志。"))
    elif told := tell_again(request.actor, one, at=now):
        messages.success(request, _("已送达 {n} 人。").format(n=told))
    else:
        messages.warning(request, _("还是没有人可以收到：请先开设联络员账号，或用别的办法告知后去掉。"))
    return redirect("failures")
