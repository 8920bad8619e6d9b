"""What acts on accounts share: who may act, the locked account, the row in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from jianyan.accounts.acted import keep, subject_of
from jianyan.accounts.models import Role, RoleName, User, Zone
from jianyan.accounts.queries import Actor, users_visible_to
from jianyan.core.flow import Refused


def need(actor: Actor, role: RoleName) -> None:
    """Raise `Refused` ``wrong_role`` unless the actor has the duty in which the act is done."""
    if not actor.has(role):
        raise Refused("wrong_role")


def lock_zone(actor: Actor) -> Zone:
    """The zone, locked: whoever changes what administrators there are, waits here for one another."""
    return Zone.objects.select_for_update().get(pk=actor.zone_id)


def lock_user(actor: Actor, user_id: int) -> User:
    """An account that the actor may see, locked.

    Raises:
        User.DoesNotExist: it is not there for this actor.
    """
    seen = users_visible_to(actor).filter(pk=user_id).values("pk")
    return User.objects.select_for_update().get(pk__in=seen)


def own_zone_only(actor: Actor, user: User) -> None:
    """Raise `Refused` ``kept_elsewhere`` for an account that another zone keeps.

    Whoever sets a password could sign in with it: an administrator must not reach another zone that way.
    """
    if user.zone_id == actor.zone_id:
        return
    if user.zone_id is not None or Role.objects.filter(user=user).exclude(zone=actor.zone_id).exists():
        raise Refused("kept_elsewhere")


def note(
    actor: Actor,
    user: User,
    verb: str,
    *,
    at: datetime,
    role: str = "",
    data: Mapping[str, object] | None = None,
) -> None:
    """Record an act on an account."""
    keep(actor, at=at, verb=verb, subject=subject_of(user.pk, actor.zone_id), data=data, role=role)
