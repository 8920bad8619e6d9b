"""Who is asking, in which zone, and whether the session still holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.models import User
from jianyan.accounts.queries import entered

#: How exact the idle time is kept, in seconds: a write per request would be dear.
SEEN_EVERY = 60


class Enter:
    """Puts ``request.zone`` and ``request.actor`` (None for the public) on every request.

    Ends sessions that were idle too long or signed out from elsewhere, and leads to the password page when a
    password must be changed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.zone, request.actor = None, None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            user = request.user
            if (ended := self._ended(request, user)) is not None:
                return ended
            if place := entered(user, request.session.get("zone")):
                request.zone, request.actor = place  # type: ignore[attr-defined]
            if self._must_change(request, user):
                return redirect("accounts:password")
        return self.get_response(request)

    def _ended(self, request: HttpRequest, user: User) -> HttpResponse | None:
        now = timezone.now()
        seen = request.session.get("seen")
        idle = seen is not None and now - datetime.fromisoformat(seen) > settings.IDLE_LIMIT
        elsewhere = request.session.get("epoch") != user.session_epoch
        if not idle and not elsewhere:
            if seen is None or (now - datetime.fromisoformat(seen)).total_seconds() > SEEN_EVERY:
                request.session["seen"] = now.isoformat()
            return None
        logout(request)
        text = _("登录已在别处注销，请重新登录。") if elsewhere else _("超过 30 分钟没有操作，已自动退出，请重新登录。")
        messages.info(request, text)
        response: HttpResponse = redirect_to_login(request.get_full_path(), reverse("accounts:sign_in"))
        if request.headers.get("HX-Request"):  # a sign-in page must not land in a part of another page
            response = HttpResponse(status=204)
            response.headers["HX-Redirect"] = reverse("accounts:sign_in")
        return response

    def _must_change(self, request: HttpRequest, user: User) -> bool:
        free = {reverse("accounts:password"), reverse("accounts:sign_out"), reverse("set_language")}
        if request.path in free or request.path.startswith(settings.STATIC_URL):
            return False
        changed = user.password_changed_at
        return user.must_change_password or changed is None or timezone.now() - changed > settings.PASSWORD_LASTS
