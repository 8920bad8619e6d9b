"""One's own account: password, sessions, zone."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jianyan.accounts import actions
from jianyan.accounts.access import Request, entry
from jianyan.accounts.forms import PasswordForm, show_refusal, typed
from jianyan.accounts.models import User
from jianyan.accounts.passwords import policy
from jianyan.accounts.queries import zones_of
from jianyan.accounts.returning import after, safe_goal
from jianyan.core.flow import Refused


@sensitive_post_parameters("current", "new", "again")
@never_cache
@entry()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Request) -> HttpResponse:
    """Change one's password; said why, when it has to be changed before anything else."""
    user = cast(User, request.user)
    form = PasswordForm(typed(request), user=user)
    if form.is_valid() and _changed(request, form, user):
        messages.success(request, _("密码已修改，其他设备上的登录已退出。"))
        return after(request)
    context = {
        "form": form,
        "next": safe_goal(request),
        "policy": policy(),
        "why": _why(user),
        "days": settings.PASSWORD_LASTS.days,
    }
    return render(request, "accounts/password.html", context, status=422 if form.is_bound else 200)


def _changed(request: Request, form: PasswordForm, user: User) -> bool:
    values = form.cleaned_data
    try:
        changed = actions.change_password(
            user.pk, at=timezone.now(), current=values["current"], new=values["new"], zone_id=request.zone.pk
        )
    except Refused as no:
        show_refusal(form, no)
        return False
    update_session_auth_hash(request, changed)
    return True


def _why(user: User) -> str:
    """first: somebody else chose the password; expired: it is too old; nothing when the person wants to."""
    if user.must_change_password or user.password_changed_at is None:
        return "first"
    return "expired" if timezone.now() - user.password_changed_at > settings.PASSWORD_LASTS else ""


@never_cache
@entry()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out_everywhere(request: Request) -> HttpResponse:
    """Ask, then end all of one's sessions, this one too."""
    if request.method != "POST":
        return render(request, "accounts/sign_out_everywhere.html")
    actions.sign_out_everywhere(request.actor, request.actor.person, at=timezone.now())
    logout(request)
    messages.success(request, _("所有设备上的登录都已退出。"))
    return redirect(settings.LOGOUT_REDIRECT_URL)


@entry()
@require_http_methods(["GET", "HEAD", "POST"])
def switch_zone(request: Request) -> HttpResponse:
    """Work in another of the zones in which one has a role."""
    zones = zones_of(cast(User, request.user))
    chosen = next((zone for zone in zones if str(zone.pk) == request.POST.get("zone")), None)
    if chosen:
        request.session["zone"] = chosen.pk
        messages.success(request, _("现在在{zone}工作。").format(zone=chosen.name))
        return redirect(settings.LOGIN_REDIRECT_URL)
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/zones.html", {"zones": zones}, status=status)
