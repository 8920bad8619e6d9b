"""What time itself brings: silence becomes acceptance, departments are reminded and urged, forms are asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from django.db import DatabaseError, transaction
from django.db.models import Max, QuerySet

from jianyan.accounts.limits import forget_hits
from jianyan.accounts.models import Zone
from jianyan.accounts.queries import system_actor
from jianyan.core.flow import ClockKind, Refused
from jianyan.core.opinion import form_due, month_of
from jianyan.core.workdays import TZ, local_date
from jianyan.files import store
from jianyan.leads.actions.accept import accept_silently
from jianyan.leads.actions.files import expire
from jianyan.leads.actions.keep import forget
from jianyan.leads.actions.locking import lock
from jianyan.leads.actions.missing import ask_missing
from jianyan.leads.actions.nudge import nudge
from jianyan.leads.actions.numbers import keep_spare_ids
from jianyan.leads.actions.sheet import expire_sheets
from jianyan.leads.models import Clock, Lead, Nudge
from jianyan.ledger.actions import seal
from jianyan.people.actions import keep_leaves
from jianyan.rules.actions import close_rounds
from jianyan.rules.queries import NoRulebook, book, calendar_of, version_on

logger = logging.getLogger("jianyan.leads")

#: Departments are reminded and urged when somebody is there to read it: on working days from this hour on.
OPENS, SHUTS = time(8, 30), time(18)

#: What a department is reminded of and urged about; to accept it has a day, after which silence is acceptance.
NUDGED = (ClockKind.reply, ClockKind.promise)


@dataclass(slots=True)
class Ticked:
    """How much a tick did, for the log; ``failed`` counts leads that must be looked into (see the log)."""

    silent: int = 0
    reminded: int = 0
    urged: int = 0
    asked: int = 0
    expired: int = 0
    leaves: int = 0
    failed: int = 0


def tick(zone: Zone, *, at: datetime) -> Ticked:
    """Do all that is due in a zone at a moment. Each lead is its own transaction; repeating does nothing more."""
    done = Ticked()
    system = system_actor(zone)
    late = Clock.objects.filter(zone=zone, governs=True, kind=ClockKind.accept, due_at__lte=at)
    for lead_id in list(late.order_by("due_at", "id").values_list("lead_id", flat=True)):
        done.silent += _try(done, lead_id, partial(accept_silently, system, lead_id, at=at))
    moment = at.astimezone(TZ).time()
    if calendar_of(zone).is_working(local_date(at)) and OPENS <= moment < SHUTS:
        done.reminded = _remind(zone, at, done)
        done.urged = _urge(zone, at, done)
    if moment >= OPENS:
        done.asked = ask_for_forms(zone, at=at)
    done.expired = expire(zone, at=at)
    expire_sheets(zone.pk, at=at)
    keep_spare_ids(zone)
    store.sweep(at)
    forget_hits(at)
    forget(zone.pk, before=at)
    done.leaves = keep_leaves(zone, at=at)
    close_rounds(system, at=at)
    seal(zone, local_date(at) - timedelta(days=1), at=at)
    return done


def _try(done: Ticked, lead_id: int, act: Callable[[], object]) -> int:
    """One act of the clock on one lead; returns whether it was done.

    A lead that somebody has moved meanwhile needs it no more. One that cannot be acted on must not hold up the others.
    """
    try:
        return int(act() is not None)
    except Refused:
        return 0
    except DatabaseError:
        raise
    except Exception:
        done.failed += 1
        logger.exception("the clock could not act on lead %s", lead_id)
        return 0


def _nudge_once(zone: Zone, lead_id: int, at: datetime, since: datetime, urging: bool) -> Lead | None:
    """Nudge unless it has been done since; the lock keeps two clocks that run at once from doing it twice."""
    with transaction.atomic():
        lock(system_actor(zone), lead_id)
        if Nudge.objects.filter(lead=lead_id, urging=urging, at__gte=since).exists():
            return None
        return nudge(system_actor(zone), lead_id, at=at, urging=urging)


def _last_nudges(clocks: QuerySet[Clock], urging: bool) -> dict[int, datetime]:
    """When the lead of each clock was last reminded or urged."""
    nudges = Nudge.objects.filter(lead__in=clocks.values("lead"), urging=urging)
    return dict(nudges.order_by().values_list("lead").annotate(Max("at")))


def _remind(zone: Zone, at: datetime, done: Ticked) -> int:
    """One reminder per clock, once its light is yellow."""
    yellow = Clock.objects.filter(zone=zone, governs=True, kind__in=NUDGED, warn_at__lte=at, due_at__gt=at)
    last = _last_nudges(yellow, urging=False)
    count = 0
    for lead_id, started in list(yellow.order_by("due_at", "id").values_list("lead_id", "started_at")):
        if lead_id not in last or last[lead_id] < started:
            count += _try(done, lead_id, partial(_nudge_once, zone, lead_id, at, started, urging=False))
    return count


def _urge(zone: Zone, at: datetime, done: Ticked) -> int:
    """Urge from the rulebook's working day after due, and again at its interval."""
    calendar, today = calendar_of(zone), local_date(at)
    red = Clock.objects.filter(zone=zone, governs=True, kind__in=NUDGED, due_at__lte=at)
    last = _last_nudges(red, urging=True)
    midnight = datetime.combine(today, time(), TZ)
    rows = red.order_by("due_at", "id").values_list("lead_id", "lead__rules", "started_at", "due_on")
    count = 0
    for lead_id, rules_id, started, due in list(rows):
        rules = book(rules_id)
        if lead_id not in last or last[lead_id] < started:
            ripe = calendar.count(due, today) >= rules.number_of("urge_after")
        else:
            ripe = calendar.count(local_date(last[lead_id]), today) >= rules.number_of("urge_repeat")
        if ripe:
            count += _try(done, lead_id, partial(_nudge_once, zone, lead_id, at, midnight, urging=True))
    return count


#: Working days before the form's due day on which whoever has not filed is asked.
ASK_BEFORE = (3, 0)


@transaction.atomic
def ask_for_forms(zone: Zone, *, at: datetime) -> int:
    """Ask whoever has not filed this month's form, three working days before it is due and on the day; once a day."""
    today = local_date(at)
    try:
        version = version_on(zone.pk, today)
    except NoRulebook:  # without rules nobody owes a form
        return 0
    due = form_due(month_of(today), book(version.pk).number_of("form_due_day"))
    calendar = calendar_of(zone)
    if today > due or calendar.count(today, due) not in ASK_BEFORE:
        return 0
    if today != due and not calendar.is_working(today):  # Friday's asking was enough
        return 0
    return ask_missing(system_actor(zone), at=at, verb="form.ask")
