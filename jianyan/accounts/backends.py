"""Who a session belongs to, with what every request asks next."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from jianyan.accounts.models import User
from jianyan.accounts.queries import user_with_roles


class Passwords(ModelBackend):
    """Django's own, but for a user who comes back: the roles come along, so that they need no query of their own."""

    def get_user(self, user_id: int) -> User | None:
        user = user_with_roles(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
