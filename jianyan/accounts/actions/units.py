"""Units and the zone itself, by the system administrator.

A unit is disabled, never deleted: leads and people name it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from jianyan.accounts.acted import keep
from jianyan.accounts.actions.base import need
from jianyan.accounts.models import Department, DepartmentKind, RoleName, User, Zone
from jianyan.accounts.queries import Actor, with_role
from jianyan.core.flow import Refused

FIELDS = ("name", "name_en", "short_name", "kind", "handles", "matters", "reply_review")
ZONE_FIELDS = ("name", "office_name", "office_phone")


#: A reply is approved by somebody other than whoever wrote it.
REVIEWERS = 2


def _liaisons(unit: Department) -> list[User]:
    return with_role(unit.zone_id, RoleName.liaison, department_id=unit.pk)


def _subject(unit: Department) -> str:
    return f"department:{unit.pk}"


def _save(unit: Department) -> None:
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as taken:
        raise Refused("unit_taken") from taken


@transaction.atomic
def create_unit(actor: Actor, *, at: datetime, code: str, **values: object) -> Department:
    """Add a unit to the zone; its code stays for good. A sector body recommends supervisors and handles no leads.

    Raises:
        Refused: ``wrong_role``, ``unit_taken`` (code or name).
    """
    need(actor, RoleName.sysadmin)
    unit = Department(zone_id=actor.zone_id, code=code, **{key: values[key] for key in FIELDS if key in values})
    unit.handles = unit.handles and unit.kind != DepartmentKind.sector
    _save(unit)
    data = {"code": code, "name": unit.name, "kind": unit.kind, "handles": unit.handles}
    keep(actor, at=at, verb="department.create", subject=_subject(unit), data=data, role=RoleName.sysadmin)
    return unit


@transaction.atomic
def edit_unit(actor: Actor, unit_id: int, *, at: datetime, **values: object) -> Department:
    """Change what a unit is called and does; before and after stand in the ledger.

    Raises:
        Department.DoesNotExist; Refused: ``wrong_role``, ``unit_taken``, ``two_liaisons_needed`` where nobody could
            approve a reply.
    """
    need(actor, RoleName.sysadmin)
    unit = Department.objects.select_for_update().get(zone=actor.zone_id, pk=unit_id)
    if values.get("kind", unit.kind) == DepartmentKind.sector:
        values["handles"] = False
    data = _changed(unit, FIELDS, values)
    if "reply_review" in data["after"] and unit.reply_review and len(_liaisons(unit)) < REVIEWERS:
        raise Refused("two_liaisons_needed")
    if data["after"]:
        _save(unit)
        keep(actor, at=at, verb="department.edit", subject=_subject(unit), data=data, role=RoleName.sysadmin)
    return unit


def _changed(
    thing: Department | Zone, fields: tuple[str, ...], values: dict[str, object]
) -> dict[str, dict[str, object]]:
    """Set the values that differ; what was and what is."""
    differ = [key for key in fields if key in values and getattr(thing, key) != values[key]]
    before = {key: getattr(thing, key) for key in differ}
    for key in differ:
        setattr(thing, key, values[key])
    return {"before": before, "after": {key: values[key] for key in differ}}


@transaction.atomic
def set_unit_active(actor: Actor, unit_id: int, *, at: datetime, active: bool) -> Department:
    """Disable or enable a unit: a disabled one is offered nowhere, what it has stays. Repeating changes nothing.

    Raises:
        Department.DoesNotExist; Refused: ``wrong_role``, ``office_needed`` for the office itself.
    """
    need(actor, RoleName.sysadmin)
    unit = Department.objects.select_for_update().get(zone=actor.zone_id, pk=unit_id)
    if unit.active == active:
        return unit
    if unit.is_office and not active:
        raise Refused("office_needed")
    unit.active = active
    unit.save(update_fields=["active"])
    verb = "department.enable" if active else "department.disable"
    keep(actor, at=at, verb=verb, subject=_subject(unit), role=RoleName.sysadmin)
    return unit


@transaction.atomic
def edit_zone(actor: Actor, *, at: datetime, **values: object) -> Zone:
    """Change the zone's name, its office's name and phone. The short name stays: lead numbers begin with it."""
    need(actor, RoleName.sysadmin)
    zone = Zone.objects.select_for_update().get(pk=actor.zone_id)
    data = _changed(zone, ZONE_FIELDS, values)
    if data["after"]:
        zone.save(update_fields=list(ZONE_FIELDS))
        keep(actor, at=at, verb="zone.edit", subject=f"zone:{zone.pk}", data=data, role=RoleName.sysadmin)
    return zone
