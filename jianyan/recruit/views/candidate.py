"""A candidate: who it is, what was found by each condition, whether the person is known, and what can be done now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.recruit import CandidateFacts, CandidateState, CandidateVerb, candidate_verbs
from jianyan.core.rulebook import Rulebook
from jianyan.ledger.words import sentence
from jianyan.recruit import words
from jianyan.recruit.actions import check, join_person
from jianyan.recruit.forms.candidate import CheckForm
from jianyan.recruit.models import Candidate
from jianyan.recruit.queries import conditions_of
from jianyan.recruit.queries.candidates import look_alikes, next_unjudged
from jianyan.recruit.queries.rounds import rows_of
from jianyan.recruit.views.acts import STATUS, About, ActPage, happened_to, not_now
from jianyan.recruit.views.candidate_acts import PAGES, about_candidate
from jianyan.rules.words import title_of
from jianyan.ui.shapes import Event, SummaryRow

#: How many of the last acts stand on the page.
LAST = 30
CHECK = ActPage(CandidateVerb.check, "candidate", check, "")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What can be done with a candidate now, and why the next thing cannot."""

    first: ActPage | None
    others: list[ActPage]
    blocked: str
    reason: str


@entry("officer", "head")
def candidate(request: Request, pk: int) -> HttpResponse:
    """The page; what is posted to it are the findings."""
    about = about_candidate(request.actor, pk, timezone.now())
    form = _form(request, about)
    if request.method != "POST":
        return _show(request, about, form)
    no = not_now(request, CandidateVerb.check, about)
    if no is None and form.is_valid():
        try:
            check(request.actor, pk, at=about.at, seen=about.revision, **form.values())
        except Refused as refusal:
            if refusal.code not in STATUS:
                form.refuse(refusal)
            no = refusal
        else:
            messages.success(request, _("审核意见已保存。"))
            return redirect(about.url)
    if no is not None and no.code in STATUS:
        about = about_candidate(request.actor, pk, timezone.now())
        note = happened_to(about) if STATUS[no.code] == 409 else words.refusal(no)
        return _show(request, about, _form(request, about), status=STATUS[no.code], note=note)
    return _show(request, about, form, status=422)


def _form(request: Request, about: About) -> CheckForm:
    one: Candidate = about.context["candidate"]
    conditions = conditions_of(about.context["rules"], one.channel)
    findings = {each.condition: each for each in one.findings.select_related("by")}
    return CheckForm(request.POST if request.method == "POST" else None, conditions=conditions, findings=findings)


def _show(request: Request, about: About, form: CheckForm, *, status: int = 200, note: str = "") -> HttpResponse:
    one: Candidate = about.context["candidate"]
    rules, facts = about.context["rules"], about.context["facts"]
    context = {
        **about.context,
        "about": about,
        "round": one.round,
        "form": form,
        "note": note,
        "may_check": about.refusal(CandidateVerb.check) is None,
        "verdicts": verdicts(request, one, about, facts),
        "rows": facts_of(one, rules),
        "person": _person(one),
        "files": list(one.files.all()),
        "alikes": look_alikes(one),
        "objections": list(one.objections.select_related("settled_by")),
        "next": next_unjudged(one) if one.round.step in ("recommend", "review") else None,
        "events": [
            Event(at=each.at, what=sentence(each.verb, each.data, departments={}), who=_who(each))
            for each in rows_of(about.subject)[:LAST]
        ],
    }
    return render(request, "recruit/candidate.html", context, status=status)


def _who(row: Any) -> str:
    return row.actor.name if row.actor else ""


def _person(one: Candidate) -> list[SummaryRow]:
    """What the person wrote about work and life, and what the unit says."""
    texts = (
        (_("简历"), one.resume),
        (_("理由"), one.reason),
        (_("单位意见"), one.opinion),
    )
    return [SummaryRow(label=label, value=text) for label, text in texts if text]


def facts_of(one: Candidate, rules: Rulebook) -> list[SummaryRow]:
    """The fields of the form, without the phone."""
    by = one.recommending.name if one.recommending else ""
    values = (
        (_("受理编号"), one.receipt),
        (_("来源"), f"{one.get_way_display()}（{by}）" if by else one.get_way_display()),
        (_("通道"), str(words.CHANNELS[one.channel])),
        (_("类别"), title_of(rules.categories, one.category)),
        (_("单位"), one.unit_name),
        (_("职务"), one.post),
        (_("行业"), one.industry),
        (_("性别"), one.gender),
        (_("出生年月"), one.born),
        (_("政治面貌"), one.politics),
        (_("学历"), one.education),
        (_("代表委员身份"), one.seat),
        (_("已有身份"), _("、").join(title_of(rules.levels, level) for level in one.levels)),
    )
    return [SummaryRow(label=label, value=value) for label, value in values if value]


#: What a candidate in a state waits for.
MAIN = {CandidateState.received: CandidateVerb.qualify, CandidateState.qualified: CandidateVerb.choose}
#: Why not, where it is only a matter of time: nothing to say.
QUIET = frozenset({"wrong_step", "wrong_role", "wrong_state"})


def verdicts(request: Request, one: Candidate, about: About, facts: CandidateFacts) -> Verdicts:
    """The acts that may be offered now."""
    state = CandidateState(one.state)
    offered = candidate_verbs(state, request.actor.roles, one.round.step, facts)
    main = MAIN.get(state)
    pages = [PAGES[each] for each in offered if each in PAGES and each != main]
    if main is None:
        return Verdicts(None, pages, "", "")
    no = about.refusal(main)
    if no is None:
        return Verdicts(PAGES[main], pages, "", "")
    return Verdicts(None, pages, PAGES[main].label, "" if no.code in QUIET else words.refusal(no))


@entry("officer", "head")
@require_POST
def same_person(request: Request, pk: int) -> HttpResponse:
    """Say that the candidate is a supervisor who is known, or that none of those shown is this person."""
    about = about_candidate(request.actor, pk, timezone.now())
    no = not_now(request, CandidateVerb.check, about)
    asked = request.POST.get("known", "")
    known = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    if no is None and (known is not None or asked == "none"):
        try:
            join_person(request.actor, pk, at=about.at, known=known, seen=about.revision)
        except Refused as refusal:
            no = refusal
        else:
            said = _("已确认是同一人，聘任时沿用原来的账号和档案。") if known else _("已确认不是同一人。")
            messages.success(request, said)
            return redirect(about.url)
    request.method = "GET"  # the page is shown as it is; what was posted were not its findings
    about = about_candidate(request.actor, pk, timezone.now())
    status = STATUS.get(no.code, 422) if no else 422
    note = happened_to(about) if status == 409 else words.refusal(no) if no else _("请选择是不是同一人。")
    return _show(request, about, _form(request, about), status=status, note=note)
