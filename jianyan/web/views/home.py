"""The way in: everybody to the page where their work waits."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import RoleName as R
from jianyan.accounts.queries import Actor

#: Role → URL name of its page, in the order in which a person of several roles is led.
PAGES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({R.officer}), "desk"),
    (frozenset({R.liaison}), "department"),
    (frozenset({R.head, R.leader}), "overview"),
    (frozenset({R.auditor}), "ledger:list"),
    (frozenset({R.sysadmin, R.secadmin}), "accounts:users"),
)


def page_of(actor: Actor) -> str:
    """The URL name of an actor's own page. Supervising is one's first work, unless one is of the office."""
    if actor.has(R.supervisor) and not actor.is_office:
        return "my_home"
    return next(name for roles, name in PAGES if actor.has(*roles))


@entry()
@require_safe
def home(request: Request) -> HttpResponse:
    """Lead to the person's own page; somebody without any role was signed out before, and told why."""
    return redirect(page_of(request.actor))
