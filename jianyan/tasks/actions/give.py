"""交办: a task is given to a unit or to somebody of the office."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Length

from jianyan.accounts.models import Department, Role, RoleName, Zone
from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.tasks.actions.base import note, owners_of, set_date, tell_of, words
from jianyan.tasks.models import Task

TITLE, TEXT = 100, 2000


@transaction.atomic
def give(
    actor: Actor,
    *,
    at: datetime,
    source: str,
    title: str,
    due_on: date,
    key: UUID,
    text: str = "",
    department: int | None = None,
    user: int | None = None,
) -> Task:
    """Give a task to a unit (``department``) or to an officer or the head (``user``); its owner is told.

    ``source`` is the subject of the ledger that asks for it, e.g. ``meeting:12``. ``due_on`` is kept as written and
    means the next working day when it is off. With the same ``key`` it is given once.

    Raises:
        Refused: ``wrong_hat`` for whoever is not of the office; ``no_owner`` (none, both, or one that takes no tasks);
            ``words_required``, ``too_long``; ``due_past``, ``due_far``.
        NoRulebook: the zone has no rules yet.
    """
    if not actor.is_office:
        raise Refused("wrong_hat")
    title = words(title, TITLE, field="title")
    text = words(text, TEXT, field="text", needed=False)
    # Numbers are given one after the other.
    zone = Zone.objects.select_for_update().get(pk=actor.zone_id)
    if before := Task.objects.filter(zone=zone, key=key).first():
        return before
    _check_owner(zone, department, user)
    task = Task(
        zone=zone,
        title=title,
        text=text,
        source=source,
        department_id=department,
        user_id=user,
        given_by_id=actor.person,
        given_at=at,
        key=key,
    )
    set_date(task, zone, due_on, at)
    task.no = _next_no(zone, at)
    task.save(force_insert=True)
    owner: dict[str, object] = {"department": department} if department else {"user": user}
    data = {"from": source, "due": due_on.isoformat(), "until": task.meant_on.isoformat(), **owner}
    note(task, actor, at, "give", {**data, "text": text_digest(f"{title}\n{text}")}, first=True)
    tell_of(task, "task.give", owners_of(task), at=at, by=actor)
    return task


def _check_owner(zone: Zone, department: int | None, user: int | None) -> None:
    if (department is None) == (user is None):
        raise Refused("no_owner")
    if department is not None:
        known = Department.objects.filter(zone=zone, pk=department, active=True).exists()
    else:
        office = Role.objects.filter(zone=zone, name__in=(RoleName.officer, RoleName.head), user__is_active=True)
        known = office.filter(user=user).exists()
    if not known:
        raise Refused("no_owner")


def _next_no(zone: Zone, at: datetime) -> str:
    """The next number of the zone's year: ``2026-0007``; called under the zone's lock."""
    year = local_date(at).year
    last = (
        Task.objects.filter(zone=zone, no__startswith=f"{year}-")
        .order_by(Length("no").desc(), "-no")
        .values_list("no", flat=True)
        .first()
    )
    return f"{year}-{int(last[5:]) + 1 if last else 1:04d}"
