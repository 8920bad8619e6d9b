"""Telling people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.dispatch import Signal

from jianyan.accounts.models import User
from jianyan.accounts.queries import Actor
from jianyan.notify.models import Notice


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

    With ``at`` in the future the notice is held back until then: nobody is told before, and it can be `unsay`-ed.
    """
    ids = {user if isinstance(user, int) else user.pk for user in users} - {by.user_id if by else None}
    Notice.objects.bulk_create(
        Notice(zone_id=zone_id, user_id=i, at=at, kind=kind, path=path, params=dict(params or {})) for i in sorted(ids)
    )
    return len(ids)


def mark_read(actor: Actor, *, at: datetime, ids: Iterable[int] | None = None) -> int:
    """Mark the actor's own unread notices read: those named, or all."""
    mine = Notice.objects.filter(user=actor.user_id, zone=actor.zone_id, read_at__isnull=True, at__lte=at)
    return (mine if ids is None else mine.filter(pk__in=ids)).update(read_at=at)


def unsay(*, zone_id: int, kinds: Iterable[str], paths: Iterable[str], held_until: datetime) -> int:
    """Take back notices that are still held back: they have reached nobody."""
    held = Notice.objects.filter(zone=zone_id, kind__in=list(kinds), path__in=list(paths), at=held_until)
    return held.delete()[0]


def lead_to(other: str, *, zone_id: int, kinds: Iterable[str], path: str, since: datetime) -> int:
    """Let notices lead to another page, because theirs is no longer there for whoever was told."""
    told = Notice.objects.filter(zone=zone_id, kind__in=list(kinds), path=path, at__gte=since)
    return told.update(path=other)


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
