"""The page of one bulletin: sections with their figures and tables, comments, corrections, and what may be done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.bulletin import BulletinFacts, BulletinState, BulletinVerb, bulletin_step, bulletin_verbs
from jianyan.core.flow import Refused
from jianyan.core.paper import fonts_at
from jianyan.reports import words
from jianyan.reports.actions import intact
from jianyan.reports.forms.bulletin import CommentForm
from jianyan.reports.models import Bulletin
from jianyan.reports.queries.visible import bulletins_visible_to, figures_of, is_over, whole
from jianyan.reports.shown import Shown, mark_of, sections_shown

#: Who reads bulletins.
READERS = ("officer", "head", "leader", "supervisor", "liaison")


@entry(*READERS)
@require_safe
def bulletin(request: Request, pk: int) -> HttpResponse:
    """As its reader may see it."""
    return show(request, pk)


def show(request: Request, pk: int, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page, with what an act on it has to say."""
    now = timezone.now()
    found = get_object_or_404(whole(bulletins_visible_to(request.actor)), pk=pk)
    actor, figures = request.actor, figures_of(found)
    office = actor.is_office
    links = actor.has("officer", "head", "leader")
    shown = sections_shown(found, figures, links=links, office=office)
    context = {
        "bulletin": found,
        "mark": mark_of(found),
        "figures": figures,
        "sections": shown,
        "verbs": {str(verb) for verb in bulletin_verbs(BulletinState(found.state), actor.roles)},
        "hindrance": hindrance(found, shown, now),
        "over": is_over(found.quarter, now),
        "intact": intact(found) if found.frozen and links else None,
        "office": office,
        "links": links,
        "stand_ins": fonts_at().stand_ins if office else [],
        "comment_form": CommentForm(auto_id=False),
    }
    return render(request, "reports/bulletin.html", {**context, **more}, status=status)


def hindrance(found: Bulletin, shown: list[Shown], now: datetime) -> str:
    """Why the bulletin cannot be approved now; empty where nothing stands in the way."""
    facts = BulletinFacts(
        over=is_over(found.quarter, now),
        whole=is_over(found.quarter, found.snapshot.taken_at),
        comments=sum(each.waiting for each in shown),
    )
    try:
        bulletin_step(BulletinState.draft, BulletinVerb.freeze, {"head"}, facts)
    except Refused as no:
        return words.refusal(no)
    return ""
