"""Taking a list out as a spreadsheet: what will be in it, why, then the file with its row in the ledger."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.ledger.actions import check_export, record_export
from jianyan.ledger.actions.export import LISTS, ROWS_MAX
from jianyan.ledger.export_words import EXPORTED_FOR, REFUSALS
from jianyan.web.export_form import FIELDS, ExportForm
from jianyan.web.exports import LISTINGS, make_file, number_for
from jianyan.web.exports.base import Listing, file_name

TICKET = re.compile(r"[a-z0-9]{8,40}")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@entry(*LISTS["leads"])
def export_leads(request: Request) -> HttpResponse:
    """The list of leads."""
    return _export(request, "leads")


@entry(*LISTS["supervisors"])
def export_supervisors(request: Request) -> HttpResponse:
    """The list of supervisors."""
    return _export(request, "supervisors")


@entry(*LISTS["forms"])
def export_forms(request: Request) -> HttpResponse:
    """One month's forms."""
    return _export(request, "forms")


@entry(*LISTS["ledger"])
def export_ledger(request: Request) -> HttpResponse:
    """The ledger."""
    return _export(request, "ledger")


@entry(*LISTS["overview"])
def export_overview(request: Request) -> HttpResponse:
    """The rates of the overview."""
    return _export(request, "overview")


@entry(*LISTS["zones"])
def export_zones(request: Request) -> HttpResponse:
    """The compared zones."""
    return _export(request, "zones")


def _export(request: Request, key: str) -> HttpResponse:
    """The page with filters, number of rows and reason; posted, the file. Too many rows are told before the reason."""
    now = timezone.now()
    listing = LISTINGS[key](request, now)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, listing, form)
    reason, words = form.cleaned_data["reason"], form.cleaned_data["words"]
    try:
        words = check_export(request.actor, key, rows=listing.count, reason=reason, words=words)
        number = number_for(now)
        told = str(EXPORTED_FOR[reason])
        file, rows, digest = make_file(request, listing, number=number, now=now, reason=told, words=words)
        record_export(
            request.actor,
            key,
            at=now,
            number=number,
            rows=rows,
            reason=reason,
            words=words,
            filters=listing.codes,
            digest=digest,
            zones=listing.zones,
        )
    except Refused as no:
        form.add_error(FIELDS.get(no.code), str(REFUSALS[no.code]).format(**no.params))
        return _page(request, listing, form)
    answer = FileResponse(file, as_attachment=True, filename=file_name(listing, number), content_type=XLSX)
    if TICKET.fullmatch(ticket := request.POST.get("ticket", "")):
        # The page that asked stays in place; its script waits for this to know that the file has come.
        answer.set_cookie("jianyan_file", ticket, max_age=60, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    return answer  # type: ignore[return-value]


def _page(request: Request, listing: Listing, form: ExportForm) -> HttpResponse:
    context = {"listing": listing, "form": form, "longest": ROWS_MAX, "too_many": listing.count > ROWS_MAX}
    return render(request, "web/export.html", context, status=422 if form.errors else 200)
