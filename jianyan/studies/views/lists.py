"""调研核查: the office's two lists, and a supervisor's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.workdays import local_date
from jianyan.rules.queries import calendar_of
from jianyan.studies import words
from jianyan.studies.models import Answer
from jianyan.studies.queries.base import OPEN
from jianyan.studies.queries.lists import (
    counts,
    groups_on,
    own_studies,
    own_verifications,
    studies_listed,
    verifications_listed,
    waiting_for,
)
from jianyan.studies.views.shown import Due, Dues, dues
from jianyan.ui.shapes import Tab

PAGE = 50
STUDY_TABS = (
    ("", _("全部")),
    ("open", _("调研中")),
    ("late", _("已逾期")),
    ("delivered", _("待验收")),
    ("accepted", _("已验收")),
    ("cancelled", _("已取消")),
)
VERIFICATION_TABS = (
    ("", _("全部")),
    ("open", _("核查中")),
    ("late", _("已逾期")),
    ("carried_out", _("待归档")),
    ("filed", _("已归档")),
    ("cancelled", _("已取消")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One study or verification of a list; ``said`` is one's own answer in words."""

    thing: Any
    url: str
    state: str
    tone: str
    due: Due
    outcome: str = ""
    outcome_tone: str = ""
    said: str = ""
    said_tone: str = ""


@entry("officer", "head", "supervisor")
@require_safe
def home(request: Request) -> HttpResponse:
    """The studies of the zone for the office; for a supervisor what the supervisor was asked to and may join."""
    return _office(request, "study") if request.actor.is_office else _own(request)


@entry("officer", "head")
@require_safe
def verifications(request: Request) -> HttpResponse:
    """The verifications of the zone."""
    return _office(request, "verification")


def _office(request: Request, kind: str) -> HttpResponse:
    now, study = timezone.now(), kind == "study"
    every = groups_on(local_date(now), calendar_of(request.zone))
    groups = every.studies if study else every.verifications
    found: Any = studies_listed(request.actor) if study else verifications_listed(request.actor)
    numbers = counts(found, groups)
    state = request.GET.get("state", "")
    state = state if state in groups else ""
    page = Paginator(found.filter(groups[state]) if state else found, PAGE).get_page(request.GET.get("page"))
    context = {
        "kind": kind,
        "kinds": [
            Tab(url=reverse("studies:home"), label=str(_("课题调研")), active=study),
            Tab(url=reverse("studies:verifications"), label=str(_("线索核查")), active=not study),
        ],
        "tabs": [
            Tab(url=f"?state={key}" if key else "?", label=str(label), active=key == state, count=numbers[key or "all"])
            for key, label in (STUDY_TABS if study else VERIFICATION_TABS)
        ],
        "page_obj": page,
        "rows": _rows(request, page, kind),
    }
    return render(request, "studies/list.html", context)


def _own(request: Request) -> HttpResponse:
    context = {
        "studies": _rows(request, own_studies(request.actor)[:PAGE], "study"),
        "verifications": _rows(request, own_verifications(request.actor)[:PAGE], "verification"),
    }
    return render(request, "studies/mine.html", context)


def waiting_rows(request: Request) -> list[Row]:
    """What waits for a supervisor: verifications first, then studies."""
    studies, tasks = waiting_for(request.actor)
    return _rows(request, tasks, "verification") + _rows(request, studies, "study")


def _rows(request: Request, things: Iterable[Any], kind: str) -> list[Row]:
    found = list(things)
    known = dues(request.zone, timezone.now()) if found else None
    return [_row(thing, kind, known) for thing in found] if known else []


def _row(thing: Any, kind: str, known: Dues) -> Row:
    """A line of a list."""
    open_ = thing.state in (*OPEN, "assigned", "taken")
    outcome = getattr(thing, "outcome", None)
    said, said_tone = _said(getattr(thing, "answer", None), kind) if open_ else ("", "")
    return Row(
        thing=thing,
        url=reverse(f"studies:{kind}", args=[thing.pk]),
        state=str(words.STATES[kind][thing.state]),
        tone=words.TONES[thing.state],
        due=known.shown(thing, open_=open_),
        outcome=str(words.OUTCOMES[outcome]) if outcome else "",
        outcome_tone=words.OUTCOME_TONES[outcome] if outcome else "",
        said=str(said),
        said_tone=said_tone,
    )


def _said(answer: str | None, kind: str) -> tuple[Any, str]:
    """What somebody has said to being asked, or that they may still."""
    study = kind == "study"
    if answer == Answer.joined:
        return (_("已参加") if study else _("已接受")), "ok"
    if answer == Answer.declined:
        return (_("不参加") if study else _("不能核查")), ""
    return (_("可以参加"), "info") if answer is None else (_("待答复"), "warn")
