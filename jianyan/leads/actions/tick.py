"""What time itself brings: silence becomes acceptance, departments are reminded and urged, forms are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import system_actor
from jianyan.core.flow import ClockKind, Refused
from jianyan.core.opinion import form_due, month_of
from jianyan.core.workdays import local_date
from jianyan.leads.actions.accept import accept_silently
from jianyan.leads.actions.nudge import nudge
from jianyan.leads.models import Clock, Nudge
from jianyan.leads.queries.forms import missing
from jianyan.ledger.actions import record, seal
from jianyan.notify.actions import tell
from jianyan.notify.models import Notice
from jianyan.rules.queries import book, calendar_of, version_on


@dataclass(slots=True)
class Ticked:
    """How much a tick did, for the log."""

    silent: int = 0
    reminded: int = 0
    urged: int = 0
    asked: int = 0


def tick(zone: Zone, *, at: datetime) -> Ticked:
    """Do all that is due in a zone at a moment. Each lead is its own transaction; repeating does nothing more."""
    done = Ticked()
    system = system_actor(zone)
    running = Clock.objects.filter(zone=zone, governs=True)
    for lead_id in list(running.filter(kind=ClockKind.accept, due_at__lte=at).values_list("lead_id", flat=True)):
        done.silent += _try(lambda lead=lead_id: accept_silently(system, lead, at=at))
    done.reminded = _remind(zone, at)
    done.urged = _urge(zone, at)
    done.asked = ask_for_forms(zone, at=at)
    seal(zone, local_date(at) - timedelta(days=1), at=at)
    return done


def _try(act: object) -> int:
    """One act of the clock; a lead that somebody has moved meanwhile needs it no more."""
    try:
        act()  # type: ignore[operator]
    except Refused:
        return 0
    return 1


#: What a department is reminded of and urged about; to accept it has a day, after which silence is acceptance.
NUDGED = (ClockKind.reply, ClockKind.promise)


def _remind(zone: Zone, at: datetime) -> int:
    """One reminder per clock, once its light is yellow."""
    yellow = Clock.objects.filter(zone=zone, governs=True, kind__in=NUDGED, warn_at__lte=at, due_at__gt=at)
    last = dict(
        Nudge.objects.filter(lead__in=yellow.values("lead"), urging=False)
        .values_list("lead")
        .annotate(Max("at"))
        .order_by()
    )
    count = 0
    for lead_id, started in list(yellow.values_list("lead_id", "started_at")):
        if lead_id in last and last[lead_id] >= started:
            continue
        count += _try(lambda lead=lead_id: nudge(system_actor(zone), lead, at=at, urging=False))
    return count


def _urge(zone: Zone, at: datetime) -> int:
    """Urge from the rulebook's working day after due, and again at its interval."""
    calendar, today = calendar_of(zone), local_date(at)
    red = Clock.objects.filter(zone=zone, governs=True, kind__in=NUDGED, due_at__lte=at)
    last = dict(
        Nudge.objects.filter(lead__in=red.values("lead"), urging=True)
        .values_list("lead")
        .annotate(Max("at"))
        .order_by()
    )
    count = 0
    for lead_id, rules_id, started, due in list(red.values_list("lead_id", "lead__rules", "started_at", "due_on")):
        rules = book(rules_id)
        late = calendar.count(due, today)
        since = calendar.count(local_date(last[lead_id]), today) if lead_id in last else None
        first = since is None or last[lead_id] < started
        if (first and late >= rules.number_of("urge_after")) or (
            not first and since is not None and since >= rules.number_of("urge_repeat")
        ):
            count += _try(lambda lead=lead_id: nudge(system_actor(zone), lead, at=at, urging=True))
    return count


#: Working days before the form's due day on which whoever has not filed is asked.
ASK_BEFORE = (3, 0)


@transaction.atomic
def ask_for_forms(zone: Zone, *, at: datetime) -> int:
    """Ask whoever has not filed this month's form, three working days before it is due and on the day; once a day."""
    today = local_date(at)
    version = version_on(zone.pk, today)
    due = form_due(month_of(today), book(version.pk).number_of("form_due_day"))
    calendar = calendar_of(zone)
    if today > due or calendar.count(today, due) not in ASK_BEFORE:
        return 0
    if today != due and not calendar.is_working(today):  # Friday's asking was enough
        return 0
    asked_today = Notice.objects.filter(zone=zone, kind="form.missing", at__date=today).values("user")
    users = set(missing(zone.pk, month_of(today), today).values_list("supervisor__user", flat=True))
    users -= set(asked_today.values_list("user", flat=True))
    if not users:
        return 0
    record(
        actor=system_actor(zone),
        at=at,
        verb="form.ask",
        subject=f"zone:{zone.pk}",
        data={"month": today.isoformat()[:7], "asked": len(users)},
        rules=f"v{book(version.pk).number}",
        clause="5.1.e",
    )
    return tell(
        users,
        zone_id=zone.pk,
        at=at,
        kind="form.missing",
        path="/my/form/",
        params={"month": today.isoformat()[:7], "due": due.isoformat()},
    )
