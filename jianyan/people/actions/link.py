"""启用链接: the office makes a supervisor's one-time link; whoever has a password already needs none."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.actions import invite
from jianyan.accounts.models import RoleName, User
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.people.actions.base import need
from jianyan.people.queries import visible_to


@transaction.atomic
def make_link(actor: Actor, supervisor_id: int, *, at: datetime) -> str:
    """Make the link in place of earlier ones; returns its token, which is kept nowhere.

    Raises:
        Supervisor.DoesNotExist; Refused: ``wrong_hat``, ``active_already`` for an account that has a password: a link
        would let its maker sign in as somebody else.
    """
    need(actor, RoleName.officer, RoleName.head)
    supervisor = visible_to(actor).get(pk=supervisor_id)
    user = User.objects.select_for_update().get(pk=supervisor.user_id)
    if user.has_usable_password() or not user.is_active:
        raise Refused("active_already")
    return invite(actor, user, at=at)
