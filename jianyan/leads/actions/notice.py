"""Bringing in a notice of days off and worked: the calendar changes, and every open clock follows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import Actor, with_role
from jianyan.core.flow import Refused
from jianyan.core.workdays import Day
from jianyan.leads.actions.recompute import recompute
from jianyan.leads.models import LeadNumber
from jianyan.notify.actions import tell
from jianyan.rules.actions import add_notice
from jianyan.rules.models import CalendarNotice

#: Who may bring in a notice, and who is told of it.
IMPORTERS = (RoleName.head, RoleName.sysadmin)
TOLD = (RoleName.officer, RoleName.head, RoleName.liaison)


@dataclass(frozen=True, slots=True)
class Imported:
    """A notice that was brought in, and how many open clocks it moved."""

    notice: CalendarNotice
    moved: int


@transaction.atomic
def import_notice(
    actor: Actor, *, at: datetime, name: str, days: Sequence[Day], year: int | None, seen: int | None = None
) -> Imported:
    """Add a notice to the actor's zone and recompute its open clocks, in one transaction.

    ``year`` is the year that the notice publishes, None for one that only changes some days. ``seen`` is the
    calendar's revision on the page that the act comes from.

    Raises:
        Refused: ``wrong_hat`` without the role, ``calendar_changed`` when somebody was faster.
    """
    if not actor.has(*IMPORTERS):
        raise Refused("wrong_hat")
    # The zone's row is the lock. It is read here and not taken from the caller: after a rollback the caller's zone
    # must not carry a revision that will come again with other days.
    zone = Zone.objects.select_for_update().get(pk=actor.zone_id)
    list(LeadNumber.objects.select_for_update().filter(zone=zone))  # no lead comes in under the old calendar meanwhile
    if seen is not None and seen != zone.calendar_revision:
        raise Refused("calendar_changed")
    notice = add_notice(actor, zone, name=name, days=days, year=year, at=at)
    moved = recompute(actor, zone, at=at, notice=notice.pk)
    tell(
        with_role(zone.pk, *TOLD),
        zone_id=zone.pk,
        at=at,
        kind="calendar.notice",
        path=f"/rules/calendar/?year={year or days[0].day.year}",
        params={"name": name, "moved": moved},
        by=actor,
    )
    return Imported(notice, moved)
