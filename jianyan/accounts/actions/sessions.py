"""Sessions: ended everywhere, by the person or the security administrator; and what the system saw at the door."""

from __future__ import annotations

from datetime import datetime

from axes.utils import reset as forget_failures
from django.db import transaction

from jianyan.accounts.actions.base import lock_user, need, note
from jianyan.accounts.models import RoleName, User
from jianyan.accounts.queries import Actor, place_of
from jianyan.core.flow import Refused


@transaction.atomic
def sign_out_everywhere(actor: Actor, user_id: int, *, at: datetime) -> User:
    """End every session of an account with its next request: one's own, or another's by the security administrator.

    Raises:
        User.DoesNotExist; Refused: ``wrong_role``.
    """
    own = user_id == actor.user_id
    if not own:
        need(actor, RoleName.secadmin)
    user = User.objects.select_for_update().get(pk=user_id) if own else lock_user(actor, user_id)
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    note(actor, user, "account.sign_out_everywhere", at=at, role="" if own else RoleName.secadmin)
    return user


@transaction.atomic
def unlock(actor: Actor, user_id: int, *, at: datetime) -> User:
    """Forget the failed sign-ins of an account, so that its owner may try again at once.

    Raises:
        User.DoesNotExist; Refused: ``wrong_role``, ``not_locked``.
    """
    need(actor, RoleName.secadmin)
    user = lock_user(actor, user_id)
    if not forget_failures(username=user.username):
        raise Refused("not_locked")
    note(actor, user, "account.unlock", at=at, role=RoleName.secadmin)
    return user


@transaction.atomic
def at_the_door(user: User, verb: str, *, at: datetime) -> bool:
    """Record that somebody signed in, failed to, or was locked out; False for an account that belongs to no zone.

    Whoever fails has not shown who they are, so that only a sign-in has an actor.
    """
    zone_id = place_of(user)
    if zone_id is None:
        return False
    known = verb == "account.sign_in"
    actor = Actor(zone_id=zone_id, user_id=user.pk if known else None, name=user.name if known else "")
    note(actor, user, verb, at=at)
    return True
