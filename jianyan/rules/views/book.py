"""The rulebook in its own words: every due date on any page leads to its rule here (clauses 2 and 4.0)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.rulebook import Item, Rulebook
from jianyan.core.workdays import local_date
from jianyan.rules import values, words
from jianyan.rules.models import RulebookVersion
from jianyan.rules.queries import NoRulebook, book, version_on, versions
from jianyan.ui.formats import in_english

#: The sections of the page in order, with their headings.
SECTIONS: tuple[tuple[str, str | Promise], ...] = (
    ("clocks", _("时限")),
    ("grades", _("等级")),
    ("numbers", _("数值")),
    ("duties", _("职责")),
    ("kinds", _("线索类型")),
    ("fields", _("领域")),
    ("aspects", _("变化的角度")),
    ("effects", _("影响的方向")),
    ("stages", _("企业的阶段")),
    ("categories", _("聘任范围")),
    ("levels", _("监督员身份")),
    ("conditions", _("聘任条件")),
    ("procedure", _("聘任程序")),
    ("scores", _("评优")),
    ("merits", _("评优计分")),
    ("ranking", _("评优排名")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One rule: what addresses point at, its name, its value with the unit, its words, and where it comes from."""

    anchor: str
    title: str
    value: str
    words: str
    note: str
    clause: str
    basis: str
    basis_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the rulebook."""

    key: str
    title: str | Promise
    lines: list[Line]


@entry()
@require_safe
def current(request: Request) -> HttpResponse:
    """Lead to the version in force today; where there is none, say so."""
    try:
        version = version_on(request.zone.pk, local_date(timezone.now()))
    except NoRulebook:
        return render(request, "rules/none.html", {"versions": versions(request.zone.pk)})
    return redirect("rules:version", number=version.number)


@entry()
@require_safe
def version(request: Request, number: int) -> HttpResponse:
    """One version of the zone's rulebook."""
    known = versions(request.zone.pk)
    chosen = next((each for each in known if each.number == number), None)
    if chosen is None:
        raise Http404
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
        "basis": [(key, words.title(document)) for key, document in rules.basis.items()],
    }
    return render(request, "rules/book.html", context)


def _in_force(known: list[RulebookVersion]) -> RulebookVersion | None:
    today = local_date(timezone.now())
    begun = [each for each in known if each.effective_on <= today]
    return max(begun, key=lambda each: each.effective_on, default=None)


def sections(rules: Rulebook) -> list[Section]:
    """The rulebook as the page shows it; a section without rules is left out."""
    found = []
    for key, title in SECTIONS:
        items: dict[str, Item] = getattr(rules, key)
        lines = [_line(rules, key, name, item) for name, item in items.items()]
        if lines:
            found.append(Section(key=key, title=title, lines=lines))
    return found


def _line(rules: Rulebook, section: str, name: str, item: Item) -> Line:
    return Line(
        anchor=f"{section}.{name}",
        title=values.name(item),
        value=values.value(item),
        words=words.words(item),
        note=values.note(item),
        clause=item.clause,
        basis=words.title(rules.basis[item.basis]),
        basis_key=item.basis,
    )
