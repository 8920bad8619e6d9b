"""An account whose person is not to be known any more."""

from __future__ import annotations

from datetime import datetime

from axes.models import AccessAttempt, AccessFailureLog, AccessLog

from jianyan.accounts.actions.base import note
from jianyan.accounts.models import Invitation, Role, RoleName, User
from jianyan.accounts.queries import Actor


def anonymise_user(actor: Actor, user: User, *, at: datetime, name: str) -> bool:
    """Take the supervisor's role, and where no other is left anywhere clear and close the account for good.

    Belongs in the transaction of whoever has the right to it (`people.actions.anonymise`). Returns whether the account
    was cleared: that of somebody who still works here stays theirs.
    """
    Role.objects.filter(user=user, zone=actor.zone_id, name=RoleName.supervisor).delete()
    if Role.objects.filter(user=user).exists():
        return False
    for log in (AccessAttempt, AccessFailureLog, AccessLog):
        log.objects.filter(username=user.username).delete()
    Invitation.objects.filter(user=user).delete()
    user.name, user.phone, user.username = name, "", f"anonymised-{user.pk}"
    user.is_active, user.must_change_password = False, True
    user.session_epoch += 1
    user.set_unusable_password()
    user.save()
    note(actor, user, "account.anonymise", at=at)
    return True
