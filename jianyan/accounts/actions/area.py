"""The New Area's office: let in to a zone's figures by that zone itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.actions.base import lock_zone, need, note
from jianyan.accounts.models import Role, RoleName, User
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.separation import grant_forbidden


@transaction.atomic
def admit(actor: Actor, *, at: datetime, username: str) -> Role:
    """Grant `RoleName.area` to an account that another zone keeps and has granted it already (5.3.b).

    The zone whose account it is says who it is; each other zone agrees for its own figures. Only such accounts are
    found, so that nobody learns which others exist elsewhere.

    Raises:
        Refused: ``wrong_role``, ``no_area_account``, or a code of `separation.grant_forbidden`.
    """
    need(actor, RoleName.secadmin)
    lock_zone(actor)
    granted = Role.objects.filter(name=RoleName.area).exclude(zone=actor.zone_id)
    user = User.objects.select_for_update().filter(username=username, is_active=True, pk__in=granted.values("user"))
    found = user.first()
    if found is None:
        raise Refused("no_area_account")
    here = set(Role.objects.filter(user=found, zone=actor.zone_id).values_list("name", flat=True))
    if code := grant_forbidden(RoleName.area, held=here, own=found.pk == actor.user_id):
        raise Refused(code)
    made = Role.objects.create(user=found, zone_id=actor.zone_id, name=RoleName.area)
    note(actor, found, "role.grant", at=at, role=RoleName.secadmin, data={"role": made.name, "department": None})
    return made
