"""The documents of a lead, for those who read them on its page."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.chain import file_digest
from jianyan.core.files import FileType
from jianyan.core.paper import to_docx, to_pdf
from jianyan.leads.queries.page import find_shown, lead_page
from jianyan.reports.actions import record_paper
from jianyan.reports.lead_papers import paper_of

MADE = {"pdf": FileType.pdf, "docx": FileType.docx}


@entry("officer", "head", "leader", "liaison")
@require_safe
def lead_paper(request: Request, pk: int, lead_paper: str, which: int, file: str) -> HttpResponse:
    """A 转办单, 督办单 or 办理情况反馈表; what is not on one's own page of the lead is not there (404)."""
    now, kind = timezone.now(), MADE.get(file)
    lead = find_shown(request.actor, pk, now)
    made = paper_of(lead_page(request.actor, lead, now), lead_paper, which) if lead and kind else None
    if made is None or lead is None or kind is None:
        raise Http404
    data = to_pdf(made, at=now) if kind is FileType.pdf else to_docx(made, at=now)
    record_paper(request.actor, lead, at=now, paper=lead_paper, which=which, format_=file, digest_=file_digest(data))
    answer = FileResponse(BytesIO(data), as_attachment=True, filename=f"{made.title}.{file}", content_type=kind.media)
    answer["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]
