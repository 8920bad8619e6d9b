"""请假代管: while an officer is away others stand in, from one moment to another, without a gap (4.3.a).

Who the contact is follows from the moments alone (`queries.acting`). What happens here besides is the record and the
telling: at the beginning and at the end, by the act itself or by the clock (`keep_leaves`), each once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import Actor, system_actor, with_role
from jianyan.core.flow import Hat, Refused
from jianyan.core.leaves import Away, Span, clash, days_wrong, span_of
from jianyan.core.workdays import local_date
from jianyan.people.actions.leave_told import note, tell_begin, tell_end, tell_officers
from jianyan.people.models import Cover, Leave, Supervisor
from jianyan.people.queries.leaves import away_of, beside


def _lock(actor: Actor) -> Zone:
    """The zone, locked for the head: leaves are set one after the other, so that each sees those before it."""
    if not actor.has(RoleName.head):
        raise Refused("wrong_hat")
    return Zone.objects.select_for_update().get(pk=actor.zone_id)


def _officers(actor: Actor) -> set[int]:
    return {user.pk for user in with_role(actor.zone_id, RoleName.officer)}


def _check(actor: Actor, wanted: Away, without: int | None = None) -> None:
    if code := clash(wanted, beside(actor.zone_id, wanted.span, without)):
        raise Refused(code)


@transaction.atomic
def set_leave(
    actor: Actor,
    *,
    at: datetime,
    officer: int,
    first: date,
    last: date,
    deputy: int,
    others: Mapping[int, int] | None = None,
) -> Leave:
    """Set a leave from ``first`` to ``last``, both included; one that begins today begins now.

    ``deputy`` stands in for all of the officer's supervisors, also those who come meanwhile; ``others`` names
    somebody else for single supervisors.

    Raises:
        Refused: ``wrong_hat``; ``no_officer``, ``no_deputy``; ``leave_past``, ``leave_backwards``, ``leave_too_long``;
            ``own_deputy``, ``leave_overlap``, ``deputy_away``, ``stands_in``; ``handover_changed`` when one of
            ``others`` has gone to somebody else meanwhile.
    """
    _lock(actor)
    known, named = _officers(actor), {pk: who for pk, who in (others or {}).items() if who != deputy}
    if officer not in known:
        raise Refused("no_officer")
    if not {deputy, *named.values()} <= known:
        raise Refused("no_deputy")
    if code := days_wrong(first, last, local_date(at)):
        raise Refused(code)
    span = span_of(first, last, at)
    _check(actor, Away(officer, frozenset({deputy, *named.values()}), span))
    held = Supervisor.objects.filter(zone=actor.zone_id, officer=officer, pk__in=named)
    if held.count() != len(named):
        raise Refused("handover_changed")
    leave = Leave.objects.create(
        zone_id=actor.zone_id,
        officer_id=officer,
        starts_at=span.start,
        ends_at=span.end,
        set_at=at,
        set_by_id=actor.person,
    )
    made = [Cover(leave=leave, deputy_id=deputy)]
    made += [Cover(leave=leave, supervisor_id=pk, deputy_id=who) for pk, who in sorted(named.items())]
    Cover.objects.bulk_create(made)
    deputies = sorted({deputy, *named.values()})
    note(actor, leave, "leave.set", at, {"officer": officer, "deputies": deputies}, role=Hat.head)
    tell_officers(actor, leave, "leave.set", at)
    if leave.starts_at <= at:
        _begin(actor, leave, at)
    return leave


def _take(actor: Actor, leave_id: int, at: datetime) -> Leave:
    """A leave of the zone that is not over yet, under the zone's lock."""
    _lock(actor)
    leave = Leave.objects.select_for_update().get(pk=leave_id, zone=actor.zone_id)
    if leave.over_at or leave.ends_at <= at:
        raise Refused("leave_over")
    return leave


@transaction.atomic
def move_leave_end(actor: Actor, leave_id: int, *, at: datetime, last: date) -> Leave:
    """Let a leave that is not over end on another day: prolonged, or shortened to today at the least.

    Raises:
        Leave.DoesNotExist; Refused: ``wrong_hat``, ``leave_over``, and as `set_leave` does of days and overlaps.
    """
    leave = _take(actor, leave_id, at)
    first = local_date(leave.starts_at)
    # What has begun keeps its first day; only the last one must not lie behind.
    if code := days_wrong(first, last, first) or days_wrong(max(first, local_date(at)), last, local_date(at)):
        raise Refused(code)
    span = Span(leave.starts_at, span_of(first, last, leave.starts_at).end)
    _check(actor, Away(leave.officer_id, away_of(leave).deputies, span), without=leave.pk)
    leave.ends_at = span.end
    leave.save(update_fields=["ends_at"])
    note(actor, leave, "leave.move", at, {}, role=Hat.head)
    tell_officers(actor, leave, "leave.move", at)
    return leave


@transaction.atomic
def end_leave(actor: Actor, leave_id: int, *, at: datetime) -> Leave:
    """The officer is back before the day, or does not go at all: the leave ends at this moment.

    Raises:
        Leave.DoesNotExist; Refused: ``wrong_hat``, ``leave_over``.
    """
    leave = _take(actor, leave_id, at)
    if leave.begun_at is None and leave.starts_at > at:
        leave.ends_at, leave.over_at = leave.starts_at, at
        leave.save(update_fields=["ends_at", "over_at"])
        note(actor, leave, "leave.cancel", at, {}, role=Hat.head)
        tell_officers(actor, leave, "leave.cancel", at)
        return leave
    if leave.begun_at is None:  # it runs, and the clock has not come round yet
        _begin(actor, leave, at)
    leave.ends_at = at
    leave.save(update_fields=["ends_at"])
    _end(actor, leave, at)
    return leave


def keep_leaves(zone: Zone, *, at: datetime) -> int:
    """Record and tell what the clock has begun and ended; repeating does nothing more. Returns how much there was."""
    todo = Q(begun_at__isnull=True, starts_at__lte=at) | Q(ends_at__lte=at)
    waiting = Leave.objects.filter(todo, zone=zone, over_at__isnull=True)
    return sum(_keep(zone, pk, at) for pk in list(waiting.order_by("starts_at", "pk").values_list("pk", flat=True)))


@transaction.atomic
def _keep(zone: Zone, leave_id: int, at: datetime) -> int:
    Zone.objects.select_for_update().get(pk=zone.pk)
    leave = Leave.objects.select_for_update().get(pk=leave_id)
    system, done = system_actor(zone), 0
    if leave.begun_at is None and leave.starts_at <= at:
        _begin(system, leave, at)
        done += 1
    if leave.over_at is None and leave.ends_at <= at:
        _end(system, leave, at)
        done += 1
    return done


def _begin(actor: Actor, leave: Leave, at: datetime) -> None:
    leave.begun_at = at
    leave.save(update_fields=["begun_at"])
    note(actor, leave, "leave.begin", at, {"officer": leave.officer_id})
    tell_begin(actor, leave, at)


def _end(actor: Actor, leave: Leave, at: datetime) -> None:
    leave.over_at = at
    leave.save(update_fields=["over_at"])
    note(actor, leave, "leave.end", at, {"officer": leave.officer_id})
    tell_end(actor, leave, at)
