"""A role ends with what it rested on: the account goes with its last role."""

from __future__ import annotations

from datetime import datetime

from jianyan.accounts.actions.base import note
from jianyan.accounts.models import Invitation, Role, User
from jianyan.accounts.queries import Actor


def end_role(actor: Actor, user: User, *, at: datetime, role: str) -> None:
    """Take a role of the actor's zone from a user, in the caller's transaction; without any other the account is
    closed: sessions end, links that were not used are over."""
    role_taken = Role.objects.filter(user=user, zone=actor.zone_id, name=role).delete()[0]
    if role_taken:
        note(actor, user, "role.revoke", at=at, data={"role": role, "department": None})
    if Role.objects.filter(user=user).exists():
        return
    Invitation.objects.filter(user=user, used_at__isnull=True, until__gt=at).update(until=at)
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.is_active:
        locked.is_active = False
        locked.session_epoch += 1
        locked.save(update_fields=["is_active", "session_epoch"])
        note(actor, locked, "account.disable", at=at)
