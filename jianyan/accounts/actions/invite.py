"""A one-time link by which somebody sets the first password of an account."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from jianyan.accounts.actions.base import note
from jianyan.accounts.models import Invitation, User
from jianyan.accounts.queries import Actor, place_of
from jianyan.core.flow import Refused

#: How long a link can be used.
LASTS = timedelta(days=14)


def digest_of(token: str) -> str:
    """What is kept of a link: whoever reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(actor: Actor, user: User, *, at: datetime) -> str:
    """Make a link for an account, in place of earlier ones; returns its token, which is shown once and not kept."""
    Invitation.objects.filter(user=user, used_at__isnull=True, until__gt=at).update(until=at)
    token = secrets.token_urlsafe(24)
    Invitation.objects.create(user=user, digest=digest_of(token), made_at=at, made_by_id=actor.person, until=at + LASTS)
    note(actor, user, "account.invite", at=at)
    return token


def invitation(token: str, *, at: datetime) -> Invitation | None:
    """The link that can be used now; one query."""
    found = Invitation.objects.filter(digest=digest_of(token), used_at__isnull=True, until__gt=at)
    return found.select_related("user").filter(user__is_active=True).first()


@transaction.atomic
def activate(token: str, *, at: datetime, password: str) -> User:
    """Set the first password by a link; the link is used up with it. The policy has passed the password.

    Raises:
        Refused: ``link_over`` for a link that is used, too old, or none.
    """
    found = invitation(token, at=at)
    if found is None or not Invitation.objects.filter(pk=found.pk, used_at__isnull=True).update(used_at=at):
        raise Refused("link_over")
    user = User.objects.select_for_update().get(pk=found.user_id)
    user.set_password(password)
    user.must_change_password, user.password_changed_at = False, at
    user.session_epoch += 1
    user.save(update_fields=["password", "must_change_password", "password_changed_at", "session_epoch"])
    zone = place_of(user)
    if zone is not None:
        note(Actor(zone_id=zone, user_id=user.pk, name=user.name), user, "account.activate", at=at)
    return user
