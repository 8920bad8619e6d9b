"""Accounts: made, edited, disabled, enabled, given a new password. All by the system administrator."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from jianyan.accounts.actions.base import lock_user, lock_zone, need, note, own_zone_only
from jianyan.accounts.models import RoleName, User
from jianyan.accounts.queries import Actor, alone_in
from jianyan.core.flow import Refused
from jianyan.core.separation import disable_forbidden

#: Without characters that are taken for one another when a password is read out.
LETTERS, CAPITALS, DIGITS = "abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"


def initial_password() -> str:
    """A password to be said once and changed at once: three blocks, with all the classes that the policy asks for."""
    blocks = [
        "".join(secrets.choice(letters) for letters in (CAPITALS, LETTERS, LETTERS, DIGITS)),
        "".join(secrets.choice(letters) for letters in (LETTERS, DIGITS, LETTERS, LETTERS)),
        "".join(secrets.choice(letters) for letters in (DIGITS, CAPITALS, LETTERS, DIGITS)),
    ]
    return "-".join(blocks)


@transaction.atomic
def create_user(actor: Actor, *, at: datetime, username: str, name: str, phone: str = "") -> tuple[User, str]:
    """Make an account without any role; returns it with its first password, which is kept nowhere.

    Raises:
        Refused: ``wrong_role``, ``username_taken``.
    """
    need(actor, RoleName.sysadmin)
    password = initial_password()
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username, password, name=name, phone=phone, zone_id=actor.zone_id, password_changed_at=at
            )
    except IntegrityError as taken:
        raise Refused("username_taken") from taken
    note(actor, user, "account.create", at=at, role=RoleName.sysadmin)
    return user, password


@transaction.atomic
def edit_user(actor: Actor, user_id: int, *, at: datetime, name: str, phone: str) -> User:
    """Change name and phone; the ledger names the fields, not the words."""
    need(actor, RoleName.sysadmin)
    user = lock_user(actor, user_id)
    own_zone_only(actor, user)
    changed = [key for key, value in (("name", name), ("phone", phone)) if getattr(user, key) != value]
    if changed:
        user.name, user.phone = name, phone
        user.save(update_fields=changed)
        note(actor, user, "account.edit", at=at, role=RoleName.sysadmin, data={"fields": changed})
    return user


@transaction.atomic
def set_active(actor: Actor, user_id: int, *, at: datetime, active: bool) -> User:
    """Disable or enable an account; disabling ends its sessions. Repeating changes nothing.

    Raises:
        Refused: ``wrong_role``, ``own_account``, ``last_administrator``, ``kept_elsewhere``.
    """
    need(actor, RoleName.sysadmin)
    lock_zone(actor)
    user = lock_user(actor, user_id)
    own_zone_only(actor, user)
    if user.is_active == active:
        return user
    if not active:
        code = disable_forbidden(own=user.pk == actor.user_id, alone_in=alone_in(user, actor.zone_id))
        if code:
            raise Refused(code)
        user.session_epoch += 1
    user.is_active = active
    user.save(update_fields=["is_active", "session_epoch"])
    note(actor, user, "account.enable" if active else "account.disable", at=at, role=RoleName.sysadmin)
    return user


@transaction.atomic
def reset_password(actor: Actor, user_id: int, *, at: datetime) -> tuple[User, str]:
    """Give an account a new first password and end its sessions; returns the password, which is kept nowhere.

    Raises:
        Refused: ``wrong_role``, ``own_account`` (there is the page to change one's own), ``kept_elsewhere``.
    """
    need(actor, RoleName.sysadmin)
    user = lock_user(actor, user_id)
    own_zone_only(actor, user)
    if user.pk == actor.user_id:
        raise Refused("own_account")
    password = initial_password()
    user.set_password(password)
    user.must_change_password, user.password_changed_at = True, at
    user.session_epoch += 1
    user.save(update_fields=["password", "must_change_password", "password_changed_at", "session_epoch"])
    note(actor, user, "account.reset_password", at=at, role=RoleName.sysadmin)
    return user, password
