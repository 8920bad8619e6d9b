"""One row of the table of a month: what it shows, what can be chosen in it, and what was wrong with what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jianyan.accounts.queries import Actor
from jianyan.core import flow
from jianyan.core.flow import Facts, Refused, State, Verb
from jianyan.core.rulebook import Rulebook
from jianyan.leads import words
from jianyan.leads.actions import Invalid
from jianyan.leads.forms.month import Filled, mark, values_of
from jianyan.leads.forms.sort import ASKED, NONE, Keys
from jianyan.leads.models import Grade, Lead
from jianyan.leads.queries.sight import sight
from jianyan.leads.queries.visible import hats
from jianyan.leads.views.text import reporter_name, verb_url
from jianyan.leads.words import unit_name
from jianyan.rules.queries import book
from jianyan.rules.words import title_of, titles

Choices = list[tuple[str, Any]]
GRADES: Choices = [("", "—"), *((value, value) for value in Grade.values)]


@dataclass(frozen=True, slots=True)
class Further:
    """An answer that the chosen kind asks for beside it."""

    name: str
    label: Any
    value: str
    choices: Choices | None


@dataclass(slots=True, kw_only=True)
class Line:
    """A lead as a row of the table. ``said``: what was wrong, one sentence each; ``saved``: just now."""

    lead: Lead
    reporter: str
    state: str
    tone: str
    department: str
    open: bool
    values: dict[str, str]
    was: str
    kinds: Choices = field(default_factory=list)
    fields: Choices = field(default_factory=list)
    kind_title: str = ""
    field_title: str = ""
    grades: Choices = field(default_factory=lambda: GRADES)
    further: list[Further] = field(default_factory=list)
    split_url: str = ""
    classify_url: str = ""
    sorted: bool = False
    links: int = 0
    said: list[str] = field(default_factory=list)
    wrong: frozenset[str] = frozenset()
    saved: bool = False
    chosen: bool = False


class Choosing:
    """What can be chosen in the rows of one page; each rulebook and channel is read once."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[int, str], tuple[Choices, Choices]] = {}

    def of(self, lead: Lead, rules: Rulebook) -> tuple[Choices, Choices]:
        """The kinds and fields of a lead's rulebook and channel."""
        key = (lead.rules_id, lead.identity.supervisor.channel)
        if key not in self._kinds:
            self._kinds[key] = (titles(rules.kinds_of(key[1])), titles(rules.fields))
        return self._kinds[key]


def line_of(actor: Actor, lead: Lead, choosing: Choosing, *, back: str = "", links: int = 0) -> Line:
    """A lead of `queries.month.of_month` as a row."""
    rules, state = book(lead.rules_id), State(lead.state)
    may = flow.verbs(state, hats(actor, lead), Facts())
    kinds, fields = choosing.of(lead, rules)
    values = values_of(lead)
    unit = lead.lead_department
    return Line(
        lead=lead,
        reporter=reporter_name(lead, sight(actor, lead)),
        state=str(words.STATES[state]),
        tone=words.TONES.get(state, ""),
        department=unit_name(unit) if unit else "",
        open=Verb.classify in may,
        values=values,
        was=mark(values),
        kinds=kinds,
        fields=fields,
        kind_title=title_of(rules.kinds, lead.kind),
        field_title=title_of(rules.fields, lead.field),
        split_url=f"{verb_url(lead, Verb.split_)}?back={back}" if Verb.split_ in may else "",
        classify_url=f"{verb_url(lead, Verb.classify)}?back={back}" if Verb.classify in may else "",
        sorted=bool(lead.grade) or state in (State.merged, State.split_, State.noted),
        links=links,
    )


def refused(line: Line, sent: Filled, no: Refused) -> Line:
    """The row with what was chosen in it, and why it was not saved."""
    line.values, line.saved = dict(sent.values), False
    if isinstance(no, Invalid):
        codes: Mapping[str, str] = no.params["leads"][0]  # type: ignore[index]
        asked = [name for name in codes if name in ASKED]
        line.wrong = frozenset(codes)
        line.said = [
            _("请补充：{what}").format(what=_("、").join(str(Keys.base_fields[name].label) for name in asked))
            if asked
            else str(words.PROBLEMS[next(iter(codes.values()))])
        ]
        line.further = _asked_by(line.lead, sent)
        return line
    line.said = [words.refusal(no)]
    return line


def _asked_by(lead: Lead, sent: Filled) -> list[Further]:
    rules = book(lead.rules_id)
    kind = rules.kinds_of(lead.identity.supervisor.channel).get(sent.values["kind"])
    items = {"aspect": rules.aspects, "effect": rules.effects, "stage": rules.stages}
    return [
        Further(
            name=name,
            label=Keys.base_fields[name].label,
            value=sent.further.get(name, getattr(lead, name)),
            choices=[*NONE, *titles(items[name])] if name in items else None,
        )
        for name in ASKED
        if kind is not None and name in kind.asks
    ]


def lead_url(lead: Lead) -> str:
    """The page of a lead."""
    return reverse("leads:lead", args=[lead.pk])
