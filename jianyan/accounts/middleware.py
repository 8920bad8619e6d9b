"""Who is asking, in which zone, and whether the session still holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jianyan.accounts.models import User
from jianyan.accounts.queries import entered
from jianyan.accounts.returning import lead_to
from jianyan.ui.addresses import address

#: How exact the idle time is kept, in seconds: a write per request would be dear.
SEEN_EVERY = 60


class Enter:
    """Puts ``request.zone`` and ``request.actor`` (None for the public) on every request.

    Ends sessions that were idle too long or signed out from elsewhere, or whose person has no role any more, and
    leads to the password page when a password must be changed. Both lead back to where the person was going.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.zone, request.actor = None, None  # type: ignore[attr-defined]
        request.zone_count = 0  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            user = request.user
            place = entered(user, request.session.get("zone"))
            if place is None or (over := self._over(request, user)):
                logout(request)
                messages.info(request, over if place else _("您现在没有任何角色，已退出；请联系安全管理员。"))
                # On as the public: the page itself leads to sign in, and may keep what was being sent to it.
                return self.get_response(request)
            request.zone, request.actor = place.zone, place.actor  # type: ignore[attr-defined]
            request.zone_count = place.zone_count  # type: ignore[attr-defined]
            if self._must_change(request, user):
                return lead_to(request, "accounts:password")
        return self.get_response(request)

    def _over(self, request: HttpRequest, user: User) -> str:
        """Why the session is over, or nothing; a session that goes on is noted as seen."""
        now = timezone.now()
        seen = request.session.get("seen")
        if request.session.get("epoch") != user.session_epoch:
            return _("登录已在别处注销，请重新登录。")
        idle = now - datetime.fromisoformat(seen) if seen else None
        if idle is not None and idle > settings.IDLE_LIMIT:
            minutes = int(settings.IDLE_LIMIT.total_seconds() // 60)
            return ngettext(
                "超过 {minutes} 分钟没有操作，已自动退出，请重新登录。",
                "超过 {minutes} 分钟没有操作，已自动退出，请重新登录。",
                minutes,
            ).format(minutes=minutes)
        if idle is None or idle.total_seconds() > SEEN_EVERY:
            request.session["seen"] = now.isoformat()
        return ""

    def _must_change(self, request: HttpRequest, user: User) -> bool:
        free = {address(name) for name in ("accounts:password", "accounts:sign_out", "set_language")}
        if request.path in free:
            return False
        changed = user.password_changed_at
        return user.must_change_password or changed is None or timezone.now() - changed > settings.PASSWORD_LASTS
