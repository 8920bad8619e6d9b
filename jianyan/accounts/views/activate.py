"""The one-time link: whoever holds it sets the first password of the account, and is in."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jianyan.accounts import actions
from jianyan.accounts.forms import FirstPasswordForm, typed
from jianyan.accounts.limits import limited
from jianyan.accounts.passwords import policy
from jianyan.accounts.queries import entered
from jianyan.core.flow import Refused
from jianyan.core.names import masked_name

#: A hall full of new supervisors may be behind one address; guessing a token of 192 bits is hopeless anyway.
TIMES, PER = 120, timedelta(minutes=10)


@sensitive_post_parameters("new", "again")
@limited("activate", TIMES, PER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: HttpRequest, token: str) -> HttpResponse:
    """Set the password and go in. A link that is used, over or none says what to do; nothing tells which it was."""
    found = actions.invitation(token, at=timezone.now())
    if found is None:
        return _shown(request, {}, status=404)
    form = FirstPasswordForm(typed(request), user=found.user)
    if form.is_valid():
        try:
            user = actions.activate(token, at=timezone.now(), password=form.cleaned_data["new"])
        except Refused:  # somebody used the link a moment ago
            return _shown(request, {}, status=404)
        if entered(user, None) is None:
            return redirect(settings.LOGIN_URL)
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {
        "form": form,
        "policy": policy(),
        "name": masked_name(found.user.name),
        "username": found.user.username,
        "until": found.until,
    }
    return _shown(request, context, status=422 if form.is_bound else 200)


def _shown(request: HttpRequest, context: dict[str, object], *, status: int) -> HttpResponse:
    response = render(request, "accounts/activate.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
