"""The receipt and the status of an application, behind a link that cannot be guessed: whoever has it is the person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.public import public
from jianyan.accounts.queries import system_actor
from jianyan.core.flow import Refused
from jianyan.core.recruit import CANCELLED, CandidateState
from jianyan.people.models import Channel
from jianyan.recruit import actions, words
from jianyan.recruit.models import Candidate
from jianyan.recruit.public_words import AFTER_NOTICE, CALLED_OFF, HALTED, NOT_LISTED, ON_LIST, STEPS, WHERE
from jianyan.recruit.queries.public import application, steps_done
from jianyan.rules.queries import book
from jianyan.rules.words import title_of
from jianyan.ui.formats import masked_phone
from jianyan.ui.shapes import SummaryRow

OPEN = (CandidateState.received, CandidateState.qualified, CandidateState.chosen)


@public
@require_safe
def receipt(request: HttpRequest, token: UUID) -> HttpResponse:
    """The number, and the link that has to be kept: there is no other way to it."""
    candidate = get_object_or_404(application(token))
    link = request.build_absolute_uri(reverse("public:status", args=[candidate.token]))
    return render(request, "recruit/public_receipt.html", {"candidate": candidate, "link": link})


@public
@require_safe
def status(request: HttpRequest, token: UUID) -> HttpResponse:
    """Where the application stands, why it was refused, and what was written in it."""
    candidate = get_object_or_404(application(token))
    return _page(request, candidate)


@public
def withdraw(request: HttpRequest, token: UUID) -> HttpResponse:
    """Take the application back, after having been asked once more."""
    candidate = get_object_or_404(application(token))
    if request.method != "POST":
        if not may_withdraw(candidate):
            return redirect("public:status", token=token)
        return render(request, "recruit/public_withdraw.html", {"candidate": candidate})
    try:
        actions.withdraw(system_actor(candidate.round.zone), candidate.pk, at=timezone.now(), by_candidate=True)
    except Refused as no:
        return _page(request, candidate, note=words.refusal(no), status=409)
    messages.success(request, _("报名已撤回。"))
    return redirect("public:status", token=token)


def may_withdraw(candidate: Candidate) -> bool:
    """Whether the person can still take it back."""
    return candidate.state in OPEN and candidate.round.step != CANCELLED


def _page(request: HttpRequest, candidate: Candidate, *, note: str = "", status: int = 200) -> HttpResponse:
    state = CandidateState(candidate.state)
    halted = HALTED.get(state, "")
    if not halted and candidate.round.step == CANCELLED and state != CandidateState.appointed:
        halted = CALLED_OFF
    done = steps_done(candidate, timezone.now())
    context = {
        "candidate": candidate,
        "note": note,
        "done": done,
        "steps": list(STEPS),
        "halted": halted,
        "where": "" if halted else _where(candidate, state, done),
        "refusal": candidate.refusal if state == CandidateState.refused else "",
        "cancel_reason": candidate.round.cancel_reason if halted == CALLED_OFF else "",
        "rows": _rows(candidate),
        "may_withdraw": may_withdraw(candidate),
        "phone": candidate.round.contact or candidate.round.zone.office_phone,
    }
    return render(request, "recruit/public_status.html", context, status=status)


def _where(candidate: Candidate, state: CandidateState, done: int) -> Any:
    public_now = candidate.round.published_at is not None
    if state == CandidateState.chosen and public_now:
        return ON_LIST if done == 3 else AFTER_NOTICE
    if state == CandidateState.qualified and public_now:
        return NOT_LISTED
    return WHERE[state]


def _rows(candidate: Candidate) -> list[SummaryRow]:
    """The person's own data as given; the number is masked, because a link may be seen over a shoulder."""
    rules = book(candidate.round.rules_id)
    said: list[tuple[str, object]] = [
        (_("姓名"), candidate.name),
        (_("性别"), candidate.gender),
        (_("出生年月"), candidate.born),
        (_("政治面貌"), candidate.politics),
        (_("学历"), candidate.education),
        (_("手机"), masked_phone(candidate.phone)),
        (_("通道"), Channel(candidate.channel).label),
        (_("类别"), title_of(rules.categories, candidate.category)),
        (_("所在单位"), candidate.unit_name),
        (_("职务"), candidate.post),
        (_("行业"), candidate.industry),
        (_("代表委员身份"), candidate.seat),
        (_("已有的监督员身份"), _("、").join(title_of(rules.levels, level) for level in candidate.levels)),
        (_("简历"), candidate.resume),
        (_("理由"), candidate.reason),
        (_("附件"), _("、").join(candidate.files.order_by("pk").values_list("name", flat=True))),
    ]
    return [SummaryRow(label=label, value=value) for label, value in said if value]
