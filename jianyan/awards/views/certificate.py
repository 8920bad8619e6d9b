"""The certificate of an award, as a page and as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.awards.actions import record_certificate
from jianyan.awards.actions.given import KINDS
from jianyan.awards.certificate import TITLES, certificate_paper, check_path
from jianyan.awards.views.own import seen_standing
from jianyan.core.files import FileType
from jianyan.core.paper import to_docx, to_pdf


@entry("officer", "head", "supervisor")
def certificate(request: Request, pk: int) -> HttpResponse:
    """One's own, or for the office anybody's; posted with a kind, the file, with its row in the dossier."""
    each = seen_standing(request, pk)
    kind = request.POST.get("kind", "")
    if request.method == "POST" and kind in KINDS:
        now = timezone.now()
        paper = certificate_paper(each, request.build_absolute_uri("/").rstrip("/"))
        made = to_docx(paper, at=now) if kind == "docx" else to_pdf(paper, at=now)
        record_certificate(request.actor, each.pk, at=now, kind=kind)
        response = HttpResponse(made, content_type=FileType(kind).media)
        name = f"{_('荣誉证书')}-{each.supervisor.name}.{kind}"
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["Cache-Control"] = "private, no-store"
        return response
    context = {
        "each": each,
        "run": each.run,
        "own": each.supervisor.user_id == request.actor.user_id,
        "post": TITLES[each.channel],
        "check_url": request.build_absolute_uri(check_path(each)),
    }
    return render(request, "awards/certificate.html", context, status=422 if request.method == "POST" else 200)
