"""Where open clocks would end under a calendar: what a new notice moves, before and while it is brought in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from jianyan.core import clocks
from jianyan.core.clocks import Due
from jianyan.core.workdays import Calendar
from jianyan.leads.models import Clock
from jianyan.rules.queries import book


@dataclass(frozen=True, slots=True)
class Move:
    """An open clock with its end under another calendar."""

    clock: Clock
    end: Due

    @property
    def moved(self) -> bool:
        """Whether the due day is another one; the warning or the certainty alone may change too."""
        return self.clock.due_on != self.end.on


def running(zone_id: int) -> QuerySet[Clock]:
    """The open clocks of a zone with their leads, lead by lead."""
    open_ = Clock.objects.filter(zone=zone_id, stopped_at__isnull=True)
    return open_.select_related("lead__identity").order_by("lead_id", "id")


def changes(open_clocks: QuerySet[Clock], calendar: Calendar) -> Iterator[Move]:
    """The clocks for which anything changes under a calendar, each counted by its lead's own rulebook version."""
    for clock in open_clocks:
        end = anew(clock, calendar)
        if (clock.due_on, clock.due_at, clock.warn_at, clock.provisional) != (
            end.on,
            end.at,
            end.warn_at,
            end.provisional,
        ):
            yield Move(clock, end)


def anew(clock: Clock, calendar: Calendar) -> Due:
    """Where a clock ends under a calendar."""
    limit = book(clock.lead.rules_id).clock(clock.kind, clock.lead.grade or None).limit
    if clock.fixed:  # a day granted or promised stays; only its warning and its certainty follow the calendar
        return clocks.due_on(clock.due_on, limit, clock.started_at, calendar)
    return clocks.due(limit, clock.started_at, calendar)
