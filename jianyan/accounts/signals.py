"""What happens when somebody signs in: the session remembers when, and under which epoch."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from jianyan.accounts.models import User


@receiver(user_logged_in)
def remember(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Keep the epoch of the sign-in, so that signing out everywhere ends this session too."""
    request.session["epoch"] = user.session_epoch
    request.session["seen"] = timezone.now().isoformat()
