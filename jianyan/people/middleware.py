"""Before a supervisor does anything in a term, the promise of confidentiality is signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jianyan.accounts.models import RoleName
from jianyan.accounts.returning import lead_to
from jianyan.people.queries.promise import unsigned

#: What can be done without having signed: to sign, to leave, to change the password that has to be changed, to read
#: in the other language. Public pages are for anybody.
FREE = frozenset(
    {
        "people:promise",
        "accounts:sign_in",
        "accounts:sign_out",
        "accounts:password",
        "accounts:activate",
        "set_language",
    }
)
KEPT = "promised"


class Promise:
    """Leads a supervisor to the promise first, and back to where the person was going from there.

    Looked up once a day in each session: a term begins on a day.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        actor = request.actor  # type: ignore[attr-defined]
        match = request.resolver_match
        if actor is None or not actor.has(RoleName.supervisor) or match is None:
            return None
        if match.view_name in FREE or match.app_name == "public":
            return None
        today = timezone.localdate()
        signed = f"{actor.zone_id} {today}"
        if request.session.get(KEPT) == signed:
            return None
        if unsigned(actor, today).exists():
            return lead_to(request, "people:promise")
        request.session[KEPT] = signed
        return None
