"""Serving attachments: each through a view that asks who may read it, and never as part of this site."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.files.serving import served
from jianyan.leads.queries.files import loose_seen
from jianyan.leads.queries.page import lead_page, shown_to


@require_safe
@entry("supervisor", "officer", "head", "liaison", "leader")
def lead_file(request: Request, pk: int, token: UUID) -> HttpResponse:
    """A file of a lead, for whoever finds it on the lead's page; it is not there for anybody else."""
    lead = get_object_or_404(shown_to(request.actor), pk=pk)
    page = lead_page(request.actor, lead, timezone.now())
    found = next((one for one in page.files if one.row.token == token), None)
    if found is None:
        raise Http404
    return served(request, found.row, found.name)


@require_safe
@entry("supervisor", "officer", "head", "liaison")
def loose_file(request: Request, token: UUID) -> HttpResponse:
    """A file that was not sent yet: an own one, or one in a draft that waits for a colleague's approval."""
    row = get_object_or_404(loose_seen(request.actor), token=token)
    return served(request, row, row.name)
