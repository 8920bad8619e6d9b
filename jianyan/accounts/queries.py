"""Reads about who somebody is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet, Sum

from jianyan.accounts.models import Department, Role, RoleName, User, Zone
from jianyan.prepared import Gap, Prepared


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts in a zone, as every action and ``visible_to`` take it. ``user_id`` None is the system itself.

    ``department_id`` is the unit that the actor answers for as a liaison, or works in as officer or head.
    """

    zone_id: int
    user_id: int | None = None
    name: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    department_id: int | None = None

    def has(self, *names: str) -> bool:
        """Whether the actor has any of these roles."""
        return not self.roles.isdisjoint(names)

    @property
    def person(self) -> int:
        """The account of the person who acts; the system is nobody and raises `PermissionError`."""
        if self.user_id is None:
            raise PermissionError("this act needs a person")
        return self.user_id

    @property
    def is_office(self) -> bool:
        return self.has(RoleName.officer, RoleName.head)


def anybody(roles: frozenset[str], placed: bool) -> Actor:
    """An actor with these roles for a prepared query: zone, person and, if ``placed``, department are still gaps."""
    gaps: dict[str, Any] = {"zone_id": Gap("zone"), "user_id": Gap("user")}
    return Actor(roles=roles, department_id=Gap("department") if placed else None, **gaps)  # type: ignore[arg-type]


def values_of(actor: Actor) -> dict[str, int | None]:
    """What fills the gaps of `anybody`."""
    return {"zone": actor.zone_id, "user": actor.user_id, "department": actor.department_id}


def system_actor(zone: Zone) -> Actor:
    """The clock itself: what a nightly job does is recorded as done by nobody's hand."""
    return Actor(zone_id=zone.pk)


def actor_of(user: User, zone: Zone) -> Actor:
    """The actor that ``user`` is in ``zone``; without roles there, one that may do nothing."""
    roles = Role.objects.filter(user=user, zone=zone)
    return _actor(user, zone.pk, [(role.name, role.department_id) for role in roles])


def _actor(user: User, zone_id: int, rows: list[tuple[str, int | None]]) -> Actor:
    department = next((d for name, d in rows if name == RoleName.liaison), None)
    if department is None:
        department = next((d for _, d in rows if d is not None), None)
    return Actor(
        zone_id=zone_id,
        user_id=user.pk,
        name=user.name,
        roles=frozenset(name for name, _ in rows),
        department_id=department,
    )


class Place(NamedTuple):
    """Where a signed-in user works, and as whom; ``zone_count`` is how many zones the user has roles in."""

    zone: Zone
    actor: Actor
    zone_count: int


_ROLES = Prepared(lambda: Role.objects.filter(user=Gap("user")).select_related("user", "zone").order_by("id"))


def user_with_roles(user_id: int) -> User | None:
    """A user with ``roles_held`` for `entered`. One query, two for one without any role."""
    roles = _ROLES(user=user_id)
    user = roles[0].user if roles else User.objects.filter(pk=user_id).first()
    if user is not None:
        user.roles_held = roles  # type: ignore[attr-defined]
    return user


def entered(user: User, zone_id: int | None) -> Place | None:
    """The zone that a signed-in user works in: the one asked for if there is a role, else the first one.

    One query, none for a `user_with_roles`. None for a user without any role.
    """
    roles: list[Role] | None = getattr(user, "roles_held", None)
    if roles is None:
        roles = _ROLES(user=user.pk)
    if not roles:
        return None
    zone = next((r.zone for r in roles if r.zone_id == zone_id), roles[0].zone)
    actor = _actor(user, zone.pk, [(r.name, r.department_id) for r in roles if r.zone_id == zone.pk])
    return Place(zone, actor, len({r.zone_id for r in roles}))


def zones_of(user: User) -> list[Zone]:
    """The zones in which a user has a role."""
    return list(Zone.objects.filter(pk__in=Role.objects.filter(user=user).values("zone")).order_by("id"))


_HANDLING = Prepared(lambda: Department.objects.filter(zone=Gap("zone"), handles=True, active=True))


def handling_departments(zone_id: int) -> list[Department]:
    """Departments that leads may be dispatched to."""
    return _HANDLING(zone=zone_id)


def with_role(zone_id: int, *names: str, department_id: int | None = None) -> list[User]:
    """Active users with one of these roles in the zone (of one department, if given), by id."""
    roles = Role.objects.filter(zone=zone_id, name__in=names)
    if department_id is not None:
        roles = roles.filter(department=department_id)
    return list(User.objects.filter(is_active=True, pk__in=roles.values("user")).order_by("id"))


def _with_role(**of: Gap) -> Prepared[int]:
    return Prepared(
        lambda: (
            Role.objects.filter(zone=Gap("zone"), name=Gap("name"), user__is_active=True, **of)
            .order_by("user")
            .values_list("user", flat=True)
        )
    )


_IN_ZONE, _IN_DEPARTMENT = _with_role(), _with_role(department=Gap("department"))


def ids_with_role(zone_id: int, name: str, department_id: int | None = None) -> list[int]:
    """The accounts of active users with a role in the zone (of one department, if given), in order."""
    if department_id is None:
        return _IN_ZONE(zone=zone_id, name=name)
    return _IN_DEPARTMENT(zone=zone_id, name=name, department=department_id)


def departments_with(zone_id: int, role: str) -> set[int]:
    """The departments of the zone for which some active user holds this role. One query."""
    held = Role.objects.filter(zone=zone_id, name=role, department__isnull=False, user__is_active=True)
    return set(held.values_list("department", flat=True))


def users_visible_to(actor: Actor) -> QuerySet[User]:
    """The accounts that an administrator keeps: those with a role in the zone, and those made there."""
    if not actor.has(RoleName.sysadmin, RoleName.secadmin):
        return User.objects.none()
    here = Role.objects.filter(user=OuterRef("pk"), zone=actor.zone_id)
    return User.objects.filter(Q(zone=actor.zone_id) | Exists(here))


def with_roles(users: QuerySet[User], zone_id: int) -> QuerySet[User]:
    """Add ``roles_here``, the roles of the zone with their departments; one query more."""
    here = Role.objects.filter(zone=zone_id).select_related("department").order_by("id")
    return users.prefetch_related(Prefetch("roles", queryset=here, to_attr="roles_here"))


def alone_in(user: User, zone_id: int) -> list[str]:
    """The roles of a user in the zone that no other active user holds there."""
    others = Role.objects.filter(zone=zone_id, name=OuterRef("name"), user__is_active=True).exclude(user=user)
    return list(Role.objects.filter(~Exists(others), user=user, zone=zone_id).values_list("name", flat=True))


def place_of(user: User) -> int | None:
    """The zone in whose ledger an account's own acts stand: the one that keeps it, else that of its first role."""
    if user.zone_id is not None:
        return user.zone_id
    return Role.objects.filter(user=user).order_by("id").values_list("zone", flat=True).first()


def locked_until(usernames: Iterable[str], now: datetime) -> dict[str, datetime]:
    """Which of these accounts are locked after failed sign-ins, and until when at the latest. One query."""
    lasts = settings.AXES_COOLOFF_TIME
    failed = AccessAttempt.objects.filter(username__in=list(usernames), attempt_time__gte=now - lasts)
    rows = failed.order_by().values("username").annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    locked = rows.filter(failures__gte=settings.AXES_FAILURE_LIMIT)
    return {row["username"]: row["last"] + lasts for row in locked}
