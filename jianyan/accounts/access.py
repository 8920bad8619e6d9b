"""Who may open a page: signed in, in a zone, in one of the roles."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import Actor
from jianyan.accounts.returning import lead_to

P = ParamSpec("P")

#: Everybody who works in a zone; who only compares zones has no page there.
OF_ZONE = tuple(role for role in RoleName.values if role != RoleName.area)


class Request(HttpRequest):
    """A request behind `entry`: somebody, in a zone."""

    actor: Actor
    zone: Zone


View = Callable[Concatenate[Request, P], HttpResponse]


def entry(*roles: str) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Let in actors with one of these roles (any role when none is named).

    The public is led to sign in and back; somebody signed in without the role gets 403. Rows are another matter:
    what `visible_to` does not show is a 404.
    """

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return lead_to(request, settings.LOGIN_URL)
            actor: Actor | None = request.actor  # type: ignore[attr-defined]
            if actor is None or (roles and not actor.has(*roles)):
                raise PermissionDenied
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        inner.roles = frozenset(roles)  # type: ignore[attr-defined]
        return inner

    return decorate
