"""The rulebook in its own words: every due date on any page leads to its rule here (clauses 2 and 4.0)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import OF_ZONE, Request, entry
from jianyan.core.workdays import local_date
from jianyan.rules import words
from jianyan.rules.models import RulebookVersion
from jianyan.rules.queries import NoRulebook, book, version_on, versions
from jianyan.rules.shown import sections, shown
from jianyan.rules.views.base import tabs, toml_file
from jianyan.ui.formats import in_english


@entry(*OF_ZONE)
@require_safe
def current(request: Request) -> HttpResponse:
    """Lead to the version in force today; where there is none, say so."""
    try:
        version = version_on(request.zone.pk, local_date(timezone.now()))
    except NoRulebook:
        return render(request, "rules/none.html", {"versions": versions(request.zone.pk)})
    return redirect("rules:version", number=version.number)


@entry(*OF_ZONE)
@require_safe
def version(request: Request, number: int) -> HttpResponse:
    """One version of the zone's rulebook."""
    known = versions(request.zone.pk)
    chosen = _chosen(known, number)
    in_force = _in_force(known)
    rules = book(chosen.pk)
    context = {
        "book": rules,
        "title": words.title(rules),
        "status": rules.status_en if in_english() else rules.status,
        "chosen": chosen,
        "in_force": in_force,
        "versions": known,
        "sections": sections(rules),
        "before": _before(known, chosen),
        "tabs": tabs(request.actor, "book"),
        "basis": [(key, words.title(document)) for key, document in rules.basis.items()],
    }
    return render(request, "rules/book.html", context)


@entry(*OF_ZONE)
@require_safe
def version_toml(request: Request, number: int) -> HttpResponse:
    """One version as TOML."""
    chosen = _chosen(versions(request.zone.pk), number)
    chosen.refresh_from_db(fields=["text"])
    return toml_file(chosen.text, number)


@entry(*OF_ZONE)
@require_safe
def version_changes(request: Request, number: int) -> HttpResponse:
    """What a version changed in the one before it."""
    known = versions(request.zone.pk)
    chosen = _chosen(known, number)
    before = _before(known, chosen)
    if before is None:
        raise Http404
    found = shown(book(before.pk), book(chosen.pk))
    return render(request, "rules/changes.html", {"chosen": chosen, "before": before, "changes": found})


def _chosen(known: list[RulebookVersion], number: int) -> RulebookVersion:
    chosen = next((each for each in known if each.number == number), None)
    if chosen is None:
        raise Http404
    return chosen


def _before(known: list[RulebookVersion], chosen: RulebookVersion) -> RulebookVersion | None:
    """The version that a version took the place of."""
    earlier = [each for each in known if each.effective_on < chosen.effective_on]
    return max(earlier, key=lambda each: each.effective_on, default=None)


def _in_force(known: list[RulebookVersion]) -> RulebookVersion | None:
    today = local_date(timezone.now())
    begun = [each for each in known if each.effective_on <= today]
    return max(begun, key=lambda each: each.effective_on, default=None)
