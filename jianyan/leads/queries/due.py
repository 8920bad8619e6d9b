"""A due date as pages show it: working days left, light, and the rule it comes from."""

from __future__ import annotations

from datetime import datetime

from jianyan.core import clocks
from jianyan.core.workdays import Calendar, local_date
from jianyan.leads.models import Clock
from jianyan.rules.queries import rule_url
from jianyan.ui import shapes


def shown(clock: Clock, number: int, *, now: datetime, calendar: Calendar) -> shapes.Clock:
    """A clock at a moment; ``number`` is the lead's rulebook version. A void clock shows no light."""
    running = clock.stopped_at is None
    return shapes.Clock(
        on=clock.due_on,
        at=clock.due_at,
        left=clocks.left(clock.due_on, local_date(now), calendar) if running else None,
        light=clocks.light(clock.due_at, clock.warn_at, now) if running else "",
        provisional=clock.provisional and running,
        url=rule_url(number, clock.rule),
        stopped_at=clock.stopped_at,
        on_time=clock.on_time,
    )
