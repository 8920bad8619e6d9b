"""Signing in and out, and what somebody sees whose account is locked."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jianyan.accounts.forms import SignInForm, typed
from jianyan.accounts.models import User
from jianyan.accounts.queries import entered, locked_until
from jianyan.accounts.returning import after, safe_goal

#: Days before a password expires on which signing in says so.
SAY_BEFORE = timedelta(days=7)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; five failures lock the account for ten minutes (axes)."""
    if request.user.is_authenticated and request.method != "POST":
        return after(request)
    form = SignInForm(typed(request))
    if form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if isinstance(user, User) and entered(user, None):
            login(request, user)
            _say_before_expiry(request, user)
            return after(request)
        form.add_error(None, _no_roles() if user else _wrong(request))
    return _page(request, form, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, form: SignInForm, *, status: int) -> HttpResponse:
    context = {"form": form, "next": safe_goal(request), "idle_minutes": _minutes(settings.IDLE_LIMIT)}
    return render(request, "accounts/sign_in.html", context, status=status)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _no_roles() -> str:
    return _("账号还没有角色，暂时不能进入；请联系安全管理员。")


def _wrong(request: HttpRequest) -> str:
    """The same words for a wrong password, an unknown name and a disabled account."""
    left = settings.AXES_FAILURE_LIMIT - (getattr(request, "axes_failures_since_start", None) or 0)
    minutes = _minutes(settings.AXES_COOLOFF_TIME)
    return ngettext(
        "用户名或密码不对。再错 {left} 次，账号将锁定 {minutes} 分钟。",
        "用户名或密码不对。再错 {left} 次，账号将锁定 {minutes} 分钟。",
        left,
    ).format(left=left, minutes=minutes)


def _say_before_expiry(request: HttpRequest, user: User) -> None:
    if user.must_change_password or user.password_changed_at is None:
        return
    left = user.password_changed_at + settings.PASSWORD_LASTS - timezone.now()
    if timedelta(0) < left <= SAY_BEFORE:
        days = max(1, left.days)
        text = ngettext(
            "密码还有 {days} 天到期，到期后须修改才能继续使用。",
            "密码还有 {days} 天到期，到期后须修改才能继续使用。",
            days,
        )
        messages.info(request, text.format(days=days))


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, str] | None = None
) -> HttpResponse:
    """The sign-in page for an account that is locked: until when, and who can help."""
    username = str((credentials or {}).get("username") or "")
    until = locked_until([username], timezone.now()).get(username)
    form = SignInForm(initial={"username": username})
    context = {
        "form": form,
        "next": safe_goal(request),
        "locked": True,
        "until": until,
        "failures": settings.AXES_FAILURE_LIMIT,
        "minutes": _minutes(settings.AXES_COOLOFF_TIME),
    }
    return render(request, "accounts/sign_in.html", context, status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    messages.success(request, _("已退出。"))
    return redirect(settings.LOGOUT_REDIRECT_URL)
