"""What higher floors show on the page of a lead: registered when the apps are ready, so that imports point down.

A panel is asked for only where the lead has any of it: the lead's own query says so, and a page without costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, QuerySet

if TYPE_CHECKING:
    from jianyan.leads.queries.page import LeadPage


@dataclass(frozen=True, slots=True)
class Link:
    """A page where something can be done about a lead beside the verbs of its own flow."""

    url: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Beside:
    """One panel. ``there`` are its rows for the lead ``OuterRef("pk")``; ``shown`` is what its ``template`` reads as
    ``beside``, None where the actor may see none of it; ``link`` is offered on the lead's page."""

    name: str
    template: str
    there: Callable[[], QuerySet[Any]]
    shown: Callable[[LeadPage], Mapping[str, Any] | None]
    link: Callable[[LeadPage], Link | None]

    @property
    def flag(self) -> str:
        return f"has_{self.name}"


_KNOWN: dict[str, Beside] = {}


def register(beside: Beside) -> None:
    """Show a panel on every page of a lead; the same name once."""
    _KNOWN[beside.name] = beside


def flags() -> dict[str, Exists]:
    """What is added to a lead to know which panels it has."""
    return {each.flag: Exists(each.there()) for each in _KNOWN.values()}


def panels(page: LeadPage) -> list[tuple[str, Mapping[str, Any]]]:
    """(template, what it reads) of the panels that the lead has for the page's actor."""
    there = [(each, each.shown(page)) for each in _KNOWN.values() if getattr(page.lead, each.flag, False)]
    return [(each.template, shown) for each, shown in there if shown is not None]


def links(page: LeadPage) -> list[Link]:
    """What else can be done about the lead."""
    return [link for each in _KNOWN.values() if (link := each.link(page)) is not None]
