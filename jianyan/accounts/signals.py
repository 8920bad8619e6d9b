"""What happens at the door: the session remembers when and under which epoch; the ledger hears of known accounts."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from jianyan.accounts.actions.sessions import at_the_door
from jianyan.accounts.models import User

logger = logging.getLogger("jianyan.accounts")


@receiver(user_logged_in)
def remember(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Keep the epoch of the sign-in, so that signing out everywhere ends this session too."""
    request.session["epoch"] = user.session_epoch
    request.session["seen"] = timezone.now().isoformat()
    at_the_door(user, "account.sign_in", at=timezone.now())


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """A wrong password, or a name that nobody has. axes has counted it before us; while locked nothing counts."""
    locked = getattr(request, "axes_locked_out", False)
    counted = getattr(request, "axes_failures_since_start", None) is not None
    if locked and not counted:
        return
    username = str(credentials.get("username") or "")
    _tell(username, "account.sign_in_failed", request)
    if locked:
        _tell(username, "account.locked", request)


def _tell(username: str, verb: str, request: HttpRequest | None) -> None:
    """Into the ledger for a known account, else into the log; without the name, which may be a mistyped secret."""
    user = User.objects.filter(username=username).first()
    if user is None or not at_the_door(user, verb, at=timezone.now()):
        address = request.META.get("REMOTE_ADDR", "") if request else ""
        logger.warning("%s for an unknown name from %s", verb, address)
