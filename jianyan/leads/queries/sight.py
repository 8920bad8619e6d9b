"""What of a lead somebody may see, once they may see it at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.flow import ClockKind, Hat
from jianyan.core.workdays import local_date
from jianyan.leads.models import Clock, Lead
from jianyan.leads.queries.visible import is_reporter, may_know_reporter

#: Clocks that show when, and by that who, raised a lead.
TELLING = frozenset({ClockKind.call, ClockKind.dispatch})


@dataclass(frozen=True, slots=True)
class Sight:
    """``reporter``: may know who raised it, and so the kind, the time and the calls (4.1.c).

    ``inside``: reads what the departments and the office say to each other (the office and the leaders).
    ``own``: raised it. ``unit``: the department through which the lead is seen, None for everybody else.
    """

    reporter: bool
    inside: bool
    own: bool
    unit: int | None

    def when(self, at: datetime, role: str = Hat.reporter) -> date | datetime:
        """A moment as far as it may be known: of an anonymous reporter's act, and what followed at once, the day.

        The hour at which somebody is free to answer would tell colleagues who it is (4.1.c).
        """
        return local_date(at) if not self.reporter and role in (Hat.reporter, Hat.system) else at

    def shows(self, clock: Clock) -> bool:
        """Whether a clock may be read: a department reads its own, and what counts now."""
        if clock.kind in TELLING and not (self.reporter and (self.inside or self.own)):
            return False
        return self.inside or self.own or clock.governs or clock.department_id == self.unit


def sight(actor: Actor, lead: Lead) -> Sight:
    """What an actor to whom the lead is visible may see of it."""
    return Sight(
        reporter=may_know_reporter(actor, lead),
        inside=actor.has(RoleName.officer, RoleName.head, RoleName.leader),
        own=is_reporter(actor, lead),
        unit=actor.department_id if actor.has(RoleName.liaison) else None,
    )


def sight_of_department(lead: Lead, department_id: int | None = None) -> Sight:
    """What the department will see to which a lead is about to be dispatched."""
    return Sight(reporter=not lead.hidden, inside=False, own=False, unit=department_id)
