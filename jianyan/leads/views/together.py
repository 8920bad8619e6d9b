"""What the pages share on which several leads are acted on at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request
from jianyan.core.flow import State
from jianyan.leads import words
from jianyan.leads.actions.together import Outcome
from jianyan.leads.models import Lead
from jianyan.leads.queries.together import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One lead on which nothing can be done, or nothing was; or what was done with it."""

    lead: Lead
    said: str


def ids_of(query: QueryDict) -> list[int]:
    """The leads that an address names, each once, as many as may be looked over at once."""
    found = [int(text) for text in query.getlist("lead") if text.isascii() and text.isdigit() and len(text) < 10]
    return list(dict.fromkeys(found))


def why_not(choice: Choice) -> str:
    """Why a verb cannot be done on a lead, on a page that nobody has overtaken."""
    no = choice.refused
    if no is None:
        return ""
    if no.code == "wrong_state":
        return _("现在是“{state}”，不在这一步。").format(state=words.STATES[State(choice.lead.state)])
    return words.refusal(no)


def result(request: Request, leads: dict[int, Lead], outcomes: list[Outcome], done: dict[int, str]) -> HttpResponse:
    """What came of each lead: those that were done, then those that were not, with the reason."""
    context = {
        "done": [Line(lead=leads[one.lead], said=done[one.lead]) for one in outcomes if one.refused is None],
        "refused": [
            Line(lead=leads[one.lead], said=words.refusal(one.refused)) for one in outcomes if one.refused is not None
        ],
    }
    return render(request, "leads/together_done.html", context)
