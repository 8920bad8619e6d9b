"""The list of awards, a new one, and one with its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.queries import Actor
from jianyan.awards import actions, words
from jianyan.awards.forms import CountForm, FindForm
from jianyan.awards.models import Run, Standing
from jianyan.awards.queries import award_facts, on_list, runs_visible_to
from jianyan.awards.queries.members import ended_terms
from jianyan.awards.queries.pages import acts_of, groups_of, runs_listed, standings_of, tied_at_cut
from jianyan.awards.queries.scored import rules_of
from jianyan.awards.shown import MAIN, hindrance, step_name, step_tone, way_of
from jianyan.awards.views.run_acts import PAGES
from jianyan.core.award import AwardFacts, AwardStep, award_verbs
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.ledger.words import sentence
from jianyan.rules.queries import NoRulebook, book
from jianyan.rules.words import title_of
from jianyan.ui.shapes import Event, Tab

PAGE, LAST, TERMS = 25, 30, 6


@entry("officer", "head", "leader")
@require_safe
def runs(request: Request) -> HttpResponse:
    """Every award, the last term first."""
    pages = Paginator(runs_listed(request.actor), PAGE)
    page = pages.get_page(request.GET.get("page"))
    rows = [{"run": run, "state": step_name(run), "tone": step_tone(run)} for run in page]
    return render(request, "awards/runs.html", {"rows": rows, "page_obj": page, "office": request.actor.is_office})


@entry("officer", "head")
def run_new(request: Request) -> HttpResponse:
    """Choose the term that is over; the points are counted at once."""
    now = timezone.now()
    terms = ended_terms(request.zone.pk, local_date(now))[:TERMS]
    choices = [
        (
            f"{term.starts}_{term.ends}",
            _("{starts} 至 {ends}（{n} 人）").format(starts=term.starts, ends=term.ends, n=n),
        )
        for term, n in terms
    ]
    first = {"term": choices[0][0], "title": _title(terms[0][0].ends)} if choices else {}
    form = CountForm(request.POST or None, terms=choices, initial=first)
    if request.method == "POST" and form.is_valid():
        starts, _under, ends = form.cleaned_data["term"].partition("_")
        try:
            run = actions.count(
                request.actor,
                at=now,
                starts=date.fromisoformat(starts),
                ends=date.fromisoformat(ends),
                title=form.cleaned_data["title"],
            )
        except Refused as no:
            form.refuse(no)
        except NoRulebook:
            form.add_error("term", _("聘期结束那天还没有施行的规则。"))
        else:
            messages.success(request, _("已按台账计分，请评审。"))
            return redirect("awards:run", run.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "awards/run_form.html", {"form": form, "terms": terms}, status=status)


def _title(ends: date) -> str:
    return _("{year}年度优秀监督员评选").format(year=ends.year)


@dataclass(frozen=True, slots=True)
class Next:
    """What brings the award on: its page and address, or why not yet."""

    label: str
    lead: str
    url: str
    reason: str
    icon: str = "circle-check"


@entry("officer", "head", "leader")
@require_safe
def run(request: Request, pk: int) -> HttpResponse:
    """Where an award stands, and everybody's points. A leader reads the decided list, and nothing else."""
    found = get_object_or_404(runs_visible_to(request.actor).select_related("zone"), pk=pk)
    now, rules = timezone.now(), book(found.rules_id)
    facts = award_facts(found, now)
    context = {
        "run": found,
        "rules": rules,
        "state": step_name(found),
        "tone": step_tone(found),
        "way": way_of(found, facts),
        "groups": [(str(words.CHANNELS[each.channel]), each) for each in groups_of(found)],
    }
    if not request.actor.is_office:
        return render(request, "awards/run_leader.html", {**context, "rows": _rows(list(on_list(found)), rules)})
    return render(request, "awards/run.html", {**context, **_for_office(request, found, rules, facts)})


def _for_office(request: Request, found: Run, rules: Rulebook, facts: AwardFacts) -> dict[str, object]:
    channel, only = request.GET.get("channel", ""), request.GET.get("only") == "listed"
    name = clean_text(request.GET.get("name", ""), lines=False)[:40]
    channel = channel if channel in ("social", "internal") else ""
    page = Paginator(standings_of(found, channel=channel, proposed=only, name=name), PAGE).get_page(
        request.GET.get("page")
    )
    offered = award_verbs(found.step, request.actor.roles, facts)
    main = MAIN.get(AwardStep(found.step))
    open_ = found.step in (AwardStep.review, AwardStep.hearing)
    return {
        "facts": facts,
        "next": _next(request.actor, found, facts),
        "others": [(slug, each) for slug, each in PAGES.items() if each.verb in offered and each.verb != main],
        "rows": _rows(list(page), rules),
        "parts": [title_of(rules.scores, key) for key, score in rules.scores.items() if not score.veto],
        "page_obj": page,
        "tabs": _tabs(found, channel, only),
        "channel": channel,
        "only": only,
        "form": FindForm(initial={"name": name}),
        "tied": tied_at_cut(found, by_channel=rules_of(found).by_channel) if open_ else [],
        "most": rules.number_of("award_adjust"),
        "events": [
            Event(at=row.at, what=sentence(row.verb, row.data, departments={}), who=row.actor.name if row.actor else "")
            for row in acts_of(found)[:LAST]
        ],
    }


def _rows(people: list[Standing], rules: Rulebook) -> list[dict[str, object]]:
    """Each person with the points as text."""
    keys = [key for key, score in rules.scores.items() if not score.veto]
    return [
        {
            "each": each,
            "channel": str(words.CHANNELS[each.channel]),
            "category": title_of(rules.categories, each.supervisor.category),
            "parts": [words.points(each.points_of(key)) for key in keys],
            "adjusted": words.points(each.adjusted, sign=True) if each.adjusted else "",
            "total": words.points(each.total),
            "why": words.why(each.why),
        }
        for each in people
    ]


def _tabs(found: Run, channel: str, only: bool) -> list[Tab]:
    url = reverse("awards:run", args=[found.pk])
    listed = _("名单") if found.step not in (AwardStep.review, AwardStep.hearing) else _("建议授予")
    return [
        Tab(url=url, label=_("全部"), active=not channel and not only),
        Tab(url=f"{url}?channel=social", label=str(words.CHANNELS["social"]), active=channel == "social" and not only),
        Tab(url=f"{url}?channel=internal", label=str(words.CHANNELS["internal"]), active=channel == "internal"),
        Tab(url=f"{url}?only=listed", label=listed, active=only),
    ]


def _next(actor: Actor, found: Run, facts: AwardFacts) -> Next | None:
    verb = MAIN.get(AwardStep(found.step))
    if verb is None:
        return None
    page = PAGES[verb.value]
    no = hindrance(found, verb, actor.roles, facts)
    if no is None:
        return Next(page.label, str(page.lead), reverse("awards:act", args=[found.pk, verb.value]), "", page.icon)
    return Next(page.label, str(page.lead), "", str(words.BY_HEAD) if no.code == "wrong_role" else words.refusal(no))
