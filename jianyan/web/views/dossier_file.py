"""A dossier taken out as a file: the office with a reason, the supervisor their own (5.2.a)."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.ledger.actions import check_export, record_dossier
from jianyan.ledger.actions.export import OWN
from jianyan.ledger.export_words import EXPORTED_FOR, REFUSALS
from jianyan.people.models import Supervisor
from jianyan.people.queries import own_supervisor, visible_to
from jianyan.web.dossier_file import Taken, file_name, make, read
from jianyan.web.export_form import FIELDS, DossierForm
from jianyan.web.exports import number_for
from jianyan.web.nav import role_names

MEDIA = {"pdf": "application/pdf", "zip": "application/zip"}


@entry("officer", "head")
def dossier_file(request: Request, pk: int) -> HttpResponse:
    """Somebody's dossier, for the office; one's own is led to its own page, where no reason is asked for."""
    found = visible_to(request.actor).select_related("unit", "officer")
    return _page(request, get_object_or_404(found, pk=pk))


@entry("supervisor")
def my_dossier_file(request: Request) -> HttpResponse:
    """我的档案 as a file."""
    supervisor = own_supervisor(request.actor, timezone.now())
    if supervisor is None:
        raise Http404
    return _page(request, supervisor)


def _page(request: Request, supervisor: Supervisor) -> HttpResponse:
    """The page with term, kind and reason; posted, the file."""
    own = supervisor.user_id == request.actor.user_id
    terms = [(term.pk, f"{term.starts_on} — {term.term.last}") for term in supervisor.appointments.all()]
    form = DossierForm(request.POST if request.method == "POST" else None, terms=terms, own=own)
    if request.method == "POST" and form.is_valid():
        try:
            return _file(request, supervisor, form, own=own)
        except Refused as no:
            form.add_error(FIELDS.get(no.code), str(REFUSALS[no.code]).format(**no.params))
    context = {
        "form": form,
        "supervisor": supervisor,
        "own": own,
        "back": reverse("my_dossier") if own else reverse("people:dossier", args=[supervisor.pk]),
    }
    return render(request, "web/dossier_file.html", context, status=422 if form.errors else 200)


def _file(request: Request, supervisor: Supervisor, form: DossierForm, *, own: bool) -> HttpResponse:
    now, known = timezone.now(), form.cleaned_data
    reason, words = (OWN, "") if own else (known["reason"], known["words"])
    words = check_export(request.actor, "dossier", rows=0, reason=reason, words=words)
    term = supervisor.appointments.filter(pk=known["term"]).first() if known["term"] else None
    told = str(EXPORTED_FOR[reason])
    taken = Taken(
        name=request.actor.name,
        roles="" if own else role_names(request.actor),
        at=now,
        number=number_for(now),
        why=f"{told}：{words}" if words else told,
    )
    dossier = read(request.actor, request.zone, supervisor, now, term)
    file, digest = make(dossier, taken, known["kind"])
    record_dossier(
        request.actor,
        supervisor.pk,
        at=now,
        number=taken.number,
        kind=known["kind"],
        term=term.pk if term else None,
        leads=len(dossier.leads),
        files=len(dossier.files) if known["kind"] == "zip" else 0,
        reason=reason,
        words=words,
        digest=digest,
    )
    name = file_name(dossier, taken, known["kind"])
    response = FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA[known["kind"]])
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]
