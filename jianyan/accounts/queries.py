"""Reads about who somebody is."""

from __future__ import annotations

from dataclasses import dataclass, field

from jianyan.accounts.models import Department, Role, RoleName, User, Zone


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


def entered(user: User, zone_id: int | None) -> tuple[Zone, Actor] | None:
    """The zone that a signed-in user works in, and as whom: the zone asked for if there is a role, else the first one.

    One query. None for a user without any role.
    """
    roles = list(Role.objects.filter(user=user).select_related("zone").order_by("id"))
    if not roles:
        return None
    zone = next((r.zone for r in roles if r.zone_id == zone_id), roles[0].zone)
    return zone, _actor(user, zone.pk, [(r.name, r.department_id) for r in roles if r.zone_id == zone.pk])


def zones_of(user: User) -> list[Zone]:
    """The zones in which a user has a role."""
    return list(Zone.objects.filter(pk__in=Role.objects.filter(user=user).values("zone")).order_by("id"))


def handling_departments(zone_id: int) -> list[Department]:
    """Departments that leads may be dispatched to."""
    return list(Department.objects.filter(zone=zone_id, handles=True, active=True))


def with_role(zone_id: int, *names: str, department_id: int | None = None) -> list[User]:
    """Active users with one of these roles in the zone (of one department, if given), by id."""
    roles = Role.objects.filter(zone=zone_id, name__in=names)
    if department_id is not None:
        roles = roles.filter(department=department_id)
    return list(User.objects.filter(is_active=True, pk__in=roles.values("user")).order_by("id"))
