"""A round: where it stands and what is next, the list, and the public notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.queries import Actor
from jianyan.core.paper import fonts_at
from jianyan.core.recruit import (
    CandidateFacts,
    CandidateState,
    CandidateVerb,
    RoundFacts,
    RoundVerb,
    candidate_verbs,
    round_verbs,
)
from jianyan.core.rulebook import Rulebook
from jianyan.ledger.words import sentence
from jianyan.recruit import words
from jianyan.recruit.models import Candidate, Round
from jianyan.recruit.queries import LISTED, notice_hangs, round_facts, rounds_visible_to
from jianyan.recruit.queries.rounds import Figures, figures, objections_of, on_list, rows_of, shortlist
from jianyan.recruit.shown import address, hindrance, main_verb, step_name, step_tone, tabs_of, way_of
from jianyan.recruit.views.acts import ActPage
from jianyan.recruit.views.candidate_acts import PAGES as CANDIDATE_PAGES
from jianyan.recruit.views.listed import by_channel
from jianyan.recruit.views.round_acts import PAGES
from jianyan.rules.queries import book
from jianyan.rules.words import title_of
from jianyan.ui.shapes import Event

#: How many of the last acts stand on the page.
LAST = 30


@dataclass(frozen=True, slots=True)
class Next:
    """What brings the round on: its page and address, or why not yet."""

    label: str
    lead: str
    url: str
    reason: str
    icon: str = "circle-check"


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category with its figures."""

    title: str
    channel: str
    figures: Figures

    @property
    def waiting(self) -> int:
        return self.figures.of(CandidateState.received)

    @property
    def over(self) -> bool:
        return self.figures.listed > self.figures.places

    @property
    def left(self) -> int:
        return max(0, self.figures.places - self.figures.listed)


@entry("officer", "head", "leader")
@require_safe
def round_page(request: Request, pk: int) -> HttpResponse:
    """Where a round stands. A leader reads the submitted list here, and nothing else."""
    round_ = _round(request, pk)
    if not request.actor.is_office:
        return render(request, "recruit/round_leader.html", _for_leader(round_))
    now = timezone.now()
    rules, facts = book(round_.rules_id), round_facts(round_, now)
    offered = round_verbs(round_.step, request.actor.roles, facts)
    main = main_verb(round_.step, facts)
    rest = [PAGES[each.replace("_", "-")] for each in offered if each != main and each.replace("_", "-") in PAGES]
    context = _head(round_, rules, "recruit:round") | {
        "facts": facts,
        "way": way_of(round_, rules, facts, now),
        "next": _next(request.actor, round_, main, facts),
        "others": [page for page in rest if page.verb != RoundVerb.finish or main is None],
        "may_edit": RoundVerb.edit in offered,
        "lines": lines_of(round_, rules),
        "conditions": list(rules.conditions.values()),
        "public_url": _public(round_),
        "events": [
            Event(at=row.at, what=sentence(row.verb, row.data, departments={}), who=row.actor.name if row.actor else "")
            for row in rows_of(f"round:{round_.pk}")[:LAST]
        ],
    }
    return render(request, "recruit/round.html", context)


@entry("officer", "head")
@require_safe
def shortlist_page(request: Request, pk: int) -> HttpResponse:
    """The list against the quotas: who is on it, and who may still come onto it."""
    round_, now = _round(request, pk), timezone.now()
    rules, facts = book(round_.rules_id), round_facts(round_, now)
    lines = lines_of(round_, rules)
    candidates = list(shortlist(round_))
    context = _head(round_, rules, "recruit:shortlist") | {
        "facts": facts,
        "groups": [(line, _choosing(request, line, candidates, facts)) for line in lines if line.figures.fit],
        "lines": lines,
        "count": sum(each.state in LISTED for each in candidates),
        "fonts": fonts_at().stand_ins if any(each.state in LISTED for each in candidates) else (),
    }
    return render(request, "recruit/shortlist.html", context)


def _choosing(
    request: Request, line: CategoryLine, candidates: list[Candidate], facts: RoundFacts
) -> list[tuple[Candidate, str, str, ActPage | None]]:
    """For each candidate of a category: state in words, its tone, and the act that moves it onto or off the list."""
    rows = []
    for each in candidates:
        if each.category != line.figures.category:
            continue
        state = CandidateState(each.state)
        asked = _facts(line, facts)
        verbs = candidate_verbs(state, request.actor.roles, each.round.step, asked)
        verb = next((v for v in verbs if v in (CandidateVerb.choose, CandidateVerb.unchoose)), None)
        rows.append((each, str(words.STATES[state]), words.TONES[state], CANDIDATE_PAGES[verb] if verb else None))
    return rows


def _facts(line: CategoryLine, facts: RoundFacts) -> CandidateFacts:
    # What is not known of a whole list (terms used up) is asked again when somebody is put on it.
    return CandidateFacts(places_left=line.left, decided=facts.decided)


@entry("officer", "head")
@require_safe
def notice_page(request: Request, pk: int) -> HttpResponse:
    """The public notice as it hangs, and the objections against it."""
    round_, now = _round(request, pk), timezone.now()
    rules = book(round_.rules_id)
    context = _head(round_, rules, "recruit:notice") | {
        "hangs": notice_hangs(round_, now),
        "days": rules.number_of("notice_days"),
        "groups": by_channel(on_list(round_), rules) if round_.published_at else [],
        "objections": list(objections_of(round_)),
        "public_url": address("public:list", round_.token) if round_.published_at else "",
    }
    return render(request, "recruit/notice.html", context)


def lines_of(round_: Round, rules: Rulebook) -> list[CategoryLine]:
    """The categories of a round with their figures, as the rulebook calls them."""
    return [
        CategoryLine(
            title=title_of(rules.categories, each.category), channel=str(words.CHANNELS[each.channel]), figures=each
        )
        for each in figures(round_)
    ]


def _round(request: Request, pk: int) -> Round:
    return get_object_or_404(rounds_visible_to(request.actor).select_related("zone"), pk=pk)


def _head(round_: Round, rules: Rulebook, part: str) -> dict[str, Any]:
    """What stands on top of every part."""
    return {
        "round": round_,
        "rules": rules,
        "state": step_name(round_, rules),
        "tone": step_tone(round_),
        "tabs": tabs_of(round_, part),
    }


def _public(round_: Round) -> str:
    return address("public:round", round_.token) if round_.opened_at else ""


def _next(actor: Actor, round_: Round, verb: RoundVerb | None, facts: RoundFacts) -> Next | None:
    if verb is None:
        return None
    no = hindrance(round_.step, verb, actor.roles, facts)
    if verb == RoundVerb.appoint:
        label, lead, icon = str(words.APPOINT), str(words.APPOINT_LEAD), "certificate"
        url = address("recruit:appoint", round_.pk)
    else:
        page = PAGES[verb.replace("_", "-")]
        label, lead, icon = page.label, str(page.lead), page.icon
        url = reverse("recruit:round_act", args=[round_.pk, page.slug])
    if no is None:
        return Next(label, lead, url, "", icon)
    by_head = no.code == "wrong_role"
    return Next(label, lead, "", str(words.BY_HEAD) if by_head else words.refusal(no), icon)


def _for_leader(round_: Round) -> dict[str, Any]:
    """The list as it was submitted: names, units, posts, categories; no phones, no reviews."""
    rules = book(round_.rules_id)
    return {
        "round": round_,
        "state": step_name(round_, rules),
        "tone": step_tone(round_),
        "lines": lines_of(round_, rules),
        "groups": by_channel(on_list(round_), rules),
    }
