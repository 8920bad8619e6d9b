"""The saved views of the desk and of the list: as links on the page, and on a page to name and remove them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.leads import actions, words
from jianyan.leads.actions.saved import LONGEST, MOST
from jianyan.leads.forms.filters import LINKED, FilterForm
from jianyan.leads.forms.queue import QueueForm
from jianyan.leads.models import Place, SavedView
from jianyan.leads.queries.saved import own, own_here

#: The page of each place, and the filters that a view of it keeps.
URLS = {Place.desk: "desk", Place.list: "leads:list"}
KEPT: dict[str, tuple[str, ...]] = {
    Place.desk: ("queue", *QueueForm.base_fields),
    Place.list: (*FilterForm.base_fields, *LINKED),
}
VALUE_MAX = 100
#: Where the session keeps a view that was just removed, until the page has offered it back.
REMOVED = "view_removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One view as a link."""

    pk: int
    name: str
    url: str
    active: bool


def kept(place: str, query: QueryDict) -> str:
    """The filters of an address, in a fixed order, as a view keeps them; "" where there are none."""
    said = [(name, query.get(name, "").strip()[:VALUE_MAX]) for name in KEPT[place]]
    return urlencode([(name, value) for name, value in said if value])


def own_views(request: Request, place: Place) -> dict[str, object]:
    """What a page shows of the actor's views. One query; nothing for those who have no desk."""
    if not request.actor.is_office:
        return {}
    here = kept(place, request.GET)
    return {
        "views": [_shown(view, here) for view in own_here(request.actor, place)],
        "view_place": place,
        "view_query": here,
        "view_longest": LONGEST,
    }


def _shown(view: SavedView, here: str = "") -> Shown:
    url = f"{reverse(URLS[Place(view.place)])}?{view.query}"
    return Shown(pk=view.pk, name=view.name, url=url, active=view.query == here)


@require_safe
@entry("officer", "head")
def views(request: Request) -> HttpResponse:
    """All of one's own views, to open, rename and remove; one that was just removed is offered back."""
    return _page(request, removed=request.session.pop(REMOVED, None))


@entry("officer", "head")
@require_POST
def save(request: Request) -> HttpResponse:
    """Save the filters of a page, and go back to it."""
    place, query = request.POST.get("place", ""), request.POST.get("query", "")
    if place in KEPT:
        query = kept(place, QueryDict(query[:4000]))
    try:
        view = actions.save_view(request.actor, place, name=request.POST.get("name", ""), query=query)
    except Refused as no:
        typed = {"place": place, "query": query, "name": request.POST.get("name", "")}
        return _page(request, typed=typed if query and place in KEPT else None, reason=words.refusal(no), status=422)
    messages.success(request, _("已保存视图“{name}”。").format(name=view.name))
    return redirect(_shown(view).url)


@entry("officer", "head")
@require_POST
def change(request: Request, pk: int) -> HttpResponse:
    """Rename or remove one view."""
    try:
        if request.POST.get("do") == "delete":
            gone = actions.delete_view(request.actor, pk)
            request.session[REMOVED] = {"place": gone.place, "name": gone.name, "query": gone.query}
        else:
            view = actions.rename_view(request.actor, pk, name=request.POST.get("name", ""))
            messages.success(request, _("视图已改名为“{name}”。").format(name=view.name))
    except SavedView.DoesNotExist:
        raise Http404 from None
    except Refused as no:
        return _page(request, wrong=pk, reason=words.refusal(no), status=422)
    return redirect("leads:views")


def _page(request: Request, *, status: int = 200, **said: Any) -> HttpResponse:
    mine = list(own(request.actor))
    shown = [
        (place.label, reverse(URLS[place]), [_shown(view) for view in mine if view.place == place]) for place in Place
    ]
    return render(
        request,
        "leads/views.html",
        {"places": shown, "longest": LONGEST, "most": MOST, "typed_name": request.POST.get("name", ""), **said},
        status=status,
    )
