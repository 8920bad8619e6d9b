"""What is pressed in the table of a month: merge, link, take a link away, tell apart, and finish the month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.leads import actions, words
from jianyan.leads.actions.alike import MOST
from jianyan.leads.forms.month import numbers
from jianyan.leads.models import Lead
from jianyan.leads.views.undo import back_of, undo_button
from jianyan.ui.formats import month_in_words
from jianyan.ui.said import say

#: The reason of a merger at one press, where none is written.
ALIKE = gettext_lazy("内容相似，经梳理为同一问题，并案办理。")


@entry("officer", "head")
@require_POST
def month_act(request: Request) -> HttpResponse:
    """Do what was pressed with the leads that were sent, say so, and go back to where it was pressed."""
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        act(request, numbers(request.POST.getlist("lead"), MOST + 1), timezone.now())
    except Lead.DoesNotExist:
        raise Http404 from None
    except Refused as no:
        number = no.params.get("no")
        said = words.refusal(no)
        messages.error(request, f"{number}：{said}" if number else said)
    return redirect(back_of(request, "leads:month"))


def _merge(request: Request, leads: list[int], now: datetime) -> None:
    into = next(iter(numbers([request.POST.get("into", "")], 1)), 0)
    reason = request.POST.get("reason", str(ALIKE))
    seen = {pk: _seen(request, pk) for pk in leads if pk != into}
    merged = actions.merge_all(request.actor, seen, at=now, into=into, reason=reason)
    target = merged[0].merged_into
    said = _("{n} 条已并入 {no}。").format(n=len(merged), no=target.no if target else "")
    say(request, said, undo_button(request, [lead.pk for lead in merged], now))


def _seen(request: Request, pk: int) -> int | None:
    sent = numbers([request.POST.get(f"seen-{pk}", "")], 1)
    return sent[0] if sent else None


def _link(request: Request, leads: list[int], now: datetime) -> None:
    made = actions.link(request.actor, leads, at=now)
    said = _("已关联为相似线索。") if made else _("这几条已经关联过了。")
    say(request, said)


def _unlink(request: Request, leads: list[int], now: datetime) -> None:
    one, other = _two(leads)
    actions.unlink(request.actor, one, other, at=now)
    say(request, _("已取消关联。"))


def _apart(request: Request, leads: list[int], now: datetime) -> None:
    one, other = _two(leads)
    actions.tell_apart(request.actor, one, other, at=now)
    say(request, _("已标为不相关，不再提示。"))


def _two(leads: list[int]) -> tuple[int, int]:
    if len(leads) != 2:
        raise Refused("few_chosen")
    return leads[0], leads[1]


def _finish(request: Request, leads: list[int], now: datetime) -> None:
    month = numbers([request.POST.get("month", "").replace("-", "")], 1)
    try:
        day = datetime.strptime(f"{month[0]}", "%Y%m").date()  # noqa: DTZ007 a month, not a moment
    except (ValueError, IndexError):
        raise Http404 from None
    done = actions.finish_month(request.actor, day, at=now)
    say(request, _("{month}线索已整理完毕，共 {n} 件，已记入台账。").format(month=month_in_words(day), n=done.leads))


ACTS: dict[str, Callable[[Request, list[int], datetime], None]] = {
    "merge": _merge,
    "link": _link,
    "unlink": _unlink,
    "apart": _apart,
    "finish": _finish,
}
