"""Telling people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.dispatch import Signal

from jianyan.accounts.models import User
from jianyan.accounts.queries import Actor, ids_with_role
from jianyan.core.workdays import TZ, local_date
from jianyan.notify.failures import ASKED, IN_CHARGE, failed
from jianyan.notify.models import Failure, Notice


def tell(
    users: Iterable[User | int],
    *,
    zone_id: int,
    at: datetime,
    kind: str,
    path: str,
    params: Mapping[str, object] | None = None,
    by: Actor | None = None,
) -> int:
    """Tell each user once, in the caller's transaction; whoever acted is not told of it. Returns how many were told.

    What asks somebody to act and has nobody to tell is written down as failed.
    With ``at`` in the future the notice is held back until then: nobody is told before, and it can be `unsay`-ed.
    """
    ids = {user if isinstance(user, int) else user.pk for user in users}
    if not ids and kind in ASKED:
        failed(zone_id, Failure.Why.nobody, kind, at=at, path=path, params=params)
    ids -= {by.person} if by and by.user_id else set()
    Notice.objects.bulk_create(
        Notice(zone_id=zone_id, user_id=i, at=at, kind=kind, path=path, params=dict(params or {})) for i in sorted(ids)
    )
    return len(ids)


#: What is over sooner, the clock has made up for by itself.
PATIENCE = timedelta(minutes=10)
#: The people in charge hear of failures from this hour on, once a day.
FROM = time(8)


def tell_of_failures(zone_id: int, *, at: datetime) -> int:
    """Tell the people in charge once a day how much stands open. Returns how many were told."""
    local = at.astimezone(TZ)
    open_ = Failure.objects.filter(zone=zone_id, settled_at__isnull=True, first_at__lte=at - PATIENCE)
    told = list(open_.values_list("told_at", flat=True))
    if not told or local.time() < FROM or any(once and local_date(once) >= local.date() for once in told):
        return 0
    people: set[int] = set().union(*(ids_with_role(zone_id, role) for role in IN_CHARGE))
    open_.update(told_at=at)
    return tell(people, zone_id=zone_id, at=at, kind="failures.open", path="/failures/", params={"count": len(told)})


def mark_read(actor: Actor, *, at: datetime, ids: Iterable[int] | None = None) -> int:
    """Mark the actor's own unread notices read: those named, or all."""
    mine = Notice.objects.filter(user=actor.user_id, zone=actor.zone_id, read_at__isnull=True, at__lte=at)
    return (mine if ids is None else mine.filter(pk__in=ids)).update(read_at=at)


def unsay(*, zone_id: int, kinds: Iterable[str], paths: Iterable[str], held_until: datetime) -> int:
    """Take back notices that are still held back: they have reached nobody."""
    which, where = list(kinds), list(paths)
    _nothing_to_tell(zone_id, which, where).filter(first_at=held_until).delete()
    return Notice.objects.filter(zone=zone_id, kind__in=which, path__in=where, at=held_until).delete()[0]


def lead_to(other: str, *, zone_id: int, kinds: Iterable[str], path: str, since: datetime) -> int:
    """Let notices lead to another page, because theirs is no longer there for whoever was told."""
    which = list(kinds)
    _nothing_to_tell(zone_id, which, [path]).filter(first_at__gte=since).delete()
    return Notice.objects.filter(zone=zone_id, kind__in=which, path=path, at__gte=since).update(path=other)


def _nothing_to_tell(zone_id: int, kinds: list[str], paths: list[str]) -> QuerySet[Failure]:
    """Notices that reached nobody and do not hold any more: nobody missed them."""
    untold = Failure.objects.filter(zone=zone_id, why=Failure.Why.nobody, settled_at__isnull=True)
    return untold.filter(what__in=kinds, path__in=paths)


#: Something was said to groups. Arguments: zone_id, groups (keys), number (of the announcement), at, path.
#: The one place where chat robots plug in: a receiver keeps what is to be sent, in the transaction of the act, and
#: sends it later. It is given a number and a path and nothing else: names and words never leave the system (5.1.d).
announced = Signal()


def announce(
    users: Iterable[User | int],
    *,
    zone_id: int,
    groups: Collection[str],
    number: int,
    at: datetime,
    path: str,
    by: Actor | None = None,
) -> int:
    """Tell the members of groups that there is something to read: a notice each, and whatever listens to `announced`.

    Returns how many were told.
    """
    told = tell(users, zone_id=zone_id, at=at, kind="group.announced", path=path, by=by)
    announced.send(None, zone_id=zone_id, groups=list(groups), number=number, at=at, path=path)
    return told
