"""What time brings to duties: who owes something is warned before the quarter ends, and it is closed after its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import ids_with_role, system_actor
from jianyan.core.duties import Quarter, quarter_of
from jianyan.core.workdays import TZ, local_date
from jianyan.duties.actions.close import close_quarter
from jianyan.duties.actions.remind import tell_owing
from jianyan.duties.models import DutyQuarter
from jianyan.duties.queries.people import people
from jianyan.duties.queries.rules import first_quarter, quarter_rules
from jianyan.duties.queries.summary import GROUPS
from jianyan.notify.actions import tell
from jianyan.people.queries import acting
from jianyan.rules.queries import calendar_of

OPENS = time(8, 30)
#: How many quarters back are still closed, where the clock has stood still.
BACK = 8


@dataclass(slots=True)
class Ticked:
    """How many people were warned, and how many quarters closed."""

    warned: int = 0
    closed: int = 0


def tick_duties(zone: Zone, *, at: datetime) -> Ticked:
    """Close what is over and warn of what ends soon; repeating does nothing more."""
    done = Ticked()
    today = local_date(at)
    now = quarter_of(today)
    first = first_quarter(zone.pk)
    if first is None:
        return done
    closed = set(DutyQuarter.objects.filter(zone=zone, closed_at__isnull=False).values_list("key", flat=True))
    for quarter in _over(first, now):
        rules = None if quarter.key in closed else quarter_rules(zone, quarter, today)
        if rules is not None and today >= rules.closes:
            close_quarter(system_actor(zone), quarter, at=at)
            done.closed += 1
    done.warned = _warn(zone, now, at)
    return done


def _over(first: Quarter, now: Quarter) -> list[Quarter]:
    """The quarters before this one, from the first on, the earliest first."""
    found: list[Quarter] = []
    each = now.before
    while each >= first and len(found) < BACK:
        found.append(each)
        each = each.before
    return found[::-1]


@transaction.atomic
def _warn(zone: Zone, quarter: Quarter, at: datetime) -> int:
    """Warn whoever owes something, once a quarter, on a working day; each officer is told how many."""
    today = local_date(at)
    rules = quarter_rules(zone, quarter, today)
    if rules is None or today < rules.warn or at.astimezone(TZ).time() < OPENS:
        return 0
    if not calendar_of(zone).is_working(today):
        return 0
    kept, _made = DutyQuarter.objects.get_or_create(zone=zone, key=quarter.key)
    locked = DutyQuarter.objects.select_for_update().get(pk=kept.pk)
    if locked.warned_at:
        return 0
    locked.warned_at = at
    locked.save(update_fields=["warned_at"])
    owing = people(zone.pk, rules, today).filter(GROUPS["open"])
    told = tell_owing(system_actor(zone), zone, rules, owing, at=at, verb="duty.warn")
    _tell_officers(zone, Counter(owing.annotate(contact=acting(at)).order_by().values_list("contact", flat=True)), at)
    return told


def _tell_officers(zone: Zone, owing: Counter[int | None], at: datetime) -> None:
    """Each officer is told how many of those in charge still owe something; whoever has no officer is everybody's."""
    nobodys = owing.pop(None, 0)
    for officer in ids_with_role(zone.pk, RoleName.officer):
        count = owing[officer] + nobodys
        if count:
            path = f"/duties/?group=open&officer={officer}"
            tell([officer], zone_id=zone.pk, at=at, kind="duty.summary", path=path, params={"count": count})
