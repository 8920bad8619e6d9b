"""What would become of chosen leads: merged into one, or linked; and the pairs that look alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jianyan.accounts.access import Request
from jianyan.accounts.queries import Actor
from jianyan.core import flow
from jianyan.core.flow import FINAL, Facts, State, Verb
from jianyan.leads import words
from jianyan.leads.actions.alike import MOST
from jianyan.leads.models import Lead
from jianyan.leads.queries.month import Proposal, by_ids
from jianyan.leads.queries.sight import sight
from jianyan.leads.queries.visible import hats
from jianyan.leads.views.text import reporter_name
from jianyan.leads.words import unit_name

#: From this likeness on two texts are called very alike.
VERY = 0.3


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen lead. ``goes``: it can be merged into another; ``stays``: others can be merged into it; else why not."""

    lead: Lead
    reporter: str
    state: str
    tone: str
    department: str
    goes: bool
    stays: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class Card:
    """Two leads that look alike, why, and which of them would go into which."""

    first: Choice
    second: Choice
    very: bool
    reasons: list[str]
    goes: Choice | None
    stays: Choice | None
    why_not: str

    @property
    def both(self) -> tuple[Choice, Choice]:
        return self.first, self.second


def chosen_panel(request: Request, ids: list[int]) -> dict[str, Any]:
    """The panel above the table, for what was pressed; nothing without ``do``."""
    do = request.GET.get("do")
    if do not in ("merge", "link"):
        return {}
    choices = [choice_of(request.actor, lead) for lead in by_ids(request.actor, ids)]
    stays = stays_of(choices) if do == "merge" else None
    going = [choice for choice in choices if choice is not stays and choice.goes]
    return {
        "do": do,
        "choices": choices,
        "stays": stays,
        "able": [one for one in choices if one.stays and all(other.goes for other in choices if other is not one)],
        "going": going,
        "few": len(choices) < 2,
        "many": len(choices) > MOST,
        "most": MOST,
        "can": stays is not None and bool(going) and len(choices) <= MOST and len(going) == len(choices) - 1,
    }


def choice_of(actor: Actor, lead: Lead) -> Choice:
    """A lead with what can become of it; the own-unit rule is judged when it is done."""
    state = State(lead.state)
    unit = lead.lead_department
    goes = Verb.merge in flow.verbs(state, hats(actor, lead), Facts())
    return Choice(
        lead=lead,
        reporter=reporter_name(lead, sight(actor, lead)),
        state=str(words.STATES[state]),
        tone=words.TONES.get(state, ""),
        department=unit_name(unit) if unit else "",
        goes=goes,
        stays=state not in FINAL,
        why_not="" if goes else _why_not(state),
    )


def _why_not(state: State) -> str:
    if state == State.received:
        return _("还没有电话沟通，沟通后才能并案")
    return _("现在是“{state}”，不能再并入别的线索").format(state=words.STATES[state])


def stays_of(choices: list[Choice]) -> Choice | None:
    """Which stays: the one that cannot go when there is one, else the earliest."""
    able = [choice for choice in choices if choice.stays]
    fixed = [choice for choice in able if not choice.goes]
    return next(iter(fixed or able), None)


def proposal_card(actor: Actor, pair: Proposal) -> Card:
    """A pair that looks alike, as a card."""
    first, second = choice_of(actor, pair.first), choice_of(actor, pair.second)
    goes, stays = None, None
    if second.goes and first.stays:
        goes, stays = second, first
    elif first.goes and second.stays:
        goes, stays = first, second
    why = pair.why
    phrases = "".join(f"“{phrase}”" for phrase in why.phrases)
    reasons = [_("都写到{phrases}").format(phrases=phrases)] if phrases else []
    if why.same_place:
        reasons.append(_("涉及同一部门或窗口"))
    if why.same_company:
        reasons.append(_("涉及同一家企业"))
    return Card(
        first=first,
        second=second,
        very=why.score >= VERY,
        reasons=reasons,
        goes=goes,
        stays=stays,
        why_not="" if goes else (second.why_not or first.why_not),
    )
