"""聘书 of one term: what stands on it, and as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.core.paper import to_docx, to_pdf
from jianyan.core.terms import state_on
from jianyan.people import words
from jianyan.people.actions import record_certificate
from jianyan.people.actions.certificate import KINDS
from jianyan.people.certificate import certificate_paper, check_path
from jianyan.people.models import Appointment
from jianyan.people.queries import visible_to
from jianyan.people.views.list import book_in_force

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@entry("officer", "head", "supervisor")
def certificate(request: Request, pk: int) -> HttpResponse:
    """The certificate of a term; posted with a kind, the file. One's own, or for the office anybody's of the zone."""
    seen = Appointment.objects.filter(supervisor__in=visible_to(request.actor)).exclude(certificate="")
    term = get_object_or_404(seen.select_related("supervisor__zone", "supervisor__unit"), pk=pk)
    kind = request.POST.get("kind", "")
    if request.method == "POST" and kind in KINDS:
        return certificate_file(request, [term], kind)
    today = timezone.localdate()
    context = {
        "term": term,
        "supervisor": term.supervisor,
        "own": term.supervisor.user_id == request.actor.user_id,
        "state": words.TERM_STATES[state_on(term.term, today)],
        "check_url": request.build_absolute_uri(check_path(term)),
        "today": today,
    }
    return render(request, "people/certificate.html", context, status=422 if request.method == "POST" else 200)


def certificate_file(request: Request, terms: list[Appointment], kind: str) -> HttpResponse:
    """The file of one or many certificates, each with its row in the ledger."""
    now = timezone.now()
    site = request.build_absolute_uri("/").rstrip("/")
    paper = certificate_paper(terms, book_in_force(request.zone, now), site)
    made = to_docx(paper, at=now) if kind == "docx" else to_pdf(paper, at=now)
    record_certificate(request.actor, terms, at=now, kind=kind)
    name = terms[0].supervisor.name if len(terms) == 1 else _("{n} 份").format(n=len(terms))
    response = HttpResponse(made, content_type=MEDIA[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"{_('聘书')}-{name}.{kind}")
    response["Cache-Control"] = "private, no-store"
    return response
