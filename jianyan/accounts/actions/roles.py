"""Roles: granted and taken back by the security administrator."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.actions.base import lock_user, lock_zone, need, note
from jianyan.accounts.models import Department, Role, RoleName
from jianyan.accounts.queries import Actor, alone_in
from jianyan.core.flow import Refused
from jianyan.core.separation import grant_forbidden, revoke_forbidden

#: Roles of people who work in the office itself.
OFFICE = frozenset({RoleName.officer, RoleName.head})


@transaction.atomic
def grant(actor: Actor, user_id: int, *, at: datetime, role: str, department: int | None = None) -> Role:
    """Grant a role in the actor's zone; a liaison's names the department, an officer's is the office.

    Raises:
        User.DoesNotExist; Refused: ``wrong_role``, ``department_needed``, or a code of `separation.grant_forbidden`.
    """
    need(actor, RoleName.secadmin)
    lock_zone(actor)
    user = lock_user(actor, user_id)
    held = set(Role.objects.filter(user=user).exclude(zone=actor.zone_id).values_list("name", flat=True))
    # A role may be held in two zones, but not twice in one.
    elsewhere = held - {role}
    here = set(Role.objects.filter(user=user, zone=actor.zone_id).values_list("name", flat=True))
    if code := grant_forbidden(role, held=elsewhere | here, own=user.pk == actor.user_id):
        raise Refused(code)
    unit = _unit(actor, role, department)
    made = Role.objects.create(user=user, zone_id=actor.zone_id, name=role, department=unit)
    note(actor, user, "role.grant", at=at, role=RoleName.secadmin, data=_data(made))
    return made


def _unit(actor: Actor, role: str, department: int | None) -> Department | None:
    units = Department.objects.filter(zone=actor.zone_id, active=True)
    if role in OFFICE:
        return units.filter(is_office=True).first()
    if role != RoleName.liaison:
        return None
    unit = units.filter(pk=department).first() if department else None
    if unit is None:
        raise Refused("department_needed")
    return unit


def _data(role: Role) -> dict[str, object]:
    return {"role": role.name, "department": role.department_id}


@transaction.atomic
def revoke(actor: Actor, user_id: int, role_id: int, *, at: datetime) -> None:
    """Take a role back; it holds from the next request on. Taking it back twice changes nothing.

    Raises:
        User.DoesNotExist; Refused: ``wrong_role``, or a code of `separation.revoke_forbidden`.
    """
    need(actor, RoleName.secadmin)
    lock_zone(actor)
    user = lock_user(actor, user_id)
    role = Role.objects.filter(pk=role_id, user=user, zone=actor.zone_id).first()
    if role is None:
        return
    others = 0 if role.name in alone_in(user, actor.zone_id) else 1
    if code := revoke_forbidden(role.name, own=user.pk == actor.user_id, others=others):
        raise Refused(code)
    data = _data(role)
    role.delete()
    if user.zone_id is None:  # without a role it would be in nobody's list
        user.zone_id = actor.zone_id
        user.save(update_fields=["zone"])
    note(actor, user, "role.revoke", at=at, role=RoleName.secadmin, data=data)
