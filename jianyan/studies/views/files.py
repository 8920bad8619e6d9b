"""Serving the files of reports and findings, each to whom it was shown."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.files.serving import served
from jianyan.studies.queries.files import files_of_finding, files_of_report, loose_of


@entry("officer", "head", "supervisor")
@require_safe
def report_file(request: Request, token: UUID) -> HttpResponse:
    """A file of a report."""
    row = get_object_or_404(files_of_report(request.actor), token=token)
    return served(request, row, row.name)


@entry("officer", "head", "supervisor", "liaison", "leader")
@require_safe
def finding_file(request: Request, token: UUID) -> HttpResponse:
    """A picture or document of what was found."""
    row = get_object_or_404(files_of_finding(request.actor), token=token)
    return served(request, row, row.name)


@entry("supervisor")
@require_safe
def loose_file(request: Request, token: UUID) -> HttpResponse:
    """An own file that was not sent yet."""
    row = get_object_or_404(loose_of(request.actor), token=token)
    return served(request, row, row.name)
