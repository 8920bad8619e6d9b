"""The candidates of a round, narrowed by filters that stand in the address."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.recruit import CandidateState
from jianyan.core.rulebook import Rulebook
from jianyan.recruit import words
from jianyan.recruit.forms.candidate import CandidateFilter
from jianyan.recruit.models import Candidate
from jianyan.recruit.queries import rounds_visible_to, takes_applications
from jianyan.recruit.queries.candidates import candidates_listed
from jianyan.recruit.shown import address, step_name, step_tone, tabs_of
from jianyan.rules.queries import book
from jianyan.rules.words import title_of

PAGE = 50
#: Filters that are always open, and those behind “more”.
FIRST = ("q", "state", "category")
MORE = ("channel", "way")


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate of the list."""

    candidate: Candidate
    state: str
    tone: str
    category: str
    channel: str
    way: str
    objected: bool


@entry("officer", "head")
@require_safe
def candidates(request: Request, pk: int) -> HttpResponse:
    """The list, and on an htmx request its rows alone."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    rules = book(round_.rules_id)
    form = CandidateFilter(request.GET, rules)
    page = Paginator(candidates_listed(request.actor, round_, form.sought()), PAGE).get_page(request.GET.get("page"))
    context = {
        "round": round_,
        "state": step_name(round_, rules),
        "tone": step_tone(round_),
        "tabs": tabs_of(round_, "recruit:candidates"),
        "import_url": address("recruit:list_import", round_.pk) if takes_applications(round_, timezone.now()) else "",
        "page_obj": page,
        "rows": [row(each, rules) for each in page],
        "shown": [form[name] for name in FIRST],
        "folded": [form[name] for name in MORE],
        "more": any(form[name].value() for name in MORE),
        "narrowed": any(form[name].value() for name in form.fields),
    }
    part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "recruit/candidates.html#rows" if part else "recruit/candidates.html", context)


def row(candidate: Candidate, rules: Rulebook) -> Row:
    """A candidate of `candidates_listed` as a line of the list."""
    state = CandidateState(candidate.state)
    recommending = candidate.recommending
    return Row(
        candidate=candidate,
        state=str(words.STATES[state]),
        tone=words.TONES[state],
        category=title_of(rules.categories, candidate.category),
        channel=str(words.CHANNELS[candidate.channel]),
        way=recommending.name if recommending else candidate.get_way_display(),
        objected=candidate.objected,  # type: ignore[attr-defined]
    )
