"""What calls for attention, as conditions on leads: overdue since when, returned, waiting for the head's decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from jianyan.core.clocks import Light
from jianyan.core.flow import FINAL, TABLE, State, Verb
from jianyan.core.workdays import Calendar, local_date
from jianyan.leads.models import Clock, Dispatch, Extension, Lead
from jianyan.rules.models import RulebookVersion
from jianyan.rules.queries import book

#: States in which somebody still owes something.
OPEN = tuple(state for state in State if state not in FINAL)

#: States from which the head may designate the department.
DESIGNABLE = tuple(row.source for row in TABLE if row.verb == Verb.designate)

#: Working days overdue from which a lead counts as stuck.
STUCK = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, with the calendar that counts working days to it."""

    now: datetime
    calendar: Calendar

    def due_until(self, late: int) -> date:
        """The last due day that is at least ``late`` working days overdue now, ``late`` >= 1."""
        return self.calendar.add(local_date(self.now) + timedelta(days=1), -late) - timedelta(days=1)


def governing(zone_id: int) -> QuerySet[Clock]:
    """The clocks that count now, one a lead."""
    return Clock.objects.filter(zone=zone_id, governs=True)


def lit(light: str, now: datetime) -> Q:
    """Governing clocks that show a light."""
    return {
        Light.red: Q(due_at__lte=now),
        Light.yellow: Q(due_at__gt=now, warn_at__lte=now),
        Light.green: Q(warn_at__gt=now, due_at__gt=now),
    }[Light(light)]


def overdue(moment: Moment, least: int, most: int | None = None) -> Q:
    """Clocks overdue by ``least`` to ``most`` working days; 0 is overdue since the last one, or this very day."""
    found = Q(due_at__lte=moment.now)
    if least > 0:
        found &= Q(due_on__lte=moment.due_until(least))
    if most is not None:
        found &= Q(due_on__gt=moment.due_until(most + 1))
    return found


def returned(least: int) -> Q:
    """Leads that departments have returned at least so many times, ``least`` >= 1."""
    back = Dispatch.objects.filter(lead=OuterRef("pk"), returned_at__isnull=False).order_by("number")
    # What was not dispatched as often need not be looked at; a reopened one counts its dispatches from none again.
    return Q(Exists(back[least - 1 : least])) & (Q(dispatches__gte=least) | Q(reopened__gte=1))


def asks_for_time() -> Q:
    """Leads with an extension that waits for the head."""
    return Q(Exists(Extension.objects.filter(lead=OuterRef("pk"), decided_at__isnull=True)))


def designation_needed(zone_id: int) -> Q:
    """Leads dispatched as often as their rulebook allows: the head fixes the department. Asks for the versions."""
    found = Q(pk__in=[])
    for version in RulebookVersion.objects.filter(zone=zone_id).values_list("pk", flat=True):
        found |= Q(rules=version, dispatches__gte=book(version).number_of("max_dispatches"))
    return found & Q(state__in=DESIGNABLE)


def open_leads(zone_id: int) -> QuerySet[Lead]:
    """Leads for which somebody still owes something."""
    return Lead.objects.filter(zone=zone_id, state__in=OPEN)
