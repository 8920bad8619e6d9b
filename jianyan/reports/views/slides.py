"""The bulletin for the projector of the plenary (5.1.i)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.bulletin.slides import pages_of_prose, pages_of_rows
from jianyan.core.bulletin.values import share
from jianyan.core.figures import Figures
from jianyan.reports.queries.visible import bulletins_visible_to, figures_of, whole
from jianyan.reports.sheet import Sheet
from jianyan.reports.shown import Cell, Shown, mark_of, sections_shown
from jianyan.reports.views.bulletin import READERS

#: The tables that the hall is shown; the others are on the page.
ON_THE_WALL = frozenset({"month", "kind", "field", "rate", "result", "unit", "form", "duty"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide: its heading, and one of paragraphs, a table or large numbers; ``part`` of ``parts`` of the same."""

    title: str
    paragraphs: list[str] = field(default_factory=list)
    sheet: Sheet | None = None
    rows: list[list[Cell]] = field(default_factory=list)
    numbers: list[tuple[str, str, str]] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)
    part: int = 1
    parts: int = 1


@entry(*READERS)
@require_safe
def slides(request: Request, pk: int) -> HttpResponse:
    """All slides on one page; a script shows one at a time and turns them by keyboard."""
    found = get_object_or_404(whole(bulletins_visible_to(request.actor)), pk=pk)
    figures = figures_of(found)
    shown = sections_shown(found, figures, links=False, office=False)
    made = [slide for section in shown for slide in _of_section(section, figures)]
    context = {"bulletin": found, "mark": mark_of(found), "figures": figures, "slides": made, "count": len(made) + 1}
    return render(request, "reports/bulletin_slides.html", context)


def _of_section(section: Shown, figures: Figures) -> Iterator[Slide]:
    if section.key == "leads" and figures.received:
        yield Slide(title=_("本季度概况"), numbers=_large(figures))
    said = ["".join(piece.text for piece in line) for line in section.paragraphs]
    pages = pages_of_prose(said)
    corrections = [each.text for each in section.corrections]
    for place, page in enumerate(pages, start=1):
        last = place == len(pages)
        yield Slide(
            title=section.title,
            paragraphs=page,
            part=place,
            parts=len(pages),
            corrections=corrections if last else [],
        )
    for table in (each for each in section.tables if each.sheet.key in ON_THE_WALL):
        parts = pages_of_rows(table.rows)
        for place, rows in enumerate(parts, start=1):
            yield Slide(
                title=f"{section.title} · {table.sheet.title}",
                sheet=table.sheet,
                rows=list(rows),
                part=place,
                parts=len(parts),
            )


def _large(figures: Figures) -> list[tuple[str, str, str]]:
    """The numbers that the hall should remember: name, number, what it is made of."""
    found = [(_("收到线索"), str(figures.received), _("{n} 名监督员提出").format(n=figures.reporters))]
    for key, name in (("closed", _("办结率")), ("reply", _("按时办结率")), ("satisfied", _("满意率"))):
        rate = figures.rate(key)
        if rate.den:
            found.append((name, share(rate.num, rate.den), f"{rate.num}/{rate.den}"))
    return found
