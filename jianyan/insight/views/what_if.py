"""试算: a period under other rule values, beside what the record says. The address holds all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.rule_changes import edited
from jianyan.core.rule_text import RulebookError
from jianyan.core.rulebook import Rulebook, load
from jianyan.core.what_if import FORM, Ends, Replayed, Turned, left_alone, other_limits, replay, replay_forms
from jianyan.core.workdays import local_date
from jianyan.insight import what_if_shown as shown
from jianyan.insight.forms.what_if import GROUPS, WhatIfForm
from jianyan.insight.queries import what_if, what_if_award
from jianyan.rules import values, words
from jianyan.rules.models import Draft, RulebookVersion
from jianyan.rules.queries import NoRulebook, book, calendar_of, version_on
from jianyan.rules.queries.drafts import drafts_visible_to
from jianyan.rules.shown import name_of, rule_name
from jianyan.rules.views.base import tabs

PAGE = 25
#: How many of those who answer for what turned are seen at once, and how many when more are asked for.
FIRST, MORE = 8, 60
#: What narrows the list of what turned, and where it is turned to.
LISTED = ("rule", "owner", "turn", "page", "p")


@dataclass(slots=True)
class Asked:
    """What an address asks for: the rules in force, the other side that its values start from, and the values."""

    form: WhatIfForm
    version: RulebookVersion
    draft: Draft | None
    text: str
    after: Rulebook | None = None
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def before(self) -> Rulebook:
        return book(self.version.pk)

    def address(self, **more: str) -> str:
        """The address with the same values; ``more`` narrows the list."""
        return f"{reverse('insight:what_if')}?{urlencode({**self.kept, **more})}"


@entry("officer", "head", "leader")
@require_safe
def page(request: Request) -> HttpResponse:
    """Ask for values, and show what they would have changed."""
    try:
        asked = _asked(request)
    except NoRulebook:
        return render(request, "insight/what_if_none.html", {"tabs": tabs(request.actor, "what_if")})
    context: dict[str, object] = {"tabs": tabs(request.actor, "what_if"), **_form(request, asked)}
    if asked.after is None:
        return render(request, "insight/what_if.html", context, status=422)
    if request.GET and request.GET.dict() != (wanted := {**asked.kept, **_narrowed(request)}):
        return redirect(f"{reverse('insight:what_if')}?{urlencode(wanted)}")
    return render(request, "insight/what_if.html", {**context, **_result(request, asked)})


def _asked(request: Request) -> Asked:
    """Read the address. What cannot be used stands at its field, and there is no other side then."""
    today = local_date(timezone.now())
    version = version_on(request.zone.pk, today)
    draft = None
    if number := request.GET.get("draft", ""):
        pk = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
        draft = get_object_or_404(drafts_visible_to(request.actor), pk=pk)
    text = draft.text if draft else RulebookVersion.objects.values_list("text", flat=True).get(pk=version.pk)
    span = what_if.usual_span(request.zone.pk, today)
    form = WhatIfForm(request.GET, rules=load(text), span=span)
    asked = Asked(form, version, draft, text)
    if form.is_valid():
        chosen = form.edited()
        asked.kept = {"from": f"{form.span.first}", "to": f"{form.span.last}"}
        asked.kept |= {"draft": str(draft.pk)} if draft else {}
        asked.kept |= {place: str(value) for place, value in chosen.items()}
        try:
            asked.after = load(edited(text, chosen)) if chosen else form.rules
        except RulebookError as no:
            form.refuse_rule(no)
    return asked


def _narrowed(request: Request) -> dict[str, str]:
    return {name: value for name in LISTED if (value := request.GET.get(name, ""))}


def _form(request: Request, asked: Asked) -> dict[str, object]:
    """The form, each value beside the words of its rule."""
    form, before = asked.form, asked.before
    groups = [
        {
            "title": title,
            "wrong": form.wrong_in(key),
            "changed": form.changed_in(key),
            "lines": [_line(form, before, place, names) for place, names in form.groups[key].items()],
        }
        for key, title in GROUPS.items()
        if form.groups[key]
    ]
    open_ = drafts_visible_to(request.actor).filter(version__isnull=True).exclude(state="dropped").first()
    return {
        "form": form,
        "groups": groups,
        "draft": asked.draft,
        "offered": open_ if open_ != asked.draft else None,
        "version": asked.version,
        "whole": what_if.sees_all(request.actor),
    }


def _line(form: WhatIfForm, before: Rulebook, place: str, names: list[str]) -> dict[str, object]:
    section, _dot, key = place.partition(".")
    item = getattr(form.rules, section)[key]
    was = getattr(before, section).get(key)
    return {
        "rule": place,
        "name": name_of(item),
        "words": words.words(was or item),
        "value": values.value(was) if was else "",
        "inputs": [form[name] for name in names],
    }


@dataclass(frozen=True, slots=True)
class Found:
    """What a replay of clocks and one of forms found."""

    clocks: Replayed
    forms: Replayed
    ends: Ends

    @property
    def turned(self) -> list[Turned]:
        return [*self.clocks.turned, *self.forms.turned]


def _result(request: Request, asked: Asked) -> dict[str, object]:
    """Both sides of everything that the values touch."""
    assert asked.after is not None
    before, after, now = asked.before, asked.after, timezone.now()
    whole = what_if.sees_all(request.actor)
    scope = what_if.Scope(request.zone.pk, asked.form.span, whole)
    leads, forms = what_if.size_of(scope)
    alone = left_alone(before, after)
    context: dict[str, object] = {
        "leads": leads,
        "forms": forms,
        "span": asked.form.span,
        "changed": shown.changed_values(before, after, alone),
        "alone": gettext("、").join(rule_name(after, change.rule) for change in alone),
        "address": asked.address(),
        "other_versions": what_if.other_versions(scope, asked.version.pk),
    }
    if not context["changed"]:
        return context
    found = _replayed(request, scope, before, after)
    context |= _lines(request, asked, found)
    context |= _listed(request, asked, found)
    if whole and what_if_award.touched(before, after):
        award = what_if_award.awarded(request.zone.pk, scope.span, before, after, local_date(now))
        context |= {"award_asked": True, "award": award, **(_award(request, award) if award else {})}
    return context


def _replayed(request: Request, scope: what_if.Scope, before: Rulebook, after: Rulebook) -> Found:
    limits = other_limits(before, after)
    ends = Ends(limits, calendar_of(request.zone))
    clocks = replay(what_if.ran(scope, limits), ends, what_if.around(scope, limits, timezone.now()))
    due_day = after.number_of("form_due_day")
    moved = scope.whole and due_day != before.number_of("form_due_day")
    return Found(clocks, replay_forms(what_if.given(scope), due_day) if moved else Replayed(), ends)


def _wanted(request: Request) -> shown.Wanted:
    return shown.Wanted(*(request.GET.get(name, "") for name in ("rule", "owner", "turn")))


def _lines(request: Request, asked: Asked, found: Found) -> dict[str, object]:
    """The tables of rules and of those who answer for them, each figure with the address of its list."""

    def linked(lines: list[shown.Line], name: str) -> list[dict[str, object]]:
        return [
            {
                "line": line,
                "worse": f"{asked.address(**{name: line.key, 'turn': 'late'})}#items",
                "better": f"{asked.address(**{name: line.key, 'turn': 'kept'})}#items",
            }
            for line in lines
        ]

    rules = {**found.clocks.by_rule(), **found.forms.by_rule()}
    owners = {
        label: shown.owner_lines(found.forms if kind == shown.PERSON else found.clocks, kind)
        for kind, label in shown.KINDS.items()
    }
    return {
        "rules": linked(shown.rule_lines(rules, asked.before), "rule"),
        "owners": [
            {
                "label": label,
                "first": linked(lines[:FIRST], "owner"),
                "more": linked(lines[FIRST:MORE], "owner"),
                "left": max(0, len(lines) - MORE),
            }
            for label, lines in owners.items()
            if lines
        ],
    }


def _listed(request: Request, asked: Asked, found: Found) -> dict[str, object]:
    """A page of each thing that turned."""
    assert asked.after is not None
    wanted = _wanted(request)
    order = {rule: at for at, rule in enumerate(chain(found.ends.limits, [FORM]))}
    picked = sorted(filter(wanted.picks, found.turned), key=lambda each: (order[each.rule], each.pk))
    current = Paginator(picked, PAGE).get_page(request.GET.get("page"))
    rows = shown.Items(
        asked.before,
        found.ends,
        asked.after.number_of("form_due_day"),
        calendar_of(request.zone),
        timezone.now(),
    ).rows(list(current))
    return {"rows": list(rows), "page_obj": current, "wanted": wanted, "narrowed": wanted != shown.Wanted()}


def _award(request: Request, found: what_if_award.Awarded) -> Mapping[str, object]:
    current = Paginator(found.shown(), PAGE).get_page(request.GET.get("p"))
    turned = [each for each in found.rivals if each.turned]
    return {
        "award_rows": shown.award_rows(list(current)),
        "award_page": current,
        "award_in": sum(each.after.listed for each in turned),
        "award_out": sum(each.before.listed for each in turned),
        "tied": shown.ties_of(found),
    }
