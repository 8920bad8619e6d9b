"""A person changes their own password."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.actions.base import note
from jianyan.accounts.models import User
from jianyan.accounts.queries import Actor, place_of
from jianyan.core.flow import Refused


@transaction.atomic
def change_password(user_id: int, *, at: datetime, current: str, new: str, zone_id: int | None = None) -> User:
    """Set a new password that the policy has passed; other sessions of the account end with it.

    ``zone_id`` is where the person works now; the zone that keeps the account where it is not given.

    Raises:
        Refused: ``wrong_password``.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.check_password(current):
        raise Refused("wrong_password")
    user.set_password(new)
    user.must_change_password, user.password_changed_at = False, at
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    zone = zone_id or place_of(user)
    if zone is not None:
        actor = Actor(zone_id=zone, user_id=user.pk, name=user.name)
        note(actor, user, "account.change_password", at=at)
    return user
