"""One special report: read by leaders, who instruct on it; edited by the office until the head signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import with_role
from jianyan.core.flow import Refused
from jianyan.core.paper import fonts_at
from jianyan.core.special import SpecialState, SpecialVerb, special_verbs
from jianyan.reports import special_words as words
from jianyan.reports.actions import (
    instruct,
    offer_special,
    refresh_special,
    send_back_special,
    sign_special,
)
from jianyan.reports.forms.special import InstructionForm, ReasonForm
from jianyan.reports.models import Special
from jianyan.reports.queries.special import instructions_visible_to, specials_visible_to, tasks_of, whole
from jianyan.reports.special_content import content_of
from jianyan.reports.special_shown import InstructionRow, instruction_row
from jianyan.rules.queries import calendar_of

STATUS = {"wrong_hat": 403, "wrong_state": 409, "stale": 409}
ACTS: dict[SpecialVerb, Any] = {
    SpecialVerb.refresh: refresh_special,
    SpecialVerb.offer: offer_special,
    SpecialVerb.send_back: send_back_special,
    SpecialVerb.sign: sign_special,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """A matter with the instructions on it, and the box for another."""

    item: dict[str, Any]
    instructions: list[InstructionRow]
    form: InstructionForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionShown:
    """A section with its matters."""

    key: str
    title: str
    paragraphs: list[str]
    table: list[list[str]]
    takes_items: bool
    items: list[ItemShown]


@entry("officer", "head", "leader")
@require_safe
def special(request: Request, pk: int) -> HttpResponse:
    """The report on the page."""
    return page(request, find(request, pk))


@entry("officer", "head")
@require_POST
def special_act(request: Request, pk: int, special_act: str) -> HttpResponse:
    """Draw the figures anew, hand over, send back, sign."""
    found = find(request, pk)
    try:
        verb = SpecialVerb(special_act.replace("-", "_"))
        act = ACTS[verb]
    except (ValueError, KeyError) as no:
        raise Http404 from no
    given: dict[str, Any] = {}
    form = ReasonForm(request.POST) if verb is SpecialVerb.send_back else None
    if form is not None:
        form.is_valid()
        given["reason"] = form.cleaned_data.get("reason", "")
    try:
        act(request.actor, pk, at=timezone.now(), seen=seen(request), **given)
    except Refused as no:
        if form is not None and no.code == "text_required":
            return page(request, found, reason=form, status=422)
        messages.error(request, words.refusal(no))
        return page(request, find(request, pk), status=STATUS.get(no.code, 422))
    messages.success(request, str(words.DONE[verb]))
    return redirect("reports:special", pk)


@entry("officer", "head", "leader")
@require_POST
def special_instruct(request: Request, pk: int) -> HttpResponse:
    """Write an instruction; the office enters what a leader wrote on paper."""
    found = find(request, pk)
    sent = request.POST.get("item", "")
    item = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 18 else None
    form = InstructionForm(request.POST, leaders=_leaders(request), item=item)
    if form.is_valid():
        try:
            instruct(request.actor, pk, at=timezone.now(), **form.cleaned_data)
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("批示已记下，营商环境办会分解落实，办结后告诉您。"))
            return redirect("reports:special", pk)
    return page(request, found, sent=form, status=422)


def seen(request: Request) -> int:
    """The revision on the page that was sent; -1, which nothing has, where it says none."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def find(request: Request, pk: int) -> Special:
    """The report with all that its page shows, if the actor may see it."""
    return get_object_or_404(whole(specials_visible_to(request.actor)), pk=pk)


def _leaders(request: Request) -> list[Any]:
    """Whose words the office may enter; a leader writes for themselves."""
    return [] if request.actor.has(RoleName.leader) else with_role(request.zone.pk, RoleName.leader)


def page(
    request: Request,
    found: Special,
    *,
    sent: InstructionForm | None = None,
    reason: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The report, what may be done with it, and the boxes for instructions."""
    actor, now, calendar = request.actor, timezone.now(), calendar_of(request.zone)
    content = content_of(found, now)
    rows = list(instructions_visible_to(actor).filter(special=found).select_related("by", "entered_by", "item"))
    tasks = tasks_of(request.zone.pk, rows)
    shown = [instruction_row(row, tasks[row.pk], now, calendar) for row in rows]
    leaders = _leaders(request)
    writes = found.signed and (actor.has(RoleName.leader) or bool(leaders))

    def box(item: int | None) -> InstructionForm | None:
        if not writes:
            return None
        return sent if sent is not None and sent.about == item else InstructionForm(leaders=leaders, item=item)

    verbs = special_verbs(SpecialState(found.state), actor.roles)
    context = {
        "special": found,
        "content": content,
        "state": words.STATES[SpecialState(found.state)],
        "tone": words.TONES[SpecialState(found.state)],
        "sections": [_section(section, shown, box) for section in content["sections"]],
        "instructions": [each for each in shown if each.row.item_id is None],
        "box": box(None),
        "verbs": {verb.value: True for verb in verbs},
        "reason": reason or ReasonForm(),
        "sent": sent,
        "office": actor.is_office,
        "fonts": fonts_at().stand_ins,
    }
    return render(request, "reports/special.html", context, status=status)


def _section(section: dict[str, Any], shown: list[InstructionRow], box: Any) -> SectionShown:
    return SectionShown(
        key=section["key"],
        title=section["title"],
        paragraphs=section["paragraphs"],
        table=section["table"],
        takes_items=section["key"] in ("common", "risks", "coordinate"),
        items=[
            ItemShown(
                item=item,
                instructions=[each for each in shown if each.row.item_id == item["pk"]],
                form=box(item["pk"]),
            )
            for item in section["items"]
        ],
    )
